/* tests/unit/test_vectors.c: the reader of published vectors, and that every file under vectors/ is whole. */
#include "cmocka_all.h"

#include "vectors.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Writes text to a file of its own, reads it as vectors, and removes it again. */
static int read_bytes(struct vector_file *file, const char *text, size_t len, struct why *why)
{
	char path[] = "/tmp/sesim-vectors-XXXXXX";
	int fd = mkstemp(path);
	int rc;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, len), (ssize_t)len);
	close(fd);
	rc = vector_file_read(file, path, why);
	unlink(path);
	return rc;
}

static int read_text(struct vector_file *file, const char *text, struct why *why)
{
	return read_bytes(file, text, strlen(text), why);
}

/* The text is refused, the sentence ends as told, and nothing is left to free. */
static void assert_refused(const char *text, const char *ending)
{
	struct vector_file file;
	struct why why;
	size_t len;

	assert_int_equal(read_text(&file, text, &why), -EINVAL);
	len = strlen(why.text);
	assert_true(len > strlen(ending));
	assert_string_equal(why.text + len - strlen(ending), ending);
	assert_null(file.records);
}

static const char good[] = "# made up\r\n"
			   "\r\n"
			   "[P-256]\r\n"
			   "\r\n"
			   "[B.4.2 Key Pair Generation]\r\n"
			   "N = 10\r\n"
			   "\r\n"
			   "d = 0a0B\r\n"
			   "# between two fields\r\n"
			   "\tName with spaces =  some text \r\n"
			   "Empty =\r\n"
			   "\r\n\r\n"
			   "d = f\r\n"
			   "[P-384]\r\n"
			   "d = 000102";

static void records_fields_and_headings_come_out_as_written(void **state)
{
	struct vector_file file;
	struct why why;

	(void)state;
	assert_int_equal(read_text(&file, good, &why), 0);
	assert_int_equal(file.n, 4);
	assert_int_equal(file.records[0].line, 6);
	assert_string_equal(vector_text(&file.records[0], "N"), "10");
	assert_null(vector_text(&file.records[0], "d"));
	assert_int_equal(file.records[1].n_fields, 3);
	assert_int_equal(file.records[1].line, 8);
	assert_string_equal(vector_text(&file.records[1], "Name with spaces"), "some text");
	assert_string_equal(vector_text(&file.records[1], "Empty"), "");
	for (size_t i = 0; i < 3; i++) {
		assert_true(vector_under(&file.records[i], "P-256"));
		assert_true(vector_under(&file.records[i], "B.4.2 Key Pair Generation"));
		assert_false(vector_under(&file.records[i], "P-384"));
	}
	assert_true(vector_under(&file.records[3], "P-384"));
	assert_false(vector_under(&file.records[3], "P-256"));
	vector_file_free(&file);
}

static void a_field_is_bytes_a_number_or_an_integer_by_choice(void **state)
{
	struct vector_file file;
	uint8_t out[4];
	size_t len = 99;
	struct why why;

	(void)state;
	assert_int_equal(read_text(&file, good, &why), 0);
	assert_int_equal(vector_bytes(&file.records[1], "d", out, sizeof(out), &len, &why), 0);
	assert_int_equal(len, 2);
	assert_memory_equal(out, "\x0a\x0b", 2);
	assert_int_equal(vector_bytes(&file.records[1], "Empty", out, sizeof(out), &len, &why), 0);
	assert_int_equal(len, 0);
	assert_int_equal(vector_number(&file.records[1], "d", out, sizeof(out), &why), 0);
	assert_memory_equal(out, "\x00\x00\x0a\x0b", 4);
	assert_int_equal(vector_number(&file.records[2], "d", out, sizeof(out), &why), 0);
	assert_memory_equal(out, "\x00\x00\x00\x0f", 4);
	/* Leading zeros do not count towards a number's size, as they do for bytes. */
	assert_int_equal(vector_number(&file.records[3], "d", out, 2, &why), 0);
	assert_memory_equal(out, "\x01\x02", 2);
	assert_int_equal(vector_integer(&file.records[0], "N", &len, &why), 0);
	assert_int_equal(len, 10);
	vector_file_free(&file);
}

static void a_value_that_is_not_what_was_asked_for_is_refused_by_line(void **state)
{
	struct vector_file file;
	uint8_t out[4];
	size_t len = 0;
	struct why why;

	(void)state;
	assert_int_equal(read_text(&file, "odd = abc\nbad = 0x12\nlong = 0102030405\nnone =\n", &why), 0);
	assert_int_equal(vector_bytes(&file.records[0], "odd", out, sizeof(out), &len, &why), -EINVAL);
	assert_non_null(strstr(why.text, ":1: odd has 3 hex digits"));
	assert_int_equal(vector_bytes(&file.records[0], "bad", out, sizeof(out), &len, &why), -EINVAL);
	assert_non_null(strstr(why.text, ":2: bad is not hex: 'x' at 1"));
	assert_int_equal(vector_bytes(&file.records[0], "long", out, sizeof(out), &len, &why), -ENOSPC);
	assert_non_null(strstr(why.text, ":3: long is 5 bytes, there is room for 4"));
	assert_int_equal(vector_number(&file.records[0], "long", out, sizeof(out), &why), -ENOSPC);
	assert_int_equal(vector_number(&file.records[0], "none", out, sizeof(out), &why), -EINVAL);
	assert_int_equal(vector_integer(&file.records[0], "odd", &len, &why), -EINVAL);
	assert_int_equal(vector_integer(&file.records[0], "long", &len, &why), -EINVAL);
	assert_int_equal(vector_integer(&file.records[0], "none", &len, &why), -EINVAL);
	vector_file_free(&file);
}

static void a_missing_field_is_named(void **state)
{
	struct vector_file file;
	uint8_t out[4];
	size_t len = 0;
	struct why why;

	(void)state;
	assert_int_equal(read_text(&file, "\na = 00\n", &why), 0);
	assert_int_equal(vector_bytes(&file.records[0], "b", out, sizeof(out), &len, &why), -ENOENT);
	assert_non_null(strstr(why.text, ":2: the record has no b"));
	assert_int_equal(vector_number(&file.records[0], "A", out, sizeof(out), &why), -ENOENT);
	assert_int_equal(vector_integer(&file.records[0], "c", &len, NULL), -ENOENT);
	vector_file_free(&file);
}

static void a_malformed_line_is_refused_by_its_number(void **state)
{
	(void)state;
	assert_refused(
		"a = 1\n\nno equals sign\n", ":3: no '=' in a line that is neither comment nor heading");
	assert_refused("[heading\na = 1\n", ":1: a heading has no closing ']'");
	assert_refused("[\na = 1\n", ":1: a heading has no closing ']'");
	assert_refused(" = 1\n", ":1: nothing before the '='");
	assert_refused("a = 1\na = 2\n", ":2: a is twice in one record, a blank line parts records");
	assert_refused("", "holds no record");
	assert_refused("# only a comment\n[and a heading]\n", "holds no record");
}

static void what_is_too_much_is_refused(void **state)
{
	static char large[VECTOR_FILE_MAX + 1];
	char fields[VECTOR_FIELDS_MAX * 8 + 16] = "", headings[VECTOR_HEADINGS_MAX * 8 + 16] = "";
	struct vector_file file;
	struct why why;

	(void)state;
	for (size_t i = 0; i <= VECTOR_FIELDS_MAX; i++)
		snprintf(fields + strlen(fields), sizeof(fields) - strlen(fields), "f%zu =\n", i);
	assert_refused(fields, "more than 24 fields in a record");
	for (size_t i = 0; i <= VECTOR_HEADINGS_MAX; i++)
		snprintf(headings + strlen(headings), sizeof(headings) - strlen(headings), "[%zu]\n", i);
	assert_refused(headings, "more than 8 headings in a group");
	memset(large, '#', sizeof(large));
	assert_int_equal(read_bytes(&file, large, sizeof(large), &why), -EFBIG);
	assert_int_equal(read_bytes(&file, "a = 1\0b = 2\n", 12, &why), -EINVAL);
	assert_int_equal(vector_file_read(&file, "/nonexistent/vectors", &why), -ENOENT);
	assert_non_null(strstr(why.text, "/nonexistent/vectors"));
}

/* The counts of vectors/README.md: a file cut short or a record lost in an edit shows here. */
static const struct {
	const char *path;
	size_t records;
} published[] = {
	{ "nist/aes/CBCMMT128.rsp", 20 },
	{ "nist/aes/CBCMMT192.rsp", 20 },
	{ "nist/aes/CBCMMT256.rsp", 20 },
	{ "nist/aes/CCM_VNT128.rsp", 43 },
	{ "nist/aes/CCM_VNT256.rsp", 43 },
	{ "nist/aes/ECBGFSbox128.rsp", 14 },
	{ "nist/aes/ECBGFSbox192.rsp", 12 },
	{ "nist/aes/ECBGFSbox256.rsp", 10 },
	{ "nist/aes/ECBKeySbox128.rsp", 42 },
	{ "nist/aes/ECBKeySbox192.rsp", 48 },
	{ "nist/aes/ECBKeySbox256.rsp", 32 },
	{ "nist/aes/ECBMMT128.rsp", 20 },
	{ "nist/aes/ECBMMT192.rsp", 20 },
	{ "nist/aes/ECBMMT256.rsp", 20 },
	{ "nist/aes/ECBVarKey128.rsp", 256 },
	{ "nist/aes/ECBVarTxt128.rsp", 256 },
	{ "nist/cmac/sp800-38b_3des.txt", 8 },
	{ "nist/cmac/sp800-38b_aes128.txt", 4 },
	{ "nist/cmac/sp800-38b_aes192.txt", 4 },
	{ "nist/cmac/sp800-38b_aes256.txt", 4 },
	{ "nist/ecdh/KASValidityTest_ECCStaticUnified_NOKC_ZZOnly_init_P256.fax", 30 },
	{ "nist/ecdh/KASValidityTest_ECCStaticUnified_NOKC_ZZOnly_resp_P256.fax", 30 },
	{ "nist/ecdh/ecccdh_P256.vec", 25 },
	{ "nist/ecdh/ecccdh_others.vec", 32 },
	{ "nist/ecdsa/KeyPair.rsp", 55 },
	{ "nist/ecdsa/PKV.rsp", 60 },
	{ "nist/ecdsa/SigGen_P256.txt", 75 },
	{ "nist/ecdsa/SigGen_others.txt", 60 },
	{ "nist/ecdsa/SigVer_P256.rsp", 75 },
	{ "nist/ecdsa/SigVer_others.rsp", 75 },
	{ "nist/gcm/gcm-spec_128.txt", 6 },
	{ "nist/gcm/gcmEncryptExtIV128.rsp", 150 },
	{ "nist/gcm/gcmEncryptExtIV256.rsp", 50 },
	{ "nist/hmac/HMAC_cavs.txt", 32 },
	{ "nist/hmac/HMAC_examples.txt", 3 },
	{ "nist/kdf/KBKDF_CTR_CMAC.txt", 30 },
	{ "nist/kdf/tls12_prf_cavp.txt", 2 },
	{ "nist/rsa/SigGen15_186-3.rsp", 48 },
	{ "nist/rsa/SigGenPSS_186-3.rsp", 48 },
	{ "nist/sha/SHA1ShortMsg.rsp", 65 },
	{ "nist/sha/SHA224ShortMsg.rsp", 65 },
	{ "nist/sha/SHA256LongMsg.rsp", 16 },
	{ "nist/sha/SHA256Monte.rsp", 101 },
	{ "nist/sha/SHA256ShortMsg.rsp", 65 },
	{ "nist/sha/SHA384ShortMsg.rsp", 129 },
	{ "nist/sha/SHA512ShortMsg.rsp", 129 },
	{ "nist/tdes/TCBCMMT1.rsp", 20 },
	{ "nist/tdes/TCBCMMT2.rsp", 20 },
	{ "nist/tdes/TCBCMMT3.rsp", 20 },
	{ "nist/tdes/TECBMMT1.rsp", 20 },
	{ "nist/tdes/TECBMMT2.rsp", 20 },
	{ "nist/tdes/TECBMMT3.rsp", 20 },
	{ "other/attest/se050.txt", 2 },
	{ "other/certificates/fields.txt", 1 },
	{ "other/certificates/se050.txt", 1 },
	{ "other/certificates/trust.txt", 7 },
	{ "other/curves/weierstrass.txt", 17 },
	{ "other/ecdsa/SigGen_secp256k1.txt", 30 },
	{ "rfc/aes/rfc3686_ctr128.txt", 3 },
	{ "rfc/aes/rfc3686_ctr192.txt", 3 },
	{ "rfc/aes/rfc3686_ctr256.txt", 3 },
	{ "rfc/curves/ed25519.txt", 65 },
	{ "rfc/curves/rfc7748_x25519.txt", 3 },
	{ "rfc/curves/rfc7748_x448.txt", 3 },
	{ "rfc/ecdh/rfc7027_brainpool.txt", 3 },
	{ "rfc/hmac/rfc2202_sha1.txt", 7 },
	{ "rfc/hmac/rfc4231_sha224.txt", 6 },
	{ "rfc/hmac/rfc4231_sha256.txt", 6 },
	{ "rfc/hmac/rfc4231_sha384.txt", 6 },
	{ "rfc/hmac/rfc4231_sha512.txt", 6 },
	{ "rfc/kdf/rfc5869_hkdf_sha1.txt", 4 },
	{ "rfc/kdf/rfc5869_hkdf_sha256.txt", 3 },
	{ "rfc/kdf/rfc6070_pbkdf2_sha1.txt", 6 },
	{ "rfc/kdf/tls12_prf.vec", 4 },
};

static void every_published_file_is_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(published) / sizeof(published[0]); i++) {
		char path[512];
		struct vector_file file;
		struct why why;

		snprintf(path, sizeof(path), "%s/%s", SESIM_VECTORS, published[i].path);
		if (vector_file_read(&file, path, &why) < 0)
			fail_msg("%s", why.text);
		if (file.n != published[i].records)
			fail_msg("%s holds %zu records, it should hold %zu", path, file.n,
				published[i].records);
		vector_file_free(&file);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_fields_and_headings_come_out_as_written),
		cmocka_unit_test(a_field_is_bytes_a_number_or_an_integer_by_choice),
		cmocka_unit_test(a_value_that_is_not_what_was_asked_for_is_refused_by_line),
		cmocka_unit_test(a_missing_field_is_named),
		cmocka_unit_test(a_malformed_line_is_refused_by_its_number),
		cmocka_unit_test(what_is_too_much_is_refused),
		cmocka_unit_test(every_published_file_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
