/* tests/unit/test_se050_cipher_life.c: what ends a running cipher and what does not; vectors of the part's own. */
#include "cmocka_all.h"

#include <string.h>

#include "se050_apdu.h"

#define USER_KEY "404142434445464748494a4b4c4d4e4f"
#define ZEROS_32 "0000000000000000000000000000000000000000000000000000000000000000"

enum {
	AES = 0x03,
	DES = 0x04,
	KEY = 0x7da00010,
	USER = 0x7da00002,
	CIPHER = 0x0e,
	ENCRYPT = 0x42,
	DECRYPT = 0x43,
	UPDATE = 0x0c,
	FINAL = 0x0d,
	ENCRYPT_AT_ONCE = 0x37,
	DECRYPT_AT_ONCE = 0x38,
	OBJECT = 0x0f01,
	CONTEXT_CIPHER = 2,
	CBC = 0x0d,
	ECB = 0x0e,
	CTR = 0xf0,
	AES_RULES = 0x1b5c7000, /* all of the class (AN12413 table 13) */
	RULE_ENC = 0x02000000,
	RULE_WRAP = 0x00400000,
	RULES_7 = 0x03340000, /* ENC, DEC, READ, WRITE, DELETE */
	FORBID_EXTERNAL_IV = 0x20,
};

static const uint8_t key_bytes[16] = { 0x40, 0x41, 0x42, 0x43 };
static const uint8_t other_bytes[16] = { 0x50, 0x51, 0x52, 0x53 };
static const uint8_t iv_bytes[16] = { 0xf0, 0xf1, 0xf2, 0xf3 };
static const uint8_t in[32] = { 1, 2, 3, 4, 5, 6, 7, 8 };

static int set_up_part(void **state, const char *part)
{
	struct se050_fixture *f = se_new(part);

	se_select(f);
	se_create_crypto(f, OBJECT, CONTEXT_CIPHER, CBC);
	*state = f;
	return 0;
}

static int set_up(void **state)
{
	return set_up_part(state, "se050c");
}

static int set_up_e(void **state)
{
	return set_up_part(state, "se050e");
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static struct se_command init_of(uint16_t object, uint8_t p2, const uint8_t *iv, size_t len)
{
	struct se_command command = se_command_of(0x03, CIPHER, p2);

	se_put_number(&command, 0x41, 4, KEY);
	se_put_number(&command, 0x42, 2, object);
	if (iv)
		se_put(&command, 0x44, iv, len);
	return command;
}

static struct se_command step_of(uint16_t object, uint8_t p2, size_t at, size_t len)
{
	struct se_command command = se_command_of(0x03, CIPHER, p2);

	se_put_number(&command, 0x42, 2, object);
	se_put(&command, 0x43, in + at, len);
	return command;
}

static struct se_answer begin(struct se050_fixture *f)
{
	struct se_command command = init_of(OBJECT, ENCRYPT, iv_bytes, 16);

	return se_run(f, &command);
}

static struct se_answer update(struct se050_fixture *f, size_t at, size_t len)
{
	struct se_command command = step_of(OBJECT, UPDATE, at, len);

	return se_run(f, &command);
}

static struct se_answer finish(struct se050_fixture *f, size_t at, size_t len)
{
	struct se_command command = step_of(OBJECT, FINAL, at, len);

	return se_run(f, &command);
}

/* A cipher with a key of these rules, and its first step done. */
static void start(struct se050_fixture *f, uint32_t rules)
{
	struct se_answer answer;

	se_write_key_policy(f, AES, KEY, key_bytes, 16, rules);
	answer = begin(f);
	assert_status(answer, 0x9000);
	answer = update(f, 0, 20);
	assert_status(answer, 0x9000);
}

/* The second step gives what a host has, in one message with the first. */
static void assert_goes_on(struct se050_fixture *f)
{
	uint8_t cipher[32];
	struct se_answer answer = finish(f, 20, 12);

	host_cipher("AES-128-CBC", key_bytes, 16, iv_bytes, true, in, cipher, 32);
	assert_status(answer, 0x9000);
	assert_value_is(&answer, 0x41, cipher + 16, 16);
}

static void assert_refused(struct se050_fixture *f, uint16_t status)
{
	struct se_answer answer = update(f, 20, 12);

	assert_status(answer, status);
	answer = finish(f, 20, 12);
	assert_status(answer, status);
}

/* se050-evidence.md 3.6: open; the key that was is what counts. */
static void a_key_that_is_deleted_or_made_anew(void **state)
{
	struct se050_fixture *f = *state;

	start(f, AES_RULES);
	se_delete(f, KEY);
	assert_refused(f, 0x6985);
	/* The same again: nothing tells it from the one that was. */
	se_write_key_policy(f, AES, KEY, key_bytes, 16, AES_RULES);
	assert_goes_on(f);
	se_delete(f, KEY);

	start(f, AES_RULES);
	se_delete(f, KEY);
	se_write_key_policy(f, AES, KEY, other_bytes, 16, AES_RULES);
	assert_refused(f, 0x6985);
	se_delete(f, KEY);

	start(f, AES_RULES);
	se_delete(f, KEY);
	se_write_key(f, DES, KEY, key_bytes, 16);
	assert_refused(f, 0x6985);
	se_delete(f, KEY);
}

/* A policy cannot change, but another key under this id can have another one. */
static void a_policy_that_is_another_one(void **state)
{
	struct se050_fixture *f = *state;

	start(f, AES_RULES);
	se_delete(f, KEY);
	se_write_key_policy(f, AES, KEY, key_bytes, 16, AES_RULES & ~RULE_ENC);
	assert_refused(f, 0x6986);
	se_delete(f, KEY);

	start(f, AES_RULES);
	se_delete(f, KEY);
	se_write_key_policy(f, AES, KEY, key_bytes, 16, AES_RULES & ~RULE_WRAP);
	assert_refused(f, 0x6985);
	se_delete(f, KEY);
}

static void a_key_that_is_overwritten(void **state)
{
	struct se050_fixture *f = *state;

	start(f, AES_RULES);
	se_write_key(f, AES, KEY, other_bytes, 16);
	assert_refused(f, 0x6985);
	se_write_key(f, AES, KEY, key_bytes, 16);
	assert_goes_on(f);
}

/* AN12413 3.7: the PCR gates any access, that of a later step too. */
static void a_pcr_that_changes(void **state)
{
	struct se050_fixture *f = *state;
	struct se_answer answer;

	assert_apdu(f, "8001090028 410400000030 4220" ZEROS_32, "9000");
	assert_apdu(f,
		"8001030047 112d 2c00000000 03050000 00000030" ZEROS_32
		"41047da00010 4310 40414243000000000000000000000000",
		"9000");
	answer = begin(f);
	assert_status(answer, 0x9000);
	answer = update(f, 0, 20);
	assert_status(answer, 0x9000);
	assert_apdu(f, "8001090009 410400000030 430161", "9000");
	assert_refused(f, 0x6986);
	assert_apdu(f, "8001090006 410400000030", "9000");
	assert_goes_on(f);
}

/* AN12413 3.3.1: the state is in RAM. */
static void what_clears_ram_ends_it(void **state)
{
	struct se050_fixture *f = *state;

	start(f, AES_RULES);
	se_select(f);
	assert_refused(f, 0x6985);
	begin(f);
	se_power_cycle(f);
	assert_refused(f, 0x6985);
	begin(f);
	assert_apdu(f, "00a4040000", "6f10 8408 a000000151000000 a504 9f6501ff 9000");
	se_select(f);
	assert_refused(f, 0x6985);
	/* The crypto object is still there. */
	begin(f);
	update(f, 0, 20);
	assert_goes_on(f);
}

/* A power cut between any two steps: the message is lost, and the next one begins as if nothing had been. */
static void power_fails_between_steps(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t cipher[32];

	se_write_key(f, AES, KEY, key_bytes, 16);
	host_cipher("AES-128-CBC", key_bytes, 16, iv_bytes, true, in, cipher, 32);
	for (size_t steps = 0; steps < 4; steps++) {
		struct se_answer answer = begin(f);

		for (size_t i = 0; i < steps; i++)
			update(f, 8 * i, 8);
		se_power_cycle(f);
		assert_refused(f, 0x6985);
		answer = begin(f);
		assert_status(answer, 0x9000);
		answer = finish(f, 0, 32);
		assert_value_is(&answer, 0x41, cipher, 32);
	}
}

static void the_end_of_the_session_ends_it(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	se_write_key(f, AES, KEY, key_bytes, 16);
	assert_apdu(f, "8041030018 41047da00002 4310" USER_KEY, "9000");
	se_session_aes(f, &s, USER, USER_KEY, 0x33);
	assert_in(f, &s, "800110000a 41020f02 420102 43010e", "9000");
	assert_in(f, &s, "80030e420a 41047da00010 42020f02", "9000");
	assert_in(f, &s, "80030e0c0c 42020f02 43060102030405 06", "41820000 9000");
	/* Not anybody else's. */
	assert_apdu(f, "80030e0c0c 42020f02 43060102030405 06", "6985");
	assert_in(f, &s, "8004001c", "9000");
	se_session_aes(f, &s, USER, USER_KEY, 0x33);
	assert_in(f, &s, "80030e0c0c 42020f02 43060102030405 06", "6985");
	assert_in(f, &s, "80030e420a 41047da00010 42020f02", "9000");
	assert_in(f, &s, "80030e0d06 42020f02 4300", "41820000 9000");
}

/* A session that failed is over too: what comes after it is another one (AN12413 3.3.1). */
static void a_session_that_fails_ends_it(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	se_write_key(f, AES, KEY, key_bytes, 16);
	assert_apdu(f, "8041030018 41047da00002 4310" USER_KEY, "9000");
	se_session_aes(f, &s, USER, USER_KEY, 0x33);
	assert_in(f, &s, "800110000a 41020f02 420102 43010e", "9000");
	assert_in(f, &s, "80030e420a 41047da00010 42020f02", "9000");
	assert_in(f, &s, "80030e0c0c 42020f02 43060102030405 06", "41820000 9000");
	s.secure = false;
	assert_in(f, &s, "80030e0c0c 42020f02 43060102030405 06", "6982");
	se_session_aes(f, &s, USER, USER_KEY, 0x33);
	assert_in(f, &s, "80030e0c0c 42020f02 43060102030405 06", "6985");
}

/* Two users, each with an operation; that of the default session outlives the other's session. */
static void a_session_ends_its_own_operations_only(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(f, "8041030018 41047da00002 4310" USER_KEY, "9000");
	start(f, AES_RULES);
	se_session_aes(f, &s, USER, USER_KEY, 0x33);
	assert_in(f, &s, "800110000a 41020f02 420102 43010e", "9000");
	assert_in(f, &s, "80030e420a 41047da00010 42020f02", "9000");
	assert_in(f, &s, "8004001c", "9000");
	assert_goes_on(f);
}

static void a_transient_key(void **state)
{
	struct se050_fixture *f = *state;
	struct se_answer answer;

	assert_apdu(f, "8081030018 41047da00010 4310 40414243000000000000000000000000", "9000");
	answer = begin(f);
	assert_status(answer, 0x9000);
	update(f, 0, 20);
	assert_goes_on(f);
	update(f, 0, 20);
	se_delete(f, KEY);
	assert_refused(f, 0x6985);
}

static void a_refused_step_changes_nothing(void **state)
{
	struct se050_fixture *f = *state;
	struct se_answer answer;

	start(f, AES_RULES);
	answer = finish(f, 20, 11);
	assert_status(answer, 0x6985);
	assert_apdu(f, "80030e0c 08 42020f01 4300 7e00", "6a80");
	/* CipherInit with nothing right. */
	assert_apdu(f, "80030e42 0d 41047da00010 42020f01 440100", "6a80");
	assert_goes_on(f);
}

static void beginning_anew_forgets_what_was(void **state)
{
	struct se050_fixture *f = *state;

	start(f, AES_RULES);
	begin(f);
	update(f, 0, 20);
	assert_goes_on(f);
	/* Another object under the same id has no state. */
	assert_apdu(f, "80041028 04 41020f01", "9000");
	se_create_crypto(f, OBJECT, CONTEXT_CIPHER, ECB);
	assert_refused(f, 0x6985);
}

/* By the vendor's figures (AN12413 table 289), 32 bytes each. */
static void ram_is_finite(void **state)
{
	struct se050_fixture *f = *state;
	struct se_command command;
	struct se_answer answer = { .status = 0x9000 };
	uint16_t id = 0x1000;

	se_write_key(f, AES, KEY, key_bytes, 16);
	while (answer.status == 0x9000) {
		assert_in_range(id, 0x1000, 0x10ff);
		se_create_crypto(f, ++id, CONTEXT_CIPHER, CBC);
		command = init_of(id, ENCRYPT, NULL, 0);
		answer = se_run(f, &command);
	}
	assert_status(answer, 0x6a84);
	assert_in_range(id, 0x1020, 0x1060);
	/* Those that run can begin anew. */
	command = init_of(0x1001, ENCRYPT, NULL, 0);
	answer = se_run(f, &command);
	assert_status(answer, 0x9000);
	assert_apdu(f, "80041028 04 41021001", "9000");
	command = init_of(id, ENCRYPT, NULL, 0);
	answer = se_run(f, &command);
	assert_status(answer, 0x9000);
}

static struct se_command once_of(uint8_t p2, uint8_t mode, const void *iv, size_t len)
{
	struct se_command command = se_command_of(0x03, CIPHER, p2);

	se_put_number(&command, 0x41, 4, KEY);
	se_put_number(&command, 0x42, 1, mode);
	se_put(&command, 0x43, in, 32);
	if (iv)
		se_put(&command, 0x44, iv, len);
	return command;
}

static struct se_answer once(struct se050_fixture *f, uint8_t p2, uint8_t mode, const void *iv, size_t len)
{
	struct se_command command = once_of(p2, mode, iv, len);

	return se_run(f, &command);
}

/* What came back under 43 is the vector of what came back under 41. */
static void assert_own_iv(const struct se_answer *answer, uint8_t iv[16])
{
	struct rbuf own = se_value(answer, 0x43);
	uint8_t cipher[32];

	assert_status(*answer, 0x9000);
	assert_int_equal(rbuf_left(&own), 16);
	rbuf_copy(&own, iv, 16);
	host_cipher("AES-128-CTR", key_bytes, 16, iv, true, in, cipher, 32);
	assert_value_is(answer, 0x41, cipher, 32);
}

/* Hosts of 7.2: two bytes of length instead of the vector. */
static void vectors_of_the_parts_own(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t iv[16], next[16], cipher[32];
	struct se_command command;
	struct se_answer answer;
	struct rbuf own;

	se_write_key(f, AES, KEY, key_bytes, 16);
	answer = once(f, ENCRYPT_AT_ONCE, CTR, "\x00\x10", 2);
	assert_own_iv(&answer, iv);
	answer = once(f, ENCRYPT_AT_ONCE, CTR, "\x00\x10", 2);
	assert_own_iv(&answer, next);
	assert_memory_not_equal(iv, next, 16);

	assert_apdu(f, "80041028 04 41020f01", "9000");
	se_create_crypto(f, OBJECT, CONTEXT_CIPHER, CTR);
	command = init_of(OBJECT, ENCRYPT, (const uint8_t *)"\x00\x10", 2);
	answer = se_run(f, &command);
	assert_status(answer, 0x9000);
	own = se_value(&answer, 0x43);
	assert_int_equal(rbuf_left(&own), 16);
	rbuf_copy(&own, iv, 16);
	host_cipher("AES-128-CTR", key_bytes, 16, iv, true, in, cipher, 32);
	answer = update(f, 0, 16);
	assert_value_is(&answer, 0x41, cipher, 16);
	answer = finish(f, 16, 16);
	assert_value_is(&answer, 0x41, cipher + 16, 16);
	/* It is not used twice. */
	assert_refused(f, 0x6985);
}

static void no_vectors_of_the_parts_own(void **state)
{
	struct se050_fixture *f = *state;
	struct se_answer answer;

	se_write_key(f, AES, KEY, key_bytes, 16);
	answer = once(f, DECRYPT_AT_ONCE, CTR, "\x00\x10", 2);
	assert_status(answer, 0x6a80);
	answer = once(f, ENCRYPT_AT_ONCE, CTR, "\x00\x0c", 2);
	assert_status(answer, 0x6985);
	answer = once(f, ENCRYPT_AT_ONCE, CBC, "\x00\x10", 2);
	assert_status(answer, 0x6985);
	answer = once(f, ENCRYPT_AT_ONCE, 0xf1, iv_bytes, 16);
	assert_status(answer, 0x6985);
}

static void none_before_7_2(void **state)
{
	struct se050_fixture *f = *state;
	struct se_answer answer;

	se_write_key(f, AES, KEY, key_bytes, 16);
	answer = once(f, ENCRYPT_AT_ONCE, CTR, "\x00\x10", 2);
	assert_status(answer, 0x6985);
}

/* Encryption alone, and only where there is a vector. */
static void a_key_that_forbids_vectors_from_outside(void **state)
{
	static const struct {
		uint8_t p2, mode;
		const char *iv;
		size_t len;
		uint16_t status;
	} cases[] = {
		{ ENCRYPT_AT_ONCE, CTR, "0123456789abcdef", 16, 0x6986 },
		{ ENCRYPT_AT_ONCE, CBC, "0123456789abcdef", 16, 0x6986 },
		{ ENCRYPT_AT_ONCE, CBC, NULL, 0, 0x6986 },
		{ ENCRYPT_AT_ONCE, CTR, "\x00\x10", 2, 0x9000 },
		{ ENCRYPT_AT_ONCE, ECB, NULL, 0, 0x9000 },
		{ DECRYPT_AT_ONCE, CTR, "0123456789abcdef", 16, 0x9000 },
		{ DECRYPT_AT_ONCE, CBC, NULL, 0, 0x9000 },
	};
	struct se050_fixture *f = *state;
	struct se_answer answer;

	se_write_key_policy(f, AES, KEY, key_bytes, 16, RULES_7 | FORBID_EXTERNAL_IV);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		answer = once(f, cases[i].p2, cases[i].mode, cases[i].iv, cases[i].len);
		assert_status(answer, cases[i].status);
	}
	answer = begin(f);
	assert_status(answer, 0x6986);
}

/* AN12413 4.12.4 allows AES and DES, though a table lists RSA (se050-evidence.md 3.2). */
static void modes_and_keys_that_do_not_fit(void **state)
{
	static const struct {
		uint8_t type, mode;
	} pairs[] = { { AES, 0x01 }, { AES, 0x05 }, { DES, 0x0d }, { DES, 0x0e }, { DES, 0xf0 } };
	struct se050_fixture *f = *state;
	struct se_answer answer;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		se_write_key(f, pairs[i].type, KEY, key_bytes, 16);
		answer = once(f, ENCRYPT_AT_ONCE, pairs[i].mode, NULL, 0);
		assert_status(answer, 0x6985);
		se_delete(f, KEY);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_key_that_is_deleted_or_made_anew, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_policy_that_is_another_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_key_that_is_overwritten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_pcr_that_changes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_clears_ram_ends_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(power_fails_between_steps, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_end_of_the_session_ends_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_session_that_fails_ends_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_session_ends_its_own_operations_only, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_transient_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_refused_step_changes_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(beginning_anew_forgets_what_was, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ram_is_finite, set_up, tear_down),
		cmocka_unit_test_setup_teardown(vectors_of_the_parts_own, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(no_vectors_of_the_parts_own, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(none_before_7_2, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_key_that_forbids_vectors_from_outside, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(modes_and_keys_that_do_not_fit, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
