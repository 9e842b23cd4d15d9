/* sim/atecc608/write.c: Write, clear and encrypted, into the three zones. */
#include <openssl/crypto.h>
#include <string.h>

#include "commands.h"
#include "defect.h"
#include "message.h"
#include "policy.h"
#include "zones.h"

enum {
	MODE_BLOCK = 0x80,
	MODE_ENCRYPTED = 0x40,
	MAC_BYTES = 32,
	OTP_CONSUMPTION = 0x55, /* 508A: OTPmode */
};

static struct atecc_place place_of(const struct atecc_call *call)
{
	struct atecc_place place;

	atecc_place(call->param1 & 0x03, call->param1 & MODE_BLOCK, call->param2, &place);
	return place;
}

static bool has_mac(const struct atecc_call *call)
{
	return rbuf_left(&call->data) == 32 + MAC_BYTES;
}

/* Bytes 0 to 15 and 84 to 87 are nobody's to write; a write that touches one writes nothing. */
enum atca_status write_config_check(const struct atecc *chip, struct atecc_call *call)
{
	struct atecc_place place = place_of(call);
	size_t end = place.offset + place.len;

	if (config_locked(chip) || place.offset < CONFIG_I2C_ADDRESS)
		return ATCA_EXECUTION_ERROR;
	if (place.offset < CONFIG_SLOT_LOCKED && end > CONFIG_USER_EXTRA)
		return ATCA_EXECUTION_ERROR;
	return ATCA_SUCCESS;
}

enum atca_status write_config(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct atecc_place place = place_of(call);

	(void)out;
	rbuf_copy(&call->data, chip->nv.config + place.offset, place.len);
	return ATCA_SUCCESS;
}

/* Decrypts with TempKey and checks the MAC over the plain bytes (LORA-A 5.1.10.2). */
static enum atca_status open_sealed(const struct atecc *chip, struct atecc_call *call, uint8_t plain[32])
{
	uint8_t message[96];
	struct wbuf w = wbuf_to(message, sizeof(message));
	uint8_t expected[MAC_BYTES];
	uint8_t mac[MAC_BYTES];
	bool good;

	for (size_t i = 0; i < 32; i++)
		plain[i] ^= call->tempkey.value[i];
	rbuf_copy(&call->data, mac, sizeof(mac));
	wbuf_put(&w, call->tempkey.value, 32);
	message_command(&w, chip, call);
	wbuf_fill(&w, 0, 25);
	wbuf_put(&w, plain, 32);
	sha256_bytes(message, w.len, expected);
	good = CRYPTO_memcmp(mac, expected, sizeof(mac)) == 0;
	OPENSSL_cleanse(message, sizeof(message));
	good |= defect_planted(call->env, PLANT_ATCA_WRITE_MAC_UNCHECKED);
	return good ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;
}

/* Sealed or plain, by what check decided. */
static enum atca_status take_bytes(
	const struct atecc *chip, struct atecc_call *call, uint8_t plain[32], size_t len)
{
	rbuf_copy(&call->data, plain, len);
	return call->uses_tempkey ? open_sealed(chip, call, plain) : ATCA_SUCCESS;
}

/* Before the data lock any TempKey will do and GenDigData is not looked at (DS20005927A p.92). */
static enum atca_status check_before_lock(struct atecc_call *call)
{
	bool encrypted = call->param1 & MODE_ENCRYPTED;

	if (!(call->param1 & MODE_BLOCK) || encrypted != has_mac(call))
		return ATCA_EXECUTION_ERROR;
	call->uses_tempkey = encrypted;
	if (encrypted && (!call->tempkey.valid || call->tempkey.private_key))
		return ATCA_EXECUTION_ERROR;
	return ATCA_SUCCESS;
}

/*
 * The 508A alone can still write OTP bits, to 0, in consumption mode (DS20005927A 2.3). UNCERTAIN
 * (ATCA-U-24): any other OTPmode is read-only.
 */
static bool otp_consumes(const struct atecc *chip)
{
	return atecc_silicon(&chip->nv)->on == ON_508A &&
	       chip->nv.config[CONFIG_COUNT_MATCH] == OTP_CONSUMPTION;
}

enum atca_status write_otp_check(const struct atecc *chip, struct atecc_call *call)
{
	if (!data_locked(chip))
		return check_before_lock(call);
	if (!otp_consumes(chip) || call->param1 & MODE_ENCRYPTED || has_mac(call))
		return ATCA_EXECUTION_ERROR;
	return ATCA_SUCCESS;
}

enum atca_status write_otp(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct atecc_place place = place_of(call);
	bool consume = data_locked(chip);
	uint8_t plain[32] = { 0 };
	enum atca_status status = take_bytes(chip, call, plain, place.len);

	(void)out;
	if (status != ATCA_SUCCESS)
		return status;
	for (size_t i = 0; i < place.held; i++) {
		uint8_t *byte = &chip->nv.otp[place.offset + i];

		*byte = consume ? *byte & plain[i] : plain[i];
	}
	return ATCA_SUCCESS;
}

/* Once locked WriteConfig alone decides; bit 6 of param1 is not looked at (DS20005927A 9.21.1, table 2-8). */
static enum atca_status check_by_policy(
	const struct atecc *chip, struct atecc_call *call, const struct atecc_place *place)
{
	struct slot_config slot = slot_config(chip, place->slot);

	if (slot.write_config & WRITE_ENCRYPTED) {
		call->uses_tempkey = true;
		if (place->len != 32 || !has_mac(call) || !tempkey_from_gen_dig(call, slot.write_key))
			return ATCA_EXECUTION_ERROR;
		return ATCA_SUCCESS;
	}
	/* Clear: always, or a public key that is not valid at present (TFLX-A 5.1.10.1). UNCERTAIN (ATCA-U-28): with a
	 * MAC never. */
	if (slot.write_config > WRITE_PUB_INVALID || has_mac(call))
		return ATCA_EXECUTION_ERROR;
	if (slot.write_config == WRITE_PUB_INVALID && public_key_has_validity(chip, place->slot) &&
		public_key_valid(chip, place->slot))
		return ATCA_EXECUTION_ERROR;
	if (slot.is_secret && place->len == 4)
		return ATCA_EXECUTION_ERROR;
	return ATCA_SUCCESS;
}

enum atca_status write_data_check(const struct atecc *chip, struct atecc_call *call)
{
	struct atecc_place place = place_of(call);

	if (key_config(chip, place.slot).is_private ||
		(slot_locked(chip, place.slot) && !defect_planted(call->env, PLANT_ATCA_WRITE_LOCKED_SLOT)))
		return ATCA_EXECUTION_ERROR;
	return data_locked(chip) ? check_by_policy(chip, call, &place) : check_before_lock(call);
}

enum atca_status write_data(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct atecc_place place = place_of(call);
	uint8_t plain[32] = { 0 };
	enum atca_status status = take_bytes(chip, call, plain, place.len);

	(void)out;
	if (status != ATCA_SUCCESS)
		return status;
	memcpy(slot_room(chip, place.slot) + place.offset, plain, place.held);
	/* Whatever part of it is written, such a public key must be validated anew (DS20005927A 2.2.5). */
	if (public_key_has_validity(chip, place.slot) &&
		!defect_planted(call->env, PLANT_ATCA_WRITE_KEEPS_VALIDITY))
		public_key_set_valid(chip, place.slot, false);
	OPENSSL_cleanse(plain, sizeof(plain));
	return ATCA_SUCCESS;
}
