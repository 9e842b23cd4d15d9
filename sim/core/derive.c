/* sim/core/derive.c: HKDF, PBKDF2 and the TLS 1.2 PRF over HMAC with any digest. */
#include "derive.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>

static void update(struct hmac *hmac, struct rbuf bytes)
{
	size_t len = rbuf_left(&bytes);

	if (len > 0)
		hmac_update(hmac, rbuf_bytes(&bytes, len), len);
}

/* As much of a block as is wanted yet. */
static void put_some(struct wbuf *w, const uint8_t *block, size_t len)
{
	wbuf_put(w, block, len < wbuf_left(w) ? len : wbuf_left(w));
}

void derive_extract(enum digest_kind kind, struct rbuf salt, struct rbuf secret, uint8_t *key)
{
	struct hmac hmac;

	hmac_init(&hmac, kind, salt.at, rbuf_left(&salt));
	update(&hmac, secret);
	hmac_final(&hmac, key);
	OPENSSL_cleanse(&hmac, sizeof(hmac));
}

int derive_expand(
	enum digest_kind kind, struct rbuf key, struct rbuf iv, struct rbuf info, uint8_t *out, size_t len)
{
	struct wbuf w = wbuf_to(out, len);
	size_t size = digest_size(kind);
	struct hmac keyed, hmac;
	uint8_t block[DIGEST_BYTES_MAX];

	if (len > 255 * size)
		return -EINVAL;
	hmac_init(&keyed, kind, key.at, rbuf_left(&key));
	for (uint8_t number = 1; wbuf_left(&w) > 0; number++) {
		hmac = keyed;
		update(&hmac, number > 1 ? rbuf_from(block, size) : iv);
		update(&hmac, info);
		hmac_update(&hmac, &number, 1);
		hmac_final(&hmac, block);
		put_some(&w, block, size);
	}
	OPENSSL_cleanse(&keyed, sizeof(keyed));
	OPENSSL_cleanse(&hmac, sizeof(hmac));
	OPENSSL_cleanse(block, sizeof(block));
	return 0;
}

/* One block of RFC 8018 5.2: the rounds' MACs xored. */
static void pbkdf2_block(const struct hmac *keyed, struct rbuf salt, uint32_t rounds, uint32_t number,
	uint8_t *block, size_t size)
{
	uint8_t counter[4], mac[DIGEST_BYTES_MAX];
	struct wbuf w = wbuf_to(counter, sizeof(counter));
	struct hmac hmac = *keyed;

	wbuf_be32(&w, number);
	update(&hmac, salt);
	hmac_update(&hmac, counter, sizeof(counter));
	hmac_final(&hmac, mac);
	memcpy(block, mac, size);
	for (uint32_t round = 1; round < rounds; round++) {
		hmac_again(keyed, mac);
		for (size_t i = 0; i < size; i++)
			block[i] ^= mac[i];
	}
	OPENSSL_cleanse(&hmac, sizeof(hmac));
	OPENSSL_cleanse(mac, sizeof(mac));
}

void derive_pbkdf2(enum digest_kind kind, struct rbuf password, struct rbuf salt, uint32_t rounds,
	uint8_t *out, size_t len)
{
	struct wbuf w = wbuf_to(out, len);
	uint8_t block[DIGEST_BYTES_MAX];
	struct hmac keyed;

	hmac_init(&keyed, kind, password.at, rbuf_left(&password));
	for (uint32_t number = 1; wbuf_left(&w) > 0; number++) {
		pbkdf2_block(&keyed, salt, rounds, number, block, digest_size(kind));
		put_some(&w, block, digest_size(kind));
	}
	OPENSSL_cleanse(&keyed, sizeof(keyed));
	OPENSSL_cleanse(block, sizeof(block));
}

void derive_tls12(enum digest_kind kind, struct rbuf secret, struct rbuf label, struct rbuf seed,
	uint8_t *out, size_t len)
{
	struct wbuf w = wbuf_to(out, len);
	size_t size = digest_size(kind);
	struct hmac keyed, hmac;
	uint8_t a[DIGEST_BYTES_MAX], block[DIGEST_BYTES_MAX];

	hmac_init(&keyed, kind, secret.at, rbuf_left(&secret));
	hmac = keyed;
	update(&hmac, label);
	update(&hmac, seed);
	while (wbuf_left(&w) > 0) {
		hmac_final(&hmac, a);
		hmac = keyed;
		hmac_update(&hmac, a, size);
		update(&hmac, label);
		update(&hmac, seed);
		hmac_final(&hmac, block);
		put_some(&w, block, size);
		hmac = keyed;
		hmac_update(&hmac, a, size);
	}
	OPENSSL_cleanse(&keyed, sizeof(keyed));
	OPENSSL_cleanse(&hmac, sizeof(hmac));
	OPENSSL_cleanse(a, sizeof(a));
	OPENSSL_cleanse(block, sizeof(block));
}
