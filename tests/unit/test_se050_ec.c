/* tests/unit/test_se050_ec.c: the SE05x on every curve, against plain OpenSSL (AN12413 4.7.1.1, 4.8, 4.10; evidence 3). */
#include "cmocka_all.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#include "host_ec.h"
#include "se050_command.h"

enum {
	PAIR = 0x00000100,
	GIVEN = 0x00000200,
	PUBLIC = 0x00000300,
	PARAM_A = 0x01,
	PARAM_B = 0x02,
	PARAM_G = 0x04,
	PARAM_N = 0x08,
	PARAM_PRIME = 0x10,
	UNCOMPRESSED_MAX = 1 + 2 * HOST_FIELD_MAX,
};

struct world {
	struct se050_fixture *f;
	struct host_curve curves[HOST_CURVES];
};

static int set_up_part(void **state, const char *part)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->f = se_new(part);
	host_curves_load(w->curves);
	se_select(w->f);
	*state = w;
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
	struct world *w = *state;

	host_curves_free(w->curves);
	se_free(w->f);
	free(w);
	return 0;
}

static const uint8_t digest[64] = { 0x9f, 0x86, 0xd0, 0x81, 0x88, 0x4c, 0x7d, 0x65, 0x9a, 0x2f, 0xea, 0xa0,
	0xc5, 0x5a, 0xd0, 0x15, 0xa3, 0xbf, 0x4f, 0x1b, 0x2b, 0x0b, 0x82, 0x2c, 0xd1, 0x5d, 0x6c, 0x15, 0xb0,
	0xf0, 0x0a, 0x08, 0x9f, 0x86, 0xd0, 0x81, 0x88, 0x4c, 0x7d, 0x65, 0x9a, 0x2f, 0xea, 0xa0, 0xc5, 0x5a,
	0xd0, 0x15, 0xa3, 0xbf, 0x4f, 0x1b, 0x2b, 0x0b, 0x82, 0x2c, 0xd1, 0x5d, 0x6c, 0x15, 0xb0, 0xf0, 0x0a,
	0x08 };

static const struct {
	uint8_t algorithm;
	size_t len;
} ecdsa[] = { { 0x11, 20 }, { 0x25, 28 }, { 0x21, 32 }, { 0x22, 48 }, { 0x26, 64 } };

/* A private value of that curve: any number that is below the order. */
static void private_value(const struct host_curve *curve, uint8_t *d)
{
	for (size_t i = 0; i < curve->field; i++)
		d[i] = (uint8_t)(0x11 + 7 * i);
	d[0] = 0;
}

static void uncompressed(const struct host_curve *curve, const uint8_t *point, uint8_t *out)
{
	out[0] = 0x04;
	memcpy(out + 1, point, 2 * curve->field);
}

static uint16_t set_param(
	struct se050_fixture *f, uint8_t curve, uint8_t which, const uint8_t *value, size_t len)
{
	struct se_command c = se_command("80010b40");

	se_put_u8(&c, 0x41, curve);
	se_put_u8(&c, 0x42, which);
	se_put(&c, 0x43, value, len);
	return se_ask(f, &c).status;
}

static void set_curve(struct se050_fixture *f, const struct host_curve *curve)
{
	uint8_t g[UNCOMPRESSED_MAX];

	uncompressed(curve, curve->g, g);
	assert_int_equal(set_param(f, curve->id, PARAM_A, curve->a, curve->field), 0x9000);
	assert_int_equal(set_param(f, curve->id, PARAM_B, curve->b, curve->field), 0x9000);
	assert_int_equal(set_param(f, curve->id, PARAM_G, g, 1 + 2 * curve->field), 0x9000);
	assert_int_equal(set_param(f, curve->id, PARAM_N, curve->n, curve->order), 0x9000);
	assert_int_equal(set_param(f, curve->id, PARAM_PRIME, curve->p, curve->field), 0x9000);
}

static uint16_t on_curve(struct se050_fixture *f, const char *head, uint8_t curve)
{
	struct se_command c = se_command(head);

	se_put_u8(&c, 0x41, curve);
	return se_ask(f, &c).status;
}

static uint8_t listed(struct se050_fixture *f, uint8_t curve)
{
	struct se_command c = se_command("80020b25");
	uint8_t list[17];

	se_ask_for(f, &c, list, sizeof(list));
	return list[curve - 1];
}

/* As hosts do it: create, then five parameters; usable only with the fifth. */
static void make_curve(struct se050_fixture *f, const struct host_curve *curve)
{
	struct se_command generate = se_command("80016100");

	if (listed(f, curve->id) == 2)
		return;
	assert_int_equal(listed(f, curve->id), 1);
	assert_int_equal(set_param(f, curve->id, PARAM_A, curve->a, curve->field), 0x6985);
	assert_int_equal(on_curve(f, "80010b04", curve->id), 0x9000);
	assert_int_equal(on_curve(f, "80010b04", curve->id), 0x6985);
	assert_int_equal(listed(f, curve->id), 1);
	se_put_id(&generate, 0x41, PAIR);
	se_put_u8(&generate, 0x42, curve->id);
	assert_asked(f, &generate, 0x6985);
	set_curve(f, curve);
	assert_int_equal(listed(f, curve->id), 2);
}

static uint16_t write_key(struct se050_fixture *f, const char *head, uint32_t id, uint8_t curve,
	const uint8_t *d, size_t d_len, const uint8_t *point, size_t point_len)
{
	struct se_command c = se_command(head);

	se_put_id(&c, 0x41, id);
	if (curve)
		se_put_u8(&c, 0x42, curve);
	if (d)
		se_put(&c, 0x43, d, d_len);
	if (point)
		se_put(&c, 0x44, point, point_len);
	return se_ask(f, &c).status;
}

static struct se_result read_object(struct se050_fixture *f, uint32_t id)
{
	struct se_command c = se_command("80020000");

	se_put_id(&c, 0x41, id);
	return se_ask(f, &c);
}

static struct se_result sign(
	struct se050_fixture *f, uint32_t id, uint8_t algorithm, const void *bytes, size_t len)
{
	struct se_command c = se_command("80030c09");

	se_put_id(&c, 0x41, id);
	se_put_u8(&c, 0x42, algorithm);
	se_put(&c, 0x43, bytes, len);
	return se_ask(f, &c);
}

static struct se_result verify(struct se050_fixture *f, uint32_t id, uint8_t algorithm, const void *bytes,
	size_t len, const uint8_t *signature, size_t signature_len)
{
	struct se_command c = se_command("80030c0a");

	se_put_id(&c, 0x41, id);
	se_put_u8(&c, 0x42, algorithm);
	se_put(&c, 0x43, bytes, len);
	se_put(&c, 0x45, signature, signature_len);
	return se_ask(f, &c);
}

static struct se_result agree(struct se050_fixture *f, uint32_t id, const uint8_t *peer, size_t len)
{
	struct se_command c = se_command("8003010f");

	se_put_id(&c, 0x41, id);
	se_put(&c, 0x42, peer, len);
	return se_ask(f, &c);
}

static void remove_object(struct se050_fixture *f, uint32_t id)
{
	struct se_command c = se_command("80040028");

	se_put_id(&c, 0x41, id);
	assert_asked(f, &c, 0x9000);
}

/* The part makes a key and signs, the host verifies. */
static void part_signs(struct se050_fixture *f, const struct host_curve *curve)
{
	struct se_result public, der;

	assert_int_equal(write_key(f, "80016100", PAIR, curve->id, NULL, 0, NULL, 0), 0x9000);
	public = read_object(f, PAIR);
	assert_int_equal(public.len, 1 + 2 * curve->field);
	assert_int_equal(public.value[0], 0x04);
	for (size_t i = 0; i < sizeof(ecdsa) / sizeof(ecdsa[0]); i++) {
		der = sign(f, PAIR, ecdsa[i].algorithm, digest, ecdsa[i].len);
		assert_int_equal(der.status, 0x9000);
		assert_true(
			host_ec_verifies(curve, public.value + 1, digest, ecdsa[i].len, der.value, der.len));
		der = verify(f, PAIR, ecdsa[i].algorithm, digest, ecdsa[i].len, der.value, der.len);
		assert_int_equal(der.value[0], 1);
	}
}

/* The host makes a key and signs, the part verifies; and signs with it itself. */
static void host_signs(struct se050_fixture *f, const struct host_curve *curve)
{
	uint8_t d[HOST_FIELD_MAX], point[UNCOMPRESSED_MAX], der[HOST_DER_MAX];
	struct se_result answer;
	size_t len;

	private_value(curve, d);
	point[0] = 0x04;
	host_ec_multiply(curve, d, NULL, point + 1);
	assert_int_equal(
		write_key(f, "80016100", GIVEN, curve->id, d, curve->field, point, 1 + 2 * curve->field),
		0x9000);
	assert_int_equal(
		write_key(f, "80012100", PUBLIC, curve->id, NULL, 0, point, 1 + 2 * curve->field), 0x9000);
	answer = read_object(f, PUBLIC);
	assert_int_equal(answer.len, 1 + 2 * curve->field);
	assert_memory_equal(answer.value, point, answer.len);
	len = host_ec_sign(curve, d, digest, 32, der);
	answer = verify(f, PUBLIC, 0x21, digest, 32, der, len);
	assert_int_equal(answer.status, 0x9000);
	assert_int_equal(answer.value[0], 1);
	der[len - 1] ^= 1;
	answer = verify(f, PUBLIC, 0x21, digest, 32, der, len);
	assert_int_equal(answer.status, 0x9000);
	assert_int_equal(answer.value[0], 2);
	/* nano-package's regression breaks tag and length. */
	der[0] ^= 0xff;
	der[1] ^= 0xff;
	answer = verify(f, PUBLIC, 0x21, digest, 32, der, len);
	assert_int_equal(answer.status, 0x9000);
	assert_int_equal(answer.value[0], 2);
	answer = sign(f, GIVEN, 0x21, digest, 32);
	assert_true(host_ec_verifies(curve, point + 1, digest, 32, answer.value, answer.len));
}

/* Both keys are in the part: both secrets are what the host computes. */
static void agrees(struct se050_fixture *f, const struct host_curve *curve)
{
	uint8_t d[HOST_FIELD_MAX], point[UNCOMPRESSED_MAX], product[2 * HOST_FIELD_MAX];
	struct se_result made = read_object(f, PAIR), secret;

	private_value(curve, d);
	point[0] = 0x04;
	host_ec_multiply(curve, d, NULL, point + 1);
	host_ec_multiply(curve, d, made.value + 1, product);
	secret = agree(f, GIVEN, made.value, made.len);
	assert_int_equal(secret.status, 0x9000);
	assert_int_equal(secret.len, curve->field);
	assert_memory_equal(secret.value, product, curve->field);
	secret = agree(f, PAIR, point, 1 + 2 * curve->field);
	assert_int_equal(secret.status, 0x9000);
	assert_memory_equal(secret.value, product, curve->field);
	point[2 * curve->field] ^= 1;
	assert_int_equal(agree(f, PAIR, point, 1 + 2 * curve->field).status, 0x6985);
}

static void assert_told(struct se050_fixture *f, const char *head, uint32_t id, const char *answer)
{
	struct se_command c = se_command(head);
	uint8_t bytes[64], got[64];
	size_t n = se_hex("0000000006 4104", bytes, sizeof(bytes));

	memcpy(bytes, &c, 4);
	for (size_t i = 0; i < 4; i++)
		bytes[n++] = (uint8_t)(id >> (24 - 8 * i));
	n = se_apdu(f, bytes, n, got, sizeof(got));
	se_assert_answer(head, got, n, answer, __FILE__, __LINE__);
}

static void every_curve(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < HOST_CURVES; i++) {
		const struct host_curve *curve = &w->curves[i];
		char answer[64];

		make_curve(w->f, curve);
		part_signs(w->f, curve);
		host_signs(w->f, curve);
		agrees(w->f, curve);
		snprintf(answer, sizeof(answer), "4101%02x 9000", curve->id);
		assert_told(w->f, "80020b36", PAIR, answer);
		snprintf(answer, sizeof(answer), "4102%04x 9000", (unsigned int)curve->field);
		assert_told(w->f, "80020007", PAIR, answer);
		remove_object(w->f, PAIR);
		remove_object(w->f, GIVEN);
		remove_object(w->f, PUBLIC);
	}
}

/* From 7.2 on: 21 + 4 (curve - 1), private one more, public two. */
static void types_tell_the_curve(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < HOST_CURVES; i++) {
		const struct host_curve *curve = &w->curves[i];
		unsigned int type = 0x21 + 4 * (curve->id - 1u);
		uint8_t d[HOST_FIELD_MAX], point[UNCOMPRESSED_MAX] = { 0x04 };
		char answer[64];

		make_curve(w->f, curve);
		private_value(curve, d);
		host_ec_multiply(curve, d, NULL, point + 1);
		assert_int_equal(write_key(w->f, "80016100", PAIR, curve->id, NULL, 0, NULL, 0), 0x9000);
		assert_int_equal(
			write_key(w->f, "80014100", GIVEN, curve->id, d, curve->field, NULL, 0), 0x9000);
		assert_int_equal(
			write_key(w->f, "80012100", PUBLIC, curve->id, NULL, 0, point, 1 + 2 * curve->field),
			0x9000);
		snprintf(answer, sizeof(answer), "4101%02x 420101 9000", type);
		assert_told(w->f, "80020026", PAIR, answer);
		snprintf(answer, sizeof(answer), "4101%02x 420101 9000", type + 1);
		assert_told(w->f, "80020026", GIVEN, answer);
		snprintf(answer, sizeof(answer), "4101%02x 420101 9000", type + 2);
		assert_told(w->f, "80020026", PUBLIC, answer);
		remove_object(w->f, PAIR);
		remove_object(w->f, GIVEN);
		remove_object(w->f, PUBLIC);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_curve, set_up, tear_down),
		cmocka_unit_test_setup_teardown(types_tell_the_curve, set_up_e, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
