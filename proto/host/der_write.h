/* proto/host/der_write.h: DER (X.690) written from the outside in: what is between begin and end is a value's content. */
#ifndef SESIM_HOST_DER_WRITE_H
#define SESIM_HOST_DER_WRITE_H

#include "cursor.h"

enum der_tag {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_OID = 0x06,
	DER_UTF8 = 0x0c,
	DER_PRINTABLE = 0x13,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_CONTEXT = 0xa0, /* constructed; plus its number */
	DER_CONTEXT_PRIMITIVE = 0x80,
};

/* Begins a value of at most 65535 bytes; what it returns is for the end of the same. */
size_t der_write_begin(struct wbuf *w, uint8_t tag);
void der_write_end(struct wbuf *w, size_t mark);

void der_write_value(struct wbuf *w, uint8_t tag, const void *bytes, size_t len);

/* A number of these big-endian bytes, not negative: leading zeros go, one comes where the first bit is set. */
void der_write_unsigned(struct wbuf *w, struct rbuf bytes);

/* BIT STRING with this many unused bits in its last byte. */
void der_write_bits(struct wbuf *w, unsigned unused, const void *bytes, size_t len);

#endif
