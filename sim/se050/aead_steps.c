/* sim/se050/aead_steps.c: GCM and CCM in steps. */
#include <errno.h>
#include <openssl/crypto.h>

#include "aead.h"
#include "cipher.h"
#include "crypto_object.h"
#include "steps.h"

/* What runs. */
struct aead_state {
	struct step_key key;
	bool own_iv;
	struct aead_run run;
	/* CCM answers whole blocks; what is left comes with the tag (hosts). */
	uint8_t pending[AES_BLOCK];
	uint8_t pending_len;
};

/* UNCERTAIN (SE05X-U-44): what AEADInit, AEADFinal and AEADOneShot mean for vectors of other crypto objects. */
void aead_drop_own(struct se050 *chip)
{
	const struct se050_object *object = NULL;
	struct aead_state state;

	while ((object = object_next(chip, RECORD_CRYPTO, object)) != NULL)
		if (object->class == CONTEXT_AEAD && steps_look(chip, object, &state, sizeof(state)) &&
			state.own_iv)
			steps_forget(chip, object);
	OPENSSL_cleanse(&state, sizeof(state));
}

/* What CCM is told beforehand: all of it, and nobody else is told anything. */
static enum se05x_status declare(const struct se050_call *call, bool ccm, struct aes_ccm *of_ccm)
{
	static const uint8_t tags[] = { TAG_6, TAG_7, TAG_8 };
	uint32_t tag_len = call_number(call, TAG_8);

	for (size_t i = 0; i < sizeof(tags); i++)
		if (call_has(call, tags[i]) != ccm)
			return SW_WRONG_DATA;
	if (!ccm)
		return SW_OK;
	if (tag_len > AEAD_TAG || tag_len < CCM_TAG_MIN || tag_len % 2 != 0)
		return SW_CONDITIONS;
	of_ccm->aad_len = call_number(call, TAG_6);
	of_ccm->data_len = call_number(call, TAG_7);
	of_ccm->tag_len = (uint8_t)tag_len;
	return SW_OK;
}

static enum se05x_status plan_steps(
	const struct se050 *chip, const struct se050_call *call, struct aead_plan *plan, struct aead_run *run)
{
	const struct se050_object *key = call_object(call, TAG_1);
	enum se05x_status status = aead_plan(chip, call, call_object(call, TAG_2)->detail, plan);

	if (status == SW_OK)
		status = declare(call, plan->ccm, &run->of_ccm);
	run->ccm = plan->ccm;
	if (status == SW_OK && plan->ccm && !aead_tag_fits(key, run, run->of_ccm.tag_len))
		status = SW_CONDITIONS;
	return status;
}

enum se05x_status aead_init(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct aead_state state = { .own_iv = false };
	struct aead_plan plan;
	uint8_t iv[AEAD_IV_MAX];
	enum se05x_status status = plan_steps(chip, call, &plan, &state.run);

	if (status == SW_OK)
		status = steps_check_room(chip, call_object(call, TAG_2), sizeof(state));
	if (status == SW_OK)
		status = cipher_status(aead_begin(chip, call, &plan, &state.run, iv));
	if (status != SW_OK)
		return status;
	step_key_note(chip, call_object(call, TAG_1), plan.decrypts ? RIGHT_DEC : RIGHT_ENC, &state.key);
	state.own_iv = plan.own_iv;
	aead_drop_own(chip);
	steps_keep(chip, call_object(call, TAG_2), &state, sizeof(state));
	if (plan.own_iv)
		answer_bytes(out, TAG_3, iv, plan.iv_len);
	OPENSSL_cleanse(&state, sizeof(state));
	return SW_OK;
}

/* Whole blocks go through, the rest waits for more. */
static int ccm_blocks(const struct se050_call *call, struct rbuf key, struct aead_state *state,
	struct rbuf in, struct wbuf *out)
{
	const struct aes_ccm *ccm = &state->run.of_ccm;
	size_t left = ccm->data_len - ccm->data_done - state->pending_len;
	int rc = 0;

	if (ccm->aad_done != ccm->aad_len || rbuf_left(&in) > left)
		return -EINVAL;
	while (rc == 0 && rbuf_left(&in) > 0) {
		size_t n = AES_BLOCK - (size_t)state->pending_len;

		if (n > rbuf_left(&in))
			n = rbuf_left(&in);
		rbuf_copy(&in, state->pending + state->pending_len, n);
		state->pending_len = (uint8_t)(state->pending_len + n);
		if (state->pending_len < AES_BLOCK)
			break;
		rc = aead_data(call, key, &state->run, rbuf_from(state->pending, AES_BLOCK), out);
		state->pending_len = 0;
	}
	return rc;
}

enum se05x_status aead_go_on(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_2);
	uint8_t bytes[SE050_DATA_MAX];
	struct wbuf data = wbuf_to(bytes, sizeof(bytes));
	struct aead_state state;
	enum se05x_status status;
	struct rbuf key;
	bool aad = call_has(call, TAG_4);
	int rc;

	if (!steps_look(chip, object, &state, sizeof(state)) || (aad && call_has(call, TAG_3)))
		return SW_CONDITIONS;
	status = step_key_value(chip, call, &state.key, &key);
	if (status != SW_OK)
		return status;
	if (aad)
		rc = aead_aad(call, key, &state.run, call_value(call, TAG_4));
	else if (state.run.ccm)
		rc = ccm_blocks(call, key, &state, call_value(call, TAG_3), &data);
	else
		rc = aead_data(call, key, &state.run, call_value(call, TAG_3), &data);
	if (rc == 0) {
		steps_keep(chip, object, &state, sizeof(state));
		/* Hosts read no answer to associated data, nor to a last piece for CCM. */
		if (!aad && (data.len > 0 || !state.run.ccm))
			answer_bytes(out, TAG_1, bytes, data.len);
	}
	OPENSSL_cleanse(bytes, sizeof(bytes));
	OPENSSL_cleanse(&state, sizeof(state));
	return cipher_status(rc);
}

static int begin_again(const struct se050_call *call, struct rbuf key, struct aead_state *state)
{
	OPENSSL_cleanse(state->pending, sizeof(state->pending));
	state->pending_len = 0;
	if (state->run.ccm)
		return ccm_start(
			call->env->crypto, (struct aead_key){ key.at, rbuf_left(&key) }, &state->run.of_ccm);
	gcm_restart(&state->run.gcm);
	return 0;
}

/* The last bytes and the tag, or the verdict; and the state as it is afterwards. */
static enum se05x_status finish(
	const struct se050 *chip, const struct se050_call *call, struct aead_state *state, struct wbuf *out)
{
	struct rbuf wanted = call_value(call, TAG_6), key;
	uint8_t bytes[AES_BLOCK], tag[AEAD_TAG];
	struct wbuf rest = wbuf_to(bytes, sizeof(bytes));
	enum se05x_status status;
	size_t tag_len = 0;
	bool good;
	int rc;

	status = step_key_value(chip, call, &state->key, &key);
	if (status != SW_OK)
		return status;
	if (state->run.decrypts
			? !aead_tag_fits(object_look(chip, state->key.id), &state->run, rbuf_left(&wanted))
			: call_has(call, TAG_6))
		return SW_CONDITIONS;
	rc = aead_data(call, key, &state->run, rbuf_from(state->pending, state->pending_len), &rest);
	if (rc == 0)
		rc = aead_tag(call, key, &state->run, tag, &tag_len);
	if (rc == 0)
		rc = begin_again(call, key, state);
	if (rc < 0)
		return cipher_status(rc);
	good = !state->run.decrypts || CRYPTO_memcmp(tag, wanted.at, rbuf_left(&wanted)) == 0;
	if (good && rest.len > 0)
		answer_bytes(out, TAG_1, bytes, rest.len);
	if (state->run.decrypts)
		answer_u8(out, TAG_2, good ? RESULT_SUCCESS : RESULT_FAILURE);
	else
		answer_bytes(out, TAG_2, tag, tag_len);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return SW_OK;
}

/* Back to after AEADInit; a vector of the part's own is spent (hosts). */
enum se05x_status aead_finish(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_2);
	struct aead_state state;
	enum se05x_status status;

	if (!steps_look(chip, object, &state, sizeof(state)))
		return SW_CONDITIONS;
	status = finish(chip, call, &state, out);
	if (status == SW_OK) {
		aead_drop_own(chip);
		if (!state.own_iv)
			steps_keep(chip, object, &state, sizeof(state));
	}
	OPENSSL_cleanse(&state, sizeof(state));
	return status;
}
