/* sim/atecc608/kdf608.c: KDF: PRF of TLS 1.2, one AES block, or one HMAC for HKDF; from and to many places. */
#include <openssl/crypto.h>
#include <string.h>

#include "commands.h"
#include "crypto.h"
#include "io_protect.h"
#include "kdf.h"
#include "policy.h"
#include "zones.h"

enum kdf_source {
	SOURCE_TEMPKEY,
	SOURCE_TEMPKEY_UPPER,
	SOURCE_SLOT,
	SOURCE_ALT_KEY_BUF,
};

enum kdf_target {
	TARGET_TEMPKEY,
	TARGET_TEMPKEY_UPPER,
	TARGET_SLOT,
	TARGET_ALT_KEY_BUF,
	TARGET_OUTPUT,
	TARGET_OUTPUT_ENCRYPTED,
};

enum hkdf_message {
	MESSAGE_SLOT,
	MESSAGE_TEMPKEY,
	MESSAGE_INPUT,
	MESSAGE_INPUT_WITH_IV,
};

enum {
	RESULT_MAX = 64,
	PRF_RESERVED = 0x00fff8fc, /* bits 23..11 and 7..2 (TFLX-A table 5-100) */
	AES_RESERVED = 0x00fffffc,
	HKDF_RESERVED = 0x00fff0f8,
};

static enum kdf_source source_of(const struct atecc_call *call)
{
	return (enum kdf_source)(call->param1 & 0x03);
}

static enum kdf_target target_of(const struct atecc_call *call)
{
	return (enum kdf_target)(call->param1 >> 2 & 0x07);
}

static unsigned int source_slot(const struct atecc_call *call)
{
	return call->param2 & 0x0f;
}

static unsigned int target_slot(const struct atecc_call *call)
{
	return call->param2 >> 8 & 0x0f;
}

static uint32_t details_of(const struct atecc_call *call)
{
	struct rbuf r = call->data;

	return rbuf_le32(&r);
}

/* The message as sent, behind the details. */
static struct rbuf message_of(const struct atecc_call *call)
{
	struct rbuf r = call->data;

	rbuf_le32(&r);
	return r;
}

static size_t data_len(const struct atecc_call *call)
{
	return details_of(call) >> 24;
}

static enum hkdf_message hkdf_message_of(const struct atecc_call *call)
{
	return (enum hkdf_message)(details_of(call) & 0x03);
}

/* The key material a source holds; NULL when there is none. */
static const uint8_t *source_bytes(const struct atecc *chip, const struct atecc_call *call, size_t *len)
{
	const struct atecc_tempkey *tempkey = &call->tempkey;

	switch (source_of(call)) {
	case SOURCE_TEMPKEY:
		*len = tempkey->wide ? 64 : 32;
		return tempkey->valid && !tempkey->private_key ? tempkey->value : NULL;
	case SOURCE_TEMPKEY_UPPER:
		*len = 32;
		return tempkey->valid && tempkey->wide ? tempkey->value + 32 : NULL;
	case SOURCE_SLOT:
		*len = slot_size(source_slot(call)) < 64 ? 32 : 64;
		return slot_bytes(chip, source_slot(call));
	case SOURCE_ALT_KEY_BUF:
		break;
	}
	*len = 32;
	return chip->sram.alt_key_valid ? chip->sram.alt_key_buf : NULL;
}

static enum atca_status source_check(const struct atecc *chip, struct atecc_call *call, size_t needed)
{
	size_t held;

	if (!source_bytes(chip, call, &held) || held < needed)
		return ATCA_EXECUTION_ERROR;
	if (source_of(call) != SOURCE_SLOT)
		return ATCA_SUCCESS;
	if (key_config(chip, source_slot(call)).is_private)
		return ATCA_EXECUTION_ERROR;
	return key_usable(chip, call, source_slot(call), USE_KDF);
}

/* PubInfo is what lets KDF write a symmetric slot (LORA-B 2.2.4). */
static bool slot_takes(const struct atecc *chip, unsigned int slot, size_t len)
{
	return slot_takes_result(chip, slot) && key_config(chip, slot).pub_info && slot_size(slot) >= len;
}

static enum atca_status output_check(const struct atecc *chip, bool encrypted)
{
	struct chip_options options = chip_options(chip);

	/* UNCERTAIN (ATCA-U-08): 1 refuses a clear answer, where ECDH encrypts it; 2 keeps the result inside. */
	if (options.kdf_protection >= PROTECTION_INSIDE)
		return ATCA_EXECUTION_ERROR;
	if (!encrypted)
		return options.kdf_protection == PROTECTION_CLEAR ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;
	return options.io_key ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;
}

static enum atca_status target_check(const struct atecc *chip, const struct atecc_call *call, size_t len)
{
	bool fits = true;

	if (chip_options(chip).kdf_protection == PROTECTION_PROHIBITED)
		return ATCA_EXECUTION_ERROR;
	switch (target_of(call)) {
	case TARGET_TEMPKEY:
		break;
	case TARGET_TEMPKEY_UPPER:
		fits = call->tempkey.valid && !call->tempkey.private_key && len == 32;
		break;
	case TARGET_SLOT:
		fits = slot_takes(chip, target_slot(call), len);
		break;
	case TARGET_ALT_KEY_BUF:
		fits = len == 32;
		break;
	case TARGET_OUTPUT:
	case TARGET_OUTPUT_ENCRYPTED:
		return output_check(chip, target_of(call) == TARGET_OUTPUT_ENCRYPTED);
	}
	return fits ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;
}

/* What is wrong whatever the state: param1, and slots where param2 names one. */
static bool places_parse(const struct atecc_call *call)
{
	if (target_of(call) > TARGET_OUTPUT_ENCRYPTED)
		return false;
	if (source_of(call) == SOURCE_SLOT && (call->param2 & 0xff) >= ATECC_SLOTS)
		return false;
	return target_of(call) != TARGET_SLOT || call->param2 >> 8 < ATECC_SLOTS;
}

/* Puts the result where mode says. */
static void deliver(
	struct atecc *chip, struct atecc_call *call, const uint8_t *result, size_t len, struct wbuf *out)
{
	switch (target_of(call)) {
	case TARGET_TEMPKEY:
		call->next = tempkey_load(result, len, true); /* UNCERTAIN (ATCA-U-09): SourceFlag 1 */
		break;
	case TARGET_TEMPKEY_UPPER:
		call->next = call->tempkey;
		call->next.wide = true;
		memcpy(call->next.value + 32, result, 32);
		break;
	case TARGET_SLOT:
		memcpy(slot_room(chip, target_slot(call)), result, len);
		break;
	case TARGET_ALT_KEY_BUF:
		memcpy(chip->sram.alt_key_buf, result, 32);
		chip->sram.alt_key_valid = true;
		break;
	case TARGET_OUTPUT:
		wbuf_put(out, result, len);
		break;
	case TARGET_OUTPUT_ENCRYPTED:
		io_protect(chip, call, result, len, out);
		break;
	}
}

struct prf_details {
	size_t key_len;
	size_t len; /* to the target */
	bool aead;  /* as much again to the output, clear */
};

static struct prf_details prf_details(const struct atecc_call *call)
{
	uint32_t details = details_of(call);

	return (struct prf_details){
		.key_len = ((details & 0x03) + 1) * 16,
		.len = details >> 9 & 1 ? 32 : (details >> 8 & 1 ? 64 : 32),
		.aead = details >> 9 & 1,
	};
}

enum atca_status kdf_prf_check(const struct atecc *chip, struct atecc_call *call)
{
	uint32_t details = details_of(call);
	struct prf_details prf = prf_details(call);
	enum atca_status status;

	if (!places_parse(call) || details & PRF_RESERVED || details >> 10 & 1)
		return ATCA_PARSE_ERROR;
	if (data_len(call) != rbuf_left(&call->data) - 4)
		return ATCA_PARSE_ERROR;
	if (prf.aead && (!(details >> 8 & 1) || target_of(call) >= TARGET_OUTPUT))
		return ATCA_PARSE_ERROR;
	if (prf.aead && output_check(chip, false) != ATCA_SUCCESS)
		return ATCA_EXECUTION_ERROR;
	status = source_check(chip, call, prf.key_len);
	return status == ATCA_SUCCESS ? target_check(chip, call, prf.len) : status;
}

/* P_SHA256 of RFC 5246 5; the message is label and seed. */
enum atca_status kdf_prf(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct prf_details prf = prf_details(call);
	struct rbuf message = message_of(call);
	size_t message_len = rbuf_left(&message);
	uint8_t result[RESULT_MAX];
	size_t held;
	const uint8_t *key = source_bytes(chip, call, &held);

	tls12_prf_sha256(key, prf.key_len, rbuf_bytes(&message, message_len), message_len, result,
		prf.aead ? RESULT_MAX : prf.len);
	deliver(chip, call, result, prf.len, out);
	if (prf.aead)
		wbuf_put(out, result + 32, 32);
	OPENSSL_cleanse(result, sizeof(result));
	return ATCA_SUCCESS;
}

/* AES mode needs ChipOptions bit 2. */
enum atca_status kdf_aes_check(const struct atecc *chip, struct atecc_call *call)
{
	size_t end = ((details_of(call) & 0x03) + 1) * AES128_KEY;
	enum atca_status status;

	if (!places_parse(call) || details_of(call) & AES_RESERVED)
		return ATCA_PARSE_ERROR;
	if (!chip_options(chip).kdf_aes)
		return ATCA_EXECUTION_ERROR;
	status = source_check(chip, call, end);
	return status == ATCA_SUCCESS ? target_check(chip, call, 32) : status;
}

enum atca_status kdf_aes(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	size_t offset = (details_of(call) & 0x03) * (size_t)AES128_KEY;
	struct rbuf message = message_of(call);
	uint8_t block[AES_BLOCK];
	uint8_t result[RESULT_MAX] = { 0 };
	size_t held;
	const uint8_t *key = source_bytes(chip, call, &held);

	rbuf_copy(&message, block, sizeof(block));
	if (crypto_aes128_encrypt(call->env->crypto, key + offset, block, result) < 0)
		return ATCA_EXECUTION_ERROR;
	deliver(chip, call, result, 32, out);
	OPENSSL_cleanse(result, sizeof(result));
	return ATCA_SUCCESS;
}

static bool hkdf_zero_key(const struct atecc_call *call)
{
	return details_of(call) >> 2 & 1;
}

static unsigned int hkdf_message_slot(const struct atecc_call *call)
{
	return details_of(call) >> 8 & 0x0f;
}

static bool hkdf_parses(const struct atecc_call *call)
{
	size_t sent = rbuf_left(&call->data) - 4;
	bool inside = hkdf_message_of(call) <= MESSAGE_TEMPKEY;

	if (!places_parse(call) || details_of(call) & HKDF_RESERVED)
		return false;
	/* A message that lies in the chip need not be sent; hosts send it all the same. */
	if (sent != data_len(call) && !(inside && sent == 0))
		return false;
	return hkdf_message_of(call) != MESSAGE_TEMPKEY || source_of(call) != SOURCE_TEMPKEY ||
	       target_of(call) != TARGET_TEMPKEY;
}

/* The two bytes at KdfIvLoc must be KdfIvStr; location 00 is off, as on TrustFLEX parts (TFLX-A 5.3.4.3). */
static bool hkdf_iv_matches(const struct atecc *chip, const struct atecc_call *call)
{
	struct rbuf message = message_of(call);
	uint8_t location = chip->nv.config[CONFIG_KDF_IV_LOC];
	uint8_t found[2];

	rbuf_bytes(&message, location);
	rbuf_copy(&message, found, sizeof(found));
	/* UNCERTAIN (ATCA-U-25): location 0 turns this off. */
	return location != 0 && !rbuf_bad(&message) &&
	       memcmp(found, chip->nv.config + CONFIG_KDF_IV_STR, sizeof(found)) == 0;
}

static enum atca_status hkdf_message_check(const struct atecc *chip, struct atecc_call *call)
{
	unsigned int slot = hkdf_message_slot(call);

	switch (hkdf_message_of(call)) {
	case MESSAGE_SLOT:
		if (key_config(chip, slot).is_private || data_len(call) > slot_size(slot))
			return ATCA_EXECUTION_ERROR;
		return key_usable(chip, call, slot, USE_KDF);
	case MESSAGE_TEMPKEY:
		if (!call->tempkey.valid || call->tempkey.private_key ||
			data_len(call) > (call->tempkey.wide ? 64u : 32u))
			return ATCA_EXECUTION_ERROR;
		return ATCA_SUCCESS;
	case MESSAGE_INPUT:
		return ATCA_SUCCESS;
	case MESSAGE_INPUT_WITH_IV:
		break;
	}
	return hkdf_iv_matches(chip, call) ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;
}

enum atca_status kdf_hkdf_check(const struct atecc *chip, struct atecc_call *call)
{
	enum atca_status status;

	if (!hkdf_parses(call))
		return ATCA_PARSE_ERROR;
	status = hkdf_zero_key(call) ? ATCA_SUCCESS : source_check(chip, call, 32);
	if (status == ATCA_SUCCESS)
		status = hkdf_message_check(chip, call);
	return status == ATCA_SUCCESS ? target_check(chip, call, 32) : status;
}

/* One HMAC; the host builds extract and expand of it (TFLX-A 5.3.4.3). */
enum atca_status kdf_hkdf(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	static const uint8_t zeros[32];
	struct rbuf sent = message_of(call);
	size_t message_len = data_len(call);
	size_t held;
	const uint8_t *key = hkdf_zero_key(call) ? zeros : source_bytes(chip, call, &held);
	const uint8_t *message = zeros;
	struct hmac_sha256 hmac;
	uint8_t result[RESULT_MAX];

	if (message_len == 0)
		message_len = sizeof(zeros); /* no length: 32 zeros */
	else if (hkdf_message_of(call) == MESSAGE_SLOT)
		message = slot_bytes(chip, hkdf_message_slot(call));
	else if (hkdf_message_of(call) == MESSAGE_TEMPKEY)
		message = call->tempkey.value;
	else
		message = rbuf_bytes(&sent, message_len);
	hmac_sha256_init(&hmac, key, 32);
	hmac_sha256_update(&hmac, message, message_len);
	hmac_sha256_final(&hmac, result);
	deliver(chip, call, result, 32, out);
	OPENSSL_cleanse(&hmac, sizeof(hmac));
	OPENSSL_cleanse(result, sizeof(result));
	return ATCA_SUCCESS;
}
