/* sim/se050/keys.h: writing AES, DES and HMAC keys, plain or wrapped (AN12413 4.7.1.3). Rows: table_keys.c. */
#ifndef SESIM_SE050_KEYS_H
#define SESIM_SE050_KEYS_H

#include "command050.h"

enum {
	SYMMETRIC_KEY_MAX = 256,
	KEY_WRAP_MORE = 8, /* RFC 3394: a wrapped key is so much longer */
};

enum se05x_status keys_symmetric_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status keys_symmetric(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
