/* tests/unit/test_mpsse_parts.c: the parts behind an MPSSE hear and say what they do on a bus of whole messages. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "atca_host.h"
#include "board.h"
#include "bus_record.h"
#include "link_board.h"
#include "link_mpsse.h"
#include "se05x_host.h"
#include "se05x_link.h"
#include "se05x_objects.h"

enum { TRANSCRIPT_MAX = 1 << 20 };

/* Parts of one seed on a bus, reached by whole messages or bit by bit, and all that went over the bus, without times. */
struct parts {
	struct board *board;
	struct link *link;
	struct bus_watcher watcher;
	struct wbuf said;
	uint8_t room[TRANSCRIPT_MAX];
};

static void watch(struct bus_watcher *watcher, const struct bus_event *event)
{
	struct parts *p = (struct parts *)((char *)watcher - offsetof(struct parts, watcher));
	struct recording_transaction t = bus_record_of(event);

	t.time_ns = 0;
	/* On the wires there is nothing behind a byte that was not acknowledged. */
	if (t.outcome == WIRE_ADDRESS_NACK)
		t.messages[t.done].len = 0;
	recording_put(&p->said, &t);
}

/* options NULL: by whole messages. */
static struct parts *parts_new(const char *parts, const char *options, enum clock_mode clock)
{
	const struct board_options board = {
		.clock = clock, .seeded = true, .seed = 11, .latency = LATENCY_TYPICAL
	};
	struct parts *p = calloc(1, sizeof(*p));
	struct mpsse_options how;
	struct why why = { "" };
	int rc;

	assert_non_null(p);
	p->said = wbuf_to(p->room, sizeof(p->room));
	if (board_new(&p->board, &board, &why) < 0 || board_add_all(p->board, parts, &why) < 0 ||
		board_power(p->board, &why) < 0 || mpsse_options_parse(&how, options, &why) < 0)
		fail_msg("%s", why.text);
	rc = options ? link_over_mpsse(&p->link, &p->board->bus, NULL, 0, &how, &why)
		     : link_over_bus(&p->link, &p->board->bus, NULL, 0, &why);
	if (rc < 0)
		fail_msg("%s", why.text);
	p->watcher.transaction = watch;
	bus_watch(&p->board->bus, &p->watcher);
	return p;
}

static void parts_free(struct parts *p)
{
	link_close(p->link);
	board_free(p->board);
	free(p);
}

static void assert_clean(struct parts *p)
{
	const struct mpsse_engine *engine = link_mpsse_engine(p->link);

	assert_int_equal(engine->wires->counts.contentions, 0);
	assert_int_equal(engine->wires->counts.illegal, 0);
	assert_int_equal(engine->lost, 0);
	assert_int_equal(engine->wires->phase, WIRES_IDLE);
}

static void command(struct atca_host *host, enum atca_opcode opcode, uint8_t param1, uint16_t param2,
	const void *data, size_t len, size_t expected)
{
	struct atca_answer answer;

	assert_int_equal(atca_host_command(host, opcode, param1, param2, data, len, &answer), 0);
	assert_int_equal(answer.status, ATCA_SUCCESS);
	assert_int_equal(answer.len, expected);
}

static void talk_to_atecc(struct parts *p)
{
	static const uint8_t block[64] = { 0x80, 0x7f, 0x00, 0xff, 0x55, 0xaa };
	struct atca_host host = atca_host_make(p->link, ATCA_ADDRESS_DEFAULT);
	struct atca_answer answer;

	assert_int_equal(atca_host_wake(&host, &answer), 0);
	assert_int_equal(answer.status, ATCA_AFTER_WAKE);
	command(&host, ATCA_INFO, 0, 0, NULL, 0, 4);
	for (uint16_t at = 0; at < 32; at = (uint16_t)(at + 8))
		command(&host, ATCA_READ, 0x80, at, NULL, 0, 32);
	command(&host, ATCA_RANDOM, 0, 0, NULL, 0, 32);
	command(&host, ATCA_NONCE, 0x03, 0, block, 32, 1);
	command(&host, ATCA_SHA, 0, 0, NULL, 0, 1);
	command(&host, ATCA_SHA, 1, 64, block, 64, 1);
	command(&host, ATCA_SHA, 2, 0, NULL, 0, 32);
	/* A slot that the configuration does not open: refused. */
	assert_int_equal(atca_host_command(&host, ATCA_READ, 0x82, 0, NULL, 0, &answer), 0);
	assert_int_not_equal(answer.status, ATCA_SUCCESS);
	assert_int_equal(atca_host_sleep(&host), 0);
	assert_int_equal(link_read(p->link, ATCA_ADDRESS_DEFAULT, &answer, 1), -ENXIO);
	assert_int_equal(atca_host_wake(&host, &answer), 0);
	assert_int_equal(atca_host_idle(&host), 0);
}

static void talk_to_se05x(struct parts *p)
{
	struct se05x_link at = { p->link, T1_ADDRESS_DEFAULT };
	const struct t1_port port = se05x_link_port(&at);
	struct se05x_host host;
	struct se05x_write plain = { .attempts = 0 };
	uint8_t id[SE05X_UNIQUE_ID_BYTES], bytes[600], back[600];
	struct wbuf out = wbuf_to(back, sizeof(back));

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 7);
	assert_int_equal(se05x_host_open(&host, &port), 0);
	assert_int_equal(se05x_unique_id(&host, id), 0);
	/* Longer than a block: chained both ways. */
	assert_int_equal(
		se05x_write_file(&host, 0x1000, sizeof(bytes), rbuf_from(bytes, sizeof(bytes)), &plain), 0);
	assert_int_equal(se05x_read_file(&host, 0x1000, &out), 0);
	assert_int_equal(out.len, sizeof(bytes));
	assert_memory_equal(back, bytes, sizeof(bytes));
	assert_int_equal(se05x_generate_ec(&host, 0x2000, SE05X_P256, &plain), 0);
	out.len = 0;
	assert_int_equal(se05x_read(&host, 0x2000, &out), 0);
	assert_int_equal(out.len, 65);
}

static void talk_to_both(struct parts *p)
{
	talk_to_se05x(p);
	talk_to_atecc(p);
	talk_to_se05x(p);
}

/* The same seed, the same talk: transaction for transaction the same on the bus. */
static void is_the_same(const char *parts, void (*talk)(struct parts *p), const char *options)
{
	struct parts *whole = parts_new(parts, NULL, CLOCK_INSTANT);
	struct parts *bits = parts_new(parts, options, CLOCK_INSTANT);

	talk(whole);
	talk(bits);
	assert_false(wbuf_bad(&whole->said));
	if (whole->said.len != bits->said.len || memcmp(whole->room, bits->room, bits->said.len) != 0) {
		size_t same = 0, line = 0;

		for (; same < bits->said.len && whole->room[same] == bits->room[same]; same++)
			line = whole->room[same] == '\n' ? same + 1 : line;
		fail_msg("%s over %s:\n%.200s\nbut by whole messages\n%.200s", parts, options,
			(char *)bits->room + line, (char *)whole->room + line);
	}
	assert_clean(bits);
	parts_free(whole);
	parts_free(bits);
}

static const char *const ways[] = { "", "stretch=poll", "stretch=adaptive", "speed=30000", "speed=400000",
	"speed=1000000", "speed=1000000&stretch=none", "usb=300", "usb=300&stretch=poll" };

static void an_atecc_is_woken_and_answers_as_ever(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		is_the_same("atecc608a", talk_to_atecc, ways[i]);
}

static void an_se05x_answers_as_ever(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		is_the_same("se050c", talk_to_se05x, ways[i]);
}

static void two_parts_share_the_wires(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++)
		is_the_same("se050c+atecc608a", talk_to_both, ways[i]);
}

/* Busy is not acknowledged, under a clock that makes commands take their time. */
static void a_busy_part_is_polled(void **state)
{
	struct parts *p = parts_new("se050c+atecc608a", "", CLOCK_VIRTUAL);

	(void)state;
	talk_to_both(p);
	assert_clean(p);
	assert_non_null(strstr((const char *)p->room, "\n"));
	parts_free(p);
}

/* 60 microseconds wake, whoever holds SDA and however. */
static void an_atecc_wakes_by_how_long_sda_is_low(void **state)
{
	static const struct {
		uint64_t ns;
		bool wakes;
	} pulses[] = { { 59000, false }, { 59500, false }, { 60000, true }, { 500000, true } };

	(void)state;
	for (size_t i = 0; i < sizeof(pulses) / sizeof(pulses[0]); i++) {
		struct parts *p = parts_new("atecc608a", "speed=400000", CLOCK_INSTANT);
		struct mpsse_port port = mpsse_engine_port(link_mpsse_engine(p->link));
		uint8_t in[4];

		assert_int_equal(port.write(port.context, (const uint8_t *)"\x80\x01\x03", 3), 0);
		port.wait(port.context, pulses[i].ns);
		assert_int_equal(port.write(port.context, (const uint8_t *)"\x80\x03\x03", 3), 0);
		assert_int_equal(
			link_read(p->link, ATCA_ADDRESS_DEFAULT, in, 4), pulses[i].wakes ? 0 : -ENXIO);
		assert_clean(p);
		parts_free(p);
	}
}

/* At 400 kHz an address is too short a low, at 100 kHz its own is not. */
static void traffic_wakes_an_atecc_at_low_speed_only(void **state)
{
	uint8_t in[4];

	(void)state;
	for (int fast = 0; fast <= 1; fast++) {
		struct parts *p =
			parts_new("atecc608a", fast ? "speed=400000" : "speed=100000", CLOCK_INSTANT);

		assert_int_equal(link_write(p->link, 0x40, "", 0), -ENXIO);
		assert_int_equal(link_read(p->link, ATCA_ADDRESS_DEFAULT, in, 4), fast ? -ENXIO : 0);
		parts_free(p);
	}
}

static void it_is_put_back_and_powered_like_any_simulated_bus(void **state)
{
	struct link_board board = link_board_make(&(struct board_options){ .clock = CLOCK_VIRTUAL });
	const struct link_scheme scheme = link_scheme_mpsse(&board.builder);
	const struct link_scheme *const schemes[] = { &scheme };
	struct link *link;
	struct atca_host host;
	struct atca_answer answer;
	struct why why = { "" };

	(void)state;
	if (link_open(&link, "mpsse:se050c+atecc608a?speed=400000", schemes, 1, &why) < 0)
		fail_msg("%s", why.text);
	assert_true(link->info.simulated);
	assert_int_equal(link->info.n_parts, 2);
	assert_int_equal(link->info.speed_hz, 400000);
	assert_int_equal(link->info.clock, WIRE_CLOCK_VIRTUAL);
	host = atca_host_make(link, ATCA_ADDRESS_DEFAULT);
	assert_int_equal(link_act(link, LINK_SNAPSHOT, 0), 0);
	assert_int_equal(atca_host_wake(&host, &answer), 0);
	assert_int_equal(link_act(link, LINK_RESTORE, 0), 0);
	assert_int_equal(link_read(link, ATCA_ADDRESS_DEFAULT, &answer, 1), -ENXIO);
	assert_int_equal(atca_host_wake(&host, &answer), 0);
	assert_int_equal(link_act(link, LINK_POWER_OFF, ATCA_ADDRESS_DEFAULT), 0);
	assert_int_equal(atca_host_wake(&host, &answer), -ETIMEDOUT);
	assert_int_equal(link_act(link, LINK_POWER_ON, ATCA_ADDRESS_DEFAULT), 0);
	assert_int_equal(atca_host_wake(&host, &answer), 0);
	link_close(link);
}

static const uint64_t dark_ns = 12000000000; /* longer than a host has patience */

static void script(struct parts *p, const char *text)
{
	struct why why = { "" };

	if (link_fault(p->link, text, &why) < 0)
		fail_msg("%s", why.text);
}

/* UpdateExtra under a fault: no answer. Then the byte it was to write, once the part has its power again. */
static uint8_t written_under(struct parts *p, const char *fault, uint8_t value)
{
	struct atca_host host = atca_host_make(p->link, ATCA_ADDRESS_DEFAULT);
	struct atca_answer answer;

	assert_int_equal(atca_host_wake(&host, &answer), 0);
	script(p, fault);
	assert_true(atca_host_command(&host, ATCA_UPDATE_EXTRA, 0, value, NULL, 0, &answer) < 0);
	script(p, "");
	assert_int_equal(link_wait(p->link, dark_ns), 0);
	assert_int_equal(atca_host_wake(&host, &answer), 0);
	assert_int_equal(atca_host_command(&host, ATCA_READ, 0, 0x15, NULL, 0, &answer), 0);
	assert_int_equal(answer.len, 4);
	assert_int_equal(atca_host_sleep(&host), 0);
	return answer.data[0];
}

/* The same whether messages come whole or bit by bit. */
static void power_goes_at_a_byte_or_at_a_write_of_the_memory(void **state)
{
	static const char *const hows[] = { NULL, "speed=100000", "speed=100000&stretch=poll" };

	(void)state;
	for (size_t i = 0; i < sizeof(hows) / sizeof(hows[0]); i++) {
		struct parts *p = parts_new("atecc608a", hows[i], CLOCK_VIRTUAL);
		struct atca_host host = atca_host_make(p->link, ATCA_ADDRESS_DEFAULT);
		struct atca_answer answer;
		uint8_t in[4];

		assert_int_equal(written_under(p, "brownout store=1 us=12000000", 0x5a), 0);
		assert_int_equal(written_under(p, "brownout store=1 late=1 us=12000000", 0x5a), 0x5a);
		/* Woken, it has 04 11 33 43 to say, and says two bytes of it. */
		assert_int_equal(link_write(p->link, 0, NULL, 0), -ENXIO);
		assert_int_equal(link_wait(p->link, 3000000), 0);
		script(p, "brownout byte=2 read=1 us=12000000");
		assert_int_equal(link_read(p->link, ATCA_ADDRESS_DEFAULT, in, 4), 0);
		assert_memory_equal(in, "\x04\x11\xff\xff", 4);
		assert_int_equal(link_read(p->link, ATCA_ADDRESS_DEFAULT, in, 4), -ENXIO);
		assert_int_equal(link_wait(p->link, dark_ns), 0);
		assert_int_equal(atca_host_wake(&host, &answer), 0);
		for (size_t at = 0; at < 3; at++) {
			char text[40];

			snprintf(text, sizeof(text), "brownout byte=%zu read=0 us=12000000", at);
			script(p, text);
			assert_int_equal(link_write(p->link, ATCA_ADDRESS_DEFAULT, "\x03\x07\x30", 3), -EIO);
			assert_int_equal(p->link->nacked_at, at);
			assert_int_equal(link_wait(p->link, dark_ns), 0);
			assert_int_equal(atca_host_wake(&host, &answer), 0);
		}
		script(p, "");
		if (hows[i])
			assert_clean(p);
		parts_free(p);
	}
}

static void faults_of_whole_messages_are_refused_on_wires(void **state)
{
	static const char *const scripts[] = { "flip byte=1", "nack-address", "brownout store=1; late us=5",
		"brownout" };
	struct parts *p = parts_new("atecc608a", "", CLOCK_VIRTUAL);
	struct why why = { "" };

	(void)state;
	script(p, "brownout byte=1");
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		assert_int_equal(link_fault(p->link, scripts[i], &why), -EOPNOTSUPP);
	assert_non_null(strstr(why.text, "brownout store=N"));
	assert_int_equal(link_fault(p->link, "explode", &why), -EINVAL);
	/* What there was still is. */
	assert_non_null(p->board->bus.bender);
	parts_free(p);
}

/* Under a real clock a transaction takes as long as its bits do. */
static void real_time_is_waited_for(void **state)
{
	struct parts *p = parts_new("atecc608a", "speed=5000", CLOCK_REAL);
	struct timespec before, after;
	int64_t us;

	(void)state;
	clock_gettime(CLOCK_MONOTONIC, &before);
	assert_int_equal(link_write(p->link, 0x33, "\x01\x02\x03", 3), -ENXIO);
	clock_gettime(CLOCK_MONOTONIC, &after);
	us = (after.tv_sec - before.tv_sec) * 1000000 + (after.tv_nsec - before.tv_nsec) / 1000;
	/* Nine bits of 200 microseconds. */
	assert_true(us >= 1800);
	assert_true(p->link->now_ns > 0);
	parts_free(p);
}

static void a_url_that_names_nothing_says_so(void **state)
{
	struct link_board board = link_board_make(&(struct board_options){ .clock = CLOCK_VIRTUAL });
	const struct link_scheme scheme = link_scheme_mpsse(&board.builder);
	const struct link_scheme *const schemes[] = { &scheme };
	struct link *link;
	struct why why = { "" };

	(void)state;
	assert_int_equal(link_open(&link, "mpsse:atecc608a?speed=5", schemes, 1, &why), -EINVAL);
	assert_non_null(strstr(why.text, "speed=5 is no speed of this link"));
	assert_true(link_open(&link, "mpsse:nothing?speed=100000", schemes, 1, &why) < 0);
	assert_null(link);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_atecc_is_woken_and_answers_as_ever),
		cmocka_unit_test(an_se05x_answers_as_ever),
		cmocka_unit_test(two_parts_share_the_wires),
		cmocka_unit_test(a_busy_part_is_polled),
		cmocka_unit_test(an_atecc_wakes_by_how_long_sda_is_low),
		cmocka_unit_test(traffic_wakes_an_atecc_at_low_speed_only),
		cmocka_unit_test(it_is_put_back_and_powered_like_any_simulated_bus),
		cmocka_unit_test(real_time_is_waited_for),
		cmocka_unit_test(power_goes_at_a_byte_or_at_a_write_of_the_memory),
		cmocka_unit_test(faults_of_whole_messages_are_refused_on_wires),
		cmocka_unit_test(a_url_that_names_nothing_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
