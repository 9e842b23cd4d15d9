/* tests/unit/mpsse_fixture.c: a bus with two toys behind an MPSSE in software, and what it was told. */
#include "mpsse_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "hex.h"

static int tape_write(void *context, const uint8_t *bytes, size_t len)
{
	struct mpsse_fixture *f = context;
	uint8_t changed[4096];

	assert_true(len <= sizeof(changed));
	memcpy(changed, bytes, len);
	/* The setup is the only place where these stand, and none of their arguments is one of them. */
	for (size_t i = 0; f->from && i < len; i++)
		if (changed[i] == f->from)
			changed[i] = f->to;
	f->trips++;
	wbuf_put(&f->tape, changed, len);
	return f->engine_port.write(f->engine_port.context, changed, len);
}

static int tape_read(void *context, uint8_t *bytes, size_t cap)
{
	struct mpsse_fixture *f = context;

	return f->engine_port.read(f->engine_port.context, bytes, cap);
}

static int tape_reset(void *context)
{
	struct mpsse_fixture *f = context;

	return f->engine_port.reset(f->engine_port.context);
}

static uint64_t tape_now(void *context)
{
	struct mpsse_fixture *f = context;

	return f->engine_port.now(f->engine_port.context);
}

static void tape_wait(void *context, uint64_t ns)
{
	struct mpsse_fixture *f = context;

	f->engine_port.wait(f->engine_port.context, ns);
}

static void tape_close(void *context)
{
	(void)context;
}

struct mpsse_fixture *mpsse_fixture_new(const char *options)
{
	static const struct chip_env env = { 0 };
	struct mpsse_fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	bus_init(&f->bus, CLOCK_VIRTUAL, I2C_SPEED_DEFAULT);
	for (size_t i = 0; i < 2; i++) {
		f->toys[i] = toy_make(i == 0 ? 0x48 : 0x60);
		assert_non_null(bus_attach(&f->bus, &toy_model, &f->toys[i], &env));
	}
	assert_int_equal(wires_init(&f->wires, &f->bus, &f->why), 0);
	mpsse_engine_init(&f->engine, &f->wires);
	f->engine_port = mpsse_engine_port(&f->engine);
	f->tape = wbuf_to(f->room, sizeof(f->room));
	if (mpsse_options_parse(&f->options, options, &f->why) < 0)
		fail_msg("%s", f->why.text);
	return f;
}

int mpsse_fixture_open(struct mpsse_fixture *f)
{
	const struct mpsse_port port = { .write = tape_write,
		.read = tape_read,
		.reset = tape_reset,
		.now = tape_now,
		.wait = tape_wait,
		.close = tape_close,
		.context = f };

	return mpsse_open(&f->mpsse, &port, &f->options, &f->why);
}

void mpsse_fixture_free(struct mpsse_fixture *f)
{
	wires_free(&f->wires);
	free(f);
}

int mpsse_setup(void **state)
{
	struct mpsse_fixture *f = mpsse_fixture_new("speed=1000000&stretch=none");

	*state = f;
	if (mpsse_fixture_open(f) < 0)
		fail_msg("%s", f->why.text);
	return 0;
}

int mpsse_teardown(void **state)
{
	mpsse_fixture_free(*state);
	return 0;
}

static int one(struct mpsse_fixture *f, struct i2c_message *m)
{
	size_t done;
	int rc = mpsse_transfer(&f->mpsse, m, 1, &done);

	return rc < 0 ? rc : 0;
}

static size_t bytes_of(const char *hex, uint8_t *bytes, size_t cap)
{
	size_t n = 0;

	for (; *hex; hex += *hex == ' ' ? 1 : 2) {
		if (*hex == ' ')
			continue;
		assert_true(n < cap);
		bytes[n++] = (uint8_t)strtoul((char[]){ hex[0], hex[1], 0 }, NULL, 16);
	}
	return n;
}

int mpsse_write(struct mpsse_fixture *f, uint16_t addr, const char *hex)
{
	uint8_t bytes[512];
	struct i2c_message m = { .addr = addr, .bytes = bytes };

	m.len = (uint16_t)bytes_of(hex, bytes, sizeof(bytes));
	return one(f, &m);
}

int mpsse_read(struct mpsse_fixture *f, uint16_t addr, uint8_t *bytes, size_t len)
{
	struct i2c_message m = { .addr = addr, .flags = I2C_READ, .len = (uint16_t)len, .bytes = bytes };

	return one(f, &m);
}

void assert_commands(const struct mpsse_fixture *f, const char *hex)
{
	uint8_t expected[4096];
	size_t n = bytes_of(hex, expected, sizeof(expected)), same = 0;

	while (same < n && same < f->tape.len && expected[same] == f->room[same])
		same++;
	if (same < n || same < f->tape.len) {
		for (size_t i = same > 8 ? same - 8 : 0; i < same + 16; i++)
			print_error("byte %zu: expected %02x, said %02x\n", i, i < n ? expected[i] : 0,
				i < f->tape.len ? f->room[i] : 0);
		fail_msg("%zu commands' bytes expected, %zu said, the first %zu agree", n, f->tape.len, same);
	}
}

void assert_clean(const struct mpsse_fixture *f)
{
	assert_int_equal(f->wires.counts.contentions, 0);
	assert_int_equal(f->wires.counts.illegal, 0);
	assert_int_equal(f->engine.lost, 0);
}
