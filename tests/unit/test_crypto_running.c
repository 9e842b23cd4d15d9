/* tests/unit/test_crypto_running.c: running ciphers, GCM and CCM, in steps of any size, by the published vectors. */
#include "cmocka_all.h"

#include <errno.h>
#include <string.h>

#include "crypto_aead.h"
#include "crypto_cipher.h"
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

static size_t step_of(size_t left, size_t step)
{
	return left < step ? left : step;
}

typedef void check_fn(struct crypto *crypto, const struct vector_record *record, size_t step);

/* Every record of a file, in steps of several sizes. */
static size_t walk(struct crypto *crypto, const char *name, check_fn *check)
{
	static const size_t steps[] = { 1, 7, 16, 33, 4096 };
	struct vector_file file;
	size_t n;

	load_vectors(&file, name);
	for (size_t i = 0; i < file.n; i++)
		for (size_t k = 0; k < sizeof(steps) / sizeof(steps[0]); k++)
			check(crypto, &file.records[i], steps[k]);
	n = file.n;
	vector_file_free(&file);
	return n;
}

/* Twice through one run: the end puts it back to its start. */
static void check_run(struct crypto *crypto, const struct cipher_mode *mode, struct cipher_key key,
	const uint8_t *iv, bool decrypts, const struct vector_value *in, const struct vector_value *wanted,
	size_t step)
{
	struct cipher_run run;

	cipher_start(&run, mode, decrypts, iv);
	for (int twice = 0; twice < 2; twice++) {
		uint8_t bytes[4096];
		struct wbuf out = wbuf_to(bytes, sizeof(bytes));

		for (size_t at = 0; at < in->len; at += step)
			assert_int_equal(cipher_update(crypto, &run, mode, key,
						 rbuf_from(in->at + at, step_of(in->len - at, step)), &out),
				0);
		assert_int_equal(cipher_final(crypto, &run, mode, key, &out), 0);
		assert_int_equal(out.len, wanted->len);
		assert_memory_equal(bytes, wanted->at, wanted->len);
	}
}

static void check_cipher(struct crypto *crypto, const struct vector_record *record,
	const struct cipher_mode *mode, struct cipher_key key, size_t step)
{
	static struct vector_value plain, cipher;
	uint8_t iv[AES_BLOCK];
	const uint8_t *start = NULL;

	bytes_of(record, "PLAINTEXT", &plain);
	bytes_of(record, "CIPHERTEXT", &cipher);
	if (mode->chain != CHAIN_ECB) {
		fixed_bytes_of(record, "IV", iv, cipher_block(mode));
		start = iv;
	}
	check_run(crypto, mode, key, start, false, &plain, &cipher, step);
	check_run(crypto, mode, key, start, true, &cipher, &plain, step);
}

static void check_aes(
	struct crypto *crypto, const struct vector_record *record, enum cipher_chain chain, size_t step)
{
	static struct vector_value key;

	bytes_of(record, "KEY", &key);
	check_cipher(crypto, record, &(struct cipher_mode){ .chain = chain },
		(struct cipher_key){ key.at, key.len }, step);
}

static void check_ecb(struct crypto *crypto, const struct vector_record *record, size_t step)
{
	check_aes(crypto, record, CHAIN_ECB, step);
}

static void check_cbc(struct crypto *crypto, const struct vector_record *record, size_t step)
{
	check_aes(crypto, record, CHAIN_CBC, step);
}

static void check_ctr(struct crypto *crypto, const struct vector_record *record, size_t step)
{
	check_aes(crypto, record, CHAIN_CTR, step);
}

static void check_des(
	struct crypto *crypto, const struct vector_record *record, enum cipher_chain chain, size_t step)
{
	uint8_t key[DES_KEY_MAX];

	fixed_bytes_of(record, "KEY1", key, 8);
	fixed_bytes_of(record, "KEY2", key + 8, 8);
	fixed_bytes_of(record, "KEY3", key + 16, 8);
	check_cipher(crypto, record, &(struct cipher_mode){ .des = true, .chain = chain },
		(struct cipher_key){ key, sizeof(key) }, step);
}

static void check_des_ecb(struct crypto *crypto, const struct vector_record *record, size_t step)
{
	check_des(crypto, record, CHAIN_ECB, step);
}

static void check_des_cbc(struct crypto *crypto, const struct vector_record *record, size_t step)
{
	check_des(crypto, record, CHAIN_CBC, step);
}

static void ciphers_in_steps(void **state)
{
	assert_int_equal(walk(*state, "nist/aes/ECBMMT192.rsp", check_ecb), 20);
	assert_int_equal(walk(*state, "nist/aes/CBCMMT256.rsp", check_cbc), 20);
	assert_int_equal(walk(*state, "nist/tdes/TECBMMT2.rsp", check_des_ecb), 20);
	assert_int_equal(walk(*state, "nist/tdes/TCBCMMT3.rsp", check_des_cbc), 20);
	assert_int_equal(walk(*state, "rfc/aes/rfc3686_ctr128.txt", check_ctr), 3);
	assert_int_equal(walk(*state, "rfc/aes/rfc3686_ctr192.txt", check_ctr), 3);
	assert_int_equal(walk(*state, "rfc/aes/rfc3686_ctr256.txt", check_ctr), 3);
}

/* SP 800-38A F.5.1's counter, one before it runs over. */
static void a_counter_carries_through_the_whole_block(void **state)
{
	static const struct cipher_mode ctr = { .chain = CHAIN_CTR };
	uint8_t key[16] = { 1 }, iv[16], zeros[32] = { 0 }, bytes[32], wanted[16], next[16] = { 0 };
	struct wbuf out = wbuf_to(bytes, sizeof(bytes));
	struct cipher_run run;

	memset(iv, 0xff, sizeof(iv));
	cipher_start(&run, &ctr, false, iv);
	assert_int_equal(cipher_update(*state, &run, &ctr, (struct cipher_key){ key, 16 },
				 rbuf_from(zeros, sizeof(zeros)), &out),
		0);
	assert_int_equal(crypto_aes128_encrypt(*state, key, next, wanted), 0);
	assert_memory_equal(bytes + 16, wanted, 16);
}

static void check_gcm(struct crypto *crypto, const struct vector_record *record, size_t step)
{
	static struct vector_value key_bytes, iv, plain, cipher, aad, tag;
	uint8_t out[4096], got[AEAD_TAG];
	struct aead_key key;
	struct aes_gcm gcm;

	bytes_of(record, "Key", &key_bytes);
	bytes_of(record, "IV", &iv);
	bytes_of(record, "PT", &plain);
	bytes_of(record, "AAD", &aad);
	bytes_of(record, "CT", &cipher);
	bytes_of(record, "Tag", &tag);
	key = (struct aead_key){ key_bytes.at, key_bytes.len };
	assert_int_equal(gcm_start(crypto, key, &gcm, iv.at, iv.len), 0);
	for (int decrypts = 0; decrypts < 2; decrypts++) {
		const struct vector_value *in = decrypts ? &cipher : &plain;

		gcm_restart(&gcm);
		for (size_t at = 0; at < aad.len; at += step)
			assert_int_equal(
				gcm_aad(crypto, key, &gcm, aad.at + at, step_of(aad.len - at, step)), 0);
		for (size_t at = 0; at < in->len; at += step)
			assert_int_equal(gcm_data(crypto, key, &gcm, decrypts, in->at + at, out + at,
						 step_of(in->len - at, step)),
				0);
		assert_same(record, "the output", out, decrypts ? plain.at : cipher.at, in->len);
		assert_int_equal(gcm_tag(crypto, key, &gcm, got), 0);
		assert_same(record, "the tag", got, tag.at, tag.len);
	}
}

static void gcm_in_steps(void **state)
{
	assert_in_range(walk(*state, "nist/gcm/gcmEncryptExtIV128.rsp", check_gcm), 100, 1000);
	assert_in_range(walk(*state, "nist/gcm/gcmEncryptExtIV256.rsp", check_gcm), 50, 1000);
}

static void check_ccm(struct crypto *crypto, const struct vector_record *record, size_t step)
{
	static struct vector_value key_bytes, nonce, plain, cipher, aad;
	uint8_t out[4096], got[AEAD_TAG];
	struct aes_ccm ccm = { .nonce_len = 0 };
	struct aead_key key;

	if (vector_text(record, "Key"))
		bytes_of(record, "Key", &key_bytes); /* it holds for the records behind it */
	if (!vector_text(record, "Nonce"))
		return;
	bytes_of(record, "Nonce", &nonce);
	bytes_of(record, "Payload", &plain);
	bytes_of(record, "Adata", &aad);
	bytes_of(record, "CT", &cipher);
	key = (struct aead_key){ key_bytes.at, key_bytes.len };
	memcpy(ccm.nonce, nonce.at, nonce.len);
	ccm.nonce_len = (uint8_t)nonce.len;
	ccm.tag_len = (uint8_t)(cipher.len - plain.len);
	ccm.aad_len = (uint32_t)aad.len;
	ccm.data_len = (uint32_t)plain.len;
	for (int decrypts = 0; decrypts < 2; decrypts++) {
		const struct vector_value *in = decrypts ? &cipher : &plain;

		assert_int_equal(ccm_start(crypto, key, &ccm), 0);
		for (size_t at = 0; at < aad.len; at += step)
			assert_int_equal(
				ccm_aad(crypto, key, &ccm, aad.at + at, step_of(aad.len - at, step)), 0);
		for (size_t at = 0; at < plain.len; at += step) {
			assert_int_equal(ccm_tag(crypto, key, &ccm, got), -EINVAL);
			assert_int_equal(ccm_data(crypto, key, &ccm, decrypts, in->at + at, out + at,
						 step_of(plain.len - at, step)),
				0);
		}
		assert_same(record, "the output", out, decrypts ? plain.at : cipher.at, plain.len);
		assert_int_equal(ccm_tag(crypto, key, &ccm, got), 0);
		assert_same(record, "the tag", got, cipher.at + plain.len, ccm.tag_len);
	}
}

/* SP 800-38C C.4: associated data longer than two bytes of length can say. */
static void long_associated_data(void **state)
{
	static const uint8_t key_bytes[16] = { 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49,
		0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f };
	static const uint8_t tag[14] = { 0xb4, 0xac, 0x6b, 0xec, 0x93, 0xe8, 0x59, 0x8e, 0x7f, 0x0d, 0xad,
		0xbc, 0xea, 0x5b };
	static const uint8_t cipher[4] = { 0x69, 0x91, 0x5d, 0xad };
	struct aead_key key = { key_bytes, sizeof(key_bytes) };
	struct aes_ccm ccm = { .nonce = { 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a,
				       0x1b, 0x1c },
		.nonce_len = 13,
		.tag_len = 14,
		.aad_len = 65536,
		.data_len = 32 };
	uint8_t aad[256], plain[32], out[32], got[AEAD_TAG];

	for (size_t i = 0; i < sizeof(aad); i++)
		aad[i] = (uint8_t)i;
	for (size_t i = 0; i < sizeof(plain); i++)
		plain[i] = (uint8_t)(0x20 + i);
	assert_int_equal(ccm_start(*state, key, &ccm), 0);
	for (size_t i = 0; i < 256; i++)
		assert_int_equal(ccm_aad(*state, key, &ccm, aad, sizeof(aad)), 0);
	assert_int_equal(ccm_data(*state, key, &ccm, false, plain, out, sizeof(plain)), 0);
	assert_memory_equal(out, cipher, sizeof(cipher));
	assert_int_equal(ccm_tag(*state, key, &ccm, got), 0);
	assert_memory_equal(got, tag, sizeof(tag));
}

static void ccm_in_steps(void **state)
{
	assert_int_equal(walk(*state, "nist/aes/CCM_VNT128.rsp", check_ccm), 43);
	assert_int_equal(walk(*state, "nist/aes/CCM_VNT256.rsp", check_ccm), 43);
}

/* Nothing changes by what is refused. */
static void wrong_orders_and_lengths(void **state)
{
	static const uint8_t bytes[32];
	struct aead_key key = { bytes, 16 };
	struct aes_ccm ccm = { .nonce_len = 13, .tag_len = 16, .aad_len = 4, .data_len = 4 }, other = ccm,
		       before;
	struct aes_gcm gcm, gcm_before;
	uint8_t out[32];

	assert_int_equal(gcm_start(*state, key, &gcm, bytes, 0), -EINVAL);
	assert_int_equal(gcm_start(*state, key, &gcm, bytes, 12), 0);
	assert_int_equal(gcm_data(*state, key, &gcm, false, bytes, out, 5), 0);
	gcm_before = gcm;
	assert_int_equal(gcm_aad(*state, key, &gcm, bytes, 1), -EINVAL);
	assert_memory_equal(&gcm, &gcm_before, sizeof(gcm));

	assert_int_equal(ccm_start(*state, key, &ccm), 0);
	before = ccm;
	assert_int_equal(ccm_data(*state, key, &ccm, false, bytes, out, 4), -EINVAL);
	assert_int_equal(ccm_aad(*state, key, &ccm, bytes, 5), -EINVAL);
	assert_memory_equal(&ccm, &before, sizeof(ccm));
	assert_int_equal(ccm_aad(*state, key, &ccm, bytes, 4), 0);
	before = ccm;
	assert_int_equal(ccm_data(*state, key, &ccm, false, bytes, out, 5), -EINVAL);
	assert_int_equal(ccm_tag(*state, key, &ccm, out), -EINVAL);
	assert_memory_equal(&ccm, &before, sizeof(ccm));

	for (unsigned int len = 0; len <= 17; len++) {
		struct aes_ccm of_nonce = other, of_tag = other;

		of_nonce.nonce_len = (uint8_t)len;
		of_tag.tag_len = (uint8_t)len;
		if (len < 7 || len > 13)
			assert_int_equal(ccm_start(*state, key, &of_nonce), -EINVAL);
		if (len < 4 || len > 16 || len % 2)
			assert_int_equal(ccm_start(*state, key, &of_tag), -EINVAL);
	}
	other.data_len = 0x10000;
	assert_int_equal(ccm_start(*state, key, &other), -EINVAL);
	other.nonce_len = 12;
	assert_int_equal(ccm_start(*state, key, &other), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(ciphers_in_steps),
		cmocka_unit_test(a_counter_carries_through_the_whole_block),
		cmocka_unit_test(gcm_in_steps),
		cmocka_unit_test(ccm_in_steps),
		cmocka_unit_test(long_associated_data),
		cmocka_unit_test(wrong_orders_and_lengths),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
