/* tests/conformance/se05x_ec.c: keys on Weierstrass curves: made, written, read, signing, verifying, agreeing. */
#include <string.h>

#include "ossl.h"
#include "se05x_cases.h"
#include "se05x_curves.h"

#define AN "AN12413 2.12 "

enum {
	FEATURE_EC = 0x0002,
	KEY = SAY_IDS | 1,
	PUBLIC = SAY_IDS | 2,
	PRIVATE = SAY_IDS | 3,
};

struct algorithm {
	uint8_t id;
	const char *digest;
};

static const struct algorithm algorithms[] = { { 0x11, "SHA1" }, { 0x25, "SHA224" }, { 0x21, "SHA256" },
	{ 0x22, "SHA384" }, { 0x26, "SHA512" } };

/* Below the order of any curve. */
static void scalar_of(const struct suite_curve *curve, uint8_t scalar[66])
{
	memset(scalar, 0, 66);
	for (size_t i = 1; i < curve->size; i++)
		memset(scalar + i, (int)(0x11 * i + curve->id), 1);
}

static const struct suite_curve *begin(struct conform *c, const struct conform_case *self, bool *created)
{
	const struct suite_curve *curve = &suite_curves[self->number];

	return suite_curve_ready(c, curve, created) ? curve : NULL;
}

static void forget(struct conform *c, uint32_t id)
{
	say(c, "9000", "040028 41:%i", id);
}

/* The public point of a key of the part, for OpenSSL. */
static EVP_PKEY *read_public(struct conform *c, uint32_t id, const struct suite_curve *curve)
{
	struct said said;
	struct rbuf point;
	EVP_PKEY *key;

	if (!say_ask(c, &said, "020000 41:%i", id) || !said_value(c, &said, TAG_1, &point))
		return NULL;
	if (rbuf_left(&point) != 2 * curve->size + 1) {
		conform_fail(c, "a point has %zu bytes", rbuf_left(&point));
		return NULL;
	}
	key = ossl_ec_public(curve->name, point.at, rbuf_left(&point));
	if (!key)
		conform_fail(c, "what is read is no point of %s", curve->name);
	return key;
}

/* The type of a pair: from 7.2 on it tells the curve. */
static unsigned int type_of(const struct conform *c, const struct suite_curve *curve, unsigned int kind)
{
	return c->part == PART_APPLET_7 ? 0x21u + 4u * (curve->id - 1u) + kind - 1u : kind;
}

static void keys(struct conform *c, const struct conform_case *self)
{
	bool created;
	const struct suite_curve *curve = begin(c, self, &created);
	struct ossl_bytes point;
	uint8_t scalar[66];
	EVP_PKEY *pair, *made;
	struct said said, type;

	if (!curve)
		return;
	scalar_of(curve, scalar);
	pair = ossl_ec_pair(curve->name, scalar, curve->size);
	if (!ossl_ec_point(pair, &point))
		conform_fail(c, "the host's OpenSSL has no %s", curve->name);
	say(c, "9000", "016100 41:%i 42:%c 43:%b 44:%b", (uint32_t)KEY, (unsigned int)curve->id, scalar,
		curve->size, point.at, point.len);
	say(c, "9000", "012100 41:%i 42:%c 44:%b", (uint32_t)PUBLIC, (unsigned int)curve->id, point.at,
		point.len);
	say(c, "9000", "014100 41:%i 42:%c 43:%b", (uint32_t)PRIVATE, (unsigned int)curve->id, scalar,
		curve->size);
	if (say_ask(c, &said, "020000 41:%i", (uint32_t)KEY))
		said_is(c, &said, TAG_1, point.at, point.len);
	if (say_ask(c, &said, "020000 41:%i", (uint32_t)PUBLIC))
		said_is(c, &said, TAG_1, point.at, point.len);
	say(c, "6985|6986", "020000 41:%i", (uint32_t)PRIVATE);
	for (uint32_t id = KEY; id <= PRIVATE && conform_well(c); id++) {
		const unsigned int kinds[] = { 1, 3, 2 };
		uint8_t want[2] = { (uint8_t)type_of(c, curve, kinds[id - KEY]), PERSISTENT };
		uint8_t size[2] = { 0, (uint8_t)curve->size };

		if (say_ask(c, &type, "020026 41:%i", id)) {
			said_is(c, &type, TAG_1, want, 1);
			said_is(c, &type, TAG_2, want + 1, 1);
		}
		if (say_ask(c, &said, "020007 41:%i", id))
			said_is(c, &said, TAG_1, size, 2);
		if (say_ask(c, &said, "020b36 41:%i", id))
			said_is(c, &said, TAG_1, &curve->id, 1);
	}
	EVP_PKEY_free(pair);
	/* And one that the part makes: another one each time. */
	say(c, "9000", "016100 41:%i", (uint32_t)KEY);
	made = read_public(c, KEY, curve);
	if (say_ask(c, &said, "020000 41:%i", (uint32_t)KEY)) {
		struct rbuf again;

		said_value(c, &said, TAG_1, &again);
		if (conform_well(c) && rbuf_left(&again) == point.len &&
			memcmp(again.at, point.at, point.len) == 0)
			conform_fail(c, "a key that was made anew has the value from before");
	}
	EVP_PKEY_free(made);
	for (uint32_t id = KEY; id <= PRIVATE; id++)
		forget(c, id);
	suite_curve_remove(c, curve, created);
}

static void sign(struct conform *c, const struct conform_case *self)
{
	bool created;
	const struct suite_curve *curve = begin(c, self, &created);
	EVP_PKEY *key, *written;
	uint8_t scalar[66];

	if (!curve)
		return;
	scalar_of(curve, scalar);
	say(c, "9000", "016100 41:%i 42:%c", (uint32_t)KEY, (unsigned int)curve->id);
	say(c, "9000", "014100 41:%i 42:%c 43:%b", (uint32_t)PRIVATE, (unsigned int)curve->id, scalar,
		curve->size);
	key = read_public(c, KEY, curve);
	written = ossl_ec_pair(curve->name, scalar, curve->size);
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++) {
		const struct algorithm *of = &algorithms[i];
		struct ossl_bytes hash;
		struct said said;
		struct rbuf signature;

		if (of->id == 0x11 && suite_fips(c))
			continue;
		ossl_digest(of->digest, "message", 7, &hash);
		if (say_ask(c, &said, "030c09 41:%i 42:%c 43:%b", (uint32_t)KEY, (unsigned int)of->id,
			    hash.at, hash.len) &&
			said_value(c, &said, TAG_1, &signature) &&
			!ossl_verify_digest(
				key, of->digest, hash.at, hash.len, signature.at, rbuf_left(&signature)))
			conform_fail(c, "a signature with algorithm %02x is not good", of->id);
		if (say_ask(c, &said, "030c09 41:%i 42:%c 43:%b", (uint32_t)PRIVATE, (unsigned int)of->id,
			    hash.at, hash.len) &&
			said_value(c, &said, TAG_1, &signature) &&
			!ossl_verify_digest(
				written, of->digest, hash.at, hash.len, signature.at, rbuf_left(&signature)))
			conform_fail(c, "a written key's signature with algorithm %02x is not good", of->id);
		say(c, "6985|6a80", "030c09 41:%i 42:%c 43:%b", (uint32_t)KEY, (unsigned int)of->id, hash.at,
			hash.len - 1);
	}
	EVP_PKEY_free(key);
	EVP_PKEY_free(written);
	forget(c, KEY);
	forget(c, PRIVATE);
	suite_curve_remove(c, curve, created);
}

static void verify(struct conform *c, const struct conform_case *self)
{
	bool created;
	const struct suite_curve *curve = begin(c, self, &created);
	struct ossl_bytes point;
	uint8_t scalar[66];
	EVP_PKEY *pair;

	if (!curve)
		return;
	scalar_of(curve, scalar);
	pair = ossl_ec_pair(curve->name, scalar, curve->size);
	if (!ossl_ec_point(pair, &point))
		conform_fail(c, "the host's OpenSSL has no %s", curve->name);
	say(c, "9000", "012100 41:%i 42:%c 44:%b", (uint32_t)PUBLIC, (unsigned int)curve->id, point.at,
		point.len);
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++) {
		const struct algorithm *of = &algorithms[i];
		struct ossl_bytes hash, other, signature;

		if (of->id == 0x11 && suite_fips(c))
			continue;
		ossl_digest(of->digest, "message", 7, &hash);
		ossl_digest(of->digest, "massage", 7, &other);
		if (!ossl_sign_digest(pair, of->digest, hash.at, hash.len, &signature))
			conform_fail(c, "the host's OpenSSL does not sign");
		say(c, "41:01 9000", "030c0a 41:%i 42:%c 43:%b 45:%b", (uint32_t)PUBLIC, (unsigned int)of->id,
			hash.at, hash.len, signature.at, signature.len);
		say(c, "41:02 9000", "030c0a 41:%i 42:%c 43:%b 45:%b", (uint32_t)PUBLIC, (unsigned int)of->id,
			other.at, other.len, signature.at, signature.len);
	}
	EVP_PKEY_free(pair);
	forget(c, PUBLIC);
	suite_curve_remove(c, curve, created);
}

static void agree(struct conform *c, const struct conform_case *self)
{
	bool created;
	const struct suite_curve *curve;
	struct ossl_bytes point, secret;
	uint8_t scalar[66];
	EVP_PKEY *peer, *own;
	struct said said;

	if (suite_fips(c)) {
		conform_skip(c, "a part in FIPS mode agrees on no keys");
		return;
	}
	curve = begin(c, self, &created);
	if (!curve)
		return;
	scalar_of(curve, scalar);
	peer = ossl_ec_pair(curve->name, scalar, curve->size);
	ossl_ec_point(peer, &point);
	say(c, "9000", "016100 41:%i 42:%c", (uint32_t)KEY, (unsigned int)curve->id);
	own = read_public(c, KEY, curve);
	if (!ossl_derive(peer, own, &secret))
		conform_fail(c, "the host's OpenSSL does not agree on %s", curve->name);
	if (say_ask(c, &said, "03010f 41:%i 42:%b", (uint32_t)KEY, point.at, point.len))
		said_is(c, &said, TAG_1, secret.at, secret.len);
	/* Off the curve. */
	point.at[point.len - 1] ^= 1;
	say(c, "6985", "03010f 41:%i 42:%b", (uint32_t)KEY, point.at, point.len);
	EVP_PKEY_free(peer);
	EVP_PKEY_free(own);
	forget(c, KEY);
	suite_curve_remove(c, curve, created);
}

static void agree_in_fips(struct conform *c, const struct conform_case *self)
{
	struct said said;
	struct rbuf point;

	(void)self;
	if (!suite_fips(c)) {
		conform_skip(c, "the part is not in FIPS mode");
		return;
	}
	say(c, "9000", "016100 41:%i 42:03", (uint32_t)KEY);
	if (say_ask(c, &said, "020000 41:%i", (uint32_t)KEY) && said_value(c, &said, TAG_1, &point))
		say(c, "6985", "03010f 41:%i 42:%b", (uint32_t)KEY, point.at, rbuf_left(&point));
}

/* RFC 5903 8.1 as a check of both sides: the part has the initiator's key, the responder's point is known. */
static void rfc_5903(struct conform *c, const struct conform_case *self)
{
	(void)self;
	if (suite_fips(c)) {
		conform_skip(c, "a part in FIPS mode agrees on no keys");
		return;
	}
	say(c, "9000",
		"014100 41:%i 42:03 43:c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433",
		(uint32_t)PRIVATE);
	say(c, "41:d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de 9000",
		"03010f 41:%i 42:04+d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63"
		"+56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab",
		(uint32_t)PRIVATE);
}

/* FIPS 186-3 vectors of NIST (SigVer.rsp, P-256, SHA-256). */
static void nist_signature(struct conform *c, const struct conform_case *self)
{
	struct ossl_bytes point, hash, signature;
	EVP_PKEY *key;
	static const uint8_t scalar[] = { 0x51, 0x9b, 0x42, 0x3d, 0x71, 0x5f, 0x8b, 0x58, 0x1f, 0x4f, 0xa8,
		0xee, 0x59, 0xf4, 0x77, 0x1a, 0x5b, 0x44, 0xc8, 0x13, 0x0b, 0x4e, 0x3e, 0xac, 0xca, 0x54,
		0xa5, 0x6d, 0xda, 0x72, 0xb4, 0x64 };

	(void)self;
	key = ossl_ec_pair("P-256", scalar, sizeof(scalar));
	ossl_ec_point(key, &point);
	ossl_digest("SHA256", "sample", 6, &hash);
	ossl_sign_digest(key, "SHA256", hash.at, hash.len, &signature);
	EVP_PKEY_free(key);
	say(c, "9000", "016100 41:%i 42:03 43:%b 44:%b", (uint32_t)KEY, scalar, sizeof(scalar), point.at,
		point.len);
	/* A pair verifies too; and each bit counts. */
	say(c, "41:01 9000", "030c0a 41:%i 42:21 43:%b 45:%b", (uint32_t)KEY, hash.at, hash.len, signature.at,
		signature.len);
	for (size_t i = 8; i < signature.len; i += 9) {
		if (i > 30 && i < 40)
			continue;
		signature.at[i] ^= 0x20;
		say(c, "41:02 9000", "030c0a 41:%i 42:21 43:%b 45:%b", (uint32_t)KEY, hash.at, hash.len,
			signature.at, signature.len);
		signature.at[i] ^= 0x20;
	}
}

static void transient_key(struct conform *c, const struct conform_case *self)
{
	struct ossl_bytes hash;
	struct said said;
	struct rbuf signature;
	EVP_PKEY *key;

	(void)self;
	ossl_digest("SHA256", "message", 7, &hash);
	say(c, "9000", "816100 41:%i 42:03", (uint32_t)KEY);
	key = read_public(c, KEY, &suite_curves[2]);
	if (say_ask(c, &said, "030c09 41:%i 42:21 43:%b", (uint32_t)KEY, hash.at, hash.len) &&
		said_value(c, &said, TAG_1, &signature) &&
		!ossl_verify_digest(key, "SHA256", hash.at, hash.len, signature.at, rbuf_left(&signature)))
		conform_fail(c, "a transient key's signature is not good");
	EVP_PKEY_free(key);
	if (say_ask(c, &said, "020026 41:%i", (uint32_t)KEY))
		said_is(c, &said, TAG_2, "\x02", 1);
	/* Its value goes with the selection, the object stays. */
	conform_se05x.begin(c);
	say(c, "41:01 9000", "040027 41:%i", (uint32_t)KEY);
	say(c, "6985|6986", "030c09 41:%i 42:21 43:%b", (uint32_t)KEY, hash.at, hash.len);
}

static void half_a_pair(struct conform *c, const struct conform_case *self)
{
	struct ossl_bytes point;
	uint8_t scalar[66];
	EVP_PKEY *key;

	(void)self;
	scalar_of(&suite_curves[2], scalar);
	key = ossl_ec_pair("P-256", scalar, 32);
	ossl_ec_point(key, &point);
	EVP_PKEY_free(key);
	say(c, "6985|6a80", "016100 41:%i 42:03 43:%b", (uint32_t)KEY, scalar, (size_t)32);
	say(c, "6985|6a80", "016100 41:%i 42:03 44:%b", (uint32_t)KEY, point.at, point.len);
	say(c, "6985|6a80", "016100 41:%i 42:03 43:%b 44:%b", (uint32_t)KEY, scalar, (size_t)31, point.at,
		point.len);
	say(c, "41:02 9000", "040027 41:%i", (uint32_t)KEY);
}

static void origin(struct conform *c, const struct conform_case *self)
{
	struct ossl_bytes point;
	uint8_t scalar[66];
	EVP_PKEY *key;

	(void)self;
	scalar_of(&suite_curves[2], scalar);
	key = ossl_ec_pair("P-256", scalar, 32);
	ossl_ec_point(key, &point);
	EVP_PKEY_free(key);
	say(c, "9000", "016100 41:%i 42:03", (uint32_t)KEY);
	say(c, "43:20c00001+29+01+0000+00000000+0000+08+00000000+........+02+00000000 9000", "02003b 41:%i",
		(uint32_t)KEY);
	say(c, "9000", "016100 41:%i 43:%b 44:%b", (uint32_t)KEY, scalar, (size_t)32, point.at, point.len);
	say(c, "43:20c00001+29+01+0000+00000000+0000+08+00000000+........+01+00000000 9000", "02003b 41:%i",
		(uint32_t)KEY);
}

static void curve_list(struct conform *c, const struct conform_case *self)
{
	const struct suite_curve *curve = &suite_curves[3];
	bool created;

	(void)self;
	if (suite_curve_state(c, 0x03) != SET)
		conform_fail(c, "P-256 is not set");
	if (!suite_curve_ready(c, curve, &created))
		return;
	if (!created) {
		conform_skip(c, "P-384 was there already");
		return;
	}
	say(c, "6985", "010b04 41:04");
	say(c, "9000", "040b28 41:04");
	if (suite_curve_state(c, 0x04) != NOT_SET)
		conform_fail(c, "a curve that was deleted is in the list");
	say(c, "6985", "016100 41:%i 42:04", (uint32_t)KEY);
	say(c, "9000", "010b04 41:04");
	/* Without its parameters it is not usable yet. */
	if (suite_curve_state(c, 0x04) != NOT_SET)
		conform_fail(c, "a curve without its parameters counts as set");
	say(c, "6985", "016100 41:%i 42:04", (uint32_t)KEY);
	say(c, "9000", "040b28 41:04");
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CURVE_CASES(nr, of, at)                                                                          \
	{ .id = "SE05X-WRITEECKEY-" nr,                                                                  \
		.rule = "keys on " of " are made, written, read, and tell type, size and curve",         \
		.source = AN "4.7.1.1, 4.7.3.1, 4.7.4, 4.8.3",                                           \
		.class = CONFORM_WRITES,                                                                 \
		.parts = PART_SE05X,                                                                     \
		.features = FEATURE_EC,                                                                  \
		.covers = "WriteECKey, ReadObject, ReadType, ReadSize, GetECCurveID, "                   \
			  "CreateECCurve, SetECCurveParam",                                              \
		.run = keys,                                                                             \
		.number = at },                                                                          \
		{ .id = "SE05X-ECDSASIGN-" nr,                                                           \
			.rule = "keys on " of " sign with every digest, and OpenSSL verifies",           \
			.source = AN "4.10.1.1",                                                         \
			.class = CONFORM_WRITES,                                                         \
			.parts = PART_SE05X,                                                             \
			.features = FEATURE_EC,                                                          \
			.covers = "ECDSASign",                                                           \
			.run = sign,                                                                     \
			.number = at },                                                                  \
		{ .id = "SE05X-ECDSAVERIFY-" nr,                                                         \
			.rule = "OpenSSL's signatures on " of " verify, others do not",                  \
			.source = AN "4.10.2.1",                                                         \
			.class = CONFORM_WRITES,                                                         \
			.parts = PART_SE05X,                                                             \
			.features = FEATURE_EC,                                                          \
			.covers = "ECDSAVerify",                                                         \
			.run = verify,                                                                   \
			.number = at },                                                                  \
	{                                                                                                \
		.id = "SE05X-ECDH-" nr,                                                                  \
		.rule = "on " of " part and OpenSSL agree on one secret, a point off the curve is 6985", \
		.source = AN "4.10.3.1", .class = CONFORM_WRITES, .parts = PART_SE05X,                   \
		.features = FEATURE_EC, .covers = "ECDHGenerateSharedSecret", .run = agree, .number = at \
	}
#define CASE(name, fact, from, on, code)                                                                 \
	{                                                                                                \
		.id = "SE05X-" name, .rule = fact, .source = from, .class = CONFORM_WRITES, .parts = on, \
		.features = FEATURE_EC, .run = code                                                      \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	CURVE_CASES("01", "P-192", 0),
	CURVE_CASES("02", "P-224", 1),
	CURVE_CASES("03", "P-256", 2),
	CURVE_CASES("04", "P-384", 3),
	CURVE_CASES("05", "P-521", 4),
	CURVE_CASES("06", "brainpoolP160r1", 5),
	CURVE_CASES("07", "brainpoolP192r1", 6),
	CURVE_CASES("08", "brainpoolP224r1", 7),
	CURVE_CASES("09", "brainpoolP256r1", 8),
	CURVE_CASES("10", "brainpoolP320r1", 9),
	CURVE_CASES("11", "brainpoolP384r1", 10),
	CURVE_CASES("12", "brainpoolP512r1", 11),
	CURVE_CASES("13", "secp160k1", 12),
	CURVE_CASES("14", "secp192k1", 13),
	CURVE_CASES("15", "secp224k1", 14),
	CURVE_CASES("16", "secp256k1", 15),
	CASE("ECDH-50", "the secret of RFC 5903 8.1 comes out", "RFC 5903 8.1; " AN "4.10.3.1", PART_SE05X,
		rfc_5903),
	CASE("ECDH-51", "a part in FIPS mode agrees on no keys: 6985", AN "3.10, 4.10.3.1", PART_SE05X,
		agree_in_fips),
	CASE("ECDSAVERIFY-50", "a pair verifies, and a signature with any bit changed is answered 02",
		AN "4.10.2.1", PART_SE05X, nist_signature),
	CASE("WRITEECKEY-50", "a transient key signs until the next selection, and stays an object",
		AN "3.2.2.2, 4.7.1.1", PART_SE05X, transient_key),
	CASE("WRITEECKEY-51",
		"half a pair, or a private value of the wrong length, is refused and leaves nothing",
		AN "4.7.1.1", PART_SE05X, half_a_pair),
	CASE("WRITEECKEY-52", "the origin of a key follows its last write: made or written",
		AN "3.2.4, table 3", PART_APPLET_7, origin),
	CASE("CREATEECCURVE-01",
		"a curve is created once, is usable when it has all parameters, and is deleted",
		AN "4.8.1, 4.8.2, 4.8.4, 4.8.5", PART_SE05X, curve_list),
};

void se05x_ec_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
