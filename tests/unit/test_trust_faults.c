/* tests/unit/test_trust_faults.c: an engine that fails while a Trust part is made. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ca.h"
#include "part.h"

/* Which of the calls below fails, counted from 0; what came so far. */
static int failing, calls;

static bool fails(void)
{
	return calls++ == failing;
}

int __real_batch_ec_key(const struct batch *batch, struct crypto *crypto, enum crypto_curve curve,
	const char *purpose, struct rbuf subject, uint8_t *d, uint8_t *point);
int __wrap_batch_ec_key(const struct batch *batch, struct crypto *crypto, enum crypto_curve curve,
	const char *purpose, struct rbuf subject, uint8_t *d, uint8_t *point);
int __wrap_batch_ec_key(const struct batch *batch, struct crypto *crypto, enum crypto_curve curve,
	const char *purpose, struct rbuf subject, uint8_t *d, uint8_t *point)
{
	return fails() ? -EIO : __real_batch_ec_key(batch, crypto, curve, purpose, subject, d, point);
}

int __real_crypto_p256_public(struct crypto *crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
	uint8_t point[P256_POINT]);
int __wrap_crypto_p256_public(struct crypto *crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
	uint8_t point[P256_POINT]);
int __wrap_crypto_p256_public(struct crypto *crypto, struct rng_stream *stream, const uint8_t d[P256_BYTES],
	uint8_t point[P256_POINT])
{
	return fails() ? -EIO : __real_crypto_p256_public(crypto, stream, d, point);
}

int __real_ca_sign(struct ca *ca, struct crypto *crypto, const struct ca_authority *authority,
	const void *bytes, size_t len, uint8_t *signature, size_t *len_out);
int __wrap_ca_sign(struct ca *ca, struct crypto *crypto, const struct ca_authority *authority,
	const void *bytes, size_t len, uint8_t *signature, size_t *len_out);
int __wrap_ca_sign(struct ca *ca, struct crypto *crypto, const struct ca_authority *authority,
	const void *bytes, size_t len, uint8_t *signature, size_t *len_out)
{
	return fails() ? -EIO : __real_ca_sign(ca, crypto, authority, bytes, len, signature, len_out);
}

static char path[64];

static int make(const char *text, int which, struct why *why)
{
	struct rng rng;
	struct part_options options = { .rng = &rng, .sync = STORE_SYNC_NEVER };
	struct part_spec spec;
	struct part *part;
	int rc;

	failing = which;
	calls = 0;
	rng_seed(&rng, 5);
	assert_int_equal(part_parse(&spec, text, strlen(text), why), 0);
	rc = part_open(&part, &spec, &options, why);
	part_spec_clear(&spec);
	assert_true((rc == 0) == (part != NULL));
	part_free(part);
	return rc;
}

/* Each call in turn: refused with a sentence, and no state file of half a part is left. */
static void a_part_is_made_whole_or_not_at_all(void **state)
{
	static const char *const texts[] = { "atecc608b-tngtls", "atecc608b-tflxtls", "atecc608b-tnglora" };
	char text[128];
	struct why why;

	(void)state;
	snprintf(path, sizeof(path), "/tmp/sesim-trust-%d.nvm", (int)getpid());
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		int n;

		snprintf(text, sizeof(text), "%s,state=%s", texts[i], path);
		unlink(path);
		assert_int_equal(make(text, -1, &why), 0);
		n = calls;
		assert_true(n > 5);
		unlink(path);
		for (int which = 0; which < n; which++) {
			assert_int_equal(make(text, which, &why), -EIO);
			assert_non_null(strstr(why.text, "cannot make the "));
			assert_non_null(strstr(why.text, texts[i]));
			assert_int_equal(access(path, F_OK), -1);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_part_is_made_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
