/* sim/cli/atecc_set.h: changing an ATECC by the keys of `sesim chip show --json`. */
#ifndef SESIM_CLI_ATECC_SET_H
#define SESIM_CLI_ATECC_SET_H

#include "atecc.h"
#include "crypto.h"
#include "why.h"

/*
 * Does what "KEY=VALUE" says: KEY is a path as in locks.config, counters[0], zones.config[16] (from that byte
 * on) or slots[2].data. Returns 0, or -EINVAL with a sentence and perhaps a changed chip: work on a copy.
 */
int atecc_set(struct atecc *chip, struct crypto *crypto, const char *assignment, struct why *why);

#endif
