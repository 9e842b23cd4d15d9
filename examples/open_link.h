/* examples/open_link.h: the bus that a user names: a device of his, or where somebody serves one. */
#ifndef SESIM_EXAMPLE_OPEN_LINK_H
#define SESIM_EXAMPLE_OPEN_LINK_H

#include "link.h"
#include "why.h"

#define OPEN_LINK_USAGE "unix:PATH or tcp:HOST:PORT, where sesim serve listens"

int open_link(struct link **link, const char *name, struct why *why);

#endif
