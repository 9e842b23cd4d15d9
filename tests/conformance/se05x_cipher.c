/* tests/conformance/se05x_cipher.c: AES and DES, at once and in steps. */
#include <string.h>

#include "ossl.h"
#include "se05x_cases.h"
#include "se05x_curves.h"

#define AN "AN12413 2.12 "

enum {
	FEATURE_AES = 0x0080,
	FEATURE_DES = 0x0100,
	KEY = SAY_IDS | 1,
	OBJECT = SAY_CRYPTO | 1,
	LONGEST = 400,
};

enum pad { NONE, METHOD_1, METHOD_2 };

struct mode {
	uint8_t id;
	enum pad pad;
	const char *name; /* of OpenSSL, the key's part left out */
	bool has_iv;
	size_t block;
};

/* AN12413 4.3.25. */
static const struct mode modes[] = {
	{ 0x0e, NONE, "ECB", false, 16 },
	{ 0x0d, NONE, "CBC", true, 16 },
	{ 0x16, METHOD_1, "CBC", true, 16 },
	{ 0x17, METHOD_2, "CBC", true, 16 },
	{ 0xf0, NONE, "CTR", true, 16 },
	{ 0x05, NONE, "ECB", false, 8 },
	{ 0x01, NONE, "CBC", true, 8 },
	{ 0x02, METHOD_1, "CBC", true, 8 },
	{ 0x03, METHOD_2, "CBC", true, 8 },
};

static const uint8_t key_bytes[32] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xfe, 0xdc, 0xba, 0x98,
	0x76, 0x54, 0x32, 0x10, 0x0f, 0x1e, 0x2d, 0x3c, 0x4b, 0x5a, 0x69, 0x78, 0x87, 0x96, 0xa5, 0xb4, 0xc3,
	0xd2, 0xe1, 0xf0 };
static const uint8_t iv_bytes[16] = { 0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb,
	0xfc, 0xfd, 0xfe, 0xff };

static void fill(uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		memset(bytes + i, (int)(i * 29 + 7), 1);
}

/* OpenSSL's key: a DES key shorter than three is repeated. */
static const char *named(const struct mode *mode, size_t key_len, uint8_t key[32])
{
	static const char *const aes[3][3] = { { "AES-128-ECB", "AES-192-ECB", "AES-256-ECB" },
		{ "AES-128-CBC", "AES-192-CBC", "AES-256-CBC" },
		{ "AES-128-CTR", "AES-192-CTR", "AES-256-CTR" } };
	const size_t kind = mode->name[1] == 'B' ? 1 : mode->name[1] == 'T' ? 2 : 0;

	memcpy(key, key_bytes, 32);
	if (mode->block == 16)
		return aes[kind][key_len / 8 - 2];
	for (size_t i = key_len; i < 24; i++)
		key[i] = key_bytes[i % key_len];
	return kind == 1 ? "DES-EDE3-CBC" : "DES-EDE3-ECB";
}

/* What the host makes of a message. */
static bool expected(
	const struct mode *mode, size_t key_len, const uint8_t *in, size_t len, struct ossl_bytes *out)
{
	uint8_t key[32], padded[LONGEST + 16];
	const char *name = named(mode, key_len, key);
	size_t n = len;

	memset(padded, 0, sizeof(padded));
	memcpy(padded, in, len);
	if (mode->pad == METHOD_2)
		padded[n++] = 0x80;
	while (mode->pad != NONE && n % mode->block != 0)
		n++;
	return ossl_cipher(name, key, mode->has_iv ? iv_bytes : NULL, true, padded, n, out);
}

static bool make_key(struct conform *c, const struct mode *mode, size_t key_len)
{
	if (mode->block == 8 && suite_fips(c) && key_len != 24) {
		conform_skip(c, "a part in FIPS mode has DES keys of 24 bytes alone");
		return false;
	}
	return say(c, "9000", mode->block == 16 ? "010300 41:%i 43:%b" : "010400 41:%i 43:%b", (uint32_t)KEY,
		key_bytes, key_len);
}

static bool one_shot(struct conform *c, const struct mode *mode, bool encrypts, const uint8_t *in, size_t len,
	struct said *said)
{
	unsigned int p2 = encrypts ? P2_ENCRYPT_ONESHOT : P2_DECRYPT_ONESHOT;
	const char *texts[2][2] = { { "030e38 41:%i 42:%c 43:%b", "030e38 41:%i 42:%c 43:%b 44:%b" },
		{ "030e37 41:%i 42:%c 43:%b", "030e37 41:%i 42:%c 43:%b 44:%b" } };

	return say_ask(c, said, texts[p2 == P2_ENCRYPT_ONESHOT][mode->has_iv], (uint32_t)KEY,
		(unsigned int)mode->id, in, len, iv_bytes, mode->block);
}

static void at_once(struct conform *c, const struct conform_case *self)
{
	const struct mode *mode = self->data;
	const size_t lens[] = { mode->block, 2 * mode->block, 7 * mode->block, 320, 1, mode->block - 1,
		mode->block + 1, 100 };
	uint8_t in[LONGEST];

	fill(in, sizeof(in));
	if (!make_key(c, mode, self->number))
		return;
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		bool whole = lens[i] % mode->block == 0;
		struct ossl_bytes out;
		struct said said;

		if (!whole && mode->pad == NONE && mode->id != 0xf0) {
			say(c, "6985|6a80",
				mode->has_iv ? "030e37 41:%i 42:%c 43:%b 44:%b" : "030e37 41:%i 42:%c 43:%b",
				(uint32_t)KEY, (unsigned int)mode->id, in, lens[i], iv_bytes, mode->block);
			continue;
		}
		if (!expected(mode, self->number, in, lens[i], &out))
			conform_fail(c, "the host's OpenSSL does not encrypt");
		if (one_shot(c, mode, true, in, lens[i], &said))
			said_is(c, &said, TAG_1, out.at, out.len);
		if (!one_shot(c, mode, false, out.at, out.len, &said))
			return;
		/* Method 1 leaves its zeros. */
		if (mode->pad == METHOD_1) {
			memset(in + lens[i], 0, out.len - lens[i]);
			said_is(c, &said, TAG_1, in, out.len);
			fill(in, sizeof(in));
		} else {
			said_is(c, &said, TAG_1, in, lens[i]);
		}
	}
}

/* Two messages with one Init, in steps of several sizes. */
static void in_steps(struct conform *c, const struct conform_case *self)
{
	const struct mode *mode = self->data;
	static const size_t steps[] = { 5, 16, 23, 64 };
	const size_t len = mode->pad == NONE ? 96 : 91;
	uint8_t in[LONGEST];
	struct ossl_bytes out;

	fill(in, sizeof(in));
	if (!make_key(c, mode, self->number) || !expected(mode, self->number, in, len, &out))
		return;
	say(c, "9000", "011000 41:%h 42:02 43:%c", (unsigned int)OBJECT, (unsigned int)mode->id);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		bool decrypts = i % 2 == 1;
		const uint8_t *from = decrypts ? out.at : in;
		size_t left = decrypts ? out.len : len, step = mode->id == 0xf0 ? 16 : steps[i];

		if (mode->has_iv)
			say(c, "9000", decrypts ? "030e43 41:%i 42:%h 44:%b" : "030e42 41:%i 42:%h 44:%b",
				(uint32_t)KEY, (unsigned int)OBJECT, iv_bytes, mode->block);
		else
			say(c, "9000", decrypts ? "030e43 41:%i 42:%h" : "030e42 41:%i 42:%h", (uint32_t)KEY,
				(unsigned int)OBJECT);
		for (int round = 0; round < 2 && conform_well(c); round++) {
			uint8_t joined[LONGEST + 64];
			struct wbuf w = wbuf_to(joined, sizeof(joined));
			struct rbuf r = rbuf_from(from, left), value;
			struct said said;

			while (rbuf_left(&r) > step) {
				struct rbuf part = rbuf_take(&r, step);

				if (!say_ask(c, &said, "030e0c 42:%h 43:%b", (unsigned int)OBJECT, part.at,
					    step))
					return;
				if (said.len > 0 && said_value(c, &said, TAG_1, &value))
					wbuf_put(&w, value.at, rbuf_left(&value));
			}
			if (!say_ask(c, &said, "030e0d 42:%h 43:%b", (unsigned int)OBJECT, r.at,
				    rbuf_left(&r)))
				return;
			if (said.len > 0 && said_value(c, &said, TAG_1, &value))
				wbuf_put(&w, value.at, rbuf_left(&value));
			if (!decrypts)
				said_equal(c, "what came in steps", joined, w.len, out.at, out.len);
			else if (mode->pad == METHOD_1)
				said_equal(c, "what came in steps", joined, len, in, len);
			else
				said_equal(c, "what came in steps", joined, w.len, in, len);
		}
	}
}

/* SP 800-38A F.1.1, F.2.1, F.5.1; FIPS 197 C.1 to C.3; SP 800-67's three keys. */
static void published(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "010300 41:%i 43:2b7e151628aed2a6abf7158809cf4f3c", (uint32_t)KEY);
	say(c, "41:3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf 9000",
		"030e37 41:%i 42:0e 43:6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51",
		(uint32_t)KEY);
	say(c, "41:7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2 9000",
		"030e37 41:%i 42:0d 43:6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51 "
		"44:000102030405060708090a0b0c0d0e0f",
		(uint32_t)KEY);
	say(c, "41:874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff 9000",
		"030e37 41:%i 42:f0 43:6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51 "
		"44:f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
		(uint32_t)KEY);
	say(c, "9000", "010300 41:%i 43:000102030405060708090a0b0c0d0e0f1011121314151617", (uint32_t)KEY + 1);
	say(c, "41:dda97ca4864cdfe06eaf70a0ec0d7191 9000",
		"030e37 41:%i 42:0e 43:00112233445566778899aabbccddeeff", (uint32_t)KEY + 1);
	say(c, "9000", "010300 41:%i 43:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
		(uint32_t)KEY + 2);
	say(c, "41:8ea2b7ca516745bfeafc49904b496089 9000",
		"030e37 41:%i 42:0e 43:00112233445566778899aabbccddeeff", (uint32_t)KEY + 2);
	say(c, "41:00112233445566778899aabbccddeeff 9000",
		"030e38 41:%i 42:0e 43:8ea2b7ca516745bfeafc49904b496089", (uint32_t)KEY + 2);
}

static void published_des(struct conform *c, const struct conform_case *self)
{
	(void)self;
	/* SP 800-67 B.1. */
	say(c, "9000", "010400 41:%i 43:0123456789abcdef23456789abcdef01456789abcdef0123", (uint32_t)KEY);
	say(c, "41:a826fd8ce53b855fcce21c8112256fe668d5c05dd9b6b900 9000",
		"030e37 41:%i 42:05 43:5468652071756663+6b2062726f776e20+666f78206a756d70", (uint32_t)KEY);
}

static void no_vector_is_zeros(struct conform *c, const struct conform_case *self)
{
	static const char *const cbc[] = { "030e37 41:%i 42:0d 43:5a*32",
		"030e37 41:%i 42:0d 43:5a*32 44:00*16" };
	static const char *const ctr[] = { "030e37 41:%i 42:f0 43:5a*32",
		"030e37 41:%i 42:f0 43:5a*32 44:00*16" };
	struct said a, b;

	(void)self;
	say(c, "9000", "010300 41:%i 43:%b", (uint32_t)KEY, key_bytes, (size_t)16);
	if (say_ask(c, &a, cbc[0], (uint32_t)KEY) && say_ask(c, &b, cbc[1], (uint32_t)KEY))
		said_equal(c, "CBC without a vector", a.bytes, a.len, b.bytes, b.len);
	if (say_ask(c, &a, ctr[0], (uint32_t)KEY) && say_ask(c, &b, ctr[1], (uint32_t)KEY))
		said_equal(c, "CTR without a vector", a.bytes, a.len, b.bytes, b.len);
}

/* From 7.2 on: two bytes of length, and the part's vector comes back. */
static void vector_of_its_own(struct conform *c, const struct conform_case *self)
{
	uint8_t in[48], iv[16], first[16] = { 0 };

	(void)self;
	fill(in, sizeof(in));
	say(c, "9000", "010300 41:%i 43:%b", (uint32_t)KEY, key_bytes, (size_t)16);
	for (int i = 0; i < 2; i++) {
		struct ossl_bytes out;
		struct said said;
		struct rbuf value;

		if (!say_ask(c, &said, "030e37 41:%i 42:f0 43:%b 44:0010", (uint32_t)KEY, in, sizeof(in)) ||
			!said_value(c, &said, TAG_3, &value))
			return;
		if (rbuf_left(&value) != 16) {
			conform_fail(c, "the part's vector has %zu bytes", rbuf_left(&value));
			return;
		}
		rbuf_copy(&value, iv, 16);
		ossl_cipher("AES-128-CTR", key_bytes, iv, true, in, sizeof(in), &out);
		said_is(c, &said, TAG_1, out.at, out.len);
		if (i == 1 && memcmp(iv, first, 16) == 0)
			conform_fail(c, "the part's vector is the same twice");
		memcpy(first, iv, 16);
	}
	/* A key that forbids vectors from outside: 00000020. */
	say(c, "9000", "010300 11:0800000000+03040020 41:%i 43:%b", (uint32_t)KEY + 1, key_bytes, (size_t)16);
	say(c, "6986", "030e37 41:%i 42:f0 43:%b 44:%b", (uint32_t)KEY + 1, in, sizeof(in), iv, (size_t)16);
	say(c, "6986", "030e37 41:%i 42:0d 43:%b 44:%b", (uint32_t)KEY + 1, in, sizeof(in), iv, (size_t)16);
	say(c, "41:* 43:..*16 9000", "030e37 41:%i 42:f0 43:%b 44:0010", (uint32_t)KEY + 1, in, sizeof(in));
}

/* Refused steps and ended sessions. */
static void state(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "010300 41:%i 43:%b", (uint32_t)KEY, key_bytes, (size_t)16);
	say(c, "9000", "011000 41:%h 42:02 43:0d", (unsigned int)OBJECT);
	say(c, "6985", "030e0c 42:%h 43:00*16", (unsigned int)OBJECT);
	say(c, "6985", "030e0d 42:%h 43:00*16", (unsigned int)OBJECT);
	say(c, "9000", "030e42 41:%i 42:%h 44:00*16", (uint32_t)KEY, (unsigned int)OBJECT);
	say(c, "41:..*16 9000", "030e0c 42:%h 43:00*16", (unsigned int)OBJECT);
	conform_se05x.begin(c);
	say(c, "6985", "030e0c 42:%h 43:00*16", (unsigned int)OBJECT);
	say(c, "9000", "030e42 41:%i 42:%h 44:00*16", (uint32_t)KEY, (unsigned int)OBJECT);
	say(c, "41:..*16 9000", "030e0d 42:%h 43:00*16", (unsigned int)OBJECT);
	say(c, "9000", "041028 41:%h", (unsigned int)OBJECT);
	say(c, "6985", "030e42 41:%i 42:%h 44:00*16", (uint32_t)KEY, (unsigned int)OBJECT);
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CIPHER(nr, code, wants, mode, key, fact)                                                             \
	{                                                                                                    \
		.id = "SE05X-CIPHER" nr, .rule = fact, .source = AN "4.12, 4.3.25", .class = CONFORM_WRITES, \
		.parts = PART_SE05X, .features = wants, .run = code, .data = &modes[mode], .number = key     \
	}
#define ONCE(nr, wants, mode, key, name)                 \
	CIPHER("ONESHOT-" nr, at_once, wants, mode, key, \
		name ": both ways, at every length, as OpenSSL has it")
#define STEPS(nr, wants, mode, key, name)              \
	CIPHER("INIT-" nr, in_steps, wants, mode, key, \
		name " in steps of any size, and a second message with the same Init")
#define CASE(name, fact, from, by, on, wants, code)                                                         \
	{                                                                                                   \
		.id = "SE05X-" name, .rule = fact, .source = from, .evidence = by, .class = CONFORM_WRITES, \
		.parts = on, .features = wants, .run = code                                                 \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	ONCE("01", FEATURE_AES, 0, 16, "AES-128 ECB"),
	ONCE("02", FEATURE_AES, 0, 24, "AES-192 ECB"),
	ONCE("03", FEATURE_AES, 0, 32, "AES-256 ECB"),
	ONCE("04", FEATURE_AES, 1, 16, "AES-128 CBC"),
	ONCE("05", FEATURE_AES, 1, 24, "AES-192 CBC"),
	ONCE("06", FEATURE_AES, 1, 32, "AES-256 CBC"),
	ONCE("07", FEATURE_AES, 2, 16, "AES CBC with padding method 1"),
	ONCE("08", FEATURE_AES, 3, 16, "AES CBC with padding method 2"),
	ONCE("09", FEATURE_AES, 4, 16, "AES-128 CTR"),
	ONCE("10", FEATURE_AES, 4, 32, "AES-256 CTR"),
	ONCE("11", FEATURE_DES, 5, 8, "DES ECB"),
	ONCE("12", FEATURE_DES, 5, 16, "two-key DES ECB"),
	ONCE("13", FEATURE_DES, 5, 24, "three-key DES ECB"),
	ONCE("14", FEATURE_DES, 6, 24, "three-key DES CBC"),
	ONCE("15", FEATURE_DES, 7, 24, "DES CBC with padding method 1"),
	ONCE("16", FEATURE_DES, 8, 24, "DES CBC with padding method 2"),
	STEPS("01", FEATURE_AES, 0, 16, "AES ECB"),
	STEPS("02", FEATURE_AES, 1, 32, "AES CBC"),
	STEPS("03", FEATURE_AES, 2, 16, "AES CBC with padding method 1"),
	STEPS("04", FEATURE_AES, 3, 16, "AES CBC with padding method 2"),
	STEPS("05", FEATURE_AES, 4, 16, "AES CTR"),
	STEPS("06", FEATURE_DES, 5, 24, "DES ECB"),
	STEPS("07", FEATURE_DES, 6, 24, "DES CBC"),
	STEPS("08", FEATURE_DES, 7, 24, "DES CBC with padding method 1"),
	STEPS("09", FEATURE_DES, 8, 24, "DES CBC with padding method 2"),
	CASE("CIPHERONESHOT-50", "AES gives the values of SP 800-38A and FIPS 197",
		"SP 800-38A F.1.1, F.2.1, F.5.1; FIPS 197 C; " AN "4.12.4", BY_DOCUMENT, PART_SE05X,
		FEATURE_AES, published),
	CASE("CIPHERONESHOT-51", "three-key DES gives the values of SP 800-67", "SP 800-67 B.1; " AN "4.12.4",
		BY_DOCUMENT, PART_SE05X, FEATURE_DES, published_des),
	CASE("CIPHERONESHOT-52", "without a vector CBC and CTR begin with zeros",
		"docs/reference/se050-evidence.md 3.2", BY_HOST, PART_SE05X, FEATURE_AES, no_vector_is_zeros),
	CASE("CIPHERONESHOT-53",
		"from 7.2 on CTR makes a vector of the part's own, and a key may forbid any other",
		"docs/reference/se050-evidence.md 3.2; comments of NXP's plug-and-trust 9721d64", BY_HOST,
		PART_APPLET_7, FEATURE_AES, vector_of_its_own),
	CASE("CIPHERINIT-50", "a step wants an Init in the same selection, and a crypto object that is there",
		AN "3.3.1, 4.12.2, 4.9.3", BY_DOCUMENT, PART_SE05X, FEATURE_AES, state),
};

void se05x_cipher_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
