/* sim/cli/show_trust.h: the certificates in an ATECC, and that they are simulated. */
#ifndef SESIM_CLI_SHOW_TRUST_H
#define SESIM_CLI_SHOW_TRUST_H

#include "json.h"
#include "part.h"

/* Nothing for parts that come without certificates. */
void show_trust_text(const struct part *part);
/* Members of an object that is open: simulated, public_batch, certificates. */
void show_trust_json(struct json *json, const struct part *part);

#endif
