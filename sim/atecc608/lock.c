/* sim/atecc608/lock.c: Lock, of a zone or a single slot. Nothing unlocks. */
#include "commands.h"
#include "defect.h"
#include "crc.h"
#include "zones.h"

enum {
	MODE_NO_CRC = 0x80,
	LOCKED = 0x00,
};

static bool summary_wrong(const struct atecc_call *call, uint16_t crc)
{
	return !(call->param1 & MODE_NO_CRC) && call->param2 != crc &&
	       !defect_planted(call->env, PLANT_ATCA_LOCK_ANY_CRC);
}

enum atca_status lock_config_check(const struct atecc *chip, struct atecc_call *call)
{
	if (config_locked(chip) || summary_wrong(call, crc16_atca(chip->nv.config, ATECC_CONFIG_BYTES)))
		return ATCA_EXECUTION_ERROR;
	return ATCA_SUCCESS;
}

enum atca_status lock_config(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	(void)call;
	(void)out;
	chip->nv.config[CONFIG_LOCK_CONFIG] = LOCKED;
	return ATCA_SUCCESS;
}

/* The slots in order, private keys left out, then OTP (DS20005927A 9.10). */
static uint16_t data_summary(const struct atecc *chip)
{
	uint16_t crc = 0;

	for (unsigned int slot = 0; slot < ATECC_SLOTS; slot++)
		if (!key_config(chip, slot).is_private)
			crc = crc16_atca_more(crc, slot_bytes(chip, slot), slot_size(slot));
	return crc16_atca_more(crc, chip->nv.otp, ATECC_OTP_BYTES);
}

enum atca_status lock_data_check(const struct atecc *chip, struct atecc_call *call)
{
	if (data_locked(chip) || summary_wrong(call, data_summary(chip)))
		return ATCA_EXECUTION_ERROR;
	return ATCA_SUCCESS;
}

enum atca_status lock_data(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	(void)call;
	(void)out;
	chip->nv.config[CONFIG_LOCK_VALUE] = LOCKED;
	return ATCA_SUCCESS;
}

static unsigned int slot_of(const struct atecc_call *call)
{
	return call->param1 >> 2 & 0x0f;
}

/* Before or after the data lock; the summary is never checked (DS20005927A 2.4.3, 9.10). */
enum atca_status lock_slot_check(const struct atecc *chip, struct atecc_call *call)
{
	if (!key_config(chip, slot_of(call)).lockable || slot_locked(chip, slot_of(call)))
		return ATCA_EXECUTION_ERROR;
	return ATCA_SUCCESS;
}

enum atca_status lock_slot(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	unsigned int slot = slot_of(call);
	uint8_t *byte = &chip->nv.config[CONFIG_SLOT_LOCKED + slot / 8];

	(void)out;
	if (defect_planted(call->env, PLANT_ATCA_SLOT_LOCKS_NEXT))
		slot ^= 1;
	*byte = (uint8_t)(*byte & ~(1u << slot % 8));
	return ATCA_SUCCESS;
}
