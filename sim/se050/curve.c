/* sim/se050/curve.c: the applet's curves by id (AN12413 4.3.19), and how EC keys lie in their objects. */
#include "curve.h"

#include "command050.h"
#include "rules.h"

#define WEIERSTRASS(number, text, bytes)                                                                \
	{                                                                                               \
		(number), CURVE_WEIERSTRASS, (text), (bytes), 1 + 2 * (bytes), 0x21 + 4 * ((number)-1), \
			FEATURE_ECDSA_ECDH, 0                                                           \
	}

static const struct se050_curve curves[] = {
	WEIERSTRASS(CURVE_P192, "NIST P-192", 24),
	WEIERSTRASS(CURVE_P224, "NIST P-224", 28),
	WEIERSTRASS(CURVE_P256, "NIST P-256", 32),
	WEIERSTRASS(CURVE_P384, "NIST P-384", 48),
	WEIERSTRASS(CURVE_P521, "NIST P-521", 66),
	WEIERSTRASS(CURVE_BRAINPOOL_160, "brainpoolP160r1", 20),
	WEIERSTRASS(CURVE_BRAINPOOL_192, "brainpoolP192r1", 24),
	WEIERSTRASS(CURVE_BRAINPOOL_224, "brainpoolP224r1", 28),
	WEIERSTRASS(CURVE_BRAINPOOL_256, "brainpoolP256r1", 32),
	WEIERSTRASS(CURVE_BRAINPOOL_320, "brainpoolP320r1", 40),
	WEIERSTRASS(CURVE_BRAINPOOL_384, "brainpoolP384r1", 48),
	WEIERSTRASS(CURVE_BRAINPOOL_512, "brainpoolP512r1", 64),
	WEIERSTRASS(CURVE_K160, "secp160k1", 20),
	WEIERSTRASS(CURVE_K192, "secp192k1", 24),
	WEIERSTRASS(CURVE_K224, "secp224k1", 28),
	WEIERSTRASS(CURVE_K256, "secp256k1", 32),
	{ CURVE_BN256, CURVE_WEIERSTRASS, "TPM_ECC_BN_P256", 32, 65, 0x61, FEATURE_ECDAA, 0 },
	{ CURVE_ED25519, CURVE_EDWARDS, "Ed25519", 32, 32, 0x65, FEATURE_EDDSA, 0 },
	{ CURVE_X25519, CURVE_MONTGOMERY, "X25519", 32, 32, 0x69, FEATURE_DH_MONTGOMERY, 0 },
	{ CURVE_X448, CURVE_MONTGOMERY, "X448", 56, 56, 0x71, FEATURE_DH_MONTGOMERY, 0x070200 },
};

const struct se050_curve *curve_find(uint8_t id)
{
	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++)
		if (curves[i].id == id)
			return &curves[i];
	return NULL;
}

bool curve_available(const struct se050 *chip, const struct se050_curve *curve)
{
	static const size_t fips_field_min = 28;
	uint16_t config =
		(uint16_t)(chip->nv.identity.applet_config[0] << 8 | chip->nv.identity.applet_config[1]);

	return config & curve->feature && se050_version(chip) >= curve->since &&
	       !(chip->nv.identity.fips && curve->field < fips_field_min);
}

bool curve_usable(const struct se050 *chip, const struct se050_curve *curve)
{
	return curve->feature != FEATURE_ECDAA || curve_available(chip, curve);
}

/* Edwards and Montgomery curves have no parameters; from 7.2 on the latter want CreateECCurve (seen on SE050E). */
bool curve_ready(const struct se050 *chip, const struct se050_curve *curve)
{
	switch (curve->kind) {
	case CURVE_WEIERSTRASS:
		return chip->nv.curves[curve->id - 1] == CURVE_SET;
	case CURVE_MONTGOMERY:
		return !se050_rule(chip, RULE_MONTGOMERY_CREATED) ||
		       chip->nv.montgomery_created >> (curve->id & 3) & 1;
	case CURVE_EDWARDS:
		break;
	}
	return true;
}

size_t curve_value_len(const struct se050_curve *curve, enum se050_class class)
{
	return (EC_PRIVATES >> class & 1 ? curve->field : 0u) +
	       (EC_PUBLICS >> class & 1 ? curve->public_len : 0u);
}

struct rbuf curve_private(const struct se050 *chip, const struct se050_object *object)
{
	const struct se050_curve *curve = curve_find(object->detail);
	struct rbuf value = object_value(chip, object);

	if (!curve || !(EC_PRIVATES >> object->class & 1) || rbuf_left(&value) == 0)
		return rbuf_from(NULL, 0);
	return rbuf_take(&value, curve->field);
}

struct rbuf curve_public(const struct se050 *chip, const struct se050_object *object)
{
	const struct se050_curve *curve = curve_find(object->detail);
	struct rbuf value = object_value(chip, object);

	if (!curve || !(EC_PUBLICS >> object->class & 1) || rbuf_left(&value) == 0)
		return rbuf_from(NULL, 0);
	if (EC_PRIVATES >> object->class & 1)
		rbuf_bytes(&value, curve->field);
	return value;
}
