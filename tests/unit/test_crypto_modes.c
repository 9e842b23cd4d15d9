/* tests/unit/test_crypto_modes.c: AES of every key size, CBC and CMAC, by the published vectors. */
#include "cmocka_all.h"

#include <errno.h>
#include <string.h>

#include "crypto.h"
#include "vector_check.h"

static int set_up(void **state)
{
	struct crypto *crypto;

	assert_int_equal(crypto_new(&crypto, NULL), 0);
	*state = crypto;
	return 0;
}

static int tear_down(void **state)
{
	crypto_free(*state);
	return 0;
}

static size_t each(const char *const *names, size_t n, struct crypto *crypto,
	void (*check)(struct crypto *crypto, const struct vector_record *record))
{
	size_t records = 0;

	for (size_t i = 0; i < n; i++) {
		struct vector_file file;

		load_vectors(&file, names[i]);
		for (size_t k = 0; k < file.n; k++, records++)
			check(crypto, &file.records[k]);
		vector_file_free(&file);
	}
	return records;
}

#define EACH(names, crypto, check) each((names), sizeof(names) / sizeof((names)[0]), (crypto), (check))

static void check_ecb(struct crypto *crypto, const struct vector_record *record)
{
	static struct vector_value key, plain, cipher;
	uint8_t out[16];

	bytes_of(record, "KEY", &key);
	bytes_of(record, "PLAINTEXT", &plain);
	bytes_of(record, "CIPHERTEXT", &cipher);
	for (size_t at = 0; at < plain.len; at += 16) {
		assert_int_equal(crypto_aes_encrypt(crypto, key.at, key.len, plain.at + at, out), 0);
		assert_same(record, "the ciphertext", out, cipher.at + at, 16);
		assert_int_equal(crypto_aes_decrypt(crypto, key.at, key.len, cipher.at + at, out), 0);
		assert_same(record, "the plaintext", out, plain.at + at, 16);
	}
}

static void blocks_of_every_key_size(void **state)
{
	static const char *const names[] = { "nist/aes/ECBMMT128.rsp", "nist/aes/ECBMMT192.rsp",
		"nist/aes/ECBMMT256.rsp", "nist/aes/ECBGFSbox192.rsp", "nist/aes/ECBGFSbox256.rsp",
		"nist/aes/ECBKeySbox192.rsp", "nist/aes/ECBKeySbox256.rsp" };

	assert_in_range(EACH(names, *state, check_ecb), 100, 1000);
}

/* The same key bytes at the front, in every length: the cache must not take one for the other. */
static void keys_that_begin_alike_are_kept_apart(void **state)
{
	static const uint8_t key[32], block[16];
	uint8_t first[3][16], again[16];

	for (size_t i = 0; i < 3; i++)
		assert_int_equal(crypto_aes_encrypt(*state, key, 16 + 8 * i, block, first[i]), 0);
	assert_memory_not_equal(first[0], first[1], 16);
	assert_memory_not_equal(first[1], first[2], 16);
	for (size_t round = 0; round < 64; round++)
		for (size_t i = 0; i < 3; i++) {
			assert_int_equal(crypto_aes_encrypt(*state, key, 16 + 8 * i, block, again), 0);
			assert_memory_equal(again, first[i], 16);
		}
}

static void other_key_sizes_are_refused(void **state)
{
	static const uint8_t key[33], block[16];
	uint8_t out[16];

	for (size_t len = 0; len <= 33; len++)
		if (len != 16 && len != 24 && len != 32)
			assert_int_equal(crypto_aes_encrypt(*state, key, len, block, out), -EINVAL);
}

static void check_cbc(struct crypto *crypto, const struct vector_record *record)
{
	static struct vector_value key, plain, cipher;
	uint8_t iv[16], start[16], out[4096];

	bytes_of(record, "KEY", &key);
	bytes_of(record, "PLAINTEXT", &plain);
	bytes_of(record, "CIPHERTEXT", &cipher);
	fixed_bytes_of(record, "IV", start, 16);
	memcpy(iv, start, 16);
	assert_int_equal(crypto_aes_cbc_encrypt(crypto, key.at, key.len, iv, plain.at, out, plain.len), 0);
	assert_memory_equal(out, cipher.at, cipher.len);
	assert_same(record, "the vector to go on with", iv, cipher.at + cipher.len - 16, 16);
	memcpy(iv, start, 16);
	assert_int_equal(crypto_aes_cbc_decrypt(crypto, key.at, key.len, iv, out, out, cipher.len), 0);
	assert_memory_equal(out, plain.at, plain.len);
	assert_same(record, "the vector to go on with", iv, cipher.at + cipher.len - 16, 16);
}

static void cbc_of_every_key_size(void **state)
{
	static const char *const names[] = { "nist/aes/CBCMMT128.rsp", "nist/aes/CBCMMT192.rsp",
		"nist/aes/CBCMMT256.rsp" };
	uint8_t iv[16] = { 0 }, bytes[32] = { 0 };

	assert_int_equal(EACH(names, *state, check_cbc), 60);
	assert_int_equal(crypto_aes_cbc_encrypt(*state, bytes, 16, iv, bytes, bytes, 17), -EINVAL);
	assert_int_equal(crypto_aes_cbc_decrypt(*state, bytes, 16, iv, bytes, bytes, 15), -EINVAL);
}

static void check_cmac(struct crypto *crypto, const struct vector_record *record)
{
	static struct vector_value key, message;
	uint8_t wanted[16], mac[16];

	bytes_of(record, "KEY", &key);
	bytes_of(record, "MESSAGE", &message);
	fixed_bytes_of(record, "OUTPUT", wanted, 16);
	for (size_t step = 1; step <= 40; step++) {
		struct aes_cmac cmac = { .pending_len = 0 };

		for (size_t at = 0; at < message.len; at += step) {
			size_t n = message.len - at < step ? message.len - at : step;

			assert_int_equal(
				crypto_cmac_update(crypto, key.at, key.len, &cmac, message.at + at, n), 0);
		}
		for (int twice = 0; twice < 2; twice++) {
			assert_int_equal(crypto_cmac_final(crypto, key.at, key.len, &cmac, mac), 0);
			assert_same(record, "the MAC", mac, wanted, 16);
		}
	}
}

static void cmac_in_steps_of_any_size(void **state)
{
	static const char *const names[] = { "nist/cmac/sp800-38b_aes128.txt",
		"nist/cmac/sp800-38b_aes192.txt", "nist/cmac/sp800-38b_aes256.txt" };

	assert_int_equal(EACH(names, *state, check_cmac), 12);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_of_every_key_size),
		cmocka_unit_test(keys_that_begin_alike_are_kept_apart),
		cmocka_unit_test(other_key_sizes_are_refused),
		cmocka_unit_test(cbc_of_every_key_size),
		cmocka_unit_test(cmac_in_steps_of_any_size),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
