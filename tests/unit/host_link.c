/* tests/unit/host_link.c: a link to simulated parts, for tests of host drivers. */
#include "host_link.h"

#include <stdlib.h>

#include "cmocka_all.h"

struct host_link *host_link_new(const char *parts)
{
	static const struct board_options options = { .clock = CLOCK_INSTANT, .seeded = true, .seed = 11 };
	struct host_link *f = calloc(1, sizeof(*f));
	struct why why = { "" };

	assert_non_null(f);
	if (board_new(&f->board, &options, &why) < 0 || board_add_all(f->board, parts, &why) < 0 ||
		board_power(f->board, &why) < 0 || link_over_bus(&f->link, &f->board->bus, NULL, 0, &why) < 0)
		fail_msg("%s", why.text);
	f->at = (struct se05x_link){ f->link, T1_ADDRESS_DEFAULT };
	f->port = se05x_link_port(&f->at);
	return f;
}

void host_link_free(struct host_link *f)
{
	link_close(f->link);
	board_free(f->board);
	free(f);
}

struct host_link *host_link_se05x(const char *part)
{
	struct host_link *f = host_link_new(part);

	assert_int_equal(se05x_host_open(&f->se05x, &f->port), 0);
	return f;
}

struct host_link *host_link_atecc(const char *part, uint16_t address)
{
	struct host_link *f = host_link_new(part);
	struct atca_answer answer;

	f->atca = atca_host_make(f->link, address);
	assert_int_equal(atca_host_wake(&f->atca, &answer), 0);
	return f;
}

void host_link_fault(struct host_link *f, const char *script)
{
	assert_int_equal(bus_fault_script(&f->fault, script, NULL), 0);
	f->board->bus.bender = &f->fault.bender;
}
