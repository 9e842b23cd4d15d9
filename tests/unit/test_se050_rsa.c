/* tests/unit/test_se050_rsa.c: RSA keys as objects: written, made, read, replaced (AN12413 4.7.1.2; evidence 3.2). */
#include "cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "object.h"
#include "rsa_fixture.h"

enum {
	KEY = 0x10000001,
	OTHER = 0x10000002,
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

static int set_up_f(void **state)
{
	*state = se_new("se050f");
	se_select(*state);
	se_open_channel(*state, 0x33);
	return 0;
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

static void delete_key(struct se050_fixture *f, uint32_t id)
{
	struct rsa_command command = rsa_command(0x04, 0, 0x28, id);

	assert_int_equal(rsa_run(f, &command), 0x9000);
}

/* What ReadObject tells of a component, or its status. */
static uint16_t read_part(
	struct se050_fixture *f, uint32_t id, uint8_t component, struct rsa_command *command)
{
	*command = rsa_command(0x02, 0, 0, id);
	rsa_add_number(command, 0x44, component, 1);
	return rsa_run(f, command);
}

static void assert_part(
	struct se050_fixture *f, uint32_t id, uint8_t component, const uint8_t *bytes, size_t len)
{
	struct rsa_command command;
	struct rbuf value;

	assert_int_equal(read_part(f, id, component, &command), 0x9000);
	value = rsa_answer(&command);
	assert_int_equal(rbuf_left(&value), len);
	assert_memory_equal(value.at, bytes, len);
}

/* Decrypts without padding what plain OpenSSL encrypted, or answers the status. */
static uint16_t use_private(struct se050_fixture *f, const struct host_rsa *key, uint32_t id)
{
	struct rsa_command command = rsa_command(0x03, 0x02, 0x38, id);
	uint8_t text[512] = { 0, 0x5a, 0x5b }, in[512];
	uint16_t status;
	struct rbuf out;

	host_rsa_encrypt(key, 3 /* RSA_NO_PADDING */, text, key->bytes, in);
	rsa_add_number(&command, 0x42, 0x0c, 1);
	rsa_add(&command, 0x43, in, key->bytes);
	status = rsa_run(f, &command);
	if (status != 0x9000)
		return status;
	out = rsa_answer(&command);
	assert_int_equal(rbuf_left(&out), key->bytes);
	assert_memory_equal(out.at, text, key->bytes);
	return status;
}

static bool has_private(enum rsa_form form)
{
	return form != FORM_PUBLIC;
}

static bool has_public(enum rsa_form form)
{
	return form == FORM_PAIR || form == FORM_PAIR_CRT || form == FORM_PUBLIC;
}

static void check_form(struct se050_fixture *f, const struct host_rsa *key, enum rsa_form form)
{
	const struct rsa_form_row *row = &rsa_forms[form];
	struct rsa_command command;

	rsa_write_key(f, key, form, KEY, 0);
	command = rsa_command(0x02, 0, 0x26, KEY);
	assert_int_equal(rsa_run(f, &command), 0x9000);
	assert_int_equal(command.answer[2], row->type);
	command = rsa_command(0x02, 0, 0x07, KEY);
	assert_int_equal(rsa_run(f, &command), 0x9000);
	assert_int_equal(rsa_answer(&command).at[0] << 8 | rsa_answer(&command).at[1], key->bytes);
	if (has_public(form)) {
		assert_part(f, KEY, 0, key->n, key->bytes);
		assert_part(f, KEY, 1, key->e + 1, 3);
		for (uint8_t component = 2; component < 9; component++)
			assert_int_equal(read_part(f, KEY, component, &command), 0x6985);
		/* OPEN: without a component. */
		command = rsa_command(0x02, 0, 0, KEY);
		assert_int_equal(rsa_run(f, &command), 0x6985);
		/* An offset is a file's. */
		rsa_add_number(&command, 0x42, 0, 2);
		rsa_add_number(&command, 0x43, 1, 2);
		rsa_add_number(&command, 0x44, 0, 1);
		assert_int_equal(rsa_run(f, &command), 0x6985);
	} else {
		assert_int_equal(read_part(f, KEY, 0, &command), 0x6985);
	}
	assert_int_equal(use_private(f, key, KEY), has_private(form) ? 0x9000 : 0x6985);
	delete_key(f, KEY);
}

static void every_size_in_every_form_in_the_order_of_hosts(void **state)
{
	static const size_t sizes[] = { 64, 128, 144, 256, 384, 512 };
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct host_rsa key;

		host_rsa_pool(&key, sizes[i], 0);
		for (enum rsa_form form = 0; form < FORMS; form++)
			check_form(f, &key, form);
		host_rsa_free(&key);
	}
}

/* "object is not usable until all components are set": the policy too is in force only then. */
static void a_key_is_none_until_all_of_it_is_there(void **state)
{
	struct se050_fixture *f = *state;
	struct host_rsa key;

	host_rsa_pool(&key, 128, 0);
	for (enum rsa_form form = 0; form < FORMS; form++) {
		struct rsa_command command;

		for (size_t i = 0; rsa_forms[form].tags[i] != 0; i++) {
			command = rsa_write_part(&key, form, KEY, i);
			/* SIGN VERIFY ENC DEC READ, and nothing to write with. */
			if (i == 0)
				rsa_add(&command, 0x11, "\x08\0\0\0\0\x1b\x20\0\0", 9);
			assert_int_equal(rsa_run(f, &command), 0x9000);
			if (rsa_forms[form].tags[i + 1] == 0)
				break;
			assert_int_equal(use_private(f, &key, KEY), has_private(form) ? 0x6985 : 0x6985);
			assert_int_equal(read_part(f, KEY, 0, &command), 0x6985);
			/* Once more the same one: a host that lost the answer. */
			command = rsa_write_part(&key, form, KEY, i);
			command.p1 = 0x02;
			assert_int_equal(rsa_run(f, &command), 0x9000);
		}
		assert_int_equal(use_private(f, &key, KEY), has_private(form) ? 0x9000 : 0x6985);
		command = rsa_write_part(&key, form, KEY, 1);
		assert_int_equal(rsa_run(f, &command), 0x6986);
		command = rsa_command(0x04, 0, 0x28, KEY);
		assert_int_equal(rsa_run(f, &command), 0x6986);
		se_free(f);
		set_up(state);
		f = *state;
	}
	host_rsa_free(&key);
}

/* What is only begun can be deleted, whatever its policy will be. */
static void a_key_that_is_only_begun_can_be_deleted(void **state)
{
	struct se050_fixture *f = *state;
	struct rsa_command command;
	struct host_rsa key;

	host_rsa_pool(&key, 128, 0);
	for (size_t parts = 1; parts < 7; parts++) {
		for (size_t i = 0; i < parts; i++) {
			command = rsa_write_part(&key, FORM_PAIR_CRT, KEY, i);
			if (i == 0)
				rsa_add(&command, 0x11, "\x08\0\0\0\0\x10\0\0\0", 9);
			assert_int_equal(rsa_run(f, &command), 0x9000);
		}
		delete_key(f, KEY);
	}
	rsa_write_key(f, &key, FORM_PAIR, KEY, 0);
	assert_int_equal(use_private(f, &key, KEY), 0x9000);
	host_rsa_free(&key);
}

static void components_come_in_any_order(void **state)
{
	static const uint8_t orders[3][7] = { { 6, 5, 4, 3, 2, 1, 0 }, { 2, 0, 4, 6, 1, 3, 5 },
		{ 1, 6, 0, 5, 2, 4, 3 } };
	struct se050_fixture *f = *state;
	struct host_rsa key;

	host_rsa_pool(&key, 128, 0);
	/* One that begins with a number of CRT form; the modulus or exponent first makes a raw one. */
	for (size_t o = 1; o < 3; o++) {
		for (size_t i = 0; i < 7; i++) {
			struct rsa_command command = rsa_write_part(&key, FORM_PAIR_CRT, KEY, orders[o][i]);

			command.p1 = i == 0 ? 0x62 : 0x02;
			if (i == 0)
				rsa_add_number(&command, 0x42, 1024, 2);
			assert_int_equal(rsa_run(f, &command), 0x9000);
		}
		assert_int_equal(use_private(f, &key, KEY), 0x9000);
		delete_key(f, KEY);
	}
	for (size_t first = 0; first < 3; first++) {
		for (size_t i = 0; i < 3; i++) {
			struct rsa_command command =
				rsa_write_part(&key, FORM_PAIR, KEY, (first + 2 * i) % 3);

			command.p1 = i == 0 ? 0x62 : 0x02;
			command.p2 = 0;
			if (i == 0 && first != 0)
				rsa_add_number(&command, 0x42, 1024, 2);
			assert_int_equal(rsa_run(f, &command), 0x9000);
		}
		assert_int_equal(use_private(f, &key, KEY), 0x9000);
		delete_key(f, KEY);
	}
	host_rsa_free(&key);
}

static void leading_zeros_are_as_hosts_have_them(void **state)
{
	struct se050_fixture *f = *state;
	struct host_rsa key;

	host_rsa_pool(&key, 128, 1);
	for (size_t i = 0; i < 3; i++) {
		struct rsa_command command = rsa_command(0x01, i == 0 ? 0x62 : 0x02, 0x4f, KEY);
		struct rbuf number = rsa_number(&key, rsa_forms[FORM_PAIR].tags[i]);
		uint8_t padded[513] = { 0 };

		memcpy(padded + 1, number.at, rbuf_left(&number));
		if (i == 0)
			rsa_add_number(&command, 0x42, 1024, 2);
		rsa_add(&command, rsa_forms[FORM_PAIR].tags[i], padded, rbuf_left(&number) + 1);
		assert_int_equal(rsa_run(f, &command), 0x9000);
	}
	assert_part(f, KEY, 0, key.n, key.bytes);
	assert_part(f, KEY, 1, key.e + 1, 3);
	assert_int_equal(use_private(f, &key, KEY), 0x9000);
	host_rsa_free(&key);
}

/* What the part generates plain OpenSSL can encrypt to. */
static void check_generated(struct se050_fixture *f, size_t bytes)
{
	struct rsa_command command;
	struct host_rsa key;
	uint8_t n[512];
	struct rbuf value;

	assert_int_equal(read_part(f, KEY, 0, &command), 0x9000);
	value = rsa_answer(&command);
	assert_int_equal(rbuf_left(&value), bytes);
	rbuf_copy(&value, n, bytes);
	assert_int_equal(read_part(f, KEY, 1, &command), 0x9000);
	value = rsa_answer(&command);
	host_rsa_public(&key, n, bytes, value.at, rbuf_left(&value));
	assert_int_equal(use_private(f, &key, KEY), 0x9000);
	host_rsa_free(&key);
}

static void the_part_makes_keys_and_makes_them_anew(void **state)
{
	static const struct {
		uint16_t bits;
		uint8_t p2, type;
	} rows[] = { { 512, 0x00, 0x05 }, { 512, 0x4f, 0x04 }, { 1024, 0x00, 0x05 }, { 1152, 0x4f, 0x04 },
		{ 2048, 0x00, 0x05 } };
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct rsa_command command = rsa_command(0x01, 0x62, rows[i].p2, KEY), was, now;

		rsa_add_number(&command, 0x42, rows[i].bits, 2);
		assert_int_equal(rsa_run(f, &command), 0x9000);
		assert_int_equal(command.answer_len, 0);
		check_generated(f, rows[i].bits / 8u);
		assert_int_equal(object_look(f->chip, KEY)->class, rows[i].type);
		assert_int_equal(object_look(f->chip, KEY)->origin, ORIGIN_INTERNAL);
		if (rows[i].bits > 1024)
			goto next;
		/* Again: as hosts send it, with policy and size, which count for nothing now. */
		assert_int_equal(read_part(f, KEY, 0, &was), 0x9000);
		rsa_add(&command, 0x11, "\x08\0\0\0\0\x10\0\0\0", 9);
		assert_int_equal(rsa_run(f, &command), 0x9000);
		assert_int_equal(read_part(f, KEY, 0, &now), 0x9000);
		assert_memory_not_equal(was.answer, now.answer, was.answer_len);
		check_generated(f, rows[i].bits / 8u);
		/* In the other form, or with another size: never. */
		if (rows[i].p2 == 0) {
			command = rsa_command(0x01, 0x62, 0x4f, KEY);
			assert_int_equal(rsa_run(f, &command), 0x6985);
		}
		command = rsa_command(0x01, 0x62, rows[i].p2, KEY);
		rsa_add_number(&command, 0x42, 1152, 2);
		assert_int_equal(rsa_run(f, &command), 0x6985);
	next:
		delete_key(f, KEY);
	}
}

/* Replacing a component of a whole key needs WRITE, and the key stays one. */
static void a_whole_key_is_replaced_component_by_component(void **state)
{
	struct se050_fixture *f = *state;
	struct host_rsa first, second;

	host_rsa_pool(&first, 128, 0);
	host_rsa_pool(&second, 128, 1);
	for (enum rsa_form form = 0; form < FORMS; form++) {
		rsa_write_key(f, &first, form, KEY, 0);
		for (size_t i = 0; rsa_forms[form].tags[i] != 0; i++) {
			struct rsa_command command = rsa_write_part(&second, form, KEY, i);

			assert_int_equal(rsa_run(f, &command), 0x9000);
			assert_false(object_look(f->chip, KEY)->flags & OBJECT_INCOMPLETE);
			/* Numbers that do not belong together: found out in use, where it can be. */
			if (form == FORM_PAIR_CRT && rsa_forms[form].tags[i + 1] != 0)
				assert_int_equal(use_private(f, &first, KEY), 0x6985);
		}
		assert_int_equal(use_private(f, &second, KEY), has_private(form) ? 0x9000 : 0x6985);
		delete_key(f, KEY);
	}
	host_rsa_free(&first);
	host_rsa_free(&second);
}

/* AN12413 table 286: transient up to 2048, 3072 for a public key. The value goes with deselection. */
static void transient_keys_lose_their_value_and_take_another(void **state)
{
	struct se050_fixture *f = *state;
	struct host_rsa key, big;

	host_rsa_pool(&key, 256, 0);
	host_rsa_pool(&big, 384, 0);
	for (enum rsa_form form = 0; form < FORMS; form++) {
		struct rsa_command command = rsa_write_part(&big, form, OTHER, 0);

		command.ins |= 0x80;
		assert_int_equal(rsa_run(f, &command), form == FORM_PUBLIC ? 0x9000 : 0x6985);
		if (form == FORM_PUBLIC)
			delete_key(f, OTHER);
		rsa_write_key(f, &key, form, KEY, 0x80);
		command = rsa_command(0x02, 0, 0x26, KEY);
		assert_int_equal(rsa_run(f, &command), 0x9000);
		assert_memory_equal(command.answer + 3, "\x42\x01\x02", 3);
		assert_int_equal(use_private(f, &key, KEY), has_private(form) ? 0x9000 : 0x6985);
		se_select(f);
		assert_int_equal(use_private(f, &key, KEY), 0x6985);
		assert_int_equal(read_part(f, KEY, 0, &command), 0x6985);
		/* One component of the next key is not enough, though all had been there. */
		command = rsa_write_part(&key, form, KEY, 1);
		assert_int_equal(rsa_run(f, &command), 0x9000);
		assert_int_equal(use_private(f, &key, KEY), 0x6985);
		assert_true(object_look(f->chip, KEY)->flags & OBJECT_INCOMPLETE);
		command = rsa_write_part(&key, form, KEY, 0);
		assert_int_equal(rsa_run(f, &command), 0x9000);
		for (size_t i = 2; rsa_forms[form].tags[i] != 0; i++) {
			command = rsa_write_part(&key, form, KEY, i);
			assert_int_equal(rsa_run(f, &command), 0x9000);
		}
		assert_int_equal(use_private(f, &key, KEY), has_private(form) ? 0x9000 : 0x6985);
		delete_key(f, KEY);
	}
	host_rsa_free(&key);
	host_rsa_free(&big);
}

/* That its policy was in force once is not forgotten when the value is lost. */
static void a_transient_key_keeps_its_policy_when_its_value_is_lost(void **state)
{
	struct se050_fixture *f = *state;
	struct rsa_command command;
	struct host_rsa key;

	host_rsa_pool(&key, 128, 0);
	command = rsa_write_part(&key, FORM_PAIR, KEY, 0);
	command.ins |= 0x80;
	rsa_add(&command, 0x11, "\x08\0\0\0\0\x1b\x20\0\0", 9);
	assert_int_equal(rsa_run(f, &command), 0x9000);
	for (size_t i = 1; i < 3; i++) {
		command = rsa_write_part(&key, FORM_PAIR, KEY, i);
		assert_int_equal(rsa_run(f, &command), 0x9000);
	}
	se_select(f);
	command = rsa_write_part(&key, FORM_PAIR, KEY, 1);
	assert_int_equal(rsa_run(f, &command), 0x6986);
	host_rsa_free(&key);
}

static void origin_and_memory(void **state)
{
	struct se050_fixture *f = *state;
	size_t before = object_memory_left(f->chip);
	struct rsa_command command;
	struct host_rsa key;

	host_rsa_pool(&key, 256, 0);
	rsa_write_key(f, &key, FORM_PAIR_CRT, KEY, 0);
	/* AN12413 8: an RSA-2048 pair in CRT form. */
	assert_int_equal(before - object_memory_left(f->chip), 1220);
	assert_int_equal(object_look(f->chip, KEY)->origin, ORIGIN_EXTERNAL);
	command = rsa_command(0x01, 0x02, 0, KEY);
	assert_int_equal(rsa_run(f, &command), 0x9000);
	assert_int_equal(object_look(f->chip, KEY)->origin, ORIGIN_INTERNAL);
	delete_key(f, KEY);
	assert_int_equal(object_memory_left(f->chip), before);
	host_rsa_free(&key);
}

/* vectors/refusals.tsv, WriteRSAKey. */
static void what_is_refused(void **state)
{
	struct se050_fixture *f = *state;
	static const uint8_t number[257] = { 0x80, [127] = 1, [256] = 1 };
	struct rsa_command command;
	struct host_rsa key;

	host_rsa_pool(&key, 128, 0);
	/* size.*: no such size; T42.missing. */
	for (size_t i = 0; i < 4; i++) {
		static const uint16_t sizes[] = { 0x0201, 0x0600, 0x2000, 0 };

		command = rsa_command(0x01, 0x62, 0, KEY);
		rsa_add_number(&command, 0x42, sizes[i], 2);
		assert_int_equal(rsa_run(f, &command), 0x6985);
	}
	command = rsa_command(0x01, 0x62, 0, KEY);
	assert_int_equal(rsa_run(f, &command), 0x6a80);
	/* two: one component at a time. */
	command = rsa_write_part(&key, FORM_PAIR, KEY, 0);
	rsa_add(&command, 0x4a, key.n, key.bytes);
	assert_int_equal(rsa_run(f, &command), 0x6a80);
	/* none.private, none.public. */
	command = rsa_command(0x01, 0x42, 0, KEY);
	rsa_add_number(&command, 0x42, 1024, 2);
	assert_int_equal(rsa_run(f, &command), 0x6a80);
	command.p1 = 0x22;
	assert_int_equal(rsa_run(f, &command), 0x6a80);
	/* A new key is a pair, private or public one. */
	command.p1 = 0x02;
	assert_int_equal(rsa_run(f, &command), 0x6985);
	/* p.public, d.public; what the form or class has not. */
	command = rsa_write_part(&key, FORM_PAIR_CRT, KEY, 0);
	command.p1 = 0x22;
	assert_int_equal(rsa_run(f, &command), 0x6a80);
	command = rsa_write_part(&key, FORM_PRIVATE, KEY, 0);
	command.p1 = 0x22;
	command.p2 = 0;
	assert_int_equal(rsa_run(f, &command), 0x6a80);
	command = rsa_write_part(&key, FORM_PAIR_CRT, KEY, 0);
	command.p2 = 0x4f;
	assert_int_equal(rsa_run(f, &command), 0x6a80);
	command = rsa_write_part(&key, FORM_PUBLIC, KEY, 0);
	command.p1 = 0x42;
	assert_int_equal(rsa_run(f, &command), 0x6a80);
	/* auth. */
	command = rsa_write_part(&key, FORM_PAIR, KEY, 0);
	command.ins = 0x41;
	assert_int_equal(rsa_run(f, &command), 0x6985);
	/* Numbers that cannot be: too long, too short, even, zero, an exponent of 1. */
	for (size_t i = 0; i < 9; i++) {
		static const struct {
			uint8_t tag;
			uint8_t at;
			uint16_t len;
		} wrong[] = { { 0x43, 0, 65 }, { 0x43, 0, 66 }, { 0x43, 1, 64 }, { 0x4a, 0, 127 },
			{ 0x4a, 0, 129 }, { 0x49, 127, 130 }, { 0x48, 124, 3 }, { 0x48, 125, 3 },
			{ 0x49, 1, 126 } };
		bool crt = wrong[i].tag == 0x43;

		command = rsa_command(0x01, 0x62, crt ? 0 : 0x4f, KEY);
		rsa_add_number(&command, 0x42, 1024, 2);
		rsa_add(&command, wrong[i].tag, number + wrong[i].at, wrong[i].len);
		assert_int_equal(rsa_run(f, &command), 0x6985);
	}
	assert_null(object_look(f->chip, KEY));
	/* otherclass, uniqueid. */
	command = rsa_write_part(&key, FORM_PAIR, 0xf0000012, 0);
	assert_int_equal(rsa_run(f, &command), 0x6985);
	command = rsa_write_part(&key, FORM_PAIR, 0x7fff0206, 0);
	assert_int_equal(rsa_run(f, &command), 0x6985);
	/* d.crt, p.raw: the form is fixed. */
	rsa_write_key(f, &key, FORM_PAIR_CRT, KEY, 0);
	command = rsa_command(0x01, 0x02, 0, KEY);
	rsa_add(&command, 0x49, key.d, key.bytes);
	assert_int_equal(rsa_run(f, &command), 0x6a80);
	rsa_write_key(f, &key, FORM_PAIR, OTHER, 0);
	command = rsa_command(0x01, 0x02, 0, OTHER);
	rsa_add(&command, 0x43, key.p, key.bytes / 2);
	assert_int_equal(rsa_run(f, &command), 0x6a80);
	assert_int_equal(use_private(f, &key, KEY), 0x9000);
	assert_int_equal(use_private(f, &key, OTHER), 0x9000);
	delete_key(f, OTHER);
	/* Nothing to regenerate in half a pair. */
	rsa_write_key(f, &key, FORM_PUBLIC, OTHER, 0);
	command = rsa_command(0x01, 0x62, 0, OTHER);
	assert_int_equal(rsa_run(f, &command), 0x6a80);
	host_rsa_free(&key);
}

/* denied.*: WRITE for components, GEN for making it anew. */
static void rights(void **state)
{
	struct se050_fixture *f = *state;
	struct rsa_command command;
	struct host_rsa key;

	host_rsa_pool(&key, 64, 0);
	for (size_t i = 0; i < 2; i++) {
		const char *policy = i == 0 ? "\x08\0\0\0\0\x1f\xec\0\0" : "\x08\0\0\0\0\x1f\xf4\0\0";

		command = rsa_command(0x01, 0x62, 0x4f, KEY);
		rsa_add_number(&command, 0x42, 512, 2);
		rsa_add(&command, 0x11, policy, 9);
		assert_int_equal(rsa_run(f, &command), 0x9000);
		command = rsa_command(0x01, 0x62, 0x4f, KEY);
		assert_int_equal(rsa_run(f, &command), i == 0 ? 0x9000 : 0x6986);
		command = rsa_write_part(&key, FORM_PAIR, KEY, 1);
		assert_int_equal(rsa_run(f, &command), i == 0 ? 0x6986 : 0x9000);
		delete_key(f, KEY);
	}
	/* READ. */
	command = rsa_command(0x01, 0x62, 0x4f, KEY);
	rsa_add_number(&command, 0x42, 512, 2);
	rsa_add(&command, 0x11, "\x08\0\0\0\0\x1f\xdc\0\0", 9);
	assert_int_equal(rsa_run(f, &command), 0x9000);
	assert_int_equal(read_part(f, KEY, 0, &command), 0x6986);
	host_rsa_free(&key);
}

/* AN12436 2.1, through the platform channel that this part wants. */
static void a_fips_part_has_crt_keys_from_2048_bits_and_makes_none_of_4096(void **state)
{
	struct se050_fixture *f = *state;

	assert_secure(f, "800162000d 410410000001 42020400 480103", "6985");
	assert_secure(f, "800162000a 410410000001 42020400", "6985");
	assert_secure(f, "8001624f0a 410410000001 42020800", "6985");
	assert_secure(f, "800162000a 410410000001 42021000", "6985");
	assert_secure(f, "800162000a 410410000001 42020800", "9000");
	assert_secure(f, "800122000f 410410000002 42021000 4803010001", "9000");
	assert_secure(f, "800122000f 410410000003 42020480 4803010001", "6985");
}

/* CONFIG_RSA_PLAIN and CONFIG_RSA_CRT are off on an SE050E. */
static void without_the_features_there_are_no_keys(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "800162000a 410410000001 42020200", "6985");
	assert_apdu(f, "8001624f0a 410410000001 42020200", "6985");
	assert_apdu(f, "800122000f 410410000001 42020200 4803010001", "6985");
}

/* From 7.2 on a bit of the extended features forbids keys below 2048 bits. */
static void extended_features_forbid_small_keys(void **state)
{
	struct se050_fixture *f = *state;

	assert_apdu(f, "800162000a 410410000001 42020200", "9000");
	f->chip->nv.identity.extended_features[5] |= 0x80;
	assert_apdu(f, "800162000a 410410000002 42020200", "6985");
	assert_apdu(f, "800122000f 410410000002 42020800 4803010001", "9000");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(every_size_in_every_form_in_the_order_of_hosts),
		TEST(a_key_is_none_until_all_of_it_is_there),
		TEST(a_key_that_is_only_begun_can_be_deleted),
		TEST(components_come_in_any_order),
		TEST(leading_zeros_are_as_hosts_have_them),
		TEST(the_part_makes_keys_and_makes_them_anew),
		TEST(a_whole_key_is_replaced_component_by_component),
		TEST(transient_keys_lose_their_value_and_take_another),
		TEST(a_transient_key_keeps_its_policy_when_its_value_is_lost),
		TEST(origin_and_memory),
		TEST(what_is_refused),
		TEST(rights),
		cmocka_unit_test_setup_teardown(
			a_fips_part_has_crt_keys_from_2048_bits_and_makes_none_of_4096, set_up_f, tear_down),
		cmocka_unit_test_setup_teardown(without_the_features_there_are_no_keys, set_up_e, tear_down),
		cmocka_unit_test_setup_teardown(extended_features_forbid_small_keys, set_up_51, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
