/* sim/cli/show_trust.c: the certificates in an ATECC, and that they are simulated. */
#include "show_trust.h"

#include <stdio.h>

#include "hex.h"
#include "trust_examine.h"

enum { DATE_MAX = 32 };

struct finding_words {
	const char *key; /* in JSON */
	const char *text;
};

static const struct finding_words findings[] = {
	[TRUST_NONE] = { "none", "no certificate is there" },
	[TRUST_TEMPLATE] = { "template", "signed over the names of the host's template" },
	[TRUST_SESIM] = { "sesim", "signed over sesim's own names" },
	[TRUST_BROKEN] = { "broken", "not what its signer signed at the factory" },
	[TRUST_UNVERIFIED] = { "unverified", "signed by a key that is not in the part" },
};

static void date_of(const struct compressed *fields, char text[DATE_MAX])
{
	snprintf(text, DATE_MAX, "%04u-%02u-%02uT%02u:00:00Z", fields->year, fields->month, fields->day,
		fields->hour);
}

static void print_one(const struct profile_certificate *certificate, const struct trust_report *report)
{
	const struct compressed *fields = &report->fields;
	char begins[DATE_MAX], serial[2 * COMPRESSED_SERIAL + 1];

	printf("      %s, slot %u", certificate->name, (unsigned int)certificate->at);
	if (certificate->offset > 0)
		printf(" from byte %zu", certificate->offset);
	if (report->finding == TRUST_NONE) {
		printf(": %s\n", findings[report->finding].text);
		return;
	}
	date_of(fields, begins);
	hex_text(serial, report->serial, sizeof(report->serial));
	if (certificate->of)
		printf(": of the signer's key");
	else
		printf(": of the key in slot %u", (unsigned int)certificate->key);
	if (fields->years == 0)
		printf("; from %s, without end; serial number %s\n", begins, serial);
	else
		printf("; from %s for %u years; serial number %s\n", begins, fields->years, serial);
	printf("         signer %04x, template %u, chain %u, format %u; %s\n", fields->signer_id,
		fields->template_id, fields->chain_id, fields->format, findings[report->finding].text);
}

void show_trust_text(const struct part *part)
{
	const struct profile *profile = part->profile;
	struct crypto *crypto;
	struct why why;

	if (profile->n_certificates == 0)
		return;
	printf("\ncertificates\n"
	       "      SIMULATED: no vendor signed these. Signer id ffff is reserved: no part of a vendor's "
	       "has it.\n");
	if (crypto_new(&crypto, &why) < 0) {
		printf("      %s\n", why.text);
		return;
	}
	printf("      %s\n", trust_is_public(part->chip, profile, crypto)
				     ? "Their signer is the public batch's: anybody can make its keys, and "
				       "those of its parts."
				     : "Their signer is not the public batch's.");
	for (size_t i = 0; i < profile->n_certificates; i++) {
		struct trust_report report;

		if (trust_examine(part->chip, profile, crypto, &profile->certificates[i], &report) == 0)
			print_one(&profile->certificates[i], &report);
	}
	crypto_free(crypto);
}

static void put_one(
	struct json *json, const struct profile_certificate *certificate, const struct trust_report *report)
{
	const struct compressed *fields = &report->fields;
	const uint8_t signer_id[] = { (uint8_t)(fields->signer_id >> 8), (uint8_t)fields->signer_id };
	char begins[DATE_MAX];

	json_open(json, NULL, '{');
	json_string(json, "name", certificate->name);
	json_number(json, "slot", certificate->at);
	json_number(json, "offset", certificate->offset);
	json_string(json, "signature", findings[report->finding].key);
	if (report->finding != TRUST_NONE) {
		date_of(fields, begins);
		json_hex(json, "serial", report->serial, sizeof(report->serial));
		json_string(json, "begins", begins);
		json_number(json, "years", fields->years);
		json_hex(json, "signer_id", signer_id, sizeof(signer_id));
		json_number(json, "template", fields->template_id);
		json_number(json, "chain", fields->chain_id);
		json_number(json, "format", fields->format);
	}
	json_close(json, '}');
}

void show_trust_json(struct json *json, const struct part *part)
{
	const struct profile *profile = part->profile;
	struct crypto *crypto;

	if (profile->n_certificates == 0 || crypto_new(&crypto, NULL) < 0)
		return;
	json_bool(json, "simulated", true);
	json_bool(json, "public_batch", trust_is_public(part->chip, profile, crypto));
	json_open(json, "certificates", '[');
	for (size_t i = 0; i < profile->n_certificates; i++) {
		struct trust_report report;

		if (trust_examine(part->chip, profile, crypto, &profile->certificates[i], &report) == 0)
			put_one(json, &profile->certificates[i], &report);
	}
	json_close(json, ']');
	crypto_free(crypto);
}
