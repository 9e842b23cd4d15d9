/* sim/se050/cipher_steps.c: AES and DES ciphers in steps. */
#include <openssl/crypto.h>

#include "cipher.h"
#include "des_limit.h"
#include "steps.h"

/* What runs. The mode is the crypto object's subtype. */
struct cipher_state {
	struct step_key key;
	struct cipher_run run;
	bool own_iv;
};

enum se05x_status cipher_init(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_2);
	struct cipher_state state = { .own_iv = false };
	struct cipher_plan plan;
	uint8_t iv[AES_BLOCK];
	enum se05x_status status = cipher_plan(chip, call, object->detail, &plan);

	if (status == SW_OK)
		status = steps_check_room(chip, object, sizeof(state));
	if (status != SW_OK)
		return status;
	step_key_note(chip, call_object(call, TAG_1), plan.decrypts ? RIGHT_DEC : RIGHT_ENC, &state.key);
	cipher_begin(chip, call, &plan, &state.run, iv);
	state.own_iv = plan.own_iv;
	steps_keep(chip, object, &state, sizeof(state));
	if (plan.own_iv)
		answer_bytes(out, TAG_3, iv, sizeof(iv));
	return SW_OK;
}

/* The data of a step through the cipher, its end too for the last one. */
static enum se05x_status step(const struct se050 *chip, const struct se050_call *call,
	struct cipher_state *state, bool last, struct wbuf *data)
{
	const struct cipher_mode *mode = cipher_mode_find(call_object(call, TAG_2)->detail);
	struct rbuf in = call_value(call, TAG_3), value;
	struct cipher_key key;
	enum se05x_status status;
	int rc;

	status = step_key_value(chip, call, &state->key, &value);
	if (status != SW_OK)
		return status;
	/* AN12413 4.12.2. */
	if (!last && mode->chain == CHAIN_CTR && rbuf_left(&in) % AES_BLOCK != 0)
		return SW_CONDITIONS;
	key = (struct cipher_key){ value.at, rbuf_left(&value) };
	rc = cipher_update(call->env->crypto, &state->run, mode, key, in, data);
	if (rc == 0 && last)
		rc = cipher_final(call->env->crypto, &state->run, mode, key, data);
	return cipher_status(rc);
}

static enum se05x_status run_step(struct se050 *chip, struct se050_call *call, bool last, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_2);
	struct rbuf in = call_value(call, TAG_3);
	uint8_t bytes[SE050_DATA_MAX];
	struct wbuf data = wbuf_to(bytes, sizeof(bytes));
	struct cipher_state state;
	enum se05x_status status;

	if (!steps_look(chip, object, &state, sizeof(state)))
		return SW_CONDITIONS;
	status = step(chip, call, &state, last, &data);
	if (status == SW_OK)
		status = des_limit_count(chip, call, state.key.id, rbuf_left(&in));
	if (status == SW_OK) {
		answer_bytes(out, TAG_1, bytes, data.len);
		if (last && state.own_iv)
			steps_forget(chip, object);
		else
			steps_keep(chip, object, &state, sizeof(state));
	}
	OPENSSL_cleanse(bytes, sizeof(bytes));
	OPENSSL_cleanse(&state, sizeof(state));
	return status;
}

enum se05x_status cipher_go_on(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	return run_step(chip, call, false, out);
}

/*
 * Puts the object back to after CipherInit (AN12413 4.12.3). UNCERTAIN (SE05X-U-43): with a vector of the part's own it
 * wants another CipherInit.
 */
enum se05x_status cipher_finish(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	return run_step(chip, call, true, out);
}
