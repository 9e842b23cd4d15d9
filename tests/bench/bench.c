/* tests/bench/bench.c: taking time, and telling it. */
#include "bench.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	SAMPLE_NS = 3000000, /* what a sample should take */
	N_MAX = 1 << 20,
};

static uint64_t read_clock(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

uint64_t bench_now_ns(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

uint64_t bench_busy_ns(void)
{
	return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

double bench_quantile(double *samples, size_t n, double share)
{
	size_t at = (size_t)(share * (double)(n - 1) + 0.5);

	qsort(samples, n, sizeof(*samples), by_size);
	return samples[at];
}

/* How many operations make a sample. */
static size_t calibrate(const struct bench_side *side)
{
	size_t n = 1;

	while (n < N_MAX && side->run(side->context, n) < SAMPLE_NS / 2)
		n *= 2;
	return n;
}

void bench_compare(const struct bench *bench, struct bench_row *row, const struct bench_side *side,
	const struct bench_side *baseline)
{
	double ns[BENCH_PAIRS], baseline_ns[BENCH_PAIRS], ratio[BENCH_PAIRS];
	size_t pairs = bench->quick ? 1 : BENCH_PAIRS;
	size_t n = bench->quick ? 1 : calibrate(side);
	size_t baseline_n = bench->quick || !baseline->run ? 1 : calibrate(baseline);

	for (size_t i = 0; i < pairs; i++) {
		ns[i] = (double)side->run(side->context, n) / (double)n;
		if (!baseline->run)
			continue;
		baseline_ns[i] = (double)baseline->run(baseline->context, baseline_n) / (double)baseline_n;
		ratio[i] = baseline_ns[i] / ns[i];
	}
	row->p50_us = bench_quantile(ns, pairs, 0.5) / 1000;
	row->p99_us = bench_quantile(ns, pairs, 0.99) / 1000;
	row->per_second = 1e6 / row->p50_us;
	if (!baseline->run)
		return;
	row->baseline_per_second = 1e9 / bench_quantile(baseline_ns, pairs, 0.5);
	row->ratio = bench_quantile(ratio, pairs, 0.5);
	row->ratio_low = bench_quantile(ratio, pairs, 0.25);
	row->ratio_high = bench_quantile(ratio, pairs, 0.75);
}

bool bench_wants(const struct bench *bench, const struct bench_row *row)
{
	return !bench->only || strstr(row->link, bench->only) || strstr(row->scenario, bench->only) ||
	       strstr(row->op, bench->only);
}

void bench_begin(struct bench *bench)
{
	if (bench->json)
		fputs("{\"schema\":1,\"rows\":[", stdout);
	else
		printf("%-9s %-11s %-33s %12s %7s %13s  %-30s %s\n", "where", "what", "", "per second",
			"ratio", "middle half", "baseline", "wanted");
}

static void print_json(const struct bench *bench, const struct bench_row *row)
{
	printf("%s{\"link\":\"%s\",\"scenario\":\"%s\",\"op\":\"%s\",\"baseline\":\"%s\",\"per_second\":%.1f,"
	       "\"ratio\":%.4f,\"p50_us\":%.3f,\"p99_us\":%.3f,\"ratio_low\":%.4f,\"ratio_high\":%.4f,"
	       "\"baseline_per_second\":%.1f,\"bytes\":%.0f,\"want\":\"%s\"}",
		bench->rows > 0 ? "," : "", row->link, row->scenario, row->op, row->baseline, row->per_second,
		row->ratio, row->p50_us, row->p99_us, row->ratio_low, row->ratio_high,
		row->baseline_per_second, row->bytes, row->want ? row->want : "");
}

static void print_line(const struct bench_row *row)
{
	printf("%-9s %-11s %-33s ", row->link, row->scenario, row->op);
	if (row->bytes > 0)
		printf("%10.0f B ", row->bytes);
	else
		printf("%12.0f ", row->per_second);
	if (row->ratio > 0)
		printf("%7.3f %6.3f-%6.3f  ", row->ratio, row->ratio_low, row->ratio_high);
	else
		printf("%7s %13s  ", "", "");
	printf("%-30s %s\n", row->baseline, row->want ? row->want : "");
}

void bench_print(struct bench *bench, const struct bench_row *row)
{
	if (bench->json)
		print_json(bench, row);
	else
		print_line(row);
	bench->rows++;
	fflush(stdout);
}

void bench_say(const struct bench *bench, const char *format, ...)
{
	va_list args;

	if (bench->json)
		return;
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
}

void bench_end(struct bench *bench)
{
	if (bench->json)
		puts("]}");
}

void bench_fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("sesim-bench: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}
