/* proto/wire/apdu.c: command APDUs. */
#include "apdu.h"

/* What follows the header when its first byte is not 00 (ISO/IEC 7816-4 5.2, cases 2S, 3S, 4S). */
static bool short_body(struct rbuf r, struct apdu *apdu)
{
	uint8_t first = rbuf_u8(&r);

	if (rbuf_left(&r) == 0) {
		apdu->has_le = true;
		apdu->le = first ? first : APDU_LE_SHORT_MAX;
		return true;
	}
	apdu->data = rbuf_take(&r, first);
	if (rbuf_left(&r) == 1) {
		uint8_t le = rbuf_u8(&r);

		apdu->has_le = true;
		apdu->le = le ? le : APDU_LE_SHORT_MAX;
	}
	return !rbuf_bad(&r) && rbuf_left(&r) == 0;
}

static void extended_le(struct rbuf *r, struct apdu *apdu)
{
	uint16_t le = rbuf_be16(r);

	apdu->has_le = true;
	apdu->le = le ? le : APDU_LE_EXTENDED_MAX;
}

/* After 00: cases 2E, 3E, 4E. */
static bool extended_body(struct rbuf r, struct apdu *apdu)
{
	uint16_t lc;

	apdu->extended = true;
	if (rbuf_left(&r) == 1) {
		apdu->has_le = true;
		apdu->le = APDU_LE_EXTENDED_MAX;
		return rbuf_u8(&r) == 0;
	}
	if (rbuf_left(&r) == 2) {
		extended_le(&r, apdu);
		return true;
	}
	lc = rbuf_be16(&r);
	apdu->data = rbuf_take(&r, lc);
	if (rbuf_left(&r) == 2)
		extended_le(&r, apdu);
	return lc > 0 && !rbuf_bad(&r) && rbuf_left(&r) == 0;
}

bool apdu_parse(struct rbuf bytes, struct apdu *apdu)
{
	struct rbuf body;

	*apdu = (struct apdu){ .cla = rbuf_u8(&bytes) };
	apdu->ins = rbuf_u8(&bytes);
	apdu->p1 = rbuf_u8(&bytes);
	apdu->p2 = rbuf_u8(&bytes);
	if (rbuf_bad(&bytes))
		return false;
	body = bytes;
	if (rbuf_left(&bytes) == 0)
		return true;
	if (rbuf_left(&bytes) == 1 || rbuf_u8(&bytes) != 0)
		return short_body(body, apdu);
	return extended_body(bytes, apdu);
}

void apdu_header_write(struct wbuf *w, const struct apdu *apdu, size_t len)
{
	wbuf_u8(w, apdu->cla);
	wbuf_u8(w, apdu->ins);
	wbuf_u8(w, apdu->p1);
	wbuf_u8(w, apdu->p2);
	if (len == 0)
		return;
	if (apdu->extended || len > APDU_LC_SHORT_MAX) {
		wbuf_u8(w, 0);
		wbuf_be16(w, (uint16_t)len);
	} else {
		wbuf_u8(w, (uint8_t)len);
	}
}

void apdu_write(struct wbuf *w, const struct apdu *apdu)
{
	size_t len = rbuf_left(&apdu->data);
	bool extended = apdu->extended || len > APDU_LC_SHORT_MAX || apdu->le > APDU_LE_SHORT_MAX;
	struct apdu header = *apdu;

	header.extended = extended;
	apdu_header_write(w, &header, len);
	wbuf_put(w, apdu->data.at, len);
	if (!apdu->has_le)
		return;
	if (!extended) {
		wbuf_u8(w, (uint8_t)apdu->le);
		return;
	}
	if (len == 0)
		wbuf_u8(w, 0);
	wbuf_be16(w, (uint16_t)apdu->le);
}
