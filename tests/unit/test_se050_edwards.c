/*
 * tests/unit/test_se050_edwards.c: Ed25519, X25519 and X448 on the SE05x, with the RFCs' own vectors, and what 7.2 adds to key
 * agreement (AN12413 7; evidence 3.2).
 */
#include "cmocka_all.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "host_ec.h"
#include "object.h"
#include "se050_command.h"
#include "vector_check.h"

enum {
	KEY = 0x00000100,
	PEER = 0x00000200,
	TARGET = 0x00000300,
	PUBLIC = 0x00000400,
	P256 = 0x03,
	BN256 = 0x11,
	ED25519 = 0x40,
	X25519 = 0x41,
	X448 = 0x43,
	MONTGOMERY_BYTES = 56,
};

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

static int set_up_a(void **state)
{
	return set_up_part(state, "se050a");
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

static void turn(const uint8_t *from, size_t len, uint8_t *to)
{
	for (size_t i = 0; i < len; i++)
		to[i] = from[len - 1 - i];
}

static uint16_t write_key(struct se050_fixture *f, const char *head, uint32_t id, uint8_t curve,
	const uint8_t *d, const uint8_t *public, size_t len)
{
	struct se_command c = se_command(head);

	se_put_id(&c, 0x41, id);
	se_put_u8(&c, 0x42, curve);
	if (d)
		se_put(&c, 0x43, d, len);
	if (public)
		se_put(&c, 0x44, public, len);
	return se_ask(f, &c).status;
}

static uint16_t create_curve(struct se050_fixture *f, uint8_t curve)
{
	struct se_command c = se_command("80010b04");

	se_put_u8(&c, 0x41, curve);
	return se_ask(f, &c).status;
}

static struct se_result on_object(struct se050_fixture *f, const char *head, uint32_t id)
{
	struct se_command c = se_command(head);

	se_put_id(&c, 0x41, id);
	return se_ask(f, &c);
}

static struct se_result sign(struct se050_fixture *f, const struct vector_value *message)
{
	struct se_command c = se_command("80030c09");

	se_put_id(&c, 0x41, KEY);
	se_put_u8(&c, 0x42, 0xa3);
	if (message->len > 0)
		se_put(&c, 0x43, message->at, message->len);
	return se_ask(f, &c);
}

static struct se_result verify(struct se050_fixture *f, uint32_t id, const struct vector_value *message,
	const uint8_t *signature, size_t len)
{
	struct se_command c = se_command("80030c0a");

	se_put_id(&c, 0x41, id);
	se_put_u8(&c, 0x42, 0xa3);
	se_put(&c, 0x43, message->at, message->len);
	se_put(&c, 0x45, signature, len);
	return se_ask(f, &c);
}

/* Public value, r and s are turned around; the private value and the message are not. */
static void ed25519_is_rfc_8032_s(void **state)
{
	struct se050_fixture *f = *state;
	struct vector_file file;
	size_t n = 0;

	load_vectors(&file, "rfc/curves/ed25519.txt");
	for (size_t i = 0; i < file.n; i++) {
		const struct vector_record *record = &file.records[i];
		uint8_t seed[32], public[32], turned[32], signature[64], wanted[64];
		struct vector_value message;
		struct se_result answer;

		bytes_of(record, "MESSAGE", &message);
		if (message.len > 700)
			continue;
		fixed_bytes_of(record, "SECRET", seed, 32);
		fixed_bytes_of(record, "PUBLIC", public, 32);
		fixed_bytes_of(record, "SIGNATURE", signature, 64);
		turn(public, 32, turned);
		turn(signature, 32, wanted);
		turn(signature + 32, 32, wanted + 32);
		assert_int_equal(write_key(f, "80016100", KEY, ED25519, seed, turned, 32), 0x9000);
		assert_int_equal(write_key(f, "80012100", PUBLIC, ED25519, NULL, turned, 32), 0x9000);
		answer = sign(f, &message);
		assert_int_equal(answer.status, 0x9000);
		assert_int_equal(answer.len, 64);
		assert_same(record, "signature", answer.value, wanted, 64);
		answer = verify(f, PUBLIC, &message, wanted, 64);
		assert_int_equal(answer.status, 0x9000);
		assert_int_equal(answer.value[0], 1);
		assert_int_equal(verify(f, KEY, &message, wanted, 64).value[0], 1);
		wanted[n % 64] ^= 1;
		answer = verify(f, PUBLIC, &message, wanted, 64);
		assert_int_equal(answer.status, 0x9000);
		assert_int_equal(answer.value[0], 2);
		assert_int_equal(verify(f, PUBLIC, &message, wanted, 63).status, 0x6985);
		assert_int_equal(on_object(f, "80040028", KEY).status, 0x9000);
		assert_int_equal(on_object(f, "80040028", PUBLIC).status, 0x9000);
		n++;
	}
	vector_file_free(&file);
	assert_true(n >= 64);
}

/* A key that the part made: plain OpenSSL verifies what it signs. */
static void a_made_ed25519_key(void **state)
{
	struct se050_fixture *f = *state;
	struct vector_value message = { .len = 3, .at = "abc" };
	uint8_t public[32], signature[64];
	struct se_result answer;
	EVP_PKEY *key;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	assert_int_equal(write_key(f, "80016100", KEY, ED25519, NULL, NULL, 0), 0x9000);
	answer = on_object(f, "80020000", KEY);
	assert_int_equal(answer.len, 32);
	turn(answer.value, 32, public);
	answer = sign(f, &message);
	turn(answer.value, 32, signature);
	turn(answer.value + 32, 32, signature + 32);
	key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public, 32);
	assert_int_equal(EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, key), 1);
	assert_int_equal(EVP_DigestVerify(ctx, signature, 64, message.at, message.len), 1);
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	assert_apdu(f, "80020b3606 410400000100", "410140 9000");
	assert_apdu(f, "8002000706 410400000100", "41020020 9000");
}

static void each_kind_of_curve_has_its_algorithms(void **state)
{
	struct se050_fixture *f = *state;
	struct se_command c = se_command("8003010f");
	uint8_t peer[32] = { 9 };

	assert_int_equal(write_key(f, "80016100", KEY, ED25519, NULL, NULL, 0), 0x9000);
	assert_int_equal(write_key(f, "80016100", PEER, X25519, NULL, NULL, 0), 0x9000);
	/* ECDSA and ECDAA with Ed25519; anything with X25519; Ed25519 with P-256. */
	assert_apdu(f, "80030c090c 410400000100 420121 430100", "6985");
	assert_apdu(f, "80030c090c 410400000100 4201f4 430100", "6985");
	assert_apdu(f, "80030c090c 410400000200 4201a3 430100", "6985");
	assert_apdu(f, "80030c090c 410400000200 420121 430100", "6985");
	assert_apdu(f, "80030c090c 4104f0000100 4201a3 430100", "6985");
	assert_apdu(f, "80030c0a0f 410400000100 420121 430100 450100", "6985");
	assert_apdu(f, "80030c0a0f 4104f0000100 4201a3 430100 450100", "6985");
	/* A salt, or r of ECDAA, belongs to neither. */
	assert_apdu(f, "80030c0910 410400000100 4201a3 430100 44020020", "6a80");
	/* No agreement with Ed25519. */
	se_put_id(&c, 0x41, KEY);
	se_put(&c, 0x42, peer, sizeof(peer));
	assert_asked(f, &c, 0x6985);
}

static struct se_result agree(struct se050_fixture *f, const char *head, const uint8_t *peer, size_t len)
{
	struct se_command c = se_command(head);

	se_put_id(&c, 0x41, KEY);
	se_put(&c, 0x42, peer, len);
	return se_ask(f, &c);
}

static void rfc_7748_on(struct se050_fixture *f, uint8_t curve, const char *name, size_t len, bool reversed)
{
	struct vector_file file;

	load_vectors(&file, name);
	assert_int_equal(file.n, 3);
	for (size_t i = 0; i < file.n; i++) {
		const struct vector_record *record = &file.records[i];
		uint8_t scalar[MONTGOMERY_BYTES], u[MONTGOMERY_BYTES], out[MONTGOMERY_BYTES],
			turned[MONTGOMERY_BYTES];
		struct se_result answer;

		fixed_bytes_of(record, "INPUT_SCALAR", turned, len);
		turn(turned, len, scalar);
		fixed_bytes_of(record, "INPUT_U", turned, len);
		turn(turned, len, u);
		fixed_bytes_of(record, "OUTPUT_U", out, len);
		turn(out, len, turned);
		assert_int_equal(write_key(f, "80014100", KEY, curve, scalar, NULL, len), 0x9000);
		answer = agree(f, "8003010f", u, len);
		assert_int_equal(answer.status, 0x9000);
		assert_int_equal(answer.len, len);
		assert_same(record, "secret", answer.value, turned, len);
		if (reversed) {
			answer = agree(f, "80030159", u, len);
			assert_int_equal(answer.status, 0x9000);
			assert_same(record, "secret, reversed", answer.value, out, len);
		}
		memset(u, 0, sizeof(u));
		assert_int_equal(agree(f, "8003010f", u, len).status, 0x6985);
		/* The row knows the shortest of all curves' points. */
		assert_int_equal(agree(f, "8003010f", u, len - 1).status, len == 32 ? 0x6a80 : 0x6985);
		assert_int_equal(on_object(f, "80040028", KEY).status, 0x9000);
	}
	vector_file_free(&file);
}

static void montgomery_on_3_1(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t bytes[56] = { 9 };

	rfc_7748_on(f, X25519, "rfc/curves/rfc7748_x25519.txt", 32, false);
	assert_apdu(f, "80030159 06 410400000100", "6a86");
	/* Curve 43 came later; those that are there need no creation. */
	assert_int_equal(write_key(f, "80014100", KEY, X448, bytes, NULL, 56), 0x6985);
	assert_int_equal(create_curve(f, X448), 0x6985);
	assert_int_equal(create_curve(f, X25519), 0x6985);
	assert_int_equal(create_curve(f, ED25519), 0x6985);
	assert_apdu(f, "80040b2803 410141", "6985");
}

/* Seen on an SE050E: 41 and 43 want CreateECCurve first; there already is 6985. */
static void montgomery_on_7_2(void **state)
{
	struct se050_fixture *f = *state;

	assert_int_equal(write_key(f, "80016100", KEY, X25519, NULL, NULL, 0), 0x6985);
	assert_int_equal(write_key(f, "80016100", KEY, X448, NULL, NULL, 0), 0x6985);
	assert_int_equal(create_curve(f, X25519), 0x9000);
	assert_int_equal(create_curve(f, X25519), 0x6985);
	assert_int_equal(write_key(f, "80016100", KEY, X448, NULL, NULL, 0), 0x6985);
	assert_int_equal(create_curve(f, X448), 0x9000);
	rfc_7748_on(f, X25519, "rfc/curves/rfc7748_x25519.txt", 32, true);
	rfc_7748_on(f, X448, "rfc/curves/rfc7748_x448.txt", 56, true);
	assert_int_equal(write_key(f, "80016100", KEY, X25519, NULL, NULL, 0), 0x9000);
	assert_int_equal(write_key(f, "80016100", PEER, X448, NULL, NULL, 0), 0x9000);
	assert_int_equal(write_key(f, "80016100", PUBLIC, ED25519, NULL, NULL, 0), 0x9000);
	assert_apdu(f, "8002002606 410400000100", "410169 420101 9000");
	assert_apdu(f, "8002002606 410400000200", "410171 420101 9000");
	assert_apdu(f, "8002002606 410400000400", "410165 420101 9000");
	assert_apdu(f, "8002000706 410400000200", "41020038 9000");
	assert_apdu(f, "80020b3606 410400000200", "410143 9000");
	assert_apdu(f, "80040b2803 410141", "9000");
	assert_apdu(f, "80040b2803 410141", "6985");
	assert_apdu(f, "80040b2803 410140", "6985");
	assert_int_equal(write_key(f, "80016100", 0x99, X25519, NULL, NULL, 0), 0x6985);
	/* No parameters. */
	assert_apdu(f, "80010b4009 410140 420101 430100", "6a80");
	assert_apdu(f, "80010b4009 410143 420101 430100", "6a80");
}

static void a_made_x25519_key_agrees_with_openssl(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t seed[32] = { 1, 2, 3 }, own[32], turned[32], peer[32], secret[32];
	size_t len = 32;
	struct se_result answer;
	EVP_PKEY *host = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, seed, 32), *other;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(host, NULL);

	assert_int_equal(write_key(f, "80016100", KEY, X25519, NULL, NULL, 0), 0x9000);
	answer = on_object(f, "80020000", KEY);
	assert_int_equal(answer.len, 32);
	turn(answer.value, 32, peer);
	assert_int_equal(EVP_PKEY_get_raw_public_key(host, own, &len), 1);
	turn(own, 32, turned);
	answer = agree(f, "8003010f", turned, 32);
	assert_int_equal(answer.status, 0x9000);
	other = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, peer, 32);
	assert_int_equal(EVP_PKEY_derive_init(ctx), 1);
	assert_int_equal(EVP_PKEY_derive_set_peer(ctx, other), 1);
	assert_int_equal(EVP_PKEY_derive(ctx, secret, &len), 1);
	turn(secret, 32, turned);
	assert_memory_equal(answer.value, turned, 32);
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(other);
	EVP_PKEY_free(host);
}

/* AN12436 table 1: A has no Edwards and no Montgomery curve. */
static void parts_without_these_curves(void **state)
{
	struct se050_fixture *f = *state;

	assert_int_equal(write_key(f, "80016100", KEY, ED25519, NULL, NULL, 0), 0x6985);
	assert_int_equal(write_key(f, "80016100", KEY, X25519, NULL, NULL, 0), 0x6985);
	assert_int_equal(write_key(f, "80016100", KEY, P256, NULL, NULL, 0), 0x9000);
}

static void assert_stored(struct se050_fixture *f, const uint8_t *bytes, size_t len)
{
	struct rbuf value = object_value(f->chip, object_look(f->chip, TARGET));

	assert_int_equal(rbuf_left(&value), len);
	assert_memory_equal(value.at, bytes, len);
}

static void hmac_key(struct se050_fixture *f, uint32_t id, size_t len)
{
	struct se_command c = se_command("80010500");
	uint8_t zeros[80] = { 0 };

	se_put_id(&c, 0x41, id);
	se_put(&c, 0x43, zeros, len);
	assert_asked(f, &c, 0x9000);
}

/* What 7.2 takes besides: the peer by object, an algorithm, a target. */
struct wish {
	const char *head;
	const uint8_t *peer; /* NULL: the object PEER */
	uint8_t algorithm;   /* 0: not said */
	uint32_t target;
};

static struct se_result agree_7(struct se050_fixture *f, const struct wish *wish)
{
	struct se_command c = se_command(wish->head);

	se_put_id(&c, 0x41, KEY);
	if (wish->peer)
		se_put(&c, 0x42, wish->peer, 65);
	else
		se_put_id(&c, 0x43, PEER);
	if (wish->algorithm)
		se_put_u8(&c, 0x44, wish->algorithm);
	if (wish->target)
		se_put_id(&c, 0x47, wish->target);
	return se_ask(f, &c);
}

static void agreement_7_2(void **state)
{
	struct se050_fixture *f = *state;
	struct host_curve curves[HOST_CURVES];
	const struct host_curve *p256 = &curves[P256 - 1];
	uint8_t d[32] = { 0, 1, 2 }, e[32] = { 0, 7, 7 }, point[65] = { 0x04 }, peer[65] = { 0x04 }, xy[64],
		turned[32], sha1[20];
	struct se_result answer;

	host_curves_load(curves);
	host_ec_multiply(p256, d, NULL, point + 1);
	host_ec_multiply(p256, e, NULL, peer + 1);
	host_ec_multiply(p256, d, peer + 1, xy);
	turn(xy, 32, turned);
	assert_int_equal(EVP_Digest(xy, 32, sha1, NULL, EVP_sha1(), NULL), 1);
	assert_int_equal(write_key(f, "80014100", KEY, P256, d, NULL, 32), 0x9000);
	assert_int_equal(write_key(f, "80012100", PEER, P256, NULL, peer, 65), 0x9000);
	hmac_key(f, TARGET, 32);
	hmac_key(f, 0x20, 20);

	answer = agree_7(f, &(struct wish){ "8003010f", peer, 0, 0 });
	assert_int_equal(answer.status, 0x9000);
	assert_memory_equal(answer.value, xy, 32);
	answer = agree_7(f, &(struct wish){ "8003010f", NULL, 0x03, 0 });
	assert_int_equal(answer.status, 0x9000);
	assert_memory_equal(answer.value, xy, 32);
	answer = agree_7(f, &(struct wish){ "80030159", NULL, 0, 0 });
	assert_memory_equal(answer.value, turned, 32);
	answer = agree_7(f, &(struct wish){ "8003010f", peer, 0x01, 0 });
	assert_int_equal(answer.len, 20);
	assert_memory_equal(answer.value, sha1, 20);

	answer = agree_7(f, &(struct wish){ "8003010f", peer, 0, TARGET });
	assert_int_equal(answer.status, 0x9000);
	assert_int_equal(answer.len, 0);
	assert_stored(f, xy, 32);
	answer = agree_7(f, &(struct wish){ "80030159", NULL, 0, TARGET });
	assert_int_equal(answer.status, 0x9000);
	assert_stored(f, turned, 32);

	/* Another size, no object, an object of another class; an algorithm that there is not. */
	assert_int_equal(agree_7(f, &(struct wish){ "8003010f", peer, 0, 0x20 }).status, 0x6985);
	assert_int_equal(agree_7(f, &(struct wish){ "8003010f", peer, 0x01, 0x20 }).status, 0x9000);
	assert_int_equal(agree_7(f, &(struct wish){ "8003010f", peer, 0x01, TARGET }).status, 0x6985);
	assert_int_equal(agree_7(f, &(struct wish){ "8003010f", peer, 0, 0x21 }).status, 0x6985);
	assert_int_equal(agree_7(f, &(struct wish){ "8003010f", peer, 0, PEER }).status, 0x6985);
	assert_int_equal(agree_7(f, &(struct wish){ "8003010f", peer, 0x02, 0 }).status, 0x6985);
	assert_stored(f, turned, 32);
	peer[64] ^= 1;
	assert_int_equal(agree_7(f, &(struct wish){ "8003010f", peer, 0, TARGET }).status, 0x6985);
	assert_stored(f, turned, 32);
	/* Both peers, or none. */
	assert_apdu(f, "8003010f06 410400000100", "6a80");
	assert_apdu(f, "8003010f0f 410400000100 420104 430400000200", "6a80");
	/* A peer on another curve. */
	assert_int_equal(on_object(f, "80040028", PEER).status, 0x9000);
	assert_int_equal(write_key(f, "80016100", PEER, ED25519, NULL, NULL, 0), 0x9000);
	assert_int_equal(agree_7(f, &(struct wish){ "8003010f", NULL, 0, 0 }).status, 0x6985);
	host_curves_free(curves);
}

/* A policy that forbids its key's secrets to leave (7.2): only into a target. */
static void a_secret_that_may_not_leave(void **state)
{
	struct se050_fixture *f = *state;
	struct se_command c = se_command("80016100");
	const uint8_t policy[] = { 0x08, 0, 0, 0, 0, 0x04, 0x24, 0x08, 0x00 };
	struct se_result peer;

	se_put(&c, 0x11, policy, sizeof(policy));
	se_put_id(&c, 0x41, KEY);
	se_put_u8(&c, 0x42, P256);
	assert_asked(f, &c, 0x9000);
	hmac_key(f, TARGET, 32);
	peer = on_object(f, "80020000", 0xf0000012);
	assert_int_equal(agree_7(f, &(struct wish){ "8003010f", peer.value, 0, 0 }).status, 0x6986);
	assert_int_equal(agree_7(f, &(struct wish){ "8003010f", peer.value, 0, TARGET }).status, 0x9000);
}

/* The user may switch agreement off for good (extended features, hosts). */
static void agreement_switched_off(void **state)
{
	struct se050_fixture *f = *state;
	struct se_result peer = on_object(f, "80020000", 0xf0000012);

	assert_int_equal(write_key(f, "80016100", KEY, P256, NULL, NULL, 0), 0x9000);
	assert_int_equal(agree_7(f, &(struct wish){ "8003010f", peer.value, 0, 0 }).status, 0x9000);
	f->chip->nv.identity.extended_features[1] = 0x80;
	assert_int_equal(agree_7(f, &(struct wish){ "8003010f", peer.value, 0, 0 }).status, 0x6985);
	f->chip->nv.identity.extended_features[1] = 0;
	f->chip->nv.identity.applet_config[0] &= 0xef;
	assert_int_equal(agree_7(f, &(struct wish){ "8003010f", peer.value, 0, 0 }).status, 0x6985);
}

static struct se_result multiply(struct se050_fixture *f, uint8_t algorithm, uint32_t peer, uint32_t target)
{
	struct se_command c = se_command("80030162");

	se_put_id(&c, 0x41, KEY);
	se_put_id(&c, 0x43, peer);
	se_put_u8(&c, 0x44, algorithm);
	if (target)
		se_put_id(&c, 0x47, target);
	return se_ask(f, &c);
}

static void points_multiplied(void **state)
{
	struct se050_fixture *f = *state;
	struct host_curve curves[HOST_CURVES];
	const struct host_curve *p256 = &curves[P256 - 1];
	uint8_t d[32] = { 0, 1, 2 }, e[32] = { 0, 7, 7 }, peer[65] = { 0x04 }, xy[65] = { 0x04 },
		sum[65] = { 0x04 };
	struct se_result answer;

	host_curves_load(curves);
	host_ec_multiply(p256, e, NULL, peer + 1);
	host_ec_multiply(p256, d, peer + 1, xy + 1);
	host_ec_map(p256, d, peer + 1, sum + 1);
	assert_int_equal(write_key(f, "80014100", KEY, P256, d, NULL, 32), 0x9000);
	assert_int_equal(write_key(f, "80012100", PEER, P256, NULL, peer, 65), 0x9000);
	hmac_key(f, TARGET, 65);
	hmac_key(f, 0x20, 64);
	answer = multiply(f, 0x06, PEER, 0);
	assert_int_equal(answer.status, 0x9000);
	assert_int_equal(answer.len, 65);
	assert_memory_equal(answer.value, xy, 65);
	answer = multiply(f, 0x05, PEER, 0);
	assert_int_equal(answer.status, 0x9000);
	assert_memory_equal(answer.value, sum, 65);
	assert_int_equal(multiply(f, 0x06, PEER, TARGET).status, 0x9000);
	assert_stored(f, xy, 65);
	assert_int_equal(multiply(f, 0x06, PEER, 0x20).status, 0x6985);
	assert_int_equal(multiply(f, 0x03, PEER, 0).status, 0x6985);
	assert_int_equal(multiply(f, 0x06, 0x77, 0).status, 0x6985);
	assert_int_equal(multiply(f, 0x06, TARGET, 0).status, 0x6985);
	assert_int_equal(write_key(f, "80016100", PUBLIC, ED25519, NULL, NULL, 0), 0x9000);
	assert_int_equal(multiply(f, 0x06, PUBLIC, 0).status, 0x6985);
	assert_apdu(f, "8003016209 410400000100 440106", "6a80");
	/* The opposite of the point itself: nothing is left. */
	host_ec_multiply(p256, d, NULL, peer + 1);
	for (size_t i = 0, borrow = 0; i < 32; i++) {
		int digit = p256->p[31 - i] - peer[64 - i] - (int)borrow;

		borrow = digit < 0;
		peer[64 - i] = (uint8_t)digit;
	}
	assert_int_equal(on_object(f, "80040028", PEER).status, 0x9000);
	assert_int_equal(write_key(f, "80012100", PEER, P256, NULL, peer, 65), 0x9000);
	assert_int_equal(multiply(f, 0x05, PEER, 0).status, 0x6985);
	/* With an Ed25519 key there is nothing to multiply. */
	assert_int_equal(on_object(f, "80040028", KEY).status, 0x9000);
	assert_int_equal(write_key(f, "80016100", KEY, ED25519, NULL, NULL, 0), 0x9000);
	assert_int_equal(multiply(f, 0x06, PUBLIC, 0).status, 0x6985);
	host_curves_free(curves);
}

static uint16_t set_param(struct se050_fixture *f, uint8_t which, const uint8_t *value, size_t len)
{
	struct se_command c = se_command("80010b40");

	se_put_u8(&c, 0x41, BN256);
	se_put_u8(&c, 0x42, which);
	se_put(&c, 0x43, value, len);
	return se_ask(f, &c).status;
}

static void make_bn256(struct se050_fixture *f, const struct host_curve *curve)
{
	uint8_t g[65] = { 0x04 };

	memcpy(g + 1, curve->g, 64);
	assert_int_equal(create_curve(f, BN256), 0x9000);
	assert_int_equal(set_param(f, 0x01, curve->a, 32), 0x9000);
	assert_int_equal(set_param(f, 0x02, curve->b, 32), 0x9000);
	assert_int_equal(set_param(f, 0x04, g, 65), 0x9000);
	assert_int_equal(set_param(f, 0x08, curve->n, 32), 0x9000);
	assert_int_equal(set_param(f, 0x10, curve->p, 32), 0x9000);
}

static struct se_result ecdaa(struct se050_fixture *f, uint32_t id, uint8_t algorithm, const uint8_t *t,
	const uint8_t *r, size_t len)
{
	struct se_command c = se_command("80030c09");

	se_put_id(&c, 0x41, id);
	se_put_u8(&c, 0x42, algorithm);
	if (t)
		se_put(&c, 0x43, t, len);
	if (r)
		se_put(&c, 0x44, r, 32);
	return se_ask(f, &c);
}

#define VERIFY_ON_BN                     \
	"80030c0a35 410400000400 420121" \
	" 4320 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20 4508 3006020101020101"

/* s = r + T d mod n (AN12413 4.10.1.3), with numbers small enough to see. */
static void ecdaa_on_3_1(void **state)
{
	struct se050_fixture *f = *state;
	struct host_curve curves[HOST_CURVES];
	const struct host_curve *bn = &curves[BN256 - 1];
	uint8_t d[32] = { 0 }, t[32] = { 0 }, r[32] = { 0 }, s[32] = { 0 }, minus[32];
	const uint8_t g[65] = { [0] = 0x04, [32] = 1, [64] = 2 };
	struct se_result answer;

	host_curves_load(curves);
	make_bn256(f, bn);
	d[31] = 5;
	t[31] = 7;
	r[31] = 2;
	s[31] = 37;
	assert_int_equal(write_key(f, "80014100", KEY, BN256, d, NULL, 32), 0x9000);
	answer = ecdaa(f, KEY, 0xf4, t, r, 32);
	assert_int_equal(answer.status, 0x9000);
	assert_int_equal(answer.len, 64);
	assert_memory_equal(answer.value, r, 32);
	assert_memory_equal(answer.value + 32, s, 32);
	/* r of n - 2 takes two away. */
	memcpy(minus, bn->n, 32);
	minus[31] = (uint8_t)(minus[31] - 2);
	s[31] = 33;
	answer = ecdaa(f, KEY, 0xf4, t, minus, 32);
	assert_memory_equal(answer.value + 32, s, 32);
	/* Zeros pass, as the document says; the order itself does not. */
	memset(r, 0, sizeof(r));
	s[31] = 35;
	answer = ecdaa(f, KEY, 0xf4, t, r, 32);
	assert_int_equal(answer.status, 0x9000);
	assert_memory_equal(answer.value + 32, s, 32);
	assert_int_equal(ecdaa(f, KEY, 0xf4, t, bn->n, 32).status, 0x6985);
	assert_int_equal(ecdaa(f, KEY, 0xf4, t, r, 31).status, 0x6985);
	assert_int_equal(ecdaa(f, KEY, 0xf4, NULL, r, 0).status, 0x6a80);
	assert_int_equal(ecdaa(f, KEY, 0xf4, t, NULL, 32).status, 0x6a80);
	assert_int_equal(ecdaa(f, KEY, 0x21, t, r, 32).status, 0x6a80);
	assert_int_equal(ecdaa(f, 0xf0000100, 0xf4, t, r, 32).status, 0x6985);
	assert_apdu(f, "80030c090c 410400000100 4201f4 44020020", "6a80");
	assert_int_equal(ecdaa(f, KEY, 0x21, t, NULL, 32).status, 0x9000);
	assert_int_equal(agree(f, "8003010f", g, sizeof(g)).status, 0x9000);
	assert_int_equal(write_key(f, "80012100", PUBLIC, BN256, NULL, g, sizeof(g)), 0x9000);
	assert_apdu(f, VERIFY_ON_BN, "410102 9000");
	/* Using the curve, in whatever way, wants the feature still (table 5). */
	f->chip->nv.identity.applet_config[1] &= 0xfe;
	assert_int_equal(ecdaa(f, KEY, 0xf4, t, r, 32).status, 0x6985);
	assert_int_equal(ecdaa(f, KEY, 0x21, t, NULL, 32).status, 0x6985);
	assert_int_equal(agree(f, "8003010f", g, sizeof(g)).status, 0x6985);
	assert_apdu(f, VERIFY_ON_BN, "6985");
	host_curves_free(curves);
}

static void no_ecdaa_on_7_2(void **state)
{
	struct se050_fixture *f = *state;
	struct host_curve curves[HOST_CURVES];
	uint8_t t[32] = { 1 }, r[32] = { 2 };

	host_curves_load(curves);
	make_bn256(f, &curves[BN256 - 1]);
	assert_int_equal(write_key(f, "80016100", KEY, BN256, NULL, NULL, 0), 0x9000);
	assert_int_equal(ecdaa(f, KEY, 0xf4, t, r, 32).status, 0x6985);
	host_curves_free(curves);
}

#define ON_C(test) cmocka_unit_test_setup_teardown(test, set_up_c, tear_down)
#define ON_E(test) cmocka_unit_test_setup_teardown(test, set_up_e, tear_down)
#define ON_A(test) cmocka_unit_test_setup_teardown(test, set_up_a, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON_C(ed25519_is_rfc_8032_s),
		ON_C(a_made_ed25519_key),
		ON_E(a_made_ed25519_key),
		ON_C(each_kind_of_curve_has_its_algorithms),
		ON_C(montgomery_on_3_1),
		ON_E(montgomery_on_7_2),
		ON_C(a_made_x25519_key_agrees_with_openssl),
		ON_A(parts_without_these_curves),
		ON_E(agreement_7_2),
		ON_E(a_secret_that_may_not_leave),
		ON_E(agreement_switched_off),
		ON_E(points_multiplied),
		ON_C(ecdaa_on_3_1),
		ON_E(no_ecdaa_on_7_2),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
