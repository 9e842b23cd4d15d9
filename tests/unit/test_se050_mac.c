/* tests/unit/test_se050_mac.c: MACs under AES, DES and HMAC keys (AN12413 4.13; se050-evidence.md 3.2, 3.6). */
#include "cmocka_all.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "bus_snapshot.h"
#include "crypto_des_mac.h"
#include "se050_say.h"
#include "vector_check.h"

#define CREATE "80011000"
#define DELETE_CRYPTO "80041028"
#define DELETE_KEY "80040028"
#define AES "80010300"
#define DES "80010400"
#define HMAC "80010500"
#define INIT "80030d03"
#define INIT_CHECK "80030d44"
#define UPDATE "80030d0c"
#define FINAL "80030d0d"
#define MAKE "80030d45"
#define CHECK "80030d46"
#define KEY_16 "404142434445464748494a4b4c4d4e4f"
#define KEY_24 KEY_16 "5051525354555657"
#define KEY_32 KEY_24 "58595a5b5c5d5e5f"
#define ZEROS_32 "0000000000000000000000000000000000000000000000000000000000000000"
#define HALVES "0123456789abcdeffedcba9876543210"

/* The engine fails when told so. */
struct engine_fault {
	int calls; /* until the next failing one; 0: none fails */
};

static struct engine_fault *engine_fault(void)
{
	static struct engine_fault fault;

	return &fault;
}

static bool fails_now(void)
{
	return engine_fault()->calls > 0 && --engine_fault()->calls == 0;
}

int __real_crypto_aes_encrypt(
	struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t *in, uint8_t *out);
int __wrap_crypto_aes_encrypt(
	struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t *in, uint8_t *out);
int __wrap_crypto_aes_encrypt(
	struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t *in, uint8_t *out)
{
	return fails_now() ? -1 : __real_crypto_aes_encrypt(crypto, key, key_len, in, out);
}

int __real_crypto_des_encrypt(
	struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t *in, uint8_t *out);
int __wrap_crypto_des_encrypt(
	struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t *in, uint8_t *out);
int __wrap_crypto_des_encrypt(
	struct crypto *crypto, const uint8_t *key, size_t key_len, const uint8_t *in, uint8_t *out)
{
	return fails_now() ? -1 : __real_crypto_des_encrypt(crypto, key, key_len, in, out);
}

/* One MAC of AN12413 table 36 with a key, and how a host computes it. */
static const struct mac_case {
	const char *number;
	const char *write; /* the header that writes its key */
	const char *key;
	const char *with; /* HMAC: digest; CMAC: cipher; DES MACs: NULL */
	size_t len;
	int padding; /* DES MACs: ISO/IEC 9797-1 method */
	bool retail; /* algorithm 3 of it */
} cases[] = {
	{ "18", HMAC, "0b", "SHA1", 20, 0, false },
	{ "18", HMAC, KEY_32 KEY_32 KEY_32, "SHA1", 20, 0, false },
	{ "19", HMAC, KEY_16, "SHA256", 32, 0, false },
	{ "1a", HMAC, KEY_32 KEY_32 KEY_32 KEY_32 KEY_32, "SHA384", 48, 0, false },
	{ "1b", HMAC, KEY_32 KEY_32 KEY_32 KEY_32, "SHA512", 64, 0, false },
	{ "31", AES, KEY_16, "AES-128-CBC", 16, 0, false },
	{ "31", AES, KEY_32, "AES-256-CBC", 16, 0, false },
	{ "66", AES, KEY_24, "AES-192-CBC", 16, 0, false },
	{ "7a", DES, KEY_24, "DES-EDE3-CBC", 8, 0, false },
	{ "03", DES, "0123456789abcdef", NULL, 4, 1, false },
	{ "04", DES, HALVES, NULL, 8, 1, false },
	{ "04", DES, KEY_24, NULL, 8, 1, false },
	{ "05", DES, KEY_24, NULL, 4, 2, false },
	{ "06", DES, "0123456789abcdef", NULL, 8, 2, false },
	{ "13", DES, HALVES, NULL, 4, 2, true },
	{ "14", DES, HALVES, NULL, 8, 2, true },
	{ "2f", DES, HALVES, NULL, 4, 1, true },
	{ "30", DES, HALVES, NULL, 8, 1, true },
};

enum { CASES = sizeof(cases) / sizeof(cases[0]) };

static int set_up(void **state)
{
	struct se050_fixture *f = se_new("se050c");

	se_select(f);
	engine_fault()->calls = 0;
	*state = f;
	return 0;
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

/* By OpenSSL: one block of triple DES, from a key of 8, 16 or 24 bytes. */
static void des_block(const uint8_t *key, size_t key_len, const uint8_t in[8], uint8_t out[8])
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	uint8_t wide[24];
	int len;

	for (size_t i = 0; i < 24; i++)
		wide[i] = key[i % key_len];
	assert_int_equal(EVP_EncryptInit_ex(ctx, EVP_des_ede3_ecb(), NULL, wide, NULL), 1);
	EVP_CIPHER_CTX_set_padding(ctx, 0);
	assert_int_equal(EVP_EncryptUpdate(ctx, out, &len, in, 8), 1);
	assert_int_equal(len, 8);
	EVP_CIPHER_CTX_free(ctx);
}

/* ISO/IEC 9797-1: algorithm 3 is triple DES in the last block, single DES before. */
static void des_mac(const struct mac_case *c, const uint8_t *key, size_t key_len, const uint8_t *message,
	size_t len, uint8_t mac[8])
{
	uint8_t padded[1024] = { 0 };
	size_t blocks;

	memcpy(padded, message, len);
	if (c->padding == 2)
		padded[len++] = 0x80;
	blocks = len == 0 ? 1 : (len + 7) / 8;
	memset(mac, 0, 8);
	for (size_t b = 0; b < blocks; b++) {
		for (size_t i = 0; i < 8; i++)
			mac[i] ^= padded[b * 8 + i];
		des_block(key, c->retail && b + 1 < blocks ? 8 : key_len, mac, mac);
	}
}

static void host_mac(const struct mac_case *c, const uint8_t *message, size_t len, char *hex)
{
	uint8_t key[300], mac[64];
	size_t key_len = se_hex(c->key, key, sizeof(key)), n = c->len;
	bool hmac = strcmp(c->write, HMAC) == 0;
	char name[16] = "";
	OSSL_PARAM cipher[] = { OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, name, 0),
		OSSL_PARAM_construct_end() };

	snprintf(name, sizeof(name), "%s", c->with ? c->with : "");
	if (c->with)
		assert_non_null(EVP_Q_mac(NULL, hmac ? "HMAC" : "CMAC", NULL, hmac ? c->with : NULL,
			hmac ? NULL : cipher, key, key_len, message, len, mac, sizeof(mac), &n));
	else
		des_mac(c, key, key_len, message, len, mac);
	assert_int_equal(n, c->len);
	hex_of(mac, n, hex);
}

static void fill(uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(i * 11 + i / 256 + 1);
}

/* The key under id 1; with_object: a crypto object for it under id 0001. */
static void make(struct se050_fixture *f, const struct mac_case *c, bool with_object)
{
	char data[SE_SAY_MAX];

	snprintf(data, sizeof(data), "41=00000001 43=%s", c->key);
	assert_said(f, c->write, data, "9000");
	snprintf(data, sizeof(data), "41=0001 42=03 43=%s", c->number);
	if (with_object)
		assert_said(f, CREATE, data, "9000");
}

static void unmake(struct se050_fixture *f)
{
	assert_said(f, DELETE_CRYPTO, "41=0001", "9000");
	assert_said(f, DELETE_KEY, "41=00000001", "9000");
}

/* An UPDATE or a FINAL with these bytes, and what else belongs to it. */
static void step(struct se050_fixture *f, const char *header, const uint8_t *bytes, size_t len,
	const char *more, const char *answer)
{
	char hex[2 * 800 + 1], data[SE_SAY_MAX];

	hex_of(bytes, len, hex);
	snprintf(data, sizeof(data), "41=%s 42=0001 %s", hex, more);
	assert_said(f, header, data, answer);
}

static void final(struct se050_fixture *f, const uint8_t *bytes, size_t len, const char *mac)
{
	char answer[160];

	snprintf(answer, sizeof(answer), "41=%s 9000", mac);
	step(f, FINAL, bytes, len, "", answer);
}

static void published(struct se050_fixture *f, const char *path, const char *write, const char *number,
	const char *message, const char *mac, size_t records)
{
	struct vector_file file;

	load_vectors(&file, path);
	assert_int_equal(file.n, records);
	for (size_t k = 0; k < file.n; k++) {
		const struct vector_record *record = &file.records[k];
		bool three = vector_text(record, "KEY1") != NULL;
		const char *wanted = vector_text(record, mac);
		char data[SE_SAY_MAX], answer[160];

		if (three)
			snprintf(data, sizeof(data), "41=00000001 43=%s%s%s", vector_text(record, "KEY1"),
				vector_text(record, "KEY2"), vector_text(record, "KEY3"));
		else
			snprintf(data, sizeof(data), "41=00000001 43=%s",
				vector_text(record, vector_text(record, "Key") ? "Key" : "KEY"));
		assert_said(f, write, data, "9000");
		snprintf(data, sizeof(data), "41=00000001 42=%s 43=%s", number, vector_text(record, message));
		snprintf(answer, sizeof(answer), "41=%s 9000", wanted);
		assert_said(f, MAKE, data, answer);
		assert_said(f, DELETE_KEY, "41=00000001", "9000");
	}
	vector_file_free(&file);
}

static void published_macs(void **state)
{
	struct se050_fixture *f = *state;

	published(f, "rfc/hmac/rfc2202_sha1.txt", HMAC, "18", "Msg", "MD", 7);
	published(f, "rfc/hmac/rfc4231_sha256.txt", HMAC, "19", "Msg", "MD", 6);
	published(f, "rfc/hmac/rfc4231_sha384.txt", HMAC, "1a", "Msg", "MD", 6);
	published(f, "rfc/hmac/rfc4231_sha512.txt", HMAC, "1b", "Msg", "MD", 6);
	published(f, "nist/cmac/sp800-38b_aes128.txt", AES, "31", "MESSAGE", "OUTPUT", 4);
	published(f, "nist/cmac/sp800-38b_aes192.txt", AES, "66", "MESSAGE", "OUTPUT", 4);
	published(f, "nist/cmac/sp800-38b_aes256.txt", AES, "31", "MESSAGE", "OUTPUT", 4);
	published(f, "nist/cmac/sp800-38b_3des.txt", DES, "7a", "MESSAGE", "OUTPUT", 8);
}

/* ISO/IEC 9797-1 B.2 and B.4 */
static void the_examples_of_iso_9797_1(void **state)
{
	static const struct {
		const char *number, *key, *all, *it;
	} examples[] = {
		{ "03", "0123456789abcdef", "70a30640", "e45b3ad2" },
		{ "05", "0123456789abcdef", "10e1f0f1", "a924c721" },
		{ "30", HALVES, "a1c72e74ea3fa9b6", "2e2b1428cc78254f" },
		{ "14", HALVES, "e9086230ca3be796", "5a692ce64f404145" },
	};
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		char data[256], answer[64];

		snprintf(data, sizeof(data), "41=00000001 43=%s", examples[i].key);
		assert_said(f, DES, data, "9000");
		snprintf(data, sizeof(data),
			"41=00000001 42=%s 43=4e6f77206973207468652074696d6520666f7220616c6c20",
			examples[i].number);
		snprintf(answer, sizeof(answer), "41=%s 9000", examples[i].all);
		assert_said(f, MAKE, data, answer);
		snprintf(data, sizeof(data),
			"41=00000001 42=%s 43=4e6f77206973207468652074696d6520666f72206974",
			examples[i].number);
		snprintf(answer, sizeof(answer), "41=%s 9000", examples[i].it);
		assert_said(f, MAKE, data, answer);
		assert_said(f, DELETE_KEY, "41=00000001", "9000");
	}
}

static void in_one_step_as_openssl_has_it(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t message[700];

	fill(message, sizeof(message));
	for (size_t i = 0; i < CASES; i++) {
		make(f, &cases[i], false);
		for (size_t len = 0; len <= sizeof(message); len += 1 + len / 5) {
			char hex[1401], data[SE_SAY_MAX], mac[129], answer[160];

			hex_of(message, len, hex);
			host_mac(&cases[i], message, len, mac);
			snprintf(data, sizeof(data), "41=00000001 42=%s 43=%s", cases[i].number, hex);
			snprintf(answer, sizeof(answer), "41=%s 9000", mac);
			assert_said(f, MAKE, data, answer);
			/* Hosts leave empty data out. */
			if (len == 0) {
				snprintf(data, sizeof(data), "41=00000001 42=%s", cases[i].number);
				assert_said(f, MAKE, data, answer);
			}
			snprintf(data, sizeof(data), "41=00000001 42=%s 43=%s 45=%s", cases[i].number, hex,
				mac);
			assert_said(f, CHECK, data, "410101 9000");
		}
		assert_said(f, DELETE_KEY, "41=00000001", "9000");
	}
}

static void in_steps_of_any_size(void **state)
{
	static const size_t steps[] = { 0, 1, 7, 8, 9, 16, 17, 64, 127, 128, 200 };
	struct se050_fixture *f = *state;
	uint8_t message[200];
	char mac[129];

	fill(message, sizeof(message));
	for (size_t i = 0; i < CASES; i++) {
		make(f, &cases[i], true);
		host_mac(&cases[i], message, sizeof(message), mac);
		for (size_t k = 0; k < sizeof(steps) / sizeof(steps[0]); k++) {
			assert_said(f, INIT, "41=00000001 42=0001", "9000");
			step(f, UPDATE, message, steps[k], "", "9000");
			assert_said(f, UPDATE, "42=0001", "9000");
			final(f, message + steps[k], sizeof(message) - steps[k], mac);
		}
		unmake(f);
	}
}

/* Another MAC, another length: an answer, no error (evidence 4). */
static void a_mac_is_checked(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t message[50];
	char mac[129], more[160];

	fill(message, sizeof(message));
	for (size_t i = 0; i < CASES; i++) {
		char hex[101], data[SE_SAY_MAX];

		make(f, &cases[i], true);
		host_mac(&cases[i], message, sizeof(message), mac);
		hex_of(message, sizeof(message), hex);
		assert_said(f, INIT_CHECK, "41=00000001 42=0001", "9000");
		for (int good = 1; good >= 0; good--) {
			const char *answer = good ? "410101 9000" : "410102 9000";

			if (!good)
				mac[0] = mac[0] == '0' ? '1' : '0';
			snprintf(more, sizeof(more), "43=%s", mac);
			step(f, UPDATE, message, 20, "", "9000");
			step(f, FINAL, message + 20, 30, more, answer);
			snprintf(data, sizeof(data), "41=00000001 42=%s 43=%s 45=%s", cases[i].number, hex,
				mac);
			assert_said(f, CHECK, data, answer);
		}
		mac[2 * cases[i].len - 2] = 0;
		snprintf(more, sizeof(more), "43=%s", mac);
		step(f, FINAL, message, 50, more, "410102 9000");
		snprintf(data, sizeof(data), "41=00000001 42=%s 43=%s 45=%s", cases[i].number, hex, mac);
		assert_said(f, CHECK, data, "410102 9000");
		/* The MAC is needed here, and only here. */
		step(f, FINAL, message, 50, "", "6a80");
		assert_said(f, INIT, "41=00000001 42=0001", "9000");
		step(f, FINAL, message, 50, more, "6a80");
		unmake(f);
	}
}

static void init_begins_anew_and_so_does_final(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t message[60];
	char mac[129];

	fill(message, sizeof(message));
	for (size_t i = 0; i < CASES; i++) {
		make(f, &cases[i], true);
		host_mac(&cases[i], message, sizeof(message), mac);
		assert_said(f, INIT, "41=00000001 42=0001", "9000");
		step(f, UPDATE, message, 33, "", "9000");
		assert_said(f, INIT, "41=00000001 42=0001", "9000");
		final(f, message, 60, mac);
		/* UNCERTAIN on parts: the state after Init again. */
		step(f, UPDATE, message, 9, "", "9000");
		final(f, message + 9, 51, mac);
		unmake(f);
	}
}

static void from_any_snapshot_it_goes_on_the_same(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t message[210];
	char mac[129], other[129];

	fill(message, sizeof(message));
	for (size_t i = 0; i < CASES; i++)
		for (size_t at = 0; at < sizeof(message); at += 21) {
			struct bus_snapshot *snapshot;
			uint8_t number;

			make(f, &cases[i], true);
			host_mac(&cases[i], message, sizeof(message), mac);
			host_mac(&cases[i], message, 5, other);
			assert_said(f, INIT, "41=00000001 42=0001", "9000");
			step(f, UPDATE, message, at, "", "9000");
			snapshot = bus_snapshot_take(&f->board->bus);
			number = f->number;
			step(f, UPDATE, message, 3, "", "9000");
			assert_said(f, INIT, "41=00000001 42=0001", "9000");
			final(f, message, 5, other);
			unmake(f);
			for (int twice = 0; twice < 2; twice++) {
				bus_snapshot_restore(&f->board->bus, snapshot);
				crypto_drop_cache(f->board->crypto);
				f->number = number;
				final(f, message + at, sizeof(message) - at, mac);
			}
			bus_snapshot_free(snapshot);
			unmake(f);
		}
}

/* AN12413 3.3.1: the state is lost, the object stays. */
static void the_state_goes_with_power_and_selection(void **state)
{
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < CASES; i++) {
		make(f, &cases[i], true);
		for (int power = 0; power < 2; power++) {
			assert_said(f, INIT, "41=00000001 42=0001", "9000");
			assert_said(f, UPDATE, "41=61 42=0001", "9000");
			if (power)
				se_power_cycle(f);
			else
				se_select(f);
			assert_said(f, UPDATE, "41=61 42=0001", "6985");
			assert_said(f, FINAL, "41=61 42=0001", "6985");
		}
		unmake(f);
	}
}

static void the_state_goes_with_its_session(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(f, "8041030018 41047da00002 4310" KEY_16, "9000");
	make(f, &cases[2], false);
	se_session_aes(f, &s, 0x7da00002, KEY_16, 0x33);
	assert_said_in(f, &s, CREATE, "41=0001 42=03 43=19", "9000");
	assert_said_in(f, &s, INIT, "41=00000001 42=0001", "9000");
	assert_said_in(f, &s, UPDATE, "41=61 42=0001", "9000");
	/* Another user's. */
	assert_said(f, INIT, "41=00000001 42=0001", "6985");
	assert_said(f, INIT_CHECK, "41=00000001 42=0001", "6985");
	assert_said(f, UPDATE, "41=61 42=0001", "6985");
	assert_said(f, FINAL, "41=61 42=0001", "6985");
	assert_in(f, &s, "8004001c", "9000");
	se_session_aes(f, &s, 0x7da00002, KEY_16, 0x33);
	assert_said_in(f, &s, UPDATE, "41=61 42=0001", "6985");
	assert_said_in(f, &s, FINAL, "41=61 42=0001", "6985");
	assert_said_in(f, &s, INIT, "41=00000001 42=0001", "9000");
}

/* Policies never change, keys go: with them what was begun with them (evidence 3.6). */
static void a_key_that_goes_takes_the_operation_along(void **state)
{
	struct se050_fixture *f = *state;
	char data[SE_SAY_MAX];

	for (size_t i = 0; i < CASES; i++) {
		const struct mac_case *c = &cases[i];

		make(f, c, true);
		assert_said(f, INIT, "41=00000001 42=0001", "9000");
		assert_said(f, UPDATE, "41=61 42=0001", "9000");
		/* Deleted. */
		assert_said(f, DELETE_KEY, "41=00000001", "9000");
		assert_said(f, UPDATE, "41=61 42=0001", "6985");
		assert_said(f, FINAL, "41=61 42=0001", "6985");
		/* Made again, with a policy that lets nobody use it. */
		snprintf(data, sizeof(data), "11=080000000000140000 41=00000001 43=%s", c->key);
		assert_said(f, c->write, data, "9000");
		assert_said(f, UPDATE, "41=61 42=0001", "6986");
		assert_said(f, FINAL, "41=61 42=0001", "6986");
		assert_said(f, INIT, "41=00000001 42=0001", "6986");
		assert_said(f, DELETE_KEY, "41=00000001", "9000");
		/* Written anew, by another value. */
		snprintf(data, sizeof(data), "41=00000001 43=%s", c->key);
		assert_said(f, c->write, data, "9000");
		assert_said(f, INIT, "41=00000001 42=0001", "9000");
		data[15] = data[15] == '7' ? '6' : '7';
		assert_said(f, c->write, data, "9000");
		assert_said(f, UPDATE, "41=61 42=0001", "6985");
		/* Another key does no harm. */
		assert_said(f, INIT, "41=00000001 42=0001", "9000");
		snprintf(data, sizeof(data), "41=00000002 43=%s", c->key);
		assert_said(f, c->write, data, "9000");
		assert_said(f, UPDATE, "41=61 42=0001", "9000");
		assert_said(f, DELETE_KEY, "41=00000002", "9000");
		assert_said(f, UPDATE, "41=61 42=0001", "9000");
		unmake(f);
	}
}

static void a_transient_key(void **state)
{
	struct se050_fixture *f = *state;

	assert_said(f, "80810300", "41=00000001 43=" KEY_16, "9000");
	assert_said(f, CREATE, "41=0001 42=03 43=31", "9000");
	assert_said(f, INIT, "41=00000001 42=0001", "9000");
	assert_said(f, "80810300", "41=00000001 43=000102030405060708090a0b0c0d0e0f", "9000");
	assert_said(f, UPDATE, "41=61 42=0001", "6985");
	se_select(f);
	assert_said(f, INIT, "41=00000001 42=0001", "6985");
	assert_said(f, MAKE, "41=00000001 42=31 43=61", "6985");
}

/* UNCERTAIN on parts: a condition of the policy that ceases to hold between two steps. */
static void conditions_hold_at_every_step(void **state)
{
	struct se050_fixture *f = *state;

	assert_said(f, "80010900", "41=00000020 42=" ZEROS_32, "9000");
	assert_said(f, AES,
		"11=2c0000000010010000"
		"00000020" ZEROS_32 " 41=00000001 43=" KEY_16,
		"9000");
	assert_said(f, CREATE, "41=0001 42=03 43=31", "9000");
	assert_said(f, INIT, "41=00000001 42=0001", "9000");
	assert_said(f, UPDATE, "41=61 42=0001", "9000");
	assert_said(f, "80010900", "41=00000020 43=01", "9000");
	assert_said(f, UPDATE, "41=61 42=0001", "6986");
	assert_said(f, "80010900", "41=00000020", "9000");
	assert_said(f, UPDATE, "41=61 42=0001", "9000");
}

/* AN12413 table 36: which class each MAC wants; algorithm 3 wants two halves. */
static void keys_of_another_class_do_not_fit(void **state)
{
	static const struct {
		const char *id, *header;
	} classes[] = { { "00000009", AES }, { "0000000a", DES }, { "00000011", HMAC } };
	struct se050_fixture *f = *state;
	char data[256];

	assert_said(f, AES, "41=00000009 43=" KEY_16, "9000");
	assert_said(f, DES, "41=0000000a 43=" KEY_16, "9000");
	assert_said(f, HMAC, "41=00000011 43=" KEY_16, "9000");
	assert_said(f, DES, "41=00000018 43=" KEY_24, "9000");
	assert_said(f, DES, "41=00000008 43=0123456789abcdef", "9000");
	assert_said(f, "80010600", "41=0000000b 43=0010", "9000");
	for (size_t i = 0; i < CASES; i++) {
		snprintf(data, sizeof(data), "41=0001 42=03 43=%s", cases[i].number);
		assert_said(f, CREATE, data, "9000");
		for (size_t k = 0; k < 3; k++) {
			bool fits = strcmp(classes[k].header, cases[i].write) == 0;

			snprintf(data, sizeof(data), "41=%s 42=0001", classes[k].id);
			assert_said(f, INIT, data, fits ? "9000" : "6985");
			assert_said(f, INIT_CHECK, data, fits ? "9000" : "6985");
			snprintf(data, sizeof(data), "41=%s 42=%s 43=61 45=0000", classes[k].id,
				cases[i].number);
			assert_said(f, CHECK, data, fits ? "410102 9000" : "6985");
		}
		for (size_t k = 0; k < 2; k++) {
			const char *id = k ? "00000018" : "00000008";

			if (strcmp(cases[i].write, DES) != 0)
				continue;
			snprintf(data, sizeof(data), "41=%s 42=0001", id);
			assert_said(f, INIT, data, cases[i].retail ? "6985" : "9000");
			snprintf(data, sizeof(data), "41=%s 42=%s 45=00", id, cases[i].number);
			assert_said(f, CHECK, data, cases[i].retail ? "6985" : "410102 9000");
		}
		/* A file, an EC pair, nothing. */
		assert_said(f, INIT, "41=0000000b 42=0001", "6985");
		assert_said(f, INIT, "41=f0000100 42=0001", "6985");
		assert_said(f, INIT, "41=000000ff 42=0001", "6985");
		assert_said(f, DELETE_CRYPTO, "41=0001", "9000");
	}
	assert_said(f, MAKE, "41=0000000b 42=19 43=61", "6985");
	assert_said(f, MAKE, "41=f0000100 42=19 43=61", "6985");
	assert_said(f, MAKE, "41=000000ff 42=19 43=61", "6985");
	assert_said(f, MAKE, "41=00000011 42=00 43=61", "6985");
	assert_said(f, MAKE, "41=00000011 42=ff 43=61", "6985");
	assert_said(f, CHECK, "41=00000011 42=00 43=61 45=00", "6985");
}

/* AN12413 table 279: SIGN opens making and checking; VERIFY opens nothing. */
static void sign_is_the_right_to_make_and_to_check(void **state)
{
	static const struct {
		const char *write, *number, *all_but_sign;
	} classes[] = { { AES, "31", "0b5c7000" }, { DES, "06", "0b5c1000" }, { HMAC, "19", "08dc1000" } };
	struct se050_fixture *f = *state;
	char data[256];

	for (size_t i = 0; i < 3; i++) {
		snprintf(data, sizeof(data), "11=0800000000%s 41=00000001 43=" KEY_16,
			classes[i].all_but_sign);
		assert_said(f, classes[i].write, data, "9000");
		assert_said(f, classes[i].write, "11=080000000010040000 41=00000002 43=" KEY_16, "9000");
		snprintf(data, sizeof(data), "41=0001 42=03 43=%s", classes[i].number);
		assert_said(f, CREATE, data, "9000");
		assert_said(f, INIT, "41=00000001 42=0001", "6986");
		assert_said(f, INIT_CHECK, "41=00000001 42=0001", "6986");
		snprintf(data, sizeof(data), "41=00000001 42=%s 43=61", classes[i].number);
		assert_said(f, MAKE, data, "6986");
		snprintf(data, sizeof(data), "41=00000001 42=%s 43=61 45=00", classes[i].number);
		assert_said(f, CHECK, data, "6986");
		assert_said(f, INIT, "41=00000002 42=0001", "9000");
		assert_said(f, INIT_CHECK, "41=00000002 42=0001", "9000");
		snprintf(data, sizeof(data), "41=00000002 42=%s 43=61 45=00", classes[i].number);
		assert_said(f, CHECK, data, "410102 9000");
		unmake(f);
		assert_said(f, DELETE_KEY, "41=00000002", "9000");
	}
	/* A key that opens sessions opens nothing else (AN12413 3.7.4). */
	assert_apdu(f, "8041030018 41047da00002 4310" KEY_16, "9000");
	assert_said(f, MAKE, "41=7da00002 42=31 43=61", "6986");
}

static void crypto_objects_that_do_not_fit(void **state)
{
	static const char *const headers[] = { INIT, INIT_CHECK, UPDATE, FINAL };
	struct se050_fixture *f = *state;

	make(f, &cases[5], true);
	assert_said(f, CREATE, "41=0002 42=01 43=04", "9000");
	assert_said(f, CREATE, "41=0003 42=02 43=0d", "9000");
	for (size_t i = 0; i < 4; i++) {
		static const char *const ids[] = { "0002", "0003", "0007" };
		char data[64];

		for (size_t k = 0; k < 3; k++) {
			snprintf(data, sizeof(data), "41=%s 42=%s", i < 2 ? "00000001" : "61", ids[k]);
			assert_said(f, headers[i], data, "6985");
		}
	}
	/* Without Init. */
	assert_said(f, UPDATE, "41=61 42=0001", "6985");
	assert_said(f, FINAL, "41=61 42=0001", "6985");
}

static void broken_parameters(void **state)
{
	static const struct {
		const char *header;
		const char *data[10];
	} broken[] = {
		{ INIT, { "", "41=00000001", "42=0001", "41=000001 42=0001", "41=00000001 42=01",
				"41=00000001 41=00000001 42=0001", "41=00000001 42=0001 42=0001",
				"41=00000001 42=0001 7e=", "41= 42=0001", "41=00000001 42=0001 43" } },
		{ UPDATE, { "", "41=61", "41=61 42=", "41=61 42=00", "41=61 42=000001", "41=61 41=61 42=0001",
				  "41=61 42=0001 42=0001", "41=61 42=0001 7e=", "41=61 4202",
				  "41=61 42=0001 43=00" } },
		{ FINAL, { "", "42=0001", "41=61", "41=61 41=61 42=0001", "41=61 42=0001 42=0001",
				 "41=61 42=", "41=61 42=0001 43=", "41=61 42=0001 43=00 43=00",
				 "41=61 42=0001 7e=", "41=61 42=0001 4483000001" } },
		{ MAKE, { "", "42=31 43=61", "41=00000001 43=61", "41=000001 42=31 43=61",
				"41=00000001 42= 43=61", "41=00000001 42=3131 43=61",
				"41=00000001 42=31 42=31 43=61", "41=00000001 42=31 43=61 43=61",
				"41=00000001 42=31 43=61 45=00", "41=00000001 42=31 43=61 7e=" } },
		{ CHECK, { "", "41=00000001 42=31 43=61", "41=00000001 42=31 43=61 45=00 44=00",
				 "41=00000001 42=31 43=61 45=00 45=00", "42=31 43=61 45=00",
				 "41=00000001 43=61 45=00", "41=00000001 42=31 43=61 45=00 7e=",
				 "41=00000001 42=31 4361 45=00", "41=00000001 42=31 43=61 4502", "4104" } },
	};
	struct se050_fixture *f = *state;
	uint8_t message[2] = "ab";
	char mac[129];

	make(f, &cases[5], true);
	host_mac(&cases[5], message, 2, mac);
	assert_said(f, INIT, "41=00000001 42=0001", "9000");
	assert_said(f, UPDATE, "42=0001 41=61", "9000");
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++)
		for (size_t k = 0; k < 10; k++)
			assert_said(f, broken[i].header, broken[i].data[k], "6a80");
	/* What was refused left the running MAC alone. */
	final(f, message + 1, 1, mac);
}

/* By the vendor's figures (AN12413 8) an HMAC-SHA512 takes 544 bytes of RAM. */
static void ram_ends(void **state)
{
	struct se050_fixture *f = *state;

	make(f, &cases[4], true);
	assert_said(f, INIT, "41=00000001 42=0001", "9000");
	for (int i = 2; i <= 4; i++) {
		char data[64];

		snprintf(data, sizeof(data), "41=000%d 42=03 43=1b", i);
		assert_said(f, CREATE, data, "9000");
		snprintf(data, sizeof(data), "41=00000001 42=000%d", i);
		assert_said(f, INIT, data, i < 4 ? "9000" : "6a84");
	}
	/* One that runs begins anew in its place. */
	assert_said(f, INIT, "41=00000001 42=0001", "9000");
	assert_said(f, DELETE_CRYPTO, "41=0002", "9000");
	assert_said(f, INIT, "41=00000001 42=0004", "9000");
}

/* Whichever call of the engine fails, the card's answer says so, and the running MAC is as it was. */
static void when_the_engine_fails(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t message[40];
	char mac[129], hex[81], data[SE_SAY_MAX], answer[160];

	fill(message, sizeof(message));
	hex_of(message, sizeof(message), hex);
	for (size_t i = 5; i < CASES; i++) {
		bool failed = true;

		make(f, &cases[i], true);
		host_mac(&cases[i], message, 40, mac);
		snprintf(answer, sizeof(answer), "41=%s 9000", mac);
		snprintf(data, sizeof(data), "41=00000001 42=%s 43=%s", cases[i].number, hex);
		for (int n = 1; failed; n++) {
			uint8_t command[200], got[100];
			char text[SE_SAY_MAX];
			size_t len;

			se_say_command(MAKE, data, text);
			engine_fault()->calls = n;
			len = se_apdu(f, command, se_hex(text, command, sizeof(command)), got, sizeof(got));
			failed = engine_fault()->calls == 0;
			engine_fault()->calls = 0;
			se_say_hex(failed ? "6f00" : answer, true, text);
			se_assert_answer(data, got, len, text, __FILE__, __LINE__);
			assert_true(!failed || n < 12);
		}
		assert_said(f, INIT, "41=00000001 42=0001", "9000");
		engine_fault()->calls = 1;
		step(f, UPDATE, message, 33, "", "6f00");
		step(f, UPDATE, message, 33, "", "9000");
		engine_fault()->calls = 1;
		step(f, FINAL, message + 33, 7, "", "6f00");
		final(f, message + 33, 7, mac);
		unmake(f);
	}
}

/* FIPS policy, note 3: 2^16 blocks, by MACs and by ciphers, at once and in steps. Then the key has to be written anew. */
static void a_fips_parts_des_key_serves_so_many_blocks(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t message[800];
	char hex[1601], data[SE_SAY_MAX];
	size_t blocks = 0;

	fill(message, sizeof(message));
	hex_of(message, sizeof(message), hex);
	f->chip->nv.identity.fips = 1;
	assert_said(f, DES, "41=00000001 43=" KEY_24, "9000");
	assert_said(f, CREATE, "41=0001 42=03 43=06", "9000");
	assert_said(f, CREATE, "41=0002 42=02 43=01", "9000");
	assert_said(f, INIT, "41=00000001 42=0001", "9000");
	assert_said(f, "80030e42", "41=00000001 42=0002", "9000");
	for (size_t i = 0; blocks < 65536 - 101; i++) {
		char command[SE_SAY_MAX];
		uint8_t bytes[1000], answer[1000];
		size_t len;

		if (i % 4 == 0)
			snprintf(data, sizeof(data), "41=00000001 42=04 43=%s", hex);
		else if (i % 4 == 1)
			snprintf(data, sizeof(data), "41=%s 42=0001", hex);
		else if (i % 4 == 2)
			snprintf(data, sizeof(data), "41=00000001 42=01 43=%s", hex);
		else
			snprintf(data, sizeof(data), "42=0002 43=%s", hex);
		se_say_command(i % 4 == 0   ? MAKE
			       : i % 4 == 1 ? UPDATE
			       : i % 4 == 2 ? "80030e37"
					    : "80030e0c",
			data, command);
		len = se_apdu(f, bytes, se_hex(command, bytes, sizeof(bytes)), answer, sizeof(answer));
		assert_memory_equal(answer + len - 2, "\x90\x00", 2);
		blocks += 100;
		/* The count outlives power. */
		if (i == 300) {
			se_power_cycle(f);
			assert_said(f, INIT, "41=00000001 42=0001", "9000");
			assert_said(f, "80030e42", "41=00000001 42=0002", "9000");
		}
	}
	for (; blocks < 65536; blocks++)
		assert_said(f, UPDATE, "41=61 42=0001", "9000");
	assert_said(f, UPDATE, "41=61 42=0001", "6985");
	assert_said(f, "80030e0c", "42=0002 43=0011223344556677", "6985");
	assert_said(f, MAKE, "41=00000001 42=04 43=61", "6985");
	se_power_cycle(f);
	assert_said(f, MAKE, "41=00000001 42=04 43=61", "6985");
	assert_said(f, INIT, "41=00000001 42=0001", "6985");
	assert_said(f, DES, "41=00000001 43=" KEY_24, "9000");
	assert_said(f, MAKE, "41=00000001 42=04 43=61", "41=XXXXXXXXXXXXXXXX 9000");
}

#define ON_C(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_C(published_macs),
		ON_C(the_examples_of_iso_9797_1),
		ON_C(in_one_step_as_openssl_has_it),
		ON_C(in_steps_of_any_size),
		ON_C(a_mac_is_checked),
		ON_C(init_begins_anew_and_so_does_final),
		ON_C(from_any_snapshot_it_goes_on_the_same),
		ON_C(the_state_goes_with_power_and_selection),
		ON_C(the_state_goes_with_its_session),
		ON_C(a_key_that_goes_takes_the_operation_along),
		ON_C(a_transient_key),
		ON_C(conditions_hold_at_every_step),
		ON_C(keys_of_another_class_do_not_fit),
		ON_C(sign_is_the_right_to_make_and_to_check),
		ON_C(crypto_objects_that_do_not_fit),
		ON_C(broken_parameters),
		ON_C(ram_ends),
		ON_C(when_the_engine_fails),
		ON_C(a_fips_parts_des_key_serves_so_many_blocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
