/* tests/unit/test_link.c: the contract of links, over sim:, mpsse:, unix:, tcp:, and buses that others lend. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bus_fault.h"
#include "link_contract.h"
#include "link_mpsse.h"
#include "link_sim.h"
#include "relay.h"
#include "serve_fixture.h"

/* Builds the bus of `sim:` for these tests: the fixture's, whatever the URL says. */
struct toy_builder {
	struct link_sim_builder builder;
	struct serve_fixture *f;
};

static int build(struct link_sim_builder *builder, const char *chips, struct bus **bus,
	struct wire_part *parts, struct why *why)
{
	struct serve_fixture *f = ((struct toy_builder *)builder)->f;

	if (strcmp(chips, "toy+toy") != 0)
		return why_fail(why, EINVAL, "no chips called %s", chips);
	*bus = &f->bus;
	memcpy(parts, f->parts, sizeof(f->parts));
	return 2;
}

static void drop(struct link_sim_builder *builder, struct bus *bus)
{
	(void)builder;
	(void)bus;
}

/* A server that lends what is behind a link. */
struct lender {
	struct link *link;
	struct relay relay;
	struct server *server;
	pthread_t thread;
	char url[128];
};

enum { HOPS = 2 };

struct link_fixture {
	struct serve_fixture serve;
	struct toy_builder toys;
	struct link_scheme sim, mpsse;
	const struct link_scheme *schemes[4];
	struct lender lenders[HOPS];
	size_t n_lenders;
	struct bus_fault fault;
	pthread_t unplugger;
	bool unplugging;
};

static struct link *open_link(struct link_fixture *f, const char *url)
{
	struct link *link;
	struct why why = { "" };

	if (link_open(&link, url, f->schemes, 4, &why) < 0)
		fail_msg("%s", why.text);
	return link;
}

static void *serve(void *context)
{
	server_run(((struct lender *)context)->server);
	return NULL;
}

static void lender_start(struct link_fixture *f, const char *url)
{
	struct lender *lender = &f->lenders[f->n_lenders];
	struct server_options options = { 0 };
	struct why why = { "" };

	lender->link = open_link(f, url);
	relay_init(&lender->relay, lender->link);
	options.link = lender->link;
	snprintf(lender->url, sizeof(lender->url), "unix:%s/lent%zu", f->serve.dir, f->n_lenders++);
	if (server_new(&lender->server, &lender->relay.bus, lender->link->info.parts,
		    lender->link->info.n_parts, &options, &why) < 0 ||
		server_listen(lender->server, lender->url, false, &why) < 0)
		fail_msg("%s", why.text);
	assert_int_equal(pthread_create(&lender->thread, NULL, serve, lender), 0);
}

static void lender_stop(struct lender *lender)
{
	server_stop(lender->server);
	pthread_join(lender->thread, NULL);
	server_free(lender->server);
	link_close(lender->link);
}

static void fault(struct contract *c, const char *script)
{
	struct link_fixture *f = c->context;

	/* Between two transactions: the server's thread waits for the next. */
	assert_int_equal(bus_fault_script(&f->fault, script, NULL), 0);
	f->serve.bus.bender = f->fault.n_rules > 0 ? &f->fault.bender : NULL;
}

static void take_away(struct link_fixture *f)
{
	serve_fixture_stop(&f->serve);
	server_free(f->serve.server);
	f->serve.server = NULL;
}

static void unplug(struct contract *c)
{
	take_away(c->context);
}

static void *unplug_later(void *context)
{
	const struct timespec moment = { .tv_nsec = 100000000 };

	nanosleep(&moment, NULL);
	take_away(context);
	return NULL;
}

static void unplug_soon(struct contract *c)
{
	struct link_fixture *f = c->context;

	assert_int_equal(pthread_create(&f->unplugger, NULL, unplug_later, f), 0);
	f->unplugging = true;
}

enum way { WAY_SIM, WAY_MPSSE, WAY_UNIX, WAY_TCP, WAY_LENT, WAY_LENT_TWICE, WAY_REAL_TIME = 0x10 };

static const char *url_of(struct link_fixture *f, int way)
{
	switch (way & ~WAY_REAL_TIME) {
	case WAY_SIM:
		return "sim:toy+toy";
	case WAY_MPSSE:
		return "mpsse:toy+toy";
	case WAY_UNIX:
		return f->serve.url;
	case WAY_TCP:
		return f->serve.tcp_url;
	case WAY_LENT:
		lender_start(f, f->serve.url);
		return f->lenders[0].url;
	default:
		lender_start(f, f->serve.tcp_url);
		lender_start(f, f->lenders[0].url);
		return f->lenders[1].url;
	}
}

static struct link_fixture *fixture_new(int way)
{
	struct link_fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	serve_fixture_make(&f->serve, way & WAY_REAL_TIME ? CLOCK_REAL : CLOCK_VIRTUAL, NULL);
	if (way != WAY_SIM && way != WAY_MPSSE)
		serve_fixture_start(&f->serve);
	f->toys = (struct toy_builder){ .builder = { .build = build, .drop = drop }, .f = &f->serve };
	f->sim = link_scheme_sim(&f->toys.builder);
	f->mpsse = link_scheme_mpsse(&f->toys.builder);
	f->schemes[0] = &link_scheme_unix;
	f->schemes[1] = &link_scheme_tcp;
	f->schemes[2] = &f->sim;
	f->schemes[3] = &f->mpsse;
	return f;
}

static void fixture_free(struct link_fixture *f)
{
	if (f->unplugging)
		pthread_join(f->unplugger, NULL);
	while (f->n_lenders > 0)
		lender_stop(&f->lenders[--f->n_lenders]);
	serve_fixture_end(&f->serve);
	free(f);
}

static void way_open(struct contract *c, const struct contract_way *way)
{
	struct link_fixture *f = fixture_new(way->number);

	c->context = f;
	c->fault = fault;
	c->unplug = unplug;
	c->unplug_soon = unplug_soon;
	c->link = open_link(f, url_of(f, way->number));
}

static void way_close(struct contract *c)
{
	link_close(c->link);
	fixture_free(c->context);
}

enum {
	HERE = HAS_REPEATED_START | HAS_CLOCK | HAS_ACTS | HAS_PARTS,
	SERVED = HERE | HAS_FAULTS | HAS_UNPLUG,
};

static const struct contract_way ways[] = {
	{ "sim:", HERE | HAS_FAULTS, WAY_SIM, way_open, way_close },
	{ "mpsse:", HERE, WAY_MPSSE, way_open, way_close },
	{ "unix:", SERVED, WAY_UNIX, way_open, way_close },
	{ "tcp:", SERVED, WAY_TCP, way_open, way_close },
	{ "lent", SERVED, WAY_LENT, way_open, way_close },
	{ "lent twice", SERVED, WAY_LENT_TWICE, way_open, way_close },
};

/* A transaction takes as long as on a real bus. */
static const struct contract_way slow_ways[] = {
	{ "unix:, in real time", HAS_LONG_UNPLUG | HAS_ACTS, WAY_UNIX | WAY_REAL_TIME, way_open, way_close },
	{ "tcp:, in real time", HAS_LONG_UNPLUG | HAS_ACTS, WAY_TCP | WAY_REAL_TIME, way_open, way_close },
	{ "lent, in real time", HAS_LONG_UNPLUG | HAS_CLOCK, WAY_LENT | WAY_REAL_TIME, way_open, way_close },
};

static void an_unknown_url_names_those_that_are_known(void **state)
{
	struct link_fixture *f = fixture_new(WAY_SIM);
	struct link *link;
	struct why why;

	(void)state;
	assert_int_equal(link_open(&link, "spi:/dev/spidev0", f->schemes, 3, &why), -EINVAL);
	assert_string_equal(why.text, "spi:/dev/spidev0 is no link, known are unix: tcp: sim: ");
	assert_int_equal(link_open(&link, "sim", f->schemes, 3, &why), -EINVAL);
	assert_int_equal(link_open(&link, "sim:what", f->schemes, 3, &why), -EINVAL);
	assert_int_equal(link_open(&link, "unix:/nonexistent/bus", f->schemes, 3, &why), -ENOENT);
	assert_int_equal(link_open(&link, "tcp:127.0.0.1:x", f->schemes, 3, &why), -EINVAL);
	assert_null(link);
	fixture_free(f);
}

static int missing_open(const struct link_scheme *scheme, const char *url, struct link **out, struct why *why)
{
	(void)scheme;
	(void)url;
	(void)out;
	(void)why;
	fail_msg("a scheme that this build lacks is not opened");
	return 0;
}

static void what_a_build_lacks_is_told(void **state)
{
	static const struct link_scheme lacking = {
		.name = "lacking", .open = missing_open, .missing = "it was built without liblacking"
	};
	static const struct link_scheme *const schemes[] = { &lacking };
	struct link *link;
	struct why why;

	(void)state;
	assert_int_equal(link_open(&link, "lacking:this", schemes, 1, &why), -EOPNOTSUPP);
	assert_string_equal(why.text, "lacking:this cannot be opened: it was built without liblacking");
}

/* 42 messages of 8192 bytes: as much as the kernel takes. */
static void the_largest_transaction_goes_through_either_way(void **state)
{
	uint8_t *bytes = calloc(I2C_MESSAGES_MAX, I2C_MESSAGE_MAX);
	struct i2c_message msgs[I2C_MESSAGES_MAX];
	size_t done;

	(void)state;
	assert_non_null(bytes);
	for (int way = WAY_SIM; way <= WAY_LENT_TWICE; way++) {
		struct link_fixture *f = fixture_new(way);
		struct link *link = open_link(f, url_of(f, way));

		for (size_t i = 0; i < I2C_MESSAGES_MAX; i++)
			msgs[i] = (struct i2c_message){ .addr = 0x60,
				.flags = I2C_READ,
				.len = I2C_MESSAGE_MAX,
				.bytes = bytes + i * I2C_MESSAGE_MAX };
		assert_int_equal(link_write(link, 0x60, "\x80\x5a", 2), 0);
		assert_int_equal(link_write(link, 0x60, "\x80", 1), 0);
		assert_int_equal(link_transfer(link, msgs, I2C_MESSAGES_MAX, &done), I2C_MESSAGES_MAX);
		assert_int_equal(bytes[0], 0x5a);
		/* 8192 registers on is the same register. */
		assert_int_equal(bytes[41 * I2C_MESSAGE_MAX], 0x5a);
		memset(bytes, 0, (size_t)I2C_MESSAGES_MAX * I2C_MESSAGE_MAX);
		for (size_t i = 0; i < I2C_MESSAGES_MAX; i++)
			msgs[i].flags = 0;
		assert_int_equal(link_transfer(link, msgs, I2C_MESSAGES_MAX, &done), -EIO);
		assert_int_equal(done, 0);
		assert_int_equal(link->nacked_at, 0x100);
		link_close(link);
		fixture_free(f);
	}
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unknown_url_names_those_that_are_known),
		cmocka_unit_test(what_a_build_lacks_is_told),
		cmocka_unit_test(the_largest_transaction_goes_through_either_way),
	};
	int failed = contract_run(ways, sizeof(ways) / sizeof(ways[0]));

	failed += contract_run(slow_ways, sizeof(slow_ways) / sizeof(slow_ways[0]));
	return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
