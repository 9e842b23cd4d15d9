/* sim/atecc608/tempkey.c: what becomes of TempKey after each command, as data. */
#include "tempkey.h"

#include <string.h>

#include "command.h"

#define TFLX "TFLX-A 3.1"
#define CHOICE_03 "UNCERTAIN (ATCA-U-01): kept, TFLX-A 3.1 leaves errors open"
#define CHOICE_0F "UNCERTAIN (ATCA-U-01): cleared where it would have been used"
#define S508 "DS20005927A 2.5.1"

const struct tempkey_row tempkey_rows_608[TEMPKEY_RULES] = {
	[TEMPKEY_UNUSED] = { "not used", .evidence = { TFLX, TFLX, TFLX, TFLX, TFLX } },
	[TEMPKEY_USED] = { "used",
		.effect = { TEMPKEY_CLEAR, TEMPKEY_CLEAR, TEMPKEY_KEEP, TEMPKEY_CLEAR, TEMPKEY_KEEP },
		.evidence = { TFLX, TFLX, CHOICE_03, CHOICE_0F, S508 } },
	[TEMPKEY_USED_KEPT] = { "used, never cleared", .evidence = { TFLX, TFLX, TFLX, TFLX, TFLX } },
	[TEMPKEY_NONCE] = { "set by Nonce",
		.effect = { TEMPKEY_SET, TEMPKEY_KEEP, TEMPKEY_KEEP, TEMPKEY_CLEAR, TEMPKEY_KEEP },
		.evidence = { "LORA-B 5.1.4", "-", CHOICE_03, S508, "-" } },
	[TEMPKEY_GEN_DIG] = { "set by GenDig",
		.effect = { TEMPKEY_SET, TEMPKEY_KEEP, TEMPKEY_CLEAR, TEMPKEY_CLEAR, TEMPKEY_KEEP },
		.evidence = { "LORA-B 5.3.4", "-", "LORA-B 5.3.4 notes", "LORA-B 5.3.4 notes", "-" } },
	[TEMPKEY_GEN_KEY] = { "set by GenKey",
		.effect = { TEMPKEY_SET, TEMPKEY_KEEP, TEMPKEY_KEEP, TEMPKEY_CLEAR, TEMPKEY_KEEP },
		.evidence = { "LORA-B 5.2.2", "-", CHOICE_03, S508, S508 } },
	[TEMPKEY_RESULT] = { "takes a result",
		.effect = { TEMPKEY_SET, TEMPKEY_KEEP, TEMPKEY_KEEP, TEMPKEY_KEEP, TEMPKEY_KEEP },
		.evidence = { TFLX, TFLX, TFLX, TFLX, TFLX } },
	[TEMPKEY_USED_RESULT] = { "used, takes the result",
		.effect = { TEMPKEY_SET, TEMPKEY_CLEAR, TEMPKEY_KEEP, TEMPKEY_CLEAR, TEMPKEY_KEEP },
		.evidence = { "TFLX-A 5.2.1.2", TFLX, CHOICE_03, CHOICE_0F, S508 } },
	[TEMPKEY_CHECK_MAC] = { "used, or set by a copy",
		.effect = { TEMPKEY_SET, TEMPKEY_CLEAR, TEMPKEY_KEEP, TEMPKEY_CLEAR, TEMPKEY_KEEP },
		.evidence = { "DS20005927A 3.2.7", TFLX, CHOICE_03, CHOICE_0F, "-" } },
	[TEMPKEY_BY_POLICY] = { "used when the slot is encrypted",
		.effect = { TEMPKEY_CLEAR, TEMPKEY_CLEAR, TEMPKEY_KEEP, TEMPKEY_CLEAR, TEMPKEY_KEEP },
		.evidence = { TFLX, TFLX, CHOICE_03, CHOICE_0F, S508 } },
};

const struct tempkey_row tempkey_rows_508[TEMPKEY_508_GROUPS] = {
	[TEMPKEY_508_OTHER] = { "any other command",
		.effect = { TEMPKEY_CLEAR, TEMPKEY_CLEAR, TEMPKEY_CLEAR, TEMPKEY_CLEAR, TEMPKEY_KEEP },
		.evidence = { S508, S508, S508, S508, S508 } },
	[TEMPKEY_508_SETS] = { "Nonce, GenDig, GenKey",
		.effect = { TEMPKEY_SET, TEMPKEY_CLEAR, TEMPKEY_CLEAR, TEMPKEY_CLEAR, TEMPKEY_KEEP },
		.evidence = { S508, "-", S508, S508, S508 } },
	[TEMPKEY_508_CHECK_MAC] = { "CheckMac",
		.effect = { TEMPKEY_SET, TEMPKEY_CLEAR, TEMPKEY_CLEAR, TEMPKEY_CLEAR, TEMPKEY_KEEP },
		.evidence = { "DS20005927A 3.2.7", S508, S508, S508, "-" } },
	[TEMPKEY_508_INFO] = { "Info", .evidence = { S508, S508, S508, S508, S508 } },
	[TEMPKEY_508_SHA] = { "SHA",
		.effect = { TEMPKEY_SET, TEMPKEY_CLEAR, TEMPKEY_CLEAR, TEMPKEY_CLEAR, TEMPKEY_KEEP },
		.evidence = { "DS20005927A 9.17", "-", "DS20005927A 9.17", "DS20005927A 9.17", "-" } },
};

enum atecc_outcome atecc_outcome(enum atca_status status)
{
	switch (status) {
	case ATCA_SUCCESS:
		return OUTCOME_OK;
	case ATCA_MISCOMPARE:
		return OUTCOME_MISCOMPARE;
	case ATCA_PARSE_ERROR:
		return OUTCOME_PARSE;
	case ATCA_ECC_FAULT:
		return OUTCOME_ECC_FAULT;
	default:
		return OUTCOME_EXECUTION;
	}
}

uint8_t tempkey_flags(const struct atecc_tempkey *tempkey)
{
	unsigned int flags = tempkey->key_id;

	flags |= tempkey->input ? 0x10u : 0;
	flags |= tempkey->gen_dig ? 0x20u : 0;
	flags |= tempkey->gen_key ? 0x40u : 0;
	flags |= tempkey->no_mac ? 0x80u : 0;
	return (uint8_t)flags;
}

struct atecc_tempkey tempkey_load(const uint8_t *value, size_t len, bool input)
{
	struct atecc_tempkey tempkey = { .valid = true, .wide = len == 64, .input = input };

	memcpy(tempkey.value, value, len);
	return tempkey;
}

static enum tempkey_effect effect_of(
	const struct atecc *chip, const struct atecc_call *call, enum atecc_outcome outcome)
{
	/* A parse error before the form is known: what the command's first form names for it. */
	const struct atecc_form *form = call->form ? call->form : &call->command->forms[0];

	if (atecc_silicon(&chip->nv)->on == ON_508A)
		return tempkey_rows_508[call->command->tempkey_508].effect[outcome];
	if (form->tempkey == TEMPKEY_BY_POLICY && !call->uses_tempkey)
		return TEMPKEY_KEEP;
	return tempkey_rows_608[form->tempkey].effect[outcome];
}

void tempkey_apply(struct atecc *chip, const struct atecc_call *call, enum atca_status status)
{
	enum tempkey_effect effect = effect_of(chip, call, atecc_outcome(status));
	struct atecc_tempkey *tempkey = &chip->sram.tempkey;

	/* A form that could have set it and did not: GenKey without a digest keeps it, CheckMac without a copy
	 * has used it. */
	if (effect == TEMPKEY_SET && !call->next.valid) {
		bool used = call->form->tempkey == TEMPKEY_CHECK_MAC ||
			    call->command->tempkey_508 == TEMPKEY_508_CHECK_MAC;

		effect = used ? TEMPKEY_CLEAR : TEMPKEY_KEEP;
	}
	if (effect == TEMPKEY_SET)
		*tempkey = call->next;
	else if (effect == TEMPKEY_CLEAR)
		memset(tempkey, 0, sizeof(*tempkey));
}
