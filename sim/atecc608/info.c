/* sim/atecc608/info.c: revision, validity of keys, state, and the persistent latch. */
#include "commands.h"
#include "crypto.h"
#include "policy.h"
#include "zones.h"

enum {
	LATCH_SET_REQUEST = 0x02,
	LATCH_VALUE = 0x01,
	VOLATILE_KEY_ENABLE = 0x80,
};

enum atca_status info_revision(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	(void)call;
	wbuf_put(out, chip->nv.config + CONFIG_REVISION, 4);
	return ATCA_SUCCESS;
}

/* 1 for a private key that is one, and for a public key whose validity nibble says so (DS20005927A 9.9). */
enum atca_status info_key_valid(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	unsigned int slot = call->param2;
	uint8_t point[P256_POINT];
	bool valid = false;

	if (key_config(chip, slot).is_private) {
		valid = private_key_there(chip, call, slot);
	} else if (public_key_has_validity(chip, slot)) {
		valid = public_key_valid(chip, slot);
	} else if (slot_holds_public_key(chip, slot)) {
		/* UNCERTAIN (ATCA-U-14): without PubInfo, 1 for a point on the curve. */
		slot_public_key(chip, slot, point);
		valid = crypto_p256_check_point(call->env->crypto, point) == 0;
	}
	wbuf_le32(out, valid);
	return ATCA_SUCCESS;
}

/* LORA-B tables 5-8 and 5-9; on the 508A bits 1..0 of the second byte tell of the RNG seed (DS20005927A 9.9). */
enum atca_status info_state(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	const struct atecc_sram *sram = &chip->sram;
	const struct atecc_tempkey *tempkey = &sram->tempkey;

	(void)call;
	wbuf_u8(out, tempkey_flags(tempkey));
	wbuf_u8(out, (uint8_t)(tempkey->valid << 7 | sram->auth_key << 3 | sram->auth_valid << 2 |
			       chip->power.seed_updated));
	wbuf_le16(out, 0);
	return ATCA_SUCCESS;
}

/* Not with I2C parts (DS20005927A 9.9, TFLX-A 5.1.2.4). */
enum atca_status info_gpio(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	(void)chip;
	(void)call;
	(void)out;
	return ATCA_EXECUTION_ERROR;
}

/* Setting needs the authorisation that VolatileKeyPermission names (MIG 1.1.6). */
enum atca_status info_latch_check(const struct atecc *chip, struct atecc_call *call)
{
	uint8_t permission = chip->nv.config[CONFIG_VOLATILE_KEY];

	/* UNCERTAIN (ATCA-U-05): clearing the latch is always allowed. */
	if (!(call->param2 & LATCH_SET_REQUEST) || !(call->param2 & LATCH_VALUE))
		return ATCA_SUCCESS;
	if (!(permission & VOLATILE_KEY_ENABLE))
		return ATCA_EXECUTION_ERROR;
	if (!chip->sram.auth_valid || chip->sram.auth_key != (permission & 0x0f))
		return ATCA_EXECUTION_ERROR;
	return ATCA_SUCCESS;
}

enum atca_status info_latch(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	if (call->param2 & LATCH_SET_REQUEST)
		chip->power.latch = call->param2 & LATCH_VALUE;
	wbuf_le32(out, chip->power.latch);
	return ATCA_SUCCESS;
}
