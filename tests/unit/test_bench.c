/* tests/unit/test_bench.c: what benchmarks count and compute, and what they never do to a part that may be real. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "atca_memory.h"
#include "bench_part.h"
#include "bench_samples.h"
#include "cmocka_all.h"
#include "link_board.h"
#include "link_record.h"
#include "se05x_objects.h"

/* The statistics. */

static void add(struct bench_samples *samples, double total)
{
	const struct bench_sample sample = {
		.total = total, .bus = 1, .chip = 2, .host = 1, .transactions = 3, .written = 10, .read = 5
	};

	assert_true(bench_samples_add(samples, &sample));
}

static void percentiles_are_nearest_ranks(void **state)
{
	struct bench_samples samples = { 0 };

	(void)state;
	assert_float_equal(bench_percentile(&samples, 50), 0, 0);
	for (unsigned i = 100; i > 0; i--)
		add(&samples, i);
	bench_samples_sort(&samples);
	assert_float_equal(bench_percentile(&samples, 0), 1, 0);
	assert_float_equal(bench_percentile(&samples, 50), 50, 0);
	assert_float_equal(bench_percentile(&samples, 99), 99, 0);
	assert_float_equal(bench_percentile(&samples, 100), 100, 0);
	bench_samples_free(&samples);
	add(&samples, 7);
	bench_samples_sort(&samples);
	assert_float_equal(bench_percentile(&samples, 50), 7, 0);
	assert_float_equal(bench_percentile(&samples, 99), 7, 0);
	add(&samples, 9);
	add(&samples, 8);
	bench_samples_sort(&samples);
	assert_float_equal(bench_percentile(&samples, 50), 8, 0);
	assert_float_equal(bench_percentile(&samples, 99), 9, 0);
	bench_samples_free(&samples);
}

static void means_and_shares_are_of_all_runs(void **state)
{
	struct bench_samples samples = { 0 };
	struct bench_shares shares = bench_shares_of(&samples);
	struct bench_sample mean = bench_mean(&samples);

	(void)state;
	assert_float_equal((shares.bus + shares.chip + shares.host), 0, 0);
	assert_float_equal(mean.total, 0, 0);
	add(&samples, 4);
	add(&samples, 6);
	mean = bench_mean(&samples);
	shares = bench_shares_of(&samples);
	assert_float_equal(mean.total, 5, 1e-9);
	assert_int_equal(mean.transactions, 3);
	assert_int_equal(mean.written, 10);
	assert_float_equal(shares.bus, 0.25, 1e-9);
	assert_float_equal(shares.chip, 0.5, 1e-9);
	assert_float_equal(shares.host, 0.25, 1e-9);
	bench_samples_free(&samples);
}

/* The meter, on an ATECC under the virtual clock at 100 kHz, its latency typical. */

struct metered {
	struct board *board;
	struct link *link;
	struct link_tally tally;
};

static void metered_open(
	struct metered *m, enum clock_mode clock, enum latency_kind latency, const char *parts)
{
	const struct board_options options = {
		.clock = clock, .latency = latency, .seeded = true, .seed = 3, .speed_hz = 100000
	};
	struct link *inner = NULL;
	struct why why = { "" };

	memset(m, 0, sizeof(*m));
	if (board_new(&m->board, &options, &why) < 0 || board_add_all(m->board, parts, &why) < 0 ||
		board_power(m->board, &why) < 0 || link_over_bus(&inner, &m->board->bus, NULL, 0, &why) < 0 ||
		link_meter(&m->link, inner, &m->tally, &why) < 0)
		fail_msg("%s", why.text);
}

static void metered_close(struct metered *m)
{
	link_close(m->link);
	board_free(m->board);
}

static void a_command_is_bus_time_and_the_rest_is_the_chips(void **state)
{
	struct atca_answer answer;
	struct atca_host host;
	struct metered m;

	(void)state;
	metered_open(&m, CLOCK_VIRTUAL, LATENCY_TYPICAL, "atecc608a");
	host = atca_host_make(m.link, 0x60);
	assert_true(link_is_modelled(m.link));
	assert_int_equal(atca_host_wake(&host, &answer), 0);
	/* 00 to address 0: nobody takes it, and it is no look. The wake status is read: 4 bytes. */
	assert_int_equal(m.tally.transactions, 2);
	assert_int_equal(m.tally.looks, 0);
	assert_int_equal(m.tally.written, 0);
	assert_int_equal(m.tally.read, 4);
	assert_int_equal(m.tally.chip_ns, 1500000);

	m.tally = (struct link_tally){ 0 };
	assert_int_equal(atca_host_command(&host, ATCA_INFO, 0, 0, NULL, 0, &answer), 0);
	/* Info takes 2.5 ms: a look at once, and one after 2 ms, are in vain. */
	assert_int_equal(m.tally.looks, 2);
	assert_int_equal(m.tally.transactions, 1 + 2 + 3);
	assert_int_equal(m.tally.written, 8 + 1);
	assert_int_equal(m.tally.read, 1 + 6);
	/* Bytes, addresses, their acknowledges: 9 bits of 10 us each; START and STOP beside them. */
	assert_in_range(m.tally.bus_ns, (8 + 1 + 7 + 4) * 90000, (8 + 1 + 7 + 4) * 90000 + 4 * 30000);
	assert_in_range(m.tally.chip_ns, 4000000, 4000000 + 2 * 120000);
	assert_true(m.tally.machine_ns > 0);
	metered_close(&m);
}

static void time_under_the_real_clock_is_the_machines(void **state)
{
	struct metered m;
	uint64_t before;

	(void)state;
	metered_open(&m, CLOCK_REAL, LATENCY_TYPICAL, "atecc608a");
	assert_false(link_is_modelled(m.link));
	before = link_machine_ns();
	assert_int_equal(link_wait(m.link, 3000000), 0);
	assert_true(link_machine_ns() - before >= 3000000);
	assert_true(m.tally.chip_ns >= 3000000);
	assert_int_equal(m.tally.bus_ns, 0);
	metered_close(&m);
}

/* A clock that a snapshot sets back is no time that has passed. */
static void a_restored_snapshot_takes_no_time(void **state)
{
	struct metered m;

	(void)state;
	metered_open(&m, CLOCK_VIRTUAL, LATENCY_TYPICAL, "atecc608a");
	assert_int_equal(link_act(m.link, LINK_SNAPSHOT, 0), 0);
	assert_int_equal(link_wait(m.link, 5000000), 0);
	m.tally = (struct link_tally){ 0 };
	assert_int_equal(link_act(m.link, LINK_RESTORE, 0), 0);
	assert_int_equal(link_wait(m.link, 0), 0);
	assert_int_equal(m.tally.chip_ns, 0);
	assert_int_equal(link_wait(m.link, 1000), 0);
	assert_int_equal(m.tally.chip_ns, 1000);
	metered_close(&m);
}

/* What vectors/latency says passes on the bus, to the next look: the part does not acknowledge, an SE05x asks for time. */

static uint64_t time_of(struct metered *m)
{
	return m->tally.bus_ns + m->tally.chip_ns;
}

static void an_atecc_is_busy_as_long_as_its_table_says(void **state)
{
	static const struct {
		enum latency_kind latency;
		uint64_t us;
	} rows[] = { { LATENCY_NONE, 0 }, { LATENCY_TYPICAL, 11500 }, { LATENCY_MAX, 23000 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct atca_answer answer;
		struct atca_host host;
		struct metered m;

		metered_open(&m, CLOCK_VIRTUAL, rows[i].latency, "atecc608a");
		host = atca_host_make(m.link, 0x60);
		host.poll_ns = 100000;
		assert_int_equal(atca_host_wake(&host, &answer), 0);
		assert_int_equal(atca_host_send(&host, ATCA_RANDOM, 0, 0, NULL, 0), 0);
		m.tally = (struct link_tally){ 0 };
		assert_int_equal(atca_host_receive(&host, &answer), 0);
		/* The answer, 35 bytes, takes 3.5 ms; a look is 0.2 ms. */
		assert_in_range(time_of(&m), rows[i].us * 1000, rows[i].us * 1000 + 4500000);
		assert_int_equal(m.tally.looks == 0, rows[i].us == 0);
		metered_close(&m);
	}
}

/* 30 s at most (SE050F2, seen): far more than BWT, so the part asks for time again and again. */
static void an_rsa_key_takes_as_long_as_the_table_says(void **state)
{
	static const struct se05x_write plain = { 0 };
	static const struct {
		enum latency_kind latency;
		uint64_t seconds;
	} rows[] = { { LATENCY_TYPICAL, 5 }, { LATENCY_MAX, 30 } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct se05x_link at = { NULL, 0x48 };
		struct t1_port port;
		struct se05x_host host;
		struct metered m;

		metered_open(&m, CLOCK_VIRTUAL, rows[i].latency, "se050c");
		at.link = m.link;
		port = se05x_link_port(&at);
		assert_int_equal(se05x_host_open(&host, &port), 0);
		m.tally = (struct link_tally){ 0 };
		assert_int_equal(se05x_generate_rsa(&host, 0x5e510001, 1024, &plain), 0);
		assert_in_range(time_of(&m) / 1000000, rows[i].seconds * 1000, rows[i].seconds * 1000 + 200);
		/* More was read than the answer, by one request of five bytes and more a second. */
		assert_true(m.tally.read > rows[i].seconds * 5);
		metered_close(&m);
	}
}

/* All operations on a part whose link does not say that it is simulated. */

struct real_part {
	struct link_watcher watcher; /* first: what is told of is this */
	struct board *board;
	struct bench_wishes wishes;
	struct bench_peer peer;
	struct bench_part part;
	size_t commands, writes, keys;
};

/* What changes the memory of an ATECC for longer than a power cycle, of what is written to it. */
static void see_atecc(struct real_part *f, const struct i2c_message *m)
{
	struct rbuf r = rbuf_from(m->bytes, m->len);
	uint8_t opcode, mode;

	if (rbuf_u8(&r) != ATCA_WORD_COMMAND)
		return;
	rbuf_u8(&r);
	opcode = rbuf_u8(&r);
	mode = rbuf_u8(&r);
	f->commands += !rbuf_bad(&r);
	f->writes += opcode == ATCA_WRITE;
	f->keys += opcode == ATCA_GEN_KEY && (mode & 0x04);
	if (opcode == ATCA_LOCK || opcode == ATCA_UPDATE_EXTRA || opcode == ATCA_PRIV_WRITE ||
		opcode == ATCA_DERIVE_KEY || opcode == ATCA_SECURE_BOOT ||
		(opcode == ATCA_COUNTER && mode != 0))
		fail_msg("a part that may be real was sent command %02x, mode %02x", opcode, mode);
}

/* INS of an APDU at the beginning of a block: 01 writes, 04 with P2 28 deletes. */
static void see_se05x(struct real_part *f, const struct i2c_message *m)
{
	struct rbuf r = rbuf_from(m->bytes, m->len);
	uint8_t cla, ins, p2;

	rbuf_take(&r, T1_HEADER);
	cla = rbuf_u8(&r);
	ins = rbuf_u8(&r);
	rbuf_u8(&r);
	p2 = rbuf_u8(&r);
	if (rbuf_bad(&r) || cla != CLA_PROPRIETARY)
		return;
	f->commands++;
	f->writes += (ins & 0x1f) == INS_WRITE || (ins == INS_MANAGE && p2 == P2_DELETE_OBJECT);
	if (ins == INS_MANAGE && p2 == P2_DELETE_ALL)
		fail_msg("a part that may be real was told to delete all");
}

static void see(struct link_watcher *watcher, const struct recording_transaction *t)
{
	struct real_part *f = (struct real_part *)watcher;

	for (size_t i = 0; i < t->done; i++) {
		if (t->messages[i].flags & I2C_READ)
			continue;
		if (f->part.kind == BENCH_ATECC)
			see_atecc(f, &t->messages[i]);
		else
			see_se05x(f, &t->messages[i]);
	}
}

static struct real_part *real_new(const char *part, enum bench_kind kind, uint16_t address)
{
	static const struct board_options options = { .clock = CLOCK_INSTANT, .seeded = true, .seed = 5 };
	struct real_part *f = calloc(1, sizeof(*f));
	struct link *bus = NULL, *watched;
	struct why why = { "" };

	assert_non_null(f);
	f->watcher.transaction = see;
	if (board_new(&f->board, &options, &why) < 0 || board_add_all(f->board, part, &why) < 0 ||
		board_power(f->board, &why) < 0 || link_over_bus(&bus, &f->board->bus, NULL, 0, &why) < 0)
		fail_msg("%s", why.text);
	bus->info.simulated = false;
	if (link_watch(&watched, bus, &f->watcher, &why) < 0 ||
		link_meter(&f->part.link, watched, &f->part.tally, &why) < 0 ||
		bench_peer_make(&f->peer, &why) < 0)
		fail_msg("%s", why.text);
	f->part.url = "real";
	f->part.kind = kind;
	f->part.wishes = &f->wishes;
	f->part.peer = &f->peer;
	f->part.subject.address = address;
	f->part.subject.profile.has_keys = false;
	return f;
}

static void real_free(struct real_part *f)
{
	bench_peer_free(&f->peer);
	board_free(f->board);
	free(f);
}

static size_t run_op(struct bench_part *part, const struct bench_op *op)
{
	char reason[BENCH_REASON] = "";
	struct why why = { "" };
	int rc = 0;

	if (bench_cannot(part, op, reason)) {
		assert_true(reason[0] != '\0');
		return 0;
	}
	if (op->before)
		rc = op->before(part, &why);
	if (rc == 0)
		rc = op->run(part, &why);
	if (rc == 0 && op->after)
		rc = op->after(part, &why);
	if (rc < 0 && rc != -EOPNOTSUPP)
		fail_msg("%s, %s: %s", op->scenario, op->name, why.text);
	return rc == 0;
}

/* Opens, runs all there is, closes. Returns how many operations were run. */
static size_t run_all(struct real_part *f)
{
	const bool is_atecc = f->part.kind == BENCH_ATECC;
	const struct bench_op *ops = is_atecc ? bench_atecc_ops : bench_se05x_ops;
	size_t n = is_atecc ? bench_n_atecc_ops : bench_n_se05x_ops, ran = 0;
	struct why why = { "" };

	if (bench_part_begin(&f->part, &why) < 0)
		fail_msg("%s", why.text);
	for (size_t i = 0; i < n; i++)
		ran += run_op(&f->part, &ops[i]);
	if (bench_part_close(&f->part, &why) < 0)
		fail_msg("%s", why.text);
	return ran;
}

static void a_real_atecc_is_only_read(void **state)
{
	struct real_part *f = real_new("atecc608a-tngtls", BENCH_ATECC, 0x35);

	(void)state;
	/* All but creating a key, AES, writing and provisioning. */
	assert_int_equal(run_all(f), bench_n_atecc_ops - 4);
	assert_true(f->commands > 0);
	assert_int_equal(f->writes, 0);
	assert_int_equal(f->keys, 0);
	real_free(f);
}

static void a_blank_real_atecc_stays_blank(void **state)
{
	struct real_part *f = real_new("atecc608a", BENCH_ATECC, 0x60);
	const struct bench_op *life = bench_op_of(&f->part, "provision", "provision");
	char reason[BENCH_REASON];
	struct why why = { "" };

	(void)state;
	f->wishes = (struct bench_wishes){ .allow_writes = true, .has_spare = true, .spare = 1 };
	assert_int_equal(bench_part_begin(&f->part, &why), 0);
	assert_false(f->part.was_blank);
	assert_false(f->part.has_key);
	assert_true(bench_cannot(&f->part, life, reason));
	assert_int_equal(bench_part_close(&f->part, &why), 0);
	assert_int_equal(f->writes + f->keys, 0);
	real_free(f);
}

/* --allow-writes: a block is written with what stands in it. --rewrite-slot: and keys are made, there only. */
static void a_real_atecc_is_written_when_it_may_be(void **state)
{
	struct real_part *f = real_new("atecc608a-tflxtls", BENCH_ATECC, 0x36);
	const size_t all_but_aes_and_life = bench_n_atecc_ops - 2;

	(void)state;
	f->wishes = (struct bench_wishes){ .allow_writes = true, .has_spare = true, .spare = 2 };
	assert_int_equal(run_all(f), all_but_aes_and_life);
	assert_int_equal(f->writes, 1);
	assert_int_equal(f->keys, 1);
	real_free(f);
}

static void a_real_se05x_is_only_read(void **state)
{
	struct real_part *f = real_new("se050c", BENCH_SE05X, 0x48);

	(void)state;
	f->wishes = (struct bench_wishes){ .has_key = true, .key = 0xf0000000 };
	assert_true(run_all(f) >= 8);
	assert_true(f->commands > 0);
	assert_int_equal(f->writes, 0);
	real_free(f);
}

/* Ids of all objects, before and after. */
static size_t list(struct board *board, uint32_t ids[SE05X_OBJECTS_MAX])
{
	struct se05x_link at;
	struct t1_port port;
	struct se05x_host host;
	struct link *link;
	struct why why;
	size_t n = 0;

	assert_int_equal(link_over_bus(&link, &board->bus, NULL, 0, &why), 0);
	at = (struct se05x_link){ link, 0x48 };
	port = se05x_link_port(&at);
	assert_int_equal(se05x_host_open(&host, &port), 0);
	assert_int_equal(se05x_list(&host, 0xff, ids, &n), 0);
	link_close(link);
	return n;
}

static void a_real_se05x_has_the_objects_it_had(void **state)
{
	struct real_part *f = real_new("se050c", BENCH_SE05X, 0x48);
	uint32_t before[SE05X_OBJECTS_MAX], after[SE05X_OBJECTS_MAX];
	size_t n = list(f->board, before);

	(void)state;
	f->wishes.allow_writes = true;
	/* All but the channel, whose keys nobody told. */
	assert_int_equal(run_all(f), bench_n_se05x_ops - 1);
	assert_true(f->writes > 0);
	assert_int_equal(list(f->board, after), n);
	assert_memory_equal(after, before, n * sizeof(before[0]));
	real_free(f);
}

/* What has our id is somebody's: it is neither used nor deleted. */
static void an_object_that_is_there_stays(void **state)
{
	struct real_part *f = real_new("se050c", BENCH_SE05X, 0x48);
	struct se05x_link at = { f->part.link, 0x48 };
	const struct t1_port port = se05x_link_port(&at);
	static const struct se05x_write plain = { 0 };
	uint32_t ids[SE05X_OBJECTS_MAX];
	struct se05x_host host;
	size_t n;

	(void)state;
	assert_int_equal(se05x_host_open(&host, &port), 0);
	assert_int_equal(se05x_generate_ec(&host, 0x5e510002, SE05X_P256, &plain), 0);
	n = list(f->board, ids);
	f->writes = 0;
	f->wishes.allow_writes = true;
	(void)run_all(f);
	assert_int_equal(f->writes, 0);
	assert_int_equal(list(f->board, ids), n);
	real_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(percentiles_are_nearest_ranks),
		cmocka_unit_test(means_and_shares_are_of_all_runs),
		cmocka_unit_test(a_command_is_bus_time_and_the_rest_is_the_chips),
		cmocka_unit_test(time_under_the_real_clock_is_the_machines),
		cmocka_unit_test(a_restored_snapshot_takes_no_time),
		cmocka_unit_test(an_atecc_is_busy_as_long_as_its_table_says),
		cmocka_unit_test(an_rsa_key_takes_as_long_as_the_table_says),
		cmocka_unit_test(a_real_atecc_is_only_read),
		cmocka_unit_test(a_blank_real_atecc_stays_blank),
		cmocka_unit_test(a_real_atecc_is_written_when_it_may_be),
		cmocka_unit_test(a_real_se05x_is_only_read),
		cmocka_unit_test(a_real_se05x_has_the_objects_it_had),
		cmocka_unit_test(an_object_that_is_there_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
