/* sim/core/crypto_des_mac.h: MACs over DES blocks, running as plain bytes. */
#ifndef SESIM_CORE_CRYPTO_DES_MAC_H
#define SESIM_CORE_CRYPTO_DES_MAC_H

#include "crypto_des.h"

/* The key is kept apart. All zeros is the beginning. The last block stays pending: what becomes of it is the end's. */
struct des_mac {
	uint8_t chain[DES_BLOCK];
	uint8_t pending[DES_BLOCK];
	uint8_t pending_len;
};

enum des_mac_end {
	DES_MAC_ZEROS,  /* ISO/IEC 9797-1 padding method 1: zeros where the last block is not whole */
	DES_MAC_ONE,    /* method 2: a one bit, then zeros, always */
	DES_MAC_SUBKEY, /* CMAC (NIST SP 800-38B) */
};

int crypto_des_mac_update(struct crypto *crypto, const uint8_t *key, size_t key_len, struct des_mac *mac,
	const void *bytes, size_t len);
/* Does not change `mac`. */
int crypto_des_mac_final(struct crypto *crypto, const uint8_t *key, size_t key_len, const struct des_mac *mac,
	enum des_mac_end end, uint8_t out[DES_BLOCK]);

#endif
