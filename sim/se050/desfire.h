/* sim/se050/desfire.h: a reader's half of MIFARE DESFire EV2 (AN12413 4.15). Rows: table_desfire.c. */
#ifndef SESIM_SE050_DESFIRE_H
#define SESIM_SE050_DESFIRE_H

#include "command050.h"

enum se05x_status desfire_diversify_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status desfire_diversify_run(struct se050 *chip, struct se050_call *call, struct wbuf *out);

enum se05x_status desfire_first_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status desfire_first(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status desfire_first_end(struct se050 *chip, struct se050_call *call, struct wbuf *out);

enum se05x_status desfire_again_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status desfire_again(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status desfire_again_end(struct se050 *chip, struct se050_call *call, struct wbuf *out);

enum se05x_status desfire_dump(struct se050 *chip, struct se050_call *call, struct wbuf *out);

enum se05x_status desfire_change_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status desfire_change(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status desfire_change_end(struct se050 *chip, struct se050_call *call, struct wbuf *out);

enum se05x_status desfire_kill(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
