/* sim/atecc608/silicon.c: what the revisions of the silicon can, as data. */
#include "silicon.h"

/* Newest first. RevNums seen in the field: 5000, 6001 and 6002 (608A), 6003 (608B). */
static const struct atecc_silicon revisions[] = {
	{ "ATECC608B", { 0x60, 0x03 }, ON_608B, 1300 },
	{ "ATECC608A", { 0x60, 0x00 }, ON_608A, 1300 },
	{ "ATECC508A", { 0x00, 0x00 }, ON_508A, 1300 },
};

const struct atecc_silicon *atecc_silicon(const struct atecc_nv *nv)
{
	const uint8_t *revnum = nv->config + CONFIG_REVISION;
	unsigned int number = (unsigned int)(revnum[2] << 8 | revnum[3]);
	size_t last = sizeof(revisions) / sizeof(revisions[0]) - 1;

	for (size_t i = 0; i < last; i++)
		if (number >= (unsigned int)(revisions[i].revision[0] << 8 | revisions[i].revision[1]))
			return &revisions[i];
	return &revisions[last];
}
