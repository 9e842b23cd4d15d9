/* sim/se050/ec_sign.h: signatures by EC keys (AN12413 4.10.1, 4.10.2). */
#ifndef SESIM_SE050_EC_SIGN_H
#define SESIM_SE050_EC_SIGN_H

#include "command050.h"

/* Whether this EC key and this signature algorithm go together on this part: SW_OK, or SW_CONDITIONS. */
enum se05x_status ec_sign_fits(const struct se050 *chip, const struct se050_object *key, uint8_t algorithm);

/*
 * Signs a message, hashed here as the algorithm says: what attestation does. The signature is written as it travels,
 * DER or r, s, without a TLV around it: up to EC_SIGNATURE_MAX bytes. The caller has asked ec_sign_fits(), and the
 * key's policy.
 */
enum se05x_status ec_sign_message(struct se050 *chip, const struct se050_call *call,
	const struct se050_object *key, uint8_t algorithm, struct rbuf message, struct wbuf *signature);

enum { EC_SIGNATURE_MAX = 142 };

/* Of the rows Sign and Verify. */
enum se05x_status ec_sign_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status ec_sign(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status ec_verify_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status ec_verify(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
