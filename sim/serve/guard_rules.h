/* sim/serve/guard_rules.h: what of each protocol passes the guard (guard.h). */
#ifndef SESIM_SERVE_GUARD_RULES_H
#define SESIM_SERVE_GUARD_RULES_H

#include "cursor.h"
#include "guard.h"
#include "t1.h"

/* Why something does not pass; NULL reason: it passes. */
struct guard_verdict {
	char command[64]; /* its name, or what it is instead */
	const char *reason;
};

static inline struct guard_verdict guard_passes(void)
{
	return (struct guard_verdict){ .reason = NULL };
}

struct guard_verdict guard_refuses(const char *command, const char *reason);

/* One write to an ATECC, the word address first. */
struct guard_verdict guard_atecc_write(const struct guard_part *part, struct rbuf bytes);

enum {
	GUARD_COMMAND_MAX = 1100, /* of an SE05x, in a chain */
};

/* What the card's authentications have come to. */
enum guard_velocity {
	VELOCITY_WHOLE,
	VELOCITY_SENT,  /* one is under way, and is given back by success */
	VELOCITY_SPENT, /* one was not: no more */
};

/*
 * The blocks at one address. A chain goes on only when the chip was seen to have acknowledged the link before: what the
 * guard took together is then what the chip took together. Zeros at the start.
 */
struct guard_t1 {
	bool chaining; /* the chip has the beginning of a command, or may have */
	bool certain;  /* it said so */
	bool doubt; /* what became of the last block nobody knows: the same again, or a request that ends all */
	bool restores; /* a broken block was let through within a chain: the chip's complaint makes it certain again */
	uint8_t command[GUARD_COMMAND_MAX];
	size_t command_len;
	uint8_t last[T1_BLOCK_MAX]; /* the newest information block */
	size_t last_len;
	bool last_linked; /* it is part of a chain */
	bool last_joined; /* and in `command` already */
	enum guard_velocity velocity;
	bool sends_velocity;         /* the command under way is one */
	uint8_t frame[T1_BLOCK_MAX]; /* the chip's block, as far as it was read */
	size_t frame_len;
};

/* One write. */
struct guard_verdict guard_t1_write(struct guard_t1 *t1, struct rbuf bytes);
/* The same when it went out; well: and was acknowledged. */
void guard_t1_written(struct guard_t1 *t1, struct rbuf bytes, bool well);
/* What was read. */
void guard_t1_read(struct guard_t1 *t1, struct rbuf bytes);

#endif
