/* sim/cli/conform_rows.c: which cases of the conformance suite each row of the command tables is shown by. */
#include "conform_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "command.h"
#include "command050.h"
#include "conform_board.h"

enum {
	NAMED = 3, /* cases that are told by name; of the others how many */
	ROWS_MAX = 400,
	ID_MAX = 80,
};

struct named {
	char ids[NAMED][ID_MAX];
	size_t n;
};

/* A row, and what showed it. */
struct shown {
	const void *row;
	struct named runs, refuses;
};

struct rows {
	const struct rows_request *request;
	struct defect defect;
	struct defect_seen seen;
	struct shown all[ROWS_MAX];
	size_t n;
	char profile[64];
	bool se050, any_se050, any_atecc;
	size_t failed, refused_only;
};

static struct shown *of_row(struct rows *rows, const void *row)
{
	for (size_t i = 0; i < rows->n; i++)
		if (rows->all[i].row == row)
			return &rows->all[i];
	if (rows->n == ROWS_MAX)
		return NULL;
	rows->all[rows->n].row = row;
	return &rows->all[rows->n++];
}

static void add(struct named *to, const char *id)
{
	for (size_t i = 0; i < to->n && i < NAMED; i++)
		if (strcmp(to->ids[i], id) == 0)
			return;
	if (to->n < NAMED)
		snprintf(to->ids[to->n], sizeof(to->ids[0]), "%s", id);
	to->n++;
}

static void take(struct rows *rows, const struct conform_case *of)
{
	for (size_t i = 0; i < rows->seen.n; i++) {
		const struct defect_sight *sight = &rows->seen.rows[i];
		struct shown *shown = of_row(rows, sight->row);

		if (!shown || !defect_ended(sight->status))
			continue;
		add(sight->status == (rows->se050 ? SW_OK : ATCA_SUCCESS) ? &shown->runs : &shown->refuses,
			of->id);
	}
}

static void progress(void *context, const struct conform_case *of, size_t number, size_t total,
	const struct conform_result *result)
{
	struct rows *rows = context;

	if (!result) {
		rows->seen.n = 0;
		if (rows->request->shows)
			fprintf(stderr, "\r\033[K%s: %zu of %zu: %s", rows->profile, number + 1, total,
				of->id);
		return;
	}
	if (result->outcome == CONFORM_PASS)
		take(rows, of);
	rows->failed += result->outcome == CONFORM_FAIL;
}

static void begin(void *context, const struct conform_profile *profile)
{
	struct rows *rows = context;

	snprintf(rows->profile, sizeof(rows->profile), "%s", profile->name);
	rows->se050 = strcmp(profile->kind, "se050") == 0;
	rows->any_se050 |= rows->se050;
	rows->any_atecc |= !rows->se050;
	rows->defect = (struct defect){ .seen = &rows->seen };
}

static void put_named(const struct named *named)
{
	for (size_t i = 0; i < named->n && i < NAMED; i++)
		printf("%s%s", i > 0 ? " " : "", named->ids[i]);
	if (named->n > NAMED)
		printf(" +%zu", named->n - NAMED);
}

/* True when no case shows it. Some rows only ever refuse: an ATECC on I2C has no GPIO to tell of. */
static bool put_row(
	struct rows *rows, const void *row, const char *command, const char *mode, const char *spec)
{
	const struct shown *shown = of_row(rows, row);

	printf("| %s | %s | %s | ", command, mode, spec);
	if (shown)
		put_named(&shown->runs);
	printf(" | ");
	if (shown)
		put_named(&shown->refuses);
	printf(" |\n");
	rows->refused_only += shown && shown->runs.n == 0 && shown->refuses.n > 0;
	return !shown || (shown->runs.n == 0 && shown->refuses.n == 0);
}

static void put_head(const char *title)
{
	printf("\n## %s\n\n| command | mode | section | runs in | refuses in |\n| --- | --- | --- | --- | "
	       "--- |\n",
		title);
}

static size_t put_atecc(struct rows *rows)
{
	size_t untraced = 0;

	put_head("ATECC");
	for (size_t i = 0; i < atecc_n_commands; i++) {
		const struct atecc_command *command = &atecc_commands[i];

		for (size_t k = 0; k < command->n_forms; k++) {
			const struct atecc_form *form = &command->forms[k];
			char mode[80];

			snprintf(mode, sizeof(mode), "%02x %s", form->mode, form->name);
			untraced += put_row(
				rows, form, command->name, mode, form->spec ? form->spec : command->spec);
		}
	}
	return untraced;
}

static size_t put_se050(struct rows *rows)
{
	size_t untraced = 0;

	put_head("SE05x");
	for (size_t f = 0; f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++) {
			const struct se050_command *row = &se050_families[f]->commands[i];
			char mode[20];

			snprintf(mode, sizeof(mode), "%02x %02x %02x", row->ins, row->p1, row->p2);
			/* What the simulator itself says that it lacks has cases, too: they are run on real parts. */
			if (put_row(rows, row, row->name, row->run ? mode : "not simulated", row->spec) &&
				row->run)
				untraced++;
		}
	return untraced;
}

int conform_rows(const struct rows_request *request)
{
	struct rows *rows = calloc(1, sizeof(*rows));
	struct conform_options options = { .progress = progress, .context = rows };
	size_t untraced = 0;
	int status = CLI_GOOD;
	struct why why;

	if (!rows)
		return cli_say(request->name, CLI_USAGE, "no memory for the rows");
	rows->request = request;
	for (size_t i = 0; i < request->n_urls && status == CLI_GOOD; i++)
		if (conform_on_board(request->urls[i], &rows->defect, begin, &options, &why) < 0)
			status = cli_tell(request->name, &why, CLI_USAGE);
	if (request->shows)
		fputs("\r\033[K", stderr);
	if (status == CLI_GOOD) {
		printf("# Every command and mode, and the cases that show it\n\nWritten by `sesim conform "
		       "--rows`; do not edit. Each "
		       "case's source is in evidence-ledger.md. Three cases a cell; +n are n more.\n");
		if (rows->any_atecc)
			untraced += put_atecc(rows);
		if (rows->any_se050)
			untraced += put_se050(rows);
		printf("\n%zu rows without a case; %zu that cases only see refuse.\n", untraced,
			rows->refused_only);
		status = untraced > 0 || rows->failed > 0 ? CLI_DIFFERS : CLI_GOOD;
	}
	free(rows);
	return status;
}
