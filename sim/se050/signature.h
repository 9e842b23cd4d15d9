/* sim/se050/signature.h: the rows Sign and Verify, which serve EC and RSA keys alike (AN12413 4.10.1, 4.10.2, 4.11.1, 4.11.2). */
#ifndef SESIM_SE050_SIGNATURE_H
#define SESIM_SE050_SIGNATURE_H

#include "command050.h"

enum se05x_status signature_sign_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status signature_sign(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status signature_verify_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status signature_verify(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
