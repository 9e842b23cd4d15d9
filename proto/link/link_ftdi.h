/* proto/link/link_ftdi.h: what the link ftdi: is called, and opening it, for the scheme; that is where USB is, or is not. */
#ifndef SESIM_LINK_LINK_FTDI_H
#define SESIM_LINK_LINK_FTDI_H

#include "link.h"

#define LINK_FTDI_GRAMMAR "ftdi:[VID:PID[:SERIAL]][?speed=HZ&stretch=none|poll|adaptive]"
#define LINK_FTDI_ABOUT "a bus behind an FT232H on USB (docs/FTDI.md)"

int link_ftdi_open(const struct link_scheme *scheme, const char *url, struct link **out, struct why *why);

#endif
