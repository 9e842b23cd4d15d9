/* sim/core/crypto_rsa_padding.c: what goes into an RSA operation, and what is made of what comes out (RFC 8017). */
#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>

#include "crypto_engine.h"
#include "crypto_rsa.h"

enum {
	PKCS1_LEAST = 11, /* 00, type, eight bytes, 00 */
	PKCS1_SIGNATURE = 1,
	PKCS1_ENCRYPTION = 2,
	OAEP_HASH = 20, /* SHA-1's */
};

/* 9.2 note 1: what stands before the digest. */
struct hash_row {
	uint8_t len;
	uint8_t prefix_len;
	uint8_t prefix[19];
};

static const struct hash_row hashes[DIGEST_KINDS] = {
	[DIGEST_SHA1] = { 20, 15,
		{ 0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04,
			0x14 } },
	[DIGEST_SHA224] = { 28, 19,
		{ 0x30, 0x2d, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04,
			0x05, 0x00, 0x04, 0x1c } },
	[DIGEST_SHA256] = { 32, 19,
		{ 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01,
			0x05, 0x00, 0x04, 0x20 } },
	[DIGEST_SHA384] = { 48, 19,
		{ 0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02,
			0x05, 0x00, 0x04, 0x30 } },
	[DIGEST_SHA512] = { 64, 19,
		{ 0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03,
			0x05, 0x00, 0x04, 0x40 } },
};

bool rsa_encoding_fits(const struct rsa_encoding *encoding, size_t bytes)
{
	const struct hash_row *hash = &hashes[encoding->hash];

	if (bytes > RSA_BYTES_MAX)
		return false;
	if (encoding->scheme == RSA_PSS)
		return encoding->salt <= bytes && bytes >= hash->len + encoding->salt + 2u;
	return bytes >= (size_t)hash->prefix_len + hash->len + PKCS1_LEAST;
}

size_t rsa_message_max(enum rsa_scheme scheme, size_t bytes)
{
	switch (scheme) {
	case RSA_PKCS1:
		return bytes - PKCS1_LEAST;
	case RSA_OAEP:
		return bytes - 2 * OAEP_HASH - 2;
	case RSA_PLAIN:
	case RSA_PSS:
		break;
	}
	return bytes;
}

/* MGF1 (B.2.1) over the seed, added to len bytes. */
static void mask(enum digest_kind hash, const uint8_t *seed, size_t seed_len, uint8_t *bytes, size_t len)
{
	uint8_t counted[RSA_BYTES_MAX + 4] = { 0 }, block[DIGEST_BYTES_MAX];
	size_t hash_len = hashes[hash].len;

	memcpy(counted, seed, seed_len);
	for (size_t at = 0; at < len; at++) {
		if (at % hash_len == 0) {
			/* One byte of the counter is enough for 512. */
			counted[seed_len + 3] = (uint8_t)(at / hash_len);
			digest_bytes(hash, counted, seed_len + 4, block);
		}
		bytes[at] ^= block[at % hash_len];
	}
	OPENSSL_cleanse(counted, sizeof(counted));
	OPENSSL_cleanse(block, sizeof(block));
}

/* EMSA-PKCS1-v1_5 (9.2). */
static void encode_pkcs1(enum digest_kind hash, const uint8_t *digested, uint8_t *out, size_t bytes)
{
	const struct hash_row *row = &hashes[hash];
	size_t tail = (size_t)row->prefix_len + row->len;

	memset(out, 0xff, bytes);
	out[0] = 0;
	out[1] = PKCS1_SIGNATURE;
	out[bytes - tail - 1] = 0;
	memcpy(out + bytes - tail, row->prefix, row->prefix_len);
	memcpy(out + bytes - row->len, digested, row->len);
}

/* H of EMSA-PSS: of eight zeros, the digest and the salt. */
static void pss_hash(
	const struct rsa_encoding *encoding, const uint8_t *digested, const uint8_t *salt, uint8_t *out)
{
	uint8_t bytes[8 + DIGEST_BYTES_MAX + RSA_BYTES_MAX] = { 0 };
	size_t len = hashes[encoding->hash].len;

	memcpy(bytes + 8, digested, len);
	memcpy(bytes + 8 + len, salt, encoding->salt);
	digest_bytes(encoding->hash, bytes, 8 + len + encoding->salt, out);
}

/* EMSA-PSS-ENCODE (9.1.1) to a whole number of bytes, whose first bit stays 0. */
static void encode_pss(const struct rsa_encoding *encoding, const uint8_t *digested, const uint8_t *salt,
	uint8_t *out, size_t bytes)
{
	size_t len = hashes[encoding->hash].len, db = bytes - len - 1;
	uint8_t *h = out + db;

	memset(out, 0, bytes);
	out[db - encoding->salt - 1] = 1;
	memcpy(out + db - encoding->salt, salt, encoding->salt);
	pss_hash(encoding, digested, salt, h);
	mask(encoding->hash, h, len, out, db);
	out[0] &= 0x7f;
	out[bytes - 1] = 0xbc;
}

/* EMSA-PSS-VERIFY (9.1.2). em: changed. */
static int check_pss(const struct rsa_encoding *encoding, const uint8_t *digested, uint8_t *em, size_t bytes)
{
	size_t len = hashes[encoding->hash].len, db = bytes - len - 1, one = db - encoding->salt - 1;
	const uint8_t *h = em + db;
	uint8_t expected[DIGEST_BYTES_MAX], wrong;

	wrong = (uint8_t)((em[bytes - 1] ^ 0xbc) | (em[0] & 0x80));
	mask(encoding->hash, h, len, em, db);
	em[0] &= 0x7f;
	for (size_t i = 0; i < one; i++)
		wrong |= em[i];
	wrong |= em[one] ^ 1;
	pss_hash(encoding, digested, em + one + 1, expected);
	return wrong == 0 && CRYPTO_memcmp(h, expected, len) == 0 ? 0 : -EBADMSG;
}

int crypto_rsa_sign(struct crypto *crypto, struct rng_stream *stream, const struct rsa_key *key,
	const struct rsa_encoding *encoding, const void *message, size_t len, uint8_t *signature)
{
	uint8_t digested[DIGEST_BYTES_MAX], salt[RSA_BYTES_MAX], em[RSA_BYTES_MAX];

	if (!rsa_encoding_fits(encoding, key->bytes))
		return -EINVAL;
	digest_bytes(encoding->hash, message, len, digested);
	if (encoding->scheme == RSA_PSS) {
		rng_bytes(stream, salt, encoding->salt);
		encode_pss(encoding, digested, salt, em, key->bytes);
	} else {
		encode_pkcs1(encoding->hash, digested, em, key->bytes);
	}
	return crypto_rsa_private(crypto, key, em, signature);
}

int crypto_rsa_verify(struct crypto *crypto, const struct rsa_key *key, const struct rsa_encoding *encoding,
	const void *message, size_t len, const uint8_t *signature)
{
	uint8_t digested[DIGEST_BYTES_MAX], em[RSA_BYTES_MAX], expected[RSA_BYTES_MAX];
	int rc;

	if (!rsa_encoding_fits(encoding, key->bytes))
		return -EINVAL;
	rc = crypto_rsa_public(crypto, key, signature, em);
	if (rc < 0)
		return rc == -ERANGE ? -EBADMSG : rc; /* 8.1.2 and 8.2.2, 2 b */
	digest_bytes(encoding->hash, message, len, digested);
	if (encoding->scheme == RSA_PSS)
		return check_pss(encoding, digested, em, key->bytes);
	encode_pkcs1(encoding->hash, digested, expected, key->bytes);
	return memcmp(em, expected, key->bytes) == 0 ? 0 : -EBADMSG;
}

/* EME-PKCS1-v1_5 (7.2.1): bytes that are not zero stand before the message. */
static void pad_pkcs1(
	struct rng_stream *stream, const uint8_t *message, size_t len, uint8_t *em, size_t bytes)
{
	size_t zero = bytes - len - 1;

	em[0] = 0;
	em[1] = PKCS1_ENCRYPTION;
	for (size_t i = 2; i < zero; i++)
		do {
			rng_bytes(stream, &em[i], 1);
		} while (em[i] == 0);
	em[zero] = 0;
	if (len > 0)
		memcpy(em + zero + 1, message, len);
}

static int unpad_pkcs1(const uint8_t *em, size_t bytes, uint8_t *message, size_t *len)
{
	size_t zero = 2;

	while (zero < bytes && em[zero] != 0)
		zero++;
	if (em[0] != 0 || em[1] != PKCS1_ENCRYPTION || zero == bytes || zero < PKCS1_LEAST - 1)
		return -EBADMSG;
	*len = bytes - zero - 1;
	memcpy(message, em + zero + 1, *len);
	return 0;
}

/* EME-OAEP (7.1.1): 00, masked seed, masked block of the empty label's hash, zeros, 01 and the message. */
static void pad_oaep(struct rng_stream *stream, const uint8_t *message, size_t len, uint8_t *em, size_t bytes)
{
	uint8_t *seed = em + 1, *db = em + 1 + OAEP_HASH;
	size_t db_len = bytes - 1 - OAEP_HASH;

	memset(em, 0, bytes);
	rng_bytes(stream, seed, OAEP_HASH);
	em[bytes - len - 1] = 1;
	if (len > 0)
		memcpy(em + bytes - len, message, len);
	digest_bytes(DIGEST_SHA1, "", 0, db);
	mask(DIGEST_SHA1, seed, OAEP_HASH, db, db_len);
	mask(DIGEST_SHA1, db, db_len, seed, OAEP_HASH);
}

static int unpad_oaep(uint8_t *em, size_t bytes, uint8_t *message, size_t *len)
{
	uint8_t *seed = em + 1, *db = em + 1 + OAEP_HASH;
	size_t db_len = bytes - 1 - OAEP_HASH, one = OAEP_HASH;
	uint8_t label[OAEP_HASH];

	digest_bytes(DIGEST_SHA1, "", 0, label);
	mask(DIGEST_SHA1, db, db_len, seed, OAEP_HASH);
	mask(DIGEST_SHA1, seed, OAEP_HASH, db, db_len);
	while (one < db_len && db[one] == 0)
		one++;
	if (em[0] != 0 || memcmp(db, label, OAEP_HASH) != 0 || one == db_len || db[one] != 1)
		return -EBADMSG;
	*len = db_len - one - 1;
	memcpy(message, db + one + 1, *len);
	return 0;
}

int crypto_rsa_encrypt(struct crypto *crypto, struct rng_stream *stream, const struct rsa_key *key,
	enum rsa_scheme scheme, const void *message, size_t len, uint8_t *out)
{
	uint8_t em[RSA_BYTES_MAX];
	int rc;

	if (key->bytes > sizeof(em) || len > rsa_message_max(scheme, key->bytes) ||
		(scheme == RSA_PLAIN && len != key->bytes))
		return -EINVAL;
	if (scheme == RSA_PKCS1)
		pad_pkcs1(stream, message, len, em, key->bytes);
	else if (scheme == RSA_PLAIN)
		memcpy(em, message, len);
	else
		pad_oaep(stream, message, len, em, key->bytes);
	rc = crypto_rsa_public(crypto, key, em, out);
	OPENSSL_cleanse(em, sizeof(em));
	return rc;
}

int crypto_rsa_decrypt(struct crypto *crypto, const struct rsa_key *key, enum rsa_scheme scheme,
	const uint8_t *in, uint8_t *message, size_t *len)
{
	uint8_t em[RSA_BYTES_MAX];
	int rc = crypto_rsa_private(crypto, key, in, em);

	if (rc == 0 && scheme == RSA_PKCS1) {
		rc = unpad_pkcs1(em, key->bytes, message, len);
	} else if (rc == 0 && scheme == RSA_PLAIN) {
		memcpy(message, em, key->bytes);
		*len = key->bytes;
	} else if (rc == 0) {
		rc = unpad_oaep(em, key->bytes, message, len);
	}
	OPENSSL_cleanse(em, sizeof(em));
	return rc;
}
