/* sim/cli/replay_host.c: says again what a recording's host said, and compares answers by what they mean. */
#include "replay_host.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atca.h"
#include "se05x.h"
#include "talk.h"
#include "varies050.h"
#include "varies608.h"

enum {
	ADDRESSES = 128,
	POLL_NS = 1000000,
	INSTANT_POLLS = 256, /* where waiting lets no time pass, only transactions do */
	POLL_BYTES = 300,    /* of a write that may be a poll: a block of T=1 is no longer */
	MORE_TIMES = 64,     /* requests for more time in a row */
};

/* What the recording says, and what is said now, at one address. */
struct point {
	struct talk recorded, now;
	struct atecc_varies atecc;
	struct se050_varies se050;
	/* A transaction that nobody acknowledged: a poll if the same comes again, and then left out. */
	bool deferred;
	struct recording_transaction poll;
	uint8_t poll_bytes[POLL_BYTES];
	size_t poll_line;
};

struct replaying {
	struct replay_host *host;
	struct point *points; /* ADDRESSES */
	uint64_t last_ns;     /* the recorded time of the newest transaction */
	uint8_t *bytes;       /* RECORDING_BYTES_MAX: what is read */
	bool over;
};

static struct replay_host *ended(struct replaying *r, enum replay_end end)
{
	r->over = true;
	r->host->end = end;
	return r->host;
}

static void differ(struct replaying *r, size_t line, uint8_t address, const char *recorded, const char *now)
{
	const struct replay_difference difference = { line, address, recorded, now };

	r->host->differences++;
	r->host->differs(r->host->context, &difference);
	if (!r->host->keep_going)
		ended(r, REPLAY_DIFFERS);
}

/* The transaction as a line of a recording, without its time. */
static void text_of(char *text, size_t size, const struct recording_transaction *t)
{
	enum { SHOWN = 40, MESSAGES = 2 };
	struct recording_transaction cut = *t;
	struct wbuf w = wbuf_to(text, size - 1);
	char *from;

	cut.n = cut.n > MESSAGES ? MESSAGES : cut.n;
	for (size_t i = 0; i < cut.n; i++)
		if ((i < t->done || !(cut.messages[i].flags & I2C_READ)) && cut.messages[i].len > SHOWN)
			cut.messages[i].len = SHOWN;
	cut.time_ns = 0;
	recording_put(&w, &cut);
	text[w.len > 0 ? w.len - !wbuf_bad(&w) : 0] = '\0';
	from = strchr(text, ' ');
	if (from)
		memmove(text, from + 1, strlen(from));
}

static void differ_raw(struct replaying *r, size_t line, const struct recording_transaction *recorded,
	const struct recording_transaction *now)
{
	char a[400], b[400];

	text_of(a, sizeof(a), recorded);
	text_of(b, sizeof(b), now);
	differ(r, line, recorded->messages[0].addr & 0x7f, a, b);
}

/* Where time passes at all: as long as the recording's host waited. */
static int wait_for(struct replaying *r, const struct recording_transaction *t)
{
	struct link *link = r->host->link;
	uint64_t since = link->info.clock == WIRE_CLOCK_VIRTUAL ? link->now_ns : r->last_ns;

	r->last_ns = t->time_ns;
	if (r->host->fast || link->info.clock == WIRE_CLOCK_INSTANT || t->time_ns <= since)
		return 0;
	return link_wait(link, t->time_ns - since);
}

/* One transaction, again and again while it is not acknowledged though it was then. Returns as link_transfer(). */
static int transfer(struct replaying *r, struct recording_transaction *t, bool acknowledged_then)
{
	struct link *link = r->host->link;
	uint64_t left_ns = acknowledged_then ? (uint64_t)r->host->patience_ms * 1000000u : 0;

	if (link->info.clock == WIRE_CLOCK_INSTANT && left_ns > (uint64_t)INSTANT_POLLS * POLL_NS)
		left_ns = (uint64_t)INSTANT_POLLS * POLL_NS;
	for (;;) {
		int rc = link_transfer(link, t->messages, t->n, &t->done);
		t->outcome = link_outcome(rc);
		t->nacked_at = link->nacked_at;
		if (t->outcome != WIRE_ADDRESS_NACK || t->done > 0 || left_ns < POLL_NS)
			return rc;
		left_ns -= POLL_NS;
		rc = link_wait(link, POLL_NS);
		if (rc < 0)
			return rc;
	}
}

/* Adapters do not tell which byte was not acknowledged, nor whether it was the address. */
static bool same_outcome(const struct recording_transaction *a, const struct recording_transaction *b)
{
	bool nack = a->outcome == WIRE_ADDRESS_NACK || a->outcome == WIRE_DATA_NACK;
	bool nack_b = b->outcome == WIRE_ADDRESS_NACK || b->outcome == WIRE_DATA_NACK;

	return (nack && nack_b) || (a->outcome == b->outcome && a->done == b->done);
}

static bool same_message(const struct i2c_message *a, const struct i2c_message *b)
{
	if (a->addr != b->addr || a->flags != b->flags)
		return false;
	if (a->flags & I2C_READ)
		return true; /* polls may ask for less */
	return a->len == b->len && (a->len == 0 || memcmp(a->bytes, b->bytes, a->len) == 0);
}

/* Data of an answer: without count and CRC, or status word; and what has to be the same always. */
struct answer {
	struct rbuf data;
	struct rbuf status;
};

static struct answer answer_of(const struct talk *talk)
{
	struct rbuf r = rbuf_from(talk->answer, talk->answer_len);
	size_t len = talk->answer_len;
	struct answer a = { .data = rbuf_from(NULL, 0), .status = r };

	if (talk_kind(talk) == TALK_ATECC && len > 4) {
		rbuf_take(&r, 1);
		a.data = rbuf_take(&r, len - 3);
		a.status = rbuf_from(NULL, 0);
	}
	if (talk_kind(talk) == TALK_SE05X && talk->command_len > 1 && len >= 2) {
		a.data = rbuf_take(&r, len - 2);
		a.status = r;
	}
	return a;
}

/* No error: of an ATECC data, or status 0; of an SE05x status 9000. */
static bool is_good(const struct talk *talk)
{
	struct answer a = answer_of(talk);

	if (talk_kind(talk) == TALK_ATECC)
		return rbuf_left(&a.data) > 0 || (talk->answer_len == 4 && talk->answer[1] == ATCA_SUCCESS);
	return rbuf_left(&a.status) == 2 && rbuf_be16(&a.status) == SW_OK;
}

static bool equal(struct rbuf a, struct rbuf b)
{
	size_t len = rbuf_left(&a);

	return len == rbuf_left(&b) &&
	       (len == 0 || memcmp(rbuf_bytes(&a, len), rbuf_bytes(&b, len), len) == 0);
}

/* Whether the data is the same but for what varies. */
static bool same_data(struct rbuf a, struct rbuf b, const struct varies *v)
{
	if (rbuf_left(&a) != rbuf_left(&b) && !v->length)
		return false;
	for (size_t i = 0; rbuf_left(&a) > 0 && rbuf_left(&b) > 0; i++)
		if (rbuf_u8(&a) != rbuf_u8(&b) && !varies_at(v, i))
			return false;
	return true;
}

static struct varies varies_of(const struct point *p, const struct talk *talk, struct rbuf command)
{
	if (talk_kind(talk) == TALK_ATECC)
		return atecc_varies(&p->atecc, command);
	return se050_varies(&p->se050, command, rbuf_from(talk->answer, talk->answer_len));
}

/* Both have their answer. */
static void compare_answers(struct replaying *r, struct point *p, uint8_t address, size_t line)
{
	struct rbuf command = rbuf_from(p->recorded.command, p->recorded.command_len);
	struct answer then = answer_of(&p->recorded), now = answer_of(&p->now);
	struct varies v = varies_of(p, &p->recorded, command);
	bool same = equal(then.status, now.status) && equal(then.data, now.data);

	masks_apply(r->host->masks, address, p->recorded.text, &v);
	r->host->commands++;
	if (!same && equal(then.status, now.status) && same_data(then.data, now.data, &v))
		r->host->varied++;
	else if (!same)
		differ(r, line, address, p->recorded.text, p->now.text);
	if (talk_kind(&p->recorded) == TALK_ATECC)
		atecc_varied(&p->atecc, command, is_good(&p->recorded) && is_good(&p->now), !same);
	else if (is_good(&p->recorded) && is_good(&p->now))
		se050_varied(&p->se050, command, !same);
}

/* The chip wants more time than it did then: it is given, and what follows is read. */
static int give_time(struct replaying *r, struct point *p, uint8_t address)
{
	uint8_t multiplier;

	for (int i = 0; i < MORE_TIMES && !p->now.done && talk_wants_time(&p->now, &multiplier); i++) {
		uint8_t response[T1_HEADER + 1 + T1_CRC], block[T1_BLOCK_MAX];
		struct wbuf w = wbuf_to(response, sizeof(response));
		struct recording_transaction t = { .n = 1 };
		size_t lacks = T1_HEADER;
		int rc;

		t1_block_write(&w, T1_NAD_TO_CHIP, T1_S_WTX | T1_S_ANSWER, &multiplier, 1);
		t.messages[0] =
			(struct i2c_message){ .addr = address, .len = (uint16_t)w.len, .bytes = response };
		rc = transfer(r, &t, true);
		if (rc >= 0)
			talk_hear(&p->now, 0, &t.messages[0]);
		while (rc >= 0 && lacks > 0) {
			t.messages[0] = (struct i2c_message){
				.addr = address, .flags = I2C_READ, .len = (uint16_t)lacks, .bytes = block
			};
			rc = transfer(r, &t, true);
			if (rc >= 0)
				talk_hear(&p->now, 0, &t.messages[0]);
			lacks = talk_lacks(&p->now);
		}
		if (rc < 0 && link_outcome(rc) == WIRE_NOT_RUN)
			return rc;
		if (rc < 0)
			break;
	}
	return 0;
}

/* After what one message was: whether a command has its answer. */
static int settle(struct replaying *r, struct point *p, uint8_t address, size_t line)
{
	int rc;

	if (!p->recorded.done)
		return 0;
	rc = p->now.done ? 0 : give_time(r, p, address);
	if (rc < 0)
		return rc;
	if (p->now.done)
		compare_answers(r, p, address, line);
	else
		differ(r, line, address, p->recorded.text, "no whole answer");
	p->recorded.done = p->now.done = false;
	return 0;
}

/* What was read of no answer: as bytes. */
static bool is_raw(const struct point *p, const struct i2c_message *m)
{
	enum talk_kind kind = talk_kind(&p->recorded);

	return m->flags & I2C_READ &&
	       (kind == TALK_UNKNOWN || (kind == TALK_ATECC && !p->recorded.atecc.pending));
}

/* An SE05x's block may be longer or shorter now: as much of it is read as was then. */
static void fit_read(const struct point *p, const struct i2c_message *recorded, struct i2c_message *m)
{
	size_t then = talk_lacks(&p->recorded), now = talk_lacks(&p->now);

	if (then > 0 && now > 0 && recorded->len == then)
		m->len = (uint16_t)now;
}

/* Messages of which the host knows their answers: both sides hear them. */
static int hear(struct replaying *r, struct point *p, const struct recording_transaction *then,
	const struct recording_transaction *now, size_t line, bool written)
{
	uint8_t address = then->messages[0].addr & 0x7f;
	bool bad = false;
	int rc = 0;

	for (size_t i = 0; rc == 0 && !r->over && i < then->done && i < then->n; i++) {
		const struct i2c_message *m = &then->messages[i];

		if (is_raw(p, m) &&
			(m->len != now->messages[i].len ||
				(m->len > 0 && memcmp(m->bytes, now->messages[i].bytes, m->len) != 0)))
			bad = true;
		if (!written || i > 0)
			talk_hear(&p->recorded, then->time_ns, m);
		talk_hear(&p->now, r->host->link->now_ns, &now->messages[i]);
		rc = settle(r, p, address, line);
	}
	if (rc == 0 && bad && !r->over)
		differ_raw(r, line, then, now);
	return rc;
}

/* A command that follows from what the chip said at random cannot be said again. */
static void check_command(struct replaying *r, const struct point *p, size_t line)
{
	struct rbuf command;
	struct varies v;

	if (!talk_pending(&p->recorded, &command))
		return;
	v = varies_of(p, &p->recorded, command);
	if (!v.cannot)
		return;
	snprintf(ended(r, REPLAY_CANNOT)->reason, sizeof(r->host->reason),
		"%s, line %zu: this command cannot be said again: %s", r->host->recording->path, line,
		v.cannot);
}

/* A physical SE05x hangs after a repeated START until its next power-on. */
static bool must_not_send(
	struct replaying *r, const struct point *p, const struct recording_transaction *t, size_t line)
{
	if (t->n < 2 || r->host->link->info.simulated || talk_kind(&p->recorded) == TALK_ATECC)
		return false;
	snprintf(ended(r, REPLAY_CANNOT)->reason, sizeof(r->host->reason),
		"%s, line %zu: a repeated START is not sent to a real part: it hangs an SE05x until its next "
		"power-on",
		r->host->recording->path, line);
	return true;
}

static int say(struct replaying *r, struct point *p, const struct recording_transaction *t, size_t line)
{
	struct recording_transaction now = *t;
	struct wbuf room = wbuf_to(r->bytes, RECORDING_BYTES_MAX);
	bool acknowledged = t->outcome == WIRE_OK;
	bool written = false;
	int rc;

	if (must_not_send(r, p, t, line))
		return 0;
	if (t->n == 1 && acknowledged && !(t->messages[0].flags & I2C_READ)) {
		talk_hear(&p->recorded, t->time_ns, &t->messages[0]);
		written = true;
		check_command(r, p, line);
		if (r->over)
			return 0;
	}
	/* What it answers is whole already: it did not ask for more time, as it did then. */
	if (p->now.done && talk_kind(&p->recorded) == TALK_SE05X && acknowledged) {
		if (!written)
			talk_hear(&p->recorded, t->time_ns, &t->messages[0]);
		return settle(r, p, t->messages[0].addr & 0x7f, line);
	}
	rc = wait_for(r, t);
	for (size_t i = 0; i < t->n; i++)
		if (t->messages[i].flags & I2C_READ) {
			struct i2c_message *m = &now.messages[i];

			m->len = (uint16_t)(m->len - (m->flags & I2C_RECV_LEN && i < t->done && m->len > 0 &&
									     m->bytes[0] < m->len &&
									     m->bytes[0] <= I2C_COUNTED_MAX
								     ? m->bytes[0]
								     : 0));
			m->bytes = wbuf_room(&room, m->len + (size_t)I2C_COUNTED_MAX);
			if (t->n == 1)
				fit_read(p, &t->messages[0], m);
			if (!m->bytes)
				return -EINVAL;
		}
	if (rc == 0)
		rc = transfer(r, &now, acknowledged);
	if (rc < 0 && link_outcome(rc) == WIRE_NOT_RUN)
		return rc;
	r->host->transactions++;
	if (!same_outcome(t, &now)) {
		differ_raw(r, line, t, &now);
		return 0;
	}
	return hear(r, p, t, &now, line, written);
}

/* What was put off was no poll: it is said now. */
static int flush(struct replaying *r, struct point *p)
{
	if (!p->deferred || r->over)
		return 0;
	p->deferred = false;
	return say(r, p, &p->poll, p->poll_line);
}

static bool may_be_poll(const struct recording_transaction *t)
{
	const struct i2c_message *m = &t->messages[0];

	return t->n == 1 && t->outcome == WIRE_ADDRESS_NACK && m->addr != 0 &&
	       (m->flags & I2C_READ || m->len <= POLL_BYTES);
}

static void put_off(struct point *p, const struct recording_transaction *t, size_t line)
{
	struct i2c_message *m = &p->poll.messages[0];

	p->poll = *t;
	if (!(m->flags & I2C_READ) && m->len > 0)
		memcpy(p->poll_bytes, m->bytes, m->len);
	m->bytes = p->poll_bytes;
	p->poll_line = line;
	p->deferred = true;
}

/* A wake pulse is heard by all: who was asleep before is asked before. */
static int flush_sleepers(struct replaying *r)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < ADDRESSES; i++)
		if (talk_kind(&r->points[i].recorded) != TALK_SE05X)
			rc = flush(r, &r->points[i]);
	return rc;
}

static int take(struct replaying *r, const struct recording_transaction *t)
{
	const struct i2c_message *m = &t->messages[0];
	struct point *p = &r->points[m->addr & 0x7f];
	size_t line = r->host->recording->line_number;
	int rc = 0;

	if (m->addr == 0)
		rc = flush_sleepers(r);
	if (p->deferred && t->n == 1 &&
		(same_message(&p->poll.messages[0], m) || p->poll.messages[0].len == 0))
		p->deferred = false;
	if (rc == 0)
		rc = flush(r, p);
	if (rc < 0 || r->over)
		return rc;
	if (may_be_poll(t)) {
		put_off(p, t, line);
		return 0;
	}
	return say(r, p, t, line);
}

static int say_all(struct replaying *r, struct recording_transaction *t, struct why *why)
{
	const struct replay *recording = r->host->recording;
	int rc = 1;

	while (rc > 0 && !r->over) {
		rc = replay_next(r->host->recording, t, why);
		if (rc <= 0)
			break;
		rc = take(r, t);
		if (rc < 0)
			return why_errno(why, rc, "%s, line %zu cannot be replayed", recording->path,
				recording->line_number);
		rc = 1;
	}
	for (size_t i = 0; rc == 0 && i < ADDRESSES; i++) {
		rc = flush(r, &r->points[i]);
		if (rc < 0)
			why_errno(why, rc, "%s cannot be replayed", recording->path);
	}
	return rc < 0 ? rc : 0;
}

int replay_host_run(struct replay_host *host, struct why *why)
{
	struct replaying r = { .host = host };
	struct recording_transaction *t = malloc(sizeof(*t));
	int rc;

	r.points = calloc(ADDRESSES, sizeof(*r.points));
	r.bytes = malloc(RECORDING_BYTES_MAX);
	if (t && r.points && r.bytes) {
		for (size_t i = 0; i < ADDRESSES; i++) {
			talk_at(&r.points[i].recorded, (uint8_t)i);
			talk_at(&r.points[i].now, (uint8_t)i);
		}
		rc = say_all(&r, t, why);
	} else {
		rc = why_errno(why, ENOMEM, "no memory for a replay");
	}
	free(r.points);
	free(r.bytes);
	free(t);
	return rc;
}
