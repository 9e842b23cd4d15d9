/* proto/host/se05x_ask.c: commands of the SE05x's applet as TLVs, and values out of their answers. */
#include "se05x_ask.h"

#include <errno.h>

void se05x_ask_begin(struct se05x_ask *ask)
{
	ask->tlvs = wbuf_to(ask->out, sizeof(ask->out));
	ask->answer = wbuf_to(ask->in, sizeof(ask->in));
}

int se05x_ask_do(struct se05x_host *host, struct se05x_ask *ask, uint8_t ins, uint8_t p1, uint8_t p2)
{
	int rc = se05x_host_command(host, ins, p1, p2, &ask->tlvs, &ask->answer);

	return rc == 0 && ask->answer.len > 0 ? -EPROTO : rc;
}

int se05x_ask_run(struct se05x_host *host, struct se05x_ask *ask, uint8_t ins, uint8_t p1, uint8_t p2)
{
	struct apdu apdu = { .cla = CLA_PROPRIETARY,
		.ins = ins,
		.p1 = p1,
		.p2 = p2,
		.extended = true,
		.has_le = true,
		.data = rbuf_from(ask->out, ask->tlvs.len) };

	return wbuf_bad(&ask->tlvs) ? -ENOSPC : se05x_host_apdu(host, &apdu, &ask->answer);
}

int se05x_ask_value(const struct se05x_ask *ask, uint16_t tag, struct rbuf *value)
{
	struct rbuf r = rbuf_from(ask->in, ask->answer.len);
	struct tlv tlv;

	*value = (struct rbuf){ 0 };
	while (rbuf_left(&r) > 0 && tlv_next(&r, &tlv)) {
		if (tlv.tag == tag) {
			*value = tlv.value;
			return 0;
		}
	}
	return -EPROTO;
}

int se05x_ask_exactly(const struct se05x_ask *ask, uint16_t tag, size_t len, struct rbuf *value)
{
	int rc = se05x_ask_value(ask, tag, value);

	return rc == 0 && rbuf_left(value) != len ? -EPROTO : rc;
}

int se05x_ask_copy(
	struct se05x_host *host, struct se05x_ask *ask, uint8_t ins, uint8_t p1, uint8_t p2, struct wbuf *out)
{
	struct rbuf value = { 0 };
	int rc = se05x_ask_run(host, ask, ins, p1, p2);

	if (rc == 0)
		rc = se05x_ask_value(ask, TAG_1, &value);
	if (rc < 0)
		return rc;
	wbuf_put(out, value.at, rbuf_left(&value));
	return wbuf_bad(out) ? -ENOSPC : 0;
}

int se05x_ask_number(
	struct se05x_host *host, struct se05x_ask *ask, uint8_t ins, uint8_t p1, uint8_t p2, uint8_t *number)
{
	struct rbuf value = { 0 };
	int rc = se05x_ask_run(host, ask, ins, p1, p2);

	if (rc == 0)
		rc = se05x_ask_exactly(ask, TAG_1, 1, &value);
	if (rc == 0)
		*number = rbuf_u8(&value);
	return rc;
}
