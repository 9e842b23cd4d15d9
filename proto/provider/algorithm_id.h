/* proto/provider/algorithm_id.h: how certificates and CMS name a signature's algorithm (RFC 5280 4.1.1.2). */
#ifndef SESIM_PROVIDER_ALGORITHM_ID_H
#define SESIM_PROVIDER_ALGORITHM_ID_H

#include <openssl/evp.h>

/* AlgorithmIdentifiers in DER, to be freed by OPENSSL_free(). Return their length, or -1. */
int algorithm_id_ecdsa(unsigned char **der, const EVP_MD *md);
int algorithm_id_pkcs1(unsigned char **der, const EVP_MD *md);
int algorithm_id_pss(unsigned char **der, const EVP_MD *md, const EVP_MD *mgf1, long salt_len);

#endif
