/*
 * proto/host/atca_trust.h: what a Trust part (Trust&GO, TrustFLEX, LoRaWAN) was delivered with: its two certificates.
 *
 *     rc = atca_trust_read(&host, &part, &why);
 *     if (rc == 0)
 *         rc = atca_trust_names(&part, &names, &why);
 *     if (rc == 0)
 *         rc = atca_trust_device(&part, names, &der, &why);
 *
 * A part keeps what is particular to them; names and extensions are those of a template, which the first bytes of its OTP
 * select. Functions return 0 or a negative errno with a sentence: -ENOENT for a part that is no Trust part, -EACCES when
 * the part refuses (its status in host->status) or a signature does not hold, or what atca_ask.h and atca_certificate.h
 * have.
 */
#ifndef SESIM_HOST_ATCA_TRUST_H
#define SESIM_HOST_ATCA_TRUST_H

#include "atca_ask.h"
#include "atca_certificate.h"
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

/* Reads all of it. The part is idle afterwards. */
int atca_trust_read(struct atca_host *host, struct atca_trust *part, struct why *why);

/* Whose names the device's certificate has: those with which the signature holds under the signer's key. */
int atca_trust_names(const struct atca_trust *part, enum atca_names *names, struct why *why);

/* The device's certificate in DER. No signature is looked at. */
int atca_trust_device(
	const struct atca_trust *part, enum atca_names names, struct wbuf *der, struct why *why);

/*
 * The same of its signer. root: ATCA_POINT_BYTES, the key of the authority above, which only names of ours need; NULL else.
 */
int atca_trust_signer(const struct atca_trust *part, enum atca_names names, const uint8_t *root,
	struct wbuf *der, struct why *why);

#endif
