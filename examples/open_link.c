/* examples/open_link.c: the bus that a user names. */
#include "open_link.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int open_link(struct link **link, const char *name, struct why *why)
{
	static const struct link_scheme *const schemes[] = { &link_scheme_i2c, &link_scheme_unix,
		&link_scheme_tcp };
	bool device = strncmp(name, "/dev/", 5) == 0;
	char url[4096];
	int len = snprintf(url, sizeof(url), "%s%s", device ? "i2c:" : "", name);

	if (len < 0 || (size_t)len >= sizeof(url))
		return why_fail(why, EINVAL, "the name of the bus is too long");
	return link_open(link, url, schemes, sizeof(schemes) / sizeof(schemes[0]), why);
}
