/* sim/se050/external.h: objects written through a channel that needs no session (AN12413 3.2.9, 4.7.2). */
#ifndef SESIM_SE050_EXTERNAL_H
#define SESIM_SE050_EXTERNAL_H

#include "command050.h"

enum se05x_status external_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status external_import(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
