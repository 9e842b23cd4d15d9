/* sim/se050/signature.c: the rows Sign and Verify: which kind of key it is decides whose functions serve them. */
#include "signature.h"

#include "ec_sign.h"
#include "rsa_signature.h"

static bool is_rsa(const struct se050_call *call)
{
	return RSA_KEYS >> call_object(call, TAG_1)->class & 1;
}

enum se05x_status signature_sign_check(const struct se050 *chip, struct se050_call *call)
{
	return is_rsa(call) ? rsa_sign_check(chip, call) : ec_sign_check(chip, call);
}

enum se05x_status signature_sign(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	return is_rsa(call) ? rsa_sign(chip, call, out) : ec_sign(chip, call, out);
}

enum se05x_status signature_verify_check(const struct se050 *chip, struct se050_call *call)
{
	return is_rsa(call) ? rsa_verify_check(chip, call) : ec_verify_check(chip, call);
}

enum se05x_status signature_verify(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	return is_rsa(call) ? rsa_verify(chip, call, out) : ec_verify(chip, call, out);
}
