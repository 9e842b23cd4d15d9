/*
 * tests/unit/test_se050_attest.c: attestation in both formats (AN12413 3.2.7.2; se050-evidence.md 3.9), verified by
 * OpenSSL over what a host puts together from command and answer.
 */
#include "cmocka_all.h"

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

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}
/* Which power cycle, and the milliseconds since it began. */
static uint64_t assert_time(const struct proof *p, uint8_t tag, uint32_t cycle)
{
	struct rbuf value = value_of(p, tag);
	uint64_t ms;

	assert_int_equal(rbuf_left(&value), 12);
	assert_int_equal(rbuf_be32(&value), cycle);
	ms = (uint64_t)rbuf_be32(&value) << 32;
	return ms | rbuf_be32(&value);
}

static void assert_unique_id(struct se050_fixture *f, const struct proof *p, uint8_t tag)
{
	struct rbuf uid = value_of(p, tag);

	assert_int_equal(rbuf_left(&uid), 18);
	assert_memory_equal(uid.at, f->chip->nv.unique_id, 18);
	assert_memory_equal(uid.at, "\x04\x00\x50\x01", 4);
}

#define MAKE_FILE "8001060010 4104 00000010 43020004 4404deadbeef"
#define FILE_ATTRIBUTES "00000010 0b 01 0000 00000000 0000 0800000000 00340000 01"

static void a_file_before_7_2(void **state)
{
	struct se050_fixture *f = *state;
	struct proof p;

	assert_apdu(f, MAKE_FILE, "9000");
	attest(f, &p, "8022000021 410400000010" BY_EC);
	assert_tags(&p, "41 42 43 44 45 46");
	assert_value(&p, 0x41, "deadbeef");
	assert_value(&p, 0x42, FILE_ATTRIBUTES);
	assert_time(&p, 0x43, 1);
	assert_value(&p, 0x44, FRESH);
	assert_unique_id(f, &p, 0x45);
	assert_proven(f, &p);
	/* As short as they go. */
	assert_memory_equal(p.answer.at, "\x41\x04\xde\xad\xbe\xef\x42", 7);
}

static void a_file_from_7_2_on(void **state)
{
	struct se050_fixture *f = *state;
	struct proof p;

	assert_apdu(f, MAKE_FILE, "9000");
	attest(f, &p, "8022000021 410400000010" BY_EC);
	assert_tags(&p, "41 42 43 44 4f 52");
	assert_value(&p, 0x41, "deadbeef");
	assert_unique_id(f, &p, 0x42);
	assert_value(&p, 0x43, FILE_ATTRIBUTES "00000000");
	assert_value(&p, 0x44, "0004");
	assert_time(&p, 0x4f, 1);
	assert_proven(f, &p);
	/* However its lengths are coded, and with Le. */
	attest(f, &p, "80220000000021 410400000010" BY_EC "0000");
	assert_proven(f, &p);
	attest(f, &p, "8022000021 410400000010" BY_EC "00");
	assert_proven(f, &p);
}

/* What hosts ask before an ECKey session. */
static void a_public_key(void **state)
{
	struct se050_fixture *f = *state;
	struct rbuf own = curve_public(f->chip, object_look(f->chip, ID_ECKEY_SESSION));
	struct rbuf value;
	struct proof p;

	attest(f, &p, "8022000021 41047fff0201" BY_EC);
	assert_proven(f, &p);
	value = value_of(&p, 0x41);
	assert_int_equal(rbuf_left(&value), 65);
	assert_memory_equal(value.at, own.at, 65);
}

static void the_attestation_key_itself_and_the_unique_id(void **state)
{
	struct se050_fixture *f = *state;
	struct rbuf value;
	struct proof p;

	attest(f, &p, "8022000021 4104f0000012" BY_EC);
	assert_proven(f, &p);
	attest(f, &p, "8022000021 41047fff0206" BY_EC);
	assert_proven(f, &p);
	value = value_of(&p, 0x41);
	assert_memory_equal(value.at, f->chip->nv.unique_id, 18);
}

static void a_part_of_a_file(void **state)
{
	struct se050_fixture *f = *state;
	struct proof p;

	assert_apdu(f, MAKE_FILE, "9000");
	attest(f, &p, "8022000029 410400000010 42020001 43020002" BY_EC);
	assert_value(&p, 0x41, "adbe");
	assert_proven(f, &p);
	assert_apdu(f, "8022000029 410400000010 42020001 43020004" BY_EC, "6985");
	assert_apdu(f, "8022000025 41047fff0201 42020001" BY_EC, "6985");
}

/* The freshness is the host's: another one, another signature. */
static void an_answer_is_fresh(void **state)
{
	struct se050_fixture *f = *state;
	struct rbuf key = curve_public(f->chip, object_look(f->chip, 0xf0000012));
	struct bytes_of message;
	struct proof p, q;

	attest(f, &p, "8022000021 41047fff0206" BY_EC);
	attest(f, &q, "8022000021 41047fff0206 4504f0000012 460121 4710 ffeeddccbbaa99887766554433221100");
	assert_proven(f, &p);
	assert_proven(f, &q);
	message_of(f, &p, &message);
	assert_false(ec_verifies("P-256", "SHA256", key.at, 65, &message, q.tlvs[q.n - 1].value));
}

/* A key that has the right to be read and nothing to show, and an object without the right: no value. */
static void a_value_that_cannot_be_read_is_left_out(void **state)
{
	struct se050_fixture *f = *state;
	bool seven = f->chip->nv.identity.version[0] >= 7;
	struct proof p;

	assert_apdu(f, "8001030018 410400000020 4310 404142434445464748494a4b4c4d4e4f", "9000");
	attest(f, &p, "8022000021 410400000020" BY_EC);
	assert_tags(&p, seven ? "42 43 44 4f 52" : "42 43 44 45 46");
	assert_proven(f, &p);
	assert_apdu(f, "8001060015 1109 0800000000 00140000 410400000021 43020004", "9000");
	attest(f, &p, "8022000021 410400000021" BY_EC);
	assert_tags(&p, seven ? "42 43 44 4f 52" : "42 43 44 45 46");
	assert_proven(f, &p);
}

static void a_value_of_others_stays_with_them(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(f, "804107000d 41047da00001 4205c001020304", "9000");
	/* Named for another user only; for a secured one only; for nobody. */
	assert_apdu(f, "8001060015 1109 08 7da00001 00240000 410400000022 43020004", "9000");
	assert_apdu(f, "8022000021 410400000022" BY_EC, "6982");
	assert_apdu(f, "8001060015 1109 08 00000000 00220000 410400000023 43020004", "9000");
	assert_apdu(f, "8022000021 410400000023" BY_EC, "6986");
	assert_apdu(f, "8001060015 1109 08 00000000 20200000 410400000024 43020004", "9000");
	assert_apdu(f, "8022000021 410400000024" BY_EC, "6986");
	/* A transient one of another user. */
	se_session_create(f, &s, 0x7da00001);
	assert_in(f, &s, "8004002c07 4105 c001020304", "9000");
	assert_in(f, &s, "8081060010 410400000025 43020004 4404 01020304", "9000");
	assert_apdu(f, "8022000021 410400000025" BY_EC, "6985");
}

static void keys_that_do_not_attest(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8001030018 410400000020 4310 404142434445464748494a4b4c4d4e4f", "9000");
	/* Not there; without the right; a symmetric one; a public one; a file. */
	assert_apdu(f, "8022000021 41047fff0206 450400000099 460121 4710" FRESH, "6985");
	assert_apdu(f, "8022000021 41047fff0206 4504f0000000 460121 4710" FRESH, "6982");
	assert_apdu(f, "8022000021 41047fff0206 45047fff0201 460121 4710" FRESH, "6982");
	assert_apdu(f, "8022000021 41047fff0206 450400000020 460121 4710" FRESH, "6985");
	assert_apdu(f, "8022000021 41047fff0206 45047fff0204 460121 4710" FRESH, "6985");
	assert_apdu(f, "8022000021 41047fff0206 45047fff0206 460121 4710" FRESH, "6985");
	/* No algorithm; one of RSA. */
	assert_apdu(f, "8022000021 41047fff0206 4504f0000012 4601ff 4710" FRESH, "6985");
	assert_apdu(f, "8022000021 41047fff0206 4504f0000012 460128 4710" FRESH, "6985");
	/* Nothing of this has asked for the time. */
	assert_int_equal(f->chip->nv.time_high, 0);
}

/* Nothing is attached here: the write finds nobody. */
static void commands_of_the_i2c_master(void **state)
{
	struct se050_fixture *f = *state;
	bool seven = f->chip->nv.identity.version[0] >= 7;
	struct proof p;

	attest(f, &p, "8023003028 410b 010002 1e00 030003 10abcd 4204f0000012 430121 4710" FRESH);
	assert_tags(&p, seven ? "41 42 44 4f 52" : "41 43 44 45 46");
	assert_value(&p, 0x41, "015a 0301");
	assert_time(&p, seven ? 0x4f : 0x43, 1);
	assert_proven(f, &p);
	assert_apdu(f, "8023003028 410b 010002 1e00 030003 10abcd 4204f0000000 430121 4710" FRESH, "6982");
	assert_apdu(f, "8023003028 410b 010002 1e00 030003 10abcd 4204f0000012 4301ff 4710" FRESH, "6985");
	assert_apdu(f, "802300301b 4204f0000012 430121 4710" FRESH, "6a80");
	assert_apdu(f, "8023003022 410b 010002 1e00 030003 10abcd 430121 4710" FRESH, "6a80");
}

static void parameters_missing_doubled_and_of_the_wrong_length(void **state)
{
	struct se050_fixture *f = *state;
	static const char *const wrong[] = { "8022000000", "802200001b" BY_EC,
		"802200001b 41047fff0206 460121 4710" FRESH,
		"802200001e 41047fff0206 4504f0000012 4710" FRESH,
		"802200000f 41047fff0206 4504f0000012 460121", "8022000027 41047fff0206 41047fff0206" BY_EC,
		"8022000027 41047fff0206 4504f0000012" BY_EC, "8022000024 41047fff0206 460121" BY_EC,
		"8022000033 41047fff0206 4710" FRESH BY_EC,
		"8022000020 41047fff0206 4504f0000012 460121 470f00112233445566778899aabbccddee",
		"8022000022 41047fff0206 4504f0000012 460121 4711" FRESH "00",
		"8022000022 41047fff0206 4504f0000012 46022100 4710" FRESH,
		"8022000020 41047fff0206 4504f0000012 4600 4710" FRESH,
		"8022000020 41047fff0206 4503f00000 460121 4710" FRESH,
		"8022000024 41047fff0206" BY_EC "7e0100",
		"8022000021 41047fff0206 4504f0000012 460121 4711" FRESH,
		"8022000020 41037fff02 4504f0000012 460121 4710" FRESH };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_apdu(f, wrong[i], "6a80");
	assert_apdu(f, "8022000021 410400000099" BY_EC, "6985");
	assert_int_equal(f->chip->nv.time_high, 0);
}

/* An answer has to go into a response: with everything around it a large file is refused, a part of it is not. */
static void a_value_too_long_is_refused(void **state)
{
	struct se050_fixture *f = *state;
	bool seven = f->chip->nv.identity.version[0] >= 7;
	struct proof p;
	struct rbuf value;

	assert_apdu(f, "800106000a 410400000010 43020400", "9000");
	assert_apdu(f,
		seven ? "8022000025 410400000010 43020380" BY_EC : "8022000025 410400000010 43020300" BY_EC,
		"6985");
	attest(f, &p, "8022000025 410400000010 43020200" BY_EC);
	value = value_of(&p, 0x41);
	assert_int_equal(rbuf_left(&value), 0x200);
	assert_proven(f, &p);
}

/* AN12413 3.9: the first one of a power cycle counts; the rest of the stamp rises. */
static void time_stamps_of_attestation_and_of_get_timestamp_are_one(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t tag = f->chip->nv.identity.version[0] >= 7 ? 0x4f : 0x43;
	struct proof p;
	uint64_t before;

	attest(f, &p, "8022000021 41047fff0206" BY_EC);
	before = assert_time(&p, tag, 1);
	assert_apdu(f, "8004003d", "4182000c 00000001 00000000000000XX 9000");
	se_wait_us(f, 1234000);
	attest(f, &p, "8022000021 41047fff0206" BY_EC);
	assert_in_range(assert_time(&p, tag, 1) - before, 1234, 1334);
	se_power_cycle(f);
	attest(f, &p, "8022000021 41047fff0206" BY_EC);
	assert_in_range(assert_time(&p, tag, 2), 0, 100);
	assert_proven(f, &p);
	se_select(f);
	attest(f, &p, "8022000021 41047fff0206" BY_EC);
	assert_time(&p, tag, 2);
	se_power_cycle(f);
	assert_apdu(f, "8004003d", "4182000c 00000003 00000000000000XX 9000");
	attest(f, &p, "8022000021 41047fff0206" BY_EC);
	assert_time(&p, tag, 3);
}

/* The command that is signed is the plain one, CLA 80. */
static void under_the_platform_channel_and_in_a_session(void **state)
{
	struct se050_fixture *f = *state;
	static const char command[] = "8022000021 41047fff0206" BY_EC;
	struct se_session s;
	struct bytes_of secured;
	struct wbuf w = wbuf_to(secured.at, sizeof(secured.at)), out;
	struct apdu apdu;
	struct proof p;
	uint8_t got[1300];
	uint16_t status;

	assert_apdu(f, "8041030018 41047da00002 4310 404142434445464748494a4b4c4d4e4f", "9000");
	se_session_aes(f, &s, 0x7da00002, "404142434445464748494a4b4c4d4e4f", 0x33);
	p.command.len = se_hex(command, p.command.at, sizeof(p.command.at));
	assert_true(apdu_parse(rbuf_from(p.command.at, p.command.len), &apdu));
	assert_int_equal(scp03_host_wrap(&s.host, &apdu, &w), 0);
	secured.len = se_process(f, &s, secured.at, w.len, got, sizeof(got));
	out = wbuf_to(p.answer.at, sizeof(p.answer.at));
	assert_int_equal(scp03_host_unwrap(&s.host, rbuf_from(got, secured.len), &out, &status), 0);
	wbuf_be16(&out, status);
	p.answer.len = out.len;
	take_apart(&p);
	assert_proven(f, &p);

	se_open_channel(f, 0x33);
	w = wbuf_to(secured.at, sizeof(secured.at));
	assert_int_equal(scp03_host_wrap(&f->host, &apdu, &w), 0);
	secured.len = se_apdu(f, secured.at, w.len, got, sizeof(got));
	out = wbuf_to(p.answer.at, sizeof(p.answer.at));
	assert_int_equal(scp03_host_unwrap(&f->host, rbuf_from(got, secured.len), &out, &status), 0);
	wbuf_be16(&out, status);
	p.answer.len = out.len;
	take_apart(&p);
	se_select(f);
	assert_proven(f, &p);
}

static void attributes_alone_from_7_2_on(void **state)
{
	struct se050_fixture *f = *state;
	struct proof p;

	assert_apdu(f, MAKE_FILE, "9000");
	attest(f, &p, "8022003b21 410400000010" BY_EC);
	assert_tags(&p, "42 43 44 4f 52");
	assert_value(&p, 0x43, FILE_ATTRIBUTES "00000000");
	assert_value(&p, 0x44, "0004");
	assert_proven(f, &p);
	assert_apdu(f, "8022003b21 410400000010 4504f0000000 460121 4710" FRESH, "6982");
	assert_apdu(f, "8022003b21 410400000010 4504f0000012 4601ff 4710" FRESH, "6985");
	assert_apdu(f, "8022003b1b" BY_EC, "6a80");
	assert_apdu(f, "8001060015 1109 0800000000 00140000 410400000011 43020008", "9000");
	assert_apdu(f, "8022003b21 410400000011" BY_EC, "6986");
}

static void a_self_test_from_7_2_on(void **state)
{
	struct se050_fixture *f = *state;
	struct proof p;

	attest(f, &p, "802400581f 4102fe01" BY_EC);
	assert_tags(&p, "41 42 44 4f 52");
	assert_value(&p, 0x41, "01");
	assert_unique_id(f, &p, 0x42);
	assert_time(&p, 0x4f, 1);
	assert_proven(f, &p);
	assert_apdu(f, "802400581f 41020000" BY_EC, "6985");
	assert_apdu(f, "802400581f 4102fe01 4504f0000000 460121 4710" FRESH, "6982");
	assert_apdu(f, "802400581b" BY_EC, "6a80");
}

static void what_7_2_attests_is_unknown_before(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "8022003b21 41047fff0206" BY_EC, "6a86");
	assert_apdu(f, "802400581f 4102fe01" BY_EC, "6d00");
	assert_apdu(f, "8021000021 41047fff0206" BY_EC, "6d00");
}

#define ON_C(test) cmocka_unit_test_setup_teardown(test, set_up_c, tear_down)
#define ON_E(test) cmocka_unit_test_setup_teardown(test, set_up_e, tear_down)
#define ON_BOTH(test) ON_C(test), ON_E(test)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_C(a_file_before_7_2),
		ON_E(a_file_from_7_2_on),
		ON_BOTH(a_public_key),
		ON_BOTH(the_attestation_key_itself_and_the_unique_id),
		ON_BOTH(a_part_of_a_file),
		ON_C(an_answer_is_fresh),
		ON_BOTH(a_value_that_cannot_be_read_is_left_out),
		ON_BOTH(a_value_of_others_stays_with_them),
		ON_BOTH(keys_that_do_not_attest),
		ON_BOTH(commands_of_the_i2c_master),
		ON_BOTH(parameters_missing_doubled_and_of_the_wrong_length),
		ON_BOTH(a_value_too_long_is_refused),
		ON_BOTH(time_stamps_of_attestation_and_of_get_timestamp_are_one),
		ON_BOTH(under_the_platform_channel_and_in_a_session),
		ON_E(attributes_alone_from_7_2_on),
		ON_E(a_self_test_from_7_2_on),
		ON_C(what_7_2_attests_is_unknown_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
