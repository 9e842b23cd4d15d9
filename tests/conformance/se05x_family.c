/* tests/conformance/se05x_family.c: what an SE05x is, in which state it is, and how a case begins and ends. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "se05x_cases.h"
#include "se05x_objects.h"

enum {
	FACTORY_IDS = 0x7fff0000, /* reserved objects; F0000000 and on are provisioned ones */
};

static const uint8_t challenge[SCP03_HOST_CHALLENGE] = { 0x73, 0x65, 0x73, 0x69, 0x6d, 0x20, 0x63, 0x63 };

/* The applet, through the platform channel when it wants that. */
static int open_applet(struct conform *c)
{
	const struct conform_profile *profile = c->profile;
	struct t1_port port;
	int rc;

	c->at = (struct se05x_link){ c->link, c->address };
	port = se05x_link_port(&c->at);
	rc = se05x_host_open(&c->se05x, &port);
	c->se05x.irreversible_allowed = c->alters;
	if (rc == 0 && profile->platform_scp && profile->has_keys)
		rc = se05x_host_protect(
			&c->se05x, profile->key_version, profile->keys[0], profile->keys[1], challenge);
	return rc;
}

static unsigned int part_of(const uint8_t version[SE05X_VERSION])
{
	struct rbuf r = rbuf_from(version, SE05X_VERSION);
	uint8_t major = rbuf_u8(&r);

	if (major < 4)
		return PART_APPLET_3;
	return major < 7 ? PART_APPLET_4 : PART_APPLET_7;
}

static bool factory_id(uint32_t id)
{
	return id >= 0xf0000000 || id >> 16 == FACTORY_IDS >> 16;
}

/* Nothing is in it but what the factory made. */
static bool as_delivered(struct conform *c)
{
	uint32_t ids[SE05X_OBJECTS_MAX];
	size_t n = 0;

	if (se05x_list(&c->se05x, 0xff, ids, &n) < 0)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!factory_id(ids[i]))
			return false;
	return true;
}

static int identify(struct conform *c, struct why *why)
{
	struct rbuf version;
	int rc = open_applet(c);

	if (rc == -EREMOTEIO && c->profile->platform_scp)
		return why_fail(why, ENXIO,
			"the part at address %02x refuses the platform keys of %s; scp03=ENC:MAC:DEK gives "
			"its own",
			c->address, c->profile->name);
	if (rc == -EACCES)
		return why_fail(why, ENXIO, "the part at address %02x has other platform keys than %s",
			c->address, c->profile->name);
	if (rc == -EPROTO || rc == -EREMOTEIO || rc == -EBADMSG)
		return why_fail(why, ENXIO, "what answers at address %02x is no SE05x with an IoT applet",
			c->address);
	if (rc < 0)
		return why_errno(why, rc == -EPERM || rc == -EACCES ? rc : -ENODEV,
			"no SE05x answers at address %02x", c->address);
	if (memcmp(c->se05x.version, c->profile->version, 3) != 0)
		return why_fail(why, ENXIO,
			"the part at address %02x has applet %u.%u.%u, but %s has %u.%u.%u", c->address,
			c->se05x.version[0], c->se05x.version[1], c->se05x.version[2], c->profile->name,
			c->profile->version[0], c->profile->version[1], c->profile->version[2]);
	version = rbuf_from(c->se05x.version, SE05X_VERSION);
	rbuf_take(&version, 3);
	c->features = rbuf_be16(&version);
	c->part = part_of(c->se05x.version);
	snprintf(c->called, sizeof(c->called), "SE05x, applet %u.%u.%u, AppletConfig %04x",
		c->se05x.version[0], c->se05x.version[1], c->se05x.version[2], c->features);
	rc = se05x_unique_id(&c->se05x, c->serial);
	if (rc < 0)
		return why_errno(why, rc == -ENODEV ? rc : -ENXIO,
			"the part at address %02x does not tell its unique id", c->address);
	c->serial_len = SE05X_UNIQUE_ID_BYTES;
	c->conditions = c->profile->platform_scp ? 0 : NEED_PLAIN;
	if (c->profile->has_keys)
		c->conditions |= NEED_PLATFORM_KEYS;
	conform_link_conditions(c);
	c->recognised = as_delivered(c);
	return 0;
}

static unsigned int phase(const struct conform *c)
{
	(void)c;
	return 0;
}

static unsigned int before(unsigned int phase_of)
{
	(void)phase_of;
	return 0;
}

static int prepare(struct conform *c, unsigned int phase_of, struct why *why)
{
	(void)c;
	return why_fail(why, EOPNOTSUPP, "an SE05x has no phase %u", phase_of);
}

static const char *change(unsigned int phase_of)
{
	(void)phase_of;
	return "nothing";
}

static void end(struct conform *c)
{
	(void)c;
}

static void list(struct conform_list *to)
{
	for (size_t i = 0; i < se05x_n_case_lists; i++)
		se05x_case_lists[i](to);
}

const struct conform_family conform_se05x = {
	.kind = "se050",
	.phases = 1,
	.identify = identify,
	.before = before,
	.prepare = prepare,
	.change = change,
	.phase = phase,
	.begin = open_applet,
	.end = end,
	.list = list,
};
