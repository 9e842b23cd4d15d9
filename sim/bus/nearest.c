/* sim/bus/nearest.c: what somebody may have meant by a word that is none of those there are. */
#include "nearest.h"

#include <string.h>

/* Letters to insert, drop or change to make a into b. */
static size_t edits(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t row[NEAREST_WORD_MAX + 1];

	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[b_len];
}

struct nearest nearest_to(const char *word, size_t len)
{
	/* A third of the letters may be wrong, and one always. */
	return (struct nearest){ .word = word, .len = len, .distance = len / 3 + 2 };
}

void nearest_offer(struct nearest *nearest, const char *candidate)
{
	size_t len = strlen(candidate);
	size_t distance;

	if (len > NEAREST_WORD_MAX || nearest->len > NEAREST_WORD_MAX)
		return;
	distance = edits(nearest->word, nearest->len, candidate, len);
	if (distance < nearest->distance) {
		nearest->distance = distance;
		nearest->best = candidate;
	}
}
