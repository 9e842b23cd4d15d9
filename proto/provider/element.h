/*
 * proto/provider/element.h: the chips this process talks to, each over one connection that all keys and threads share.
 *
 * A link is opened when the first key on it is wanted, and stays open until the provider is unloaded; one operation is on
 * it at a time. When the other end or the conversation is lost, it is opened anew and the operation tried again. Functions return 0
 * or a negative errno with a sentence: -EACCES when the chip refuses, -ENOENT when it has no such key.
 */
#ifndef SESIM_PROVIDER_ELEMENT_H
#define SESIM_PROVIDER_ELEMENT_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

#include "cursor.h"
#include "link.h"
#include "reference.h"

enum {
	ELEMENT_POINT_MAX = 133,     /* 04, X, Y of P-521 */
	ELEMENT_MODULUS_MAX = 512,   /* RSA-4096 */
	ELEMENT_SIGNATURE_MAX = 512, /* that, and any ECDSA signature in DER */
	ELEMENT_MESSAGE_MAX = 512,   /* of what a chip hashes itself: fits into a command, protected or not */
	ELEMENT_CERTIFICATES_MAX = 4096,
};

enum element_key_type {
	ELEMENT_KEY_EC,
	ELEMENT_KEY_RSA,
};

/* A key's public part. */
struct element_public {
	enum element_key_type type;
	int curve; /* EC: NID */
	uint8_t point[ELEMENT_POINT_MAX];
	size_t point_len;
	uint8_t modulus[ELEMENT_MODULUS_MAX];
	size_t modulus_len;
	uint8_t exponent[8];
	size_t exponent_len;
};

struct provider;

/* All chips of a provider. */
struct elements {
	struct provider *provider;
	const struct link_scheme *const *schemes;
	size_t n_schemes;
	pthread_mutex_t lock; /* of the list */
	struct shared_link *links;
};

struct element;

int elements_init(struct elements *chips, struct provider *provider, const struct link_scheme *const *schemes,
	size_t n);
void elements_free(struct elements *chips);

/* The chip that a reference names; nothing is sent yet. It stays the list's. */
int elements_find(
	struct elements *chips, const struct reference *reference, struct element **out, struct why *why);

int element_public_key(struct element *chip, uint32_t key, struct element_public *out, struct why *why);

/* ECDSA over a digest of any usual length; the signature in DER. */
int element_ecdsa(
	struct element *chip, uint32_t key, struct rbuf digest, struct wbuf *signature, struct why *why);

/* RSA over a whole message, which the chip hashes and pads; -EOPNOTSUPP when it cannot in this way. */
int element_rsa_message(struct element *chip, uint32_t key, int digest, bool pss, struct rbuf message,
	struct wbuf *signature, struct why *why);

/* The bare private operation on a block as long as the modulus. */
int element_rsa_block(
	struct element *chip, uint32_t key, struct rbuf block, struct wbuf *out, struct why *why);

/*
 * A new key pair in that place. Refused where a key is, unless it may be replaced, and (-EPERM) on a link that does not
 * say it is simulated, unless the reference allows it.
 */
int element_generate(struct element *chip, const struct reference *reference, int curve, struct why *why);

/* What the reference's certificate= names: certificates in DER, one behind the other. */
int element_certificates(
	struct element *chip, const struct reference *reference, struct wbuf *out, struct why *why);

#endif
