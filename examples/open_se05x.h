/* examples/open_se05x.h: an SE05x on the bus that a user names, in plain. */
#ifndef SESIM_EXAMPLE_OPEN_SE05X_H
#define SESIM_EXAMPLE_OPEN_SE05X_H

#include "open_link.h"
#include "se05x_link.h"
#include "se05x_objects.h"

/* Stays where it was opened. */
struct open_se05x {
	struct link *link;
	struct se05x_link at;
	struct t1_port port;
	struct se05x_host host;
};

/* 0, -EINVAL: that is no bus, or -ENODEV: there is none, or no SE05x on it. */
int open_se05x(struct open_se05x *part, const char *bus, struct why *why);
void close_se05x(struct open_se05x *part);

/* The sentence for what a driver of the host returned when `what` was to be done with an object. */
int open_se05x_says(const struct open_se05x *part, int rc, const char *what, uint32_t id, struct why *why);

/* The exit status of a program that ends so: 0 done, 1 refused, 2 usage or a bad file, 3 no part. */
int open_se05x_status(int rc);

#endif
