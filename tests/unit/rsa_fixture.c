/* tests/unit/rsa_fixture.c: RSA commands put together from bytes. */
#include "rsa_fixture.h"

#include "cmocka_all.h"

#include <string.h>

#include "apdu.h"
#include "tlv.h"

struct rsa_command rsa_command(uint8_t ins, uint8_t p1, uint8_t p2, uint32_t id)
{
	struct rsa_command command = { .ins = ins, .p1 = p1, .p2 = p2 };

	rsa_add_number(&command, 0x41, id, 4);
	return command;
}

void rsa_add(struct rsa_command *command, uint8_t tag, const void *bytes, size_t len)
{
	struct wbuf w = wbuf_to(command->data, sizeof(command->data));

	w.len = command->len;
	tlv_put(&w, tag, bytes, len);
	assert_false(wbuf_bad(&w));
	command->len = w.len;
}

void rsa_add_number(struct rsa_command *command, uint8_t tag, uint32_t value, size_t len)
{
	const uint8_t bytes[4] = { (uint8_t)(value >> 24), (uint8_t)(value >> 16), (uint8_t)(value >> 8),
		(uint8_t)value };

	rsa_add(command, tag, bytes + 4 - len, len);
}

uint16_t rsa_run(struct se050_fixture *f, struct rsa_command *command)
{
	uint8_t bytes[1200];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct apdu apdu = { .cla = 0x80,
		.ins = command->ins,
		.p1 = command->p1,
		.p2 = command->p2,
		.data = rbuf_from(command->data, command->len) };
	size_t len;

	apdu_write(&w, &apdu);
	len = se_apdu(f, bytes, w.len, command->answer, sizeof(command->answer));
	assert_true(len >= 2);
	command->answer_len = len - 2;
	return (uint16_t)(command->answer[len - 2] << 8 | command->answer[len - 1]);
}

struct rbuf rsa_answer(const struct rsa_command *command)
{
	struct rbuf r = rbuf_from(command->answer, command->answer_len);
	struct tlv tlv;

	assert_true(tlv_next(&r, &tlv));
	assert_int_equal(tlv.tag, 0x41);
	assert_int_equal(rbuf_left(&r), 0);
	return tlv.value;
}

const struct rsa_form_row rsa_forms[FORMS] = {
	[FORM_PAIR] = { "raw pair", 0x62, 0x4f, { 0x48, 0x49, 0x4a }, 0x04 },
	[FORM_PAIR_CRT] = { "CRT pair", 0x62, 0x00, { 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x4a }, 0x05 },
	[FORM_PRIVATE] = { "raw private key", 0x42, 0x4f, { 0x49, 0x4a }, 0x06 },
	[FORM_PRIVATE_CRT] = { "CRT private key", 0x42, 0x00, { 0x43, 0x44, 0x45, 0x46, 0x47 }, 0x07 },
	[FORM_PUBLIC] = { "public key", 0x22, 0x00, { 0x48, 0x4a }, 0x08 },
};

struct rbuf rsa_number(const struct host_rsa *key, uint8_t tag)
{
	switch (tag) {
	case 0x43:
		return rbuf_from(key->p, key->bytes / 2);
	case 0x44:
		return rbuf_from(key->q, key->bytes / 2);
	case 0x45:
		return rbuf_from(key->dp, key->bytes / 2);
	case 0x46:
		return rbuf_from(key->dq, key->bytes / 2);
	case 0x47:
		return rbuf_from(key->q_inverse, key->bytes / 2);
	case 0x48:
		return rbuf_from(key->e + 1, 3);
	case 0x49:
		return rbuf_from(key->d, key->bytes);
	default:
		return rbuf_from(key->n, key->bytes);
	}
}

struct rsa_command rsa_write_part(const struct host_rsa *key, enum rsa_form form, uint32_t id, size_t nth)
{
	const struct rsa_form_row *row = &rsa_forms[form];
	struct rsa_command command = rsa_command(0x01, nth == 0 ? row->p1 : 0x02, row->p2, id);
	struct rbuf number = rsa_number(key, row->tags[nth]);

	if (nth == 0)
		rsa_add_number(&command, 0x42, (uint32_t)key->bytes * 8, 2);
	rsa_add(&command, row->tags[nth], number.at, rbuf_left(&number));
	return command;
}

void rsa_write_key(
	struct se050_fixture *f, const struct host_rsa *key, enum rsa_form form, uint32_t id, uint8_t flags)
{
	for (size_t i = 0; rsa_forms[form].tags[i] != 0; i++) {
		struct rsa_command command = rsa_write_part(key, form, id, i);

		command.ins |= flags;
		assert_int_equal(rsa_run(f, &command), 0x9000);
	}
}
