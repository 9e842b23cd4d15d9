/*
 * sim/core/crypto_cipher.h: running ciphers over AES and DES blocks: ECB, CBC, CTR, and the paddings of ISO 9797-1.
 *
 * A running cipher is plain bytes, the key apart. Functions return crypto.h's errors; -EINVAL also for data that are
 * not whole blocks, -EBADMSG for a padding that is not there. After an error the run and what was written are worthless.
 */
#ifndef SESIM_CORE_CRYPTO_CIPHER_H
#define SESIM_CORE_CRYPTO_CIPHER_H

#include <stdbool.h>

#include "crypto.h"
#include "cursor.h"

enum cipher_chain {
	CHAIN_ECB,
	CHAIN_CBC,
	CHAIN_CTR, /* the whole block counts, big endian */
};

enum cipher_padding {
	PADDING_NONE,
	PADDING_M1, /* zeros, as few as needed, perhaps none; they stay when it is decrypted */
	PADDING_M2, /* 80, then zeros */
};

struct cipher_mode {
	bool des;
	enum cipher_chain chain;
	enum cipher_padding padding;
};

struct cipher_key {
	const uint8_t *at;
	size_t len;
};

/* What began it can begin it again: `start` is the initial vector. */
struct cipher_run {
	uint8_t start[AES_BLOCK];
	uint8_t chain[AES_BLOCK];
	uint8_t pending[AES_BLOCK]; /* not a block yet; or the last one, which may be padding */
	uint8_t pending_len;
	bool decrypts;
};

size_t cipher_block(const struct cipher_mode *mode);

/* iv: a block; all zeros when NULL. */
void cipher_start(struct cipher_run *run, const struct cipher_mode *mode, bool decrypts, const uint8_t *iv);
/* Writes the whole blocks there are: up to a block more or less than came in. */
int cipher_update(struct crypto *crypto, struct cipher_run *run, const struct cipher_mode *mode,
	struct cipher_key key, struct rbuf in, struct wbuf *out);
/* Writes the rest, and puts the run back to its start. */
int cipher_final(struct crypto *crypto, struct cipher_run *run, const struct cipher_mode *mode,
	struct cipher_key key, struct wbuf *out);

#endif
