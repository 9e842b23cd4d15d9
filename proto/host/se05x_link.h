/*
 * proto/host/se05x_link.h: an SE05x at an address of a link, as T=1 wants it.
 *
 *     struct se05x_link at = { link, T1_ADDRESS_DEFAULT };
 *     const struct t1_port port = se05x_link_port(&at);
 *     struct se05x_host host;
 *     int rc = se05x_host_open(&host, &port);
 */
#ifndef SESIM_HOST_SE05X_LINK_H
#define SESIM_HOST_SE05X_LINK_H

#include "link.h"
#include "t1_host.h"

/* Where the part is; outlives the port. */
struct se05x_link {
	struct link *link; /* borrowed */
	uint16_t address;
};

struct t1_port se05x_link_port(struct se05x_link *at);

#endif
