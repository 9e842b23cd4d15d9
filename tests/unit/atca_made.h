/* tests/unit/atca_made.h: an ATECC608A that the host's own functions configure, fill and lock. */
#ifndef SESIM_TESTS_ATCA_MADE_H
#define SESIM_TESTS_ATCA_MADE_H

#include "host_link.h"

enum {
	MADE_SIGNER = 0,    /* private: signs digests, agrees */
	MADE_STATEMENT = 1, /* private: signs the part's own messages */
	MADE_LOCKABLE = 2,  /* private */
	MADE_KEY = 4,       /* 32 secret bytes */
	MADE_DATA = 8,      /* in plain */
	MADE_ENCRYPTED = 9, /* read and written under MADE_KEY */
	MADE_PUBLIC = 11,   /* a public key */
	MADE_HIDDEN = 12,   /* secret, never read */
};

/* What MADE_KEY holds. */
extern const uint8_t made_key[32];

/* With configuration and data locked; both by their checksums. Slots hold their number, but where a key is. */
struct host_link *made_part(void);

#endif
