/* sim/se050/varies050.h: which bytes of an SE05x's answers are random or the part's own. For replays. */
#ifndef SESIM_SE050_VARIES050_H
#define SESIM_SE050_VARIES050_H

#include <stdint.h>

#include "cursor.h"
#include "varies.h"

enum { SE050_VARIES_OBJECTS = 256 };

/* What a conversation has come to. Starts as zeros. */
struct se050_varies {
	/* Objects the value of which the chip made itself. */
	uint32_t objects[SE050_VARIES_OBJECTS];
	size_t n;
	/* What the chip said at random was something else this time: */
	bool channel; /* the challenge of SCP03, or a key agreed on */
	bool session; /* the number of a session */
	bool vector;  /* the chip made the initial vector of an AEAD */
	bool keys;    /* a key that the chip made */
	bool sealed;  /* an exported object */
	bool card;    /* the challenge to a MIFARE DESFire card */
};

/* A command APDU that the host is about to send. */
struct varies se050_varies(const struct se050_varies *state, struct rbuf command, struct rbuf answer);

/* After its answer, the status of which was 9000 both times; differed: it was another one where it may be. */
void se050_varied(struct se050_varies *state, struct rbuf command, bool differed);

#endif
