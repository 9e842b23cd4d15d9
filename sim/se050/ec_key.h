/* sim/se050/ec_key.h: WriteECKey (AN12413 4.7.1.1). */
#ifndef SESIM_SE050_EC_KEY_H
#define SESIM_SE050_EC_KEY_H

#include "command050.h"

enum se05x_status ec_key_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status ec_key_write(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
