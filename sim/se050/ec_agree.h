/* sim/se050/ec_agree.h: key agreement (AN12413 4.10.3.1), and points multiplied (7.2). */
#ifndef SESIM_SE050_EC_AGREE_H
#define SESIM_SE050_EC_AGREE_H

#include "command050.h"

enum se05x_status ec_agree_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status ec_agree(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status ec_point_multiply_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status ec_point_multiply(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
