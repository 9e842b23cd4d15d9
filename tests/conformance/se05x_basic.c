/* tests/conformance/se05x_basic.c: version, random numbers, identity. */
#include <errno.h>
#include <string.h>

#include "se05x_cases.h"
#include "se05x_objects.h"

static void id_has_18_bytes(struct conform *c, const struct conform_case *self)
{
	uint8_t id[SE05X_UNIQUE_ID_BYTES];
	int rc = se05x_unique_id(&c->se05x, id);

	(void)self;
	if (rc < 0)
		conform_fail(c, "the unique id is not read: %s, status %04x", strerror(-rc), c->se05x.status);
	else if (memcmp(id, c->serial, sizeof(id)) != 0)
		conform_fail(c, "the unique id is another one than before");
}

static const struct conform_case cases[] = {
	{ .id = "SE05X-IDENTITY-01",
		.rule = "object 7FFF0206 is the unique id, 18 bytes, and never changes",
		.source = "AN12413 2.12, 3.2.5",
		.parts = PART_SE05X,
		.run = id_has_18_bytes },
};

void se05x_basic_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
