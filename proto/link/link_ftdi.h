/* proto/link/link_ftdi.h: opening ftdi:, for the scheme, which is where USB is (ftdi_port.c) or is not. */
#ifndef SESIM_LINK_LINK_FTDI_H
#define SESIM_LINK_LINK_FTDI_H

#include "link.h"

int link_ftdi_open(const struct link_scheme *scheme, const char *url, struct link **out, struct why *why);

extern const char link_ftdi_grammar[];
extern const char link_ftdi_about[];

#endif
