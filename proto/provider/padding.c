/* proto/provider/padding.c: what RSA signatures are made over (RFC 8017 9). */
#include "padding.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

/* DigestInfo: algorithm, with NULL for its parameters, and digest (9.2 step 2). */
static int digest_info(unsigned char **der, const EVP_MD *md, struct rbuf digest)
{
	X509_SIG *info = X509_SIG_new();
	ASN1_OCTET_STRING *octets;
	X509_ALGOR *algorithm;
	int len = -1;

	*der = NULL;
	if (!info)
		return -1;
	X509_SIG_getm(info, &algorithm, &octets);
	if (X509_ALGOR_set0(algorithm, OBJ_nid2obj(EVP_MD_get_type(md)), V_ASN1_NULL, NULL) == 1 &&
		ASN1_OCTET_STRING_set(octets, digest.at, (int)rbuf_left(&digest)) == 1)
		len = i2d_X509_SIG(info, der);
	X509_SIG_free(info);
	return len;
}

int padding_pkcs1(uint8_t *block, size_t len, const EVP_MD *md, struct rbuf digest)
{
	enum { AROUND = 3, FILL_MIN = 8 };
	struct wbuf w = wbuf_to(block, len);
	unsigned char *der = NULL;
	struct rbuf t = digest;

	if (md) {
		int der_len = digest_info(&der, md, digest);

		if (der_len < 0)
			return 0;
		t = rbuf_from(der, (size_t)der_len);
	}
	if (rbuf_left(&t) + AROUND + FILL_MIN > len) {
		OPENSSL_free(der);
		return 0;
	}
	wbuf_u8(&w, 0x00);
	wbuf_u8(&w, 0x01);
	wbuf_fill(&w, 0xff, len - AROUND - rbuf_left(&t));
	wbuf_u8(&w, 0x00);
	wbuf_put(&w, t.at, rbuf_left(&t));
	OPENSSL_free(der);
	return !wbuf_bad(&w);
}

/* XORs MGF1(seed) into the mask's place (B.2.1). */
static int mask(uint8_t *to, size_t len, const EVP_MD *md, const uint8_t *seed, size_t seed_len)
{
	size_t n = (size_t)EVP_MD_get_size(md);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	uint8_t out[EVP_MAX_MD_SIZE];
	int ok = ctx != NULL;

	for (size_t at = 0, counter = 0; ok && at < len; at += n, counter++) {
		const uint8_t c[4] = { (uint8_t)(counter >> 24), (uint8_t)(counter >> 16),
			(uint8_t)(counter >> 8), (uint8_t)counter };

		ok = EVP_DigestInit_ex2(ctx, md, NULL) == 1 && EVP_DigestUpdate(ctx, seed, seed_len) == 1 &&
		     EVP_DigestUpdate(ctx, c, sizeof(c)) == 1 && EVP_DigestFinal_ex(ctx, out, NULL) == 1;
		for (size_t i = 0; ok && i < n && at + i < len; i++)
			to[at + i] ^= out[i];
	}
	EVP_MD_CTX_free(ctx);
	return ok;
}

/* H = Hash(eight zeros || digest || salt) (9.1.1 steps 5, 6). */
static int hash_with_salt(
	uint8_t *out, const EVP_MD *md, struct rbuf digest, const uint8_t *salt, size_t salt_len)
{
	static const uint8_t zeros[8];
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int ok = ctx && EVP_DigestInit_ex2(ctx, md, NULL) == 1 &&
		 EVP_DigestUpdate(ctx, zeros, sizeof(zeros)) == 1 &&
		 EVP_DigestUpdate(ctx, digest.at, rbuf_left(&digest)) == 1 &&
		 EVP_DigestUpdate(ctx, salt, salt_len) == 1 && EVP_DigestFinal_ex(ctx, out, NULL) == 1;

	EVP_MD_CTX_free(ctx);
	return ok;
}

/* block: zero byte if the modulus has 8k + 1 bits, then DB = zeros, 01, salt; H; bc. */
int padding_pss(OSSL_LIB_CTX *lib, uint8_t *block, size_t len, size_t bits, const EVP_MD *md,
	const EVP_MD *mgf1, size_t salt_len, struct rbuf digest)
{
	size_t n = rbuf_left(&digest);
	size_t em_len = (bits - 1 + 7) / 8; /* EM has one bit less than the modulus */
	size_t spare_bits = 8 * em_len - (bits - 1);
	size_t db_len;
	struct wbuf w = wbuf_to(block, len);
	uint8_t *db, *salt, *h;

	if (em_len > len || em_len < n + salt_len + 2)
		return 0;
	db_len = em_len - n - 1;
	wbuf_fill(&w, 0, len - em_len);
	db = wbuf_room(&w, db_len - salt_len - 1);
	wbuf_u8(&w, 0x01);
	salt = wbuf_room(&w, salt_len);
	h = wbuf_room(&w, n);
	wbuf_u8(&w, 0xbc);
	if (wbuf_bad(&w))
		return 0;
	memset(db, 0, db_len - salt_len - 1);
	if (RAND_bytes_ex(lib, salt, salt_len, 0) != 1 || !hash_with_salt(h, md, digest, salt, salt_len) ||
		!mask(db, db_len, mgf1, h, n))
		return 0;
	db[0] &= (uint8_t)(0xff >> spare_bits);
	return 1;
}
