/* sim/atecc608/read.c: Read, clear and encrypted. */
#include <string.h>

#include "commands.h"
#include "defect.h"
#include "policy.h"
#include "zones.h"

enum {
	MODE_BLOCK = 0x80,
};

static struct atecc_place place_of(const struct atecc_call *call)
{
	struct atecc_place place;

	atecc_place(call->param1 & 0x03, call->param1 & MODE_BLOCK, call->param2, &place);
	return place;
}

static void put_padded(struct wbuf *out, const uint8_t *bytes, const struct atecc_place *place)
{
	wbuf_put(out, bytes + place->offset, place->held);
	wbuf_fill(out, 0, place->len - place->held); /* a short last block (DS20005927A 9.1.4) */
}

enum atca_status read_config(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct atecc_place place = place_of(call);

	put_padded(out, chip->nv.config, &place);
	return ATCA_SUCCESS;
}

enum atca_status read_otp(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct atecc_place place = place_of(call);

	put_padded(out, chip->nv.otp, &place);
	return ATCA_SUCCESS;
}

/* TNGTLS-B 2.2.3, LORA-B 5.1.6, DS20005927A 9.16. */
enum atca_status read_data_check(const struct atecc *chip, struct atecc_call *call)
{
	struct atecc_place place = place_of(call);
	struct slot_config slot = slot_config(chip, place.slot);

	if (key_config(chip, place.slot).is_private)
		return ATCA_EXECUTION_ERROR;
	/* UNCERTAIN (ATCA-U-33): without IsSecret encrypted reading is a prohibited setting (204 table 8-35). */
	if (!slot.is_secret)
		return slot.encrypt_read ? ATCA_EXECUTION_ERROR : ATCA_SUCCESS;
	if (!slot.encrypt_read || place.len != 32)
		return ATCA_EXECUTION_ERROR;
	call->uses_tempkey = true;
	if (!tempkey_from_gen_dig(call, slot.read_key) && !defect_planted(call->env, PLANT_ATCA_READ_ANY_KEY))
		return ATCA_EXECUTION_ERROR;
	/* UNCERTAIN (ATCA-U-27): the 508A wants a nonce of its own, the 608 only recommends it (LORA-B 5.1.6.2). */
	if (atecc_silicon(&chip->nv)->on == ON_508A && call->tempkey.input)
		return ATCA_EXECUTION_ERROR;
	return ATCA_SUCCESS;
}

enum atca_status read_data(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct atecc_place place = place_of(call);

	put_padded(out, slot_bytes(chip, place.slot), &place);
	if (!call->uses_tempkey || defect_planted(call->env, PLANT_ATCA_READ_UNENCRYPTED))
		return ATCA_SUCCESS;
	for (size_t i = 0; i < place.len; i++)
		out->at[i] ^= call->tempkey.value[i];
	return ATCA_SUCCESS;
}
