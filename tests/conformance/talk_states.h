/*
 * tests/conformance/talk_states.h: states that refusals are about, made by commands (.poke of talk.h):
 *
 * 	config AND OR	AppletConfig; only where the part has it anyway
 * 	version MMmmpp	only where the applet is one of that time
 * 	fips N		the same
 * 	scp 1 / scp 2	platform channel required or not
 * 	locked		the transport lock
 * 	full		no memory for another object
 * 	restrict N	object creation restricted (7.2)
 * 	exhausted ID	the attempts of an authentication object that has few
 * 	velocity 0	the card's attempts
 * 	curve NN	a curve with all its parameters
 * 	forget ID	only where there is none
 * 	stranger	another part: never
 */
#ifndef SESIM_CONFORM_TALK_STATES_H
#define SESIM_CONFORM_TALK_STATES_H

#include "talk_link.h"

int talk_state(struct link_peer *self, struct talk *talk, const char *what, struct why *why);

/* Whether scripts with this make a change that nothing undoes. */
bool talk_state_is_irreversible(const char *script);

#endif
