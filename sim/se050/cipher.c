/* sim/se050/cipher.c: AES and DES ciphers at once, and what they have in common with those in steps. */
#include "cipher.h"

#include <errno.h>
#include <openssl/crypto.h>

#include "des_limit.h"
#include "rules.h"

struct mode_row {
	uint8_t code;
	struct cipher_mode mode;
};

static const struct mode_row modes[] = {
	{ 0x01, { true, CHAIN_CBC, PADDING_NONE } },
	{ 0x02, { true, CHAIN_CBC, PADDING_M1 } },
	{ 0x03, { true, CHAIN_CBC, PADDING_M2 } },
	{ 0x05, { true, CHAIN_ECB, PADDING_NONE } },
	{ 0x0d, { false, CHAIN_CBC, PADDING_NONE } },
	{ 0x0e, { false, CHAIN_ECB, PADDING_NONE } },
	{ 0x16, { false, CHAIN_CBC, PADDING_M1 } },
	{ 0x17, { false, CHAIN_CBC, PADDING_M2 } },
	{ 0xf0, { false, CHAIN_CTR, PADDING_NONE } },
};

enum {
	IV_LENGTH = 2, /* an initial vector so long is the length of one that the part makes */
};

const struct cipher_mode *cipher_mode_find(uint8_t code)
{
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (modes[i].code == code)
			return &modes[i].mode;
	return NULL;
}

static bool encrypts(const struct se050_call *call)
{
	return call->apdu.p2 == P2_ENCRYPT || call->apdu.p2 == P2_ENCRYPT_ONESHOT;
}

/* UNCERTAIN (SE05X-U-41): an initial vector with ECB; UNCERTAIN (SE05X-U-42): none at all under FORBID_EXTERNAL_IV. */
static enum se05x_status check_iv(
	const struct se050 *chip, const struct se050_call *call, struct cipher_plan *plan)
{
	bool given = call_has(call, TAG_4);
	uint32_t header = 0;

	if (plan->mode.chain == CHAIN_ECB)
		return given ? SW_CONDITIONS : SW_OK;
	plan->iv = call_value(call, TAG_4);
	plan->own_iv = se050_rule(chip, RULE_OWN_IV) && plan->mode.chain == CHAIN_CTR && !plan->decrypts &&
		       rbuf_left(&plan->iv) == IV_LENGTH && call_number(call, TAG_4) == AES_BLOCK;
	if (given && !plan->own_iv && rbuf_left(&plan->iv) != cipher_block(&plan->mode))
		return SW_CONDITIONS;
	policy_header(call_object(call, TAG_1), call->user.id, &header);
	if (header & FORBID_EXTERNAL_IV && !plan->decrypts && !plan->own_iv)
		return SW_NOT_ALLOWED;
	return SW_OK;
}

enum se05x_status cipher_plan(
	const struct se050 *chip, const struct se050_call *call, uint8_t code, struct cipher_plan *plan)
{
	const struct cipher_mode *mode = cipher_mode_find(code);

	if (!mode || mode->des != (call_object(call, TAG_1)->class == CLASS_DES))
		return SW_CONDITIONS;
	*plan = (struct cipher_plan){ .mode = *mode, .decrypts = !encrypts(call) };
	return check_iv(chip, call, plan);
}

/* Hosts leave the vector out and mean zeros. */
void cipher_begin(struct se050 *chip, const struct se050_call *call, const struct cipher_plan *plan,
	struct cipher_run *run, uint8_t iv[AES_BLOCK])
{
	struct rbuf given = plan->iv;

	if (plan->own_iv)
		se050_random(chip, call, iv, AES_BLOCK);
	else if (rbuf_left(&given) > 0)
		rbuf_copy(&given, iv, cipher_block(&plan->mode));
	cipher_start(run, &plan->mode, plan->decrypts, plan->own_iv || plan->iv.at ? iv : NULL);
}

enum se05x_status cipher_status(int rc)
{
	if (rc == 0)
		return SW_OK;
	return rc == -EINVAL || rc == -EBADMSG ? SW_CONDITIONS : SW_FAILURE;
}

enum se05x_status cipher_oneshot(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct rbuf value = object_value(chip, call_object(call, TAG_1));
	struct cipher_key key = { value.at, rbuf_left(&value) };
	struct rbuf in = call_value(call, TAG_3);
	uint8_t bytes[SE050_DATA_MAX], iv[AES_BLOCK];
	struct wbuf data = wbuf_to(bytes, sizeof(bytes));
	struct cipher_plan plan;
	struct cipher_run run;
	enum se05x_status status = cipher_plan(chip, call, (uint8_t)call_number(call, TAG_2), &plan);
	int rc;

	if (status != SW_OK)
		return status;
	cipher_begin(chip, call, &plan, &run, iv);
	rc = cipher_update(call->env->crypto, &run, &plan.mode, key, in, &data);
	if (rc == 0)
		rc = cipher_final(call->env->crypto, &run, &plan.mode, key, &data);
	status = cipher_status(rc);
	if (status == SW_OK)
		status = des_limit_count(chip, call, call_number(call, TAG_1), rbuf_left(&in));
	if (status == SW_OK)
		answer_bytes(out, TAG_1, bytes, data.len);
	if (status == SW_OK && plan.own_iv)
		answer_bytes(out, TAG_3, iv, sizeof(iv));
	OPENSSL_cleanse(bytes, sizeof(bytes));
	OPENSSL_cleanse(&run, sizeof(run));
	return status;
}
