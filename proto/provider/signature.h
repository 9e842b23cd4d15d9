/* proto/provider/signature.h: one signature under way, and what it is made of. */
#ifndef SESIM_PROVIDER_SIGNATURE_H
#define SESIM_PROVIDER_SIGNATURE_H

#include "key.h"

enum {
	SALT_AS_DIGEST = -1, /* RSA_PSS_SALTLEN_DIGEST */
	SALT_AUTO = -2,      /* signing: as long as fits; verifying: whatever it is */
	SALT_MAX = -3,
};

/* Of an EVP_PKEY_CTX. */
struct signing {
	struct provider *provider;
	struct key *key;
	bool verifies;
	EVP_MD *md; /* NULL: what is signed is not said to be a digest */
	/* While a message comes in: its hash, and its bytes as long as a chip could take them itself. */
	EVP_MD_CTX *hash;
	uint8_t message[ELEMENT_MESSAGE_MAX];
	size_t message_len;
	bool message_whole;
	/* RSA */
	int padding;
	int salt_len;
	EVP_MD *mgf1; /* NULL: md */
};

/* What is to be signed: a digest, and the message itself where all of it is at hand. */
struct to_sign {
	struct rbuf digest;
	bool has_message;
	struct rbuf message;
};

/* Has the chip sign, and checks what it gives. Returns 1, or 0 with an error raised. */
int signing_run(struct signing *signing, const struct to_sign *what, struct wbuf *signature);

/* Checks a signature over a digest. Returns 1 or 0. */
int signing_check(struct signing *signing, struct rbuf digest, struct rbuf signature);

/* The salt in bytes, where PSS is used; -1 when none fits. */
int signing_salt_len(const struct signing *signing);

const EVP_MD *signing_mgf1(const struct signing *signing);

/* Parameters, in signature_params.c. */
int signing_set(void *of, const OSSL_PARAM params[]);
int signing_get(void *signing, OSSL_PARAM params[]);
const OSSL_PARAM *signing_settable(void *signing, void *context);
const OSSL_PARAM *signing_gettable(void *signing, void *context);

/* Names the digest; NULL: none. */
int signing_set_digest(struct signing *signing, const char *name);

#endif
