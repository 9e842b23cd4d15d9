/* fuzz/atca_oracle.c: answers, secrets, power. */
#include "atca_oracle.h"

#include <string.h>

#include "crc.h"
#include "fuzz.h"
#include "zones.h"

/* The command in the input buffer; false when its frame is broken. */
static bool see(const struct atecc *chip, struct atca_seen *seen)
{
	struct rbuf r = rbuf_from(chip->io.in, chip->io.in_len);
	uint8_t count = rbuf_u8(&r);
	enum atecc_revisions on = atecc_silicon(&chip->nv)->on;

	*seen = (struct atca_seen){ .opcode = rbuf_u8(&r), .param1 = rbuf_u8(&r), .param2 = rbuf_le16(&r) };
	if (count < ATCA_PACKET_MIN || count > ATCA_PACKET_MAX || count != chip->io.in_len)
		return false;
	seen->data_len = rbuf_left(&r) - 2;
	rbuf_bytes(&r, seen->data_len);
	if (rbuf_le16(&r) != crc16_atca(chip->io.in, count - 2u))
		return false;
	seen->command = atecc_command_find(seen->opcode, on);
	if (seen->command)
		seen->form = atecc_form_find(seen->command, seen->param1, on);
	return true;
}

/* An answer is a count, one to 189 bytes, and their CRC. */
static void check_answer(const struct atca_seen *seen, const struct atecc_io *io)
{
	struct rbuf r = rbuf_from(io->out, io->out_len);
	uint8_t count = rbuf_u8(&r);

	if (io->out_len < ATCA_ANSWER_MIN || io->out_len > ATCA_ANSWER_MAX || count != io->out_len)
		fuzz_fail(
			"opcode %02x: an answer of %u bytes with count %u", seen->opcode, io->out_len, count);
	rbuf_bytes(&r, count - 3u);
	if (rbuf_le16(&r) != crc16_atca(io->out, count - 2u))
		fuzz_fail("opcode %02x: a wrong CRC in the answer", seen->opcode);
	if (io->out_at != 0)
		fuzz_fail("opcode %02x: the answer does not begin at its beginning", seen->opcode);
}

static enum atca_status status_of(const struct atca_seen *seen, const struct atecc_io *io)
{
	struct rbuf r = rbuf_from(io->out, io->out_len);

	/* The map of failed self tests looks like a status. */
	if (io->out_len != ATCA_ANSWER_MIN || (seen->opcode == ATCA_SELF_TEST && seen->form))
		return ATCA_SUCCESS;
	rbuf_u8(&r);
	return (enum atca_status)rbuf_u8(&r);
}

/* What is no packet or no command is FF or 03, in the part's self-test failure state 07 (LORA-B 4.3, 5.1.7). */
static void check_malformed(const struct atca_seen *seen, bool whole, enum atca_status status,
	const struct atecc *before, const struct atecc *after)
{
	if (!whole && status != ATCA_CRC_ERROR &&
		!(status == ATCA_PARSE_ERROR && before->io.in_len < ATCA_PACKET_MIN))
		fuzz_fail("a broken packet was answered with %02x", status);
	if (whole && !seen->form && status != ATCA_PARSE_ERROR && status != ATCA_SELF_TEST_ERROR)
		fuzz_fail("opcode %02x, param1 %02x, which is no command, was answered with %02x",
			seen->opcode, seen->param1, status);
	if (!whole && (memcmp(&before->nv, &after->nv, sizeof(before->nv)) != 0 ||
			      memcmp(&before->sram, &after->sram, sizeof(before->sram)) != 0 ||
			      memcmp(&before->power, &after->power, sizeof(before->power)) != 0))
		fuzz_fail("a broken packet changed more than the output buffer");
}

static int revealed_slot(const struct atca_seen *seen)
{
	return seen->form && seen->form->may_reveal ? seen->param2 >> 3 & 0x0f : -1;
}

static void check_command(struct atca_run *run, const struct atecc *before)
{
	const struct atecc *after = &run->chip;
	struct atca_seen seen;
	bool whole = see(before, &seen);
	enum atca_status status;

	atca_oracle_zones(&seen, before, after);
	if (after->io.mode != ATECC_AWAKE) {
		if (!seen.form || seen.opcode != ATCA_PAUSE)
			fuzz_fail("opcode %02x: the chip fell silent", seen.opcode);
		return;
	}
	check_answer(&seen, &after->io);
	status = status_of(&seen, &after->io);
	check_malformed(&seen, whole, status, before, after);
	if (status != ATCA_SUCCESS)
		atca_oracle_refusal(&seen, status, before, after);
	run->revealed = revealed_slot(&seen);
}

/* The input buffer holds all that its count says, or a count that no packet can have. */
static bool complete(const struct atecc_io *io)
{
	struct rbuf r = rbuf_from(io->in, io->in_len);
	uint8_t count = rbuf_u8(&r);

	return io->in_len > 0 && (io->in_len >= count || count < ATCA_ANSWER_MIN || count > ATCA_PACKET_MAX);
}

void atca_oracle_stop(struct atca_run *run, const struct atecc *before)
{
	bool runs = before->io.word_seen && before->io.word == ATCA_WORD_COMMAND && complete(&before->io) &&
		    before->io.mode == ATECC_AWAKE && run->env.now_ns < before->io.watchdog_at_ns;

	if (runs)
		check_command(run, before);
	else if (memcmp(&before->nv, &run->chip.nv, sizeof(before->nv)) != 0)
		fuzz_fail("no command, and non-volatile memory changed");
}

/* A host that learnt the window elsewhere (through libFuzzer's comparisons, say) may hear it again. */
static bool was_sent(const struct atca_run *run, const uint8_t window[CANARY_WINDOW])
{
	for (size_t at = 0; at + CANARY_WINDOW <= run->input_len; at++)
		if (memcmp(run->input + at, window, CANARY_WINDOW) == 0)
			return true;
	return false;
}

/* The slot is no longer configured as it was when its secret was put there. */
static bool reconfigured(const struct atca_run *run, unsigned int slot)
{
	const uint8_t *then = run->start->chip.nv.config;
	const uint8_t *now = run->chip.nv.config;

	return memcmp(then + CONFIG_SLOT_CONFIG + 2 * slot, now + CONFIG_SLOT_CONFIG + 2 * slot, 2) != 0 ||
	       memcmp(then + CONFIG_KEY_CONFIG + 2 * slot, now + CONFIG_KEY_CONFIG + 2 * slot, 2) != 0;
}

void atca_oracle_read(const struct atca_run *run, const uint8_t *bytes, size_t len)
{
	unsigned int owner;
	size_t at;

	if (!canary_find(&run->world->canaries, bytes, len, &owner, &at) || was_sent(run, bytes + at))
		return;
	/* A slot that the host itself declared no secret. */
	if (owner < ATECC_SLOTS && reconfigured(run, owner) && run->revealed >= 0)
		return;
	fuzz_fail("bytes of %s %u left the chip (revealed %d)", owner < ATECC_SLOTS ? "slot" : "SRAM secret",
		owner, run->revealed);
}

/* Power costs nothing but what is volatile, and counts the restart. */
void atca_oracle_power_cycle(const struct atca_run *run, const struct atecc *before)
{
	if (memcmp(&before->nv, &run->chip.nv, offsetof(struct atecc_nv, restarts)) != 0)
		fuzz_fail("a power cycle changed non-volatile memory");
	if (run->chip.sram.tempkey.valid || run->chip.sram.auth_valid || run->chip.sram.alt_key_valid ||
		run->chip.power.latch)
		fuzz_fail("volatile state survived a power cycle");
}
