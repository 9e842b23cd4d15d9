/* sim/serve/links.c: every way to a bus that this program has, by URL. */
#include "links.h"

#include "link_mpsse.h"

#include <errno.h>
#include <string.h>

static void add(struct links *links, const struct link_scheme *scheme)
{
	links->schemes[links->n++] = scheme;
}

void links_init(struct links *links, const struct board_options *simulated)
{
	links->board = link_board_make(simulated);
	links->sim = link_scheme_sim(&links->board.builder);
	links->mpsse = link_scheme_mpsse(&links->board.builder);
	links->n = 0;
	add(links, &links->sim);
	add(links, &link_scheme_unix);
	add(links, &link_scheme_tcp);
	add(links, &link_scheme_i2c);
	add(links, &link_scheme_ftdi);
	add(links, &links->mpsse);
}

int links_open(struct links *links, struct link **out, const char *url, struct why *why)
{
	return link_open(out, url, links->schemes, links->n, why);
}
