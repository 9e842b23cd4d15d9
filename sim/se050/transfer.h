/* sim/se050/transfer.h: values of transient keys that leave the part encrypted, and come back (AN12413 3.2.8). */
#ifndef SESIM_SE050_TRANSFER_H
#define SESIM_SE050_TRANSFER_H

#include "command050.h"

enum se05x_status transfer_export_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status transfer_export(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status transfer_import_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status transfer_import(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
