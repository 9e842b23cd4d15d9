/* sim/se050/ec_sign.c: signatures by EC keys. */
#include "ec_sign.h"

#include "crypto.h"
#include "curve.h"
#include "der.h"
#include "digest.h"

/* ECDSA: the digest that is signed, by its algorithm's number (AN12413 table 28). */
struct ecdsa_row {
	uint8_t algorithm;
	uint8_t digest; /* enum digest_kind */
};

static const struct ecdsa_row ecdsa_rows[] = {
	{ 0x11, DIGEST_SHA1 },
	{ 0x25, DIGEST_SHA224 },
	{ 0x21, DIGEST_SHA256 },
	{ 0x22, DIGEST_SHA384 },
	{ 0x26, DIGEST_SHA512 },
};

/* NULL: no such algorithm on this part. FIPS parts do not sign SHA-1 digests (AN12436 2.1). */
static const struct ecdsa_row *ecdsa_row(const struct se050 *chip, uint8_t algorithm)
{
	for (size_t i = 0; i < sizeof(ecdsa_rows) / sizeof(ecdsa_rows[0]); i++)
		if (ecdsa_rows[i].algorithm == algorithm)
			return chip->nv.identity.fips && ecdsa_rows[i].digest == DIGEST_SHA1 ? NULL
											     : &ecdsa_rows[i];
	return NULL;
}

enum se05x_status ec_sign_fits(const struct se050 *chip, const struct se050_object *key, uint8_t algorithm)
{
	const struct ecdsa_row *row = ecdsa_row(chip, algorithm);

	return row && key->detail == CURVE_P256 && digest_size(row->digest) == P256_BYTES ? SW_OK
											  : SW_CONDITIONS;
}

static enum se05x_status sign_digest(struct se050 *chip, const struct se050_call *call,
	const struct se050_object *key, const uint8_t *digest, size_t len, struct wbuf *signature)
{
	struct rng_stream stream = se050_stream(chip, call);
	uint8_t rs[P256_SIGNATURE];

	if (len != P256_BYTES ||
		crypto_p256_sign(call->env->crypto, &stream, curve_private(chip, key).at, digest, rs) < 0)
		return SW_FAILURE;
	der_signature_write(signature, rs, P256_BYTES);
	return SW_OK;
}

enum se05x_status ec_sign_message(struct se050 *chip, const struct se050_call *call,
	const struct se050_object *key, uint8_t algorithm, struct rbuf message, struct wbuf *signature)
{
	const struct ecdsa_row *row = ecdsa_row(chip, algorithm);
	uint8_t digest[DIGEST_BYTES_MAX];

	if (!row)
		return SW_CONDITIONS;
	digest_bytes(row->digest, message.at, rbuf_left(&message), digest);
	return sign_digest(chip, call, key, digest, digest_size(row->digest), signature);
}

/* The input is the digest, as long as its algorithm says (seen by hosts on parts). */
static enum se05x_status check(const struct se050 *chip, const struct se050_call *call)
{
	uint8_t algorithm = (uint8_t)call_number(call, TAG_2);
	struct rbuf digest = call_value(call, TAG_3);
	enum se05x_status status = ec_sign_fits(chip, call_object(call, TAG_1), algorithm);

	if (status != SW_OK)
		return status;
	if (!digest.at || call_has(call, TAG_4))
		return SW_WRONG_DATA;
	return rbuf_left(&digest) == digest_size(ecdsa_row(chip, algorithm)->digest) ? SW_OK : SW_CONDITIONS;
}

enum se05x_status ec_sign_check(const struct se050 *chip, struct se050_call *call)
{
	return check(chip, call);
}

enum se05x_status ec_sign(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct rbuf digest = call_value(call, TAG_3);
	uint8_t bytes[EC_SIGNATURE_MAX];
	struct wbuf signature = wbuf_to(bytes, sizeof(bytes));
	enum se05x_status status =
		sign_digest(chip, call, call_object(call, TAG_1), digest.at, rbuf_left(&digest), &signature);

	if (status == SW_OK)
		answer_bytes(out, TAG_1, bytes, signature.len);
	return status;
}

/* "Incorrect data" is 6985 (AN12413 table 161): what is no signature at all; a wrong one is an answer. */
enum se05x_status ec_verify_check(const struct se050 *chip, struct se050_call *call)
{
	uint8_t rs[P256_SIGNATURE];
	enum se05x_status status = check(chip, call);

	if (status != SW_OK)
		return status;
	return der_signature_read(call_value(call, TAG_5), P256_BYTES, rs) ? SW_OK : SW_CONDITIONS;
}

enum se05x_status ec_verify(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct rbuf point = curve_public(chip, call_object(call, TAG_1)), digest = call_value(call, TAG_3);
	uint8_t rs[P256_SIGNATURE];
	bool good;

	der_signature_read(call_value(call, TAG_5), P256_BYTES, rs);
	rbuf_u8(&point);
	good = rbuf_left(&digest) == P256_BYTES &&
	       crypto_p256_verify(call->env->crypto, point.at, digest.at, rs) == 0;
	answer_u8(out, TAG_1, good ? RESULT_SUCCESS : RESULT_FAILURE);
	return SW_OK;
}
