/*
 * tests/bench/bench.h: speeds beside their baselines.
 *
 * Both sides of a comparison run in turn in the same process, sample by sample, so that whatever the machine
 * does meets both; the ratio is the median over the pairs of samples. It reports and judges nothing.
 */
#ifndef SESIM_BENCH_BENCH_H
#define SESIM_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	BENCH_PAIRS = 15,
	BENCH_SAMPLES_MAX = 101,
};

/* One side: runs n operations, and returns how many nanoseconds they took. */
struct bench_side {
	uint64_t (*run)(void *context, size_t n);
	void *context;
};

/* Numbers that there are none of are 0. */
struct bench_row {
	const char *link;     /* "chip": the model alone; "unix:", ... */
	const char *scenario; /* a command, "snapshot", ... */
	const char *op;
	const char *baseline; /* what it is compared with, "none" */
	double per_second;
	double baseline_per_second;
	double ratio;                 /* speed against the baseline's */
	double ratio_low, ratio_high; /* the middle half of the pairs */
	double p50_us, p99_us;        /* of one operation, or of a sample's mean where a sample has many */
	double bytes;                 /* where it is memory that is measured */
	const char *want;             /* what the project wants of it; NULL: nothing is said */
};

struct bench {
	bool json;
	bool quick; /* everything once: to see that it works */
	size_t rows;
	const char *only;      /* rows of this link, scenario or op; NULL: all */
	const char *directory; /* for state files and sockets */
};

uint64_t bench_now_ns(void);
/* This thread's time on a processor: what others do meanwhile does not count. */
uint64_t bench_busy_ns(void);
/* What this process has of the machine's memory. */
double bench_resident_bytes(void);

/* Fills in the speeds of row: side against baseline, which may have no run. */
void bench_compare(const struct bench *bench, struct bench_row *row, const struct bench_side *side,
	const struct bench_side *baseline);

/* The value below which that share of the n samples lies; sorts them. */
double bench_quantile(double *samples, size_t n, double share);

/* Whether this row is asked for. */
bool bench_wants(const struct bench *bench, const struct bench_row *row);

void bench_begin(struct bench *bench);
void bench_print(struct bench *bench, const struct bench_row *row);
/* A line between the rows, for people. */
void bench_say(const struct bench *bench, const char *format, ...) __attribute__((format(printf, 2, 3)));
void bench_end(struct bench *bench);

/* Runs it with output and errors thrown away; its exit status, 127 when it cannot be run. */
int bench_call(char *const argv[]);
/* A program of this build, by its place beside sesim-bench. */
void bench_beside(char *path, size_t cap, const char *name);

/* Something that must work does not. */
_Noreturn void bench_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The parts of the program; each prints its rows. */
void bench_commands(struct bench *bench);
void bench_se050(struct bench *bench);
void bench_memory(struct bench *bench);
void bench_se050_memory(struct bench *bench);
void bench_store(struct bench *bench);
void bench_socket(struct bench *bench);
void bench_tls(struct bench *bench);
void bench_run(struct bench *bench);
void bench_trap(struct bench *bench);
void bench_reel(struct bench *bench);
void bench_fuzz(struct bench *bench);

#endif
