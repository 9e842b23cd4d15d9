/* tests/unit/test_se050_external.c: ImportExternalObject (AN12413 3.2.9, 4.7.2). The host's half by OpenSSL alone. */
#include "cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "object.h"
#include "se050_eckey.h"
#include "tlv.h"

#define AES_KEY "404142434445464748494a4b4c4d4e4f"
#define WRITE_AES "8001030018 41047da00001 4310" AES_KEY
#define WRITE_BINARY "800106000e 41047da00002 43020002 4402abcd"

enum {
	HOST_ID = 0x7da000e0,
	AES_ID = 0x7da00001,
	FILE_ID = 0x7da00002,
	KEY = 7,
};

static int set_up_part(void **state, const char *part)
{
	struct se050_fixture *f = se_new(part);
	struct host_key key = se_eckey_key(KEY);

	se_select(f);
	se_eckey_object(f, HOST_ID, &key, 0);
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

/* What a test bends. */
struct import {
	uint32_t host;
	uint8_t key; /* that signs */
	uint8_t level;
	const char *inner;
	size_t flip_signature; /* from the end of the handshake; 0: not */
	bool flip_mac;
};

static const struct import good = { .host = HOST_ID, .key = KEY, .level = 0x33, .inner = WRITE_AES };

/* The command, and the channel as the host has it behind it. */
static size_t put_import(struct se050_fixture *f, const struct import *import, uint8_t *command, size_t cap,
	struct scp03_host *host)
{
	static const uint8_t zeros[16];
	struct host_key key = se_eckey_key(import->key), ephemeral = se_eckey_ephemeral();
	uint8_t handshake[400], inner[600], wrapped[700], data[1100];
	uint8_t id[4] = { (uint8_t)(import->host >> 24), (uint8_t)(import->host >> 16),
		(uint8_t)(import->host >> 8), (uint8_t)import->host };
	struct wbuf w = wbuf_to(wrapped, sizeof(wrapped)), d = wbuf_to(data, sizeof(data)),
		    c = wbuf_to(command, cap);
	struct apdu outer = { .cla = 0x80, .ins = 0x06 }, apdu, authenticate;
	size_t len = se_eckey_handshake(&key, &ephemeral, import->level, handshake, sizeof(handshake));
	struct rbuf body;

	if (import->flip_signature > 0)
		handshake[len - import->flip_signature] ^= 1;
	assert_true(apdu_parse(rbuf_from(handshake, len), &authenticate));
	body = authenticate.data;
	se_eckey_channel(f, host, ID_EXTERNAL_IMPORT, zeros, import->level);
	assert_true(apdu_parse(rbuf_from(inner, se_hex(import->inner, inner, sizeof(inner))), &apdu));
	assert_int_equal(scp03_host_wrap(host, &apdu, &w), 0);
	if (import->flip_mac)
		wrapped[w.len - 1] ^= 1;
	tlv_put(&d, 0x13, body.at, rbuf_left(&body));
	tlv_put(&d, 0x14, id, sizeof(id));
	tlv_put(&d, 0x41, wrapped, w.len);
	outer.data = rbuf_from(data, d.len);
	apdu_write(&c, &outer);
	assert_false(wbuf_bad(&c));
	/* Table 103: the answer has a MAC whatever the level. */
	host->level |= 0x10;
	return c.len;
}

/* Runs it; the status, after a look at the MAC of a good answer. */
static uint16_t run(struct se050_fixture *f, const struct import *import)
{
	uint8_t command[1200], answer[64], plain[64];
	struct wbuf out = wbuf_to(plain, sizeof(plain));
	struct scp03_host host;
	size_t len = put_import(f, import, command, sizeof(command), &host);
	uint16_t status;

	len = se_apdu(f, command, len, answer, sizeof(answer));
	assert_int_equal(scp03_host_unwrap(&host, rbuf_from(answer, len), &out, &status), 0);
	assert_int_equal(len, status == 0x9000 ? 8 + 2 : 2);
	assert_int_equal(out.len, 0);
	return status;
}

static uint16_t run_inner(struct se050_fixture *f, const char *inner)
{
	struct import import = good;

	import.inner = inner;
	return run(f, &import);
}

static void assert_value(struct se050_fixture *f, uint32_t id, const char *hex)
{
	const struct se050_object *object = object_look(f->chip, id);
	uint8_t expected[64];
	size_t len = se_hex(hex, expected, sizeof(expected));
	struct rbuf value;

	assert_non_null(object);
	value = object_value(f->chip, object);
	assert_int_equal(rbuf_left(&value), len);
	assert_memory_equal(value.at, expected, len);
}

static void an_object_is_made_without_a_session(void **state)
{
	struct se050_fixture *f = *state;

	assert_int_equal(run(f, &good), 0x9000);
	assert_value(f, AES_ID, AES_KEY);
	assert_int_equal(run_inner(f, WRITE_BINARY), 0x9000);
	assert_value(f, FILE_ID, "abcd");
	se_power_cycle(f);
	assert_value(f, AES_ID, AES_KEY);
	/* Nothing is left open. */
	assert_int_equal(f->chip->applet.sessions[0].state, SESSION_FREE);
}

static void an_older_applet_derives_without_the_counter(void **state)
{
	struct se050_fixture *f = *state;

	assert_true(se050_version(f->chip) < 0x030600);
	assert_int_equal(run(f, &good), 0x9000);
}

static void applet_7_2_does_the_same(void **state)
{
	struct se050_fixture *f = *state;

	assert_int_equal(run(f, &good), 0x9000);
	assert_value(f, AES_ID, AES_KEY);
}

static void every_level_but_00_will_do(void **state)
{
	static const uint8_t levels[] = { 0x01, 0x03, 0x11, 0x13, 0x33 };
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(levels); i++) {
		struct import import = good;

		import.level = levels[i];
		assert_int_equal(run(f, &import), 0x9000);
	}
}

static void the_same_bytes_may_come_again(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t command[1200], first[64], again[64];
	struct scp03_host host;
	size_t len = put_import(f, &good, command, sizeof(command), &host);

	assert_int_equal(se_apdu(f, command, len, first, sizeof(first)), 10);
	assert_apdu(f, "8001030018 41047da00001 4310 00000000000000000000000000000000", "9000");
	assert_int_equal(se_apdu(f, command, len, again, sizeof(again)), 10);
	assert_memory_equal(first, again, 10);
	assert_value(f, AES_ID, AES_KEY);
}

/* ImportExternalObject.signature, .mac, .key.absent. */
static void what_is_not_authentic_is_refused(void **state)
{
	struct se050_fixture *f = *state;
	struct import import = good;

	import.key = KEY + 1;
	assert_int_equal(run(f, &import), 0x6985);
	import = good;
	import.flip_signature = 1;
	assert_int_equal(run(f, &import), 0x6985);
	import = good;
	import.flip_mac = true;
	assert_int_equal(run(f, &import), 0x6982);
	import = good;
	import.host = 0x7da0ffff;
	assert_int_equal(run(f, &import), 0x6985);
	assert_null(object_look(f->chip, AES_ID));
	assert_int_equal(run(f, &good), 0x9000);
}

/* The host's key is an authentication object on P-256. */
static void only_an_authentication_object_may_sign(void **state)
{
	struct se050_fixture *f = *state;
	struct host_key key = se_eckey_key(KEY);
	struct import import = good;
	char command[400];
	int at = snprintf(command, sizeof(command), "800121004c 41047da000e1 420103 444104");

	for (size_t i = 0; i < 64; i++)
		at += snprintf(command + at, sizeof(command) - (size_t)at, "%02x", key.point[i]);
	assert_apdu(f, command, "9000");
	import.host = 0x7da000e1;
	assert_int_equal(run(f, &import), 0x6985);
	assert_apdu(f, "8041030018 41047da000e2 4310" AES_KEY, "9000");
	import.host = 0x7da000e2;
	assert_int_equal(run(f, &import), 0x6985);
}

/* 3.2.4.4: failures count where there is a limit, success gives them back; used up: 6986, as seen of sessions. */
static void attempts_are_counted(void **state)
{
	struct se050_fixture *f = *state;
	struct host_key key = se_eckey_key(KEY);
	struct import import = good;

	import.host = 0x7da000e3;
	se_eckey_object(f, import.host, &key, 3);
	import.flip_signature = 1;
	assert_int_equal(run(f, &import), 0x6985);
	assert_int_equal(run(f, &import), 0x6985);
	assert_int_equal(object_look(f->chip, import.host)->attempts, 2);
	import.flip_signature = 0;
	assert_int_equal(run(f, &import), 0x9000);
	assert_int_equal(object_look(f->chip, import.host)->attempts, 0);
	/* A command that is refused is no failure of the key. */
	import.inner = "8002000006 41047da00001";
	assert_int_equal(run(f, &import), 0x6985);
	assert_int_equal(object_look(f->chip, import.host)->attempts, 0);
	import = good;
	import.host = 0x7da000e3;
	import.flip_signature = 1;
	for (int i = 0; i < 3; i++)
		assert_int_equal(run(f, &import), 0x6985);
	import.flip_signature = 0;
	assert_int_equal(run(f, &import), 0x6986);
	se_power_cycle(f);
	assert_int_equal(run(f, &import), 0x6986);
}

/* A session that was created while there were attempts left has none when they are gone. */
static void attempts_that_are_used_up_end_a_handshake_under_way(void **state)
{
	struct se050_fixture *f = *state;
	struct host_key key = se_eckey_key(KEY), ephemeral = se_eckey_ephemeral();
	struct import import = good;
	struct se_session session;
	uint8_t command[400], answer[64];
	size_t len;

	import.host = 0x7da000e4;
	import.flip_signature = 1;
	se_eckey_object(f, import.host, &key, 1);
	se_session_create(f, &session, import.host);
	assert_int_equal(run(f, &import), 0x6985);
	len = se_eckey_handshake(&key, &ephemeral, 0x33, command, sizeof(command));
	assert_int_equal(se_process(f, &session, command, len, answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x69\x86", 2);
	assert_int_equal(object_look(f->chip, import.host)->attempts, 1);
}

/* ImportExternalObject.read, .transient: WriteECKey to WritePCR, and nothing transient. */
static void writes_of_persistent_objects_only(void **state)
{
	static const char *const rows[] = {
		"8002000006 41047da00001",                    /* ReadObject */
		"8004002806 41047da00001",                    /* DeleteSecureObject */
		"80010b0403 410105",                          /* CreateECCurve */
		"8001100009 41020001 420101 430101",          /* CreateCryptoObject */
		"800100180c 41047da00001 43040a0b0c0d",       /* ImportObject */
		"8081030018 41047da00004 4310" AES_KEY,       /* transient */
		"8001030018 41047da00003 4310" AES_KEY,       /* a transient one that is there */
		"80210600 0e 41047da00002 43020002 4402abcd", /* attested */
	};
	struct se050_fixture *f = *state;

	assert_int_equal(run(f, &good), 0x9000);
	assert_apdu(f, "8081030018 41047da00003 4310 00000000000000000000000000000000", "9000");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(run_inner(f, rows[i]), 0x6985);
	assert_value(f, AES_ID, AES_KEY);
	assert_value(f, 0x7da00003, "00000000000000000000000000000000");
}

static void every_kind_of_write_may_come(void **state)
{
	static const char *const rows[] = {
		"8001610009 41047da00010 420103",
		"8041030018 41047da00011 4310" AES_KEY,
		"8001040018 41047da00012 4310" AES_KEY,
		"8001050009 41047da00013 430111",
		"804107000c 41047da00014 4204 01020304",
		"800108000a 41047da00015 42020004",
		"8001090028 41047da00016 4220 "
		"0000000000000000000000000000000000000000000000000000000000000000",
		"8001624f0a 41047da00017 42020200",
	};
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(run_inner(f, rows[i]), 0x9000);
		assert_non_null(object_look(f->chip, 0x7da00010 + (uint32_t)i));
	}
}

/* The inner command's own refusals come bare. */
static void the_inner_command_is_refused_as_ever(void **state)
{
	struct se050_fixture *f = *state;

	assert_int_equal(run_inner(f, "8001030017 41047da00001 430f 404142434445464748494a4b4c4d4e"), 0x6985);
	assert_int_equal(run_inner(f, "8001030012 4310" AES_KEY), 0x6a80);
	assert_int_equal(
		run_inner(f, "8001030023 1109 08 00000000 00200000 41047da00001 4310" AES_KEY), 0x6984);
	assert_null(object_look(f->chip, AES_ID));
}

/* REQUIRE_SM is met by C-MAC and C-DECRYPTION; policies see the host's key as the user. */
static void policies_see_the_hosts_key(void **state)
{
	struct se050_fixture *f = *state;
	struct import import = good;

	assert_apdu(f, "8001030023 1109 08 7da000e0 00160000 41047da00001 4310" AES_KEY, "9000");
	assert_apdu(f, WRITE_AES, "6982");
	import.level = 0x01;
	assert_int_equal(run(f, &import), 0x6986);
	assert_int_equal(run(f, &good), 0x9000);
}

static void malformed_commands_are_refused(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "80060000", "6a80");
	assert_apdu(f, "800600000f 130100 1404 7da000e0 4104 80010300", "6a80");
	assert_apdu(f, "800600000e 130100 1404 7da000e0 4103 800103", "6a80");
	assert_apdu(f, "8006000009 130100 1404 7da000e0", "6a80");
	assert_apdu(f, "800600000d 1301 00 41048001030042 02 7e7e", "6a80");
	assert_apdu(f, "800600000c 1404 7da000e0 4104 80010300", "6a80");
	/* Something behind the inner command's data. */
	assert_apdu(f, "8006000012 130100 1404 7da000e0 4107 80010300020000", "6a80");
}

/* ImportExternalObject.session. */
static void no_session_may_bring_it(void **state)
{
	struct se050_fixture *f = *state;
	uint8_t command[1200], answer[64];
	struct scp03_host host;
	struct se_session s;
	size_t len;

	assert_apdu(f, "804107000c 41047da00009 4204 01020304", "9000");
	se_session_create(f, &s, 0x7da00009);
	assert_in(f, &s, "8004002c06 4104 01020304", "9000");
	len = put_import(f, &good, command, sizeof(command), &host);
	assert_int_equal(se_process(f, &s, command, len, answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x69\x85", 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_object_is_made_without_a_session, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			an_older_applet_derives_without_the_counter, set_up, tear_down),
		cmocka_unit_test_setup_teardown(applet_7_2_does_the_same, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(every_level_but_00_will_do, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_same_bytes_may_come_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_not_authentic_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(only_an_authentication_object_may_sign, set_up, tear_down),
		cmocka_unit_test_setup_teardown(attempts_are_counted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			attempts_that_are_used_up_end_a_handshake_under_way, set_up, tear_down),
		cmocka_unit_test_setup_teardown(writes_of_persistent_objects_only, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_kind_of_write_may_come, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_inner_command_is_refused_as_ever, set_up, tear_down),
		cmocka_unit_test_setup_teardown(policies_see_the_hosts_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(malformed_commands_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_session_may_bring_it, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
