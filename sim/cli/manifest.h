/*
 * sim/cli/manifest.h: the files that go with a reel of parts. Formats: docs/FACTORY.md.
 *
 * Each file is a beginning, a piece for every part (`first`, or behind others), and an end. A stream takes its errors
 * with it: whoever closes it looks.
 */
#ifndef SESIM_CLI_MANIFEST_H
#define SESIM_CLI_MANIFEST_H

#include <stdio.h>

#include "reel.h"

/* What a manifest tells of all its parts. */
struct manifest_batch {
	const char *id; /* tells batches apart, and nothing of their secret */
	const char *profile;
	const char *made; /* the date that all of it bears, RFC 3339 */
};

struct manifest_authority {
	const char *name;
	struct rbuf der;
};

/* Ours: manifest.json. */
void manifest_begin(FILE *out, const struct manifest_batch *batch);
void manifest_part(FILE *out, bool first, const struct reel_part *part);
void manifest_end(FILE *out, bool empty, const struct manifest_authority *authorities, size_t n);

/* A row a certificate, for parts whose vendor has no manifest. */
void manifest_rows_begin(FILE *out);
void manifest_rows_part(FILE *out, const struct reel_part *part);

#endif
