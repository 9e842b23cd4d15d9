/* proto/provider/element_trust.c: the certificates that a Trust part was delivered with. */
#include "element_trust.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include "atca_trust.h"

enum {
	UNCOMPRESSED = 0x04,
};

static EVP_PKEY *p256(OSSL_LIB_CTX *lib, const uint8_t xy[ATCA_POINT_BYTES])
{
	uint8_t bytes[1 + ATCA_POINT_BYTES];
	struct wbuf point = wbuf_to(bytes, sizeof(bytes));
	const OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)"P-256", 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, bytes, sizeof(bytes)),
		OSSL_PARAM_construct_end(),
	};
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(lib, "EC", NULL);
	EVP_PKEY *key = NULL;

	wbuf_u8(&point, UNCOMPRESSED);
	wbuf_put(&point, xy, ATCA_POINT_BYTES);
	if (ctx && EVP_PKEY_fromdata_init(ctx) == 1)
		(void)EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, (OSSL_PARAM *)params);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

static bool is_signed_by(OSSL_LIB_CTX *lib, const struct wbuf *der, const uint8_t xy[ATCA_POINT_BYTES])
{
	X509 *certificate = X509_new_ex(lib, NULL);
	EVP_PKEY *key = p256(lib, xy);
	const unsigned char *at = der->at;
	bool good;

	ERR_set_mark();
	good = certificate && key && d2i_X509(&certificate, &at, (long)der->len) &&
	       X509_verify(certificate, key) == 1;
	ERR_pop_to_mark();
	X509_free(certificate);
	EVP_PKEY_free(key);
	return good;
}

/* The part does not say which names are in its certificate; its signature does. */
static int find_device(OSSL_LIB_CTX *lib, const struct atca_trust *part, enum atca_names *names,
	struct wbuf *der, struct why *why)
{
	static const enum atca_names both[] = { ATCA_NAMES_TEMPLATE, ATCA_NAMES_SESIM };

	for (size_t i = 0; i < sizeof(both) / sizeof(both[0]); i++) {
		int rc;

		der->len = 0;
		rc = atca_trust_device(part, both[i], der, why);
		if (rc < 0)
			return rc;
		*names = both[i];
		if (is_signed_by(lib, der, part->signer_point))
			return 0;
	}
	return why_fail(why, EACCES,
		"its certificate is not signed by the signer in the part: it was altered, or its key is "
		"another one now");
}

int element_trust_certificate(struct provider *provider, struct atca_host *host,
	enum reference_certificate which, struct wbuf *der, struct why *why)
{
	uint8_t bytes[ATCA_CERTIFICATE_MAX];
	struct wbuf device = wbuf_to(bytes, sizeof(bytes));
	OSSL_LIB_CTX *lib = provider_lib(provider);
	enum atca_names names = ATCA_NAMES_TEMPLATE;
	struct atca_trust part;
	int rc;

	if (!lib)
		return why_fail(why, ENOMEM, "no memory");
	(void)atca_host_idle(host);
	rc = atca_trust_read(host, &part, why);
	(void)atca_host_idle(host);
	if (rc == 0)
		rc = find_device(lib, &part, &names, &device, why);
	if (rc < 0)
		return rc;
	if (which == REFERENCE_DEVICE) {
		wbuf_put(der, bytes, device.len);
		return wbuf_bad(der) ? why_fail(why, ENOSPC, "its certificate is too long") : 0;
	}
	if (names == ATCA_NAMES_SESIM)
		return why_fail(why, EOPNOTSUPP,
			"its signer's certificate names a root that is not in the part; \"sesim chip "
			"authority\" prints "
			"it");
	return atca_trust_signer(&part, names, NULL, der, why);
}
