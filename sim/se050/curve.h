/* sim/se050/curve.h: the applet's curves by id, and how EC keys lie in their objects. */
#ifndef SESIM_SE050_CURVE_H
#define SESIM_SE050_CURVE_H

#include "object.h"

enum se050_curve_id {
	CURVE_P192 = 0x01,
	CURVE_P224 = 0x02,
	CURVE_P256 = 0x03,
	CURVE_P384 = 0x04,
	CURVE_P521 = 0x05,
	CURVE_BRAINPOOL_160 = 0x06,
	CURVE_BRAINPOOL_192 = 0x07,
	CURVE_BRAINPOOL_224 = 0x08,
	CURVE_BRAINPOOL_256 = 0x09,
	CURVE_BRAINPOOL_320 = 0x0a,
	CURVE_BRAINPOOL_384 = 0x0b,
	CURVE_BRAINPOOL_512 = 0x0c,
	CURVE_K160 = 0x0d,
	CURVE_K192 = 0x0e,
	CURVE_K224 = 0x0f,
	CURVE_K256 = 0x10,
	CURVE_BN256 = 0x11,
	CURVE_ED25519 = 0x40,
	CURVE_X25519 = 0x41,
	CURVE_X448 = 0x43,
};

enum se050_curve_kind {
	CURVE_WEIERSTRASS,
	CURVE_EDWARDS,
	CURVE_MONTGOMERY,
};

struct se050_curve {
	uint8_t id;
	enum se050_curve_kind kind;
	const char *name;
	uint16_t field;      /* bytes of the field: of a private value, of the size that ReadSize tells */
	uint16_t public_len; /* on the wire: 04, x, y; or the coordinate */
	uint8_t type;        /* of a pair from 7.2 on; + 1 private, + 2 public */
	uint16_t feature;    /* bit of AppletConfig without which no key can be made */
	uint32_t since;      /* applet version */
};

/* NULL: no such curve. */
const struct se050_curve *curve_find(uint8_t id);

/* Bits of nv.curves[id - 1]. Set: all of them (AN12413 4.8). */
enum se050_curve_state {
	CURVE_A = 0x01, /* the parameters, by their ids */
	CURVE_B = 0x02,
	CURVE_G = 0x04,
	CURVE_N = 0x08,
	CURVE_PRIME = 0x10,
	CURVE_CREATED = 0x20,
	CURVE_SET = 0x3f,
};

/* The part has it at all: by version and features; FIPS parts have none below 224 bits (AN12436 2.1). */
bool curve_available(const struct se050 *chip, const struct se050_curve *curve);
/* Keys on it serve: the feature of TPM_ECC_BN_P256 gates its use too (AN12413 table 5). */
bool curve_usable(const struct se050 *chip, const struct se050_curve *curve);

/* Keys can be made on it now: created and fully set, where it wants that. */
bool curve_ready(const struct se050 *chip, const struct se050_curve *curve);

/*
 * The value of an EC object: the private value, `field` bytes, where the class has one, then the public value where it
 * has one. All as they travel: an Edwards or Montgomery value in the order the applet has it in.
 */
size_t curve_value_len(const struct se050_curve *curve, enum se050_class class);
struct rbuf curve_private(const struct se050 *chip, const struct se050_object *object);
struct rbuf curve_public(const struct se050 *chip, const struct se050_object *object);

#endif
