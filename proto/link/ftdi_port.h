/* proto/link/ftdi_port.h: an FTDI chip on USB as a port for MPSSE commands. */
#ifndef SESIM_LINK_FTDI_PORT_H
#define SESIM_LINK_FTDI_PORT_H

#include "mpsse.h"

enum { FTDI_VENDOR = 0x0403, FTDI_FT232H = 0x6014 };

struct ftdi_device {
	uint16_t vendor;
	uint16_t product;
	char serial[64]; /* "": any */
};

/* Opens it in MPSSE mode. Returns 0 or a negative errno and a sentence: -ENODEV, -EACCES, -EBUSY, -EIO. */
int ftdi_port_open(struct mpsse_port *port, const struct ftdi_device *device, struct why *why);

#endif
