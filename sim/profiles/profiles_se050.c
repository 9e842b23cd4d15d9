/* sim/profiles/profiles_se050.c: the identities of SE05x parts. */
#include "profiles_data.h"

const struct profile_se050 profile_se050_any = {
	.unique_id = { 0x04, 0x00, 0x50, 0x01 },
};
