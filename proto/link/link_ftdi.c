/* proto/link/link_ftdi.c: the link ftdi:, a real bus behind an FT232H on USB. */
#include "link_ftdi.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ftdi_port.h"

struct ftdi_link {
	struct link link;
	struct mpsse mpsse;
};

static int ftdi_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct mpsse *mpsse = &((struct ftdi_link *)link)->mpsse;
	int rc = mpsse_transfer(mpsse, msgs, n, done);

	link->nacked_at = mpsse->nacked_at;
	link->now_ns = mpsse->port.now(mpsse->port.context);
	return rc;
}

static int ftdi_wait(struct link *link, uint64_t ns)
{
	struct mpsse *mpsse = &((struct ftdi_link *)link)->mpsse;

	if (mpsse->gone)
		return -ENODEV;
	mpsse->port.wait(mpsse->port.context, ns);
	link->now_ns = mpsse->port.now(mpsse->port.context);
	return 0;
}

static void ftdi_close(struct link *link)
{
	mpsse_close(&((struct ftdi_link *)link)->mpsse);
	free(link);
}

static const struct link_ops ftdi_ops = {
	.transfer = ftdi_transfer,
	.wait = ftdi_wait,
	.close = ftdi_close,
};

/* Four hexadecimal digits at most, up to a colon or the end. */
static bool number_from(const char *text, size_t len, uint16_t *number)
{
	char digits[5] = "";

	if (len == 0 || len > 4 || strspn(text, "0123456789abcdefABCDEF") < len)
		return false;
	memcpy(digits, text, len);
	*number = (uint16_t)strtoul(digits, NULL, 16);
	return true;
}

/* VID:PID[:SERIAL], or nothing at all, up to the question mark or the end. */
static bool device_from(const char *text, size_t len, struct ftdi_device *device)
{
	size_t vendor = strcspn(text, ":?"), product;

	*device = (struct ftdi_device){ .vendor = FTDI_VENDOR, .product = FTDI_FT232H };
	if (len == 0)
		return true;
	if (vendor >= len || !number_from(text, vendor, &device->vendor))
		return false;
	text += vendor + 1;
	len -= vendor + 1;
	product = strcspn(text, ":?");
	if (!number_from(text, product, &device->product))
		return false;
	if (product == len)
		return true;
	text += product + 1;
	len -= product + 1;
	if (len == 0 || len >= sizeof(device->serial))
		return false;
	memcpy(device->serial, text, len);
	return true;
}

int link_ftdi_open(const struct link_scheme *scheme, const char *url, struct link **out, struct why *why)
{
	const char *text = url + strlen(scheme->name) + 1;
	size_t len = strcspn(text, "?");
	struct mpsse_options options;
	struct ftdi_device device;
	struct mpsse_port port;
	struct ftdi_link *self;
	int rc = mpsse_options_parse(&options, text[len] ? text + len + 1 : NULL, why);

	if (rc < 0)
		return rc;
	if (options.usb_us > 0)
		return why_fail(
			why, EINVAL, "%s has a real USB, which takes its own time: usb= is for mpsse:", url);
	if (!device_from(text, len, &device))
		return why_fail(why, EINVAL,
			"%s names no device: ftdi:VID:PID[:SERIAL][?speed=HZ] does, as in ftdi:0403:6014; "
			"ftdi: alone is "
			"any FT232H",
			url);
	self = calloc(1, sizeof(*self));
	if (!self)
		return why_errno(why, ENOMEM, "no memory for the link %s", url);
	rc = ftdi_port_open(&port, &device, why);
	if (rc == 0)
		rc = mpsse_open(&self->mpsse, &port, &options, why);
	if (rc < 0) {
		free(self);
		return rc;
	}
	self->link.ops = &ftdi_ops;
	self->link.info.clock = WIRE_CLOCK_REAL;
	self->link.info.speed_hz = self->mpsse.pace.speed_hz;
	*out = &self->link;
	return 0;
}
