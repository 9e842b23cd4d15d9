/* sim/profiles/profiles_data.h: the bytes that profiles.c names. */
#ifndef SESIM_PROFILES_DATA_H
#define SESIM_PROFILES_DATA_H

#include "profiles.h"

extern const struct profile_atecc profile_atecc508a;
extern const struct profile_atecc profile_atecc608a;
extern const struct profile_atecc profile_atecc608b;
extern const struct profile_se050 profile_se050a;
extern const struct profile_se050 profile_se050b;
extern const struct profile_se050 profile_se050c;
extern const struct profile_se050 profile_se050d;
extern const struct profile_se050 profile_se050e;
extern const struct profile_se050 profile_se050f;
extern const struct profile_se050 profile_se050_dev;
extern const struct profile_se050 profile_se051a;
extern const struct profile_se050 profile_se051c;
extern const struct profile_se050 profile_a5000;
extern const struct profile_se050 profile_se052;

#endif
