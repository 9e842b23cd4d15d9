/* tests/unit/test_hash.c: SHA-256 midstates, HMAC and the key derivations on top of them. */
#include "cmocka_all.h"

#include <errno.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "kdf.h"

enum { LONGEST = 300 };

/* Bytes that differ from place to place. */
static void fill(uint8_t *out, size_t len)
{
	for (size_t i = 0; i < len; i++)
		out[i] = (uint8_t)(i * 151 + (i >> 8) * 17 + 3);
}

static void plain_openssl(const uint8_t *bytes, size_t len, uint8_t digest[SHA256_BYTES])
{
	assert_int_equal(EVP_Q_digest(NULL, "SHA256", NULL, bytes, len, digest, NULL), 1);
}

/* FIPS 180-4's examples as NIST publishes them */
static void published_digests(void **state)
{
	static const uint8_t of_nothing[] = { 0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb,
		0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4,
		0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55 };
	static const uint8_t of_abc[] = { 0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
		0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10,
		0xff, 0x61, 0xf2, 0x00, 0x15, 0xad };
	static const uint8_t of_two_blocks[] = { 0x24, 0x8d, 0x6a, 0x61, 0xd2, 0x06, 0x38, 0xb8, 0xe5, 0xc0,
		0x26, 0x93, 0x0c, 0x3e, 0x60, 0x39, 0xa3, 0x3c, 0xe4, 0x59, 0x64, 0xff, 0x21, 0x67, 0xf6,
		0xec, 0xed, 0xd4, 0x19, 0xdb, 0x06, 0xc1 };
	static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	uint8_t digest[SHA256_BYTES];

	(void)state;
	sha256_bytes(NULL, 0, digest);
	assert_memory_equal(digest, of_nothing, sizeof(digest));
	sha256_bytes("abc", 3, digest);
	assert_memory_equal(digest, of_abc, sizeof(digest));
	sha256_bytes(two_blocks, strlen(two_blocks), digest);
	assert_memory_equal(digest, of_two_blocks, sizeof(digest));
}

static void continuing_at_any_split_equals_one_shot(void **state)
{
	uint8_t message[LONGEST], expected[SHA256_BYTES], digest[SHA256_BYTES];

	(void)state;
	fill(message, sizeof(message));
	for (size_t len = 0; len <= LONGEST; len++) {
		plain_openssl(message, len, expected);
		sha256_bytes(message, len, digest);
		assert_memory_equal(digest, expected, sizeof(digest));
		for (size_t split = 0; split <= len; split++) {
			struct sha256 hash;

			sha256_init(&hash);
			sha256_update(&hash, message, split);
			sha256_update(&hash, message + split, len - split);
			sha256_final(&hash, digest);
			assert_memory_equal(digest, expected, sizeof(digest));
		}
	}
}

static void pieces_of_any_size_equal_one_shot(void **state)
{
	static uint8_t message[1000];
	uint8_t expected[SHA256_BYTES], digest[SHA256_BYTES];

	(void)state;
	fill(message, sizeof(message));
	plain_openssl(message, sizeof(message), expected);
	for (size_t piece = 1; piece <= 200; piece++) {
		struct sha256 hash;

		sha256_init(&hash);
		for (size_t at = 0; at < sizeof(message); at += piece)
			sha256_update(&hash, message + at,
				piece < sizeof(message) - at ? piece : sizeof(message) - at);
		sha256_final(&hash, digest);
		assert_memory_equal(digest, expected, sizeof(digest));
	}
}

/* So that a chip's state can be compared byte by byte. */
static void equal_messages_have_equal_midstates(void **state)
{
	uint8_t message[LONGEST];
	struct sha256 once, pieces;

	(void)state;
	fill(message, sizeof(message));
	for (size_t len = 0; len <= LONGEST; len++) {
		memset(&once, 0xaa, sizeof(once));
		memset(&pieces, 0x55, sizeof(pieces));
		sha256_init(&once);
		sha256_init(&pieces);
		sha256_update(&once, message, len);
		for (size_t i = 0; i < len; i++)
			sha256_update(&pieces, message + i, 1);
		assert_memory_equal(&once, &pieces, sizeof(once));
	}
}

static void a_running_hash_can_be_read_and_copied_at_any_point(void **state)
{
	uint8_t message[LONGEST], expected[SHA256_BYTES], digest[SHA256_BYTES];
	struct sha256 hash;

	(void)state;
	fill(message, sizeof(message));
	sha256_init(&hash);
	for (size_t len = 0; len < LONGEST; len++) {
		struct sha256 copy = hash;

		plain_openssl(message, len, expected);
		sha256_final(&hash, digest);
		assert_memory_equal(digest, expected, sizeof(digest));
		assert_memory_equal(&hash, &copy, sizeof(hash));
		sha256_update(&hash, message + len, 1);
	}
}

/* The count of bits has a high word of its own in OpenSSL's context. */
static void more_than_two_to_the_32_bits_hash_right(void **state)
{
	enum { PIECE = 1 << 20, PIECES = 513 };
	uint8_t expected[SHA256_BYTES], digest[SHA256_BYTES], *piece = malloc(PIECE);
	EVP_MD_CTX *plain = EVP_MD_CTX_new();
	struct sha256 hash;

	(void)state;
	assert_non_null(piece);
	fill(piece, PIECE);
	sha256_init(&hash);
	assert_int_equal(EVP_DigestInit_ex(plain, EVP_sha256(), NULL), 1);
	for (size_t i = 0; i < PIECES; i++) {
		sha256_update(&hash, piece, PIECE - 1);
		assert_int_equal(EVP_DigestUpdate(plain, piece, PIECE - 1), 1);
	}
	sha256_final(&hash, digest);
	assert_int_equal(EVP_DigestFinal_ex(plain, expected, NULL), 1);
	assert_memory_equal(digest, expected, sizeof(digest));
	EVP_MD_CTX_free(plain);
	free(piece);
}

/* RFC 4231 4.2 */
static void a_published_mac(void **state)
{
	static const uint8_t expected[] = { 0xb0, 0x34, 0x4c, 0x61, 0xd8, 0xdb, 0x38, 0x53, 0x5c, 0xa8, 0xaf,
		0xce, 0xaf, 0x0b, 0xf1, 0x2b, 0x88, 0x1d, 0xc2, 0x00, 0xc9, 0x83, 0x3d, 0xa7, 0x26, 0xe9,
		0x37, 0x6c, 0x2e, 0x32, 0xcf, 0xf7 };
	struct hmac_sha256 hmac;
	uint8_t key[20], mac[SHA256_BYTES];

	(void)state;
	memset(key, 0x0b, sizeof(key));
	hmac_sha256_init(&hmac, key, sizeof(key));
	hmac_sha256_update(&hmac, "Hi There", 8);
	hmac_sha256_final(&hmac, mac);
	assert_memory_equal(mac, expected, sizeof(mac));
}

static void a_mac_of_any_key_and_message_is_openssls(void **state)
{
	uint8_t key[200], message[200], expected[SHA256_BYTES], mac[SHA256_BYTES];
	unsigned int len;

	(void)state;
	fill(key, sizeof(key));
	fill(message, sizeof(message));
	for (size_t key_len = 0; key_len <= sizeof(key); key_len++)
		for (size_t split = 0; split <= sizeof(message); split += 7) {
			struct hmac_sha256 hmac;

			assert_non_null(HMAC(
				EVP_sha256(), key, (int)key_len, message, sizeof(message), expected, &len));
			hmac_sha256_init(&hmac, key, key_len);
			hmac_sha256_update(&hmac, message, split);
			hmac_sha256_update(&hmac, message + split, sizeof(message) - split);
			hmac_sha256_final(&hmac, mac);
			assert_memory_equal(mac, expected, sizeof(mac));
			hmac_sha256_final(&hmac, mac);
			assert_memory_equal(mac, expected, sizeof(mac));
		}
}

/* RFC 5869 2.3: the number of the last block is one byte */
static void hkdf_gives_255_blocks_and_no_more(void **state)
{
	static uint8_t most[HKDF_MOST + 1], less[HKDF_MOST];
	uint8_t key[SHA256_BYTES];

	(void)state;
	hkdf_extract("salt", 4, "secret", 6, key);
	memset(most, 0xee, sizeof(most));
	assert_int_equal(hkdf_expand(key, sizeof(key), "info", 4, most, HKDF_MOST), 0);
	assert_int_equal(most[HKDF_MOST], 0xee);
	assert_int_equal(hkdf_expand(key, sizeof(key), "info", 4, most, HKDF_MOST + 1), -EINVAL);
	for (size_t len = 0; len < 200; len++) {
		assert_int_equal(hkdf_expand(key, sizeof(key), "info", 4, less, len), 0);
		assert_memory_equal(less, most, len);
	}
}

static void no_salt_is_a_salt_of_zeros(void **state)
{
	static const uint8_t zeros[SHA256_BYTES];
	uint8_t key[SHA256_BYTES], expected[SHA256_BYTES];

	(void)state;
	hkdf_extract(NULL, 0, "secret", 6, key);
	hkdf_extract(zeros, sizeof(zeros), "secret", 6, expected);
	assert_memory_equal(key, expected, sizeof(key));
}

/* A shorter answer of the PRF is the beginning of a longer one (RFC 5246 5), and nothing follows it. */
static void the_tls_prf_gives_as_much_as_is_asked_for(void **state)
{
	uint8_t all[200], some[201];

	(void)state;
	tls12_prf_sha256("secret", 6, "label and seed", 14, all, sizeof(all));
	for (size_t len = 0; len <= sizeof(all); len++) {
		memset(some, 0xee, sizeof(some));
		tls12_prf_sha256("secret", 6, "label and seed", 14, some, len);
		assert_memory_equal(some, all, len);
		assert_int_equal(some[len], 0xee);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_digests),
		cmocka_unit_test(continuing_at_any_split_equals_one_shot),
		cmocka_unit_test(pieces_of_any_size_equal_one_shot),
		cmocka_unit_test(equal_messages_have_equal_midstates),
		cmocka_unit_test(a_running_hash_can_be_read_and_copied_at_any_point),
		cmocka_unit_test(more_than_two_to_the_32_bits_hash_right),
		cmocka_unit_test(a_published_mac),
		cmocka_unit_test(a_mac_of_any_key_and_message_is_openssls),
		cmocka_unit_test(hkdf_gives_255_blocks_and_no_more),
		cmocka_unit_test(no_salt_is_a_salt_of_zeros),
		cmocka_unit_test(the_tls_prf_gives_as_much_as_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
