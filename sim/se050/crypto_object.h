/* sim/se050/crypto_object.h: descriptors of multi-step operations (AN12413 3.3, 4.9). Their states: ram.h. */
#ifndef SESIM_SE050_CRYPTO_OBJECT_H
#define SESIM_SE050_CRYPTO_OBJECT_H

#include "command050.h"

enum se050_context {
	CONTEXT_DIGEST = 1,
	CONTEXT_CIPHER = 2,
	CONTEXT_MAC = 3,
	CONTEXT_AEAD = 4, /* from 7.2 on */
};

/* What can be done in several steps: a context's subtype, and what it costs by the vendor's figures. */
struct crypto_kind {
	uint8_t context;
	uint8_t subtype; /* digest, cipher, MAC or AEAD algorithm */
	uint16_t nvm;
	uint16_t ram; /* of its state: the cost to give ram_make() */
	uint16_t features;
	uint32_t since;
};

/* NULL: the part has no such thing. */
const struct crypto_kind *crypto_kind_find(const struct se050 *chip, uint8_t context, uint8_t subtype);

enum se05x_status crypto_object_create_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status crypto_object_create(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status crypto_object_list(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status crypto_object_delete(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
