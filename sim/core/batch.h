/*
 * sim/core/batch.h: a production batch: the secret that everything a simulated factory puts into its parts follows from.
 *
 * Whoever has the secret can make every key of every part and of the authorities that sign them, again and again the
 * same. Parts of the public batch are made when none is named: its secret stands in batch.c, their keys protect
 * nothing.
 */
#ifndef SESIM_CORE_BATCH_H
#define SESIM_CORE_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto_ec.h"
#include "crypto_rsa.h"
#include "cursor.h"
#include "rng.h"
#include "why.h"

enum {
	BATCH_SECRET = 32,
	BATCH_FILE_MIN = 16,
	BATCH_FILE_MAX = 64 * 1024,
};

struct batch {
	uint8_t secret[BATCH_SECRET];
};

struct batch batch_public(void);
bool batch_is_public(const struct batch *batch);

/*
 * The batch of what is in a KEYFILE, whatever that is, less a newline at its end. Too short or too long a file is
 * refused (-EINVAL); `name` is what the sentence calls it.
 */
int batch_of(struct batch *batch, struct rbuf content, const char *name, struct why *why);

/* HMAC-SHA256 under the secret of the purpose, a zero, and the subject. */
void batch_derive(const struct batch *batch, const char *purpose, struct rbuf subject, uint8_t out[32]);

/* Chance of one purpose, the same each time. For a signature the subject holds all that is signed: no nonce comes twice. */
struct rng_stream batch_stream(const struct batch *batch, const char *purpose, struct rbuf subject);

/* Key pairs. An RSA key is searched for, which takes seconds. 0 or a negative errno. */
int batch_ec_key(const struct batch *batch, struct crypto *crypto, enum crypto_curve curve,
	const char *purpose, struct rbuf subject, uint8_t *d, uint8_t *point);
int batch_rsa_key(const struct batch *batch, struct crypto *crypto, size_t bytes, const char *purpose,
	struct rbuf subject, struct rsa_numbers *numbers);

#endif
