/* tests/unit/test_mpsse_faults.c: what chips, wires, USB and users do to an I2C bus behind an MPSSE. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "mpsse_fixture.h"

static struct mpsse_fixture *opened(const char *options)
{
	struct mpsse_fixture *f = mpsse_fixture_new(options);

	f->engine.faults.tied_ad7 = f->options.stretch == MPSSE_STRETCH_ADAPTIVE;
	if (mpsse_fixture_open(f) < 0)
		fail_msg("%s", f->why.text);
	return f;
}

/* What is written is read back, with a bit of each kind at each place. */
static void exchange_works(struct mpsse_fixture *f)
{
	static const uint8_t expected[] = { 0x80, 0x01, 0x7f, 0xfe, 0x00, 0xff, 0xa5, 0x5a };
	uint8_t in[sizeof(expected)] = { 0 };

	assert_int_equal(mpsse_write(f, 0x48, "10 8001 7ffe 00ff a55a"), 0);
	assert_int_equal(mpsse_write(f, 0x48, "10"), 0);
	assert_int_equal(mpsse_read(f, 0x48, in, sizeof(in)), 0);
	assert_memory_equal(in, expected, sizeof(in));
}

static void polled_by_hand_all_is_the_same(void **state)
{
	struct mpsse_fixture *f = opened("stretch=poll");
	uint8_t out[] = { 0x80, 0x77 }, reg[] = { 0x80 }, in[2];
	struct i2c_message msgs[3] = { { .addr = 0x48, .len = 2, .bytes = out },
		{ .addr = 0x48, .len = 1, .bytes = reg },
		{ .addr = 0x48, .flags = I2C_READ, .len = 2, .bytes = in } };
	size_t done;

	(void)state;
	exchange_works(f);
	assert_int_equal(mpsse_transfer(&f->mpsse, msgs, 3, &done), 3);
	assert_memory_equal(in, "\x77\x00", 2);
	assert_int_equal(mpsse_write(f, 0x48, ""), 0);
	assert_int_equal(mpsse_write(f, 0x33, ""), -ENXIO);
	assert_int_equal(mpsse_read(f, 0x33, in, 2), -ENXIO);
	for (unsigned refused = 1; refused < 5; refused++) {
		char hex[32];

		snprintf(hex, sizeof(hex), "%02x 0000000000", 0x100 - refused);
		assert_int_equal(mpsse_write(f, 0x48, hex), -EIO);
		assert_int_equal(f->mpsse.nacked_at, refused);
	}
	assert_clean(f);
	mpsse_fixture_free(f);
}

static void a_chip_that_stretches_is_waited_for(const char *options)
{
	static const uint64_t lengths[] = { 1000, 30000, 400000, 20000000 };

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		struct mpsse_fixture *f = opened(options);
		uint64_t before = f->bus.clock.now_ns;

		f->wires.faults.stretch_ack_ns = lengths[i];
		f->wires.faults.stretch_next_ns = lengths[i];
		exchange_works(f);
		/* Each of the bytes acknowledged in either direction took as long, and its successor too. */
		assert_true(f->bus.clock.now_ns - before >= 20 * lengths[i]);
		assert_int_equal(f->wires.counts.contentions, 0);
		assert_int_equal(f->wires.counts.illegal, 0);
		mpsse_fixture_free(f);
	}
}

static void polling_waits_for_a_chip_that_stretches(void **state)
{
	(void)state;
	a_chip_that_stretches_is_waited_for("stretch=poll");
}

static void adaptive_clocking_waits_for_a_chip_that_stretches(void **state)
{
	(void)state;
	a_chip_that_stretches_is_waited_for("stretch=adaptive");
}

/* After each byte there is one more chance; everything else works again when the chip has let go. */
static void polling_ends_after_its_bound(void **state)
{
	(void)state;
	for (size_t byte = 1; byte <= 4; byte++) {
		struct mpsse_fixture *f = opened("stretch=poll");
		uint64_t before;

		f->wires.faults.stretch_ack_ns = byte < 4 ? 60000000 : 0;
		f->wires.faults.stretch_next_ns = byte < 4 ? 0 : 60000000;
		f->wires.faults.stretch_byte = byte < 4 ? byte : 3;
		before = f->bus.clock.now_ns;
		assert_int_equal(mpsse_write(f, 0x48, "10a5c3aa"), -ETIMEDOUT);
		assert_in_range(f->bus.clock.now_ns - before, MPSSE_STRETCH_NS, 2 * MPSSE_STRETCH_NS);
		f->wires.faults.stretch_ack_ns = f->wires.faults.stretch_next_ns = 0;
		/* It still holds SCL for a while. */
		assert_int_equal(mpsse_write(f, 0x48, "10"), -ETIMEDOUT);
		wires_pass(&f->wires, 60000000);
		exchange_works(f);
		mpsse_fixture_free(f);
	}
}

/* The hardware itself would wait for ever: it is reset. */
static void adaptive_clocking_ends_after_the_patience(void **state)
{
	struct mpsse_fixture *f = opened("stretch=adaptive");
	uint64_t before = f->bus.clock.now_ns;

	(void)state;
	f->wires.faults.stretch_ack_ns = UINT64_MAX;
	f->wires.faults.stretch_byte = 2;
	assert_int_equal(mpsse_write(f, 0x48, "10a5"), -ETIMEDOUT);
	assert_in_range(f->bus.clock.now_ns - before, MPSSE_PATIENCE_NS, 2 * (uint64_t)MPSSE_PATIENCE_NS);
	assert_int_equal(mpsse_write(f, 0x48, "10"), -ETIMEDOUT);
	f->wires.faults.stretch_ack_ns = 0;
	f->wires.scl_held_until_ns = 0;
	wires_pass(&f->wires, 1);
	exchange_works(f);
	mpsse_fixture_free(f);
}

/* Not looking, a host loses bits; but a wire that is still low after STOP is seen. */
static void not_looking_a_wire_low_after_stop_is_seen(void **state)
{
	struct mpsse_fixture *f = opened("stretch=none");

	(void)state;
	f->wires.faults.stretch_next_ns = 10000000;
	f->wires.faults.stretch_byte = 2;
	assert_int_equal(mpsse_write(f, 0x48, "10"), -ETIMEDOUT);
	f->wires.faults.stretch_next_ns = 0;
	exchange_works(f);
	mpsse_fixture_free(f);
}

/* A chip that was left in mid-byte by a host that died. */
static void sda_held_for_a_few_clocks_is_freed(void **state)
{
	(void)state;
	for (size_t clocks = 1; clocks <= 9; clocks++) {
		struct mpsse_fixture *f = opened("");

		f->wires.faults.sda_held = clocks;
		wires_pass(&f->wires, 1);
		assert_int_equal(mpsse_write(f, 0x48, "10"), -ETIMEDOUT);
		exchange_works(f);
		mpsse_fixture_free(f);
		f = mpsse_fixture_new("");
		f->wires.faults.sda_held = clocks;
		if (mpsse_fixture_open(f) < 0)
			fail_msg("%s", f->why.text);
		exchange_works(f);
		mpsse_fixture_free(f);
	}
}

static void sda_held_for_good_is_a_timeout_every_time(void **state)
{
	struct mpsse_fixture *f = opened("");

	(void)state;
	f->wires.faults.sda_held = SIZE_MAX;
	wires_pass(&f->wires, 1);
	for (int i = 0; i < 3; i++)
		assert_int_equal(mpsse_write(f, 0x48, "10"), -ETIMEDOUT);
	f->wires.faults.sda_held = 0;
	wires_pass(&f->wires, 1);
	exchange_works(f);
	mpsse_fixture_free(f);
}

static void unplugged_anywhere_it_is_enodev_for_ever(void **state)
{
	struct mpsse_fixture *f = opened("");
	size_t opening = f->tape.len, all;
	uint8_t in[2];

	(void)state;
	exchange_works(f);
	all = f->tape.len;
	mpsse_fixture_free(f);
	for (size_t byte = 1; byte < opening; byte += 7) {
		f = mpsse_fixture_new("");
		f->engine.faults.unplugged_after = byte;
		assert_int_equal(mpsse_fixture_open(f), -ENODEV);
		assert_non_null(strstr(f->why.text, "went away"));
		mpsse_fixture_free(f);
	}
	for (size_t byte = opening + 1; byte < all; byte += 3) {
		int rc;

		f = opened("");
		f->engine.faults.unplugged_after = byte;
		rc = mpsse_write(f, 0x48, "10 8001 7ffe 00ff a55a");
		if (rc == 0)
			rc = mpsse_write(f, 0x48, "10");
		if (rc == 0)
			rc = mpsse_read(f, 0x48, in, 2);
		if (rc == 0)
			rc = mpsse_read(f, 0x48, in, 2);
		if (rc == 0)
			rc = mpsse_write(f, 0x48, "10 8001 7ffe 00ff a55a");
		assert_int_equal(rc, -ENODEV);
		f->engine.faults.unplugged_after = 0; /* plugged in again it is another device */
		assert_int_equal(mpsse_write(f, 0x48, "10"), -ENODEV);
		assert_int_equal(mpsse_read(f, 0x48, in, 2), -ENODEV);
		assert_int_equal(mpsse_pulse(&f->mpsse, 1), -ENODEV);
		mpsse_fixture_free(f);
	}
}

static void answers_that_come_a_byte_at_a_time_are_put_together(void **state)
{
	static const char *const options[] = { "stretch=none", "stretch=poll", "stretch=adaptive" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct mpsse_fixture *f = mpsse_fixture_new(options[i]);

		f->engine.faults.short_reads = 1;
		f->engine.faults.usb_ns = 250000;
		f->engine.faults.tied_ad7 = true;
		if (mpsse_fixture_open(f) < 0)
			fail_msg("%s", f->why.text);
		exchange_works(f);
		assert_clean(f);
		mpsse_fixture_free(f);
	}
}

static void what_an_earlier_user_left_is_thrown_away(void **state)
{
	static const uint8_t stale[] = { 0x00, 0xfa, 0xaa, 0xfa, 0xfa, 0xab, 0x12, 0xfa };

	(void)state;
	for (size_t swallowed = 0; swallowed <= 4; swallowed++) {
		for (size_t chunk = 0; chunk < 4; chunk++) {
			struct mpsse_fixture *f = mpsse_fixture_new("");

			f->engine.faults.stale = stale;
			f->engine.faults.n_stale = sizeof(stale);
			f->engine.faults.swallows = swallowed;
			f->engine.faults.short_reads = chunk;
			if (mpsse_fixture_open(f) < 0)
				fail_msg("%zu swallowed, %zu a read: %s", swallowed, chunk, f->why.text);
			exchange_works(f);
			mpsse_fixture_free(f);
		}
	}
}

static void refused_with(
	void (*break_it)(struct mpsse_fixture *f), const char *options, int errnum, const char *words)
{
	struct mpsse_fixture *f = mpsse_fixture_new(options);

	break_it(f);
	assert_int_equal(mpsse_fixture_open(f), -errnum);
	if (!strstr(f->why.text, words))
		fail_msg("\"%s\" does not say \"%s\"", f->why.text, words);
	mpsse_fixture_free(f);
}

static void never_answers(struct mpsse_fixture *f)
{
	f->engine.faults.swallows = SIZE_MAX;
}

static void has_no_open_drain(struct mpsse_fixture *f)
{
	f->engine.faults.no_drive_zero = true;
}

static void has_no_pull_ups(struct mpsse_fixture *f)
{
	f->engine.faults.no_pull_ups = true;
}

static void has_ad2_untied(struct mpsse_fixture *f)
{
	f->engine.faults.untied_ad2 = true;
}

static void has_ad7_untied(struct mpsse_fixture *f)
{
	f->engine.faults.tied_ad7 = false;
}

static void has_sda_stuck(struct mpsse_fixture *f)
{
	f->wires.faults.sda_held = SIZE_MAX;
}

static void what_is_wrong_with_device_or_wiring_is_said_at_open(void **state)
{
	(void)state;
	refused_with(never_answers, "", EPROTO, "does not answer as an MPSSE does");
	refused_with(has_no_open_drain, "", EOPNOTSUPP, "an FT232H has them");
	refused_with(has_no_pull_ups, "", EIO, "SCL (AD0) is low on an idle bus");
	refused_with(has_ad2_untied, "", EIO, "AD2 does not follow AD1");
	refused_with(has_ad7_untied, "stretch=adaptive", EIO, "AD7 does not follow SCL");
	refused_with(has_sda_stuck, "", EIO, "SDA (AD1 and AD2) is low on an idle bus");
}

/* A device that says anything at all, in any number, as time goes by. */
struct noise {
	uint64_t state;
	uint64_t now_ns;
};

static uint32_t draw(struct noise *noise, uint32_t below)
{
	noise->state = noise->state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(noise->state >> 33) % below;
}

static int noise_write(void *context, const uint8_t *bytes, size_t len)
{
	struct noise *noise = context;

	(void)bytes;
	noise->now_ns += len * 100;
	return draw(noise, 500) ? 0 : -ETIMEDOUT;
}

static int noise_read(void *context, uint8_t *bytes, size_t cap)
{
	static const uint8_t often[] = { 0xfa, 0xaa, 0xab, 0xff, 0xfe, 0x00, 0x05, 0x07 };
	struct noise *noise = context;
	size_t n = draw(noise, 4) ? draw(noise, (uint32_t)cap + 1) : 0;

	noise->now_ns += 1000000;
	for (size_t i = 0; i < n; i++)
		bytes[i] = draw(noise, 4) ? often[draw(noise, sizeof(often))] : (uint8_t)draw(noise, 256);
	return draw(noise, 2000) ? (int)n : -ENODEV;
}

static int noise_reset(void *context)
{
	(void)context;
	return 0;
}

static uint64_t noise_now(void *context)
{
	return ((struct noise *)context)->now_ns;
}

static void noise_wait(void *context, uint64_t ns)
{
	((struct noise *)context)->now_ns += ns;
}

static void noise_close(void *context)
{
	(void)context;
}

/* What setting up finds is left out: no noise gets past it. */
static void whatever_a_device_says_every_call_ends(void **state)
{
	static const int known[] = { 3, 2, 1, -ENXIO, -EIO, -ETIMEDOUT, -ENODEV };
	struct noise noise = { .state = 7 };
	uint8_t bytes[700] = { 0 };
	struct mpsse m;
	size_t opened_ones = 0;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		const struct mpsse_port port = { .write = noise_write,
			.read = noise_read,
			.reset = noise_reset,
			.now = noise_now,
			.wait = noise_wait,
			.close = noise_close,
			.context = &noise };
		struct i2c_message msgs[3] = {
			{ .addr = 0x48, .len = (uint16_t)draw(&noise, 40), .bytes = bytes },
			{ .addr = 0x48,
				.flags = I2C_READ,
				.len = (uint16_t)draw(&noise, 600),
				.bytes = bytes },
			{ .addr = 0x48, .flags = I2C_READ | I2C_RECV_LEN, .len = 1, .bytes = bytes }
		};
		const struct mpsse_options options = { .speed_hz = 100000,
			.stretch = (enum mpsse_stretch)(round % 3) };
		uint64_t before = noise.now_ns;
		size_t done, n = 1 + draw(&noise, 3);
		bool is_known = false;
		int rc = mpsse_open(&m, &port, &options, NULL);

		opened_ones += rc == 0;
		m = (struct mpsse){
			.port = port, .options = options, .pace = mpsse_pace_for(options.speed_hz)
		};
		rc = mpsse_transfer(&m, msgs, n, &done);
		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			is_known = is_known || rc == known[i];
		assert_true(is_known && (rc < 0 || (size_t)rc == n));
		assert_true(done <= n);
		assert_true(noise.now_ns - before < 400ull * MPSSE_PATIENCE_NS);
		mpsse_close(&m);
	}
	assert_true(opened_ones < 100);
}

/* Whatever is said to the engine: the chips and it keep to their bounds. */
static void whatever_an_engine_is_told_it_goes_on(void **state)
{
	struct mpsse_fixture *f = opened("");
	struct noise noise = { .state = 11 };

	(void)state;
	for (int round = 0; round < 200; round++) {
		uint8_t commands[64];

		for (size_t i = 0; i < sizeof(commands); i++)
			commands[i] = draw(&noise, 3) ? (uint8_t)draw(&noise, 4) : (uint8_t)draw(&noise, 256);
		assert_int_equal(f->engine_port.write(&f->engine, commands, sizeof(commands)), 0);
		assert_true(f->engine_port.read(&f->engine, commands, sizeof(commands)) >= 0);
	}
	assert_int_equal(f->engine_port.reset(&f->engine), 0);
	assert_int_equal(mpsse_fixture_open(f), 0);
	exchange_works(f);
	mpsse_fixture_free(f);
}

/* docs/FTDI.md has these numbers. */
static void round_trips_are_as_documented(void **state)
{
	static const struct {
		const char *options;
		size_t alone, refused, per_written, written, per_read, read;
	} ways[] = {
		{ "stretch=none", 1, 2, 1, 1, 0, 2 },
		{ "stretch=adaptive", 3, 3, 1, 3, 0, 4 },
		{ "stretch=poll", 4, 4, 2, 4, 2, 4 },
	};
	uint8_t in[MPSSE_CHUNK + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct mpsse_fixture *f = opened(ways[i].options);

		f->trips = 0;
		assert_int_equal(mpsse_write(f, 0x33, ""), -ENXIO);
		assert_int_equal(f->trips, ways[i].alone);
		f->trips = 0;
		assert_int_equal(mpsse_read(f, 0x33, in, 9), -ENXIO);
		assert_int_equal(f->trips, ways[i].refused);
		f->trips = 0;
		assert_int_equal(mpsse_write(f, 0x48, "10 00000000 00"), 0);
		assert_int_equal(f->trips, ways[i].per_written * 6 + ways[i].written);
		f->trips = 0;
		assert_int_equal(mpsse_read(f, 0x48, in, 6), 0);
		assert_int_equal(f->trips, ways[i].per_read * 6 + ways[i].read);
		f->trips = 0;
		assert_int_equal(mpsse_read(f, 0x48, in, sizeof(in)), 0);
		assert_int_equal(f->trips,
			ways[i].per_read ? ways[i].per_read * sizeof(in) + ways[i].read : ways[i].read + 1);
		mpsse_fixture_free(f);
	}
}

static void options_say_what_is_wrong_with_them(void **state)
{
	static const char *const wrong[] = { "speed=", "speed=0", "speed=4999", "speed=1000001", "speed=9x",
		"speed=99999999999", "speed=-100000", "stretch=", "stretch=some", "speed", "fast=1", "&",
		"speed=100000&&stretch=none", "usb=", "usb=1000001", "usb=fast" };
	struct mpsse_options options;
	struct why why;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(mpsse_options_parse(&options, wrong[i], &why), -EINVAL);
	assert_int_equal(mpsse_options_parse(&options, NULL, &why), 0);
	assert_int_equal(options.speed_hz, 100000);
	assert_int_equal(options.stretch, MPSSE_STRETCH_NONE);
	assert_int_equal(mpsse_options_parse(&options, "stretch=adaptive&speed=400000", &why), 0);
	assert_int_equal(options.speed_hz, 400000);
	assert_int_equal(options.stretch, MPSSE_STRETCH_ADAPTIVE);
	assert_int_equal(mpsse_options_parse(&options, "usb=300", &why), 0);
	assert_int_equal(options.usb_us, 300);
	assert_int_equal(mpsse_options_parse(&options, "speed=1000000", &why), 0);
	assert_int_equal(options.stretch, MPSSE_STRETCH_POLL);
	assert_int_equal(mpsse_options_parse(&options, "speed=1000000&stretch=none", &why), 0);
	assert_int_equal(options.stretch, MPSSE_STRETCH_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(polled_by_hand_all_is_the_same),
		cmocka_unit_test(polling_waits_for_a_chip_that_stretches),
		cmocka_unit_test(adaptive_clocking_waits_for_a_chip_that_stretches),
		cmocka_unit_test(polling_ends_after_its_bound),
		cmocka_unit_test(adaptive_clocking_ends_after_the_patience),
		cmocka_unit_test(not_looking_a_wire_low_after_stop_is_seen),
		cmocka_unit_test(sda_held_for_a_few_clocks_is_freed),
		cmocka_unit_test(sda_held_for_good_is_a_timeout_every_time),
		cmocka_unit_test(unplugged_anywhere_it_is_enodev_for_ever),
		cmocka_unit_test(answers_that_come_a_byte_at_a_time_are_put_together),
		cmocka_unit_test(what_an_earlier_user_left_is_thrown_away),
		cmocka_unit_test(what_is_wrong_with_device_or_wiring_is_said_at_open),
		cmocka_unit_test(whatever_a_device_says_every_call_ends),
		cmocka_unit_test(whatever_an_engine_is_told_it_goes_on),
		cmocka_unit_test(round_trips_are_as_documented),
		cmocka_unit_test(options_say_what_is_wrong_with_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
