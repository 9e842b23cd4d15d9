/* tests/conformance/talk_credential.h: sessions of the reserved authentication objects, 7FFF02xx (AN12413 3.2.5). */
#ifndef SESIM_CONFORM_TALK_CREDENTIAL_H
#define SESIM_CONFORM_TALK_CREDENTIAL_H

#include "talk.h"

/*
 * What follows is said in a session of this object. Where the part came with it, its value must be known from the profile; else it
 * is made, unless it is there from before.
 */
enum talk_result talk_credential(struct talk *talk, uint32_t id, struct why *why);

/* The reserved objects that a script has sessions of, one after the other; 0: no more. *script is moved on. */
uint32_t talk_credential_next(const char **script);

#endif
