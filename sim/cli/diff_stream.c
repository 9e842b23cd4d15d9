/* sim/cli/diff_stream.c: the same commands by chance to two parts, and where their answers differ. */
#include "diff_stream.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atca_memory.h"
#include "crc.h"
#include "diff_compose.h"
#include "hex.h"
#include "se05x_link.h"
#include "se05x_objects.h"
#include "varies050.h"
#include "varies608.h"

enum {
	SIDES = 2,
	SNAPSHOT = LINK_SNAPSHOTS - 1,
	DATA_BYTES = 1100,
	RULE_MAX = 256,
	RULES_MAX = 512,
	TEXT_MAX = COMPOSE_NAME_MAX + 2 * COMPOSE_BYTES_MAX + 8,
	ANSWER_TEXT = 200,
	TESTS_MAX = 80, /* to find fewer commands */
	NO_STATUS = 0xffffff,
};

/* What came back. */
struct reply {
	int rc;
	uint32_t status; /* of an ATECC's data NO_STATUS */
	uint8_t data[DATA_BYTES];
	size_t len;
};

struct side {
	struct link *link;
	struct atca_host atca;
	struct se05x_link at;
	struct t1_port port;
	struct se05x_host se05x;
	uint8_t config[ATCA_CONFIG_BYTES];
	struct reply reply;
};

struct streaming {
	struct diff_stream *stream;
	struct side sides[SIDES];
	struct compose compose;
	size_t n_objects; /* those that were there before */
	bool snapshots;
	struct atecc_varies atecc;
	struct se050_varies se050;
	struct composed round[DIFF_ROUND];
	char rules[RULES_MAX][RULE_MAX];
	size_t n_rules;
	struct why *why;
};

static int lost(struct streaming *s, int side, int rc)
{
	s->stream->lost = side;
	return why_errno(s->why, rc, "the part of the %s link was lost", side == 0 ? "first" : "second");
}

/* What other rounds left is gone: what could be made is deleted, where no snapshot does it. */
static void delete_ours(struct streaming *s, struct side *side)
{
	for (size_t i = s->n_objects; i < s->compose.n_objects; i++) {
		uint8_t bytes[64], answer[64];
		struct wbuf w = wbuf_to(bytes, sizeof(bytes)), out = wbuf_to(answer, sizeof(answer));
		static const uint8_t head[] = { CLA_PROPRIETARY, INS_MANAGE, P1_DEFAULT, P2_DELETE_OBJECT, 6,
			TAG_1, 4 };

		wbuf_put(&w, head, sizeof(head));
		wbuf_be32(&w, s->compose.objects[i].id);
		(void)t1_host_apdu(&side->se05x.t1, bytes, w.len, &out);
	}
}

static int begin_side(struct streaming *s, struct side *side)
{
	struct atca_answer answer;
	int rc = 0;

	if (s->snapshots)
		rc = link_act(side->link, LINK_RESTORE, SNAPSHOT);
	if (rc < 0)
		return rc;
	if (!s->stream->atecc) {
		if (!s->snapshots)
			delete_ours(s, side);
		return se05x_host_open(&side->se05x, &side->port);
	}
	/* Asleep it has forgotten what is volatile. One that sleeps already does not hear it. */
	rc = atca_host_sleep(&side->atca);
	if (rc == -ENODEV)
		return rc;
	return atca_host_wake(&side->atca, &answer);
}

static int begin(struct streaming *s)
{
	memset(&s->atecc, 0, sizeof(s->atecc));
	memset(&s->se050, 0, sizeof(s->se050));
	for (int i = 0; i < SIDES; i++) {
		int rc = begin_side(s, &s->sides[i]);

		if (rc < 0)
			return lost(s, i, rc);
	}
	return 0;
}

static int ask_atecc(struct side *side, const struct composed *command)
{
	struct rbuf r = rbuf_from(command->bytes, command->len);
	uint8_t opcode = rbuf_u8(&r), param1 = rbuf_u8(&r);
	uint16_t param2 = rbuf_le16(&r);
	struct atca_answer answer = { .len = 0 };
	size_t len = rbuf_left(&r);
	int rc = atca_host_idle(&side->atca); /* its watchdog begins anew, and TempKey stays */

	if (rc == 0)
		rc = atca_host_wake(&side->atca, &answer);
	if (rc == 0)
		rc = atca_host_command(
			&side->atca, opcode, param1, param2, rbuf_bytes(&r, len), len, &answer);
	if (rc < 0)
		return rc;
	side->reply.status = answer.len > 1 ? NO_STATUS : answer.status;
	side->reply.len = answer.len > 1 ? answer.len : 0;
	memcpy(side->reply.data, answer.data, side->reply.len);
	return 0;
}

static int ask_se05x(struct side *side, const struct composed *command)
{
	uint8_t bytes[DATA_BYTES];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	int rc = t1_host_apdu(&side->se05x.t1, command->bytes, command->len, &w);
	struct rbuf r = rbuf_from(bytes, w.len);

	if (rc < 0)
		return rc;
	side->reply.len = w.len < 2 ? 0 : w.len - 2;
	rbuf_copy(&r, side->reply.data, side->reply.len);
	side->reply.status = rbuf_be16(&r);
	return 0;
}

/* Returns -ENODEV when a part is gone; anything else is an answer. */
static int ask(struct streaming *s, const struct composed *command)
{
	for (int i = 0; i < SIDES; i++) {
		struct side *side = &s->sides[i];

		memset(&side->reply, 0, sizeof(side->reply));
		side->reply.rc = s->stream->atecc ? ask_atecc(side, command) : ask_se05x(side, command);
		if (side->reply.rc == -ENODEV)
			return lost(s, i, -ENODEV);
	}
	s->stream->commands++;
	return 0;
}

/* The packet as it was on the wires. */
static struct rbuf packet_of(const struct composed *command, uint8_t *bytes, size_t cap)
{
	struct wbuf w = wbuf_to(bytes, cap);

	wbuf_u8(&w, (uint8_t)(command->len + 3));
	wbuf_put(&w, command->bytes, command->len);
	wbuf_le16(&w, crc16_atca(bytes, w.len));
	return rbuf_from(bytes, w.len);
}

static bool same_data(const struct reply *a, const struct reply *b, const struct varies *v, bool *varied)
{
	if (a->len != b->len)
		return *varied = v->length;
	for (size_t i = 0; i < a->len; i++) {
		if (a->data[i] == b->data[i])
			continue;
		if (!varies_at(v, i))
			return false;
		*varied = true;
	}
	return true;
}

/* How they differ, in words that are the same for each difference of the kind; "": not at all. */
static void differ(
	char *rule, const struct composed *command, const struct reply *a, const struct reply *b, bool data)
{
	char words[SIDES][32];
	const struct reply *replies[SIDES] = { a, b };

	for (int i = 0; i < SIDES; i++) {
		const struct reply *r = replies[i];

		if (r->rc < 0)
			snprintf(words[i], sizeof(words[i]), "no answer");
		else if (r->status == NO_STATUS || (a->status == b->status && r->len > 0))
			snprintf(words[i], sizeof(words[i]), "%zu bytes", r->len);
		else
			snprintf(words[i], sizeof(words[i]), "status %02x", r->status);
	}
	snprintf(rule, RULE_MAX, "%s: %s%s%s", command->name, words[0], data ? ", other " : " and ",
		data ? "bytes" : words[1]);
}

static bool is_good(const struct streaming *s, const struct reply *r)
{
	return r->rc == 0 &&
	       (s->stream->atecc ? r->status == NO_STATUS || r->status == ATCA_SUCCESS : r->status == SW_OK);
}

static void compare(struct streaming *s, const struct composed *command, char *rule)
{
	const struct reply *a = &s->sides[0].reply, *b = &s->sides[1].reply;
	uint8_t packet[COMPOSE_BYTES_MAX + 3], answer[DATA_BYTES + 2];
	struct wbuf w = wbuf_to(answer, sizeof(answer));
	struct rbuf bytes = rbuf_from(command->bytes, command->len);
	bool good = is_good(s, a) && is_good(s, b), varied = false;
	struct varies v;

	wbuf_put(&w, a->data, a->len);
	wbuf_be16(&w, (uint16_t)a->status);
	if (s->stream->atecc)
		bytes = packet_of(command, packet, sizeof(packet));
	v = s->stream->atecc ? atecc_varies(&s->atecc, bytes)
			     : se050_varies(&s->se050, bytes, rbuf_from(answer, w.len));
	rule[0] = '\0';
	if (v.cannot)
		return; /* what they were told is right for one of them at most */
	if (a->rc != b->rc || a->status != b->status)
		differ(rule, command, a, b, false);
	else if (!same_data(a, b, &v, &varied))
		differ(rule, command, a, b, a->len == b->len);
	s->stream->varied += varied;
	if (s->stream->atecc)
		atecc_varied(&s->atecc, bytes, good, varied);
	else if (good)
		se050_varied(&s->se050, bytes, varied);
}

/* These commands from the beginning. rule: of the last one. Returns 0 or -errno. */
static int run_list(struct streaming *s, const size_t *list, size_t n, char *rule)
{
	int rc = begin(s);

	rule[0] = '\0';
	for (size_t i = 0; rc == 0 && i < n; i++) {
		rc = ask(s, &s->round[list[i]]);
		if (rc == 0)
			compare(s, &s->round[list[i]], rule);
	}
	return rc;
}

/* Takes away what the last one's difference does not need, in ever smaller pieces. */
static int minimise(struct streaming *s, const char *rule, size_t *list, size_t *n)
{
	size_t piece = *n / 2 > 0 ? *n / 2 : 1, tests = 0;

	while (*n > 1 && piece > 0) {
		bool fewer = false;

		for (size_t at = 0; at + 1 < *n && tests < TESTS_MAX;) {
			size_t cut = piece < *n - 1 - at ? piece : *n - 1 - at;
			size_t shorter[DIFF_ROUND], m = 0;
			char now[RULE_MAX];
			int rc;

			for (size_t i = 0; i < *n; i++)
				if (i < at || i >= at + cut)
					shorter[m++] = list[i];
			rc = run_list(s, shorter, m, now);
			if (rc < 0)
				return rc;
			tests++;
			if (strcmp(now, rule) != 0) {
				at += cut;
				continue;
			}
			memcpy(list, shorter, m * sizeof(list[0]));
			*n = m;
			fewer = true;
		}
		if (!fewer || piece > *n)
			piece /= 2;
	}
	return 0;
}

static bool is_new(struct streaming *s, const char *rule)
{
	for (size_t i = 0; i < s->n_rules; i++)
		if (strcmp(s->rules[i], rule) == 0)
			return false;
	if (s->n_rules < RULES_MAX)
		snprintf(s->rules[s->n_rules++], RULE_MAX, "%s", rule);
	return true;
}

static void say_reply(char *text, const struct reply *r)
{
	enum { SHOWN = 64 };
	char hex[2 * SHOWN + 1];

	hex_text(hex, r->data, r->len < SHOWN ? r->len : SHOWN);
	if (r->rc < 0)
		snprintf(text, ANSWER_TEXT, "no answer (%s)", strerror(-r->rc));
	else if (r->status == NO_STATUS)
		snprintf(text, ANSWER_TEXT, "%s%s", hex, r->len > SHOWN ? "..." : "");
	else
		snprintf(text, ANSWER_TEXT, "%s%s%s%02x", hex, r->len > SHOWN ? "..." : "", r->len ? " " : "",
			r->status);
}

/* Runs what is left once more, for its answers. */
static int tell(struct streaming *s, const char *rule, const size_t *list, size_t n)
{
	char texts[DIFF_ROUND][TEXT_MAX], answers[SIDES][ANSWER_TEXT], hex[2 * COMPOSE_BYTES_MAX + 1],
		again[RULE_MAX];
	char *commands[DIFF_ROUND];
	const struct diff_found found = {
		.rule = rule, .answers = { answers[0], answers[1] }, .commands = commands, .n = n
	};
	int rc = run_list(s, list, n, again);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < n; i++) {
		const struct composed *command = &s->round[list[i]];

		hex_text(hex, command->bytes, command->len);
		snprintf(texts[i], TEXT_MAX, "%s  (%s)", hex, command->name);
		commands[i] = texts[i];
	}
	for (int i = 0; i < SIDES; i++)
		say_reply(answers[i], &s->sides[i].reply);
	s->stream->differences++;
	s->stream->found(s->stream->context, &found);
	return 0;
}

static int run_round(struct streaming *s)
{
	size_t list[DIFF_ROUND], n = 0;
	char rule[RULE_MAX] = "";
	int rc = begin(s);

	s->compose.n_objects = s->n_objects;
	while (rc == 0 && n < DIFF_ROUND && rule[0] == '\0') {
		struct composed *command = &s->round[n];

		if (!(s->stream->atecc ? compose_atecc(&s->compose, command)
				       : compose_se05x(&s->compose, command)))
			return why_fail(s->why, EINVAL, "there is no command that may be sent");
		list[n] = n;
		n++;
		rc = ask(s, command);
		if (rc < 0)
			return rc;
		compare(s, command, rule);
		if (!s->stream->atecc && is_good(s, &s->sides[0].reply) && is_good(s, &s->sides[1].reply))
			compose_learn(&s->compose, command);
		/* A known one changes the state of one of them all the same. */
		if (rule[0] != '\0' && !is_new(s, rule))
			return 0;
	}
	if (rc < 0 || rule[0] == '\0')
		return rc;
	rc = minimise(s, rule, list, &n);
	return rc < 0 ? rc : tell(s, rule, list, n);
}

static int open_side(struct streaming *s, int i)
{
	struct side *side = &s->sides[i];
	struct atca_answer answer;
	int rc;

	side->link = s->stream->links[i];
	if (!s->stream->atecc) {
		side->at = (struct se05x_link){ side->link, s->stream->addresses[i] };
		side->port = se05x_link_port(&side->at);
		rc = se05x_host_open(&side->se05x, &side->port);
		s->compose.version[i] = (uint32_t)side->se05x.version[0] << 16 |
					(uint32_t)side->se05x.version[1] << 8 | side->se05x.version[2];
		return rc;
	}
	side->atca = atca_host_make(side->link, s->stream->addresses[i]);
	rc = atca_host_wake(&side->atca, &answer);
	if (rc == 0)
		rc = atca_read_config(&side->atca, side->config);
	s->compose.config[i] = side->config;
	return rc;
}

/* Objects that both have, whatever they are. */
static void find_objects(struct streaming *s)
{
	uint32_t ids[SIDES][SE05X_OBJECTS_MAX];
	size_t n[SIDES] = { 0, 0 };

	for (int i = 0; i < SIDES; i++)
		if (se05x_list(&s->sides[i].se05x, 0xff, ids[i], &n[i]) < 0)
			return;
	for (size_t i = 0; i < n[0]; i++)
		for (size_t k = 0; k < n[1] && s->compose.n_objects < COMPOSE_OBJECTS_MAX / 2; k++)
			if (ids[0][i] == ids[1][k]) {
				s->compose.objects[s->compose.n_objects].id = ids[0][i];
				s->compose.objects[s->compose.n_objects++].classes = UINT32_MAX;
			}
	s->n_objects = s->compose.n_objects;
}

int diff_stream_run(struct diff_stream *stream, struct why *why)
{
	struct streaming *s = calloc(1, sizeof(*s));
	int rc = 0;

	if (!s)
		return why_errno(why, ENOMEM, "no memory for a stream of commands");
	s->stream = stream;
	s->why = why;
	s->compose = compose_make(stream->seed);
	s->compose.writes = stream->writes;
	s->compose.irreversible = stream->irreversible;
	for (int i = 0; rc == 0 && i < SIDES; i++) {
		rc = open_side(s, i);
		if (rc < 0)
			lost(s, i, rc);
	}
	if (rc == 0 && !stream->atecc)
		find_objects(s);
	s->snapshots = rc == 0;
	for (int i = 0; rc == 0 && i < SIDES; i++)
		s->snapshots &= link_act(stream->links[i], LINK_SNAPSHOT, SNAPSHOT) == 0;
	while (rc == 0 && stream->commands < stream->length)
		rc = run_round(s);
	if (rc == 0)
		rc = begin(s); /* as they were */
	free(s);
	return rc;
}
