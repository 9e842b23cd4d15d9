/* tests/bench/memory.c: what a further blank chip costs, and what keeping and putting back a bus takes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "atecc.h"
#include "bench.h"
#include "board.h"
#include "bus_snapshot.h"

enum {
	CHIPS = 10000,
	BUSES = (CHIPS + BUS_CHIPS_MAX - 1) / BUS_CHIPS_MAX,
};

double bench_resident_bytes(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	unsigned long size, resident;

	if (!file || fscanf(file, "%lu %lu", &size, &resident) != 2)
		bench_fail("cannot read /proc/self/statm");
	fclose(file);
	return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

static struct board *make_board(const char *parts)
{
	static const struct board_options options = { .clock = CLOCK_INSTANT, .seeded = true, .seed = 1 };
	struct board *board;
	struct why why;

	if (board_new(&board, &options, &why) < 0 || board_add_all(board, parts, &why) < 0 ||
		board_power(board, &why) < 0)
		bench_fail("%s", why.text);
	return board;
}

/* Ten thousand blank chips on ninety buses, each of which has answered a command. */
static void fill(struct bus *buses, struct part **parts, const struct chip_env *env)
{
	static uint8_t info[] = { ATCA_WORD_COMMAND, 0x07, ATCA_INFO, 0x00, 0x00, 0x00, 0x03, 0x5d };
	struct i2c_message message = { .addr = ATCA_ADDRESS_DEFAULT, .len = sizeof(info), .bytes = info };
	struct why why;
	size_t done;

	for (size_t i = 0; i < CHIPS; i++) {
		struct bus *bus = &buses[i / BUS_CHIPS_MAX];

		if (i % BUS_CHIPS_MAX == 0)
			bus_init(bus, CLOCK_INSTANT, I2C_SPEED_DEFAULT);
		if (part_blank(&parts[i], "atecc608a", &why) < 0 || part_attach(parts[i], bus, env, &why) < 0)
			bench_fail("chip %zu: %s", i, why.text);
	}
	for (size_t i = 0; i < BUSES; i++) {
		message.addr = 0; /* wakes them */
		bus_transfer(&buses[i], &message, 1, &done);
		message.addr = ATCA_ADDRESS_DEFAULT;
		if (bus_transfer(&buses[i], &message, 1, &done) != 1)
			bench_fail("the chips of bus %zu do not answer", i);
	}
}

static void bench_chips(struct bench *bench)
{
	struct bench_row row = { .link = "process",
		.scenario = "memory",
		.op = "each of 10,000 blank ATECCs",
		.baseline = "none",
		.want = "at most 65,536 bytes" };
	struct board *board;
	struct bus *buses;
	struct part **parts;
	double before;

	if (!bench_wants(bench, &row))
		return;
	board = make_board("atecc608a");
	before = bench_resident_bytes();
	buses = calloc(BUSES, sizeof(*buses));
	parts = calloc(CHIPS, sizeof(struct part *));
	if (!buses || !parts)
		bench_fail("no memory");
	fill(buses, parts, &board->env);
	row.bytes = (bench_resident_bytes() - before) / CHIPS;
	bench_print(bench, &row);
	for (size_t i = 0; i < CHIPS; i++)
		part_free(parts[i]);
	free(parts);
	free(buses);
	board_free(board);
}

struct keeping {
	struct bus *bus;
	struct bus_snapshot *snapshot;
	struct atecc chip, copy;
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

/* What any copy of the chip's bytes takes. */
static uint64_t copy(void *context, size_t n)
{
	struct keeping *keeping = context;
	uint64_t began = bench_busy_ns();

	for (size_t i = 0; i < n; i++) {
		memcpy(&keeping->copy, &keeping->chip, sizeof(keeping->chip));
		__asm__ volatile("" : : "r"(&keeping->copy) : "memory");
	}
	return bench_busy_ns() - began;
}

void bench_memory(struct bench *bench)
{
	struct keeping *keeping = calloc(1, sizeof(*keeping));
	struct bench_row taking = { .link = "process",
		.scenario = "snapshot",
		.op = "take, and free",
		.baseline = "memcpy of the chip",
		.want = "at most 2 us" };
	struct bench_row restoring = { .link = "process",
		.scenario = "snapshot",
		.op = "restore",
		.baseline = "memcpy of the chip",
		.want = "at most 2 us" };
	struct bench_side baseline = { .run = copy, .context = keeping };
	struct board *board = make_board("atecc608a");

	if (!keeping)
		bench_fail("no memory");
	keeping->bus = &board->bus;
	keeping->snapshot = bus_snapshot_take(&board->bus);
	if (bench_wants(bench, &taking)) {
		bench_compare(
			bench, &taking, &(struct bench_side){ .run = take, .context = keeping }, &baseline);
		bench_print(bench, &taking);
	}
	if (bench_wants(bench, &restoring)) {
		bench_compare(bench, &restoring, &(struct bench_side){ .run = put_back, .context = keeping },
			&baseline);
		bench_print(bench, &restoring);
	}
	bus_snapshot_free(keeping->snapshot);
	free(keeping);
	board_free(board);
	bench_chips(bench);
}
