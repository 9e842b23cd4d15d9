/*
 * tests/conformance/policy_cases.c: a case for every cell of vectors/policy_matrix.tsv, SE05X-POLICY-<class>-<rule>, with AUTH-
 * before the class of authentication objects: whether the rule may stand in a policy, what it opens alone, and for what forbids
 * or requires something, that every command of the class keeps to it (AN12413 tables 11, 50, 278 to 283).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "good.h"
#include "policy_matrix.h"
#include "se05x.h"
#include "se05x_cases.h"
#include "talk_link.h"
#include "talk_make.h"

enum {
	PCR = 0x00200030,
	REQUIRES_SM = 0x00020000,
	REQUIRES_PCR = 0x00010000,
	FORBIDS = 0x20000000,
	AUTHENTICATES = 0x00004000, /* a DESFire card, before a command that the rule under test is about */
	OWN_RULES = 0x030400,
	MODERN = 0x070200,
	NAMES_MAX = 24,
	NAME_MAX_LEN = 60,
};

struct policy_try {
	struct conform *c;
	struct link_peer peer;
	struct policy_matrix matrix;
	const struct matrix_row *row;
	struct talk talk;
	struct text_command command;
	size_t tried;
};

/* 7.2: TLS_KDF, TLS_PMS, PBKDF (docs/reference/se050-evidence.md 3.4). */
static const uint32_t modern_kdf = 0xc0000080;

static void full_class(const struct matrix_row *row, char name[NAME_MAX_LEN])
{
	snprintf(name, NAME_MAX_LEN, "%s%s", row->class, row->authenticates ? ", authentication object" : "");
}

/* The part with a PCR of zeros; what is made next has one entry for everybody, the PCR's value behind it where asked for. */
static bool begin_with(struct policy_try *t, char class[NAME_MAX_LEN], uint32_t header)
{
	struct talk *talk = &t->talk;
	struct peer *peer = &t->peer.peer;
	struct why why = { "" };
	struct wbuf w;

	full_class(t->row, class);
	if (peer->ops->begin(peer, &why) < 0 || talk_open(talk, peer, &why) < 0 ||
		talk_run(talk, "010900 41:00200030 42:00*32", &why) != TALK_DONE) {
		conform_fail(t->c, "%s", why.text);
		return false;
	}
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
	return true;
}

/* Before 3.4.0 authentication objects have the rules of their class; a UserID is nothing else. */
static enum matrix_may may_stand(const struct policy_try *t)
{
	if (!t->row->authenticates || peer_version(&t->peer.peer) >= OWN_RULES)
		return t->row->may;
	for (size_t i = 0; i < t->matrix.n; i++)
		if (!t->matrix.rows[i].authenticates && strcmp(t->matrix.rows[i].class, t->row->class) == 0 &&
			strcmp(t->matrix.rows[i].rule, t->row->rule) == 0)
			return t->matrix.rows[i].may;
	return MATRIX_OPEN;
}

/* AN12413 3.7.1.4 names 6A80 for a policy that fails validation, table 15 explains 6984 as that: both will do. */
static void at_creation(struct policy_try *t)
{
	enum matrix_may may = may_stand(t);
	char class[NAME_MAX_LEN];
	struct why why = { "" };
	enum talk_result result;

	if (!begin_with(t, class, t->row->bit))
		return;
	result = make_object(&t->talk, MAKE_UNDER_TEST, class, false, &why);
	if (result == TALK_ELSEWHERE || result == TALK_UNSUPPORTED) {
		conform_skip(t->c, "%s", why.text);
		return;
	}
	t->tried++;
	if (result == TALK_DONE && may == MATRIX_NO)
		conform_fail(t->c, "a policy with it is taken");
	if (result != TALK_DONE && may == MATRIX_YES)
		conform_fail(t->c, "a policy with it is not taken: %s", why.text);
	if (result != TALK_DONE && t->talk.status != 0x6a80 && t->talk.status != 0x6984)
		conform_fail(t->c, "a policy with it is answered %04x, not 6a80 or 6984", t->talk.status);
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

		memcpy(name, opens, len < NAME_MAX_LEN ? len : NAME_MAX_LEN - 1);
		for (size_t i = 0; i < names->n; i++)
			known |= strcmp(names->at[i], name) == 0;
		if (!known && names->n < NAMES_MAX)
			memcpy(names->at[names->n++], name, sizeof(name));
		opens += len;
		opens += strspn(opens, "; ");
	}
}

static void commands_of(const struct policy_try *t, struct names *names)
{
	names->n = 0;
	for (size_t i = 0; i < t->matrix.n; i++)
		if (strcmp(t->matrix.rows[i].class, t->row->class) == 0 &&
			t->matrix.rows[i].authenticates == t->row->authenticates)
			add_names(names, t->matrix.rows[i].opens);
}

/* The good command with that name, or with that word, of this class; one of 7.2 where the part is one. */
static const struct se050_good *good_named(const struct policy_try *t, const char *name)
{
	const struct se050_good *good;

	for (size_t i = 0; (good = good_number(i)); i++)
		if ((strcmp(good->command, name) == 0 || good_has_word(good, name)) &&
			good_has_word(good, t->row->class) && !good_has_word(good, "7.2") &&
			good_has_word(good, "authentication object") == t->row->authenticates &&
			(!good_has_word(good, "3.x") || peer_version(&t->peer.peer) < MODERN) &&
			(!strstr(good->command, "Write") || good_has_word(good, "object exists") ||
				good_has_word(good, name)))
			return good;
	return NULL;
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

/* The command to an object with this policy, after a script that moves the part. */
static void try_one(struct policy_try *t, const char *name, uint32_t header, const char *then, bool allowed)
{
	const struct se050_good *good = good_named(t, name);
	char class[NAME_MAX_LEN];
	struct why why = { "" };
	enum talk_result result;

	/* A transient object is its user's alone: under such a policy nobody could delete it any more. */
	if (t->peer.peer.tidies && good && good->setup && strstr(good->setup, "transient"))
		return;
	if (!good || is_open(t->row, name) || !conform_well(t->c))
		return;
	if (good_has_word(good, "authenticated before")) {
		if (header & (FORBIDS | REQUIRES_SM | REQUIRES_PCR))
			return;
		header |= AUTHENTICATES;
	}
	if (!begin_with(t, class, header))
		return;
	result = talk_run(&t->talk, good->setup, &why);
	if (result == TALK_DONE)
		result = talk_run(&t->talk, then, &why);
	if (result == TALK_REFUSED)
		conform_fail(t->c, "before %s: %s", name, why.text);
	if (result != TALK_DONE)
		return;
	text_read(&t->command, good->text, &t->talk.variables);
	if (talk_fits(&t->talk, &t->command, &why) != TALK_DONE)
		return;
	talk_say(&t->talk, &t->command);
	t->tried++;
	if (allowed && t->talk.status != SW_OK)
		conform_fail(t->c, "%s of %s is answered %04x under %08x, which allows it%s%s", name, class,
			t->talk.status, header, then ? ", after " : "", then ? then : "");
	if (!allowed && t->talk.status != 0x6986 && t->talk.status != 0x6982)
		conform_fail(t->c, "%s of %s is answered %04x under %08x, which does not allow it%s%s", name,
			class, t->talk.status, header, then ? ", after " : "", then ? then : "");
}

/* With every rule that allows: forbidden all the same; or only with what is required. */
static void restricts(struct policy_try *t, const struct names *names)
{
	static const struct {
		uint32_t bit;
		const char *then;
		bool allowed, in_channel; /* what it is where everything travels in the platform channel */
	} cases[] = {
		{ FORBIDS, NULL, false, false },
		{ FORBIDS, ".channel 33", false, false },
		{ REQUIRES_SM, NULL, false, true },
		{ REQUIRES_SM, ".channel 01", false, false },
		{ REQUIRES_SM, ".channel 33", true, true },
		{ REQUIRES_PCR, NULL, true, true },
		{ REQUIRES_PCR, "010900 41:00200030 43:61", false, false },
		{ REQUIRES_PCR, "040028 41:00200030", false, false },
		{ REQUIRES_PCR | REQUIRES_SM, ".channel 33", true, true },
		{ REQUIRES_PCR | REQUIRES_SM, NULL, false, true },
		{ REQUIRES_PCR | REQUIRES_SM, "010900 41:00200030 43:61; .channel 33", false, false },
	};
	bool in_channel = t->peer.peer.platform_scp;
	uint32_t all = matrix_all_but(&t->matrix, t->row->class, t->row->authenticates, NULL);

	if (peer_version(&t->peer.peer) >= MODERN && strcmp(t->row->class, "HMAC") == 0)
		all |= modern_kdf;
	for (size_t n = 0; n < names->n; n++)
		for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
			if (cases[i].bit & t->row->bit &&
				!(in_channel && cases[i].then && strstr(cases[i].then, ".channel 01")))
				try_one(t, names->at[n], all | cases[i].bit, cases[i].then,
					in_channel ? cases[i].in_channel : cases[i].allowed);
}

static void cell_holds(struct policy_try *t)
{
	struct names names;

	at_creation(t);
	/* What may not be set, or perhaps not, cannot open anything. */
	if (may_stand(t) != MATRIX_YES || t->row->may != MATRIX_YES || !conform_well(t->c))
		return;
	commands_of(t, &names);
	if (t->row->bit & (FORBIDS | REQUIRES_SM | REQUIRES_PCR)) {
		restricts(t, &names);
		return;
	}
	for (size_t n = 0; n < names.n; n++)
		try_one(t, names.at[n], t->row->bit, NULL, is_named(t->row->opens, names.at[n]));
}

static void policy_holds(struct conform *c, const struct conform_case *self)
{
	struct policy_try *t = calloc(1, sizeof(*t));
	struct why why = { "" };

	if (!t || matrix_read(&t->matrix, &why) < 0 || link_peer_begin(&t->peer, c, &why) < 0) {
		conform_fail(c, "%s", t ? why.text : "no memory for a conversation");
		free(t);
		return;
	}
	t->c = c;
	t->row = &t->matrix.rows[self->number];
	cell_holds(t);
	if (link_peer_end(&t->peer, &t->talk, &why) < 0)
		conform_fail(c, "it does not clean up: %s", why.text);
	free(t);
}

/* Rules that 7.2 has otherwise: which keys may be read, KDF and WRAP of asymmetric keys, GEN of symmetric ones, KDF of HMAC. */
static unsigned int parts_of(const struct matrix_row *row)
{
	static const char *const otherwise[] = { "ALLOW_READ", "ALLOW_KDF", "ALLOW_WRAP", "ALLOW_GEN",
		"ALLOW_VERIFY", "ALLOW_KA", "ALLOW_ENC", "ALLOW_DEC", "ALLOW_SIGN", "ALLOW_ATTESTATION",
		"ALLOW_DESFIRE_AUTHENTICATION", "ALLOW_DESFIRE_DUMP_SESSION_KEYS", "ALLOW_IMPORT_EXPORT",
		"ALLOW_WRITE" };

	if (row->authenticates)
		return PART_APPLET_3;
	for (size_t i = 0; i < sizeof(otherwise) / sizeof(otherwise[0]); i++)
		if (row->may != MATRIX_YES && strcmp(row->rule, otherwise[i]) == 0)
			return PART_APPLET_3;
	if (strcmp(row->rule, "ALLOW_KDF") == 0 || strcmp(row->rule, "ALLOW_WRAP") == 0 ||
		strcmp(row->rule, "ALLOW_GEN") == 0)
		return PART_APPLET_3;
	return PART_SE05X;
}

static const char *case_id(struct conform_list *list, const struct matrix_row *row)
{
	char class[NAME_MAX_LEN];

	snprintf(class, sizeof(class), "%s", row->class);
	for (char *at = class; *at; at++)
		if (*at == ' ')
			*at = '-';
	return conform_list_text(
		list, "SE05X-POLICY-%s%s-%s", row->authenticates ? "AUTH-" : "", class, row->rule);
}

static const char *rule_of(struct conform_list *list, const struct matrix_row *row)
{
	const char *what = row->authenticates ? ", authentication object" : "";

	if (row->may == MATRIX_NO)
		return conform_list_text(
			list, "%s%s: a policy with %s is refused", row->class, what, row->rule);
	if (row->may == MATRIX_OPEN)
		return conform_list_text(list,
			"%s%s: a policy with %s is taken or refused, nobody says which", row->class, what,
			row->rule);
	return conform_list_text(list, "%s%s: %s may be set, and rules over: %s", row->class, what, row->rule,
		row->opens[0] == '-' ? "nothing" : row->opens);
}

void se05x_policy_cases(struct conform_list *list)
{
	struct policy_matrix *matrix = malloc(sizeof(*matrix));

	if (!matrix || matrix_read(matrix, NULL) < 0) {
		list->failed = true;
		free(matrix);
		return;
	}
	for (size_t i = 0; i < matrix->n; i++) {
		const struct matrix_row *row = &matrix->rows[i];
		const struct conform_case as = {
			.id = case_id(list, row),
			.rule = rule_of(list, row),
			.source = "AN12413 2.12, tables 11, 50, 278 to 283",
			.evidence = row->may == MATRIX_OPEN ? BY_GUESS : BY_DOCUMENT,
			.class = CONFORM_WRITES,
			.parts = parts_of(row),
			.run = policy_holds,
			.number = i,
		};

		conform_list_add(list, &as, 1);
	}
	free(matrix);
}
