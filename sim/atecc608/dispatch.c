/* sim/atecc608/dispatch.c: a packet, the table, and the three steps: check, consume, effect. */
#include <string.h>

#include "commands.h"
#include "crc.h"
#include "defect.h"
#include "latency608.h"
#include "limited.h"
#include "zones.h"

void atecc_answer(struct atecc *chip, const uint8_t *bytes, size_t len)
{
	struct wbuf w = wbuf_to(chip->io.out, sizeof(chip->io.out));

	wbuf_u8(&w, (uint8_t)(len + 3));
	wbuf_put(&w, bytes, len);
	wbuf_le16(&w, crc16_atca(w.at, w.len));
	chip->io.out_len = (uint8_t)w.len;
	chip->io.out_at = 0;
}

void atecc_answer_status(struct atecc *chip, enum atca_status status)
{
	uint8_t byte = (uint8_t)status;

	atecc_answer(chip, &byte, 1);
}

static const struct atecc_command *find_command(
	const struct defect *defect, uint8_t opcode, enum atecc_revisions on)
{
	for (size_t i = 0; i < atecc_n_commands; i++) {
		const struct atecc_command *row = defect_row(defect, &atecc_commands[i]);

		if (row->opcode == opcode)
			defect_see(defect, &atecc_commands[i], DEFECT_CONSIDERED);
		if (row->opcode == opcode && row->on & on)
			return row;
	}
	return NULL;
}

const struct atecc_command *atecc_command_find(uint8_t opcode, enum atecc_revisions on)
{
	return find_command(NULL, opcode, on);
}

static const struct atecc_form *find_form(const struct defect *defect, const struct atecc_command *command,
	uint8_t param1, enum atecc_revisions on)
{
	for (size_t i = 0; i < command->n_forms; i++) {
		const struct atecc_form *form = defect_row(defect, &command->forms[i]);

		defect_see(defect, &command->forms[i], DEFECT_CONSIDERED);
		if ((param1 & ~form->free) == form->mode && (form->on == 0 || form->on & on))
			return form;
	}
	for (size_t i = 0; i < command->n_forms; i++)
		defect_see(defect, &command->forms[i], DEFECT_NOT_FOUND);
	return NULL;
}

const struct atecc_form *atecc_form_find(
	const struct atecc_command *command, uint8_t param1, enum atecc_revisions on)
{
	return find_form(NULL, command, param1, on);
}

struct rng_stream atecc_stream(const struct atecc *chip, struct atecc_call *call)
{
	struct rng_purpose purpose = {
		.address = call->env->address,
		.command = chip->power.commands,
		.purpose = call->draws++,
	};
	struct rbuf restarts = rbuf_from(chip->nv.restarts, sizeof(chip->nv.restarts));

	purpose.restarts = rbuf_le32(&restarts);
	memcpy(purpose.serial, chip->nv.config + CONFIG_SN_0_3, 4);
	memcpy(purpose.serial + 4, chip->nv.config + CONFIG_SN_4_8, 5);
	return rng_open(call->env->rng, &purpose);
}

void atecc_random(const struct atecc *chip, struct atecc_call *call, uint8_t *out, size_t len)
{
	static const uint8_t unlocked[4] = { 0xff, 0xff, 0x00, 0x00 };
	struct rng_stream stream;

	if (config_locked(chip)) {
		stream = atecc_stream(chip, call);
		rng_bytes(&stream, out, len);
		return;
	}
	for (size_t i = 0; i < len; i++)
		out[i] = unlocked[i % sizeof(unlocked)];
}

static bool param2_fits(const struct atecc_call *call)
{
	const struct atecc_param2 *spec = &call->form->param2;
	struct atecc_place place;

	switch (spec->kind) {
	case PARAM2_EXACTLY:
		return call->param2 == spec->low;
	case PARAM2_EITHER:
		return call->param2 == spec->low || call->param2 == spec->high;
	case PARAM2_RANGE:
		return call->param2 >= spec->low && call->param2 <= spec->high;
	case PARAM2_SLOT:
		return call->param2 < ATECC_SLOTS;
	case PARAM2_SLOT_OR_FFFF:
		return call->param2 < ATECC_SLOTS || call->param2 == 0xffff;
	case PARAM2_ADDRESS:
		return atecc_place(call->param1 & 0x03, call->param1 & 0x80, call->param2, &place);
	case PARAM2_ANY:
	case PARAM2_SLOT_LOW_4:
		break;
	}
	return true;
}

static bool data_fits(const struct atecc_call *call)
{
	const struct atecc_data *spec = &call->form->data;
	size_t len = rbuf_left(&call->data);

	if (len < spec->min || (len > spec->min && len > spec->max))
		return false;
	return len == spec->min || (len - spec->min) % spec->step == 0;
}

/* Everything that is wrong whatever the chip's state: status 03 (TNGTLS-A 4.3). */
static enum atca_status parse(const struct atecc *chip, struct atecc_call *call)
{
	enum atecc_revisions on = atecc_silicon(&chip->nv)->on;

	call->command = find_command(call->env->defect, call->opcode, on);
	if (!call->command)
		return ATCA_PARSE_ERROR;
	call->form = find_form(call->env->defect, call->command, call->param1, on);
	if (!call->form || !param2_fits(call) || !data_fits(call))
		return ATCA_PARSE_ERROR;
	return ATCA_SUCCESS;
}

/* In the self-test failure state only SelfTest and reads of the config zone work (LORA-B 5.1.7). */
static bool self_test_bars(const struct atecc *chip, const struct atecc_call *call)
{
	if (chip->power.self_test_failures == 0)
		return false;
	if (call->opcode == ATCA_SELF_TEST)
		return false;
	return call->opcode != ATCA_READ || (call->param1 & 0x03) != ZONE_CONFIG;
}

/* What the row says the state must be. */
static enum atca_status check_needs(const struct atecc *chip, const struct atecc_call *call)
{
	unsigned int needs = call->form->needs;
	const struct atecc_tempkey *tempkey = &call->tempkey;

	if (needs & NEEDS_AES_ENABLE && !(chip->nv.config[CONFIG_AES_ENABLE] & 1))
		return ATCA_PARSE_ERROR;
	if (needs & NEEDS_CONFIG_LOCKED && !config_locked(chip))
		return ATCA_EXECUTION_ERROR;
	if (needs & NEEDS_DATA_LOCKED && !data_locked(chip))
		return ATCA_EXECUTION_ERROR;
	if (needs & NEEDS_TEMPKEY && (!tempkey->valid || tempkey->private_key))
		return ATCA_EXECUTION_ERROR;
	if (needs & NEEDS_SOURCE_MATCH && tempkey->input != (call->param1 >> 2 & 1))
		return ATCA_EXECUTION_ERROR;
	if (needs & NEEDS_IO_KEY && !chip_options(chip).io_key)
		return ATCA_EXECUTION_ERROR;
	if (needs & NEEDS_SECURE_BOOT && secure_boot_config(chip).mode == 0)
		return ATCA_EXECUTION_ERROR;
	if (needs & NEEDS_SHA_STARTED && chip->sram.sha_mode == SHA_IDLE)
		return ATCA_EXECUTION_ERROR;
	return ATCA_SUCCESS;
}

/* Makes non-volatile memory durable; on failure takes it back to `before`. */
static enum atca_status commit(struct atecc *chip, struct chip_env *env, const struct atecc_nv *before)
{
	if (chip_commit(env, &chip->nv) == 0)
		return ATCA_SUCCESS;
	chip->nv = *before;
	return ATCA_EXECUTION_ERROR;
}

/* Spends what running costs, before any secret is used: a power cut later buys no second try. */
static enum atca_status consume(struct atecc *chip, struct atecc_call *call)
{
	unsigned int consumes = call->form->consumes;

	if (consumes & CONSUMES_LIMITED_USE && call->limited_slots) {
		struct atecc_nv before = chip->nv;

		limited_use_spend(chip, call->limited_slots);
		return commit(chip, call->env, &before);
	}
	return ATCA_SUCCESS;
}

static enum atca_status effect(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct atecc_nv before;
	struct atecc_sram sram;
	bool latch;
	enum atca_status status;

	if (!call->form->writes)
		return call->form->run(chip, call, out);
	before = chip->nv;
	sram = chip->sram;
	latch = chip->power.latch;
	status = call->form->run(chip, call, out);
	if (status != ATCA_SUCCESS) {
		chip->nv = before;
		return status;
	}
	status = commit(chip, call->env, &before);
	/* A command whose result cannot be kept has done nothing in SRAM, either. */
	if (status != ATCA_SUCCESS) {
		chip->sram = sram;
		chip->power.latch = latch;
	}
	return status;
}

static enum atca_status run(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	enum atca_status status = check_needs(chip, call);

	if (status == ATCA_SUCCESS && call->form->check)
		status = call->form->check(chip, call);
	/* One authorisation is one use of a key that needs it, refused or not (DS20005927A 3.2.9). */
	if (call->form->consumes & CONSUMES_AUTHORISATION && call->uses_authorisation)
		chip->sram.auth_valid = false;
	if (status == ATCA_SUCCESS)
		status = consume(chip, call);
	if (status == ATCA_SUCCESS)
		status = effect(chip, call, out);
	/* UNCERTAIN (ATCA-U-16): no other command empties it. */
	if (call->form->consumes & CONSUMES_MSG_DIG_BUF && status != ATCA_PARSE_ERROR)
		chip->sram.msg_dig_len = 0;
	return status;
}

/* The packet's frame: count, CRC, and the cursor over what lies between. Status FF when it is broken. */
static enum atca_status unwrap(const struct atecc *chip, struct atecc_call *call)
{
	struct rbuf r = rbuf_from(chip->io.in, chip->io.in_len);
	uint8_t count = rbuf_u8(&r);
	struct rbuf body;
	struct rbuf crc;

	if (count < ATCA_ANSWER_MIN || count > ATCA_PACKET_MAX || count != chip->io.in_len)
		return ATCA_CRC_ERROR;
	body = rbuf_take(&r, count - 3u);
	crc = r;
	if (!defect_planted(call->env, PLANT_ATCA_CRC_UNCHECKED) &&
		(rbuf_le16(&crc) != crc16_atca(chip->io.in, count - 2u) || rbuf_bad(&crc)))
		return ATCA_CRC_ERROR;
	call->opcode = rbuf_u8(&body);
	call->param1 = rbuf_u8(&body);
	call->param2 = rbuf_le16(&body);
	if (rbuf_bad(&body))
		return ATCA_PARSE_ERROR;
	call->data = rbuf_take(&body, rbuf_left(&body));
	return ATCA_SUCCESS;
}

void atecc_execute(struct atecc *chip, struct chip_env *env)
{
	struct atecc_call call = { .env = env, .tempkey = chip->sram.tempkey };
	uint8_t answer[ATCA_ANSWER_MAX];
	struct wbuf out = wbuf_to(answer, sizeof(answer) - 3);
	enum atca_status status = unwrap(chip, &call);
	uint64_t takes_ns;

	if (status != ATCA_SUCCESS) {
		if (status == ATCA_PARSE_ERROR)
			sha_after(chip, &call, status);
		atecc_answer_status(chip, status);
		return;
	}
	if (self_test_bars(chip, &call)) {
		atecc_answer_status(chip, ATCA_SELF_TEST_ERROR);
		return;
	}
	status = parse(chip, &call);
	if (status == ATCA_SUCCESS) {
		takes_ns = atecc_latency_ns(chip, call.command, env->latency);
		/* What the watchdog would cut off is not begun (DS20005927A p.61). UNCERTAIN (ATCA-U-17): nor does it
		 * clear TempKey. */
		if (env->now_ns + takes_ns > chip->io.watchdog_at_ns) {
			atecc_answer_status(chip, ATCA_WATCHDOG);
			return;
		}
		chip->io.busy_until_ns = env->now_ns + takes_ns;
		chip->power.commands++;
		status = run(chip, &call, &out);
	}
	if (call.goes_idle) {
		/* UNCERTAIN (ATCA-U-13): no answer, so none of those that clear TempKey and SHA on the 508A. */
		atecc_go_idle(chip);
		return;
	}
	if (call.command)
		tempkey_apply(chip, &call, status);
	sha_after(chip, &call, status);
	status = defect_status(
		env->defect, call.form ? (const void *)call.form : call.command, (uint16_t)status);
	if (status == ATCA_SUCCESS && out.len > 0 && !wbuf_bad(&out))
		atecc_answer(chip, out.at, out.len);
	else
		atecc_answer_status(chip, status);
}
