/* tests/unit/test_se050_kdf.c: HKDF and PBKDF2 (AN12413 4.14; se050-evidence.md 3.2). */
#include "cmocka_all.h"

#include <openssl/core_names.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "object.h"
#include "se050_fixture.h"
#include "tlv.h"

/* WriteHMACKey of a key: a policy (or ""), the id, the value. */
#define KDF_ONLY "1109 08 00000000 00800000"
#define HKDF "8003002d"
#define EXPAND "8003002f"
#define PBKDF2 "8003002e"

static int set_up_part(void **state, const char *part)
{
	struct se050_fixture *f = se_new(part);

	se_select(f);
	*state = f;
	return 0;
}

static int set_up(void **state)
{
	return set_up_part(state, "se050c");
}

static int set_up_e(void **state)
{
	return set_up_part(state, "se050e");
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

/* Header, Lc for the data, both in hex, and no Le. */
static void command_of(char *command, size_t size, const char *header, const char *data)
{
	uint8_t bytes[1000];
	size_t len = se_hex(data, bytes, sizeof(bytes));

	if (len > 255)
		snprintf(command, size, "%s 00%04zx %s", header, len, data);
	else
		snprintf(command, size, "%s %02zx %s", header, len, data);
}

#define assert_tlvs(f, header, data, answer) \
	assert_tlvs_at((f), (header), (data), (answer), __FILE__, __LINE__)

static void assert_tlvs_at(struct se050_fixture *f, const char *header, const char *data, const char *answer,
	const char *file, int line)
{
	char command[2200];

	command_of(command, sizeof(command), header, data);
	se_assert_apdu(f, command, answer, file, line);
}

static void write_hmac(struct se050_fixture *f, uint32_t id, const char *policy, const char *value)
{
	char data[1200];
	uint8_t bytes[256];

	snprintf(data, sizeof(data), "%s 4104%08x 4382%04zx %s", policy, id,
		se_hex(value, bytes, sizeof(bytes)), value);
	assert_tlvs(f, "80010500", data, "9000");
}

static void assert_value(struct se050_fixture *f, uint32_t id, const char *hex)
{
	uint8_t expected[300];
	size_t len = se_hex(hex, expected, sizeof(expected));
	struct rbuf value = object_value(f->chip, object_look(f->chip, id));

	assert_int_equal(rbuf_left(&value), len);
	assert_memory_equal(value.at, expected, len);
}

/* RFC 5869 A.1, A.3, A.4, A.6, A.7; A.2 and A.5 have salts longer than the part takes. */
static void hkdf_has_the_values_of_rfc_5869(void **state)
{
	static const struct {
		const char *key;
		const char *data;
		const char *okm;
	} rows[] = {
		{ "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
			"420104 430d000102030405060708090a0b0c 440af0f1f2f3f4f5f6f7f8f9 4502002a",
			"3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b88718586"
			"5" },
		{ "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "420104 4300 4502002a",
			"8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c"
			"8" },
		{ "0b0b0b0b0b0b0b0b0b0b0b",
			"420101 430d000102030405060708090a0b0c 440af0f1f2f3f4f5f6f7f8f9 4502002a",
			"085a01ea1b10f36933068b56efa5ad81a4f14b822f5b091568a9cdd4f155fda2c22e422478d305f3f89"
			"6" },
		{ "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "420101 4300 4502002a",
			"0ac1af7002b3d761d1e55298da9d0506b9ae52057220a306e07b6b87e8df21d0ea00033de03984d3491"
			"8" },
		{ "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c", "420101 4502002a",
			"2c91117204d745f3500d636a62f64f0ab3bae548aa53d423b0d1f27ebba6f5e5673a081d70cce7acfc4"
			"8" },
	};
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char data[400], answer[400];

		write_hmac(f, 0x7da00001 + (uint32_t)i, KDF_ONLY, rows[i].key);
		snprintf(data, sizeof(data), "4104%08x %s", 0x7da00001 + (uint32_t)i, rows[i].data);
		snprintf(answer, sizeof(answer), "41 82002a %s 9000", rows[i].okm);
		assert_tlvs(f, HKDF, data, answer);
	}
}

/* What OpenSSL's EVP_KDF makes of these parameters. */
struct host_kdf {
	const char *name;
	const char *digest;
	int mode; /* HKDF */
	const uint8_t *key;
	size_t key_len;
	const uint8_t *salt;
	size_t salt_len;
	const uint8_t *info;
	size_t info_len;
	unsigned int rounds; /* PBKDF2 */
};

static void host_derive(const struct host_kdf *with, uint8_t *out, size_t len)
{
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, with->name, NULL);
	EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(kdf);
	unsigned int rounds = with->rounds;
	int mode = with->mode, pkcs5 = 1;
	const bool pbkdf2 = rounds > 0;
	OSSL_PARAM params[8], *p = params;

	*p++ = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)(uintptr_t)with->digest, 0);
	*p++ = OSSL_PARAM_construct_octet_string(pbkdf2 ? OSSL_KDF_PARAM_PASSWORD : OSSL_KDF_PARAM_KEY,
		(void *)(uintptr_t)with->key, with->key_len);
	if (with->salt)
		*p++ = OSSL_PARAM_construct_octet_string(
			OSSL_KDF_PARAM_SALT, (void *)(uintptr_t)with->salt, with->salt_len);
	if (pbkdf2) {
		*p++ = OSSL_PARAM_construct_uint(OSSL_KDF_PARAM_ITER, &rounds);
		*p++ = OSSL_PARAM_construct_int(OSSL_KDF_PARAM_PKCS5, &pkcs5);
	} else {
		*p++ = OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode);
		*p++ = OSSL_PARAM_construct_octet_string(
			OSSL_KDF_PARAM_INFO, (void *)(uintptr_t)with->info, with->info_len);
	}
	*p = OSSL_PARAM_construct_end();
	assert_int_equal(EVP_KDF_derive(ctx, out, len, params), 1);
	EVP_KDF_CTX_free(ctx);
	EVP_KDF_free(kdf);
}

/* The numbers of AN12413 table 35. */
static const struct {
	uint8_t number;
	const char *name;
} digests[] = { { 0x01, "SHA1" }, { 0x04, "SHA256" }, { 0x05, "SHA384" }, { 0x06, "SHA512" },
	{ 0x07, "SHA224" } };

static void put_number(struct wbuf *w, uint8_t tag, uint16_t number)
{
	uint8_t bytes[2] = { (uint8_t)(number >> 8), (uint8_t)number };

	tlv_put(w, tag, bytes, 2);
}

static const uint8_t key_id[4] = { 0x7d, 0xa0, 0x00, 0x01 };

/* Sends this command with these TLVs; the answer's value must be the expected one. */
static void assert_derives(
	struct se050_fixture *f, uint8_t p2, const struct wbuf *tlvs, const uint8_t *expected, size_t len)
{
	struct apdu apdu = { .cla = 0x80, .ins = 0x03, .p2 = p2, .data = rbuf_from(tlvs->at, tlvs->len) };
	uint8_t command[1100], answer[1100];
	struct wbuf w = wbuf_to(command, sizeof(command));

	assert_false(wbuf_bad(tlvs));
	apdu_write(&w, &apdu);
	assert_int_equal(se_apdu(f, command, w.len, answer, sizeof(answer)), len + 6);
	assert_int_equal(answer[0], 0x41);
	assert_int_equal(answer[2] << 8 | answer[3], len);
	assert_memory_equal(answer + 4, expected, len);
}

static void hkdf_as_openssl(struct se050_fixture *f, size_t n_digests, size_t info_len, uint8_t p2)
{
	static const size_t lengths[] = { 1, 20, 32, 33, 64, 889 };
	uint8_t key[40], salt[64], info[448], expected[889], data[700];

	for (size_t i = 0; i < sizeof(info); i++)
		info[i] = (uint8_t)(i * 7);
	memset(key, 0x33, sizeof(key));
	memset(salt, 0x55, sizeof(salt));
	write_hmac(f, 0x7da00001, "",
		"33333333333333333333 33333333333333333333 33333333333333333333 33333333333333333333");
	for (size_t d = 0; d < n_digests; d++)
		for (size_t l = 0; l < sizeof(lengths) / sizeof(lengths[0]); l++) {
			struct host_kdf with = { .name = "HKDF",
				.digest = digests[d].name,
				.mode = p2 == 0x2f ? EVP_KDF_HKDF_MODE_EXPAND_ONLY
						   : EVP_KDF_HKDF_MODE_EXTRACT_AND_EXPAND,
				.key = key,
				.key_len = sizeof(key),
				.salt = p2 == 0x2f ? NULL : salt,
				.salt_len = sizeof(salt),
				.info = info,
				.info_len = info_len };
			struct wbuf w = wbuf_to(data, sizeof(data));

			host_derive(&with, expected, lengths[l]);
			tlv_put(&w, 0x41, key_id, 4);
			tlv_put(&w, 0x42, &digests[d].number, 1);
			if (p2 != 0x2f)
				tlv_put(&w, 0x43, salt, sizeof(salt));
			tlv_put(&w, 0x44, info, info_len);
			put_number(&w, 0x45, (uint16_t)lengths[l]);
			assert_derives(f, p2, &w, expected, lengths[l]);
		}
}

static void hkdf_has_every_digest_but_sha_224(void **state)
{
	struct se050_fixture *f = *state;

	hkdf_as_openssl(f, 4, 448, 0x2d);
}

static void applet_7_2_has_sha_224_and_expands_alone(void **state)
{
	struct se050_fixture *f = *state;

	hkdf_as_openssl(f, 5, 80, 0x2d);
	assert_apdu(f, "8004002806 41047da00001", "9000");
	hkdf_as_openssl(f, 5, 80, 0x2f);
}

/*
 * Hosts' headers: an IV makes it NIST SP 800-108's feedback mode, K(0) the IV, a counter of 8 bits behind the fixed data.
 * HMAC-SHA256(33.., 00112233 || f0f1 || 01), computed by OpenSSL's HMAC.
 */
static void an_iv_makes_expansion_a_feedback_kdf(void **state)
{
	static const uint8_t message[] = { 0x00, 0x11, 0x22, 0x33, 0xf0, 0xf1, 0x01 };
	struct se050_fixture *f = *state;
	uint8_t key[16], mac[EVP_MAX_MD_SIZE], next[32 + 3], both[64];
	unsigned int len;

	memset(key, 0x33, sizeof(key));
	HMAC(EVP_sha256(), key, sizeof(key), message, sizeof(message), mac, &len);
	memcpy(both, mac, 32);
	memcpy(next, mac, 32);
	memcpy(next + 32, "\xf0\xf1\x02", 3);
	HMAC(EVP_sha256(), key, sizeof(key), next, sizeof(next), both + 32, &len);
	write_hmac(f, 0x7da00001, "", "33333333333333333333333333333333");
	write_hmac(f, 0x7da00002, "", "00112233");
	{
		uint8_t data[64];
		struct wbuf w = wbuf_to(data, sizeof(data));

		tlv_put(&w, 0x41, key_id, 4);
		tlv_put(&w, 0x42, "\x04", 1);
		tlv_put(&w, 0x43, "\x00\x11\x22\x33", 4);
		tlv_put(&w, 0x44, "\xf0\xf1", 2);
		put_number(&w, 0x45, 64);
		assert_derives(f, 0x2f, &w, both, 64);
	}
	{
		uint8_t data[64];
		struct wbuf w = wbuf_to(data, sizeof(data));

		tlv_put(&w, 0x41, key_id, 4);
		tlv_put(&w, 0x42, "\x04", 1);
		tlv_put(&w, 0x44, "\xf0\xf1", 2);
		put_number(&w, 0x45, 64);
		tlv_put(&w, 0x46, "\x7d\xa0\x00\x02", 4);
		assert_derives(f, 0x2f, &w, both, 64);
	}
}

/* RFC 5869 A.1 once more, with the salt in an object and the output in another. */
static void applet_7_2_takes_salt_from_and_puts_output_into_objects(void **state)
{
	struct se050_fixture *f = *state;

	write_hmac(f, 0x7da00001, "", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	write_hmac(f, 0x7da00002, "", "000102030405060708090a0b0c");
	write_hmac(f, 0x7da00003, "",
		"000000000000000000000000000000000000000000 000000000000000000000000000000000000000000");
	assert_tlvs(f, HKDF,
		"41047da00001 420104 440af0f1f2f3f4f5f6f7f8f9 4502002a 46047da00002 47047da00003", "9000");
	assert_value(f, 0x7da00003,
		"3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
	se_power_cycle(f);
	assert_value(f, 0x7da00003,
		"3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
	/* HKDF.target.size */
	assert_tlvs(f, HKDF, "41047da00001 420104 4502002b 47047da00003", "6985");
	assert_tlvs(f, HKDF, "41047da00001 420104 45020029 47047da00003", "6985");
	assert_tlvs(f, HKDF, "41047da00001 420104 4502002a 47047da0ffff", "6985");
	assert_tlvs(f, HKDF, "41047da00001 420104 4502002a 46047da0ffff", "6985");
	/* HKDF.both */
	assert_tlvs(f, HKDF, "41047da00001 420104 430100 4502002a 46047da00002", "6a80");
	assert_tlvs(f, PBKDF2, "41047da00001 420100 43020001 44020014 46047da00002", "6a80");
}

/* A transient target is its maker's, and filled again after deselection. */
static void a_transient_target_is_filled(void **state)
{
	struct se050_fixture *f = *state;

	write_hmac(f, 0x7da00001, "", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	assert_apdu(f, "808105000a 41047da00002 430200ff", "9000");
	se_select(f);
	assert_tlvs(f, HKDF, "41047da00001 420104 45020002 47047da00002", "9000");
	assert_value(f, 0x7da00002, "8da4");
}

/* Hosts' headers: no key that went in may forbid it, the salt's neither; into an object it may go. */
static void forbid_derived_output_keeps_it_in(void **state)
{
	struct se050_fixture *f = *state;

	write_hmac(
		f, 0x7da00001, "1109 08 00000000 00800880", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	write_hmac(
		f, 0x7da00002, "1109 08 00000000 00800080", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	write_hmac(f, 0x7da00003, "", "0000");
	assert_tlvs(f, HKDF, "41047da00001 420104 45020002", "6986");
	assert_tlvs(f, EXPAND, "41047da00001 420104 45020002", "6986");
	assert_tlvs(f, PBKDF2, "41047da00001 43020001 44020002", "6986");
	assert_tlvs(f, HKDF, "41047da00002 420104 45020002 46047da00001", "6986");
	assert_tlvs(f, HKDF, "41047da00001 420104 45020002 47047da00003", "9000");
	assert_value(f, 0x7da00003, "8da4");
	assert_tlvs(f, PBKDF2, "41047da00001 43020001 44020002 47047da00003", "9000");
}

/* RFC 6070; its row of 16777216 rounds is more than a part takes. */
static void pbkdf2_has_the_values_of_rfc_6070(void **state)
{
	static const struct {
		const char *password;
		const char *data;
		const char *answer;
	} rows[] = {
		{ "70617373776f7264", "420473616c74 43020001 44020014",
			"41 820014 0c60c80f961f0e71f3a9b524af6012062fe037a6 9000" },
		{ "70617373776f7264", "420473616c74 43020002 44020014",
			"41 820014 ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957 9000" },
		{ "70617373776f7264", "420473616c74 43021000 44020014",
			"41 820014 4b007901b765489abead49d926f721d065a429c1 9000" },
		{ "70617373776f726450415353574f524470617373776f7264",
			"422473616c7453414c5473616c7453414c5473616c7453414c5473616c7453414c5473616c74 "
			"43021000 44020019",
			"41 820019 3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038 9000" },
		{ "7061737300776f7264", "42057361006c74 43021000 44020010",
			"41 820010 56fa6aa75548099dcc37d7f03425e0c3 9000" },
	};
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char data[400];

		write_hmac(f, 0x7da00001 + (uint32_t)i, "", rows[i].password);
		snprintf(data, sizeof(data), "4104%08x %s", 0x7da00001 + (uint32_t)i, rows[i].data);
		assert_tlvs(f, PBKDF2, data, rows[i].answer);
	}
}

/* The longest output and the most rounds; no salt. */
static void pbkdf2_at_its_bounds(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t expected[512], data[32];
	struct host_kdf with = { .name = "PBKDF2",
		.digest = "SHA1",
		.key = (const uint8_t *)"\x0b\x0b",
		.key_len = 2,
		.salt = (const uint8_t *)"",
		.rounds = 3 };
	struct wbuf w = wbuf_to(data, sizeof(data)), w2 = wbuf_to(data, sizeof(data));

	write_hmac(f, 0x7da00001, "", "0b0b");
	host_derive(&with, expected, sizeof(expected));
	tlv_put(&w, 0x41, key_id, 4);
	put_number(&w, 0x43, 3);
	put_number(&w, 0x44, 512);
	assert_derives(f, 0x2e, &w, expected, 512);
	with.rounds = 0x7fff;
	host_derive(&with, expected, 1);
	tlv_put(&w2, 0x41, key_id, 4);
	put_number(&w2, 0x43, 0x7fff);
	put_number(&w2, 0x44, 1);
	assert_derives(f, 0x2e, &w2, expected, 1);
}

/* Hosts' headers: the MAC algorithms 18 to 1B of AN12413 table 36; salt in an object, output into one. */
static void applet_7_2_has_pbkdf2_of_other_macs(void **state)
{
	static const struct {
		uint8_t number;
		const char *name;
	} macs[] = { { 0x18, "SHA1" }, { 0x19, "SHA256" }, { 0x1a, "SHA384" }, { 0x1b, "SHA512" } };
	struct se050_fixture *f = *state;
	uint8_t expected[100], data[100];
	struct rbuf value;

	write_hmac(
		f, 0x7da00001, "1109 08 00000000 00000080", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	write_hmac(f, 0x7da00002, "", "73616c74");
	assert_apdu(f, "800105000c 41047da00003 430411223344", "9000");
	for (size_t i = 0; i < sizeof(macs) / sizeof(macs[0]); i++) {
		struct host_kdf with = { .name = "PBKDF2",
			.digest = macs[i].name,
			.key = (const uint8_t *)"\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"
						"\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b",
			.key_len = 22,
			.salt = (const uint8_t *)"salt",
			.salt_len = 4,
			.rounds = 5 };
		struct wbuf w = wbuf_to(data, sizeof(data));

		host_derive(&with, expected, sizeof(expected));
		tlv_put(&w, 0x41, key_id, 4);
		tlv_put(&w, 0x42, "salt", 4);
		put_number(&w, 0x43, 5);
		put_number(&w, 0x44, 100);
		tlv_put(&w, 0x45, &macs[i].number, 1);
		assert_derives(f, 0x2e, &w, expected, 100);
	}
	assert_tlvs(f, PBKDF2, "41047da00001 43020005 44020004 45011b 46047da00002 47047da00003", "9000");
	value = object_value(f->chip, object_look(f->chip, 0x7da00003));
	assert_memory_equal(value.at, expected, 4);
	assert_tlvs(f, PBKDF2, "41047da00001 43020005 44020004 45011c", "6985");
	assert_tlvs(f, PBKDF2, "41047da00001 43020005 44020003 47047da00003", "6985");
}

/* vectors/refusals.tsv HKDF.* and PBKDF2DeriveKey.* on 3.x. */
static void what_is_out_of_bounds_is_refused(void **state)
{
	static const struct {
		const char *header;
		const char *data;
		const char *status;
	} rows[] = {
		{ HKDF, "41047da00001 420100 45020010", "6985" },
		{ HKDF, "41047da00001 420107 45020010", "6985" },
		{ HKDF, "41047da00001 4201ff 45020010", "6985" },
		{ HKDF, "41047da00001 420104 45020000", "6985" },
		{ HKDF, "41047da00001 420104 4502037a", "6985" },
		{ HKDF, "41047da00001 420104 4400 45020010", "6a80" },
		{ HKDF, "41047da00001 420104 45020010 46047da00001", "6a80" },
		{ HKDF, "41047da00001 420104 45020010 47047da00001", "6a80" },
		{ HKDF, "41047da0ffff 420104 45020010", "6985" },
		{ HKDF, "41047da00002 420104 45020010", "6985" },
		{ HKDF, "41047da00003 420104 45020010", "6985" },
		{ HKDF, "420104 45020010", "6a80" },
		{ HKDF, "41047da00001 45020010", "6a80" },
		{ HKDF, "41047da00001 420104", "6a80" },
		{ HKDF, "41047da00001 420104 450110", "6a80" },
		{ HKDF, "41047da00001 420104 450110 7e00", "6a80" },
		{ EXPAND, "41047da00001 420104 45020010", "6a86" },
		{ PBKDF2, "41047da00001 43020000 44020010", "6985" },
		{ PBKDF2, "41047da00001 43028000 44020010", "6985" },
		{ PBKDF2, "41047da00001 43020001 44020000", "6985" },
		{ PBKDF2, "41047da00001 43020001 44020201", "6985" },
		{ PBKDF2, "41047da0ffff 43020001 44020010", "6985" },
		{ PBKDF2, "41047da00002 43020001 44020010", "6985" },
		{ PBKDF2, "41047da00003 43020001 44020010", "6985" },
		{ PBKDF2, "41047da00001 44020010", "6a80" },
		{ PBKDF2, "41047da00001 43020001", "6a80" },
		{ PBKDF2, "41047da00001 43020001 44020010 450119", "6a80" },
	};
	struct se050_fixture *f = *state;
	char data[2 * 600];
	size_t at;

	write_hmac(f, 0x7da00001, "", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	assert_apdu(f, "8001030018 41047da00002 4310404142434445464748494a4b4c4d4e4f", "9000");
	assert_apdu(f, "800106000c 41047da00003 43020002 4400", "9000");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_tlvs(f, rows[i].header, rows[i].data, rows[i].status);
	/* A salt of 65 bytes; info of 449. */
	at = (size_t)snprintf(data, sizeof(data), "41047da00001 420104 45020010 4341 ");
	for (size_t i = 0; i < 65; i++)
		at += (size_t)snprintf(data + at, sizeof(data) - at, "00");
	assert_tlvs(f, HKDF, data, "6a80");
	at = (size_t)snprintf(data, sizeof(data), "41047da00001 420104 45020010 448201c1 ");
	for (size_t i = 0; i < 449; i++)
		at += (size_t)snprintf(data + at, sizeof(data) - at, "00");
	assert_tlvs(f, HKDF, data, "6a80");
}

/* HKDF.denied, PBKDF2DeriveKey.denied: every rule of the class but the one. */
static void the_policy_must_allow_it(void **state)
{
	struct se050_fixture *f = *state;

	write_hmac(f, 0x7da00001, "1109 08 00000000 185c1000", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	assert_tlvs(f, HKDF, "41047da00001 420104 45020010", "6986");
	assert_tlvs(f, PBKDF2, "41047da00001 43020001 44020010", "6986");
}

/* 7.2: HKDF 00800000, PBKDF 00000080; the target's WRITE. */
static void applet_7_2_has_a_right_for_each(void **state)
{
	struct se050_fixture *f = *state;

	write_hmac(f, 0x7da00001, "1109 08 00000000 00800000", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	write_hmac(f, 0x7da00002, "1109 08 00000000 00000080", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	write_hmac(f, 0x7da00003, "1109 08 00000000 00200000", "0b0b");
	assert_tlvs(f, HKDF, "41047da00001 420104 45020001", "41 820001 XX 9000");
	assert_tlvs(f, EXPAND, "41047da00001 420104 45020001", "41 820001 XX 9000");
	assert_tlvs(f, PBKDF2, "41047da00001 43020001 44020001", "6986");
	assert_tlvs(f, HKDF, "41047da00002 420104 45020001", "6986");
	assert_tlvs(f, EXPAND, "41047da00002 420104 45020001", "6986");
	assert_tlvs(f, PBKDF2, "41047da00002 43020001 44020001", "41 820001 XX 9000");
	assert_tlvs(f, HKDF, "41047da00001 420104 45020002 47047da00003", "6986");
	assert_value(f, 0x7da00003, "0b0b");
}

/* The user may switch extraction off for good (extended features, hosts); expansion goes on. */
static void extended_features_forbid_extraction(void **state)
{
	struct se050_fixture *f = *state;

	write_hmac(f, 0x7da00001, "", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	f->chip->nv.identity.extended_features[9] = 0x40;
	assert_tlvs(f, HKDF, "41047da00001 420104 45020001", "6985");
	assert_tlvs(f, EXPAND, "41047da00001 420104 45020001", "41 820001 XX 9000");
	f->chip->nv.identity.extended_features[9] = 0xbf;
	assert_tlvs(f, HKDF, "41047da00001 420104 45020001", "41 820001 XX 9000");
}

/* 45 of WriteSymmKey: hosts call it the minimum key derivation output length. */
static void a_key_may_have_a_shortest_output(void **state)
{
	struct se050_fixture *f = *state;

	assert_tlvs(f, "80010500", "41047da00001 43100b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b 45020010", "9000");
	assert_tlvs(f, HKDF, "41047da00001 420104 4502000f", "6985");
	assert_tlvs(f, EXPAND, "41047da00001 420104 4502000f", "6985");
	assert_tlvs(f, PBKDF2, "41047da00001 43020001 4402000f", "6985");
	assert_tlvs(
		f, HKDF, "41047da00001 420104 45020010", "41 820010 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 9000");
	assert_tlvs(f, PBKDF2, "41047da00001 43020001 44020010",
		"41 820010 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 9000");
}

/* The salt's object may name the one key that it is an input beside: ALLOW_DERIVED_INPUT with a master key's id (hosts). */
static void an_input_for_one_key(void **state)
{
	struct se050_fixture *f = *state;

	write_hmac(f, 0x7da00001, "", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	write_hmac(f, 0x7da00002, "", "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c");
	write_hmac(f, 0x7da00003, "110d 0c 00000000 00000100 7da00001", "55");
	write_hmac(f, 0x7da00004, "1109 08 00000000 00200000", "55");
	assert_tlvs(f, HKDF, "41047da00001 420104 45020001 46047da00003", "41 820001 XX 9000");
	assert_tlvs(f, HKDF, "41047da00002 420104 45020001 46047da00003", "6986");
	assert_tlvs(f, HKDF, "41047da00001 420104 45020001 46047da00004", "6986");
	assert_tlvs(f, EXPAND, "41047da00001 420104 45020001 46047da00003", "41 820001 XX 9000");
	assert_tlvs(f, PBKDF2, "41047da00001 43020001 44020001 46047da00003", "41 820001 XX 9000");
	assert_tlvs(f, PBKDF2, "41047da00002 43020001 44020001 46047da00003", "6986");
	/* As a key it is good for nothing. */
	assert_tlvs(f, HKDF, "41047da00003 420104 45020001", "6986");
}

/* AppletConfig bit 0200; a third party's SE050F2 answers 6985 to HKDF whatever comes. */
static void parts_without_it_refuse(void **state)
{
	struct se050_fixture *f = se_new("se050f");

	(void)state;
	se_select(f);
	se_open_channel(f, 0x33);
	assert_secure(f, "8001050018 41047da00001 43100b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "9000");
	assert_secure(f, HKDF "0d 41047da00001 420104 45020010", "6985");
	assert_secure(f, PBKDF2 "0e 41047da00001 43020001 44020010", "6985");
	se_free(f);
}

/* A chip that is copied derives the same and changes in nothing. */
static void deriving_changes_nothing(void **state)
{
	struct se050_fixture *f = *state;
	size_t size = f->board->parts[0]->model.size;
	uint8_t *before = malloc(size);

	assert_non_null(before);
	write_hmac(f, 0x7da00001, "", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
	memcpy(before, f->chip, size);
	assert_tlvs(f, HKDF, "41047da00001 420104 4300 45020002", "41 820002 8da4 9000");
	assert_memory_equal(
		&((struct se050 *)(void *)before)->nv, &f->chip->nv, size - offsetof(struct se050, nv));
	assert_memory_equal(
		&((struct se050 *)(void *)before)->applet, &f->chip->applet, sizeof(f->chip->applet));
	free(before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(hkdf_has_the_values_of_rfc_5869, set_up, tear_down),
		cmocka_unit_test_setup_teardown(hkdf_has_every_digest_but_sha_224, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			applet_7_2_has_sha_224_and_expands_alone, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(an_iv_makes_expansion_a_feedback_kdf, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(
			applet_7_2_takes_salt_from_and_puts_output_into_objects, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(a_transient_target_is_filled, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(forbid_derived_output_keeps_it_in, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(pbkdf2_has_the_values_of_rfc_6070, set_up, tear_down),
		cmocka_unit_test_setup_teardown(pbkdf2_at_its_bounds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(applet_7_2_has_pbkdf2_of_other_macs, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(what_is_out_of_bounds_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_policy_must_allow_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(applet_7_2_has_a_right_for_each, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(an_input_for_one_key, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(a_key_may_have_a_shortest_output, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(extended_features_forbid_extraction, set_up_e, tear_down),
		cmocka_unit_test(parts_without_it_refuse),
		cmocka_unit_test_setup_teardown(deriving_changes_nothing, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
