/* tests/conformance/atca_family.c: what an ATECC is, in which state it is, and how a case begins and ends. */
#include <errno.h>
#include <string.h>
#include <stdio.h>
#include <stdlib.h>

#include "atca_ask.h"
#include "atca_cases.h"
#include "atca_memory.h"
#include "atca_suite.h"

enum {
	LOCK_VALUE = 86, /* of the data and OTP zones; 55: unlocked */
	LOCK_CONFIG = 87,
	AES_ENABLE = 13,
	UNLOCKED = 0x55,
	CONFIG_SERIAL_END = 13, /* serial number, revision */
	CONFIG_WRITABLE = 16,
};

struct state {
	enum atca_phase phase;
};

struct revision {
	uint8_t number[2]; /* the last two bytes */
	const char *name;
	unsigned int part;
};

/* Info's third byte says the kind, its fourth the revision (docs/reference/atecc608-evidence.md). */
static const struct revision revisions[] = {
	{ { 0x50, 0x00 }, "ATECC508A", PART_508A },
	{ { 0x60, 0x02 }, "ATECC608A", PART_608A },
	{ { 0x60, 0x03 }, "ATECC608B", PART_608B },
};

static const struct revision *revision_of(const uint8_t number[4])
{
	const struct revision *nearest = NULL;

	for (size_t i = 0; i < sizeof(revisions) / sizeof(revisions[0]); i++) {
		if (revisions[i].number[0] != number[2])
			continue;
		if (!nearest || revisions[i].number[1] <= number[3])
			nearest = &revisions[i];
	}
	return nearest;
}

/* As it came: all but the serial number, what the part counts, and the locks. */
static bool as_delivered(const struct conform *c, const uint8_t config[ATCA_CONFIG_BYTES])
{
	const uint8_t *of = c->profile->config;

	return of && memcmp(config + CONFIG_WRITABLE, of + CONFIG_WRITABLE, 52 - CONFIG_WRITABLE) == 0 &&
	       memcmp(config + 90, of + 90, ATCA_CONFIG_BYTES - 90) == 0;
}

static int identify(struct conform *c, struct why *why)
{
	struct state *state = c->family_state ? c->family_state : calloc(1, sizeof(*state));
	uint8_t config[ATCA_CONFIG_BYTES];
	struct atca_answer answer;
	const struct revision *revision;
	bool config_locked, data_locked;
	int rc;

	if (!state)
		return why_fail(why, ENOMEM, "no memory for the part");
	c->family_state = state;
	c->atca = atca_host_make(c->link, c->address);
	rc = atca_ask(&c->atca, ATCA_INFO, 0x00, 0, NULL, 0, 4, &answer);
	if (rc == 0)
		rc = atca_read_config(&c->atca, config);
	if (rc == -EREMOTEIO || rc == -EPROTO || rc == -EBADMSG)
		return why_fail(why, ENXIO, "what answers at address %02x is no ATECC", c->address);
	if (rc < 0)
		return why_errno(why, rc == -EPERM || rc == -EACCES ? rc : -ENODEV,
			"no ATECC answers at address %02x", c->address);
	memcpy(c->config, config, sizeof(c->config));
	c->has_config = true;
	revision = revision_of(answer.data);
	if (!revision)
		return why_fail(why, ENXIO,
			"the ATECC at address %02x has revision %02x%02x%02x%02x, which is none of a 508A, "
			"608A or 608B",
			c->address, answer.data[0], answer.data[1], answer.data[2], answer.data[3]);
	c->part = revision->part;
	snprintf(c->called, sizeof(c->called), "%s, revision %02x%02x%02x%02x", revision->name,
		answer.data[0], answer.data[1], answer.data[2], answer.data[3]);
	memcpy(c->serial, config, 4);
	memcpy(c->serial + 4, config + 8, 5);
	c->serial_len = 9;
	config_locked = config[LOCK_CONFIG] != UNLOCKED;
	data_locked = config[LOCK_VALUE] != UNLOCKED;
	c->conditions = config_locked ? NEED_CONFIG_LOCKED : NEED_CONFIG_UNLOCKED;
	c->conditions |= data_locked ? NEED_DATA_LOCKED : NEED_DATA_UNLOCKED;
	state->phase = ATCA_BLANK;
	if (config_locked)
		state->phase = atca_suite_phase(c, config, data_locked);
	if (state->phase != ATCA_BLANK)
		c->conditions |= NEED_SUITE_CONFIG;
	else if (config_locked)
		state->phase = data_locked ? ATCA_A_LOCKED : ATCA_A_CONFIG;
	c->conditions |= config[AES_ENABLE] & 1 && c->part != PART_508A ? NEED_AES : NEED_NO_AES;
	conform_link_conditions(c);
	c->recognised = c->conditions & NEED_SUITE_CONFIG || as_delivered(c, config);
	return 0;
}

static unsigned int phase(const struct conform *c)
{
	const struct state *state = c->family_state;

	return state->phase;
}

static void drop(struct conform *c)
{
	free(c->family_state);
	c->family_state = NULL;
}

/* Awake, with nothing left in its memory: asleep first. */
static int begin(struct conform *c)
{
	struct atca_answer answer;
	int rc;

	c->atca = atca_host_make(c->link, c->address);
	c->atca.irreversible_allowed = c->alters;
	(void)atca_host_idle(&c->atca);
	rc = atca_host_wake(&c->atca, &answer);
	if (rc == 0)
		rc = atca_host_sleep(&c->atca);
	if (rc == 0)
		rc = atca_host_wake(&c->atca, &answer);
	return rc == 0 && answer.status != ATCA_AFTER_WAKE ? -EPROTO : rc;
}

static void end(struct conform *c)
{
	(void)atca_host_sleep(&c->atca);
}

static void list(struct conform_list *to)
{
	for (size_t i = 0; i < atca_n_case_lists; i++)
		atca_case_lists[i](to);
}

const struct conform_family conform_atca = {
	.kind = "atecc608",
	.phases = ATCA_PHASES,
	.identify = identify,
	.before = atca_suite_before,
	.prepare = atca_suite_prepare,
	.change = atca_suite_change,
	.phase = phase,
	.begin = begin,
	.end = end,
	.list = list,
	.drop = drop,
};
