/* sim/se050/platform.h: GlobalPlatform's side of the card: the platform channel and its keys. Rows: card_table.c. */
#ifndef SESIM_SE050_PLATFORM_H
#define SESIM_SE050_PLATFORM_H

#include "command050.h"

enum se05x_status platform_initialize_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status platform_initialize(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status platform_authenticate_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status platform_authenticate(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status platform_put_key_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status platform_put_key(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
