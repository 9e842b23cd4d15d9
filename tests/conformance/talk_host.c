/* tests/conformance/talk_host.c: a host's side, by OpenSSL. */
#include "talk_host.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>

#include "cursor.h"

/* A key of P-256; d may be NULL. */
static EVP_PKEY *key_from(const uint8_t *d, const uint8_t q[HOST_POINT])
{
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	BIGNUM *number = d ? BN_bin2bn(d, 32, NULL) : NULL;
	OSSL_PARAM *params = NULL;
	EVP_PKEY *key = NULL;

	if (build && ctx &&
		OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
		(!number || OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, number) == 1) &&
		OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, q, HOST_POINT) == 1)
		params = OSSL_PARAM_BLD_to_param(build);
	if (params && EVP_PKEY_fromdata_init(ctx) == 1 &&
		EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_KEYPAIR, params) != 1)
		key = NULL;
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_free(number);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

int host_ecdsa(const uint8_t d[32], const uint8_t q[HOST_POINT], const uint8_t *message, size_t n,
	uint8_t der[HOST_DER_MAX], size_t *len)
{
	EVP_PKEY *key = key_from(d, q);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int rc = -EIO;

	*len = HOST_DER_MAX;
	if (key && ctx && EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
		EVP_DigestSign(ctx, der, len, message, n) == 1)
		rc = 0;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	return rc;
}

/* One block under AES-128: CBC with an initial vector of zeros is the same. */
static int aes_block(const uint8_t key[16], const uint8_t in[16], uint8_t out[16])
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int n = 0, rc = -EIO;

	if (ctx && EVP_EncryptInit_ex2(ctx, EVP_aes_128_ecb(), key, NULL, NULL) == 1 &&
		EVP_CIPHER_CTX_set_padding(ctx, 0) == 1 && EVP_EncryptUpdate(ctx, out, &n, in, 16) == 1)
		rc = 0;
	EVP_CIPHER_CTX_free(ctx);
	return rc;
}

int host_put_key(const uint8_t dek[16], uint8_t version, uint8_t fill, uint8_t data[HOST_KEYS])
{
	static const uint8_t head[] = { 0x88, 0x11, 0x10 };
	uint8_t ones[16];
	int rc = 0;

	memset(ones, 1, sizeof(ones));
	*data++ = version;
	for (uint8_t i = 0; i < 3 && rc == 0; i++) {
		uint8_t key[16], check[16];

		memset(key, fill + i, sizeof(key));
		memcpy(data, head, sizeof(head));
		rc = aes_block(dek, key, data + 3);
		if (rc == 0)
			rc = aes_block(key, ones, check);
		data[19] = 3;
		memcpy(data + 20, check, 3);
		data += 23;
	}
	return rc;
}

static int shared_secret(
	const uint8_t d[32], const uint8_t q[HOST_POINT], const uint8_t part[HOST_POINT], uint8_t x[32])
{
	EVP_PKEY *key = key_from(d, q), *peer = key_from(NULL, part);
	EVP_PKEY_CTX *ctx = key ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	size_t n = 32;
	int rc = -EIO;

	if (ctx && peer && EVP_PKEY_derive_init(ctx) == 1 && EVP_PKEY_derive_set_peer(ctx, peer) == 1 &&
		EVP_PKEY_derive(ctx, x, &n) == 1 && n == 32)
		rc = 0;
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(peer);
	EVP_PKEY_free(key);
	return rc;
}

static int cmac(const uint8_t key[16], const uint8_t *bytes, size_t len, uint8_t mac[16])
{
	EVP_MAC *kind = EVP_MAC_fetch(NULL, "CMAC", NULL);
	EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(kind);
	OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(
					OSSL_MAC_PARAM_CIPHER, (char[]){ "AES-128-CBC" }, 0),
		OSSL_PARAM_construct_end() };
	size_t n;
	int rc = -EIO;

	if (ctx && EVP_MAC_init(ctx, key, 16, params) == 1 && EVP_MAC_update(ctx, bytes, len) == 1 &&
		EVP_MAC_final(ctx, mac, &n, 16) == 1)
		rc = 0;
	EVP_MAC_CTX_free(ctx);
	EVP_MAC_free(kind);
	return rc;
}

static int derive(const uint8_t master[16], uint8_t constant, uint8_t out[16])
{
	uint8_t input[16] = { 0 };

	input[11] = constant;
	input[14] = 0x80;
	input[15] = 1;
	return cmac(master, input, sizeof(input), out);
}

int host_ecka(struct scp03_host *host, uint32_t version, const uint8_t d[32], const uint8_t q[HOST_POINT],
	const uint8_t part[HOST_POINT], const uint8_t dr[16], uint8_t level)
{
	uint8_t x[32], hashed[64], master[32], info[] = { 0x01, level, 0x88, 0x10 };
	struct wbuf w = wbuf_to(hashed, sizeof(hashed));
	int rc = shared_secret(d, q, part, x);

	if (rc < 0)
		return rc;
	if (version >= 0x030600)
		wbuf_be32(&w, 1);
	wbuf_put(&w, x, sizeof(x));
	wbuf_put(&w, dr, 16);
	wbuf_put(&w, info, sizeof(info));
	if (EVP_Digest(hashed, w.len, master, NULL, EVP_sha256(), NULL) != 1)
		return -EIO;
	memset(host, 0, sizeof(*host));
	host->level = level;
	host->counts_all = true;
	rc = derive(master, 0x04, host->s_enc);
	if (rc == 0)
		rc = derive(master, 0x06, host->s_mac);
	if (rc == 0)
		rc = derive(master, 0x07, host->s_rmac);
	return rc == 0 ? derive(master, 0x08, host->chain) : rc;
}
