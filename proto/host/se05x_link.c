/* proto/host/se05x_link.c: an SE05x at an address of a link. */
#include "se05x_link.h"

static int port_write(void *context, const uint8_t *bytes, size_t len)
{
	const struct se05x_link *at = context;

	return link_write(at->link, at->address, bytes, len);
}

static int port_read(void *context, uint8_t *bytes, size_t len)
{
	const struct se05x_link *at = context;

	return link_read(at->link, at->address, bytes, len);
}

static int port_wait(void *context, uint64_t ns)
{
	const struct se05x_link *at = context;

	return link_wait(at->link, ns);
}

struct t1_port se05x_link_port(struct se05x_link *at)
{
	return (struct t1_port){ .write = port_write,
		.read = port_read,
		.wait = port_wait,
		.context = at,
		.simulated = at->link->info.simulated };
}
