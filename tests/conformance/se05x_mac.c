/* tests/conformance/se05x_mac.c: MACs and digests, at once and in steps. */
#include <string.h>

#include "ossl.h"
#include "se05x_cases.h"
#include "se05x_curves.h"

#define AN "AN12413 2.12 "

enum {
	FEATURE_HMAC = 0x0010,
	FEATURE_AES = 0x0080,
	FEATURE_DES = 0x0100,
	KEY = SAY_IDS | 1,
	OBJECT = SAY_CRYPTO | 1,
	LONGEST = 400,
};

static const uint8_t key_bytes[64] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xfe, 0xdc, 0xba, 0x98,
	0x76, 0x54, 0x32, 0x10, 0x0f, 0x1e, 0x2d, 0x3c, 0x4b, 0x5a, 0x69, 0x78, 0x87, 0x96, 0xa5, 0xb4, 0xc3,
	0xd2, 0xe1, 0xf0, 0x11 };

struct mac {
	uint8_t id;
	const char *name; /* of OpenSSL; NULL: ISO/IEC 9797-1 with DES, by hand */
	const char *of;
	size_t key_len;
	unsigned int p1; /* of the key's write */
	bool padded;     /* method 2 */
	bool retail;     /* algorithm 3 */
	size_t len;      /* what is left of it */
};

/* AN12413 table 36. */
static const struct mac macs[] = {
	{ .id = 0x18, .name = "HMAC", .of = "SHA1", .key_len = 20, .p1 = P1_HMAC },
	{ .id = 0x19, .name = "HMAC", .of = "SHA256", .key_len = 33, .p1 = P1_HMAC },
	{ .id = 0x1a, .name = "HMAC", .of = "SHA384", .key_len = 48, .p1 = P1_HMAC },
	{ .id = 0x1b, .name = "HMAC", .of = "SHA512", .key_len = 64, .p1 = P1_HMAC },
	{ .id = 0x31, .name = "CMAC", .of = "AES-128-CBC", .key_len = 16, .p1 = P1_AES },
	{ .id = 0x31, .name = "CMAC", .of = "AES-192-CBC", .key_len = 24, .p1 = P1_AES },
	{ .id = 0x31, .name = "CMAC", .of = "AES-256-CBC", .key_len = 32, .p1 = P1_AES },
	{ .id = 0x66, .name = "CMAC", .of = "AES-128-CBC", .key_len = 16, .p1 = P1_AES },
	{ .id = 0x7a, .name = "CMAC", .of = "DES-EDE3-CBC", .key_len = 24, .p1 = P1_DES },
	{ .id = 0x03, .key_len = 24, .p1 = P1_DES, .len = 4 },
	{ .id = 0x04, .key_len = 24, .p1 = P1_DES, .len = 8 },
	{ .id = 0x05, .key_len = 24, .p1 = P1_DES, .padded = true, .len = 4 },
	{ .id = 0x06, .key_len = 24, .p1 = P1_DES, .padded = true, .len = 8 },
	{ .id = 0x13, .key_len = 16, .p1 = P1_DES, .padded = true, .retail = true, .len = 4 },
	{ .id = 0x14, .key_len = 16, .p1 = P1_DES, .padded = true, .retail = true, .len = 8 },
	{ .id = 0x2f, .key_len = 16, .p1 = P1_DES, .retail = true, .len = 4 },
	{ .id = 0x30, .key_len = 16, .p1 = P1_DES, .retail = true, .len = 8 },
};

static void fill(uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		memset(bytes + i, (int)(i * 17 + 5), 1);
}

/* ISO/IEC 9797-1 algorithm 1 with triple DES, or 3: single DES, and the three of a triple for the last block. */
static bool by_hand(const struct mac *mac, const uint8_t *in, size_t len, struct ossl_bytes *out)
{
	uint8_t padded[LONGEST + 16] = { 0 }, single[24], triple[24], block[8] = { 0 };
	size_t n = len;
	struct ossl_bytes part;

	memcpy(padded, in, len);
	if (mac->padded)
		padded[n++] = 0x80;
	while (n % 8 != 0 || n == 0)
		n++;
	memcpy(triple, key_bytes, 24);
	if (mac->key_len == 16)
		memcpy(triple + 16, key_bytes, 8);
	for (size_t i = 0; i < 3; i++)
		memcpy(single + 8 * i, mac->retail ? key_bytes : triple + 8 * i, 8);
	for (size_t at = 0; at < n; at += 8) {
		bool last = at + 8 == n;

		for (size_t i = 0; i < 8; i++)
			block[i] ^= padded[at + i];
		if (!ossl_cipher("DES-EDE3-ECB", last ? triple : single, NULL, true, block, 8, &part))
			return false;
		memcpy(block, part.at, 8);
	}
	memcpy(out->at, block, 8);
	out->len = mac->len;
	return true;
}

static bool expected(const struct mac *mac, const uint8_t *in, size_t len, struct ossl_bytes *out)
{
	if (!mac->name)
		return by_hand(mac, in, len, out);
	return ossl_mac(mac->name, mac->of, key_bytes, mac->key_len, in, len, out);
}

static bool make_key(struct conform *c, const struct mac *mac)
{
	if (suite_fips(c) && mac->p1 == P1_DES && mac->key_len != 24) {
		conform_skip(c, "a part in FIPS mode has DES keys of 24 bytes alone");
		return false;
	}
	return say(c, "9000",
		mac->p1 == P1_HMAC  ? "010500 41:%i 43:%b"
		: mac->p1 == P1_AES ? "010300 41:%i 43:%b"
				    : "010400 41:%i 43:%b",
		(uint32_t)KEY, key_bytes, mac->key_len);
}

static void mac_at_once(struct conform *c, const struct conform_case *self)
{
	static const size_t lens[] = { 1, 7, 8, 15, 16, 17, 63, 64, 65, 200 };
	const struct mac *mac = self->data;
	uint8_t in[LONGEST];

	fill(in, sizeof(in));
	if (!make_key(c, mac))
		return;
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		struct ossl_bytes out;
		struct said said;

		if (!expected(mac, in, lens[i], &out))
			conform_fail(c, "the host's OpenSSL makes no such MAC");
		if (say_ask(c, &said, "030d45 41:%i 42:%c 43:%b", (uint32_t)KEY, (unsigned int)mac->id, in,
			    lens[i]))
			said_is(c, &said, TAG_1, out.at, out.len);
		say(c, "41:01 9000", "030d46 41:%i 42:%c 43:%b 45:%b", (uint32_t)KEY, (unsigned int)mac->id,
			in, lens[i], out.at, out.len);
		out.at[out.len - 1] ^= 1;
		say(c, "41:02 9000", "030d46 41:%i 42:%c 43:%b 45:%b", (uint32_t)KEY, (unsigned int)mac->id,
			in, lens[i], out.at, out.len);
	}
}

static void mac_in_steps(struct conform *c, const struct conform_case *self)
{
	static const size_t steps[] = { 1, 5, 16, 64 };
	const struct mac *mac = self->data;
	const size_t len = 131;
	uint8_t in[LONGEST];
	struct ossl_bytes out;

	fill(in, sizeof(in));
	if (!make_key(c, mac) || !expected(mac, in, len, &out))
		return;
	say(c, "9000", "011000 41:%h 42:03 43:%c", (unsigned int)OBJECT, (unsigned int)mac->id);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && conform_well(c); i++) {
		bool checks = i % 2 == 1;
		struct rbuf r = rbuf_from(in, len);
		struct said said;

		say(c, "9000", checks ? "030d44 41:%i 42:%h" : "030d03 41:%i 42:%h", (uint32_t)KEY,
			(unsigned int)OBJECT);
		while (rbuf_left(&r) > steps[i] && conform_well(c)) {
			struct rbuf part = rbuf_take(&r, steps[i]);

			say(c, "9000", "030d0c 41:%b 42:%h", part.at, steps[i], (unsigned int)OBJECT);
		}
		if (checks)
			say(c, "41:01 9000", "030d0d 41:%b 42:%h 43:%b", r.at, rbuf_left(&r),
				(unsigned int)OBJECT, out.at, out.len);
		else if (say_ask(c, &said, "030d0d 41:%b 42:%h", r.at, rbuf_left(&r), (unsigned int)OBJECT))
			said_is(c, &said, TAG_1, out.at, out.len);
	}
	say(c, "9000", "030d44 41:%i 42:%h", (uint32_t)KEY, (unsigned int)OBJECT);
	out.at[0] ^= 1;
	say(c, "41:02 9000", "030d0d 41:%b 42:%h 43:%b", in, len, (unsigned int)OBJECT, out.at, out.len);
}

/* RFC 4493 4, RFC 4231 4.2 and 4.3, SP 800-38B D.1. */
static void published_macs(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "010300 41:%i 43:2b7e151628aed2a6abf7158809cf4f3c", (uint32_t)KEY);
	say(c, "41:bb1d6929e95937287fa37d129b756746 9000", "030d45 41:%i 42:31", (uint32_t)KEY);
	say(c, "41:070a16b46b4d4144f79bdd9dd04a287c 9000",
		"030d45 41:%i 42:31 43:6bc1bee22e409f96e93d7e117393172a", (uint32_t)KEY);
	say(c, "41:dfa66747de9ae63030ca32611497c827 9000",
		"030d45 41:%i 42:31 "
		"43:6bc1bee22e409f96e93d7e117393172a+ae2d8a571e03ac9c9eb76fac45af8e51+30c81c46a35ce411",
		(uint32_t)KEY);
}

static void published_hmacs(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "010500 41:%i 43:0b*20", (uint32_t)KEY);
	say(c, "41:b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7 9000",
		"030d45 41:%i 42:19 43:4869205468657265", (uint32_t)KEY);
	say(c,
		"41:"
		"afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa"
		"9cb6 9000",
		"030d45 41:%i 42:1a 43:4869205468657265", (uint32_t)KEY);
}

struct digest {
	uint8_t id;
	const char *name;
};

static const struct digest digests[] = { { 0x01, "SHA1" }, { 0x07, "SHA224" }, { 0x04, "SHA256" },
	{ 0x05, "SHA384" }, { 0x06, "SHA512" } };

static void digest_at_once(struct conform *c, const struct conform_case *self)
{
	static const size_t lens[] = { 1, 3, 55, 56, 63, 64, 65, 111, 112, 128, 200, 300 };
	const struct digest *of = self->data;
	uint8_t in[LONGEST];

	fill(in, sizeof(in));
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		struct ossl_bytes out;
		struct said said;

		ossl_digest(of->name, in, lens[i], &out);
		if (say_ask(c, &said, "03000e 41:%c 42:%b", (unsigned int)of->id, in, lens[i]))
			said_is(c, &said, TAG_1, out.at, out.len);
	}
}

static void digest_in_steps(struct conform *c, const struct conform_case *self)
{
	static const size_t steps[] = { 1, 17, 64, 128, 200 };
	const struct digest *of = self->data;
	const size_t len = 331;
	uint8_t in[LONGEST];
	struct ossl_bytes out;

	fill(in, sizeof(in));
	ossl_digest(of->name, in, len, &out);
	say(c, "9000", "011000 41:%h 42:01 43:%c", (unsigned int)OBJECT, (unsigned int)of->id);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && conform_well(c); i++) {
		struct rbuf r = rbuf_from(in, len);
		struct said said;

		if (steps[i] == 1)
			rbuf_take(&r, 320);
		say(c, "9000", "03000b 42:%h", (unsigned int)OBJECT);
		if (steps[i] == 1)
			say(c, "9000", "03000c 42:%h 43:%b", (unsigned int)OBJECT, in, (size_t)320);
		while (rbuf_left(&r) > steps[i] && conform_well(c)) {
			struct rbuf part = rbuf_take(&r, steps[i]);

			say(c, "9000", "03000c 42:%h 43:%b", (unsigned int)OBJECT, part.at, steps[i]);
		}
		if (say_ask(c, &said, "03000d 42:%h 43:%b", (unsigned int)OBJECT, r.at, rbuf_left(&r)))
			said_is(c, &said, TAG_1, out.at, out.len);
	}
	say(c, "9000", "03000b 42:%h", (unsigned int)OBJECT);
	conform_se05x.begin(c);
	say(c, "6985", "03000c 42:%h 43:616263", (unsigned int)OBJECT);
}

/* FIPS 180-4's examples of "abc", and of nothing. */
static void published_digests(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "41:a9993e364706816aba3e25717850c26c9cd0d89d 9000", "03000e 41:01 42:616263");
	say(c, "41:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad 9000",
		"03000e 41:04 42:616263");
	say(c,
		"41:"
		"cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c8"
		"25a7 9000",
		"03000e 41:05 42:616263");
	say(c,
		"41:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
		"2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f 9000",
		"03000e 41:06 42:616263");
	say(c, "41:23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7 9000", "03000e 41:07 42:616263");
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define MAC(nr, wants, what, name)                                                                       \
	{ .id = "SE05X-MACONESHOT-" nr,                                                                  \
		.rule = name " at once, made and checked, as it is defined",                             \
		.source = AN "4.13.4, table 36",                                                         \
		.class = CONFORM_WRITES,                                                                 \
		.parts = PART_SE05X,                                                                     \
		.features = wants,                                                                       \
		.run = mac_at_once,                                                                      \
		.data = &macs[what] },                                                                   \
	{                                                                                                \
		.id = "SE05X-MACINIT-" nr, .rule = name " in steps of any size, made and checked",       \
		.source = AN "4.13.1 to 4.13.3, table 36", .class = CONFORM_WRITES, .parts = PART_SE05X, \
		.features = wants, .covers = "MACInit, MACUpdate, MACFinal", .run = mac_in_steps,        \
		.data = &macs[what]                                                                      \
	}
#define DIGEST(nr, what, name)                                                                               \
	{ .id = "SE05X-DIGESTONESHOT-" nr,                                                                   \
		.rule = name " of messages of every length",                                                 \
		.source = AN "4.18.4",                                                                       \
		.parts = PART_SE05X,                                                                         \
		.run = digest_at_once,                                                                       \
		.data = &digests[what] },                                                                    \
	{                                                                                                    \
		.id = "SE05X-DIGESTINIT-" nr, .rule = name " in steps of any size, gone with the selection", \
		.source = AN "4.18.1 to 4.18.3", .class = CONFORM_WRITES, .parts = PART_SE05X,               \
		.covers = "DigestInit, DigestUpdate, DigestFinal", .run = digest_in_steps,                   \
		.data = &digests[what]                                                                       \
	}
#define CASE(name, fact, from, of, wants, code)                                                      \
	{                                                                                            \
		.id = "SE05X-" name, .rule = fact, .source = from, .class = of, .parts = PART_SE05X, \
		.features = wants, .run = code                                                       \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	MAC("01", FEATURE_HMAC, 0, "HMAC with SHA-1"),
	MAC("02", FEATURE_HMAC, 1, "HMAC with SHA-256"),
	MAC("03", FEATURE_HMAC, 2, "HMAC with SHA-384"),
	MAC("04", FEATURE_HMAC, 3, "HMAC with SHA-512"),
	MAC("05", FEATURE_AES, 4, "CMAC with AES-128"),
	MAC("06", FEATURE_AES, 5, "CMAC with AES-192"),
	MAC("07", FEATURE_AES, 6, "CMAC with AES-256"),
	MAC("08", FEATURE_AES, 7, "CMAC with AES under its other number"),
	MAC("09", FEATURE_DES, 8, "CMAC with DES"),
	MAC("10", FEATURE_DES, 9, "DES MAC of 4 bytes, padding method 1"),
	MAC("11", FEATURE_DES, 10, "DES MAC of 8 bytes, padding method 1"),
	MAC("12", FEATURE_DES, 11, "DES MAC of 4 bytes, padding method 2"),
	MAC("13", FEATURE_DES, 12, "DES MAC of 8 bytes, padding method 2"),
	MAC("14", FEATURE_DES, 13, "DES MAC algorithm 3 of 4 bytes, padding method 2"),
	MAC("15", FEATURE_DES, 14, "DES MAC algorithm 3 of 8 bytes, padding method 2"),
	MAC("16", FEATURE_DES, 15, "DES MAC algorithm 3 of 4 bytes, padding method 1"),
	MAC("17", FEATURE_DES, 16, "DES MAC algorithm 3 of 8 bytes, padding method 1"),
	CASE("MACONESHOT-50", "CMAC gives the values of RFC 4493", "RFC 4493 4; " AN "4.13.4", CONFORM_WRITES,
		FEATURE_AES, published_macs),
	CASE("MACONESHOT-51", "HMAC gives the values of RFC 4231", "RFC 4231 4.2; " AN "4.13.4",
		CONFORM_WRITES, FEATURE_HMAC, published_hmacs),
	DIGEST("01", 0, "SHA-1"),
	DIGEST("02", 1, "SHA-224"),
	DIGEST("03", 2, "SHA-256"),
	DIGEST("04", 3, "SHA-384"),
	DIGEST("05", 4, "SHA-512"),
	CASE("DIGESTONESHOT-50", "the digests of FIPS 180-4's examples come out", "FIPS 180-4; " AN "4.18.4",
		CONFORM_SAFE, 0, published_digests),
};

void se05x_mac_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
