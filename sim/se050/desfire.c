/* sim/se050/desfire.c: a reader's half of MIFARE DESFire EV2. What a card is told and answers: desfire_key.c. */
#include "desfire.h"

#include <openssl/crypto.h>
#include <string.h>

#include "defect.h"
#include "derived.h"
#include "steps.h"

enum {
	CAPABILITIES = 12, /* PDcap2, PCDcap2 */
	CHANGE_KEY = 0xc4,
	CHANGE_KEY_EV2 = 0xc6,
	NO_KEY_SET = 0xff,      /* ChangeKey is meant */
	KEY_SET_DEFAULT = 0xc6, /* AN12413 table 228 */
	CARD_OK = 0x00,
};

static bool is_aes128(const struct se050_object *object)
{
	return object->value_len == AES128_KEY;
}

/* AN12413 4.15: the state is of one user, and of nobody else. */
static bool is_owned(const struct se050 *chip, const struct se050_call *call, enum desfire_state state)
{
	const struct se050_desfire *desfire = &chip->applet.desfire;

	if (desfire->state != state)
		return false;
	return desfire->owner == call->user.id || defect_planted(call->env, PLANT_SE_DESFIRE_ANY_USER);
}

/* UNCERTAIN (SE05X-U-97): what the rules of 7.2 for DESFire mean for this. */
enum se05x_status desfire_diversify_check(const struct se050 *chip, struct se050_call *call)
{
	struct rbuf input = call_value(call, TAG_3);

	if (!is_aes128(call_object(call, TAG_1)) || rbuf_left(&input) > DESFIRE_INPUT_MAX)
		return SW_CONDITIONS;
	return derived_fits(chip, call_object(call, TAG_2), AES128_KEY);
}

enum se05x_status desfire_diversify_run(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct rbuf master = object_value(chip, call_object(call, TAG_1));
	uint8_t key[AES128_KEY];
	int rc = desfire_diversify(call->env->crypto, master, call_value(call, TAG_3), key);

	(void)out;
	if (rc == 0)
		memcpy(object_change(chip, call_object(call, TAG_2)), key, sizeof(key));
	OPENSSL_cleanse(key, sizeof(key));
	return rc == 0 ? SW_OK : SW_FAILURE;
}

/* The card's challenge, decrypted, and the part's own with it for the card; `next` is what the state then is. */
static enum se05x_status challenge(
	struct se050 *chip, struct se050_call *call, struct se050_desfire *next, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_1);
	struct rbuf key = object_value(chip, object), sent = call_value(call, TAG_2);
	uint8_t iv[AES_BLOCK] = { 0 }, both[2 * DESFIRE_RANDOM];
	int rc = crypto_aes_cbc_decrypt(
		call->env->crypto, key.at, rbuf_left(&key), iv, sent.at, next->rnd_b, DESFIRE_RANDOM);

	se050_random(chip, call, next->rnd_a, DESFIRE_RANDOM);
	memcpy(both, next->rnd_a, DESFIRE_RANDOM);
	desfire_rotate(next->rnd_b, both + DESFIRE_RANDOM);
	memset(iv, 0, sizeof(iv));
	if (rc == 0)
		rc = crypto_aes_cbc_encrypt(
			call->env->crypto, key.at, rbuf_left(&key), iv, both, both, sizeof(both));
	if (rc == 0) {
		step_key_note(chip, object, 0, &next->key);
		next->changing = false;
		chip->applet.desfire = *next;
		answer_bytes(out, TAG_1, both, sizeof(both));
	}
	OPENSSL_cleanse(next, sizeof(*next));
	OPENSSL_cleanse(both, sizeof(both));
	return rc == 0 ? SW_OK : SW_FAILURE;
}

enum se05x_status desfire_first_check(const struct se050 *chip, struct se050_call *call)
{
	(void)chip;
	return is_aes128(call_object(call, TAG_1)) ? SW_OK : SW_CONDITIONS;
}

/* Whose state it was does not count (AN12413 4.15). */
enum se05x_status desfire_first(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_desfire next = { .state = DESFIRE_FIRST, .owner = call->user.id };

	return challenge(chip, call, &next, out);
}

/* UNCERTAIN (SE05X-U-90): without a transaction of DFAuthenticateFirst there is none to go on with. */
enum se05x_status desfire_again_check(const struct se050 *chip, struct se050_call *call)
{
	if (!is_owned(chip, call, DESFIRE_OPEN) && !is_owned(chip, call, DESFIRE_AGAIN))
		return SW_CONDITIONS;
	return desfire_first_check(chip, call);
}

enum se05x_status desfire_again(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_desfire next = chip->applet.desfire;

	next.state = DESFIRE_AGAIN;
	return challenge(chip, call, &next, out);
}

/*
 * What the card answered, decrypted; rnd_a: where the part's own number is to be in it. The session keys when it is right.
 * UNCERTAIN (SE05X-U-91): a wrong answer leaves the challenge as it is. The policy is not asked again (AN12413 table 284).
 */
static enum se05x_status finish(
	struct se050 *chip, struct se050_call *call, enum desfire_state state, uint8_t *plain, size_t rnd_a)
{
	struct se050_desfire *desfire = &chip->applet.desfire;
	struct rbuf sent = call_value(call, TAG_1), key;
	uint8_t iv[AES_BLOCK] = { 0 }, expected[DESFIRE_RANDOM];
	enum se05x_status status;

	if (!is_owned(chip, call, state))
		return SW_CONDITIONS;
	status = step_key_value(chip, call, &desfire->key, &key);
	if (status != SW_OK)
		return status;
	if (crypto_aes_cbc_decrypt(
		    call->env->crypto, key.at, rbuf_left(&key), iv, sent.at, plain, rbuf_left(&sent)) < 0)
		return SW_FAILURE;
	desfire_rotate(desfire->rnd_a, expected);
	if (CRYPTO_memcmp(plain + rnd_a, expected, sizeof(expected)) != 0 &&
		!defect_planted(call->env, PLANT_SE_DESFIRE_ANY_CARD))
		return SW_WRONG_DATA;
	if (desfire_session(
		    call->env->crypto, key.at, desfire->rnd_a, desfire->rnd_b, &desfire->transaction) < 0)
		return SW_FAILURE;
	desfire->state = DESFIRE_OPEN;
	OPENSSL_cleanse(desfire->rnd_a, sizeof(desfire->rnd_a));
	OPENSSL_cleanse(desfire->rnd_b, sizeof(desfire->rnd_b));
	return SW_OK;
}

/* TI, RndA', PDcap2, PCDcap2. */
enum se05x_status desfire_first_end(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t plain[DESFIRE_TI + DESFIRE_RANDOM + CAPABILITIES] = { 0 };
	enum se05x_status status = finish(chip, call, DESFIRE_FIRST, plain, DESFIRE_TI);

	if (status == SW_OK) {
		memcpy(chip->applet.desfire.transaction.ti, plain, DESFIRE_TI);
		answer_bytes(out, TAG_1, plain + DESFIRE_TI + DESFIRE_RANDOM, CAPABILITIES);
	}
	OPENSSL_cleanse(plain, sizeof(plain));
	return status;
}

/* RndA' alone: transaction and counter go on. */
enum se05x_status desfire_again_end(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t plain[DESFIRE_RANDOM] = { 0 };
	enum se05x_status status = finish(chip, call, DESFIRE_AGAIN, plain, 0);

	(void)out;
	if (status == SW_OK && defect_planted(call->env, PLANT_SE_DESFIRE_COUNTER))
		chip->applet.desfire.transaction.counter = 0;
	OPENSSL_cleanse(plain, sizeof(plain));
	return status;
}

/* UNCERTAIN (SE05X-U-93): the counter's byte order; it is that of the card's messages. */
enum se05x_status desfire_dump(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_desfire *desfire = &chip->applet.desfire;
	const struct desfire_transaction *transaction = &desfire->transaction;
	struct step_key key = desfire->key;
	uint8_t bytes[2 * AES128_KEY + DESFIRE_TI + 2];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	enum se05x_status status;
	struct rbuf value;

	if (!is_owned(chip, call, DESFIRE_OPEN))
		return SW_CONDITIONS;
	key.right = RIGHT_DESFIRE_DUMP;
	status = step_key_value(chip, call, &key, &value);
	if (status != SW_OK)
		return status;
	wbuf_put(&w, transaction->enc, sizeof(transaction->enc));
	wbuf_put(&w, transaction->mac, sizeof(transaction->mac));
	wbuf_put(&w, transaction->ti, sizeof(transaction->ti));
	wbuf_le16(&w, transaction->counter);
	answer_bytes(out, TAG_1, bytes, w.len);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return SW_OK;
}

enum se05x_status desfire_change_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *old = call_object(call, TAG_1);

	if (!is_owned(chip, call, DESFIRE_OPEN) || (old && !is_aes128(old)))
		return SW_CONDITIONS;
	return is_aes128(call_object(call, TAG_2)) ? SW_OK : SW_CONDITIONS;
}

/*
 * UNCERTAIN (SE05X-U-94): the answer is what the card gets behind the key number, the cryptogram and the command's MAC,
 * which the host could not make. UNCERTAIN (SE05X-U-95): the default key set goes to the card as it is.
 * UNCERTAIN (SE05X-U-92): a key set goes before the key number.
 */
enum se05x_status desfire_change(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_desfire *desfire = &chip->applet.desfire;
	struct rbuf old = rbuf_from(NULL, 0), key = object_value(chip, call_object(call, TAG_2));
	uint8_t set = call_has(call, TAG_3) ? (uint8_t)call_number(call, TAG_3) : KEY_SET_DEFAULT;
	uint8_t command = set == NO_KEY_SET ? CHANGE_KEY : CHANGE_KEY_EV2;
	uint8_t data[DESFIRE_KEY_DATA + DESFIRE_MAC], covered[DESFIRE_HEADER_MAX];
	struct wbuf w = wbuf_to(covered, sizeof(covered));
	int rc;

	if (call_object(call, TAG_1))
		old = object_value(chip, call_object(call, TAG_1));
	desfire_key_data(old, key, (uint8_t)call_number(call, TAG_5), data);
	rc = desfire_encrypt(call->env->crypto, &desfire->transaction, data, data, DESFIRE_KEY_DATA);
	if (set != NO_KEY_SET)
		wbuf_u8(&w, set);
	wbuf_u8(&w, (uint8_t)call_number(call, TAG_4));
	wbuf_put(&w, data, DESFIRE_KEY_DATA);
	if (rc == 0)
		rc = desfire_mac(call->env->crypto, &desfire->transaction, command, rbuf_from(covered, w.len),
			data + DESFIRE_KEY_DATA);
	if (rc == 0) {
		answer_bytes(out, TAG_1, data, sizeof(data));
		desfire->transaction.counter++;
		desfire->changing = true;
	}
	OPENSSL_cleanse(data, sizeof(data));
	return rc == 0 ? SW_OK : SW_FAILURE;
}

/* The card's answer has no data. UNCERTAIN (SE05X-U-98): MACs of other lengths, and a second one. */
enum se05x_status desfire_change_end(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_desfire *desfire = &chip->applet.desfire;
	struct rbuf sent = call_value(call, TAG_1), nothing = rbuf_from(NULL, 0);
	uint8_t mac[DESFIRE_MAC];
	bool good;

	if (!is_owned(chip, call, DESFIRE_OPEN) || !desfire->changing)
		return SW_CONDITIONS;
	if (desfire_mac(call->env->crypto, &desfire->transaction, CARD_OK, nothing, mac) < 0)
		return SW_FAILURE;
	good = rbuf_left(&sent) == sizeof(mac) && CRYPTO_memcmp(sent.at, mac, sizeof(mac)) == 0;
	desfire->changing = !good;
	answer_u8(out, TAG_1, good ? RESULT_SUCCESS : RESULT_FAILURE);
	return SW_OK;
}

/* UNCERTAIN (SE05X-U-96): whoever calls it, and also when there is nothing to end. */
enum se05x_status desfire_kill(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)call;
	(void)out;
	OPENSSL_cleanse(&chip->applet.desfire, sizeof(chip->applet.desfire));
	return SW_OK;
}
