/* sim/se050/kdf050.c: HKDF and PBKDF2 (AN12413 4.14; from 7.2 on by the headers of hosts). */
#include "kdf050.h"

#include <openssl/crypto.h>

#include "derive.h"
#include "derived.h"
#include "digest050.h"
#include "rules.h"

enum {
	PBKDF2_ROUNDS_MAX = 0x7fff,
	PBKDF2_LENGTH_MAX = 512,
	KDF_OUTPUT_MAX = SE050_DATA_MAX,
	FORBID_EXTRACT_BYTE = 9, /* of the extended features (7.2) */
	FORBID_EXTRACT = 0x40,
};

/* MAC algorithms of AN12413 table 36 that PBKDF2 can be made of. */
static const struct {
	uint8_t number;
	uint8_t kind; /* enum digest_kind */
} macs[] = {
	{ 0x18, DIGEST_SHA1 },
	{ 0x19, DIGEST_SHA256 },
	{ 0x1a, DIGEST_SHA384 },
	{ 0x1b, DIGEST_SHA512 },
};

bool kdf050_digest(const struct se050 *chip, uint32_t number, enum digest_kind *kind)
{
	if (!digest_find((uint8_t)number, kind))
		return false;
	return *kind != DIGEST_SHA224 || se050_rule(chip, RULE_KDF_SHA224);
}

/* Salt by value or by object. `tag`: of the value. */
static struct rbuf salt_of(const struct se050 *chip, const struct se050_call *call, uint8_t tag)
{
	const struct se050_object *object = call_object(call, TAG_6);

	return object ? object_value(chip, object) : call_value(call, tag);
}

static struct rbuf key_of(const struct se050 *chip, const struct se050_call *call)
{
	return object_value(chip, call_object(call, TAG_1));
}

static bool extraction_is_off(const struct se050 *chip, const struct se050_call *call)
{
	return call->apdu.p2 != P2_HKDF_EXPAND_ONLY &&
	       chip->nv.identity.extended_features[FORBID_EXTRACT_BYTE] & FORBID_EXTRACT;
}

/* UNCERTAIN (SE05X-U-64): HKDF on SE050F. */
enum se05x_status kdf050_hkdf_check(const struct se050 *chip, struct se050_call *call)
{
	uint32_t len = call_number(call, TAG_5);
	enum digest_kind kind;

	if (chip->nv.identity.fips || extraction_is_off(chip, call))
		return SW_CONDITIONS;
	if (call_has(call, TAG_3) && call_has(call, TAG_6))
		return SW_WRONG_DATA;
	if (!kdf050_digest(chip, call_number(call, TAG_2), &kind) || len == 0 ||
		len > se050_payload_max(chip))
		return SW_CONDITIONS;
	return derived_check(chip, call, len);
}

/* Expand only: the salt is an initial block instead, as NIST SP 800-108's feedback mode has it. */
enum se05x_status kdf050_hkdf(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct rbuf none = rbuf_from(NULL, 0), info = call_value(call, TAG_4);
	size_t len = call_number(call, TAG_5);
	uint8_t bytes[KDF_OUTPUT_MAX], prk[DIGEST_BYTES_MAX];
	enum digest_kind kind = DIGEST_SHA256;
	int rc;

	if (!kdf050_digest(chip, call_number(call, TAG_2), &kind))
		return SW_CONDITIONS;
	if (call->apdu.p2 == P2_HKDF_EXPAND_ONLY) {
		rc = derive_expand(kind, key_of(chip, call), salt_of(chip, call, TAG_3), info, bytes, len);
	} else {
		derive_extract(kind, salt_of(chip, call, TAG_3), key_of(chip, call), prk);
		rc = derive_expand(kind, rbuf_from(prk, digest_size(kind)), none, info, bytes, len);
	}
	if (rc == 0)
		derived_deliver(chip, call, bytes, len, out);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	OPENSSL_cleanse(prk, sizeof(prk));
	return rc == 0 ? SW_OK : SW_FAILURE;
}

/* HMAC-SHA1 when none is named. */
static bool pbkdf2_digest(const struct se050_call *call, enum digest_kind *kind)
{
	uint32_t number = call_has(call, TAG_5) ? call_number(call, TAG_5) : macs[0].number;

	for (size_t i = 0; i < sizeof(macs) / sizeof(macs[0]); i++)
		if (macs[i].number == number) {
			*kind = (enum digest_kind)macs[i].kind;
			return true;
		}
	return false;
}

enum se05x_status kdf050_pbkdf2_check(const struct se050 *chip, struct se050_call *call)
{
	uint32_t rounds = call_number(call, TAG_3), len = call_number(call, TAG_4);
	enum digest_kind kind;

	if (call_has(call, TAG_2) && call_has(call, TAG_6))
		return SW_WRONG_DATA;
	if (!pbkdf2_digest(call, &kind) || rounds == 0 || rounds > PBKDF2_ROUNDS_MAX || len == 0 ||
		len > PBKDF2_LENGTH_MAX)
		return SW_CONDITIONS;
	return derived_check(chip, call, len);
}

enum se05x_status kdf050_pbkdf2(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	size_t len = call_number(call, TAG_4);
	uint8_t bytes[PBKDF2_LENGTH_MAX];
	enum digest_kind kind = DIGEST_SHA1;

	if (!pbkdf2_digest(call, &kind))
		return SW_CONDITIONS;
	derive_pbkdf2(
		kind, key_of(chip, call), salt_of(chip, call, TAG_2), call_number(call, TAG_3), bytes, len);
	derived_deliver(chip, call, bytes, len, out);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return SW_OK;
}
