/* tests/unit/test_se050_digest.c: crypto objects and digests (AN12413 3.3, 4.9, 4.18; se050-evidence.md 3.2, 3.6). */
#include "cmocka_all.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "bus_snapshot.h"
#include "se050_say.h"
#include "vector_check.h"

#define CREATE "80011000"
#define LIST "80021025"
#define DELETE "80041028"
#define INIT "8003000b"
#define UPDATE "8003000c"
#define FINAL "8003000d"
#define ONESHOT "8003000e"
#define AES_KEY "404142434445464748494a4b4c4d4e4f"

/* The digests of AN12413 table 35. */
static const struct digest_case {
	const char *number;
	const char *name;
} cases[] = { { "01", "SHA1" }, { "07", "SHA224" }, { "04", "SHA256" }, { "05", "SHA384" },
	{ "06", "SHA512" } };

enum { CASES = sizeof(cases) / sizeof(cases[0]) };

static int set_up(void **state)
{
	struct se050_fixture *f = se_new("se050c");

	se_select(f);
	*state = f;
	return 0;
}

static int set_up_e(void **state)
{
	struct se050_fixture *f = se_new("se050e");

	se_select(f);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static void hex_of(const uint8_t *bytes, size_t len, char *hex)
{
	*hex = 0;
	for (size_t i = 0; i < len; i++)
		snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
}

/* What OpenSSL makes of len bytes. */
static void expect(const char *name, const uint8_t *bytes, size_t len, char *answer)
{
	uint8_t digest[64];
	char hex[129];
	size_t n;

	assert_int_equal(EVP_Q_digest(NULL, name, NULL, bytes, len, digest, &n), 1);
	hex_of(digest, n, hex);
	snprintf(answer, 160, "41=%s 9000", hex);
}

static void nist_messages_in_one_step(void **state)
{
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < CASES; i++) {
		char path[64];
		struct vector_file file;

		snprintf(path, sizeof(path), "nist/sha/%sShortMsg.rsp", cases[i].name);
		load_vectors(&file, path);
		for (size_t k = 0; k < file.n; k++) {
			const struct vector_record *record = &file.records[k];
			char data[SE_SAY_MAX], answer[160];
			size_t bits;

			assert_int_equal(vector_integer(record, "Len", &bits, NULL), 0);
			snprintf(data, sizeof(data), "41=%s 42=%.*s", cases[i].number, (int)(bits / 4),
				vector_text(record, "Msg"));
			snprintf(answer, sizeof(answer), "41=%s 9000", vector_text(record, "MD"));
			assert_said(f, ONESHOT, data, answer);
		}
		vector_file_free(&file);
	}
}

/* Of `number`, under id 0001. */
static void make(struct se050_fixture *f, const char *number)
{
	char data[64];

	snprintf(data, sizeof(data), "41=0001 42=01 43=%s", number);
	assert_said(f, CREATE, data, "9000");
}

static void update(
	struct se050_fixture *f, const char *header, const uint8_t *bytes, size_t len, const char *answer)
{
	char hex[2 * 512 + 1], data[SE_SAY_MAX];

	hex_of(bytes, len, hex);
	snprintf(data, sizeof(data), "42=0001 43=%s", hex);
	assert_said(f, header, data, answer);
}

static void fill(uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(i * 7 + i / 256);
}

static void in_steps_of_any_size(void **state)
{
	static const size_t steps[] = { 0, 1, 63, 64, 65, 111, 128, 300 };
	struct se050_fixture *f = *state;
	uint8_t message[400];
	char answer[160];

	fill(message, sizeof(message));
	for (size_t i = 0; i < CASES; i++) {
		make(f, cases[i].number);
		for (size_t k = 0; k < sizeof(steps) / sizeof(steps[0]); k++) {
			assert_said(f, INIT, "42=0001", "9000");
			update(f, UPDATE, message, steps[k], "9000");
			update(f, UPDATE, message, 0, "9000");
			expect(cases[i].name, message, 400, answer);
			update(f, FINAL, message + steps[k], 400 - steps[k], answer);
		}
		assert_said(f, DELETE, "41=0001", "9000");
	}
}

static void init_begins_anew_and_so_does_final(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t message[100];
	char answer[160];

	fill(message, sizeof(message));
	make(f, "04");
	expect("SHA256", message, 100, answer);
	assert_said(f, INIT, "42=0001", "9000");
	update(f, UPDATE, message, 33, "9000");
	assert_said(f, INIT, "42=0001", "9000");
	update(f, FINAL, message, 100, answer);
	/* UNCERTAIN on parts: the state after Init again. */
	update(f, UPDATE, message, 50, "9000");
	update(f, FINAL, message + 50, 50, answer);
}

static void two_at_a_time(void **state)
{
	struct se050_fixture *f = *state;
	char answer[160];

	assert_said(f, CREATE, "41=0001 42=01 43=04", "9000");
	assert_said(f, CREATE, "41=ffff 42=01 43=01", "9000");
	assert_said(f, INIT, "42=0001", "9000");
	assert_said(f, INIT, "42=ffff", "9000");
	assert_said(f, UPDATE, "42=0001 43=61", "9000");
	assert_said(f, UPDATE, "42=ffff 43=6162", "9000");
	expect("SHA256", (const uint8_t *)"abc", 3, answer);
	assert_said(f, FINAL, "43=6263 42=0001", answer);
	expect("SHA1", (const uint8_t *)"abc", 3, answer);
	assert_said(f, FINAL, "42=ffff 43=63", answer);
}

/* A snapshot between any two steps, and a chip that did something else since. */
static void from_any_snapshot_it_goes_on_the_same(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t message[300];
	char answer[160], other[160];

	fill(message, sizeof(message));
	for (size_t i = 0; i < CASES; i++) {
		struct bus_snapshot *snapshot;
		uint8_t number;

		make(f, cases[i].number);
		expect(cases[i].name, message, 300, answer);
		expect(cases[i].name, message, 7, other);
		assert_said(f, INIT, "42=0001", "9000");
		update(f, UPDATE, message, 201, "9000");
		snapshot = bus_snapshot_take(&f->board->bus);
		number = f->number;
		assert_said(f, INIT, "42=0001", "9000");
		update(f, FINAL, message, 7, other);
		assert_said(f, DELETE, "41=0001", "9000");
		for (int twice = 0; twice < 2; twice++) {
			bus_snapshot_restore(&f->board->bus, snapshot);
			f->number = number;
			update(f, FINAL, message + 201, 99, answer);
		}
		bus_snapshot_free(snapshot);
		assert_said(f, DELETE, "41=0001", "9000");
	}
}

/* AN12413 3.3.1: the state is lost, the object stays. */
static void the_state_goes_with_power_and_selection(void **state)
{
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < CASES; i++) {
		make(f, cases[i].number);
		for (int power = 0; power < 2; power++) {
			assert_said(f, INIT, "42=0001", "9000");
			assert_said(f, UPDATE, "42=0001 43=61", "9000");
			if (power)
				se_power_cycle(f);
			else
				se_select(f);
			assert_said(f, UPDATE, "42=0001 43=61", "6985");
			assert_said(f, FINAL, "42=0001 43=61", "6985");
		}
		assert_said(f, INIT, "42=0001", "9000");
		assert_said(f, UPDATE, "42=0001 43=61", "9000");
		assert_said(f, DELETE, "41=0001", "9000");
	}
}

static void the_state_goes_with_its_session(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(f, "8041030018 41047da00002 4310" AES_KEY, "9000");
	assert_said(f, CREATE, "41=0002 42=01 43=04", "9000");
	assert_said(f, INIT, "42=0002", "9000");
	se_session_aes(f, &s, 0x7da00002, AES_KEY, 0x33);
	assert_said_in(f, &s, CREATE, "41=0001 42=01 43=04", "9000");
	assert_said_in(f, &s, INIT, "42=0001", "9000");
	assert_said_in(f, &s, UPDATE, "42=0001 43=61", "9000");
	/* Another user's. */
	assert_said(f, INIT, "42=0001", "6985");
	assert_said(f, UPDATE, "42=0001 43=61", "6985");
	assert_said(f, FINAL, "42=0001 43=61", "6985");
	assert_said(f, DELETE, "41=0001", "6985");
	assert_said_in(f, &s, UPDATE, "42=0002 43=61", "6985");
	assert_said(f, LIST, "", "41=0002010400010104 9000");
	assert_in(f, &s, "8004001c", "9000");
	se_session_aes(f, &s, 0x7da00002, AES_KEY, 0x33);
	assert_said_in(f, &s, UPDATE, "42=0001 43=61", "6985");
	assert_said_in(f, &s, INIT, "42=0001", "9000");
	/* The default session's own went on. */
	assert_said(f, UPDATE, "42=0002 43=61", "9000");
}

static void what_is_refused(void **state)
{
	static const char *const headers[] = { INIT, UPDATE, FINAL };
	struct se050_fixture *f = *state;

	assert_said(f, CREATE, "41=0001 42=01 43=04", "9000");
	assert_said(f, CREATE, "41=0002 42=03 43=19", "9000");
	assert_said(f, CREATE, "41=0003 42=02 43=0d", "9000");
	for (size_t i = 0; i < 3; i++) {
		const char *data = i == 0 ? "" : "43=61 ";
		static const char *const ids[] = { "42=0007", "42=0002", "42=0003" };
		static const char *const broken[] = { "", "42=", "42=00", "42=000001", "42=0001 42=0001",
			"42=0001 7e=", "42=0001 43", "42=0001 4482", "42=0001 448300000161" };
		char text[64];

		for (size_t k = 0; k < sizeof(ids) / sizeof(ids[0]); k++) {
			snprintf(text, sizeof(text), "%s%s", data, ids[k]);
			assert_said(f, headers[i], text, "6985");
		}
		for (size_t k = 0; k < sizeof(broken) / sizeof(broken[0]); k++) {
			snprintf(text, sizeof(text), "%s%s", data, broken[k]);
			assert_said(f, headers[i], text, "6a80");
		}
	}
	/* Without Init, and without data. */
	assert_said(f, UPDATE, "42=0001 43=61", "6985");
	assert_said(f, FINAL, "42=0001 43=61", "6985");
	assert_said(f, INIT, "42=0001", "9000");
	assert_said(f, UPDATE, "42=0001", "6a80");
	assert_said(f, FINAL, "42=0001", "6a80");
	assert_said(f, UPDATE, "42=0001 43=61 43=61", "6a80");
	/* What was refused left the running digest alone. */
	assert_said(f, FINAL, "42=0001 43=616263",
		"41=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 9000");
}

static void what_one_step_refuses(void **state)
{
	static const char *const broken[] = { "", "41=04", "42=61", "41= 42=61", "41=0404 42=61",
		"41=04 41=04 42=61", "41=04 42=61 42=61", "41=04 42=61 7e=", "41=04 4202" };
	struct se050_fixture *f = *state;

	for (size_t k = 0; k < sizeof(broken) / sizeof(broken[0]); k++)
		assert_said(f, ONESHOT, broken[k], "6a80");
	assert_said(f, ONESHOT, "41=00 42=61", "6985");
	assert_said(f, ONESHOT, "41=02 42=61", "6985");
	assert_said(f, ONESHOT, "41=ff 42=61", "6985");
	assert_said(f, ONESHOT, "42= 41=01", "41=da39a3ee5e6b4b0d3255bfef95601890afd80709 9000");
}

/* AN12413 4.9. */
static void crypto_objects_are_made_listed_and_deleted(void **state)
{
	struct se050_fixture *f = *state;

	assert_said(f, LIST, "", "41= 9000");
	assert_said(f, CREATE, "43=04 42=01 41=0000", "9000");
	assert_said(f, CREATE, "41=ffff 42=02 43=0e", "9000");
	assert_said(f, CREATE, "41=0102 42=03 43=31", "9000");
	assert_said(f, LIST, "", "41=00000104ffff020e01020331 9000");
	assert_said(f, LIST, "41=00", "6a80");
	/* Also of another kind. */
	assert_said(f, CREATE, "41=0000 42=01 43=04", "6985");
	assert_said(f, CREATE, "41=0000 42=02 43=0d", "6985");
	assert_said(f, DELETE, "41=0001", "6985");
	assert_said(f, DELETE, "41=ffff", "9000");
	assert_said(f, DELETE, "41=ffff", "6985");
	assert_said(f, LIST, "", "41=0000010401020331 9000");
	/* Descriptors outlive power. */
	se_power_cycle(f);
	assert_said(f, LIST, "", "41=0000010401020331 9000");
}

static void what_no_crypto_object_can_be(void **state)
{
	static const char *const unknown[] = { "42=00 43=04", "42=06 43=04", "42=ff 43=04", "42=04 43=b0",
		"42=05 43=01", "42=01 43=00", "42=01 43=02", "42=03 43=ff", "42=02 43=04", "42=02 43=06",
		"42=02 43=07", "42=02 43=08", "42=02 43=18" };
	static const char *const broken[] = { "", "41=0001", "41=0001 42=01", "41=0001 43=04", "42=01 43=04",
		"41=01 42=01 43=04", "41=000001 42=01 43=04", "41=0001 42=0101 43=04", "41=0001 42= 43=04",
		"41=0001 42=01 43=", "41=0001 41=0001 42=01 43=04", "41=0001 42=01 43=04 7e=" };
	struct se050_fixture *f = *state;
	char text[64];

	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		snprintf(text, sizeof(text), "41=0001 %s", unknown[i]);
		assert_said(f, CREATE, text, "6985");
	}
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
		assert_said(f, CREATE, broken[i], "6a80");
	assert_said(f, DELETE, "", "6a80");
	assert_said(f, DELETE, "41=01", "6a80");
	assert_said(f, DELETE, "41=0001 41=0001", "6a80");
	assert_said(f, LIST, "", "41= 9000");
}

/* An algorithm whose feature is off (AN12413 table 5). */
static void features_gate_creation(void **state)
{
	static const struct {
		uint16_t bit;
		const char *subtype;
	} gated[] = { { 0x0080, "42=02 43=0d" }, { 0x0100, "42=02 43=01" }, { 0x0010, "42=03 43=19" } };
	struct se050_fixture *f = *state;
	char text[64];

	for (size_t i = 0; i < sizeof(gated) / sizeof(gated[0]); i++) {
		uint8_t *config = f->chip->nv.identity.applet_config;

		snprintf(text, sizeof(text), "41=0001 %s", gated[i].subtype);
		config[0] ^= (uint8_t)(gated[i].bit >> 8);
		config[1] ^= (uint8_t)gated[i].bit;
		assert_said(f, CREATE, text, "6985");
		config[0] ^= (uint8_t)(gated[i].bit >> 8);
		config[1] ^= (uint8_t)gated[i].bit;
		assert_said(f, CREATE, text, "9000");
		assert_said(f, DELETE, "41=0001", "9000");
	}
}

static void aead_is_a_context_from_7_2_on(void **state)
{
	struct se050_fixture *f = *state;

	assert_said(f, CREATE, "41=0001 42=04 43=b0", "9000");
	assert_said(f, CREATE, "41=0002 42=04 43=f3", "9000");
	assert_said(f, CREATE, "41=0003 42=05 43=01", "6985");
	assert_said(f, LIST, "", "41=000104b0000204f3 9000");
}

/* By the vendor's figures (AN12413 8): 208 bytes of RAM for a SHA-384, 224 for a SHA-512; 108 of the other memory. */
static void memory_ends(void **state)
{
	struct se050_fixture *f = *state;
	char text[64];
	int open = 0, made = 0;

	for (; open < 64; open++) {
		uint8_t bytes[64], answer[64];
		char command[SE_SAY_MAX];

		snprintf(text, sizeof(text), "41=%04x 42=01 43=06", (unsigned int)open);
		assert_said(f, CREATE, text, "9000");
		snprintf(text, sizeof(text), "42=%04x", (unsigned int)open);
		se_say_command(INIT, text, command);
		assert_int_equal(se_apdu(f, bytes, se_hex(command, bytes, sizeof(bytes)), answer, 64), 2);
		if (answer[0] != 0x90)
			break;
	}
	assert_in_range(open, 2, 20);
	assert_said(f, INIT, text, "6a84");
	/* The others run on; one that is begun anew takes no more. */
	assert_said(f, INIT, "42=0001", "9000");
	assert_said(f, DELETE, "41=0000", "9000");
	assert_said(f, INIT, text, "9000");
	for (made = 0x1000; made < 0x2000; made++) {
		uint8_t bytes[64], answer[64];
		char command[SE_SAY_MAX];

		snprintf(text, sizeof(text), "41=%04x 42=01 43=01", (unsigned int)made);
		se_say_command(CREATE, text, command);
		assert_int_equal(se_apdu(f, bytes, se_hex(command, bytes, sizeof(bytes)), answer, 64), 2);
		if (answer[0] != 0x90)
			break;
	}
	assert_said(f, CREATE, text, "6a84");
	assert_in_range(made, 0x1000 + 200, 0x1000 + 300);
	/* A list as long as a payload. */
	{
		uint8_t bytes[8], answer[1100];
		size_t len = se_apdu(f, bytes, se_hex(LIST, bytes, sizeof(bytes)), answer, sizeof(answer));

		assert_in_range(len, 800, 900);
		assert_int_equal((len - 6) % 4, 0);
		assert_memory_equal(answer + len - 2, "\x90\x00", 2);
	}
}

#define ON_C(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
#define ON_E(test) cmocka_unit_test_setup_teardown(test, set_up_e, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_C(nist_messages_in_one_step),
		ON_C(in_steps_of_any_size),
		ON_C(init_begins_anew_and_so_does_final),
		ON_C(two_at_a_time),
		ON_C(from_any_snapshot_it_goes_on_the_same),
		ON_C(the_state_goes_with_power_and_selection),
		ON_C(the_state_goes_with_its_session),
		ON_C(what_is_refused),
		ON_C(what_one_step_refuses),
		ON_C(crypto_objects_are_made_listed_and_deleted),
		ON_C(what_no_crypto_object_can_be),
		ON_C(features_gate_creation),
		ON_E(aead_is_a_context_from_7_2_on),
		ON_C(memory_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
