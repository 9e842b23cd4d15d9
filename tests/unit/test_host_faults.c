/*
 * tests/unit/test_host_faults.c: every single fault in every exchange of a set of operations of our hosts: each ends within its
 * time with the right result or an error that says whether the command may have run; what is not idempotent is never done twice.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atca_keys.h"
#include "atca_memory.h"
#include "cmocka_all.h"
#include "link_board.h"
#include "se05x_ask.h"
#include "se05x_keys.h"
#include "se05x_link.h"
#include "se05x_objects.h"

enum {
	MESSAGES_MAX = 400,
	ANSWER_MAX = 512,
	BITS_OF_ALL_BELOW =
		20, /* bytes of a message whose every bit is turned over; of longer ones a bit of each byte */
	COUNTER = 0x20000001,
	FILE_ID = 0x20000002,
	PAIR = 0x20000003,
	/* The longest an operation may take of the bus's time, in ms: patience for an answer, three times over. */
	ATCA_TIME_MS = 10000,
	SE05X_TIME_MS = 60000,
};

/* A link over the one under test, which notes what went by. */
struct seen {
	bool read;
	size_t len;
};

struct watch {
	struct link link;
	struct link *under;
	struct seen all[MESSAGES_MAX]; /* messages whose address was acknowledged */
	size_t n;
	size_t addresses; /* messages that began */
};

/* What is tried, with what it left in the part. */
struct world {
	struct link_board board;
	struct link_scheme scheme;
	struct link *link;
	struct watch watch;
	struct atca_host atca;
	struct se05x_link at;
	struct se05x_host se05x;
	bool se05x_part;
};

/* Fills `answer` with what a right result is recognised by. */
typedef int operation(struct world *w, struct wbuf *answer);

struct trial {
	const char *name;
	operation *run;
	bool counts; /* changes the part; state() tells whether it did, and how often */
};

static int watch_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct watch *watch = (struct watch *)link;
	int rc = link_transfer(watch->under, msgs, n, done);

	watch->addresses++;
	link->now_ns = watch->under->now_ns;
	link->nacked_at = watch->under->nacked_at;
	if (rc != -ENXIO && watch->n < MESSAGES_MAX)
		watch->all[watch->n++] = (struct seen){ msgs[0].flags & I2C_READ, msgs[0].len };
	return rc;
}

static int watch_wait(struct link *link, uint64_t ns)
{
	struct watch *watch = (struct watch *)link;
	int rc = link_wait(watch->under, ns);

	link->now_ns = watch->under->now_ns;
	return rc;
}

static void watch_close(struct link *link)
{
	(void)link;
}

static const struct link_ops watch_ops = {
	.transfer = watch_transfer, .wait = watch_wait, .close = watch_close
};

static void open_world(struct world *w, const char *url)
{
	const struct board_options options = {
		.clock = CLOCK_VIRTUAL, .latency = LATENCY_TYPICAL, .seeded = true, .seed = 4
	};
	const struct link_scheme *schemes[1] = { &w->scheme };
	struct why why;

	w->board = link_board_make(&options);
	w->scheme = link_scheme_sim(&w->board.builder);
	if (link_open(&w->link, url, schemes, 1, &why) < 0)
		fail_msg("%s", why.text);
	w->watch = (struct watch){ .link = { .ops = &watch_ops, .info = w->link->info }, .under = w->link };
}

static void fault(struct world *w, const char *script)
{
	struct why why;

	if (link_fault(w->link, script, &why) < 0)
		fail_msg("%s: %s", script, why.text);
}

/* Of an ATECC: the counter; of an SE05x: the counter object, and whether the file is there. */
static uint64_t state(struct world *w, const char *script)
{
	uint32_t value = 0;

	if (!w->se05x_part) {
		struct atca_host host = atca_host_make(w->link, w->atca.address);

		if (atca_counter(&host, 1, &value) < 0)
			fail_msg("%s: the part does not answer afterwards", script);
	} else {
		struct se05x_link at = { w->link, w->at.address };
		const struct t1_port port = se05x_link_port(&at);
		struct se05x_host host;
		uint8_t bytes[8] = { 0 };
		struct wbuf out = wbuf_to(bytes, sizeof(bytes));
		struct rbuf r;
		bool there = false;

		assert_int_equal(se05x_host_open(&host, &port), 0);
		assert_int_equal(se05x_read(&host, COUNTER, &out), 0);
		r = rbuf_from(bytes, sizeof(bytes));
		value = (uint32_t)(rbuf_be32(&r));
		assert_int_equal(se05x_exists(&host, FILE_ID, &there), 0);
		value = value << 1 | there;
	}
	return value;
}

static int atca_info_op(struct world *w, struct wbuf *answer)
{
	return atca_revision(&w->atca, wbuf_room(answer, 4));
}

static int atca_config_op(struct world *w, struct wbuf *answer)
{
	return atca_read_config(&w->atca, wbuf_room(answer, ATCA_CONFIG_BYTES));
}

static int atca_random_op(struct world *w, struct wbuf *answer)
{
	uint8_t bytes[32];

	(void)answer; /* any 32 bytes are right */
	return atca_random(&w->atca, bytes);
}

static int atca_public_op(struct world *w, struct wbuf *answer)
{
	return atca_public_key(&w->atca, 0, wbuf_room(answer, ATCA_POINT));
}

static int atca_sign_op(struct world *w, struct wbuf *answer)
{
	const uint8_t digest[ATCA_DIGEST] = { 1, 2, 3 };
	uint8_t point[ATCA_POINT], signature[ATCA_SIGNATURE];
	bool good = false;
	int rc = atca_sign(&w->atca, 0, digest, signature);

	if (rc < 0)
		return rc;
	/* Whether it is right is said without any fault. */
	fault(w, "");
	link_wait(w->link, 20000000);
	assert_int_equal(atca_public_key(&w->atca, 0, point), 0);
	assert_int_equal(atca_verify(&w->atca, digest, signature, point, &good), 0);
	wbuf_u8(answer, good);
	return 0;
}

static int atca_count_op(struct world *w, struct wbuf *answer)
{
	uint32_t value;
	int rc = atca_count(&w->atca, 1, &value);

	if (rc == 0)
		wbuf_be32(answer, value);
	return rc;
}

static int atca_write_op(struct world *w, struct wbuf *answer)
{
	uint8_t bytes[32];

	memset(bytes, 0x5a, sizeof(bytes));
	(void)answer;
	return atca_write_slot(&w->atca, 8, 0, bytes, sizeof(bytes));
}

static int se05x_open_op(struct world *w, struct wbuf *answer)
{
	const struct t1_port port = se05x_link_port(&w->at);
	int rc = se05x_host_open(&w->se05x, &port);

	if (rc == 0)
		wbuf_put(answer, w->se05x.version, SE05X_VERSION);
	return rc;
}

static int se05x_id_op(struct world *w, struct wbuf *answer)
{
	return se05x_unique_id(&w->se05x, wbuf_room(answer, SE05X_UNIQUE_ID_BYTES));
}

static int se05x_certificate_op(struct world *w, struct wbuf *answer)
{
	uint8_t *bytes = wbuf_room(answer, 300);
	struct wbuf out = wbuf_to(bytes, 300);

	return se05x_read_part(&w->se05x, 0xf0000001, 0, 300, &out);
}

static int se05x_sign_op(struct world *w, struct wbuf *answer)
{
	const uint8_t digest[32] = { 1, 2, 3 };
	uint8_t signature[80];
	struct wbuf out = wbuf_to(signature, sizeof(signature));
	bool good = false;
	int rc = se05x_sign_digest(&w->se05x, PAIR, rbuf_from(digest, sizeof(digest)), &out);

	if (rc < 0)
		return rc;
	fault(w, "");
	link_wait(w->link, 20000000);
	rc = se05x_verify(&w->se05x, PAIR, SE05X_ECDSA_SHA256, rbuf_from(digest, sizeof(digest)),
		rbuf_from(signature, out.len), &good);
	assert_int_equal(rc, 0);
	wbuf_u8(answer, good);
	return 0;
}

/* WriteCounter without a value counts. */
static int se05x_count_op(struct world *w, struct wbuf *answer)
{
	struct se05x_ask ask;

	(void)answer;
	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, COUNTER);
	return se05x_ask_do(&w->se05x, &ask, INS_WRITE, P1_COUNTER, P2_DEFAULT);
}

static int se05x_file_op(struct world *w, struct wbuf *answer)
{
	const uint8_t bytes[] = "a file that is longer than a block of T=1 has room for would be chained; "
				"this one is not, yet";
	struct se05x_ask ask;

	(void)answer;
	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, FILE_ID);
	se05x_ask_u16(&ask, TAG_2, 0);
	se05x_ask_u16(&ask, TAG_3, sizeof(bytes));
	se05x_ask_bytes(&ask, TAG_4, rbuf_from(bytes, sizeof(bytes)));
	return se05x_ask_do(&w->se05x, &ask, INS_WRITE, P1_BINARY, P2_DEFAULT);
}

static const struct trial atca_trials[] = {
	{ "Info", atca_info_op, false },
	{ "read the configuration", atca_config_op, false },
	{ "Random", atca_random_op, false },
	{ "GenKey public", atca_public_op, false },
	{ "Nonce and Sign", atca_sign_op, false },
	{ "Counter increment", atca_count_op, true },
	{ "Write", atca_write_op, false },
};

static const struct trial se05x_trials[] = {
	{ "reset and select", se05x_open_op, false },
	{ "unique id", se05x_id_op, false },
	{ "read a certificate", se05x_certificate_op, false },
	{ "sign", se05x_sign_op, false },
	{ "count", se05x_count_op, true },
	{ "write a file", se05x_file_op, true },
};

struct campaign {
	struct world *w;
	const struct trial *trial;
	uint8_t expected[ANSWER_MAX];
	size_t expected_len;
	uint64_t before, after; /* state */
	size_t runs, right, errors;
	uint64_t longest_ns;
	uint64_t bound_ns;
};

static bool may_have_run(const struct world *w)
{
	return w->se05x_part ? w->se05x.t1.may_have_run : w->atca.may_have_run;
}

static void one(struct campaign *c, const char *script)
{
	struct world *w = c->w;
	struct se05x_host se05x = w->se05x;
	struct atca_host atca = w->atca;
	uint8_t bytes[ANSWER_MAX];
	struct wbuf answer = wbuf_to(bytes, sizeof(bytes));
	uint64_t began, now;
	bool ran;
	int rc;

	assert_int_equal(link_act(w->link, LINK_RESTORE, 0), 0);
	assert_int_equal(link_wait(&w->watch.link, 0), 0);
	began = w->watch.link.now_ns;
	fault(w, script);
	rc = c->trial->run(w, &answer);
	ran = may_have_run(w);
	fault(w, "");
	now = w->watch.link.now_ns;
	c->runs++;
	if (now - began > c->longest_ns)
		c->longest_ns = now - began;
	if (now - began > c->bound_ns)
		fail_msg("%s, %s: %llu ms", c->trial->name, script,
			(unsigned long long)((now - began) / 1000000));
	if (rc == 0) {
		c->right++;
		if (answer.len != c->expected_len || memcmp(bytes, c->expected, answer.len) != 0)
			fail_msg("%s, %s: a wrong result is taken for right", c->trial->name, script);
	} else {
		c->errors++;
	}
	if (c->trial->counts) {
		uint64_t after;

		link_wait(w->link, 20000000); /* power is back */
		after = state(w, script);
		if (after != c->before && after != c->after)
			fail_msg("%s, %s: done more than once: %llu", c->trial->name, script,
				(unsigned long long)after);
		/* No SE05x refuses any of these; one that began anew refuses all. */
		if (rc == -EREMOTEIO && w->se05x_part)
			fail_msg("%s, %s: another part's refusal is taken for the answer", c->trial->name,
				script);
		if (rc == 0 && after != c->after)
			fail_msg("%s, %s: said to be done, and is not", c->trial->name, script);
		if (rc < 0 && !ran && after != c->before)
			fail_msg("%s, %s: said not to have run (%s), and has", c->trial->name, script,
				strerror(-rc));
	}
	w->se05x = se05x;
	w->atca = atca;
}

static void at_bytes(struct campaign *c, const char *action, size_t after, size_t len)
{
	char script[120];

	for (size_t byte = 0; byte < len; byte++) {
		snprintf(script, sizeof(script), "%s byte=%zu after=%zu times=1", action, byte, after);
		one(c, script);
	}
}

static void flips(struct campaign *c, size_t after, size_t len)
{
	char script[120];

	for (size_t byte = 0; byte < len; byte++)
		for (size_t bit = 0; bit < 8; bit++) {
			if (len >= BITS_OF_ALL_BELOW && bit != byte % 8)
				continue;
			snprintf(script, sizeof(script), "flip byte=%zu bit=%zu after=%zu times=1", byte, bit,
				after);
			one(c, script);
		}
}

/* All single faults in the exchange that the trial is without any. */
static void every_fault(struct campaign *c)
{
	struct world *w = c->w;
	struct wbuf answer = wbuf_to(c->expected, sizeof(c->expected));
	struct se05x_host se05x = w->se05x;
	struct atca_host atca = w->atca;
	struct seen all[MESSAGES_MAX];
	size_t n, addresses, writes = 0;
	char script[120];

	assert_int_equal(link_act(w->link, LINK_RESTORE, 0), 0);
	c->before = state(w, "");
	assert_int_equal(link_act(w->link, LINK_RESTORE, 0), 0);
	w->watch.n = w->watch.addresses = 0;
	assert_int_equal(c->trial->run(w, &answer), 0);
	c->expected_len = answer.len;
	n = w->watch.n;
	addresses = w->watch.addresses;
	memcpy(all, w->watch.all, sizeof(all));
	c->after = state(w, "");
	assert_true(!c->trial->counts || c->after != c->before);
	w->se05x = se05x;
	w->atca = atca;

	for (size_t i = 0; i < addresses && i < 60; i++) {
		snprintf(script, sizeof(script), "nack-address after=%zu times=1", i);
		one(c, script);
		snprintf(script, sizeof(script), "arbitration after=%zu times=1", i);
		one(c, script);
		snprintf(script, sizeof(script), "stuck us=3000 after=%zu times=1", i);
		one(c, script);
	}
	for (size_t i = 0; i < n; i++) {
		flips(c, i, all[i].len);
		at_bytes(c, "lose", i, all[i].len);
		at_bytes(c, "duplicate", i, all[i].len);
		at_bytes(c, "truncate", i, all[i].len);
		at_bytes(c, "brownout", i, all[i].len);
		for (unsigned int store = 1; store < 4; store++) {
			snprintf(script, sizeof(script), "brownout store=%u after=%zu times=1", store, i);
			one(c, script);
			snprintf(script, sizeof(script), "brownout store=%u late=1 after=%zu times=1", store,
				i);
			one(c, script);
		}
		if (all[i].read)
			continue;
		at_bytes(c, "nack-data", writes, all[i].len);
		snprintf(script, sizeof(script), "late us=30000 after=%zu times=1", writes);
		one(c, script);
		writes++;
	}
}

static size_t campaign(struct world *w, const struct trial *trials, size_t n, uint64_t bound_ms)
{
	size_t runs = 0;

	assert_int_equal(link_act(w->link, LINK_SNAPSHOT, 0), 0);
	for (size_t i = 0; i < n; i++) {
		struct campaign *c = calloc(1, sizeof(*c));

		assert_non_null(c);
		c->w = w;
		c->trial = &trials[i];
		c->bound_ns = bound_ms * 1000000;
		every_fault(c);
		print_message("%s: %zu faults, %zu right in spite of it, %zu errors, at most %llu ms\n",
			trials[i].name, c->runs, c->right, c->errors,
			(unsigned long long)(c->longest_ns / 1000000));
		runs += c->runs;
		free(c);
	}
	return runs;
}

static void an_atecc_host_survives_every_single_fault(void **state_of)
{
	struct world *w = calloc(1, sizeof(*w));

	(void)state_of;
	assert_non_null(w);
	open_world(w, "sim:atecc608b-tngtls");
	w->atca = atca_host_make(&w->watch.link, w->link->info.parts[0].address);
	assert_true(
		campaign(w, atca_trials, sizeof(atca_trials) / sizeof(atca_trials[0]), ATCA_TIME_MS) > 5000);
	link_close(w->link);
	free(w);
}

static void make_objects(struct world *w)
{
	const uint8_t zero[4] = { 0, 0, 0, 5 };
	struct se05x_ask ask;

	assert_int_equal(se05x_generate_ec(&w->se05x, PAIR, SE05X_P256, NULL), 0);
	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, COUNTER);
	se05x_ask_bytes(&ask, TAG_3, rbuf_from(zero, sizeof(zero)));
	assert_int_equal(se05x_ask_do(&w->se05x, &ask, INS_WRITE, P1_COUNTER, P2_DEFAULT), 0);
}

static void an_se05x_host_survives_every_single_fault(void **state_of)
{
	struct world *w = calloc(1, sizeof(*w));
	uint8_t id[SE05X_UNIQUE_ID_BYTES];
	const struct t1_port *port;
	struct t1_port ports;

	(void)state_of;
	assert_non_null(w);
	open_world(w, "sim:se050c");
	w->se05x_part = true;
	w->at = (struct se05x_link){ &w->watch.link, w->link->info.parts[0].address };
	ports = se05x_link_port(&w->at);
	port = &ports;
	assert_int_equal(se05x_host_open(&w->se05x, port), 0);
	make_objects(w);
	/* Each command under either number: block 0 is what a part that began anew asks for. */
	for (int number = 0; number < 2; number++) {
		assert_true(campaign(w, se05x_trials, sizeof(se05x_trials) / sizeof(se05x_trials[0]),
				    SE05X_TIME_MS) > 5000);
		assert_int_equal(link_act(w->link, LINK_RESTORE, 0), 0);
		assert_int_equal(se05x_unique_id(&w->se05x, id), 0);
	}
	link_close(w->link);
	free(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_atecc_host_survives_every_single_fault),
		cmocka_unit_test(an_se05x_host_survives_every_single_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
