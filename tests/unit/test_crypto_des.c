/* tests/unit/test_crypto_des.c: DES and triple DES by NIST's vectors. */
#include "cmocka_all.h"

#include <errno.h>
#include <string.h>

#include "crypto_des.h"
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

/* In every length that means the same: K1 K1 K1 is single DES, K1 K2 K1 has two keys. */
static size_t shortest_key(const struct vector_record *record, uint8_t key[DES_KEY_MAX])
{
	fixed_bytes_of(record, "KEY1", key, 8);
	fixed_bytes_of(record, "KEY2", key + 8, 8);
	fixed_bytes_of(record, "KEY3", key + 16, 8);
	if (memcmp(key, key + 16, 8) != 0)
		return 24;
	return memcmp(key, key + 8, 8) == 0 ? 8 : 16;
}

static void check_record(struct crypto *crypto, const struct vector_record *record, size_t *n_by_length)
{
	static struct vector_value plain, cipher;
	uint8_t key[DES_KEY_MAX], iv[DES_BLOCK] = { 0 }, start[DES_BLOCK], out[4096];
	size_t shortest = shortest_key(record, key);
	bool chains = vector_text(record, "IV") != NULL;

	bytes_of(record, "PLAINTEXT", &plain);
	bytes_of(record, "CIPHERTEXT", &cipher);
	if (chains)
		fixed_bytes_of(record, "IV", start, sizeof(start));
	for (size_t len = shortest; len <= DES_KEY_MAX; len += 8) {
		if (len == 16 && shortest == 24)
			continue;
		n_by_length[len / 8 - 1]++;
		if (!chains) {
			for (size_t at = 0; at < plain.len; at += DES_BLOCK) {
				assert_int_equal(crypto_des_encrypt(crypto, key, len, plain.at + at, out), 0);
				assert_same(record, "the ciphertext", out, cipher.at + at, DES_BLOCK);
				assert_int_equal(
					crypto_des_decrypt(crypto, key, len, cipher.at + at, out), 0);
				assert_same(record, "the plaintext", out, plain.at + at, DES_BLOCK);
			}
			continue;
		}
		memcpy(iv, start, sizeof(iv));
		assert_int_equal(crypto_des_cbc_encrypt(crypto, key, len, iv, plain.at, out, plain.len), 0);
		assert_memory_equal(out, cipher.at, cipher.len);
		assert_same(record, "the vector to go on with", iv, cipher.at + cipher.len - 8, 8);
		memcpy(iv, start, sizeof(iv));
		assert_int_equal(crypto_des_cbc_decrypt(crypto, key, len, iv, out, out, cipher.len), 0);
		assert_memory_equal(out, plain.at, plain.len);
		assert_same(record, "the vector to go on with", iv, cipher.at + cipher.len - 8, 8);
	}
}

static void vectors_in_every_key_length(void **state)
{
	static const char *const names[] = { "nist/tdes/TECBMMT1.rsp", "nist/tdes/TECBMMT2.rsp",
		"nist/tdes/TECBMMT3.rsp", "nist/tdes/TCBCMMT1.rsp", "nist/tdes/TCBCMMT2.rsp",
		"nist/tdes/TCBCMMT3.rsp" };
	size_t n_by_length[3] = { 0 };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct vector_file file;

		load_vectors(&file, names[i]);
		for (size_t k = 0; k < file.n; k++)
			check_record(*state, &file.records[k], n_by_length);
		vector_file_free(&file);
	}
	assert_int_equal(n_by_length[0], 40);
	assert_int_equal(n_by_length[1], 80);
	assert_int_equal(n_by_length[2], 120);
}

static void parity_counts_for_nothing(void **state)
{
	uint8_t key[8] = { 0x13, 0x34, 0x57, 0x79, 0x9b, 0xbc, 0xdf, 0xf1 }, block[8] = { 1 }, one[8],
		other[8];

	assert_int_equal(crypto_des_encrypt(*state, key, 8, block, one), 0);
	for (size_t i = 0; i < 8; i++)
		key[i] ^= 1;
	assert_int_equal(crypto_des_encrypt(*state, key, 8, block, other), 0);
	assert_memory_equal(one, other, 8);
}

static void other_lengths_are_refused(void **state)
{
	static const uint8_t key[33];
	uint8_t iv[8] = { 0 }, block[16] = { 0 }, out[16];

	for (size_t len = 0; len <= 33; len++)
		if (len != 8 && len != 16 && len != 24)
			assert_int_equal(crypto_des_encrypt(*state, key, len, block, out), -EINVAL);
	assert_int_equal(crypto_des_cbc_encrypt(*state, key, 8, iv, block, out, 9), -EINVAL);
	assert_int_equal(crypto_des_cbc_decrypt(*state, key, 8, iv, block, out, 15), -EINVAL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors_in_every_key_length),
		cmocka_unit_test(parity_counts_for_nothing),
		cmocka_unit_test(other_lengths_are_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
