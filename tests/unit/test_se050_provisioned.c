/* tests/unit/test_se050_provisioned.c: what the factory put into each part, by NXP's tables (AN12436 4, 7 to 12, 15). */
#include "cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "se050_fixture.h"
#include "tlv.h"

enum {
	A = 1,
	B = 2,
	C = 4,
	D = 8,
	E = 16,
	F = 32,
	ALL = A | B | C | D | E | F,
	EC_PARTS = ALL & ~B,
	IDS_MAX = 64,
};

/* An object, the parts that have it, its type and size, and whether a customer may delete it. */
struct provisioned {
	uint32_t id;
	unsigned int parts;
	uint8_t type; /* before 7.2 */
	uint16_t size;
	bool erasable;
};

static const struct provisioned table[] = {
	{ 0x7fff0206, ALL, 0x0b, 18, false },
	{ 0x7fff0201, ALL, 0x01, 32, false },
	{ 0x7fff0202, ALL, 0x01, 32, false },
	{ 0x7fff0204, ALL, 0x03, 32, false },
	/* Reserved by NXP, in every variant's table and not in table 15: what they are is ours. */
	{ 0x7fff0209, ALL, 0x03, 32, false },
	{ 0xf0000030, ALL, 0x03, 32, false },
	{ 0x7fff0207, F, 0x09, 16, false },
	{ 0x7fff020b, E, 0x0b, 1024, false },
	{ 0xf0003394, E, 0x09, 32, false },
	{ 0xf0000020, ALL, 0x03, 32, false },
	{ 0xf0000000, EC_PARTS, 0x01, 32, false },
	{ 0xf0000001, EC_PARTS, 0x0b, 470, false },
	{ 0xf0000002, EC_PARTS, 0x01, 32, false },
	{ 0xf0000003, EC_PARTS, 0x0b, 470, false },
	{ 0xf0000004, B, 0x05, 256, false },
	{ 0xf0000005, B, 0x0b, 863, false },
	{ 0xf0000006, B, 0x05, 256, false },
	{ 0xf0000007, B, 0x0b, 863, false },
	{ 0xf0000010, B | C | F, 0x05, 256, false },
	{ 0xf0000011, C | F, 0x0b, 863, true },
	{ 0xf0000012, EC_PARTS, 0x01, 32, false },
	{ 0xf0000013, C | E | F, 0x0b, 467, true },
	{ 0xf0000100, C | E | F, 0x01, 32, true },
	{ 0xf0000101, C | E | F, 0x0b, 549, true },
	{ 0xf0000102, C | E | F, 0x01, 32, true },
	{ 0xf0000103, C | E | F, 0x0b, 549, true },
	{ 0xf0000110, C | F, 0x05, 256, true },
	{ 0xf0000111, C | F, 0x0b, 1206, true },
	{ 0xf0000112, C | F, 0x05, 256, true },
	{ 0xf0000113, C | F, 0x0b, 1206, true },
	{ 0xf0000120, C | F, 0x05, 512, true },
	{ 0xf0000121, C | F, 0x0b, 1462, true },
	{ 0xf0000122, C | F, 0x05, 512, true },
	{ 0xf0000123, C | F, 0x0b, 1462, true },
};

struct variant {
	const char *name;
	unsigned int is;
	bool curve_types; /* 7.2: types of EC objects tell the curve, 29 and up for P-256 */
	bool in_channel;  /* commands want the platform channel */
};

static const struct variant parts[] = {
	{ "se050a", A, false, false },
	{ "se050a,oef=a205", A, false, false },
	{ "se050b", B, false, false },
	{ "se050b,oef=a203", B, false, false },
	{ "se050c", C, false, false },
	{ "se050c,oef=a201", C, false, false },
	{ "se050c,memory=32K", C, false, false },
	{ "se050d", D, false, false },
	{ "se050e", E, true, false },
	{ "se050f", F, false, true },
	{ "se050f,oef=a77e", F, false, true },
	{ "se050-dev", C, false, false },
};

static void say(struct se050_fixture *f, const struct variant *part, const char *command, const char *answer)
{
	if (part->in_channel)
		assert_secure(f, command, answer);
	else
		assert_apdu(f, command, answer);
}

static struct se050_fixture *begin(const struct variant *part)
{
	struct se050_fixture *f = se_new(part->name);

	se_select(f);
	if (part->in_channel)
		se_open_channel(f, 0x33);
	return f;
}

static uint8_t type_of(const struct variant *part, const struct provisioned *object)
{
	return object->type <= 0x03 && part->curve_types ? (uint8_t)(object->type + 0x28) : object->type;
}

static void each_part_has_what_its_table_says(void **state)
{
	char command[64], answer[64];

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const struct variant *part = &parts[i];
		struct se050_fixture *f = begin(part);
		size_t n = 0;

		for (size_t k = 0; k < sizeof(table) / sizeof(table[0]); k++) {
			const struct provisioned *object = &table[k];
			bool there = object->parts & part->is;

			n += there;
			print_message("%s %08x\n", part->name, object->id);
			snprintf(command, sizeof(command), "8004002706 4104%08x", object->id);
			say(f, part, command, there ? "410101 9000" : "410102 9000");
			if (!there)
				continue;
			snprintf(command, sizeof(command), "8002002606 4104%08x", object->id);
			snprintf(answer, sizeof(answer), "4101%02x 420101 9000", type_of(part, object));
			say(f, part, command, answer);
			snprintf(command, sizeof(command), "8002000706 4104%08x", object->id);
			snprintf(answer, sizeof(answer), "4102%04x 9000", object->size);
			say(f, part, command, answer);
		}
		/* And nothing else. */
		assert_int_equal(f->chip->nv.heap_records, n);
		se_free(f);
	}
}

/* Whose policy names other users only. */
static bool names_others(uint32_t id)
{
	return id == 0x7fff020b || id == 0xf0000020;
}

static void what_a_customer_may_delete(void **state)
{
	char command[64];

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const struct variant *part = &parts[i];
		struct se050_fixture *f = begin(part);

		for (size_t k = 0; k < sizeof(table) / sizeof(table[0]); k++) {
			const struct provisioned *object = &table[k];

			if (!(object->parts & part->is))
				continue;
			print_message("%s %08x\n", part->name, object->id);
			snprintf(command, sizeof(command), "8004002806 4104%08x", object->id);
			/* No entry for the default session: 6982. */
			say(f, part, command,
				object->erasable           ? "9000"
				: names_others(object->id) ? "6982"
							   : "6986");
		}
		se_free(f);
	}
}

/* Certificates are files that everybody reads; those of connectivity keys are written by F0000020 alone. */
static void certificates_are_files_of_the_factory(void **state)
{
	struct se050_fixture *f = se_new("se050e");

	(void)state;
	se_select(f);
	assert_apdu(f, "8002003b06 4104f0000001",
		"4382 0025 f0000001 0b 01 0000 00000000 0000 08f000002000300000 080000000000200000 01 "
		"00000000 9000");
	assert_apdu(f, "8002003b06 4104f0000013",
		"4382 001c f0000013 0b 01 0000 00000000 0000 080000000000340000 01 00000000 9000");
	assert_apdu(f, "800106000d 4104f0000001 42020000 440130", "6986");
	assert_apdu(f, "800106000d 4104f0000013 42020000 440130", "9000");
	se_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_part_has_what_its_table_says),
		cmocka_unit_test(what_a_customer_may_delete),
		cmocka_unit_test(certificates_are_files_of_the_factory),
	};

	return cmocka_run_group_tests_name("se050_provisioned", tests, NULL, NULL);
}
