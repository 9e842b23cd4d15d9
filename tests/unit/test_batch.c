/* tests/unit/test_batch.c: the secret of a batch, and what follows from it. */
#include "cmocka_all.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch_file.h"

static struct batch batch_of_text(const char *text)
{
	struct batch batch;
	struct why why;

	assert_int_equal(batch_of(&batch, rbuf_from(text, strlen(text)), "key", &why), 0);
	return batch;
}

static void a_batch_is_the_domain_and_the_content_of_its_file(void **state)
{
	static const char domain[] = "sesim batch key file, 1";
	static const char text[] = "0123456789abcdef";
	struct batch batch = batch_of_text(text);
	uint8_t hashed[sizeof(domain) + sizeof(text) - 1], expected[32];

	(void)state;
	memcpy(hashed, domain, sizeof(domain));
	memcpy(hashed + sizeof(domain), text, sizeof(text) - 1);
	assert_int_equal(EVP_Digest(hashed, sizeof(hashed), expected, NULL, EVP_sha256(), NULL), 1);
	assert_memory_equal(batch.secret, expected, 32);
}

static void one_newline_at_the_end_does_not_count(void **state)
{
	struct batch plain = batch_of_text("0123456789abcdef");
	struct batch unix_line = batch_of_text("0123456789abcdef\n");
	struct batch dos_line = batch_of_text("0123456789abcdef\r\n");
	struct batch two_lines = batch_of_text("0123456789abcdef\n\n");

	(void)state;
	assert_memory_equal(&plain, &unix_line, sizeof(plain));
	assert_memory_equal(&plain, &dos_line, sizeof(plain));
	assert_memory_not_equal(&plain, &two_lines, sizeof(plain));
}

static void fifteen_bytes_are_refused_and_the_sentence_says_what_helps(void **state)
{
	struct batch batch;
	struct why why;

	(void)state;
	assert_int_equal(batch_of(&batch, rbuf_from("123456789abcdef\n", 16), "my.key", &why), -EINVAL);
	assert_string_equal(why.text,
		"batch key my.key has 15 bytes, which is too little for a secret: at least 16, as in "
		"\"openssl rand -hex 32 >KEYFILE\"");
}

static void write_file(const char *path, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	for (size_t i = 0; i < len; i++)
		assert_int_not_equal(fputc('a' + (int)(i % 26), f), EOF);
	assert_int_equal(fclose(f), 0);
}

static void a_file_holds_up_to_64_kib(void **state)
{
	char path[] = "/tmp/sesim-batch-XXXXXX";
	struct batch batch;
	struct why why;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	write_file(path, 65536);
	assert_int_equal(batch_read(&batch, path, &why), 0);
	write_file(path, 65537);
	assert_int_equal(batch_read(&batch, path, &why), -EINVAL);
	assert_non_null(strstr(why.text, "is longer than 65536 bytes"));
	write_file(path, 200000);
	assert_int_equal(batch_read(&batch, path, &why), -EINVAL);
	assert_non_null(strstr(why.text, "is longer than 65536 bytes"));
	unlink(path);
	assert_int_equal(batch_read(&batch, path, &why), -ENOENT);
	assert_non_null(strstr(why.text, path));
	assert_int_equal(batch_read(&batch, "/tmp", &why), -EISDIR);
}

static void the_public_batch_is_no_files(void **state)
{
	struct batch everybodys = batch_public(), one = batch_of_text("0123456789abcdef");

	(void)state;
	assert_true(batch_is_public(&everybodys));
	assert_false(batch_is_public(&one));
}

static void a_derived_value_is_the_documented_hmac(void **state)
{
	struct batch batch = batch_of_text("0123456789abcdef");
	uint8_t derived[32], expected[32];

	(void)state;
	batch_derive(&batch, "purpose", rbuf_from("subject", 7), derived);
	assert_non_null(HMAC(EVP_sha256(), batch.secret, 32, (const unsigned char *)"purpose\0subject", 15,
		expected, NULL));
	assert_memory_equal(derived, expected, 32);
}

static void purpose_and_subject_do_not_run_into_each_other(void **state)
{
	struct batch batch = batch_of_text("0123456789abcdef");
	uint8_t a[32], b[32];

	(void)state;
	batch_derive(&batch, "ab", rbuf_from("c", 1), a);
	batch_derive(&batch, "a", rbuf_from("bc", 2), b);
	assert_memory_not_equal(a, b, 32);
}

struct engine {
	struct crypto *crypto;
};

static void keys_come_again_and_differ_by_batch_purpose_and_subject(void **state)
{
	struct engine *e = *state;
	struct batch one = batch_of_text("0123456789abcdef"), other = batch_of_text("0123456789abcdeg");
	const struct rbuf subject = rbuf_from("s", 1), another = rbuf_from("t", 1);
	uint8_t d[32], again[32], point[64], point_again[64];

	assert_int_equal(batch_ec_key(&one, e->crypto, EC_P256, "p", subject, d, point), 0);
	crypto_drop_cache(e->crypto);
	assert_int_equal(batch_ec_key(&one, e->crypto, EC_P256, "p", subject, again, point_again), 0);
	assert_memory_equal(d, again, 32);
	assert_memory_equal(point, point_again, 64);
	assert_int_equal(batch_ec_key(&other, e->crypto, EC_P256, "p", subject, again, point), 0);
	assert_memory_not_equal(d, again, 32);
	assert_int_equal(batch_ec_key(&one, e->crypto, EC_P256, "q", subject, again, point), 0);
	assert_memory_not_equal(d, again, 32);
	assert_int_equal(batch_ec_key(&one, e->crypto, EC_P256, "p", another, again, point), 0);
	assert_memory_not_equal(d, again, 32);
}

static void an_rsa_key_comes_again(void **state)
{
	struct engine *e = *state;
	struct batch batch = batch_of_text("0123456789abcdef");
	const struct rbuf subject = rbuf_from("s", 1);
	struct rsa_numbers a, b;

	memset(&a, 0, sizeof(a));
	memset(&b, 0, sizeof(b));
	assert_int_equal(batch_rsa_key(&batch, e->crypto, 128, "p", subject, &a), 0);
	crypto_drop_cache(e->crypto);
	assert_int_equal(batch_rsa_key(&batch, e->crypto, 128, "p", subject, &b), 0);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_int_equal(batch_rsa_key(&batch, e->crypto, 128, "q", subject, &b), 0);
	assert_memory_not_equal(a.n, b.n, 128);
}

static void nothing_is_drawn_from_anywhere_else(void **state)
{
	struct engine *e = *state;

	assert_int_equal(crypto_unbound_draws(e->crypto), 0);
}

static int start(void **state)
{
	static struct engine engine;
	struct why why;

	*state = &engine;
	return crypto_new(&engine.crypto, &why);
}

static int stop(void **state)
{
	struct engine *e = *state;

	crypto_free(e->crypto);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_batch_is_the_domain_and_the_content_of_its_file),
		cmocka_unit_test(one_newline_at_the_end_does_not_count),
		cmocka_unit_test(fifteen_bytes_are_refused_and_the_sentence_says_what_helps),
		cmocka_unit_test(a_file_holds_up_to_64_kib),
		cmocka_unit_test(the_public_batch_is_no_files),
		cmocka_unit_test(a_derived_value_is_the_documented_hmac),
		cmocka_unit_test(purpose_and_subject_do_not_run_into_each_other),
		cmocka_unit_test(keys_come_again_and_differ_by_batch_purpose_and_subject),
		cmocka_unit_test(an_rsa_key_comes_again),
		cmocka_unit_test(nothing_is_drawn_from_anywhere_else),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
