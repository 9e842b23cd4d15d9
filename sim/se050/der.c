/* sim/se050/der.c: ECDSA signatures as they travel. */
#include "der.h"

#include <string.h>

#include "tlv.h"

enum {
	DER_INTEGER = 0x02,
	DER_SEQUENCE = 0x30,
};

/* Positive and without needless zeros (X.690 8.3.2). */
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

static void write_integer(struct wbuf *out, const uint8_t *bytes, size_t len)
{
	while (len > 1 && *bytes == 0) {
		bytes++;
		len--;
	}
	tlv_head(out, DER_INTEGER, len + (*bytes >> 7));
	if (*bytes >> 7)
		wbuf_u8(out, 0);
	wbuf_put(out, bytes, len);
}

void der_signature_write(struct wbuf *out, const uint8_t *rs, size_t size)
{
	uint8_t body[DER_SIGNATURE_MAX];
	struct wbuf w = wbuf_to(body, sizeof(body));

	write_integer(&w, rs, size);
	write_integer(&w, rs + size, size);
	tlv_put(out, DER_SEQUENCE, body, w.len);
}
