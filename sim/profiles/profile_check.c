/* sim/profiles/profile_check.c: whether certificates that a profile describes can be made of every part. */
#include <stdio.h>
#include <string.h>

#include "profile_draft.h"

enum {
	HOUSE_BEGIN = 2025, /* where begin is left out */
	LAST_YEAR = 9999,   /* RFC 5280 4.1.2.5.2 */
	ATECC_SERIAL = 9,
	COMPRESSED_FIRST = 2000,
};

/* Which of them is judged: a part's certificate, or an authority and its own. */
struct judged {
	const struct profile_certificate *as;
	const struct draft_authority *authority; /* NULL: a part's */
	char who[16 + PROFILE_NAME_MAX];         /* "authority acme-root" */
};

static bool is_leap(unsigned int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int check_dates(struct draft *draft, const struct judged *judged)
{
	const struct profile_certificate *as = judged->as;
	const unsigned int end = (as->begin.year ? as->begin.year : (unsigned int)HOUSE_BEGIN) + as->years;

	if (as->years == 0)
		return 0;
	if (end > LAST_YEAR)
		return draft_fail(draft, "%s ends in %u: %d is the last year there is, and years = 0 no end",
			judged->who, end, LAST_YEAR);
	if (as->begin.month == 2 && as->begin.day == 29 && !is_leap(end))
		return draft_fail(draft,
			"%s begins on 29 February, a day that %u has not, when it ends: begin on another",
			judged->who, end);
	return 0;
}

/* Its form has 5 bits for the year and for the years (7 each in formats 1 and 2). */
static int check_compressed(struct draft *draft, const struct profile_certificate *as, uint8_t format)
{
	const unsigned int bits = format == 0 ? 31 : 127;
	const unsigned int year = as->begin.year ? as->begin.year : (unsigned int)HOUSE_BEGIN;

	if (year < COMPRESSED_FIRST || year > COMPRESSED_FIRST + bits)
		return draft_fail(draft, "a compressed certificate begins from %d to %u, not %u",
			COMPRESSED_FIRST, COMPRESSED_FIRST + bits, year);
	if (as->years > bits)
		return draft_fail(draft,
			"a compressed certificate is good for %u years at most, or 0 for no end", bits);
	return 0;
}

static int check_key_and_dates(struct draft *draft, const struct judged *judged)
{
	if (!draft->atecc)
		return draft_fail(draft,
			"serial = key-and-dates is for an ATECC's certificates: derived, part or hex .. for "
			"an SE05x's");
	if (judged->authority && judged->authority->key_type != PROFILE_KEY_P256)
		return draft_fail(
			draft, "%s has no key of P-256: serial = key-and-dates is of one", judged->who);
	return check_compressed(draft, judged->as, judged->as->format);
}

static int check_serial(struct draft *draft, const struct judged *judged)
{
	const size_t part = draft->atecc ? (size_t)ATECC_SERIAL : (size_t)PROFILE_SE050_UNIQUE_ID;
	const size_t len = part + judged->as->serial_len;

	if (judged->as->serial == PROFILE_SERIAL_KEY_AND_DATES)
		return check_key_and_dates(draft, judged);
	if (judged->as->serial != PROFILE_SERIAL_PART)
		return 0;
	if (judged->authority)
		return draft_fail(
			draft, "%s has no part's serial number: serial = derived, or hex ..", judged->who);
	if (len > PROFILE_CERTIFICATE_SERIAL_MAX)
		return draft_fail(draft, "%s has a serial number of %zu bytes: %d are the most", judged->who,
			len, PROFILE_CERTIFICATE_SERIAL_MAX);
	return 0;
}

int profile_check_eui(struct draft *draft, const char *text)
{
	const size_t len = draft->atecc ? draft->atecc->as.eui_len : 0;

	if (strstr(text, "{eui48}") && len != 6)
		return draft_fail(draft, "{eui48} wants a line eui48 = .. in [slots]");
	if (strstr(text, "{eui64}") && len != 8)
		return draft_fail(draft, "{eui64} wants a line eui64 = .. in [slots]");
	return 0;
}

static int check_text(struct draft *draft, const struct judged *judged, const char *text)
{
	static const char signer[] = "{signer}";
	const char *brace = judged->authority ? strchr(text, '{') : NULL;

	for (; brace; brace = strchr(brace + 1, '{'))
		if (strncmp(brace, signer, sizeof(signer) - 1) != 0)
			return draft_fail(draft,
				"%s is no part: of placeholders its names have {signer} alone", judged->who);
	return profile_check_eui(draft, text);
}

/* RFC 5280 appendix A, X.680 41.4; what placeholders stand for is of it. */
static int check_printable(struct draft *draft, const char *text)
{
	static const char printable[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 "
					"'()+,-./:=?";
	const char *at = text;

	while (*at) {
		if (*at == '{')
			at += strcspn(at, "}");
		else if (!strchr(printable, *at))
			return draft_fail(draft,
				"\"%s\" has a '%c', which no printable string has: strings = utf8", text,
				*at);
		at++;
	}
	return 0;
}

static int check_name(struct draft *draft, const struct judged *judged, const struct profile_name *name)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < name->n; i++) {
		rc = check_text(draft, judged, name->part[i].text);
		if (rc == 0 && judged->as->strings == PROFILE_PRINTABLE)
			rc = check_printable(draft, name->part[i].text);
	}
	return rc;
}

static int check_names(struct draft *draft, const struct judged *judged)
{
	const struct profile_certificate *as = judged->as;
	const struct profile_name *const names[] = { &as->issuer, &as->subject, &as->sesim_issuer,
		&as->sesim_subject };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < sizeof(names) / sizeof(names[0]); i++)
		rc = check_name(draft, judged, names[i]);
	for (size_t i = 0; rc == 0 && i < as->n_extensions; i++) {
		const struct profile_extension *extension = &as->extensions[i];

		rc = check_name(draft, judged, &extension->name);
		if (rc == 0 && extension->dns)
			rc = check_text(draft, judged, extension->dns);
		if (rc == 0 && extension->uri)
			rc = check_text(draft, judged, extension->uri);
	}
	return rc;
}

static int judge(struct draft *draft, const struct judged *judged)
{
	int rc = check_dates(draft, judged);

	if (rc == 0)
		rc = check_serial(draft, judged);
	return rc == 0 ? check_names(draft, judged) : rc;
}

/* An authority's own in a slot: its key and its signature are of the form's lengths. */
static int check_of(struct draft *draft, const struct draft_certificate *certificate)
{
	const struct draft_authority *of = draft->authorities[certificate->of];
	const int signer = of->certificate.signer;
	const struct draft_authority *by = signer == DRAFT_NONE ? of : draft->authorities[signer];
	const struct draft_authority *wrong = of->key_type != PROFILE_KEY_P256 ? of : by;

	if (!draft->atecc)
		return 0;
	if (wrong->key_type != PROFILE_KEY_P256)
		return draft_fail(draft,
			"a compressed certificate is of a key of P-256, and signed by one: authority %s has "
			"none",
			wrong->name);
	return check_compressed(draft, &of->certificate.as, certificate->as.format);
}

static int check_certificate(struct draft *draft, const struct draft_certificate *certificate)
{
	struct judged judged = { .as = &certificate->as };
	int rc;

	draft->here = certificate->mark;
	if (certificate->of != DRAFT_NONE)
		return check_of(draft, certificate);
	snprintf(judged.who, sizeof(judged.who), "certificate %s", certificate->as.name);
	rc = judge(draft, &judged);
	return rc == 0 && draft->atecc ? check_compressed(draft, &certificate->as, certificate->as.format)
				       : rc;
}

int profile_check_certificates(struct draft *draft)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < draft->n_authorities; i++) {
		const struct draft_authority *authority = draft->authorities[i];
		struct judged judged = { .as = &authority->certificate.as, .authority = authority };

		draft->here = authority->certificate.mark;
		snprintf(judged.who, sizeof(judged.who), "authority %s", authority->name);
		rc = judge(draft, &judged);
	}
	for (size_t i = 0; rc == 0 && i < draft->n_certificates; i++)
		rc = check_certificate(draft, draft->certificates[i]);
	return rc;
}
