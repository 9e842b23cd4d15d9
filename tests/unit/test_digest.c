/* tests/unit/test_digest.c: SHA-1 to SHA-512 and HMAC over them: published vectors, and plain OpenSSL. */
#include "cmocka_all.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "digest.h"
#include "vector_check.h"

static const char *const names[DIGEST_KINDS] = { "SHA1", "SHA224", "SHA256", "SHA384", "SHA512" };

static void fill(uint8_t *out, size_t len)
{
	for (size_t i = 0; i < len; i++)
		out[i] = (uint8_t)(i * 151 + (i >> 8) * 17 + 3);
}

static void published_digests(void **state)
{
	(void)state;
	for (size_t i = 0; i < DIGEST_KINDS; i++) {
		char path[64];
		struct vector_file file;

		snprintf(path, sizeof(path), "nist/sha/%sShortMsg.rsp", names[i]);
		load_vectors(&file, path);
		assert_in_range(file.n, 65, 129);
		for (size_t k = 0; k < file.n; k++) {
			const struct vector_record *record = &file.records[k];
			static struct vector_value message, wanted;
			uint8_t digest[DIGEST_BYTES_MAX];
			struct hash hash;
			size_t bits;

			bytes_of(record, "Msg", &message);
			bytes_of(record, "MD", &wanted);
			assert_int_equal(vector_integer(record, "Len", &bits, NULL), 0);
			hash_init(&hash, (enum digest_kind)i);
			hash_update(&hash, message.at, bits / 8);
			hash_final(&hash, digest);
			assert_int_equal(wanted.len, digest_size((enum digest_kind)i));
			assert_same(record, "the digest", digest, wanted.at, wanted.len);
		}
		vector_file_free(&file);
	}
}

static void continuing_at_any_split_equals_one_shot(void **state)
{
	uint8_t message[300], expected[DIGEST_BYTES_MAX], digest[DIGEST_BYTES_MAX];

	(void)state;
	fill(message, sizeof(message));
	for (size_t i = 0; i < DIGEST_KINDS; i++)
		for (size_t len = 0; len <= sizeof(message); len++) {
			size_t bytes = digest_size((enum digest_kind)i);

			assert_int_equal(EVP_Q_digest(NULL, names[i], NULL, message, len, expected, NULL), 1);
			for (size_t split = 0; split <= len; split += 1 + split / 7) {
				struct hash hash, moved;

				hash_init(&hash, (enum digest_kind)i);
				hash_update(&hash, message, split);
				memcpy(&moved, &hash, sizeof(moved));
				memset(&hash, 0xaa, sizeof(hash));
				hash_update(&moved, message + split, len - split);
				for (int twice = 0; twice < 2; twice++) {
					hash_final(&moved, digest);
					assert_memory_equal(digest, expected, bytes);
				}
			}
		}
}

/* Equal histories, equal bytes: chips are compared by them. */
static void equal_messages_leave_equal_states(void **state)
{
	uint8_t message[400];

	(void)state;
	fill(message, sizeof(message));
	for (size_t i = 0; i < DIGEST_KINDS; i++)
		for (size_t split = 0; split <= sizeof(message); split++) {
			struct hash one, two;

			hash_init(&one, (enum digest_kind)i);
			hash_init(&two, (enum digest_kind)i);
			hash_update(&one, message, sizeof(message));
			hash_update(&two, message, split);
			hash_update(&two, message + split, sizeof(message) - split);
			assert_memory_equal(&one, &two, sizeof(one));
		}
}

static size_t check_hmac(enum digest_kind kind, const char *path, const char *heading, const char *mac_name)
{
	struct vector_file file;
	size_t n = 0;

	load_vectors(&file, path);
	for (size_t k = 0; k < file.n; k++) {
		const struct vector_record *record = &file.records[k];
		static struct vector_value key, message, wanted;
		uint8_t mac[DIGEST_BYTES_MAX];
		struct hmac hmac;

		if (heading && !vector_under(record, heading))
			continue;
		bytes_of(record, "Key", &key);
		bytes_of(record, "Msg", &message);
		bytes_of(record, mac_name, &wanted);
		hmac_init(&hmac, kind, key.at, key.len);
		hmac_update(&hmac, message.at, message.len / 2);
		hmac_update(&hmac, message.at + message.len / 2, message.len - message.len / 2);
		for (int twice = 0; twice < 2; twice++) {
			hmac_final(&hmac, mac);
			assert_same(record, "the MAC", mac, wanted.at, wanted.len);
		}
		n++;
	}
	vector_file_free(&file);
	return n;
}

static void published_macs(void **state)
{
	static const char *const rfc[DIGEST_KINDS] = { "rfc/hmac/rfc2202_sha1.txt",
		"rfc/hmac/rfc4231_sha224.txt", "rfc/hmac/rfc4231_sha256.txt", "rfc/hmac/rfc4231_sha384.txt",
		"rfc/hmac/rfc4231_sha512.txt" };
	static const char *const headings[DIGEST_KINDS] = { "SHA-1", "SHA-224", "SHA-256", "SHA-384",
		"SHA-512" };

	(void)state;
	for (size_t i = 0; i < DIGEST_KINDS; i++) {
		assert_in_range(check_hmac((enum digest_kind)i, rfc[i], NULL, "MD"), 6, 7);
		assert_in_range(
			check_hmac((enum digest_kind)i, "nist/hmac/HMAC_cavs.txt", headings[i], "Mac"), 6,
			12);
	}
}

static void macs_with_keys_of_every_length(void **state)
{
	uint8_t key[257], expected[DIGEST_BYTES_MAX], mac[DIGEST_BYTES_MAX];
	struct hmac hmac;

	(void)state;
	fill(key, sizeof(key));
	for (size_t i = 0; i < DIGEST_KINDS; i++)
		for (size_t len = 0; len <= sizeof(key); len++) {
			assert_non_null(EVP_Q_mac(NULL, "HMAC", NULL, names[i], NULL, key, len, key, 100,
				expected, sizeof(expected), NULL));
			hmac_init(&hmac, (enum digest_kind)i, key, len);
			hmac_update(&hmac, key, 100);
			hmac_final(&hmac, mac);
			assert_memory_equal(mac, expected, digest_size((enum digest_kind)i));
		}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_digests),
		cmocka_unit_test(continuing_at_any_split_equals_one_shot),
		cmocka_unit_test(equal_messages_leave_equal_states),
		cmocka_unit_test(published_macs),
		cmocka_unit_test(macs_with_keys_of_every_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
