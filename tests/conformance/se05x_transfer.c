/* tests/conformance/se05x_transfer.c: export, import, and import by a host's key. */
#include <stdio.h>
#include <string.h>

#include "ossl.h"
#include "se05x_cases.h"
#include "se05x_curves.h"
#include "se05x_session.h"
#include "suite_rsa.h"
#include "tlv.h"

#define AN "AN12413 2.12 "

enum {
	FEATURE_EC = 0x0002,
	FEATURE_RSA = 0x0040,
	FEATURE_AES = 0x0080,
	ID = SAY_IDS | 1,
};

static void comes_back(struct conform *c, const struct conform_case *self)
{
	struct said blob;
	struct rbuf value;
	uint8_t bytes[200];
	size_t len;

	(void)self;
	say(c, "9000", "810300 41:%i 43:00*16", (uint32_t)ID);
	if (!say_ask(c, &blob, "020019 41:%i", (uint32_t)ID) || !said_value(c, &blob, TAG_1, &value))
		return;
	len = rbuf_left(&value);
	if (len < 16 || len > sizeof(bytes)) {
		conform_fail(c, "a blob of %zu bytes", len);
		return;
	}
	rbuf_copy(&value, bytes, len);
	conform_se05x.begin(c);
	say(c, "6985", "030e37 41:%i 42:0e 43:00*16", (uint32_t)ID);
	for (size_t i = 0; i < len; i += 7) {
		bytes[i] ^= 1;
		say(c, "6985|6a80|6984|6982", "010018 41:%i 43:%b", (uint32_t)ID, bytes, len);
		bytes[i] ^= 1;
	}
	say(c, "9000", "010018 41:%i 43:%b", (uint32_t)ID, bytes, len);
	say(c, "41:66e94bd4ef8a2c3b884cfa59ca342b2e 9000", "030e37 41:%i 42:0e 43:00*16", (uint32_t)ID);
	/* It is of this object alone. */
	say(c, "9000", "810300 41:%i 43:01*16", (uint32_t)ID + 1);
	say(c, "6985|6a80|6984|6982", "010018 41:%i 43:%b", (uint32_t)ID + 1, bytes, len);
	/* And of no persistent one. */
	say(c, "9000", "010300 41:%i 43:01*16", (uint32_t)ID + 2);
	say(c, "6985", "020019 41:%i", (uint32_t)ID + 2);
}

static void ec_pair_comes_back(struct conform *c, const struct conform_case *self)
{
	struct said point, blob, signed_with;
	struct rbuf p, value, signature;
	struct ossl_bytes hash;
	EVP_PKEY *key;

	(void)self;
	say(c, "9000", "816100 41:%i 42:03", (uint32_t)ID);
	if (!say_ask(c, &point, "020000 41:%i", (uint32_t)ID) || !said_value(c, &point, TAG_1, &p) ||
		!say_ask(c, &blob, "020019 41:%i", (uint32_t)ID) || !said_value(c, &blob, TAG_1, &value))
		return;
	conform_se05x.begin(c);
	say(c, "9000", "010018 41:%i 43:%b", (uint32_t)ID, value.at, rbuf_left(&value));
	ossl_digest("SHA256", "message", 7, &hash);
	if (!say_ask(c, &signed_with, "030c09 41:%i 42:21 43:%b", (uint32_t)ID, hash.at, hash.len) ||
		!said_value(c, &signed_with, TAG_1, &signature))
		return;
	key = ossl_ec_public("P-256", p.at, rbuf_left(&p));
	if (!ossl_verify_digest(key, "SHA256", hash.at, hash.len, signature.at, rbuf_left(&signature)))
		conform_fail(c, "a pair that came back is another one");
	EVP_PKEY_free(key);
}

/* Component by component (AN12413 table 34). */
static void rsa_pair_comes_back(struct conform *c, const struct conform_case *self)
{
	static const uint8_t parts[] = { 5, 0, 3, 1, 4, 7, 6 };
	struct suite_rsa key;
	struct said blobs[8];

	(void)self;
	if (suite_fips(c)) {
		conform_skip(c, "a part in FIPS mode has RSA keys from 2048 bits on");
		return;
	}
	if (!suite_rsa_make(c, 1024, &key))
		return;
	suite_rsa_write(c, &key, RSA_CRT_PAIR, ID, NULL, true);
	for (size_t i = 0; i < sizeof(parts); i++)
		if (!say_ask(c, &blobs[parts[i]], "020019 41:%i 42:%c", (uint32_t)ID, (unsigned int)parts[i]))
			return;
	say(c, "6a80|6985", "020019 41:%i", (uint32_t)ID);
	conform_se05x.begin(c);
	for (size_t i = 0; i < sizeof(parts); i++) {
		struct rbuf value;

		say(c, "6985", "030c09 41:%i 42:28 43:616263", (uint32_t)ID);
		if (said_value(c, &blobs[parts[i]], TAG_1, &value))
			say(c, "9000", "010018 41:%i 42:%c 43:%b", (uint32_t)ID, (unsigned int)parts[i],
				value.at, rbuf_left(&value));
	}
	say(c, "41:..*128 9000", "030c09 41:%i 42:28 43:616263", (uint32_t)ID);
}

static void stays_inside(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "810300 11:0800000000+03040000 41:%i 43:00*16", (uint32_t)ID);
	say(c, "6986", "020019 41:%i", (uint32_t)ID);
	say(c, "9000", "810600 41:%i 43:0004", (uint32_t)ID + 1);
	say(c, "6985", "020019 41:%i", (uint32_t)ID + 1);
}

/* A write that a host's key signed, without a session (AN12413 3.2.9). Spoiled says what is wrong with it. */
enum spoiled { GOOD, SIGNATURE, MAC, INNER_READ };

static bool import(
	struct conform *c, uint8_t level, const char *inner, enum spoiled spoiled, const char *answer)
{
	static const uint8_t well[] = { 0x90, 0x00 };
	static const uint8_t zeros[16];
	uint8_t handshake[320], plain[128], wrapped[200], data[700];
	struct wbuf w = wbuf_to(wrapped, sizeof(wrapped)), d = wbuf_to(data, sizeof(data));
	struct scp03_host host;
	struct apdu apdu, outer = { .cla = CLA_PROPRIETARY, .ins = INS_IMPORT_EXTERNAL };
	struct said said;
	size_t len = session_internal(c, session_scalar, level, handshake, sizeof(handshake));
	size_t plain_len = say_write(c, plain, sizeof(plain), inner);

	if (!session_keys(c, &host, 0x7fff0202, zeros, level) ||
		!apdu_parse(rbuf_from(plain, plain_len), &apdu) || scp03_host_wrap(&host, &apdu, &w) < 0)
		return false;
	if (spoiled == SIGNATURE)
		memset(handshake + len - 1, handshake[len - 1] ^ 1, 1);
	if (spoiled == MAC)
		memset(wrapped + w.len - 1, wrapped[w.len - 1] ^ 1, 1);
	tlv_put(&d, TAG_IMPORT_AUTHENTICATION, handshake, len);
	tlv_head(&d, TAG_IMPORT_KEY, 4);
	wbuf_be32(&d, SESSION_EC_ID);
	tlv_put(&d, TAG_1, wrapped, w.len);
	outer.data = rbuf_from(data, d.len);
	outer.extended = d.len > APDU_LC_SHORT_MAX;
	if (!say_apdu(c, NULL, &outer, &said))
		return false;
	if (said.status == SW_OK && said.len == 8) {
		/* The MAC is over the chaining value and the status, whatever the level. */
		uint8_t input[18];
		struct ossl_bytes mac;

		memcpy(input, host.chain, 16);
		memcpy(input + 16, well, sizeof(well));
		ossl_mac("CMAC", "AES-128-CBC", host.s_rmac, 16, input, sizeof(input), &mac);
		said_equal(c, "the answer's MAC", said.bytes, said.len, mac.at, 8);
	}
	return said_as(c, &said, answer, "ImportExternalObject");
}

#define WRITE_FILE "010600 41:20c00021 43:0004 44:01020304"

static void external(struct conform *c, const struct conform_case *self)
{
	static const uint8_t levels[] = { 0x01, 0x03, 0x11, 0x13, 0x33 };

	(void)self;
	session_make_ec(c, 0);
	for (size_t i = 0; i < sizeof(levels); i++) {
		import(c, levels[i], WRITE_FILE, GOOD, "=..*8 9000");
		say(c, "41:01020304 9000", "020000 41:20c00021");
		say(c, "9000", "040028 41:20c00021");
	}
	/* The same bytes again are taken again. */
	import(c, 0x33, WRITE_FILE, GOOD, "=..*8 9000");
	import(c, 0x33, "010600 41:20c00021 44:05", GOOD, "=..*8 9000");
	say(c, "41:05020304 9000", "020000 41:20c00021");
}

static void external_refused(struct conform *c, const struct conform_case *self)
{
	(void)self;
	session_make_ec(c, 0);
	import(c, 0x33, WRITE_FILE, SIGNATURE, "6985|6982|6a80");
	import(c, 0x33, WRITE_FILE, MAC, "6985|6982|6a80");
	import(c, 0x33, "020000 41:7fff0206", INNER_READ, "6985|6a80|6986|6d00|6982");
	say(c, "41:02 9000", "040027 41:20c00021");
	/* And the key is still good. */
	import(c, 0x33, WRITE_FILE, GOOD, "=..*8 9000");
	say(c, "41:01 9000", "040027 41:20c00021");
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CASE(name, fact, from, wants, code)                                                    \
	{                                                                                      \
		.id = "SE05X-" name, .rule = fact, .source = AN from, .class = CONFORM_WRITES, \
		.parts = PART_SE05X, .features = wants, .run = code                            \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	CASE("EXPORTOBJECT-01",
		"a transient key that was exported comes back after a selection, whole and under its own id "
		"alone",
		"3.2.8, 4.7.1.8, 4.7.3.2", FEATURE_AES, comes_back),
	CASE("EXPORTOBJECT-02", "a transient pair that was exported comes back as it was", "3.2.8, 4.7.3.2",
		FEATURE_EC, ec_pair_comes_back),
	CASE("EXPORTOBJECT-03",
		"a transient RSA pair comes back component by component and is usable with the last",
		"4.7.1.8, 4.7.3.2, table 34", FEATURE_RSA, rsa_pair_comes_back),
	CASE("EXPORTOBJECT-04", "without IMPORT_EXPORT, and of what is no key, nothing is exported",
		"3.7, 4.7.3.2", FEATURE_AES, stays_inside),
	CASE("IMPORTEXTERNALOBJECT-01",
		"a write that a host's key signed makes an object without a session, and may come again",
		"3.2.9, 4.7.2", FEATURE_EC, external),
	CASE("IMPORTEXTERNALOBJECT-02",
		"a wrong signature, a wrong MAC or a command that writes nothing is refused", "3.2.9, 4.7.2",
		FEATURE_EC, external_refused),
};

void se05x_transfer_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
