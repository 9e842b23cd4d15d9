/* tests/unit/test_se050_tls.c: TLS 1.2's random, pre-master secrets and PRF (AN12413 4.16; se050-evidence.md 3.2). */
#include "cmocka_all.h"

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host_crypto.h"
#include "object.h"
#include "rsa_fixture.h"

#define RANDOM "80030f49"
#define PMS "80030f4a"
#define RANDOM_ANSWER "41 820020 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 9000"
#define BLOCK_16 "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"
#define BLOCK_32 BLOCK_16 BLOCK_16
#define LABEL "430d 6d617374657220736563726574"

enum { SECRET = 0x7da00001, TARGET = 0x7da00002, PSK = 0x7da00003, PAIR = 0x7da00004 };

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

static int set_up_51(void **state)
{
	return set_up_part(state, "se051c");
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

#define assert_tlvs(f, header, data, answer) \
	assert_tlvs_at((f), (header), (data), (answer), __FILE__, __LINE__)

static void assert_tlvs_at(struct se050_fixture *f, const char *header, const char *data, const char *answer,
	const char *file, int line)
{
	char command[2200];
	uint8_t bytes[1000];
	size_t len = se_hex(data, bytes, sizeof(bytes));

	snprintf(command, sizeof(command), len > 255 ? "%s 00%04zx %s" : "%s %02zx %s", header, len, data);
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

/* One with so many zeros. */
static void write_zeros(struct se050_fixture *f, uint32_t id, size_t len)
{
	char value[2 * 256 + 1] = "";

	memset(value, '0', 2 * len);
	write_hmac(f, id, "", value);
}

static void assert_value(struct se050_fixture *f, uint32_t id, const uint8_t *expected, size_t len)
{
	struct rbuf value = object_value(f->chip, object_look(f->chip, id));

	assert_int_equal(rbuf_left(&value), len);
	assert_memory_equal(value.at, expected, len);
}

/* As if TLSGenerateRandom had answered this. */
static void set_random(struct se050_fixture *f, const char *hex)
{
	assert_int_equal(se_hex(hex, f->chip->applet.tls_random, 32), 32);
	f->chip->applet.tls_random_set = true;
}

#define CLIENT_1 "36c129d01a3200894b9179faac589d9835d58775f9b5ea3587cb8fd0364cae8c"
#define SERVER_1 "f6c9575ed7ddd73e1f7d16eca115415812a43c2b747daaaae043abfb50053fce"
#define MASTER \
	"202c88c00f84a17a20027079604787461176455539e705be730890602c289a5001e34eeb3a043e5d52a65e66125188bf"
#define SERVER_2 "ae6c806f8ad4d80784549dff28a4b58fd837681a51d928c3e30ee5ff14f39868"
#define CLIENT_2 "62e1fd91f23f558a605f28478c58cf72637b89784d959df7e946d3f07bd1b616"
#define KEY_BLOCK                                                                                          \
	"d06139889fffac1e3a71865f504aa5d0d2a2e89506c6f2279b670c3e1b74f531016a2530c51a3a0f7e1d6590d0f0566b" \
	"2f387f8d11fd4f731cdd572d2eae927f6f2f81410b25e6960be68985add6c38445ad9f8c64bf8068bf9a6679485d966f" \
	"1ad6f68b43495b10a683755ea2b858d70ccac7ec8b053c6bd41ca299d4e51928"

/*
 * NIST CAVP (vectors/nist/kdf/tls12_prf_cavp.txt): client and server random make the master secret's seed, server and
 * client random the key block's. Which of them is the part's own: hosts' headers.
 */
static void assert_cavp(struct se050_fixture *f)
{
	static const struct {
		const char *header;
		const char *own;
		const char *data;
		const char *answer;
	} rows[] = {
		{ "80030f4b", SERVER_1, "41047da00001 420104 " LABEL " 4420" CLIENT_1 " 45020030",
			"41 820030" MASTER "9000" },
		{ "80030f4c", CLIENT_1, "41047da00001 420104 " LABEL " 4420" SERVER_1 " 45020030",
			"41 820030" MASTER "9000" },
		{ "80030f4d", SERVER_2,
			"41047da00002 420104 430d6b657920657870616e73696f6e 4420" CLIENT_2 " 45020080",
			"41 820080" KEY_BLOCK "9000" },
		{ "80030f4e", CLIENT_2,
			"41047da00002 420104 430d6b657920657870616e73696f6e 4420" SERVER_2 " 45020080",
			"41 820080" KEY_BLOCK "9000" },
	};

	write_hmac(f, SECRET, "",
		"f8938ecc9edebc5030c0c6a441e213cd24e6f770a50dda07876f8d55da062bcadb386b411fd4fe4313a604fce6c1"
		"7fbc");
	write_hmac(f, TARGET, "", MASTER);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		set_random(f, rows[i].own);
		assert_tlvs(f, rows[i].header, rows[i].data, rows[i].answer);
		/* TLSPerformPRF.again: executing it clears the random. */
		assert_tlvs(f, rows[i].header, rows[i].data, "6985");
	}
}

static void the_prf_has_the_values_of_nist(void **state)
{
	assert_cavp(*state);
}

static void applet_7_2_has_them_too(void **state)
{
	assert_cavp(*state);
}

static void host_prf(const char *digest, const uint8_t *secret, size_t secret_len, const uint8_t *seed,
	size_t seed_len, uint8_t *out, size_t len)
{
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "TLS1-PRF", NULL);
	EVP_KDF_CTX *ctx = EVP_KDF_CTX_new(kdf);
	OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(
					OSSL_KDF_PARAM_DIGEST, (char *)(uintptr_t)digest, 0),
		OSSL_PARAM_construct_octet_string(
			OSSL_KDF_PARAM_SECRET, (void *)(uintptr_t)secret, secret_len),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, (void *)(uintptr_t)seed, seed_len),
		OSSL_PARAM_construct_end() };

	assert_int_equal(EVP_KDF_derive(ctx, out, len, params), 1);
	EVP_KDF_CTX_free(ctx);
	EVP_KDF_free(kdf);
}

/* Label "label", client's random given, the part's own as it answered it. */
static void assert_prf_with(
	struct se050_fixture *f, uint8_t number, const char *name, const uint8_t *secret, size_t secret_len)
{
	static const uint8_t random_command[] = { 0x80, 0x03, 0x0f, 0x49 };
	uint8_t answer[600], expected[512], seed[5 + 64];
	char data[300], label[] = "6c6162656c";
	uint8_t command[128] = { 0x80, 0x03, 0x0f, 0x4b };

	assert_int_equal(se_apdu(f, random_command, 4, answer, sizeof(answer)), 38);
	memcpy(seed, "label", 5);
	memset(seed + 5, 0x0f, 32);
	memcpy(seed + 37, answer + 4, 32);
	host_prf(name, secret, secret_len, seed, sizeof(seed), expected, sizeof(expected));
	snprintf(data, sizeof(data), "41047da00001 4201%02x 4305%s 4420" BLOCK_32 " 45020200", number, label);
	command[4] = (uint8_t)se_hex(data, command + 5, sizeof(command) - 5);
	assert_int_equal(se_apdu(f, command, 5u + command[4], answer, sizeof(answer)), 4 + 512 + 2);
	assert_memory_equal(answer, "\x41\x82\x02\x00", 4);
	assert_memory_equal(answer + 4, expected, 512);
}

static void the_prf_has_every_digest_but_sha_224(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t secret[64] = { 0 };

	write_zeros(f, SECRET, 64);
	assert_prf_with(f, 0x01, "SHA1", secret, 64);
	assert_prf_with(f, 0x04, "SHA256", secret, 64);
	assert_prf_with(f, 0x05, "SHA384", secret, 64);
	assert_prf_with(f, 0x06, "SHA512", secret, 64);
}

static void applet_7_2_has_sha_224(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t secret[16] = { 0 };

	write_zeros(f, SECRET, 16);
	assert_prf_with(f, 0x07, "SHA224", secret, 16);
}

/* 5A, hosts' headers: both randoms from outside, which ALLOW_KDF_EXT_RANDOM opens. */
static void applet_7_2_takes_both_randoms_from_outside(void **state)
{
	struct se050_fixture *f = *state;

	write_hmac(f, SECRET, "1109 08 00000000 80000400",
		"f8938ecc9edebc5030c0c6a441e213cd24e6f770a50dda07876f8d55da062bcadb386b411fd4fe4313a604fce6c1"
		"7fbc");
	write_hmac(f, TARGET, "1109 08 00000000 80000000", MASTER);
	assert_tlvs(f, "80030f5a", "41047da00001 420104 " LABEL " 4440" CLIENT_1 SERVER_1 " 45020030",
		"41 820030" MASTER "9000");
	assert_tlvs(f, "80030f5a", "41047da00001 420104 " LABEL " 4420" CLIENT_1 " 45020030", "6a80");
	assert_tlvs(
		f, "80030f5a", "41047da00002 420104 " LABEL " 4440" CLIENT_1 SERVER_1 " 45020030", "6986");
	/* The part's own random is not its business. */
	assert_apdu(f, RANDOM, RANDOM_ANSWER);
	assert_tlvs(f, "80030f5a", "41047da00001 420104 " LABEL " 4440" CLIENT_1 SERVER_1 " 45020030",
		"41 820030" MASTER "9000");
	assert_tlvs(f, "80030f4b", "41047da00002 420104 " LABEL " 4420" CLIENT_1 " 45020001",
		"41 820001 XX 9000");
	assert_tlvs(
		f, "80030f4b", "41047da00002 420104 " LABEL " 4440" CLIENT_1 SERVER_1 " 45020030", "6a80");
}

static void a_random_is_new_each_time_and_gone_with_the_applet(void **state)
{
	static const uint8_t command[] = { 0x80, 0x03, 0x0f, 0x49 };
	struct se050_fixture *f = *state;
	uint8_t one[64], other[64];

	write_zeros(f, SECRET, 48);
	assert_tlvs(f, "80030f4b", "41047da00001 420104 " LABEL " 4420" BLOCK_32 " 45020010", "6985");
	assert_int_equal(se_apdu(f, command, sizeof(command), one, sizeof(one)), 38);
	assert_int_equal(se_apdu(f, command, sizeof(command), other, sizeof(other)), 38);
	assert_memory_not_equal(one + 4, other + 4, 32);
	/* A refusal keeps it. */
	assert_tlvs(f, "80030f4b", "41047da00001 420100 " LABEL " 4420" BLOCK_32 " 45020010", "6985");
	assert_memory_equal(f->chip->applet.tls_random, other + 4, 32);
	assert_true(f->chip->applet.tls_random_set);
	se_select(f);
	assert_tlvs(f, "80030f4b", "41047da00001 420104 " LABEL " 4420" BLOCK_32 " 45020010", "6985");
}

/* vectors/refusals.tsv TLSPerformPRF.* */
static void what_is_out_of_bounds_is_refused(void **state)
{
	static const struct {
		const char *data;
		const char *status;
	} rows[] = {
		{ "41047da00001 420100 " LABEL " 4420" BLOCK_32 " 45020010", "6985" },
		{ "41047da00001 420107 " LABEL " 4420" BLOCK_32 " 45020010", "6985" },
		{ "41047da00001 4201ff " LABEL " 4420" BLOCK_32 " 45020010", "6985" },
		{ "41047da00001 420104 " LABEL " 4420" BLOCK_32 " 45020000", "6985" },
		{ "41047da00001 420104 " LABEL " 4420" BLOCK_32 " 45020201", "6985" },
		{ "41047da0ffff 420104 " LABEL " 4420" BLOCK_32 " 45020010", "6985" },
		{ "41047da00002 420104 " LABEL " 4420" BLOCK_32 " 45020010", "6985" },
		{ "41047da00003 420104 " LABEL " 4420" BLOCK_32 " 45020010", "6985" },
		{ "41047da00004 420104 " LABEL " 4420" BLOCK_32 " 45020010", "6985" },
		{ "41047da00005 420104 " LABEL " 4420" BLOCK_32 " 45020010", "6986" },
		{ "420104 " LABEL " 4420" BLOCK_32 " 45020010", "6a80" },
		{ "41047da00001 " LABEL " 4420" BLOCK_32 " 45020010", "6a80" },
		{ "41047da00001 420104 4420" BLOCK_32 " 45020010", "6a80" },
		{ "41047da00001 420104 4300 4420" BLOCK_32 " 45020010", "6a80" },
		{ "41047da00001 420104 4341" BLOCK_32 BLOCK_32 "00 4420" BLOCK_32 " 45020010", "6a80" },
		{ "41047da00001 420104 " LABEL " 45020010", "6a80" },
		{ "41047da00001 420104 " LABEL " 441f" BLOCK_16 "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f 45020010",
			"6a80" },
		{ "41047da00001 420104 " LABEL " 4421" BLOCK_32 "00 45020010", "6a80" },
		{ "41047da00001 420104 " LABEL " 4420" BLOCK_32, "6a80" },
		{ "41047da00001 420104 " LABEL " 4420" BLOCK_32 " 450110", "6a80" },
		{ "41047da00001 420104 " LABEL " 4420" BLOCK_32 " 45020010 7e00", "6a80" },
	};
	struct se050_fixture *f = *state;

	write_zeros(f, SECRET, 48);
	/* TLSPerformPRF.key.size: 16, 32, 48 or 64. */
	write_zeros(f, TARGET, 20);
	assert_apdu(f, "8001030018 41047da00003 4310404142434445464748494a4b4c4d4e4f", "9000");
	assert_apdu(f, "800106000c 41047da00004 43020002 4400", "9000");
	write_hmac(f, 0x7da00005, "1109 08 00000000 185c1000", BLOCK_32);
	assert_apdu(f, RANDOM, RANDOM_ANSWER);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_tlvs(f, "80030f4b", rows[i].data, rows[i].status);
	assert_tlvs(f, "80030f5a", "41047da00001 420104 " LABEL " 4420" BLOCK_32 " 45020010", "6a86");
	assert_apdu(f, RANDOM "03 41 01 00", "6a80");
}

static void applet_7_2_wants_tls_kdf_and_keeps_what_must_not_leave(void **state)
{
	struct se050_fixture *f = *state;

	write_hmac(f, SECRET, "1109 08 00000000 00800080", BLOCK_32);
	write_hmac(f, TARGET, "1109 08 00000000 80000800", BLOCK_32);
	assert_apdu(f, RANDOM, RANDOM_ANSWER);
	assert_tlvs(f, "80030f4b", "41047da00001 420104 " LABEL " 4420" BLOCK_32 " 45020010", "6986");
	assert_tlvs(f, "80030f4b", "41047da00002 420104 " LABEL " 4420" BLOCK_32 " 45020010", "6986");
}

/* RFC 4279 2: N zeros and N bytes of key, each behind its length. */
static void a_pre_shared_key_makes_a_pre_master_secret(void **state)
{
	static const size_t sizes[] = { 16, 32, 48, 64 };
	struct se050_fixture *f = *state;
	uint8_t expected[132];

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		size_t n = sizes[i];
		char key[129] = "";
		uint32_t psk = 0x7da00100 + (uint32_t)i, target = 0x7da00200 + (uint32_t)i;
		char data[64];

		memset(key, '7', 2 * n);
		memset(expected, 0, sizeof(expected));
		expected[1] = expected[n + 3] = (uint8_t)n;
		memset(expected + n + 4, 0x77, n);
		write_hmac(f, psk, "", key);
		write_zeros(f, target, 2 * n + 4);
		snprintf(data, sizeof(data), "4104%08x 4304%08x 4400", psk, target);
		assert_tlvs(f, PMS, data, "9000");
		assert_value(f, target, expected, 2 * n + 4);
		/* And the PRF takes it. */
		assert_apdu(f, RANDOM, RANDOM_ANSWER);
		snprintf(data, sizeof(data), "4104%08x", target);
		{
			char prf[300];

			snprintf(prf, sizeof(prf), "%s 420104 " LABEL " 4420" BLOCK_32 " 45020001", data);
			assert_tlvs(f, "80030f4c", prf, "41 820001 XX 9000");
		}
	}
}

/* A pair whose private value the host knows, and the host's own. */
struct pairs {
	struct host_key own;
	struct host_key host;
};

static void write_pair(struct se050_fixture *f, struct pairs *pairs, const char *policy)
{
	static const uint8_t d1[32] = { 0x11, [31] = 0x17 }, d2[32] = { 0x22, [31] = 0x29 };
	char data[600], private[65], public[131];

	pairs->own = host_key_from(d1);
	pairs->host = host_key_from(d2);
	for (size_t i = 0; i < 32; i++)
		snprintf(private + 2 * i, 3, "%02x", d1[i]);
	for (size_t i = 0; i < 64; i++)
		snprintf(public + 2 * i, 3, "%02x", pairs->own.point[i]);
	snprintf(data, sizeof(data), "%s 4104%08x 420103 4320%s 444104%s", policy, PAIR, private, public);
	assert_tlvs(f, "80016100", data, "9000");
}

/* TLSCalculatePreMasterSecret with the host's public value. */
static void peer_data(char *data, size_t size, const char *ids, const struct host_key *host)
{
	int at = snprintf(data, size, "%s 444104", ids);

	for (size_t i = 0; i < 64; i++)
		at += snprintf(data + at, size - (size_t)at, "%02x", host->point[i]);
}

/* RFC 8422 5.10: X. RFC 5489 2: with a pre-shared key behind it, each behind its length. */
static void key_agreement_makes_a_pre_master_secret(void **state)
{
	struct se050_fixture *f = *state;
	struct pairs pairs;
	struct digest z;
	uint8_t expected[52] = { 0, 32, [34] = 0, 16 };
	char data[300];

	write_pair(f, &pairs, "");
	z = host_ecdh(&pairs.host, pairs.own.point);
	write_zeros(f, TARGET, 32);
	write_zeros(f, TARGET + 0x100, 52);
	write_hmac(f, PSK, "", BLOCK_16);
	peer_data(data, sizeof(data), "42047da00004 43047da00002", &pairs.host);
	assert_tlvs(f, PMS, data, "9000");
	assert_value(f, TARGET, z.at, 32);
	peer_data(data, sizeof(data), "41047da00003 42047da00004 43047da00102", &pairs.host);
	assert_tlvs(f, PMS, data, "9000");
	memcpy(expected + 2, z.at, 32);
	expected[34] = 0;
	expected[35] = 16;
	memset(expected + 36, 0x0f, 16);
	assert_value(f, TARGET + 0x100, expected, 52);
	/* TLSCalculatePreMasterSecret.point: off the curve. */
	pairs.host.point[63] ^= 1;
	peer_data(data, sizeof(data), "42047da00004 43047da00002", &pairs.host);
	assert_tlvs(f, PMS, data, "6985");
	assert_value(f, TARGET, z.at, 32);
}

/* vectors/refusals.tsv TLSCalculatePreMasterSecret.* */
static void wrong_keys_and_data_are_refused(void **state)
{
	static const struct {
		const char *data;
		const char *status;
	} rows[] = {
		{ "43047da00002 4400", "6a80" },
		{ "41047da00003", "6a80" },
		{ "41047da00003 43047da0ffff", "6985" },
		{ "41047da00003 43047da00005", "6985" },
		{ "41047da00003 43047da00006", "6985" },
		{ "41047da0ffff 43047da00002", "6985" },
		{ "41047da00005 43047da00002", "6985" },
		{ "42047da0ffff 43047da00002 440104", "6985" },
		{ "42047da00005 43047da00002 440104", "6985" },
		{ "42047da00007 43047da00002 440104", "6985" },
		{ "42047da00004 43047da00002", "6985" },
		{ "42047da00004 43047da00002 4400", "6985" },
		{ "42047da00004 43047da00002 440104", "6985" },
		/* .psk.size, .data, and a target of another size. */
		{ "41047da00008 43047da00002", "6985" },
		{ "41047da00003 43047da00002 440100", "6985" },
		{ "41047da00003 43047da00009", "6985" },
		/* .target.policy; FORBID_ALL on the key. */
		{ "41047da00003 43047da0000a", "6986" },
		{ "41047da0000b 43047da00002", "6986" },
		{ "41047da00003 43047da00002 46020303", "6a80" },
		{ "41047da00003 43047da00002 7e00", "6a80" },
	};
	struct se050_fixture *f = *state;
	struct pairs pairs;
	char public[200];

	write_pair(f, &pairs, "");
	write_hmac(f, PSK, "", BLOCK_16);
	write_zeros(f, TARGET, 36);
	assert_apdu(f, "8001030018 41047da00005 4310404142434445464748494a4b4c4d4e4f", "9000");
	assert_apdu(f, "800106000c 41047da00006 43020002 4400", "9000");
	peer_data(public, sizeof(public), "41047da00007 420103", &pairs.host);
	assert_tlvs(f, "80012100", public, "9000");
	write_zeros(f, 0x7da00008, 20);
	write_zeros(f, 0x7da00009, 37);
	write_hmac(f, 0x7da0000a, "1109 08 00000000 18c81000",
		"000000000000000000000000000000000000000000000000000000000000000000000000");
	write_hmac(f, 0x7da0000b, "1109 08 00000000 20000000", BLOCK_16);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_tlvs(f, PMS, rows[i].data, rows[i].status);
	assert_tlvs(f, PMS, "41047da00003 43047da00002", "9000");
}

/* TLSCalculatePreMasterSecret.denied.ecpair.KA: every rule of the class but KA. */
static void the_pair_must_allow_key_agreement(void **state)
{
	struct se050_fixture *f = *state;
	struct pairs pairs;
	char data[300];

	write_pair(f, &pairs, "1109 08 00000000 1bfc1000");
	write_zeros(f, TARGET, 32);
	peer_data(data, sizeof(data), "42047da00004 43047da00002", &pairs.host);
	assert_tlvs(f, PMS, data, "6986");
}

/* 3.2.2.2: another user's transient key. */
static void a_transient_key_is_its_makers(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(f, "804107000c 41047da00009 4204 01020304", "9000");
	assert_apdu(f, "8081050018 41047da00003 4310" BLOCK_16, "9000");
	write_zeros(f, TARGET, 36);
	se_session_create(f, &s, 0x7da00009);
	assert_in(f, &s, "8004002c06 4104 01020304", "9000");
	assert_in(f, &s, PMS "0c 41047da00003 43047da00002", "6985");
	assert_apdu(f, PMS "0c 41047da00003 43047da00002", "9000");
	se_select(f);
	/* Its value is gone. */
	assert_apdu(f, PMS "0c 41047da00003 43047da00002", "6985");
}

static void applet_7_2_wants_tls_pms_of_the_key(void **state)
{
	struct se050_fixture *f = *state;

	write_hmac(f, PSK, "1109 08 00000000 40000000", BLOCK_16);
	write_hmac(f, SECRET, "1109 08 00000000 80800080", BLOCK_16);
	write_zeros(f, TARGET, 36);
	assert_tlvs(f, PMS, "41047da00003 43047da00002", "9000");
	assert_tlvs(f, PMS, "41047da00001 43047da00002", "6986");
}

static uint16_t rsa_pre_master(struct se050_fixture *f, uint32_t psk, const uint8_t *hidden, size_t len,
	uint32_t target, const char *version)
{
	struct rsa_command command = rsa_command(0x03, 0x0f, 0x4a, psk);

	/* rsa_command() begins with 41: without a key it is left out. */
	if (psk == 0)
		command.len = 0;
	rsa_add_number(&command, 0x42, PAIR, 4);
	rsa_add_number(&command, 0x43, target, 4);
	rsa_add(&command, 0x44, hidden, len);
	if (version)
		rsa_add(&command, 0x46, version, 2);
	return rsa_run(f, &command);
}

/* Hosts' headers: RFC 5246 8.1.1, RFC 4279 4. */
static void applet_7_2_has_rsa(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t secret[48] = { 3, 3, 0x5a }, expected[68] = { 0, 48 }, hidden[128];
	struct host_rsa key;

	host_rsa_pool(&key, 128, 1);
	rsa_write_key(f, &key, FORM_PAIR_CRT, PAIR, 0);
	write_zeros(f, TARGET, 48);
	write_zeros(f, TARGET + 0x100, 68);
	write_hmac(f, PSK, "", BLOCK_16);
	host_rsa_encrypt(&key, RSA_PKCS1_PADDING, secret, sizeof(secret), hidden);
	assert_int_equal(rsa_pre_master(f, 0, hidden, 128, TARGET, NULL), 0x9000);
	assert_value(f, TARGET, secret, 48);
	assert_int_equal(rsa_pre_master(f, 0, hidden, 128, TARGET, "\3\3"), 0x9000);
	assert_int_equal(rsa_pre_master(f, 0, hidden, 128, TARGET, "\3\2"), 0x6985);
	assert_int_equal(rsa_pre_master(f, PSK, hidden, 128, TARGET + 0x100, "\3\3"), 0x9000);
	memcpy(expected + 2, secret, 48);
	expected[51] = 16;
	memset(expected + 52, 0x0f, 16);
	assert_value(f, TARGET + 0x100, expected, 68);
	assert_int_equal(rsa_pre_master(f, 0, hidden, 127, TARGET, NULL), 0x6985);
	hidden[5] ^= 1;
	assert_int_equal(rsa_pre_master(f, 0, hidden, 128, TARGET, NULL), 0x6985);
	host_rsa_encrypt(&key, RSA_PKCS1_PADDING, secret, 47, hidden);
	assert_int_equal(rsa_pre_master(f, 0, hidden, 128, TARGET, NULL), 0x6985);
	assert_value(f, TARGET, secret, 48);
	host_rsa_free(&key);
}

/* AN12413 4.16.2 has no RSA. */
static void applets_3_have_no_rsa(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t hidden[128] = { 0 };
	struct host_rsa key;

	host_rsa_pool(&key, 128, 1);
	rsa_write_key(f, &key, FORM_PAIR_CRT, PAIR, 0);
	write_zeros(f, TARGET, 48);
	assert_int_equal(rsa_pre_master(f, 0, hidden, 128, TARGET, NULL), 0x6985);
	host_rsa_free(&key);
}

/* X25519, AN12413 7: the coordinate; Ed25519 agrees on nothing. */
static void montgomery_keys_agree_and_edwards_keys_do_not(void **state)
{
	struct se050_fixture *f = *state;
	char data[200];

	assert_apdu(f, "8001610009 41047da00004 420141", "9000");
	assert_apdu(f, "8001610009 41047da00005 420140", "9000");
	write_zeros(f, TARGET, 32);
	snprintf(data, sizeof(data), "42047da00004 43047da00002 4420%s", BLOCK_32);
	assert_tlvs(f, PMS, data, "9000");
	snprintf(data, sizeof(data), "42047da00005 43047da00002 4420%s", BLOCK_32);
	assert_tlvs(f, PMS, data, "6985");
}

/* What a snapshot is: a copy of the part's bytes. The random comes back with it, and what was derived into an object. */
static void a_snapshot_holds_the_random_and_the_target(void **state)
{
	struct se050_fixture *f = *state;
	size_t size = f->board->parts[0]->model.size;
	uint8_t *before = malloc(size);

	assert_non_null(before);
	write_hmac(f, SECRET, "",
		"f8938ecc9edebc5030c0c6a441e213cd24e6f770a50dda07876f8d55da062bcadb386b411fd4fe4313a604fce6c1"
		"7fbc");
	set_random(f, SERVER_1);
	memcpy(before, f->chip, size);
	for (int i = 0; i < 2; i++) {
		uint8_t number = f->number;

		assert_tlvs(f, "80030f4b", "41047da00001 420104 " LABEL " 4420" CLIENT_1 " 45020030",
			"41 820030" MASTER "9000");
		assert_tlvs(f, "80030f4b", "41047da00001 420104 " LABEL " 4420" CLIENT_1 " 45020030", "6985");
		memcpy(f->chip, before, size);
		f->number = number;
	}
	write_hmac(f, PSK, "", BLOCK_16);
	write_zeros(f, TARGET, 36);
	memcpy(before, f->chip, size);
	{
		uint8_t zeros[36] = { 0 }, number = f->number;

		assert_tlvs(f, PMS, "41047da00003 43047da00002", "9000");
		memcpy(f->chip, before, size);
		f->number = number;
		assert_value(f, TARGET, zeros, sizeof(zeros));
		assert_tlvs(f, PMS, "41047da00003 43047da00002", "9000");
	}
	free(before);
}

/* AppletConfig bit 0400: SE050F has it not. */
static void parts_without_the_feature_refuse(void **state)
{
	struct se050_fixture *f = se_new("se050f");

	(void)state;
	se_select(f);
	se_open_channel(f, 0x33);
	assert_secure(f, RANDOM, "6985");
	assert_secure(f, PMS "0c 41047da00003 43047da00002", "6985");
	assert_secure(f, "80030f4b 03 420104", "6985");
	se_free(f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_prf_has_the_values_of_nist, set_up, tear_down),
		cmocka_unit_test_setup_teardown(applet_7_2_has_them_too, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(the_prf_has_every_digest_but_sha_224, set_up, tear_down),
		cmocka_unit_test_setup_teardown(applet_7_2_has_sha_224, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(
			applet_7_2_takes_both_randoms_from_outside, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(
			a_random_is_new_each_time_and_gone_with_the_applet, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_out_of_bounds_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			applet_7_2_wants_tls_kdf_and_keeps_what_must_not_leave, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(
			a_pre_shared_key_makes_a_pre_master_secret, set_up, tear_down),
		cmocka_unit_test_setup_teardown(key_agreement_makes_a_pre_master_secret, set_up, tear_down),
		cmocka_unit_test_setup_teardown(wrong_keys_and_data_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_pair_must_allow_key_agreement, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_transient_key_is_its_makers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(applet_7_2_wants_tls_pms_of_the_key, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(applet_7_2_has_rsa, set_up_51, tear_down),
		cmocka_unit_test_setup_teardown(applets_3_have_no_rsa, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			montgomery_keys_agree_and_edwards_keys_do_not, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_snapshot_holds_the_random_and_the_target, set_up, tear_down),
		cmocka_unit_test(parts_without_the_feature_refuse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
