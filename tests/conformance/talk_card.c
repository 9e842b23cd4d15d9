/* tests/conformance/talk_card.c: a MIFARE DESFire card that a script talks to. */
#include "talk_card.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "se05x.h"

static enum talk_result broken(struct why *why, const char *what)
{
	why_fail(why, EINVAL, "%s", what);
	return TALK_REFUSED;
}

/* Hex digits up to a blank; 0: they are none, or too many. */
static size_t bytes_from(const char *digits, uint8_t *bytes, size_t cap)
{
	size_t n = strspn(digits, "0123456789abcdefABCDEF") / 2;

	if (n > cap)
		return 0;
	for (size_t i = 0; i < n; i++) {
		char two[3] = { digits[2 * i], digits[2 * i + 1], 0 };

		bytes[i] = (uint8_t)strtoul(two, NULL, 16);
	}
	return n;
}

enum talk_result talk_card(struct talk *talk, const char *args, struct why *why)
{
	struct rbuf said = talk_value(talk, TAG_1);
	uint8_t bytes[CARD_KEY], out[CARD_ANSWER_MAX], data[CARD_KEY_DATA];
	size_t len = 0;

	if (strncmp(args, "answers", 7) == 0) {
		if (rbuf_left(&said) != CARD_READER || !card_answer(&talk->card, said.at, out, &len))
			return broken(why, "the card sees a reader that does not know its key");
	} else if (strncmp(args, "changes ", 8) == 0) {
		size_t n = bytes_from(args + 8, bytes, sizeof(bytes));

		len = CARD_MAC;
		if (!card_change(&talk->card, bytes, n, said.at, rbuf_left(&said), data, out))
			return broken(why, "the card takes no such change of a key");
	} else {
		len = CARD_KEY;
		if (bytes_from(args, bytes, sizeof(bytes)) != CARD_KEY ||
			!card_challenge(&talk->card, bytes, strstr(args, " more") != NULL, out))
			return broken(why, "a card's key has 32 digits");
	}
	text_set(&talk->variables, "card", out, len);
	return TALK_DONE;
}
