/*
 * sim/serve/guard.h: a link around a link to a real bus, through which nothing irreversible gets to a part.
 *
 * A write reaches the bus only when all of it is understood and known to take nothing away that nobody can bring back:
 * what the command tables say (irreversible.h, irreversible050.h), and nothing else. A packet in pieces, a block that is
 * not whole, bytes of no protocol, an unknown command: refused. The client then sees the first data byte not acknowledged
 * (-EIO, nacked_at 0), or -EOPNOTSUPP for a repeated START to what may be an SE05x, on which parts have hung; a sentence
 * names the command and the part. Reads, waits and wake pulses pass.
 */
#ifndef SESIM_SERVE_GUARD_H
#define SESIM_SERVE_GUARD_H

#include "link.h"

enum guard_kind {
	GUARD_UNKNOWN, /* nobody answered there so far: whatever it is, it is guarded as both */
	GUARD_ATECC,
	GUARD_SE05X,
};

enum {
	GUARD_PARTS_MAX = 16,
	GUARD_CONFIG = 128,
	GUARD_SERIAL_TEXT = 41,
};

/* What is known of a part. */
struct guard_part {
	uint16_t address;
	enum guard_kind kind;
	char serial[GUARD_SERIAL_TEXT]; /* hex, as the part says it */
	bool allowed;                   /* may be changed for ever */
	bool has_config;                /* of an ATECC */
	uint8_t config[GUARD_CONFIG];
};

struct guard_options {
	struct guard_part parts[GUARD_PARTS_MAX];
	size_t n_parts;
	/* Told of each refusal in a sentence, not twice running of the same; NULL: nobody. */
	void (*note)(void *context, const char *sentence);
	void *note_context;
};

/* The guarded link; it owns `inner` then. */
int link_guard(struct link **out, struct link *inner, const struct guard_options *options, struct why *why);

#endif
