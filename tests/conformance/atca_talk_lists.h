/* tests/conformance/atca_talk_lists.h: lines of a conversation that try all modes, lengths, parameters or opcodes but some. */
#ifndef SESIM_CONFORM_ATCA_TALK_LISTS_H
#define SESIM_CONFORM_ATCA_TALK_LISTS_H

#include "atca_talk.h"
#include "atca_text.h"

/* Each takes the rest of its line; false, and the case failed with a sentence, when one was not answered by a parse error. */
bool atca_talk_modes(struct atca_talk *talk, struct atca_text *text);
bool atca_talk_lengths(struct atca_talk *talk, struct atca_text *text);
bool atca_talk_params(struct atca_talk *talk, struct atca_text *text);
bool atca_talk_opcodes(struct atca_talk *talk, struct atca_text *text);

/* atca_talk.c's own, which these need. The first skips the case when the lot lacks AES and the command wants it. */
bool atca_talk_wants_aes(struct atca_talk *talk, uint8_t opcode, uint8_t param1);
bool atca_talk_wake(struct atca_talk *talk);
bool atca_talk_idle(struct atca_talk *talk);

#endif
