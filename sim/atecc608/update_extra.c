/* sim/atecc608/update_extra.c: UpdateExtra: config bytes 84 and 85, and the 508A's decrement. */
#include "commands.h"
#include "defect.h"
#include "limited.h"
#include "zones.h"

enum {
	MODE_USER_EXTRA_ADD = 0x01,
	CHIP_MODE_SELECTOR = 0x01,
};

static size_t byte_of(const struct atecc_call *call)
{
	return call->param1 & MODE_USER_EXTRA_ADD ? CONFIG_USER_EXTRA_ADD : CONFIG_USER_EXTRA;
}

/* Once: while it is 00 (TFLX-A 5.1.9). Hosts write both bytes, 00 too, before the config lock. */
enum atca_status update_extra_check(const struct atecc *chip, struct atecc_call *call)
{
	bool selector = byte_of(call) == CONFIG_USER_EXTRA_ADD && atecc_silicon(&chip->nv)->on == ON_508A;

	if (!config_locked(chip) || chip->nv.config[byte_of(call)] == 0 ||
		defect_planted(call->env, PLANT_ATCA_EXTRA_AGAIN))
		return ATCA_SUCCESS;
	/* The 508A's Selector stays free unless ChipMode makes it one-time (DS20005927A 4.2). */
	if (selector && !(chip->nv.config[CONFIG_CHIP_MODE] & CHIP_MODE_SELECTOR))
		return ATCA_SUCCESS;
	return ATCA_EXECUTION_ERROR;
}

enum atca_status update_extra(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	(void)out;
	chip->nv.config[byte_of(call)] = (uint8_t)call->param2;
	return ATCA_SUCCESS;
}

/* 508A: spends a use of a slot; success in silence where the slot has no limit (DS20005927A 9.19). */
enum atca_status update_extra_decrement_check(const struct atecc *chip, struct atecc_call *call)
{
	unsigned int slot = call->param2 & 0x0f;

	if (!slot_config(chip, slot).limited_use)
		return ATCA_SUCCESS;
	return limited_use_left(chip, slot) ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;
}

enum atca_status update_extra_decrement(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	unsigned int slot = call->param2 & 0x0f;

	(void)out;
	if (slot_config(chip, slot).limited_use)
		limited_use_spend(chip, (uint16_t)(1u << slot));
	return ATCA_SUCCESS;
}
