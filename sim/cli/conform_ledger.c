/* sim/cli/conform_ledger.c: docs/reference/evidence-ledger.md: what vouches for each rule. */
#include "conform_ledger.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "conform_run.h"
#include "seen.h"
#include "uncertain.h"
#include "uncertain050.h"
#include "vectors_text.h"

static const struct {
	const char *kind;
	const char *title;
} kinds[] = {
	{ "atecc608", "ATECC508A, 608A, 608B" },
	{ "se050", "SE05x" },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

/* A cell: a bar would end it. */
static void put(const char *text)
{
	for (; *text; text++)
		printf(*text == '|' ? "\\|" : "%c", *text);
}

static void put_counts(const struct conform_list lists[KINDS])
{
	printf("| parts | cases | document | silicon | host | uncertain |\n| --- | --- | --- | --- | --- | "
	       "--- |\n");
	for (size_t k = 0; k < KINDS; k++) {
		size_t n[CONFORM_EVIDENCE] = { 0 };

		for (size_t i = 0; i < lists[k].n; i++)
			n[lists[k].at[i].evidence]++;
		printf("| %s | %zu | %zu | %zu | %zu | %zu |\n", kinds[k].title, lists[k].n, n[BY_DOCUMENT],
			n[BY_SILICON], n[BY_HOST], n[BY_GUESS]);
	}
}

static int put_silicon(const char *name)
{
	struct silicon silicon;
	struct why why;

	if (silicon_read(&silicon, vectors_silicon.at, vectors_silicon.len, &why) < 0)
		return cli_tell(name, &why, CLI_USAGE);
	printf("\n## Runs on physical parts\n\n");
	if (silicon.n == 0)
		printf("None yet: vectors/silicon.tsv has no line. The evidence \"silicon\" below is of "
		       "recordings and "
		       "reports that others published.\n");
	else
		printf("| case | outcome | part | date | recording | note |\n| --- | --- | --- | --- | --- | "
		       "--- |\n");
	for (size_t i = 0; i < silicon.n; i++)
		printf("| %s | %s | %s | %s | %s | %s |\n", silicon.at[i].id,
			silicon.at[i].keeps ? "pass" : "fail", silicon.at[i].part, silicon.at[i].date,
			silicon.at[i].recording, silicon.at[i].note);
	silicon_free(&silicon);
	return CLI_GOOD;
}

static void put_questions(void)
{
	printf("\n## Rules that no permitted source decides\n\nEach is marked UNCERTAIN where it is coded; a "
	       "recording of a part "
	       "settles it (docs/REAL-CHIP.md).\n\n| rule | question | what the simulator does |\n| --- | "
	       "--- | --- |\n");
	for (size_t i = 0; i < atecc_n_uncertain; i++)
		printf("| %s | %s | %s |\n", atecc_uncertain[i].id, atecc_uncertain[i].question,
			atecc_uncertain[i].choice);
	for (size_t i = 0; i < se050_n_uncertain; i++)
		printf("| %s | %s | %s |\n", se050_uncertain[i].id, se050_uncertain[i].question,
			se050_uncertain[i].choice);
}

static void put_cases(const char *title, const struct conform_list *list)
{
	printf("\n## Cases: %s\n\n| case | class | evidence | source |\n| --- | --- | --- | --- |\n", title);
	for (size_t i = 0; i < list->n; i++) {
		const struct conform_case *of = &list->at[i];

		printf("| %s | %s | %s | ", of->id, conform_class_names[of->class],
			conform_evidence_names[of->evidence]);
		put(of->source);
		printf(" |\n");
	}
}

int conform_ledger(const char *name)
{
	struct conform_list lists[KINDS] = { 0 };
	struct why why;
	int status = CLI_GOOD;

	for (size_t k = 0; k < KINDS && status == CLI_GOOD; k++)
		if (conform_cases(kinds[k].kind, &lists[k], &why) < 0)
			status = cli_tell(name, &why, CLI_USAGE);
	if (status == CLI_GOOD) {
		printf("# What vouches for each rule\n\nWritten by `sesim conform --ledger`; do not edit. A "
		       "case's fact is in `sesim "
		       "conform --list`.\n\n");
		put_counts(lists);
		status = put_silicon(name);
		put_questions();
		for (size_t k = 0; k < KINDS; k++)
			put_cases(kinds[k].title, &lists[k]);
	}
	for (size_t k = 0; k < KINDS; k++)
		conform_list_free(&lists[k]);
	return status;
}
