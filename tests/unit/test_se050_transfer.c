/* tests/unit/test_se050_transfer.c: ExportObject and ImportObject (AN12413 3.2.8, 4.7.1.8, 4.7.3.2). */
#include "cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cost.h"
#include "curve.h"
#include "object.h"
#include "policy050.h"
#include "rsa_fixture.h"

#define KEY "404142434445464748494a4b4c4d4e4f"
#define DES_KEY "0123456789abcdeffedcba9876543210 8899aabbccddeeff"
#define EXPORT(id) "8002001906 4104" id
#define WRITE_AES "8081030018 41047da00001 4310" KEY
/* id, class, curve, component, length; 16 bytes of key; 2 blocks, and the MAC. */
#define BLOB_OF_AES                                                                                         \
	"41 820030 "                                                                                        \
	"XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX " \
	"9000"

enum {
	AES_ID = 0x7da00001,
	DES_ID = 0x7da00002,
	EC_ID = 0x7da00003,
	RSA_ID = 0x7da00008,
	BLOB_MAX = 600,
};

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

struct blob {
	uint8_t at[BLOB_MAX];
	size_t len;
};

static struct blob export(struct se050_fixture *f, uint32_t id)
{
	uint8_t command[] = { 0x80, 0x02, 0x00, 0x19, 0x06, 0x41, 0x04, (uint8_t)(id >> 24),
		(uint8_t)(id >> 16), (uint8_t)(id >> 8), (uint8_t)id };
	uint8_t answer[BLOB_MAX + 6];
	size_t len = se_apdu(f, command, sizeof(command), answer, sizeof(answer));
	struct blob blob = { .len = len - 6 };

	assert_true(len > 6);
	assert_memory_equal(answer, "\x41\x82", 2);
	assert_int_equal(answer[2] << 8 | answer[3], blob.len);
	assert_memory_equal(answer + len - 2, "\x90\x00", 2);
	assert_int_equal(blob.len % 16, 0);
	memcpy(blob.at, answer + 4, blob.len);
	return blob;
}

/* Returns the status. */
static int import(struct se050_fixture *f, uint32_t id, const struct blob *blob)
{
	uint8_t command[BLOB_MAX + 32] = { 0x80, 0x01, 0x00, 0x18, 0x00, 0x00, 0x00, 0x41, 0x04,
		(uint8_t)(id >> 24), (uint8_t)(id >> 16), (uint8_t)(id >> 8), (uint8_t)id, 0x43, 0x82,
		(uint8_t)(blob->len >> 8), (uint8_t)blob->len };
	uint8_t answer[2];

	command[5] = (uint8_t)((blob->len + 10) >> 8);
	command[6] = (uint8_t)(blob->len + 10);
	memcpy(command + 17, blob->at, blob->len);
	assert_int_equal(se_apdu(f, command, 17 + blob->len, answer, sizeof(answer)), 2);
	return answer[0] << 8 | answer[1];
}

static void assert_value(struct se050_fixture *f, uint32_t id, const char *hex)
{
	uint8_t expected[300];
	size_t len = se_hex(hex, expected, sizeof(expected));
	struct rbuf value = object_value(f->chip, object_look(f->chip, id));

	assert_int_equal(rbuf_left(&value), len);
	if (len > 0)
		assert_memory_equal(value.at, expected, len);
}

/* 3.2.2.2: deselection takes the value, the object stays; 3.2.8: the value can be brought back. */
static void a_key_comes_back_after_deselection(void **state)
{
	struct se050_fixture *f = *state;
	struct blob aes, des;

	assert_apdu(f, WRITE_AES, "9000");
	assert_apdu(f, "8081040020 41047da00002 4318" DES_KEY, "9000");
	aes = export(f, AES_ID);
	des = export(f, DES_ID);
	assert_value(f, AES_ID, KEY);
	se_select(f);
	assert_value(f, AES_ID, "");
	assert_apdu(f, EXPORT("7da00001"), "6985");
	assert_int_equal(import(f, AES_ID, &aes), 0x9000);
	assert_int_equal(import(f, DES_ID, &des), 0x9000);
	assert_value(f, AES_ID, KEY);
	assert_value(f, DES_ID, DES_KEY);
	/* Over another value too, and after a power cut. */
	assert_apdu(f, "8081030018 41047da00001 4310 00000000000000000000000000000000", "9000");
	assert_int_equal(import(f, AES_ID, &aes), 0x9000);
	se_power_cycle(f);
	assert_int_equal(import(f, AES_ID, &aes), 0x9000);
	assert_value(f, AES_ID, KEY);
}

static bool contains(const struct blob *blob, const char *hex)
{
	uint8_t bytes[64];
	size_t len = se_hex(hex, bytes, sizeof(bytes));

	return memmem(blob->at, blob->len, bytes, len) != NULL;
}

static void a_blob_tells_nothing(void **state)
{
	struct se050_fixture *f = *state;
	struct blob blob;

	assert_apdu(f, WRITE_AES, "9000");
	assert_apdu(f, EXPORT("7da00001"), BLOB_OF_AES);
	blob = export(f, AES_ID);
	assert_false(contains(&blob, KEY));
	assert_false(contains(&blob, "7da00001"));
}

/* vectors/refusals.tsv ImportObject.damaged, .otherid, .othertype, .foreign: 6985 6A80 6984 6982. */
static void only_its_own_whole_blob_is_taken(void **state)
{
	struct se050_fixture *f = *state,
			     *other = se_new("se050c,serial=040050010123456789abcdef0123456789ab");
	struct blob blob, bent;

	assert_apdu(f, WRITE_AES, "9000");
	assert_apdu(f, "8081030018 41047da00004 4310" KEY, "9000");
	blob = export(f, AES_ID);
	for (size_t i = 0; i < blob.len; i++) {
		bent = blob;
		bent.at[i] ^= 1;
		assert_int_equal(import(f, AES_ID, &bent), 0x6985);
	}
	bent = blob;
	bent.len -= 16;
	assert_int_equal(import(f, AES_ID, &bent), 0x6985);
	bent.len = blob.len + 16;
	assert_int_equal(import(f, AES_ID, &bent), 0x6985);
	bent.len = 1;
	assert_int_equal(import(f, AES_ID, &bent), 0x6985);
	assert_int_equal(import(f, 0x7da00004, &blob), 0x6985);
	/* The same id of another class. */
	assert_apdu(f, "8004002806 41047da00001", "9000");
	assert_int_equal(import(f, AES_ID, &blob), 0x6985);
	assert_apdu(f, "8081040018 41047da00001 4310" KEY, "9000");
	assert_int_equal(import(f, AES_ID, &blob), 0x6985);
	se_select(other);
	assert_apdu(other, WRITE_AES, "9000");
	assert_int_equal(import(other, AES_ID, &blob), 0x6985);
	se_free(other);
}

/* ExportObject.persistent, .hmac, .file; ImportObject.persistent. */
static void transient_keys_only_but_no_hmac_keys(void **state)
{
	struct se050_fixture *f = *state;
	struct blob blob;

	assert_apdu(f, WRITE_AES, "9000");
	blob = export(f, AES_ID);
	assert_apdu(f, "8004002806 41047da00001", "9000");
	assert_apdu(f, "8001030018 41047da00001 4310" KEY, "9000");
	assert_apdu(f, EXPORT("7da00001"), "6985");
	assert_int_equal(import(f, AES_ID, &blob), 0x6985);
	assert_apdu(f, "8081050018 41047da00005 4310" KEY, "9000");
	assert_apdu(f, EXPORT("7da00005"), "6985");
	assert_apdu(f, "808106000e 41047da00006 43020002 4402abcd", "9000");
	assert_apdu(f, EXPORT("7da00006"), "6985");
}

/* ImportObject.rsa.nocomponent, .component; the general rules of TLVs. */
static void malformed_commands_are_refused(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, WRITE_AES, "9000");
	assert_apdu(f, "8002001909 41047da00001 420101", "6a80");
	assert_apdu(f, "800100181b 41047da00001 420101 4310" KEY, "6a80");
	assert_apdu(f, "80020019", "6a80");
	assert_apdu(f, "8002001905 41037da000", "6a80");
	assert_apdu(f, "8002001906 41047da0ffff", "6985");
	assert_apdu(f, "80010018", "6a80");
	assert_apdu(f, "8001001806 41047da00001", "6a80");
	assert_apdu(f, "8001001808 41047da00001 4300", "6a80");
	assert_apdu(f, "8001001818 41047da0ffff 4310" KEY, "6985");
}

/* ExportObject.denied.*, ImportObject.denied.*: every rule but IMPORT_EXPORT. */
static void the_policy_must_allow_it(void **state)
{
	struct se050_fixture *f = *state;
	struct blob blob;

	assert_apdu(f, "8081030023 1109 08 00000000 1b5c6000 41047da00001 4310" KEY, "9000");
	assert_apdu(f, EXPORT("7da00001"), "6986");
	assert_apdu(f, "8001001818 41047da00001 4310" KEY, "6986");
	/* Alone it is enough. */
	assert_apdu(f, "8081040023 1109 08 00000000 00001000 41047da00002 4310" KEY, "9000");
	blob = export(f, DES_ID);
	se_select(f);
	assert_int_equal(import(f, DES_ID, &blob), 0x9000);
}

/* 3.2.2.2: 6985 for anybody but who made it. */
static void a_transient_key_is_its_makers(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;
	struct blob blob;

	assert_apdu(f, "804107000c 41047da00009 4204 01020304", "9000");
	assert_apdu(f, "8081030018 41047da00001 4310" KEY, "9000");
	blob = export(f, AES_ID);
	se_session_create(f, &s, 0x7da00009);
	assert_in(f, &s, "8004002c06 4104 01020304", "9000");
	assert_in(f, &s, EXPORT("7da00001"), "6985");
	assert_in(f, &s, "8081030018 4104 7da00007 4310" KEY, "9000");
	assert_in(f, &s, EXPORT("7da00007"), BLOB_OF_AES);
	assert_apdu(f, EXPORT("7da00007"), "6985");
	assert_int_equal(import(f, AES_ID, &blob), 0x9000);
}

/* A transient key on some curve, made without the commands that make keys. */
static void make_ec(struct se050_fixture *f, enum se050_class class, uint8_t curve)
{
	const struct se050_curve *c = curve_find(curve);
	struct se050_cost cost = cost_of_ec(class, true, curve);
	uint8_t policy[POLICY_DEFAULT];
	struct wbuf w = wbuf_to(policy, sizeof(policy));
	struct se050_object as = {
		.id = EC_ID,
		.kind = RECORD_OBJECT,
		.class = (uint8_t) class,
		.detail = curve,
		.flags = OBJECT_TRANSIENT,
		.origin = ORIGIN_EXTERNAL,
		.policy_len = sizeof(policy),
		.value_len = (uint32_t)curve_value_len(c, class),
		.cost = cost.nvm,
		.ram_cost = cost.ram,
	};
	struct se050_object *object;

	policy_default(f->chip, class, false, &w);
	object = object_create(f->chip, &as, rbuf_from(policy, sizeof(policy)));
	assert_non_null(object);
	memset(object_change(f->chip, object), 0x5a, as.value_len);
}

static void assert_ec_comes_back(struct se050_fixture *f, enum se050_class class, uint8_t curve)
{
	struct blob blob;
	struct rbuf value;

	make_ec(f, class, curve);
	blob = export(f, EC_ID);
	se_select(f);
	assert_int_equal(import(f, EC_ID, &blob), 0x9000);
	value = object_value(f->chip, object_look(f->chip, EC_ID));
	assert_int_equal(rbuf_left(&value), curve_value_len(curve_find(curve), class));
	while (rbuf_left(&value) > 0)
		assert_int_equal(rbuf_u8(&value), 0x5a);
	assert_apdu(f, "8004002806 41047da00003", "9000");
}

static void ec_keys_come_back(void **state)
{
	struct se050_fixture *f = *state;

	assert_ec_comes_back(f, CLASS_EC_PAIR, CURVE_P256);
	assert_ec_comes_back(f, CLASS_EC_PRIVATE, CURVE_P384);
	assert_ec_comes_back(f, CLASS_EC_PUBLIC, CURVE_BRAINPOOL_512);
}

/* Seen on 3.1.1. */
static void p521_is_not_exported(void **state)
{
	struct se050_fixture *f = *state;

	make_ec(f, CLASS_EC_PAIR, CURVE_P521);
	assert_apdu(f, EXPORT("7da00003"), "6985");
}

static void applet_7_2_exports_p521_too(void **state)
{
	struct se050_fixture *f = *state;

	assert_ec_comes_back(f, CLASS_EC_PAIR, CURVE_P521);
}

/* ExportObject or ImportObject of one component: 42 says which. */
static uint16_t transfer_part(struct se050_fixture *f, uint8_t component, struct blob *blob, bool back)
{
	struct rsa_command command = rsa_command(back ? 0x01 : 0x02, 0, back ? 0x18 : 0x19, RSA_ID);
	uint16_t status;
	struct rbuf value;

	rsa_add_number(&command, 0x42, component, 1);
	if (back)
		rsa_add(&command, 0x43, blob->at, blob->len);
	status = rsa_run(f, &command);
	if (status == 0x9000 && !back) {
		value = rsa_answer(&command);
		blob->len = rbuf_left(&value);
		rbuf_copy(&value, blob->at, blob->len);
	}
	return status;
}

static uint16_t decrypts(struct se050_fixture *f, const struct host_rsa *key)
{
	struct rsa_command command = rsa_command(0x03, 0x02, 0x38, RSA_ID);
	uint8_t text[512] = { 0, 0x5a }, hidden[512];
	uint16_t status;
	struct rbuf out;

	host_rsa_encrypt(key, 3, text, key->bytes, hidden);
	rsa_add_number(&command, 0x42, 0x0c, 1);
	rsa_add(&command, 0x43, hidden, key->bytes);
	status = rsa_run(f, &command);
	if (status != 0x9000)
		return status;
	out = rsa_answer(&command);
	assert_int_equal(rbuf_left(&out), key->bytes);
	assert_memory_equal(out.at, text, key->bytes);
	return status;
}

/* 4.7.1.8, 4.7.3.2: component by component; AN12413 table 34 numbers them. */
static void rsa_keys_come_back_by_component(void **state)
{
	static const uint8_t parts[] = { 5, 0, 3, 1, 4, 7, 6 };
	struct se050_fixture *f = *state;
	struct blob blobs[8], other;
	struct host_rsa key;

	host_rsa_pool(&key, 128, 1);
	rsa_write_key(f, &key, FORM_PAIR_CRT, RSA_ID, 0x80);
	for (size_t i = 0; i < sizeof(parts); i++)
		assert_int_equal(transfer_part(f, parts[i], &blobs[parts[i]], false), 0x9000);
	/* The private exponent is no part of this form; 08 is none at all (ExportObject.rsa.component). */
	assert_int_equal(transfer_part(f, 2, &other, false), 0x6985);
	assert_int_equal(transfer_part(f, 8, &other, false), 0x6a80);
	assert_apdu(f, EXPORT("7da00008"), "6a80");
	assert_int_equal(decrypts(f, &key), 0x9000);
	se_select(f);
	assert_int_equal(decrypts(f, &key), 0x6985);
	for (size_t i = 0; i < sizeof(parts); i++) {
		assert_int_equal(transfer_part(f, parts[i], &blobs[parts[i]], true), 0x9000);
		assert_int_equal(decrypts(f, &key), i + 1 == sizeof(parts) ? 0x9000 : 0x6985);
	}
	/* A component is not another one of the same length. */
	assert_int_equal(transfer_part(f, 4, &blobs[3], true), 0x6985);
	assert_int_equal(transfer_part(f, 2, &blobs[0], true), 0x6985);
	assert_int_equal(import(f, RSA_ID, &blobs[0]), 0x6a80);
	assert_int_equal(decrypts(f, &key), 0x9000);
	host_rsa_free(&key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_key_comes_back_after_deselection, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_blob_tells_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(only_its_own_whole_blob_is_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(transient_keys_only_but_no_hmac_keys, set_up, tear_down),
		cmocka_unit_test_setup_teardown(malformed_commands_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_policy_must_allow_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_transient_key_is_its_makers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ec_keys_come_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(p521_is_not_exported, set_up, tear_down),
		cmocka_unit_test_setup_teardown(applet_7_2_exports_p521_too, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(rsa_keys_come_back_by_component, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
