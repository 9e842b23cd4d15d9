/* proto/link/ftdi_port_none.c: what stands in for ftdi_port.c where libftdi1 was not there to build with. */
#include "ftdi_port.h"

#include <errno.h>

#include "link_ftdi.h"

int ftdi_port_open(struct mpsse_port *port, const struct ftdi_device *device, struct why *why)
{
	*port = (struct mpsse_port){ 0 };
	return why_fail(why, ENOSYS,
		"cannot open the USB device %04x:%04x: this program was built without libftdi1 (Debian "
		"package "
		"libftdi1-dev; then configure and build anew)",
		device->vendor, device->product);
}

const struct link_scheme link_scheme_ftdi = {
	.name = "ftdi",
	.open = link_ftdi_open,
	.grammar = link_ftdi_grammar,
	.about = link_ftdi_about,
	.missing = "libftdi1 (Debian package libftdi1-dev; then configure and build anew)",
};
