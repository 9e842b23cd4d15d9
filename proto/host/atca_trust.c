/* proto/host/atca_trust.c: a Trust part's certificates, read over its commands (TNGTLS-B 4.4, 4.5; LORA-B 4.5). */
#include "atca_trust.h"

#include <errno.h>

#include "atca_keys.h"
#include "atca_memory.h"
#include "chain.h"

/* What became of a step, as a sentence. */
static int told(const struct atca_host *host, const char *what, int rc, struct why *why)
{
	if (rc == -ETIMEDOUT || rc == -ENXIO)
		return why_fail(why, rc, "no ATECC wakes at address %02x", (unsigned int)host->address);
	if (rc == -EREMOTEIO)
		return why_fail(why, EACCES, "the ATECC refuses to give %s: status %02x", what,
			(unsigned int)host->status);
	return rc < 0 ? why_errno(why, rc, "cannot read %s of the ATECC", what) : 0;
}

static int select_template(struct atca_host *host, struct atca_trust *part, struct why *why)
{
	uint8_t otp[ATCA_OTP_BYTES];
	int rc = atca_read_otp(host, otp);

	if (rc == -EREMOTEIO)
		return why_fail(why, ENOENT,
			"the ATECC is no Trust part: it does not give its OTP, so it is not locked yet");
	if (rc < 0)
		return told(host, "OTP", rc, why);
	part->of = atca_template_select(otp);
	if (!part->of)
		return why_fail(why, ENOENT,
			"the ATECC is no Trust part: the first bytes of its OTP select no certificate");
	return 0;
}

static int read_place(struct atca_host *host, const char *what, struct atca_place from, void *to, size_t len,
	struct why *why)
{
	return told(host, what, atca_read_slot(host, from.slot, from.offset, to, len), why);
}

/* The public key of the private one there; or the one that is stored. */
static int read_point(struct atca_host *host, const struct atca_template *of, uint8_t point[ATCA_POINT_BYTES],
	struct why *why)
{
	if (of->key_is_stored)
		return told(host, "its signer's public key", atca_stored_key(host, of->key.slot, point), why);
	return told(host, "its public key", atca_public_key(host, of->key.slot, point), why);
}

int atca_trust_read(struct atca_host *host, struct atca_trust *part, struct why *why)
{
	const struct atca_template *device, *signer;
	int rc;

	*part = (struct atca_trust){ 0 };
	rc = told(host, "its serial number", atca_read_serial(host, part->serial), why);
	if (rc == 0)
		rc = select_template(host, part, why);
	if (rc < 0)
		return rc;
	device = part->of->device;
	signer = part->of->signer;
	rc = read_place(host, "its compressed certificate", device->compressed, part->device_compressed,
		sizeof(part->device_compressed), why);
	if (rc == 0)
		rc = read_place(host, "its signer's compressed certificate", signer->compressed,
			part->signer_compressed, sizeof(part->signer_compressed), why);
	if (rc == 0)
		rc = read_point(host, signer, part->signer_point, why);
	if (rc == 0)
		rc = read_point(host, device, part->device_point, why);
	if (rc == 0 && device->eui_len > 0)
		rc = read_place(host, "its EUI", device->eui, part->eui, device->eui_len, why);
	return rc;
}

static int build(const struct atca_certificate *from, const char *whose, struct wbuf *der, struct why *why)
{
	int rc = atca_certificate_build(from, der);

	if (rc == -EINVAL)
		return why_fail(why, EINVAL,
			"the %s's compressed certificate is not of template %s: it was altered", whose,
			from->of->name);
	if (rc < 0)
		return why_errno(why, rc, "cannot rebuild the %s's certificate", whose);
	return 0;
}

int atca_trust_device(const struct atca_trust *part, enum atca_names names, struct wbuf *der, struct why *why)
{
	const struct atca_certificate from = {
		.of = part->of->device,
		.names = names,
		.compressed = part->device_compressed,
		.point = part->device_point,
		.authority = part->signer_point,
		.serial = part->serial,
		.eui = part->eui,
		.eui_len = part->of->device->eui_len,
	};

	return build(&from, "device", der, why);
}

int atca_trust_signer(const struct atca_trust *part, enum atca_names names, const uint8_t *root,
	struct wbuf *der, struct why *why)
{
	const struct atca_certificate from = {
		.of = part->of->signer,
		.names = names,
		.compressed = part->signer_compressed,
		.point = part->signer_point,
		.authority = root,
		.serial = part->serial,
	};

	if (names == ATCA_NAMES_SESIM && !root)
		return why_fail(why, EINVAL,
			"a simulated signer's certificate cannot be rebuilt without the key of its root");
	return build(&from, "signer", der, why);
}

int atca_trust_names(const struct atca_trust *part, enum atca_names *names, struct why *why)
{
	static const enum atca_names kinds[] = { ATCA_NAMES_TEMPLATE, ATCA_NAMES_SESIM };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		uint8_t bytes[ATCA_CERTIFICATE_MAX];
		struct wbuf der = wbuf_to(bytes, sizeof(bytes));
		int rc = atca_trust_device(part, kinds[i], &der, why);

		if (rc < 0)
			return rc;
		*names = kinds[i];
		if (chain_signed_by(rbuf_from(bytes, der.len), part->signer_point) == 0)
			return 0;
	}
	return why_fail(why, EACCES,
		"the part's certificate is not signed by the key that the part says its signer has");
}
