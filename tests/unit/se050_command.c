/* tests/unit/se050_command.c: an SE05x command put together from TLVs, and the value of its answer. */
#include "se050_command.h"

#include <string.h>

#include "apdu.h"
#include "cmocka_all.h"
#include "tlv.h"

struct se_command se_command(const char *head)
{
	struct se_command command = { .len = 0 };
	uint8_t bytes[4];

	assert_int_equal(se_hex(head, bytes, sizeof(bytes)), 4);
	command.cla = bytes[0];
	command.ins = bytes[1];
	command.p1 = bytes[2];
	command.p2 = bytes[3];
	return command;
}

void se_put(struct se_command *command, uint8_t tag, const void *value, size_t len)
{
	struct wbuf w = wbuf_to(command->data, sizeof(command->data));

	w.len = command->len;
	tlv_put(&w, tag, value, len);
	assert_false(wbuf_bad(&w));
	command->len = w.len;
}

void se_put_u8(struct se_command *command, uint8_t tag, uint8_t value)
{
	se_put(command, tag, &value, 1);
}

void se_put_id(struct se_command *command, uint8_t tag, uint32_t id)
{
	uint8_t bytes[4] = { (uint8_t)(id >> 24), (uint8_t)(id >> 16), (uint8_t)(id >> 8), (uint8_t)id };

	se_put(command, tag, bytes, sizeof(bytes));
}

struct se_answer se_run(struct se050_fixture *f, const struct se_command *command)
{
	struct apdu apdu = {
		.cla = command->cla,
		.ins = command->ins,
		.p1 = command->p1,
		.p2 = command->p2,
		.data = rbuf_from(command->data, command->len),
	};
	uint8_t sent[1200], got[1200];
	struct wbuf w = wbuf_to(sent, sizeof(sent));
	struct se_answer answer = { .len = 0 };
	struct rbuf r;
	struct tlv tlv;
	size_t len;

	apdu_write(&w, &apdu);
	len = se_apdu(f, sent, w.len, got, sizeof(got));
	assert_true(len >= 2);
	r = rbuf_from(got + len - 2, 2);
	answer.status = rbuf_be16(&r);
	r = rbuf_from(got, len - 2);
	if (rbuf_left(&r) > 0) {
		assert_true(tlv_next(&r, &tlv) && tlv.tag == 0x41 && rbuf_left(&r) == 0);
		answer.len = rbuf_left(&tlv.value);
		rbuf_copy(&tlv.value, answer.value, answer.len);
	}
	return answer;
}

void se_run_for(struct se050_fixture *f, const struct se_command *command, void *value, size_t len)
{
	struct se_answer answer = se_run(f, command);

	assert_int_equal(answer.status, 0x9000);
	assert_int_equal(answer.len, len);
	memcpy(value, answer.value, len);
}
