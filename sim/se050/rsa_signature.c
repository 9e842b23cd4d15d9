/* sim/se050/rsa_signature.c: signatures by RSA keys. */
#include "rsa_signature.h"

#include <errno.h>

#include "rsa.h"
#include "rules.h"

enum {
	/* Which of the extended features forbids SHA-1 (hosts). */
	FORBID_SHA1_BYTE = 5,
	FORBID_SHA1 = 0x40,
	SALT_LEN = 2,
};

/* By the algorithm's number (AN12413 table 31). */
struct rsa_signature_row {
	uint8_t algorithm;
	uint8_t scheme; /* enum rsa_scheme */
	uint8_t digest; /* enum digest_kind */
};

static const struct rsa_signature_row signature_rows[] = {
	{ 0x15, RSA_PSS, DIGEST_SHA1 },
	{ 0x2b, RSA_PSS, DIGEST_SHA224 },
	{ 0x2c, RSA_PSS, DIGEST_SHA256 },
	{ 0x2d, RSA_PSS, DIGEST_SHA384 },
	{ 0x2e, RSA_PSS, DIGEST_SHA512 },
	{ 0x0a, RSA_PKCS1, DIGEST_SHA1 },
	{ 0x27, RSA_PKCS1, DIGEST_SHA224 },
	{ 0x28, RSA_PKCS1, DIGEST_SHA256 },
	{ 0x29, RSA_PKCS1, DIGEST_SHA384 },
	{ 0x2a, RSA_PKCS1, DIGEST_SHA512 },
};

/* The salt of PSS is as long as the digest. False: no such algorithm, or no room for it in this modulus. */
static bool encoding_of(const struct se050_object *key, uint8_t algorithm, struct rsa_encoding *encoding)
{
	for (size_t i = 0; i < sizeof(signature_rows) / sizeof(signature_rows[0]); i++) {
		const struct rsa_signature_row *row = &signature_rows[i];

		if (row->algorithm != algorithm)
			continue;
		*encoding = (struct rsa_encoding){ row->scheme, row->digest,
			row->scheme == RSA_PSS ? digest_size(row->digest) : 0 };
		return rsa_encoding_fits(encoding, key->bits / 8u);
	}
	return false;
}

/* AN12436 table 1, 2.1: FIPS parts do not sign SHA-1 digests; they verify such signatures. */
static bool may_sign(const struct se050 *chip, const struct rsa_encoding *encoding)
{
	const struct se050_identity *identity = &chip->nv.identity;
	bool forbidden = se050_rule(chip, RULE_EXTENDED_FEATURES) &&
			 identity->extended_features[FORBID_SHA1_BYTE] & FORBID_SHA1;

	return encoding->hash != DIGEST_SHA1 || !(identity->fips || forbidden);
}

enum se05x_status rsa_sign_fits(const struct se050 *chip, const struct se050_object *key, uint8_t algorithm)
{
	struct rsa_encoding encoding;

	return encoding_of(key, algorithm, &encoding) && may_sign(chip, &encoding) ? SW_OK : SW_CONDITIONS;
}

static enum se05x_status sign(struct se050 *chip, const struct se050_call *call,
	const struct se050_object *key, const struct rsa_encoding *encoding, struct rbuf message,
	struct wbuf *signature)
{
	struct rng_stream stream = se050_stream(chip, call);
	struct rsa_key numbers = rsa_key_of(chip, key, true);
	uint8_t bytes[RSA_SIGNATURE_MAX];
	int rc = crypto_rsa_sign(
		call->env->crypto, &stream, &numbers, encoding, message.at, rbuf_left(&message), bytes);

	if (rc == 0)
		wbuf_put(signature, bytes, numbers.bytes);
	return rsa_status(rc);
}

enum se05x_status rsa_sign_message(struct se050 *chip, const struct se050_call *call,
	const struct se050_object *key, uint8_t algorithm, struct rbuf message, struct wbuf *signature)
{
	struct rsa_encoding encoding;

	if (!encoding_of(key, algorithm, &encoding))
		return SW_CONDITIONS;
	return sign(chip, call, key, &encoding, message, signature);
}

/* From 7.2 on a host may say how long the salt is (hosts). */
static enum se05x_status encoding_asked(
	const struct se050 *chip, const struct se050_call *call, struct rsa_encoding *encoding)
{
	const struct se050_object *key = call_object(call, TAG_1);
	struct rbuf salt = call_value(call, TAG_4);

	if (salt.at && (!se050_rule(chip, RULE_SALT_LENGTH) || rbuf_left(&salt) != SALT_LEN))
		return SW_WRONG_DATA;
	if (!encoding_of(key, (uint8_t)call_number(call, TAG_2), encoding) || !may_sign(chip, encoding))
		return SW_CONDITIONS;
	if (!salt.at)
		return SW_OK;
	encoding->salt = call_number(call, TAG_4);
	return encoding->scheme == RSA_PSS && rsa_encoding_fits(encoding, key->bits / 8u) ? SW_OK
											  : SW_CONDITIONS;
}

enum se05x_status rsa_sign_check(const struct se050 *chip, struct se050_call *call)
{
	struct rsa_encoding encoding;

	return encoding_asked(chip, call, &encoding);
}

enum se05x_status rsa_sign(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t bytes[RSA_SIGNATURE_MAX];
	struct wbuf signature = wbuf_to(bytes, sizeof(bytes));
	struct rsa_encoding encoding;
	enum se05x_status status = encoding_asked(chip, call, &encoding);

	call->takes_ns += se050_latency_ns(LAT_RSA, call->env->latency);
	if (status == SW_OK)
		status = sign(
			chip, call, call_object(call, TAG_1), &encoding, call_value(call, TAG_3), &signature);
	if (status == SW_OK)
		answer_bytes(out, TAG_1, bytes, signature.len);
	return status;
}

/* What has not the length of a signature is incorrect data, a wrong one an answer. */
enum se05x_status rsa_verify_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *key = call_object(call, TAG_1);
	struct rbuf signature = call_value(call, TAG_5);
	struct rsa_encoding encoding;

	(void)chip;
	return encoding_of(key, (uint8_t)call_number(call, TAG_2), &encoding) &&
			       rbuf_left(&signature) == key->bits / 8u
		       ? SW_OK
		       : SW_CONDITIONS;
}

enum se05x_status rsa_verify(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *key = call_object(call, TAG_1);
	struct rsa_key numbers = rsa_key_of(chip, key, false);
	struct rbuf message = call_value(call, TAG_3);
	struct rsa_encoding encoding;
	int rc;

	if (!encoding_of(key, (uint8_t)call_number(call, TAG_2), &encoding))
		return SW_CONDITIONS;
	rc = crypto_rsa_verify(call->env->crypto, &numbers, &encoding, message.at, rbuf_left(&message),
		call_value(call, TAG_5).at);
	if (rc < 0 && rc != -EBADMSG)
		return rsa_status(rc);
	answer_u8(out, TAG_1, rc == 0 ? RESULT_SUCCESS : RESULT_FAILURE);
	return SW_OK;
}
