/* sim/profiles/profiles.c: the parts there are. Their bytes: profiles_atecc.c, profiles_se050.c. */
#include "profiles.h"

#include <string.h>

#include "profiles_data.h"

#define SE050_SOURCE "NXP AN12436 rev. 2.4; captures of parts"

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
	{ .name = "se050a",
		.kind = "se050",
		.summary = "SE050A1: ECC on NIST, Brainpool and Koblitz curves",
		.source = SE050_SOURCE,
		.address = 0x48,
		.se050 = &profile_se050a },
	{ .name = "se050b",
		.kind = "se050",
		.summary = "SE050B1: RSA",
		.source = SE050_SOURCE,
		.address = 0x48,
		.se050 = &profile_se050b },
	{ .name = "se050c",
		.kind = "se050",
		.summary = "SE050C1: ECC and RSA",
		.source = SE050_SOURCE,
		.address = 0x48,
		.se050 = &profile_se050c },
	{ .name = "se050d",
		.kind = "se050",
		.summary = "SE050D2: as A, with MIFARE DESFire",
		.source = SE050_SOURCE,
		.address = 0x48,
		.se050 = &profile_se050d },
	{ .name = "se050e",
		.kind = "se050",
		.summary = "SE050E2: applet 7.2, ECC and AEAD",
		.source = SE050_SOURCE,
		.address = 0x48,
		.se050 = &profile_se050e },
	{ .name = "se050f",
		.kind = "se050",
		.summary = "SE050F2: FIPS 140-2, applet 3.6",
		.source = SE050_SOURCE,
		.address = 0x48,
		.se050 = &profile_se050f },
	{ .name = "se050-dev",
		.kind = "se050",
		.summary = "the part of the OM-SE050ARD development kit",
		.source = SE050_SOURCE,
		.address = 0x48,
		.se050 = &profile_se050_dev },
	{ .name = "se051a",
		.kind = "se050",
		.summary = "SE051A2: applet 7.2, ECC",
		.source = SE050_SOURCE,
		.address = 0x48,
		.se050 = &profile_se051a },
	{ .name = "se051c",
		.kind = "se050",
		.summary = "SE051C2: applet 7.2, ECC and RSA",
		.source = SE050_SOURCE,
		.address = 0x48,
		.se050 = &profile_se051c },
	{ .name = "a5000",
		.kind = "se050",
		.summary = "A5000: authentication applet 7.2",
		.source = SE050_SOURCE,
		.address = 0x48,
		.se050 = &profile_a5000 },
	{ .name = "se052",
		.kind = "se050",
		.summary = "SE052F2: FIPS 140-3",
		.source = SE050_SOURCE,
		.address = 0x48,
		.se050 = &profile_se052 },
};

const size_t n_profiles = sizeof(profiles) / sizeof(profiles[0]);

const struct profile *profile_find(const char *name, size_t len)
{
	for (size_t i = 0; i < n_profiles; i++)
		if (strlen(profiles[i].name) == len && memcmp(profiles[i].name, name, len) == 0)
			return &profiles[i];
	return NULL;
}
