/* sim/cli/bench_samples.h: what the runs of one operation on one link took. */
#ifndef SESIM_CLI_BENCH_SAMPLES_H
#define SESIM_CLI_BENCH_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

/* One run, in microseconds. */
struct bench_sample {
	double total; /* by the link's clock: all of it, but for modelled time without the host */
	double bus, chip, host;
	size_t transactions, looks, written, read;
};

/* All runs. Begins as zeros. */
struct bench_samples {
	double *totals; /* sorted by bench_samples_sort() */
	size_t n, cap;
	struct bench_sample sum;
};

/* Returns false when there is no memory. */
bool bench_samples_add(struct bench_samples *samples, const struct bench_sample *sample);
void bench_samples_sort(struct bench_samples *samples);
void bench_samples_free(struct bench_samples *samples);

/* Of sorted ones: the least that `percent` of all are not above (nearest rank); 0 of none. */
double bench_percentile(const struct bench_samples *samples, unsigned percent);

/* Means; whole numbers of things are rounded to the nearest. */
struct bench_sample bench_mean(const struct bench_samples *samples);

/* Parts of bus, chip and host in all of the time; zeros when there is none. */
struct bench_shares {
	double bus, chip, host;
};
struct bench_shares bench_shares_of(const struct bench_samples *samples);

#endif
