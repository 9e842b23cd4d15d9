/* examples/open_link.c: the bus that a user names. */
#include "open_link.h"

int open_link(struct link **link, const char *name, struct why *why)
{
	static const struct link_scheme *const schemes[] = { &link_scheme_unix, &link_scheme_tcp };

	return link_open(link, name, schemes, sizeof(schemes) / sizeof(schemes[0]), why);
}
