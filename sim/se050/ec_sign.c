/* sim/se050/ec_sign.c: signatures by EC keys: ECDSA, EdDSA, ECDAA. */
#include "ec_sign.h"
#include "defect.h"

#include <errno.h>

#include "crypto_edwards.h"
#include "der.h"
#include "digest.h"
#include "ec_value.h"
#include "rules.h"

enum {
	ALGORITHM_ED25519 = 0xa3,
	ALGORITHM_ECDAA = 0xf4,
	ECDAA_BYTES = 32, /* of T, r and s */
	EDDSA_HALF = ED25519_SIGNATURE / 2,
};

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

/* NULL: no such algorithm. */
static const struct ecdsa_row *ecdsa_row(uint8_t algorithm)
{
	for (size_t i = 0; i < sizeof(ecdsa_rows) / sizeof(ecdsa_rows[0]); i++)
		if (ecdsa_rows[i].algorithm == algorithm)
			return &ecdsa_rows[i];
	return NULL;
}

static const struct se050_curve *curve_of(const struct se050_object *key)
{
	return curve_find(key->detail);
}

static bool is_eddsa(const struct se050_object *key)
{
	return curve_of(key)->kind == CURVE_EDWARDS;
}

static bool ecdaa_fits(const struct se050 *chip, const struct se050_object *key, uint8_t algorithm)
{
	return algorithm == ALGORITHM_ECDAA && key->detail == CURVE_BN256 &&
	       !se050_rule(chip, RULE_NO_ECDAA) && curve_usable(chip, curve_of(key));
}

static bool knows(const struct se050 *chip, const struct se050_object *key, uint8_t algorithm)
{
	if (!curve_usable(chip, curve_of(key)))
		return false;
	switch (curve_of(key)->kind) {
	case CURVE_WEIERSTRASS:
		return ecdsa_row(algorithm) != NULL;
	case CURVE_EDWARDS:
		return algorithm == ALGORITHM_ED25519;
	case CURVE_MONTGOMERY:
		break;
	}
	return false;
}

/* FIPS parts do not sign SHA-1 digests (AN12436 table 1, 2.1); they verify such signatures. */
enum se05x_status ec_sign_fits(const struct se050 *chip, const struct se050_object *key, uint8_t algorithm)
{
	bool forbidden = chip->nv.identity.fips && algorithm == ecdsa_rows[0].algorithm;

	return knows(chip, key, algorithm) && !forbidden ? SW_OK : SW_CONDITIONS;
}

static enum se05x_status sign_digest(struct se050 *chip, const struct se050_call *call,
	const struct se050_object *key, const uint8_t *digest, size_t len, struct wbuf *signature)
{
	enum crypto_curve curve = ec_engine_curve(curve_of(key));
	struct rng_stream stream = se050_stream(chip, call);
	uint8_t rs[EC_RS_MAX];

	if (crypto_ec_sign(call->env->crypto, curve, &stream, curve_private(chip, key).at, digest, len, rs) <
		0)
		return SW_FAILURE;
	der_signature_write(signature, rs, crypto_ec_order(curve));
	return SW_OK;
}

/* r and s change their byte order each for itself (AN12413 7). */
static void reverse_halves(const uint8_t from[ED25519_SIGNATURE], uint8_t to[ED25519_SIGNATURE])
{
	ec_reverse(rbuf_from(from, EDDSA_HALF), to);
	ec_reverse(rbuf_from(from + EDDSA_HALF, EDDSA_HALF), to + EDDSA_HALF);
}

static enum se05x_status sign_eddsa(struct se050 *chip, const struct se050_call *call,
	const struct se050_object *key, struct rbuf message, struct wbuf *signature)
{
	uint8_t rs[ED25519_SIGNATURE], reversed[ED25519_SIGNATURE];

	if (crypto_ed25519_sign(
		    call->env->crypto, curve_private(chip, key).at, message.at, rbuf_left(&message), rs) < 0)
		return SW_FAILURE;
	reverse_halves(rs, reversed);
	wbuf_put(signature, reversed, sizeof(reversed));
	return SW_OK;
}

/* r as it came, then s = r + T d mod n. */
static enum se05x_status sign_ecdaa(struct se050 *chip, const struct se050_call *call,
	const struct se050_object *key, struct wbuf *signature)
{
	struct rbuf t = call_value(call, TAG_3), r = call_value(call, TAG_4);
	uint8_t s[ECDAA_BYTES];

	if (crypto_ec_multiply_add(call->env->crypto, EC_BN256, curve_private(chip, key).at, t.at,
		    rbuf_left(&t), r.at, s) < 0)
		return SW_CONDITIONS;
	wbuf_put(signature, r.at, rbuf_left(&r));
	wbuf_put(signature, s, sizeof(s));
	return SW_OK;
}

enum se05x_status ec_sign_message(struct se050 *chip, const struct se050_call *call,
	const struct se050_object *key, uint8_t algorithm, struct rbuf message, struct wbuf *signature)
{
	const struct ecdsa_row *row = ecdsa_row(algorithm);
	uint8_t digest[DIGEST_BYTES_MAX];

	if (ec_sign_fits(chip, key, algorithm) != SW_OK)
		return SW_CONDITIONS;
	if (is_eddsa(key))
		return sign_eddsa(chip, call, key, message, signature);
	digest_bytes(row->digest, message.at, rbuf_left(&message), digest);
	return sign_digest(chip, call, key, digest, digest_size(row->digest), signature);
}

/* What is signed: for ECDSA the digest, as long as its algorithm says (hosts test it); for EdDSA any message, or none. */
static enum se05x_status check_input(const struct se050 *chip, const struct se050_call *call)
{
	const struct se050_object *key = call_object(call, TAG_1);
	uint8_t algorithm = (uint8_t)call_number(call, TAG_2);
	struct rbuf digest = call_value(call, TAG_3);

	if (!knows(chip, key, algorithm))
		return SW_CONDITIONS;
	if (call_has(call, TAG_4))
		return SW_WRONG_DATA;
	if (is_eddsa(key))
		return SW_OK;
	if (!digest.at)
		return SW_WRONG_DATA;
	return rbuf_left(&digest) == digest_size(ecdsa_row(algorithm)->digest) ? SW_OK : SW_CONDITIONS;
}

/* A zero r is let through (AN12413 4.10.1.3). UNCERTAIN (SE05X-U-53): one beyond the order is not. */
static enum se05x_status check_ecdaa(const struct se050_call *call)
{
	struct rbuf t = call_value(call, TAG_3), r = call_value(call, TAG_4);

	if (!t.at || !r.at)
		return SW_WRONG_DATA;
	return rbuf_left(&t) == ECDAA_BYTES && rbuf_left(&r) == ECDAA_BYTES ? SW_OK : SW_CONDITIONS;
}

enum se05x_status ec_sign_check(const struct se050 *chip, struct se050_call *call)
{
	uint8_t algorithm = (uint8_t)call_number(call, TAG_2);

	if (ecdaa_fits(chip, call_object(call, TAG_1), algorithm))
		return check_ecdaa(call);
	if (ec_sign_fits(chip, call_object(call, TAG_1), algorithm) != SW_OK)
		return SW_CONDITIONS;
	return check_input(chip, call);
}

enum se05x_status ec_sign(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *key = call_object(call, TAG_1);
	struct rbuf input = call_value(call, TAG_3);
	uint8_t bytes[EC_SIGNATURE_MAX];
	struct wbuf signature = wbuf_to(bytes, sizeof(bytes));
	enum se05x_status status;

	if (call_has(call, TAG_4))
		status = sign_ecdaa(chip, call, key, &signature);
	else if (is_eddsa(key))
		status = sign_eddsa(chip, call, key, input, &signature);
	else
		status = sign_digest(chip, call, key, input.at, rbuf_left(&input), &signature);
	if (status == SW_OK)
		answer_bytes(out, TAG_1, bytes, signature.len);
	return status;
}

/* r, s of the signature to check: false when it has not the form of one. */
static bool read_signature(const struct se050_call *call, uint8_t rs[EC_RS_MAX])
{
	const struct se050_object *key = call_object(call, TAG_1);
	struct rbuf signature = call_value(call, TAG_5);

	if (!is_eddsa(key))
		return der_signature_read(signature, crypto_ec_order(ec_engine_curve(curve_of(key))), rs);
	if (rbuf_left(&signature) != ED25519_SIGNATURE)
		return false;
	reverse_halves(signature.at, rs);
	return true;
}

/*
 * "Incorrect data" is 6985 (AN12413 table 161). What is no DER is a signature that does not verify, as nano-package's
 * regression has it. UNCERTAIN (SE05X-U-54): an EdDSA signature of another length is incorrect data. UNCERTAIN
 * (SE05X-U-56): pairs of FIPS parts verify, too.
 */
enum se05x_status ec_verify_check(const struct se050 *chip, struct se050_call *call)
{
	enum se05x_status status = check_input(chip, call);
	uint8_t rs[EC_RS_MAX];

	if (status != SW_OK)
		return status;
	return !is_eddsa(call_object(call, TAG_1)) || read_signature(call, rs) ? SW_OK : SW_CONDITIONS;
}

static int verify_eddsa(
	struct crypto *crypto, struct rbuf public, struct rbuf message, const uint8_t rs[ED25519_SIGNATURE])
{
	uint8_t point[ED25519_BYTES];

	ec_reverse(public, point);
	return crypto_ed25519_verify(crypto, point, message.at, rbuf_left(&message), rs);
}

enum se05x_status ec_verify(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *key = call_object(call, TAG_1);
	struct rbuf public = curve_public(chip, key), input = call_value(call, TAG_3);
	struct rng_stream stream = se050_stream(chip, call);
	struct crypto *crypto = call->env->crypto;
	uint8_t rs[EC_RS_MAX];
	int rc;

	if (!read_signature(call, rs)) {
		rc = -EBADMSG;
	} else if (is_eddsa(key)) {
		rc = verify_eddsa(crypto, public, input, rs);
	} else {
		rbuf_u8(&public);
		rc = crypto_ec_verify(crypto, ec_engine_curve(curve_of(key)), &stream, public.at, input.at,
			rbuf_left(&input), rs);
	}
	/* No verdict where there was no verifying. */
	if (rc < 0 && rc != -EBADMSG)
		return rc == -EINVAL ? SW_CONDITIONS : SW_FAILURE;
	answer_u8(out, TAG_1,
		rc == 0 || defect_planted(call->env, PLANT_SE_VERIFY_GOOD) ? RESULT_SUCCESS : RESULT_FAILURE);
	return SW_OK;
}
