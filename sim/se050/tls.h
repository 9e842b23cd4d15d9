/* sim/se050/tls.h: what TLS 1.2 wants of a part: its random, pre-master secrets, the PRF (AN12413 4.16). */
#ifndef SESIM_SE050_TLS_H
#define SESIM_SE050_TLS_H

#include "command050.h"

enum se05x_status tls_random(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status tls_pre_master_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status tls_pre_master(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status tls_prf_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status tls_prf(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
