/* tests/conformance/se05x_aead.c: GCM and CCM of applet 7.2, at once and in steps. */
#include <string.h>

#include "ossl.h"
#include "se05x_cases.h"
#include "se05x_curves.h"

#define HEADERS "comments of NXP's plug-and-trust 9721d64"

enum {
	FEATURE_AES = 0x0080,
	KEY = SAY_IDS | 1,
	OBJECT = SAY_CRYPTO | 1,
	GCM = 0xb0,
	OWN_IV = 0xf3,
	CCM = 0xf4,
};

static const uint8_t key_bytes[32] = { 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x58, 0x59, 0x5a, 0x5b,
	0x5c, 0x5d, 0x5e, 0x5f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
static const uint8_t iv_bytes[16] = { 0xf0, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb,
	0xfc };

static void fill(uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		memset(bytes + i, (int)(i * 23 + 9), 1);
}

/* In FIPS mode vectors come from the part. */
static bool no_external_iv(struct conform *c)
{
	if (suite_fips(c))
		conform_skip(c, "a part in FIPS mode takes no vectors from outside");
	return !conform_well(c);
}

static void at_once(struct conform *c, const struct conform_case *self)
{
	static const size_t lens[] = { 1, 15, 16, 17, 64, 200 }, aads[] = { 0, 1, 16, 20, 64 };
	const unsigned int mode = (unsigned int)(self->number >> 8),
			   key_len = (unsigned int)(self->number & 0xff);
	const char *name = mode == CCM     ? key_len == 16 ? "AES-128-CCM" : "AES-256-CCM"
			   : key_len == 16 ? "AES-128-GCM"
					   : "AES-256-GCM";
	const size_t iv_len = mode == CCM ? 13 : 12;
	uint8_t in[200], aad[64], tag[16];

	if (no_external_iv(c))
		return;
	fill(in, sizeof(in));
	fill(aad, sizeof(aad));
	say(c, "9000", "010300 41:%i 43:%b", (uint32_t)KEY, key_bytes, (size_t)key_len);
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++)
		for (size_t k = 0; k < sizeof(aads) / sizeof(aads[0]) && conform_well(c); k++) {
			struct ossl_bytes out;
			struct said said;
			bool sent;

			if (!ossl_aead(name, key_bytes, iv_bytes, iv_len, aad, aads[k], in, lens[i], &out,
				    tag, 16))
				conform_fail(c, "the host's OpenSSL has no %s", name);
			sent = aads[k] > 0 ? say_ask(c, &said, "031137 41:%i 42:%c 43:%b 44:%b 45:%b",
						     (uint32_t)KEY, mode, in, lens[i], aad, aads[k], iv_bytes,
						     iv_len)
					   : say_ask(c, &said, "031137 41:%i 42:%c 43:%b 45:%b",
						     (uint32_t)KEY, mode, in, lens[i], iv_bytes, iv_len);
			if (sent) {
				said_is(c, &said, TAG_1, out.at, out.len);
				said_is(c, &said, TAG_2, tag, 16);
			}
			sent = aads[k] > 0 ? say_ask(c, &said, "031138 41:%i 42:%c 43:%b 44:%b 45:%b 46:%b",
						     (uint32_t)KEY, mode, out.at, out.len, aad, aads[k],
						     iv_bytes, iv_len, tag, (size_t)16)
					   : say_ask(c, &said, "031138 41:%i 42:%c 43:%b 45:%b 46:%b",
						     (uint32_t)KEY, mode, out.at, out.len, iv_bytes, iv_len,
						     tag, (size_t)16);
			if (sent) {
				said_is(c, &said, TAG_1, in, lens[i]);
				said_is(c, &said, TAG_2, "\x01", 1);
			}
			tag[15] ^= 1;
			say(c, "42:02 9000", "031138 41:%i 42:%c 43:%b 44:%b 45:%b 46:%b", (uint32_t)KEY,
				mode, out.at, out.len, aad, aads[k] > 0 ? aads[k] : (size_t)1, iv_bytes,
				iv_len, tag, (size_t)16);
		}
}

/* Test cases 3 and 4 of the GCM specification, and example 1 of SP 800-38C's first vector with a tag of 16. */
static void published(struct conform *c, const struct conform_case *self)
{
	(void)self;
	if (no_external_iv(c))
		return;
	say(c, "9000", "010300 41:%i 43:feffe9928665731c6d6a8f9467308308", (uint32_t)KEY);
	say(c,
		"41:"
		"42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84"
		"aa051b"
		"a30b396a0aac973d58e091 42:5bc94fbc3221a5db94fae95ae7121a47 9000",
		"031137 41:%i 42:b0 "
		"43:"
		"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6"
		"b525b1"
		"6aedf5aa0de657ba637b39 44:feedfacedeadbeeffeedfacedeadbeefabaddad2 "
		"45:cafebabefacedbaddecaf888",
		(uint32_t)KEY);
}

static void own_vector(struct conform *c, const struct conform_case *self)
{
	uint8_t in[40], tag[16], first[12] = { 0 };

	(void)self;
	fill(in, sizeof(in));
	say(c, "9000", "010300 41:%i 43:%b", (uint32_t)KEY, key_bytes, (size_t)16);
	for (int i = 0; i < 2; i++) {
		struct ossl_bytes out;
		struct said said;
		struct rbuf iv;

		if (!say_ask(c, &said, "031137 41:%i 42:f3 43:%b 44:616263 45:000c", (uint32_t)KEY, in,
			    sizeof(in)) ||
			!said_value(c, &said, TAG_3, &iv))
			return;
		if (rbuf_left(&iv) != 12) {
			conform_fail(c, "the part's vector has %zu bytes, not 12", rbuf_left(&iv));
			return;
		}
		ossl_aead("AES-128-GCM", key_bytes, iv.at, 12, "abc", 3, in, sizeof(in), &out, tag, 16);
		said_is(c, &said, TAG_1, out.at, out.len);
		said_is(c, &said, TAG_2, tag, 16);
		if (i == 1 && memcmp(first, iv.at, 12) == 0)
			conform_fail(c, "the part's vector is the same twice");
		rbuf_copy(&iv, first, 12);
	}
}

/* Output of the steps joined; the final's tag or result. */
static bool steps(struct conform *c, unsigned int mode, const uint8_t *in, size_t len, size_t step,
	const uint8_t *tag, struct wbuf *joined, struct said *last)
{
	struct rbuf r = rbuf_from(in, len), value;
	struct said said;

	while (rbuf_left(&r) > 0 && conform_well(c)) {
		size_t n = rbuf_left(&r) < step ? rbuf_left(&r) : step;
		struct rbuf part = rbuf_take(&r, n);

		if (!say_ask(c, &said, "03110c 42:%h 43:%b", (unsigned int)OBJECT, part.at, n))
			return false;
		if (said.len > 0 && said_value(c, &said, TAG_1, &value))
			wbuf_put(joined, value.at, rbuf_left(&value));
	}
	if (tag ? !say_ask(c, last, "03110d 42:%h 46:%b", (unsigned int)OBJECT, tag, (size_t)16)
		: !say_ask(c, last, "03110d 42:%h", (unsigned int)OBJECT))
		return false;
	if (mode == CCM && last->len > 0 && last->bytes[0] == TAG_1 && said_value(c, last, TAG_1, &value))
		wbuf_put(joined, value.at, rbuf_left(&value));
	return conform_well(c);
}

static void in_steps(struct conform *c, const struct conform_case *self)
{
	static const size_t sizes[] = { 16, 5, 33, 64 };
	const unsigned int mode = (unsigned int)self->number;
	const size_t iv_len = mode == CCM ? 13 : 12, len = 75;
	uint8_t in[75], aad[20], tag[16];
	struct ossl_bytes out;

	if (no_external_iv(c))
		return;
	fill(in, sizeof(in));
	fill(aad, sizeof(aad));
	ossl_aead(mode == CCM ? "AES-128-CCM" : "AES-128-GCM", key_bytes, iv_bytes, iv_len, aad, sizeof(aad),
		in, len, &out, tag, 16);
	say(c, "9000", "010300 41:%i 43:%b", (uint32_t)KEY, key_bytes, (size_t)16);
	say(c, "9000", "011000 41:%h 42:04 43:%c", (unsigned int)OBJECT, mode);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]) && conform_well(c); i++) {
		bool decrypts = i % 2 == 1;
		const char *text = mode == CCM ? decrypts ? "031143 41:%i 42:%h 45:%b 46:0014 47:004b 48:0010"
							  : "031142 41:%i 42:%h 45:%b 46:0014 47:004b 48:0010"
				   : decrypts  ? "031143 41:%i 42:%h 45:%b"
					       : "031142 41:%i 42:%h 45:%b";
		uint8_t buffer[128];
		struct wbuf joined = wbuf_to(buffer, sizeof(buffer));
		struct said last;

		say(c, "9000", text, (uint32_t)KEY, (unsigned int)OBJECT, iv_bytes, iv_len);
		say(c, "9000", "03110c 42:%h 44:%b", (unsigned int)OBJECT, aad, sizeof(aad));
		if (!steps(c, mode, decrypts ? out.at : in, len, sizes[i], decrypts ? tag : NULL, &joined,
			    &last))
			return;
		said_equal(c, "what came in steps", buffer, joined.len, decrypts ? in : out.at, len);
		said_is(c, &last, TAG_2, decrypts ? (const uint8_t *)"\x01" : tag, decrypts ? 1 : 16);
	}
	/* A wrong tag at the end. */
	if (mode == GCM) {
		uint8_t buffer[128];
		struct wbuf joined = wbuf_to(buffer, sizeof(buffer));
		struct said last;

		tag[0] ^= 1;
		say(c, "9000", "031143 41:%i 42:%h 45:%b", (uint32_t)KEY, (unsigned int)OBJECT, iv_bytes,
			iv_len);
		say(c, "9000", "03110c 42:%h 44:%b", (unsigned int)OBJECT, aad, sizeof(aad));
		if (steps(c, mode, out.at, len, 64, tag, &joined, &last))
			said_is(c, &last, TAG_2, "\x02", 1);
	}
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CASE(name, fact, code, what)                                                                   \
	{                                                                                              \
		.id = "SE05X-" name, .rule = fact,                                                     \
		.source = HEADERS "; docs/reference/se050-evidence.md 3.2", .evidence = BY_HOST,       \
		.class = CONFORM_WRITES, .parts = PART_APPLET_7, .features = FEATURE_AES, .run = code, \
		.number = what                                                                         \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	CASE("AEADONESHOT-01", "AES-128 GCM seals and opens as OpenSSL does, and a wrong tag opens nothing",
		at_once, GCM << 8 | 16),
	CASE("AEADONESHOT-02", "AES-256 GCM seals and opens as OpenSSL does, and a wrong tag opens nothing",
		at_once, GCM << 8 | 32),
	CASE("AEADONESHOT-03", "AES-128 CCM seals and opens as OpenSSL does, and a wrong tag opens nothing",
		at_once, CCM << 8 | 16),
	CASE("AEADONESHOT-04", "AES-256 CCM seals and opens as OpenSSL does, and a wrong tag opens nothing",
		at_once, CCM << 8 | 32),
	CASE("AEADONESHOT-05", "test case 4 of the GCM specification comes out", published, 0),
	CASE("AEADONESHOT-06", "the part makes a vector of its own, another one each time", own_vector, 0),
	CASE("AEADINIT-01", "GCM in steps of any size, both ways, a wrong tag told", in_steps, GCM),
	CASE("AEADINIT-02", "CCM in steps of any size, both ways", in_steps, CCM),
};

void se05x_aead_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
