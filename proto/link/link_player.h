/*
 * proto/link/link_player.h: a link whose chips are a recording: while a driver says what was recorded, it is answered as
 * was recorded.
 *
 * Each address has its own place in the recording, so that drivers of two chips may take turns in another order. Polls
 * that were not acknowledged may be more or fewer than then, and so may wake pulses. The first thing that is said
 * otherwise is kept (player_deviation), and from then on nobody acknowledges anything.
 */
#ifndef SESIM_LINK_LINK_PLAYER_H
#define SESIM_LINK_LINK_PLAYER_H

#include "link.h"

/* Who plays is told when it is over: a deviation, a sentence; or NULL, all was said, but for polls. */
struct link_player_watcher {
	void (*over)(void *context, const char *deviation);
	void *context;
};

/* Opens a recording to be played. It is read whole: at most 1 GiB. Returns 0 or a negative errno. */
int link_player_open(
	struct link **out, const char *path, const struct link_player_watcher *watcher, struct why *why);

/* What was said otherwise than was recorded, a sentence; NULL: nothing so far. */
const char *link_player_deviation(const struct link *link);

/* What is recorded and was not said, of all addresses the first; NULL: all was said, but for polls. */
const char *link_player_rest(struct link *link);

/* How many transactions were played. */
size_t link_player_count(const struct link *link);

#endif
