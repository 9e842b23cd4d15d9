/* sim/serve/waits.c: how long clients waited for their turn. */
#include "waits.h"

#include <stddef.h>

/* The upper end of a bucket: 2^(i / STEPS) in quarters of an octave. */
static uint64_t bucket_end(size_t i)
{
	uint64_t octave = 1ull << (i / WAITS_STEPS);

	return octave + octave * (i % WAITS_STEPS + 1) / WAITS_STEPS;
}

static size_t bucket_of(uint64_t ns)
{
	size_t octave, i;

	if (ns < 2)
		return 0;
	octave = (size_t)(63 - __builtin_clzll(ns));
	if (octave >= WAITS_BUCKETS / WAITS_STEPS)
		return WAITS_BUCKETS - 1;
	i = octave * WAITS_STEPS + (size_t)((ns - (1ull << octave)) * WAITS_STEPS >> octave);
	return i;
}

void waits_add(struct waits *waits, uint64_t ns, uint32_t behind)
{
	waits->count++;
	if (ns > waits->max_ns)
		waits->max_ns = ns;
	if (behind > waits->max_behind)
		waits->max_behind = behind;
	waits->buckets[bucket_of(ns)]++;
}

uint64_t waits_p99(const struct waits *waits)
{
	uint64_t wanted = waits->count - waits->count / 100, seen = 0;

	if (waits->count == 0)
		return 0;
	for (size_t i = 0; i < WAITS_BUCKETS; i++) {
		seen += waits->buckets[i];
		if (seen >= wanted)
			return bucket_end(i) < waits->max_ns ? bucket_end(i) : waits->max_ns;
	}
	return waits->max_ns;
}
