/* sim/cli/replay_mask.h: masks by hand: bytes of answers that a replay does not compare. */
#ifndef SESIM_CLI_REPLAY_MASK_H
#define SESIM_CLI_REPLAY_MASK_H

#include "varies.h"
#include "why.h"

#include <stdint.h>

enum {
	MASKS_MAX = 256,
	MASK_NAME_MAX = 64,
};

/* ADDRESS|* COMMAND|* FROM[-TO]|* : of the answer's data, as a person counts it from 0. */
struct mask {
	int address;              /* -1: any */
	char name[MASK_NAME_MAX]; /* what the command's line begins with; "": any */
	bool whole;
	size_t from, to;
};

struct masks {
	struct mask all[MASKS_MAX];
	size_t n;
};

/* Adds a mask, or a file of them, one a line; # begins a comment. Returns 0 or a negative errno. */
int masks_add(struct masks *masks, const char *text, struct why *why);
int masks_read(struct masks *masks, const char *path, struct why *why);

/* What else varies of the answer to the command whose line (sesim trace) this is. */
void masks_apply(const struct masks *masks, uint8_t address, const char *line, struct varies *v);

#endif
