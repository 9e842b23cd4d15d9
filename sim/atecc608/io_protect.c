/* sim/atecc608/io_protect.c: results encrypted with the IO protection key on their way out. */
#include "io_protect.h"

#include <openssl/crypto.h>

#include "zones.h"

const uint8_t *io_protection_key(const struct atecc *chip)
{
	return slot_bytes(chip, chip_options(chip).io_key_slot);
}

void io_protect(const struct atecc *chip, struct atecc_call *call, const uint8_t *secret, size_t len,
	struct wbuf *out)
{
	uint8_t nonce[IO_NONCE_BYTES];

	atecc_random(chip, call, nonce, sizeof(nonce));
	for (size_t at = 0; at < len; at += 32) {
		uint8_t message[48];
		struct wbuf w = wbuf_to(message, sizeof(message));
		uint8_t mask[SHA256_BYTES];

		wbuf_put(&w, io_protection_key(chip), 32);
		wbuf_put(&w, nonce + at / 2, 16);
		sha256_bytes(message, w.len, mask);
		for (size_t i = 0; i < 32; i++)
			wbuf_u8(out, secret[at + i] ^ mask[i]);
		OPENSSL_cleanse(message, sizeof(message));
		OPENSSL_cleanse(mask, sizeof(mask));
	}
	wbuf_put(out, nonce, sizeof(nonce));
}
