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

/* "none", "typical", "max". Returns false for any other word. */
bool latency_kind_from(const char *word, enum latency_kind *kind);

#endif
