/* sim/atecc608/gen_dig.c: GenDig: TempKey becomes a digest of something in the chip and of itself. */
#include <string.h>

#include "commands.h"
#include "defect.h"
#include "limited.h"
#include "message.h"
#include "policy.h"
#include "zones.h"

enum {
	OTHER_DATA_BYTES = 4,
	NONCE_IN_SECOND_PLACE = 0x8000,
	TRANSPORT_KEYS = 0x8000,
};

/* in32, seven bytes of command and serial number, 25 bytes, TK32 (LORA-B 5.3.4). */
struct digest_parts {
	uint8_t first[32];
	uint8_t command[4]; /* opcode, param1, param2; or a NoMac key's OtherData */
	uint8_t middle[25];
	uint8_t last[32];
};

static struct digest_parts parts_of(const struct atecc_call *call)
{
	struct digest_parts parts = { 0 };
	struct wbuf w = wbuf_to(parts.command, sizeof(parts.command));

	wbuf_u8(&w, call->opcode);
	wbuf_u8(&w, call->param1);
	wbuf_le16(&w, call->param2);
	memcpy(parts.last, call->tempkey.value, sizeof(parts.last));
	return parts;
}

static void digest(const struct atecc *chip, struct atecc_call *call, const struct digest_parts *parts)
{
	uint8_t message[96];
	struct wbuf w = wbuf_to(message, sizeof(message));
	uint8_t value[SHA256_BYTES];

	wbuf_put(&w, parts->first, sizeof(parts->first));
	wbuf_put(&w, parts->command, sizeof(parts->command));
	wbuf_u8(&w, chip->nv.config[CONFIG_SN_4_8 + 4]);
	if (defect_planted(call->env, PLANT_ATCA_GENDIG_WITHOUT_SN))
		wbuf_fill(&w, 0, 2);
	else
		wbuf_put(&w, chip->nv.config + CONFIG_SN_0_3, 2);
	wbuf_put(&w, parts->middle, sizeof(parts->middle));
	wbuf_put(&w, parts->last, sizeof(parts->last));
	sha256_bytes(message, w.len, value);

	/* SourceFlag stays what it was, as parts show; NoMac sticks over chained GenDigs (LORA-B 5.3.4.3). */
	call->next = tempkey_load(value, sizeof(value),
		call->tempkey.input && !defect_planted(call->env, PLANT_ATCA_GENDIG_RANDOM));
	call->next.no_mac = call->tempkey.no_mac && !defect_planted(call->env, PLANT_ATCA_NOMAC_NOT_STICKY);
}

enum atca_status gen_dig_config(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct digest_parts parts = parts_of(call);

	(void)out;
	memcpy(parts.first, chip->nv.config + call->param2 * 32u, sizeof(parts.first));
	digest(chip, call, &parts);
	return ATCA_SUCCESS;
}

enum atca_status gen_dig_otp(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct digest_parts parts = parts_of(call);

	(void)out;
	memcpy(parts.first, chip->nv.otp + call->param2 * 32u, sizeof(parts.first));
	digest(chip, call, &parts);
	return ATCA_SUCCESS;
}

/* UNCERTAIN (ATCA-U-15): bits 3..0 are the slot, and all are hashed; "should be zero" refuses nothing (DS20005927A 3.2.8). */
static unsigned int slot_of(const struct atecc_call *call)
{
	return call->param2 & 0x0f;
}

enum atca_status gen_dig_data_check(const struct atecc *chip, struct atecc_call *call)
{
	unsigned int slot = slot_of(call);

	/* Which no public document gives. */
	if (call->param2 & TRANSPORT_KEYS)
		return ATCA_EXECUTION_ERROR;
	if (key_config(chip, slot).is_private)
		return ATCA_EXECUTION_ERROR;
	/* UNCERTAIN (ATCA-U-20): a matter of state, not of parsing. */
	if (slot_config(chip, slot).no_mac && rbuf_left(&call->data) != OTHER_DATA_BYTES)
		return ATCA_EXECUTION_ERROR;
	return key_usable(chip, call, slot, USE_GEN_DIG);
}

/* The low 32 bytes of the slot. A NoMac key takes OtherData in the command's place. */
enum atca_status gen_dig_data(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct digest_parts parts = parts_of(call);
	unsigned int slot = slot_of(call);
	bool no_mac = slot_config(chip, slot).no_mac;

	(void)out;
	memcpy(parts.first, slot_bytes(chip, slot), sizeof(parts.first));
	if (no_mac)
		rbuf_copy(&call->data, parts.command, OTHER_DATA_BYTES);
	digest(chip, call, &parts);
	call->next.gen_dig = true;
	call->next.key_id = defect_planted(call->env, PLANT_ATCA_GENDIG_SLOT) ? 0 : (uint8_t)slot;
	call->next.no_mac |= no_mac;
	return ATCA_SUCCESS;
}

/* Only the low byte of param2 is hashed; its top bit says which of the two comes first. */
enum atca_status gen_dig_shared_nonce(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct digest_parts parts = parts_of(call);
	struct wbuf w = wbuf_to(parts.command + 2, 2);

	(void)out;
	wbuf_le16(&w, call->param2 & 0x00ff);
	if (call->param2 & NONCE_IN_SECOND_PLACE) {
		memcpy(parts.first, call->tempkey.value, sizeof(parts.first));
		rbuf_copy(&call->data, parts.last, sizeof(parts.last));
	} else {
		rbuf_copy(&call->data, parts.first, sizeof(parts.first));
	}
	digest(chip, call, &parts);
	return ATCA_SUCCESS;
}

enum atca_status gen_dig_counter(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct digest_parts parts = parts_of(call);
	struct wbuf w = wbuf_to(parts.middle, sizeof(parts.middle));

	(void)out;
	wbuf_u8(&w, 0);
	wbuf_le32(&w, counter_value(chip, call->param2));
	digest(chip, call, &parts);
	return ATCA_SUCCESS;
}

enum atca_status gen_dig_key_config(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct digest_parts parts = parts_of(call);
	struct wbuf w = wbuf_to(parts.middle, sizeof(parts.middle));
	unsigned int slot = call->param2;

	(void)out;
	wbuf_u8(&w, 0);
	wbuf_le16(&w, slot_config(chip, slot).raw);
	wbuf_le16(&w, key_config(chip, slot).raw);
	wbuf_u8(&w, !slot_locked(chip, slot));
	digest(chip, call, &parts);
	return ATCA_SUCCESS;
}
