/* tests/conformance/se05x_kdf.c: HKDF, PBKDF2 and what TLS derives. */
#include <string.h>

#include "ossl.h"
#include "se05x_cases.h"
#include "se05x_curves.h"

#define AN "AN12413 2.12 "
#define HEADERS "comments of NXP's plug-and-trust 9721d64"

enum {
	FEATURE_EC = 0x0002,
	FEATURE_HMAC = 0x0010,
	FEATURE_PBKDF = 0x0200,
	FEATURE_TLS = 0x0400,
	KEY = SAY_IDS | 1,
	TARGET = SAY_IDS | 2,
};

static const struct {
	uint8_t id;
	const char *name;
} digests[] = { { 0x01, "SHA1" }, { 0x04, "SHA256" }, { 0x05, "SHA384" }, { 0x06, "SHA512" } };

static const uint8_t secret[32] = { 0xc0, 0xff, 0xee, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
	17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29 };
static const uint8_t salt[64] = { 0x5a, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
	20 };
static const uint8_t info[80] = { 0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9 };
static const uint8_t label[5] = { 0x6c, 0x61, 0x62, 0x65, 0x6c };
static const uint8_t length_16[2] = { 0, 16 };

/* A key for deriving: KDF, that is HKDF, TLS KDF and PMS, PBKDF and randoms from outside from 7.2 on; DELETE, WRITE. */
static bool make_key(struct conform *c, uint32_t id, const uint8_t *value, size_t len)
{
	return say(c, "9000",
		c->part == PART_APPLET_7 ? "010500 11:0800000000+d8d40480 41:%i 43:%b"
					 : "010500 11:0800000000+18d40000 41:%i 43:%b",
		id, value, len);
}

static bool fips_has_none(struct conform *c)
{
	if (suite_fips(c))
		conform_skip(c, "a part in FIPS mode derives nothing so");
	return !conform_well(c);
}

static void rfc_5869(struct conform *c, const struct conform_case *self)
{
	(void)self;
	if (fips_has_none(c))
		return;
	make_key(c, KEY, (const uint8_t *)"\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v", 22);
	say(c, "41:3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865 9000",
		"03002d 41:%i 42:04 43:000102030405060708090a0b0c 44:f0f1f2f3f4f5f6f7f8f9 45:002a",
		(uint32_t)KEY);
}

static void hkdf(struct conform *c, const struct conform_case *self)
{
	static const struct {
		size_t salt, info, len;
	} sizes[] = { { 0, 0, 16 }, { 13, 10, 42 }, { 64, 80, 255 }, { 32, 0, 1 }, { 0, 80, 300 } };

	(void)self;
	if (fips_has_none(c))
		return;
	make_key(c, KEY, secret, sizeof(secret));
	for (size_t d = 0; d < sizeof(digests) / sizeof(digests[0]); d++)
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
			static const char *const texts[] = { "03002d 41:%i 42:%c 45:%h",
				"03002d 41:%i 42:%c 43:%b 45:%h", "03002d 41:%i 42:%c 44:%b 45:%h",
				"03002d 41:%i 42:%c 43:%b 44:%b 45:%h" };
			const char *text = texts[(sizes[i].salt > 0) + 2 * (sizes[i].info > 0)];
			unsigned int id = digests[d].id, len = (unsigned int)sizes[i].len;
			struct ossl_bytes out;
			struct said said;

			if (!ossl_hkdf(digests[d].name, false, secret, sizeof(secret), salt, sizes[i].salt,
				    info, sizes[i].info, sizes[i].len, &out))
				conform_fail(c, "the host's OpenSSL has no HKDF");
			if (sizes[i].salt > 0 && sizes[i].info > 0)
				say_ask(c, &said, text, (uint32_t)KEY, id, salt, sizes[i].salt, info,
					sizes[i].info, len);
			else if (sizes[i].salt > 0)
				say_ask(c, &said, text, (uint32_t)KEY, id, salt, sizes[i].salt, len);
			else if (sizes[i].info > 0)
				say_ask(c, &said, text, (uint32_t)KEY, id, info, sizes[i].info, len);
			else
				say_ask(c, &said, text, (uint32_t)KEY, id, len);
			said_is(c, &said, TAG_1, out.at, out.len);
		}
}

/* From 7.2 on. The target is an HMAC key of just that size; what is in it is shown by a MAC. */
static void hkdf_into_an_object(struct conform *c, const struct conform_case *self)
{
	struct ossl_bytes out, mac;
	struct said said;

	(void)self;
	if (fips_has_none(c))
		return;
	make_key(c, KEY, secret, sizeof(secret));
	say(c, "9000", "010500 41:%i 43:00*40", (uint32_t)TARGET);
	say(c, "9000", "010500 41:%i 43:%b", (uint32_t)TARGET + 1, salt, (size_t)20);
	ossl_hkdf("SHA256", false, secret, sizeof(secret), salt, 20, info, 10, 40, &out);
	say(c, "9000", "03002d 41:%i 42:04 43:%b 44:%b 45:0028 47:%i", (uint32_t)KEY, salt, (size_t)20, info,
		(size_t)10, (uint32_t)TARGET);
	ossl_mac("HMAC", "SHA256", out.at, out.len, "abc", 3, &mac);
	if (say_ask(c, &said, "030d45 41:%i 42:19 43:616263", (uint32_t)TARGET))
		said_is(c, &said, TAG_1, mac.at, mac.len);
	say(c, "6985|6a80", "03002d 41:%i 42:04 43:%b 44:%b 45:0027 47:%i", (uint32_t)KEY, salt, (size_t)20,
		info, (size_t)10, (uint32_t)TARGET);
}

static void hkdf_expand(struct conform *c, const struct conform_case *self)
{
	struct ossl_bytes out;
	struct said said;

	(void)self;
	if (fips_has_none(c))
		return;
	make_key(c, KEY, secret, sizeof(secret));
	for (size_t d = 0; d < sizeof(digests) / sizeof(digests[0]); d++) {
		ossl_hkdf(digests[d].name, true, secret, sizeof(secret), NULL, 0, info, 80, 100, &out);
		if (say_ask(c, &said, "03002f 41:%i 42:%c 44:%b 45:0064", (uint32_t)KEY,
			    (unsigned int)digests[d].id, info, (size_t)80))
			said_is(c, &said, TAG_1, out.at, out.len);
	}
}

/* RFC 6070. */
static void rfc_6070(struct conform *c, const struct conform_case *self)
{
	(void)self;
	if (suite_fips(c)) {
		conform_skip(c, "a part in FIPS mode has HMAC keys from 112 bit on");
		return;
	}
	make_key(c, KEY, (const uint8_t *)"password", 8);
	say(c, "41:0c60c80f961f0e71f3a9b524af6012062fe037a6 9000", "03002e 41:%i 42:73616c74 43:0001 44:0014",
		(uint32_t)KEY);
	say(c, "41:ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957 9000", "03002e 41:%i 42:73616c74 43:0002 44:0014",
		(uint32_t)KEY);
	say(c, "41:4b007901b765489abead49d926f721d065a429c1 9000", "03002e 41:%i 42:73616c74 43:1000 44:0014",
		(uint32_t)KEY);
}

static void pbkdf2(struct conform *c, const struct conform_case *self)
{
	static const size_t salts[] = { 1, 20, 64 }, lens[] = { 1, 20, 21, 64, 200 };

	(void)self;
	make_key(c, KEY, secret, sizeof(secret));
	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < 5; k++) {
			struct ossl_bytes out;
			struct said said;

			ossl_pbkdf2("SHA1", secret, sizeof(secret), salt, salts[i], 3, lens[k], &out);
			if (say_ask(c, &said, "03002e 41:%i 42:%b 43:0003 44:%h", (uint32_t)KEY, salt,
				    salts[i], (unsigned int)lens[k]))
				said_is(c, &said, TAG_1, out.at, out.len);
		}
}

static void pbkdf2_with_other_macs(struct conform *c, const struct conform_case *self)
{
	static const struct {
		unsigned int id;
		const char *name;
	} macs[] = { { 0x18, "SHA1" }, { 0x19, "SHA256" }, { 0x1a, "SHA384" }, { 0x1b, "SHA512" } };

	(void)self;
	make_key(c, KEY, secret, sizeof(secret));
	for (size_t i = 0; i < 4; i++) {
		struct ossl_bytes out;
		struct said said;

		ossl_pbkdf2(macs[i].name, secret, sizeof(secret), salt, 16, 4, 70, &out);
		if (say_ask(c, &said, "03002e 41:%i 42:%b 43:0004 44:0046 45:%c", (uint32_t)KEY, salt,
			    (size_t)16, macs[i].id))
			said_is(c, &said, TAG_1, out.at, out.len);
	}
}

static void tls_random(struct conform *c, const struct conform_case *self)
{
	struct said a, b;

	(void)self;
	if (say_ask(c, &a, "030f49") && say_ask(c, &b, "030f49")) {
		said_as(c, &a, "41:..*32 9000", "TLSGenerateRandom");
		if (conform_well(c) && memcmp(a.bytes, b.bytes, a.len) == 0)
			conform_fail(c, "two randoms are the same");
	}
}

/* The part's own random is the other half of the seed: 4B and 4C for a master secret, 4D and 4E for key blocks. */
static void tls_prf(struct conform *c, const struct conform_case *self)
{
	static const struct {
		unsigned int p2;
		bool given_first;
	} kinds[] = { { 0x4b, true }, { 0x4c, false }, { 0x4d, false }, { 0x4e, true } };
	uint8_t given[32];

	(void)self;
	memset(given, 0xc3, sizeof(given));
	make_key(c, KEY, secret, 32);
	for (size_t i = 0; i < 4; i++)
		for (size_t d = 1; d < sizeof(digests) / sizeof(digests[0]); d++) {
			struct said own, said;
			struct rbuf random;
			struct ossl_bytes out;
			uint8_t seed[5 + 64];
			struct wbuf w = wbuf_to(seed, sizeof(seed));

			if (!say_ask(c, &own, "030f49") || !said_value(c, &own, TAG_1, &random))
				return;
			wbuf_put(&w, "label", 5);
			wbuf_put(&w, kinds[i].given_first ? given : random.at, 32);
			wbuf_put(&w, kinds[i].given_first ? random.at : given, 32);
			ossl_tls_prf(digests[d].name, secret, 32, seed, w.len, 100, &out);
			if (say_ask(c, &said,
				    kinds[i].p2 == 0x4b   ? "030f4b 41:%i 42:%c 43:6c6162656c 44:%b 45:0064"
				    : kinds[i].p2 == 0x4c ? "030f4c 41:%i 42:%c 43:6c6162656c 44:%b 45:0064"
				    : kinds[i].p2 == 0x4d ? "030f4d 41:%i 42:%c 43:6c6162656c 44:%b 45:0064"
							  : "030f4e 41:%i 42:%c 43:6c6162656c 44:%b 45:0064",
				    (uint32_t)KEY, (unsigned int)digests[d].id, given, sizeof(given)))
				said_is(c, &said, TAG_1, out.at, out.len);
			/* One random, one use. */
			say(c, "6985", "030f4b 41:%i 42:04 43:6c6162656c 44:%b 45:0010", (uint32_t)KEY, given,
				sizeof(given));
		}
}

static void tls_prf_of_both(struct conform *c, const struct conform_case *self)
{
	uint8_t seed[5 + 64];
	struct ossl_bytes out;
	struct said said;

	(void)self;
	memcpy(seed, label, sizeof(label));
	memset(seed + 5, 0x11, 32);
	memset(seed + 37, 0x22, 32);
	make_key(c, KEY, secret, 32);
	ossl_tls_prf("SHA256", secret, 32, seed, sizeof(seed), 100, &out);
	if (say_ask(c, &said, "030f5a 41:%i 42:04 43:6c6162656c 44:%b 45:0064", (uint32_t)KEY, seed + 5,
		    (size_t)64))
		said_is(c, &said, TAG_1, out.at, out.len);
}

/* What is in the target is shown by a MAC. */
static bool target_is(struct conform *c, const uint8_t *value, size_t len)
{
	struct ossl_bytes mac;
	struct said said;

	ossl_mac("HMAC", "SHA256", value, len, "abc", 3, &mac);
	return say_ask(c, &said, "030d45 41:%i 42:19 43:616263", (uint32_t)TARGET) &&
	       said_is(c, &said, TAG_1, mac.at, mac.len);
}

/* RFC 4279 2: n zeros, n bytes of key, each behind its length. */
static void tls_psk(struct conform *c, const struct conform_case *self)
{
	uint8_t expected[2 + 16 + 2 + 16] = { 0, 16 };

	(void)self;
	memcpy(expected + 18, length_16, 2);
	memcpy(expected + 20, secret, 16);
	make_key(c, KEY, secret, 16);
	say(c, "9000", "010500 41:%i 43:00*36", (uint32_t)TARGET);
	say(c, "9000", "030f4a 41:%i 43:%i", (uint32_t)KEY, (uint32_t)TARGET);
	target_is(c, expected, sizeof(expected));
}

/* RFC 8422 5.10: the x coordinate; RFC 5489 2: with a pre-shared key behind it. */
static void tls_ecdh(struct conform *c, const struct conform_case *self)
{
	static const uint8_t scalar[32] = { 0x0f, 0x56, 0xdb, 0x78, 0xca, 0x46, 0x0b, 0x05, 0x5c, 0x50, 0x00,
		0x64, 0x82, 0x4b, 0xed, 0x99, 0x9a, 0x25, 0xaa, 0xf4, 0x8e, 0xbb, 0x51, 0x9a, 0xc2, 0x01,
		0x53, 0x7b, 0x85, 0x47, 0x98, 0x13 };
	EVP_PKEY *peer = ossl_ec_pair("P-256", scalar, sizeof(scalar)), *own;
	uint8_t both[2 + 32 + 2 + 16] = { 0, 32 };
	struct ossl_bytes point, x;
	struct said said;
	struct rbuf read;

	(void)self;
	ossl_ec_point(peer, &point);
	say(c, "9000", "016100 41:%i 42:03", (uint32_t)KEY + 8);
	if (!say_ask(c, &said, "020000 41:%i", (uint32_t)KEY + 8) || !said_value(c, &said, TAG_1, &read)) {
		EVP_PKEY_free(peer);
		return;
	}
	own = ossl_ec_public("P-256", read.at, rbuf_left(&read));
	if (!ossl_derive(peer, own, &x))
		conform_fail(c, "the host's OpenSSL does not agree");
	EVP_PKEY_free(own);
	EVP_PKEY_free(peer);
	say(c, "9000", "010500 41:%i 43:00*32", (uint32_t)TARGET);
	say(c, "9000", "030f4a 42:%i 43:%i 44:%b", (uint32_t)KEY + 8, (uint32_t)TARGET, point.at, point.len);
	target_is(c, x.at, x.len);
	say(c, "9000", "040028 41:%i", (uint32_t)TARGET);
	make_key(c, KEY, secret, 16);
	memcpy(both + 2, x.at, 32);
	memcpy(both + 34, length_16, 2);
	memcpy(both + 36, secret, 16);
	say(c, "9000", "010500 41:%i 43:00*52", (uint32_t)TARGET);
	say(c, "9000", "030f4a 41:%i 42:%i 43:%i 44:%b", (uint32_t)KEY, (uint32_t)KEY + 8, (uint32_t)TARGET,
		point.at, point.len);
	target_is(c, both, sizeof(both));
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CASE(name, fact, from, by, on, wants, code)                                                         \
	{                                                                                                   \
		.id = "SE05X-" name, .rule = fact, .source = from, .evidence = by, .class = CONFORM_WRITES, \
		.parts = on, .features = wants, .run = code                                                 \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	CASE("HKDF-01", "the value of RFC 5869 A.1 comes out", "RFC 5869 A.1; " AN "4.14.1", BY_DOCUMENT,
		PART_SE05X, FEATURE_HMAC, rfc_5869),
	CASE("HKDF-02", "every digest, salt, info and length gives what OpenSSL gives", AN "4.14.1; RFC 5869",
		BY_DOCUMENT, PART_SE05X, FEATURE_HMAC, hkdf),
	CASE("HKDF-03", "from 7.2 on the output goes into an HMAC key of exactly its size", HEADERS, BY_HOST,
		PART_APPLET_7, FEATURE_HMAC, hkdf_into_an_object),
	CASE("HKDFEXPANDONLY-01", "from 7.2 on expansion alone gives what OpenSSL gives",
		HEADERS "; RFC 5869 2.3", BY_HOST, PART_APPLET_7, FEATURE_HMAC, hkdf_expand),
	CASE("PBKDF2DERIVEKEY-01", "the values of RFC 6070 come out: HMAC with SHA-1",
		"RFC 6070; " AN "4.14.2", BY_DOCUMENT, PART_SE05X, FEATURE_PBKDF | FEATURE_HMAC, rfc_6070),
	CASE("PBKDF2DERIVEKEY-02", "every salt and length gives what OpenSSL gives", AN "4.14.2; RFC 8018",
		BY_DOCUMENT, PART_SE05X, FEATURE_PBKDF | FEATURE_HMAC, pbkdf2),
	CASE("PBKDF2DERIVEKEY-03", "from 7.2 on the MAC can be chosen", HEADERS, BY_HOST, PART_APPLET_7,
		FEATURE_PBKDF | FEATURE_HMAC, pbkdf2_with_other_macs),
	CASE("TLSGENERATERANDOM-01", "32 new bytes each time", AN "4.16.1", BY_DOCUMENT, PART_SE05X,
		FEATURE_TLS, tls_random),
	CASE("TLSPERFORMPRF-01",
		"TLS 1.2's function over the given and the part's own random, which is for one use",
		AN "4.16.3; RFC 5246 5", BY_DOCUMENT, PART_SE05X, FEATURE_TLS | FEATURE_HMAC, tls_prf),
	CASE("TLSPERFORMPRF-02", "from 7.2 on both randoms may be given", HEADERS, BY_HOST, PART_APPLET_7,
		FEATURE_TLS | FEATURE_HMAC, tls_prf_of_both),
	CASE("TLSCALCULATEPREMASTERSECRET-01", "a pre-shared key makes the secret of RFC 4279",
		AN "4.16.2; RFC 4279 2", BY_DOCUMENT, PART_SE05X, FEATURE_TLS | FEATURE_HMAC, tls_psk),
	CASE("TLSCALCULATEPREMASTERSECRET-02", "a key agreement makes the secrets of RFC 8422 and RFC 5489",
		AN "4.16.2; RFC 8422 5.10; RFC 5489 2", BY_DOCUMENT, PART_SE05X,
		FEATURE_TLS | FEATURE_HMAC | FEATURE_EC, tls_ecdh),
};

void se05x_kdf_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
