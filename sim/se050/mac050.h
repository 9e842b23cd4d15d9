/* sim/se050/mac050.h: MACs under AES, DES and HMAC keys (AN12413 4.13). Rows: table_symmetric.c. */
#ifndef SESIM_SE050_MAC050_H
#define SESIM_SE050_MAC050_H

#include "command050.h"

enum { MAC_BYTES_MAX = 64 };

enum se05x_status mac_init_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status mac_init(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status mac_update(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status mac_final(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status mac_oneshot_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status mac_oneshot(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
