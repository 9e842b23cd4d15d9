/* tests/conformance/talk_link.h: the part of a conformance run as the peer of conversations. */
#ifndef SESIM_CONFORM_TALK_LINK_H
#define SESIM_CONFORM_TALK_LINK_H

#include "conform.h"
#include "talk.h"
#include "talk_tidy.h"

struct link_peer {
	struct peer peer;
	struct conform *c;
	bool again;             /* the case has begun a conversation before */
	struct t1_host at;      /* the host's side of the snapshot */
	struct tidy_list found; /* what there was when the case began */
	bool listed;
	bool locked, required, restricted, configured; /* what poke() did and tidying takes back */
};

/* For one case, at its beginning. Returns 0, or a negative errno and why the part does not say what is in it. */
int link_peer_begin(struct link_peer *self, struct conform *c, struct why *why);

/* Whether the object was there then. */
bool link_peer_found(const struct link_peer *self, uint32_t id);

/* At its end: what conversations made is deleted where the part does not go back by itself. 0, or what stays. */
int link_peer_end(struct link_peer *self, struct talk *talk, struct why *why);

#endif
