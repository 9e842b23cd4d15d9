/* sim/bus/part_se050.c: SE05x as parts. */
#include <errno.h>
#include <string.h>

#include "part_kind.h"
#include "se050.h"

enum {
	SE050_UNIQUE_ID_FIXED = 4, /* 04 00 50 01 on every part seen */
};

static void put_be16(uint8_t *to, uint16_t value)
{
	struct wbuf w = wbuf_to(to, 2);

	wbuf_be16(&w, value);
}

/* The fields that AN12436's sample shows; the rest is the same on every part of ours. */
static const uint8_t cplc[42] = { 0x47, 0x90, 0xd3, 0x21, 0x47, 0x00, 0x00, 0x00, 0x00, 0x00, 0x91, 0x69,
	0x00, 0x03, 0x23, 0x95, 0x36, 0x73, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x42, 0x0a,
	0x30, 0x30, 0x33, 0x32, 0x33 };

static void make_identity(struct se050_identity *identity, const struct profile_se050 *profile)
{
	static const uint8_t rom[8] = { 0x2e, 0x5a, 0xd8, 0x84, 0x09, 0xc9, 0xba, 0xdb };

	memcpy(identity->version, profile->version, sizeof(identity->version));
	put_be16(identity->applet_config, profile->applet_config);
	put_be16(identity->secure_box, profile->secure_box);
	identity->configuration[1] = 0x04;
	put_be16(identity->configuration + 2, profile->oefs[0].id);
	identity->patch[7] = 1;
	memcpy(identity->build, profile->build, sizeof(identity->build));
	identity->fips = profile->fips;
	memcpy(identity->rom, rom, sizeof(rom));
	memcpy(identity->cplc, cplc, sizeof(cplc));
}

static void make(void *state, const struct part_spec *spec, const uint8_t *free_bytes)
{
	const struct profile_se050 *profile = spec->profile->se050;
	struct se050_nv *nv = &((struct se050 *)state)->nv;

	make_identity(&nv->identity, profile);
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
	.keys = PART_STATE | PART_SERIAL,
	.keys_text = "state= and serial=",
	.make = make,
	.address = address,
	.serial = serial,
	.fits = fits,
};
