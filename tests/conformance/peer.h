/*
 * tests/conformance/peer.h: the SE05x that a conversation (talk.h) is with: what is known of it, and the ways to it.
 *
 * Conversations know nothing else of a part, so the same ones run with a part behind a link and with a simulated one in
 * memory.
 */
#ifndef SESIM_CONFORM_PEER_H
#define SESIM_CONFORM_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cursor.h"
#include "scp03_host.h"
#include "why.h"

struct peer;
struct talk;

struct peer_ops {
	/* One command as it is; its answer with status. Returns 0 or a negative errno. */
	int (*apdu)(struct peer *peer, const uint8_t *command, size_t len, struct wbuf *answer);
	/* Power off and on: nothing is selected. -EOPNOTSUPP where that cannot be had. */
	int (*off)(struct peer *peer);
	/* A simulator that says so itself knows the command, but cannot run it. */
	bool (*lacks)(const struct peer *peer, const uint8_t header[4]);
	/* The part as the conversation began with it, nothing selected: what was made is gone. */
	int (*begin)(struct peer *peer, struct why *why);
	/*
	 * Changes the part in a way no command of a script does (talk_states.h). -EOPNOTSUPP and a sentence: this part
	 * cannot be brought there.
	 */
	int (*poke)(struct peer *peer, struct talk *talk, const char *what, struct why *why);
	/* What a refused command must leave alone, as it is now; NULL when it cannot be told. */
	void *(*look)(struct peer *peer, struct talk *talk);
	/* may: enum talk_may. where: what differs. */
	bool (*same)(
		struct peer *peer, struct talk *talk, const void *look, unsigned int may, const char **where);
	void (*forget)(void *look);
};

enum {
	PEER_CREDENTIALS = 8,
	PEER_CREDENTIAL_MAX = 16,
};

/* A reserved authentication object (7FFF02xx) that the part came with: a UserID whose value its maker told. */
struct peer_credential {
	uint32_t id;
	uint8_t value[PEER_CREDENTIAL_MAX];
	size_t len;
};

struct peer_credentials {
	struct peer_credential at[PEER_CREDENTIALS];
	size_t n;
};

struct peer {
	const struct peer_ops *ops;
	uint8_t version[3]; /* of the applet */
	uint16_t features;  /* AppletConfig */
	bool fips;          /* a part of FIPS mode */
	bool kit;           /* of a development kit: it refuses a factory reset's credential */
	bool platform_scp;  /* commands are taken in the platform channel only */
	bool alters;        /* what cannot be undone may be done */
	bool tidies;        /* what is made must be deleted afterwards, by commands */
	bool has_keys;      /* of the platform channel */
	uint8_t key_version;
	uint8_t keys[3][SCP03_HOST_KEY]; /* ENC, MAC, DEK */
	struct peer_credentials credentials;
};

uint32_t peer_version(const struct peer *peer);
/* NULL: it came without, or nobody told its value. */
const struct peer_credential *peer_credential(const struct peer *peer, uint32_t id);

#endif
