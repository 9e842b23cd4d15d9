/* sim/core/kdf.c: HKDF and the TLS 1.2 PRF. */
#include "kdf.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>

#include "cursor.h"

void hkdf_extract(
	const void *salt, size_t salt_len, const void *secret, size_t secret_len, uint8_t key[SHA256_BYTES])
{
	struct hmac_sha256 hmac;

	hmac_sha256_init(&hmac, salt, salt_len);
	hmac_sha256_update(&hmac, secret, secret_len);
	hmac_sha256_final(&hmac, key);
	OPENSSL_cleanse(&hmac, sizeof(hmac));
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

int hkdf_expand(const void *key, size_t key_len, const void *info, size_t info_len, uint8_t *out, size_t len)
{
	struct wbuf w = wbuf_to(out, len);
	struct hmac_sha256 keyed;
	uint8_t block[SHA256_BYTES];

	if (len > HKDF_MOST)
		return -EINVAL;
	hmac_sha256_init(&keyed, key, key_len);
	for (uint8_t number = 1; wbuf_left(&w) > 0; number++) {
		struct hmac_sha256 hmac = keyed;

		if (number > 1)
			hmac_sha256_update(&hmac, block, sizeof(block));
		hmac_sha256_update(&hmac, info, info_len);
		hmac_sha256_update(&hmac, &number, 1);
		hmac_sha256_final(&hmac, block);
		wbuf_put(&w, block, least(sizeof(block), wbuf_left(&w)));
		OPENSSL_cleanse(&hmac, sizeof(hmac));
	}
	OPENSSL_cleanse(&keyed, sizeof(keyed));
	OPENSSL_cleanse(block, sizeof(block));
	return 0;
}

void tls12_prf_sha256(
	const void *secret, size_t secret_len, const void *seed, size_t seed_len, uint8_t *out, size_t len)
{
	struct wbuf w = wbuf_to(out, len);
	struct hmac_sha256 keyed, hmac;
	uint8_t a[SHA256_BYTES], block[SHA256_BYTES];

	hmac_sha256_init(&keyed, secret, secret_len);
	hmac = keyed;
	hmac_sha256_update(&hmac, seed, seed_len);
	while (wbuf_left(&w) > 0) {
		hmac_sha256_final(&hmac, a);
		hmac = keyed;
		hmac_sha256_update(&hmac, a, sizeof(a));
		hmac_sha256_update(&hmac, seed, seed_len);
		hmac_sha256_final(&hmac, block);
		wbuf_put(&w, block, least(sizeof(block), wbuf_left(&w)));
		hmac = keyed;
		hmac_sha256_update(&hmac, a, sizeof(a));
	}
	OPENSSL_cleanse(&keyed, sizeof(keyed));
	OPENSSL_cleanse(&hmac, sizeof(hmac));
	OPENSSL_cleanse(a, sizeof(a));
	OPENSSL_cleanse(block, sizeof(block));
}
