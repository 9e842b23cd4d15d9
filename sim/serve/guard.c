/* sim/serve/guard.c: a link around a link to a real bus, through which nothing irreversible gets to a part. */
#include "guard.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guard_rules.h"

enum {
	ADDRESSES = 128,
	PULSE_MAX = 32, /* zeros that are a wake pulse */
	SENTENCE = 256,
};

struct guard_link {
	struct link link;
	struct link *inner;
	struct guard_options options;
	struct guard_t1 *t1[ADDRESSES]; /* of each address to which a block went */
	char told[SENTENCE];
};

static const struct guard_part *part_at(const struct guard_link *self, uint16_t address)
{
	static const struct guard_part unknown = { .kind = GUARD_UNKNOWN };

	for (size_t i = 0; i < self->options.n_parts; i++)
		if (self->options.parts[i].address == address)
			return &self->options.parts[i];
	return &unknown;
}

static struct guard_t1 *t1_at(struct guard_link *self, uint16_t address)
{
	if (!self->t1[address])
		self->t1[address] = calloc(1, sizeof(struct guard_t1));
	return self->t1[address];
}

/* What wakes an ATECC: zeros, to anybody. No other word begins so but the one that empties its input. */
static bool is_pulse(struct rbuf bytes)
{
	size_t len = rbuf_left(&bytes);

	while (rbuf_left(&bytes) > 0)
		if (rbuf_u8(&bytes) != 0)
			return false;
	return len <= PULSE_MAX;
}

static bool is_block(struct rbuf bytes)
{
	return rbuf_u8(&bytes) == T1_NAD_TO_CHIP;
}

static struct guard_verdict judge_write(struct guard_link *self, const struct i2c_message *m)
{
	const struct guard_part *part = part_at(self, m->addr);
	struct rbuf bytes = rbuf_from(m->bytes, m->len);
	struct guard_t1 *t1;

	if (part->allowed || is_pulse(bytes))
		return guard_passes();
	if (m->addr == 0)
		return guard_refuses("a general call", "nobody knows what it does");
	if (part->kind == GUARD_ATECC || (part->kind == GUARD_UNKNOWN && !is_block(bytes)))
		return guard_atecc_write(part, bytes);
	t1 = t1_at(self, m->addr);
	return t1 ? guard_t1_write(t1, bytes) : guard_refuses("a block", "there is no memory to follow it");
}

static struct guard_verdict judge(struct guard_link *self, const struct i2c_message *m)
{
	if (m->addr >= ADDRESSES || m->flags & (I2C_TEN_BIT | I2C_NO_START))
		return guard_refuses("a message", "only plain messages to 7-bit addresses pass");
	return m->flags & I2C_READ ? guard_passes() : judge_write(self, m);
}

static void tell(struct guard_link *self, uint16_t address, const char *command, const char *reason)
{
	static const char *const kinds[] = {
		[GUARD_UNKNOWN] = "the part",
		[GUARD_ATECC] = "the ATECC",
		[GUARD_SE05X] = "the SE05x",
	};
	const struct guard_part *part = part_at(self, address);
	bool named = part->serial[0] != '\0';
	char sentence[SENTENCE];

	snprintf(sentence, sizeof(sentence), "refused: %s, to %s at address %02x, serial number %s: %s",
		command, kinds[part->kind], address, named ? part->serial : "unknown", reason);
	if (!self->options.note || strcmp(sentence, self->told) == 0)
		return;
	memcpy(self->told, sentence, sizeof(self->told));
	self->options.note(self->options.note_context, sentence);
}

/* A repeated START reaches nobody but an ATECC that answered as one. */
static bool repeats_start(const struct guard_link *self, const struct i2c_message *msgs, size_t n)
{
	for (size_t i = 0; n > 1 && i < n; i++)
		if (part_at(self, msgs[i].addr)->kind != GUARD_ATECC)
			return true;
	return false;
}

/* Bytes that a message has beside the counted ones. */
static bool valid(const struct i2c_message *msgs, size_t n)
{
	if (n == 0 || n > I2C_MESSAGES_MAX)
		return false;
	for (size_t i = 0; i < n; i++)
		if (msgs[i].len > I2C_MESSAGE_MAX || (msgs[i].len > 0 && !msgs[i].bytes))
			return false;
	return true;
}

static int refuse(struct guard_link *self, struct i2c_message *msgs, size_t n, size_t *done)
{
	*done = 0;
	self->link.nacked_at = 0;
	if (!valid(msgs, n))
		return -EINVAL;
	if (repeats_start(self, msgs, n)) {
		tell(self, msgs[0].addr, "a repeated START", "SE05x have hung on it until power was cut");
		return -EOPNOTSUPP;
	}
	for (size_t i = 0; i < n; i++) {
		struct guard_verdict verdict = judge(self, &msgs[i]);

		if (!verdict.reason)
			continue;
		tell(self, msgs[i].addr, verdict.command, verdict.reason);
		return -EIO;
	}
	return 0;
}

/* What an SE05x has heard and said by it. Only single messages get to one. */
static void follow(struct guard_link *self, const struct i2c_message *m, bool well)
{
	struct guard_t1 *t1 = m->addr < ADDRESSES ? self->t1[m->addr] : NULL;

	if (!t1 || m->len == 0)
		return;
	if (!(m->flags & I2C_READ))
		guard_t1_written(t1, rbuf_from(m->bytes, m->len), well);
	else if (well)
		guard_t1_read(t1, rbuf_from(m->bytes, m->len));
}

static void take_over(struct guard_link *self)
{
	self->link.nacked_at = self->inner->nacked_at;
	self->link.now_ns = self->inner->now_ns;
}

static int guard_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct guard_link *self = (struct guard_link *)link;
	int rc = refuse(self, msgs, n, done);

	if (rc < 0)
		return rc;
	rc = link_transfer(self->inner, msgs, n, done);
	take_over(self);
	if (n == 1)
		follow(self, &msgs[0], rc >= 0);
	return rc;
}

static int guard_wait(struct link *link, uint64_t ns)
{
	struct guard_link *self = (struct guard_link *)link;
	int rc = link_wait(self->inner, ns);

	take_over(self);
	return rc;
}

static void guard_close(struct link *link)
{
	struct guard_link *self = (struct guard_link *)link;

	link_close(self->inner);
	for (size_t i = 0; i < ADDRESSES; i++)
		free(self->t1[i]);
	free(self);
}

/* No act: nothing gets past it, and a real bus has none. */
static const struct link_ops guard_ops = {
	.transfer = guard_transfer,
	.wait = guard_wait,
	.close = guard_close,
};

int link_guard(struct link **out, struct link *inner, const struct guard_options *options, struct why *why)
{
	struct guard_link *self = calloc(1, sizeof(*self));

	*out = NULL;
	if (!self)
		return why_errno(why, ENOMEM, "no memory for a link");
	self->link = *inner;
	self->link.ops = &guard_ops;
	self->inner = inner;
	self->options = *options;
	*out = &self->link;
	return 0;
}
