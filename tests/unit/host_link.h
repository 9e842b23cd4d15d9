/* tests/unit/host_link.h: a link to simulated parts, for tests of host drivers. */
#ifndef SESIM_TESTS_HOST_LINK_H
#define SESIM_TESTS_HOST_LINK_H

#include "atca_host.h"
#include "bus_fault.h"
#include "link_board.h"
#include "se05x_host.h"
#include "se05x_link.h"

struct host_link {
	struct board *board;
	struct link *link;
	struct bus_fault fault;
	struct atca_host atca;
	struct se05x_link at;
	struct t1_port port;
	struct se05x_host se05x;
};

/* These parts on a bus of their own, under the instant clock, with a seed; none of them woken or reset. */
struct host_link *host_link_new(const char *parts);
void host_link_free(struct host_link *f);

/* The applet of the SE05x at its usual address is selected. */
struct host_link *host_link_se05x(const char *part);
/* The ATECC at this address is awake. */
struct host_link *host_link_atecc(const char *part, uint16_t address);

/* From now on the bus errs by this script. */
void host_link_fault(struct host_link *f, const char *script);

#endif
