/* sim/serve/links.h: every way to a bus that this program has, by URL. */
#ifndef SESIM_SERVE_LINKS_H
#define SESIM_SERVE_LINKS_H

#include "link_board.h"

enum { LINKS_MAX = 8 };

/* The schemes, in the order that `sesim links` lists them. Stays where it is while a link of it is open. */
struct links {
	struct link_board board;
	struct link_scheme sim;
	struct link_scheme mpsse;
	const struct link_scheme *schemes[LINKS_MAX];
	size_t n;
};

/* All that this build has; parts that a URL simulates are made with these options. */
void links_init(struct links *links, const struct board_options *simulated);

/* link_open() with them. */
int links_open(struct links *links, struct link **out, const char *url, struct why *why);

#endif
