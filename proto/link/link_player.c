/* proto/link/link_player.c: a link whose chips are a recording. */
#include "link_player.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "replay.h"

enum {
	ADDRESSES = 128,
	TEXT_MAX = 1 << 30,
	SENTENCE_MAX = 1024,
};

/* A transaction: its line, and the next one of its address. */
struct place {
	size_t at, len; /* in the text */
	size_t number;  /* of the line */
	size_t next;    /* in places; 0: there is none */
	bool poll;      /* not acknowledged, a single message: may be left out */
};

struct player {
	struct link link;
	char path[256];
	char *text;
	size_t len, cap;
	struct place *places; /* from 1 */
	size_t n, cap_places;
	size_t next[ADDRESSES]; /* what is expected there; 0: nothing more */
	/* The newest poll of an address, to be answered the same again. */
	size_t polled[ADDRESSES];
	size_t played;
	size_t left; /* places that are no polls, of addresses but 0 */
	struct link_player_watcher watcher;
	bool deviated;
	bool ended; /* somebody was told */
	char sentence[SENTENCE_MAX];
	struct recording_transaction t; /* the place that was looked at last */
	uint8_t *bytes;
};

static bool grow(void **at, size_t *cap, size_t wanted, size_t size)
{
	size_t more = *cap ? *cap : 1024;
	void *grown;

	if (wanted <= *cap)
		return true;
	while (more < wanted)
		more *= 2;
	grown = realloc(*at, more * size);
	if (!grown)
		return false;
	*at = grown;
	*cap = more;
	return true;
}

/* Adds the line that the recording was just read from. */
static int add_place(struct player *p, const struct replay *r, const struct recording_transaction *t,
	size_t *last, struct why *why)
{
	uint8_t address = t->messages[0].addr & 0x7f;
	size_t len = strlen(r->line);
	void *text = p->text, *places = p->places;
	bool room = p->len + len + 1 <= TEXT_MAX && grow(&text, &p->cap, p->len + len + 1, 1);

	p->text = text;
	room = room && grow(&places, &p->cap_places, p->n + 2, sizeof(p->places[0]));
	p->places = places;
	if (!room)
		return why_fail(why, EFBIG, "%s is too long to be played", r->path);
	p->n++;
	p->places[p->n] = (struct place){ .at = p->len,
		.len = len,
		.number = r->line_number,
		.poll = t->n == 1 && t->outcome == WIRE_ADDRESS_NACK };
	p->left += address != 0 && !p->places[p->n].poll;
	memcpy(p->text + p->len, r->line, len + 1);
	p->len += len + 1;
	if (last[address] == 0)
		p->next[address] = p->n;
	else
		p->places[last[address]].next = p->n;
	last[address] = p->n;
	return 0;
}

static int load(struct player *p, struct replay *r, struct why *why)
{
	size_t last[ADDRESSES] = { 0 };
	int rc;

	while ((rc = replay_next(r, &p->t, why)) > 0) {
		rc = add_place(p, r, &p->t, last, why);
		if (rc < 0)
			break;
	}
	if (rc == 0 && p->n == 0)
		rc = why_fail(why, EINVAL, "%s holds no transaction", r->path);
	return rc;
}

static void look_at(struct player *p, size_t place)
{
	/* It was read once already, when it was loaded. */
	(void)recording_get(&p->t, p->text + p->places[place].at, p->places[place].len, p->bytes, NULL);
}

/* What the driver asks for is what was asked for then. */
static bool same_message(const struct recording_transaction *t, size_t i, const struct i2c_message *m)
{
	const struct i2c_message *then = &t->messages[i];
	size_t len = then->len;

	if (then->addr != m->addr || then->flags != m->flags)
		return false;
	/* A counted read was recorded with the bytes it turned out to count; a count no host takes adds nothing. */
	if (then->flags & I2C_RECV_LEN && i < t->done && len > 0 && then->bytes[0] <= I2C_COUNTED_MAX &&
		len > then->bytes[0])
		len -= then->bytes[0];
	if (len != m->len)
		return false;
	return m->flags & I2C_READ || len == 0 || memcmp(then->bytes, m->bytes, len) == 0;
}

static bool same(const struct recording_transaction *t, const struct i2c_message *msgs, size_t n)
{
	bool equal = t->n == n;

	for (size_t i = 0; equal && i < n; i++)
		equal = same_message(t, i, &msgs[i]);
	return equal;
}

static int result_of(const struct recording_transaction *t)
{
	static const int results[] = { [WIRE_ADDRESS_NACK] = -ENXIO,
		[WIRE_DATA_NACK] = -EIO,
		[WIRE_ARBITRATION_LOST] = -EAGAIN,
		[WIRE_TIMEOUT] = -ETIMEDOUT };

	return t->outcome == WIRE_OK ? (int)t->n : results[t->outcome];
}

/* Answers as the place that was looked at last. */
static int play(struct player *p, struct i2c_message *msgs, size_t *done)
{
	const struct recording_transaction *t = &p->t;

	for (size_t i = 0; i < t->done; i++)
		if (msgs[i].flags & I2C_READ && t->messages[i].len > 0) {
			memcpy(msgs[i].bytes, t->messages[i].bytes, t->messages[i].len);
			msgs[i].len = t->messages[i].len;
		}
	*done = t->done;
	p->link.nacked_at = t->nacked_at;
	if (t->time_ns > p->link.now_ns)
		p->link.now_ns = t->time_ns;
	p->played++;
	return result_of(t);
}

static void say(char *text, size_t size, struct recording_transaction t)
{
	enum { SHOWN = 40, MESSAGES = 3 };
	struct wbuf w = wbuf_to(text, size - 1);

	t.n = t.n > MESSAGES ? MESSAGES : t.n;
	for (size_t i = 0; i < t.n; i++)
		if (!(t.messages[i].flags & I2C_READ) && t.messages[i].len > SHOWN)
			t.messages[i].len = SHOWN;
	t.time_ns = 0;
	t.done = 0; /* what is read is not known yet */
	t.outcome = WIRE_OK;
	recording_put(&w, &t);
	text[w.len > 0 ? w.len - !wbuf_bad(&w) : 0] = '\0';
}

/* The time before a line says nothing here. */
static const char *behind_time(const char *text)
{
	const char *blank = strchr(text, ' ');

	return blank ? blank + 1 : text;
}

static void tell_over(struct player *p, const char *deviation)
{
	if (p->watcher.over && (deviation || !p->ended))
		p->watcher.over(p->watcher.context, deviation);
	p->ended = true;
}

static int deviate(struct player *p, size_t expected, const struct i2c_message *msgs, size_t n)
{
	struct recording_transaction now = { .n = n };
	char was[300], is[300];

	memcpy(now.messages, msgs, n * sizeof(msgs[0]));
	say(is, sizeof(is), now);
	p->deviated = true;
	if (expected == 0) {
		snprintf(p->sentence, sizeof(p->sentence),
			"%s: all that is recorded for address %02x was said, and the driver says %s", p->path,
			msgs[0].addr & 0x7f, behind_time(is));
		tell_over(p, p->sentence);
		return -ENXIO;
	}
	look_at(p, expected);
	say(was, sizeof(was), p->t);
	snprintf(p->sentence, sizeof(p->sentence), "%s, line %zu: expected %s, the driver says %s", p->path,
		p->places[expected].number, behind_time(was), behind_time(is));
	tell_over(p, p->sentence);
	return -ENXIO;
}

/* A poll too many: nobody acknowledges, as before. */
static bool is_poll_again(struct player *p, uint8_t address, const struct i2c_message *m, size_t n)
{
	if (address == 0)
		return true; /* wake pulses */
	if (n != 1 || p->polled[address] == 0)
		return false;
	look_at(p, p->polled[address]);
	return p->t.messages[0].addr == m->addr &&
	       (same_message(&p->t, 0, m) || (p->t.messages[0].flags & m->flags & I2C_READ));
}

static int player_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct player *p = (struct player *)link;
	size_t place;
	uint8_t address;
	int rc;

	*done = 0;
	if (n == 0 || n > I2C_MESSAGES_MAX)
		return -EINVAL;
	for (size_t i = 0; i < n; i++)
		if (msgs[i].len > I2C_MESSAGE_MAX || (msgs[i].len > 0 && !msgs[i].bytes))
			return -EINVAL;
	address = msgs[0].addr & 0x7f;
	if (p->deviated)
		return -ENXIO;
	for (place = p->next[address]; place; place = p->places[place].next) {
		look_at(p, place);
		if (same(&p->t, msgs, n)) {
			p->next[address] = p->places[place].next;
			p->polled[address] = p->places[place].poll ? place : 0;
			rc = play(p, msgs, done);
			p->left -= address != 0 && !p->places[place].poll;
			if (p->left == 0)
				tell_over(p, NULL);
			return rc;
		}
		if (!p->places[place].poll)
			break;
	}
	if (is_poll_again(p, address, &msgs[0], n))
		return -ENXIO;
	return deviate(p, place, msgs, n);
}

static int player_wait(struct link *link, uint64_t ns)
{
	(void)link;
	(void)ns;
	return 0; /* it is ready when it is asked */
}

static void player_close(struct link *link)
{
	struct player *p = (struct player *)link;

	free(p->text);
	free(p->places);
	free(p->bytes);
	free(p);
}

static const struct link_ops player_ops = {
	.transfer = player_transfer,
	.wait = player_wait,
	.close = player_close,
};

int link_player_open(
	struct link **out, const char *path, const struct link_player_watcher *watcher, struct why *why)
{
	struct player *p = calloc(1, sizeof(*p));
	struct replay recording;
	int rc;

	*out = NULL;
	if (!p)
		return why_errno(why, ENOMEM, "no memory to play %s", path);
	p->link.ops = &player_ops;
	if (watcher)
		p->watcher = *watcher;
	p->link.info.simulated = true;
	p->link.info.clock = WIRE_CLOCK_INSTANT;
	snprintf(p->path, sizeof(p->path), "%s", path);
	p->bytes = malloc(RECORDING_BYTES_MAX);
	rc = p->bytes ? replay_open(&recording, path, why)
		      : why_errno(why, ENOMEM, "no memory to play %s", path);
	if (rc == 0) {
		rc = load(p, &recording, why);
		replay_close(&recording);
	}
	if (rc < 0) {
		player_close(&p->link);
		return rc;
	}
	*out = &p->link;
	return 0;
}

const char *link_player_deviation(const struct link *link)
{
	const struct player *p = (const struct player *)link;

	return p->deviated ? p->sentence : NULL;
}

const char *link_player_rest(struct link *link)
{
	struct player *p = (struct player *)link;
	size_t first = 0;
	char text[300];

	for (size_t address = 1; address < ADDRESSES; address++) {
		size_t place = p->next[address];

		while (place && p->places[place].poll)
			place = p->places[place].next;
		if (place && (first == 0 || place < first))
			first = place;
	}
	if (first == 0)
		return NULL;
	look_at(p, first);
	say(text, sizeof(text), p->t);
	snprintf(p->sentence, sizeof(p->sentence), "%s, line %zu: %s was not said", p->path,
		p->places[first].number, behind_time(text));
	return p->sentence;
}

size_t link_player_count(const struct link *link)
{
	return ((const struct player *)link)->played;
}
