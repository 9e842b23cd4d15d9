/* sim/bus/part_atecc.c: ATECCs as parts. */
#include <errno.h>
#include <string.h>

#include "atecc.h"
#include "part_kind.h"
#include "silicon.h"
#include "trust.h"
#include "zones.h"

enum {
	SERIAL = 9,      /* SN[0..8] */
	SERIAL_FREE = 6, /* SN[0..1] and SN[8] are the family's */
};

static void put_serial(uint8_t *config, const uint8_t *serial)
{
	memcpy(config + CONFIG_SN_0_3, serial, 4);
	memcpy(config + CONFIG_SN_4_8, serial + 4, 5);
}

/* Parts that come with keys. */
static bool is_provisioned(const struct profile *profile)
{
	return profile->atecc->n_pieces > 0 || profile->n_certificates > 0;
}

static bool wants_crypto(const struct part_spec *spec)
{
	return is_provisioned(spec->profile);
}

static int provision(
	struct atecc *chip, const struct part_spec *spec, const struct part_factory *factory, struct why *why)
{
	struct certificate_maker maker =
		certificate_maker(spec->profile, factory->ca, factory->crypto, spec->names);

	return trust_fill(chip, spec->profile, &maker, why);
}

static int make(void *state, const struct part_spec *spec, const uint8_t *free_bytes,
	const struct part_factory *factory, struct why *why)
{
	const struct profile_atecc *profile = spec->profile->atecc;
	struct atecc_nv *nv = &((struct atecc *)state)->nv;

	memcpy(nv->config, profile->config, sizeof(nv->config));
	memcpy(nv->otp, profile->otp, sizeof(nv->otp));
	memset(nv->data, profile->fill, sizeof(nv->data));
	memcpy(nv->config + CONFIG_SN_0_3 + 2, free_bytes, 2);
	memcpy(nv->config + CONFIG_SN_4_8, free_bytes + 2, 4);
	if (spec->given & PART_SERIAL)
		put_serial(nv->config, spec->serial);
	if (spec->given & PART_REV)
		memcpy(nv->config + CONFIG_REVISION, spec->rev, sizeof(spec->rev));
	if (spec->given & PART_ADDRESS)
		nv->config[CONFIG_I2C_ADDRESS] = (uint8_t)(spec->address << 1);
	if (factory->crypto && is_provisioned(spec->profile))
		return provision(state, spec, factory, why);
	return 0;
}

static uint8_t address(const void *state)
{
	return config_address(state);
}

static void serial(const void *state, uint8_t *out)
{
	const struct atecc *chip = state;

	memcpy(out, chip->nv.config + CONFIG_SN_0_3, 4);
	memcpy(out + 4, chip->nv.config + CONFIG_SN_4_8, 5);
}

/* A revision that is another part's would be answered by that part's rules. */
static int rev_fits_profile(const struct part_spec *spec, struct why *why)
{
	struct atecc_nv nv = { .restarts = { 0 } };
	const struct atecc_silicon *has, *asked;

	if (spec->profile->is_stand_in)
		return 0;
	memcpy(nv.config, spec->profile->atecc->config, sizeof(nv.config));
	has = atecc_silicon(&nv);
	memcpy(nv.config + CONFIG_REVISION, spec->rev, sizeof(spec->rev));
	asked = atecc_silicon(&nv);
	if (has == asked && spec->rev[0] == 0 && spec->rev[1] == 0)
		return 0;
	return why_fail(why, EINVAL, "rev=%02x%02x%02x%02x is not of an %s%s%s", spec->rev[0], spec->rev[1],
		spec->rev[2], spec->rev[3], has->name, has == asked ? "" : " but of an ",
		has == asked ? "" : asked->name);
}

static int fits(const void *state, const struct part_spec *spec, struct why *why)
{
	const struct atecc *chip = state;

	if (spec->given & PART_NAMES && spec->profile->n_certificates == 0)
		return why_fail(why, EINVAL,
			"names= is for parts that come with certificates, which an %s does not",
			spec->profile->name);
	if (!(spec->given & PART_REV))
		return 0;
	if (!chip)
		return rev_fits_profile(spec, why);
	if (memcmp(chip->nv.config + CONFIG_REVISION, spec->rev, sizeof(spec->rev)) == 0)
		return 0;
	return why_fail(
		why, EINVAL, "state file %s is of a part with another RevNum than rev= says", spec->state);
}

const struct part_kind part_kind_atecc = {
	.model = &atecc_model,
	.name = "an ATECC",
	.layout = ATECC_LAYOUT,
	.serial_len = SERIAL,
	.serial_free = SERIAL_FREE,
	.keys = PART_STATE | PART_SERIAL | PART_REV | PART_BATCH | PART_NAMES,
	.keys_text = "state=, serial=, rev=, batch= and names=",
	.wants_crypto = wants_crypto,
	.make = make,
	.address = address,
	.serial = serial,
	.fits = fits,
};
