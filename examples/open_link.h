/* examples/open_link.h: the bus that a user names: a device of this machine, or where somebody serves one. */
#ifndef SESIM_EXAMPLE_OPEN_LINK_H
#define SESIM_EXAMPLE_OPEN_LINK_H

#include "link.h"
#include "why.h"

#define OPEN_LINK_USAGE "/dev/i2c-N; or unix:PATH, tcp:HOST:PORT, where sesim serve listens"

/* Returns 0, -EINVAL for what is no bus, or why it cannot be opened. */
int open_link(struct link **link, const char *name, struct why *why);

#endif
