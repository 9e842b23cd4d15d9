/*
 * tests/conformance/refusal_run.c: a row at a time: the good command's set-up, the situation, the bad command; then its
 * status, what has changed, and whether the good command still works.
 */
#include "refusal_run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "refusal_faults.h"
#include "se05x.h"
#include "talk_tidy.h"
#include "why.h"

enum {
	SENTENCE_MAX = 380,
};

const char *const refusal_outcomes[OUTCOMES] = { "passed", "failed", "not run: prose",
	"not run: no good command", "not run: not supported", "not run: says how itself",
	"not run: of other parts" };

/* The session in which everything is said with WAY_SESSION. */
#define KEY "404142434445464748494a4b4c4d4e4f"
#define SESSION "410300 41:00a000f0 43:" KEY "; .aes 00a000f0 " KEY " 33"

static bool any_of(const char *script, const char *const words[], size_t n)
{
	for (size_t i = 0; script && i < n; i++)
		if (strstr(script, words[i]))
			return true;
	return false;
}

/* Situations and set-ups that say themselves who speaks and how. */
static bool says_how(const char *script)
{
	static const char *const words[] = { ".create", ".userid", ".aes", ".credential", ".out", ".in ",
		".channel", ".plain", ".as ", ".mac", ".replay", ".select", ".power", ".off", ".initialize",
		".poke scp" };

	return any_of(script, words, sizeof(words) / sizeof(words[0]));
}

/* Those that want commands outside the platform channel, or speak of that channel. */
static bool says_channel(const char *script)
{
	static const char *const words[] = { ".channel", ".plain", ".as ", ".mac", ".replay", ".off",
		".initialize platform" };

	return any_of(script, words, sizeof(words) / sizeof(words[0]));
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* About ways, lengths or classes of APDUs, or secure messaging. */
static bool is_about_ways(const struct refusal *row, const struct se050_good *good)
{
	return strstr(row->id, ".policy.sm") || begins(row->id, "(any).lc.") ||
	       begins(row->id, "(any).cla") || begins(row->id, "(any).longer") ||
	       begins(good->command, "card ");
}

/*
 * Whether the row can be tried in this way: it is not about ways, and not about commands that only the default session
 * takes. A part that wants its platform channel gets everything in it.
 */
static bool fits_way(const struct refusal_run *run, const struct refusal *row, const struct se050_good *good,
	const struct plan *plan)
{
	if (run->talk.peer->platform_scp && !begins(row->id, "(any).scp.") &&
		!begins(row->id, "(any).nothing.selected"))
		return !is_about_ways(row, good) && !says_channel(good->setup) &&
		       !says_channel(plan->before) && !says_channel(plan->setup);
	if (run->way == WAY_PLAIN)
		return true;
	if (says_how(good->setup) || says_how(plan->before) || says_how(plan->setup) ||
		is_about_ways(row, good))
		return false;
	return run->way == WAY_CHANNEL || (strcmp(good->command, "CreateSession") != 0 &&
						  strcmp(good->command, "ImportExternalObject") != 0);
}

static enum refusal_outcome not_ready(enum talk_result result)
{
	switch (result) {
	case TALK_DONE:
		return OUTCOME_PASSED;
	case TALK_UNSUPPORTED:
		return OUTCOME_UNSUPPORTED;
	case TALK_ELSEWHERE:
		return OUTCOME_ELSEWHERE;
	case TALK_REFUSED:
		break;
	}
	return OUTCOME_FAILED;
}

static void take_policy(struct talk *talk, const struct plan *plan)
{
	talk->policy_class = plan->policy_class;
	memcpy(talk->policy, plan->policy, plan->policy_len);
	talk->policy_len = plan->policy_len;
}

static const struct plan nothing;

/* The part and the host, where the bad command may be said. */
static enum talk_result stand_ready(
	struct refusal_run *run, const struct se050_good *good, const struct plan *plan, struct why *why)
{
	struct talk *talk = &run->talk;
	struct peer *peer = talk->peer;
	enum talk_result result = TALK_DONE;

	if (peer->ops->begin(peer, why) < 0 || talk_open(talk, peer, why) < 0)
		return TALK_REFUSED;
	if (plan->policy_len > 0)
		take_policy(talk, plan);
	if (run->way == WAY_SESSION) {
		result = talk_run(talk, peer->fips ? ".poke scp 2" : NULL, why);
		if (result == TALK_DONE)
			result = talk_run(talk, SESSION, why);
	}
	if (result == TALK_DONE)
		result = talk_run(talk, plan->before, why);
	if (result == TALK_DONE)
		result = talk_run(talk, good->setup, why);
	if (result == TALK_DONE)
		result = talk_run(talk, plan->setup, why);
	if (result == TALK_DONE && run->way == WAY_CHANNEL)
		result = talk_run(talk, ".channel 33", why);
	return result;
}

static void complain(
	struct refusal_run *run, const struct refusal *row, const struct se050_good *good, const char *what)
{
	char sentence[SENTENCE_MAX];
	size_t n;

	snprintf(sentence, sizeof(sentence), "%s%s%s: %s", good->command, good->words[0] ? ", " : "",
		good->words, what);
	n = strlen(sentence);
	for (size_t i = 0; row && i < row->n_accepted && n + 20 < sizeof(sentence); i++)
		n += (size_t)snprintf(sentence + n, sizeof(sentence) - n, "%s%04x",
			i == 0 ? "; accepted: " : " ", row->accepted[i]);
	run->complain(run, sentence);
}

/* A verification that fails may be 9000, but then says so: result 02 (AN12413 4.10.2, 4.13). */
static bool says_success(const struct refusal *row, const struct talk *talk)
{
	struct rbuf result = talk_value(talk, TAG_1);

	return strstr(row->command, "Verify") && strncmp(row->fault, "swap", 4) != 0 &&
	       rbuf_left(&result) == 1 && rbuf_u8(&result) != RESULT_FAILURE;
}

static bool judge(struct refusal_run *run, const struct refusal *row, const struct plan *plan,
	const void *look, char *what, size_t cap)
{
	struct talk *talk = &run->talk;
	const struct peer_ops *ops = talk->peer->ops;
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
	if (status != SW_OK && look && !ops->same(talk->peer, talk, look, plan->may, &where)) {
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

/* The good command's bytes. A situation may be that the part lacks what it wants. */
static enum refusal_outcome read_good(
	struct refusal_run *run, const struct se050_good *good, const struct plan *plan)
{
	text_read(&run->good, good->text, &run->talk.variables);
	talk_tidy(&run->talk, &run->good);
	return strstr(plan->setup, ".poke config") || strstr(plan->setup, ".poke fips")
		       ? OUTCOME_PASSED
		       : not_ready(talk_fits(&run->talk, &run->good, &run->why));
}

static bool lacks_good(struct refusal_run *run, const struct se050_good *good)
{
	struct text_command *command = calloc(1, sizeof(*command));
	bool lacks = false;

	if (command) {
		char header[12] = { 0 };

		/* Its values may be made by the set-up: the header is enough. */
		memcpy(header, good->text, strcspn(good->text, " ") % sizeof(header));
		text_read(command, header, &run->talk.variables);
		lacks = talk_part_lacks(&run->talk, command);
	}
	free(command);
	return lacks;
}

static bool said_bad(struct refusal_run *run, const struct refusal *row, struct plan *plan,
	const struct se050_good *good, char *what, size_t cap)
{
	struct talk *talk = &run->talk;
	struct peer *peer = talk->peer;
	void *look;
	bool passed;

	run->bad = run->good;
	plan_apply(plan, &run->bad, &talk->variables);
	if (run->good.trouble[0] || run->bad.trouble[0]) {
		snprintf(what, cap, "%s", run->good.trouble[0] ? run->good.trouble : run->bad.trouble);
		return false;
	}
	if (plan->every && same_command(&run->good, &run->bad))
		return true;
	plan->once = good_has_word(good, "once");
	look = peer->ops->look(peer, talk);
	talk_say(talk, &run->bad);
	run->ran++;
	passed = judge(run, row, plan, look, what, cap);
	if (look)
		peer->ops->forget(look);
	return passed;
}

static enum refusal_outcome run_plan(
	struct refusal_run *run, const struct refusal *row, struct plan *plan, const struct se050_good *good)
{
	enum refusal_outcome outcome;
	char what[300];

	run->talk.peer = run->part(run, good);
	if (!run->talk.peer)
		return OUTCOME_ELSEWHERE;
	if (!fits_way(run, row, good, plan))
		return OUTCOME_OTHER_WAY;
	if (lacks_good(run, good))
		return OUTCOME_UNSUPPORTED;
	outcome = not_ready(stand_ready(run, good, plan, &run->why));
	if (outcome == OUTCOME_FAILED)
		complain(run, row, good, run->why.text);
	if (outcome != OUTCOME_PASSED)
		return outcome;
	outcome = read_good(run, good, plan);
	if (outcome != OUTCOME_PASSED)
		return outcome;
	if (said_bad(run, row, plan, good, what, sizeof(what)))
		return OUTCOME_PASSED;
	complain(run, row, good, what);
	return OUTCOME_FAILED;
}

/* Not about sessions, or what only the default one takes; its own set-up may open no other. */
static bool fits_session(const struct se050_good *good)
{
	return !says_how(good->setup) && !begins(good->command, "card ") &&
	       strcmp(good->command, "CreateSession") != 0 &&
	       strcmp(good->command, "ImportExternalObject") != 0;
}

enum refusal_outcome run_good(struct refusal_run *run, const struct se050_good *good)
{
	enum refusal_outcome outcome;
	char what[40];

	run->talk.peer = run->part(run, good);
	if (!run->talk.peer)
		return OUTCOME_ELSEWHERE;
	if (run->way == WAY_SESSION && !fits_session(good))
		return OUTCOME_OTHER_WAY;
	if (run->talk.peer->platform_scp && (says_channel(good->setup) || begins(good->command, "card ")))
		return OUTCOME_OTHER_WAY;
	if (lacks_good(run, good))
		return OUTCOME_UNSUPPORTED;
	outcome = not_ready(stand_ready(run, good, &nothing, &run->why));
	if (outcome == OUTCOME_FAILED)
		complain(run, NULL, good, run->why.text);
	if (outcome != OUTCOME_PASSED)
		return outcome;
	outcome = read_good(run, good, &nothing);
	if (outcome != OUTCOME_PASSED)
		return outcome;
	talk_say(&run->talk, &run->good);
	if (run->talk.status == SW_OK && run->good.trouble[0] == 0)
		return OUTCOME_PASSED;
	snprintf(what, sizeof(what), "answered %04x", run->talk.status);
	complain(run, NULL, good, run->good.trouble[0] ? run->good.trouble : what);
	return OUTCOME_FAILED;
}

/* One more of a row: what failed counts most, then what was run at all. */
static enum refusal_outcome merged(enum refusal_outcome so_far, enum refusal_outcome one)
{
	if (so_far == OUTCOME_FAILED || one == OUTCOME_FAILED)
		return OUTCOME_FAILED;
	return so_far == OUTCOME_PASSED ? so_far : one;
}

/*
 * Commands of the card are no commands of the applet. The class of a command inside PROCESS is not looked at (AN12413
 * 4.1.1.1).
 */
static bool excepted(const struct refusal *row, const struct se050_good *good, const char *except)
{
	const char *name = good->command, *at = except ? strstr(except, name) : NULL;
	size_t len = strlen(name);

	if (strncmp(name, "card ", 5) == 0)
		return true;
	if (strncmp(row->fault, "header cla", 10) == 0 && good_is_inside(good))
		return true;
	return at && (at == except || at[-1] == ' ') && (at[len] == ' ' || at[len] == 0);
}

/* The only command that matters. */
static bool in_focus(const char *focus, const struct se050_good *good)
{
	const char *at = focus ? strstr(good->command, focus) : good->command;

	return at && (!focus || strcmp(at, focus) == 0);
}

/* Every good command of parts that are for sale: the rows about any command. */
static enum refusal_outcome run_every(
	struct refusal_run *run, const struct refusal *row, struct plan *plan, const char *except)
{
	enum refusal_outcome outcome = OUTCOME_NO_GOOD;
	const struct se050_good *good;

	plan->every = plan->edit[0] != 0;
	for (size_t i = 0; (good = good_number(i)); i++) {
		if (good_has_word(good, "SE050F") || good_has_word(good, "development kit") ||
			excepted(row, good, except) || !in_focus(run->focus, good))
			continue;
		outcome = merged(outcome, run_plan(run, row, plan, good));
	}
	return outcome;
}

void plan_case(const struct refusal_case *as, struct plan *plan)
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

/* The first good command that fits, of those that this part takes. */
static enum refusal_outcome run_first(
	struct refusal_run *run, const struct refusal *row, const char *command, struct plan *plan)
{
	int number = good_find(command, plan->words, plan->tags);
	enum refusal_outcome outcome = OUTCOME_NO_GOOD;

	if (number >= 0)
		outcome = run_plan(run, row, plan, good_number((size_t)number));
	for (int i = -1;
		outcome == OUTCOME_ELSEWHERE && (i = good_next(command, plan->words, plan->tags, i)) >= 0;)
		if (i != number)
			outcome = run_plan(run, row, plan, good_number((size_t)i));
	return outcome;
}

/* Everyone that fits: what is broken in all of them the same way is refused whatever the rest is. */
static enum refusal_outcome run_fitting(struct refusal_run *run, const struct refusal *row, struct plan *plan)
{
	enum refusal_outcome outcome = OUTCOME_NO_GOOD;

	for (int i = -1; (i = good_next(row->command, plan->words, plan->tags, i)) >= 0;) {
		const struct se050_good *good = good_number((size_t)i);

		if (good_has_word(good, "SE050F") && !strstr(plan->words, "SE050F"))
			continue;
		outcome = merged(outcome, run_plan(run, row, plan, good));
		if (plan->fault == fault_resize && plan->size > 0 && outcome == OUTCOME_PASSED) {
			plan->fault = fault_resize_front;
			outcome = merged(outcome, run_plan(run, row, plan, good));
			plan->fault = fault_resize;
		}
	}
	return outcome;
}

static bool is_unsupported(struct refusal_run *run, const char *command)
{
	int number = good_find(command, NULL, NULL);

	if (number < 0)
		return false;
	run->talk.peer = run->part(run, good_number((size_t)number));
	return run->talk.peer && lacks_good(run, good_number((size_t)number));
}

enum refusal_outcome run_row(struct refusal_run *run, const struct refusal *row)
{
	enum refusal_outcome outcome = OUTCOME_PROSE;
	const struct refusal_case *as;
	struct plan plan;

	run->ran = 0;
	run->why.text[0] = 0;
	if (!case_find(row->id, 0)) {
		if (!plan_make(row, &plan))
			return is_unsupported(run, row->command) ? OUTCOME_UNSUPPORTED : OUTCOME_PROSE;
		return row->command[0] == '(' ? run_every(run, row, &plan, NULL)
					      : run_fitting(run, row, &plan);
	}
	for (size_t n = 0; (as = case_find(row->id, n)); n++) {
		plan_case(as, &plan);
		outcome = merged(outcome,
			as->flags & CASE_EVERY
				? run_every(run, row, &plan, as->except)
				: run_first(run, row, as->command ? as->command : row->command, &plan));
	}
	return outcome;
}
