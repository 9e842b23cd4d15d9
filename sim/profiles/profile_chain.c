/* sim/profiles/profile_chain.c: who signs, and what: [authority NAME] and [certificate NAME]. */
#include <string.h>

#include "profile_draft.h"

enum {
	COMPRESSED = 72,
	SERIAL_LEN = 16,
};

/* --- what both sections have */

static struct profile_certificate *open_one(struct draft *draft)
{
	return &draft->certificate->as;
}

int draft_authority(struct draft *draft, struct span name)
{
	for (size_t i = 0; i < draft->n_authorities; i++)
		if (span_is(name, draft->authorities[i]->name))
			return (int)i;
	return draft_fail(draft, "no [authority %.*s] stands above", span_shown(name), name.at);
}

static int take_signer(struct draft *draft, struct span value)
{
	const int signer = span_is(value, "self") ? DRAFT_NONE : draft_authority(draft, value);

	if (signer < DRAFT_NONE)
		return signer;
	draft->certificate->signer = signer;
	return 0;
}

static int take_issuer(struct draft *draft, struct span value)
{
	return profile_take_name(draft, value, &open_one(draft)->issuer);
}

static int take_subject(struct draft *draft, struct span value)
{
	return profile_take_name(draft, value, &open_one(draft)->subject);
}

static int take_sesim_issuer(struct draft *draft, struct span value)
{
	return profile_take_name(draft, value, &open_one(draft)->sesim_issuer);
}

static int take_sesim_subject(struct draft *draft, struct span value)
{
	return profile_take_name(draft, value, &open_one(draft)->sesim_subject);
}

static int take_strings(struct draft *draft, struct span value)
{
	open_one(draft)->strings = span_is(value, "printable") ? PROFILE_PRINTABLE : PROFILE_UTF8;
	if (!span_is(value, "printable") && !span_is(value, "utf8"))
		return draft_fail(draft, "\"%.*s\" is no type of strings: utf8 or printable",
			span_shown(value), value.at);
	return 0;
}

static int take_begin(struct draft *draft, struct span value)
{
	return profile_take_date(draft, value, &open_one(draft)->begin);
}

static int take_years(struct draft *draft, struct span value)
{
	size_t years;

	if (!span_number(value, 999, &years))
		return draft_fail(draft, "\"%.*s\" is no number of years: from 1 to 999, or 0 for no end",
			span_shown(value), value.at);
	open_one(draft)->years = (unsigned int)years;
	return 0;
}

/* derived [N], key-and-dates, part, part .., hex .. */
static int take_serial(struct draft *draft, struct span value)
{
	struct profile_certificate *as = open_one(draft);
	struct span rest = value, word = span_word(&rest);
	int n;

	if (span_is(word, "hex")) {
		n = span_bytes(rest, as->serial_bytes, sizeof(as->serial_bytes));
		if (n < 1 || as->serial_bytes[0] & 0x80)
			return draft_fail(draft,
				"\"%.*s\" is no serial number: 1 to %d bytes in hex, the first below 80",
				span_shown(rest), rest.at, PROFILE_CERTIFICATE_SERIAL_MAX);
		as->serial = PROFILE_SERIAL_FIXED;
		as->serial_len = (size_t)n;
		return 0;
	}
	if (span_is(word, "part") && rest.len > 0) {
		n = span_bytes(rest, as->serial_bytes, sizeof(as->serial_bytes));
		if (n < 1)
			return draft_fail(draft,
				"\"%.*s\" is nothing to put behind the part's serial number: bytes in hex",
				span_shown(rest), rest.at);
		as->serial = PROFILE_SERIAL_PART;
		as->serial_len = (size_t)n;
		return 0;
	}
	if (span_is(word, "derived") && rest.len > 0) {
		if (!span_number(rest, PROFILE_CERTIFICATE_SERIAL_MAX, &as->serial_len) ||
			as->serial_len == 0)
			return draft_fail(draft, "\"%.*s\" is no length of a serial number: 1 to %d",
				span_shown(rest), rest.at, PROFILE_CERTIFICATE_SERIAL_MAX);
		as->serial = PROFILE_SERIAL_DERIVED;
		return 0;
	}
	as->serial_len = span_is(value, "part") ? 0 : SERIAL_LEN;
	as->serial = span_is(value, "key-and-dates") ? PROFILE_SERIAL_KEY_AND_DATES
		     : span_is(value, "part")        ? PROFILE_SERIAL_PART
						     : PROFILE_SERIAL_DERIVED;
	if (as->serial == PROFILE_SERIAL_DERIVED && !span_is(value, "derived"))
		return draft_fail(draft,
			"\"%.*s\" is no serial number: derived, derived N, key-and-dates, part, part .., hex "
			"..",
			span_shown(value), value.at);
	return 0;
}

static int take_null_parameters(struct draft *draft, struct span value)
{
	if (!span_yes_or_no(value, &open_one(draft)->null_parameters))
		return draft_fail(draft, "\"%.*s\" is neither yes nor no", span_shown(value), value.at);
	return 0;
}

static int take_extension(struct draft *draft, struct span value)
{
	return profile_take_extension(draft, value, open_one(draft));
}

static int take_source(struct draft *draft, struct span value)
{
	return draft_string(draft, value, &open_one(draft)->source);
}

static void begin(struct draft_certificate *certificate, const struct draft *draft)
{
	certificate->signer = DRAFT_NONE;
	certificate->of = DRAFT_NONE;
	certificate->mark = draft->here;
	certificate->as.serial_len = SERIAL_LEN;
}

/* The name of a section, which says who is meant elsewhere. */
static int take_name(struct draft *draft, struct span argument, const char **name)
{
	int rc;

	if (argument.len > PROFILE_NAME_MAX || memchr(argument.at, ' ', argument.len))
		return draft_fail(draft, "\"%.*s\" is no name: one word of %d characters at most",
			span_shown(argument), argument.at, PROFILE_NAME_MAX);
	rc = draft_check_name(draft, argument);
	return rc < 0 ? rc : draft_string(draft, argument, name);
}

/* --- [authority NAME] */

static struct draft_authority *last_authority(struct draft *draft)
{
	return draft->authorities[draft->n_authorities - 1];
}

static int open_authority(struct draft *draft, struct span argument)
{
	struct draft_authority *authority;

	if (!draft->as.kind)
		return draft_fail(draft, "[authority] stands before the line that says the kind");
	for (size_t i = 0; i < draft->n_authorities; i++)
		if (span_is(argument, draft->authorities[i]->name))
			return draft_fail(draft, "authority %s is given twice", draft->authorities[i]->name);
	if (draft->n_authorities == DRAFT_AUTHORITIES)
		return draft_fail(draft, "there are more than %d authorities", DRAFT_AUTHORITIES);
	authority = arena_take(draft->arena, sizeof(*authority));
	if (!authority)
		return draft_no_memory(draft);
	authority->signer_id = 0xffff;
	begin(&authority->certificate, draft);
	draft->authorities[draft->n_authorities++] = authority;
	draft->certificate = &authority->certificate;
	return take_name(draft, argument, &authority->name);
}

static int take_key_type(struct draft *draft, struct span value)
{
	static const char *const names[] = {
		[PROFILE_KEY_P256] = "p-256",
		[PROFILE_KEY_P384] = "p-384",
		[PROFILE_KEY_P521] = "p-521",
		[PROFILE_KEY_RSA2048] = "rsa-2048",
		[PROFILE_KEY_RSA3072] = "rsa-3072",
		[PROFILE_KEY_RSA4096] = "rsa-4096",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_is(value, names[i])) {
			last_authority(draft)->key_type = (enum profile_key_type)i;
			return 0;
		}
	return draft_fail(draft,
		"\"%.*s\" is no type of key: p-256, p-384, p-521, rsa-2048, rsa-3072, rsa-4096",
		span_shown(value), value.at);
}

static int take_signer_id(struct draft *draft, struct span value)
{
	uint32_t id;

	if (!span_hex(value, 4, &id))
		return draft_fail(
			draft, "\"%.*s\" is no signer's id: 4 hex digits", span_shown(value), value.at);
	last_authority(draft)->signer_id = (uint16_t)id;
	return 0;
}

static const struct draft_key authority_keys[] = {
	{ "key", take_key_type, KEY_NEEDED },
	{ "signer-id", take_signer_id, 0 },
	{ "signer", take_signer, 0 },
	{ "issuer", take_issuer, 0 },
	{ "subject", take_subject, KEY_NEEDED },
	{ "sesim-issuer", take_sesim_issuer, 0 },
	{ "sesim-subject", take_sesim_subject, 0 },
	{ "strings", take_strings, 0 },
	{ "begin", take_begin, 0 },
	{ "years", take_years, KEY_NEEDED },
	{ "serial", take_serial, 0 },
	{ "null-parameters", take_null_parameters, 0 },
	{ "extension", take_extension, KEY_AGAIN },
	{ "source", take_source, 0 },
};

/* --- [certificate NAME] */

static int open_certificate(struct draft *draft, struct span argument)
{
	struct draft_certificate *certificate;

	if (!draft->as.kind)
		return draft_fail(draft, "[certificate] stands before the line that says the kind");
	for (size_t i = 0; i < draft->n_certificates; i++)
		if (span_is(argument, draft->certificates[i]->as.name))
			return draft_fail(
				draft, "certificate %s is given twice", draft->certificates[i]->as.name);
	if (draft->n_certificates == DRAFT_CERTIFICATES)
		return draft_fail(draft, "there are more than %d certificates", DRAFT_CERTIFICATES);
	certificate = arena_take(draft->arena, sizeof(*certificate));
	if (!certificate)
		return draft_no_memory(draft);
	begin(certificate, draft);
	draft->certificates[draft->n_certificates++] = certificate;
	draft->certificate = certificate;
	return take_name(draft, argument, &certificate->as.name);
}

/* SLOT or SLOT+OFFSET */
static int take_slot(struct draft *draft, struct span value)
{
	struct profile_certificate *as = open_one(draft);
	struct span offset = value;
	struct span slot = span_cut(&offset, '+');
	size_t number, at = 0;

	if (!draft->atecc)
		return draft_fail(draft, "an SE05x has objects, no slots: object = ID");
	if (!span_number(slot, PROFILE_ATECC_SLOTS - 1, &number))
		return draft_fail(draft, "\"%.*s\" is no slot: there are 0 to %d", span_shown(slot), slot.at,
			PROFILE_ATECC_SLOTS - 1);
	if (slot.len < value.len && !span_number(offset, 999, &at))
		return draft_fail(
			draft, "\"%.*s\" is no byte of slot %zu", span_shown(offset), offset.at, number);
	if (at + COMPRESSED > profile_slot_length(number))
		return draft_fail(draft,
			"slot %zu has %zu bytes: a compressed certificate has %d, and does not fit at byte "
			"%zu",
			number, profile_slot_length(number), COMPRESSED, at);
	as->at = (uint32_t)number;
	as->offset = at;
	as->size = COMPRESSED;
	return 0;
}

static int take_object(struct draft *draft, struct span value)
{
	if (!draft->se050)
		return draft_fail(draft, "an ATECC has slots, no objects: slot = N");
	if (!span_hex(value, 8, &open_one(draft)->at))
		return draft_fail(
			draft, "\"%.*s\" is no object's id: 8 hex digits", span_shown(value), value.at);
	return 0;
}

static int take_key(struct draft *draft, struct span value)
{
	size_t slot;

	if (draft->se050 && !span_hex(value, 8, &open_one(draft)->key))
		return draft_fail(
			draft, "\"%.*s\" is no object's id: 8 hex digits", span_shown(value), value.at);
	if (!draft->atecc)
		return 0;
	if (!span_number(value, PROFILE_ATECC_SLOTS - 1, &slot))
		return draft_fail(draft, "\"%.*s\" is no slot: there are 0 to %d", span_shown(value),
			value.at, PROFILE_ATECC_SLOTS - 1);
	open_one(draft)->key = (uint32_t)slot;
	return 0;
}

static int take_of(struct draft *draft, struct span value)
{
	const int of = draft_authority(draft, value);

	if (of < 0)
		return of;
	draft->certificate->of = of;
	return 0;
}

/* One hex digit. */
static int take_nibble(struct draft *draft, struct span value, uint8_t most, uint8_t *to)
{
	uint32_t number;

	if (!draft->atecc)
		return draft_fail(draft, "an SE05x has no compressed certificates");
	if (!span_hex(value, 1, &number) || number > most)
		return draft_fail(draft, "\"%.*s\" is not one hex digit from 0 to %X", span_shown(value),
			value.at, most);
	*to = (uint8_t)number;
	return 0;
}

static int take_template(struct draft *draft, struct span value)
{
	return take_nibble(draft, value, 15, &open_one(draft)->template_id);
}

static int take_chain(struct draft *draft, struct span value)
{
	return take_nibble(draft, value, 15, &open_one(draft)->chain_id);
}

static int take_serial_source(struct draft *draft, struct span value)
{
	return take_nibble(draft, value, 15, &open_one(draft)->serial_source);
}

static int take_format(struct draft *draft, struct span value)
{
	return take_nibble(draft, value, 2, &open_one(draft)->format);
}

enum {
	KEY_SLOT,
	KEY_OBJECT,
	KEY_KEY,
	KEY_OF,
	KEY_SIGNER,
	KEY_ISSUER,
	KEY_SUBJECT,
	KEY_SERIAL_SOURCE = 17,
};

static const struct draft_key certificate_keys[] = {
	[KEY_SLOT] = { "slot", take_slot, 0 },
	[KEY_OBJECT] = { "object", take_object, 0 },
	[KEY_KEY] = { "key", take_key, 0 },
	[KEY_OF] = { "of", take_of, 0 },
	[KEY_SIGNER] = { "signer", take_signer, 0 },
	[KEY_ISSUER] = { "issuer", take_issuer, 0 },
	[KEY_SUBJECT] = { "subject", take_subject, 0 },
	{ "sesim-issuer", take_sesim_issuer, 0 },
	{ "sesim-subject", take_sesim_subject, 0 },
	{ "strings", take_strings, 0 },
	{ "begin", take_begin, 0 },
	{ "years", take_years, 0 },
	{ "serial", take_serial, 0 },
	{ "null-parameters", take_null_parameters, 0 },
	{ "extension", take_extension, KEY_AGAIN },
	{ "template", take_template, 0 },
	{ "chain", take_chain, 0 },
	[KEY_SERIAL_SOURCE] = { "serial-source", take_serial_source, 0 },
	{ "format", take_format, 0 },
	{ "source", take_source, 0 },
};

static bool has(const struct draft *draft, int key)
{
	return draft->given >> key & 1;
}

static int close_certificate(struct draft *draft)
{
	const struct draft_certificate *certificate = draft->certificate;
	const char *name = certificate->as.name;
	const uint32_t own = (UINT32_C(1) << KEY_SLOT) | (UINT32_C(1) << KEY_OBJECT) |
			     (UINT32_C(1) << KEY_OF) | (UINT32_C(0x1f) << (KEY_SERIAL_SOURCE - 2));

	draft->here = certificate->mark;
	if (!has(draft, draft->atecc ? KEY_SLOT : KEY_OBJECT))
		return draft_fail(
			draft, "certificate %s lacks %s", name, draft->atecc ? "slot = N" : "object = ID");
	if (has(draft, KEY_OF)) {
		if (draft->given & ~own)
			return draft_fail(draft,
				"certificate %s is authority %s's, which says all of it: here is only where "
				"it stands",
				name, draft->authorities[certificate->of]->name);
		return 0;
	}
	if (!has(draft, KEY_KEY))
		return draft_fail(draft, "certificate %s lacks key = %s, whose key it is of", name,
			draft->atecc ? "SLOT" : "ID");
	if (!has(draft, KEY_SIGNER) || certificate->signer == DRAFT_NONE)
		return draft_fail(draft, "certificate %s lacks signer = AUTHORITY", name);
	if (!has(draft, KEY_SUBJECT))
		return draft_fail(draft, "certificate %s lacks subject = /CN=..", name);
	if (!draft->atecc)
		return 0;
	if (draft->authorities[certificate->signer]->key_type != PROFILE_KEY_P256)
		return draft_fail(draft,
			"a compressed certificate is signed by a key of P-256: authority %s has none",
			draft->authorities[certificate->signer]->name);
	return 0;
}

const struct draft_section profile_sections_certificate[2] = {
	{ "authority", NULL, "NAME", open_authority, authority_keys,
		sizeof(authority_keys) / sizeof(authority_keys[0]), NULL, NULL },
	{ "certificate", NULL, "NAME", open_certificate, certificate_keys,
		sizeof(certificate_keys) / sizeof(certificate_keys[0]), NULL, close_certificate },
};

/* --- the end */

static void finish(struct profile_certificate *certificate, const struct mark *mark)
{
	certificate->file = mark->file;
	certificate->line = mark->line;
	if (!certificate->source)
		certificate->source = "";
}

static const struct profile_authority *numbered(const struct profile_authority *authorities, int nth)
{
	return nth < 0 ? NULL : &authorities[nth];
}

int profile_finish_certificates(struct draft *draft)
{
	struct profile_authority *authorities =
		arena_take(draft->arena, draft->n_authorities * sizeof(*authorities));

	draft->made = arena_take(draft->arena, draft->n_certificates * sizeof(*draft->made));
	if (!authorities || !draft->made)
		return draft_no_memory(draft);
	for (size_t i = 0; i < draft->n_authorities; i++) {
		const struct draft_authority *from = draft->authorities[i];

		authorities[i] = (struct profile_authority){ .name = from->name,
			.key_type = from->key_type,
			.signer_id = from->signer_id,
			.certificate = from->certificate.as };
		authorities[i].certificate.name = from->name;
		finish(&authorities[i].certificate, &from->certificate.mark);
		authorities[i].certificate.signer = numbered(authorities, from->certificate.signer);
	}
	for (size_t i = 0; i < draft->n_certificates; i++) {
		draft->made[i] = draft->certificates[i]->as;
		finish(&draft->made[i], &draft->certificates[i]->mark);
		draft->made[i].signer = numbered(authorities, draft->certificates[i]->signer);
		draft->made[i].of = numbered(authorities, draft->certificates[i]->of);
	}
	draft->as.authorities = authorities;
	draft->as.n_authorities = draft->n_authorities;
	draft->as.certificates = draft->made;
	draft->as.n_certificates = draft->n_certificates;
	return 0;
}
