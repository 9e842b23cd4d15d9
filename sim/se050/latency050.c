/*
 * sim/se050/latency050.c: how long an SE05x's commands take, as data.
 *
 * NXP publishes no time of any command. "measured" is of a physical part, less the bus; "bound" is what a
 * measurement or a host's wait leaves room for; "estimate" is ours.
 */
#include "latency050.h"

const struct se050_latency_row se050_latencies[LAT_CLASSES] = {
	[LAT_LOOKUP] = { "lookup", 3000, 10000, "estimate" },
	[LAT_WRITE] = { "write", 30000, 60000, "measured: WriteECKey of a public key, SE050E2, 31 to 34 ms" },
	[LAT_CHANNEL] = { "channel", 50000, 150000, "bound: a whole SCP03 opening takes 100 to 300 ms" },
	[LAT_AGREE] = { "agreement", 50000, 100000,
		"measured: X25519 on an SE050E2, 54 to 55 ms with a short bus" },
	[LAT_SIGN] = { "signature", 100000, 300000, "measured, second hand: ECDSA 103 ms, Ed25519 261 ms" },
	[LAT_RSA] = { "RSA", 100000, 500000, "estimate" },
	[LAT_RSA_GENERATE] = { "RSA key generation", 5000000, 30000000,
		"bound: reads of an SE050F2 went unacknowledged for more than 30 s" },
};

uint64_t se050_latency_ns(enum se050_latency latency, enum latency_kind kind)
{
	const struct se050_latency_row *row = &se050_latencies[latency];

	if (kind == LATENCY_NONE)
		return 0;
	return (kind == LATENCY_MAX ? row->max_us : row->typical_us) * UINT64_C(1000);
}
