/* sim/se050/nv.h: making what was changed durable. */
#ifndef SESIM_SE050_NV_H
#define SESIM_SE050_NV_H

#include "se050.h"
#include "se05x.h"

/*
 * Makes durable what was changed in struct se050_nv and in touched records. When the store fails, all of it goes back
 * to what is stored, and the status says that the command failed.
 */
enum se05x_status nv_commit(struct se050 *chip, struct chip_env *env);

#endif
