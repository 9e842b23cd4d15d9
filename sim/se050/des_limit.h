/* sim/se050/des_limit.h: how many blocks a DES key serves on FIPS parts (FIPS policy, note 3). */
#ifndef SESIM_SE050_DES_LIMIT_H
#define SESIM_SE050_DES_LIMIT_H

#include "command050.h"

enum { DES_LIMIT_BLOCKS = 1 << 16 };

/*
 * Counts, durably, what a command did with len bytes under this key, and clears the key's value when that was its
 * last. Other keys and other parts are not counted. Called before anything else is changed: a failure is the
 * command's.
 */
enum se05x_status des_limit_count(
	struct se050 *chip, const struct se050_call *call, uint32_t key_id, size_t len);

#endif
