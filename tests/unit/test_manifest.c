/* tests/unit/test_manifest.c: the files that tell of a reel, as their readers see them. */
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "cmocka_all.h"
#include "jws_check.h"
#include "json_check.h"
#include "manifest_jws.h"

/* A stream that is read again as text. */
struct text {
	FILE *out;
	char *at;
	size_t len;
};

static void text_open(struct text *text)
{
	text->out = open_memstream(&text->at, &text->len);
	assert_non_null(text->out);
}

/* RFC 4648 10; the last two have the characters that differ. */
static void base64_is_rfc_4648_s(void **state)
{
	static const struct {
		const char *bytes, *padded, *url;
	} rows[] = {
		{ "", "", "" },
		{ "f", "Zg==", "Zg" },
		{ "fo", "Zm8=", "Zm8" },
		{ "foo", "Zm9v", "Zm9v" },
		{ "foob", "Zm9vYg==", "Zm9vYg" },
		{ "fooba", "Zm9vYmE=", "Zm9vYmE" },
		{ "foobar", "Zm9vYmFy", "Zm9vYmFy" },
		{ "\xfb\xff", "+/8=", "-_8" },
		{ "\xff\xef\xbe", "/+++", "_---" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct rbuf bytes = rbuf_from(rows[i].bytes, strlen(rows[i].bytes));
		struct text padded, url;

		text_open(&padded);
		text_open(&url);
		base64_print(padded.out, bytes);
		base64url_print(url.out, bytes);
		fclose(padded.out);
		fclose(url.out);
		assert_string_equal(padded.at, rows[i].padded);
		assert_string_equal(url.at, rows[i].url);
		free(padded.at);
		free(url.at);
	}
}

/* RFC 7468 2: 64 characters a line, the last one may be shorter. */
static void pem_has_lines_of_64(void **state)
{
	struct text text;
	uint8_t bytes[49] = { 0 };

	(void)state;
	text_open(&text);
	pem_print(text.out, "THING", rbuf_from(bytes, sizeof(bytes)), "\n");
	fclose(text.out);
	assert_string_equal(text.at, "-----BEGIN THING-----\n"
				     "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
				     "AA==\n"
				     "-----END THING-----\n");
	free(text.at);
}

struct signing {
	struct crypto *crypto;
	struct ca ca;
	struct jws_signer signer;
	struct reel_part part;
	X509 *certificate;
};

/* A Trust part of two keys, the first with a chain; its certificates are no certificates, which nobody looks at. */
static int setup(void **state)
{
	static const struct profile profile = { .name = "atecc608a-tngtls" };
	static const uint8_t device[] = { 1, 2, 3 }, issuer[] = { 4, 5, 6, 7 };
	struct signing *s = calloc(1, sizeof(*s));
	struct batch batch = batch_public();
	const unsigned char *der;
	uint8_t point[P256_POINT];

	assert_non_null(s);
	assert_int_equal(crypto_new(&s->crypto, NULL), 0);
	ca_open(&s->ca, &batch);
	assert_int_equal(jws_signer_open(&s->signer, &s->ca, s->crypto), 0);
	der = s->signer.certificate;
	s->certificate = d2i_X509(NULL, &der, (long)s->signer.certificate_len);
	assert_non_null(s->certificate);
	s->part.profile = &profile;
	s->part.slots = true;
	s->part.bytes = wbuf_to(s->part.room, sizeof(s->part.room));
	s->part.serial_len = 9;
	memcpy(s->part.serial, "\x01\x23\x01\x02\x03\x04\x05\x06\x01", 9);
	for (uint32_t slot = 0; slot < 2; slot++) {
		memset(point, (int)(0xa0 + slot), sizeof(point));
		assert_int_equal(reel_add_key(&s->part, slot,
					 &(struct x509_key){ .curve = EC_P256,
						 .point = rbuf_from(point, sizeof(point)) }),
			0);
	}
	s->part.certificates[0] = (struct reel_certificate){
		.name = "signer", .at = 12, .der = rbuf_from(issuer, sizeof(issuer)), .signer = REEL_NONE
	};
	s->part.certificates[1] = (struct reel_certificate){
		.name = "device", .at = 10, .der = rbuf_from(device, sizeof(device)), .signer = 0
	};
	s->part.n_certificates = 2;
	s->part.keys[0].certificate = 1;
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	struct signing *s = *state;

	X509_free(s->certificate);
	ca_close(&s->ca);
	crypto_free(s->crypto);
	free(s);
	return 0;
}

static const struct manifest_batch batch_facts = {
	.id = "00112233445566778899aabbccddeeff",
	.profile = "atecc608a-tngtls",
	.made = "2025-01-01T00:00:00Z",
};

/* The whole manifest of n parts, to be freed. */
static char *manifest_of(struct signing *s, size_t n)
{
	struct text text;

	text_open(&text);
	manifest_jws_begin(text.out);
	for (size_t i = 0; i < n; i++) {
		s->part.serial[7] = (uint8_t)i;
		assert_int_equal(manifest_jws_part(text.out, i == 0, &s->part, &batch_facts, &s->signer), 0);
	}
	manifest_jws_end(text.out, n == 0);
	fclose(text.out);
	assert_true(json_valid(text.at));
	assert_int_equal(json_count(text.at, ""), n);
	return text.at;
}

static void assert_at(const char *json, const char *path, const char *value)
{
	char text[256];

	json_at(json, path, text, sizeof(text));
	assert_string_equal(text, value);
}

/* RFC 7515 7.2.2; Trust Platform Manifest File Format 2.4. */
static void every_entry_is_verified_with_the_signer_s_certificate(void **state)
{
	struct signing *s = *state;
	char *manifest = manifest_of(s, 3);

	for (size_t i = 0; i < 3; i++)
		free(jws_verified(manifest, i, s->certificate));
	free(manifest);
}

static void an_altered_entry_is_not_verified(void **state)
{
	struct signing *s = *state;
	char *manifest = manifest_of(s, 2), *payload = strstr(manifest, "\"payload\": \"");

	assert_non_null(payload);
	payload[40] = payload[40] == 'A' ? 'B' : 'A';
	assert_false(jws_signature_is_good(manifest, 0, s->certificate));
	assert_true(jws_signature_is_good(manifest, 1, s->certificate));
	free(manifest);
}

/* 2.5 to 2.7. */
static void the_payload_tells_of_the_part_and_that_it_is_simulated(void **state)
{
	struct signing *s = *state;
	char *manifest = manifest_of(s, 1);
	char *payload = jws_verified(manifest, 0, s->certificate);

	assert_at(payload, "version", "1");
	assert_at(payload, "model", "ATECC608A");
	assert_at(payload, "partNumber", "ATECC608A-TNGTLS");
	assert_at(payload, "manufacturer.organizationName", "sesim SIMULATED");
	assert_at(payload, "provisioner.organizationName", "sesim SIMULATED");
	assert_at(payload, "distributor.organizationName", "sesim SIMULATED");
	assert_at(payload, "groupId", "0011223344556677");
	assert_at(payload, "provisioningTimestamp", "2025-01-01T00:00:00.000Z");
	assert_at(payload, "uniqueId", "012301020304050001");
	assert_int_equal(json_count(payload, "publicKeySet.keys"), 2);
	assert_at(payload, "publicKeySet.keys[0].kid", "0");
	assert_at(payload, "publicKeySet.keys[0].kty", "EC");
	assert_at(payload, "publicKeySet.keys[0].crv", "P-256");
	assert_at(payload, "publicKeySet.keys[0].x", "oKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKA");
	assert_at(payload, "publicKeySet.keys[0].x5c[0]", "AQID");
	assert_at(payload, "publicKeySet.keys[0].x5c[1]", "BAUGBw==");
	assert_int_equal(json_count(payload, "publicKeySet.keys[0].x5c"), 2);
	assert_at(payload, "publicKeySet.keys[1].kid", "1");
	assert_int_equal(json_count(payload, "publicKeySet.keys[1].x5c"), -1);
	free(payload);
	free(manifest);
}

/* RFC 5280 4.1.2.2, 4.2.1.9: as the format's example, it signs itself and is no authority. */
static void the_log_signer_says_that_it_is_simulated(void **state)
{
	struct signing *s = *state;
	char name[256];

	X509_NAME_oneline(X509_get_subject_name(s->certificate), name, sizeof(name));
	assert_string_equal(name, "/O=sesim SIMULATED/CN=SIMULATED Log Signer");
	assert_int_equal(X509_verify(s->certificate, X509_get0_pubkey(s->certificate)), 1);
	assert_int_equal(X509_check_ca(s->certificate), 0);
	assert_int_equal(X509_get_version(s->certificate), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base64_is_rfc_4648_s),
		cmocka_unit_test(pem_has_lines_of_64),
		cmocka_unit_test_setup_teardown(
			every_entry_is_verified_with_the_signer_s_certificate, setup, teardown),
		cmocka_unit_test_setup_teardown(an_altered_entry_is_not_verified, setup, teardown),
		cmocka_unit_test_setup_teardown(
			the_payload_tells_of_the_part_and_that_it_is_simulated, setup, teardown),
		cmocka_unit_test_setup_teardown(the_log_signer_says_that_it_is_simulated, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
