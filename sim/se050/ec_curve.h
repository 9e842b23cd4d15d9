/* sim/se050/ec_curve.h: making curves and forgetting them (AN12413 4.8). */
#ifndef SESIM_SE050_EC_CURVE_H
#define SESIM_SE050_EC_CURVE_H

#include "command050.h"

enum se05x_status ec_curve_create_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status ec_curve_create(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status ec_curve_set_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status ec_curve_set(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status ec_curve_of(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status ec_curve_list(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status ec_curve_delete_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status ec_curve_delete(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
