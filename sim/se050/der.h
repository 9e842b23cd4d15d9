/* sim/se050/der.h: ECDSA signatures as they travel: SEQUENCE { INTEGER r, INTEGER s }. */
#ifndef SESIM_SE050_DER_H
#define SESIM_SE050_DER_H

#include "cursor.h"

/* r and s of `size` bytes each, one after the other. Returns false when der is no such signature, or they are longer. */
bool der_signature_read(struct rbuf der, size_t size, uint8_t *rs);

void der_signature_write(struct wbuf *out, const uint8_t *rs, size_t size);

/* The most that der_signature_write() writes. */
enum { DER_SIGNATURE_MAX = 3 + 2 * (3 + 66) };

#endif
