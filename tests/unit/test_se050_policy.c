/* tests/unit/test_se050_policy.c: policies, transient objects, memory (AN12413 3.2.2, 3.7, 8; se050-evidence.md 3.4). */
#include "cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "object.h"
#include "policy050.h"
#include "se050_fixture.h"

#define AES_KEY "404142434445464748494a4b4c4d4e4f"
#define ZEROS_31 "00000000000000000000000000000000000000000000000000000000000000"
#define ZEROS_32 "00" ZEROS_31

static int set_up(void **state)
{
	struct se050_fixture *f = se_new("se050c");

	se_select(f);
	assert_apdu(f, "8041030018 41047da00002 4310" AES_KEY, "9000");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static void policies_decide_and_never_change(void **state)
{
	struct se050_fixture *f = *state;

	/* READ alone: the second chunk is refused already. */
	assert_apdu(f, "8001060015 1109 0800000000 00200000 410400000070 43020008", "9000");
	assert_apdu(f, "8002000006 410400000070", "41820008 0000000000000000 9000");
	assert_apdu(f, "8001060010 410400000070 42020000 4404 05060708", "6986");
	assert_apdu(f, "8004002806 410400000070", "6986");
	/* A policy sent with an update means nothing. */
	assert_apdu(f, "800106001b 1109 0800000000 00340000 410400000070 42020000 4404 05060708", "6986");
	/* A user who is not here (seen on parts: 6982). */
	assert_apdu(f, "8001060015 1109 0812345678 00200000 410400000071 43020008", "9000");
	assert_apdu(f, "8002000006 410400000071", "6982");
	/* Forbidden is forbidden, whatever is allowed beside it. */
	assert_apdu(f, "8001060015 1109 0800000000 20340000 410400000072 43020008", "9000");
	assert_apdu(f, "8002000006 410400000072", "6986");
	/* Type and size are nobody's secret. */
	assert_apdu(f, "8002002606 410400000072", "41010b 420101 9000");
	assert_apdu(f, "8002000706 410400000072", "4102 0008 9000");
}

static void an_entry_of_ones_own_replaces_that_for_all(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(
		f, "800106001e 1112 0800000000 00200000 087da00002 00100000 410400000073 43020002", "9000");
	assert_apdu(f, "8002000006 410400000073", "41820002 0000 9000");
	assert_apdu(f, "800106000e 410400000073 42020000 4402 0506", "6986");
	se_session_aes(f, &s, 0x7da00002, AES_KEY, 0x33);
	assert_in(f, &s, "8002000006 410400000073", "6986");
	assert_in(f, &s, "800106000e 410400000073 42020000 4402 0506", "9000");
	assert_apdu(f, "8002000006 410400000073", "41820002 0506 9000");
}

static void secure_messaging_can_be_a_condition(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;
	static const uint8_t levels[] = { 0x00, 0x01, 0x03, 0x11, 0x13, 0x33 };

	assert_apdu(f, "8001060015 1109 0800000000 00220000 410400000074 43020002", "9000");
	assert_apdu(f, "8002000006 410400000074", "6986");
	for (size_t i = 0; i < sizeof(levels); i++) {
		const char *expected = (levels[i] & 3) == 3 ? "41820002 0000 9000" : "6986";

		se_session_aes(f, &s, 0x7da00002, AES_KEY, levels[i]);
		assert_in(f, &s, "8002000006 410400000074", expected);
		assert_in(f, &s, "8004001c", "9000");
		se_open_channel(f, levels[i]);
		assert_secure(f, "8002000006 410400000074", expected);
		se_select(f);
	}
}

static void a_pcr_can_be_a_condition(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8001090028 410400000030 4220" ZEROS_32, "9000");
	assert_apdu(
		f, "8001060039 112d 2c00000000 00210000 00000030" ZEROS_32 "410400000075 43020002", "9000");
	assert_apdu(f, "8002000006 410400000075", "41820002 0000 9000");
	assert_apdu(f, "8001090009 410400000030 430161", "9000");
	assert_apdu(f, "8002000006 410400000075", "6986");
	assert_apdu(f, "8001090006 410400000030", "9000");
	assert_apdu(f, "8002000006 410400000075", "41820002 0000 9000");
	assert_apdu(f, "8004002806 410400000030", "9000");
	assert_apdu(f, "8002000006 410400000075", "6986");
}

static void a_pcr_is_extended_by_write_and_goes_back_by_delete(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8001090033 1109 0800000000 00100000 410400000031 4220" ZEROS_32, "9000");
	assert_apdu(f, "8001090033 1109 0800000000 00040000 410400000032 4220" ZEROS_32, "9000");
	assert_apdu(f, "8001090009 410400000031 430161", "9000");
	assert_apdu(f, "8001090006 410400000031", "6986");
	assert_apdu(f, "8001090009 410400000032 430161", "6986");
	assert_apdu(f, "8001090006 410400000032", "9000");
}

static void policies_that_are_none(void **state)
{
	struct se050_fixture *f = *state;
	static const struct {
		const char *command, *status;
	} wrong[] = {
		{ "8001060015 1109 0700000000 00200000 410400000076 43020008", "6a80" },
		{ "8001060015 1109 0900000000 00200000 410400000076 43020008", "6a80" },
		{ "8001060015 1109 0800000000 00210000 410400000076 43020008", "6a80" },
		{ "8001060016 110a 0900000000 00200000 00 410400000076 43020008", "6a80" },
		{ "8001060015 1109 0800000000 10200000 410400000076 43020008", "6984" },
		{ "8001060015 1109 0800000000 00200001 410400000076 43020008", "6984" },
		{ "800106000c 1100 410400000076 43020008", "6a80" },
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_apdu(f, wrong[i].command, wrong[i].status);
	assert_apdu(f, "8004002706 410400000076", "410102 9000");
}

static enum se050_class class_named(const char *name)
{
	static const struct {
		const char *name;
		enum se050_class class;
	} rows[] = { { "AES", CLASS_AES }, { "DES", CLASS_DES }, { "HMAC", CLASS_HMAC },
		{ "RSA pair", CLASS_RSA_PAIR }, { "RSA public", CLASS_RSA_PUBLIC },
		{ "RSA private", CLASS_RSA_PRIVATE }, { "EC pair", CLASS_EC_PAIR },
		{ "EC public", CLASS_EC_PUBLIC }, { "EC private", CLASS_EC_PRIVATE },
		{ "binary", CLASS_BINARY }, { "counter", CLASS_COUNTER }, { "PCR", CLASS_PCR },
		{ "UserID", CLASS_USER_ID } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].name, name) == 0)
			return rows[i].class;
	fail_msg("no class %s", name);
	return CLASS_NONE;
}

/* One cell of vectors/policy_matrix.tsv, column "may be set"; "open" is decided by nobody. */
static void check_cell(const struct se050 *chip, const char *line)
{
	char class_name[32], authenticates[8], rule[64], bit[16], may[8];
	uint8_t policy[64] = { 8 };
	enum se05x_status status;

	assert_int_equal(sscanf(line, "%31[^\t]\t%7[^\t]\t%63[^\t]\t%15[^\t]\t%7[^\t]", class_name,
				 authenticates, rule, bit, may),
		5);
	se_hex(bit, policy + 5, 4);
	if (strcmp(rule, "REQUIRE_PCR_VALUE") == 0)
		policy[0] = 44;
	status = policy_valid(chip, class_named(class_name), strcmp(authenticates, "yes") == 0,
		rbuf_from(policy, policy[0] + 1u));
	if (strcmp(may, "open") != 0 && status != (strcmp(may, "yes") == 0 ? SW_OK : SW_DATA_INVALID))
		fail_msg("%s %s: %04x", class_name, rule, status);
}

/* Every class and rule of applets before 7.2; authentication objects have rules of their own from 3.4.0 on. */
static void the_matrix_of_rules_and_classes(void **state)
{
	struct se050_fixture *f = *state;
	FILE *file = fopen(SESIM_VECTORS "/policy_matrix.tsv", "r");
	char line[1000];
	size_t cells = 0;

	assert_non_null(file);
	f->chip->nv.identity.version[1] = 6;
	while (fgets(line, sizeof(line), file))
		if (*line != '#') {
			check_cell(f->chip, line);
			cells++;
		}
	fclose(file);
	assert_int_equal(cells, 16 * 18);
}

/* AN12413 3.7.3, computed from its tables 11 and 50. */
static void default_policies(void **state)
{
	struct se050_fixture *f = *state;
	static const struct {
		enum se050_class class;
		bool authenticates;
		const char *bytes;
	} rows[] = { { CLASS_AES, false, "0800000000 1b5c7000" }, { CLASS_DES, false, "0800000000 1b5c1000" },
		{ CLASS_HMAC, false, "0800000000 18dc1000" }, { CLASS_EC_PAIR, false, "0800000000 1ffc1000" },
		{ CLASS_RSA_PUBLIC, false, "0800000000 1ffc1000" },
		{ CLASS_BINARY, false, "0800000000 00340000" },
		{ CLASS_COUNTER, false, "0800000000 00340000" }, { CLASS_PCR, false, "0800000000 00340000" },
		{ CLASS_AES, true, "0800000000 00200000" }, { CLASS_EC_PUBLIC, true, "0800000000 00200000" },
		{ CLASS_USER_ID, true, "0800000000 00200000" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint8_t bytes[POLICY_DEFAULT], expected[POLICY_DEFAULT];
		struct wbuf w = wbuf_to(bytes, sizeof(bytes));

		policy_default(f->chip, rows[i].class, rows[i].authenticates, &w);
		assert_int_equal(w.len, se_hex(rows[i].bytes, expected, sizeof(expected)));
		assert_memory_equal(bytes, expected, w.len);
	}
}

static void transient_values_go_with_deselection(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8081060010 410400000080 43020004 4404 01020304", "9000");
	assert_apdu(f, "8081080009 410400000081 430105", "9000");
	assert_apdu(f, "8081090028 410400000082 4220 01" ZEROS_31, "9000");
	assert_apdu(f, "8001090009 410400000082 430161", "9000");
	assert_apdu(f, "8081030018 410400000083 4310" AES_KEY, "9000");
	assert_apdu(f, "8002002606 410400000083", "410109 420102 9000");
	assert_apdu(f, "8002000006 410400000080", "41820004 01020304 9000");
	se_select(f);
	assert_apdu(f, "8002000006 410400000080", "41820004 00000000 9000");
	assert_apdu(f, "8002000006 410400000081", "41820001 00 9000");
	assert_apdu(f, "8002000006 410400000082", "41820020 01" ZEROS_31 " 9000");
	assert_apdu(f, "8004002706 410400000083", "410101 9000");
	assert_null(object_value(f->chip, object_look(f->chip, 0x83)).at);
	/* It can be given a new one; that it is transient stays. */
	assert_apdu(f, "8001030018 410400000083 4310" AES_KEY, "9000");
	assert_int_equal(object_value(f->chip, object_look(f->chip, 0x83)).left, 16);
	assert_apdu(f, "8002002606 410400000083", "410109 420102 9000");
	/* Authentication objects are persistent only. */
	assert_apdu(f, "80c1030018 410400000084 4310" AES_KEY, "6985");
}

static void transient_objects_are_of_the_user_who_made_them(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(f, "8081060010 410400000080 43020004 4404 01020304", "9000");
	se_session_aes(f, &s, 0x7da00002, AES_KEY, 0x33);
	assert_in(f, &s, "8002000006 410400000080", "6985");
	assert_in(f, &s, "8004002806 410400000080", "6985");
	assert_in(f, &s, "8081060010 410400000081 43020004 4404 01020304", "9000");
	assert_in(f, &s, "8002000006 410400000081", "41820004 01020304 9000");
	assert_apdu(f, "8002000006 410400000081", "6985");
	assert_apdu(f, "800106000e 410400000081 42020000 4402 0506", "6985");
	assert_apdu(f, "8002000706 410400000081", "4102 0004 9000");
}

static size_t free_memory(struct se050_fixture *f, int type)
{
	uint8_t command[] = { 0x80, 0x04, 0x00, 0x22, 0x03, 0x41, 0x01, (uint8_t)type }, got[16];

	assert_int_equal(se_apdu(f, command, sizeof(command), got, sizeof(got)), 6);
	return (size_t)(got[2] << 8 | got[3]);
}

/* By the vendor's figures, in steps of 16. */
static void memory_falls_as_objects_come(void **state)
{
	struct se050_fixture *f = *state;
	size_t left = object_memory_left(f->chip), ram;

	assert_int_equal(free_memory(f, 1), left / 16 * 16);
	assert_apdu(f, "800106000a 410400000090 43024e20", "9000");
	assert_int_equal(object_memory_left(f->chip), left - 92 - 20000);
	left = object_memory_left(f->chip);
	assert_int_equal(free_memory(f, 1), left / 16 * 16);
	assert_apdu(f, "8001030018 410400000091 4310" AES_KEY, "9000");
	assert_int_equal(object_memory_left(f->chip), left - 132 - 16);
	ram = free_memory(f, 3);
	assert_apdu(f, "8081030018 410400000092 4310" AES_KEY, "9000");
	assert_int_equal(object_memory_left(f->chip), left - 132 - 16 - 112);
	assert_int_equal(free_memory(f, 3), ram - 32);
	assert_apdu(f, "8004002806 410400000092", "9000");
	assert_int_equal(free_memory(f, 2), ram);
	assert_apdu(f, "8004002203 410100", "6985");
	assert_apdu(f, "8004002203 410104", "6985");
	assert_apdu(f, "8004002806 410400000090", "9000");
	assert_int_equal(free_memory(f, 1), (left + 92 + 20000 - 132 - 16) / 16 * 16);
}

/* 7FFF is as much as two bytes tell. */
static void memory_that_is_more_than_can_be_said(void **state)
{
	struct se050_fixture *f = se_new("se050a");

	(void)state;
	se_select(f);
	assert_true(object_memory_left(f->chip) > 0x8000);
	assert_int_equal(free_memory(f, 1), 0x7fff);
	se_free(f);
}

/* "%s" with a number: one command of many alike. */
static bool accepted(struct se050_fixture *f, const char *format, unsigned int number)
{
	char hex[100];
	uint8_t bytes[64], got[8];

	snprintf(hex, sizeof(hex), format, number);
	assert_int_equal(se_apdu(f, bytes, se_hex(hex, bytes, sizeof(bytes)), got, sizeof(got)), 2);
	if (got[0] != 0x90)
		assert_memory_equal(got, "\x6a\x84", 2);
	return got[0] == 0x90;
}

static bool there(struct se050_fixture *f, unsigned int id)
{
	return object_look(f->chip, id) != NULL;
}

static void memory_that_is_spent_refuses_and_deletion_gives_it_back(void **state)
{
	struct se050_fixture *f = *state;
	unsigned int n = 0;

	while (accepted(f, "800106000a 4104%08x 43020064", 0x1000 + n))
		n++;
	assert_in_range(n, 130, 160);
	/* Every other one goes, and fewer of a larger size come in. */
	for (unsigned int i = 0; i < n; i += 2)
		assert_true(accepted(f, "8004002806 4104%08x", 0x1000 + i));
	for (unsigned int i = 0; i < n / 5; i++)
		assert_true(accepted(f, "800106000a 4104%08x 4302012c", 0x2000 + i));
	se_power_cycle(f);
	for (unsigned int i = 0; i < n; i++)
		assert_int_equal(there(f, 0x1000 + i), i % 2);
	for (unsigned int i = 0; i < n / 5; i++)
		assert_true(there(f, 0x2000 + i));
}

/* Thousands of creations, changes and deletions beside a list of what must be there. */
static void the_index_never_loses_an_object(void **state)
{
	enum { IDS = 64 };
	struct se050_fixture *f = *state;
	int value[IDS] = { 0 }; /* 0: not there */
	uint64_t x = 88172645463325252u;
	size_t records = f->chip->nv.heap_records;

	for (int round = 0; round < 6000; round++) {
		unsigned int i, id;
		char hex[100];

		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		i = (unsigned int)(x >> 20) % IDS;
		id = 0x100000 * (i + 1);
		if (value[i] && x % 3 == 0) {
			snprintf(hex, sizeof(hex), "8004002806 4104%08x", id);
			value[i] = 0;
		} else {
			int old = value[i];

			value[i] = 1 + round % 255;
			if (old)
				snprintf(hex, sizeof(hex), "8001060009 4104%08x 4401%02x", id, value[i]);
			else
				snprintf(hex, sizeof(hex), "800106000d 4104%08x 4302%04x 4401%02x", id,
					(unsigned int)(4 + (x >> 40) % 400), value[i]);
		}
		assert_apdu(f, hex, "9000");
		if (round % 500 == 0)
			se_power_cycle(f);
	}
	for (unsigned int i = 0; i < IDS; i++) {
		const struct se050_object *object = object_look(f->chip, 0x100000 * (i + 1));
		struct rbuf bytes;

		assert_int_equal(object != NULL, value[i] != 0);
		if (!object)
			continue;
		records++;
		bytes = object_value(f->chip, object);
		assert_int_equal(rbuf_u8(&bytes), value[i]);
	}
	assert_int_equal(f->chip->nv.heap_records, records);
}

static void ten_thousand_objects(void **state)
{
	struct se050_fixture *f = se_new("se050c,memory=4M");

	(void)state;
	se_select(f);
	for (unsigned int i = 0; i < 10000; i++)
		assert_true(accepted(f, "800106000d 4104%08x 43020001 440177", 0x100 + i));
	se_power_cycle(f);
	for (unsigned int i = 0; i < 10000; i += 7) {
		char hex[64];

		snprintf(hex, sizeof(hex), "8002000006 4104%08x", 0x100 + i);
		assert_apdu(f, hex, "41820001 77 9000");
	}
	se_free(f);
}

/* The size of the memory is the file's. */
static void objects_survive_the_state_file(void **state)
{
	struct se050_fixture *f;
	char path[] = "/tmp/sesim-XXXXXX", part[120], file[64];

	(void)state;
	assert_non_null(mkdtemp(path));
	snprintf(file, sizeof(file), "%s/c.nvm", path);
	snprintf(part, sizeof(part), "se050c,memory=64K,state=%s", file);
	f = se_new(part);
	se_select(f);
	assert_apdu(f, "8001060010 410400000010 43020004 4404 01020304", "9000");
	assert_apdu(f, "8001060010 410400000011 43020004 4404 01020304", "9000");
	assert_apdu(f, "8004002806 410400000010", "9000");
	assert_apdu(f, "8001080009 410400000081 430105", "9000");
	se_free(f);
	snprintf(part, sizeof(part), "se050c,state=%s", file);
	f = se_new(part);
	se_select(f);
	assert_int_equal(f->chip->nv.heap_size, 64 * 1024);
	assert_apdu(f, "8002000006 410400000011", "41820004 01020304 9000");
	assert_apdu(f, "8004002706 410400000010", "410102 9000");
	assert_apdu(f, "8001080006 410400000081", "9000");
	se_free(f);
	f = se_new(part);
	se_select(f);
	assert_apdu(f, "8002000006 410400000081", "41820001 06 9000");
	se_free(f);
	unlink(file);
	rmdir(path);
}

#define ON_C(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_C(policies_decide_and_never_change),
		ON_C(an_entry_of_ones_own_replaces_that_for_all),
		ON_C(secure_messaging_can_be_a_condition),
		ON_C(a_pcr_can_be_a_condition),
		ON_C(a_pcr_is_extended_by_write_and_goes_back_by_delete),
		ON_C(policies_that_are_none),
		ON_C(the_matrix_of_rules_and_classes),
		ON_C(default_policies),
		ON_C(transient_values_go_with_deselection),
		ON_C(transient_objects_are_of_the_user_who_made_them),
		ON_C(memory_falls_as_objects_come),
		cmocka_unit_test(memory_that_is_more_than_can_be_said),
		ON_C(memory_that_is_spent_refuses_and_deletion_gives_it_back),
		ON_C(the_index_never_loses_an_object),
		cmocka_unit_test(ten_thousand_objects),
		cmocka_unit_test(objects_survive_the_state_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
