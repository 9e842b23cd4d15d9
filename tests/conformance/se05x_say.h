/*
 * tests/conformance/se05x_say.h: commands of an SE05x written as a person reads them, and what is to come back.
 *
 *	say(c, "41:01 9000", "040027 41:%i", id);
 *
 * A command is INS P1 P2 in hex (CLA 80), or all four with the class; behind it TLVs as tag:value, raw data as =value, "le"
 * for an Le of 00, "ext" for extended lengths. A value is terms joined by +: hex digits, one byte *N times (00*16), %c %h %i
 * a number of 1, 2, 4 bytes, %b bytes (pointer, size_t), %s a string of hex.
 *
 * An answer is TLVs (tag:value, with .. for a byte that may be any, * alone for any bytes) or =raw data, then the accepted
 * status words joined by |; what stands before them counts with 9000 alone. The form of a length does not count.
 *
 * After a case has failed these do nothing and return false, so that its steps need no ifs.
 */
#ifndef SESIM_CONFORM_SE05X_SAY_H
#define SESIM_CONFORM_SE05X_SAY_H

#include "conform.h"

enum {
	SAID_MAX = SE05X_DATA_MAX + 64,
	SAY_IDS = 0x20c00000, /* objects of the suite: 20c00000 to 20c0ffff */
	SAY_CRYPTO = 0x7c00,  /* crypto objects of the suite: 7c00 to 7cff */
};

/* Any answer. */
struct said {
	uint8_t bytes[SAID_MAX];
	size_t len;
	uint16_t status;
};

/* An applet session as the host has it; its commands go in PROCESS. */
struct say_session {
	uint8_t id[8];
	bool secure; /* they are protected by host */
	struct scp03_host host;
};

bool say(struct conform *c, const char *answer, const char *command, ...);
bool say_in(struct conform *c, struct say_session *session, const char *answer, const char *command, ...);

/* 9000, and the answer kept. */
bool say_ask(struct conform *c, struct said *to, const char *command, ...);
bool say_ask_in(struct conform *c, struct say_session *session, struct said *to, const char *command, ...);

/* Whatever the status; session may be NULL. */
bool say_try(struct conform *c, struct say_session *session, struct said *to, const char *command, ...);

/* The command's bytes as they travel in plain; returns how many, 0 when the text is none. */
size_t say_write(struct conform *c, uint8_t *to, size_t cap, const char *command, ...);
size_t say_vwrite(struct conform *c, uint8_t *to, size_t cap, const char *command, va_list *args);

/* One answer against its text; what says which command it was. */
bool said_as(struct conform *c, const struct said *said, const char *answer, const char *what);

/* The first TLV with this tag; the case fails when there is none. */
bool said_value(struct conform *c, const struct said *said, uint16_t tag, struct rbuf *value);
/* That it has these bytes. */
bool said_is(struct conform *c, const struct said *said, uint16_t tag, const void *bytes, size_t len);
bool said_equal(struct conform *c, const char *what, const void *found, size_t found_len,
	const void *expected, size_t len);

/* An APDU, in the session when there is one. */
bool say_apdu(struct conform *c, struct say_session *session, const struct apdu *apdu, struct said *to);
/* An APDU in a PROCESS, protected when the session is. */
bool say_process(struct conform *c, struct say_session *session, const struct apdu *inner, struct said *to);

/* The case's objects and crypto objects, whatever became of it. A case fails that leaves one behind. */
void say_tidy(struct conform *c);

/* Adds them so that say_tidy() runs after each. `cases` stays where it is. */
void say_add(struct conform_list *list, const struct conform_case *cases, size_t n);

/* From version on? */
bool say_version(const struct conform *c, unsigned int major, unsigned int minor, unsigned int patch);

#endif
