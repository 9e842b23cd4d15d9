/* tests/unit/test_crypto_ec.c: the engine's curves against published vectors, and what it refuses. */
#include "cmocka_all.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "crypto_ec.h"
#include "crypto_edwards.h"
#include "host_ec.h"
#include "vector_check.h"

struct engine {
	struct crypto *crypto;
	struct rng rng;
	struct rng_stream stream;
};

static int set_up(void **state)
{
	struct engine *e = calloc(1, sizeof(*e));
	struct why why;

	assert_non_null(e);
	assert_int_equal(crypto_new(&e->crypto, &why), 0);
	rng_seed(&e->rng, 7);
	e->stream = rng_open(&e->rng, &(struct rng_purpose){ .address = 0x48 });
	*state = e;
	return 0;
}

static int tear_down(void **state)
{
	struct engine *e = *state;

	assert_int_equal(crypto_unbound_draws(e->crypto), 0);
	crypto_free(e->crypto);
	free(e);
	return 0;
}

/* Published names of curves and hashes. */
static const struct {
	const char *text;
	enum crypto_curve curve;
	const char *hash;
} headings[] = {
	{ "P-192", EC_P192, NULL },
	{ "P-224", EC_P224, NULL },
	{ "P-256", EC_P256, NULL },
	{ "P-384", EC_P384, NULL },
	{ "P-521", EC_P521, NULL },
	{ "P-192,SHA-1", EC_P192, "SHA1" },
	{ "P-192,SHA-256", EC_P192, "SHA256" },
	{ "P-224,SHA-224", EC_P224, "SHA224" },
	{ "P-224,SHA-256", EC_P224, "SHA256" },
	{ "P-256,SHA-1", EC_P256, "SHA1" },
	{ "P-256,SHA-224", EC_P256, "SHA224" },
	{ "P-256,SHA-256", EC_P256, "SHA256" },
	{ "P-256,SHA-384", EC_P256, "SHA384" },
	{ "P-256,SHA-512", EC_P256, "SHA512" },
	{ "P-384,SHA-384", EC_P384, "SHA384" },
	{ "P-521,SHA-512", EC_P521, "SHA512" },
	{ "K-256,SHA-256", EC_K256, "SHA256" },
	{ "secp192r1", EC_P192, NULL },
	{ "secp224r1", EC_P224, NULL },
	{ "secp384r1", EC_P384, NULL },
	{ "secp521r1", EC_P521, NULL },
};

static size_t heading_of(const struct vector_record *record)
{
	for (size_t i = 0; i < sizeof(headings) / sizeof(headings[0]); i++)
		if (vector_under(record, headings[i].text))
			return i;
	fail_msg("%s:%zu: the heading names no curve", record->path, record->line);
	return 0;
}

static void sized(const struct vector_record *record, const char *name, uint8_t *out, size_t size)
{
	struct why why;

	if (vector_number(record, name, out, size, &why) < 0)
		fail_msg("%s", why.text);
}

static size_t hashed(const struct vector_record *record, size_t heading, uint8_t digest[64])
{
	struct vector_value message;
	unsigned int len = 0;

	bytes_of(record, "Msg", &message);
	assert_int_equal(EVP_Digest(message.at, message.len, digest, &len,
				 EVP_get_digestbyname(headings[heading].hash), NULL),
		1);
	return len;
}

/* Signatures with their private key: the public key comes out, and R, S verify. */
static size_t known_signatures(struct engine *e, const char *name)
{
	struct vector_file file;
	size_t n;

	load_vectors(&file, name);
	for (n = 0; n < file.n; n++) {
		const struct vector_record *record = &file.records[n];
		size_t h = heading_of(record);
		enum crypto_curve curve = headings[h].curve;
		size_t field = crypto_ec_field(curve), order = crypto_ec_order(curve);
		uint8_t d[EC_FIELD_MAX], point[EC_POINT_MAX], computed[EC_POINT_MAX], rs[EC_RS_MAX],
			digest[64];
		size_t len = hashed(record, h, digest);

		sized(record, "d", d, field);
		sized(record, "Qx", point, field);
		sized(record, "Qy", point + field, field);
		sized(record, "R", rs, order);
		sized(record, "S", rs + order, order);
		assert_int_equal(crypto_ec_public(e->crypto, curve, &e->stream, d, computed), 0);
		assert_same(record, "X of the public key", computed, point, field);
		assert_same(record, "Y of the public key", computed + field, point + field, field);
		assert_int_equal(crypto_ec_verify(e->crypto, curve, &e->stream, point, digest, len, rs), 0);
		digest[0] ^= 1;
		assert_int_equal(
			crypto_ec_verify(e->crypto, curve, &e->stream, point, digest, len, rs), -EBADMSG);
		assert_int_equal(crypto_ec_sign(e->crypto, curve, &e->stream, d, digest, len, rs), 0);
		assert_int_equal(crypto_ec_verify(e->crypto, curve, &e->stream, point, digest, len, rs), 0);
	}
	vector_file_free(&file);
	return n;
}

static void signatures_as_published(void **state)
{
	assert_int_equal(known_signatures(*state, "nist/ecdsa/SigGen_others.txt"), 60);
	assert_int_equal(known_signatures(*state, "nist/ecdsa/SigGen_P256.txt"), 75);
	assert_int_equal(known_signatures(*state, "other/ecdsa/SigGen_secp256k1.txt"), 30);
}

static void good_and_bad_signatures(void **state)
{
	struct engine *e = *state;
	struct vector_file file;

	load_vectors(&file, "nist/ecdsa/SigVer_others.rsp");
	assert_int_equal(file.n, 75);
	for (size_t n = 0; n < file.n; n++) {
		const struct vector_record *record = &file.records[n];
		size_t h = heading_of(record);
		enum crypto_curve curve = headings[h].curve;
		size_t field = crypto_ec_field(curve), order = crypto_ec_order(curve);
		uint8_t point[EC_POINT_MAX], rs[EC_RS_MAX], digest[64];
		size_t len = hashed(record, h, digest);
		int rc;

		sized(record, "Qx", point, field);
		sized(record, "Qy", point + field, field);
		sized(record, "R", rs, order);
		sized(record, "S", rs + order, order);
		rc = crypto_ec_verify(e->crypto, curve, &e->stream, point, digest, len, rs);
		if (is_good(record))
			assert_int_equal(rc, 0);
		else if (what_is_wrong(record) != 4) /* 4 is "Q changed", which may take it off the curve */
			assert_int_equal(rc, -EBADMSG);
		else
			assert_true(rc == -EBADMSG || rc == -EINVAL);
	}
	vector_file_free(&file);
}

static void key_pairs_and_points(void **state)
{
	struct engine *e = *state;
	struct vector_file file;
	size_t pairs = 0, points = 0;

	load_vectors(&file, "nist/ecdsa/KeyPair.rsp");
	for (size_t n = 0; n < file.n; n++) {
		const struct vector_record *record = &file.records[n];
		enum crypto_curve curve = headings[heading_of(record)].curve;
		size_t field = crypto_ec_field(curve);
		uint8_t d[EC_FIELD_MAX], point[EC_POINT_MAX], computed[EC_POINT_MAX];

		if (!vector_text(record, "d"))
			continue;
		sized(record, "d", d, field);
		sized(record, "Qx", point, field);
		sized(record, "Qy", point + field, field);
		assert_int_equal(crypto_ec_public(e->crypto, curve, &e->stream, d, computed), 0);
		assert_same(record, "X of the public key", computed, point, field);
		assert_same(record, "Y of the public key", computed + field, point + field, field);
		pairs++;
	}
	vector_file_free(&file);
	assert_int_equal(pairs, 50);
	load_vectors(&file, "nist/ecdsa/PKV.rsp");
	for (size_t n = 0; n < file.n; n++) {
		const struct vector_record *record = &file.records[n];
		enum crypto_curve curve = headings[heading_of(record)].curve;
		size_t field = crypto_ec_field(curve);
		uint8_t point[EC_POINT_MAX];
		struct why why;

		/* A coordinate out of range may be longer than any that can be given. */
		if (vector_number(record, "Qx", point, field, &why) < 0 ||
			vector_number(record, "Qy", point + field, field, &why) < 0)
			continue;
		assert_int_equal(
			crypto_ec_check_point(e->crypto, curve, point), is_good(record) ? 0 : -EINVAL);
		points++;
	}
	vector_file_free(&file);
	assert_true(points >= 40);
}

static void secrets_as_published(void **state)
{
	struct engine *e = *state;
	struct vector_file file;
	static const struct {
		const char *name;
		enum crypto_curve curve;
	} brainpool[] = { { "brainpoolP256r1", EC_BRAINPOOL_256 }, { "brainpoolP384r1", EC_BRAINPOOL_384 },
		{ "brainpoolP512r1", EC_BRAINPOOL_512 } };

	load_vectors(&file, "nist/ecdh/ecccdh_others.vec");
	assert_int_equal(file.n, 32);
	for (size_t n = 0; n < file.n; n++) {
		const struct vector_record *record = &file.records[n];
		enum crypto_curve curve = headings[heading_of(record)].curve;
		size_t field = crypto_ec_field(curve);
		uint8_t d[EC_FIELD_MAX], peer[1 + EC_POINT_MAX], z[EC_FIELD_MAX], x[EC_FIELD_MAX];

		sized(record, "Secret", d, field);
		fixed_bytes_of(record, "CounterKey", peer, 1 + 2 * field);
		sized(record, "K", z, field);
		assert_int_equal(crypto_ec_multiply(e->crypto, curve, &e->stream, d, peer + 1, x, NULL), 0);
		assert_same(record, "Z", x, z, field);
	}
	vector_file_free(&file);
	load_vectors(&file, "rfc/ecdh/rfc7027_brainpool.txt");
	assert_int_equal(file.n, 3);
	for (size_t n = 0; n < file.n; n++) {
		const struct vector_record *record = &file.records[n];
		enum crypto_curve curve = brainpool[n].curve;
		size_t field = crypto_ec_field(curve);
		uint8_t d[EC_FIELD_MAX], peer[EC_POINT_MAX], z[EC_POINT_MAX], xy[EC_POINT_MAX];

		assert_string_equal(vector_text(record, "curve"), brainpool[n].name);
		sized(record, "dA", d, field);
		sized(record, "x_qB", peer, field);
		sized(record, "y_qB", peer + field, field);
		sized(record, "x_Z", z, field);
		sized(record, "y_Z", z + field, field);
		assert_int_equal(
			crypto_ec_multiply(e->crypto, curve, &e->stream, d, peer, xy, xy + field), 0);
		assert_same(record, "Z", xy, z, 2 * field);
	}
	vector_file_free(&file);
}

static void parameters_as_published(void **state)
{
	struct engine *e = *state;
	struct host_curve curves[HOST_CURVES];

	host_curves_load(curves);
	for (size_t i = 0; i < HOST_CURVES; i++) {
		const struct host_curve *curve = &curves[i];
		enum crypto_curve which = (enum crypto_curve)(curve->id - 1);
		struct ec_parameters of;

		assert_int_equal(crypto_ec_field(which), curve->field);
		assert_int_equal(crypto_ec_order(which), curve->order);
		assert_int_equal(crypto_ec_parameters(e->crypto, which, &of), 0);
		assert_memory_equal(of.a, curve->a, curve->field);
		assert_memory_equal(of.b, curve->b, curve->field);
		assert_memory_equal(of.p, curve->p, curve->field);
		assert_memory_equal(of.n, curve->n, curve->order);
		assert_memory_equal(of.generator, curve->g, 2 * curve->field);
	}
	host_curves_free(curves);
}

/* 0 and n are no private values, n - 1 is; p is no coordinate; r and s are 1 to n - 1. */
static void what_is_out_of_range(void **state)
{
	struct engine *e = *state;
	struct host_curve curves[HOST_CURVES];

	host_curves_load(curves);
	for (size_t i = 0; i < HOST_CURVES; i++) {
		const struct host_curve *curve = &curves[i];
		enum crypto_curve which = (enum crypto_curve)(curve->id - 1);
		uint8_t d[EC_FIELD_MAX] = { 0 }, point[EC_POINT_MAX], x[EC_FIELD_MAX], rs[EC_RS_MAX] = { 0 },
			sum[EC_POINT_MAX], s[EC_ORDER_MAX];
		const uint8_t digest[32] = { 1 };

		assert_int_equal(crypto_ec_check_private(e->crypto, which, d), -EINVAL);
		assert_int_equal(crypto_ec_public(e->crypto, which, &e->stream, d, point), -EINVAL);
		assert_int_equal(crypto_ec_sign(e->crypto, which, &e->stream, d, digest, 32, rs), -EINVAL);
		assert_int_equal(
			crypto_ec_multiply(e->crypto, which, &e->stream, d, curve->g, x, NULL), -EINVAL);
		assert_int_equal(crypto_ec_map(e->crypto, which, &e->stream, d, curve->g, sum), -EINVAL);
		assert_int_equal(crypto_ec_multiply_add(e->crypto, which, d, digest, 32, rs, s), -EINVAL);
		if (curve->order == curve->field) {
			memcpy(d, curve->n, curve->order);
			assert_int_equal(crypto_ec_check_private(e->crypto, which, d), -EINVAL);
			d[curve->field - 1]--;
			assert_int_equal(crypto_ec_check_private(e->crypto, which, d), 0);
			/* n - 1 times the generator is its opposite: with it there is nothing left. */
			assert_int_equal(
				crypto_ec_map(e->crypto, which, &e->stream, d, curve->g, sum), -EINVAL);
		} else {
			memset(d, 0xff, curve->field);
			assert_int_equal(crypto_ec_check_private(e->crypto, which, d), 0);
		}
		memcpy(point, curve->g, 2 * curve->field);
		memcpy(point, curve->p, curve->field);
		assert_int_equal(crypto_ec_check_point(e->crypto, which, point), -EINVAL);
		memcpy(point, curve->g, 2 * curve->field);
		memcpy(point + curve->field, curve->p, curve->field);
		assert_int_equal(crypto_ec_check_point(e->crypto, which, point), -EINVAL);
		memcpy(point, curve->g, 2 * curve->field);
		assert_int_equal(crypto_ec_check_point(e->crypto, which, point), 0);
		point[2 * curve->field - 1] ^= 1;
		assert_int_equal(crypto_ec_check_point(e->crypto, which, point), -EINVAL);
		assert_int_equal(
			crypto_ec_verify(e->crypto, which, &e->stream, point, digest, 32, rs), -EINVAL);
		assert_int_equal(
			crypto_ec_multiply(e->crypto, which, &e->stream, d, point, x, NULL), -EINVAL);
		assert_int_equal(crypto_ec_map(e->crypto, which, &e->stream, d, point, sum), -EINVAL);
		memset(rs, 0, sizeof(rs));
		assert_int_equal(
			crypto_ec_verify(e->crypto, which, &e->stream, curve->g, digest, 32, rs), -EBADMSG);
		rs[curve->order - 1] = 1;
		memcpy(rs + curve->order, curve->n, curve->order);
		assert_int_equal(
			crypto_ec_verify(e->crypto, which, &e->stream, curve->g, digest, 32, rs), -EBADMSG);
	}
	host_curves_free(curves);
}

/* s = r + t d mod n, checked on the curve: s G = r G + t (d G). */
static void multiply_and_add(void **state)
{
	struct engine *e = *state;
	struct host_curve curves[HOST_CURVES];
	const struct host_curve *bn = &curves[EC_BN256];
	uint8_t d[32] = { 0, 5 }, t[32] = { 0, 7, 9 }, r[32] = { 0, 0, 3 }, s[32];
	uint8_t left[64], dg[64], product[64];
	EC_POINT *sum, *rg;
	BIGNUM *n;
	uint8_t right[65];

	host_curves_load(curves);
	assert_int_equal(crypto_ec_multiply_add(e->crypto, EC_BN256, d, t, sizeof(t), r, s), 0);
	host_ec_multiply(bn, s, NULL, left);
	host_ec_multiply(bn, d, NULL, dg);
	host_ec_multiply(bn, t, dg, product);
	n = BN_bin2bn(r, sizeof(r), NULL);
	rg = EC_POINT_new(bn->group);
	sum = EC_POINT_new(bn->group);
	right[0] = 0x04;
	memcpy(right + 1, product, 64);
	assert_int_equal(EC_POINT_mul(bn->group, rg, n, NULL, NULL, NULL), 1);
	assert_int_equal(EC_POINT_oct2point(bn->group, sum, right, sizeof(right), NULL), 1);
	assert_int_equal(EC_POINT_add(bn->group, sum, sum, rg, NULL), 1);
	assert_int_equal(
		EC_POINT_point2oct(bn->group, sum, POINT_CONVERSION_UNCOMPRESSED, right, sizeof(right), NULL),
		sizeof(right));
	assert_memory_equal(left, right + 1, 64);
	BN_free(n);
	EC_POINT_free(rg);
	EC_POINT_free(sum);
	memcpy(r, bn->n, 32);
	assert_int_equal(crypto_ec_multiply_add(e->crypto, EC_BN256, d, t, sizeof(t), r, s), -EINVAL);
	host_curves_free(curves);
}

/* The same seed, the same keys and signatures, whatever was done before; without a stream there is no draw. */
static void draws_come_from_the_stream(void **state)
{
	struct engine *e = *state;

	for (size_t i = 0; i < CRYPTO_CURVES; i++) {
		enum crypto_curve curve = (enum crypto_curve)i;
		uint8_t d[2][EC_FIELD_MAX], point[2][EC_POINT_MAX], rs[2][EC_RS_MAX];
		const uint8_t digest[64] = { 1, 2, 3 };

		for (size_t round = 0; round < 2; round++) {
			struct rng_stream s =
				rng_open(&e->rng, &(struct rng_purpose){ .purpose = (uint32_t)i });

			assert_int_equal(crypto_ec_generate(e->crypto, curve, &s, d[round], point[round]), 0);
			assert_int_equal(
				crypto_ec_sign(e->crypto, curve, &s, d[round], digest, 64, rs[round]), 0);
			crypto_drop_cache(e->crypto);
		}
		assert_memory_equal(d[0], d[1], crypto_ec_field(curve));
		assert_memory_equal(point[0], point[1], 2 * crypto_ec_field(curve));
		assert_memory_equal(rs[0], rs[1], 2 * crypto_ec_order(curve));
		assert_int_equal(
			crypto_ec_verify(e->crypto, curve, &e->stream, point[0], digest, 64, rs[0]), 0);
	}
}

static void ed25519_as_published(void **state)
{
	struct engine *e = *state;
	struct vector_file file;

	load_vectors(&file, "rfc/curves/ed25519.txt");
	assert_int_equal(file.n, 65);
	for (size_t n = 0; n < file.n; n++) {
		const struct vector_record *record = &file.records[n];
		uint8_t seed[32], public[32], computed[32], wanted[64], signature[64];
		struct vector_value message;

		fixed_bytes_of(record, "SECRET", seed, 32);
		fixed_bytes_of(record, "PUBLIC", public, 32);
		fixed_bytes_of(record, "SIGNATURE", wanted, 64);
		bytes_of(record, "MESSAGE", &message);
		assert_int_equal(crypto_ed25519_public(e->crypto, seed, computed), 0);
		assert_same(record, "public key", computed, public, 32);
		assert_int_equal(crypto_ed25519_sign(e->crypto, seed, message.at, message.len, signature), 0);
		assert_same(record, "signature", signature, wanted, 64);
		assert_int_equal(
			crypto_ed25519_verify(e->crypto, public, message.at, message.len, signature), 0);
		signature[n % 64] ^= 1;
		assert_int_equal(crypto_ed25519_verify(e->crypto, public, message.at, message.len, signature),
			-EBADMSG);
	}
	vector_file_free(&file);
}

static void montgomery_as_published(void **state)
{
	static const struct {
		const char *name;
		enum crypto_montgomery curve;
		size_t len;
	} files[] = { { "rfc/curves/rfc7748_x25519.txt", MONTGOMERY_X25519, 32 },
		{ "rfc/curves/rfc7748_x448.txt", MONTGOMERY_X448, 56 } };
	struct engine *e = *state;

	for (size_t i = 0; i < 2; i++) {
		uint8_t d[MONTGOMERY_MAX] = { 77 }, base[MONTGOMERY_MAX] = { i == 0 ? 9 : 5 },
			zero[MONTGOMERY_MAX] = { 0 }, u[MONTGOMERY_MAX], secret[MONTGOMERY_MAX];
		struct vector_file file;

		load_vectors(&file, files[i].name);
		assert_int_equal(file.n, 3);
		for (size_t n = 0; n < file.n; n++) {
			const struct vector_record *record = &file.records[n];
			uint8_t scalar[MONTGOMERY_MAX], in[MONTGOMERY_MAX], out[MONTGOMERY_MAX];

			fixed_bytes_of(record, "INPUT_SCALAR", scalar, files[i].len);
			fixed_bytes_of(record, "INPUT_U", in, files[i].len);
			fixed_bytes_of(record, "OUTPUT_U", out, files[i].len);
			assert_int_equal(
				crypto_montgomery_agree(e->crypto, files[i].curve, scalar, in, secret), 0);
			assert_same(record, "OUTPUT_U", secret, out, files[i].len);
		}
		vector_file_free(&file);
		/* A public key is the scalar times the base point; a point of small order gives zeros. */
		assert_int_equal(crypto_montgomery_public(e->crypto, files[i].curve, d, u), 0);
		assert_int_equal(crypto_montgomery_agree(e->crypto, files[i].curve, d, base, secret), 0);
		assert_memory_equal(u, secret, files[i].len);
		assert_int_equal(
			crypto_montgomery_agree(e->crypto, files[i].curve, d, zero, secret), -EINVAL);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(signatures_as_published, set_up, tear_down),
		cmocka_unit_test_setup_teardown(good_and_bad_signatures, set_up, tear_down),
		cmocka_unit_test_setup_teardown(key_pairs_and_points, set_up, tear_down),
		cmocka_unit_test_setup_teardown(secrets_as_published, set_up, tear_down),
		cmocka_unit_test_setup_teardown(parameters_as_published, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_out_of_range, set_up, tear_down),
		cmocka_unit_test_setup_teardown(multiply_and_add, set_up, tear_down),
		cmocka_unit_test_setup_teardown(draws_come_from_the_stream, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ed25519_as_published, set_up, tear_down),
		cmocka_unit_test_setup_teardown(montgomery_as_published, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
