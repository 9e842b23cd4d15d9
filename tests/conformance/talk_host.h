/*
 * tests/conformance/talk_host.h: what a host of the SE05x computes for a script, by OpenSSL's own interfaces. Nothing here
 * shares code with sim/. Functions return 0 or a negative errno.
 */
#ifndef SESIM_CONFORM_TALK_HOST_H
#define SESIM_CONFORM_TALK_HOST_H

#include <stddef.h>
#include <stdint.h>

#include "scp03_host.h"

enum {
	HOST_DER_MAX = 80,
	HOST_KEYS = 1 + 3 * (3 + 16 + 4),
	HOST_POINT = 65,
};

/* ECDSA with SHA-256 by the private value d of P-256, whose point is q; DER of *len bytes. */
int host_ecdsa(const uint8_t d[32], const uint8_t q[HOST_POINT], const uint8_t *message, size_t n,
	uint8_t der[HOST_DER_MAX], size_t *len);

/* The data of PUT KEY: keys of equal bytes (fill, fill + 1, fill + 2), their check values (GP 11.8, Amendment D 7.2). */
int host_put_key(const uint8_t dek[16], uint8_t version, uint8_t fill, uint8_t data[HOST_KEYS]);

/*
 * The keys of an ECKey channel (AN12413 3.6.3.3): of the host's private value d, the part's point, its random dr. The hash
 * begins with a counter from applet 3.6.0 on.
 */
int host_ecka(struct scp03_host *host, uint32_t version, const uint8_t d[32], const uint8_t q[HOST_POINT],
	const uint8_t part[HOST_POINT], const uint8_t dr[16], uint8_t level);

#endif
