/*
 * sim/cli/replay_host.h: says again what a recording's host said, and compares what chips answer by what it means.
 *
 * Where replay_run() wants every bit and every moment to be the same, this lets a chip be slower or faster
 * (polls that are not acknowledged may be more or fewer, an SE05x may ask for more time), and leaves out
 * of the comparison what is random, the part's own, or masked.
 */
#ifndef SESIM_CLI_REPLAY_HOST_H
#define SESIM_CLI_REPLAY_HOST_H

#include "link.h"
#include "replay.h"
#include "replay_mask.h"

enum replay_end {
	REPLAY_ENDED,   /* all of it was said */
	REPLAY_DIFFERS, /* the first difference ended it */
	REPLAY_CANNOT,  /* the rest cannot be said again: see reason */
};

struct replay_difference {
	size_t line; /* of the recording */
	uint8_t address;
	const char *recorded;
	const char *now;
};

struct replay_host {
	struct replay *recording;
	struct link *link;
	const struct masks *masks;
	bool keep_going;
	bool fast;            /* waits for chips only, not as long as the recording's host did */
	uint32_t patience_ms; /* how long a chip may leave what it acknowledged then unacknowledged */
	void (*differs)(void *context, const struct replay_difference *difference);
	void *context;
	/* What came of it. */
	enum replay_end end;
	size_t transactions, commands, varied, differences;
	char reason[512];
};

/* Returns 0, or a negative errno: -ENODEV when the link is lost, -EINVAL for a line that is none. */
int replay_host_run(struct replay_host *host, struct why *why);

#endif
