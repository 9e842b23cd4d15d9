/* proto/wire/tlv.c: tag, length, value. */
#include "tlv.h"

enum {
	TAG_LONG = 0x1f, /* all of these bits set: a second byte follows */
	LENGTH_1 = 0x81,
	LENGTH_2 = 0x82,
};

bool tlv_next(struct rbuf *r, struct tlv *tlv)
{
	size_t len;

	tlv->tag = rbuf_u8(r);
	if ((tlv->tag & TAG_LONG) == TAG_LONG)
		tlv->tag = (uint16_t)(tlv->tag << 8 | rbuf_u8(r));
	len = rbuf_u8(r);
	if (len == LENGTH_1)
		len = rbuf_u8(r);
	else if (len == LENGTH_2)
		len = rbuf_be16(r);
	else if (len > LENGTH_2 || len == 0x80)
		r->bad = true;
	tlv->value = rbuf_take(r, len);
	return !rbuf_bad(r);
}

static void put_tag(struct wbuf *w, uint16_t tag)
{
	if (tag > 0xff)
		wbuf_u8(w, (uint8_t)(tag >> 8));
	wbuf_u8(w, (uint8_t)tag);
}

void tlv_head(struct wbuf *w, uint16_t tag, size_t len)
{
	if (len > 0xff) {
		tlv_head_wide(w, tag, len);
		return;
	}
	put_tag(w, tag);
	if (len > 0x7f)
		wbuf_u8(w, LENGTH_1);
	wbuf_u8(w, (uint8_t)len);
}

void tlv_put(struct wbuf *w, uint16_t tag, const void *value, size_t len)
{
	tlv_head(w, tag, len);
	wbuf_put(w, value, len);
}

void tlv_head_wide(struct wbuf *w, uint16_t tag, size_t len)
{
	put_tag(w, tag);
	wbuf_u8(w, LENGTH_2);
	wbuf_be16(w, (uint16_t)len);
}

void tlv_put_wide(struct wbuf *w, uint16_t tag, const void *value, size_t len)
{
	tlv_head_wide(w, tag, len);
	wbuf_put(w, value, len);
}
