/* tests/unit/test_t1_host.c: the host's T=1 against a simulated part, over wires that err; and se05x_host on it. */
#include <errno.h>
#include <string.h>

#include "cmocka_all.h"
#include "se050_fixture.h"
#include "se05x_host.h"
#include "tlv.h"

enum {
	EVERY = -1,
	NEVER = 0,
};

/* A port that spoils the n-th transaction of a kind; EVERY: each. */
struct wires {
	struct se050_fixture *f;
	int flip_write; /* a bit of it is turned over */
	int flip_read;
	int drop_write;  /* it never arrives */
	int fail_write;  /* the adapter fails */
	int lose_power;  /* when it has arrived, the part loses its power for a moment */
	int silent_read; /* this and all that follow: not acknowledged */
	int writes;
	int reads;
	int commands; /* I-blocks that arrived unspoiled */
	uint64_t waited_ns;
};

static bool strikes(int which, int count)
{
	return which == EVERY || which == count;
}

static int transfer(const struct wires *w, uint16_t flags, uint8_t *bytes, size_t len)
{
	struct i2c_message m = {
		.addr = T1_ADDRESS_DEFAULT, .flags = flags, .len = (uint16_t)len, .bytes = bytes
	};
	size_t done;
	int rc = bus_transfer(&w->f->board->bus, &m, 1, &done);

	return rc < 0 ? rc : 0;
}

static int port_write(void *context, const uint8_t *bytes, size_t len)
{
	uint8_t copy[T1_BLOCK_MAX];
	struct wires *w = context;
	int rc;

	memcpy(copy, bytes, len);
	w->writes++;
	if (strikes(w->fail_write, w->writes))
		return -EREMOTE;
	if (strikes(w->drop_write, w->writes))
		return 0;
	if (strikes(w->flip_write, w->writes))
		copy[len - 1] ^= 0x10;
	else if (!(copy[1] & T1_NOT_I))
		w->commands++;
	rc = transfer(w, 0, copy, len);
	if (strikes(w->lose_power, w->writes)) {
		struct bus *bus = &w->f->board->bus;

		bus_power(bus, &bus->seats[0], false);
		bus_power(bus, &bus->seats[0], true);
	}
	return rc;
}

static int port_read(void *context, uint8_t *bytes, size_t len)
{
	struct wires *w = context;
	int rc;

	if (w->silent_read != NEVER && w->reads + 1 >= w->silent_read)
		return -ENXIO;
	rc = transfer(w, I2C_READ, bytes, len);
	if (rc == 0 && strikes(w->flip_read, ++w->reads))
		bytes[len - 1] ^= 0x01;
	return rc;
}

static int port_wait(void *context, uint64_t ns)
{
	struct wires *w = context;

	w->waited_ns += ns;
	se_wait_us(w->f, ns / 1000);
	return 0;
}

struct fixture {
	struct wires wires;
	struct t1_port port;
	struct t1_host host;
	uint8_t bytes[1100];
	struct wbuf answer;
};

static const uint8_t select_applet[] = { 0x00, 0xa4, 0x04, 0x00, 0x10, 0xa0, 0x00, 0x00, 0x03, 0x96, 0x54,
	0x53, 0x00, 0x00, 0x00, 0x01, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00 };
static const uint8_t get_random[] = { 0x80, 0x04, 0x00, 0x49, 0x04, 0x41, 0x02, 0x02, 0x80 }; /* 640 bytes */

static void begin(struct fixture *f, struct se050_fixture *part)
{
	memset(f, 0, sizeof(*f));
	f->wires.f = part;
	f->port = (struct t1_port){ port_write, port_read, port_wait, &f->wires, true };
	f->host = t1_host_make(&f->port);
	f->answer = wbuf_to(f->bytes, sizeof(f->bytes));
}

/* A part with the applet selected, and wires that have not erred yet. */
static void begin_selected(struct fixture *f, struct se050_fixture *part)
{
	begin(f, part);
	assert_int_equal(t1_host_reset(&f->host, NULL), 0);
	assert_int_equal(t1_host_apdu(&f->host, select_applet, sizeof(select_applet), &f->answer), 0);
	f->answer.len = 0;
	f->wires.writes = f->wires.reads = f->wires.commands = 0;
}

static void assert_random(const struct fixture *f)
{
	assert_int_equal(f->answer.len, 4 + 640 + 2);
	assert_memory_equal(f->bytes, ((const uint8_t[]){ 0x41, 0x82, 0x02, 0x80 }), 4);
	assert_memory_equal(f->bytes + f->answer.len - 2, ((const uint8_t[]){ 0x90, 0x00 }), 2);
}

static void the_answer_to_reset_is_told(void **state)
{
	struct se050_fixture *part = se_new("se050c");
	struct fixture f;

	(void)state;
	begin(&f, part);
	assert_int_equal(t1_host_reset(&f.host, &f.answer), 0);
	assert_int_equal(f.answer.len, 35);
	assert_memory_equal(f.bytes + 25, "JCOP4 ATPO", 10);
	assert_int_equal(t1_host_resync(&f.host), 0);
	assert_int_equal(t1_host_end(&f.host), 0);
	se_free(part);
}

/* UM11225 table 10: the part forgets the numbers. */
static void numbers_begin_anew_after_the_end_of_a_session(void **state)
{
	static const uint8_t get_version[] = { 0x80, 0x04, 0x00, 0x20 };
	struct se050_fixture *part = se_new("se050c");
	struct fixture f;

	(void)state;
	begin_selected(&f, part);
	assert_int_equal(t1_host_end(&f.host), 0);
	assert_int_equal(t1_host_apdu(&f.host, get_version, sizeof(get_version), &f.answer), 0);
	assert_int_equal(f.answer.len, 4 + 7 + 2);
	se_free(part);
}

static void long_commands_and_answers_are_chained(void **state)
{
	struct se050_fixture *part = se_new("se050c");
	uint8_t write[4 + 3 + 6 + 4 + 4 + 600] = { 0x80, 0x01, 0x06, 0x00, 0x00, 0x02, 0x66, 0x41, 0x04, 0x20,
		0x00, 0x00, 0x01, 0x43, 0x02, 0x02, 0x58, 0x44, 0x82, 0x02, 0x58 };
	struct fixture f;

	(void)state;
	begin_selected(&f, part);
	assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), 0);
	assert_random(&f);
	assert_int_equal(f.wires.commands, 1);
	f.answer.len = 0;
	assert_int_equal(t1_host_apdu(&f.host, write, sizeof(write), &f.answer), 0);
	assert_int_equal(f.answer.len, 2);
	assert_memory_equal(f.bytes, ((const uint8_t[]){ 0x90, 0x00 }), 2);
	assert_int_equal(f.wires.commands, 1 + 3);
	assert_true(f.host.may_have_run);
	se_free(part);
}

/* Each transaction of an exchange in turn: one broken block is repeated, and the command runs once. */
static void one_broken_block_is_mended(void **state)
{
	struct se050_fixture *part;
	struct fixture f;
	uint64_t commands;

	(void)state;
	for (int n = 1; n <= 9; n++) {
		part = se_new("se050c");
		begin_selected(&f, part);
		commands = part->chip->power.commands;
		if (n <= 3)
			f.wires.flip_write = n;
		else
			f.wires.flip_read = n - 3;
		assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), 0);
		assert_random(&f);
		assert_int_equal(part->chip->power.commands, commands + 1);
		se_free(part);
	}
}

static void a_lost_block_is_asked_for(void **state)
{
	struct se050_fixture *part = se_new("se050c");
	struct fixture f;

	(void)state;
	begin_selected(&f, part);
	f.wires.drop_write = 1; /* the command */
	assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), 0);
	assert_random(&f);
	se_free(part);
	part = se_new("se050c");
	begin_selected(&f, part);
	f.wires.drop_write = 2; /* an acknowledgement in the part's chain */
	assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), 0);
	assert_random(&f);
	se_free(part);
}

static void what_stays_broken_ends_in_an_error(void **state)
{
	struct se050_fixture *part = se_new("se050c");
	struct fixture f;

	(void)state;
	begin_selected(&f, part);
	f.wires.flip_read = EVERY;
	assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), -EBADMSG);
	assert_true(f.host.may_have_run);
	assert_int_equal(f.wires.commands, 1);
	/* The next command begins with RESYNC, which fails as long as the wires err. */
	assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), -EBADMSG);
	assert_false(f.host.may_have_run);
	f.wires.flip_read = NEVER;
	f.answer = wbuf_to(f.bytes, sizeof(f.bytes));
	assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), 0);
	assert_random(&f);
	se_free(part);
	part = se_new("se050c");
	begin_selected(&f, part);
	f.wires.flip_write = EVERY;
	assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), -EBADMSG);
	assert_int_equal(f.wires.commands, 0);
	se_free(part);
}

static void a_silent_part_is_given_up_in_time(void **state)
{
	struct se050_fixture *part = se_new("se050c");
	struct fixture f;

	(void)state;
	begin_selected(&f, part);
	f.wires.silent_read = 1;
	assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), -ETIMEDOUT);
	assert_true(f.host.may_have_run);
	assert_in_range(f.wires.waited_ns, 1000000000, 6000000000);
	f.wires.silent_read = NEVER;
	f.wires.fail_write = f.wires.writes + 1;
	assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), -EREMOTE);
	se_free(part);
}

/*
 * A part that has lost its power asks for block 0, as one does that never got it. When the host has asked anything
 * meanwhile, it cannot tell them apart: the command may have run, and is not sent to what is another part now.
 */
static void a_command_is_not_repeated_to_a_part_that_began_anew(void **state)
{
	static const uint8_t get_version[] = { 0x80, 0x04, 0x00, 0x20 };
	static const struct {
		int before;  /* commands: an odd number and the next block is 0 */
		int at;      /* the write after which the power goes */
		bool slowly; /* the part asks for time first */
	} cuts[] = { { 0, 1, false }, { 1, 1, false }, { 1, 1, true }, { 1, 2, true }, { 1, 2, false },
		{ 1, 3, false } };

	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		struct se050_fixture *part = cuts[i].slowly ? se_new_slow("se050c") : se_new("se050c");
		struct fixture f;
		int rc;

		begin_selected(&f, part);
		for (int n = 0; n < cuts[i].before; n++)
			assert_int_equal(
				t1_host_apdu(&f.host, get_version, sizeof(get_version), &f.answer), 0);
		if (cuts[i].slowly)
			part->chip->options.wtx_after_ns = 100000;
		f.answer.len = 0;
		f.wires.writes = f.wires.commands = 0;
		f.wires.lose_power = cuts[i].at;
		rc = t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer);
		if (rc == 0)
			fail_msg("cut %zu: an answer of %zu bytes, %02x%02x", i, f.answer.len,
				f.bytes[f.answer.len - 2], f.bytes[f.answer.len - 1]);
		assert_true(f.host.may_have_run);
		assert_int_equal(f.wires.commands, 1);
		/* It goes on, and the next answer is the new part's own. */
		f.wires.lose_power = NEVER;
		f.answer = wbuf_to(f.bytes, sizeof(f.bytes));
		assert_int_equal(t1_host_apdu(&f.host, select_applet, sizeof(select_applet), &f.answer), 0);
		f.answer.len = 0;
		assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), 0);
		assert_random(&f);
		se_free(part);
	}
}

/* In the midst of a chain: what is left of the command is none, and is not sent as one. */
static void the_rest_of_a_chain_does_not_go_to_a_part_that_began_anew(void **state)
{
	uint8_t write[4 + 3 + 6 + 4 + 4 + 600] = { 0x80, 0x01, 0x06, 0x00, 0x00, 0x02, 0x66, 0x41, 0x04, 0x20,
		0x00, 0x00, 0x01, 0x43, 0x02, 0x02, 0x58, 0x44, 0x82, 0x02, 0x58 };

	(void)state;
	for (int before = 0; before < 2; before++)
		for (int cut = 1; cut <= 3; cut++) {
			static const uint8_t get_version[] = { 0x80, 0x04, 0x00, 0x20 };
			struct se050_fixture *part = se_new("se050c");
			struct fixture f;
			int rc;

			begin_selected(&f, part);
			for (int n = 0; n < before; n++)
				assert_int_equal(
					t1_host_apdu(&f.host, get_version, sizeof(get_version), &f.answer),
					0);
			f.answer.len = 0;
			f.wires.writes = f.wires.commands = 0;
			f.wires.lose_power = cut;
			rc = t1_host_apdu(&f.host, write, sizeof(write), &f.answer);
			if (rc == 0)
				fail_msg("%d before, cut %d: an answer %02x%02x", before, cut, f.bytes[0],
					f.bytes[1]);
			assert_true(f.wires.commands <= 3);
			assert_true(f.host.may_have_run || cut < 3);
			se_free(part);
		}
}

static void too_long_an_answer_is_an_error_and_the_link_goes_on(void **state)
{
	struct se050_fixture *part = se_new("se050c");
	struct fixture f;

	(void)state;
	begin_selected(&f, part);
	f.answer.cap = 100;
	assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), -ENOSPC);
	f.answer = wbuf_to(f.bytes, sizeof(f.bytes));
	assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), 0);
	assert_random(&f);
	se_free(part);
}

/* The part asks for time while it makes a key. */
static void requests_for_time_are_granted(void **state)
{
	struct se050_fixture *part = se_new_slow("se050c");
	struct fixture f;

	(void)state;
	begin_selected(&f, part);
	part->chip->options.wtx_after_ns = 100000;
	assert_int_equal(t1_host_apdu(&f.host, get_random, sizeof(get_random), &f.answer), 0);
	assert_random(&f);
	assert_true(f.wires.writes > 4);
	se_free(part);
}

/* The driver above: plain, then through the platform channel; refusals keep their status. */
static void the_driver_talks_in_plain_and_protected(void **state)
{
	static const char *const parts[] = { "se050c", "se050e" };
	static const uint8_t challenge[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct se050_fixture *part = se_new(parts[i]);
		const struct se050_key_set *set = &part->chip->nv.key_sets[0];
		uint8_t tlvs[] = { 0x41, 0x04, 0x7f, 0xff, 0x02, 0x06 }, wrong[16] = { 0 };
		struct wbuf w = { .at = tlvs, .len = sizeof(tlvs), .cap = sizeof(tlvs) };
		struct se05x_host host;
		struct fixture f;

		begin(&f, part);
		assert_int_equal(se05x_host_open(&host, &f.port), 0);
		assert_int_equal(host.version[0], i == 0 ? 3 : 7);
		for (int round = 0; round < 2; round++) {
			f.answer.len = 0;
			assert_int_equal(
				se05x_host_command(&host, INS_READ, P1_DEFAULT, P2_DEFAULT, &w, &f.answer),
				0);
			assert_int_equal(f.answer.len, 4 + 18);
			assert_memory_equal(f.bytes + 4, part->chip->nv.unique_id, 18);
			/* Without data, and refused: both count, or not, on both sides alike. */
			assert_int_equal(se05x_host_command(
						 &host, INS_READ, P1_CRYPTO_OBJECT, P2_LIST, NULL, &f.answer),
				0);
			assert_int_equal(
				se05x_host_command(&host, INS_READ, P1_DEFAULT, P2_DEFAULT, NULL, &f.answer),
				-EREMOTEIO);
			assert_int_not_equal(host.status, SW_OK);
			if (round == 0)
				assert_int_equal(se05x_host_protect(&host, set->version, set->key[0],
							 set->key[1], challenge),
					0);
		}
		assert_int_equal(se05x_host_protect(&host, set->version, wrong, wrong, challenge), -EACCES);
		assert_int_equal(se05x_host_protect(&host, 0x77, wrong, wrong, challenge),
			i == 0 ? -EREMOTEIO : -EACCES);
		se_free(part);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_answer_to_reset_is_told),
		cmocka_unit_test(numbers_begin_anew_after_the_end_of_a_session),
		cmocka_unit_test(long_commands_and_answers_are_chained),
		cmocka_unit_test(one_broken_block_is_mended),
		cmocka_unit_test(a_lost_block_is_asked_for),
		cmocka_unit_test(what_stays_broken_ends_in_an_error),
		cmocka_unit_test(a_silent_part_is_given_up_in_time),
		cmocka_unit_test(a_command_is_not_repeated_to_a_part_that_began_anew),
		cmocka_unit_test(the_rest_of_a_chain_does_not_go_to_a_part_that_began_anew),
		cmocka_unit_test(too_long_an_answer_is_an_error_and_the_link_goes_on),
		cmocka_unit_test(requests_for_time_are_granted),
		cmocka_unit_test(the_driver_talks_in_plain_and_protected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
