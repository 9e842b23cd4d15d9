/* sim/atecc608/sign.c: Sign, of a digest from outside or of a message made in the chip. */
#include <string.h>

#include "commands.h"
#include "defect.h"
#include "crypto.h"
#include "message.h"
#include "policy.h"
#include "zones.h"

enum {
	MODE_SERIAL = 0x40,
};

/* The key: private, P-256, secret, and allowed by ReadKey's bit once locked (DS20005927A 9.18, table 2-6). */
static enum atca_status key_check(const struct atecc *chip, struct atecc_call *call, uint8_t permission)
{
	struct key_config key = key_config(chip, call->param2);
	struct slot_config slot = slot_config(chip, call->param2);

	if (!key.is_private || key.key_type != KEY_TYPE_P256 || !slot.is_secret)
		return ATCA_EXECUTION_ERROR;
	if (!private_key_there(chip, call, call->param2))
		return ATCA_EXECUTION_ERROR;
	if (data_locked(chip) && !(slot.read_key & permission) &&
		!defect_planted(call->env, PLANT_ATCA_SIGN_ANY_PERMISSION))
		return ATCA_EXECUTION_ERROR;
	return key_usable(chip, call, call->param2, USE_SIGN);
}

static enum atca_status sign(
	struct atecc *chip, struct atecc_call *call, const uint8_t digest[32], struct wbuf *out)
{
	struct rng_stream stream = atecc_stream(chip, call);
	uint8_t signature[P256_SIGNATURE];

	if (crypto_p256_sign(
		    call->env->crypto, &stream, slot_private_key(chip, call->param2), digest, signature) < 0)
		return ATCA_ECC_FAULT;
	wbuf_put(out, signature, sizeof(signature));
	return ATCA_SUCCESS;
}

enum atca_status sign_external_check(const struct atecc *chip, struct atecc_call *call)
{
	return key_check(chip, call, PRIVATE_EXTERNAL_SIGN);
}

enum atca_status sign_external(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	return sign(chip, call, call->tempkey.value, out);
}

enum atca_status sign_msg_dig_buf_check(const struct atecc *chip, struct atecc_call *call)
{
	if (chip->sram.msg_dig_len == 0)
		return ATCA_EXECUTION_ERROR;
	return key_check(chip, call, PRIVATE_EXTERNAL_SIGN);
}

enum atca_status sign_msg_dig_buf(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	return sign(chip, call, chip->sram.msg_dig_buf, out);
}

/* Of a GenDig or GenKey result, and never before the data lock (DS20005927A 9.18). */
enum atca_status sign_internal_check(const struct atecc *chip, struct atecc_call *call)
{
	if (!call->tempkey.gen_dig && !call->tempkey.gen_key)
		return ATCA_EXECUTION_ERROR;
	return key_check(chip, call, PRIVATE_INTERNAL_SIGN);
}

/* 55 bytes: TempKey, the command, and what is known of the slot TempKey was made from (TFLX-A 5.2.4.1). */
enum atca_status sign_internal(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	const struct atecc_tempkey *tempkey = &call->tempkey;
	unsigned int about = tempkey->key_id;
	uint8_t message[55];
	struct wbuf w = wbuf_to(message, sizeof(message));
	uint8_t digest[SHA256_BYTES];

	wbuf_put(&w, tempkey->value, 32);
	wbuf_u8(&w, call->opcode);
	wbuf_u8(&w, call->param1);
	wbuf_le16(&w, call->param2);
	wbuf_le16(&w, slot_config(chip, about).raw);
	wbuf_le16(&w, key_config(chip, about).raw);
	wbuf_u8(&w, tempkey_flags(tempkey));
	wbuf_fill(&w, 0, 2);
	message_serial(&w, chip, call->param1 & MODE_SERIAL);
	wbuf_u8(&w, !slot_locked(chip, about) != defect_planted(call->env, PLANT_ATCA_SIGN_LOCK_BIT));
	/* Whether that slot holds a public key valid at present (DS20005927A p.86). */
	wbuf_u8(&w, public_key_has_validity(chip, about) && public_key_valid(chip, about));
	wbuf_u8(&w, 0);
	sha256_bytes(message, w.len, digest);
	return sign(chip, call, digest, out);
}
