/* sim/se050/attest.c: answers that a key of the part signs (AN12413 3.2.7.2; se050-evidence.md 3.9). */
#include "attest.h"
#include "defect.h"

#include <openssl/crypto.h>

#include "curve.h"
#include "ec_sign.h"
#include "hash.h"
#include "i2cm.h"
#include "inspect.h"
#include "manage.h"
#include "rsa_signature.h"
#include "rules.h"

enum {
	HEADS = 6 * 4, /* at most six TLVs */
	AROUND = TIMESTAMP + 16 /* freshness */ + SE050_UNIQUE_ID + 2 /* size */ + HEADS,
	SIGNED_MAX = SHA256_BYTES + SE050_DATA_MAX,
};

static bool is_rsa(const struct se050_object *key)
{
	return RSA_PRIVATES >> key->class & 1;
}

/* Edwards keys attest from 7.2 on (AN12413 4.3.22 has ECDSA and RSA only). */
static enum se05x_status fits(const struct se050 *chip, const struct se050_object *key, uint8_t algorithm)
{
	if (is_rsa(key))
		return rsa_sign_fits(chip, key, algorithm);
	if (key->detail == CURVE_ED25519 && !se050_rule(chip, RULE_ATTEST_TLVS))
		return SW_CONDITIONS;
	return ec_sign_fits(chip, key, algorithm);
}

static enum se05x_status sign(struct se050 *chip, const struct se050_call *call,
	const struct se050_object *key, uint8_t algorithm, struct rbuf message, struct wbuf *signature)
{
	if (is_rsa(key))
		return rsa_sign_message(chip, call, key, algorithm, message, signature);
	return ec_sign_message(chip, call, key, algorithm, message, signature);
}

static size_t signature_max(const struct se050_object *key)
{
	return is_rsa(key) ? key->bits / 8u : EC_SIGNATURE_MAX;
}

enum se05x_status attest_check(
	const struct se050 *chip, const struct se050_call *call, uint8_t key_tag, size_t len)
{
	const struct se050_object *key = call_object(call, key_tag);
	enum se05x_status status = fits(chip, key, (uint8_t)call_number(call, key_tag + 1));

	if (status != SW_OK)
		return status;
	/* UNCERTAIN (SE05X-U-31): what is too long for an answer is refused, as a plain read is. */
	return len + AROUND + signature_max(key) <= se050_payload_max(chip) ? SW_OK : SW_CONDITIONS;
}

/* An answer under way, and what is signed of it. */
struct attested {
	struct wbuf *answer;
	struct wbuf message;
	bool tlvs;          /* the signature is over whole TLVs */
	bool short_lengths; /* a defect: defect_plants.h */
};

static void add(struct attested *to, uint8_t tag, const void *value, size_t len)
{
	if (to->tlvs) {
		size_t from = to->answer->len;

		tlv_put_wide(to->answer, tag, value, len);
		if (to->short_lengths)
			tlv_put(&to->message, tag, value, len);
		else
			wbuf_put(&to->message, to->answer->at + from, to->answer->len - from);
	} else {
		tlv_put(to->answer, tag, value, len);
		wbuf_put(&to->message, value, len);
	}
}

static void add_bytes(struct attested *to, uint8_t tag, struct rbuf value)
{
	if (value.at)
		add(to, tag, value.at, rbuf_left(&value));
}

/* From 7.2 on the command is signed: as it is without protection, Lc in three bytes, no Le. */
static void add_command(struct attested *to, const struct apdu *apdu)
{
	struct rbuf data = apdu->data;
	struct sha256 hash;
	uint8_t head[7], digest[SHA256_BYTES];
	struct wbuf w = wbuf_to(head, sizeof(head));

	wbuf_u8(&w, CLA_PROPRIETARY);
	wbuf_u8(&w, apdu->ins);
	wbuf_u8(&w, apdu->p1);
	wbuf_u8(&w, apdu->p2);
	wbuf_u8(&w, 0);
	wbuf_be16(&w, (uint16_t)rbuf_left(&data));
	sha256_init(&hash);
	sha256_update(&hash, head, w.len);
	sha256_update(&hash, data.at, rbuf_left(&data));
	sha256_final(&hash, digest);
	wbuf_put(&to->message, digest, sizeof(digest));
}

static void add_tlvs(struct attested *to, const struct se050 *chip, const struct se050_call *call,
	const struct attest_subject *subject, const uint8_t stamp[TIMESTAMP])
{
	uint8_t size[2];
	struct wbuf w = wbuf_to(size, sizeof(size));

	wbuf_be16(&w, subject->size);
	add_command(to, &call->apdu);
	if (defect_planted(call->env, PLANT_SE_ATTEST_NO_COMMAND))
		to->message.at[0] ^= 1;
	add_bytes(to, TAG_1, subject->value);
	add(to, TAG_2, chip->nv.unique_id, SE050_UNIQUE_ID);
	add_bytes(to, TAG_3, subject->attributes);
	add(to, TAG_4, size, sizeof(size));
	add(to, TAG_TIMESTAMP, stamp, TIMESTAMP);
}

static void add_values(struct attested *to, const struct se050 *chip, const struct se050_call *call,
	const struct attest_subject *subject, const uint8_t stamp[TIMESTAMP])
{
	add_bytes(to, TAG_1, subject->value);
	add_bytes(to, TAG_2, subject->attributes);
	add(to, TAG_3, stamp, TIMESTAMP);
	add_bytes(to, TAG_4, call_value(call, TAG_7));
	if (defect_planted(call->env, PLANT_SE_ATTEST_NOT_FRESH))
		to->message.len -= 16;
	add(to, TAG_5, chip->nv.unique_id, SE050_UNIQUE_ID);
}

static enum se05x_status fill(struct se050 *chip, struct se050_call *call, uint8_t key_tag,
	const struct attest_subject *subject, struct wbuf *out)
{
	bool tlvs = se050_rule(chip, RULE_ATTEST_TLVS);
	uint8_t message[SIGNED_MAX], signature[RSA_SIGNATURE_MAX], stamp[TIMESTAMP];
	struct attested to = { .answer = out,
		.message = wbuf_to(message, sizeof(message)),
		.tlvs = tlvs,
		.short_lengths = defect_planted(call->env, PLANT_SE_ATTEST_SHORT_LENGTHS) };
	struct wbuf signed_by = wbuf_to(signature, sizeof(signature));
	enum se05x_status status;

	manage_timestamp(chip, call->env, stamp);
	if (tlvs)
		add_tlvs(&to, chip, call, subject, stamp);
	else
		add_values(&to, chip, call, subject, stamp);
	status = sign(chip, call, call_object(call, key_tag), (uint8_t)call_number(call, key_tag + 1),
		rbuf_from(message, to.message.len), &signed_by);
	add(&to, tlvs ? TAG_SIGNATURE : TAG_6, signature, signed_by.len);
	OPENSSL_cleanse(message, sizeof(message));
	return status;
}

enum se05x_status attest_answer(struct se050 *chip, struct se050_call *call, uint8_t key_tag,
	const struct attest_subject *subject, struct wbuf *out)
{
	uint32_t time_high = chip->nv.time_high;
	bool timed = chip->power.timed;
	enum se05x_status status = fill(chip, call, key_tag, subject, out);

	if (status != SW_OK) {
		chip->nv.time_high = time_high;
		chip->power.timed = timed;
	}
	return status;
}

/*
 * UNCERTAIN (SE05X-U-30): an object without the right to read is attested all the same, without its value; but neither
 * one that is forbidden altogether, nor one whose condition is not met.
 */
static enum se05x_status may_attest(
	const struct se050 *chip, const struct se050_call *call, const struct se050_object *object)
{
	uint32_t header = 0;

	if (object->flags & OBJECT_TRANSIENT && object->owner != call->user.id)
		return SW_CONDITIONS;
	policy_header(object, call->user.id, &header);
	return policy_check(chip, object, &call->user, header);
}

static bool has_readable_value(
	const struct se050 *chip, const struct se050_call *call, const struct se050_object *object)
{
	return (EC_PUBLICS | RSA_PUBLICS | FILES) >> object->class & 1 &&
	       policy_check(chip, object, &call->user, RIGHT_READ) == SW_OK;
}

static enum se05x_status subject_of_read(
	const struct se050 *chip, const struct se050_call *call, struct attest_subject *subject)
{
	const struct se050_object *object = call_object(call, TAG_1);
	enum se05x_status status = may_attest(chip, call, object);

	subject->size = (uint16_t)inspect_size(object);
	if (status == SW_OK && has_readable_value(chip, call, object))
		status = inspect_value(chip, call, object, &subject->value);
	return status;
}

static size_t attributes_len(const struct se050_call *call)
{
	return INSPECT_ATTRIBUTES_MAX - POLICY_MAX + call_object(call, TAG_1)->policy_len;
}

enum se05x_status attest_read_check(const struct se050 *chip, struct se050_call *call)
{
	struct attest_subject subject = { .size = 0 };
	enum se05x_status status = subject_of_read(chip, call, &subject);

	if (status != SW_OK)
		return status;
	return attest_check(chip, call, TAG_5, rbuf_left(&subject.value) + attributes_len(call));
}

enum se05x_status attest_read(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t bytes[INSPECT_ATTRIBUTES_MAX];
	struct wbuf attributes = wbuf_to(bytes, sizeof(bytes));
	struct attest_subject subject = { .size = 0 };
	enum se05x_status status = subject_of_read(chip, call, &subject);

	inspect_attributes(chip, call_object(call, TAG_1), &attributes);
	subject.attributes = rbuf_from(bytes, attributes.len);
	return status == SW_OK ? attest_answer(chip, call, TAG_5, &subject, out) : status;
}

enum se05x_status attest_attributes_check(const struct se050 *chip, struct se050_call *call)
{
	return attest_check(chip, call, TAG_5, attributes_len(call));
}

enum se05x_status attest_attributes(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_1);
	uint8_t bytes[INSPECT_ATTRIBUTES_MAX];
	struct wbuf attributes = wbuf_to(bytes, sizeof(bytes));
	struct attest_subject subject = { .size = (uint16_t)inspect_size(object) };

	inspect_attributes(chip, object, &attributes);
	subject.attributes = rbuf_from(bytes, attributes.len);
	return attest_answer(chip, call, TAG_5, &subject, out);
}

enum se05x_status attest_self_test_check(const struct se050 *chip, struct se050_call *call)
{
	enum se05x_status status = manage_self_test_check(chip, call);

	return status == SW_OK ? attest_check(chip, call, TAG_5, 1) : status;
}

/* UNCERTAIN (SE05X-U-32): the size that is told is the result's own, here and of the I2C master. */
enum se05x_status attest_self_test(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	static const uint8_t success = RESULT_SUCCESS;
	struct attest_subject subject = { .value = rbuf_from(&success, 1), .size = 1 };

	return attest_answer(chip, call, TAG_5, &subject, out);
}

enum se05x_status attest_i2cm_check(const struct se050 *chip, struct se050_call *call)
{
	enum se05x_status status = i2cm_check(chip, call);

	return status == SW_OK ? attest_check(chip, call, TAG_2, I2CM_RESULT_MAX) : status;
}

enum se05x_status attest_i2cm(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t bytes[I2CM_RESULT_MAX];
	struct wbuf results = wbuf_to(bytes, sizeof(bytes));
	struct attest_subject subject = { .size = 0 };

	i2cm_results(call, &results);
	subject.value = rbuf_from(bytes, results.len);
	subject.size = (uint16_t)results.len;
	return attest_answer(chip, call, TAG_2, &subject, out);
}
