/* sim/se050/aead.c: GCM and CCM at once, and what they have in common with those in steps. */
#include "aead.h"

#include <openssl/crypto.h>
#include <string.h>

#include "cipher.h"

enum {
	MODE_GCM = 0xb0,
	MODE_GCM_OWN_IV = 0xf3,
	MODE_CCM = 0xf4,
	IV_LENGTH = 2, /* an initial vector so long is the length of one that the part makes */
	TLV_HEAD = 4,
	/* Of the extended features, which forbid (hosts). */
	FORBIDS = 7,
	FORBIDS_GCM = 0x80,
	FORBIDS_EXTERNAL_IV = 0x40,
};

static bool encrypts(const struct se050_call *call)
{
	return call->apdu.p2 == P2_ENCRYPT || call->apdu.p2 == P2_ENCRYPT_ONESHOT;
}

/* Only encryption can do without a vector from outside. Hosts: FIPS mode wants one of the part's own. */
static enum se05x_status check_external_iv(const struct se050 *chip, const struct se050_call *call, bool ccm)
{
	uint32_t header = 0;

	if (chip->nv.identity.fips)
		return SW_CONDITIONS;
	if (!ccm && chip->nv.identity.extended_features[FORBIDS] & FORBIDS_EXTERNAL_IV)
		return SW_CONDITIONS;
	policy_header(call_object(call, TAG_1), call->user.id, &header);
	return header & FORBID_EXTERNAL_IV ? SW_NOT_ALLOWED : SW_OK;
}

enum se05x_status aead_plan(
	const struct se050 *chip, const struct se050_call *call, uint8_t mode, struct aead_plan *plan)
{
	struct rbuf iv = call_value(call, TAG_5);
	bool external;

	if (mode != MODE_GCM && mode != MODE_GCM_OWN_IV && mode != MODE_CCM)
		return SW_CONDITIONS;
	*plan = (struct aead_plan){ .ccm = mode == MODE_CCM, .decrypts = !encrypts(call) };
	plan->own_iv = !plan->decrypts && rbuf_left(&iv) == IV_LENGTH;
	plan->iv_len = plan->own_iv ? call_number(call, TAG_5) : rbuf_left(&iv);
	external = !plan->decrypts && !plan->own_iv;
	if (!plan->ccm && chip->nv.identity.extended_features[FORBIDS] & FORBIDS_GCM)
		return SW_CONDITIONS;
	if (plan->iv_len < AEAD_IV_MIN || plan->iv_len > (plan->ccm ? CCM_NONCE_MAX : AEAD_IV_MAX))
		return SW_CONDITIONS;
	if (external && mode == MODE_GCM_OWN_IV)
		return SW_CONDITIONS;
	return external ? check_external_iv(chip, call, plan->ccm) : SW_OK;
}

static struct aead_key key_of(const struct rbuf *key)
{
	return (struct aead_key){ key->at, rbuf_left(key) };
}

int aead_begin(struct se050 *chip, const struct se050_call *call, const struct aead_plan *plan,
	struct aead_run *run, uint8_t iv[AEAD_IV_MAX])
{
	struct rbuf value = object_value(chip, call_object(call, TAG_1));
	struct rbuf given = call_value(call, TAG_5);

	run->ccm = plan->ccm;
	run->decrypts = plan->decrypts;
	if (plan->own_iv)
		se050_random(chip, call, iv, plan->iv_len);
	else
		rbuf_copy(&given, iv, plan->iv_len);
	if (!plan->ccm)
		return gcm_start(call->env->crypto, key_of(&value), &run->gcm, iv, plan->iv_len);
	memcpy(run->of_ccm.nonce, iv, plan->iv_len);
	run->of_ccm.nonce_len = (uint8_t)plan->iv_len;
	return ccm_start(call->env->crypto, key_of(&value), &run->of_ccm);
}

int aead_aad(const struct se050_call *call, struct rbuf key, struct aead_run *run, struct rbuf in)
{
	struct crypto *crypto = call->env->crypto;

	if (run->ccm)
		return ccm_aad(crypto, key_of(&key), &run->of_ccm, in.at, rbuf_left(&in));
	return gcm_aad(crypto, key_of(&key), &run->gcm, in.at, rbuf_left(&in));
}

int aead_data(const struct se050_call *call, struct rbuf key, struct aead_run *run, struct rbuf in,
	struct wbuf *out)
{
	struct crypto *crypto = call->env->crypto;
	size_t len = rbuf_left(&in);
	uint8_t *room = wbuf_room(out, len);

	if (run->ccm)
		return ccm_data(crypto, key_of(&key), &run->of_ccm, run->decrypts, in.at, room, len);
	return gcm_data(crypto, key_of(&key), &run->gcm, run->decrypts, in.at, room, len);
}

int aead_tag(const struct se050_call *call, struct rbuf key, const struct aead_run *run,
	uint8_t tag[AEAD_TAG], size_t *len)
{
	*len = run->ccm ? run->of_ccm.tag_len : AEAD_TAG;
	if (run->ccm)
		return ccm_tag(call->env->crypto, key_of(&key), &run->of_ccm, tag);
	return gcm_tag(call->env->crypto, key_of(&key), &run->gcm, tag);
}

/*
 * UNCERTAIN (SE05X-U-45): a key that says nothing wants whole tags (evidence 3.5). A tag of CCM is as long as was said
 * when it began.
 */
bool aead_tag_fits(const struct se050_object *key, const struct aead_run *run, size_t len)
{
	size_t least = key->tag_len == 0 ? AEAD_TAG : key->tag_len;

	return len >= least && (!run->ccm || len == run->of_ccm.tag_len);
}

/* What CCM at once has to know beforehand. */
static struct aead_run run_at_once(const struct se050_call *call)
{
	struct rbuf data = call_value(call, TAG_3), aad = call_value(call, TAG_4),
		    tag = call_value(call, TAG_6);

	return (struct aead_run){ .of_ccm = {
					  .tag_len = (uint8_t)(encrypts(call) ? AEAD_TAG : rbuf_left(&tag)),
					  .aad_len = (uint32_t)rbuf_left(&aad),
					  .data_len = (uint32_t)rbuf_left(&data),
				  } };
}

static enum se05x_status plan_at_once(
	const struct se050 *chip, const struct se050_call *call, struct aead_plan *plan)
{
	enum se05x_status status = aead_plan(chip, call, (uint8_t)call_number(call, TAG_2), plan);
	struct rbuf data = call_value(call, TAG_3), tag = call_value(call, TAG_6);
	struct aead_run run = run_at_once(call);
	size_t answer = TLV_HEAD + rbuf_left(&data) + TLV_HEAD + AEAD_TAG;

	if (status != SW_OK)
		return status;
	run.ccm = plan->ccm;
	if (plan->decrypts && !aead_tag_fits(call_object(call, TAG_1), &run, rbuf_left(&tag)))
		return SW_CONDITIONS;
	if (plan->own_iv)
		answer += TLV_HEAD + plan->iv_len;
	return answer <= SE050_DATA_MAX ? SW_OK : SW_CONDITIONS;
}

/* Data, tag and vector; or the verdict, with data only when it is good (hosts). */
static void answer_at_once(const struct se050_call *call, const struct aead_plan *plan,
	const struct wbuf *data, const uint8_t *tag, const uint8_t *iv, struct wbuf *out)
{
	struct rbuf wanted = call_value(call, TAG_6);
	bool good = !plan->decrypts || CRYPTO_memcmp(tag, wanted.at, rbuf_left(&wanted)) == 0;

	if (good && data->len > 0)
		answer_bytes(out, TAG_1, data->at, data->len);
	if (plan->decrypts)
		answer_u8(out, TAG_2, good ? RESULT_SUCCESS : RESULT_FAILURE);
	else
		answer_bytes(out, TAG_2, tag, AEAD_TAG);
	if (plan->own_iv)
		answer_bytes(out, TAG_3, iv, plan->iv_len);
}

enum se05x_status aead_oneshot(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct rbuf key = object_value(chip, call_object(call, TAG_1));
	uint8_t bytes[SE050_DATA_MAX], iv[AEAD_IV_MAX], tag[AEAD_TAG];
	struct wbuf data = wbuf_to(bytes, sizeof(bytes));
	struct aead_run run = run_at_once(call);
	struct aead_plan plan;
	enum se05x_status status = plan_at_once(chip, call, &plan);
	size_t tag_len;
	int rc;

	if (status != SW_OK)
		return status;
	rc = aead_begin(chip, call, &plan, &run, iv);
	if (rc == 0)
		rc = aead_aad(call, key, &run, call_value(call, TAG_4));
	if (rc == 0)
		rc = aead_data(call, key, &run, call_value(call, TAG_3), &data);
	if (rc == 0)
		rc = aead_tag(call, key, &run, tag, &tag_len);
	if (rc == 0) {
		aead_drop_own(chip);
		answer_at_once(call, &plan, &data, tag, iv, out);
	}
	OPENSSL_cleanse(bytes, sizeof(bytes));
	OPENSSL_cleanse(&run, sizeof(run));
	return cipher_status(rc);
}
