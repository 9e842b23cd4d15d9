/* tests/unit/test_se050_symmetric.c: writing AES, DES and HMAC keys (AN12413 4.7.1.3; se050-evidence.md 3.2, 3.5). */
#include "cmocka_all.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "crypto.h"
#include "object.h"
#include "se050_say.h"

#define AES "80010300"
#define DES "80010400"
#define HMAC "80010500"
#define TRANSIENT_AES "80810300"
#define TRANSIENT_DES "80810400"
#define TRANSIENT_HMAC "80810500"
#define DELETE "80040028"
#define KEY_16 "404142434445464748494a4b4c4d4e4f"
#define OTHER_16 "000102030405060708090a0b0c0d0e0f"
#define KEY_24 OTHER_16 "1011121314151617"
#define KEY_32 KEY_24 "18191a1b1c1d1e1f"
#define TEXT_16 "00112233445566778899aabbccddeeff"

/* A kind of key. */
static const struct kind {
	const char *write, *transient;
	const char *mac; /* that goes with it */
	size_t lengths[4];
	size_t any_to; /* instead: every length to this one */
	uint16_t feature;
	uint16_t nvm, transient_nvm, ram; /* AN12413 8, less the value */
} kinds[] = {
	{ AES, TRANSIENT_AES, "31", { 16, 24, 32 }, 0, 0x0080, 132, 112, 16 },
	{ DES, TRANSIENT_DES, "06", { 8, 16, 24 }, 0, 0x0100, 156, 132, 32 },
	{ HMAC, TRANSIENT_HMAC, "19", { 0 }, 256, 0x0010, 136, 116, 16 },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

/* The engine fails when told so. */
static bool *engine_fails(void)
{
	static bool fails;

	return &fails;
}

int __real_crypto_aes_decrypt(
	struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t *in, uint8_t *out);
int __wrap_crypto_aes_decrypt(
	struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t *in, uint8_t *out);
int __wrap_crypto_aes_decrypt(
	struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t *in, uint8_t *out)
{
	return *engine_fails() ? -1 : __real_crypto_aes_decrypt(crypto, key, key_len, in, out);
}

static int set_up_part(void **state, const char *part)
{
	struct se050_fixture *f = se_new(part);

	se_select(f);
	*engine_fails() = false;
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

static void hex_of(const uint8_t *bytes, size_t len, char *hex)
{
	*hex = 0;
	for (size_t i = 0; i < len; i++)
		snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
}

/* len bytes of key, from some number on. */
static void key_hex(size_t len, uint8_t from, char *hex)
{
	uint8_t bytes[600];

	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(from + i);
	hex_of(bytes, len, hex);
}

static void assert_value(struct se050_fixture *f, uint32_t id, const char *hex)
{
	const struct se050_object *object = object_look(f->chip, id);
	struct rbuf value;
	char got[1201];

	assert_non_null(object);
	value = object_value(f->chip, object);
	hex_of(value.at, rbuf_left(&value), got);
	assert_string_equal(got, hex);
}

static bool is_length(const struct kind *kind, size_t len)
{
	for (size_t i = 0; i < 4; i++)
		if (kind->lengths[i] == len && len > 0)
			return true;
	return len > 0 && len <= kind->any_to;
}

/* AN12413 3.2.1.3 to 3.2.1.5 */
static void every_length_and_no_other(void **state)
{
	struct se050_fixture *f = *state;

	for (size_t k = 0; k < KINDS; k++)
		for (size_t len = 0; len <= 270; len++) {
			char hex[601], data[SE_SAY_MAX];

			key_hex(len, 1, hex);
			snprintf(data, sizeof(data), "41=00000001 43=%s", hex);
			if (is_length(&kinds[k], len)) {
				assert_said(f, kinds[k].write, data, "9000");
				assert_value(f, 1, hex);
				assert_said(f, DELETE, "41=00000001", "9000");
			} else {
				assert_said(f, kinds[k].write, data, len == 0 || len > 264 ? "6a80" : "6985");
				assert_null(object_look(f->chip, 1));
			}
		}
}

static void keys_outlive_power(void **state)
{
	struct se050_fixture *f = *state;

	assert_said(f, AES, "41=00000001 43=" KEY_16, "9000");
	assert_said(f, HMAC, "43=0b 41=00000002", "9000");
	se_power_cycle(f);
	assert_value(f, 1, KEY_16);
	assert_value(f, 2, "0b");
}

static void wrapped(struct se050_fixture *f, const char *kek, const char *text, const char *cipher)
{
	char data[SE_SAY_MAX];

	snprintf(data, sizeof(data), "41=00000010 43=%s", kek);
	assert_said(f, AES, data, "9000");
	snprintf(data, sizeof(data), "41=00000001 42=00000010 43=%s", cipher);
	assert_said(f, AES, data, "9000");
	assert_value(f, 1, text);
	/* An existing one too, and by another kind of key. */
	assert_said(f, AES, data, "9000");
	assert_said(f, DELETE, "41=00000001", "9000");
	assert_said(f, HMAC, data, "9000");
	assert_value(f, 1, text);
	assert_said(f, DELETE, "41=00000001", "9000");
	assert_said(f, DELETE, "41=00000010", "9000");
}

/* RFC 3394 4.1 to 4.6 */
static void published_wrapped_keys(void **state)
{
	struct se050_fixture *f = *state;

	wrapped(f, OTHER_16, TEXT_16, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
	wrapped(f, KEY_24, TEXT_16, "96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d");
	wrapped(f, KEY_32, TEXT_16, "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7");
	wrapped(f, KEY_24, TEXT_16 "0001020304050607",
		"031d33264e15d33268f24ec260743edce1c6c7ddee725a936ba814915c6762d2");
	wrapped(f, KEY_32, TEXT_16 "0001020304050607",
		"a8f9bc1612c68b3ff6e6f4fbe30e71e4769c8b80a32cb8958cd5d17d6b254da1");
	wrapped(f, KEY_32, TEXT_16 OTHER_16,
		"28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21");
}

/* By OpenSSL's own wrapping. */
static void wrap(const char *kek_hex, const char *text_hex, char *out)
{
	const EVP_CIPHER *cipher[] = { EVP_aes_128_wrap(), EVP_aes_192_wrap(), EVP_aes_256_wrap() };
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	uint8_t kek[32], text[300], bytes[320];
	size_t kek_len = se_hex(kek_hex, kek, sizeof(kek)), len = se_hex(text_hex, text, sizeof(text));
	int n = 0, more = 0;

	EVP_CIPHER_CTX_set_flags(ctx, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
	assert_int_equal(EVP_EncryptInit_ex(ctx, cipher[kek_len / 8 - 2], NULL, kek, NULL), 1);
	assert_int_equal(EVP_EncryptUpdate(ctx, bytes, &n, text, (int)len), 1);
	assert_int_equal(EVP_EncryptFinal_ex(ctx, bytes + n, &more), 1);
	EVP_CIPHER_CTX_free(ctx);
	assert_int_equal(n + more, len + 8);
	hex_of(bytes, len + 8, out);
}

static void every_wrapped_length(void **state)
{
	struct se050_fixture *f = *state;

	assert_said(f, AES, "41=00000010 43=" KEY_16, "9000");
	for (size_t k = 0; k < KINDS; k++)
		for (size_t len = 16; len <= 264; len += 8) {
			char text[601], cipher[640], data[SE_SAY_MAX];

			key_hex(len, 9, text);
			wrap(KEY_16, text, cipher);
			snprintf(data, sizeof(data), "41=00000001 42=00000010 43=%s", cipher);
			if (is_length(&kinds[k], len)) {
				assert_said(f, kinds[k].write, data, "9000");
				assert_value(f, 1, text);
				assert_said(f, DELETE, "41=00000001", "9000");
			} else {
				assert_said(f, kinds[k].write, data, len > 256 ? "6a80" : "6985");
			}
		}
}

static void what_cannot_be_unwrapped(void **state)
{
	static const char *const keks[] = { "42=00000011", "42=00000012", "42=00000013", "42=00000014",
		"42=000000ff", "42=f0000100" };
	struct se050_fixture *f = *state;
	char cipher[640], data[SE_SAY_MAX];

	assert_said(f, AES, "41=00000010 43=" KEY_16, "9000");
	assert_said(f, AES, "41=00000011 43=" OTHER_16, "9000");
	assert_said(f, DES, "41=00000012 43=" KEY_16, "9000");
	assert_said(f, HMAC, "41=00000013 43=" KEY_16, "9000");
	assert_said(f, "80010600", "41=00000014 43=0010", "9000");
	wrap(KEY_16, TEXT_16, cipher);
	for (size_t k = 0; k < KINDS; k++) {
		/* Another key; no AES key; nothing. */
		for (size_t i = 0; i < sizeof(keks) / sizeof(keks[0]); i++) {
			snprintf(data, sizeof(data), "41=00000001 %s 43=%s", keks[i], cipher);
			assert_said(f, kinds[k].write, data, "6985");
		}
		/* Damaged; of no whole blocks; too short to hold anything. */
		for (size_t i = 0; i < strlen(cipher); i += 2) {
			char was = cipher[i];

			cipher[i] = was == '0' ? '1' : '0';
			snprintf(data, sizeof(data), "41=00000001 42=00000010 43=%s", cipher);
			assert_said(f, kinds[k].write, data, "6985");
			cipher[i] = was;
		}
		for (size_t len = 1; len < 24; len++) {
			snprintf(data, sizeof(data), "41=00000001 42=00000010 43=%.*s", (int)(2 * len),
				cipher);
			assert_said(f, kinds[k].write, data, "6985");
		}
	}
	/* WRAP is the right (AN12413 table 279). */
	assert_said(f, AES, "11=08000000001b1c7000 41=00000015 43=" KEY_16, "9000");
	assert_said(f, AES, "11=080000000000400000 41=00000016 43=" KEY_16, "9000");
	for (size_t k = 0; k < KINDS; k++) {
		snprintf(data, sizeof(data), "41=00000001 42=00000015 43=%s", cipher);
		assert_said(f, kinds[k].write, data, "6986");
		snprintf(data, sizeof(data), "41=00000001 42=00000016 43=%s", cipher);
		assert_said(f, kinds[k].write, data, "9000");
		assert_said(f, DELETE, "41=00000001", "9000");
	}
}

static void when_the_engine_fails(void **state)
{
	struct se050_fixture *f = *state;
	char cipher[640], data[SE_SAY_MAX];

	assert_said(f, AES, "41=00000010 43=" KEY_16, "9000");
	assert_said(f, HMAC, "41=00000001 43=" OTHER_16, "9000");
	wrap(KEY_16, TEXT_16, cipher);
	snprintf(data, sizeof(data), "41=00000001 42=00000010 43=%s", cipher);
	*engine_fails() = true;
	assert_said(f, HMAC, data, "6f00");
	assert_value(f, 1, OTHER_16);
	*engine_fails() = false;
	assert_said(f, HMAC, data, "9000");
	assert_value(f, 1, TEXT_16);
}

/* Class, length and policy stay what they are (AN12413 3.2.4, table 18). */
static void a_key_that_exists(void **state)
{
	struct se050_fixture *f = *state;
	char header[9], data[SE_SAY_MAX];

	for (size_t k = 0; k < KINDS; k++) {
		const struct kind *kind = &kinds[k];

		assert_said(f, kind->write, "11=080000000010140000 41=00000001 43=" KEY_16, "9000");
		/* A policy sent again means nothing, and the bits of INS neither. */
		assert_said(f, kind->write, "11=080000000000040000 41=00000001 43=" OTHER_16, "9000");
		assert_value(f, 1, OTHER_16);
		assert_said(f, kind->transient, "41=00000001 43=" KEY_16, "9000");
		assert_value(f, 1, KEY_16);
		snprintf(header, sizeof(header), "8041%s", kind->write + 4);
		assert_said(f, header, "41=00000001 43=" OTHER_16, "9000");
		assert_value(f, 1, OTHER_16);
		snprintf(data, sizeof(data), "41=00000001 42=%s 43=61 45=00", kind->mac);
		assert_said(f, "80030d46", data, "410102 9000");
		/* Another length; another kind. */
		assert_said(f, kind->write, "41=00000001 43=" KEY_24, "6985");
		for (size_t i = 0; i < KINDS; i++)
			if (i != k)
				assert_said(f, kinds[i].write, "41=00000001 43=" KEY_16, "6985");
		assert_said(f, "80010600", "41=00000001 42=0000 44=61", "6985");
		assert_value(f, 1, OTHER_16);
		assert_said(f, DELETE, "41=00000001", "9000");
		/* Without the right to write. */
		assert_said(f, kind->write, "11=080000000010040000 41=00000001 43=" KEY_16, "9000");
		assert_said(f, kind->write, "41=00000001 43=" OTHER_16, "6986");
		assert_value(f, 1, KEY_16);
		assert_said(f, DELETE, "41=00000001", "9000");
		/* Of another class from the start, or nobody's. */
		assert_said(f, "80010600", "41=00000002 43=0010", "9000");
		assert_said(f, kind->write, "41=00000002 43=" KEY_16, "6985");
		assert_said(f, kind->write, "41=7fff0206 43=" KEY_16, "6986");
		assert_said(f, DELETE, "41=00000002", "9000");
	}
}

static void a_value_is_never_read(void **state)
{
	struct se050_fixture *f = *state;

	for (size_t k = 0; k < KINDS; k++) {
		assert_said(f, kinds[k].write, "41=00000001 43=" KEY_16, "9000");
		assert_said(f, "80020000", "41=00000001", "6986");
		assert_said(f, "80020007", "41=00000001", "41020010 9000");
		assert_said(f, DELETE, "41=00000001", "9000");
	}
}

/* AN12413 3.2.2: attributes persist, the value does not; nobody but its maker uses it. */
static void transient_keys(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;
	char data[SE_SAY_MAX];

	assert_said(f, "80410300", "41=7da00002 43=" KEY_16, "9000");
	for (size_t k = 0; k < KINDS; k++) {
		const struct kind *kind = &kinds[k];

		assert_said(f, kind->transient, "41=00000001 43=" KEY_16, "9000");
		assert_value(f, 1, KEY_16);
		assert_said(f, "80020026", "41=00000001",
			k == 0   ? "410109420102 9000"
			: k == 1 ? "41010a420102 9000"
				 : "410111420102 9000");
		snprintf(data, sizeof(data), "41=00000001 42=%s 43=61 45=00", kind->mac);
		assert_said(f, "80030d46", data, "410102 9000");
		se_session_aes(f, &s, 0x7da00002, KEY_16, 0x33);
		assert_said_in(f, &s, "80030d46", data, "6985");
		assert_said_in(f, &s, kind->write, "41=00000001 43=" OTHER_16, "6985");
		assert_in(f, &s, "8004001c", "9000");
		se_power_cycle(f);
		assert_value(f, 1, "");
		assert_said(f, "80030d46", data, "6985");
		assert_said(f, kind->write, "41=00000001 43=" OTHER_16, "9000");
		assert_value(f, 1, OTHER_16);
		assert_said(f, "80030d46", data, "410102 9000");
		assert_said(f, kind->write, "41=00000001 43=" KEY_24, "6985");
		/* As key-encryption key. */
		if (k == 0) {
			char cipher[640];

			wrap(OTHER_16, TEXT_16, cipher);
			snprintf(data, sizeof(data), "41=00000002 42=00000001 43=%s", cipher);
			assert_said(f, HMAC, data, "9000");
			assert_value(f, 2, TEXT_16);
			se_select(f);
			assert_said(f, HMAC, data, "6985");
		}
		assert_said(f, DELETE, "41=00000001", "9000");
	}
}

/* Only AES keys of 16 bytes open sessions, and they are persistent (AN12413 3.2.3). */
static void keys_that_open_sessions(void **state)
{
	struct se050_fixture *f = *state;

	assert_said(f, "80410300", "41=00000001 43=" KEY_24, "6985");
	assert_said(f, "80410300", "41=00000001 43=" KEY_32, "6985");
	assert_said(f, "80c10300", "41=00000001 43=" KEY_16, "6985");
	assert_said(f, "80410400", "41=00000001 43=" KEY_16, "6985");
	assert_said(f, "80410500", "41=00000001 43=" KEY_16, "6985");
	assert_said(f, "80410300", "12=8000 41=00000001 43=" KEY_16, "6985");
	assert_said(f, AES, "12=0003 41=00000001 43=" KEY_16, "6a80");
	assert_said(f, DES, "12=0003 41=00000001 43=" KEY_16, "6a80");
	assert_null(object_look(f->chip, 1));
	assert_said(f, "80410300", "12=7fff 41=00000001 43=" KEY_16, "9000");
	assert_said(f, "80410300", "12=0000 41=00000002 43=" KEY_16, "9000");
	/* Its default policy lets nobody write (AN12413 table 13). */
	assert_said(f, "80410300", "41=00000002 43=" OTHER_16, "6986");
	assert_said(f, "80410300", "11=080000000000140000 41=00000003 43=" KEY_16, "9000");
	assert_said(f, AES, "41=00000003 43=" OTHER_16, "9000");
	assert_value(f, 3, OTHER_16);
	assert_said(f, AES, "41=00000003 43=" KEY_24, "6985");
}

/* AN12413 table 5: creation and update. */
static void features_gate_writing(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t *config = f->chip->nv.identity.applet_config;

	for (size_t k = 0; k < KINDS; k++) {
		assert_said(f, kinds[k].write, "41=00000001 43=" KEY_16, "9000");
		config[0] ^= (uint8_t)(kinds[k].feature >> 8);
		config[1] ^= (uint8_t)kinds[k].feature;
		assert_said(f, kinds[k].write, "41=00000001 43=" OTHER_16, "6985");
		assert_said(f, kinds[k].write, "41=00000002 43=" OTHER_16, "6985");
		for (size_t i = 0; i < KINDS; i++)
			if (i != k) {
				assert_said(f, kinds[i].write, "41=00000003 43=" OTHER_16, "9000");
				assert_said(f, DELETE, "41=00000003", "9000");
			}
		config[0] ^= (uint8_t)(kinds[k].feature >> 8);
		config[1] ^= (uint8_t)kinds[k].feature;
		assert_said(f, DELETE, "41=00000001", "9000");
	}
}

/* AN12436 2.1: no two-key triple DES; FIPS policy, table 10: HMAC keys from 112 bit. */
static void a_fips_part_has_no_weak_keys(void **state)
{
	struct se050_fixture *f = *state;

	f->chip->nv.identity.fips = 1;
	assert_said(f, DES, "41=00000001 43=0123456789abcdef", "6985");
	assert_said(f, DES, "41=00000001 43=" KEY_16, "6985");
	assert_said(f, DES, "41=00000001 43=" KEY_24, "9000");
	assert_said(f, HMAC, "41=00000002 43=00112233445566778899aabbcc", "6985");
	assert_said(f, HMAC, "41=00000002 43=00112233445566778899aabbccdd", "9000");
	assert_said(f, AES, "41=00000003 43=" KEY_16, "9000");
}

/* The rules of AN12413 table 11, on 3.x. */
static void rules_that_a_class_lacks(void **state)
{
	static const uint32_t lacking[KINDS][8] = {
		{ 0x04000000, 0x00800000, 0x00200000, 0x00008000 },
		{ 0x04000000, 0x00800000, 0x00200000, 0x00008000, 0x00004000, 0x00002000 },
		{ 0x04000000, 0x02000000, 0x01000000, 0x00200000, 0x00008000, 0x00004000, 0x00002000 },
	};
	static const char *const broken[] = { "11=", "11=0700000000140000", "11=08000000000014000000",
		"11=090000000000140000", "11=0c000000000014000000000000", "11=080000000000010000" };
	struct se050_fixture *f = *state;
	char data[SE_SAY_MAX];

	for (size_t k = 0; k < KINDS; k++) {
		for (size_t i = 0; i < 8 && lacking[k][i] != 0; i++) {
			snprintf(data, sizeof(data), "11=0800000000%08x 41=00000001 43=" KEY_16,
				lacking[k][i]);
			assert_said(f, kinds[k].write, data, "6984");
		}
		assert_said(f, kinds[k].write, "11=080000000000000001 41=00000001 43=" KEY_16, "6984");
		for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
			snprintf(data, sizeof(data), "%s 41=00000001 43=" KEY_16, broken[i]);
			assert_said(f, kinds[k].write, data, "6a80");
		}
		assert_null(object_look(f->chip, 1));
	}
}

static void broken_parameters(void **state)
{
	static const char *const broken[] = { "", "41=00000001", "43=" KEY_16, "41= 43=" KEY_16,
		"41=000001 43=" KEY_16, "41=0000000001 43=" KEY_16,
		"41=00000001 43=", "41=00000001 41=00000001 43=" KEY_16,
		"41=00000001 43=" KEY_16 " 43=" KEY_16, "41=00000001 42= 43=" KEY_16,
		"41=00000001 42=000010 43=" KEY_16, "41=00000001 42=0000000010 43=" KEY_16,
		"41=00000001 42=00000010 42=00000010 43=" KEY_16,
		"41=00000001 43=" KEY_16 " 7e=", "12= 41=00000001 43=" KEY_16, "12=03 41=00000001 43=" KEY_16,
		"12=000003 41=00000001 43=" KEY_16, "41=00000001 4311" KEY_16,
		"41=00000001 438300000010" KEY_16,
		/* Of 7.2. */
		"41=00000001 43=" KEY_16 " 44=0010", "41=00000001 43=" KEY_16 " 45=0010",
		"41=00000001 43=" KEY_16 " 4b=00000001", "15=080000000000140000 41=00000001 43=" KEY_16 };
	struct se050_fixture *f = *state;

	assert_said(f, AES, "41=00000010 43=" KEY_16, "9000");
	for (size_t k = 0; k < KINDS; k++)
		for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
			assert_said(f, kinds[k].write, broken[i], "6a80");
	assert_null(object_look(f->chip, 1));
	for (size_t k = 0; k < KINDS; k++)
		assert_said(f, kinds[k].write, "41=00000000 43=" KEY_16, "6985");
}

/* Hosts of 7.2. */
static void from_7_2_on(void **state)
{
	struct se050_fixture *f = *state;

	assert_said(f, AES, "11=080000000000340000 41=00000001 43=" KEY_16 " 44=000c 4b=00000005", "9000");
	assert_said(f, "8002003b", "41=00000001",
		"43=00000001090100"
		"0c0000000000000800000000003400000100000005 9000");
	/* What was said at creation stays; the version is of the last write. */
	assert_said(f, AES, "41=00000001 43=" OTHER_16 " 44=0008 4b=00000006", "9000");
	assert_said(f, "8002003b", "41=00000001",
		"43=00000001090100"
		"0c0000000000000800000000003400000100000006 9000");
	assert_said(f, AES, "41=00000001 43=" OTHER_16, "9000");
	assert_said(f, "8002003b", "41=00000001",
		"43=00000001090100"
		"0c0000000000000800000000003400000100000006 9000");
	assert_said(f, HMAC, "11=080000000000340000 41=00000002 43=" KEY_16 " 45=0010 4b=00000007", "9000");
	assert_said(f, DES, "11=080000000000340000 41=00000003 43=" KEY_16 " 4b=00000008", "9000");
	assert_said(f, "8002003b", "41=00000003",
		"43=000000030a0100"
		"000000000000000800000000003400000100000008 9000");
	/* A length of tags is an AES key's, one of outputs an HMAC key's. */
	assert_said(f, AES, "41=00000004 43=" KEY_16 " 45=0010", "6a80");
	assert_said(f, HMAC, "41=00000004 43=" KEY_16 " 44=0010", "6a80");
	assert_said(f, DES, "41=00000004 43=" KEY_16 " 44=0010", "6a80");
	assert_said(f, AES, "41=00000004 43=" KEY_16 " 44=10", "6a80");
	assert_said(f, AES, "41=00000004 43=" KEY_16 " 44=000010", "6a80");
	assert_said(f, AES, "41=00000004 43=" KEY_16 " 44=0010 44=0010", "6a80");
	assert_said(f, HMAC, "41=00000004 43=" KEY_16 " 45=10", "6a80");
	assert_said(f, AES, "41=00000004 43=" KEY_16 " 4b=000001", "6a80");
	assert_said(f, AES, "41=00000004 43=" KEY_16 " 4b=0000000001", "6a80");
	/* The policy an update expects. */
	assert_said(f, AES, "15=080000000000340000 41=00000001 43=" KEY_16, "9000");
	assert_said(f, AES, "15=080000000000140000 41=00000001 43=" KEY_16, "6985");
}

static void memory_by_the_vendors_figures(void **state)
{
	struct se050_fixture *f = *state;

	for (size_t k = 0; k < KINDS; k++) {
		uint32_t cost = f->chip->nv.heap_cost, ram = f->chip->applet.ram.cost;

		assert_said(f, kinds[k].write, "41=00000001 43=" KEY_16, "9000");
		assert_int_equal(f->chip->nv.heap_cost - cost, kinds[k].nvm + 16);
		assert_said(f, DELETE, "41=00000001", "9000");
		assert_said(f, kinds[k].transient, "41=00000001 43=" KEY_16, "9000");
		assert_int_equal(f->chip->nv.heap_cost - cost, kinds[k].transient_nvm);
		assert_int_equal(f->chip->applet.ram.cost - ram, kinds[k].ram + 16);
		assert_said(f, DELETE, "41=00000001", "9000");
		assert_int_equal(f->chip->nv.heap_cost, cost);
		assert_int_equal(f->chip->applet.ram.cost, ram);
	}
}

static void memory_ends(void **state)
{
	struct se050_fixture *f = *state;
	char hex[513], data[SE_SAY_MAX];
	unsigned int made = 0;

	key_hex(256, 0, hex);
	for (made = 1; made < 200; made++) {
		snprintf(data, sizeof(data), "41=%08x 43=%s", made, hex);
		if (object_memory_left(f->chip) < 136 + 256)
			break;
		assert_said(f, HMAC, data, "9000");
	}
	assert_in_range(made, 60, 140);
	assert_said(f, HMAC, data, "6a84");
	/* What is there can be written still. */
	assert_said(f, DELETE, "41=00000001", "9000");
	assert_said(f, DELETE, "41=00000002", "9000");
	assert_said(f, HMAC, data, "9000");
	assert_said(f, HMAC, data, "9000");
	assert_said(f, DELETE, "41=00000003", "9000");
	assert_said(f, DELETE, "41=00000004", "9000");
	assert_said(f, DELETE, "41=00000005", "9000");
	/* Transient values: 16 and its length of RAM each. */
	for (made = 0x1000; f->chip->applet.ram.cost + 272 <= 2048; made++) {
		snprintf(data, sizeof(data), "41=%08x 43=%s", made, hex);
		assert_said(f, TRANSIENT_HMAC, data, "9000");
	}
	snprintf(data, sizeof(data), "41=%08x 43=%s", made, hex);
	assert_said(f, TRANSIENT_HMAC, data, "6a84");
	assert_said(f, DELETE, "41=00001000", "9000");
	assert_said(f, TRANSIENT_HMAC, data, "9000");
}

#define ON_C(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
#define ON_E(test) cmocka_unit_test_setup_teardown(test, set_up_e, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_C(every_length_and_no_other),
		ON_C(keys_outlive_power),
		ON_C(published_wrapped_keys),
		ON_C(every_wrapped_length),
		ON_C(what_cannot_be_unwrapped),
		ON_C(when_the_engine_fails),
		ON_C(a_key_that_exists),
		ON_C(a_value_is_never_read),
		ON_C(transient_keys),
		ON_C(keys_that_open_sessions),
		ON_C(features_gate_writing),
		ON_C(a_fips_part_has_no_weak_keys),
		ON_C(rules_that_a_class_lacks),
		ON_C(broken_parameters),
		ON_E(from_7_2_on),
		ON_C(memory_by_the_vendors_figures),
		ON_C(memory_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
