/* tests/unit/real_link.h: a simulated bus that says it is real, and the guard around it. */
#ifndef SESIM_TESTS_REAL_LINK_H
#define SESIM_TESTS_REAL_LINK_H

#include "guard.h"
#include "host_link.h"

/* A link to f's bus that says nothing of being simulated, nor who is there. */
struct link *real_link(struct host_link *f);

/* The same behind the guard, which knows the parts as `sesim serve --link` finds them out. */
struct real_guard {
	struct host_link *f;
	struct link *link;
	struct guard_options options;
	char note[256]; /* its newest sentence */
	unsigned int notes;
};

/* knows: who is there; else every address is unknown. allows: the parts may be changed for ever. */
struct real_guard *real_guard_new(const char *parts, bool knows, bool allows);
void real_guard_free(struct real_guard *g);

/* What cannot be undone of an ATECC: all but the slots that hold no key and are read in plain. */
struct atecc_kept {
	uint8_t bytes[2048];
	size_t len;
};
struct atecc_kept atecc_kept(const struct real_guard *g, size_t part);

#endif
