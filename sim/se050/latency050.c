/* sim/se050/latency050.c: how long an SE05x's commands take: the figures of vectors/latency/se050.tsv. */
#include "latency050.h"

const char *se050_latency_name(enum se050_latency latency)
{
	static const char *const names[] = {
		[LAT_LOOKUP] = "lookup",
		[LAT_WRITE] = "write",
		[LAT_CHANNEL] = "channel",
		[LAT_AGREE] = "agreement",
		[LAT_SIGN] = "signature",
		[LAT_RSA] = "RSA",
		[LAT_RSA_GENERATE] = "RSA key generation",
	};

	return names[latency];
}

uint64_t se050_latency_ns(enum se050_latency latency, enum latency_kind kind)
{
	return se050_latencies[0][latency][kind].us * UINT64_C(1000);
}
