/* sim/atecc608/io_protect.h: results encrypted with the IO protection key on their way out. */
#ifndef SESIM_ATECC_IO_PROTECT_H
#define SESIM_ATECC_IO_PROTECT_H

#include "command.h"

enum {
	IO_NONCE_BYTES = 32,
};

/* The key: the low 32 bytes of the slot ChipOptions names. Borrows. */
const uint8_t *io_protection_key(const struct atecc *chip);

/*
 * Writes secret (32 or 64 bytes) XOR SHA-256(key, half of a nonce) for each 32 bytes, then the whole nonce
 * (TFLX-A 5.3.4.4).
 */
void io_protect(const struct atecc *chip, struct atecc_call *call, const uint8_t *secret, size_t len,
	struct wbuf *out);

#endif
