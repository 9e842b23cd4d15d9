/* sim/cli/talk.h: what host and chip say at one address, whichever chip it is. */
#ifndef SESIM_CLI_TALK_H
#define SESIM_CLI_TALK_H

#include "i2c.h"
#include "traffic.h"
#include "traffic050.h"

enum talk_kind {
	TALK_UNKNOWN, /* nothing of a chip was seen yet */
	TALK_ATECC,
	TALK_SE05X,
};

/* Starts as talk_at() makes it. It stays where it is. */
struct talk {
	struct atecc_traffic atecc;
	struct se050_traffic se050;
	/* The newest exchange: set by talk_hear(), taken back by whoever has seen it. */
	bool done;
	uint8_t command[TRAFFIC_APDU_MAX];
	size_t command_len;
	uint8_t answer[TRAFFIC_APDU_MAX];
	size_t answer_len;
	char text[LINE_MAX_TEXT]; /* the newest line */
};

void talk_at(struct talk *talk, uint8_t address);

/* A message that was acknowledged. False when it is none that host and chip exchange. */
bool talk_hear(struct talk *talk, uint64_t time_ns, const struct i2c_message *m);

enum talk_kind talk_kind(const struct talk *talk);

/* Whether a whole command waits for its answer; which one. */
bool talk_pending(const struct talk *talk, struct rbuf *command);

/* Of an SE05x: how many bytes the block that is being read lacks; 0: not known, or none. */
size_t talk_lacks(const struct talk *talk);

/* Of an SE05x: the block that was read last is a request for more time; what it asks for. */
bool talk_wants_time(const struct talk *talk, uint8_t *multiplier);

#endif
