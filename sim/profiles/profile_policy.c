/* sim/profiles/profile_policy.c: policies in words: "F0000020: READ WRITE; *: READ" (AN12413 3.7, table 50). */
#include <string.h>

#include "profile_draft.h"

enum {
	ENTRY = 9, /* length, user, header */
	ENTRIES_MAX = 16,
	/* AN12413 4.3.11 */
	CLASS_BINARY = 0x0b,
	CLASS_USER_ID = 0x0c,
	CLASS_COUNTER = 0x0d,
};

struct rule {
	const char *name;
	uint32_t bit;
};

enum {
	READ = 0x00200000,
	WRITE = 0x00100000,
	GEN = 0x00080000,
	DELETE = 0x00040000,
	REQUIRE_SM = 0x00020000,
	FORBID_ALL = 0x20000000,
	FILE_RULES = READ | WRITE | DELETE | REQUIRE_SM | FORBID_ALL,
	USER_RULES = FILE_RULES | GEN,
};

/* The words of `sesim chip show`. REQUIRE_PCR_VALUE is not among them: it wants a PCR and its value. */
static const struct rule rules[] = {
	{ "READ", READ },
	{ "WRITE", WRITE },
	{ "GEN", GEN },
	{ "DELETE", DELETE },
	{ "SIGN", 0x10000000 },
	{ "VERIFY", 0x08000000 },
	{ "KA", 0x04000000 },
	{ "ENC", 0x02000000 },
	{ "DEC", 0x01000000 },
	{ "KDF", 0x00800000 },
	{ "WRAP", 0x00400000 },
	{ "ATTESTATION", 0x00008000 },
	{ "IMPORT_EXPORT", 0x00001000 },
	{ "REQUIRE_SM", REQUIRE_SM },
	{ "FORBID_ALL", FORBID_ALL },
	{ "TLS_KDF", UINT32_C(0x80000000) },
	{ "TLS_PMS", 0x40000000 },
	{ "PBKDF", 0x00000080 },
	{ "DESFIRE_AUTHENTICATION", 0x00004000 },
	{ "DESFIRE_DUMP_SESSION_KEYS", 0x00002000 },
	{ "DESFIRE_CHANGEKEY", 0x00000200 },
	{ "DESFIRE_KDF", 0x00000040 },
	{ "FORBID_DERIVED_OUTPUT", 0x00000800 },
	{ "KDF_EXT_RANDOM", 0x00000400 },
	{ "DERIVED_INPUT", 0x00000100 },
	{ "FORBID_EXTERNAL_IV", 0x00000020 },
	{ "USAGE_AS_HMAC_PEPPER", 0x00000010 },
};

static int take_rule(struct draft *draft, struct span word, uint32_t *header)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (!span_is(word, rules[i].name))
			continue;
		*header |= rules[i].bit;
		return 0;
	}
	return draft_fail(draft,
		"policy has no word \"%.*s\": there are READ WRITE GEN DELETE SIGN VERIFY KA ENC DEC KDF "
		"WRAP "
		"ATTESTATION IMPORT_EXPORT REQUIRE_SM FORBID_ALL, and those of docs/PROFILES.md",
		span_shown(word), word.at);
}

static uint8_t *put_be32(uint8_t *to, uint32_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		*to++ = (uint8_t)(value >> shift);
	return to;
}

/* USER: RULE RULE... */
static int take_entry(struct draft *draft, struct span text, uint8_t *to)
{
	struct span rest = text;
	struct span who = span_trimmed(span_cut(&rest, ':'));
	uint32_t user = 0, header = 0;
	int rc = 0;

	rest = span_trimmed(rest);
	if (!span_is(who, "*") && (!span_hex(who, 8, &user) || user == 0))
		return draft_fail(draft,
			"\"%.*s\" is no user: an entry of a policy is ID: RULES, with an object id of 8 hex "
			"digits, or * "
			"for everybody else",
			span_shown(who), who.at);
	if (rest.len == 0)
		return draft_fail(draft, "the policy says nothing of %.*s: ID: READ WRITE ...",
			span_shown(who), who.at);
	while (rc == 0 && rest.len > 0)
		rc = take_rule(draft, span_word(&rest), &header);
	*to++ = ENTRY - 1;
	put_be32(put_be32(to, user), header);
	return rc;
}

int profile_take_policy(struct draft *draft, struct span value, struct profile_se050_object *object)
{
	uint8_t bytes[ENTRIES_MAX * ENTRY];
	size_t n = 0;
	int rc = 0;

	if (span_is(value, "default"))
		return 0;
	while (rc == 0 && value.len > 0) {
		if (n == ENTRIES_MAX)
			return draft_fail(draft, "the policy has more than %d entries", ENTRIES_MAX);
		rc = take_entry(draft, span_cut(&value, ';'), bytes + n * ENTRY);
		for (size_t i = 0; rc == 0 && i < n; i++)
			if (memcmp(bytes + i * ENTRY + 1, bytes + n * ENTRY + 1, 4) == 0)
				rc = draft_fail(draft, "the policy has two entries for one user");
		n++;
	}
	if (rc < 0)
		return rc;
	object->policy = arena_copy(draft->arena, bytes, n * ENTRY);
	object->policy_len = n * ENTRY;
	return object->policy ? 0 : draft_no_memory(draft);
}

static uint32_t header_at(const uint8_t *entry)
{
	return (uint32_t)entry[5] << 24 | (uint32_t)entry[6] << 16 | (uint32_t)entry[7] << 8 | entry[8];
}

int profile_check_policy(struct draft *draft, const struct profile_se050_object *object)
{
	const bool file = object->class == CLASS_BINARY || object->class == CLASS_COUNTER;
	const uint32_t allowed = object->authenticates || object->class == CLASS_USER_ID ? USER_RULES
				 : file                                                  ? FILE_RULES
											 : UINT32_MAX;

	for (size_t at = 0; at < object->policy_len; at += ENTRY) {
		const uint32_t beyond = header_at(object->policy + at) & ~allowed;

		for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
			if (beyond & rules[i].bit)
				return draft_fail(draft,
					"policy word %s is not for %s: an object of its class takes %s",
					rules[i].name, file ? "a file or counter" : "one that authenticates",
					file ? "READ WRITE DELETE REQUIRE_SM FORBID_ALL"
					     : "READ WRITE GEN DELETE REQUIRE_SM FORBID_ALL");
	}
	return 0;
}
