/* proto/provider/padding.h: what RSA signatures are made over (RFC 8017 9), for chips that know only the bare operation. */
#ifndef SESIM_PROVIDER_PADDING_H
#define SESIM_PROVIDER_PADDING_H

#include <openssl/evp.h>

#include "cursor.h"

/*
 * EMSA-PKCS1-v1_5: a block of len bytes over a digest by that algorithm; without one, over the bytes as they are.
 * Returns 1 or 0: the digest does not fit.
 */
int padding_pkcs1(uint8_t *block, size_t len, const EVP_MD *md, struct rbuf digest);

/* EMSA-PSS for a modulus of `bits` bits, len bytes. */
int padding_pss(OSSL_LIB_CTX *lib, uint8_t *block, size_t len, size_t bits, const EVP_MD *md,
	const EVP_MD *mgf1, size_t salt_len, struct rbuf digest);

#endif
