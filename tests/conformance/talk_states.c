/* tests/conformance/talk_states.c: states that refusals are about, made by commands. */
#include "talk_states.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "se05x.h"

enum {
	APPLET_OWN_RIGHTS = 0x030400, /* authentication objects have rules of their own from here on */
	APPLET_4 = 0x040000,
	APPLET_7_2 = 0x070200,
	FILE_FIRST = 0x7000,
	FILES_MAX = 64,
	VELOCITY_MAX = 400,
	FULL_LEVEL = 0x33,
};

static int never(struct why *why, const char *what)
{
	return why_fail(why, EOPNOTSUPP, "no host can bring a part into this state: %s", what);
}

static int version(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	unsigned long wanted = strtoul(args, NULL, 16);
	uint32_t is = peer_version(&self->peer);
	bool same = wanted >= APPLET_7_2
			    ? is >= APPLET_7_2
			    : is < APPLET_4 && (wanted >= APPLET_OWN_RIGHTS) == (is >= APPLET_OWN_RIGHTS);

	(void)talk;
	return same ? 0 : why_fail(why, EOPNOTSUPP, "it is about other versions of the applet");
}

static int fips(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	(void)talk;
	return (strtoul(args, NULL, 16) != 0) == self->peer.fips
		       ? 0
		       : why_fail(why, EOPNOTSUPP, "it is about parts of FIPS mode");
}

/* In a session of a reserved credential; the conversation goes on where it was. */
static int privileged(
	struct link_peer *self, struct talk *talk, const char *id, const char *command, struct why *why)
{
	struct talk_session *opened;
	struct text_variables *variables = malloc(sizeof(*variables));
	int in = talk->in;
	char line[120];
	int rc = 0;

	if (!variables)
		return why_fail(why, ENOMEM, "no memory for a conversation");
	*variables = talk->variables;
	if (!self->peer.alters)
		rc = why_fail(
			why, EOPNOTSUPP, "it cannot be undone; --i-will-lose-this-part SERIAL allows it");
	talk->in = TALK_OUTSIDE;
	snprintf(line, sizeof(line), ".credential %s; %s", id, command);
	if (rc == 0 && talk_run(talk, line, why) != TALK_DONE)
		rc = -EOPNOTSUPP;
	/* Refused once the state is such. */
	if (rc == 0)
		talk_run(talk, "04001c", NULL);
	opened = talk->n_sessions > 0 ? &talk->sessions[talk->n_sessions - 1] : NULL;
	if (rc == 0 && opened)
		talk->n_sessions--;
	talk->in = in;
	talk->variables = *variables;
	free(variables);
	return rc;
}

/* AppletConfig is changed in a session of 7FFF0204, which is a key of NXP's in most parts (AN12413 4.6.3). */
static int set_config(struct link_peer *self, struct talk *talk, unsigned long features, struct why *why)
{
	char line[40];

	snprintf(line, sizeof(line), "04003f 41:%04lx", features);
	return privileged(self, talk, "7fff0204", line, why);
}

static int config(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	char *rest;
	unsigned long and = strtoul(args, &rest, 16), or = strtoul(rest, NULL, 16);
	unsigned long wanted = (self->peer.features & and) | or ;
	int rc;

	if (wanted == self->peer.features)
		return 0;
	if (!peer_credential(&self->peer, 0x7fff0204))
		return why_fail(why, EOPNOTSUPP,
			"it is about parts that leave a feature out, which this one has not");
	rc = set_config(self, talk, wanted, why);
	self->configured |= rc == 0;
	return rc;
}

static int config_back(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	return set_config(self, talk, self->peer.features, why);
}

static int locked(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	int rc = privileged(self, talk, "7fff0200", "04003e 41:02 42:01", why);

	(void)args;
	self->locked |= rc == 0;
	talk->odd = true;
	return rc;
}

static int unlocked(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	return privileged(self, talk, "7fff0200", "04003e 41:02 42:02", why);
}

static int restriction(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	char line[40];
	int rc;

	snprintf(line, sizeof(line), "040057 41:%s 42:01", strtoul(args, NULL, 16) == 0 ? "02" : "01");
	rc = privileged(self, talk, "7fff020a", line, why);
	self->restricted |= rc == 0;
	return rc;
}

static int scp_back(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	if (talk_run(talk, ".channel 33", why) != TALK_DONE)
		return -EOPNOTSUPP;
	return privileged(self, talk, "7fff0207", "040052 41:02", why);
}

/* A part that wants its channel anyhow: a full one is over with the next INITIALIZE UPDATE, one of a lower level stays. */
static int channel_ends(struct talk *talk, struct why *why)
{
	enum talk_result result = TALK_DONE;
	int in = talk->in;

	talk->in = TALK_OUTSIDE;
	if (talk->channel && talk->host.level == FULL_LEVEL)
		result = talk_run(talk, ".initialize platform 33", why);
	talk->in = in;
	return result == TALK_DONE ? 0 : -EOPNOTSUPP;
}

static int scp(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	int rc;

	(void)args;
	if (self->peer.platform_scp) {
		rc = channel_ends(talk, why);
	} else {
		rc = privileged(self, talk, "7fff0207", "040052 41:01", why);
		self->required |= rc == 0;
	}
	talk->odd = true;
	return rc;
}

/* Files, as large as they can be, until the smallest has no room. */
static int full(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	unsigned int id = 0x20f00000;
	int in = talk->in;

	(void)self;
	(void)args;
	(void)why;
	talk->in = TALK_OUTSIDE;
	for (size_t size = FILE_FIRST; size > 0 && id < 0x20f00000 + FILES_MAX;) {
		char line[60];

		snprintf(line, sizeof(line), "010600 41:%08x 43:%04zx", id, size);
		if (talk_run(talk, line, NULL) == TALK_DONE)
			id++;
		else
			size /= 2;
	}
	talk->in = in;
	return id > 0x20f00000 ? 0 : never(why, "its memory does not fill");
}

static int as_it_is(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	(void)self;
	(void)talk;
	(void)args;
	(void)why;
	return 0;
}

static int forget(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	unsigned long id = strtoul(args, NULL, 16);

	(void)talk;
	if (peer_credential(&self->peer, (uint32_t)id))
		return 0;
	for (size_t i = 0; i < self->found.n; i++)
		if (self->found.ids[i] == id)
			return never(why, "what the factory made stays");
	return 0;
}

static int exhausted(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	char line[80];

	(void)self;
	snprintf(line, sizeof(line), ".create %.8s; 04002c 41:00010203 ? any; .out", args);
	return talk_run(talk, line, why) == TALK_DONE ? 0 : -EOPNOTSUPP;
}

static int velocity(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	(void)args;
	if (!self->peer.alters)
		return why_fail(
			why, EOPNOTSUPP, "it cannot be undone; --i-will-lose-this-part SERIAL allows it");
	for (int i = 0; i < VELOCITY_MAX; i++) {
		enum talk_result result = talk_run(talk, ".initialize platform 33 wrong", why);

		if (result == TALK_ELSEWHERE)
			return -EOPNOTSUPP;
		if (result != TALK_DONE)
			return 0;
		talk_run(talk, "84823300 =$auth ? any", why);
	}
	return why_fail(why, EOPNOTSUPP, "the card takes wrong cryptograms without an end");
}

/* SEC 2 2.6.1: P-521, the one that refusals want. */
static int curve(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	static const char script[] =
		"010b04 41:05; 010b40 41:05 42:01 43:01ff+ff*63+fc;"
		"010b40 41:05 42:02 43:0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156"
		"193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00;"
		"010b40 41:05 42:04 43:0400c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dba"
		"a14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66011839296a789a3bc0045c8a5fb"
		"42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088"
		"be94769fd16650;"
		"010b40 41:05 42:08 43:01ff+ff*31+fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e9"
		"1386409;"
		"010b40 41:05 42:10 43:01ff+ff*64";

	(void)self;
	if (strtoul(args, NULL, 16) != 5)
		return never(why, "nobody wrote out this curve's parameters");
	return talk_run(talk, script, why) == TALK_DONE ? 0 : -EOPNOTSUPP;
}

static int stranger(struct link_peer *self, struct talk *talk, const char *args, struct why *why)
{
	(void)self;
	(void)talk;
	(void)args;
	return never(why, "it wants another part's secret");
}

static const struct state_row {
	const char *name;
	int (*make)(struct link_peer *self, struct talk *talk, const char *args, struct why *why);
	bool irreversible;
} rows[] = {
	{ "config back", config_back, true },
	{ "config ", config, false },
	{ "version ", version, false },
	{ "fips ", fips, false },
	{ "scp back", scp_back, true },
	{ "scp 1", scp, true },
	{ "scp 2", as_it_is, false },
	{ "locked", locked, true },
	{ "unlocked", unlocked, true },
	{ "full", full, false },
	{ "forget ", forget, false },
	{ "restrict ", restriction, true },
	{ "exhausted ", exhausted, false },
	{ "velocity ", velocity, true },
	{ "curve ", curve, false },
	{ "stranger", stranger, false },
};

int talk_state(struct link_peer *self, struct talk *talk, const char *what, struct why *why)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = strlen(rows[i].name);

		if (strncmp(what, rows[i].name, len) == 0)
			return rows[i].make(self, talk, what + len, why);
	}
	return why_fail(why, EINVAL, "there is no way to make a part %.40s", what);
}

bool talk_state_is_irreversible(const char *script)
{
	for (const char *at = script; at && (at = strstr(at, ".poke "));) {
		at += strlen(".poke ");
		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
			if (strncmp(at, rows[i].name, strlen(rows[i].name)) == 0 && rows[i].irreversible)
				return true;
	}
	return false;
}
