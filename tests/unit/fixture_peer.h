/*
 * tests/unit/fixture_peer.h: a simulated SE05x in memory as the peer of conversations (tests/conformance/talk.h), and its
 * moments: gone back to and compared byte by byte.
 */
#ifndef SESIM_TESTS_FIXTURE_PEER_H
#define SESIM_TESTS_FIXTURE_PEER_H

#include "se050_fixture.h"
#include "talk.h"

struct talk_moment;

struct fixture_peer {
	struct peer peer;
	struct se050_fixture *f;
	struct talk_moment *base; /* where its conversations begin */
};

/* The part as it is becomes where conversations begin. */
struct fixture_peer *fixture_peer_new(const char *part);
void fixture_peer_free(struct fixture_peer *self);

/* Host and part, to be gone back to. */
struct talk_moment *talk_moment(const struct talk *talk);
void talk_back(struct talk *talk, const struct talk_moment *moment);
void talk_moment_free(struct talk_moment *moment);

/*
 * Whether the part is what it was: objects and everything else that outlives power, the applet's RAM, its sessions,
 * what is selected. Counters of commands, the secure channels' and draws of chance may move. where: what differs.
 */
bool talk_unchanged(
	const struct talk *talk, const struct talk_moment *before, unsigned int may, const char **where);

#endif
