/* sim/se050/t1_slave.c: blocks of T=1, as docs/reference/se050-evidence.md 1.3 has them, row by row. */
#include "t1_slave.h"
#include "defect.h"

#include <string.h>

#include "card.h"

enum {
	BWT_NS = 1000000000, /* what the ATR says */
};

/* The answer to reset of an SE050C, as a physical part sent it. */
static const uint8_t atr[] = { 0x00, 0xa0, 0x00, 0x00, 0x03, 0x96, 0x04, 0x03, 0xe8, 0x00, 0xfe, 0x02, 0x0b,
	0x03, 0xe8, 0x08, 0x01, 0x00, 0x00, 0x00, 0x00, 0x64, 0x00, 0x00, 0x0a, 0x4a, 0x43, 0x4f, 0x50, 0x34,
	0x20, 0x41, 0x54, 0x50, 0x4f };

void t1_put_atr(struct wbuf *out)
{
	wbuf_put(out, atr, sizeof(atr));
}

void t1_reset(struct se050_link *link)
{
	memset(link, 0, sizeof(*link));
	link->ifsd = T1_INF_MAX;
}

static void send(struct se050_link *link, uint8_t pcb, const void *inf, size_t len)
{
	struct wbuf out = wbuf_to(link->out, sizeof(link->out));

	t1_block_write(&out, T1_NAD_TO_HOST, pcb, inf, len);
	link->out_len = (uint16_t)out.len;
	link->out_at = 0;
	link->sent_pcb = pcb;
	link->sent = true;
}

/* N(R) of every R-block is the number expected next, whether it acknowledges or complains. */
static void send_r(struct se050_link *link, enum t1_error error)
{
	send(link, (uint8_t)(T1_R | (link->expected ? T1_R_NUMBER : 0) | error), NULL, 0);
}

static void send_wtx(struct se050_link *link)
{
	static const uint8_t once = 1;

	link->turn = TURN_WTX;
	send(link, T1_S_WTX, &once, 1);
}

static bool chaining(const struct se050_link *link)
{
	return link->answered && link->answer_at + link->answer_block < link->answer_len;
}

/* The I-block that begins at answer_at, under the number it has or had. */
static void send_i(struct se050_link *link, uint8_t number)
{
	link->answered = true;
	send(link, (uint8_t)((number ? T1_I_NUMBER : 0) | (chaining(link) ? T1_I_MORE : 0)),
		link->answer + link->answer_at, link->answer_block);
}

static void send_next_i(struct se050_link *link)
{
	uint8_t number = link->next;
	size_t left = (size_t)(link->answer_len - link->answer_at);

	link->next ^= 1;
	link->answer_block = (uint8_t)(left < link->ifsd ? left : link->ifsd);
	send_i(link, number);
}

/* The last block once more, byte for byte. */
static void again(struct se050_link *link)
{
	if (!link->sent)
		send_r(link, T1_ERROR_OTHER);
	else
		link->out_at = 0;
}

/* What the host missed after its last I-block: the answer, or the acknowledgement of a link. */
static void again_i(struct se050_link *link)
{
	if (link->answered)
		send_i(link, link->next ^ 1);
	else
		send_r(link, link->linked ? T1_ACKNOWLEDGED : T1_ERROR_OTHER);
}

static void run_command(struct se050 *chip, struct chip_env *env)
{
	struct se050_link *link = &chip->link;
	struct wbuf answer = wbuf_to(link->answer, sizeof(link->answer));
	size_t len = link->command_lost ? 0 : link->command_len;
	uint64_t share = chip->options.wtx_after_ns ? chip->options.wtx_after_ns : BWT_NS / 2;
	uint64_t takes = card_run(chip, env, rbuf_from(link->command, len), &answer);

	memset(link->command, 0, link->command_len);
	link->command_lost = false;
	link->command_len = 0;
	link->answer_len = (uint16_t)answer.len;
	link->answer_at = 0;
	if (takes == 0) {
		send_next_i(link);
		return;
	}
	link->out_len = link->out_at = 0;
	link->turn = TURN_BUSY;
	link->done_ns = env->now_ns + takes;
	link->wtx_ns = defect_planted(env, PLANT_T1_NO_WTX) ? UINT64_MAX : env->now_ns + share;
}

void t1_tick(struct se050 *chip, uint64_t now_ns)
{
	struct se050_link *link = &chip->link;

	if (link->turn != TURN_BUSY)
		return;
	if (link->wtx_ns < link->done_ns && now_ns >= link->wtx_ns) {
		send_wtx(link);
	} else if (now_ns >= link->done_ns) {
		link->turn = TURN_HOST;
		send_next_i(link);
	}
}

/* A chain longer than any command is acknowledged to its end and refused then, so that hosts come out of it. */
static void join(struct se050_link *link, struct rbuf inf)
{
	struct wbuf command = wbuf_to(link->command, sizeof(link->command));

	command.len = link->command_len;
	wbuf_put(&command, inf.at, rbuf_left(&inf));
	link->command_len = (uint16_t)command.len;
	link->command_lost |= wbuf_bad(&command);
}

static void take_i(struct se050 *chip, struct chip_env *env, const struct t1_block *block)
{
	struct se050_link *link = &chip->link;
	uint8_t number = block->pcb & T1_I_NUMBER ? 1 : 0;

	if (block->pcb & T1_I_FREE) {
		send_r(link, T1_ERROR_OTHER);
		return;
	}
	/* The host repeats a block when it did not get the answer: it is answered again, not run again. */
	if (number != link->expected && !defect_planted(env, PLANT_T1_RUNS_TWICE)) {
		again_i(link);
		return;
	}
	link->expected ^= 1;
	link->answered = false;
	link->answer_len = link->answer_at = 0;
	join(link, block->inf);
	link->linked = block->pcb & T1_I_MORE;
	if (link->linked && defect_planted(env, PLANT_T1_CHAIN_NUMBER))
		send(link, (uint8_t)(T1_R | (link->expected ? 0 : T1_R_NUMBER)), NULL, 0);
	else if (link->linked)
		send_r(link, T1_ACKNOWLEDGED);
	else
		run_command(chip, env);
}

/*
 * The last block was a complaint, which stays the same; or the response to a supervisory request: when that came
 * broken, hosts say so by an R-block, which asks for the last block (UM11225), and not by the request once more.
 */
static bool repeats_last(const struct se050_link *link, const struct t1_block *block)
{
	uint8_t kind = link->sent_pcb & T1_KIND;

	if (!link->sent)
		return false;
	return kind == T1_R || (kind == T1_KIND && block->pcb & T1_R_ERROR);
}

static void take_r(struct se050_link *link, const struct t1_block *block)
{
	uint8_t number = block->pcb & T1_R_NUMBER ? 1 : 0;
	bool valid = !(block->pcb & T1_R_FREE) && rbuf_left(&block->inf) == 0;
	/* UNCERTAIN (SE05X-U-04): the number of the next block, with error bits, asks for the last one. */
	bool disagrees = chaining(link) && block->pcb & T1_R_ERROR;

	if (valid && link->answered && (number != link->next || disagrees)) {
		again_i(link);
	} else if (valid && chaining(link)) {
		link->answer_at = (uint16_t)(link->answer_at + link->answer_block);
		send_next_i(link);
	} else if (valid && repeats_last(link, block)) {
		again(link);
	} else {
		send_r(link, T1_ERROR_OTHER);
	}
}

/* Both directions from the start; the application, its sessions and channels stay. */
static void resynchronise(struct se050_link *link)
{
	uint8_t ifsd = link->ifsd;

	t1_reset(link);
	link->ifsd = ifsd;
}

static void s_resync(struct se050 *chip, uint8_t inf)
{
	(void)inf;
	resynchronise(&chip->link);
	send(&chip->link, T1_S_RESYNC | T1_S_ANSWER, NULL, 0);
	/* What went before may not be asked for again (ISO/IEC 7816-3 11.6.3.2). */
	chip->link.sent = false;
}

static void s_ifs(struct se050 *chip, uint8_t inf)
{
	if (inf == 0 || inf == T1_LEN_RESERVED) {
		send_r(&chip->link, T1_ERROR_OTHER);
		return;
	}
	chip->link.ifsd = inf;
	send(&chip->link, T1_S_IFS | T1_S_ANSWER, &inf, 1);
}

static void s_abort(struct se050 *chip, uint8_t inf)
{
	struct se050_link *link = &chip->link;

	(void)inf;
	link->command_lost = false;
	link->command_len = 0;
	link->answered = false;
	link->linked = false;
	send(link, T1_S_ABORT | T1_S_ANSWER, NULL, 0);
}

/* Power-down keeps memory (DS 5.1): nothing above the link changes. */
static void s_end_of_session(struct se050 *chip, uint8_t inf)
{
	(void)inf;
	resynchronise(&chip->link);
	send(&chip->link, T1_S_END_OF_SESSION | T1_S_ANSWER, NULL, 0);
}

/* Nothing is kept; the next edge on the bus wakes it. */
static void s_deep_power_down(struct se050 *chip, uint8_t inf)
{
	(void)inf;
	if (!chip->nv.identity.deep_power_down) {
		send_r(&chip->link, T1_ERROR_OTHER);
		return;
	}
	t1_reset(&chip->link);
	card_reset(chip);
	send(&chip->link, T1_S_DEEP_POWER_DOWN | T1_S_ANSWER, NULL, 0);
}

static void s_chip_reset(struct se050 *chip, uint8_t inf)
{
	(void)inf;
	t1_reset(&chip->link);
	card_reset(chip);
	send(&chip->link, T1_S_CHIP_RESET | T1_S_ANSWER, NULL, 0);
}

static void s_get_atr(struct se050 *chip, uint8_t inf)
{
	(void)inf;
	send(&chip->link, T1_S_GET_ATR | T1_S_ANSWER, atr, sizeof(atr));
}

/* UNCERTAIN (SE05X-U-05): "of the logical connection" (UM11225 table 10); it ends sessions, as was seen. */
static void s_soft_reset(struct se050 *chip, uint8_t inf)
{
	(void)inf;
	t1_reset(&chip->link);
	card_reset(chip);
	send(&chip->link, T1_S_SOFT_RESET | T1_S_ANSWER, atr, sizeof(atr));
}

struct s_request {
	uint8_t pcb;
	uint8_t len; /* of INF */
	void (*run)(struct se050 *chip, uint8_t inf);
};

static const struct s_request requests[] = {
	{ T1_S_RESYNC, 0, s_resync },
	{ T1_S_IFS, 1, s_ifs },
	{ T1_S_ABORT, 0, s_abort },
	{ T1_S_END_OF_SESSION, 0, s_end_of_session },
	{ T1_S_CHIP_RESET, 0, s_chip_reset },
	{ T1_S_GET_ATR, 0, s_get_atr },
	{ T1_S_SOFT_RESET, 0, s_soft_reset },
	{ T1_S_DEEP_POWER_DOWN, 0, s_deep_power_down },
};

static const struct s_request *request_of(const struct t1_block *block)
{
	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		if (requests[i].pcb == block->pcb && requests[i].len == rbuf_left(&block->inf))
			return &requests[i];
	return NULL;
}

static void take_s(struct se050 *chip, const struct t1_block *block)
{
	const struct s_request *request = request_of(block);
	struct rbuf inf = block->inf;

	if (request)
		request->run(chip, request->len ? rbuf_u8(&inf) : 0);
	else
		send_r(&chip->link, T1_ERROR_OTHER);
}

/* What gets through to a chip that is busy or waits for its WTX response: what ends the command's wait. */
static bool interrupts(const struct t1_block *block)
{
	return (block->pcb == T1_S_RESYNC || block->pcb == T1_S_SOFT_RESET ||
		       block->pcb == T1_S_CHIP_RESET) &&
	       rbuf_left(&block->inf) == 0;
}

/* A WTX response grants one more share of BWT. Hosts answer 01 whatever was asked: any one byte will do. */
static void take_wtx_response(struct se050 *chip, struct chip_env *env, const struct t1_block *block)
{
	struct se050_link *link = &chip->link;
	uint64_t share = chip->options.wtx_after_ns ? chip->options.wtx_after_ns : BWT_NS / 2;

	if (block->pcb != (T1_S_WTX | T1_S_ANSWER) || rbuf_left(&block->inf) != 1) {
		send_wtx(link);
		return;
	}
	link->turn = TURN_BUSY;
	link->out_len = link->out_at = 0;
	link->wtx_ns = env->now_ns + share;
	t1_tick(chip, env->now_ns);
}

void t1_take(struct se050 *chip, struct chip_env *env)
{
	struct se050_link *link = &chip->link;
	struct t1_block block = { 0 };
	enum t1_error error = t1_block_parse(rbuf_from(link->in, link->in_len), &block);
	bool interrupted;

	if (error == T1_ACKNOWLEDGED && block.nad != T1_NAD_TO_CHIP && !defect_planted(env, PLANT_T1_ANY_NAD))
		error = T1_ERROR_OTHER;
	interrupted = error == T1_ACKNOWLEDGED && interrupts(&block);
	if (link->turn == TURN_BUSY && !interrupted)
		return; /* UNCERTAIN (SE05X-U-06): a write to a busy part is lost, never refused */
	if (link->turn == TURN_WTX && !interrupted) {
		if (error == T1_ACKNOWLEDGED)
			take_wtx_response(chip, env, &block);
		else
			send_wtx(link);
		return;
	}
	if (error != T1_ACKNOWLEDGED)
		send_r(link, defect_planted(env, PLANT_T1_COMPLAINS_OTHER) ? T1_ERROR_OTHER : error);
	else if (!(block.pcb & T1_NOT_I))
		take_i(chip, env, &block);
	else if ((block.pcb & T1_KIND) == T1_R)
		take_r(link, &block);
	else if (block.pcb == T1_S_RESYNC && defect_planted(env, PLANT_T1_RESYNC_KEEPS))
		send(link, T1_S_RESYNC | T1_S_ANSWER, NULL, 0);
	else
		take_s(chip, &block);
}
