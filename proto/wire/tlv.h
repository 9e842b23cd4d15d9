/* proto/wire/tlv.h: tag, length, value, with BER's tags of one or two bytes and lengths up to 65535. */
#ifndef SESIM_WIRE_TLV_H
#define SESIM_WIRE_TLV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cursor.h"

/* Borrows its value. */
struct tlv {
	uint16_t tag; /* 0x41, 0x7f49 */
	struct rbuf value;
};

/*
 * Takes the next one. Lengths are one byte up to 7f, 81 and one byte, or 82 and two; longer forms than
 * a length needs are taken. Returns false, with the cursor bad, when that is not what stands there.
 */
bool tlv_next(struct rbuf *r, struct tlv *tlv);

/* Tag and shortest length; len bytes of value are to follow. */
void tlv_head(struct wbuf *w, uint16_t tag, size_t len);
void tlv_put(struct wbuf *w, uint16_t tag, const void *value, size_t len);

/* Tag and a length of three bytes, 82 hh ll, whatever it is. */
void tlv_head_wide(struct wbuf *w, uint16_t tag, size_t len);
void tlv_put_wide(struct wbuf *w, uint16_t tag, const void *value, size_t len);

#endif
