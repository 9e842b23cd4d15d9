/* sim/atecc608/reference.h: docs/reference of an ATECC, written from the tables that the chip runs by. */
#ifndef SESIM_ATECC_REFERENCE_H
#define SESIM_ATECC_REFERENCE_H

#include <stdio.h>

#include "atecc.h"

/* The page of the silicon that chip is made of, as Markdown. profile: the name to regenerate it with. */
void atecc_reference(FILE *to, const struct atecc *chip, const char *profile);

#endif
