/* proto/provider/algorithm_id.c: how certificates and CMS name a signature's algorithm. */
#include "algorithm_id.h"

#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

static int of_both(unsigned char **der, const EVP_MD *md, int key_nid, int parameter)
{
	X509_ALGOR *algorithm = X509_ALGOR_new();
	int nid, len = -1;

	*der = NULL;
	if (algorithm && OBJ_find_sigid_by_algs(&nid, EVP_MD_get_type(md), key_nid) == 1 &&
		X509_ALGOR_set0(algorithm, OBJ_nid2obj(nid), parameter, NULL) == 1)
		len = i2d_X509_ALGOR(algorithm, der);
	X509_ALGOR_free(algorithm);
	return len;
}

/* RFC 5758 3.2: parameters are absent. */
int algorithm_id_ecdsa(unsigned char **der, const EVP_MD *md)
{
	return of_both(der, md, NID_X9_62_id_ecPublicKey, V_ASN1_UNDEF);
}

/* RFC 4055 5: parameters are NULL. */
int algorithm_id_pkcs1(unsigned char **der, const EVP_MD *md)
{
	return of_both(der, md, NID_rsaEncryption, V_ASN1_NULL);
}

static X509_ALGOR *of_digest(const EVP_MD *md)
{
	X509_ALGOR *algorithm = X509_ALGOR_new();

	if (algorithm)
		X509_ALGOR_set_md(algorithm, md);
	return algorithm;
}

/* id-mgf1 with the digest as its parameter. */
static X509_ALGOR *of_mask(const EVP_MD *mgf1)
{
	X509_ALGOR *algorithm = X509_ALGOR_new(), *digest = of_digest(mgf1);
	ASN1_STRING *packed = NULL;

	if (algorithm && digest && ASN1_item_pack(digest, ASN1_ITEM_rptr(X509_ALGOR), &packed) &&
		X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_mgf1), V_ASN1_SEQUENCE, packed) == 1)
		packed = NULL;
	else {
		X509_ALGOR_free(algorithm);
		algorithm = NULL;
	}
	ASN1_STRING_free(packed);
	X509_ALGOR_free(digest);
	return algorithm;
}

/* RFC 4055 3.1; what is SHA-1, MGF1 with SHA-1 and 20 is left out. */
static RSA_PSS_PARAMS *pss_params(const EVP_MD *md, const EVP_MD *mgf1, long salt_len)
{
	RSA_PSS_PARAMS *params = RSA_PSS_PARAMS_new();
	int ok = params != NULL;

	if (ok && EVP_MD_get_type(md) != NID_sha1)
		ok = (params->hashAlgorithm = of_digest(md)) != NULL;
	if (ok && EVP_MD_get_type(mgf1) != NID_sha1)
		ok = (params->maskGenAlgorithm = of_mask(mgf1)) != NULL;
	if (ok && salt_len != 20)
		ok = (params->saltLength = ASN1_INTEGER_new()) != NULL &&
		     ASN1_INTEGER_set(params->saltLength, salt_len) == 1;
	if (ok)
		return params;
	RSA_PSS_PARAMS_free(params);
	return NULL;
}

int algorithm_id_pss(unsigned char **der, const EVP_MD *md, const EVP_MD *mgf1, long salt_len)
{
	X509_ALGOR *algorithm = X509_ALGOR_new();
	RSA_PSS_PARAMS *params = pss_params(md, mgf1, salt_len);
	ASN1_STRING *packed = NULL;
	int len = -1;

	*der = NULL;
	if (algorithm && params && ASN1_item_pack(params, ASN1_ITEM_rptr(RSA_PSS_PARAMS), &packed) &&
		X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_rsassaPss), V_ASN1_SEQUENCE, packed) == 1) {
		packed = NULL;
		len = i2d_X509_ALGOR(algorithm, der);
	}
	ASN1_STRING_free(packed);
	RSA_PSS_PARAMS_free(params);
	X509_ALGOR_free(algorithm);
	return len;
}
