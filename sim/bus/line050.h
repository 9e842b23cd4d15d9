/*
 * sim/bus/line050.h: the end of the line that makes SE05x parts: secrets, RSA keys of their own, certificates.
 *
 * All of it follows from the batch, the profile and the unique id. Of a part of the public batch only drafts of the
 * certificates are made (certificate050.h), any other leaves with everything that is in it.
 */
#ifndef SESIM_BUS_LINE050_H
#define SESIM_BUS_LINE050_H

#include "part_kind.h"
#include "se050.h"

/* What the part's own keys are derived from; its unique id is there already. */
void line050_secret(struct se050_nv *nv, const char *profile, const struct batch *batch);
/* Whether the part is of that profile and batch. */
bool line050_of_batch(const void *chip, const char *profile, const struct batch *batch);

/* The rest, when the profile's objects are there. Without a crypto engine: nothing. 0 or a negative errno. */
int line050_finish(struct se050 *chip, const struct part_spec *spec, const struct part_factory *factory,
	struct why *why);

#endif
