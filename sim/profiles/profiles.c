/* sim/profiles/profiles.c: the parts there are. Their bytes: profiles_atecc.c, profiles_se050.c. */
#include "profiles.h"

#include <string.h>

#include "profiles_data.h"

const struct profile profiles[] = {
	{ .name = "atecc508a",
		.kind = "atecc608",
		.summary = "ATECC508A, blank",
		.source = "DS20005927A 2.2; captures of blank parts",
		.address = 0x60,
		.atecc = &profile_atecc508a },
	{ .name = "atecc608a",
		.kind = "atecc608",
		.summary = "ATECC608A, blank",
		.source = "captures of blank parts",
		.address = 0x60,
		.atecc = &profile_atecc608a },
	{ .name = "atecc608b",
		.kind = "atecc608",
		.summary = "ATECC608B, blank",
		.source = "a dump of a blank part (electronics.stackexchange.com 744574)",
		.address = 0x60,
		.atecc = &profile_atecc608b },
	{ .name = "se050c",
		.kind = "se050",
		.summary = "SE050C; so far it answers RESYNC and GET ATR only",
		.source = "unique id: captures of parts",
		.address = 0x48,
		.se050 = &profile_se050_any },
};

const size_t n_profiles = sizeof(profiles) / sizeof(profiles[0]);

const struct profile *profile_find(const char *name, size_t len)
{
	for (size_t i = 0; i < n_profiles; i++)
		if (strlen(profiles[i].name) == len && memcmp(profiles[i].name, name, len) == 0)
			return &profiles[i];
	return NULL;
}
