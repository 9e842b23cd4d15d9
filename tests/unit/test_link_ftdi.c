/*
 * tests/unit/test_link_ftdi.c: the link ftdi: as it is, with libftdi1's calls to USB played by an MPSSE in software.
 *
 * The functions of the same names here take the library's place when the program is linked; ftdi_new() and ftdi_free() are
 * the library's own.
 */
#include "cmocka_all.h"

#include <errno.h>
#include <ftdi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "atca_host.h"
#include "board.h"
#include "mpsse_engine.h"
#include "se05x_host.h"
#include "se05x_link.h"
#include "se05x_objects.h"

/* What is on USB, and what was asked of it. */
struct usb {
	struct board *board;
	struct wires wires;
	struct mpsse_engine engine;
	struct mpsse_port port;
	int open_gives; /* what ftdi_usb_open_desc() returns */
	int latency_gives;
	int strings_give;
	int write_gives_once; /* 0: as it is */
	size_t devices;       /* that ftdi_usb_find_all() finds */
	int vendor, product;
	char serial[64];
	int opened, closed;
	unsigned char mode; /* as it was set last */
	unsigned char latency;
};

/* libftdi1's functions are given no place for it. */
static struct usb usb;

int ftdi_usb_open_desc(
	struct ftdi_context *ftdi, int vendor, int product, const char *description, const char *serial)
{
	(void)ftdi;
	(void)description;
	usb.vendor = vendor;
	usb.product = product;
	snprintf(usb.serial, sizeof(usb.serial), "%s", serial ? serial : "");
	usb.opened += usb.open_gives == 0;
	return usb.open_gives;
}

int ftdi_usb_close(struct ftdi_context *ftdi)
{
	(void)ftdi;
	usb.closed++;
	return 0;
}

int ftdi_usb_reset(struct ftdi_context *ftdi)
{
	(void)ftdi;
	return 0;
}

int ftdi_set_latency_timer(struct ftdi_context *ftdi, unsigned char latency)
{
	(void)ftdi;
	usb.latency = latency;
	return usb.latency_gives;
}

int ftdi_set_bitmode(struct ftdi_context *ftdi, unsigned char bitmask, unsigned char mode)
{
	(void)ftdi;
	(void)bitmask;
	usb.mode = mode;
	return mode == BITMODE_MPSSE && usb.port.reset(usb.port.context) < 0 ? -1 : 0;
}

int ftdi_tcioflush(struct ftdi_context *ftdi)
{
	(void)ftdi;
	return 0;
}

int ftdi_write_data(struct ftdi_context *ftdi, const unsigned char *buf, int size)
{
	int gives = usb.write_gives_once;

	(void)ftdi;
	usb.write_gives_once = 0;
	if (gives)
		return gives;
	if (usb.mode != BITMODE_MPSSE) /* nobody interprets it */
		return size;
	return usb.port.write(usb.port.context, buf, (size_t)size) < 0 ? -4 : size;
}

int ftdi_read_data(struct ftdi_context *ftdi, unsigned char *buf, int size)
{
	const struct timespec latency = { .tv_nsec = 1000000 };
	int n = usb.port.read(usb.port.context, buf, (size_t)size);

	(void)ftdi;
	if (n == 0)
		nanosleep(&latency, NULL);
	return n < 0 ? -4 : n;
}

int ftdi_usb_find_all(struct ftdi_context *ftdi, struct ftdi_device_list **devlist, int vendor, int product)
{
	(void)ftdi;
	(void)vendor;
	(void)product;
	*devlist = NULL;
	for (size_t i = 0; i < usb.devices; i++) {
		struct ftdi_device_list *d = calloc(1, sizeof(*d));

		assert_non_null(d);
		d->next = *devlist;
		*devlist = d;
	}
	return (int)usb.devices;
}

int ftdi_usb_get_strings(struct ftdi_context *ftdi, struct libusb_device *dev, char *manufacturer,
	int mnf_len, char *description, int desc_len, char *serial, int serial_len)
{
	(void)ftdi;
	(void)dev;
	if (usb.strings_give < 0)
		return usb.strings_give;
	strncpy(manufacturer, "FTDI", (size_t)mnf_len);
	strncpy(description, "Single RS232-HS", (size_t)desc_len);
	strncpy(serial, "FT7ABCDE", (size_t)serial_len);
	return 0;
}

static int setup(void **state)
{
	static const struct board_options options = { .clock = CLOCK_REAL, .latency = LATENCY_NONE };
	struct why why = { "" };

	(void)state;
	usb = (struct usb){ .opened = 0 };
	if (board_new(&usb.board, &options, &why) < 0 ||
		board_add_all(usb.board, "se050c+atecc608a", &why) < 0 || board_power(usb.board, &why) < 0 ||
		wires_init(&usb.wires, &usb.board->bus, &why) < 0)
		fail_msg("%s", why.text);
	mpsse_engine_init(&usb.engine, &usb.wires);
	usb.port = mpsse_engine_port(&usb.engine);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	wires_free(&usb.wires);
	board_free(usb.board);
	return 0;
}

static int opening(struct link **link, const char *url, struct why *why)
{
	static const struct link_scheme *const schemes[] = { &link_scheme_ftdi };

	return link_open(link, url, schemes, 1, why);
}

static struct link *opened(const char *url)
{
	struct link *link;
	struct why why = { "" };

	if (opening(&link, url, &why) < 0)
		fail_msg("%s", why.text);
	return link;
}

static void it_is_a_real_bus_of_the_speed_it_was_asked_for(void **state)
{
	struct link *link = opened("ftdi:?speed=400000");

	(void)state;
	assert_false(link->info.simulated);
	assert_int_equal(link->info.clock, WIRE_CLOCK_REAL);
	assert_int_equal(link->info.speed_hz, 400000);
	assert_int_equal(link->info.n_parts, 0);
	assert_int_equal(link_act(link, LINK_SNAPSHOT, 0), -EOPNOTSUPP);
	assert_int_equal(usb.latency, 1);
	link_close(link);
	assert_int_equal(usb.closed, 1);
	assert_int_equal(usb.mode, BITMODE_RESET);
}

static void a_url_picks_a_device_by_numbers_and_serial(void **state)
{
	static const struct {
		const char *url;
		int vendor, product;
		const char *serial;
	} urls[] = {
		{ "ftdi:", 0x0403, 0x6014, "" },
		{ "ftdi:?speed=400000", 0x0403, 0x6014, "" },
		{ "ftdi:0403:6014", 0x0403, 0x6014, "" },
		{ "ftdi:403:6014?stretch=poll", 0x0403, 0x6014, "" },
		{ "ftdi:1209:ABCD:FT7A-1:2", 0x1209, 0xabcd, "FT7A-1:2" },
		{ "ftdi:1209:abcd:FT7?speed=100000&stretch=none", 0x1209, 0xabcd, "FT7" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		link_close(opened(urls[i].url));
		assert_int_equal(usb.vendor, urls[i].vendor);
		assert_int_equal(usb.product, urls[i].product);
		assert_string_equal(usb.serial, urls[i].serial);
	}
	assert_int_equal(usb.opened, usb.closed);
}

static void a_url_that_names_nothing_is_refused_before_anything_is_opened(void **state)
{
	static const char *const urls[] = { "ftdi:0403", "ftdi:0403:", "ftdi::6014",
		"ftdi:0403:6014:", "ftdi:04030:6014", "ftdi:0403:60149", "ftdi:0x403:6014", "ftdi:0403:601g",
		"ftdi:/dev/ttyUSB0", "ftdi:?speed=fast", "ftdi:?usb=300",
		"ftdi:1:1:0123456789012345678901234567890123456789012345678901234567890123" };
	struct link *link;
	struct why why;

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		if (opening(&link, urls[i], &why) != -EINVAL)
			fail_msg("%s is opened", urls[i]);
	assert_null(link);
	assert_int_equal(usb.opened, 0);
}

static void what_libftdi_refuses_is_said_in_a_sentence(void **state)
{
	static const struct {
		int gives;
		int errnum;
		const char *words;
	} refusals[] = {
		{ -3, ENODEV, "0403:6014 is not there" },
		{ -4, EACCES, "udev rule" },
		{ -5, EBUSY, "ftdi_sio" },
		{ -8, EACCES, "udev rule" },
		{ -9, EACCES, "udev rule" },
		{ -7, EIO, "cannot open the USB device 0403:6014" },
	};
	struct link *link;
	struct why why;

	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		usb.open_gives = refusals[i].gives;
		assert_int_equal(opening(&link, "ftdi:", &why), -refusals[i].errnum);
		if (!strstr(why.text, refusals[i].words))
			fail_msg("\"%s\" does not say \"%s\"", why.text, refusals[i].words);
	}
	usb.open_gives = 0;
	usb.latency_gives = -1;
	assert_int_equal(opening(&link, "ftdi:", &why), -EIO);
	assert_int_equal(usb.closed, 1);
	usb.latency_gives = 0;
	usb.engine.faults.untied_ad2 = true;
	assert_int_equal(opening(&link, "ftdi:", &why), -EIO);
	assert_non_null(strstr(why.text, "AD2 does not follow AD1"));
	assert_int_equal(usb.closed, 2);
}

static void both_parts_answer_behind_it(void **state)
{
	static const char *const urls[] = { "ftdi:", "ftdi:?speed=400000", "ftdi:?stretch=poll" };

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		struct link *link = opened(urls[i]);
		struct atca_host atca = atca_host_make(link, ATCA_ADDRESS_DEFAULT);
		struct se05x_link at = { link, T1_ADDRESS_DEFAULT };
		const struct t1_port port = se05x_link_port(&at);
		struct se05x_host se05x;
		struct atca_answer answer;
		uint8_t id[SE05X_UNIQUE_ID_BYTES];

		assert_int_equal(atca_host_wake(&atca, &answer), 0);
		assert_int_equal(atca_host_command(&atca, ATCA_INFO, 0, 0, NULL, 0, &answer), 0);
		assert_int_equal(answer.len, 4);
		assert_int_equal(atca_host_sleep(&atca), 0);
		assert_int_equal(se05x_host_open(&se05x, &port), 0);
		assert_false(port.simulated);
		assert_int_equal(se05x_unique_id(&se05x, id), 0);
		link_close(link);
	}
	assert_int_equal(usb.wires.counts.contentions, 0);
	assert_int_equal(usb.wires.counts.illegal, 0);
}

static void a_cable_that_is_pulled_is_enodev_for_ever(void **state)
{
	struct link *link = opened("ftdi:");
	uint8_t byte;

	(void)state;
	usb.engine.faults.unplugged_after = usb.engine.taken + 20;
	assert_int_equal(link_write(link, T1_ADDRESS_DEFAULT, "\x5a\xcf\x00\x37\x7f", 5), -ENODEV);
	usb.engine.faults.unplugged_after = 0;
	assert_int_equal(link_read(link, T1_ADDRESS_DEFAULT, &byte, 1), -ENODEV);
	assert_int_equal(link_wait(link, 1), -ENODEV);
	link_close(link);
	assert_int_equal(usb.closed, 1);
}

/* LIBUSB_ERROR_TIMEOUT, or less taken than was there. */
static void usb_that_is_late_is_a_timeout_and_goes_on(void **state)
{
	struct link *link = opened("ftdi:");

	(void)state;
	usb.write_gives_once = -7;
	assert_int_equal(link_write(link, T1_ADDRESS_DEFAULT, "", 0), -ETIMEDOUT);
	assert_int_equal(link_write(link, T1_ADDRESS_DEFAULT, "", 0), 0);
	usb.write_gives_once = 3;
	assert_int_equal(link_write(link, T1_ADDRESS_DEFAULT, "", 0), -ETIMEDOUT);
	assert_int_equal(link_write(link, T1_ADDRESS_DEFAULT, "", 0), 0);
	link_close(link);
}

struct finder {
	struct link_finder finder;
	size_t n;
	bool trouble;
};

static void found(struct link_finder *finder, const struct link_found *what)
{
	struct finder *self = (struct finder *)finder;

	self->n++;
	self->trouble = what->trouble;
	assert_string_equal(what->url, what->trouble ? "ftdi:0403:6014" : "ftdi:0403:6014:FT7ABCDE");
	assert_string_equal(what->about, what->trouble ? "an FT232H" : "FTDI Single RS232-HS");
	assert_true(!what->trouble || strstr(what->trouble, "udev rule"));
}

static void what_is_on_usb_is_found(void **state)
{
	struct finder self = { .finder = { .found = found } };
	struct why why = { "" };

	(void)state;
	assert_int_equal(link_scheme_ftdi.find(&link_scheme_ftdi, &self.finder, &why), 0);
	assert_string_equal(why.text, "no FT232H (0403:6014) is on USB");
	usb.devices = 2;
	assert_int_equal(link_scheme_ftdi.find(&link_scheme_ftdi, &self.finder, &why), 2);
	assert_int_equal(self.n, 2);
	assert_false(self.trouble);
	usb.strings_give = -4;
	assert_int_equal(link_scheme_ftdi.find(&link_scheme_ftdi, &self.finder, &why), 2);
	assert_true(self.trouble);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			it_is_a_real_bus_of_the_speed_it_was_asked_for, setup, teardown),
		cmocka_unit_test_setup_teardown(a_url_picks_a_device_by_numbers_and_serial, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_url_that_names_nothing_is_refused_before_anything_is_opened, setup, teardown),
		cmocka_unit_test_setup_teardown(what_libftdi_refuses_is_said_in_a_sentence, setup, teardown),
		cmocka_unit_test_setup_teardown(both_parts_answer_behind_it, setup, teardown),
		cmocka_unit_test_setup_teardown(a_cable_that_is_pulled_is_enodev_for_ever, setup, teardown),
		cmocka_unit_test_setup_teardown(usb_that_is_late_is_a_timeout_and_goes_on, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_on_usb_is_found, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
