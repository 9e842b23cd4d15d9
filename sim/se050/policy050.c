/* sim/se050/policy050.c: who may do what with an object. */
#include "policy050.h"

#include <string.h>

#include "rules.h"

enum {
	ENTRY_MIN = 8, /* authentication object, header; behind the length */
	PCR_VALUE = 32,
};

/* What follows a header, for the bits that have something, highest bit first (AN12413 3.7.1.3). */
struct extension_row {
	uint32_t bit;
	uint8_t len;
	uint32_t since;
};

static const struct extension_row extensions[] = {
	{ REQUIRE_PCR, 4 + PCR_VALUE, 0 },
	{ RIGHT_DESFIRE_CHANGE_KEY, 4, 0x070200 },
	{ RIGHT_DERIVED_INPUT, 4, 0x070200 },
};

/* The rules of a class, up to 7.2 and from there on (AN12413 table 11; hosts). */
struct class_row {
	uint32_t classes;
	uint32_t rules;
	uint32_t rules_7;
};

#define COMMON (FORBID_ALL | RIGHT_DELETE | REQUIRE_SM | REQUIRE_PCR)
#define COMMON_7 (COMMON | RIGHT_READ | RIGHT_WRITE)
#define CIPHER (RIGHT_ENC | RIGHT_DEC)
#define SYMMETRIC (RIGHT_SIGN | RIGHT_VERIFY | RIGHT_WRAP | RIGHT_WRITE | RIGHT_GEN | RIGHT_IMPORT_EXPORT)
#define SYMMETRIC_7                                                                                       \
	(RIGHT_SIGN | RIGHT_VERIFY | CIPHER | RIGHT_WRAP | RIGHT_IMPORT_EXPORT | RIGHT_TLS_KDF |          \
		RIGHT_TLS_PMS | RIGHT_KDF | RIGHT_PBKDF | RIGHT_KDF_EXTERNAL_RANDOM |                     \
		FORBID_DERIVED_OUTPUT | RIGHT_DESFIRE_AUTHENTICATION | RIGHT_DESFIRE_DUMP |               \
		RIGHT_DESFIRE_KDF | RIGHT_DESFIRE_CHANGE_KEY | RIGHT_DERIVED_INPUT | FORBID_EXTERNAL_IV | \
		RIGHT_PEPPER)
#define ASYMMETRIC                                                                                           \
	(RIGHT_SIGN | RIGHT_VERIFY | RIGHT_KA | CIPHER | RIGHT_KDF | RIGHT_WRAP | RIGHT_READ | RIGHT_WRITE | \
		RIGHT_GEN | RIGHT_ATTESTATION | RIGHT_IMPORT_EXPORT)
#define ASYMMETRIC_7                                                                     \
	(RIGHT_SIGN | RIGHT_VERIFY | RIGHT_KA | CIPHER | RIGHT_GEN | RIGHT_ATTESTATION | \
		RIGHT_IMPORT_EXPORT | FORBID_DERIVED_OUTPUT)

static const struct class_row class_rows[] = {
	{ AES_KEYS, COMMON | SYMMETRIC | CIPHER | RIGHT_DESFIRE_AUTHENTICATION | RIGHT_DESFIRE_DUMP,
		COMMON_7 | SYMMETRIC_7 },
	{ DES_KEYS, COMMON | SYMMETRIC | CIPHER, COMMON_7 | SYMMETRIC_7 },
	{ HMAC_KEYS, COMMON | SYMMETRIC | RIGHT_KDF, COMMON_7 | SYMMETRIC_7 },
	{ EC_KEYS | RSA_KEYS, COMMON | ASYMMETRIC, COMMON_7 | ASYMMETRIC_7 },
	{ FILES, COMMON | RIGHT_READ | RIGHT_WRITE, COMMON_7 },
};

/* UserIDs are authentication objects always; the others from 3.4.0 on have these rules only (AN12413 3.7.4). */
static const uint32_t authentication_rules = COMMON | RIGHT_READ | RIGHT_WRITE | RIGHT_GEN;

uint32_t policy_rules(const struct se050 *chip, enum se050_class class, bool authenticates)
{
	if (class == CLASS_USER_ID || (authenticates && se050_rule(chip, RULE_AUTHENTICATION_ONLY)))
		return authentication_rules;
	for (size_t i = 0; i < sizeof(class_rows) / sizeof(class_rows[0]); i++)
		if (class_rows[i].classes >> class & 1)
			return se050_rule(chip, RULE_READ_IS_COMMON) ? class_rows[i].rules_7
								     : class_rows[i].rules;
	return 0;
}

/* One entry of a policy, taken apart. */
struct entry {
	uint32_t user;
	uint32_t header;
	struct rbuf extension;
};

static bool next_entry(struct rbuf *policy, struct entry *entry)
{
	struct rbuf r;

	if (rbuf_left(policy) == 0)
		return false;
	r = rbuf_take(policy, rbuf_u8(policy));
	entry->user = rbuf_be32(&r);
	entry->header = rbuf_be32(&r);
	entry->extension = r;
	return true;
}

/* UNCERTAIN (SE05X-U-11): of two entries for one user the first counts. */
static bool find_entry(const struct se050_object *object, uint32_t user, struct entry *found)
{
	struct rbuf policy = object_policy(object);
	struct entry entry;
	bool any = false;

	while (next_entry(&policy, &entry)) {
		if (entry.user == user) {
			*found = entry;
			return true;
		}
		if (entry.user == 0 && !any) {
			*found = entry;
			any = true;
		}
	}
	return any;
}

bool policy_header(const struct se050_object *object, uint32_t user, uint32_t *header)
{
	struct entry entry;

	if (!find_entry(object, user, &entry))
		return false;
	*header = entry.header;
	return true;
}

static struct rbuf extension_of(const struct se050 *chip, const struct entry *entry, uint32_t bit)
{
	struct rbuf r = entry->extension;

	for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++) {
		const struct extension_row *row = &extensions[i];

		if (!(entry->header & row->bit) || se050_version(chip) < row->since)
			continue;
		if (row->bit == bit)
			return rbuf_take(&r, row->len);
		rbuf_bytes(&r, row->len);
	}
	return rbuf_from(NULL, 0);
}

struct rbuf policy_extension(
	const struct se050 *chip, const struct se050_object *object, uint32_t user, uint32_t bit)
{
	struct entry entry;

	if (!find_entry(object, user, &entry))
		return rbuf_from(NULL, 0);
	return extension_of(chip, &entry, bit);
}

static bool pcr_has_value(const struct se050 *chip, const struct entry *entry)
{
	struct rbuf wanted = extension_of(chip, entry, REQUIRE_PCR);
	const struct se050_object *pcr = object_look(chip, rbuf_be32(&wanted));
	struct rbuf value;

	if (!pcr || pcr->class != CLASS_PCR)
		return false;
	value = object_value(chip, pcr);
	return rbuf_left(&value) == PCR_VALUE && rbuf_left(&wanted) == PCR_VALUE &&
	       memcmp(value.at, wanted.at, PCR_VALUE) == 0;
}

enum se05x_status policy_check(const struct se050 *chip, const struct se050_object *object,
	const struct policy_user *user, uint32_t right)
{
	struct entry entry;

	/* UNCERTAIN (SE05X-U-86): an RSA key whose components are coming for the first time (AN12413 4.7.1.2). */
	if (object->flags & OBJECT_UNGUARDED)
		return SW_OK;
	/* Seen on parts: an object that names other users only. */
	if (!find_entry(object, user->id, &entry))
		return SW_SECURITY_STATUS;
	if (entry.header & FORBID_ALL || !(entry.header & right))
		return SW_NOT_ALLOWED;
	if (entry.header & REQUIRE_SM && !user->secured)
		return SW_NOT_ALLOWED;
	if (entry.header & REQUIRE_PCR && !pcr_has_value(chip, &entry))
		return SW_NOT_ALLOWED;
	return SW_OK;
}

static size_t extensions_len(const struct se050 *chip, uint32_t header)
{
	size_t len = 0;

	for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++)
		if (header & extensions[i].bit && se050_version(chip) >= extensions[i].since)
			len += extensions[i].len;
	return len;
}

/* A broken structure is wrong data, a rule that the class has not is invalid data (evidence 3.4). */
enum se05x_status policy_valid(
	const struct se050 *chip, enum se050_class class, bool authenticates, struct rbuf policy)
{
	uint32_t allowed = policy_rules(chip, class, authenticates);
	enum se05x_status status = SW_OK;

	if (rbuf_left(&policy) == 0 || rbuf_left(&policy) > POLICY_MAX)
		return SW_WRONG_DATA;
	while (rbuf_left(&policy) > 0) {
		struct rbuf entry = rbuf_take(&policy, rbuf_u8(&policy));
		uint32_t header;

		rbuf_bytes(&entry, 4);
		header = rbuf_be32(&entry);
		if (rbuf_bad(&entry) || rbuf_bad(&policy) ||
			rbuf_left(&entry) != extensions_len(chip, header))
			return SW_WRONG_DATA;
		if (header & ~allowed)
			status = SW_DATA_INVALID;
	}
	return status;
}

void policy_default(const struct se050 *chip, enum se050_class class, bool authenticates, struct wbuf *out)
{
	static const uint32_t never = FORBID_ALL | REQUIRE_SM | REQUIRE_PCR | RIGHT_ATTESTATION |
				      FORBID_DERIVED_OUTPUT | FORBID_EXTERNAL_IV;
	uint32_t header = policy_rules(chip, class, authenticates) & ~never;

	/* Those of 7.2 with an object behind them name none here. */
	header &= ~(uint32_t)(RIGHT_DESFIRE_CHANGE_KEY | RIGHT_DERIVED_INPUT);
	if (class == CLASS_USER_ID || authenticates)
		header = RIGHT_READ;
	wbuf_u8(out, ENTRY_MIN);
	wbuf_be32(out, 0);
	wbuf_be32(out, header);
}
