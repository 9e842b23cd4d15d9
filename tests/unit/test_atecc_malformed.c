/*
 * tests/unit/test_atecc_malformed.c: whatever comes in, a refusal is FF, 03 or 0F and changes only the output buffer and
 * what the documents name for it: thousands of seeded mutations of every form in the table, on parts in every lock state.
 *
 * What they name (docs/reference/atecc608-evidence.md 1, 4): an execution error may clear TempKey and AuthValid, use up
 * MsgDigBuf and count a use of a limited key; a parse error clears TempKey after GenDig, and on the 508A always, with
 * the SHA sequence in it; SecureBoot's mode bit 6 bars the command.
 */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <string.h>

#include "command.h"

enum {
	MUTATIONS = 1000, /* of each form */
	COUNTER_0 = 52,
	LAST_KEY_USE = 68,
	OPCODE_GEN_DIG = 0x15,
	OPCODE_INFO = 0x30,
	OPCODE_SECURE_BOOT = 0x80,
};

static uint32_t next(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static bool on_508(const struct atecc *chip)
{
	return chip->nv.config[6] == 0x50;
}

/* A packet's body that the table says would parse. */
static struct bytes body_of(
	const struct atecc_command *command, const struct atecc_form *form, uint32_t *seed)
{
	unsigned int mode = form->mode | (form->free & next(seed));
	unsigned int param2 = next(seed) & 1 ? form->param2.low : next(seed) & 0x0f;
	size_t len = form->data.min;
	size_t longer = (size_t)form->data.max - form->data.min;
	struct bytes body;

	if (form->data.step > 0)
		len += form->data.step * (next(seed) % (longer / form->data.step + 1));
	body = wire("%c %c %w", (unsigned int)command->opcode, mode, param2);
	for (size_t i = 0; i < len; i++)
		body.at[body.len++] = (uint8_t)next(seed);
	return body;
}

static void mutate(struct bytes *body, uint32_t *seed)
{
	uint32_t how = next(seed) % 8;

	if (how == 0 && body->len > 1)
		body->len -= 1 + next(seed) % (body->len - 1);
	else if (how == 1)
		for (uint32_t n = 1 + next(seed) % 20; n > 0 && body->len < 152; n--)
			body->at[body->len++] = (uint8_t)next(seed);
	else if (how == 2)
		body->at[1] = (uint8_t)next(seed);
	else if (how == 3)
		body->at[2 + next(seed) % 2] = (uint8_t)next(seed);
	else if (how == 4)
		body->at[0] = (uint8_t)next(seed);
	else if (how <= 6)
		body->at[next(seed) % body->len] ^= (uint8_t)(1u << next(seed) % 8);
}

/* TempKey, MsgDigBuf, AltKeyBuf, a hash and an authorisation are there to be lost. */
static struct atecc prepare(struct atecc_fixture *f)
{
	f->stay_awake = true;
	if (f->chip->nv.config[87] == 0)
		host_authorise(f, 4);
	if (!on_508(f->chip)) {
		assert_status(f, ATCA_SUCCESS, "47 00 0000");
		assert_status(f, ATCA_SUCCESS, "47 01 0300 616263");
		assert_status(f, ATCA_SUCCESS, "16 63 0000 11*64");
		assert_status(f, ATCA_SUCCESS, "16 83 0000 22*32");
	}
	assert_length(f, 32, "16 00 0000 a5*20");
	host_idle(f);
	host_wake(f);
	return *f->chip;
}

static bool tempkey_may_go(uint8_t opcode, enum atca_status status, bool part_508)
{
	if (status == ATCA_CRC_ERROR || (part_508 && opcode == OPCODE_INFO))
		return false;
	return part_508 || status == ATCA_EXECUTION_ERROR || opcode == OPCODE_GEN_DIG;
}

static void allow_uses(struct atecc *expected, const struct atecc *after)
{
	memcpy(expected->nv.config + COUNTER_0, after->nv.config + COUNTER_0, 8);
	if (on_508(after))
		memcpy(expected->nv.config + LAST_KEY_USE, after->nv.config + LAST_KEY_USE, 16);
}

static void allow_sha_to_end(struct atecc_sram *expected, const struct atecc_sram *after)
{
	if (after->sha_mode != SHA_IDLE)
		return;
	expected->sha_mode = SHA_IDLE;
	memset(&expected->sha, 0, sizeof(expected->sha));
	memset(&expected->sha_outer, 0, sizeof(expected->sha_outer));
	memset(&expected->sha_trail, 0, sizeof(expected->sha_trail));
}

static void tell_if_different(
	const struct bytes *body, const struct atecc *after, const struct atecc *expected)
{
	struct atecc now = *after;

	now.io = expected->io;
	now.power.commands = expected->power.commands;
	if (memcmp(&now, expected, sizeof(now)) == 0)
		return;
	print_error("after status %02x to ", after->io.out[1]);
	for (size_t i = 0; i < body->len; i++)
		print_error("%02x", body->at[i]);
	print_error("\n");
}

static void check_refusal(const struct atecc_fixture *f, const struct bytes *body, enum atca_status status,
	const struct atecc *before)
{
	const struct atecc *after = f->chip;
	uint8_t opcode = body->at[0];
	struct atecc expected = *before;

	if (tempkey_may_go(opcode, status, on_508(after)) && !after->sram.tempkey.valid)
		memset(&expected.sram.tempkey, 0, sizeof(expected.sram.tempkey));
	if (on_508(after) && status != ATCA_CRC_ERROR)
		allow_sha_to_end(&expected.sram, &after->sram);
	if (status == ATCA_EXECUTION_ERROR) {
		allow_uses(&expected, after);
		expected.sram.auth_valid = before->sram.auth_valid && after->sram.auth_valid;
		if (after->sram.msg_dig_len == 0)
			expected.sram.msg_dig_len = 0;
		if (opcode == OPCODE_SECURE_BOOT && body->at[1] & 0x40)
			expected.power.secure_boot_forbidden = after->power.secure_boot_forbidden;
	}
	tell_if_different(body, after, &expected);
	assert_unchanged(f, &expected);
}

/* One packet at the same moment on the same part; returns its status, or -1 for an answer with data. */
static int send(struct atecc_fixture *f, const struct bytes *body, bool good_crc)
{
	struct bytes sent = packet_of(body);

	if (!good_crc)
		sent.at[sent.len - 1] ^= 0x5a;
	assert_int_equal(host_write(f, 0x60, "%b", &sent), 0);
	return f->chip->io.out_len == 4 ? f->chip->io.out[1] : -1;
}

static void try_packet(struct atecc_fixture *f, const struct atecc *before, const struct clock *then,
	const struct bytes *body, bool good_crc)
{
	int status;

	*f->chip = *before;
	f->bus.clock = *then;
	status = send(f, body, good_crc);
	if (!good_crc)
		assert_int_equal(status, ATCA_CRC_ERROR);
	switch (status) {
	case ATCA_CRC_ERROR:
	case ATCA_PARSE_ERROR:
	case ATCA_EXECUTION_ERROR:
		check_refusal(f, body, (enum atca_status)status, before);
		break;
	case ATCA_SUCCESS:
	case ATCA_MISCOMPARE:
	case -1:
		break;
	default:
		/* SelfTest answers a map of one byte, Pause of a 508A nothing. */
		if (body->at[0] != ATCA_SELF_TEST && body->at[0] != ATCA_PAUSE)
			fail_msg("status %02x to opcode %02x", (unsigned int)status, body->at[0]);
	}
}

static void every_form_refuses_without_a_trace(void **state)
{
	struct atecc_fixture *f = *state;
	struct atecc before = prepare(f);
	struct clock then = f->bus.clock;
	uint32_t seed = 0x608a;

	for (size_t i = 0; i < atecc_n_commands; i++) {
		const struct atecc_command *command = &atecc_commands[i];

		for (size_t k = 0; k < command->n_forms; k++) {
			for (int n = 0; n < MUTATIONS; n++) {
				struct bytes body = body_of(command, &command->forms[k], &seed);

				mutate(&body, &seed);
				try_packet(f, &before, &then, &body, next(&seed) % 16 != 0);
			}
		}
	}
}

/* Every opcode with every mode, with no data and with some: nothing but the known statuses. */
static void every_opcode_and_mode_is_answered(void **state)
{
	static const size_t lengths[] = { 0, 3, 4, 16, 20, 32, 64, 68, 77, 83, 96, 128, 148 };
	struct atecc_fixture *f = *state;
	struct atecc before = prepare(f);
	struct clock then = f->bus.clock;

	for (unsigned int opcode = 0; opcode < 256; opcode++) {
		for (unsigned int mode = 0; mode < 256; mode++) {
			struct bytes body = wire("%c %c 0400", opcode, mode);

			body.len += lengths[(opcode + mode) % (sizeof(lengths) / sizeof(lengths[0]))];
			try_packet(f, &before, &then, &body, true);
		}
	}
}

static const struct CMUnitTest tests[] = {
	ON(blank_608a, every_form_refuses_without_a_trace),
	ON(config_locked_608a, every_form_refuses_without_a_trace),
	ON(locked_608a, every_form_refuses_without_a_trace),
	ON(locked_608b, every_form_refuses_without_a_trace),
	ON(blank_508a, every_form_refuses_without_a_trace),
	ON(config_locked_508a, every_form_refuses_without_a_trace),
	ON(locked_508a, every_form_refuses_without_a_trace),
	ON(locked_608a, every_opcode_and_mode_is_answered),
	ON(locked_508a, every_opcode_and_mode_is_answered),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL);
}
