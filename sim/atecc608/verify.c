/* sim/atecc608/verify.c: Verify, with a key from outside or a stored one, and (in)validation of stored keys. */
#include <errno.h>
#include <string.h>

#include "commands.h"
#include "defect.h"
#include "crypto.h"
#include "io_protect.h"
#include "message.h"
#include "policy.h"
#include "zones.h"

enum {
	MODE_MSG_DIG_BUF = 0x20,
	MODE_MAC = 0x80,
	MODE_INVALIDATE = 0x04,
	OTHER_DATA_BYTES = 19,
	OTHER_DATA_INVALIDATE = 17,
	MODE_VALIDATE_EXTERNAL = 1,
};

static bool from_msg_dig_buf(const struct atecc_call *call)
{
	return call->param1 & MODE_MSG_DIG_BUF;
}

/* The message and, for a MAC, the system nonce: whichever buffer the mode names (TFLX-A 5.2.5.1). */
static enum atca_status message_check(const struct atecc *chip, const struct atecc_call *call)
{
	bool mac = call->param1 & MODE_MAC;
	size_t held = chip->sram.msg_dig_len;

	if (mac && !chip_options(chip).io_key)
		return ATCA_EXECUTION_ERROR;
	if (from_msg_dig_buf(call))
		return held >= (mac ? 64u : 32u) ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;
	if (!call->tempkey.valid || call->tempkey.private_key)
		return ATCA_EXECUTION_ERROR;
	return !mac || held >= 32 ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;
}

static enum atca_status from_crypto(int rc)
{
	if (rc == 0)
		return ATCA_SUCCESS;
	/* A point off the curve is 0F on parts, a signature that does not fit is 01. */
	return rc == -EBADMSG ? ATCA_MISCOMPARE : ATCA_EXECUTION_ERROR;
}

static void answer_mac(const struct atecc *chip, const struct atecc_call *call, const uint8_t message[32],
	const uint8_t signature[P256_SIGNATURE], struct wbuf *out)
{
	uint8_t bytes[32 * 3 + P256_SIGNATURE + 4];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	wbuf_put(&w, io_protection_key(chip), 32);
	wbuf_put(&w, message, 32);
	if (defect_planted(call->env, PLANT_ATCA_VERIFY_MAC_NONCE))
		wbuf_fill(&w, 0, 32);
	else
		wbuf_put(&w, chip->sram.msg_dig_buf + (from_msg_dig_buf(call) ? 32 : 0), 32);
	wbuf_put(&w, signature, P256_SIGNATURE);
	wbuf_u8(&w, call->opcode);
	wbuf_u8(&w, call->param1);
	wbuf_le16(&w, call->param2);
	sha256_bytes(bytes, w.len, wbuf_room(out, SHA256_BYTES));
}

static enum atca_status verify(struct atecc *chip, struct atecc_call *call, const uint8_t point[P256_POINT],
	const uint8_t signature[P256_SIGNATURE], struct wbuf *out)
{
	const uint8_t *message = from_msg_dig_buf(call) ? chip->sram.msg_dig_buf : call->tempkey.value;
	enum atca_status status =
		from_crypto(crypto_p256_verify(call->env->crypto, point, message, signature));

	if (status == ATCA_SUCCESS && call->param1 & MODE_MAC)
		answer_mac(chip, call, message, signature, out);
	return status;
}

enum atca_status verify_external_check(const struct atecc *chip, struct atecc_call *call)
{
	return message_check(chip, call);
}

enum atca_status verify_external(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t signature[P256_SIGNATURE];
	uint8_t point[P256_POINT];

	rbuf_copy(&call->data, signature, sizeof(signature));
	rbuf_copy(&call->data, point, sizeof(point));
	return verify(chip, call, point, signature, out);
}

/* A key that needs validation must have it (DS20005927A 9.20). */
enum atca_status verify_stored_check(const struct atecc *chip, struct atecc_call *call)
{
	unsigned int slot = call->param2;

	if (!slot_holds_public_key(chip, slot))
		return ATCA_EXECUTION_ERROR;
	if (public_key_has_validity(chip, slot) && !public_key_valid(chip, slot) &&
		!defect_planted(call->env, PLANT_ATCA_VERIFY_INVALID))
		return ATCA_EXECUTION_ERROR;
	if (message_check(chip, call) != ATCA_SUCCESS)
		return ATCA_EXECUTION_ERROR;
	/* A message in MsgDigBuf is no random nonce, whatever TempKey holds: seen on parts. */
	if (from_msg_dig_buf(call) && data_locked(chip) && key_config(chip, slot).req_random)
		return ATCA_EXECUTION_ERROR;
	return key_usable(chip, call, slot, USE_VERIFY);
}

/* Success authorises, as CheckMac does (DS20005927A 3.2.9). */
enum atca_status verify_stored(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t signature[P256_SIGNATURE];
	uint8_t point[P256_POINT];
	enum atca_status status;

	rbuf_copy(&call->data, signature, sizeof(signature));
	slot_public_key(chip, call->param2, point);
	status = verify(chip, call, point, signature, out);
	if (status == ATCA_SUCCESS && !defect_planted(call->env, PLANT_ATCA_VERIFY_NO_AUTH))
		key_authorise(chip, call->param2);
	return status;
}

/* X509format of the key: 00 says that a plain Validate will do (DS20005927A 9.20). */
static uint8_t x509_format(const struct atecc *chip, unsigned int slot)
{
	return chip->nv.config[CONFIG_X509_FORMAT + key_config(chip, slot).x509_id];
}

static unsigned int parent_of(const struct atecc *chip, unsigned int slot)
{
	return slot_config(chip, slot).read_key;
}

/* The parent is used; and on a 508A a key in slot 15 that is validated (DS20005927A 3.2.6). */
static enum atca_status uses_left(const struct atecc *chip, struct atecc_call *call, unsigned int slot)
{
	enum atca_status status = ATCA_SUCCESS;

	if (atecc_silicon(&chip->nv)->on == ON_508A && slot == 15)
		status = key_use_left(chip, call, slot);
	return status == ATCA_SUCCESS ? key_usable(chip, call, parent_of(chip, slot), USE_VERIFY) : status;
}

/* TempKey: the digest GenKey made of this very slot. */
enum atca_status verify_validate_check(const struct atecc *chip, struct atecc_call *call)
{
	unsigned int slot = call->param2;
	struct rbuf other = call->data;
	uint8_t invalidate;

	rbuf_bytes(&other, P256_SIGNATURE + OTHER_DATA_INVALIDATE);
	invalidate = rbuf_u8(&other) & 1;
	/* UNCERTAIN (ATCA-U-32): PubInfo is no precondition. */
	if (!slot_holds_public_key(chip, slot) || x509_format(chip, slot) != 0)
		return ATCA_EXECUTION_ERROR;
	if (!call->tempkey.gen_key || call->tempkey.key_id != slot)
		return ATCA_EXECUTION_ERROR;
	if (invalidate != (call->param1 >> 2 & 1) || !slot_holds_public_key(chip, parent_of(chip, slot)))
		return ATCA_EXECUTION_ERROR;
	return uses_left(chip, call, slot);
}

/* The message of an internal Sign, with OtherData where that has the signer's own bytes (TFLX-A 5.2.5.3). */
enum atca_status verify_validate(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t message[55];
	struct wbuf w = wbuf_to(message, sizeof(message));
	uint8_t signature[P256_SIGNATURE];
	uint8_t point[P256_POINT];
	uint8_t digest[SHA256_BYTES];
	enum atca_status status;

	(void)out;
	rbuf_copy(&call->data, signature, sizeof(signature));
	wbuf_put(&w, call->tempkey.value, 32);
	wbuf_u8(&w, ATCA_SIGN);
	rbuf_copy(&call->data, wbuf_room(&w, 10), 10);
	wbuf_u8(&w, chip->nv.config[CONFIG_SN_4_8 + 4]);
	rbuf_copy(&call->data, wbuf_room(&w, 4), 4);
	wbuf_put(&w, chip->nv.config + CONFIG_SN_0_3, 2);
	rbuf_copy(&call->data, wbuf_room(&w, 5), 5);
	sha256_bytes(message, w.len, digest);

	slot_public_key(chip, parent_of(chip, call->param2), point);
	status = from_crypto(crypto_p256_verify(call->env->crypto, point, digest, signature));
	if (status == ATCA_SUCCESS)
		public_key_set_valid(chip, call->param2, !(call->param1 & MODE_INVALIDATE));
	return status;
}

/*
 * 508A: a certificate that held the slot's public key at the place X509format names, hashed by SHA with its
 * Public mode, is signed by the parent (DS20005927A 9.20).
 */
enum atca_status verify_validate_external_check(const struct atecc *chip, struct atecc_call *call)
{
	unsigned int slot = call->param2;
	uint8_t format = x509_format(chip, slot);
	const struct atecc_sha_trail *trail = &chip->sram.sha_trail;

	if (!public_key_has_validity(chip, slot) || format == 0)
		return ATCA_EXECUTION_ERROR;
	if (!trail->ended || !trail->has_public || trail->public_slot != slot ||
		trail->public_block != (format & 0x0f) || trail->blocks != format >> 4)
		return ATCA_EXECUTION_ERROR;
	if (!slot_holds_public_key(chip, parent_of(chip, slot)))
		return ATCA_EXECUTION_ERROR;
	return uses_left(chip, call, slot);
}

enum atca_status verify_validate_external(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t signature[P256_SIGNATURE];
	uint8_t point[P256_POINT];
	enum atca_status status;

	(void)out;
	rbuf_copy(&call->data, signature, sizeof(signature));
	slot_public_key(chip, parent_of(chip, call->param2), point);
	status = from_crypto(crypto_p256_verify(call->env->crypto, point, call->tempkey.value, signature));
	if (status == ATCA_SUCCESS)
		public_key_set_valid(chip, call->param2, true);
	return status;
}
