/* sim/profiles/profile_names.c: names, placeholders, dates and extensions of certificates in words. */
#include <string.h>

#include "profile_draft.h"

/* --- placeholders */

struct place {
	const char *name;
	const char *kind; /* NULL: any */
	bool in_slots;
	size_t len; /* when filled in */
};

static const struct place places[] = {
	{ "serial", "atecc608", true, 18 },
	{ "serial", "se050", false, 36 },
	{ "uid", "se050", false, 36 },
	{ "uid-tail", "se050", false, 16 },
	{ "eui48", "atecc608", true, 12 },
	{ "eui64", "atecc608", true, 16 },
	{ "signer", NULL, false, 4 },
	{ "oef", "se050", false, 4 },
	{ "id", "atecc608", false, 2 },
	{ "id", "se050", false, 8 },
};

static const struct place *find_place(const struct draft *draft, struct span name, enum profile_places where)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (span_is(name, places[i].name) &&
			(!places[i].kind || strcmp(places[i].kind, draft->as.kind) == 0) &&
			(where == PLACES_CERTIFICATE || places[i].in_slots))
			return &places[i];
	return NULL;
}

static int no_such_place(struct draft *draft, struct span name, enum profile_places where)
{
	const bool atecc = draft->atecc != NULL;

	return draft_fail(draft, "there is no {%.*s} here: there are %s", span_shown(name), name.at,
		where == PLACES_SLOT ? "{serial}, {eui48} and {eui64}"
		: atecc              ? "{serial}, {eui48}, {eui64}, {signer} and {id}"
				     : "{serial}, {uid}, {uid-tail}, {oef}, {signer} and {id}");
}

int profile_check_text(struct draft *draft, struct span text, enum profile_places where, size_t *len)
{
	*len = 0;
	while (text.len > 0) {
		const char *brace = memchr(text.at, '{', text.len);
		const struct place *place;
		struct span name;

		*len += brace ? (size_t)(brace - text.at) : text.len;
		if (!brace)
			break;
		text.len -= (size_t)(brace - text.at) + 1;
		text.at = brace + 1;
		if (!memchr(text.at, '}', text.len))
			return draft_fail(draft, "a { has no } behind it");
		name = span_cut(&text, '}');
		place = find_place(draft, name, where);
		if (!place)
			return no_such_place(draft, name, where);
		*len += place->len;
	}
	return 0;
}

/* --- names */

static const struct {
	const char *name;
	enum profile_rdn type;
} rdns[] = {
	{ "C", PROFILE_COUNTRY },
	{ "ST", PROFILE_STATE },
	{ "L", PROFILE_LOCALITY },
	{ "O", PROFILE_ORGANIZATION },
	{ "OU", PROFILE_UNIT },
	{ "CN", PROFILE_COMMON_NAME },
	{ "serialNumber", PROFILE_SERIAL_NUMBER },
};

enum {
	TEXT_MAX = 64, /* RFC 5280's bound on most of them */
};

static bool is_country(struct span text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	return text.len == 2 && strchr(letters, text.at[0]) && strchr(letters, text.at[1]);
}

static int take_part(struct draft *draft, struct span part, struct profile_name *name)
{
	struct span text = part;
	struct span type = span_cut(&text, '=');
	size_t len;
	int rc;

	if (text.len == 0)
		return draft_fail(draft,
			"\"%.*s\" is no part of a name: TYPE=TEXT, as in /O=Acme/CN={serial}",
			span_shown(part), part.at);
	if (text.len > TEXT_MAX)
		return draft_fail(
			draft, "a part of the name has %zu characters: %d are the most", text.len, TEXT_MAX);
	if (name->n == PROFILE_RDN_MAX)
		return draft_fail(draft, "the name has more than %d parts", PROFILE_RDN_MAX);
	for (size_t i = 0; i < sizeof(rdns) / sizeof(rdns[0]); i++) {
		if (!span_is(type, rdns[i].name))
			continue;
		if (rdns[i].type == PROFILE_COUNTRY && !is_country(text))
			return draft_fail(
				draft, "\"%.*s\" is no country: two letters", span_shown(text), text.at);
		rc = profile_check_text(draft, text, PLACES_CERTIFICATE, &len);
		if (rc < 0)
			return rc;
		if (len > TEXT_MAX)
			return draft_fail(draft,
				"a part of the name has %zu characters when its placeholders are filled in: "
				"%d are "
				"the most",
				len, TEXT_MAX);
		name->part[name->n].type = rdns[i].type;
		return draft_string(draft, text, &name->part[name->n++].text);
	}
	return draft_fail(draft, "\"%.*s\" is no part of a name: C, ST, L, O, OU, CN, serialNumber",
		span_shown(type), type.at);
}

int profile_take_name(struct draft *draft, struct span value, struct profile_name *name)
{
	struct span rest = value;
	int rc = 0;

	if (span_cut(&rest, '/').len != 0 || value.len < 2)
		return draft_fail(draft, "\"%.*s\" is no name: it begins with /, as in /O=Acme/CN={serial}",
			span_shown(value), value.at);
	while (rc == 0 && rest.len > 0)
		rc = take_part(draft, span_cut(&rest, '/'), name);
	return rc;
}

/* --- dates */

static size_t days_of(size_t year, size_t month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (size_t)(month == 2 && leap);
}

int profile_take_date(struct draft *draft, struct span value, struct profile_date *date)
{
	struct span hour = value;
	struct span day = span_cut(&hour, 'T');
	struct span y = span_cut(&day, '-'), m = span_cut(&day, '-');
	size_t year, month, number, at = 0;

	if (y.len != 4 || m.len != 2 || day.len != 2 || !span_number(y, 9999, &year) || year < 1950 ||
		!span_number(m, 12, &month) || month == 0 ||
		!span_number(day, days_of(year, month), &number) || number == 0 ||
		(hour.len > 0 && (hour.len != 2 || !span_number(hour, 23, &at))))
		return draft_fail(draft,
			"\"%.*s\" is no date: YYYY-MM-DD, or YYYY-MM-DDTHH with an hour (UTC)",
			span_shown(value), value.at);
	*date = (struct profile_date){ (uint16_t)year, (uint8_t)month, (uint8_t)number, (uint8_t)at };
	return 0;
}

/* --- extensions */

struct bit_word {
	const char *name;
	unsigned int bit;
};

static const struct bit_word usages[] = {
	{ "digital-signature", PROFILE_DIGITAL_SIGNATURE },
	{ "non-repudiation", PROFILE_NON_REPUDIATION },
	{ "key-encipherment", PROFILE_KEY_ENCIPHERMENT },
	{ "data-encipherment", PROFILE_DATA_ENCIPHERMENT },
	{ "key-agreement", PROFILE_KEY_AGREEMENT },
	{ "cert-sign", PROFILE_KEY_CERT_SIGN },
	{ "crl-sign", PROFILE_CRL_SIGN },
	{ NULL, 0 },
};

static const struct bit_word extended_usages[] = {
	{ "server-auth", PROFILE_SERVER_AUTH },
	{ "client-auth", PROFILE_CLIENT_AUTH },
	{ NULL, 0 },
};

static int take_bits(struct draft *draft, struct span rest, const struct bit_word *words,
	struct profile_extension *extension)
{
	while (rest.len > 0) {
		struct span word = span_word(&rest);
		const struct bit_word *known = words;

		while (known->name && !span_is(word, known->name))
			known++;
		if (!known->name)
			return draft_fail(draft, "\"%.*s\" is no %s", span_shown(word), word.at,
				words == usages
					? "key usage: digital-signature, non-repudiation, key-encipherment, "
					  "data-encipherment, key-agreement, cert-sign, crl-sign"
					: "extended key usage: server-auth, client-auth");
		extension->bits |= known->bit;
	}
	return extension->bits ? 0 : draft_fail(draft, "the extension says no usage");
}

static int take_constraints(struct draft *draft, struct span rest, struct profile_extension *extension)
{
	size_t path;

	extension->path_length = -1;
	while (rest.len > 0) {
		struct span word = span_word(&rest);
		struct span number = word;

		if (span_is(word, "ca")) {
			extension->ca = true;
		} else if (span_is(span_cut(&number, '='), "path") && span_number(number, 99, &path)) {
			extension->path_length = (int)path;
		} else {
			return draft_fail(draft,
				"\"%.*s\" is nothing that basic-constraints says: ca, path=N",
				span_shown(word), word.at);
		}
	}
	if (extension->path_length >= 0 && !extension->ca)
		return draft_fail(draft, "path=N is of one that is ca");
	return 0;
}

/* directory, dns or uri, and a text in quotation marks. */
static int take_alt_name(struct draft *draft, struct span rest, struct profile_extension *extension)
{
	struct span word = span_word(&rest), text;
	size_t len;
	int rc;

	if (!span_quoted(rest, &text) || text.len == 0)
		return draft_fail(
			draft, "subject-alt-name wants directory, dns or uri and a text: uri \"...\"");
	if (span_is(word, "directory"))
		return profile_take_name(draft, text, &extension->name);
	if (!span_is(word, "dns") && !span_is(word, "uri"))
		return draft_fail(draft, "\"%.*s\" is no kind of subject-alt-name: directory, dns, uri",
			span_shown(word), word.at);
	rc = profile_check_text(draft, text, PLACES_CERTIFICATE, &len);
	if (rc == 0 && len > PROFILE_TEXT_MAX)
		return draft_fail(draft,
			"the name has %zu characters when its placeholders are filled in: %d are the most",
			len, PROFILE_TEXT_MAX);
	return rc < 0 ? rc
		      : draft_string(draft, text, span_is(word, "dns") ? &extension->dns : &extension->uri);
}

/* Nothing: that of the signer; else 20 bytes: another one, which the host's template has. */
static int take_authority_key_id(struct draft *draft, struct span rest, struct profile_extension *extension)
{
	if (rest.len == 0)
		return 0;
	extension->has_key_id = true;
	if (span_bytes(rest, extension->key_id, sizeof(extension->key_id)) != PROFILE_KEY_ID)
		return draft_fail(draft, "\"%.*s\" is no key id: %d hex digits, or nothing for the signer's",
			span_shown(rest), rest.at, 2 * PROFILE_KEY_ID);
	return 0;
}

static const char *const extension_names[] = {
	[PROFILE_BASIC_CONSTRAINTS] = "basic-constraints",
	[PROFILE_KEY_USAGE] = "key-usage",
	[PROFILE_EXTENDED_KEY_USAGE] = "extended-key-usage",
	[PROFILE_SUBJECT_KEY_ID] = "subject-key-id",
	[PROFILE_AUTHORITY_KEY_ID] = "authority-key-id",
	[PROFILE_SUBJECT_ALT_NAME] = "subject-alt-name",
};

static int take_body(struct draft *draft, struct span rest, struct profile_extension *extension)
{
	switch (extension->type) {
	case PROFILE_BASIC_CONSTRAINTS:
		return take_constraints(draft, rest, extension);
	case PROFILE_KEY_USAGE:
		return take_bits(draft, rest, usages, extension);
	case PROFILE_EXTENDED_KEY_USAGE:
		return take_bits(draft, rest, extended_usages, extension);
	case PROFILE_SUBJECT_ALT_NAME:
		return take_alt_name(draft, rest, extension);
	case PROFILE_AUTHORITY_KEY_ID:
		return take_authority_key_id(draft, rest, extension);
	case PROFILE_SUBJECT_KEY_ID:
		break;
	}
	return rest.len == 0 ? 0
			     : draft_fail(draft, "%s says nothing more: \"%.*s\" is too much",
				       extension_names[extension->type], span_shown(rest), rest.at);
}

int profile_take_extension(struct draft *draft, struct span value, struct profile_certificate *certificate)
{
	struct span rest = value, name = span_word(&rest), after;
	struct profile_extension extension = { .path_length = -1 };
	const size_t n = sizeof(extension_names) / sizeof(extension_names[0]);
	size_t type = 0;
	int rc;

	while (type < n && !span_is(name, extension_names[type]))
		type++;
	if (type == n)
		return draft_fail(draft,
			"there is no extension \"%.*s\": basic-constraints, key-usage, extended-key-usage, "
			"subject-key-id, authority-key-id, subject-alt-name",
			span_shown(name), name.at);
	for (size_t i = 0; i < certificate->n_extensions; i++)
		if (certificate->extensions[i].type == (enum profile_extension_type)type)
			return draft_fail(draft, "extension %s is given twice", extension_names[type]);
	if (certificate->n_extensions == PROFILE_EXTENSIONS_MAX)
		return draft_fail(draft, "there are more than %d extensions", PROFILE_EXTENSIONS_MAX);
	extension.type = (enum profile_extension_type)type;
	after = rest;
	if (span_is(span_word(&after), "critical")) {
		extension.critical = true;
		rest = after;
	}
	rc = take_body(draft, rest, &extension);
	if (rc == 0)
		certificate->extensions[certificate->n_extensions++] = extension;
	return rc;
}
