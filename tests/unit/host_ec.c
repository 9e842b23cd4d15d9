/* tests/unit/host_ec.c: what a host computes on any Weierstrass curve, by plain OpenSSL. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "host_ec.h"

#include "cmocka_all.h"

#include <openssl/ecdsa.h>

#include "vector_check.h"

static BIGNUM *number(const uint8_t *bytes, size_t len)
{
	BIGNUM *n = BN_bin2bn(bytes, (int)len, NULL);

	assert_non_null(n);
	return n;
}

static EC_POINT *import(const struct host_curve *curve, const uint8_t *point)
{
	EC_POINT *p = EC_POINT_new(curve->group);
	BIGNUM *x = number(point, curve->field), *y = number(point + curve->field, curve->field);

	assert_int_equal(EC_POINT_set_affine_coordinates(curve->group, p, x, y, NULL), 1);
	BN_free(x);
	BN_free(y);
	return p;
}

static void export(const struct host_curve *curve, const EC_POINT *point, uint8_t *out)
{
	BIGNUM *x = BN_new(), *y = BN_new();
	int len = (int)curve->field;

	assert_int_equal(EC_POINT_get_affine_coordinates(curve->group, point, x, y, NULL), 1);
	assert_int_equal(BN_bn2binpad(x, out, len), len);
	assert_int_equal(BN_bn2binpad(y, out + len, len), len);
	BN_free(x);
	BN_free(y);
}

static EC_GROUP *group_of(struct host_curve *curve)
{
	BIGNUM *p = number(curve->p, curve->field), *a = number(curve->a, curve->field),
	       *b = number(curve->b, curve->field), *n = number(curve->n, curve->order);
	EC_POINT *generator;

	curve->group = EC_GROUP_new_curve_GFp(p, a, b, NULL);
	assert_non_null(curve->group);
	generator = import(curve, curve->g);
	assert_int_equal(EC_GROUP_set_generator(curve->group, generator, n, BN_value_one()), 1);
	EC_POINT_free(generator);
	BN_free(n);
	BN_free(b);
	BN_free(a);
	BN_free(p);
	return curve->group;
}

void host_curves_load(struct host_curve curves[HOST_CURVES])
{
	struct vector_file file;
	struct why why;

	load_vectors(&file, "other/curves/weierstrass.txt");
	assert_int_equal(file.n, HOST_CURVES);
	for (size_t i = 0; i < HOST_CURVES; i++) {
		const struct vector_record *record = &file.records[i];
		struct host_curve *curve = &curves[i];

		fixed_bytes_of(record, "Curve", &curve->id, 1);
		assert_int_equal(vector_integer(record, "Field", &curve->field, &why), 0);
		assert_int_equal(vector_integer(record, "Order", &curve->order, &why), 0);
		fixed_bytes_of(record, "a", curve->a, curve->field);
		fixed_bytes_of(record, "b", curve->b, curve->field);
		fixed_bytes_of(record, "p", curve->p, curve->field);
		fixed_bytes_of(record, "n", curve->n, curve->order);
		fixed_bytes_of(record, "Gx", curve->g, curve->field);
		fixed_bytes_of(record, "Gy", curve->g + curve->field, curve->field);
		group_of(curve);
	}
	vector_file_free(&file);
}

void host_curves_free(struct host_curve curves[HOST_CURVES])
{
	for (size_t i = 0; i < HOST_CURVES; i++)
		EC_GROUP_free(curves[i].group);
}

void host_ec_multiply(
	const struct host_curve *curve, const uint8_t *d, const uint8_t *point, uint8_t *product)
{
	EC_POINT *result = EC_POINT_new(curve->group), *of = point ? import(curve, point) : NULL;
	BIGNUM *n = number(d, curve->field);

	assert_int_equal(EC_POINT_mul(curve->group, result, of ? NULL : n, of, of ? n : NULL, NULL), 1);
	export(curve, result, product);
	BN_free(n);
	EC_POINT_free(of);
	EC_POINT_free(result);
}

void host_ec_map(const struct host_curve *curve, const uint8_t *d, const uint8_t *point, uint8_t *sum)
{
	EC_POINT *result = EC_POINT_new(curve->group), *of = import(curve, point);
	BIGNUM *n = number(d, curve->field);

	assert_int_equal(EC_POINT_mul(curve->group, result, n, of, BN_value_one(), NULL), 1);
	export(curve, result, sum);
	BN_free(n);
	EC_POINT_free(of);
	EC_POINT_free(result);
}

size_t host_ec_sign(const struct host_curve *curve, const uint8_t *d, const uint8_t *digest, size_t len,
	uint8_t der[HOST_DER_MAX])
{
	EC_KEY *key = EC_KEY_new();
	BIGNUM *n = number(d, curve->field);
	unsigned int der_len = 0;

	assert_int_equal(EC_KEY_set_group(key, curve->group), 1);
	assert_int_equal(EC_KEY_set_private_key(key, n), 1);
	assert_true(ECDSA_size(key) <= HOST_DER_MAX);
	assert_int_equal(ECDSA_sign(0, digest, (int)len, der, &der_len, key), 1);
	BN_free(n);
	EC_KEY_free(key);
	return der_len;
}

bool host_ec_verifies(const struct host_curve *curve, const uint8_t *point, const uint8_t *digest, size_t len,
	const uint8_t *der, size_t der_len)
{
	EC_KEY *key = EC_KEY_new();
	EC_POINT *public = import(curve, point);
	bool good;

	assert_int_equal(EC_KEY_set_group(key, curve->group), 1);
	assert_int_equal(EC_KEY_set_public_key(key, public), 1);
	good = ECDSA_verify(0, digest, (int)len, der, (int)der_len, key) == 1;
	EC_POINT_free(public);
	EC_KEY_free(key);
	return good;
}
