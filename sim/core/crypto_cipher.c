/* sim/core/crypto_cipher.c: running ciphers over AES and DES blocks. */
#include "crypto_cipher.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>

#include "crypto_des.h"

size_t cipher_block(const struct cipher_mode *mode)
{
	return mode->des ? DES_BLOCK : AES_BLOCK;
}

static void begin_again(struct cipher_run *run)
{
	memcpy(run->chain, run->start, sizeof(run->chain));
	OPENSSL_cleanse(run->pending, sizeof(run->pending));
	run->pending_len = 0;
}

void cipher_start(struct cipher_run *run, const struct cipher_mode *mode, bool decrypts, const uint8_t *iv)
{
	memset(run, 0, sizeof(*run));
	if (iv)
		memcpy(run->start, iv, cipher_block(mode));
	run->decrypts = decrypts;
	begin_again(run);
}

static int raw_block(struct crypto *crypto, const struct cipher_mode *mode, struct cipher_key key,
	bool decrypts, const uint8_t *in, uint8_t *out)
{
	if (mode->des)
		return (decrypts ? crypto_des_decrypt : crypto_des_encrypt)(crypto, key.at, key.len, in, out);
	return (decrypts ? crypto_aes_decrypt : crypto_aes_encrypt)(crypto, key.at, key.len, in, out);
}

static void xor_bytes(uint8_t *to, const uint8_t *a, const uint8_t *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		to[i] = a[i] ^ b[i];
}

static void count_up(uint8_t counter[AES_BLOCK])
{
	size_t i = AES_BLOCK;

	while (i > 0 && ++counter[--i] == 0)
		continue;
}

/* The pending bytes through the mode; fewer than a block under CTR only. */
static int turn(struct crypto *crypto, struct cipher_run *run, const struct cipher_mode *mode,
	struct cipher_key key, uint8_t out[AES_BLOCK])
{
	size_t block = cipher_block(mode);
	int rc = 0;

	switch (mode->chain) {
	case CHAIN_ECB:
		rc = raw_block(crypto, mode, key, run->decrypts, run->pending, out);
		break;
	case CHAIN_CBC:
		if (run->decrypts) {
			rc = raw_block(crypto, mode, key, true, run->pending, out);
			xor_bytes(out, out, run->chain, block);
			memcpy(run->chain, run->pending, block);
		} else {
			xor_bytes(run->chain, run->chain, run->pending, block);
			rc = raw_block(crypto, mode, key, false, run->chain, run->chain);
			memcpy(out, run->chain, block);
		}
		break;
	case CHAIN_CTR:
		rc = raw_block(crypto, mode, key, false, run->chain, out);
		xor_bytes(out, out, run->pending, run->pending_len);
		count_up(run->chain);
		break;
	}
	return rc;
}

static int flush(struct crypto *crypto, struct cipher_run *run, const struct cipher_mode *mode,
	struct cipher_key key, struct wbuf *out)
{
	uint8_t bytes[AES_BLOCK];
	int rc = turn(crypto, run, mode, key, bytes);

	wbuf_put(out, bytes, run->pending_len);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	run->pending_len = 0;
	return rc;
}

int cipher_update(struct crypto *crypto, struct cipher_run *run, const struct cipher_mode *mode,
	struct cipher_key key, struct rbuf in, struct wbuf *out)
{
	bool holds_back = run->decrypts && mode->padding == PADDING_M2;
	size_t block = cipher_block(mode);
	int rc = 0;

	while (rc == 0 && rbuf_left(&in) > 0) {
		size_t n;

		if (run->pending_len == block) {
			rc = flush(crypto, run, mode, key, out);
			continue;
		}
		n = block - (size_t)run->pending_len;
		if (n > rbuf_left(&in))
			n = rbuf_left(&in);
		rbuf_copy(&in, run->pending + run->pending_len, n);
		run->pending_len = (uint8_t)(run->pending_len + n);
		if (run->pending_len == block && !holds_back)
			rc = flush(crypto, run, mode, key, out);
	}
	return rc;
}

/* Zeros up to a block, after an 80 for method 2. */
static void pad(struct cipher_run *run, const struct cipher_mode *mode)
{
	size_t block = cipher_block(mode);

	if (mode->padding == PADDING_M2)
		run->pending[run->pending_len++] = 0x80;
	memset(run->pending + run->pending_len, 0, block - (size_t)run->pending_len);
	run->pending_len = (uint8_t)block;
}

static int unpad(struct crypto *crypto, struct cipher_run *run, const struct cipher_mode *mode,
	struct cipher_key key, struct wbuf *out)
{
	uint8_t bytes[AES_BLOCK];
	size_t len = cipher_block(mode);
	int rc = turn(crypto, run, mode, key, bytes);

	while (len > 0 && bytes[len - 1] == 0)
		len--;
	if (rc == 0 && (len == 0 || bytes[len - 1] != 0x80))
		rc = -EBADMSG;
	if (rc == 0)
		wbuf_put(out, bytes, len - 1);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return rc;
}

int cipher_final(struct crypto *crypto, struct cipher_run *run, const struct cipher_mode *mode,
	struct cipher_key key, struct wbuf *out)
{
	bool whole = run->pending_len % cipher_block(mode) == 0;
	int rc = 0;

	if (run->decrypts && mode->padding == PADDING_M2) {
		if (run->pending_len != cipher_block(mode))
			return -EINVAL;
		rc = unpad(crypto, run, mode, key, out);
		begin_again(run);
		return rc;
	}
	if (!run->decrypts && (mode->padding == PADDING_M2 || (mode->padding == PADDING_M1 && !whole)))
		pad(run, mode);
	else if (!whole && mode->chain != CHAIN_CTR)
		return -EINVAL;
	if (run->pending_len > 0)
		rc = flush(crypto, run, mode, key, out);
	begin_again(run);
	return rc;
}
