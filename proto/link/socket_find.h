/* proto/link/socket_find.h: the bus sockets of servers that run on this machine. */
#ifndef SESIM_LINK_SOCKET_FIND_H
#define SESIM_LINK_SOCKET_FIND_H

#include "link.h"

/* What link_scheme has as find: the paths of unix sockets that sesim servers hold here. */
size_t socket_find(const struct link_scheme *scheme, struct link_finder *finder, struct why *why);

#endif
