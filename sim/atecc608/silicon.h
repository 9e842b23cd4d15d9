/* sim/atecc608/silicon.h: what the revisions of the silicon can, as data. */
#ifndef SESIM_ATECC_SILICON_H
#define SESIM_ATECC_SILICON_H

#include <stdint.h>

#include "atecc.h"

/* Bit sets of revisions, for table rows: which silicon has a command or a mode. */
enum atecc_revisions {
	ON_508A = 1 << 0,
	ON_608A = 1 << 1,
	ON_608B = 1 << 2,
	ON_608 = ON_608A | ON_608B,
	ON_ALL = ON_508A | ON_608,
};

struct atecc_silicon {
	const char *name;
	uint8_t revision[2];     /* the last two bytes of RevNum; the nearest below decides */
	enum atecc_revisions on; /* one bit */
	uint32_t watchdog_ms;    /* typical (SUM 608B table 2-2) */
};

/* The silicon a chip is made of, by RevNum in its config zone. */
const struct atecc_silicon *atecc_silicon(const struct atecc_nv *nv);

#endif
