/* tests/conformance/se05x_attest.c: attestation of everything by everything, verified by OpenSSL. */
#include <stdio.h>
#include <string.h>

#include "se05x_cases.h"
#include "se05x_channel.h"
#include "se05x_curves.h"
#include "se05x_proof.h"
#include "se05x_session.h"
#include "suite_rsa.h"

#define EVIDENCE "docs/reference/se050-evidence.md "
#define AN "AN12413 2.12 "
#define BY "45:20c0a001 46:21 47:" PROOF_FRESH
#define FULL "41 42 43 44 45 46", "41 42 43 44 4f 52"
#define NO_VALUE "42 43 44 45 46", "42 43 44 4f 52"

enum {
	FEATURE_EC = 0x0002,
	FEATURE_EDDSA = 0x0004,
	FEATURE_HMAC = 0x0010,
	FEATURE_RSA_CRT = 0x0040,
	FEATURE_AES = 0x0080,
	FEATURE_DES = 0x0100,
	FEATURE_I2CM = 0x2000,
	FILE_ID = SAY_IDS | 1,
};

static bool seven(const struct conform *c)
{
	return c->part == PART_APPLET_7;
}

/* The value that a tag of each generation has. */
static bool value_is(struct conform *c, const struct proof *p, uint16_t before, uint16_t from_7,
	const void *bytes, size_t len)
{
	return said_is(c, &p->said, seven(c) ? from_7 : before, bytes, len);
}

static void file(struct conform *c, const struct conform_case *self)
{
	static const uint8_t attributes[] = { 0x20, 0xc0, 0x00, 0x01, 0x0b, 0x01, 0x00, 0x00, 0x00, 0x00,
		0x00, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x34, 0x00, 0x00, 0x01, 0x00,
		0x00, 0x00, 0x00 };
	static const uint8_t fresh[] = { 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa,
		0xbb, 0xcc, 0xdd, 0xee, 0xff };
	EVP_PKEY *key = proof_key(c);
	struct proof p;

	(void)self;
	say(c, "9000", "010600 41:%i 43:0004 44:deadbeef", (uint32_t)FILE_ID);
	if (proof_ask(c, NULL, &p, "220000 41:%i " BY, (uint32_t)FILE_ID)) {
		proof_tags(c, &p, FULL);
		said_is(c, &p.said, 0x41, "\xde\xad\xbe\xef", 4);
		value_is(c, &p, 0x42, 0x43, attributes, seven(c) ? 28 : 24);
		value_is(c, &p, 0x45, 0x42, c->serial, c->serial_len);
		if (seven(c))
			said_is(c, &p.said, 0x44, "\x00\x04", 2);
		else
			said_is(c, &p.said, 0x44, fresh, sizeof(fresh));
		proof_good(c, &p, key, "SHA256", false);
	}
	EVP_PKEY_free(key);
}

static void lengths_on_the_wire(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	struct proof p;

	(void)self;
	say(c, "9000", "010600 41:%i 43:0004 44:deadbeef", (uint32_t)FILE_ID);
	if (proof_ask(c, NULL, &p, "220000 41:%i " BY, (uint32_t)FILE_ID) &&
		memcmp(p.said.bytes, "\x41\x82\x00\x04\xde\xad\xbe\xef\x42\x82\x00\x12", 12) != 0)
		conform_fail(c, "the TLVs do not come with lengths of 82 and two bytes, as they are signed");
	EVP_PKEY_free(key);
}

struct algorithm {
	uint8_t id;
	const char *digest;
};

static const struct algorithm ecdsa[] = { { 0x11, "SHA1" }, { 0x25, "SHA224" }, { 0x21, "SHA256" },
	{ 0x22, "SHA384" }, { 0x26, "SHA512" } };

static void ecdsa_digest(struct conform *c, const struct conform_case *self)
{
	const struct algorithm *of = self->data;
	EVP_PKEY *key;
	struct proof p;

	if (suite_fips(c) && of->id == 0x11) {
		conform_skip(c, "a part in FIPS mode makes no signatures with SHA-1");
		return;
	}
	key = proof_key(c);
	if (proof_ask(c, NULL, &p, "220000 41:7fff0206 45:20c0a001 46:%c 47:" PROOF_FRESH,
		    (unsigned int)of->id))
		proof_good(c, &p, key, of->digest, false);
	EVP_PKEY_free(key);
}

static void curve(struct conform *c, const struct conform_case *self)
{
	const struct suite_curve *of = &suite_curves[self->number];
	EVP_PKEY *key;
	struct proof p;
	bool created;

	if (!suite_curve_ready(c, of, &created))
		return;
	say(c, "9000", "016100 11:0800000000+00248000 41:%i 42:%c", (uint32_t)PROOF_KEY,
		(unsigned int)of->id);
	key = proof_public(c, PROOF_KEY, of->name);
	if (proof_ask(c, NULL, &p, "220000 41:7fff0206 " BY))
		proof_good(c, &p, key, "SHA256", false);
	EVP_PKEY_free(key);
	say(c, "9000", "040028 41:%i", (uint32_t)PROOF_KEY);
	suite_curve_remove(c, of, created);
}

static const struct {
	uint8_t id;
	const char *digest;
	bool pss;
} rsa_algorithms[] = { { 0x0a, "SHA1", false }, { 0x27, "SHA224", false }, { 0x28, "SHA256", false },
	{ 0x29, "SHA384", false }, { 0x2a, "SHA512", false }, { 0x15, "SHA1", true },
	{ 0x2b, "SHA224", true }, { 0x2c, "SHA256", true }, { 0x2d, "SHA384", true },
	{ 0x2e, "SHA512", true } };

static void rsa(struct conform *c, const struct conform_case *self)
{
	struct suite_rsa key;
	EVP_PKEY *pkey;

	(void)self;
	if (!suite_rsa_make(c, 2048, &key))
		return;
	suite_rsa_write(c, &key, RSA_CRT_PAIR, PROOF_KEY, "080000000000248000", false);
	pkey = suite_rsa_public(&key);
	for (size_t i = 0; i < sizeof(rsa_algorithms) / sizeof(rsa_algorithms[0]); i++) {
		struct proof p;

		if (suite_fips(c) && strcmp(rsa_algorithms[i].digest, "SHA1") == 0)
			continue;
		if (!proof_ask(c, NULL, &p, "220000 41:7fff0206 45:20c0a001 46:%c 47:" PROOF_FRESH,
			    (unsigned int)rsa_algorithms[i].id))
			break;
		if (rbuf_left(&p.signature) != 256)
			conform_fail(c, "a signature of %zu bytes", rbuf_left(&p.signature));
		proof_good(c, &p, pkey, rsa_algorithms[i].digest, rsa_algorithms[i].pss);
	}
	EVP_PKEY_free(pkey);
}

static void rsa_component(struct conform *c, const struct conform_case *self)
{
	struct suite_rsa key;
	EVP_PKEY *attester;
	struct proof p;

	(void)self;
	if (!suite_rsa_make(c, 2048, &key))
		return;
	attester = proof_key(c);
	suite_rsa_write(c, &key, RSA_CRT_PAIR, FILE_ID, NULL, false);
	if (proof_ask(c, NULL, &p, "220000 41:%i 44:00 " BY, (uint32_t)FILE_ID)) {
		said_is(c, &p.said, 0x41, key.n.at, key.n.len);
		proof_good(c, &p, attester, "SHA256", false);
	}
	if (proof_ask(c, NULL, &p, "220000 41:%i 44:01 " BY, (uint32_t)FILE_ID)) {
		said_is(c, &p.said, 0x41, key.e.at, key.e.len);
		proof_good(c, &p, attester, "SHA256", false);
	}
	say(c, "6985|6a80|6986", "220000 41:%i 44:02 " BY, (uint32_t)FILE_ID);
	EVP_PKEY_free(attester);
}

static void edwards(struct conform *c, const struct conform_case *self)
{
	struct said said;
	struct rbuf point;
	uint8_t bytes[32], signature[64];
	EVP_PKEY *key;
	struct proof p;

	(void)self;
	say(c, "9000", "016100 11:0800000000+00248000 41:%i 42:40", (uint32_t)PROOF_KEY);
	if (!say_ask(c, &said, "020000 41:%i", (uint32_t)PROOF_KEY) || !said_value(c, &said, TAG_1, &point) ||
		!proof_ask(c, NULL, &p, "220000 41:7fff0206 45:20c0a001 46:a3 47:" PROOF_FRESH))
		return;
	if (rbuf_left(&point) != 32 || rbuf_left(&p.signature) != 64) {
		conform_fail(c, "an Edwards key of %zu bytes, a signature of %zu", rbuf_left(&point),
			rbuf_left(&p.signature));
		return;
	}
	rbuf_copy(&point, bytes, sizeof(bytes));
	rbuf_copy(&p.signature, signature, sizeof(signature));
	ossl_reverse(bytes, 32);
	ossl_reverse(signature, 32);
	ossl_reverse(signature + 32, 32);
	key = ossl_raw_public("ED25519", bytes, sizeof(bytes));
	if (!ossl_verify(key, NULL, false, p.message, p.message_len, signature, sizeof(signature)))
		conform_fail(c, "the signature of an Edwards key is not good");
	EVP_PKEY_free(key);
}

static void public_key(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	struct said said;
	struct rbuf plain;
	struct proof p;

	(void)self;
	if (say_ask(c, &said, "020000 41:7fff0201") && said_value(c, &said, TAG_1, &plain) &&
		proof_ask(c, NULL, &p, "220000 41:7fff0201 " BY)) {
		proof_tags(c, &p, FULL);
		said_is(c, &p.said, 0x41, plain.at, rbuf_left(&plain));
		if (seven(c))
			said_is(c, &p.said, 0x44, "\x00\x20", 2);
		proof_good(c, &p, key, "SHA256", false);
	}
	EVP_PKEY_free(key);
}

static void unique_id(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	struct proof p;

	(void)self;
	if (proof_ask(c, NULL, &p, "220000 41:7fff0206 " BY)) {
		said_is(c, &p.said, 0x41, c->serial, c->serial_len);
		value_is(c, &p, 0x45, 0x42, c->serial, c->serial_len);
		proof_good(c, &p, key, "SHA256", false);
	}
	EVP_PKEY_free(key);
}

static void part_of_a_file(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	struct proof p;

	(void)self;
	say(c, "9000", "010600 41:%i 43:0004 44:deadbeef", (uint32_t)FILE_ID);
	if (proof_ask(c, NULL, &p, "220000 41:%i 42:0001 43:0002 " BY, (uint32_t)FILE_ID)) {
		said_is(c, &p.said, 0x41, "\xad\xbe", 2);
		proof_good(c, &p, key, "SHA256", false);
	}
	say(c, "6985|6a80", "220000 41:%i 42:0001 43:0004 " BY, (uint32_t)FILE_ID);
	EVP_PKEY_free(key);
}

static void large_file(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	uint8_t data[500];
	struct proof p;

	(void)self;
	for (size_t i = 0; i < sizeof(data); i++)
		memset(data + i, (int)(i * 11), 1);
	say(c, "9000", "010600 41:%i 43:01f4 44:%b", (uint32_t)FILE_ID, data, sizeof(data));
	if (proof_ask(c, NULL, &p, "220000 41:%i 42:0000 43:01f4 " BY " ext", (uint32_t)FILE_ID)) {
		said_is(c, &p.said, 0x41, data, sizeof(data));
		proof_good(c, &p, key, "SHA256", false);
	}
	/* A length whose one-byte form needs 81. */
	if (proof_ask(c, NULL, &p, "220000 41:%i 42:0000 43:00c8 " BY " ext", (uint32_t)FILE_ID)) {
		said_is(c, &p.said, 0x41, data, 200);
		proof_good(c, &p, key, "SHA256", false);
	}
	EVP_PKEY_free(key);
}

static void freshness(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	struct proof p, q;

	(void)self;
	if (proof_ask(c, NULL, &p, "220000 41:7fff0206 " BY) &&
		proof_ask(c, NULL, &q,
			"220000 41:7fff0206 45:20c0a001 46:21 47:ffeeddccbbaa99887766554433221100")) {
		proof_good(c, &p, key, "SHA256", false);
		proof_good(c, &q, key, "SHA256", false);
		if (conform_well(c) && ossl_verify(key, "SHA256", false, p.message, p.message_len,
					       q.signature.at, rbuf_left(&q.signature)))
			conform_fail(c, "two freshnesses have one signature");
	}
	EVP_PKEY_free(key);
}

static void unreadable(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	struct proof p;

	(void)self;
	say(c, "9000", "010600 11:0800000000+00140000 41:%i 43:0004 44:deadbeef", (uint32_t)FILE_ID);
	if (proof_ask(c, NULL, &p, "220000 41:%i " BY, (uint32_t)FILE_ID)) {
		proof_tags(c, &p, NO_VALUE);
		proof_good(c, &p, key, "SHA256", false);
	}
	EVP_PKEY_free(key);
}

/* Who attests a key that nobody can read attests that it is there, and what may be done with it. */
static void unreadable_keys(struct conform *c, const struct conform_case *self)
{
	static const struct {
		const char *command;
		uint16_t feature;
	} keys[] = {
		{ "010300 41:20c00010 43:00112233445566778899aabbccddeeff", FEATURE_AES },
		{ "010400 41:20c00011 43:0123456789abcdeffedcba98765432100011223344556677", FEATURE_DES },
		{ "010500 41:20c00012 43:0011223344556677889900112233445566778899", FEATURE_HMAC },
		{ "014100 41:20c00013 42:03 "
		  "43:6d2f432f8a2f45ecd582847ec083bbebc23f1df4f0dd2a6fb81a24e7b6d54c7f",
			FEATURE_EC },
		{ "410700 11:0800000000+00240000 41:20c00014 42:c0ffee0102030405", 0 },
	};
	EVP_PKEY *key = proof_key(c);

	(void)self;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct proof p;

		if (keys[i].feature & ~c->features)
			continue;
		say(c, "9000", keys[i].command);
		if (proof_ask(c, NULL, &p, "220000 41:%i " BY, (uint32_t)(0x20c00010 + i))) {
			proof_tags(c, &p, NO_VALUE);
			proof_good(c, &p, key, "SHA256", false);
		}
	}
	EVP_PKEY_free(key);
}

static void counters_and_pcrs(struct conform *c, const struct conform_case *self)
{
	static const uint8_t abc[] = { 0x61, 0x62, 0x63 };
	EVP_PKEY *key = proof_key(c);
	struct ossl_bytes expected;
	uint8_t input[35] = { 0 };
	struct proof p;

	(void)self;
	memcpy(input + 32, abc, sizeof(abc));
	ossl_digest("SHA256", input, sizeof(input), &expected);
	say(c, "9000", "010800 41:20c00020 43:00000007");
	say(c, "9000", "010900 41:20c00021 42:00*32");
	say(c, "9000", "010900 41:20c00021 43:616263");
	if (proof_ask(c, NULL, &p, "220000 41:20c00020 " BY)) {
		said_is(c, &p.said, 0x41, "\0\0\0\7", 4);
		proof_good(c, &p, key, "SHA256", false);
	}
	if (proof_ask(c, NULL, &p, "220000 41:20c00021 " BY)) {
		said_is(c, &p.said, 0x41, expected.at, expected.len);
		proof_good(c, &p, key, "SHA256", false);
	}
	EVP_PKEY_free(key);
}

static void without_the_rule(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "016100 41:%i 42:03", (uint32_t)FILE_ID);
	say(c, "6982", "220000 41:7fff0206 45:%i 46:21 47:" PROOF_FRESH, (uint32_t)FILE_ID);
	say(c, "6985", "220000 41:7fff0206 45:20c0a009 46:21 47:" PROOF_FRESH);
}

static void time_rises(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	uint64_t first = 0, second = 0;
	uint32_t cycle = 0, later = 0;
	struct proof p;

	(void)self;
	if (proof_ask(c, NULL, &p, "220000 41:7fff0206 " BY) && proof_time(c, &p, &cycle, &first)) {
		link_wait(c->link, 300000000);
		if (proof_ask(c, NULL, &p, "220000 41:7fff0206 " BY) && proof_time(c, &p, &later, &second)) {
			proof_good(c, &p, key, "SHA256", false);
			if (later != cycle || second < first ||
				(c->conditions & NEED_MODELLED_TIME && second < first + 200))
				conform_fail(c, "0.3 s later the stamp has risen from %08x %llu to %08x %llu",
					cycle, (unsigned long long)first, later, (unsigned long long)second);
		}
	}
	EVP_PKEY_free(key);
}

static void power_cut_in(struct conform *c)
{
	link_act(c->link, LINK_POWER_OFF, c->address);
	link_act(c->link, LINK_POWER_ON, c->address);
	link_wait(c->link, 5000000);
	if (conform_se05x.begin(c) < 0)
		conform_fail(c, "the part does not come back after a power cut");
}

static void cycles_are_counted(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	uint32_t cycle = 0, later = 0;
	uint64_t ms = 0;
	struct said said;
	struct rbuf time;
	struct proof p;

	(void)self;
	EVP_PKEY_free(key);
	if (!proof_ask(c, NULL, &p, "220000 41:7fff0206 " BY) || !proof_time(c, &p, &cycle, &ms))
		return;
	power_cut_in(c);
	if (proof_ask(c, NULL, &p, "220000 41:7fff0206 " BY) && proof_time(c, &p, &later, &ms) &&
		(later != cycle + 1))
		conform_fail(c, "a power cut takes the persistent half from %08x to %08x", cycle, later);
	/* And GetTimestamp has the same clock; a selection counts nothing. */
	conform_se05x.begin(c);
	if (say_ask(c, &said, "04003d") && said_value(c, &said, TAG_1, &time) &&
		rbuf_be32(&time) != cycle + 1)
		conform_fail(c, "GetTimestamp has another cycle than the attestation");
}

static void get_timestamp_is_the_same_clock(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	uint64_t ms = 0, plain;
	uint32_t cycle = 0;
	struct said said;
	struct rbuf time;
	struct proof p;

	(void)self;
	EVP_PKEY_free(key);
	if (!proof_ask(c, NULL, &p, "220000 41:7fff0206 " BY) || !proof_time(c, &p, &cycle, &ms) ||
		!say_ask(c, &said, "04003d") || !said_value(c, &said, TAG_1, &time))
		return;
	if (rbuf_left(&time) != 12 || rbuf_be32(&time) != cycle) {
		conform_fail(c, "GetTimestamp is of another cycle than the attestation before it");
		return;
	}
	plain = (uint64_t)rbuf_be32(&time) << 32;
	plain |= rbuf_be32(&time);
	if (plain < ms)
		conform_fail(c, "GetTimestamp is before the attestation that came before it");
}

static void in_a_session(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	struct say_session s;
	struct proof p;

	(void)self;
	session_make_aes(c, 0);
	session_aes(c, &s, 0x33);
	if (proof_ask(c, &s, &p, "220000 41:7fff0206 " BY)) {
		said_is(c, &p.said, 0x41, c->serial, c->serial_len);
		proof_good(c, &p, key, "SHA256", false);
	}
	EVP_PKEY_free(key);
}

static void in_the_channel(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	struct proof p;

	(void)self;
	channel_open(c, 0x33);
	if (proof_ask(c, NULL, &p, "220000 41:7fff0206 " BY))
		proof_good(c, &p, key, "SHA256", false);
	EVP_PKEY_free(key);
}

static void encodings(struct conform *c, const struct conform_case *self)
{
	static const char *const forms[] = { "", " le", " ext", " ext le" };
	EVP_PKEY *key = proof_key(c);

	(void)self;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		char command[160];
		struct proof p;

		snprintf(command, sizeof(command), "220000 41:7fff0206 " BY "%s", forms[i]);
		if (proof_ask(c, NULL, &p, command))
			proof_good(c, &p, key, "SHA256", false);
	}
	EVP_PKEY_free(key);
}

static void factory_key(struct conform *c, const struct conform_case *self)
{
	struct proof p;
	EVP_PKEY *key;

	(void)self;
	key = proof_public(c, 0xf0000012, "P-256");
	if (proof_ask(c, NULL, &p, "220000 41:7fff0201 45:f0000012 46:21 47:" PROOF_FRESH))
		proof_good(c, &p, key, "SHA256", false);
	EVP_PKEY_free(key);
}

static void attributes(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	struct said said;
	struct rbuf plain;
	struct proof p;

	(void)self;
	say(c, "9000", "010600 41:%i 43:0004 44:deadbeef", (uint32_t)FILE_ID);
	if (say_ask(c, &said, "02003b 41:%i", (uint32_t)FILE_ID) && said_value(c, &said, TAG_3, &plain) &&
		proof_ask(c, NULL, &p, "22003b 41:%i " BY, (uint32_t)FILE_ID)) {
		proof_tags(c, &p, "", "42 43 44 4f 52");
		said_is(c, &p.said, 0x43, plain.at, rbuf_left(&plain));
		said_is(c, &p.said, 0x44, "\x00\x04", 2);
		proof_good(c, &p, key, "SHA256", false);
	}
	EVP_PKEY_free(key);
}

static void self_test(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	struct proof p;

	(void)self;
	if (proof_ask(c, NULL, &p, "240058 41:fe01 " BY)) {
		proof_tags(c, &p, "", "41 42 44 4f 52");
		said_is(c, &p.said, 0x41, "\x01", 1);
		said_is(c, &p.said, 0x42, c->serial, c->serial_len);
		proof_good(c, &p, key, "SHA256", false);
	}
	EVP_PKEY_free(key);
}

/* At an address of the reserved range nobody answers, whatever is attached. */
static void i2c_master(struct conform *c, const struct conform_case *self)
{
	EVP_PKEY *key = proof_key(c);
	struct proof p;

	(void)self;
	if (proof_ask(c, NULL, &p, "230030 41:010002+7f00+030003+10abcd 42:20c0a001 43:21 47:" PROOF_FRESH)) {
		proof_tags(c, &p, "41 43 44 45 46", "41 42 44 4f 52");
		said_is(c, &p.said, 0x41, "\x01\x5a\x03\x01", 4);
		proof_good(c, &p, key, "SHA256", false);
	}
	EVP_PKEY_free(key);
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CASE(nr, fact, from, by, of, on, wants, code)                                                \
	{                                                                                            \
		.id = "SE05X-ATTEST-" nr, .rule = fact, .source = from, .evidence = by, .class = of, \
		.parts = on, .features = wants, .run = code                                          \
	}
#define ATTEST(nr, fact, wants, code)                                                          \
	CASE(nr, fact, AN "3.2.7.2; " EVIDENCE "3.9", BY_DOCUMENT, CONFORM_WRITES, PART_SE05X, \
		FEATURE_EC | (wants), code)
#define DIGEST(nr, of, what)                                                                  \
	{                                                                                     \
		.id = "SE05X-ATTEST-" nr, .rule = "an EC key attests with ECDSA and " of,     \
		.source = AN "3.2.7.2, 4.3.22", .class = CONFORM_WRITES, .parts = PART_SE05X, \
		.features = FEATURE_EC, .run = ecdsa_digest, .data = &ecdsa[what]             \
	}
#define CURVE(nr, of, what)                                                                                  \
	{                                                                                                    \
		.id = "SE05X-ATTEST-" nr, .rule = "a key on " of " attests", .source = AN "3.2.7.2, 4.3.18", \
		.class = CONFORM_WRITES, .parts = PART_SE05X, .features = FEATURE_EC, .run = curve,          \
		.number = what                                                                               \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	ATTEST("01",
		"a file's attestation has value, attributes, time, id and freshness, and the signature "
		"covers them",
		0, file),
	CASE("02", "from 7.2 on the signed TLVs travel with lengths of 82 and two bytes",
		"NXP's plug-and-trust 9721d64; " EVIDENCE "3.9", BY_HOST, CONFORM_WRITES, PART_APPLET_7,
		FEATURE_EC, lengths_on_the_wire),
	DIGEST("03", "SHA-1", 0),
	DIGEST("04", "SHA-224", 1),
	DIGEST("05", "SHA-256", 2),
	DIGEST("06", "SHA-384", 3),
	DIGEST("07", "SHA-512", 4),
	CURVE("08", "P-192", 0),
	CURVE("09", "P-224", 1),
	CURVE("10", "P-384", 3),
	CURVE("11", "P-521", 4),
	CURVE("12", "brainpoolP256r1", 8),
	CURVE("13", "brainpoolP512r1", 11),
	CURVE("14", "secp256k1", 15),
	CASE("15", "an RSA pair with the rule attests, by PKCS #1 and PSS with every digest",
		AN "3.2.7.2, 4.3.22; AN12436 2.4 table 15", BY_DOCUMENT, CONFORM_WRITES, PART_SE05X,
		FEATURE_RSA_CRT, rsa),
	ATTEST("16", "the modulus and the exponent of an RSA key are attested one by one", FEATURE_RSA_CRT,
		rsa_component),
	CASE("17", "from 7.2 on an Edwards key attests", "comments of NXP's plug-and-trust 9721d64", BY_HOST,
		CONFORM_WRITES, PART_APPLET_7, FEATURE_EDDSA, edwards),
	ATTEST("18", "the public half of a pair is attested as it reads", 0, public_key),
	ATTEST("19", "the unique id is attested as value and as the part's own", 0, unique_id),
	ATTEST("20", "a part of a file is attested, and no more than there is", 0, part_of_a_file),
	ATTEST("21", "values of any length are attested under lengths of the form that is signed", 0,
		large_file),
	ATTEST("22", "each freshness has a signature of its own", 0, freshness),
	CASE("23", "of a file without the right to read the value is left out, and the rest is signed",
		EVIDENCE "3.9: hosts take it so", BY_HOST, CONFORM_WRITES, PART_SE05X, FEATURE_EC,
		unreadable),
	CASE("24", "of keys and UserIDs the value is left out, and the rest is signed",
		EVIDENCE "3.9: hosts take it so", BY_HOST, CONFORM_WRITES, PART_SE05X, FEATURE_EC,
		unreadable_keys),
	ATTEST("25", "counters and PCRs are attested with their value", 0, counters_and_pcrs),
	ATTEST("26", "a key without ALLOW_ATTESTATION is refused with 6982, one that is not there with 6985",
		0, without_the_rule),
	CASE("27", "the time of an attestation rises within a power cycle", AN "3.9", BY_DOCUMENT,
		CONFORM_WRITES, PART_SE05X, FEATURE_EC, time_rises),
	{ .id = "SE05X-ATTEST-28",
		.rule = "the persistent half of the time counts power cycles, and no selections",
		.source = AN "3.9; " EVIDENCE "3.7",
		.class = CONFORM_WRITES,
		.parts = PART_SE05X,
		.needs = NEED_POWER,
		.features = FEATURE_EC,
		.run = cycles_are_counted },
	CASE("29", "GetTimestamp and attestations have one clock", AN "3.9, 4.19.2", BY_DOCUMENT,
		CONFORM_WRITES, PART_SE05X, FEATURE_EC, get_timestamp_is_the_same_clock),
	ATTEST("30", "in a session the command that is signed is the one in plain", FEATURE_AES,
		in_a_session),
	{ .id = "SE05X-ATTEST-31",
		.rule = "under the platform channel the command that is signed is the one in plain",
		.source = EVIDENCE "3.9",
		.evidence = BY_HOST,
		.class = CONFORM_WRITES,
		.parts = PART_SE05X,
		.needs = NEED_PLATFORM_KEYS,
		.features = FEATURE_EC,
		.run = in_the_channel },
	CASE("32",
		"the signature is the same however the command's lengths are coded: Lc extended and no Le "
		"are signed",
		EVIDENCE "3.9", BY_HOST, CONFORM_WRITES, PART_SE05X, FEATURE_EC, encodings),
	CASE("33", "the factory's key F0000012 attests the key of ECKey sessions, 7FFF0201",
		"AN12436 2.4 tables 4, 15", BY_DOCUMENT, CONFORM_SAFE, PART_SE05X, FEATURE_EC, factory_key),
	CASE("34", "from 7.2 on attributes alone are attested", "comments of NXP's plug-and-trust 9721d64",
		BY_HOST, CONFORM_WRITES, PART_APPLET_7, FEATURE_EC, attributes),
	CASE("35", "from 7.2 on the result of a self-test is attested",
		"comments of NXP's plug-and-trust 9721d64", BY_HOST, CONFORM_WRITES, PART_APPLET_7,
		FEATURE_EC, self_test),
	CASE("36", "what the I2C master did is attested", AN "4.17.1, table 248", BY_DOCUMENT, CONFORM_WRITES,
		PART_SE05X, FEATURE_EC | FEATURE_I2CM, i2c_master),
};

void se05x_attest_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
