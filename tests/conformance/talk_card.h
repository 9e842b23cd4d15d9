/* tests/conformance/talk_card.h: the directive .card of talk.h. */
#ifndef SESIM_CONFORM_TALK_CARD_H
#define SESIM_CONFORM_TALK_CARD_H

#include "talk.h"

enum talk_result talk_card(struct talk *talk, const char *args, struct why *why);

#endif
