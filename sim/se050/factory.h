/* sim/se050/factory.h: keys that the factory put into a part, derived from its secret instead of being carried around. */
#ifndef SESIM_SE050_FACTORY_H
#define SESIM_SE050_FACTORY_H

#include "object.h"

/*
 * Gives every key marked OBJECT_FACTORY its value. An EC key is the same each time for one part's secret, and no two
 * objects or parts share one; RSA keys are of a pool that all parts share. At power-on; the first time only there is
 * anything to do. Returns whether there was.
 */
bool factory_make_keys(struct se050 *chip, struct chip_env *env);

#endif
