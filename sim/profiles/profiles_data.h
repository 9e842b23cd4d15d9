/* sim/profiles/profiles_data.h: the bytes that profiles.c names. */
#ifndef SESIM_PROFILES_DATA_H
#define SESIM_PROFILES_DATA_H

#include "profiles.h"

extern const struct profile_atecc profile_atecc508a;
extern const struct profile_atecc profile_atecc608a;
extern const struct profile_atecc profile_atecc608b;
extern const struct profile_se050 profile_se050_any;

#endif
