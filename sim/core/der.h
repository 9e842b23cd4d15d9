/* sim/core/der.h: DER (X.690 10): what certificates are written in, and ECDSA signatures as they travel. */
#ifndef SESIM_CORE_DER_H
#define SESIM_CORE_DER_H

#include "cursor.h"

enum der_tag {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_NULL = 0x05,
	DER_OID = 0x06,
	DER_UTF8 = 0x0c,
	DER_PRINTABLE = 0x13,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_CONTEXT = 0x80, /* [n], primitive */
	DER_CONTEXT_CONSTRUCTED = 0xa0,
};

/*
 * Something that contains others: der_begin(), its content, der_end() puts tag and length before it. Where the bytes
 * in between stand moves with that.
 */
size_t der_begin(const struct wbuf *out);
void der_end(struct wbuf *out, uint8_t tag, size_t begin);

/* A positive number, big endian, in as few bytes as it takes (8.3.2). */
void der_integer(struct wbuf *out, struct rbuf number);
/* 0 to 127. */
void der_small(struct wbuf *out, uint8_t number);
/* Whole bytes. */
void der_bits(struct wbuf *out, struct rbuf bytes);
/* One by its number of named bits, at most 16; trailing zero bits are left out (11.2.2). */
void der_named_bits(struct wbuf *out, unsigned int bits);

/* How long the value that begins a file is, with its head; 0 when it is none, or longer than the file. */
size_t der_length(struct rbuf file);

/*
 * SEQUENCE { INTEGER r, INTEGER s }; r and s of `size` bytes each, one after the other. Returns false when der is no such
 * signature, or they are longer.
 */
bool der_signature_read(struct rbuf der, size_t size, uint8_t *rs);

void der_signature_write(struct wbuf *out, const uint8_t *rs, size_t size);

/* The most that der_signature_write() writes. */
enum { DER_SIGNATURE_MAX = 3 + 2 * (3 + 66) };

#endif
