/*
 * sim/bus/trust.h: what the factory puts into the slots of a pre-provisioned ATECC (Trust&GO, TrustFLEX).
 *
 * Keys, secrets and certificates follow from the batch, the profile and the serial number, which stand in the config
 * zone already. Functions return 0 or a negative errno.
 */
#ifndef SESIM_BUS_TRUST_H
#define SESIM_BUS_TRUST_H

#include "atecc.h"
#include "certificate.h"
#include "why.h"

enum { TRUST_EUI_MAX = 8 };

/* Its MAC address, as the profile has it made of the serial number; empty when it has none. */
struct rbuf trust_eui(
	const struct atecc *chip, const struct profile_atecc *profile, uint8_t eui[TRUST_EUI_MAX]);

/* Fills the data zone: all ones or zeros as the profile says, then its pieces, then its certificates. */
int trust_fill(struct atecc *chip, const struct profile *profile, const struct certificate_maker *maker,
	struct why *why);

/* A certificate that a part as from the factory holds, whole. */
int trust_certificate(const struct atecc *chip, const struct profile *profile,
	const struct certificate_maker *maker, const struct profile_certificate *certificate,
	struct wbuf *der);

#endif
