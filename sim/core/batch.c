/* sim/core/batch.c: the secret of a production batch, and what follows from it. */
#include "batch.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>

#include "hash.h"

/* What a secret is a digest of begins with one of these and its zero. */
static const char of_file[] = "sesim batch key file, 1";
static const char of_nothing[] = "sesim public batch, 1: everybody knows it";

struct batch batch_public(void)
{
	struct batch batch;

	sha256_bytes(of_nothing, sizeof(of_nothing), batch.secret);
	return batch;
}

bool batch_is_public(const struct batch *batch)
{
	struct batch public = batch_public();

	return memcmp(batch, &public, sizeof(public)) == 0;
}

/* Less one newline of either kind. */
static size_t trimmed(struct rbuf content)
{
	const uint8_t *bytes = content.at;
	size_t len = rbuf_left(&content);

	if (len > 0 && bytes[len - 1] == '\n')
		len--;
	if (len < rbuf_left(&content) && len > 0 && bytes[len - 1] == '\r')
		len--;
	return len;
}

int batch_of(struct batch *batch, struct rbuf content, const char *name, struct why *why)
{
	size_t len = trimmed(content);
	struct sha256 hash;

	if (len < BATCH_FILE_MIN)
		return why_fail(why, EINVAL,
			"batch key %s has %zu bytes, which is too little for a secret: at least %d, as in "
			"\"openssl rand -hex 32 >KEYFILE\"",
			name, len, BATCH_FILE_MIN);
	if (len > BATCH_FILE_MAX)
		return why_fail(why, EINVAL,
			"batch key %s is longer than %d bytes: \"openssl rand -hex 32 >KEYFILE\" makes one",
			name, BATCH_FILE_MAX);
	sha256_init(&hash);
	sha256_update(&hash, of_file, sizeof(of_file));
	sha256_update(&hash, content.at, len);
	sha256_final(&hash, batch->secret);
	OPENSSL_cleanse(&hash, sizeof(hash));
	return 0;
}

void batch_derive(const struct batch *batch, const char *purpose, struct rbuf subject, uint8_t out[32])
{
	struct hmac_sha256 hmac;

	hmac_sha256_init(&hmac, batch->secret, sizeof(batch->secret));
	hmac_sha256_update(&hmac, purpose, strlen(purpose) + 1);
	hmac_sha256_update(&hmac, subject.at, rbuf_left(&subject));
	hmac_sha256_final(&hmac, out);
	OPENSSL_cleanse(&hmac, sizeof(hmac));
}

struct rng_stream batch_stream(const struct batch *batch, const char *purpose, struct rbuf subject)
{
	uint8_t key[32];
	struct rng_stream stream;

	batch_derive(batch, purpose, subject, key);
	stream = rng_keyed(key);
	OPENSSL_cleanse(key, sizeof(key));
	return stream;
}

int batch_ec_key(const struct batch *batch, struct crypto *crypto, enum crypto_curve curve,
	const char *purpose, struct rbuf subject, uint8_t *d, uint8_t *point)
{
	struct rng_stream stream = batch_stream(batch, purpose, subject);
	int rc = crypto_ec_generate(crypto, curve, &stream, d, point);

	OPENSSL_cleanse(&stream, sizeof(stream));
	return rc;
}

int batch_rsa_key(const struct batch *batch, struct crypto *crypto, size_t bytes, const char *purpose,
	struct rbuf subject, struct rsa_numbers *numbers)
{
	struct rng_stream stream = batch_stream(batch, purpose, subject);
	int rc = crypto_rsa_generate(crypto, &stream, bytes, numbers);

	OPENSSL_cleanse(&stream, sizeof(stream));
	return rc;
}
