/* tests/conformance/checks/test_conform_safety.c: what the suite sends to a part that may be real. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "atca_ask.h"
#include "atca_memory.h"
#include "cmocka_all.h"
#include "command.h"
#include "command050.h"
#include "conform_commands.h"
#include "conform_judge.h"
#include "conform_run.h"
#include "conform_subject.h"
#include "crc.h"
#include "hex.h"
#include "irreversible050.h"
#include "real_link.h"
#include "t1.h"

enum {
	CHAINED = 0x20,
	INS_KIND = 0x1f,
	ATECC_COMMAND = 3,
	ATECC_LEAST = 7,
};

/* A link that says it is real, and looks at what passes. */
struct watcher {
	struct link link;
	struct link *inner;
	struct host_link *f;
	bool in_chain;
	size_t commands, writes, irreversible, repeated;
	char first[128]; /* the first command that writes, in hex */
	char lost[128];  /* the first that cannot be undone */
};

static void count(size_t *n, char first[128], const uint8_t *bytes, size_t len)
{
	if ((*n)++ == 0)
		hex_text(first, bytes, len < 40 ? len : 40);
}

/* By the books: what leaves something in the memory that stays. */
static bool atecc_writes(uint8_t opcode, uint8_t param1, uint16_t param2)
{
	switch (opcode) {
	case ATCA_WRITE:
	case ATCA_PRIV_WRITE:
	case ATCA_LOCK:
	case ATCA_UPDATE_EXTRA:
	case ATCA_DERIVE_KEY:
		return true;
	case ATCA_SECURE_BOOT:
		return (param1 & 0x07) == 0x07; /* FullCopy */
	case ATCA_GEN_KEY:
		return param1 & 0x04 && param2 != 0xffff;
	case ATCA_COUNTER:
		return param1 == 1;
	default:
		return false;
	}
}

static void look_at_packet(struct watcher *self, const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	uint8_t word = rbuf_u8(&r), n = rbuf_u8(&r), opcode = rbuf_u8(&r), param1 = rbuf_u8(&r);
	uint16_t param2 = rbuf_le16(&r);

	/* A packet that is not whole is no command. */
	if (rbuf_bad(&r) || word != ATECC_COMMAND || n < ATECC_LEAST || (size_t)n + 1 != len)
		return;
	r = rbuf_from(bytes + 1, len - 3);
	if (crc16_atca(r.at, n - 2u) != (uint16_t)(bytes[len - 2] | bytes[len - 1] << 8))
		return;
	self->commands++;
	if (atecc_writes(opcode, param1, param2))
		count(&self->writes, self->first, bytes, len);
	if (opcode == ATCA_LOCK || opcode == ATCA_COUNTER
			? opcode == ATCA_LOCK || param1 == 1
			: opcode == ATCA_UPDATE_EXTRA || opcode == ATCA_DERIVE_KEY)
		count(&self->irreversible, self->lost, bytes, len);
}

/* A whole APDU in one block, in plain. */
static void look_at_block(struct watcher *self, const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	uint8_t nad = rbuf_u8(&r), pcb = rbuf_u8(&r), n = rbuf_u8(&r), cla, ins, p1, p2;
	struct rbuf apdu = rbuf_take(&r, n), whole = apdu;
	bool in_chain = self->in_chain;
	struct se050_effect effect;

	if (rbuf_bad(&r) || nad != 0x5a || pcb & 0x80 || rbuf_left(&r) != 2 ||
		crc16_x25(bytes, len - 2) != (uint16_t)(bytes[len - 2] | bytes[len - 1] << 8))
		return;
	self->in_chain = pcb & CHAINED;
	if (in_chain)
		return;
	cla = rbuf_u8(&apdu);
	ins = rbuf_u8(&apdu);
	p1 = rbuf_u8(&apdu);
	p2 = rbuf_u8(&apdu);
	self->commands++;
	if (cla != 0x80 || rbuf_bad(&apdu))
		return;
	/* INS 01 writes, but for crypto objects (P1 10), which are in RAM; 04 manages: P2 28 and 2A delete. */
	if (((ins & INS_KIND) == 0x01 && p1 != 0x10) ||
		((ins & INS_KIND) == 0x04 && (p2 == 0x28 || p2 == 0x2a)) || (ins & INS_KIND) == 0x06)
		count(&self->writes, self->first, bytes, len);
	effect = pcb & CHAINED ? se050_effect_of_beginning(whole) : se050_effect_of(whole);
	if ((ins & INS_KIND) == 0x04 && p2 == 0x2a && effect.reason)
		count(&self->irreversible, self->lost, bytes, len);
}

static int watch_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct watcher *self = (struct watcher *)link;
	int rc;

	if (n > 1 && msgs[0].addr == T1_ADDRESS_DEFAULT)
		self->repeated++;
	for (size_t i = 0; i < n; i++) {
		if (msgs[i].flags & I2C_READ || msgs[i].len < 6)
			continue;
		if (msgs[i].addr == T1_ADDRESS_DEFAULT)
			look_at_block(self, msgs[i].bytes, msgs[i].len);
		else
			look_at_packet(self, msgs[i].bytes, msgs[i].len);
	}
	rc = link_transfer(self->inner, msgs, n, done);
	link->nacked_at = self->inner->nacked_at;
	link->now_ns = self->inner->now_ns;
	return rc;
}

static int watch_wait(struct link *link, uint64_t ns)
{
	struct watcher *self = (struct watcher *)link;
	int rc = link_wait(self->inner, ns);

	link->now_ns = self->inner->now_ns;
	return rc;
}

static const struct link_ops watch_ops = { .transfer = watch_transfer, .wait = watch_wait };

static struct watcher watcher_make(const char *part)
{
	struct watcher w = { .f = host_link_new(part) };

	w.inner = real_link(w.f);
	w.link.ops = &watch_ops;
	w.link.info = w.inner->info;
	assert_false(w.link.info.simulated);
	return w;
}

static void watcher_end(struct watcher *w)
{
	link_close(w->inner);
	host_link_free(w->f);
}

static int suite(struct watcher *w, const char *part, bool writes, const char *lose, const char *only,
	struct conform_report *report, struct why *why)
{
	struct conform_options options = { .link = &w->link,
		.judge = &conform_table_judge,
		.allow_writes = writes,
		.lose = lose,
		.only = only };
	struct conform_subject subject;
	int rc = conform_subject_find(&subject, &w->link, "i2c:/dev/i2c-1", part, why);

	assert_int_equal(rc, 0);
	options.address = subject.address;
	options.profile = &subject.profile;
	rc = conform_run(&options, report, why);
	conform_subject_clear(&subject);
	return rc;
}

static size_t ran(const struct conform_report *report, enum conform_class class)
{
	size_t n = 0;

	for (size_t i = 0; i < report->n; i++)
		n += report->results[i].of->class == class && report->results[i].outcome != CONFORM_SKIP;
	return n;
}

static void assert_no_failure(const struct conform_report *report)
{
	for (size_t i = 0; i < report->n; i++)
		if (report->results[i].outcome == CONFORM_FAIL)
			print_error("%s: %s\n", report->results[i].of->id, report->results[i].reason);
	assert_int_equal(report->failed, 0);
	assert_false(report->lost);
}

/* A chapter of what runs on a part that nobody gave leave to change. */
static void by_default_a_part_is_only_read(void **state)
{
	static const char *const parts[] = { "atecc508a", "atecc608a", "atecc608b-tngtls", "se050c",
		"se050e" };

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct watcher w = watcher_make(parts[i]);
		struct conform_report report;
		struct why why = { "" };

		if (suite(&w, parts[i], false, NULL, NULL, &report, &why) != 0)
			fail_msg("%s: %s", parts[i], why.text);
		if (w.writes > 0)
			fail_msg("%s: %zu commands write, as %s", parts[i], w.writes, w.first);
		assert_int_equal(w.irreversible, 0);
		assert_int_equal(w.repeated, 0);
		assert_true(w.commands > 50);
		assert_true(ran(&report, CONFORM_SAFE) > (i < 2 ? 15 : 60));
		assert_int_equal(ran(&report, CONFORM_WRITES), 0);
		assert_int_equal(ran(&report, CONFORM_IRREVERSIBLE), 0);
		assert_string_equal(report.changed, "");
		assert_no_failure(&report);
		conform_report_free(&report);
		watcher_end(&w);
	}
}

#define SOME_SE05X "T1-*,SE05X-SCP03-*,SE05X-WriteBinary.*,SE05X-DeleteAll.*"

static void leave_to_write_is_no_leave_for_more(void **state)
{
	static const char *const parts[] = { "atecc608a", "se050c" };

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct watcher w = watcher_make(parts[i]);
		struct conform_report report;
		struct why why = { "" };

		assert_int_equal(
			suite(&w, parts[i], true, NULL, i == 0 ? NULL : SOME_SE05X, &report, &why), 0);
		if (w.irreversible > 0)
			fail_msg(
				"%s: %zu commands cannot be undone, as %s", parts[i], w.irreversible, w.lost);
		assert_int_equal(w.repeated, 0);
		assert_int_equal(ran(&report, CONFORM_IRREVERSIBLE), 0);
		assert_string_equal(report.changed, "");
		if (i == 1)
			assert_true(ran(&report, CONFORM_WRITES) > 20);
		conform_report_free(&report);
		watcher_end(&w);
	}
}

static void another_serial_number_is_refused(void **state)
{
	struct watcher w = watcher_make("atecc608a");
	struct conform_report report;
	struct why why = { "" };

	(void)state;
	assert_int_equal(suite(&w, "atecc608a", true, "0123000000000000ee", NULL, &report, &why), -EPERM);
	assert_non_null(strstr(why.text, "the part that may be lost is 0123000000000000ee, but 0123"));
	assert_int_equal(suite(&w, "atecc608a", true, "", NULL, &report, &why), -EPERM);
	assert_int_equal(w.writes, 0);
	watcher_end(&w);
}

static void own_serial(struct watcher *w, char text[2 * ATCA_PART_SERIAL + 1])
{
	struct atca_host host = atca_host_make(&w->link, ATCA_ADDRESS_DEFAULT);
	uint8_t serial[ATCA_PART_SERIAL];

	assert_int_equal(atca_read_serial(&host, serial), 0);
	hex_text(text, serial, sizeof(serial));
}

/* Somebody has begun to configure it. */
static void a_part_in_an_unknown_state_is_only_read(void **state)
{
	static const uint8_t word[4] = { 0x83, 0x20, 0x87, 0x20 };
	struct watcher w = watcher_make("atecc608a");
	struct atca_host host = atca_host_make(&w.link, ATCA_ADDRESS_DEFAULT);
	struct conform_report report;
	struct why why = { "" };
	struct atca_answer answer;
	char serial[2 * ATCA_PART_SERIAL + 1];

	(void)state;
	own_serial(&w, serial);
	assert_int_equal(atca_ask(&host, ATCA_WRITE, 0, 6, word, sizeof(word), 1, &answer), 0);
	w.writes = 0;
	assert_int_equal(suite(&w, "atecc608a", true, serial, NULL, &report, &why), 0);
	assert_false(report.recognised);
	if (w.writes > 0)
		fail_msg("%zu commands write, as %s", w.writes, w.first);
	assert_int_equal(ran(&report, CONFORM_WRITES), 0);
	assert_int_equal(ran(&report, CONFORM_IRREVERSIBLE), 0);
	conform_report_free(&report);
	watcher_end(&w);
}

#define LOST "ATCA-WIRE-*,ATCA-INFO-*,ATCA-NONCE-*,ATCA-LOCK-*,ATCA-COUNTER-*,ATCA-GENKEY-*"

static void a_part_that_may_be_lost_is_run_to_its_end(void **state)
{
	struct watcher w = watcher_make("atecc608a");
	struct conform_report report;
	struct why why = { "" };
	char serial[2 * ATCA_PART_SERIAL + 1];

	(void)state;
	own_serial(&w, serial);
	assert_int_equal(suite(&w, "atecc608a", false, serial, LOST, &report, &why), 0);
	assert_no_failure(&report);
	assert_true(ran(&report, CONFORM_WRITES) > 0);
	assert_true(ran(&report, CONFORM_IRREVERSIBLE) > 0);
	assert_true(w.irreversible > 0);
	assert_string_not_equal(report.changed, "");
	conform_report_free(&report);
	watcher_end(&w);
}

/* A message with this command, and whether the suite would send it to a part that may only be written to. */
static enum conform_class packet_class(uint8_t opcode, uint8_t param1, uint16_t param2, const uint8_t *config)
{
	struct conform_commands commands = { 0 };
	uint8_t bytes[16];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	wbuf_u8(&w, ATECC_COMMAND);
	wbuf_u8(&w, ATECC_LEAST);
	wbuf_u8(&w, opcode);
	wbuf_u8(&w, param1);
	wbuf_le16(&w, param2);
	wbuf_le16(&w, crc16_atca(bytes + 1, 5));
	return conform_commands_class(
		&commands, &conform_table_judge, conform_atca.kind, config, rbuf_from(bytes, w.len));
}

static enum conform_class block_class(const struct se050_command *row, bool chained)
{
	struct conform_commands commands = { 0 };
	const uint8_t apdu[] = { CLA_PROPRIETARY, row->ins, row->p1, row->p2, 2, 0x41, 0x00 };
	uint8_t bytes[T1_BLOCK_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	enum conform_class first = CONFORM_SAFE, class;

	if (chained) {
		t1_block_write(&w, T1_NAD_TO_CHIP, T1_I_MORE, apdu, 2);
		first = conform_commands_class(
			&commands, &conform_table_judge, conform_se05x.kind, NULL, rbuf_from(bytes, w.len));
		w = wbuf_to(bytes, sizeof(bytes));
	}
	t1_block_write(&w, T1_NAD_TO_CHIP, 0, apdu + (chained ? 2 : 0), sizeof(apdu) - (chained ? 2 : 0));
	class = conform_commands_class(
		&commands, &conform_table_judge, conform_se05x.kind, NULL, rbuf_from(bytes, w.len));
	return first > class ? first : class;
}

/* The table's rows, each as it goes over the wires: nothing that stays is sent without the leave for it. */
static void every_row_that_changes_a_part_is_held_back(void **state)
{
	uint8_t locked[ATCA_CONFIG_BYTES] = { 0 };
	size_t rows = 0, kept = 0;

	(void)state;
	for (unsigned int opcode = 0; opcode < 256; opcode++) {
		const struct atecc_command *command = atecc_command_find((uint8_t)opcode, ON_ALL);

		for (size_t i = 0; command && i < command->n_forms; i++) {
			const struct atecc_form *form = &command->forms[i];
			enum conform_class class = packet_class((uint8_t)opcode, form->mode, 0, NULL);

			rows++;
			if (form->undo == UNDO_NEVER && class != CONFORM_IRREVERSIBLE)
				fail_msg("%s, %s is not held back", command->name, form->name);
			if (form->writes && form->undo != UNDO_BY_TARGET && class == CONFORM_SAFE)
				fail_msg("%s, %s is taken for safe", command->name, form->name);
			/* A use of a key that has only so many: nobody knows which keys do. */
			if (form->consumes & CONSUMES_LIMITED_USE && class != CONFORM_IRREVERSIBLE)
				fail_msg("%s, %s may spend a use", command->name, form->name);
			if (!form->writes &&
				packet_class((uint8_t)opcode, form->mode, 0, locked) != CONFORM_SAFE)
				fail_msg(
					"%s, %s changes nothing and is held back", command->name, form->name);
			kept += class != CONFORM_SAFE;
		}
	}
	assert_true(rows > 80 && kept > 30);
	assert_int_equal(packet_class(ATCA_GEN_KEY, 0x04, 3, locked), CONFORM_WRITES);
	assert_int_equal(packet_class(ATCA_GEN_KEY, 0x04, 0xffff, locked), CONFORM_SAFE);
	assert_int_equal(packet_class(ATCA_LOCK, 0x3f, 0, locked), CONFORM_IRREVERSIBLE); /* no mode */
	for (size_t f = rows = 0; f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++) {
			const struct se050_command *row = &se050_families[f]->commands[i];

			if (!(row->in & IN_APPLET) && !(row->in & IN_DOMAINS))
				continue;
			for (int chained = 0; chained < 2; chained++) {
				enum conform_class class = block_class(row, chained);

				if (row->irreversible && class != CONFORM_IRREVERSIBLE)
					fail_msg("%s is not held back", row->name);
				if (row->writes && class == CONFORM_SAFE)
					fail_msg("%s is taken for safe", row->name);
				rows += row->writes || row->irreversible;
			}
		}
	assert_true(rows > 40);
}

/* A judge is no ornament: without one such a part is only read. */
static void a_real_part_wants_a_judge(void **state)
{
	struct watcher w = watcher_make("atecc608a");
	struct conform_options options = { .link = &w.link, .only = "ATCA-INFO-*" };
	struct conform_subject subject;
	struct conform_report report;
	struct why why;

	(void)state;
	assert_int_equal(conform_subject_find(&subject, &w.link, "i2c:/dev/i2c-1", "atecc608a", &why), 0);
	options.address = subject.address;
	options.profile = &subject.profile;
	assert_int_equal(conform_run(&options, &report, &why), -EINVAL);
	assert_non_null(strstr(why.text, "nobody judges"));
	conform_subject_clear(&subject);
	watcher_end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_that_changes_a_part_is_held_back),
		cmocka_unit_test(a_real_part_wants_a_judge),
		cmocka_unit_test(by_default_a_part_is_only_read),
		cmocka_unit_test(leave_to_write_is_no_leave_for_more),
		cmocka_unit_test(another_serial_number_is_refused),
		cmocka_unit_test(a_part_in_an_unknown_state_is_only_read),
		cmocka_unit_test(a_part_that_may_be_lost_is_run_to_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
