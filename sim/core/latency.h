/* sim/core/latency.h: how long a command takes, as data. */
#ifndef SESIM_CORE_LATENCY_H
#define SESIM_CORE_LATENCY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum latency_kind {
	LATENCY_NONE, /* done at once */
	LATENCY_TYPICAL,
	LATENCY_MAX,
};

/* Where a figure comes from (vectors/latency). */
enum latency_evidence {
	LATENCY_NO_FIGURE,
	LATENCY_MEASURED, /* on a part */
	LATENCY_VENDOR_TYPICAL,
	LATENCY_VENDOR_MAXIMUM,
	LATENCY_BOUND, /* it takes no longer, says who waits */
	LATENCY_ESTIMATED,
};

struct latency_figure {
	uint32_t us;
	enum latency_evidence evidence;
	const char *source; /* NULL: no figure */
};

/* By enum latency_kind; nothing is at LATENCY_NONE. */
enum { LATENCY_KINDS = 3 };

enum { LATENCY_TEXT_MAX = 512 };

/* "none", "measured", "vendor typical"... */
const char *latency_evidence_name(enum latency_evidence evidence);

/* Where the two figures of a command come from, in a sentence: "typical estimated: half of...; maximum bound: ...". */
const char *latency_text(const struct latency_figure figures[LATENCY_KINDS], char text[LATENCY_TEXT_MAX]);

/* "none", "typical", "max". Returns false for any other word. */
bool latency_kind_from(const char *word, enum latency_kind *kind);

#endif
