/* tests/unit/test_cli_lend.c: sesim serve --link: the program lends buses that the test has, simulated and not. */
#include "cmocka_all.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "atca_ask.h"
#include "atca_memory.h"
#include "cli_fixture.h"
#include "hex.h"
#include "real_link.h"
#include "relay.h"
#include "se05x_objects.h"
#include "server.h"

enum { LINE = 512 };

/* A bus with an ATECC608A and an SE050C at a socket. */
struct owner {
	struct host_link *chips;
	struct link *link;
	struct relay relay;
	struct server *server;
	pthread_t thread;
	char serial[2 * ATCA_PART_SERIAL + 1];
	char url[128];
};

static void *serve(void *context)
{
	server_run(((struct owner *)context)->server);
	return NULL;
}

static void owner_start(struct owner *o, const struct cli_fixture *f, bool real)
{
	struct server_options options = { 0 };
	uint8_t serial[ATCA_PART_SERIAL];
	struct atca_host host;

	memset(o, 0, sizeof(*o));
	o->chips = host_link_new("atecc608a+se050c");
	host = atca_host_make(o->chips->link, ATCA_ADDRESS_DEFAULT);
	assert_int_equal(atca_read_serial(&host, serial), 0);
	hex_text(o->serial, serial, sizeof(serial));
	if (real)
		o->link = real_link(o->chips);
	else
		assert_int_equal(link_over_bus(&o->link, &o->chips->board->bus, NULL, 0, NULL), 0);
	relay_init(&o->relay, o->link);
	options.link = o->link;
	snprintf(o->url, sizeof(o->url), "unix:%s/own", f->folder);
	assert_int_equal(server_new(&o->server, &o->relay.bus, NULL, 0, &options, NULL), 0);
	assert_int_equal(server_listen(o->server, o->url, false, NULL), 0);
	assert_int_equal(pthread_create(&o->thread, NULL, serve, o), 0);
}

static void owner_go(struct owner *o)
{
	if (!o->server)
		return;
	server_stop(o->server);
	pthread_join(o->thread, NULL);
	server_free(o->server);
	o->server = NULL;
}

static void owner_end(struct owner *o)
{
	owner_go(o);
	link_close(o->link);
	host_link_free(o->chips);
}

/* The program lends the owner's bus; a link to that. */
static int lend(const struct cli_fixture *f, const struct owner *o, const char *more, struct link **link)
{
	static const struct link_scheme *const schemes[] = { &link_scheme_unix };
	char line[LINE], ready[LINE];
	struct why why = { "" };
	int pid;

	snprintf(line, sizeof(line), "serve --link %s --listen unix:%s/lent --ready-fd 3%s", o->url,
		f->folder, more);
	pid = program_start(line, ready, sizeof(ready));
	if (link_open(link, ready, schemes, 1, &why) < 0)
		fail_msg("%s: %s", ready, why.text);
	return pid;
}

static void a_simulated_bus_is_lent_as_it_is(void **state)
{
	struct owner o;
	struct link *link;
	struct atca_host host;
	struct atca_answer answer;
	int pid;

	owner_start(&o, *state, false);
	pid = lend(*state, &o, "", &link);
	assert_true(link->info.simulated);
	host = atca_host_make(link, ATCA_ADDRESS_DEFAULT);
	assert_int_equal(atca_ask(&host, ATCA_LOCK, 0x80, 0, NULL, 0, 0, &answer), 0);
	link_close(link);
	assert_int_equal(program_end(pid, SIGTERM), 0);
	owner_end(&o);
}

static void a_real_bus_stays_real_and_is_guarded(void **state)
{
	struct owner o;
	struct link *link;
	struct atca_host host;
	struct atca_answer answer;
	struct se05x_link at;
	struct t1_port port;
	struct se05x_host se05x;
	int pid;

	owner_start(&o, *state, true);
	pid = lend(*state, &o, "", &link);
	assert_false(link->info.simulated);
	assert_int_equal(link_act(link, LINK_POWER_OFF, ATCA_ADDRESS_DEFAULT), -EOPNOTSUPP);
	host = atca_host_make(link, ATCA_ADDRESS_DEFAULT);
	host.irreversible_allowed = true;
	assert_int_equal(atca_ask(&host, ATCA_INFO, 0, 0, NULL, 0, 4, &answer), 0);
	assert_int_equal(atca_ask(&host, ATCA_LOCK, 0x80, 0, NULL, 0, 0, &answer), -EIO);
	at = (struct se05x_link){ link, T1_ADDRESS_DEFAULT };
	port = se05x_link_port(&at);
	assert_int_equal(se05x_host_open(&se05x, &port), 0);
	assert_true(se05x_host_command(&se05x, INS_MANAGE, P1_DEFAULT, P2_DELETE_ALL, NULL, NULL) < 0);
	link_close(link);
	assert_int_equal(program_end(pid, SIGTERM), 0);
	owner_end(&o);
}

static void a_part_that_may_be_lost_is_named_by_its_serial_number(void **state)
{
	struct owner o;
	struct link *link;
	struct atca_host host;
	struct atca_answer answer;
	char more[LINE];
	int pid;

	owner_start(&o, *state, true);
	snprintf(more, sizeof(more), " --allow-irreversible %s", o.serial);
	pid = lend(*state, &o, more, &link);
	assert_false(link->info.simulated);
	host = atca_host_make(link, ATCA_ADDRESS_DEFAULT);
	host.irreversible_allowed = true;
	assert_int_equal(atca_ask(&host, ATCA_LOCK, 0x80, 0, NULL, 0, 0, &answer), 0);
	link_close(link);
	assert_int_equal(program_end(pid, SIGTERM), 0);
	owner_end(&o);
}

static void a_serial_number_that_no_part_has_is_refused(void **state)
{
	struct cli_fixture *f = *state;
	struct owner o;
	char line[LINE];

	owner_start(&o, f, true);
	snprintf(
		line, sizeof(line), "serve --link %s --listen unix:%%/lent --allow-irreversible 0123", o.url);
	sesim(f, line);
	assert_int_equal(f->result.status, 3);
	assert_non_null(strstr(f->result.err, "says that its serial number is 0123"));
	assert_non_null(strstr(f->result.err, o.serial));
	owner_end(&o);
}

static void one_that_is_lost_ends_the_server(void **state)
{
	struct owner o;
	struct link *link;
	uint8_t byte;
	int pid;

	owner_start(&o, *state, true);
	pid = lend(*state, &o, "", &link);
	owner_go(&o);
	assert_int_equal(link_read(link, ATCA_ADDRESS_DEFAULT, &byte, 1), -ENODEV);
	assert_int_equal(program_end(pid, 0), 3);
	assert_int_equal(link_read(link, ATCA_ADDRESS_DEFAULT, &byte, 1), -ENODEV);
	link_close(link);
	owner_end(&o);
}

/* sesim diff's stream on such a bus asks who is there, as the suite does: what it does not recognise is only read. */
static void a_stream_writes_only_to_a_part_it_recognises(void **state)
{
	static const struct link_scheme *const schemes[] = { &link_scheme_unix };
	struct cli_fixture *f = *state;
	struct owner o;
	struct link *link;
	struct se05x_link at;
	struct t1_port port;
	struct se05x_host host;
	struct why why;
	char line[LINE];

	owner_start(&o, f, true);
	snprintf(line, sizeof(line),
		"diff sim:se050c %s --chip se050c --only-stream --stream 800 --allow-writes", o.url);
	sesim(f, line);
	assert_int_equal(f->result.status, 0);
	assert_string_equal(f->result.err, "");
	assert_int_equal(link_open(&link, o.url, schemes, 1, &why), 0);
	at = (struct se05x_link){ link, T1_ADDRESS_DEFAULT };
	port = se05x_link_port(&at);
	assert_int_equal(se05x_host_open(&host, &port), 0);
	assert_int_equal(se05x_generate_ec(&host, 0x20000001, SE05X_P256, NULL), 0);
	link_close(link);
	sesim(f, line);
	assert_true(f->result.status <= 1); /* the object itself may show */
	assert_non_null(strstr(f->result.err, "was not recognised, so both are only read"));
	snprintf(line, sizeof(line), "diff sim:se050e %s --chip se050e --only-stream --stream 200", o.url);
	sesim(f, line);
	assert_int_equal(f->result.status, 3);
	assert_non_null(strstr(f->result.err, "has applet 3.1.1, but se050e has 7.2.0"));
	owner_end(&o);
}

static void what_makes_no_sense_is_refused(void **state)
{
	struct cli_fixture *f = *state;

	sesim_refuses(
		f, "serve --link unix:%/a --chip atecc608a --listen unix:%/b", "--chip goes to the server");
	sesim_refuses(f, "serve --link unix:%/a --link unix:%/b --listen unix:%/c", "--link comes once");
	sesim_refuses(f, "serve --link spi:1 --listen unix:%/b", "spi:1 is no link");
	sesim_refuses(
		f, "serve --chip atecc608a --allow-irreversible 01 --listen unix:%/b", "are for --link");
	sesim_refuses(f, "serve --link unix:%/a --allow-irreversible xy --listen unix:%/b", "in hex");
	sesim_refuses(f, "serve --link unix:%/a --part 7f --listen unix:%/b", "08 to 77");
	sesim(f, "serve --link unix:%/nobody --listen unix:%/b");
	assert_int_equal(f->result.status, 3);
	sesim(f, "serve --link i2c:/dev/i2c-250 --listen unix:%/b");
	assert_int_equal(f->result.status, 3);
	assert_non_null(strstr(f->result.err, "there is no /dev/i2c-250"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_simulated_bus_is_lent_as_it_is),
		cmocka_unit_test(a_real_bus_stays_real_and_is_guarded),
		cmocka_unit_test(a_part_that_may_be_lost_is_named_by_its_serial_number),
		cmocka_unit_test(a_serial_number_that_no_part_has_is_refused),
		cmocka_unit_test(one_that_is_lost_ends_the_server),
		cmocka_unit_test(a_stream_writes_only_to_a_part_it_recognises),
		cmocka_unit_test(what_makes_no_sense_is_refused),
	};

	return cmocka_run_group_tests(tests, cli_setup, cli_teardown);
}
