/*
 * tests/unit/test_se05x_requirements.c: vectors/se05x_requirements.tsv against the suite and against the documents' commands:
 * no case without its requirement, no requirement without its case, no command that nothing is required of.
 */
#include "cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conform_run.h"

enum {
	FIELDS = 5, /* id, commands, fact, kind, source */
	LINE_SIZE = 1024,
};

struct row {
	char line[LINE_SIZE];
	char *field[FIELDS];
};

struct table {
	struct row *rows;
	size_t n;
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
	FILE *file = fopen(SESIM_VECTORS "/se05x_requirements.tsv", "r");
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
	*state = table;
	return 0;
}

static int tear_down(void **state)
{
	struct table *table = *state;

	free(table->rows);
	free(table);
	return 0;
}

static const struct row *row_of(const struct table *table, const char *id)
{
	for (size_t i = 0; i < table->n; i++)
		if (strcmp(table->rows[i].field[0], id) == 0)
			return &table->rows[i];
	return NULL;
}

/* T1-SUBJECT-nn or SE05X-SUBJECT-nn; rows of refusals.tsv and policy_matrix.tsv look otherwise. */
static bool ours(const char *id)
{
	const char *subject = strncmp(id, "T1-", 3) == 0      ? id + 3
			      : strncmp(id, "SE05X-", 6) == 0 ? id + 6
							      : NULL;
	size_t len = subject ? strspn(subject, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") : 0;

	return len > 0 && subject[len] == '-' && subject[len + 1] &&
	       strspn(subject + len + 1, "0123456789") == strlen(subject + len + 1);
}

static struct conform_list cases_of_se05x(void)
{
	struct conform_list list;
	struct why why = { .text = "" };

	if (conform_cases("se050", &list, &why) < 0)
		fail_msg("%s", why.text);
	return list;
}

static void each_case_has_its_requirement(void **state)
{
	const struct table *table = *state;
	struct conform_list list = cases_of_se05x();
	size_t untraced = 0, n = 0;

	for (size_t i = 0; i < list.n; i++) {
		const struct conform_case *of = &list.at[i];
		const struct row *row = row_of(table, of->id);

		if (!ours(of->id))
			continue;
		n++;
		if (!row) {
			print_error("%s has no row\n", of->id);
			untraced++;
			continue;
		}
		if (strcmp(row->field[2], of->rule) != 0 || strcmp(row->field[4], of->source) != 0 ||
			strcmp(row->field[3], conform_evidence_names[of->evidence]) != 0) {
			print_error("%s says another fact, kind or source than its row\n", of->id);
			untraced++;
		}
	}
	conform_list_free(&list);
	assert_int_equal(untraced, 0);
	assert_true(n > 400);
}

static bool is_case(const struct conform_list *list, const char *id)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->at[i].id, id) == 0)
			return true;
	return false;
}

/* Of a command that refusals.tsv alone speaks of: SE05X-<command>.something. */
static bool is_refused(const struct conform_list *list, const char *command)
{
	char prefix[80];

	snprintf(prefix, sizeof(prefix), "SE05X-%s.", command);
	for (size_t i = 0; i < list->n; i++)
		if (strncmp(list->at[i].id, prefix, strlen(prefix)) == 0)
			return true;
	return false;
}

static void each_requirement_has_its_case(void **state)
{
	const struct table *table = *state;
	struct conform_list list = cases_of_se05x();
	size_t untraced = 0;

	for (size_t i = 0; i < table->n; i++) {
		const struct row *row = &table->rows[i];
		bool there = strcmp(row->field[0], "refusals") == 0 ? is_refused(&list, row->field[1])
								    : is_case(&list, row->field[0]);

		if (!there)
			print_error("nothing shows %s: %s\n", row->field[0], row->field[1]);
		untraced += !there;
		for (size_t k = 0; k < i; k++)
			if (strcmp(row->field[0], "refusals") != 0 &&
				strcmp(row->field[0], table->rows[k].field[0]) == 0)
				fail_msg("two rows are called %s", row->field[0]);
	}
	conform_list_free(&list);
	assert_int_equal(untraced, 0);
}

/* Whether a row's second field, names separated by ", ", has the name. */
static bool names(const char *field, const char *name, size_t len)
{
	for (const char *p = field; p && *p; p = strstr(p, ", ") ? strstr(p, ", ") + 2 : NULL)
		if (strncmp(p, name, len) == 0 && (p[len] == '\0' || p[len] == ',' || p[len] == ' '))
			return true;
	return false;
}

/* The table of commands, "| Name | INS P1 P2 | ..." under 3.2, is written from the documents. */
static void each_command_has_a_requirement(void **state)
{
	const struct table *table = *state;
	FILE *file = fopen(SESIM_SOURCES "/docs/reference/se050-evidence.md", "r");
	char line[8192];
	bool inside = false;
	size_t untraced = 0, n = 0;

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		size_t len;
		bool there = false;

		if (strncmp(line, "## ", 3) == 0)
			inside = strncmp(line, "## 3.2 ", 7) == 0;
		if (!inside || strncmp(line, "| ", 2) != 0 || strncmp(line, "| --", 4) == 0 ||
			strncmp(line, "| command", 9) == 0)
			continue;
		n++;
		len = strcspn(line + 2, " ");
		for (size_t i = 0; i < table->n && !there; i++)
			there = names(table->rows[i].field[1], line + 2, len);
		if (!there)
			print_error("nothing is required of %.*s\n", (int)len, line + 2);
		untraced += !there;
	}
	fclose(file);
	assert_int_equal(untraced, 0);
	assert_true(n > 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_case_has_its_requirement),
		cmocka_unit_test(each_requirement_has_its_case),
		cmocka_unit_test(each_command_has_a_requirement),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
