/* proto/host/atca_trust.c: a Trust part's certificates, read over its commands (TNGTLS-B 4.4, 4.5; LORA-B 4.5). */
#include "atca_trust.h"

#include <errno.h>
#include <string.h>

enum {
	ZONE_CONFIG = 0,
	ZONE_OTP = 1,
	ZONE_DATA = 2,

	WORD = 4,
	WORDS_A_BLOCK = 8,

	PUBLIC_KEY = 0x00, /* GenKey: the public key of what is in the slot, nothing is made */

	STORED_POINT = 72, /* each half of a point has four bytes before it (TNGTLS-B 4.4) */
	STORED_PAD = 4,
};

static int run(const struct atca_host *host, const char *what, enum atca_opcode opcode, uint8_t param1,
	uint16_t param2, size_t expected, struct atca_answer *answer, struct why *why)
{
	int rc = atca_host_command(host, opcode, param1, param2, NULL, 0, answer);

	if (rc < 0)
		return why_errno(why, rc, "cannot read %s of the ATECC", what);
	if (answer->status != ATCA_SUCCESS)
		return why_fail(why, EACCES, "the ATECC refuses to give %s: status %02x", what,
			(unsigned int)answer->status);
	if (answer->len != expected)
		return why_fail(why, EPROTO, "the ATECC answers %zu bytes for %s, not %zu", answer->len, what,
			expected);
	return 0;
}

/* Words of a zone; offset and len are whole ones. */
static int read_words(const struct atca_host *host, const char *what, uint8_t zone, struct atca_place from,
	uint8_t *to, size_t len, struct why *why)
{
	struct wbuf w = wbuf_to(to, len);
	int rc = 0;

	for (size_t word = from.offset / WORD; rc == 0 && wbuf_left(&w) > 0; word++) {
		uint16_t address = (uint16_t)((word / WORDS_A_BLOCK) << 8 | (size_t)from.slot << 3 |
					      word % WORDS_A_BLOCK);
		struct atca_answer answer;

		/* Of configuration and OTP the block's number follows the word's directly. */
		if (zone != ZONE_DATA)
			address = (uint16_t)word;
		rc = run(host, what, ATCA_READ, zone, address, WORD, &answer, why);
		if (rc == 0)
			wbuf_put(&w, answer.data, WORD);
	}
	return rc;
}

static int read_slot(const struct atca_host *host, const char *what, struct atca_place from, uint8_t *to,
	size_t len, struct why *why)
{
	return read_words(host, what, ZONE_DATA, from, to, len, why);
}

/* Bytes 0 to 3 and 8 to 12 of the configuration. */
static int read_serial(const struct atca_host *host, uint8_t serial[ATCA_PART_SERIAL_BYTES], struct why *why)
{
	uint8_t config[16];
	struct rbuf r = rbuf_from(config, sizeof(config));
	int rc = read_words(host, "its serial number", ZONE_CONFIG, (struct atca_place){ 0 }, config,
		sizeof(config), why);

	if (rc < 0)
		return rc;
	rbuf_copy(&r, serial, 4);
	rbuf_take(&r, 4);
	rbuf_copy(&r, serial + 4, ATCA_PART_SERIAL_BYTES - 4);
	return 0;
}

static int select_template(const struct atca_host *host, struct atca_trust *part, struct why *why)
{
	uint8_t selector[ATCA_SELECTOR_BYTES];
	int rc = read_words(host, "OTP", ZONE_OTP, (struct atca_place){ 0 }, selector, sizeof(selector), why);

	if (rc == -EACCES)
		return why_fail(why, EACCES, "the ATECC is no Trust part: it does not give its OTP, so it is not locked yet");
	if (rc < 0)
		return rc;
	part->of = atca_template_select(selector);
	if (!part->of)
		return why_fail(why, ENOENT,
			"the ATECC is no Trust part: the first bytes of its OTP select no certificate");
	return 0;
}

static int read_stored_point(const struct atca_host *host, struct atca_place from,
	uint8_t point[ATCA_POINT_BYTES], struct why *why)
{
	uint8_t stored[STORED_POINT];
	struct rbuf r = rbuf_from(stored, sizeof(stored));
	int rc = read_slot(host, "its signer's public key", from, stored, sizeof(stored), why);

	if (rc < 0)
		return rc;
	rbuf_take(&r, STORED_PAD);
	rbuf_copy(&r, point, ATCA_POINT_BYTES / 2);
	rbuf_take(&r, STORED_PAD);
	rbuf_copy(&r, point + ATCA_POINT_BYTES / 2, ATCA_POINT_BYTES / 2);
	return 0;
}

static int read_own_point(
	const struct atca_host *host, uint8_t slot, uint8_t point[ATCA_POINT_BYTES], struct why *why)
{
	struct atca_answer answer;
	int rc = run(host, "its public key", ATCA_GEN_KEY, PUBLIC_KEY, slot, ATCA_POINT_BYTES, &answer, why);

	if (rc == 0)
		memcpy(point, answer.data, ATCA_POINT_BYTES);
	return rc;
}

int atca_trust_read(const struct atca_host *host, struct atca_trust *part, struct why *why)
{
	struct atca_answer answer;
	const struct atca_template *device;
	const struct atca_template *signer;
	int rc = atca_host_wake(host, &answer);

	*part = (struct atca_trust){ 0 };
	if (rc < 0)
		return why_errno(why, rc, "no ATECC wakes at address %02x", (unsigned int)host->address);
	rc = read_serial(host, part->serial, why);
	if (rc == 0)
		rc = select_template(host, part, why);
	if (rc < 0)
		return rc;
	device = part->of->device;
	signer = part->of->signer;
	rc = read_slot(host, "its compressed certificate", device->compressed, part->device_compressed,
		sizeof(part->device_compressed), why);
	if (rc == 0)
		rc = read_slot(host, "its signer's compressed certificate", signer->compressed,
			part->signer_compressed, sizeof(part->signer_compressed), why);
	if (rc == 0)
		rc = read_stored_point(host, signer->key, part->signer_point, why);
	if (rc == 0)
		rc = read_own_point(host, device->key.slot, part->device_point, why);
	if (rc == 0 && device->eui_len > 0)
		rc = read_slot(host, "its EUI", device->eui, (uint8_t *)part->eui, device->eui_len, why);
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
