/*
 * proto/host/atca_trust.h: what a Trust part (Trust&GO, TrustFLEX, LoRaWAN) was delivered with: its two certificates.
 *
 * A part keeps what is particular to them; names and extensions are those of a template, which the first bytes of its OTP
 * select. Functions return 0 or a negative errno with a sentence: -ENOENT for a part that is no Trust part, -EACCES when
 * the part refuses or a signature does not hold, or what atca_host.h and atca_certificate.h have.
 */
#ifndef SESIM_HOST_ATCA_TRUST_H
#define SESIM_HOST_ATCA_TRUST_H

#include "atca_certificate.h"
#include "atca_host.h"
#include "why.h"

/* The raw material, as it was read. */
struct atca_trust {
	const struct atca_chain_template *of;
	uint8_t serial[ATCA_PART_SERIAL_BYTES];
	uint8_t device_point[ATCA_POINT_BYTES];
	uint8_t device_compressed[ATCA_COMPRESSED_BYTES];
	uint8_t signer_point[ATCA_POINT_BYTES];
	uint8_t signer_compressed[ATCA_COMPRESSED_BYTES];
	char eui[ATCA_EUI_MAX];
};

/* Reads all of it. */
int atca_trust_read(struct atca_host *host, struct atca_trust *part, struct why *why);

/* The device's certificate in DER. No signature is looked at. */
int atca_trust_device(
	const struct atca_trust *part, enum atca_names names, struct wbuf *der, struct why *why);

/*
 * The same of its signer. root: ATCA_POINT_BYTES, the key of the authority above, which only names of ours need; NULL else.
 */
int atca_trust_signer(const struct atca_trust *part, enum atca_names names, const uint8_t *root,
	struct wbuf *der, struct why *why);

#endif
