/* sim/core/der.c: DER, as certificates and ECDSA signatures have it. */
#include "der.h"

#include <string.h>

#include "tlv.h"

size_t der_begin(const struct wbuf *out)
{
	return out->len;
}

void der_end(struct wbuf *out, uint8_t tag, size_t begin)
{
	uint8_t head[4];
	struct wbuf w = wbuf_to(head, sizeof(head));
	size_t len;

	if (wbuf_bad(out))
		return;
	len = out->len - begin;
	if (len > UINT16_MAX) {
		out->bad = true;
		return;
	}
	tlv_head(&w, tag, len);
	if (!wbuf_room(out, w.len))
		return;
	memmove(out->at + begin + w.len, out->at + begin, len);
	memcpy(out->at + begin, head, w.len);
}

void der_integer(struct wbuf *out, struct rbuf number)
{
	const uint8_t *first;

	while (rbuf_left(&number) > 1 && *number.at == 0)
		rbuf_u8(&number);
	first = number.at;
	if (rbuf_left(&number) == 0) {
		der_small(out, 0);
		return;
	}
	tlv_head(out, DER_INTEGER, rbuf_left(&number) + (*first >> 7));
	if (*first >> 7)
		wbuf_u8(out, 0);
	wbuf_put(out, number.at, rbuf_left(&number));
}

void der_small(struct wbuf *out, uint8_t number)
{
	tlv_put(out, DER_INTEGER, &number, 1);
}

void der_bits(struct wbuf *out, struct rbuf bytes)
{
	tlv_head(out, DER_BIT_STRING, rbuf_left(&bytes) + 1);
	wbuf_u8(out, 0);
	wbuf_put(out, bytes.at, rbuf_left(&bytes));
}

void der_named_bits(struct wbuf *out, unsigned int bits)
{
	uint8_t bytes[3] = { 0 };
	size_t n = 0; /* named bits up to the last that is set */

	for (size_t i = 0; i < 16; i++) {
		if (!(bits >> i & 1))
			continue;
		bytes[1 + i / 8] |= (uint8_t)(0x80u >> i % 8);
		n = i + 1;
	}
	bytes[0] = (uint8_t)((8 - n % 8) % 8);
	tlv_put(out, DER_BIT_STRING, bytes, 1 + (n + 7) / 8);
}

size_t der_length(struct rbuf file)
{
	struct rbuf r = file;
	struct tlv tlv;

	return tlv_next(&r, &tlv) && tlv.tag == DER_SEQUENCE ? rbuf_left(&file) - rbuf_left(&r) : 0;
}

/* Positive and without needless zeros (8.3.2). */
static bool read_integer(struct rbuf *r, size_t size, uint8_t *to)
{
	struct tlv tlv;
	struct rbuf value;
	uint8_t first;

	if (!tlv_next(r, &tlv) || tlv.tag != DER_INTEGER || rbuf_left(&tlv.value) == 0)
		return false;
	value = tlv.value;
	first = rbuf_u8(&value);
	if (first & 0x80)
		return false;
	if (first == 0 && rbuf_left(&value) > 0) {
		struct rbuf next = value;

		if (!(rbuf_u8(&next) & 0x80))
			return false;
		tlv.value = value;
	}
	if (rbuf_left(&tlv.value) > size)
		return false;
	memset(to, 0, size);
	rbuf_copy(&tlv.value, to + size - rbuf_left(&tlv.value), rbuf_left(&tlv.value));
	return true;
}

bool der_signature_read(struct rbuf der, size_t size, uint8_t *rs)
{
	struct tlv sequence;

	return tlv_next(&der, &sequence) && sequence.tag == DER_SEQUENCE && rbuf_left(&der) == 0 &&
	       read_integer(&sequence.value, size, rs) && read_integer(&sequence.value, size, rs + size) &&
	       rbuf_left(&sequence.value) == 0;
}

void der_signature_write(struct wbuf *out, const uint8_t *rs, size_t size)
{
	size_t begin = der_begin(out);

	der_integer(out, rbuf_from(rs, size));
	der_integer(out, rbuf_from(rs + size, size));
	der_end(out, DER_SEQUENCE, begin);
}
