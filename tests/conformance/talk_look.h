/*
 * tests/conformance/talk_look.h: what a part says of what is in it: objects made by the case, their types, sizes, values,
 * attributes; curves; crypto objects. A refused command must leave it as it was.
 */
#ifndef SESIM_CONFORM_TALK_LOOK_H
#define SESIM_CONFORM_TALK_LOOK_H

#include "talk_link.h"

/* NULL: the conversation is such that the part would not tell, or be disturbed. */
void *talk_look(struct peer *peer, struct talk *talk);
bool talk_look_same(
	struct peer *peer, struct talk *talk, const void *look, unsigned int may, const char **where);
void talk_look_forget(void *look);

#endif
