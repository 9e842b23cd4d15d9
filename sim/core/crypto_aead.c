/* sim/core/crypto_aead.c: running GCM and CCM. */
#include "crypto_aead.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>

#include "cursor.h"

static int encrypt(
	struct crypto *crypto, struct aead_key key, const uint8_t in[AES_BLOCK], uint8_t out[AES_BLOCK])
{
	return crypto_aes_encrypt(crypto, key.at, key.len, in, out);
}

/* The hash's subkey: the block of zeros, encrypted. */
static int subkey(struct crypto *crypto, struct aead_key key, uint8_t h[AES_BLOCK])
{
	memset(h, 0, AES_BLOCK);
	return encrypt(crypto, key, h, h);
}

/* Adds bytes to a hash of which `at` bytes of the present block are in. */
static void absorb(
	const uint8_t h[AES_BLOCK], uint8_t hash[AES_BLOCK], size_t at, const uint8_t *in, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		hash[at++] ^= in[i];
		if (at == AES_BLOCK) {
			crypto_ghash_multiply(h, hash, hash);
			at = 0;
		}
	}
}

static void fill_up(const uint8_t h[AES_BLOCK], uint8_t hash[AES_BLOCK], uint64_t len)
{
	if (len % AES_BLOCK != 0)
		crypto_ghash_multiply(h, hash, hash);
}

static void absorb_lengths(const uint8_t h[AES_BLOCK], uint8_t hash[AES_BLOCK], uint64_t a, uint64_t c)
{
	uint8_t block[AES_BLOCK];
	struct wbuf w = wbuf_to(block, sizeof(block));

	wbuf_be32(&w, (uint32_t)(a >> 29));
	wbuf_be32(&w, (uint32_t)(a << 3));
	wbuf_be32(&w, (uint32_t)(c >> 29));
	wbuf_be32(&w, (uint32_t)(c << 3));
	absorb(h, hash, 0, block, sizeof(block));
}

/* SP 800-38D 7.1, steps 1 and 2. */
int gcm_start(
	struct crypto *crypto, struct aead_key key, struct aes_gcm *gcm, const uint8_t *iv, size_t iv_len)
{
	uint8_t h[AES_BLOCK];
	int rc = iv_len > 0 ? subkey(crypto, key, h) : -EINVAL;

	if (rc < 0)
		return rc;
	memset(gcm, 0, sizeof(*gcm));
	if (iv_len == 12) {
		memcpy(gcm->j0, iv, iv_len);
		gcm->j0[AES_BLOCK - 1] = 1;
	} else {
		absorb(h, gcm->j0, 0, iv, iv_len);
		fill_up(h, gcm->j0, iv_len);
		absorb_lengths(h, gcm->j0, 0, iv_len);
	}
	OPENSSL_cleanse(h, sizeof(h));
	return 0;
}

void gcm_restart(struct aes_gcm *gcm)
{
	memset(gcm->hash, 0, sizeof(gcm->hash));
	gcm->aad_len = 0;
	gcm->data_len = 0;
}

int gcm_aad(struct crypto *crypto, struct aead_key key, struct aes_gcm *gcm, const uint8_t *in, size_t len)
{
	uint8_t h[AES_BLOCK];
	int rc = gcm->data_len == 0 ? subkey(crypto, key, h) : -EINVAL;

	if (rc < 0)
		return rc;
	absorb(h, gcm->hash, gcm->aad_len % AES_BLOCK, in, len);
	gcm->aad_len += len;
	OPENSSL_cleanse(h, sizeof(h));
	return 0;
}

/* The nth counter after j0, encrypted: only the last 32 bits count. */
static int gcm_stream(struct crypto *crypto, struct aead_key key, const struct aes_gcm *gcm, uint64_t n,
	uint8_t stream[AES_BLOCK])
{
	struct rbuf last = rbuf_from(gcm->j0 + AES_BLOCK - 4, 4);
	uint32_t counter = rbuf_be32(&last) + (uint32_t)n;
	struct wbuf w = wbuf_to(stream, AES_BLOCK);

	wbuf_put(&w, gcm->j0, AES_BLOCK - 4);
	wbuf_be32(&w, counter);
	return encrypt(crypto, key, stream, stream);
}

int gcm_data(struct crypto *crypto, struct aead_key key, struct aes_gcm *gcm, bool decrypts,
	const uint8_t *in, uint8_t *out, size_t len)
{
	uint8_t h[AES_BLOCK], stream[AES_BLOCK];
	int rc = subkey(crypto, key, h);

	if (rc == 0 && len > 0 && gcm->data_len == 0)
		fill_up(h, gcm->hash, gcm->aad_len);
	for (size_t done = 0; rc == 0 && done < len;) {
		size_t at = gcm->data_len % AES_BLOCK;
		size_t n = AES_BLOCK - at < len - done ? AES_BLOCK - at : len - done;

		rc = gcm_stream(crypto, key, gcm, gcm->data_len / AES_BLOCK + 1, stream);
		if (decrypts)
			absorb(h, gcm->hash, at, in + done, n);
		for (size_t i = 0; i < n; i++)
			out[done + i] = in[done + i] ^ stream[at + i];
		if (!decrypts)
			absorb(h, gcm->hash, at, out + done, n);
		gcm->data_len += n;
		done += n;
	}
	OPENSSL_cleanse(h, sizeof(h));
	OPENSSL_cleanse(stream, sizeof(stream));
	return rc;
}

int gcm_tag(struct crypto *crypto, struct aead_key key, const struct aes_gcm *gcm, uint8_t tag[AEAD_TAG])
{
	uint8_t h[AES_BLOCK], hash[AES_BLOCK];
	int rc = subkey(crypto, key, h);

	memcpy(hash, gcm->hash, sizeof(hash));
	fill_up(h, hash, gcm->data_len > 0 ? gcm->data_len : gcm->aad_len);
	absorb_lengths(h, hash, gcm->aad_len, gcm->data_len);
	if (rc == 0)
		rc = gcm_stream(crypto, key, gcm, 0, tag);
	for (size_t i = 0; i < AEAD_TAG; i++)
		tag[i] ^= hash[i];
	OPENSSL_cleanse(h, sizeof(h));
	return rc;
}

/* CBC-MAC, byte by byte. */
static int ccm_absorb(
	struct crypto *crypto, struct aead_key key, struct aes_ccm *ccm, const uint8_t *in, size_t len)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < len; i++) {
		ccm->mac[ccm->mac_at++] ^= in[i];
		if (ccm->mac_at == AES_BLOCK) {
			rc = encrypt(crypto, key, ccm->mac, ccm->mac);
			ccm->mac_at = 0;
		}
	}
	return rc;
}

static int ccm_fill_up(struct crypto *crypto, struct aead_key key, struct aes_ccm *ccm)
{
	if (ccm->mac_at == 0)
		return 0;
	ccm->mac_at = 0;
	return encrypt(crypto, key, ccm->mac, ccm->mac);
}

/* A block of flags, nonce and a number that fills the rest: SP 800-38C A.2.1 and A.3. */
static void ccm_block(const struct aes_ccm *ccm, uint8_t flags, uint32_t number, uint8_t block[AES_BLOCK])
{
	size_t room = AES_BLOCK - 1u - ccm->nonce_len;

	memset(block, 0, AES_BLOCK);
	block[0] = (uint8_t)(flags | (room - 1));
	memcpy(block + 1, ccm->nonce, ccm->nonce_len);
	for (size_t i = 0; i < room && i < sizeof(number); i++)
		block[AES_BLOCK - 1 - i] = (uint8_t)(number >> 8 * i);
}

static bool ccm_possible(const struct aes_ccm *ccm)
{
	if (ccm->nonce_len < CCM_NONCE_MIN || ccm->nonce_len > CCM_NONCE_MAX)
		return false;
	if (ccm->tag_len < CCM_TAG_MIN || ccm->tag_len > AEAD_TAG || ccm->tag_len % 2 != 0)
		return false;
	return ccm->nonce_len <= 11 || ccm->data_len >> 8 * (15 - ccm->nonce_len) == 0;
}

int ccm_start(struct crypto *crypto, struct aead_key key, struct aes_ccm *ccm)
{
	enum { WITH_AAD = 0x40, SHORT_AAD = 0xff00 };
	uint8_t block[AES_BLOCK], head[6];
	struct wbuf w = wbuf_to(head, sizeof(head));
	int rc;

	if (!ccm_possible(ccm))
		return -EINVAL;
	memset(ccm->mac, 0, sizeof(ccm->mac));
	ccm->mac_at = 0;
	ccm->aad_done = 0;
	ccm->data_done = 0;
	ccm_block(ccm, (uint8_t)((ccm->aad_len > 0 ? WITH_AAD : 0) | (ccm->tag_len - 2) / 2 << 3),
		ccm->data_len, block);
	rc = ccm_absorb(crypto, key, ccm, block, sizeof(block));
	if (ccm->aad_len == 0)
		return rc;
	if (ccm->aad_len < SHORT_AAD) {
		wbuf_be16(&w, (uint16_t)ccm->aad_len);
	} else {
		wbuf_be16(&w, 0xfffe);
		wbuf_be32(&w, ccm->aad_len);
	}
	return rc < 0 ? rc : ccm_absorb(crypto, key, ccm, head, w.len);
}

int ccm_aad(struct crypto *crypto, struct aead_key key, struct aes_ccm *ccm, const uint8_t *in, size_t len)
{
	int rc;

	if (len > ccm->aad_len - ccm->aad_done)
		return -EINVAL;
	if (len == 0)
		return 0;
	rc = ccm_absorb(crypto, key, ccm, in, len);
	ccm->aad_done += (uint32_t)len;
	if (rc == 0 && ccm->aad_done == ccm->aad_len)
		rc = ccm_fill_up(crypto, key, ccm);
	return rc;
}

int ccm_data(struct crypto *crypto, struct aead_key key, struct aes_ccm *ccm, bool decrypts,
	const uint8_t *in, uint8_t *out, size_t len)
{
	uint8_t stream[AES_BLOCK];
	int rc = 0;

	if (ccm->aad_done != ccm->aad_len || len > ccm->data_len - ccm->data_done)
		return -EINVAL;
	for (size_t done = 0; rc == 0 && done < len;) {
		size_t at = ccm->data_done % AES_BLOCK;
		size_t n = AES_BLOCK - at < len - done ? AES_BLOCK - at : len - done;

		ccm_block(ccm, 0, ccm->data_done / AES_BLOCK + 1, stream);
		rc = encrypt(crypto, key, stream, stream);
		if (rc == 0 && !decrypts)
			rc = ccm_absorb(crypto, key, ccm, in + done, n);
		for (size_t i = 0; i < n; i++)
			out[done + i] = in[done + i] ^ stream[at + i];
		if (rc == 0 && decrypts)
			rc = ccm_absorb(crypto, key, ccm, out + done, n);
		ccm->data_done += (uint32_t)n;
		done += n;
	}
	OPENSSL_cleanse(stream, sizeof(stream));
	return rc;
}

int ccm_tag(struct crypto *crypto, struct aead_key key, const struct aes_ccm *ccm, uint8_t tag[AEAD_TAG])
{
	struct aes_ccm last = *ccm;
	uint8_t stream[AES_BLOCK];
	int rc;

	if (ccm->aad_done != ccm->aad_len || ccm->data_done != ccm->data_len)
		return -EINVAL;
	rc = ccm_fill_up(crypto, key, &last);
	ccm_block(ccm, 0, 0, stream);
	if (rc == 0)
		rc = encrypt(crypto, key, stream, stream);
	for (size_t i = 0; i < ccm->tag_len; i++)
		tag[i] = last.mac[i] ^ stream[i];
	OPENSSL_cleanse(&last, sizeof(last));
	OPENSSL_cleanse(stream, sizeof(stream));
	return rc;
}
