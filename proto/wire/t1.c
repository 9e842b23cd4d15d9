/* proto/wire/t1.c: blocks of T=1 over I2C. */
#include "t1.h"

#include "crc.h"

size_t t1_block_size(struct rbuf bytes)
{
	uint8_t len;

	rbuf_bytes(&bytes, T1_HEADER - 1);
	len = rbuf_u8(&bytes);
	return rbuf_bad(&bytes) ? 0 : (size_t)T1_HEADER + len + T1_CRC;
}

enum t1_error t1_block_parse(struct rbuf bytes, struct t1_block *block)
{
	const uint8_t *start = bytes.at;
	size_t size = rbuf_left(&bytes);
	uint8_t len;

	block->nad = rbuf_u8(&bytes);
	block->pcb = rbuf_u8(&bytes);
	len = rbuf_u8(&bytes);
	block->inf = rbuf_take(&bytes, len);
	if (rbuf_bad(&bytes) || rbuf_left(&bytes) != T1_CRC || len == T1_LEN_RESERVED)
		return T1_ERROR_OTHER;
	return rbuf_le16(&bytes) == crc16_x25(start, size - T1_CRC) ? T1_ACKNOWLEDGED : T1_ERROR_CRC;
}

void t1_block_write(struct wbuf *w, uint8_t nad, uint8_t pcb, const void *inf, size_t len)
{
	size_t start = w->len;

	wbuf_u8(w, nad);
	wbuf_u8(w, pcb);
	wbuf_u8(w, (uint8_t)len);
	wbuf_put(w, inf, len);
	if (!wbuf_bad(w))
		wbuf_le16(w, crc16_x25(w->at + start, w->len - start));
}
