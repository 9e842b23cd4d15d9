/*
 * tests/conformance/refusal_list.c: a case for every row of vectors/refusals.tsv, SE05X-<the row's id> with ANY for (any) and -
 * for a space; and one for every good command that the rows are about, SE05X-<command>.good.NN: the row's refusal means
 * something only when the command works otherwise.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "refusal_run.h"
#include "se05x_cases.h"
#include "talk_credential.h"
#include "talk_link.h"
#include "talk_states.h"
#include "vectors_text.h"

enum {
	LINE_MAX_LEN = 2000,
};

struct on_link {
	struct link_peer peer;
	struct conform *c;
	char complaint[CONFORM_REASON_MAX];
	bool any; /* the row is about any command */
};

/* A reserved credential that the factory made has a value nobody knows. */
static bool wants_credential(const struct link_peer *self, const char *script)
{
	uint32_t id;

	while ((id = talk_credential_next(&script)) != 0)
		if (link_peer_found(self, id) && !peer_credential(&self->peer, id))
			return true;
	return false;
}

/* Whether a good command is one for this part. */
static struct peer *part_for(struct refusal_run *run, const struct se050_good *good)
{
	struct on_link *on = run->context;
	struct peer *peer = &on->peer.peer;
	bool newer = peer_version(peer) >= 0x070200;

	if (good_has_word(good, "7.2") && !newer)
		return NULL;
	if (good_has_word(good, "3.x") && newer)
		return NULL;
	if (good_has_word(good, "SE050F") && !(peer->fips && !newer))
		return NULL;
	if (good_has_word(good, "development kit") && !peer->kit)
		return NULL;
	if (peer->kit && good->setup && strstr(good->setup, ".credential 7fff0205"))
		return NULL;
	if (wants_credential(&on->peer, good->setup))
		return NULL;
	/* What it takes back is more than a case about every command is worth. */
	if (on->any && peer->tidies && good_is_irreversible(good))
		return NULL;
	if (good_is_irreversible(good) && !peer->alters)
		return NULL;
	return peer;
}

static void keep_first(struct refusal_run *run, const char *sentence)
{
	struct on_link *on = run->context;

	if (on->complaint[0] == '\0')
		snprintf(on->complaint, sizeof(on->complaint), "%s", sentence);
}

static struct refusal_run *run_on(struct conform *c)
{
	struct refusal_run *run = calloc(1, sizeof(*run));
	struct on_link *on = calloc(1, sizeof(*on));
	struct why why;

	if (!run || !on) {
		free(run);
		free(on);
		conform_fail(c, "no memory for a conversation");
		return NULL;
	}
	on->c = c;
	run->way = WAY_PLAIN;
	run->part = part_for;
	run->complain = keep_first;
	run->context = on;
	run->focus = c->focus;
	talk_begin(&run->talk, &on->peer.peer);
	if (link_peer_begin(&on->peer, c, &why) < 0) {
		conform_fail(c, "%s", why.text);
		free(run);
		free(on);
		return NULL;
	}
	return run;
}

/* What became of it, and what it left. */
static void settle(struct conform *c, struct refusal_run *run, enum refusal_outcome outcome)
{
	struct on_link *on = run->context;
	struct why why = { "" };

	switch (outcome) {
	case OUTCOME_PASSED:
		break;
	case OUTCOME_FAILED:
		conform_fail(c, "%s", on->complaint);
		break;
	case OUTCOME_PROSE:
		conform_skip(c, "nobody has written out this situation");
		break;
	case OUTCOME_UNSUPPORTED:
		conform_skip(c, "the simulator lacks it, and says so");
		break;
	case OUTCOME_OTHER_WAY:
		conform_skip(c,
			"it is about commands outside the platform channel, which this part does not take");
		break;
	case OUTCOME_NO_GOOD:
	case OUTCOME_ELSEWHERE:
	case OUTCOMES:
		conform_skip(c, "%s", run->why.text[0] ? run->why.text : "it is about other parts");
		break;
	}
	if (link_peer_end(&on->peer, &run->talk, &why) < 0)
		conform_fail(c, "it does not clean up: %s", why.text);
	free(on);
	free(run);
}

static void row_is_refused(struct conform *c, const struct conform_case *self)
{
	char line[LINE_MAX_LEN];
	struct refusal row = { 0 };
	struct refusal_run *run;
	struct why why;
	const char *text = self->data;

	snprintf(line, sizeof(line), "%.*s", (int)strcspn(text, "\n"), text);
	if (refusal_read(&row, line, self->number, &why) < 0) {
		conform_fail(c, "%s", why.text);
		return;
	}
	run = run_on(c);
	if (!run)
		return;
	((struct on_link *)run->context)->any = row.command[0] == '(';
	settle(c, run, run_row(run, &row));
}

/* Alone, and in an AESKey session with everything protected. */
static void good_is_good(struct conform *c, const struct conform_case *self)
{
	struct refusal_run *run = run_on(c);
	enum refusal_outcome outcome, inside;

	if (!run)
		return;
	outcome = run_good(run, self->data);
	if (outcome == OUTCOME_PASSED) {
		run->way = WAY_SESSION;
		inside = run_good(run, self->data);
		outcome = inside == OUTCOME_FAILED ? inside : outcome;
	}
	settle(c, run, outcome);
}

/* docs/reference/se050-evidence.md 4: a command of a later applet. */
static void later_is_refused(struct conform *c, const struct conform_case *self)
{
	/* The last two are of a command that is known, too: where its set-up is missing they show nothing. */
	static const uint16_t accepted[] = { 0x6d00, 0x6a86, 0x6985, 0x6a80 };
	size_t n = sizeof(accepted) / sizeof(accepted[0]);
	const struct se050_good *good = self->data;
	struct refusal_run *run = run_on(c);
	enum talk_result ready;
	bool refused = false;
	struct peer *peer;

	if (!run)
		return;
	peer = &((struct on_link *)run->context)->peer.peer;
	ready = talk_open(&run->talk, peer, &run->why) < 0 ? TALK_ELSEWHERE
							   : talk_run(&run->talk, good->setup, &run->why);
	text_read(&run->good, good->text, &run->talk.variables);
	/* Its set-up may be of 7.2, too: what is refused there is missing here, and nothing else. */
	if ((ready != TALK_DONE && ready != TALK_REFUSED) || run->good.trouble[0]) {
		settle(c, run, OUTCOME_ELSEWHERE);
		return;
	}
	talk_say(&run->talk, &run->good);
	if (ready == TALK_REFUSED)
		n -= 2;
	for (size_t i = 0; i < n; i++)
		refused |= run->talk.status == accepted[i];
	if (!refused)
		conform_fail(c, "answered %04x; accepted: 6d00 6a86%s", run->talk.status,
			ready == TALK_REFUSED ? "" : " 6985 6a80");
	settle(c, run, OUTCOME_PASSED);
}

/* "(any).p1" is SE05X-ANY.p1, "card SELECT.p1" SE05X-card-SELECT.p1. */
static const char *case_id(struct conform_list *list, const char *id)
{
	char text[120];

	if (strncmp(id, "(any)", 5) == 0)
		snprintf(text, sizeof(text), "ANY%s", id + 5);
	else
		snprintf(text, sizeof(text), "%s", id);
	for (char *at = text; *at; at++)
		if (*at == ' ')
			*at = '-';
	return conform_list_text(list, "SE05X-%s", text);
}

static bool irreversible_good(const char *command)
{
	for (int i = -1; (i = good_next(command, NULL, NULL, i)) >= 0;)
		if (good_is_irreversible(good_number((size_t)i)))
			return true;
	return false;
}

/* Attempts of the card's channel are not given back; lock, request, restriction and keys stay. */
static enum conform_class class_of(const struct refusal *row)
{
	const struct refusal_case *as;

	for (size_t n = 0; (as = case_find(row->id, n)); n++)
		if (talk_state_is_irreversible(as->before) || talk_state_is_irreversible(as->setup) ||
			(as->setup &&
				(strstr(as->setup, "platform 33 wrong") || strstr(as->setup, "41:7fff02") ||
					strstr(as->setup, ".credential "))))
			return CONFORM_IRREVERSIBLE;
	if (strncmp(row->command, "card EXTERNAL", 13) == 0 || irreversible_good(row->command))
		return CONFORM_IRREVERSIBLE;
	return CONFORM_WRITES;
}

static unsigned int parts_of(const char *state)
{
	if (strstr(state, "7.2"))
		return PART_APPLET_7;
	return strstr(state, "3.x") || strstr(state, "3.4.0") ? PART_APPLET_3 : PART_SE05X;
}

static enum conform_evidence evidence_of(enum refusal_kind kind)
{
	static const enum conform_evidence of[REFUSAL_KINDS] = { [REFUSAL_DOCUMENT] = BY_DOCUMENT,
		[REFUSAL_SILICON] = BY_SILICON,
		[REFUSAL_HOST] = BY_HOST,
		[REFUSAL_UNCERTAIN] = BY_GUESS };

	return of[kind];
}

/* What cannot be undone leaves the part unlike what the next row begins with: that is for parts that can be taken back. */
static void add_as(struct conform_list *list, const struct conform_case *of)
{
	struct conform_case as = *of;

	if (as.class == CONFORM_IRREVERSIBLE)
		as.needs |= NEED_SNAPSHOT;
	conform_list_add(list, &as, 1);
}

static void add_row(struct conform_list *list, const char *text, const struct refusal *row)
{
	bool any = row->command[0] == '(';
	const struct conform_case as = {
		.id = case_id(list, row->id),
		.rule = conform_list_text(list, "%s is refused with %s%s%s: %s",
			any ? "any command" : row->command,
			row->fault[0] ? row->fault : "nothing wrong in it", row->state[0] ? ", " : "",
			row->state, row->reason),
		.source = conform_list_text(list, "%s", row->source),
		.evidence = evidence_of(row->kind),
		.class = class_of(row),
		.parts = parts_of(row->state),
		.covers = any ? NULL : conform_list_text(list, "%s", row->command),
		.run = row_is_refused,
		.data = text,
		.number = row->line,
	};

	add_as(list, &as);
}

/* Those about any command come last: they take longest. */
static void add_rows(struct conform_list *list, bool any)
{
	size_t number = 0;

	for (const char *text = vectors_refusals.at; *text;) {
		size_t len = strcspn(text, "\n");
		char line[LINE_MAX_LEN];
		struct refusal row = { 0 };

		number++;
		if (len > 0 && len < sizeof(line) && *text != '#' && (*text == '(') == any) {
			memcpy(line, text, len);
			line[len] = '\0';
			if (refusal_read(&row, line, number, NULL) == 0)
				add_row(list, text, &row);
			else
				list->failed = true;
		}
		text += len + (text[len] == '\n');
	}
}

/* what: SE05X-<command>.<what>.NN, the n-th of that command. */
static void add_good(struct conform_list *list, const struct se050_good *good, const char *what, size_t n)
{
	bool uncertain = good_has_word(good, "uncertain");
	struct conform_case as = {
		.source = uncertain
				  ? "no document says so"
				  : "AN12413 rev 2.12, chapter 4; docs/reference/se050-evidence.md section 3",
		.evidence = uncertain ? BY_GUESS : BY_DOCUMENT,
		.class = good_is_irreversible(good) || strncmp(good->command, "card EXTERNAL", 13) == 0
				 ? CONFORM_IRREVERSIBLE
				 : CONFORM_WRITES,
		.parts = good_has_word(good, "7.2")   ? PART_APPLET_7
			 : good_has_word(good, "3.x") ? PART_APPLET_3
						      : PART_SE05X,
		.run = good_is_good,
		.data = good,
	};
	char id[100];

	snprintf(id, sizeof(id), "%s.%s.%02zu", good->command, what, n);
	as.id = case_id(list, id);
	as.rule = conform_list_text(
		list, "%s%s%s is answered 9000", good->command, good->words[0] ? ", " : "", good->words);
	as.covers = conform_list_text(list, "%s", good->command);
	add_as(list, &as);
}

/* Of a command that 3.x does not know at all. */
static void add_later(struct conform_list *list, const struct se050_good *good, size_t n)
{
	char id[100];
	struct conform_case as = {
		.source = "docs/reference/se050-evidence.md 4; GP table 11-10",
		.evidence = BY_GUESS,
		.class = CONFORM_WRITES,
		.parts = PART_APPLET_3 | PART_APPLET_4,
		.run = later_is_refused,
		.data = good,
	};

	snprintf(id, sizeof(id), "%s.later.%02zu", good->command, n);
	as.id = case_id(list, id);
	as.rule = conform_list_text(list, "%s is a command of 7.2: applets before refuse it", good->command);
	as.covers = conform_list_text(list, "%s", good->command);
	conform_list_add(list, &as, 1);
}

static void add_goods(struct conform_list *list)
{
	const struct se050_good *good;

	for (size_t i = 0; (good = good_number(i)); i++) {
		size_t n = 1;

		for (size_t k = 0; k < i; k++)
			n += strcmp(good_number(k)->command, good->command) == 0;
		add_good(list, good, "good", n);
		if (good_next(good->command, "!7.2", NULL, -1) < 0 && !good_is_irreversible(good) &&
			strcmp(good->command, "GetExtVersion") != 0) /* AN12413 4.19.1 has its P2 */
			add_later(list, good, n);
	}
	for (size_t i = 0; i < good_bounds.n; i++) {
		size_t n = 1;

		for (size_t k = 0; k < i; k++)
			n += strcmp(good_bounds.at[k].command, good_bounds.at[i].command) == 0;
		add_good(list, &good_bounds.at[i], "bound", n);
	}
}

void se05x_refusal_cases(struct conform_list *list)
{
	add_goods(list);
	add_rows(list, false);
	add_rows(list, true);
}
