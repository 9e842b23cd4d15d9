/* sim/atecc608/describe.c: the command table in words. */
#include "describe.h"

const struct atecc_term atecc_needs_terms[] = {
	{ NEEDS_CONFIG_LOCKED, "config_locked", "config zone locked" },
	{ NEEDS_DATA_LOCKED, "data_locked", "data zone locked" },
	{ NEEDS_TEMPKEY, "tempkey", "TempKey valid, and no private key in it" },
	{ NEEDS_AES_ENABLE, "aes_enable", "AES enabled (config byte 13)" },
	{ NEEDS_SOURCE_MATCH, "source_match", "mode bit 2 equal to TempKey's SourceFlag" },
	{ NEEDS_IO_KEY, "io_key", "IO protection key enabled (ChipOptions bit 1)" },
	{ NEEDS_SECURE_BOOT, "secure_boot", "SecureBoot configured" },
	{ NEEDS_SHA_STARTED, "sha_started", "a SHA sequence under way" },
	{ 0 },
};

const struct atecc_term atecc_consumes_terms[] = {
	{ CONSUMES_LIMITED_USE, "limited_use", "one use, where the key's are limited" },
	{ CONSUMES_AUTHORISATION, "authorisation",
		"the authorisation, where the key wants one, even when refused" },
	{ CONSUMES_MSG_DIG_BUF, "msg_dig_buf", "MsgDigBuf" },
	{ 0 },
};

void describe_param2(char *text, size_t size, const struct atecc_param2 *param2)
{
	switch (param2->kind) {
	case PARAM2_EXACTLY:
		snprintf(text, size, "%04x", param2->low);
		break;
	case PARAM2_EITHER:
		snprintf(text, size, "%04x or %04x", param2->low, param2->high);
		break;
	case PARAM2_RANGE:
		snprintf(text, size, "%u to %u", param2->low, param2->high);
		break;
	case PARAM2_ANY:
		snprintf(text, size, "any");
		break;
	case PARAM2_SLOT:
		snprintf(text, size, "slot");
		break;
	case PARAM2_SLOT_LOW_4:
		snprintf(text, size, "slot (low 4 bits)");
		break;
	case PARAM2_SLOT_OR_FFFF:
		snprintf(text, size, "slot or ffff (TempKey)");
		break;
	case PARAM2_ADDRESS:
		snprintf(text, size, "address");
		break;
	}
}

void describe_data(char *text, size_t size, const struct atecc_data *data)
{
	if (data->step == 0 && data->min == 0)
		snprintf(text, size, "none");
	else if (data->step == 0)
		snprintf(text, size, "%u", data->min);
	else if (data->step == data->max - data->min)
		snprintf(text, size, "%u or %u", data->min, data->max);
	else
		snprintf(text, size, "%u to %u", data->min, data->max);
}

bool form_is_on(const struct atecc_form *form, const struct atecc_command *command, enum atecc_revisions on)
{
	return (command->on & on) && (form->on == 0 || form->on & on);
}
