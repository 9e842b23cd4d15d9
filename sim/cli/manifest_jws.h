/*
 * sim/cli/manifest_jws.h: the manifest that buyers of Trust parts get from Microchip, every part an ES256 JWS.
 *
 * Format: Microchip, "Trust Platform Manifest File Format", version 1 of its SecureElement object; RFC 7515, 7517,
 * 7518. Where the real one names who made and sold the part, ours says that it is simulated.
 */
#ifndef SESIM_CLI_MANIFEST_JWS_H
#define SESIM_CLI_MANIFEST_JWS_H

#include "ca.h"
#include "manifest.h"

enum {
	JWS_HEAD_MAX = 256,
	JWS_CERTIFICATE_MAX = 1024,
};

/* Who signs; each worker has one. Borrows the authorities and the engine. */
struct jws_signer {
	struct ca *ca;
	struct crypto *crypto;
	char head[JWS_HEAD_MAX]; /* the protected header, in base64url */
	uint8_t certificate[JWS_CERTIFICATE_MAX];
	size_t certificate_len;
};

/* 0 or a negative errno. The certificate is what the signatures are verified with. */
int jws_signer_open(struct jws_signer *signer, struct ca *ca, struct crypto *crypto);

void manifest_jws_begin(FILE *out);
/* 0, or a negative errno when it cannot be signed. */
int manifest_jws_part(FILE *out, bool first, const struct reel_part *part, const struct manifest_batch *batch,
	const struct jws_signer *signer);
void manifest_jws_end(FILE *out, bool empty);

#endif
