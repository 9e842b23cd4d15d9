/* tests/conformance/atca_info.c: Info and Random. */
#include <errno.h>
#include <string.h>

#include "atca_cases.h"

/* One command whose answer is this status. */
static void expect_status(
	struct conform *c, enum atca_opcode opcode, uint8_t param1, uint16_t param2, enum atca_status status)
{
	struct atca_answer answer;
	int rc = atca_host_command(&c->atca, opcode, param1, param2, NULL, 0, &answer);

	if (rc < 0)
		conform_fail(c, "opcode %02x, param1 %02x, param2 %04x: no answer: %s", opcode, param1,
			param2, strerror(-rc));
	else if (answer.len != 1 || answer.status != status)
		conform_fail(c,
			"opcode %02x, param1 %02x, param2 %04x: %zu bytes, first %02x, instead of status "
			"%02x",
			opcode, param1, param2, answer.len, answer.data[0], status);
}

static void random_modes(struct conform *c, const struct conform_case *self)
{
	struct atca_answer answer;

	(void)self;
	for (unsigned int mode = 2; mode < 256 && conform_well(c); mode++) {
		/* All of them take longer on a slow bus, or behind USB, than the watchdog lets a part be awake. */
		if (atca_host_idle(&c->atca) < 0 || atca_host_wake(&c->atca, &answer) < 0)
			conform_fail(c, "it does not wake again before mode %02x", mode);
		else
			expect_status(c, ATCA_RANDOM, (uint8_t)mode, 0, ATCA_PARSE_ERROR);
	}
}

static void random_before_lock(struct conform *c, const struct conform_case *self)
{
	static const uint8_t pattern[4] = { 0xff, 0xff, 0x00, 0x00 };
	struct atca_answer answer;
	int rc = atca_host_command(&c->atca, ATCA_RANDOM, 0, 0, NULL, 0, &answer);

	(void)self;
	if (rc < 0 || answer.len != 32) {
		conform_fail(c, "Random gives no 32 bytes");
		return;
	}
	for (size_t i = 0; i < 32; i += 4)
		if (memcmp(answer.data + i, pattern, 4) != 0)
			conform_fail(c, "bytes %zu to %zu are not ffff0000", i, i + 3);
}

static const struct conform_case cases[] = {
	{ .id = "ATCA-RANDOM-01",
		.rule = "Random has modes 00 and 01, others are parse errors",
		.source = "LORA-B 5.1.5",
		.parts = PART_ATECC,
		.phase = 0,
		.run = random_modes },
	{ .id = "ATCA-RANDOM-02",
		.rule = "before the configuration zone is locked Random gives ffff0000 repeated",
		.source = "LORA-B 5.1.5",
		.parts = PART_ATECC,
		.phase = 0,
		.needs = NEED_CONFIG_UNLOCKED,
		.run = random_before_lock },
};

void atca_info_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
