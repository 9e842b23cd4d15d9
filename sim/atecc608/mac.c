/* sim/atecc608/mac.c: MAC, CheckMac and the 508A's HMAC: 88-byte messages of a key, a challenge, the serial number. */
#include <openssl/crypto.h>
#include <string.h>

#include "commands.h"
#include "defect.h"
#include "message.h"
#include "policy.h"
#include "zones.h"

enum {
	MODE_SECOND_TEMPKEY = 0x01,
	MODE_FIRST_TEMPKEY = 0x02,
	MODE_SERIAL = 0x40,
	MESSAGE_BYTES = 88,
	OTHER_DATA_BYTES = 13,
};

static unsigned int slot_of(const struct atecc_call *call)
{
	return call->param2 & 0x0f;
}

/* TempKey in either place: valid, of the source the mode says; and made with a NoMac key it makes no MAC (table 2-16). */
static bool tempkey_fits(const struct atecc_call *call, enum key_use use)
{
	const struct atecc_tempkey *tempkey = &call->tempkey;

	if (!tempkey->valid || tempkey->private_key || (tempkey->no_mac && use != USE_CHECK_MAC))
		return false;
	return tempkey->input == (call->param1 >> 2 & 1);
}

/* A slot's first 32 bytes as a key; private keys are for Sign, GenKey, ECDH, PrivWrite only (DS20005927A p.21). */
static enum atca_status slot_fits(const struct atecc *chip, struct atecc_call *call, enum key_use use)
{
	unsigned int slot = slot_of(call);

	if (key_config(chip, slot).is_private)
		return ATCA_EXECUTION_ERROR;
	if (use != USE_CHECK_MAC && slot_config(chip, slot).no_mac)
		return ATCA_EXECUTION_ERROR;
	return key_usable(chip, call, slot, use);
}

static enum atca_status blocks_fit(const struct atecc *chip, struct atecc_call *call, enum key_use use)
{
	bool first = call->param1 & MODE_FIRST_TEMPKEY;

	if ((first || call->param1 & MODE_SECOND_TEMPKEY) && !tempkey_fits(call, use))
		return ATCA_EXECUTION_ERROR;
	return first ? ATCA_SUCCESS : slot_fits(chip, call, use);
}

enum atca_status mac_check(const struct atecc *chip, struct atecc_call *call)
{
	return blocks_fit(chip, call, USE_MAC);
}

/* LORA-B 5.3.6.1; the OTP fields are zeros on both parts (DS20005927A table 9-34). */
enum atca_status mac_run(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t message[MESSAGE_BYTES];
	struct wbuf w = wbuf_to(message, sizeof(message));

	wbuf_put(&w,
		call->param1 & MODE_FIRST_TEMPKEY ? call->tempkey.value : slot_bytes(chip, slot_of(call)),
		32);
	if (call->param1 & MODE_SECOND_TEMPKEY)
		wbuf_put(&w, call->tempkey.value, 32);
	else
		rbuf_copy(&call->data, wbuf_room(&w, 32), 32);
	wbuf_u8(&w, call->opcode);
	wbuf_u8(&w, call->param1);
	wbuf_le16(&w, call->param2);
	wbuf_fill(&w, 0, 11);
	message_serial(&w, chip,
		call->param1 & MODE_SERIAL && !defect_planted(call->env, PLANT_ATCA_MAC_WITHOUT_SN));
	sha256_bytes(message, w.len, wbuf_room(out, SHA256_BYTES));
	OPENSSL_cleanse(message, sizeof(message));
	return ATCA_SUCCESS;
}

enum atca_status hmac_check(const struct atecc *chip, struct atecc_call *call)
{
	return tempkey_fits(call, USE_HMAC) ? slot_fits(chip, call, USE_HMAC) : ATCA_EXECUTION_ERROR;
}

/* HMAC over 32 zeros, TempKey and the command (DS20005927A 9.8). */
enum atca_status hmac_run(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t message[MESSAGE_BYTES];
	struct wbuf w = wbuf_to(message, sizeof(message));
	struct hmac_sha256 hmac;

	wbuf_fill(&w, 0, 32);
	wbuf_put(&w, call->tempkey.value, 32);
	wbuf_u8(&w, call->opcode);
	wbuf_u8(&w, call->param1);
	wbuf_le16(&w, call->param2);
	wbuf_fill(&w, 0, 11);
	message_serial(&w, chip, call->param1 & MODE_SERIAL);
	hmac_sha256_init(&hmac, slot_bytes(chip, slot_of(call)), 32);
	hmac_sha256_update(&hmac, message, w.len);
	hmac_sha256_final(&hmac, wbuf_room(out, SHA256_BYTES));
	OPENSSL_cleanse(&hmac, sizeof(hmac));
	return ATCA_SUCCESS;
}

enum atca_status check_mac_check(const struct atecc *chip, struct atecc_call *call)
{
	return blocks_fit(chip, call, USE_CHECK_MAC);
}

/* What the other side's MAC covered: OtherData stands for its command and its serial number. */
static void check_mac_message(const struct atecc *chip, struct atecc_call *call,
	uint8_t message[MESSAGE_BYTES], uint8_t response[32])
{
	struct wbuf w = wbuf_to(message, MESSAGE_BYTES);
	uint8_t challenge[32];
	uint8_t other_data[OTHER_DATA_BYTES];
	struct rbuf other = rbuf_from(other_data, sizeof(other_data));

	rbuf_copy(&call->data, challenge, sizeof(challenge));
	rbuf_copy(&call->data, response, 32);
	rbuf_copy(&call->data, other_data, sizeof(other_data));

	wbuf_put(&w,
		call->param1 & MODE_FIRST_TEMPKEY ? call->tempkey.value : slot_bytes(chip, slot_of(call)),
		32);
	wbuf_put(&w, call->param1 & MODE_SECOND_TEMPKEY ? call->tempkey.value : challenge, 32);
	rbuf_copy(&other, wbuf_room(&w, 4), 4);
	wbuf_fill(&w, 0, 8);
	rbuf_copy(&other, wbuf_room(&w, 3), 3);
	wbuf_u8(&w, chip->nv.config[CONFIG_SN_4_8 + 4]);
	rbuf_copy(&other, wbuf_room(&w, 4), 4);
	wbuf_put(&w, chip->nv.config + CONFIG_SN_0_3, 2);
	rbuf_copy(&other, wbuf_room(&w, 2), 2);
}

/*
 * CheckMac copy: a match in mode 01 or 05 brings the partner slot into TempKey, if that slot's ReadKey is 0
 * (DS20005927A 3.2.7).
 */
static void copy_partner(const struct atecc *chip, struct atecc_call *call)
{
	unsigned int target = slot_of(call) | 1;
	uint8_t mode = call->param1 & (uint8_t)~0x04;

	if (mode != MODE_SECOND_TEMPKEY ||
		(slot_config(chip, target).read_key != 0 &&
			!defect_planted(call->env, PLANT_ATCA_CHECKMAC_COPIES)) ||
		key_config(chip, target).is_private)
		return;
	call->next = tempkey_load(slot_bytes(chip, target), 32, true);
	call->next.copied = true;
}

enum atca_status check_mac_run(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t message[MESSAGE_BYTES];
	uint8_t response[32];
	uint8_t expected[SHA256_BYTES];

	(void)out;
	check_mac_message(chip, call, message, response);
	sha256_bytes(message, sizeof(message), expected);
	OPENSSL_cleanse(message, sizeof(message));
	if (CRYPTO_memcmp(response, expected,
		    defect_planted(call->env, PLANT_ATCA_CHECKMAC_HALF) ? 16 : sizeof(expected)) != 0)
		return ATCA_MISCOMPARE;
	if (!(call->param1 & MODE_FIRST_TEMPKEY) && !defect_planted(call->env, PLANT_ATCA_CHECKMAC_NO_AUTH))
		key_authorise(chip, slot_of(call));
	copy_partner(chip, call);
	return ATCA_SUCCESS;
}
