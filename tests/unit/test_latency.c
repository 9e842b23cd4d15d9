/* tests/unit/test_latency.c: how long commands take is what vectors/latency says, and each figure says where it is from. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atecc.h"
#include "cmocka_all.h"
#include "latency050.h"
#include "latency608.h"
#include "zones.h"

enum {
	FIELDS = 7,
	LINE_MAX_LEN = 512,
};

enum field { PART, COMMAND, MODE, USE, US, KIND, SOURCE };

struct table {
	FILE *file;
	char line[LINE_MAX_LEN];
	const char *fields[FIELDS];
};

static void table_open(struct table *t, const char *path)
{
	t->file = fopen(path, "re");
	if (!t->file)
		fail_msg("%s is not there", path);
}

/* The next row; false at the end, when the file is closed. */
static bool table_next(struct table *t)
{
	while (fgets(t->line, sizeof(t->line), t->file)) {
		char *at = t->line;

		if (t->line[0] == '#')
			continue;
		t->line[strcspn(t->line, "\n")] = '\0';
		for (size_t i = 0; i < FIELDS; i++) {
			assert_non_null(at);
			t->fields[i] = strsep(&at, "\t");
			assert_true(t->fields[i][0] != '\0');
		}
		assert_null(at);
		return true;
	}
	fclose(t->file);
	return false;
}

static uint32_t us_of(const struct table *t)
{
	return (uint32_t)strtoul(t->fields[US], NULL, 10);
}

/* A maximum is never a typical figure, nor the other way round. */
static void assert_kind_fits(const struct table *t)
{
	const char *other = strcmp(t->fields[USE], "max") == 0 ? "vendor typical" : "";

	if (strcmp(t->fields[KIND], other) == 0)
		fail_msg("%s %s: a maximum that is a vendor's typical figure", t->fields[PART],
			t->fields[COMMAND]);
}

static const struct atecc_command *command_named(const char *name)
{
	for (size_t i = 0; i < atecc_n_commands; i++)
		if (strcmp(atecc_commands[i].name, name) == 0)
			return &atecc_commands[i];
	return NULL;
}

/* A part with what the figures depend on. */
static struct atecc *part_made(unsigned revision, uint8_t chip_mode)
{
	struct atecc *chip = calloc(1, sizeof(*chip));

	assert_non_null(chip);
	chip->nv.config[CONFIG_REVISION + 2] = (uint8_t)(revision >> 8);
	chip->nv.config[CONFIG_REVISION + 3] = (uint8_t)revision;
	chip->nv.config[CONFIG_CHIP_MODE] = chip_mode;
	return chip;
}

static const struct part {
	const char *part, *mode;
	unsigned revision;
	uint8_t chip_mode;
} parts[] = {
	{ "ATECC508A", "", 0x5000, 0x00 },
	{ "ATECC608", "divider 0", 0x6002, 0x00 },
	{ "ATECC608", "divider 5", 0x6002, 0x28 },
	{ "ATECC608", "divider D", 0x6003, 0x68 },
};

static bool is_any_or(const char *field, const char *word)
{
	return strcmp(field, "*") == 0 || strcmp(field, word) == 0;
}

static size_t assert_takes(const struct table *t, const struct part *part, enum latency_kind kind)
{
	const struct atecc_command *command = command_named(t->fields[COMMAND]);
	struct atecc *chip = part_made(part->revision, part->chip_mode);
	uint64_t ns = command ? atecc_latency_ns(chip, command, kind)
			      : atecc_wake_ns(kind, strcmp(t->fields[COMMAND], "WakeSelfTest") == 0);

	if (!command && strncmp(t->fields[COMMAND], "Wake", 4) != 0)
		fail_msg("%s is no command", t->fields[COMMAND]);
	if (command) {
		const struct latency_figure *figure = &atecc_latency(chip, command)[kind];

		assert_string_equal(latency_evidence_name(figure->evidence), t->fields[KIND]);
		assert_string_equal(figure->source, t->fields[SOURCE]);
	}
	free(chip);
	assert_int_equal(ns, us_of(t) * UINT64_C(1000));
	return 1;
}

static void an_atecc_takes_as_long_as_its_table_says(void **state)
{
	struct table t;
	size_t figures = 0;

	(void)state;
	table_open(&t, SESIM_VECTORS "/latency/atecc.tsv");
	while (table_next(&t)) {
		enum latency_kind kind;

		if (strcmp(t.fields[USE], "-") == 0)
			continue;
		assert_kind_fits(&t);
		assert_true(latency_kind_from(t.fields[USE], &kind));
		for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
			if (is_any_or(t.fields[PART], parts[i].part) &&
				is_any_or(t.fields[MODE], parts[i].mode))
				figures += assert_takes(&t, &parts[i], kind);
	}
	/* 508A: 20 commands; 608: 22 at three dividers; wake in two ways: all typical and at most. */
	assert_int_equal(figures, 2 * (20 + 3 * 22 + 4 * 2));
}

static void every_command_of_an_atecc_has_figures(void **state)
{
	(void)state;
	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++) {
		struct atecc *chip = part_made(parts[p].revision, parts[p].chip_mode);
		enum atecc_revisions on = atecc_silicon(&chip->nv)->on;

		for (size_t i = 0; i < atecc_n_commands; i++) {
			const struct atecc_command *command = &atecc_commands[i];
			uint64_t typical = atecc_latency_ns(chip, command, LATENCY_TYPICAL);
			uint64_t max = atecc_latency_ns(chip, command, LATENCY_MAX);

			assert_int_equal(atecc_latency_ns(chip, command, LATENCY_NONE), 0);
			if ((command->on & on) && (typical == 0 || max < typical))
				fail_msg("%s of revision %04x takes %llu ns, at most %llu", command->name,
					parts[p].revision, (unsigned long long)typical,
					(unsigned long long)max);
		}
		free(chip);
	}
}

/* In the order of the classes. */
static const char *const classes[LAT_CLASSES] = {
	"lookup",
	"write",
	"channel",
	"agree",
	"sign",
	"RSA",
	"RSA generate",
};

static void an_se05x_takes_as_long_as_its_table_says(void **state)
{
	struct table t;
	size_t figures = 0;

	(void)state;
	table_open(&t, SESIM_VECTORS "/latency/se050.tsv");
	while (table_next(&t)) {
		enum latency_kind kind;
		size_t i = 0;

		if (strcmp(t.fields[USE], "-") == 0)
			continue;
		assert_kind_fits(&t);
		assert_true(latency_kind_from(t.fields[USE], &kind));
		while (i < LAT_CLASSES && strcmp(classes[i], t.fields[COMMAND]) != 0)
			i++;
		if (i == LAT_CLASSES)
			fail_msg("%s is no class of commands", t.fields[COMMAND]);
		assert_int_equal(se050_latency_ns((enum se050_latency)i, kind), us_of(&t) * UINT64_C(1000));
		assert_string_equal(se050_latencies[0][i][kind].source, t.fields[SOURCE]);
		figures++;
	}
	assert_int_equal(figures, 2 * LAT_CLASSES);
	for (size_t i = 0; i < LAT_CLASSES; i++) {
		assert_int_equal(se050_latency_ns((enum se050_latency)i, LATENCY_NONE), 0);
		assert_true(
			se050_latencies[0][i][LATENCY_TYPICAL].us <= se050_latencies[0][i][LATENCY_MAX].us);
	}
}

static void the_sentence_names_kinds_and_sources_once(void **state)
{
	struct latency_figure figures[LATENCY_KINDS] = { 0 };
	char text[LATENCY_TEXT_MAX];

	(void)state;
	assert_string_equal(latency_text(figures, text), "none");
	figures[LATENCY_TYPICAL] = (struct latency_figure){ 1, LATENCY_VENDOR_TYPICAL, "a sheet" };
	figures[LATENCY_MAX] = (struct latency_figure){ 2, LATENCY_VENDOR_MAXIMUM, "a sheet" };
	assert_string_equal(latency_text(figures, text), "vendor typical, vendor maximum: a sheet");
	figures[LATENCY_TYPICAL].evidence = LATENCY_VENDOR_MAXIMUM;
	assert_string_equal(latency_text(figures, text), "vendor maximum: a sheet");
	figures[LATENCY_TYPICAL] = (struct latency_figure){ 1, LATENCY_ESTIMATED, "half" };
	assert_string_equal(
		latency_text(figures, text), "typical estimated: half; maximum vendor maximum: a sheet");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_atecc_takes_as_long_as_its_table_says),
		cmocka_unit_test(every_command_of_an_atecc_has_figures),
		cmocka_unit_test(an_se05x_takes_as_long_as_its_table_says),
		cmocka_unit_test(the_sentence_names_kinds_and_sources_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
