/* tests/unit/test_se050_cipher.c: ciphers of the SE05x at once and in steps (AN12413 4.12; se050-evidence.md 3.2). */
#include "cmocka_all.h"

#include <string.h>

#include "bus_snapshot.h"
#include "crypto.h"
#include "se050_apdu.h"
#include "vector_check.h"

#define SP_800_38A_TEXT                                                    \
	"6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51" \
	"30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"

enum {
	AES = 0x03,
	DES = 0x04,
	KEY = 0x7da00010,
	CIPHER = 0x0e,
	ENCRYPT = 0x42,
	DECRYPT = 0x43,
	UPDATE = 0x0c,
	FINAL = 0x0d,
	ENCRYPT_AT_ONCE = 0x37,
	DECRYPT_AT_ONCE = 0x38,
	OBJECT = 0x0f01,
	CONTEXT_CIPHER = 2,
	MESSAGE_MAX = 400,
};

/* What the documents say of each mode, in words of OpenSSL. */
struct mode {
	uint8_t code;
	uint8_t type;     /* P1 of its key */
	const char *name; /* for keys of 16 bytes */
	size_t block;
	int padding; /* of ISO 9797-1, or 0 */
};

static const struct mode modes[] = {
	{ 0x01, DES, "DES-EDE3-CBC", 8, 0 },
	{ 0x02, DES, "DES-EDE3-CBC", 8, 1 },
	{ 0x03, DES, "DES-EDE3-CBC", 8, 2 },
	{ 0x05, DES, "DES-EDE3-ECB", 8, 0 },
	{ 0x0d, AES, "AES-128-CBC", 16, 0 },
	{ 0x0e, AES, "AES-128-ECB", 16, 0 },
	{ 0x16, AES, "AES-128-CBC", 16, 1 },
	{ 0x17, AES, "AES-128-CBC", 16, 2 },
	{ 0xf0, AES, "AES-128-CTR", 1, 0 },
};

enum { MODES = sizeof(modes) / sizeof(modes[0]) };

static const uint8_t key_bytes[16] = { 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x58, 0x59, 0x5a, 0x5b,
	0x5c, 0x5d, 0x5e, 0x5f };
static const uint8_t iv_bytes[16] = { 0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb,
	0xfc, 0xfd, 0xfe, 0xff };

static int set_up_part(void **state, const char *part)
{
	struct se050_fixture *f = se_new(part);

	se_select(f);
	*state = f;
	return 0;
}

static int set_up(void **state)
{
	return set_up_part(state, "se050c");
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static bool has_iv(const struct mode *mode)
{
	return strstr(mode->name, "ECB") == NULL;
}

static size_t iv_len(const struct mode *mode)
{
	return mode->type == DES ? 8 : 16;
}

static struct se_answer at_once(struct se050_fixture *f, uint8_t p2, uint8_t code, const uint8_t *iv,
	size_t iv_size, const uint8_t *in, size_t len)
{
	struct se_command command = se_command_of(0x03, CIPHER, p2);

	se_put_number(&command, 0x41, 4, KEY);
	se_put_number(&command, 0x42, 1, code);
	if (len > 0)
		se_put(&command, 0x43, in, len);
	if (iv)
		se_put(&command, 0x44, iv, iv_size);
	return se_run(f, &command);
}

static struct se_answer init_with(struct se050_fixture *f, uint8_t p2, const uint8_t *iv, size_t iv_size)
{
	struct se_command command = se_command_of(0x03, CIPHER, p2);

	se_put_number(&command, 0x41, 4, KEY);
	se_put_number(&command, 0x42, 2, OBJECT);
	if (iv)
		se_put(&command, 0x44, iv, iv_size);
	return se_run(f, &command);
}

static struct se_answer step(struct se050_fixture *f, uint8_t p2, const uint8_t *in, size_t len)
{
	struct se_command command = se_command_of(0x03, CIPHER, p2);

	se_put_number(&command, 0x42, 2, OBJECT);
	se_put(&command, 0x43, in, len);
	return se_run(f, &command);
}

static void assert_both_ways(struct se050_fixture *f, uint8_t code, const uint8_t *iv, size_t iv_size,
	const struct vector_value *plain, const struct vector_value *cipher)
{
	struct se_answer answer = at_once(f, ENCRYPT_AT_ONCE, code, iv, iv_size, plain->at, plain->len);

	assert_status(answer, 0x9000);
	assert_value_is(&answer, 0x41, cipher->at, cipher->len);
	answer = at_once(f, DECRYPT_AT_ONCE, code, iv, iv_size, cipher->at, cipher->len);
	assert_status(answer, 0x9000);
	assert_value_is(&answer, 0x41, plain->at, plain->len);
}

static size_t walk_file(struct se050_fixture *f, const char *name, uint8_t type, uint8_t code)
{
	static struct vector_value key, plain, cipher, iv;
	struct vector_file file;
	size_t n;

	load_vectors(&file, name);
	n = file.n;
	for (size_t i = 0; i < n; i++) {
		const struct vector_record *record = &file.records[i];

		if (type == DES) {
			bytes_of(record, "KEY1", &key);
			fixed_bytes_of(record, "KEY2", key.at + 8, 8);
			fixed_bytes_of(record, "KEY3", key.at + 16, 8);
			key.len = 24;
		} else {
			bytes_of(record, "KEY", &key);
		}
		bytes_of(record, "PLAINTEXT", &plain);
		bytes_of(record, "CIPHERTEXT", &cipher);
		if (vector_text(record, "IV"))
			bytes_of(record, "IV", &iv);
		se_write_key(f, type, KEY, key.at, key.len);
		assert_both_ways(f, code, vector_text(record, "IV") ? iv.at : NULL, iv.len, &plain, &cipher);
		se_delete(f, KEY);
	}
	vector_file_free(&file);
	return n;
}

/* SP 800-38A's modes: NIST's multi-block messages, RFC 3686's for CTR with its incomplete blocks. */
static void published_vectors(void **state)
{
	static const struct {
		const char *file;
		uint8_t type, code;
		size_t records;
	} files[] = {
		{ "nist/aes/ECBMMT128.rsp", AES, 0x0e, 20 },
		{ "nist/aes/ECBMMT192.rsp", AES, 0x0e, 20 },
		{ "nist/aes/ECBMMT256.rsp", AES, 0x0e, 20 },
		{ "nist/aes/CBCMMT128.rsp", AES, 0x0d, 20 },
		{ "nist/aes/CBCMMT192.rsp", AES, 0x0d, 20 },
		{ "nist/aes/CBCMMT256.rsp", AES, 0x0d, 20 },
		{ "rfc/aes/rfc3686_ctr128.txt", AES, 0xf0, 3 },
		{ "rfc/aes/rfc3686_ctr192.txt", AES, 0xf0, 3 },
		{ "rfc/aes/rfc3686_ctr256.txt", AES, 0xf0, 3 },
		{ "nist/tdes/TECBMMT1.rsp", DES, 0x05, 20 },
		{ "nist/tdes/TECBMMT2.rsp", DES, 0x05, 20 },
		{ "nist/tdes/TECBMMT3.rsp", DES, 0x05, 20 },
		{ "nist/tdes/TCBCMMT1.rsp", DES, 0x01, 20 },
		{ "nist/tdes/TCBCMMT2.rsp", DES, 0x01, 20 },
		{ "nist/tdes/TCBCMMT3.rsp", DES, 0x01, 20 },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		assert_int_equal(
			walk_file(*state, files[i].file, files[i].type, files[i].code), files[i].records);
}

/* SP 800-38A, F.1.1, F.2.1 and F.5.1: four blocks each. */
static void examples_of_sp_800_38a(void **state)
{
	static const struct {
		const char *command, *answer;
	} examples[] = {
		{ "80030e374b 41047da00010 42010e 4340" SP_800_38A_TEXT,
			"41820040 3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf"
			"43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4 9000" },
		{ "80030e375d 41047da00010 42010d 4340" SP_800_38A_TEXT
		  "4410 000102030405060708090a0b0c0d0e0f",
			"41820040 7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"
			"73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7 9000" },
		{ "80030e375d 41047da00010 4201f0 4340" SP_800_38A_TEXT
		  "4410 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
			"41820040 874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"
			"5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee 9000" },
	};
	struct se050_fixture *f = *state;

	assert_apdu(f, "8001030018 41047da00010 4310 2b7e151628aed2a6abf7158809cf4f3c", "9000");
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
		assert_apdu(f, examples[i].command, examples[i].answer);
}

/* A message as its padding makes it. Returns its length. */
static size_t padded(const struct mode *mode, const uint8_t *in, size_t len, uint8_t *out)
{
	memcpy(out, in, len);
	if (mode->padding == 2)
		out[len++] = 0x80;
	if (mode->padding > 0)
		while (len % mode->block != 0)
			out[len++] = 0;
	return len;
}

/* What the host makes of it. Returns the length. */
static size_t expected(
	const struct mode *mode, const uint8_t *in, size_t len, uint8_t *plain, uint8_t *cipher)
{
	len = padded(mode, in, len, plain);
	host_cipher(mode->name, key_bytes, 16, has_iv(mode) ? iv_bytes : NULL, true, plain, cipher, len);
	return len;
}

static void fill(uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(i * 7 + 1);
}

/* Method 1 leaves its zeros when decrypted: Java Card's Cipher, whose constants these are. */
static void every_length_with_every_padding(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t in[64], plain[80], cipher[80];

	fill(in, sizeof(in));
	for (size_t m = 0; m < MODES; m++) {
		const struct mode *mode = &modes[m];
		const uint8_t *iv = has_iv(mode) ? iv_bytes : NULL;

		se_write_key(f, mode->type, KEY, key_bytes, sizeof(key_bytes));
		for (size_t len = 0; len <= 40; len++) {
			struct se_answer answer;
			size_t n;

			if (mode->padding == 0 && len % mode->block != 0)
				continue;
			n = expected(mode, in, len, plain, cipher);
			answer = at_once(f, ENCRYPT_AT_ONCE, mode->code, iv, iv_len(mode), in, len);
			assert_status(answer, 0x9000);
			assert_value_is(&answer, 0x41, cipher, n);
			answer = at_once(f, DECRYPT_AT_ONCE, mode->code, iv, iv_len(mode), cipher, n);
			assert_status(answer, 0x9000);
			assert_value_is(
				&answer, 0x41, mode->padding == 2 ? in : plain, mode->padding == 2 ? len : n);
		}
		se_delete(f, KEY);
	}
}

static void des_keys_of_every_length(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t key[24], in[16] = { 1 }, cipher[16];

	fill(key, sizeof(key));
	for (size_t len = 8; len <= 24; len += 8) {
		struct se_answer answer;

		host_cipher("DES-EDE3-CBC", key, len, iv_bytes, true, in, cipher, sizeof(in));
		se_write_key(f, DES, KEY, key, len);
		answer = at_once(f, ENCRYPT_AT_ONCE, 0x01, iv_bytes, 8, in, sizeof(in));
		assert_value_is(&answer, 0x41, cipher, sizeof(cipher));
		se_delete(f, KEY);
	}
}

/* Seen in hosts: they leave out a vector of zeros. */
static void no_vector_means_zeros(void **state)
{
	static const uint8_t zeros[16];
	struct se050_fixture *f = *state;

	for (size_t m = 0; m < MODES; m++) {
		const struct mode *mode = &modes[m];
		struct se_answer with, without;

		if (!has_iv(mode))
			continue;
		se_write_key(f, mode->type, KEY, key_bytes, sizeof(key_bytes));
		with = at_once(f, ENCRYPT_AT_ONCE, mode->code, zeros, iv_len(mode), iv_bytes, 16);
		without = at_once(f, ENCRYPT_AT_ONCE, mode->code, NULL, 0, iv_bytes, 16);
		assert_status(with, 0x9000);
		assert_int_equal(with.len, without.len);
		assert_memory_equal(with.bytes, without.bytes, with.len);
		se_delete(f, KEY);
	}
}

/* How much is out once `in` bytes came in. */
static size_t out_by_then(const struct mode *mode, bool decrypts, size_t in)
{
	size_t whole = in / mode->block * mode->block;

	/* The last block may be padding that goes. */
	if (decrypts && mode->padding == 2 && whole == in && whole > 0)
		whole -= mode->block;
	return whole;
}

/* A step, then something else, then back to before it: the step once more says the same. */
static struct se_answer step_twice(struct se050_fixture *f, uint8_t p2, const uint8_t *in, size_t len)
{
	struct bus *bus = &f->board->bus;
	struct bus_snapshot *before = bus_snapshot_take(bus);
	uint8_t number = f->number;
	struct se_answer first = step(f, p2, in, len), second;

	step(f, UPDATE, iv_bytes, 16);
	init_with(f, ENCRYPT, NULL, 0);
	step(f, UPDATE, key_bytes, 16);
	crypto_drop_cache(f->board->crypto);
	bus_snapshot_restore(bus, before);
	bus_snapshot_free(before);
	f->number = number;
	second = step(f, p2, in, len);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.bytes, second.bytes, first.len + 2);
	return second;
}

/* Two messages with one CipherInit, in steps of `size`. */
static void go_through(struct se050_fixture *f, const struct mode *mode, uint8_t p2, const uint8_t *in,
	size_t len, const uint8_t *wanted, size_t wanted_len, size_t size)
{
	bool decrypts = p2 == DECRYPT;
	struct se_answer answer = init_with(f, p2, has_iv(mode) ? iv_bytes : NULL, iv_len(mode));

	assert_status(answer, 0x9000);
	assert_int_equal(answer.len, 0);
	for (int message = 0; message < 2; message++) {
		size_t at = 0, done = 0;

		for (; len - at > size; at += size) {
			size_t then = out_by_then(mode, decrypts, at + size);

			answer = step_twice(f, UPDATE, in + at, size);
			assert_status(answer, 0x9000);
			assert_value_is(&answer, 0x41, wanted + done, then - done);
			done = then;
		}
		answer = step_twice(f, FINAL, in + at, len - at);
		assert_status(answer, 0x9000);
		assert_value_is(&answer, 0x41, wanted + done, wanted_len - done);
	}
}

static void in_steps_of_any_size_with_a_snapshot_between(void **state)
{
	static const size_t sizes[] = { 1, 5, 8, 16, 24, 33 };
	struct se050_fixture *f = *state;
	uint8_t in[48], plain[64], cipher[64];

	fill(in, sizeof(in));
	for (size_t m = 0; m < MODES; m++) {
		const struct mode *mode = &modes[m];
		size_t len = mode->padding ? 45 : 48;
		size_t n = expected(mode, in, len, plain, cipher);

		se_write_key(f, mode->type, KEY, key_bytes, sizeof(key_bytes));
		se_create_crypto(f, OBJECT, CONTEXT_CIPHER, mode->code);
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			size_t size = mode->block == 1 ? sizes[i] * 16 : sizes[i];

			go_through(f, mode, ENCRYPT, in, len, cipher, n, size);
			go_through(f, mode, DECRYPT, cipher, n, plain, mode->padding == 2 ? len : n, size);
		}
		assert_apdu(f, "80041028 04 41020f01", "9000");
		se_delete(f, KEY);
	}
}

/* CTR's end may have any length. */
static void the_last_block_of_ctr_may_be_short(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t in[21] = { 0 }, cipher[21];
	struct se_answer answer;

	host_cipher("AES-128-CTR", key_bytes, 16, iv_bytes, true, in, cipher, sizeof(in));
	se_write_key(f, AES, KEY, key_bytes, sizeof(key_bytes));
	se_create_crypto(f, OBJECT, CONTEXT_CIPHER, 0xf0);
	init_with(f, ENCRYPT, iv_bytes, 16);
	answer = step(f, UPDATE, in, 16);
	assert_value_is(&answer, 0x41, cipher, 16);
	answer = step(f, FINAL, in + 16, 5);
	assert_value_is(&answer, 0x41, cipher + 16, 5);
}

/* The longest data that a command takes, with output a block longer than the input. */
static void the_longest_data(void **state)
{
	static uint8_t in[864], plain[880], cipher[880];
	struct se050_fixture *f = *state;
	struct se_answer answer;
	size_t n = expected(&modes[7], in, sizeof(in), plain, cipher);

	se_write_key(f, AES, KEY, key_bytes, sizeof(key_bytes));
	se_create_crypto(f, OBJECT, CONTEXT_CIPHER, 0x17);
	init_with(f, ENCRYPT, iv_bytes, 16);
	answer = step(f, FINAL, in, sizeof(in));
	assert_status(answer, 0x9000);
	assert_value_is(&answer, 0x41, cipher, n);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(published_vectors, set_up, tear_down),
		cmocka_unit_test_setup_teardown(examples_of_sp_800_38a, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_length_with_every_padding, set_up, tear_down),
		cmocka_unit_test_setup_teardown(des_keys_of_every_length, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_vector_means_zeros, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			in_steps_of_any_size_with_a_snapshot_between, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_last_block_of_ctr_may_be_short, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_longest_data, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
