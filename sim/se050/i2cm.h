/* sim/se050/i2cm.h: the I2C bus that the part masters (AN12413 4.17). */
#ifndef SESIM_SE050_I2CM_H
#define SESIM_SE050_I2CM_H

#include "command050.h"

enum {
	I2CM_SET_MAX = 255,
	I2CM_RESULT_MAX = 255,
};

/* Who may, and how long TAG_1, the command set, may be. The plain row's check; the attested one's begins with it. */
enum se05x_status i2cm_check(const struct se050 *chip, struct se050_call *call);

/* Runs the command set of TAG_1 and writes the results as they travel, at most I2CM_RESULT_MAX bytes. */
void i2cm_results(struct se050_call *call, struct wbuf *results);

enum se05x_status i2cm_execute(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
