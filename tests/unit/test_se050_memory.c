/*
 * tests/unit/test_se050_memory.c: memory that is spent, by the vendor's figures (AN12413 8), and a part with room for
 * ten thousand objects.
 */
#include "cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "object.h"
#include "se050_fixture.h"
#include "tlv.h"

#define AES_KEY "404142434445464748494a4b4c4d4e4f"
#define ZEROS_32 "0000000000000000000000000000000000000000000000000000000000000000"

static int set_up(void **state)
{
	*state = se_new("se050c");
	se_select(*state);
	return 0;
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static uint16_t status_of(struct se050_fixture *f, const char *hex)
{
	uint8_t bytes[200], got[1100];
	size_t len = se_apdu(f, bytes, se_hex(hex, bytes, sizeof(bytes)), got, sizeof(got));

	return (uint16_t)(got[len - 2] << 8 | got[len - 1]);
}

static void make_file(struct se050_fixture *f, uint32_t id, size_t len)
{
	char hex[40];

	snprintf(hex, sizeof(hex), "800106000a 4104%08x 4302%04zx", id, len);
	assert_apdu(f, hex, "9000");
}

/* To the last byte but so many: a file of n bytes costs 92 more (AN12413 table 285). */
static void fill_but(struct se050_fixture *f, size_t rest)
{
	size_t left = object_memory_left(f->chip);
	uint32_t id = 0x1000;

	while (left > rest + 2 * 0x7000) {
		make_file(f, id++, 0x7000 - 92);
		left -= 0x7000;
		assert_int_equal(object_memory_left(f->chip), left);
	}
	if (left > rest + 0x7000) {
		make_file(f, id++, 0x4000 - 92);
		left -= 0x4000;
	}
	make_file(f, id++, left - rest - 92);
	assert_int_equal(object_memory_left(f->chip), rest);
}

/* A command that makes something, what it costs in NVM, and what deletes it. */
struct maker {
	const char *make;
	size_t cost;
	const char *delete;
};

#define DELETE "8004002806 410400000080"

static const struct maker makers[] = {
	{ "8001030018 410400000080 4310" AES_KEY, 132 + 16, DELETE },
	{ "8001040018 410400000080 4310" AES_KEY, 156 + 16, DELETE },
	{ "8001050018 410400000080 4310" AES_KEY, 136 + 16, DELETE },
	{ "800106000a 410400000080 43020001", 92 + 1, DELETE },
	{ "800108000a 410400000080 42020004", 92 + 4, DELETE },
	{ "8001090028 410400000080 4220" ZEROS_32, 176, DELETE },
	{ "8001610009 410400000080 420103", 352, DELETE },
	{ "8041070018 1109 0800000000 00240000 410400000080 4205c001020304", 100 + 5, DELETE },
	{ "800162000a 410400000080 42020200", 536, DELETE },
	{ "80010b0403 410104", 396, "80040b2803 410104" },
	{ "800110000a 41020007 420101 430104", 108, "8004102804 41020007" },
};

/* One byte too few: refused, and nothing is there; as many as it costs: made, and nothing is left. */
static void creation_is_refused_to_the_byte(void **state)
{
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		const struct maker *maker = &makers[i];
		struct se050_nv before;
		size_t len;

		se_free(f);
		*state = f = se_new("se050c");
		se_select(f);
		fill_but(f, maker->cost - 1);
		before = f->chip->nv;
		assert_apdu(f, maker->make, "6a84");
		assert_memory_equal(&f->chip->nv, &before, sizeof(before));
		assert_null(object_look(f->chip, 0x80));
		len = object_look(f->chip, 0x1000)->value_len;
		assert_apdu(f, "8004002806 410400001000", "9000");
		make_file(f, 0x1000, len - 1);
		assert_int_equal(object_memory_left(f->chip), maker->cost);
		assert_apdu(f, maker->make, "9000");
		assert_int_equal(object_memory_left(f->chip), 0);
		assert_apdu(f, "8004002203 410101", "41020000 9000");
		/* What is there can be used and changed, and memory comes back. */
		assert_apdu(f, "800106000e 410400001001 42020000 4402 abcd", "9000");
		assert_apdu(f, "800200000e 410400001001 42020000 43020002", "41820002 abcd 9000");
		assert_apdu(f, maker->delete, "9000");
		assert_int_equal(object_memory_left(f->chip), maker->cost);
		assert_apdu(f, maker->make, "9000");
	}
}

/* Values of transient objects and states of crypto objects are in RAM, which is small. */
static void ram_that_is_spent(void **state)
{
	struct se050_fixture *f = *state;
	unsigned int n = 0;
	char hex[80];

	for (;; n++) {
		snprintf(hex, sizeof(hex), "8081030018 4104%08x 4310" AES_KEY, 0x2000 + n);
		if (status_of(f, hex) != 0x9000)
			break;
		assert_true(n < 1000);
	}
	assert_true(n > 10);
	assert_int_equal(status_of(f, hex), 0x6a84);
	assert_null(object_look(f->chip, 0x2000 + n));
	/* Persistent ones go on being made; one transient less, one more. */
	assert_apdu(f, "8001030018 410400000080 4310" AES_KEY, "9000");
	assert_apdu(f, "8004002806 410400002000", "9000");
	assert_int_equal(status_of(f, hex), 0x9000);
	/* Deselected, keys have no value and no room is lost. */
	se_select(f);
	assert_int_equal(status_of(f, "8081030018 410400002001 4310" AES_KEY), 0x9000);
}

/* ReadIDList, page by page: every object once. */
static void list_all(struct se050_fixture *f, uint32_t first, size_t n)
{
	static uint8_t seen[20000];
	size_t offset = 0, found = 0;
	bool more = true;

	memset(seen, 0, sizeof(seen));
	while (more) {
		uint8_t command[16], answer[1100];
		struct tlv tlv;
		struct rbuf r;
		char hex[40];

		snprintf(hex, sizeof(hex), "8002002507 4102%04zx 4201ff", offset);
		r = rbuf_from(answer,
			se_apdu(f, command, se_hex(hex, command, sizeof(command)), answer, sizeof(answer)) -
				2);
		assert_true(tlv_next(&r, &tlv));
		more = rbuf_u8(&tlv.value) == 2;
		assert_true(tlv_next(&r, &tlv));
		assert_true(!more || rbuf_left(&tlv.value) > 0);
		for (; rbuf_left(&tlv.value) > 0; offset++) {
			uint32_t id = rbuf_be32(&tlv.value);

			if (id < first || id >= first + n)
				continue;
			assert_int_equal(seen[id - first]++, 0);
			found++;
		}
	}
	assert_int_equal(found, n);
}

static void ten_thousand_objects_are_made_listed_and_deleted(void **state)
{
	enum { MANY = 10000, FIRST = 0x10000 };
	struct se050_fixture *f = se_new("se050c,memory=4M");
	struct se_session s;
	char hex[60];

	(void)state;
	se_select(f);
	assert_apdu(f, "8041030018 41047fff0205 4310" AES_KEY, "9000");
	for (unsigned int i = 0; i < MANY; i++) {
		snprintf(hex, sizeof(hex), "800106000e 4104%08x 43020002 4402%04x", FIRST + i, i);
		assert_int_equal(status_of(f, hex), 0x9000);
	}
	list_all(f, FIRST, MANY);
	for (unsigned int i = 0; i < MANY; i++) {
		char answer[40];

		snprintf(hex, sizeof(hex), "8002000006 4104%08x", FIRST + i);
		snprintf(answer, sizeof(answer), "41820002 %04x 9000", i);
		assert_apdu(f, hex, answer);
	}
	assert_apdu(f, "8004002203 410101", "41027fff 9000");
	se_session_aes(f, &s, ID_FACTORY_RESET, AES_KEY, 0x00);
	assert_in(f, &s, "8004002a", "9000");
	list_all(f, FIRST, 0);
	assert_null(object_look(f->chip, FIRST));
	assert_non_null(object_look(f->chip, ID_UNIQUE_ID));
	/* And again as many. */
	for (unsigned int i = 0; i < MANY; i++) {
		snprintf(hex, sizeof(hex), "800106000e 4104%08x 43020002 4402%04x", FIRST + i, i);
		assert_int_equal(status_of(f, hex), 0x9000);
	}
	list_all(f, FIRST, MANY);
	se_free(f);
}

/* An ordinary part has room for some hundreds of small files, and no more. */
static void an_ordinary_part_has_no_room_for_them(void **state)
{
	struct se050_fixture *f = *state;
	unsigned int n = 0;
	char hex[60];

	for (;; n++) {
		snprintf(hex, sizeof(hex), "800106000e 4104%08x 43020002 4402%04x", 0x10000 + n, n);
		if (status_of(f, hex) != 0x9000)
			break;
		assert_true(n < 1000);
	}
	assert_int_equal(status_of(f, hex), 0x6a84);
	assert_true(object_memory_left(f->chip) < 92 + 2);
	list_all(f, 0x10000, n);
	assert_in_range(n, 300, 51200 / 94);
	se_power_cycle(f);
	list_all(f, 0x10000, n);
	assert_int_equal(status_of(f, hex), 0x6a84);
}

#define ON_C(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_C(creation_is_refused_to_the_byte),
		ON_C(ram_that_is_spent),
		cmocka_unit_test(ten_thousand_objects_are_made_listed_and_deleted),
		ON_C(an_ordinary_part_has_no_room_for_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
