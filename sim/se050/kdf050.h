/* sim/se050/kdf050.h: HKDF and PBKDF2 (AN12413 4.14). */
#ifndef SESIM_SE050_KDF050_H
#define SESIM_SE050_KDF050_H

#include "command050.h"
#include "digest.h"

/* A digest that key derivations take: SHA-224 is none before 7.2. */
bool kdf050_digest(const struct se050 *chip, uint32_t number, enum digest_kind *kind);

enum se05x_status kdf050_hkdf_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status kdf050_hkdf(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status kdf050_pbkdf2_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status kdf050_pbkdf2(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
