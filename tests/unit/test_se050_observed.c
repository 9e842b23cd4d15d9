/*
 * tests/unit/test_se050_observed.c: what was seen on physical SE050, byte for byte: frames with their CRC, card answers,
 * the platform channel's opening with its keys, and statuses. Sources: se050-evidence.md, tag SI.
 */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "curve.h"
#include "object.h"
#include "se050_fixture.h"
#include "tlv.h"

#define SELECT_IOT "00a4040010 a0000003965453000000010300000000"
#define GET_VERSION "80040020"
#define VERSION_E "41820007 0702003f9fffff 9000"
#define VERIFY "8004002c07 4105 c001020304"
#define AES_KEY "404142434445464748494a4b4c4d4e4f"
#define ATR "00a0000003960403e800fe020b03e808010000000064 0000 0a 4a434f5034204154504f"

enum {
	USER_ID = 0x7da00001,
	AES_ID = 0x7da00002,
};

/* SetECCurveParam with the numbers of P-256 (SEC 2). */
static const char *const p256[] = {
	"80010b4028 410103 420101 4320 ffffffff00000001000000000000000000000000fffffffffffffffffffffffc",
	"80010b4028 410103 420102 4320 5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
	("80010b4049 410103 420104 4341 046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
	 "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
	"80010b4028 410103 420108 4320 ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
	"80010b4028 410103 420110 4320 ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
};

static int set_up_c(void **state)
{
	*state = se_new("se050c");
	return 0;
}

static int set_up_e(void **state)
{
	*state = se_new("se050e");
	return 0;
}

static int set_up_kit(void **state)
{
	*state = se_new("se050-dev");
	return 0;
}

static int set_up_f(void **state)
{
	*state = se_new("se050f");
	return 0;
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

/* One read of as many bytes. */
static void assert_read(struct se050_fixture *f, const char *hex)
{
	uint8_t expected[300], got[300];
	size_t n = se_hex(hex, expected, sizeof(expected)), done;
	struct i2c_message m = { .addr = 0x48, .flags = I2C_READ, .len = (uint16_t)n, .bytes = got };

	assert_int_equal(bus_transfer(&f->board->bus, &m, 1, &done), 1);
	assert_memory_equal(got, expected, n);
}

static void interface_soft_reset_and_the_atr(void **state)
{
	struct se050_fixture *f = *state;

	se_write(f, "5a cf 00 37 7f");
	assert_read(f, "a5 ef 23" ATR "87 77");
}

static void selection_on_3_1_1(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 16" SELECT_IOT "00");
	assert_block(f, "a5 00 09 0301016fff010b 9000");
	se_send(f, "5a 40 16" SELECT_IOT "07");
	assert_block(f, "a5 40 09 0301016fff010b 9000");
}

static void selection_on_7_2_0(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 00 16" SELECT_IOT "00");
	assert_block(f, "a5 00 09 0702003f9fffff 9000");
	se_send(f, "5a 40 16" SELECT_IOT "07");
	assert_block(f, "a5 40 09 0702003f9fffff 9000");
}

/* The read pointer goes on. */
static void a_header_of_three_bytes_and_then_the_rest(void **state)
{
	struct se050_fixture *f = *state;

	se_write(f, "5a cf 00 37 7f");
	assert_read(f, "a5 ef 23");
	assert_read(f, ATR "87 77");
}

static void a_chained_block_is_acknowledged_and_not_executed(void **state)
{
	struct se050_fixture *f = *state;

	se_send(f, "5a 20 10 00a4040010 a00000039654530000 0001");
	assert_read(f, "a5 90 00 fb e9");
	assert_int_equal(f->chip->card.selected, APPLICATION_ISSUER_DOMAIN);
	se_send(f, "5a 40 06 0300000000 00");
	assert_block(f, "a5 00 09 0301016fff010b 9000");
}

static void a_malformed_frame_is_answered_by_an_error_block(void **state)
{
	struct se050_fixture *f = *state;

	se_write(f, "5a 00 05 80");
	assert_read(f, "a5 82 00 da 4f");
}

/* A host's opening with the published keys, against the answer and the keys that were recomputed from it. */
static void open_as_seen(struct se050_fixture *f)
{
	static const uint8_t challenge[] = { 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88 };
	static const char answer[] = "90031347000043202316 0b0300 05437d4e3c213d20 c4d889c1270264c4 9000";
	uint8_t enc[16], mac[16], bytes[64], expected[16], command[64];
	struct wbuf w = wbuf_to(command, sizeof(command));
	size_t len = se_hex(answer, bytes, sizeof(bytes));

	se_hex("90031347000043202316", f->chip->nv.identity.diversification, 10);
	se_hex("05437d4e3c213d20", f->chip->options.challenge, 8);
	f->chip->options.forced_challenge = true;
	assert_apdu(f, SELECT_IOT "00", "0702003f9fffff 9000");
	assert_apdu(f, "80500b0008 1122334455667788", answer);
	se_hex("d2db63e7a0a5aed72a6460c4dfdcaf64", enc, 16);
	se_hex("738d5b798ed241b0b24768514bfba95b", mac, 16);
	f->host.counts_all = true;
	assert_int_equal(scp03_host_update(&f->host, enc, mac, challenge, rbuf_from(bytes, len - 2)), 0);
	se_hex("012c3fcdb34f6cff7e344d075bd048cb", expected, 16);
	assert_memory_equal(f->host.s_enc, expected, 16);
	assert_memory_equal(f->chip->card.channel.s_enc, expected, 16);
	se_hex("5cae32dea3a3615e2aae308d742277e0", expected, 16);
	assert_memory_equal(f->host.s_mac, expected, 16);
	assert_memory_equal(f->chip->card.channel.s_mac, expected, 16);
	se_hex("5fbbb883f36e0f2c4358130883c7d471", expected, 16);
	assert_memory_equal(f->host.s_rmac, expected, 16);
	assert_memory_equal(f->chip->card.channel.s_rmac, expected, 16);
	se_hex("f00f6091b6f1fdee", expected, 8);
	assert_memory_equal(f->host.cryptogram, expected, 8);
	assert_int_equal(scp03_host_authenticate(&f->host, 0x33, &w), 0);
	assert_memory_equal(command, "\x84\x82\x33\x00\x10\xf0\x0f\x60\x91\xb6\xf1\xfd\xee", 13);
	assert_int_equal(se_apdu(f, command, w.len, bytes, sizeof(bytes)), 2);
	assert_memory_equal(bytes, "\x90\x00", 2);
}

static void the_opening_of_a_platform_channel_on_an_a921(void **state)
{
	struct se050_fixture *f = *state;

	open_as_seen(f);
	assert_secure(f, GET_VERSION, VERSION_E);
}

/* Another key, and the very same exchange fails: the forced challenge alone proves nothing. */
static void the_opening_wants_the_keys_of_that_part(void **state)
{
	struct se050_fixture *f = *state;

	open_as_seen(f);
	f->chip->nv.key_sets[0].key[1][0] ^= 1;
	assert_apdu(f, "80500b0008 1122334455667788",
		"90031347000043202316 0b0300 05437d4e3c213d20 XXXXXXXXXXXXXXXX 9000");
	assert_apdu(f, "8482330010 f00f6091b6f1fdee 0000000000000000", "6982");
}

static void key_information_of_channel_and_session(void **state)
{
	struct se050_fixture *f = *state;
	static const uint8_t initialize[] = { 0x80, 0x50, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8 };
	struct se_session s;
	uint8_t answer[64];

	se_select(f);
	assert_apdu(f, "8050000008 1122334455667788",
		"XXXXXXXXXXXXXXXXXXXX 0b0300 XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX 9000");
	assert_apdu(f, "8041030018 41047da00002 4310" AES_KEY, "9000");
	se_session_create(f, &s, AES_ID);
	assert_int_equal(se_process(f, &s, initialize, sizeof(initialize), answer, sizeof(answer)), 31);
	assert_memory_equal(answer, "\0\0\0\0\0\0\0\0\0\0\x00\x03\x60", 13);
}

/* An error goes bare, and its command has been counted: the next one is decrypted all the same. */
static void an_error_in_a_channel_has_no_mac_and_counts(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t bytes[64], secured[128], got[64];
	struct wbuf w = wbuf_to(secured, sizeof(secured));
	struct apdu apdu;

	se_select(f);
	se_open_channel(f, 0x33);
	apdu_parse(rbuf_from(bytes, se_hex("8002000006 410412345678", bytes, sizeof(bytes))), &apdu);
	assert_int_equal(scp03_host_wrap(&f->host, &apdu, &w), 0);
	assert_int_equal(f->chip->card.channel.counter, 0);
	assert_int_equal(se_apdu(f, secured, w.len, got, sizeof(got)), 2);
	assert_memory_equal(got, "\x69\x85", 2);
	assert_int_equal(f->chip->card.channel.counter, 1);
	assert_secure(f, "8004002706 410412345678", "410102 9000");
	assert_int_equal(f->chip->card.channel.counter, 2);
}

static void chance_under_level_33(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t bytes[64], secured[128], got[400], plain[400];
	struct wbuf w = wbuf_to(secured, sizeof(secured)), out = wbuf_to(plain, sizeof(plain));
	struct apdu apdu;
	uint16_t status;
	size_t len;

	se_select(f);
	se_open_channel(f, 0x33);
	apdu_parse(rbuf_from(bytes, se_hex("8004004904 410200e0", bytes, sizeof(bytes))), &apdu);
	assert_int_equal(scp03_host_wrap(&f->host, &apdu, &w), 0);
	len = se_apdu(f, secured, w.len, got, sizeof(got));
	assert_int_equal(scp03_host_unwrap(&f->host, rbuf_from(got, len), &out, &status), 0);
	assert_int_equal(status, 0x9000);
	assert_int_equal(out.len, 4 + 224);
	assert_memory_equal(plain, "\x41\x82\x00\xe0", 4);
	assert_secure(f, "8004004904 410200f0", "6985");
	assert_secure(f, "8004004904 41020100", "6985");
}

static void an_object_that_is_missing(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, "8002000006 410412345678", "6985");
	assert_apdu(f, "8004002806 410412345678", "6985");
	assert_apdu(f, "8004002706 410412345678", "410102 9000");
}

static void an_object_behind_a_user_id(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	se_select(f);
	assert_apdu(f, "804107000d 41047da00001 4205c001020304", "9000");
	assert_apdu(f, "800106001b 1109 08 7da00001 00240000 410400000010 43020004 4404 01020304", "9000");
	assert_apdu(f, "8002000006 410400000010", "6982");
	se_session_create(f, &s, USER_ID);
	assert_in(f, &s, VERIFY, "9000");
	assert_in(f, &s, "8002000006 410400000010", "41820004 01020304 9000");
}

static void attributes_want_the_right_to_read(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, "8001060015 1109 08 00000000 00140000 410400000010 43020004", "9000");
	assert_apdu(f, "8002003b06 410400000010", "6986");
}

static void user_ids_that_are_wrong(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	se_select(f);
	assert_apdu(f, "8041070011 12020003 41047da00001 4205c001020304", "9000");
	for (int i = 0; i < 3; i++) {
		se_session_create(f, &s, USER_ID);
		assert_in(f, &s, "8004002c07 4105 c001020305", "6985");
		/* Until a reset. */
		assert_in(f, &s, GET_VERSION, "6982");
		assert_in(f, &s, "8002000006 41047fff0206", "6982");
		se_select(f);
		assert_in(f, &s, GET_VERSION, "6985");
	}
	assert_apdu(f, "8004001b06 41047da00001", "6986");
}

static void deleting_and_overwriting_without_the_right(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	se_select(f);
	assert_apdu(f, "8041070018 1109 08 00000000 00200000 41047da00001 4205c001020304", "9000");
	assert_apdu(f, "8001060015 1109 08 7da00001 00200000 410400000010 43020004", "9000");
	se_session_create(f, &s, USER_ID);
	assert_in(f, &s, VERIFY, "9000");
	assert_in(f, &s, "8004002806 410400000010", "6986");
	assert_apdu(f, "804107000d 41047da00001 4205c001020305", "6985");
	assert_in(f, &s, "8004001c", "9000");
	se_session_create(f, &s, USER_ID);
	assert_in(f, &s, VERIFY, "9000");
}

static void a_user_id_is_never_overwritten(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, "8041070018 1109 08 00000000 00300000 41047da00001 4205c001020304", "9000");
	assert_apdu(f, "804107000d 41047da00001 4205c001020305", "6985");
}

static void factory_reset_on_a_development_kit(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, "8041030018 41047fff0205 4310" AES_KEY, "6985");
	assert_apdu(f, "804107000d 41047fff0205 4205c001020304", "6985");
}

static void nothing_selected(void **state)
{
	struct se050_fixture *f = *state;
	static const char *const commands[] = { GET_VERSION, "8002000006 41047fff0206", "8004004904 41020008",
		"8004001b06 41047fff0201" };

	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		assert_apdu(f, commands[i], "6d00");
}

static void tlvs_that_are_bad_or_unexpected(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, "8002000009 41047fff0206 7e0100", "6a80");
	assert_apdu(f, "8002000006 41057fff0206", "6a80");
	assert_apdu(f, "8002000005 41037fff02", "6a80");
}

static void a_fips_part_outside_of_scp03(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, GET_VERSION, "6982");
	assert_apdu(f, "8002000006 41047fff0206", "6982");
	assert_apdu(f, "8004001b06 41047fff0201", "6982");
	se_open_channel(f, 0x33);
	assert_secure(f, GET_VERSION, "41820007 03060061d2010b 9000");
}

/* A peer's bench notes, weak: where a document differs, what the document says. */
static void reading_and_writing_on_the_bench(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, "8001030023 1109 08 00000000 00300000 410400000020 4310" AES_KEY, "9000");
	assert_apdu(f, "8002000006 410400000020", "6986");
	assert_apdu(f, "8001060010 410400000010 43020004 440401020304", "9000");
	assert_apdu(f, "8001060010 410400000010 42020002 44040a0b0c0d", "6a80");
	assert_apdu(f, "800200000e 410400000010 42020002 43020004", "6985");
	assert_apdu(f, "8002000006 410400000010", "41820004 01020304 9000");
	assert_apdu(f, "800108000a 410400000030 42020003", "9000");
	assert_apdu(f, "8002000006 410400000030", "41820003 000000 9000");
}

static void attributes_and_key_versions_on_3_1_1(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t command[16], answer[64];

	se_select(f);
	assert_int_equal(
		se_apdu(f, command, se_hex("8002003b06 41047fff0206", command, 16), answer, sizeof(answer)),
		2);
	assert_apdu(f, "8050770008 1122334455667788", "6a88");
}

static void key_versions_on_7_2_0(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, "8050770008 1122334455667788",
		"XXXXXXXXXXXXXXXXXXXX 770300 XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX 9000");
}

/* The note has 6985; Amendment D 5.6 calls it a security error. That the channel dies both say. */
static void a_plain_command_in_a_channel(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	se_open_channel(f, 0x33);
	assert_apdu(f, GET_VERSION, "6982");
	assert_secure(f, GET_VERSION, "6982");
	se_open_channel(f, 0x33);
	assert_secure(f, GET_VERSION, "41820007 0301016fff010b 9000");
}

static void the_unique_id(void **state)
{
	struct se050_fixture *f = *state;

	se_select(f);
	assert_apdu(f, "8002000006 41047fff0206", "41820012 04005001 XXXXXXXXXXXXXXXXXXXXXXXXXXXX 9000");
}

static void identification(void **state)
{
	struct se050_fixture *f = *state;
	assert_apdu(f, "80ca00fe02df2800",
		"fe45 df2842 010c 0004a1f4XXXXXXXXXXXXXXXX 0208 XXXXXXXXXXXXXXXX"
		"0318 4a335233353130323145454530343030 XXXXXXXXXXXXXXXX 050100 070100 0808 2e5ad88409c9badb "
		"9000");
	assert_apdu(f, "80ca9f7f00",
		"9f7f2a 4790 d321 4700 0000 0000 9169 00032395 3673 0000000000000000"
		"0142 0a30 30333233 0000 0000 00000000 9000");
}

/* Numbers in steps of sixteen, two bytes each. */
static void free_memory(void **state)
{
	struct se050_fixture *f = *state;
	static const char *const kinds[] = { "8004002203 410101", "8004002203 410102", "8004002203 410103" };

	se_select(f);
	for (size_t i = 0; i < 3; i++) {
		uint8_t command[16], got[16];
		size_t len = se_apdu(f, command, se_hex(kinds[i], command, 16), got, sizeof(got));
		struct rbuf r = rbuf_from(got, len - 2);
		struct tlv tlv;
		uint16_t bytes;

		assert_true(tlv_next(&r, &tlv));
		assert_int_equal(rbuf_left(&tlv.value), 2);
		bytes = rbuf_be16(&tlv.value);
		assert_true(bytes == 0x7fff || (bytes > 0 && bytes % 16 == 0));
	}
}

static void a_repeated_start_hangs_a_part_with_the_erratum(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t reset[] = { 0x5a, 0xcf, 0x00, 0x37, 0x7f }, answer[5];
	struct i2c_message m[] = { { .addr = 0x48, .len = sizeof(reset), .bytes = reset },
		{ .addr = 0x48, .flags = I2C_READ, .len = sizeof(answer), .bytes = answer } };
	size_t done;

	f->chip->options.repeated_start_hangs = true;
	assert_int_equal(bus_transfer(&f->board->bus, m, 2, &done), -ENXIO);
	assert_int_equal(bus_transfer(&f->board->bus, m, 1, &done), -ENXIO);
}

static void agreement_with_a_point_off_the_curve(void **state)
{
	struct se050_fixture *f = *state;
	struct rbuf own;
	char hex[200], *at = hex;

	se_select(f);
	assert_apdu(f, "8001610009 410400000013 420103", "9000");
	own = curve_public(f->chip, object_look(f->chip, ID_ECKEY_SESSION));
	for (int wrong = 0; wrong < 2; wrong++) {
		at = hex + sprintf(hex, "8003010f49 410400000013 4241");
		for (size_t i = 0; i < 65; i++)
			at += sprintf(at, "%02x", i == 64 ? own.at[i] ^ wrong : own.at[i]);
		if (wrong)
			assert_apdu(f, hex, "6985");
		else
			assert_apdu(f, hex,
				"41 82 0020 XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX "
				"XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX 9000");
	}
}

static void set_curve(struct se050_fixture *f, enum se050_curve_id curve)
{
	f->chip->nv.curves[curve - 1] = CURVE_SET;
}

static void export_of_transient_keys_on_3_1_1(void **state)
{
	struct se050_fixture *f = *state;
	static const char make[] = "8081610009 4104000000%02x 4201%02x";
	char hex[60];
	uint8_t command[16], answer[600];

	se_select(f);
	set_curve(f, CURVE_P384);
	set_curve(f, CURVE_P521);
	snprintf(hex, sizeof(hex), make, 0x20, CURVE_P384);
	assert_apdu(f, hex, "9000");
	assert_true(se_apdu(f, command, se_hex("8002001906 410400000020", command, 16), answer,
			    sizeof(answer)) > 48);
	assert_apdu(f, "8004002806 410400000020", "9000");
	snprintf(hex, sizeof(hex), make, 0x21, CURVE_P521);
	assert_apdu(f, hex, "9000");
	assert_apdu(f, "8002001906 410400000021", "6985");
}

/* The vendor has said so too: P-256 is a curve to be created then. */
static void delete_all_takes_the_curves_along(void **state)
{
	struct se050_fixture *f = *state;
	static const char make[] = "8001610009 410400000013 420103";
	struct se_session s;

	se_select(f);
	assert_apdu(f, make, "9000");
	assert_apdu(f, "8004002806 410400000013", "9000");
	assert_apdu(f, "8041030018 41047fff0205 4310" AES_KEY, "9000");
	se_session_aes(f, &s, ID_FACTORY_RESET, AES_KEY, 0x00);
	assert_in(f, &s, "8004002a", "9000");
	assert_apdu(f, make, "6985");
	assert_apdu(f, "80010b0403 410103", "9000");
	assert_apdu(f, make, "6985");
	for (size_t i = 0; i < sizeof(p256) / sizeof(p256[0]); i++)
		assert_apdu(f, p256[i], "9000");
	assert_apdu(f, make, "9000");
}

#define ON_C(test) cmocka_unit_test_setup_teardown(test, set_up_c, tear_down)
#define ON_E(test) cmocka_unit_test_setup_teardown(test, set_up_e, tear_down)
#define ON_BOTH(test) ON_C(test), ON_E(test)
#define ON_KIT(test) cmocka_unit_test_setup_teardown(test, set_up_kit, tear_down)
#define ON_F(test) cmocka_unit_test_setup_teardown(test, set_up_f, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(interface_soft_reset_and_the_atr),
		ON_C(selection_on_3_1_1),
		ON_E(selection_on_7_2_0),
		ON_BOTH(a_header_of_three_bytes_and_then_the_rest),
		ON_C(a_chained_block_is_acknowledged_and_not_executed),
		ON_BOTH(a_malformed_frame_is_answered_by_an_error_block),
		ON_E(the_opening_of_a_platform_channel_on_an_a921),
		ON_E(the_opening_wants_the_keys_of_that_part),
		ON_BOTH(key_information_of_channel_and_session),
		ON_BOTH(an_error_in_a_channel_has_no_mac_and_counts),
		ON_BOTH(chance_under_level_33),
		ON_BOTH(an_object_that_is_missing),
		ON_BOTH(an_object_behind_a_user_id),
		ON_E(attributes_want_the_right_to_read),
		ON_BOTH(user_ids_that_are_wrong),
		ON_BOTH(deleting_and_overwriting_without_the_right),
		ON_BOTH(a_user_id_is_never_overwritten),
		ON_KIT(factory_reset_on_a_development_kit),
		ON_BOTH(nothing_selected),
		ON_BOTH(tlvs_that_are_bad_or_unexpected),
		ON_F(a_fips_part_outside_of_scp03),
		ON_E(reading_and_writing_on_the_bench),
		ON_C(attributes_and_key_versions_on_3_1_1),
		ON_E(key_versions_on_7_2_0),
		ON_C(a_plain_command_in_a_channel),
		ON_BOTH(the_unique_id),
		ON_KIT(identification),
		ON_BOTH(free_memory),
		ON_BOTH(agreement_with_a_point_off_the_curve),
		ON_C(export_of_transient_keys_on_3_1_1),
		ON_BOTH(delete_all_takes_the_curves_along),
		ON_BOTH(a_repeated_start_hangs_a_part_with_the_erratum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
