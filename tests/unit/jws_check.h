/*
 * tests/unit/jws_check.h: a manifest of Trust parts as its reader sees it, by OpenSSL's own interfaces.
 *
 * Nothing here shares code with sim/: what is verified comes from RFC 7515 and the format's description.
 */
#ifndef SESIM_TESTS_JWS_CHECK_H
#define SESIM_TESTS_JWS_CHECK_H

#include <openssl/x509.h>
#include <stddef.h>

/* The bytes of len characters of base64url without padding (RFC 4648 5); returns how many, fails the test otherwise. */
size_t jws_base64url(const char *text, size_t len, unsigned char *out, size_t cap);

/* The one certificate of a PEM text. To be freed. */
X509 *jws_certificate(const char *pem);

/*
 * Verifies the nth entry of a manifest with the certificate: signature, kid, thumbprint, and that the unprotected
 * header repeats the payload's uniqueId. Fails the test when anything is wrong. Returns the payload, to be freed.
 */
char *jws_verified(const char *manifest, size_t nth, X509 *certificate);

/* The same, but only whether the signature is good. */
int jws_signature_is_good(const char *manifest, size_t nth, X509 *certificate);

#endif
