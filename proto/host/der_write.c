/* proto/host/der_write.c: DER written from the outside in. */
#include "der_write.h"

enum {
	SHORT_MAX = 0x7f,
	ONE_BYTE = 0x81,
	TWO_BYTES = 0x82,
};

size_t der_write_begin(struct wbuf *w, uint8_t tag)
{
	wbuf_u8(w, tag);
	wbuf_u8(w, 0);
	return w->len;
}

void der_write_end(struct wbuf *w, size_t mark)
{
	size_t len = w->len - mark, more = len > 0xff ? 2 : len > SHORT_MAX ? 1 : 0;
	uint8_t *content = w->at + mark;
	struct wbuf head;

	if (len > UINT16_MAX || !wbuf_room(w, more)) {
		w->bad = true;
		return;
	}
	memmove(content + more, content, len);
	head = wbuf_to(content - 1, 1 + more);
	if (more > 0)
		wbuf_u8(&head, more == 1 ? ONE_BYTE : TWO_BYTES);
	if (more == 2)
		wbuf_be16(&head, (uint16_t)len);
	else
		wbuf_u8(&head, (uint8_t)len);
}

void der_write_value(struct wbuf *w, uint8_t tag, const void *bytes, size_t len)
{
	size_t mark = der_write_begin(w, tag);

	wbuf_put(w, bytes, len);
	der_write_end(w, mark);
}

void der_write_unsigned(struct wbuf *w, struct rbuf bytes)
{
	size_t mark = der_write_begin(w, DER_INTEGER);
	struct rbuf rest = bytes;

	while (rbuf_left(&bytes) > 1 && rbuf_u8(&rest) == 0)
		bytes = rest;
	rest = bytes;
	if (rbuf_left(&bytes) == 0 || rbuf_u8(&rest) & 0x80)
		wbuf_u8(w, 0);
	wbuf_put(w, bytes.at, rbuf_left(&bytes));
	der_write_end(w, mark);
}

void der_write_bits(struct wbuf *w, unsigned unused, const void *bytes, size_t len)
{
	size_t mark = der_write_begin(w, DER_BIT_STRING);

	wbuf_u8(w, (uint8_t)unused);
	wbuf_put(w, bytes, len);
	der_write_end(w, mark);
}
