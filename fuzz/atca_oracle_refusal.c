/* fuzz/atca_oracle_refusal.c: a refused command changes the output buffer, and what its row names for that outcome. */
#include <string.h>

#include "atca_oracle.h"
#include "fuzz.h"
#include "tempkey.h"

/* Refused before the row was looked at. */
static bool before_the_row(enum atca_status status)
{
	return status == ATCA_CRC_ERROR || status == ATCA_SELF_TEST_ERROR || status == ATCA_WATCHDOG;
}

static enum tempkey_effect named_effect(
	const struct atca_seen *seen, enum atca_status status, enum atecc_revisions on, bool *maybe)
{
	const struct atecc_form *form = seen->form ? seen->form : &seen->command->forms[0];
	enum atecc_outcome outcome = atecc_outcome(status);

	*maybe = on != ON_508A && form->tempkey == TEMPKEY_BY_POLICY;
	if (on == ON_508A)
		return tempkey_rows_508[seen->command->tempkey_508].effect[outcome];
	return tempkey_rows_608[form->tempkey].effect[outcome];
}

static void expect_tempkey(const struct atca_seen *seen, enum atca_status status, const struct atecc *after,
	struct atecc *expected)
{
	bool maybe;
	enum tempkey_effect effect = named_effect(seen, status, atecc_silicon(&after->nv)->on, &maybe);

	if (effect == TEMPKEY_SET)
		fuzz_fail("opcode %02x: a row sets TempKey on a refusal", seen->opcode);
	if (maybe && memcmp(&expected->sram.tempkey, &after->sram.tempkey, sizeof(after->sram.tempkey)) == 0)
		return;
	if (effect == TEMPKEY_CLEAR)
		memset(&expected->sram.tempkey, 0, sizeof(expected->sram.tempkey));
}

/* What may have been spent; atca_oracle_zones() has looked at how much. */
static void expect_consumed(const struct atca_seen *seen, enum atca_status status, const struct atecc *after,
	struct atecc *expected)
{
	unsigned int consumes = seen->form ? seen->form->consumes : 0;

	if (consumes & CONSUMES_LIMITED_USE && status != ATCA_PARSE_ERROR)
		memcpy(expected->nv.config, after->nv.config, sizeof(expected->nv.config));
	if (consumes & CONSUMES_AUTHORISATION && !after->sram.auth_valid)
		expected->sram.auth_valid = false;
	if (consumes & CONSUMES_MSG_DIG_BUF && status != ATCA_PARSE_ERROR)
		expected->sram.msg_dig_len = 0;
}

/* On the 508A a SHA sequence ends with any other command and any error (DS20005927A 9.17). */
static void expect_sha(const struct atecc *after, struct atecc *expected)
{
	struct atecc_sram ended = expected->sram;

	if (atecc_silicon(&after->nv)->on != ON_508A)
		return;
	memset(&ended.sha, 0, sizeof(ended.sha));
	memset(&ended.sha_outer, 0, sizeof(ended.sha_outer));
	memset(&ended.sha_trail, 0, sizeof(ended.sha_trail));
	ended.sha_mode = SHA_IDLE;
	if (memcmp(&ended, &after->sram, sizeof(ended)) == 0)
		memcpy(&expected->sram, &ended, sizeof(ended));
}

void atca_oracle_refusal(const struct atca_seen *seen, enum atca_status status, const struct atecc *before,
	const struct atecc *after)
{
	struct atecc expected;

	memcpy(&expected, before, sizeof(expected));
	memcpy(&expected.io, &after->io, sizeof(expected.io));
	if (after->io.mode != before->io.mode || after->io.watchdog_at_ns != before->io.watchdog_at_ns)
		fuzz_fail("opcode %02x: a refusal with %02x changed the mode or the watchdog", seen->opcode,
			status);
	if (!before_the_row(status) && seen->command) {
		expected.power.commands = after->power.commands;
		expect_tempkey(seen, status, after, &expected);
		expect_consumed(seen, status, after, &expected);
		/* Mode bit 6 bars the command whatever the result (ATCA-U-12). */
		if (seen->opcode == ATCA_SECURE_BOOT && seen->param1 & 0x40)
			expected.power.secure_boot_forbidden = after->power.secure_boot_forbidden;
	}
	if (!before_the_row(status))
		expect_sha(after, &expected);
	if (memcmp(&expected, after, sizeof(expected)) != 0)
		fuzz_fail("opcode %02x, param1 %02x, param2 %04x: a refusal with %02x changed more than its "
			  "row names",
			seen->opcode, seen->param1, seen->param2, status);
}
