/* tests/unit/test_se050_attest_keys.c: every key and algorithm that attests (AN12413 3.2.7.2, 4.3.22). */
#include "cmocka_all.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <string.h>

#include "curve.h"
#include "object.h"
#include "se050_proof.h"

static int set_up_part(void **state, const char *part)
{
	struct se050_fixture *f = se_new(part);

	se_select(f);
	*state = f;
	return 0;
}

static int set_up_c(void **state)
{
	return set_up_part(state, "se050c");
}

static int set_up_e(void **state)
{
	return set_up_part(state, "se050e");
}

static int set_up_se051c(void **state)
{
	return set_up_part(state, "se051c");
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}
/* A key that may be read and attest. */
static void make_key(struct se050_fixture *f, uint32_t id, unsigned int curve)
{
	char hex[80];

	if (curve <= SE050_CURVES)
		f->chip->nv.curves[curve - 1] = CURVE_SET;
	snprintf(hex, sizeof(hex), "8001610014 1109 08 00000000 00208000 4104%08x 4201%02x", id, curve);
	assert_apdu(f, hex, "9000");
}

static void every_digest_and_many_curves(void **state)
{
	struct se050_fixture *f = *state;
	static const struct {
		unsigned int id;
		const char *name;
	} curves[] = { { 0x01, "P-192" }, { 0x02, "P-224" }, { 0x03, "P-256" }, { 0x04, "P-384" },
		{ 0x05, "P-521" }, { 0x09, "brainpoolP256r1" }, { 0x0c, "brainpoolP512r1" },
		{ 0x10, "secp256k1" } };
	static const struct {
		unsigned int id;
		const char *name;
	} digests[] = { { 0x11, "SHA1" }, { 0x25, "SHA224" }, { 0x21, "SHA256" }, { 0x22, "SHA384" },
		{ 0x26, "SHA512" } };

	for (size_t c = 0; c < sizeof(curves) / sizeof(curves[0]); c++) {
		make_key(f, 0x30 + curves[c].id, curves[c].id);
		for (size_t d = 0; d < sizeof(digests) / sizeof(digests[0]); d++) {
			char hex[120];
			struct proof p;

			snprintf(hex, sizeof(hex), "8022000021 41047fff0206 4504%08x 4601%02x 4710" FRESH,
				0x30 + curves[c].id, digests[d].id);
			attest(f, &p, hex);
			assert_proven_by(f, &p, 0x30 + curves[c].id, curves[c].name, digests[d].name);
		}
	}
}

/* One component of an RSA public key. */
static struct rbuf read_component(
	struct se050_fixture *f, uint32_t key, unsigned int component, uint8_t *answer, size_t cap)
{
	struct tlv tlv;
	uint8_t ask[16];
	char hex[40];
	struct rbuf r;

	snprintf(hex, sizeof(hex), "8002000009 4104%08x 4401%02x", key, component);
	r = rbuf_from(answer, se_apdu(f, ask, se_hex(hex, ask, sizeof(ask)), answer, cap) - 2);
	assert_true(tlv_next(&r, &tlv));
	return tlv.value;
}

static EVP_PKEY *rsa_key(struct se050_fixture *f, uint32_t id)
{
	uint8_t first[600], second[64], n[512], e[8];
	struct rbuf modulus = read_component(f, id, 0, first, sizeof(first));
	struct rbuf exponent = read_component(f, id, 1, second, sizeof(second));
	size_t n_len = rbuf_left(&modulus), e_len = rbuf_left(&exponent);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *key = NULL;
	OSSL_PARAM params[3];

	/* Numbers of the machine: little endian. */
	for (size_t i = 0; i < n_len; i++)
		n[i] = modulus.at[n_len - 1 - i];
	for (size_t i = 0; i < e_len; i++)
		e[i] = exponent.at[e_len - 1 - i];
	params[0] = OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, n, n_len);
	params[1] = OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_E, e, e_len);
	params[2] = OSSL_PARAM_construct_end();
	assert_int_equal(EVP_PKEY_fromdata_init(ctx), 1);
	assert_int_equal(EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params), 1);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

static bool rsa_verifies(
	EVP_PKEY *key, const char *digest, bool pss, const struct bytes_of *message, struct rbuf signature)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	EVP_PKEY_CTX *ctx;
	bool good;

	assert_int_equal(EVP_DigestVerifyInit_ex(md, &ctx, digest, NULL, NULL, key, NULL), 1);
	if (pss) {
		assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING), 1);
		assert_int_equal(EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST), 1);
	}
	good = EVP_DigestVerify(md, signature.at, rbuf_left(&signature), message->at, message->len) == 1;
	EVP_MD_CTX_free(md);
	return good;
}

/* By each scheme and digest, with keys of both forms. */
static void rsa_keys(void **state)
{
	struct se050_fixture *f = *state;
	struct proof component;
	static const struct {
		unsigned int id;
		const char *digest;
		bool pss;
	} algorithms[] = { { 0x0a, "SHA1", false }, { 0x27, "SHA224", false }, { 0x28, "SHA256", false },
		{ 0x29, "SHA384", false }, { 0x2a, "SHA512", false }, { 0x15, "SHA1", true },
		{ 0x2b, "SHA224", true }, { 0x2c, "SHA256", true }, { 0x2d, "SHA384", true } };

	assert_apdu(f, "8001620015 1109 08 00000000 00208000 410400000050 42020400", "9000");
	assert_apdu(f, "8001624f15 1109 08 00000000 00208000 410400000051 42020400", "9000");
	for (uint32_t id = 0x50; id <= 0x51; id++) {
		EVP_PKEY *key = rsa_key(f, id);

		for (size_t i = 0; i < sizeof(algorithms) / sizeof(algorithms[0]); i++) {
			struct bytes_of message;
			struct rbuf signature;
			struct proof p;
			char hex[120];

			snprintf(hex, sizeof(hex), "8022000021 41047fff0206 4504%08x 4601%02x 4710" FRESH, id,
				algorithms[i].id);
			attest(f, &p, hex);
			message_of(f, &p, &message);
			signature = p.tlvs[p.n - 1].value;
			assert_int_equal(rbuf_left(&signature), 128);
			assert_true(rsa_verifies(
				key, algorithms[i].digest, algorithms[i].pss, &message, signature));
			message.at[0] ^= 1;
			assert_false(rsa_verifies(
				key, algorithms[i].digest, algorithms[i].pss, &message, signature));
		}
		EVP_PKEY_free(key);
	}
	/* No room for that salt in 1024 bits; ECDSA; a key without the right; a component attested. */
	assert_apdu(f, "8022000021 41047fff0206 450400000050 46012e 4710" FRESH, "6985");
	assert_apdu(f, "8022000021 41047fff0206 450400000050 460121 4710" FRESH, "6985");
	assert_apdu(f, "8001620015 1109 08 00000000 10200000 410400000052 42020400", "9000");
	assert_apdu(f, "8022000021 41047fff0206 450400000052 460128 4710" FRESH, "6982");
	attest(f, &component, "8022000024 410400000050 440101" BY_EC);
	assert_proven(f, &component);
	assert_value(&component, 0x41, "010001");
	assert_apdu(f, "8022000021 410400000050" BY_EC, "6985");
}

/* From 7.2 on; keys and signatures travel with their halves in the order of the applet (AN12413 7). */
static void an_edwards_key(void **state)
{
	struct se050_fixture *f = *state;
	static const char command[] = "8022000021 41047fff0206 450400000040 4601a3 4710" FRESH;
	uint8_t answer[64], point[32], signature[64];
	struct bytes_of message;
	struct proof p;
	struct rbuf sent;
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	EVP_PKEY *key;

	make_key(f, 0x40, CURVE_ED25519);
	if (f->chip->nv.identity.version[0] < 7) {
		assert_apdu(f, command, "6985");
		EVP_MD_CTX_free(md);
		return;
	}
	attest(f, &p, command);
	sent = p.tlvs[p.n - 1].value;
	assert_int_equal(rbuf_left(&sent), 64);
	assert_true(read_public(f, 0x40, answer, sizeof(answer)) > 34);
	for (size_t i = 0; i < 32; i++) {
		point[i] = answer[4 + 31 - i];
		signature[i] = sent.at[31 - i];
		signature[32 + i] = sent.at[63 - i];
	}
	message_of(f, &p, &message);
	key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, point, sizeof(point));
	assert_non_null(key);
	assert_int_equal(EVP_DigestVerifyInit(md, NULL, NULL, NULL, key), 1);
	assert_int_equal(EVP_DigestVerify(md, signature, 64, message.at, message.len), 1);
	message.at[0] ^= 1;
	assert_int_equal(EVP_DigestVerify(md, signature, 64, message.at, message.len), 0);
	EVP_MD_CTX_free(md);
	EVP_PKEY_free(key);
	/* ECDSA it does not. */
	assert_apdu(f, "8022000021 41047fff0206 450400000040 460121 4710" FRESH, "6985");
}

/* The factory's own RSA key. */
static void the_rsa_attestation_key(void **state)
{
	struct se050_fixture *f = *state;
	EVP_PKEY *key = rsa_key(f, 0xf0000010);
	struct bytes_of message;
	struct proof p;

	attest(f, &p, "8022000021 41047fff0201 4504f0000010 460128 4710" FRESH);
	message_of(f, &p, &message);
	assert_int_equal(rbuf_left(&p.tlvs[p.n - 1].value), 256);
	assert_true(rsa_verifies(key, "SHA256", false, &message, p.tlvs[p.n - 1].value));
	EVP_PKEY_free(key);
}

#define ON_C(test) cmocka_unit_test_setup_teardown(test, set_up_c, tear_down)
#define ON_E(test) cmocka_unit_test_setup_teardown(test, set_up_e, tear_down)
#define ON_SE051C(test) cmocka_unit_test_setup_teardown(test, set_up_se051c, tear_down)
#define ON_BOTH(test) ON_C(test), ON_E(test)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(every_digest_and_many_curves),
		ON_BOTH(an_edwards_key),
		ON_C(rsa_keys),
		ON_C(the_rsa_attestation_key),
		ON_SE051C(rsa_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
