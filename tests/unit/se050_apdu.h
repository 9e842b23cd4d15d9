/* tests/unit/se050_apdu.h: keys and crypto objects of an SE05x, and what a host computes for symmetric keys. */
#ifndef SESIM_TESTS_SE050_APDU_H
#define SESIM_TESTS_SE050_APDU_H

#include "se050_command.h"

/* Writes a key (P1 03 AES, 04 DES, 05 HMAC) with the default policy, or with one entry for all with this header. */
void se_write_key(struct se050_fixture *f, uint8_t p1, uint32_t id, const uint8_t *key, size_t len);
void se_write_key_policy(
	struct se050_fixture *f, uint8_t p1, uint32_t id, const uint8_t *key, size_t len, uint32_t header);
void se_delete(struct se050_fixture *f, uint32_t id);
void se_create_crypto(struct se050_fixture *f, uint16_t id, uint8_t context, uint8_t subtype);

/* By OpenSSL: "AES-128-CBC", "DES-EDE3-ECB" and so on, no padding. A DES key shorter than three is repeated. */
void host_cipher(const char *name, const uint8_t *key, size_t key_len, const uint8_t *iv, bool encrypts,
	const uint8_t *in, uint8_t *out, size_t len);
/* "AES-128-GCM", "AES-256-CCM". Makes the tag. */
void host_aead(const char *name, const uint8_t *key, const uint8_t *iv, size_t iv_len, const uint8_t *aad,
	size_t aad_len, const uint8_t *in, uint8_t *out, size_t len, uint8_t *tag, size_t tag_len);

#endif
