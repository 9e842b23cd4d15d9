/* sim/cli/conform_subject.c: which part behind a link a conformance run is about. */
#include "conform_subject.h"

#include <errno.h>
#include <string.h>

#include "object.h"

enum {
	PLATFORM_KEY_VERSION = 0x0b, /* AN12436: the set that every SE05x comes with */
	RESERVED_IDS = 0x7fff02,     /* and two digits more (AN12413 3.2.5) */
};

static const struct profile_se050_oef *oef_of(const struct part_spec *spec)
{
	const struct profile_se050 *se050 = spec->profile->se050;

	if (!(spec->given & PART_OEF))
		return se050->oefs;
	for (size_t i = 0; i < se050->n_oefs; i++)
		if (se050->oefs[i].id == spec->oef)
			return &se050->oefs[i];
	return se050->oefs;
}

/* The UserIDs among its reserved authentication objects: their values are the profile's to tell. */
static void tell_credentials(const struct profile_se050 *of, struct peer_credentials *credentials)
{
	for (size_t i = 0; i < of->n_objects && credentials->n < PEER_CREDENTIALS; i++) {
		const struct profile_se050_object *object = &of->objects[i];
		struct peer_credential *credential = &credentials->at[credentials->n];

		if (object->id >> 8 != RESERVED_IDS || object->class != CLASS_USER_ID ||
			!object->authenticates || object->value != VALUE_BYTES ||
			object->n_bytes > PEER_CREDENTIAL_MAX)
			continue;
		credential->id = object->id;
		credential->len = object->n_bytes;
		memcpy(credential->value, object->bytes, object->n_bytes);
		credentials->n++;
	}
}

static void describe(struct conform_subject *subject)
{
	const struct profile *of = subject->spec.profile;
	struct conform_profile *profile = &subject->profile;

	*profile = (struct conform_profile){ .name = of->name, .kind = of->kind };
	if (of->atecc)
		profile->config = of->atecc->config;
	if (!of->se050)
		return;
	memcpy(profile->version, of->se050->version, sizeof(profile->version));
	profile->applet_config = of->se050->applet_config;
	profile->platform_scp = of->se050->platform_scp;
	profile->has_keys = true;
	profile->key_version = PLATFORM_KEY_VERSION;
	if (subject->spec.given & PART_SCP03)
		memcpy(profile->keys, subject->spec.scp03, sizeof(profile->keys));
	else
		memcpy(profile->keys, oef_of(&subject->spec)->keys, sizeof(profile->keys));
	tell_credentials(of->se050, &profile->credentials);
}

/* The n-th CHIP of a URL that names its parts itself; its length, 0 when there is none. */
static size_t chip_in_url(const char *url, size_t n, const char **chip)
{
	const char *at = strchr(url, ':');

	if (!at || (strncmp(url, "sim:", 4) != 0 && strncmp(url, "mpsse:", 6) != 0))
		return 0;
	for (at++; n > 0; n--) {
		at = strchr(at, '+');
		if (!at)
			return 0;
		at++;
	}
	*chip = at;
	return strcspn(at, "+?");
}

/* What is there by the handshake: the part at the address of --chip, or the only one. */
static int find_simulated(struct conform_subject *subject, const struct link *link, const char *url,
	bool asked, struct why *why)
{
	const struct link_info *info = &link->info;
	const char *chip;
	size_t len;

	for (size_t i = 0; i < info->n_parts; i++) {
		const struct wire_part *part = &info->parts[i];

		if (asked && part->address == subject->spec.address &&
			strcmp(part->profile, subject->spec.profile->name) == 0)
			return 0;
		if (asked)
			continue;
		if (info->n_parts > 1)
			return why_fail(why, EINVAL, "%s has %zu parts: --chip PROFILE@ADDR7 says which one",
				url, info->n_parts);
		len = chip_in_url(url, i, &chip);
		if (len == 0) {
			chip = part->profile;
			len = strlen(chip);
		}
		return part_parse(&subject->spec, chip, len, why);
	}
	if (asked)
		return why_fail(why, ENODEV, "%s has no %s at address %02x", url, subject->spec.profile->name,
			subject->spec.address);
	return why_fail(why, ENODEV, "there is no part on the bus at %s", url);
}

int conform_subject_find(struct conform_subject *subject, const struct link *link, const char *url,
	const char *chip, struct why *why)
{
	int rc = 0;

	memset(subject, 0, sizeof(*subject));
	if (chip)
		rc = part_parse(&subject->spec, chip, strlen(chip), why);
	if (rc == 0 && link->info.n_parts > 0)
		rc = find_simulated(subject, link, url, chip != NULL, why);
	else if (rc == 0 && !chip)
		rc = why_fail(why, EINVAL,
			"a bus that is not simulated cannot say what is on it: --chip PROFILE[@ADDR7] does");
	if (rc < 0)
		return rc;
	if (subject->spec.given & PART_STATE && chip)
		return why_fail(
			why, EINVAL, "--chip says which part is there, it makes none: leave state= out");
	subject->address = subject->spec.address;
	/* A simulated part of one kind may be at any address: the handshake knows it. */
	if (!chip && link->info.n_parts == 1)
		subject->address = link->info.parts[0].address;
	describe(subject);
	return 0;
}

void conform_subject_clear(struct conform_subject *subject)
{
	if (subject->spec.profile)
		part_spec_clear(&subject->spec);
	memset(subject, 0, sizeof(*subject));
}
