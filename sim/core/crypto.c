/* sim/core/crypto.c: the engine as a whole; its parts are in crypto_rand.c, crypto_ec.c, crypto_aes.c and so on. */
#include "crypto.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/provider.h>
#include <stdlib.h>

#include "crypto_engine.h"

int crypto_new(struct crypto **out, struct why *why)
{
	struct crypto *crypto = calloc(1, sizeof(*crypto));
	const char *missing = "its library context";

	*out = NULL;
	if (!crypto)
		return why_fail(why, ENOMEM, "no memory for the crypto engine");
	crypto->lib = OSSL_LIB_CTX_new();
	if (!crypto->lib)
		goto fail;
	missing = "our random generator; 3.0 or newer is needed";
	if (crypto_rand_load(crypto->lib, &crypto->random, &crypto->rand) < 0)
		goto fail;
	missing = "its default provider";
	crypto->standard = OSSL_PROVIDER_load(crypto->lib, "default");
	if (!crypto->standard)
		goto fail;
	missing = "the curve P-256";
	if (crypto_ec_open(&crypto->ec, crypto->lib) < 0)
		goto fail;
	missing = "AES in ECB";
	if (crypto_aes_open(&crypto->aes, crypto->lib) < 0)
		goto fail;
	missing = "what RSA needs";
	if (crypto_rsa_open(&crypto->rsa, crypto->lib) < 0)
		goto fail;
	missing = "triple DES in ECB";
	if (crypto_des_open(&crypto->des, crypto->lib) < 0)
		goto fail;
	ERR_clear_error(); /* OpenSSL notes failures that it gets over */
	*out = crypto;
	return 0;

fail:
	crypto_free(crypto);
	ERR_clear_error();
	return why_fail(why, EIO, "OpenSSL cannot set up %s", missing);
}

void crypto_free(struct crypto *crypto)
{
	if (!crypto)
		return;
	crypto_des_close(&crypto->des);
	crypto_rsa_close(&crypto->rsa);
	crypto_aes_close(&crypto->aes);
	crypto_ec_close(&crypto->ec);
	if (crypto->standard)
		OSSL_PROVIDER_unload(crypto->standard);
	if (crypto->random)
		OSSL_PROVIDER_unload(crypto->random);
	OSSL_LIB_CTX_free(crypto->lib);
	free(crypto);
}

void crypto_drop_cache(struct crypto *crypto)
{
	crypto_aes_drop(&crypto->aes);
	crypto_rsa_drop(&crypto->rsa);
	crypto_des_drop(&crypto->des);
}

uint64_t crypto_unbound_draws(const struct crypto *crypto)
{
	return crypto->rand->unbound_draws;
}
