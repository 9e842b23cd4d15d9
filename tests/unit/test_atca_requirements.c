/*
 * tests/unit/test_atca_requirements.c: vectors/atca_requirements.tsv against the suite's cases of ATECCs: no case without its
 * requirement, no requirement without its case, no mode of a command that no case sends.
 */
#include "cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atca_talk.h"
#include "conform_run.h"

enum {
	FIELDS =
		5, /* id, commands, fact, kind, source; or "modes", command, opcode and modes, kind, source */
	LINE_SIZE = 1024,
};

struct row {
	char line[LINE_SIZE];
	char *field[FIELDS];
};

struct table {
	struct row *rows;
	size_t n;
	struct conform_list list;
};

static bool take_apart(struct row *row)
{
	char *p = row->line;

	row->line[strcspn(row->line, "\n")] = '\0';
	for (size_t i = 0; i < FIELDS; i++) {
		row->field[i] = p;
		p = strchr(p, '\t');
		if (!p)
			return i == FIELDS - 1;
		*p++ = '\0';
	}
	return false;
}

static int set_up(void **state)
{
	struct table *table = calloc(1, sizeof(*table));
	FILE *file = fopen(SESIM_VECTORS "/atca_requirements.tsv", "r");
	struct why why = { .text = "" };
	char line[LINE_SIZE];

	assert_non_null(table);
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		struct row *more;

		if (line[0] == '#')
			continue;
		more = realloc(table->rows, (table->n + 1) * sizeof(*more));
		assert_non_null(more);
		table->rows = more;
		memcpy(more[table->n].line, line, sizeof(line));
		table->n++;
	}
	fclose(file);
	/* Only now, for the rows have moved. */
	for (size_t i = 0; i < table->n; i++)
		if (!take_apart(&table->rows[i]))
			fail_msg("row %zu has not five fields: %s", i + 1, table->rows[i].line);
	if (conform_cases("atecc608", &table->list, &why) < 0)
		fail_msg("%s", why.text);
	*state = table;
	return 0;
}

static int tear_down(void **state)
{
	struct table *table = *state;

	conform_list_free(&table->list);
	free(table->rows);
	free(table);
	return 0;
}

static bool about_modes(const struct row *row)
{
	return strcmp(row->field[0], "modes") == 0;
}

static void each_case_has_its_requirement(void **state)
{
	const struct table *table = *state;
	size_t untraced = 0;

	for (size_t i = 0; i < table->list.n; i++) {
		const struct conform_case *of = &table->list.at[i];
		const struct row *row = NULL;

		for (size_t k = 0; k < table->n && !row; k++)
			if (strcmp(table->rows[k].field[0], of->id) == 0)
				row = &table->rows[k];
		if (!row)
			print_error("%s has no row\n", of->id);
		else if (strcmp(row->field[2], of->rule) != 0 || strcmp(row->field[4], of->source) != 0 ||
			 strcmp(row->field[3], conform_evidence_names[of->evidence]) != 0)
			print_error("%s says another fact, kind or source than its row\n", of->id);
		else
			continue;
		untraced++;
	}
	assert_int_equal(untraced, 0);
	assert_true(table->list.n > 400);
}

static void each_requirement_has_its_case(void **state)
{
	const struct table *table = *state;
	size_t untraced = 0;

	for (size_t i = 0; i < table->n; i++) {
		const struct row *row = &table->rows[i];
		bool there = about_modes(row);

		for (size_t k = 0; k < table->list.n && !there; k++)
			there = strcmp(table->list.at[k].id, row->field[0]) == 0;
		if (!there)
			print_error("nothing shows %s: %s\n", row->field[0], row->field[2]);
		untraced += !there;
		for (size_t k = 0; k < i; k++)
			if (!about_modes(row) && strcmp(row->field[0], table->rows[k].field[0]) == 0)
				fail_msg("two rows are called %s", row->field[0]);
	}
	assert_int_equal(untraced, 0);
}

/* Whether a line of a script begins with the two bytes. */
static bool sends(const char *script, const char *opcode, const char *mode)
{
	for (const char *line = script; line; line = strpbrk(line, ";\n") ? strpbrk(line, ";\n") + 1 : NULL) {
		line += strspn(line, " \t");
		if (strncmp(line, "within ", 7) == 0)
			line += 7 + strspn(line + 7, "0123456789 ");
		if (strncmp(line, opcode, 2) == 0 && line[2] == ' ' && strncmp(line + 3, mode, 2) == 0)
			return true;
	}
	return false;
}

static void each_mode_of_a_command_is_sent_by_a_case(void **state)
{
	const struct table *table = *state;
	size_t n = 0, unsent = 0;

	for (size_t i = 0; i < table->n; i++) {
		const struct row *row = &table->rows[i];

		if (!about_modes(row))
			continue;
		for (const char *mode = row->field[2] + 3; *mode; mode += mode[2] ? 3 : 2, n++) {
			bool there = false;

			for (size_t k = 0; k < table->list.n && !there; k++)
				there = table->list.at[k].run == atca_talk_case &&
					sends(table->list.at[k].data, row->field[2], mode);
			if (!there)
				print_error("no case sends %s in mode %.2s\n", row->field[1], mode);
			unsent += !there;
		}
	}
	assert_int_equal(unsent, 0);
	assert_true(n > 150);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_case_has_its_requirement),
		cmocka_unit_test(each_requirement_has_its_case),
		cmocka_unit_test(each_mode_of_a_command_is_sent_by_a_case),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
