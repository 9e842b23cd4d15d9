/* tests/conformance/se05x_curves.c: the curves of an SE05x, their parameters as OpenSSL has them. */
#include "se05x_curves.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/params.h>

const struct suite_curve suite_curves[] = {
	{ 0x01, "P-192", 24, 192 },
	{ 0x02, "P-224", 28, 224 },
	{ 0x03, "P-256", 32, 256 },
	{ 0x04, "P-384", 48, 384 },
	{ 0x05, "P-521", 66, 521 },
	{ 0x06, "brainpoolP160r1", 20, 160 },
	{ 0x07, "brainpoolP192r1", 24, 192 },
	{ 0x08, "brainpoolP224r1", 28, 224 },
	{ 0x09, "brainpoolP256r1", 32, 256 },
	{ 0x0a, "brainpoolP320r1", 40, 320 },
	{ 0x0b, "brainpoolP384r1", 48, 384 },
	{ 0x0c, "brainpoolP512r1", 64, 512 },
	{ 0x0d, "secp160k1", 20, 160 },
	{ 0x0e, "secp192k1", 24, 192 },
	{ 0x0f, "secp224k1", 28, 224 },
	{ 0x10, "secp256k1", 32, 256 },
};
const size_t suite_n_curves = sizeof(suite_curves) / sizeof(suite_curves[0]);

bool suite_fips(const struct conform *c)
{
	return say_version(c, 3, 6, 0) && !(c->features & 0x1000);
}

uint8_t suite_curve_state(struct conform *c, uint8_t id)
{
	struct said said;
	struct rbuf list;

	if (!say_ask(c, &said, "020b25") || !said_value(c, &said, TAG_1, &list))
		return 0;
	if (rbuf_left(&list) != 17)
		conform_fail(c, "the list of curves has %zu bytes, not 17", rbuf_left(&list));
	rbuf_take(&list, id - 1u);
	return conform_well(c) ? rbuf_u8(&list) : 0;
}

struct parameter {
	uint8_t id;
	uint8_t bytes[160];
	size_t len;
};

/* A, B, G, N, P as the part wants them (AN12413 4.3.19). */
static bool parameters(const struct suite_curve *curve, struct parameter of[5])
{
	OSSL_PARAM name[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)curve->name, 0),
		OSSL_PARAM_construct_end(),
	};
	EC_GROUP *group = EC_GROUP_new_from_params(name, NULL, NULL);
	BIGNUM *p = BN_new(), *a = BN_new(), *b = BN_new();
	int size = (int)curve->size;
	bool well = group && p && a && b && EC_GROUP_get_curve(group, p, a, b, NULL) == 1;

	if (well) {
		const BIGNUM *n = EC_GROUP_get0_order(group);
		int order = BN_num_bytes(n) > size ? BN_num_bytes(n) : size;

		of[0] = (struct parameter){ .id = 0x01, .len = curve->size };
		of[1] = (struct parameter){ .id = 0x02, .len = curve->size };
		of[2] = (struct parameter){ .id = 0x04 };
		of[3] = (struct parameter){ .id = 0x08, .len = (size_t)order };
		of[4] = (struct parameter){ .id = 0x10, .len = curve->size };
		well = BN_bn2binpad(a, of[0].bytes, size) == size &&
		       BN_bn2binpad(b, of[1].bytes, size) == size &&
		       BN_bn2binpad(n, of[3].bytes, order) == order &&
		       BN_bn2binpad(p, of[4].bytes, size) == size;
		of[2].len = EC_POINT_point2oct(group, EC_GROUP_get0_generator(group),
			POINT_CONVERSION_UNCOMPRESSED, of[2].bytes, sizeof(of[2].bytes), NULL);
	}
	BN_free(p);
	BN_free(a);
	BN_free(b);
	EC_GROUP_free(group);
	return well && of[2].len == 2 * curve->size + 1;
}

bool suite_curve_ready(struct conform *c, const struct suite_curve *curve, bool *created)
{
	struct parameter of[5];

	*created = false;
	if (!conform_well(c))
		return false;
	if (suite_fips(c) && curve->bits < 224) {
		conform_skip(c, "a part in FIPS mode has no curves below 224 bit");
		return false;
	}
	if (suite_curve_state(c, curve->id) == SET)
		return true;
	if (!parameters(curve, of)) {
		conform_fail(c, "the host's OpenSSL has no %s", curve->name);
		return false;
	}
	if (!say(c, "9000", "010b04 41:%c", (unsigned int)curve->id))
		return false;
	*created = true;
	for (size_t i = 0; i < 5; i++)
		say(c, "9000", "010b40 41:%c 42:%c 43:%b", (unsigned int)curve->id, (unsigned int)of[i].id,
			of[i].bytes, of[i].len);
	if (conform_well(c) && suite_curve_state(c, curve->id) != SET)
		conform_fail(c, "curve %02x has all its parameters and is not set", curve->id);
	return conform_well(c);
}

void suite_curve_remove(struct conform *c, const struct suite_curve *curve, bool created)
{
	struct said said;
	const enum conform_outcome outcome = c->outcome;

	if (!created)
		return;
	c->outcome = CONFORM_PASS;
	if (say_try(c, NULL, &said, "040b28 41:%c", (unsigned int)curve->id) && said.status != SW_OK &&
		outcome == CONFORM_PASS)
		conform_fail(c, "curve %02x is not deleted: %04x", curve->id, said.status);
	if (outcome != CONFORM_PASS)
		c->outcome = outcome;
}
