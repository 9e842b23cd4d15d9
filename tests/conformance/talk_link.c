/* tests/conformance/talk_link.c: the part of a conformance run as the peer of conversations. */
#include "talk_link.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "se05x.h"
#include "talk_features.h"
#include "talk_look.h"
#include "talk_states.h"

enum {
	SNAPSHOT_TALK = 5,
	APPLET_KIT = 0x030100,
	FIPS_BIT_SINCE = 0x030600, /* before, table 5 reserves the bit */
};

static int link_apdu(struct peer *peer, const uint8_t *command, size_t len, struct wbuf *answer)
{
	struct conform *c = ((struct link_peer *)peer)->c;

	return t1_host_apdu(&c->se05x.t1, command, len, answer);
}

static int link_off(struct peer *peer)
{
	struct conform *c = ((struct link_peer *)peer)->c;
	struct t1_port port = c->se05x.t1.port;
	int rc = link_act(c->link, LINK_POWER_OFF, c->address);

	if (rc == 0)
		rc = link_act(c->link, LINK_POWER_ON, c->address);
	if (rc < 0)
		return rc;
	c->se05x.t1 = t1_host_make(&port);
	return t1_host_reset(&c->se05x.t1, NULL);
}

static int remember(struct link_peer *self, struct why *why)
{
	struct conform *c = self->c;
	struct talk *talk;
	int rc = 0;

	if (c->snapshots && link_act(c->link, LINK_SNAPSHOT, SNAPSHOT_TALK) < 0)
		return why_fail(why, EIO, "the link takes no snapshot any more");
	self->at = c->se05x.t1;
	talk = malloc(sizeof(*talk));
	if (!talk)
		return why_fail(why, ENOMEM, "no memory for a conversation");
	rc = talk_open(talk, &self->peer, why);
	if (rc == 0)
		rc = talk_list(talk, &self->found, why);
	free(talk);
	self->listed = rc == 0;
	return rc;
}

/* What poke() did is taken back first: nothing can be deleted while it holds. */
static int take_back(struct link_peer *self, struct talk *talk, struct why *why)
{
	const struct {
		bool *done;
		const char *undo;
	} steps[] = { { &self->required, "scp back" }, { &self->locked, "unlocked" },
		{ &self->restricted, "restrict 00" }, { &self->configured, "config back" } };
	int rc = talk_open(talk, &self->peer, why);
	bool open = rc == 0;

	/* Each is tried, and again the next time if it fails. */
	for (size_t i = 0; open && i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct why not_undone;
		int failed = *steps[i].done ? talk_state(self, talk, steps[i].undo, &not_undone) : 0;

		if (failed == 0)
			*steps[i].done = false;
		else if (rc == 0) {
			rc = failed;
			*why = not_undone;
		}
	}
	return rc == 0 ? talk_clear(talk, &self->found, why) : rc;
}

static int tidy(struct link_peer *self, struct why *why)
{
	struct talk *talk = malloc(sizeof(*talk));
	int rc;

	if (!talk)
		return why_fail(why, ENOMEM, "no memory for a conversation");
	rc = take_back(self, talk, why);
	free(talk);
	return rc;
}

static int link_begin(struct peer *peer, struct why *why)
{
	struct link_peer *self = (struct link_peer *)peer;
	struct conform *c = self->c;

	if (!self->again) {
		self->again = true;
		return self->listed ? 0 : remember(self, why);
	}
	if (!c->snapshots)
		return tidy(self, why);
	if (link_act(c->link, LINK_RESTORE, SNAPSHOT_TALK) < 0)
		return why_fail(why, EIO, "the link does not go back to its snapshot");
	c->se05x.t1 = self->at;
	return 0;
}

static int link_poke(struct peer *peer, struct talk *talk, const char *what, struct why *why)
{
	return talk_state((struct link_peer *)peer, talk, what, why);
}

static const struct peer_ops ops = {
	.apdu = link_apdu,
	.off = link_off,
	.begin = link_begin,
	.poke = link_poke,
	.look = talk_look,
	.same = talk_look_same,
	.forget = talk_look_forget,
};

int link_peer_begin(struct link_peer *self, struct conform *c, struct why *why)
{
	const struct conform_profile *profile = c->profile;
	struct peer *peer = &self->peer;

	memset(self, 0, sizeof(*self));
	self->c = c;
	peer->ops = &ops;
	memcpy(peer->version, c->se05x.version, sizeof(peer->version));
	peer->features = c->features;
	peer->fips = peer_version(peer) >= FIPS_BIT_SINCE && !(c->features & CONFIG_FIPS_MODE_DISABLED);
	peer->kit = peer_version(peer) == APPLET_KIT;
	peer->platform_scp = profile->platform_scp;
	peer->alters = c->alters;
	peer->tidies = !c->snapshots;
	peer->has_keys = profile->has_keys;
	peer->key_version = profile->key_version;
	memcpy(peer->keys, profile->keys, sizeof(peer->keys));
	peer->credentials = profile->credentials;
	return remember(self, why);
}

bool link_peer_found(const struct link_peer *self, uint32_t id)
{
	for (size_t i = 0; i < self->found.n; i++)
		if (self->found.ids[i] == id)
			return true;
	return false;
}

int link_peer_end(struct link_peer *self, struct talk *talk, struct why *why)
{
	if (self->c->snapshots || !self->listed)
		return 0;
	return take_back(self, talk, why);
}
