/* proto/host/atca_trust.c: a Trust part's certificates, read and rebuilt (TNGTLS-B 4.4, 4.5; LORA-B 4.5). */
#include "atca_trust.h"

#include <errno.h>

#include "atca_keys.h"
#include "atca_memory.h"

enum {
	STORED_POINT = 72, /* each half of a point has four bytes before it (TNGTLS-B 4.4) */
	STORED_PAD = 4,
};

static int explain(const struct atca_host *host, int rc, const char *what, struct why *why)
{
	if (rc == -EREMOTEIO)
		return why_fail(why, EACCES, "the ATECC refuses to give %s: status %02x", what,
			(unsigned int)host->status);
	if (rc < 0)
		return why_errno(why, rc, "cannot read %s of the ATECC", what);
	return 0;
}

static int select_template(struct atca_host *host, struct atca_trust *part, struct why *why)
{
	uint8_t otp[ATCA_OTP_BYTES];
	int rc = atca_read_otp(host, otp);

	if (rc == -EREMOTEIO)
		return why_fail(why, ENOENT,
			"the ATECC is no Trust part: it does not give its OTP, so it is not locked yet");
	if (rc < 0)
		return explain(host, rc, "OTP", why);
	part->of = atca_template_select(otp);
	if (!part->of)
		return why_fail(why, ENOENT,
			"the ATECC is no Trust part: the first bytes of its OTP select no certificate");
	return 0;
}

static int read_stored_point(
	struct atca_host *host, struct atca_place from, uint8_t point[ATCA_POINT_BYTES], struct why *why)
{
	uint8_t stored[STORED_POINT];
	struct rbuf r = rbuf_from(stored, sizeof(stored));
	int rc = atca_read_slot(host, from.slot, from.offset, stored, sizeof(stored));

	if (rc < 0)
		return explain(host, rc, "its signer's public key", why);
	rbuf_take(&r, STORED_PAD);
	rbuf_copy(&r, point, ATCA_POINT_BYTES / 2);
	rbuf_take(&r, STORED_PAD);
	rbuf_copy(&r, point + ATCA_POINT_BYTES / 2, ATCA_POINT_BYTES / 2);
	return 0;
}

static int read_place(struct atca_host *host, const char *what, struct atca_place from, void *to, size_t len,
	struct why *why)
{
	return explain(host, atca_read_slot(host, from.slot, from.offset, to, len), what, why);
}

int atca_trust_read(struct atca_host *host, struct atca_trust *part, struct why *why)
{
	const struct atca_template *device;
	const struct atca_template *signer;
	struct atca_answer answer;
	int rc = atca_host_wake(host, &answer);

	*part = (struct atca_trust){ 0 };
	if (rc < 0)
		return why_errno(why, rc, "no ATECC wakes at address %02x", (unsigned int)host->address);
	rc = explain(host, atca_read_serial(host, part->serial), "its serial number", why);
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
		rc = read_stored_point(host, signer->key, part->signer_point, why);
	if (rc == 0)
		rc = explain(host, atca_public_key(host, device->key.slot, part->device_point),
			"its public key", why);
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

	return build(&from, "signer", der, why);
}
