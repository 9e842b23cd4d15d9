/* sim/se050/rsa_signature.h: signatures by RSA keys (AN12413 4.11.1, 4.11.2). The input is the message, hashed here. */
#ifndef SESIM_SE050_RSA_SIGNATURE_H
#define SESIM_SE050_RSA_SIGNATURE_H

#include "command050.h"

/* Whether this RSA key and this signature algorithm go together on this part: SW_OK, or SW_CONDITIONS. */
enum se05x_status rsa_sign_fits(const struct se050 *chip, const struct se050_object *key, uint8_t algorithm);

/*
 * What attestation does: the signature over a message, as long as the modulus, without a TLV around it. The caller has
 * asked rsa_sign_fits(), and the key's policy.
 */
enum se05x_status rsa_sign_message(struct se050 *chip, const struct se050_call *call,
	const struct se050_object *key, uint8_t algorithm, struct rbuf message, struct wbuf *signature);

enum { RSA_SIGNATURE_MAX = 512 };

/* Of the rows Sign and Verify. */
enum se05x_status rsa_sign_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status rsa_sign(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status rsa_verify_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status rsa_verify(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
