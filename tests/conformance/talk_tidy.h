/*
 * tests/conformance/talk_tidy.h: what makes it possible to delete by commands whatever a conversation made, on a part that
 * cannot be gone back to.
 */
#ifndef SESIM_CONFORM_TALK_TIDY_H
#define SESIM_CONFORM_TALK_TIDY_H

#include "talk.h"

/*
 * The command as this part and this run want it. A policy loses the rules that the applet's version has no more. Where
 * talk->peer->tidies a command that makes an object also gets an entry for the janitor, a user of its own, who may delete it;
 * for others nothing changes.
 */
void talk_tidy(const struct talk *talk, struct text_command *command);

/*
 * Objects, curves and crypto objects that are there: `found` by talk_list(). What was not is deleted by talk_clear(), which
 * selects the applet anew. Returns 0, or a negative errno and what stayed.
 */
enum {
	TIDY_OBJECTS = 256,
	TIDY_CURVES = 17,
};

struct tidy_list {
	uint32_t ids[TIDY_OBJECTS];
	size_t n;
	uint8_t curves[TIDY_CURVES];
	size_t n_curves;
};

int talk_list(struct talk *talk, struct tidy_list *list, struct why *why);
int talk_clear(struct talk *talk, const struct tidy_list *found, struct why *why);

#endif
