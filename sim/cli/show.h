/* sim/cli/show.h: how a kind of chip shows itself. */
#ifndef SESIM_CLI_SHOW_H
#define SESIM_CLI_SHOW_H

#include "part_kind.h"

struct shower {
	const struct part_kind *kind;
	/* Makes what is only made when a host wants it; NULL: there is nothing such. 0 or a negative errno. */
	int (*complete)(struct part *part, struct why *why);
	void (*text)(const struct part *part);
	void (*json)(const struct part *part);
};

extern const struct shower show_atecc;
extern const struct shower show_se050;

/* Lines of 32 bytes, the first behind `before` and the others as far in. */
void show_hex(const char *before, const uint8_t *bytes, size_t len);
/* The same; one line when all bytes are equal. */
void show_contents(const char *before, const uint8_t *bytes, size_t len);

#endif
