/* sim/atecc608/varies608.h: which bytes of an ATECC's answers are random or the part's own. For replays. */
#ifndef SESIM_ATECC_VARIES608_H
#define SESIM_ATECC_VARIES608_H

#include "cursor.h"
#include "varies.h"

/* What a conversation has come to. Starts as zeros. */
struct atecc_varies {
	bool tempkey; /* what is in TempKey follows from what the chip said at random, and that was another value */
	bool running; /* the same of a SHA sequence */
	/* The same, when a secret that the part came with went in: nobody can see whether it is another one. */
	bool own_tempkey, own_running;
	uint16_t written; /* a bit each: slots that the host wrote since the beginning */
};

/* A packet that the host is about to send, from its count to its CRC. */
struct varies atecc_varies(const struct atecc_varies *state, struct rbuf packet);

/* After its answer; good: it was no error; differed: it was another one than before where it may be. */
void atecc_varied(struct atecc_varies *state, struct rbuf packet, bool good, bool differed);

#endif
