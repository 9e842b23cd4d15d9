/*
 * proto/host/atca_template.c: the certificates of Trust parts as data.
 *
 * The fields are those of real parts' public certificates (vectors/other/certificates) and of the vendor's books (TNGTLS-B
 * 4.5, LORA-B 4.5; atecc608.md 11.2, 11.4). UNCERTAIN: tnglora-2 and tnglora-4, of which no real certificate is public.
 */
#include "atca_template.h"

#include <errno.h>
#include <string.h>

#include "atca_compressed.h"
#include "cursor.h"

static const char vendor[] = "Microchip Technology Inc";
static const char vendor_root[] = "Crypto Authentication Root CA 002";
static const char vendor_signer[] = "Crypto Authentication Signer %I";
static const char ours[] = "sesim SIMULATED";
static const char our_mark[] = " SIMULATED";
static const char our_root[] = "SIMULATED Root";
static const char our_signer[] = "SIMULATED Signer %I";

/* SHA-1 of the root's point. */
static const uint8_t vendor_root_id[ATCA_KEY_ID_BYTES] = { 0x7a, 0xed, 0x7d, 0x6d, 0xc6, 0xb7, 0x78, 0x9d,
	0xb2, 0x38, 0x01, 0xa5, 0xe8, 0x4a, 0x8c, 0xb0, 0xa4, 0x0e, 0x2a, 0x8c };

static const enum atca_extension signer_extensions[] = { ATCA_EXT_CA_USAGE, ATCA_EXT_CA_CONSTRAINTS,
	ATCA_EXT_SUBJECT_KEY, ATCA_EXT_AUTHORITY_KEY, ATCA_EXT_END };
static const enum atca_extension device_extensions[] = { ATCA_EXT_CONSTRAINTS, ATCA_EXT_DEVICE_USAGE,
	ATCA_EXT_SUBJECT_KEY, ATCA_EXT_AUTHORITY_KEY, ATCA_EXT_END };
static const enum atca_extension eui_extensions[] = { ATCA_EXT_ALTERNATIVE_EUI, ATCA_EXT_CONSTRAINTS,
	ATCA_EXT_DEVICE_USAGE, ATCA_EXT_SUBJECT_KEY, ATCA_EXT_AUTHORITY_KEY, ATCA_EXT_END };

static const struct atca_template tls_signer = {
	.name = "tngtls-1",
	.organization = vendor,
	.issuer = vendor_root,
	.subject = vendor_signer,
	.sesim_issuer = our_root,
	.sesim_subject = our_signer,
	.template_id = 1,
	.serial_source = ATCA_FROM_KEY_HASH,
	.extensions = signer_extensions,
	.compressed = { .slot = 12 },
	.key_is_stored = true,
	.key = { .slot = 11 },
	.authority_key_id = vendor_root_id,
};

static const struct atca_template lora_signer = {
	.name = "tnglora-1",
	.organization = vendor,
	.issuer = vendor_root,
	.subject = vendor_signer,
	.sesim_issuer = our_root,
	.sesim_subject = our_signer,
	.template_id = 1,
	.serial_source = ATCA_FROM_KEY_HASH,
	.extensions = signer_extensions,
	.compressed = { .slot = 8, .offset = 144 },
	.key_is_stored = true,
	.key = { .slot = 8 },
	.authority_key_id = vendor_root_id,
};

static const struct atca_template tls_2 = {
	.name = "tngtls-2",
	.organization = vendor,
	.issuer = vendor_signer,
	.sesim_issuer = our_signer,
	.subject = "%S ATECC",
	.template_id = 2,
	.serial_source = ATCA_FROM_KEY_HASH,
	.extensions = device_extensions,
	.compressed = { .slot = 10 },
};

static const struct atca_template tls_3 = {
	.name = "tngtls-3",
	.organization = vendor,
	.issuer = vendor_signer,
	.sesim_issuer = our_signer,
	.subject = "sn%S",
	.eui_text = "eui48_%E",
	.template_id = 3,
	.serial_source = ATCA_FROM_KEY_HASH,
	.extensions = eui_extensions,
	.compressed = { .slot = 10 },
	.eui = { .slot = 5 },
	.eui_len = 12,
};

/* With the number of tls_3: the selector tells them apart. */
static const struct atca_template flex_4 = {
	.name = "tflxtls-4",
	.organization = vendor,
	.issuer = vendor_signer,
	.sesim_issuer = our_signer,
	.subject = "sn%S",
	.template_id = 3,
	.serial_source = ATCA_FROM_KEY_HASH,
	.extensions = device_extensions,
	.compressed = { .slot = 10 },
};

static const struct atca_template lora_2 = {
	.name = "tnglora-2",
	.organization = vendor,
	.issuer = vendor_signer,
	.sesim_issuer = our_signer,
	.subject = "%S ATECC",
	.template_id = 2,
	.serial_source = ATCA_FROM_KEY_HASH,
	.extensions = device_extensions,
	.compressed = { .slot = 8, .offset = 72 },
	.key = { .slot = 1 },
};

static const struct atca_template lora_4 = {
	.name = "tnglora-4",
	.organization = vendor,
	.issuer = vendor_signer,
	.sesim_issuer = our_signer,
	.subject = "sn%S",
	.eui_text = "eui64_%E",
	.template_id = 4,
	.serial_source = ATCA_FROM_KEY_HASH,
	.extensions = eui_extensions,
	.compressed = { .slot = 8, .offset = 72 },
	.key = { .slot = 1 },
	.eui = { .slot = 10 },
	.eui_len = 16,
};

static const struct atca_chain_template chains[] = {
	{ "tngtls-2", &tls_2, &tls_signer },
	{ "tngtls-3", &tls_3, &tls_signer },
	{ "tflxtls-4", &flex_4, &tls_signer },
	{ "tnglora-2", &lora_2, &lora_signer },
	{ "tnglora-4", &lora_4, &lora_signer },
};

/* OTP 0 to 7 (the books' section 2.3; atecc608.md 11.2). */
static const struct selector {
	const char *text;
	const char *chain;
} selectors[] = {
	{ "wdNxAjae", "tngtls-2" },
	{ "Rsuy5YJh", "tngtls-2" },
	{ "KQp2ZkD8", "tngtls-3" },
	{ "x6tjuZMy", "tngtls-3" },
	{ "MKMwyhP1", "tflxtls-4" },
	{ "BxZvm6q2", "tnglora-2" },
	{ "jsMu7iYO", "tnglora-4" },
	{ "09qJNxI3", "tnglora-4" },
};

const struct atca_chain_template *atca_template_named(const char *name)
{
	for (size_t i = 0; i < sizeof(chains) / sizeof(chains[0]); i++)
		if (strcmp(chains[i].name, name) == 0)
			return &chains[i];
	return NULL;
}

const struct atca_chain_template *atca_template_select(const uint8_t selector[ATCA_SELECTOR_BYTES])
{
	for (size_t i = 0; i < sizeof(selectors) / sizeof(selectors[0]); i++)
		if (memcmp(selectors[i].text, selector, ATCA_SELECTOR_BYTES) == 0)
			return atca_template_named(selectors[i].chain);
	return NULL;
}

static void put_hex(struct wbuf *w, const uint8_t *bytes, size_t len)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < len; i++) {
		wbuf_u8(w, (uint8_t)digits[bytes[i] >> 4]);
		wbuf_u8(w, (uint8_t)digits[bytes[i] & 0x0f]);
	}
}

static int put_field(struct wbuf *w, char letter, const struct atca_fields *fields)
{
	const uint8_t id[] = { (uint8_t)(fields->signer_id >> 8), (uint8_t)fields->signer_id };

	if ((letter == 'S' && !fields->serial) || (letter == 'E' && !fields->eui))
		return -EINVAL;
	if (letter == 'S')
		put_hex(w, fields->serial, ATCA_PART_SERIAL_BYTES);
	else if (letter == 'I')
		put_hex(w, id, sizeof(id));
	else if (letter == 'E')
		wbuf_put(w, fields->eui, fields->eui_len);
	else
		return -EINVAL;
	return 0;
}

static int put_text(struct wbuf *w, const char *text, const struct atca_fields *fields)
{
	int rc = 0;

	for (; rc == 0 && *text; text++) {
		if (*text == '%')
			rc = put_field(w, *++text, fields);
		else
			wbuf_u8(w, (uint8_t)*text);
	}
	return rc;
}

int atca_template_text(const char *text, const struct atca_fields *fields, char out[ATCA_TEXT_MAX])
{
	struct wbuf w = wbuf_to(out, ATCA_TEXT_MAX);
	int rc = put_text(&w, text, fields);

	wbuf_u8(&w, 0);
	return rc == 0 && wbuf_bad(&w) ? -ENOSPC : rc;
}

static int common_name(
	const char *text, const char *sesim, const struct atca_fields *fields, char out[ATCA_TEXT_MAX])
{
	struct wbuf w = wbuf_to(out, ATCA_TEXT_MAX);
	bool own = fields->names == ATCA_NAMES_SESIM;
	int rc = put_text(&w, own && sesim ? sesim : text, fields);

	if (own && !sesim)
		wbuf_put(&w, our_mark, sizeof(our_mark) - 1);
	wbuf_u8(&w, 0);
	return rc == 0 && wbuf_bad(&w) ? -ENOSPC : rc;
}

int atca_template_issuer(
	const struct atca_template *of, const struct atca_fields *fields, char out[ATCA_TEXT_MAX])
{
	return common_name(of->issuer, of->sesim_issuer, fields, out);
}

int atca_template_subject(
	const struct atca_template *of, const struct atca_fields *fields, char out[ATCA_TEXT_MAX])
{
	return common_name(of->subject, of->sesim_subject, fields, out);
}

const char *atca_template_organization(const struct atca_template *of, enum atca_names names)
{
	return names == ATCA_NAMES_SESIM ? ours : of->organization;
}
