/* tests/unit/test_se050_session.c: applet sessions (AN12413 3.6, 4.5; se050-evidence.md 3.3). */
#include "cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "crypto.h"
#include "curve.h"
#include "der.h"
#include "hash.h"
#include "object.h"
#include "se050_fixture.h"
#include "tlv.h"

#define GET_VERSION "80040020"
#define VERSION "41 82 0007 XXXXXXXXXXXXXX 9000"
#define AES_KEY "404142434445464748494a4b4c4d4e4f"
#define VERIFY "8004002c07 4105 c001020304"
#define CLOSE "8004001c"

enum {
	USER_ID = 0x7da00001,
	AES_ID = 0x7da00002,
	EC_ID = 0x7da00003,
};

/* A UserID with five attempts, an AES key without a limit. */
static int set_up_part(void **state, const char *part)
{
	struct se050_fixture *f = se_new(part);

	se_select(f);
	assert_apdu(f, "8041070011 12020005 41047da00001 4205c001020304", "9000");
	assert_apdu(f, "8041030018 41047da00002 4310" AES_KEY, "9000");
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

static void user_id_session(struct se050_fixture *f, struct se_session *session)
{
	se_session_create(f, session, USER_ID);
	assert_in(f, session, VERIFY, "9000");
}

static void a_user_id_opens_a_session(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	user_id_session(f, &s);
	assert_in(f, &s, GET_VERSION, VERSION);
	assert_apdu(f, GET_VERSION, VERSION);
	assert_in(f, &s, CLOSE, "9000");
	assert_in(f, &s, GET_VERSION, "6985");
}

/* Seen on parts: 6985 and never 63Cx; then 6982; used up: 6986 at CreateSession already. */
static void wrong_user_ids_are_counted_and_end_it(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	for (int i = 0; i < 5; i++) {
		se_session_create(f, &s, USER_ID);
		assert_in(f, &s, "8004002c07 4105 c001020305", "6985");
		assert_in(f, &s, GET_VERSION, "6982");
		assert_in(f, &s, VERIFY, "6982");
		assert_in(f, &s, CLOSE, "6985");
	}
	assert_apdu(f, "8004001b06 41047da00001", "6986");
	se_power_cycle(f);
	assert_apdu(f, "8004001b06 41047da00001", "6986");
}

static void success_gives_the_attempts_back(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	for (int i = 0; i < 4; i++) {
		se_session_create(f, &s, USER_ID);
		assert_in(f, &s, "8004002c07 4105 c001020305", "6985");
	}
	assert_int_equal(object_look(f->chip, USER_ID)->attempts, 4);
	user_id_session(f, &s);
	assert_int_equal(object_look(f->chip, USER_ID)->attempts, 0);
}

/* Before the handshake a session can be neither used nor closed. */
static void a_session_that_is_not_open_does_nothing(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	se_session_create(f, &s, USER_ID);
	assert_in(f, &s, GET_VERSION, "6982");
	assert_in(f, &s, CLOSE, "6985");
	assert_in(f, &s, "8004001f05 4103 022000", "6985");
	assert_in(f, &s, VERIFY, "9000");
	assert_in(f, &s, VERIFY, "6985");
	assert_in(f, &s, GET_VERSION, VERSION);
}

static void every_kind_of_object_has_its_own_handshake(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	se_session_create(f, &s, USER_ID);
	assert_in(f, &s, "8050000008 1122334455667788", "6985");
	assert_in(f, &s, "8488000004 a6020000", "6985");
	se_session_create(f, &s, AES_ID);
	assert_in(f, &s, VERIFY, "6985");
	assert_in(f, &s, "8482330010 00112233445566770011223344556677", "6985");
	assert_in(f, &s, "84cabf2106 a6048302 0000", "6985");
}

static void sessions_are_opened_from_outside_by_authentication_objects(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(f, "8004001b06 410412345678", "6985");
	assert_apdu(f, "8004001b06 41047fff0206", "6985");
	user_id_session(f, &s);
	assert_in(f, &s, "8004001b06 41047da00002", "6985");
	assert_apdu(f, CLOSE, "6985");
	assert_apdu(f, VERIFY, "6985");
	assert_apdu(f, "8004001f05 4103 022000", "6985");
}

static void two_sessions_of_two_objects(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session a, b;

	user_id_session(f, &a);
	assert_apdu(f, "8004001b06 41047da00001", "6985");
	se_session_aes(f, &b, AES_ID, AES_KEY, 0x33);
	assert_memory_not_equal(a.id, b.id, 8);
	assert_apdu(f, "8004001b06 41047fff0201", "6985");
	assert_in(f, &a, GET_VERSION, VERSION);
	assert_in(f, &b, GET_VERSION, VERSION);
	assert_in(f, &b, CLOSE, "9000");
	assert_in(f, &a, GET_VERSION, VERSION);
	assert_apdu(f, "8004001b06 41047fff0201", "41820008XXXXXXXXXXXXXXXX 9000");
}

static void process_wants_a_session_that_is_there(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s, dead = { .id = { 1, 2, 3 } }, none = { .id = { 0 } };

	user_id_session(f, &s);
	assert_in(f, &dead, GET_VERSION, "6985");
	assert_in(f, &none, GET_VERSION, "6985");
	/* PROCESS in PROCESS, with a session that is dead. */
	assert_in(f, &s, "80050000 10 10080102030000000000 4104 80040020", "6985");
	assert_apdu(f, "80050000 06 4104 80040020", "6a80");
	assert_apdu(f, "80050000 0a 10080102030000000000", "6a80");
	assert_in(f, &s, "80040020 05 00", "6700");
	/* The class of the inner command is not looked at. */
	assert_in(f, &s, "ff040020", VERSION);
	assert_in(f, &s, "00a4040000", "6d00");
	assert_in(f, &s, "80501000 08 0000000000000000", "6a86");
}

static void deselection_and_resets_end_sessions(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	user_id_session(f, &s);
	se_select(f);
	assert_in(f, &s, GET_VERSION, "6985");
	user_id_session(f, &s);
	se_send(f, "5a c0 00");
	f->number = 0;
	assert_in(f, &s, GET_VERSION, VERSION);
	se_send(f, "5a cf 00");
	f->number = 0;
	se_select(f);
	assert_in(f, &s, GET_VERSION, "6985");
}

/* Every command counts in a session, on every applet; the answer to CloseSession is still protected. */
static void aes_key_sessions_of_every_level(void **state)
{
	struct se050_fixture *f = *state;
	static const uint8_t levels[] = { 0x00, 0x01, 0x03, 0x11, 0x13, 0x33 };

	for (size_t i = 0; i < sizeof(levels); i++) {
		struct se_session s;

		se_session_aes(f, &s, AES_ID, AES_KEY, levels[i]);
		assert_in(f, &s, GET_VERSION, VERSION);
		assert_in(f, &s, "8004004904 41020003", "41820003XXXXXX 9000");
		assert_in(f, &s, "80041f20", "6a86");
		assert_in(f, &s, GET_VERSION, VERSION);
		assert_in(f, &s, CLOSE, "9000");
		s.secure = false;
		assert_in(f, &s, GET_VERSION, "6985");
	}
}

/* Channel and session are independent: PROCESS travels in the one, its inner command in the other. */
static void an_aes_key_session_under_the_platform_channel(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t inner[64], data[200], secured[400], answer[300], plain[300], got[300];
	struct wbuf w = wbuf_to(inner, sizeof(inner)), d = wbuf_to(data, sizeof(data));
	struct wbuf s = wbuf_to(secured, sizeof(secured)), p = wbuf_to(plain, sizeof(plain));
	struct wbuf out = wbuf_to(got, sizeof(got));
	struct apdu apdu = { .cla = 0x80, .ins = 0x04, .p2 = 0x20 }, process = { .cla = 0x80, .ins = 0x05 };
	struct se_session session;
	uint16_t status;
	size_t len;

	se_session_aes(f, &session, AES_ID, AES_KEY, 0x33);
	se_open_channel(f, 0x33);
	assert_int_equal(scp03_host_wrap(&session.host, &apdu, &w), 0);
	tlv_put(&d, 0x10, session.id, 8);
	tlv_put(&d, 0x41, inner, w.len);
	process.data = rbuf_from(data, d.len);
	assert_int_equal(scp03_host_wrap(&f->host, &process, &s), 0);
	len = se_apdu(f, secured, s.len, answer, sizeof(answer));
	assert_int_equal(scp03_host_unwrap(&f->host, rbuf_from(answer, len), &p, &status), 0);
	wbuf_be16(&p, status);
	assert_int_equal(scp03_host_unwrap(&session.host, rbuf_from(plain, p.len), &out, &status), 0);
	assert_int_equal(status, 0x9000);
	assert_memory_equal(got, "\x41\x82\x00\x07\x03\x01\x01", 7);
}

static void broken_protection_ends_an_aes_key_session(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	se_session_aes(f, &s, AES_ID, AES_KEY, 0x33);
	s.secure = false;
	assert_in(f, &s, GET_VERSION, "6982");
	assert_in(f, &s, GET_VERSION, "6982");
	se_session_aes(f, &s, AES_ID, AES_KEY, 0x33);
	s.secure = false;
	assert_in(f, &s, "84040020 08 0000000000000000", "6982");
	s.secure = true;
	assert_in(f, &s, GET_VERSION, "6982");
}

static void a_wrong_aes_key_is_counted(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(f, "804103001c 12020002 41047da00009 4310" AES_KEY, "9000");
	for (int i = 0; i < 2; i++) {
		se_session_create(f, &s, 0x7da00009);
		assert_in(f, &s, "8050000008 1122334455667788",
			"00000000000000000000 000360 XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX 9000");
		assert_in(f, &s, "8482330010 00112233445566770011223344556677", "6982");
		assert_in(f, &s, GET_VERSION, "6982");
	}
	assert_apdu(f, "8004001b06 41047da00009", "6986");
}

static void a_session_policy_is_for_the_first_command_only(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	user_id_session(f, &s);
	assert_in(f, &s, GET_VERSION, VERSION);
	assert_in(f, &s, "8004001f07 4105 0480000005", "6985");
}

/* ExchangeSessionData counts as one itself, a refused command as one too. */
static void a_session_ends_with_its_last_command(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	user_id_session(f, &s);
	assert_in(f, &s, "8004001f07 4105 0480000003", "9000");
	assert_in(f, &s, GET_VERSION, VERSION);
	assert_in(f, &s, "80041f20", "6a86");
	assert_in(f, &s, GET_VERSION, "6985");
}

static void a_session_can_be_refreshed_when_its_policy_says_so(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	user_id_session(f, &s);
	assert_in(f, &s, "8004001e", "6985");
	assert_in(f, &s, CLOSE, "9000");
	user_id_session(f, &s);
	assert_in(f, &s, "8004001f07 4105 04a0000003", "9000");
	for (int i = 0; i < 10; i++)
		assert_in(f, &s, "8004001e", "9000");
	assert_in(f, &s, "8004001e05 1103 020000", "9000");
	for (int i = 0; i < 10; i++)
		assert_in(f, &s, GET_VERSION, VERSION);
	assert_in(f, &s, "8004001e", "6985");
}

static void session_policies_with_what_is_not_there(void **state)
{
	struct se050_fixture *f = *state;
	static const char *const wrong[] = { "8004001f07 4105 0440000003", "8004001f07 4105 0480000000",
		"8004001f05 4103 028000", "8004001f06 4104 03800001", "8004001f07 4105 0580000003",
		"8004001f07 4105 0400010000" };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct se_session s;

		user_id_session(f, &s);
		assert_in(f, &s, wrong[i], "6985");
		se_select(f);
	}
}

static void deleting_its_own_object_ends_a_session_and_deletion_from_outside_does_not(void **state)
{
	struct se050_fixture *f = *state;
	static const char create[] = "8041070018 1109 08 00000000 00240000 4104 7da00005 4205 c001020304";
	struct se_session s;

	assert_apdu(f, create, "9000");
	se_session_create(f, &s, 0x7da00005);
	assert_in(f, &s, VERIFY, "9000");
	assert_apdu(f, "8004002806 41047da00005", "9000");
	assert_in(f, &s, GET_VERSION, VERSION);
	assert_in(f, &s, CLOSE, "9000");
	assert_apdu(f, create, "9000");
	se_session_create(f, &s, 0x7da00005);
	assert_in(f, &s, VERIFY, "9000");
	assert_in(f, &s, "8004002806 41047da00005", "9000");
	assert_in(f, &s, GET_VERSION, "6985");
}

/* The host's half of an ECKey session, signed by scalar d. */
static size_t internal_authenticate(struct se050_fixture *f, const uint8_t d[32], const uint8_t ephemeral[64],
	uint8_t level, uint8_t *command, size_t cap)
{
	static const uint8_t aid[] = { 0xa0, 0x00, 0x00, 0x03, 0x96, 0x54, 0x53, 0x00, 0x00, 0x00, 0x01, 0x03,
		0x00, 0x00, 0x00, 0x00 };
	uint8_t scp[] = { 0xab, 0x01, level }, type = 0x88, len = 0x10, curve = 0x03;
	uint8_t body[300], inner[200], digest[32], rs[64], der[80];
	struct wbuf w = wbuf_to(inner, sizeof(inner)), b = wbuf_to(body, sizeof(body));
	struct wbuf s = wbuf_to(der, sizeof(der)), c = wbuf_to(command, cap);
	struct rng_purpose purpose = { .purpose = 99 };
	struct rng_stream stream = rng_open(&f->board->rng, &purpose);
	struct apdu apdu = { .cla = 0x84, .ins = 0x88 };

	tlv_put(&w, 0x4f, aid, sizeof(aid));
	tlv_put(&w, 0x90, scp, sizeof(scp));
	tlv_put(&w, 0x80, &type, 1);
	tlv_put(&w, 0x81, &len, 1);
	tlv_put(&b, 0xa6, inner, w.len);
	w.len = 0;
	tlv_head(&w, 0xb0, 65);
	wbuf_u8(&w, 0x04);
	wbuf_put(&w, ephemeral, 64);
	tlv_put(&w, 0xf0, &curve, 1);
	tlv_put(&b, 0x7f49, inner, w.len);
	sha256_bytes(body, b.len, digest);
	assert_int_equal(crypto_p256_sign(f->board->crypto, &stream, d, digest, rs), 0);
	der_signature_write(&s, rs, 32);
	tlv_put(&b, 0x5f37, der, s.len);
	apdu.data = rbuf_from(body, b.len);
	apdu_write(&c, &apdu);
	return c.len;
}

/* The host's derivation, as AN12413 3.6.3.3 has it. */
static void derive(struct se050_fixture *f, const uint8_t master[16], uint8_t constant, uint8_t out[16])
{
	uint8_t input[16] = { 0 };
	struct aes_cmac cmac = { .pending_len = 0 };

	input[11] = constant;
	input[14] = 0x80;
	input[15] = 1;
	crypto_cmac_update(f->board->crypto, master, 16, &cmac, input, sizeof(input));
	crypto_cmac_final(f->board->crypto, master, 16, &cmac, out);
}

/* The demonstration key of NXP's hosts. */
static const uint8_t demo_key[32] = { 0x6d, 0x2f, 0x43, 0x2f, 0x8a, 0x2f, 0x45, 0xec, 0xd5, 0x82, 0x84, 0x7e,
	0xc0, 0x83, 0xbb, 0xeb, 0xc2, 0x3f, 0x1d, 0xf4, 0xf0, 0xdd, 0x2a, 0x6f, 0xb8, 0x1a, 0x24, 0xe7, 0xb6,
	0xd5, 0x4c, 0x7f };

/* Its public half as an authentication object, put there by hand. */
static void make_ec_object(struct se050_fixture *f)
{
	static const uint8_t policy[9] = { 8, 0, 0, 0, 0, 0, 0x20, 0, 0 };
	struct se050_object as = { .kind = RECORD_OBJECT,
		.id = EC_ID,
		.class = CLASS_EC_PUBLIC,
		.detail = CURVE_P256,
		.flags = OBJECT_AUTHENTICATES,
		.origin = ORIGIN_EXTERNAL,
		.value_len = 65,
		.policy_len = sizeof(policy),
		.cost = 220 };
	struct rng_purpose purpose = { .purpose = 97 };
	struct rng_stream stream = rng_open(&f->board->rng, &purpose);
	uint8_t *value;

	if (object_look(f->chip, EC_ID))
		return;
	value = object_change(f->chip, object_create(f->chip, &as, rbuf_from(policy, sizeof(policy))));
	value[0] = 0x04;
	assert_int_equal(crypto_p256_public(f->board->crypto, &stream, demo_key, value + 1), 0);
}

static void eckey_session(struct se050_fixture *f, struct se_session *session, bool counter)
{
	struct rng_purpose purpose = { .purpose = 98 };
	struct rng_stream stream = rng_open(&f->board->rng, &purpose);
	uint8_t e[32], ephemeral[64], x[32], command[400], answer[64], master[32];
	struct sha256 hash;
	struct rbuf own;
	size_t len;

	make_ec_object(f);
	assert_int_equal(crypto_p256_generate(f->board->crypto, &stream, e, ephemeral), 0);
	se_session_create(f, session, EC_ID);
	len = internal_authenticate(f, demo_key, ephemeral, 0x33, command, sizeof(command));
	len = se_process(f, session, command, len, answer, sizeof(answer));
	assert_int_equal(len, 38);
	assert_memory_equal(answer, "\x85\x10", 2);
	assert_memory_equal(answer + 18, "\x86\x10", 2);
	own = curve_public(f->chip, object_look(f->chip, ID_ECKEY_SESSION));
	assert_int_equal(crypto_p256_ecdh(f->board->crypto, &stream, e, own.at + 1, x), 0);
	sha256_init(&hash);
	if (counter)
		sha256_update(&hash, "\0\0\0\1", 4);
	sha256_update(&hash, x, 32);
	sha256_update(&hash, answer + 2, 16);
	sha256_update(&hash, "\x01\x33\x88\x10", 4);
	sha256_final(&hash, master);
	session->secure = true;
	session->host.level = 0x33;
	session->host.counts_all = true;
	derive(f, master, 0x04, session->host.s_enc);
	derive(f, master, 0x06, session->host.s_mac);
	derive(f, master, 0x07, session->host.s_rmac);
	derive(f, master, 0x08, session->host.chain);
}

static void an_ec_key_opens_a_session_before_3_6_0(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	eckey_session(f, &s, false);
	assert_in(f, &s, GET_VERSION, VERSION);
	assert_in(f, &s, "8004004904 41020003", "41820003XXXXXX 9000");
	assert_in(f, &s, CLOSE, "9000");
}

static void an_ec_key_opens_a_session_from_3_6_0_on(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	eckey_session(f, &s, true);
	assert_in(f, &s, GET_VERSION, VERSION);
	assert_in(f, &s, CLOSE, "9000");
}

/* Another key, level 00, and every shorter handshake. */
static void an_eckey_handshake_that_is_wrong(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t other[32] = { [31] = 5 }, command[400], answer[64];
	struct se_session s;
	struct rbuf own;
	size_t len;

	make_ec_object(f);
	own = curve_public(f->chip, object_look(f->chip, ID_ECKEY_SESSION));
	se_session_create(f, &s, EC_ID);
	len = internal_authenticate(f, other, own.at + 1, 0x33, command, sizeof(command));
	assert_int_equal(se_process(f, &s, command, len, answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x69\x85", 2);
	assert_in(f, &s, GET_VERSION, "6982");
	se_session_create(f, &s, EC_ID);
	len = internal_authenticate(f, demo_key, own.at + 1, 0x00, command, sizeof(command));
	assert_int_equal(se_process(f, &s, command, len, answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x6a\x80", 2);
	for (size_t cut = 5; cut < len; cut++) {
		command[4] = (uint8_t)(cut - 5);
		assert_int_equal(se_process(f, &s, command, cut, answer, sizeof(answer)), 2);
		assert_true(answer[0] == 0x6a || answer[0] == 0x67);
	}
}

static void the_parts_public_key_is_told_and_signed(void **state)
{
	struct se050_fixture *f = *state;
	static const uint8_t get[] = { 0x84, 0xca, 0xbf, 0x21, 0x06, 0xa6, 0x04, 0x83, 0x02, 0x02, 0x00 };
	uint8_t answer[300], digest[32], rs[64];
	struct se_session s;
	struct rbuf own, der;
	size_t len;

	make_ec_object(f);
	se_session_create(f, &s, EC_ID);
	len = se_process(f, &s, get, sizeof(get), answer, sizeof(answer));
	own = curve_public(f->chip, object_look(f->chip, ID_EXTERNAL_IMPORT));
	assert_memory_equal(answer, "\x7f\x49\x46\xb0\x41", 5);
	assert_memory_equal(answer + 5, own.at, 65);
	assert_memory_equal(answer + 70, "\xf0\x01\x03\x5f\x37", 5);
	der = rbuf_from(answer + 76, len - 78);
	sha256_bytes(answer, 73, digest);
	assert_true(der_signature_read(der, 32, rs));
	assert_int_equal(crypto_p256_verify(f->board->crypto, own.at + 1, digest, rs), 0);
}

/* Locked: only version, chance, the unique id, and the way to a session of 7FFF0200. */
static void the_transport_lock_leaves_one_way_in(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(f, "8041070011 12020005 41047fff0200 4205c001020304", "9000");
	assert_apdu(f, "8004003e06 410102 420101", "6982");
	se_session_create(f, &s, ID_TRANSPORT);
	assert_in(f, &s, VERIFY, "9000");
	assert_in(f, &s, "8004003e06 410103 420101", "6a80");
	assert_in(f, &s, "8004003e06 410102 420101", "9000");
	assert_in(f, &s, CLOSE, "9000");
	assert_apdu(f, GET_VERSION, VERSION);
	assert_apdu(f, "8004004904 41020003", "41820003XXXXXX 9000");
	assert_apdu(f, "8002000006 41047fff0206", "41820012 04005001XXXXXXXXXXXXXXXXXXXXXXXXXXXX 9000");
	assert_apdu(f, "8002000006 41047fff0201", "6985");
	assert_apdu(f, "8004002706 41047fff0206", "6985");
	assert_apdu(f, "8004002203 410101", "6985");
	se_session_create(f, &s, USER_ID);
	assert_in(f, &s, VERIFY, "6985");
	se_session_create(f, &s, ID_TRANSPORT);
	assert_in(f, &s, VERIFY, "9000");
	assert_in(f, &s, "8004002203 410101", "4102 XXXX 9000");
	/* The transient lock is open until deselection. */
	assert_in(f, &s, "8004003e06 410101 420102", "9000");
	assert_apdu(f, "8004002203 410101", "4102 XXXX 9000");
	se_select(f);
	assert_apdu(f, "8004002203 410101", "6985");
	se_session_create(f, &s, ID_TRANSPORT);
	assert_in(f, &s, VERIFY, "9000");
	assert_in(f, &s, "8004003e06 410102 420102", "9000");
	assert_apdu(f, "8004002203 410101", "4102 XXXX 9000");
}

static void the_platform_channel_can_be_made_a_must(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(f, "8004005203 410101", "6982");
	assert_apdu(f, "8041070011 12020005 41047fff0207 4205c001020304", "9000");
	se_session_create(f, &s, ID_PLATFORM_SCP);
	assert_in(f, &s, VERIFY, "9000");
	assert_in(f, &s, "8004005203 410103", "6a80");
	assert_in(f, &s, "8004005203 410101", "9000");
	assert_apdu(f, GET_VERSION, "6982");
	assert_in(f, &s, GET_VERSION, "6982");
	se_open_channel(f, 0x33);
	assert_secure(f, GET_VERSION, VERSION);
}

static void a_feature_that_is_off_makes_no_keys(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8004003f04 41020000", "6982");
	/* By hand: 7FFF0204 is the vendor's. */
	f->chip->nv.identity.applet_config[1] &= 0x7f;
	assert_apdu(f, "8001030018 410400000010 4310" AES_KEY, "6985");
	f->chip->nv.identity.applet_config[1] |= 0x80;
	assert_apdu(f, "8001030018 410400000010 4310" AES_KEY, "9000");
}

static void delete_all_leaves_what_the_factory_made_and_answers_in_plain(void **state)
{
	struct se050_fixture *f = *state;
	size_t before = object_memory_left(f->chip);
	uint8_t got[64], inner[64];
	struct wbuf w = wbuf_to(inner, sizeof(inner));
	struct apdu apdu = { .cla = 0x80, .ins = 0x04, .p2 = 0x2a };
	struct se_session s;

	assert_apdu(f, "8041030018 41047fff0205 4310" AES_KEY, "9000");
	assert_apdu(f, "8001060012 410400000077 43020100 4406010203040506", "9000");
	assert_apdu(f, "8004002a", "6982");
	se_session_aes(f, &s, ID_FACTORY_RESET, AES_KEY, 0x33);
	assert_int_equal(scp03_host_wrap(&s.host, &apdu, &w), 0);
	assert_int_equal(se_process(f, &s, inner, w.len, got, sizeof(got)), 2);
	assert_memory_equal(got, "\x90\x00", 2);
	assert_apdu(f, "8004002706 410400000077", "410102 9000");
	assert_apdu(f, "8004002706 41047da00001", "410102 9000");
	assert_apdu(f, "8004002706 41047fff0206", "410101 9000");
	assert_apdu(f, "8004002706 4104f0000012", "410101 9000");
	assert_int_equal(f->chip->nv.curves[CURVE_P256 - 1], 0);
	assert_true(object_memory_left(f->chip) > before);
	s.secure = false;
	assert_in(f, &s, GET_VERSION, "6985");
}

static void a_development_kit_refuses_the_factory_reset_object(void **state)
{
	struct se050_fixture *f = se_new("se050-dev");

	(void)state;
	se_select(f);
	assert_apdu(f, "8041030018 41047fff0205 4310" AES_KEY, "6985");
	se_free(f);
}

#define ON_C(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
#define ON_E(test) cmocka_unit_test_setup_teardown(test, set_up_e, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_C(a_user_id_opens_a_session),
		ON_C(wrong_user_ids_are_counted_and_end_it),
		ON_C(success_gives_the_attempts_back),
		ON_C(a_session_that_is_not_open_does_nothing),
		ON_C(every_kind_of_object_has_its_own_handshake),
		ON_C(sessions_are_opened_from_outside_by_authentication_objects),
		ON_C(two_sessions_of_two_objects),
		ON_C(process_wants_a_session_that_is_there),
		ON_C(deselection_and_resets_end_sessions),
		ON_C(aes_key_sessions_of_every_level),
		ON_E(aes_key_sessions_of_every_level),
		ON_C(an_aes_key_session_under_the_platform_channel),
		ON_C(broken_protection_ends_an_aes_key_session),
		ON_C(a_wrong_aes_key_is_counted),
		ON_C(a_session_policy_is_for_the_first_command_only),
		ON_C(a_session_ends_with_its_last_command),
		ON_C(a_session_can_be_refreshed_when_its_policy_says_so),
		ON_C(session_policies_with_what_is_not_there),
		ON_C(deleting_its_own_object_ends_a_session_and_deletion_from_outside_does_not),
		ON_C(an_ec_key_opens_a_session_before_3_6_0),
		ON_E(an_ec_key_opens_a_session_from_3_6_0_on),
		ON_C(an_eckey_handshake_that_is_wrong),
		ON_C(the_parts_public_key_is_told_and_signed),
		ON_C(the_transport_lock_leaves_one_way_in),
		ON_C(the_platform_channel_can_be_made_a_must),
		ON_C(a_feature_that_is_off_makes_no_keys),
		ON_C(delete_all_leaves_what_the_factory_made_and_answers_in_plain),
		cmocka_unit_test(a_development_kit_refuses_the_factory_reset_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
