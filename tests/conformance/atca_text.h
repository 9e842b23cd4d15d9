/* tests/conformance/atca_text.h: the words of a conversation with an ATECC (atca_talk.h); each is taken from the front of a text. */
#ifndef SESIM_CONFORM_ATCA_TEXT_H
#define SESIM_CONFORM_ATCA_TEXT_H

#include "atca_talk.h"

enum {
	ATCA_TEXT_SHOWN = 40, /* bytes of an answer in a sentence */
};

/* The text being read. */
struct atca_text {
	const char *at, *end;
};

/* The case failed, for the script is wrong here: false, for the caller to return. */
bool atca_text_wrong(struct atca_talk *talk, const struct atca_text *text, const char *what);
void atca_text_skip(struct atca_text *text);
/* False, and nothing is taken, when something else comes next. */
bool atca_text_char(struct atca_text *text, char c);
bool atca_text_name(struct atca_text *text, char name[ATCA_TALK_NAME]);
bool atca_text_decimal(struct atca_text *text, size_t *value);
/* False, and the case failed. Two digits, and *n behind them; all terms up to one of "=!>:,)|". */
bool atca_text_hex(struct atca_talk *talk, struct atca_text *text, struct atca_talk_bytes *to);
bool atca_text_expression(
	struct atca_talk *talk, struct atca_text *text, struct atca_talk_bytes *to, unsigned int depth);
const char *atca_text_shown(const uint8_t *bytes, size_t len, char text[2 * ATCA_TEXT_SHOWN + 8]);

#endif
