/* proto/link/ftdi_port.c: an FTDI chip on USB as a port for MPSSE commands, by libftdi1. */
#include "ftdi_port.h"

#include "link_ftdi.h"

#include <errno.h>
#include <ftdi.h>
#include <stdio.h>
#include <time.h>

enum {
	USB_TIMEOUT_MS = 1000,
	READ_TIMEOUT_MS = 100,
	LATENCY_MS = 1,      /* what is there goes to the host after so long, flushed or not */
	USB_TIMED_OUT = -7,  /* LIBUSB_ERROR_TIMEOUT; libftdi passes libusb's numbers on */
	USB_NOT_OPENED = -4, /* of libftdi */
};

static int usb_write(void *context, const uint8_t *bytes, size_t len)
{
	int rc = ftdi_write_data(context, bytes, (int)len);

	if (rc == USB_TIMED_OUT || (rc >= 0 && (size_t)rc < len))
		return -ETIMEDOUT;
	return rc < 0 ? -ENODEV : 0;
}

static int usb_read(void *context, uint8_t *bytes, size_t cap)
{
	int rc = ftdi_read_data(context, bytes, (int)cap);

	if (rc == USB_TIMED_OUT)
		return 0;
	return rc < 0 ? -ENODEV : rc;
}

/* Out of MPSSE mode and into it: that drops a command half said, and what the engine waits for. */
static int usb_reset(void *context)
{
	if (ftdi_set_bitmode(context, 0, BITMODE_RESET) < 0 || ftdi_tcioflush(context) < 0 ||
		ftdi_set_bitmode(context, 0, BITMODE_MPSSE) < 0 || ftdi_tcioflush(context) < 0)
		return -ENODEV;
	return 0;
}

static uint64_t usb_now(void *context)
{
	struct timespec ts;

	(void)context;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static void usb_wait(void *context, uint64_t ns)
{
	struct timespec left = { .tv_sec = (time_t)(ns / 1000000000u), .tv_nsec = (long)(ns % 1000000000u) };

	(void)context;
	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
		;
}

static void usb_close(void *context)
{
	/* All pins inputs again; a device that is gone does not mind. */
	ftdi_set_bitmode(context, 0, BITMODE_RESET);
	ftdi_usb_close(context);
	ftdi_free(context);
}

/* What ftdi_usb_open_desc() returns, where there is something to be done about it. */
struct refusal {
	int returned;
	int errnum;
	const char *sentence; /* what goes before it: %04x:%04x and the serial number */
};

enum { REFUSED_OPENING = 1 };

static const struct refusal refusals[] = {
	{ -3, ENODEV, "is not there: lsusb lists what is, ftdi:VID:PID:SERIAL picks one" },
	[REFUSED_OPENING] = { USB_NOT_OPENED, EACCES,
		"cannot be opened, most likely for lack of permission: a udev rule such as "
		"SUBSYSTEM==\"usb\", "
		"ATTR{idVendor}==\"0403\", MODE=\"0660\", GROUP=\"plugdev\" gives it to that group" },
	{ -5, EBUSY,
		"is in use by another program or a kernel driver (ftdi_sio, as /dev/ttyUSB*; as root: rmmod "
		"ftdi_sio)" },
	{ -8, EACCES, "does not say what it is, most likely for lack of permission (a udev rule gives it)" },
	{ -9, EACCES,
		"does not tell its serial number, most likely for lack of permission (a udev rule gives "
		"it)" },
};

static int refused(const struct ftdi_device *device, int returned, const char *said, struct why *why)
{
	char name[16 + sizeof(device->serial)];

	snprintf(name, sizeof(name), "%04x:%04x%s%s", device->vendor, device->product,
		device->serial[0] ? ":" : "", device->serial);
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (refusals[i].returned == returned)
			return why_fail(
				why, refusals[i].errnum, "the USB device %s %s", name, refusals[i].sentence);
	return why_fail(
		why, EIO, "cannot open the USB device %s: %s", name, said ? said : "libftdi gives no reason");
}

int ftdi_port_open(struct mpsse_port *port, const struct ftdi_device *device, struct why *why)
{
	struct ftdi_context *ftdi = ftdi_new();
	int rc;

	if (!ftdi)
		return why_fail(why, ENOMEM, "no memory for libftdi1, or no USB on this machine");
	ftdi->usb_read_timeout = READ_TIMEOUT_MS;
	ftdi->usb_write_timeout = USB_TIMEOUT_MS;
	rc = ftdi_usb_open_desc(
		ftdi, device->vendor, device->product, NULL, device->serial[0] ? device->serial : NULL);
	if (rc < 0) {
		rc = refused(device, rc, ftdi_get_error_string(ftdi), why);
		ftdi_free(ftdi);
		return rc;
	}
	*port = (struct mpsse_port){ .write = usb_write,
		.read = usb_read,
		.reset = usb_reset,
		.now = usb_now,
		.wait = usb_wait,
		.close = usb_close,
		.context = ftdi };
	if (ftdi_usb_reset(ftdi) >= 0 && ftdi_set_latency_timer(ftdi, LATENCY_MS) >= 0)
		return 0;
	rc = why_fail(why, EIO, "the USB device %04x:%04x does not take its settings: %s", device->vendor,
		device->product, ftdi_get_error_string(ftdi));
	usb_close(ftdi);
	return rc;
}

/* One FT232H that is there. */
static void tell(struct link_finder *finder, struct ftdi_context *ftdi, struct libusb_device *dev)
{
	char maker[64] = "", product[64] = "", serial[64] = "", url[128], about[160], trouble[256];
	int rc = ftdi_usb_get_strings(
		ftdi, dev, maker, sizeof(maker), product, sizeof(product), serial, sizeof(serial));

	/* Chips without an EEPROM have no serial number. */
	snprintf(url, sizeof(url), "ftdi:%04x:%04x%s%s", FTDI_VENDOR, FTDI_FT232H, serial[0] ? ":" : "",
		serial);
	snprintf(about, sizeof(about), "%s%s%s", maker, maker[0] ? " " : "",
		product[0] ? product : "an FT232H");
	snprintf(trouble, sizeof(trouble), "the USB device %04x:%04x %s", FTDI_VENDOR, FTDI_FT232H,
		refusals[REFUSED_OPENING].sentence);
	finder->found(finder, &(struct link_found){
				      .url = url,
				      .about = about,
				      .trouble = rc == USB_NOT_OPENED ? trouble : NULL,
			      });
}

static size_t find(const struct link_scheme *scheme, struct link_finder *finder, struct why *why)
{
	struct ftdi_context *ftdi = ftdi_new();
	struct ftdi_device_list *all = NULL;
	size_t n = 0;

	(void)scheme;
	if (ftdi && ftdi_usb_find_all(ftdi, &all, FTDI_VENDOR, FTDI_FT232H) > 0)
		for (const struct ftdi_device_list *d = all; d; d = d->next, n++)
			tell(finder, ftdi, d->dev);
	if (n == 0)
		why_fail(why, ENODEV, "no FT232H (%04x:%04x) is on USB", FTDI_VENDOR, FTDI_FT232H);
	if (all)
		ftdi_list_free(&all);
	if (ftdi)
		ftdi_free(ftdi);
	return n;
}

const struct link_scheme link_scheme_ftdi = {
	.name = "ftdi",
	.open = link_ftdi_open,
	.grammar = LINK_FTDI_GRAMMAR,
	.about = LINK_FTDI_ABOUT,
	.find = find,
};
