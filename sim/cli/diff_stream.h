/*
 * sim/cli/diff_stream.h: the same commands by chance to two parts, grown from the command tables, and where their answers
 * differ: in status, in length, or in data that is neither random nor the part's own (varies608.h, varies050.h).
 *
 * Rounds of commands each begin at the same state: a snapshot where both links have one, else with the part's volatile
 * state gone and our objects deleted. Each difference is told once, with the fewest commands of its round that show it.
 */
#ifndef SESIM_CLI_DIFF_STREAM_H
#define SESIM_CLI_DIFF_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "link.h"
#include "why.h"

enum { DIFF_ROUND = 24 };

struct diff_found {
	const char *rule; /* the command's row, and how they differ */
	const char *answers[2];
	char *const *commands; /* hex with the row's name; the last one differs */
	size_t n;
};

struct diff_stream {
	struct link *links[2];
	uint16_t addresses[2];
	bool atecc;  /* else SE05x, whose applet is reached in plain */
	bool writes; /* commands that write: where nothing takes it back, to objects of our own alone */
	bool irreversible;
	uint64_t seed;
	size_t length; /* commands to send, to each */
	void (*found)(void *context, const struct diff_found *found);
	void *context;
	/* What came of it. */
	size_t commands, varied, differences;
	int lost; /* which link was, with -ENODEV */
};

/* Returns 0, or a negative errno and a sentence; -ENODEV: a part was lost. */
int diff_stream_run(struct diff_stream *stream, struct why *why);

#endif
