/* tests/bench/se050_memory.c: what a further SE05x costs, what keeping one takes, and finding one object among many. */
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "bus_snapshot.h"
#include "se050_host.h"
#include "se05x.h"
#include "tlv.h"

enum {
	PARTS = 1000,
	BUSES = (PARTS + BUS_CHIPS_MAX - 1) / BUS_CHIPS_MAX,
	FEW = 10,
	MANY = 10000,
	FIRST_ID = 0x00010000,
	ASKED = 1024, /* ids asked for in turn */
};

/* Factory-fresh parts; each has made its keys. */
static void bench_parts(struct bench *bench)
{
	struct bench_row row = { .link = "process",
		.scenario = "memory",
		.op = "each of 1,000 fresh SE050s",
		.baseline = "none",
		.want = "at most 262,144 bytes" };
	struct se_host host;
	struct bus *buses;
	struct part **parts;
	size_t n = bench->quick ? BUS_CHIPS_MAX : PARTS;
	double before;
	struct why why;

	if (!bench_wants(bench, &row))
		return;
	se_host_open(&host, "se050c", false);
	before = bench_resident_bytes();
	buses = calloc(BUSES, sizeof(*buses));
	parts = calloc(PARTS, sizeof(struct part *));
	if (!buses || !parts)
		bench_fail("no memory");
	for (size_t i = 0; i < n; i++) {
		struct bus *bus = &buses[i / BUS_CHIPS_MAX];

		if (i % BUS_CHIPS_MAX == 0)
			bus_init(bus, CLOCK_INSTANT, I2C_SPEED_DEFAULT);
		if (part_blank(&parts[i], "se050c", &why) < 0 ||
			part_attach(parts[i], bus, &host.board->env, &why) < 0)
			bench_fail("part %zu: %s", i, why.text);
	}
	row.bytes = (bench_resident_bytes() - before) / (double)n;
	bench_print(bench, &row);
	for (size_t i = 0; i < n; i++)
		part_free(parts[i]);
	free(parts);
	free(buses);
	se_host_close(&host);
}

struct keeping {
	struct bus *bus;
	struct bus_snapshot *snapshot;
};

static uint64_t take(void *context, size_t n)
{
	struct keeping *keeping = context;
	uint64_t began = bench_busy_ns();

	for (size_t i = 0; i < n; i++) {
		struct bus_snapshot *snapshot = bus_snapshot_take(keeping->bus);

		if (!snapshot)
			bench_fail("no memory");
		bus_snapshot_free(snapshot);
	}
	return bench_busy_ns() - began;
}

static uint64_t put_back(void *context, size_t n)
{
	struct keeping *keeping = context;
	uint64_t began = bench_busy_ns();

	for (size_t i = 0; i < n; i++)
		bus_snapshot_restore(keeping->bus, keeping->snapshot);
	return bench_busy_ns() - began;
}

static void bench_snapshots(struct bench *bench)
{
	static const struct {
		const char *op;
		uint64_t (*run)(void *context, size_t n);
	} rows[] = { { "take, and free", take }, { "restore", put_back } };
	struct se_host host;
	struct keeping keeping;

	se_host_open(&host, "se050c", false);
	keeping.bus = &host.board->bus;
	keeping.snapshot = bus_snapshot_take(keeping.bus);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bench_row row = { .link = "SE050C",
			.scenario = "snapshot",
			.op = rows[i].op,
			.baseline = "none",
			.want = "at most 10 us" };

		if (!bench_wants(bench, &row))
			continue;
		bench_compare(bench, &row, &(struct bench_side){ .run = rows[i].run, .context = &keeping },
			&(struct bench_side){ .run = NULL });
		bench_print(bench, &row);
	}
	bus_snapshot_free(keeping.snapshot);
	se_host_close(&host);
}

struct crowd {
	struct se_host host;
	struct se_frame *frames; /* CheckObjectExists for one after the other, in no order */
	size_t at;
};

static void put_id(struct wbuf *w, size_t number)
{
	tlv_head(w, TAG_1, 4);
	wbuf_be32(w, (uint32_t)(FIRST_ID + number * 37));
}

static void write_file(struct crowd *crowd, size_t number)
{
	uint8_t data[16], answer[SE_ANSWER_MAX];
	struct wbuf w = wbuf_to(data, sizeof(data));
	struct apdu apdu = { .cla = CLA_PROPRIETARY, .ins = INS_WRITE, .p1 = P1_BINARY };

	put_id(&w, number);
	tlv_head(&w, TAG_3, 2);
	wbuf_be16(&w, 8);
	apdu.data = rbuf_from(data, w.len);
	se_host_run(&crowd->host, &apdu, answer);
}

static void crowd_open(struct crowd *crowd, size_t files)
{
	uint8_t data[16];
	struct apdu apdu = { .cla = CLA_PROPRIETARY, .ins = INS_MANAGE, .p2 = P2_EXIST };

	se_host_open(&crowd->host, "se050c,memory=4M", false);
	for (size_t i = 0; i < files; i++)
		write_file(crowd, i);
	crowd->at = 0;
	crowd->frames = calloc(ASKED, sizeof(*crowd->frames));
	if (!crowd->frames)
		bench_fail("no memory");
	for (size_t i = 0; i < ASKED; i++) {
		struct wbuf w = wbuf_to(data, sizeof(data));

		put_id(&w, i * 7919 % files);
		apdu.data = rbuf_from(data, w.len);
		se_host_frame(&crowd->host, &apdu, &crowd->frames[i]);
	}
}

static void crowd_close(struct crowd *crowd)
{
	free(crowd->frames);
	se_host_close(&crowd->host);
}

static uint64_t look_up(void *context, size_t n)
{
	struct crowd *crowd = context;
	uint64_t began = bench_busy_ns();

	for (size_t i = 0; i < n; i++)
		se_host_send(&crowd->host, &crowd->frames[crowd->at++ % ASKED]);
	began = bench_busy_ns() - began;
	se_host_expect(&crowd->host, "CheckObjectExists");
	if (crowd->host.answer[2] != RESULT_SUCCESS)
		bench_fail("an object is not found");
	return began;
}

static void bench_look_up(struct bench *bench)
{
	struct bench_row row = { .link = "SE050C",
		.scenario = "CheckObject",
		.op = "among 10,000",
		.baseline = "among 10",
		.want = "ratio 0.5" };
	struct crowd *many = calloc(1, sizeof(*many)), *few = calloc(1, sizeof(*few));

	if (!many || !few)
		bench_fail("no memory");
	if (bench_wants(bench, &row)) {
		crowd_open(many, bench->quick ? 10 * FEW : MANY);
		crowd_open(few, FEW);
		bench_compare(bench, &row, &(struct bench_side){ .run = look_up, .context = many },
			&(struct bench_side){ .run = look_up, .context = few });
		bench_print(bench, &row);
		crowd_close(few);
		crowd_close(many);
	}
	free(few);
	free(many);
}

void bench_se050_memory(struct bench *bench)
{
	bench_snapshots(bench);
	bench_look_up(bench);
	bench_parts(bench);
}
