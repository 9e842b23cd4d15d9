/*
 * tests/unit/refusal_run.c: a row at a time: the good command's set-up, the situation, the bad command; then its status,
 * what has changed, and whether the good command still works.
 */
#include "refusal_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "refusal_cases.h"
#include "se050_good.h"
#include "why.h"

enum {
	GOODS_MAX = 500,
};

const char *const refusal_outcomes[OUTCOMES] = { "passed", "failed", "not run: prose",
	"not run: no good command", "not run: not supported", "not run: says how itself" };

enum run_part {
	PART_C,
	PART_F,
	PART_7_2,
	PART_KIT,
	PARTS,
};

static const char *const part_names[PARTS] = { "se050c", "se050f", "se051c", "se050-dev" };

/* The session in which everything is said with WAY_SESSION. */
#define KEY "404142434445464748494a4b4c4d4e4f"
#define SESSION ".poke scp 2; 410300 41:7da000f0 43:" KEY "; .aes 7da000f0 " KEY " 33"

enum good_state {
	GOOD_UNKNOWN,
	GOOD_GOOD,
	GOOD_UNSUPPORTED,
	GOOD_BAD,
};

struct refusal_run {
	enum run_way way;
	struct se050_fixture *parts[PARTS];
	struct talk_moment *selected[PARTS];
	/* By number of the good command: whether it is one, and the moment before it. */
	enum good_state state[GOODS_MAX];
	struct talk_moment *ready[GOODS_MAX];
	struct talk talk;
	struct text_command good, bad;
};

struct refusal_run *run_new(enum run_way way)
{
	struct refusal_run *run = calloc(1, sizeof(*run));

	assert_non_null(run);
	run->way = way;
	for (size_t i = 0; i < PARTS; i++) {
		run->parts[i] = se_new(part_names[i]);
		se_select(run->parts[i]);
		talk_begin(&run->talk, run->parts[i]);
		run->selected[i] = talk_moment(&run->talk);
	}
	assert_null(good_number(GOODS_MAX));
	return run;
}

void run_free(struct refusal_run *run)
{
	for (size_t i = 0; i < GOODS_MAX; i++)
		talk_moment_free(run->ready[i]);
	for (size_t i = 0; i < PARTS; i++) {
		talk_moment_free(run->selected[i]);
		se_free(run->parts[i]);
	}
	free(run);
}

static enum run_part part_of(const struct se050_good *good)
{
	if (good_has_word(good, "7.2"))
		return PART_7_2;
	if (good_has_word(good, "development kit"))
		return PART_KIT;
	return good_has_word(good, "SE050F") ? PART_F : PART_C;
}

/* Once each: the set-up and the command are answered 9000. */
static enum good_state prove(struct refusal_run *run, int number)
{
	const struct se050_good *good = good_number((size_t)number);
	enum talk_result result;
	struct why why = { "" };

	if (run->state[number] != GOOD_UNKNOWN)
		return run->state[number];
	talk_back(&run->talk, run->selected[part_of(good)]);
	result = talk_run(&run->talk, good->setup, &why);
	run->ready[number] = talk_moment(&run->talk);
	if (result == TALK_DONE)
		result = talk_run(&run->talk, good->text, &why);
	run->state[number] = result == TALK_DONE          ? GOOD_GOOD
			     : result == TALK_UNSUPPORTED ? GOOD_UNSUPPORTED
							  : GOOD_BAD;
	if (result == TALK_REFUSED)
		print_error("good command %s (%s): %s\n", good->command, good->words, why.text);
	return run->state[number];
}

struct run_goods run_goods(struct refusal_run *run)
{
	struct run_goods count = { 0, 0, 0 };

	for (int i = 0; good_number((size_t)i); i++)
		switch (prove(run, i)) {
		case GOOD_GOOD:
			count.good++;
			break;
		case GOOD_UNSUPPORTED:
			count.unsupported++;
			break;
		case GOOD_BAD:
		case GOOD_UNKNOWN:
			count.bad++;
			break;
		}
	return count;
}

/* Situations and set-ups that say themselves who speaks and how. */
static bool says_how(const char *script)
{
	static const char *const words[] = { ".create", ".userid", ".aes", ".out", ".in ", ".channel",
		".plain", ".as ", ".mac", ".replay", ".select", ".power", ".off", ".initialize",
		".poke scp" };

	for (size_t i = 0; script && i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(script, words[i]))
			return true;
	return false;
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/*
 * Whether the row can be tried in this way: it is not about ways, lengths or classes of APDUs, or secure messaging, and not
 * about commands that only the default session takes.
 */
static bool fits_way(const struct refusal_run *run, const struct refusal *row, const struct se050_good *good,
	const struct plan *plan)
{
	if (run->way == WAY_PLAIN)
		return true;
	if (says_how(good->setup) || says_how(plan->before) || says_how(plan->setup))
		return false;
	if (strstr(row->id, ".policy.sm") || begins(row->id, "(any).lc.") || begins(row->id, "(any).cla") ||
		begins(row->id, "(any).longer") || begins(good->command, "card "))
		return false;
	return run->way == WAY_CHANNEL || (strcmp(good->command, "CreateSession") != 0 &&
						  strcmp(good->command, "ImportExternalObject") != 0);
}

/* The part and the host, where the bad command may be said. */
static enum talk_result stand_ready(
	struct refusal_run *run, int number, const struct plan *plan, struct why *why)
{
	const struct se050_good *good = good_number((size_t)number);
	struct talk *talk = &run->talk;
	enum talk_result result = TALK_DONE;

	if (run->way != WAY_SESSION && plan->before[0] == 0 && plan->policy_len == 0) {
		talk_back(talk, run->ready[number]);
	} else {
		talk_back(talk, run->selected[part_of(good)]);
		if (plan->policy_len > 0) {
			talk->policy_class = plan->policy_class;
			memcpy(talk->policy, plan->policy, plan->policy_len);
			talk->policy_len = plan->policy_len;
		}
		if (run->way == WAY_SESSION)
			result = talk_run(talk, SESSION, why);
		if (result == TALK_DONE)
			result = talk_run(talk, plan->before, why);
		if (result == TALK_DONE)
			result = talk_run(talk, good->setup, why);
	}
	if (result == TALK_DONE)
		result = talk_run(talk, plan->setup, why);
	if (result == TALK_DONE && run->way == WAY_CHANNEL)
		result = talk_run(talk, ".channel 33", why);
	return result;
}

static void complain(const struct refusal *row, int number, const char *what)
{
	const struct se050_good *good = good_number((size_t)number);

	print_error("%s (%s%s%s): %s; accepted", row->id, good->command, good->words[0] ? ", " : "",
		good->words, what);
	for (size_t i = 0; i < row->n_accepted; i++)
		print_error(" %04x", row->accepted[i]);
	print_error("\n");
}

/* A verification that fails may be 9000, but then says so: result 02 (AN12413 4.10.2, 4.13). */
static bool says_success(const struct refusal *row, const struct talk *talk)
{
	struct rbuf result = talk_value(talk, TAG_1);

	return strstr(row->command, "Verify") && strncmp(row->fault, "swap", 4) != 0 &&
	       rbuf_left(&result) == 1 && rbuf_u8(&result) != RESULT_FAILURE;
}

static bool judge(struct refusal_run *run, const struct refusal *row, const struct plan *plan,
	const struct talk_moment *before, char *what, size_t cap)
{
	struct talk *talk = &run->talk;
	uint16_t status = talk->status;
	const char *where;

	if (!refusal_accepts(row, status)) {
		snprintf(what, cap, "answered %04x", status);
		return false;
	}
	if (status != SW_OK && talk->answer_len > 0) {
		snprintf(what, cap, "answered %04x and %zu bytes", status, talk->answer_len);
		return false;
	}
	if (status == SW_OK && says_success(row, talk)) {
		snprintf(what, cap, "verified");
		return false;
	}
	if (status != SW_OK && !talk_unchanged(talk, before, plan->may, &where)) {
		snprintf(what, cap, "answered %04x, but changed %s", status, where);
		return false;
	}
	if (status == SW_OK || plan->spoils || plan->once)
		return true;
	talk_say(talk, &run->good);
	snprintf(what, cap, "answered %04x; the good command then %04x", status, talk->status);
	return talk->status == SW_OK;
}

static bool same_command(const struct text_command *a, const struct text_command *b)
{
	uint8_t bytes[2][TEXT_APDU_MAX];
	size_t n = text_write(a, bytes[0], sizeof(bytes[0]));

	return n == text_write(b, bytes[1], sizeof(bytes[1])) && memcmp(bytes[0], bytes[1], n) == 0;
}

static enum refusal_outcome run_plan(
	struct refusal_run *run, const struct refusal *row, struct plan *plan, int number)
{
	struct talk_moment *before;
	struct why why = { "" };
	char what[300];
	bool passed;

	switch (prove(run, number)) {
	case GOOD_UNSUPPORTED:
		return OUTCOME_UNSUPPORTED;
	case GOOD_BAD:
	case GOOD_UNKNOWN:
		return OUTCOME_FAILED;
	case GOOD_GOOD:
		break;
	}
	if (!fits_way(run, row, good_number((size_t)number), plan))
		return OUTCOME_OTHER_WAY;
	switch (stand_ready(run, number, plan, &why)) {
	case TALK_UNSUPPORTED:
		return OUTCOME_UNSUPPORTED;
	case TALK_REFUSED:
		complain(row, number, why.text);
		return OUTCOME_FAILED;
	case TALK_DONE:
		break;
	}
	plan->once = good_has_word(good_number((size_t)number), "once");
	text_read(&run->good, good_number((size_t)number)->text, &run->talk.variables);
	run->bad = run->good;
	plan_apply(plan, &run->bad, &run->talk.variables);
	if (plan->every && same_command(&run->good, &run->bad))
		return OUTCOME_PASSED;
	before = talk_moment(&run->talk);
	talk_say(&run->talk, &run->bad);
	passed = judge(run, row, plan, before, what, sizeof(what));
	if (!passed)
		complain(row, number, what);
	talk_moment_free(before);
	return passed ? OUTCOME_PASSED : OUTCOME_FAILED;
}

/*
 * Commands of the card are no commands of the applet. The class of a command inside PROCESS is not looked at (AN12413
 * 4.1.1.1).
 */
static bool excepted(const struct refusal_run *run, const struct refusal *row, int number, const char *except)
{
	const char *name = good_number((size_t)number)->command, *at = except ? strstr(except, name) : NULL;
	size_t len = strlen(name);

	if (strncmp(name, "card ", 5) == 0)
		return true;
	if (strncmp(row->fault, "header cla", 10) == 0 && talk_is_inside(run->ready[number]))
		return true;
	return at && (at == except || at[-1] == ' ') && (at[len] == ' ' || at[len] == 0);
}

/* Every good command of 3.x and of 7.2: the rows about any command. */
static enum refusal_outcome run_every(
	struct refusal_run *run, const struct refusal *row, struct plan *plan, const char *except)
{
	enum refusal_outcome outcome = OUTCOME_PASSED;
	const struct se050_good *good;

	plan->every = plan->edit[0] != 0;
	for (int i = 0; (good = good_number((size_t)i)); i++) {
		enum run_part part = part_of(good);

		if (part != PART_C && part != PART_7_2)
			continue;
		if (prove(run, i) != GOOD_GOOD || excepted(run, row, i, except))
			continue;
		if (run_plan(run, row, plan, i) == OUTCOME_FAILED)
			outcome = OUTCOME_FAILED;
	}
	return outcome;
}

static void plan_case(const struct refusal_case *as, struct plan *plan)
{
	memset(plan, 0, sizeof(*plan));
	if (as->words)
		plan_word(plan, as->words);
	if (as->before)
		plan_line(plan->before, "%s", as->before);
	if (as->setup)
		plan_line(plan->setup, "%s", as->setup);
	if (as->edit)
		plan_line(plan->edit, "%s", as->edit);
	plan->may = as->may;
	plan->spoils = as->flags & CASE_SPOILS || (as->setup && !(as->flags & CASE_STILL));
}

/* The first good command that fits. */
static enum refusal_outcome run_first(
	struct refusal_run *run, const struct refusal *row, const char *command, struct plan *plan)
{
	int number = good_find(command, plan->words, plan->tags);

	return number < 0 ? OUTCOME_NO_GOOD : run_plan(run, row, plan, number);
}

/* Everyone that fits: what is broken in all of them the same way is refused whatever the rest is. */
static enum refusal_outcome run_fitting(struct refusal_run *run, const struct refusal *row, struct plan *plan)
{
	enum refusal_outcome outcome = OUTCOME_NO_GOOD;

	for (int i = -1; (i = good_next(row->command, plan->words, plan->tags, i)) >= 0;) {
		enum refusal_outcome one;

		if (good_has_word(good_number((size_t)i), "SE050F") && !strstr(plan->words, "SE050F"))
			continue;
		one = run_plan(run, row, plan, i);
		if (outcome != OUTCOME_FAILED && (outcome != OUTCOME_PASSED || one == OUTCOME_FAILED))
			outcome = one;
	}
	return outcome;
}

static bool is_unsupported(struct refusal_run *run, const char *command)
{
	int number = good_find(command, NULL, NULL);

	return number >= 0 && prove(run, number) == GOOD_UNSUPPORTED;
}

enum refusal_outcome run_row(struct refusal_run *run, const struct refusal *row)
{
	enum refusal_outcome outcome = OUTCOME_PASSED, one;
	const struct refusal_case *as;
	struct plan plan;

	if (!case_find(row->id, 0)) {
		if (!plan_make(row, &plan))
			return is_unsupported(run, row->command) ? OUTCOME_UNSUPPORTED : OUTCOME_PROSE;
		return row->command[0] == '(' ? run_every(run, row, &plan, NULL)
					      : run_fitting(run, row, &plan);
	}
	for (size_t n = 0; (as = case_find(row->id, n)); n++) {
		plan_case(as, &plan);
		one = as->flags & CASE_EVERY
			      ? run_every(run, row, &plan, as->except)
			      : run_first(run, row, as->command ? as->command : row->command, &plan);
		if (outcome == OUTCOME_PASSED || one == OUTCOME_FAILED)
			outcome = one;
	}
	return outcome;
}
