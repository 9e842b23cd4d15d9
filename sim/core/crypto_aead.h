/*
 * sim/core/crypto_aead.h: running GCM (NIST SP 800-38D) and CCM (SP 800-38C) over AES.
 *
 * Both are plain bytes, the key apart. Associated data come before data, in steps of any size. Functions return
 * crypto.h's errors; -EINVAL also for a wrong order or a wrong length, and then nothing has changed. Of in and out one
 * may be the other.
 */
#ifndef SESIM_CORE_CRYPTO_AEAD_H
#define SESIM_CORE_CRYPTO_AEAD_H

#include <stdbool.h>

#include "crypto.h"

enum {
	AEAD_TAG = 16, /* of GCM in full; the longest of CCM */
	CCM_NONCE_MAX = 13,
	CCM_NONCE_MIN = 7,
	CCM_TAG_MIN = 4,
};

struct aead_key {
	const uint8_t *at;
	size_t len;
};

struct aes_gcm {
	uint8_t j0[AES_BLOCK]; /* the first counter: what the initial vector made */
	uint8_t hash[AES_BLOCK];
	uint64_t aad_len;
	uint64_t data_len;
};

int gcm_start(
	struct crypto *crypto, struct aead_key key, struct aes_gcm *gcm, const uint8_t *iv, size_t iv_len);
/* Back to after gcm_start(). */
void gcm_restart(struct aes_gcm *gcm);
int gcm_aad(struct crypto *crypto, struct aead_key key, struct aes_gcm *gcm, const uint8_t *in, size_t len);
int gcm_data(struct crypto *crypto, struct aead_key key, struct aes_gcm *gcm, bool decrypts,
	const uint8_t *in, uint8_t *out, size_t len);
/* Does not change `gcm`. */
int gcm_tag(struct crypto *crypto, struct aead_key key, const struct aes_gcm *gcm, uint8_t tag[AEAD_TAG]);

struct aes_ccm {
	uint8_t mac[AES_BLOCK];
	uint8_t nonce[CCM_NONCE_MAX];
	uint8_t nonce_len;
	uint8_t tag_len;
	uint8_t mac_at;   /* bytes of the MAC's block that are filled */
	uint32_t aad_len; /* declared, and done */
	uint32_t aad_done;
	uint32_t data_len;
	uint32_t data_done;
};

/* Fill in nonce, tag_len, aad_len, data_len; -EINVAL when SP 800-38C knows no such ones. Begins again, too. */
int ccm_start(struct crypto *crypto, struct aead_key key, struct aes_ccm *ccm);
int ccm_aad(struct crypto *crypto, struct aead_key key, struct aes_ccm *ccm, const uint8_t *in, size_t len);
int ccm_data(struct crypto *crypto, struct aead_key key, struct aes_ccm *ccm, bool decrypts,
	const uint8_t *in, uint8_t *out, size_t len);
/* tag_len bytes; -EINVAL before all that was declared is done. Does not change `ccm`. */
int ccm_tag(struct crypto *crypto, struct aead_key key, const struct aes_ccm *ccm, uint8_t tag[AEAD_TAG]);

#endif
