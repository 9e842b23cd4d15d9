/* sim/se050/digest050.h: digests, in one step and in several (AN12413 4.18). Rows: table_crypto.c. */
#ifndef SESIM_SE050_DIGEST050_H
#define SESIM_SE050_DIGEST050_H

#include "command050.h"
#include "digest.h"

/* The digest that a number of AN12413 table 35 stands for; false: none that this part computes. */
bool digest_find(uint8_t number, enum digest_kind *kind);

enum se05x_status digest_init(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status digest_update(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status digest_final(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status digest_oneshot(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
