/*
 * tests/unit/test_se050_policy_matrix.c: which rule may stand in whose policy, and what it opens: vectors/policy_matrix.tsv
 * cell by cell (AN12413 tables 11, 50, 278 to 283).
 */
#include "cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_peer.h"
#include "good.h"
#include "policy_matrix.h"
#include "talk_make.h"
#include "why.h"

enum {
	PCR = 0x00200030,
	REQUIRES_SM = 0x00020000,
	REQUIRES_PCR = 0x00010000,
	FORBIDS = 0x20000000,
	AUTHENTICATES = 0x00004000, /* a DESFire card, before a command that the rule under test is about */
	NAMES_MAX = 24,
	NAME_MAX_LEN = 60,
	/*
	 * Commands of cells that are not run; may only fall. DFDumpSessionKeys under what may keep its key from
	 * authenticating before (3); and what there is not, whatever a policy says: key-encryption keys that are no AES keys (23), attributes attested by a command of their
	 * own with 3.x (32), a changed UserID (5), pre-master secrets by RSA with 3.x (16).
	 */
	NOT_RUN_MAX = 79,
};

struct matrix_test {
	struct policy_matrix matrix;
	struct fixture_peer *peer;
	struct talk talk;
	struct talk_moment *base;
	size_t run, not_run, wrong;
};

/* From 3.4.0 on authentication objects have rules of their own: an SE050C with applet 3.6.0. A PCR of zeros is there. */
static int set_up(void **state)
{
	struct matrix_test *t = calloc(1, sizeof(*t));
	struct why why = { "" };

	assert_non_null(t);
	assert_int_equal(matrix_read(&t->matrix, NULL), 0);
	t->peer = fixture_peer_new("se050c");
	talk_begin(&t->talk, &t->peer->peer);
	assert_int_equal(
		talk_run(&t->talk,
			".poke version 030600; .poke config ffff 1000; 010900 41:00200030 42:00*32", &why),
		TALK_DONE);
	t->base = talk_moment(&t->talk);
	*state = t;
	return 0;
}

static int tear_down(void **state)
{
	struct matrix_test *t = *state;

	talk_moment_free(t->base);
	fixture_peer_free(t->peer);
	free(t);
	return 0;
}

static void full_class(const char *class, bool authenticates, char name[NAME_MAX_LEN])
{
	snprintf(name, NAME_MAX_LEN, "%s%s", class, authenticates ? ", authentication object" : "");
}

/* One entry for everybody; the PCR's value of zeros behind it where the header asks for one. */
static void back_with_policy(struct matrix_test *t, const char *class, uint32_t header)
{
	struct talk *talk = &t->talk;
	struct wbuf w = wbuf_to(talk->policy, sizeof(talk->policy));

	talk_back(talk, t->base);
	w = wbuf_to(talk->policy, sizeof(talk->policy));
	wbuf_u8(&w, header & REQUIRES_PCR ? 8 + 4 + 32 : 8);
	wbuf_be32(&w, 0);
	wbuf_be32(&w, header);
	if (header & REQUIRES_PCR) {
		wbuf_be32(&w, PCR);
		wbuf_fill(&w, 0, 32);
	}
	talk->policy_len = w.len;
	talk->policy_class = class;
}

/* AN12413 3.7.1.4 names 6A80 for a policy that fails validation, table 15 explains 6984 as that: both will do. */
static bool refused_at_creation(const struct matrix_test *t)
{
	const char *where;

	return (t->talk.status == 0x6a80 || t->talk.status == 0x6984) &&
	       talk_unchanged(&t->talk, t->base, 0, &where);
}

static void wrong(struct matrix_test *t, const struct matrix_row *row, const char *what, const char *command)
{
	t->wrong++;
	print_error("%s%s, %s: %s %s (%04x)\n", row->class,
		row->authenticates ? ", authentication object" : "", row->rule, what, command,
		t->talk.status);
}

static void rules_are_those_of_the_class(void **state)
{
	struct matrix_test *t = *state;

	for (size_t i = 0; i < t->matrix.n; i++) {
		const struct matrix_row *row = &t->matrix.rows[i];
		char class[NAME_MAX_LEN];
		enum talk_result result;
		struct why why = { "" };

		full_class(row->class, row->authenticates, class);
		back_with_policy(t, class, row->bit);
		result = make_object(&t->talk, MAKE_UNDER_TEST, class, false, &why);
		assert_int_not_equal(result, TALK_UNSUPPORTED);
		t->run++;
		if (result == TALK_DONE ? row->may == MATRIX_NO
					: row->may == MATRIX_YES || !refused_at_creation(t))
			wrong(t, row, "at creation", "");
	}
	print_message("rules at creation: %zu cells\n", t->run);
	assert_int_equal(t->wrong, 0);
}

static enum matrix_may may_of(const struct policy_matrix *matrix, const char *class, const char *rule)
{
	for (size_t i = 0; i < matrix->n; i++)
		if (!matrix->rows[i].authenticates && strcmp(matrix->rows[i].class, class) == 0 &&
			strcmp(matrix->rows[i].rule, rule) == 0)
			return matrix->rows[i].may;
	return MATRIX_OPEN;
}

/* AN12413 3.7.4: before 3.4.0. A UserID is nothing but an authentication object. */
static void authentication_objects_once_had_the_rules_of_their_class(void **state)
{
	struct matrix_test *t = *state;

	for (size_t i = 0; i < t->matrix.n; i++) {
		const struct matrix_row *row = &t->matrix.rows[i];
		enum matrix_may may = may_of(&t->matrix, row->class, row->rule);
		struct why why = { "" };
		char class[NAME_MAX_LEN];
		enum talk_result result;

		if (!row->authenticates || may == MATRIX_OPEN)
			continue;
		full_class(row->class, true, class);
		back_with_policy(t, class, row->bit);
		assert_int_equal(talk_run(&t->talk, ".poke version 030101", &why), TALK_DONE);
		result = make_object(&t->talk, MAKE_UNDER_TEST, class, false, &why);
		t->run++;
		if (result == TALK_DONE
				? may != MATRIX_YES
				: may != MATRIX_NO || (t->talk.status != 0x6a80 && t->talk.status != 0x6984))
			wrong(t, row, "at creation, 3.1.1", "");
	}
	print_message("rules at creation, 3.1.1: %zu cells\n", t->run);
	assert_int_equal(t->wrong, 0);
	assert_true(t->run > 0);
}

/* The commands that any cell of the class names. */
struct names {
	size_t n;
	char at[NAMES_MAX][NAME_MAX_LEN];
};

static bool is_named(const char *opens, const char *name)
{
	size_t len = strlen(name);

	for (const char *at = opens; at; at = strstr(at, "; ")) {
		at += strncmp(at, "; ", 2) == 0 ? 2 : 0;
		if (strncmp(at, name, len) == 0 && (at[len] == 0 || at[len] == ';'))
			return true;
	}
	return false;
}

static void add_names(struct names *names, const char *opens)
{
	while (*opens && *opens != '-' && strcmp(opens, "any") != 0) {
		size_t len = strcspn(opens, ";");
		char name[NAME_MAX_LEN] = { 0 };
		bool known = false;

		assert_true(len < NAME_MAX_LEN && names->n < NAMES_MAX);
		memcpy(name, opens, len);
		for (size_t i = 0; i < names->n; i++)
			known |= strcmp(names->at[i], name) == 0;
		if (!known)
			memcpy(names->at[names->n++], name, sizeof(name));
		opens += len;
		opens += strspn(opens, "; ");
	}
}

static struct names commands_of(const struct policy_matrix *matrix, const struct matrix_row *of)
{
	struct names names = { 0, { { 0 } } };

	for (size_t i = 0; i < matrix->n; i++)
		if (strcmp(matrix->rows[i].class, of->class) == 0 &&
			matrix->rows[i].authenticates == of->authenticates)
			add_names(&names, matrix->rows[i].opens);
	return names;
}

/* The good command with that name, or with that word, of this class. */
static const struct se050_good *good_named(const char *name, const struct matrix_row *of)
{
	const struct se050_good *good;

	for (size_t i = 0; (good = good_number(i)); i++)
		if ((strcmp(good->command, name) == 0 || good_has_word(good, name)) &&
			good_has_word(good, of->class) && !good_has_word(good, "7.2") &&
			good_has_word(good, "authentication object") == of->authenticates &&
			(!strstr(good->command, "Write") || good_has_word(good, "object exists") ||
				good_has_word(good, name)))
			return good;
	return NULL;
}

/* Says the command to an object with this policy, after a script that moves the part. */
static enum talk_result use(struct matrix_test *t, const struct matrix_row *row,
	const struct se050_good *good, uint32_t header, const char *then)
{
	struct text_command *command = calloc(1, sizeof(*command));
	struct why why = { "" };
	char class[NAME_MAX_LEN];
	enum talk_result result;

	assert_non_null(command);
	full_class(row->class, row->authenticates, class);
	back_with_policy(t, class, header);
	result = talk_run(&t->talk, good->setup, &why);
	if (result == TALK_DONE)
		result = talk_run(&t->talk, then, &why);
	if (result == TALK_REFUSED)
		print_error("%s\n", why.text);
	if (result == TALK_DONE) {
		text_read(command, good->text, &t->talk.variables);
		if (talk_part_lacks(&t->talk, command))
			result = TALK_UNSUPPORTED;
		else
			talk_say(&t->talk, command);
	}
	free(command);
	return result;
}

static bool denied(const struct matrix_test *t)
{
	return t->talk.status == 0x6986 || t->talk.status == 0x6982;
}

/*
 * Two rules are printed for updates of AES authentication objects, and nobody says whether either is enough (evidence 3.4):
 * GEN may open them or not.
 */
static bool is_open(const struct matrix_row *row, const char *name)
{
	return row->authenticates && strcmp(row->rule, "ALLOW_GEN") == 0 &&
	       strcmp(name, "WriteAESKey update") == 0;
}

/* Told once for each command of a class. */
static void pass_over(struct matrix_test *t, const struct matrix_row *row, const char *name)
{
	t->not_run++;
	if (row->bit == FORBIDS)
		print_message("not run: %s with %s%s\n", name, row->class,
			row->authenticates ? ", authentication object" : "");
}

static void try_one(struct matrix_test *t, const struct matrix_row *row, const char *name, uint32_t header,
	const char *then, bool allowed)
{
	const struct se050_good *good = good_named(name, row);

	if (!good || (good_has_word(good, "authenticated before") &&
			     header & (FORBIDS | REQUIRES_SM | REQUIRES_PCR))) {
		pass_over(t, row, name);
		return;
	}
	if (good_has_word(good, "authenticated before"))
		header |= AUTHENTICATES;
	switch (use(t, row, good, header, then)) {
	case TALK_UNSUPPORTED:
		pass_over(t, row, name);
		return;
	case TALK_ELSEWHERE:
	case TALK_REFUSED:
		wrong(t, row, "before", name);
		return;
	case TALK_DONE:
		t->run++;
		break;
	}
	if (is_open(row, name))
		return;
	if (allowed ? t->talk.status != SW_OK : !denied(t))
		wrong(t, row, allowed ? "opens not" : "opens", name);
}

static void a_rule_opens_what_is_its_and_nothing_else(void **state)
{
	struct matrix_test *t = *state;

	for (size_t i = 0; i < t->matrix.n; i++) {
		const struct matrix_row *row = &t->matrix.rows[i];
		struct names names = commands_of(&t->matrix, row);

		/* What may not be set, or perhaps not, cannot open anything. */
		if (row->may != MATRIX_YES)
			continue;
		for (size_t n = 0; n < names.n; n++)
			try_one(t, row, names.at[n], row->bit, NULL, is_named(row->opens, names.at[n]));
	}
	print_message("rules alone: %zu commands, %zu not run\n", t->run, t->not_run);
	assert_int_equal(t->wrong, 0);
	assert_true(t->not_run <= NOT_RUN_MAX);
}

/* With every rule that allows: forbidden all the same; or only with what is required. */
static void restrictions_hold_for_every_command(void **state)
{
	static const struct {
		uint32_t bit;
		const char *then;
		bool allowed;
	} cases[] = {
		{ 0, NULL, true },
		{ FORBIDS, NULL, false },
		{ FORBIDS, ".channel 33", false },
		{ REQUIRES_SM, NULL, false },
		{ REQUIRES_SM, ".channel 01", false },
		{ REQUIRES_SM, ".channel 33", true },
		{ REQUIRES_PCR, NULL, true },
		{ REQUIRES_PCR, "010900 41:00200030 43:61", false },
		{ REQUIRES_PCR, "040028 41:00200030", false },
		{ REQUIRES_PCR | REQUIRES_SM, ".channel 33", true },
		{ REQUIRES_PCR | REQUIRES_SM, NULL, false },
		{ REQUIRES_PCR | REQUIRES_SM, "010900 41:00200030 43:61; .channel 33", false },
	};
	struct matrix_test *t = *state;

	for (size_t i = 0; i < t->matrix.n; i++) {
		const struct matrix_row *row = &t->matrix.rows[i];
		struct names names = commands_of(&t->matrix, row);
		uint32_t all = matrix_all_but(&t->matrix, row->class, row->authenticates, NULL);

		if (row->bit != FORBIDS)
			continue;
		for (size_t n = 0; n < names.n; n++)
			for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++)
				try_one(t, row, names.at[n], all | cases[c].bit, cases[c].then,
					cases[c].allowed);
	}
	print_message("restrictions: %zu commands, %zu not run\n", t->run, t->not_run);
	assert_int_equal(t->wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rules_are_those_of_the_class, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			authentication_objects_once_had_the_rules_of_their_class, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_rule_opens_what_is_its_and_nothing_else, set_up, tear_down),
		cmocka_unit_test_setup_teardown(restrictions_hold_for_every_command, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
