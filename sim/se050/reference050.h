/* sim/se050/reference050.h: docs/reference of an SE05x, written from the tables that the chip runs by. */
#ifndef SESIM_SE050_REFERENCE050_H
#define SESIM_SE050_REFERENCE050_H

#include <stdio.h>

#include "se050.h"

/* The page of a part as it comes from the factory. */
void se050_reference(FILE *to, const struct se050 *chip, const char *profile);

#endif
