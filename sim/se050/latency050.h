/* sim/se050/latency050.h: how long an SE05x's commands take, as data (vectors/latency/se050.tsv). */
#ifndef SESIM_SE050_LATENCY050_H
#define SESIM_SE050_LATENCY050_H

#include <stdint.h>

#include "latency.h"

/* What a command mostly spends its time on. */
enum se050_latency {
	LAT_LOOKUP,  /* reading memory, checking state */
	LAT_WRITE,   /* writing non-volatile memory */
	LAT_CHANNEL, /* deriving session keys */
	LAT_AGREE,   /* one multiplication of a point */
	LAT_SIGN,    /* a signature, or its verification */
	LAT_RSA,     /* one operation with a private RSA key */
	LAT_RSA_GENERATE,
	LAT_CLASSES,
};

/* All parts take the same time. */
extern const struct latency_figure se050_latencies[1][LAT_CLASSES][LATENCY_KINDS];

/* As people are told of it: "signature". */
const char *se050_latency_name(enum se050_latency latency);

/* With LATENCY_NONE nothing takes any time. */
uint64_t se050_latency_ns(enum se050_latency latency, enum latency_kind kind);

#endif
