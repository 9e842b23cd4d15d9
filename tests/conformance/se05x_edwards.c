/* tests/conformance/se05x_edwards.c: Ed25519, X25519 and X448, by their RFCs' vectors and OpenSSL. */
#include <string.h>

#include "ossl.h"
#include "se05x_cases.h"
#include "se05x_curves.h"

#define AN "AN12413 2.12 "

enum {
	FEATURE_EDDSA = 0x0004,
	FEATURE_MONTGOMERY = 0x0008,
	KEY = SAY_IDS | 1,
	PUBLIC = SAY_IDS | 2,
};

struct rfc_8032 {
	const char *seed, *public, *message, *signature;
};

/* RFC 8032 7.1, TEST 1 to 3. */
static const struct rfc_8032 signatures[] = {
	{ "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
		"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
		"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
		"b46b"
		"d25bf5f0595bbe24655141438e7a100b" },
	{ "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
		"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
		"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
		"1d8c"
		"387b2eaeb4302aeeb00d291612bb0c00" },
	{ "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
		"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
		"6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
		"c659"
		"4a7c15e9716ed28dc027beceea1ec40a" },
};

static size_t bytes_of(const char *hex, uint8_t *to, size_t cap)
{
	struct wbuf w = wbuf_to(to, cap);

	for (; hex[0] && hex[1]; hex += 2)
		wbuf_u8(&w, (uint8_t)((hex[0] > '9' ? hex[0] - 'a' + 10 : hex[0] - '0') << 4 |
				      (hex[1] > '9' ? hex[1] - 'a' + 10 : hex[1] - '0')));
	return w.len;
}

static size_t turned_of(const char *hex, uint8_t *to, size_t cap)
{
	size_t len = bytes_of(hex, to, cap);

	ossl_reverse(to, len);
	return len;
}

/* r and s are turned each for itself. */
static void turn_signature(uint8_t signature[64])
{
	ossl_reverse(signature, 32);
	ossl_reverse(signature + 32, 32);
}

static void rfc_8032(struct conform *c, const struct conform_case *self)
{
	const struct rfc_8032 *of = &signatures[self->number];
	uint8_t public[32], signature[64];
	struct said said;

	turned_of(of->public, public, sizeof(public));
	bytes_of(of->signature, signature, sizeof(signature));
	turn_signature(signature);
	say(c, "9000", "016100 41:%i 42:40 43:%s 44:%b", (uint32_t)KEY, of->seed, public, sizeof(public));
	say(c, "9000", "012100 41:%i 42:40 44:%b", (uint32_t)PUBLIC, public, sizeof(public));
	if (say_ask(c, &said, "020000 41:%i", (uint32_t)KEY))
		said_is(c, &said, TAG_1, public, sizeof(public));
	if (of->message[0]) {
		if (say_ask(c, &said, "030c09 41:%i 42:a3 43:%s", (uint32_t)KEY, of->message))
			said_is(c, &said, TAG_1, signature, sizeof(signature));
		say(c, "41:01 9000", "030c0a 41:%i 42:a3 43:%s 45:%b", (uint32_t)PUBLIC, of->message,
			signature, sizeof(signature));
		say(c, "41:01 9000", "030c0a 41:%i 42:a3 43:%s 45:%b", (uint32_t)KEY, of->message, signature,
			sizeof(signature));
		say(c, "41:02 9000", "030c0a 41:%i 42:a3 43:%s+00 45:%b", (uint32_t)PUBLIC, of->message,
			signature, sizeof(signature));
	} else {
		if (say_ask(c, &said, "030c09 41:%i 42:a3", (uint32_t)KEY))
			said_is(c, &said, TAG_1, signature, sizeof(signature));
		say(c, "41:01 9000", "030c0a 41:%i 42:a3 45:%b", (uint32_t)PUBLIC, signature,
			sizeof(signature));
	}
	signature[5] ^= 4;
	say(c, "41:02 9000", "030c0a 41:%i 42:a3 43:%s 45:%b", (uint32_t)PUBLIC,
		of->message[0] ? of->message : "00", signature, sizeof(signature));
	say(c, "6985|6a80", "030c0a 41:%i 42:a3 43:00 45:%b", (uint32_t)PUBLIC, signature, (size_t)63);
}

static void made_edwards_key(struct conform *c, const struct conform_case *self)
{
	uint8_t message[300], point[32], signature[64];
	struct said said, signed_with;
	struct rbuf r, s;
	EVP_PKEY *key;

	(void)self;
	memset(message, 0xa7, sizeof(message));
	say(c, "9000", "016100 41:%i 42:40", (uint32_t)KEY);
	say(c, "41:40 9000", "020b36 41:%i", (uint32_t)KEY);
	say(c, "41:0020 9000", "020007 41:%i", (uint32_t)KEY);
	if (!say_ask(c, &said, "020000 41:%i", (uint32_t)KEY) || !said_value(c, &said, TAG_1, &r) ||
		!say_ask(c, &signed_with, "030c09 41:%i 42:a3 43:%b", (uint32_t)KEY, message,
			sizeof(message)) ||
		!said_value(c, &signed_with, TAG_1, &s))
		return;
	if (rbuf_left(&r) != 32 || rbuf_left(&s) != 64) {
		conform_fail(c, "a point of %zu bytes, a signature of %zu", rbuf_left(&r), rbuf_left(&s));
		return;
	}
	rbuf_copy(&r, point, 32);
	rbuf_copy(&s, signature, 64);
	ossl_reverse(point, 32);
	turn_signature(signature);
	key = ossl_raw_public("ED25519", point, 32);
	if (!ossl_verify(key, NULL, false, message, sizeof(message), signature, 64))
		conform_fail(c, "the signature is not good");
	EVP_PKEY_free(key);
	/* No other algorithm goes with the curve. */
	say(c, "6985|6a80", "030c09 41:%i 42:21 43:00*32", (uint32_t)KEY);
}

struct montgomery {
	uint8_t curve;
	const char *scalar, *u, *out;
};

/* RFC 7748 5.2. */
static const struct montgomery agreements[] = {
	{ 0x41, "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
		"e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
		"c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552" },
	{ 0x41, "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
		"e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
		"95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957" },
	{ 0x43,
		"3d262fddf9ec8e88495266fea19a34d28882acef045104d0d1aae121700a779c984c24f8cdd78fbff44943eba368"
		"f54b"
		"29259a4f1c600ad3",
		"06fce640fa3487bfda5f6cf2d5263f8aad88334cbd07437f020f08f9814dc031ddbdc38c19c6da2583fa5429db94"
		"ada1"
		"8aa7a7fb4ef8a086",
		"ce3e4ff95a60dc6697da1db1d85e6afbdf79b50a2412d7546d5f239fe14fbaadeb445fc66a01b0779d9822396111"
		"1e21"
		"766282f73dd96b6f" },
};

/* From 7.2 on these curves are created first; *created: there is something to delete. */
static bool montgomery_ready(struct conform *c, unsigned int curve, bool *created)
{
	struct said said;

	*created = false;
	if (suite_fips(c)) {
		conform_skip(c, "a part in FIPS mode agrees on no keys");
		return false;
	}
	if (c->part != PART_APPLET_7)
		return conform_well(c);
	if (!say_try(c, NULL, &said, "010b04 41:%c", curve))
		return false;
	*created = said.status == SW_OK;
	return said_as(c, &said, "9000|6985", "CreateECCurve");
}

static void rfc_7748(struct conform *c, const struct conform_case *self)
{
	const struct montgomery *of = &agreements[self->number];
	uint8_t scalar[56], u[56], out[56];
	size_t len = turned_of(of->scalar, scalar, sizeof(scalar));
	struct said said;
	bool created;

	turned_of(of->u, u, sizeof(u));
	turned_of(of->out, out, sizeof(out));
	if (!montgomery_ready(c, of->curve, &created))
		return;
	say(c, "9000", "014100 41:%i 42:%c 43:%b", (uint32_t)KEY, (unsigned int)of->curve, scalar, len);
	if (say_ask(c, &said, "03010f 41:%i 42:%b", (uint32_t)KEY, u, len))
		said_is(c, &said, TAG_1, out, len);
	say(c, "6985|6a80", "03010f 41:%i 42:%b", (uint32_t)KEY, u, len - 1);
	/* Of small order: no secret. */
	memset(u, 0, sizeof(u));
	say(c, "6985", "03010f 41:%i 42:%b", (uint32_t)KEY, u, len);
	say(c, "9000", "040028 41:%i", (uint32_t)KEY);
	if (created)
		say(c, "9000", "040b28 41:%c", (unsigned int)of->curve);
}

static void made_montgomery_key(struct conform *c, const struct conform_case *self)
{
	const char *name = self->number == 0x41 ? "X25519" : "X448";
	uint8_t bytes[56], scalar[56];
	struct ossl_bytes own, secret;
	struct said said;
	struct rbuf r;
	EVP_PKEY *peer, *part;
	bool created;
	size_t len;

	if (!montgomery_ready(c, (unsigned int)self->number, &created))
		return;
	say(c, "9000", "016100 41:%i 42:%c", (uint32_t)KEY, (unsigned int)self->number);
	if (!say_ask(c, &said, "020000 41:%i", (uint32_t)KEY) || !said_value(c, &said, TAG_1, &r))
		return;
	len = rbuf_left(&r);
	if (len != (self->number == 0x41 ? 32 : 56)) {
		conform_fail(c, "a point of %zu bytes", len);
		return;
	}
	rbuf_copy(&r, bytes, len);
	ossl_reverse(bytes, len);
	memset(scalar, 0x42, sizeof(scalar));
	part = ossl_raw_public(name, bytes, len);
	peer = ossl_raw_private(name, scalar, len);
	own.len = secret.len = 0;
	if (!ossl_raw_bytes(peer, &own) || !ossl_derive(peer, part, &secret))
		conform_fail(c, "the host's OpenSSL has no %s", name);
	EVP_PKEY_free(part);
	EVP_PKEY_free(peer);
	ossl_reverse(own.at, own.len);
	ossl_reverse(secret.at, secret.len);
	if (say_ask(c, &said, "03010f 41:%i 42:%b", (uint32_t)KEY, own.at, own.len))
		said_is(c, &said, TAG_1, secret.at, secret.len);
	if (c->part == PART_APPLET_7) {
		/* P2 59: little endian. */
		ossl_reverse(secret.at, secret.len);
		if (say_ask(c, &said, "030159 41:%i 42:%b", (uint32_t)KEY, own.at, own.len))
			said_is(c, &said, TAG_1, secret.at, secret.len);
	}
	say(c, "9000", "040028 41:%i", (uint32_t)KEY);
	if (created)
		say(c, "9000", "040b28 41:%c", (unsigned int)self->number);
}

/* From 7.2 on a secret may go into an HMAC key of its size. */
static void secret_into_an_object(struct conform *c, const struct conform_case *self)
{
	struct said said;
	struct rbuf point, secret;
	struct ossl_bytes expected;

	(void)self;
	if (suite_fips(c)) {
		conform_skip(c, "a part in FIPS mode agrees on no keys");
		return;
	}
	say(c, "9000", "016100 41:%i 42:03", (uint32_t)KEY);
	say(c, "9000", "010500 41:%i 43:00*32", (uint32_t)PUBLIC);
	say(c, "9000", "010500 41:%i 43:00*31", (uint32_t)PUBLIC + 1);
	if (!say_ask(c, &said, "020000 41:7fff0201") || !said_value(c, &said, TAG_1, &point))
		return;
	say(c, "9000", "03010f 41:%i 42:%b 47:%i", (uint32_t)KEY, point.at, rbuf_left(&point),
		(uint32_t)PUBLIC);
	say(c, "6985|6a80", "03010f 41:%i 42:%b 47:%i", (uint32_t)KEY, point.at, rbuf_left(&point),
		(uint32_t)PUBLIC + 1);
	if (!say_ask(c, &said, "03010f 41:%i 42:%b", (uint32_t)KEY, point.at, rbuf_left(&point)) ||
		!said_value(c, &said, TAG_1, &secret))
		return;
	ossl_mac("HMAC", "SHA256", secret.at, rbuf_left(&secret), "abc", 3, &expected);
	if (say_ask(c, &said, "030d45 41:%i 42:19 43:616263", (uint32_t)PUBLIC))
		said_is(c, &said, TAG_1, expected.at, expected.len);
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CASE(name, fact, from, on, wants, code, what)                                                    \
	{                                                                                                \
		.id = "SE05X-" name, .rule = fact, .source = from, .class = CONFORM_WRITES, .parts = on, \
		.features = wants, .run = code, .number = what                                           \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	CASE("EDDSASIGN-01", "the signature of RFC 8032 7.1 test 1 comes out and verifies, of no message",
		"RFC 8032 7.1; " AN "4.10.1.2, 7", PART_SE05X, FEATURE_EDDSA, rfc_8032, 0),
	CASE("EDDSASIGN-02", "the signature of RFC 8032 7.1 test 2 comes out and verifies",
		"RFC 8032 7.1; " AN "4.10.1.2, 7", PART_SE05X, FEATURE_EDDSA, rfc_8032, 1),
	CASE("EDDSASIGN-03", "the signature of RFC 8032 7.1 test 3 comes out and verifies",
		"RFC 8032 7.1; " AN "4.10.1.2, 7", PART_SE05X, FEATURE_EDDSA, rfc_8032, 2),
	CASE("EDDSASIGN-04",
		"an Edwards key that the part made signs what OpenSSL verifies, and with EdDSA alone",
		AN "4.10.1.2, 7", PART_SE05X, FEATURE_EDDSA, made_edwards_key, 0),
	CASE("X25519-01",
		"the first secret of RFC 7748 5.2 comes out, a short point and one of small order are "
		"refused",
		"RFC 7748 5.2; " AN "7", PART_SE05X, FEATURE_MONTGOMERY, rfc_7748, 0),
	CASE("X25519-02", "the second secret of RFC 7748 5.2 comes out", "RFC 7748 5.2; " AN "7", PART_SE05X,
		FEATURE_MONTGOMERY, rfc_7748, 1),
	CASE("X25519-03", "a made X25519 key and OpenSSL agree on one secret, in both byte orders", AN "7",
		PART_SE05X, FEATURE_MONTGOMERY, made_montgomery_key, 0x41),
	CASE("X448-01", "the secret of RFC 7748 5.2 on curve448 comes out",
		"RFC 7748 5.2; AN12436 2.4 table 1", PART_APPLET_7, FEATURE_MONTGOMERY, rfc_7748, 2),
	CASE("X448-02", "a made X448 key and OpenSSL agree on one secret, in both byte orders",
		"AN12436 2.4 table 1", PART_APPLET_7, FEATURE_MONTGOMERY, made_montgomery_key, 0x43),
	CASE("ECDH-52", "from 7.2 on a secret goes into an HMAC key of exactly its size",
		"comments of NXP's plug-and-trust 9721d64", PART_APPLET_7, 0x0012, secret_into_an_object, 0),
};

void se05x_edwards_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
