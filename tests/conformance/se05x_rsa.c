/* tests/conformance/se05x_rsa.c: RSA keys of every size and form, and what they do. */
#include <string.h>

#include <openssl/rsa.h>

#include "se05x_cases.h"
#include "se05x_curves.h"
#include "suite_rsa.h"

#define AN "AN12413 2.12 "

enum {
	FEATURE_PLAIN = 0x0020,
	FEATURE_CRT = 0x0040,
	KEY = SAY_IDS | 1,
	PUBLIC = SAY_IDS | 2,
	RAW = 0x0c,
	PKCS1 = 0x0a,
	OAEP = 0x0f,
};

static const struct {
	uint8_t id;
	const char *digest;
	bool pss;
	size_t least; /* bytes of the modulus */
} algorithms[] = {
	{ 0x0a, "SHA1", false, 46 },
	{ 0x27, "SHA224", false, 58 },
	{ 0x28, "SHA256", false, 62 },
	{ 0x29, "SHA384", false, 78 },
	{ 0x2a, "SHA512", false, 94 },
	{ 0x15, "SHA1", true, 64 },
	{ 0x2b, "SHA224", true, 64 },
	{ 0x2c, "SHA256", true, 66 },
	{ 0x2d, "SHA384", true, 98 },
	{ 0x2e, "SHA512", true, 130 },
};

static const char message[] = "the message itself, hashed by the part";

static EVP_PKEY *pair_of(const struct suite_rsa *key)
{
	return ossl_rsa_pair(key->n.at, key->n.len, key->e.at, key->e.len, key->d.at, key->d.len);
}

/* Whether the part has keys of this size and form at all. */
static bool has(struct conform *c, size_t bits, bool crt)
{
	if (suite_fips(c) && (bits < 2048 || !crt)) {
		conform_skip(c, "a part in FIPS mode has RSA keys in CRT form from 2048 bits on");
		return false;
	}
	return conform_well(c);
}

static void signatures(struct conform *c, const struct suite_rsa *key)
{
	EVP_PKEY *public = suite_rsa_public(key), *pair = pair_of(key);

	for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++) {
		struct ossl_bytes made;
		struct said said;
		struct rbuf signature;

		if (suite_fips(c) && strcmp(algorithms[i].digest, "SHA1") == 0)
			continue;
		if (key->bits / 8 < algorithms[i].least) {
			say(c, "6985", "030c09 41:%i 42:%c 43:%b", (uint32_t)KEY,
				(unsigned int)algorithms[i].id, message, sizeof(message));
			continue;
		}
		if (say_ask(c, &said, "030c09 41:%i 42:%c 43:%b", (uint32_t)KEY,
			    (unsigned int)algorithms[i].id, message, sizeof(message)) &&
			said_value(c, &said, TAG_1, &signature)) {
			if (rbuf_left(&signature) != key->bits / 8)
				conform_fail(c, "a signature has %zu bytes", rbuf_left(&signature));
			if (!ossl_verify(public, algorithms[i].digest, algorithms[i].pss, message,
				    sizeof(message), signature.at, rbuf_left(&signature)))
				conform_fail(
					c, "a signature with algorithm %02x is not good", algorithms[i].id);
		}
		if (!ossl_sign(
			    pair, algorithms[i].digest, algorithms[i].pss, message, sizeof(message), &made))
			conform_fail(c, "the host's OpenSSL does not sign");
		say(c, "41:01 9000", "030c0a 41:%i 42:%c 43:%b 45:%b", (uint32_t)PUBLIC,
			(unsigned int)algorithms[i].id, message, sizeof(message), made.at, made.len);
		made.at[made.len / 2] ^= 1;
		say(c, "41:02 9000", "030c0a 41:%i 42:%c 43:%b 45:%b", (uint32_t)PUBLIC,
			(unsigned int)algorithms[i].id, message, sizeof(message), made.at, made.len);
	}
	EVP_PKEY_free(public);
	EVP_PKEY_free(pair);
}

static const struct {
	uint8_t id;
	int padding;
} paddings[] = { { PKCS1, RSA_PKCS1_PADDING }, { OAEP, RSA_PKCS1_OAEP_PADDING }, { RAW, RSA_NO_PADDING } };

static void ciphers(struct conform *c, const struct suite_rsa *key)
{
	EVP_PKEY *public = suite_rsa_public(key), *pair = pair_of(key);
	uint8_t block[512];

	memset(block, 0x5a, sizeof(block));
	block[0] = 0;
	for (size_t i = 0; i < sizeof(paddings) / sizeof(paddings[0]); i++) {
		size_t len = paddings[i].id == RAW ? key->bits / 8 : 20;
		struct ossl_bytes out;
		struct said said;
		struct rbuf value;

		if (paddings[i].id == RAW && suite_fips(c))
			continue;
		if (!ossl_rsa_encrypt(public, paddings[i].padding, block, len, &out))
			conform_fail(c, "the host's OpenSSL does not encrypt");
		if (say_ask(c, &said, "030238 41:%i 42:%c 43:%b", (uint32_t)KEY, (unsigned int)paddings[i].id,
			    out.at, out.len))
			said_is(c, &said, TAG_1, block, len);
		if (say_ask(c, &said, "030237 41:%i 42:%c 43:%b", (uint32_t)PUBLIC,
			    (unsigned int)paddings[i].id, block, len) &&
			said_value(c, &said, TAG_1, &value) &&
			(!ossl_rsa_decrypt(pair, paddings[i].padding, value.at, rbuf_left(&value), &out) ||
				out.len != len || memcmp(out.at, block, len) != 0))
			conform_fail(c, "OpenSSL does not decrypt what was encrypted with algorithm %02x",
				paddings[i].id);
	}
	EVP_PKEY_free(public);
	EVP_PKEY_free(pair);
}

static void every_size(struct conform *c, const struct conform_case *self)
{
	struct suite_rsa key;
	struct said said;
	uint8_t size[2];

	if (!has(c, self->number, true) || !suite_rsa_make(c, self->number, &key))
		return;
	suite_rsa_write(c, &key, RSA_CRT_PAIR, KEY, NULL, false);
	suite_rsa_write(c, &key, RSA_PUBLIC, PUBLIC, NULL, false);
	size[0] = (uint8_t)(key.n.len >> 8);
	size[1] = (uint8_t)key.n.len;
	if (say_ask(c, &said, "020007 41:%i", (uint32_t)KEY))
		said_is(c, &said, TAG_1, size, 2);
	if (say_ask(c, &said, "020000 41:%i 44:00", (uint32_t)KEY))
		said_is(c, &said, TAG_1, key.n.at, key.n.len);
	if (say_ask(c, &said, "020000 41:%i 44:01", (uint32_t)PUBLIC))
		said_is(c, &said, TAG_1, key.e.at, key.e.len);
	signatures(c, &key);
	ciphers(c, &key);
}

/* Every form does what it has the numbers for, and tells its type. */
static void form(struct conform *c, const struct conform_case *self)
{
	static const uint8_t types[] = { 0x05, 0x04, 0x07, 0x06, 0x08 };
	enum suite_rsa_form of = (enum suite_rsa_form)self->number;
	struct suite_rsa key;
	EVP_PKEY *public;
	struct said said;
	struct rbuf signature;

	if (!has(c, 1024, of == RSA_CRT_PAIR || of == RSA_CRT_PRIVATE || of == RSA_PUBLIC) ||
		!suite_rsa_make(c, 1024, &key))
		return;
	suite_rsa_write(c, &key, of, KEY, NULL, false);
	if (say_ask(c, &said, "020026 41:%i", (uint32_t)KEY))
		said_is(c, &said, TAG_1, &types[of], 1);
	public = suite_rsa_public(&key);
	if (of == RSA_PUBLIC)
		say(c, "6985", "030c09 41:%i 42:28 43:616263", (uint32_t)KEY);
	else if (say_ask(c, &said, "030c09 41:%i 42:28 43:616263", (uint32_t)KEY) &&
		 said_value(c, &said, TAG_1, &signature) &&
		 !ossl_verify(public, "SHA256", false, "abc", 3, signature.at, rbuf_left(&signature)))
		conform_fail(c, "a key of this form does not sign what it should");
	EVP_PKEY_free(public);
	/* Private numbers stay inside, in every form. */
	for (unsigned int component = 2; component <= 7; component++)
		say(c, "6985|6a80|6986", "020000 41:%i 44:%c", (uint32_t)KEY, component);
}

static void not_until_all_is_there(struct conform *c, const struct conform_case *self)
{
	struct suite_rsa key;

	(void)self;
	if (!has(c, 1024, true) || !suite_rsa_make(c, 1024, &key))
		return;
	say(c, "9000", "016200 41:%i 42:0400 43:%b", (uint32_t)KEY, key.p.at, key.p.len);
	say(c, "6985", "030c09 41:%i 42:28 43:616263", (uint32_t)KEY);
	say(c, "9000", "010200 41:%i 44:%b", (uint32_t)KEY, key.q.at, key.q.len);
	say(c, "9000", "010200 41:%i 45:%b", (uint32_t)KEY, key.dp.at, key.dp.len);
	say(c, "9000", "010200 41:%i 46:%b", (uint32_t)KEY, key.dq.at, key.dq.len);
	say(c, "9000", "010200 41:%i 47:%b", (uint32_t)KEY, key.qinv.at, key.qinv.len);
	say(c, "9000", "010200 41:%i 48:%b", (uint32_t)KEY, key.e.at, key.e.len);
	say(c, "6985", "030c09 41:%i 42:28 43:616263", (uint32_t)KEY);
	say(c, "9000", "010200 41:%i 4a:%b", (uint32_t)KEY, key.n.at, key.n.len);
	say(c, "41:..*128 9000", "030c09 41:%i 42:28 43:616263", (uint32_t)KEY);
}

static void generated(struct conform *c, const struct conform_case *self)
{
	unsigned int bits = suite_fips(c) ? 2048 : 1024;
	struct said n, e, signed_with;
	struct rbuf modulus, exponent, signature;
	EVP_PKEY *public;
	uint8_t first[256];

	(void)self;
	say(c, "9000", "016200 41:%i 42:%h", (uint32_t)KEY, bits);
	if (!say_ask(c, &n, "020000 41:%i 44:00", (uint32_t)KEY) || !said_value(c, &n, TAG_1, &modulus) ||
		!say_ask(c, &e, "020000 41:%i 44:01", (uint32_t)KEY) ||
		!said_value(c, &e, TAG_1, &exponent) ||
		!say_ask(c, &signed_with, "030c09 41:%i 42:2c 43:616263", (uint32_t)KEY) ||
		!said_value(c, &signed_with, TAG_1, &signature))
		return;
	public = ossl_rsa_public(modulus.at, rbuf_left(&modulus), exponent.at, rbuf_left(&exponent));
	if (rbuf_left(&modulus) != bits / 8 ||
		!ossl_verify(public, "SHA256", true, "abc", 3, signature.at, rbuf_left(&signature)))
		conform_fail(c, "a pair of %u bits that the part made does not sign", bits);
	EVP_PKEY_free(public);
	if (!conform_well(c))
		return;
	rbuf_copy(&modulus, first, bits / 8);
	/* Made anew by the same command, without a size. */
	say(c, "9000", "016200 41:%i", (uint32_t)KEY);
	if (say_ask(c, &n, "020000 41:%i 44:00", (uint32_t)KEY) && said_value(c, &n, TAG_1, &modulus) &&
		rbuf_left(&modulus) == bits / 8 && memcmp(modulus.at, first, bits / 8) == 0)
		conform_fail(c, "a pair that was made anew is the same");
}

static void transient(struct conform *c, const struct conform_case *self)
{
	struct suite_rsa key;

	(void)self;
	if (!has(c, 1024, true) || !suite_rsa_make(c, 1024, &key))
		return;
	suite_rsa_write(c, &key, RSA_CRT_PAIR, KEY, NULL, true);
	say(c, "41:05 42:02 9000", "020026 41:%i", (uint32_t)KEY);
	say(c, "41:..*128 9000", "030c09 41:%i 42:28 43:616263", (uint32_t)KEY);
	conform_se05x.begin(c);
	say(c, "6985", "030c09 41:%i 42:28 43:616263", (uint32_t)KEY);
	say(c, "41:05 42:02 9000", "020026 41:%i", (uint32_t)KEY);
}

/* UNCERTAIN: of a number that begins with zeros all of them may be left out; hosts leave none out. */
static void short_numbers(struct conform *c, const struct conform_case *self)
{
	(void)self;
	if (!has(c, 1024, true))
		return;
	say(c, "9000", "016200 41:%i 42:0400 43:c1*64", (uint32_t)KEY);
	say(c, "9000", "010200 41:%i 45:03", (uint32_t)KEY);
	say(c, "9000", "010200 41:%i 46:03", (uint32_t)KEY);
	say(c, "9000", "010200 41:%i 47:03", (uint32_t)KEY);
	say(c, "9000", "014200 41:%i 42:0400 49:03", (uint32_t)PUBLIC);
	say(c, "9000", "01024f 41:%i 49:05", (uint32_t)PUBLIC);
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CASE(name, fact, from, wants, code, what)                                                          \
	{                                                                                                  \
		.id = "SE05X-" name, .rule = fact, .source = AN from, .class = CONFORM_WRITES,             \
		.parts = PART_SE05X, .features = wants,                                                    \
		.covers = "WriteRSAKey, RSASign, RSAVerify, RSAEncrypt, RSADecrypt, ReadObject, ReadSize", \
		.run = code, .number = what                                                                \
	}
#define SIZE(nr, bits)                                                                               \
	CASE("RSA-" nr,                                                                              \
		"an RSA key of " #bits                                                               \
		" bits signs, verifies, encrypts and decrypts with every algorithm as OpenSSL does", \
		"4.11, 4.7.1.2", FEATURE_CRT, every_size, bits)
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	SIZE("01", 512),
	SIZE("02", 1024),
	SIZE("03", 1152),
	SIZE("04", 2048),
	SIZE("05", 3072),
	SIZE("06", 4096),
	CASE("WRITERSAKEY-01",
		"a CRT pair is written component by component, signs, and keeps its private numbers",
		"4.7.1.2, table 34", FEATURE_CRT, form, RSA_CRT_PAIR),
	CASE("WRITERSAKEY-02",
		"a raw pair is written component by component, signs, and keeps its private numbers",
		"4.7.1.2, table 34", FEATURE_PLAIN, form, RSA_RAW_PAIR),
	CASE("WRITERSAKEY-03", "a private key in CRT form signs, and keeps its private numbers",
		"4.7.1.2, table 34", FEATURE_CRT, form, RSA_CRT_PRIVATE),
	CASE("WRITERSAKEY-04", "a raw private key signs, and keeps its private numbers", "4.7.1.2, table 34",
		FEATURE_PLAIN, form, RSA_RAW_PRIVATE),
	CASE("WRITERSAKEY-05", "a public key does not sign", "4.7.1.2, 4.11.1", FEATURE_CRT, form,
		RSA_PUBLIC),
	CASE("WRITERSAKEY-06", "a key is usable when all its components are there, and not before", "4.7.1.2",
		FEATURE_CRT, not_until_all_is_there, 0),
	CASE("WRITERSAKEY-07",
		"a pair that the part makes signs what OpenSSL verifies, and is another one each time",
		"4.7.1.2", FEATURE_CRT, generated, 0),
	CASE("WRITERSAKEY-08", "a transient pair loses its value with the selection and stays an object",
		"3.2.2.2, table 286", FEATURE_CRT, transient, 0),
	{ .id = "SE05X-WRITERSAKEY-09",
		.rule = "a private number whose leading zeros are left out is the same number",
		.source = AN "4.7.1.2",
		.evidence = BY_GUESS,
		.class = CONFORM_WRITES,
		.parts = PART_SE05X,
		.features = FEATURE_CRT | FEATURE_PLAIN,
		.covers = "WriteRSAKey",
		.run = short_numbers },
};

void se05x_rsa_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
