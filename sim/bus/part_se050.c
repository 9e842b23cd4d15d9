/* sim/bus/part_se050.c: SE05x as parts. */
#include <errno.h>
#include <string.h>

#include "part_kind.h"
#include "se050.h"

enum {
	SE050_UNIQUE_ID_FIXED = 4, /* 04 00 50 01 on every part seen */
};

static void make(void *state, const struct part_spec *spec, const uint8_t *free_bytes)
{
	const struct profile_se050 *profile = spec->profile->se050;
	struct se050_nv *nv = &((struct se050 *)state)->nv;

	memcpy(nv->unique_id, profile->unique_id, sizeof(nv->unique_id));
	memcpy(nv->unique_id + SE050_UNIQUE_ID_FIXED, free_bytes,
		sizeof(nv->unique_id) - SE050_UNIQUE_ID_FIXED);
	if (spec->given & PART_SERIAL)
		memcpy(nv->unique_id, spec->serial, sizeof(nv->unique_id));
}

static uint8_t address(const void *state)
{
	(void)state;
	return T1_ADDRESS_DEFAULT;
}

static void serial(const void *state, uint8_t *out)
{
	const struct se050 *chip = state;

	memcpy(out, chip->nv.unique_id, sizeof(chip->nv.unique_id));
}

static int fits(const void *state, const struct part_spec *spec, struct why *why)
{
	(void)state;
	if (spec->address == T1_ADDRESS_DEFAULT)
		return 0;
	return why_fail(why, EINVAL, "%s answers at %02x and nowhere else, not at %02x", spec->profile->name,
		T1_ADDRESS_DEFAULT, spec->address);
}

const struct part_kind part_kind_se050 = {
	.model = &se050_model,
	.name = "an SE05x",
	.layout = SE050_LAYOUT,
	.serial_len = SE050_UNIQUE_ID,
	.serial_free = SE050_UNIQUE_ID - SE050_UNIQUE_ID_FIXED,
	.keys = PART_STATE | PART_SERIAL,
	.keys_text = "state= and serial=",
	.make = make,
	.address = address,
	.serial = serial,
	.fits = fits,
};
