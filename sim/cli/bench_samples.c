/* sim/cli/bench_samples.c: what the runs of one operation on one link took. */
#include "bench_samples.h"

#include <math.h>
#include <stdlib.h>

bool bench_samples_add(struct bench_samples *samples, const struct bench_sample *sample)
{
	struct bench_sample *sum = &samples->sum;

	if (samples->n == samples->cap) {
		size_t cap = samples->cap ? samples->cap * 2 : 64;
		double *totals = realloc(samples->totals, cap * sizeof(*totals));

		if (!totals)
			return false;
		samples->totals = totals;
		samples->cap = cap;
	}
	samples->totals[samples->n++] = sample->total;
	sum->total += sample->total;
	sum->bus += sample->bus;
	sum->chip += sample->chip;
	sum->host += sample->host;
	sum->transactions += sample->transactions;
	sum->looks += sample->looks;
	sum->written += sample->written;
	sum->read += sample->read;
	return true;
}

static int ascending(const void *a, const void *b)
{
	const double *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

void bench_samples_sort(struct bench_samples *samples)
{
	if (samples->n > 0)
		qsort(samples->totals, samples->n, sizeof(samples->totals[0]), ascending);
}

void bench_samples_free(struct bench_samples *samples)
{
	free(samples->totals);
	*samples = (struct bench_samples){ 0 };
}

double bench_percentile(const struct bench_samples *samples, unsigned percent)
{
	size_t rank = (samples->n * percent + 99) / 100;

	if (samples->n == 0)
		return 0;
	return samples->totals[rank > 0 ? rank - 1 : 0];
}

static size_t mean_count(size_t sum, size_t n)
{
	return (sum + n / 2) / n;
}

struct bench_sample bench_mean(const struct bench_samples *samples)
{
	const struct bench_sample *sum = &samples->sum;
	const double n = (double)samples->n;

	if (samples->n == 0)
		return (struct bench_sample){ 0 };
	return (struct bench_sample){ .total = sum->total / n,
		.bus = sum->bus / n,
		.chip = sum->chip / n,
		.host = sum->host / n,
		.transactions = mean_count(sum->transactions, samples->n),
		.looks = mean_count(sum->looks, samples->n),
		.written = mean_count(sum->written, samples->n),
		.read = mean_count(sum->read, samples->n) };
}

struct bench_shares bench_shares_of(const struct bench_samples *samples)
{
	const struct bench_sample *sum = &samples->sum;
	const double all = sum->bus + sum->chip + sum->host;

	if (!(all > 0))
		return (struct bench_shares){ 0 };
	return (struct bench_shares){ sum->bus / all, sum->chip / all, sum->host / all };
}
