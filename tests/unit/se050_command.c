/* tests/unit/se050_command.c: an SE05x command put together from TLVs, and its answer taken apart. */
#include "se050_command.h"

#include <string.h>

#include "apdu.h"
#include "cmocka_all.h"
#include "tlv.h"

struct se_command se_command(const char *head)
{
	struct se_command command = { .len = 0 };

	assert_int_equal(se_hex(head, command.header, sizeof(command.header)), sizeof(command.header));
	return command;
}

struct se_command se_command_of(uint8_t ins, uint8_t p1, uint8_t p2)
{
	return (struct se_command){ .header = { 0x80, ins, p1, p2 } };
}

void se_put(struct se_command *command, uint8_t tag, const void *bytes, size_t len)
{
	struct wbuf w = wbuf_to(command->data, sizeof(command->data));

	w.len = command->len;
	tlv_put(&w, tag, bytes, len);
	assert_false(wbuf_bad(&w));
	command->len = w.len;
}

void se_put_number(struct se_command *command, uint8_t tag, size_t size, uint32_t number)
{
	uint8_t bytes[4];

	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(number >> 8 * (size - 1 - i));
	se_put(command, tag, bytes, size);
}

void se_put_u8(struct se_command *command, uint8_t tag, uint8_t value)
{
	se_put_number(command, tag, 1, value);
}

void se_put_id(struct se_command *command, uint8_t tag, uint32_t id)
{
	se_put_number(command, tag, 4, id);
}

struct se_answer se_run_in(
	struct se050_fixture *f, struct se_session *session, const struct se_command *command)
{
	struct apdu apdu = { .cla = command->header[0],
		.ins = command->header[1],
		.p1 = command->header[2],
		.p2 = command->header[3],
		.data = rbuf_from(command->data, command->len) };
	uint8_t bytes[1500];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct se_answer answer;

	apdu_write(&w, &apdu);
	assert_false(wbuf_bad(&w));
	if (session)
		answer.len = se_process(f, session, bytes, w.len, answer.bytes, sizeof(answer.bytes));
	else
		answer.len = se_apdu(f, bytes, w.len, answer.bytes, sizeof(answer.bytes));
	assert_true(answer.len >= 2);
	answer.len -= 2;
	answer.status = (uint16_t)(answer.bytes[answer.len] << 8 | answer.bytes[answer.len + 1]);
	return answer;
}

struct se_answer se_run(struct se050_fixture *f, const struct se_command *command)
{
	return se_run_in(f, NULL, command);
}

struct rbuf se_value(const struct se_answer *answer, uint8_t tag)
{
	struct rbuf r = rbuf_from(answer->bytes, answer->len);
	struct tlv tlv;

	while (rbuf_left(&r) > 0) {
		assert_true(tlv_next(&r, &tlv));
		if (tlv.tag == tag)
			return tlv.value;
	}
	return rbuf_from(NULL, 0);
}

static void show(const char *what, const uint8_t *bytes, size_t len)
{
	print_error("%s", what);
	for (size_t i = 0; i < len; i++)
		print_error(" %02x", bytes[i]);
	print_error("\n");
}

void se_assert_value_is(const struct se_answer *answer, uint8_t tag, const void *wanted, size_t len,
	const char *file, int line)
{
	struct rbuf value = se_value(answer, tag);

	if (value.at && rbuf_left(&value) == len && (len == 0 || memcmp(value.at, wanted, len) == 0))
		return;
	print_error("TLV %02x, status %04x\n", tag, answer->status);
	show("expected", wanted, len);
	show("got     ", value.at, rbuf_left(&value));
	_fail(file, line);
}

struct se_result se_ask(struct se050_fixture *f, const struct se_command *command)
{
	struct se_answer answer = se_run(f, command);
	struct se_result result = { .status = answer.status };
	struct rbuf r = rbuf_from(answer.bytes, answer.len);
	struct tlv tlv;

	if (answer.len > 0) {
		assert_true(tlv_next(&r, &tlv) && tlv.tag == 0x41 && rbuf_left(&r) == 0);
		result.len = rbuf_left(&tlv.value);
		rbuf_copy(&tlv.value, result.value, result.len);
	}
	return result;
}

void se_ask_for(struct se050_fixture *f, const struct se_command *command, void *value, size_t len)
{
	struct se_result result = se_ask(f, command);

	assert_int_equal(result.status, 0x9000);
	assert_int_equal(result.len, len);
	memcpy(value, result.value, len);
}
