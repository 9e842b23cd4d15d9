/* sim/serve/guard_se05x.c: which blocks may be written to an SE05x, by the command they make up. */
#include <string.h>

#include "guard_rules.h"
#include "irreversible050.h"

static bool more_comes(const struct t1_block *block)
{
	return block->pcb & T1_I_MORE;
}

static bool is_information(const struct t1_block *block)
{
	return !(block->pcb & T1_NOT_I);
}

static bool is_again(const struct guard_t1 *t1, struct rbuf bytes)
{
	size_t len = rbuf_left(&bytes);

	return t1->last_len == len && memcmp(t1->last, bytes.at, len) == 0;
}

/* All of the command with this block behind what is there; false: it is longer than any. */
static bool joined(const struct guard_t1 *t1, struct rbuf inf, struct wbuf *all)
{
	wbuf_put(all, t1->command, t1->command_len);
	wbuf_put(all, inf.at, rbuf_left(&inf));
	return !wbuf_bad(all);
}

static struct guard_verdict judge(const struct guard_t1 *t1, const struct se050_effect *effect)
{
	if (effect->reason)
		return guard_refuses(effect->name, effect->reason);
	if (effect->spends_velocity && t1->velocity != VELOCITY_WHOLE)
		return guard_refuses(effect->name, "the one before it failed, and too many lock the part");
	return guard_passes();
}

static struct guard_verdict information(
	const struct guard_t1 *t1, struct rbuf bytes, struct rbuf inf, bool more)
{
	uint8_t command[GUARD_COMMAND_MAX];
	struct wbuf all = wbuf_to(command, sizeof(command));
	struct se050_effect effect;

	if (t1->doubt && is_again(t1, bytes))
		return guard_passes();
	if (t1->doubt || (t1->chaining && !t1->certain))
		return guard_refuses(
			"a block", "the part has not acknowledged the one before it (RESYNC begins anew)");
	if (!joined(t1, inf, &all))
		return guard_refuses("a chain of blocks", "it is longer than any command");
	if (!t1->chaining && more)
		effect = se050_effect_of_beginning(rbuf_from(command, all.len));
	else if (more)
		return guard_passes();
	else
		effect = se050_effect_of(rbuf_from(command, all.len));
	return judge(t1, &effect);
}

/* Requests that every part has, none of which keeps anything; and the answer that grants time. */
static bool known_supervisory(uint8_t pcb)
{
	static const uint8_t known[] = { T1_S_RESYNC, T1_S_IFS, T1_S_ABORT, T1_S_END_OF_SESSION,
		T1_S_CHIP_RESET, T1_S_GET_ATR, T1_S_SOFT_RESET, T1_S_DEEP_POWER_DOWN,
		T1_S_WTX | T1_S_ANSWER };

	return memchr(known, pcb, sizeof(known));
}

struct guard_verdict guard_t1_write(struct guard_t1 *t1, struct rbuf bytes)
{
	struct t1_block block;
	enum t1_error error;

	/* The part takes what comes until STOP for a block: so does the guard, if it is just that. */
	if (t1_block_size(bytes) != rbuf_left(&bytes))
		return guard_refuses("a block", "it does not come whole, in one write");
	error = t1_block_parse(bytes, &block);
	if (error == T1_ERROR_OTHER || block.nad != T1_NAD_TO_CHIP)
		return guard_refuses("a block", "it is none of a host");
	/* The part complains, and takes nothing of it. */
	if (error == T1_ERROR_CRC)
		return guard_passes();
	if (is_information(&block))
		return block.pcb & T1_I_FREE ? guard_refuses("a block", "nobody knows its kind")
					     : information(t1, bytes, block.inf, more_comes(&block));
	if ((block.pcb & T1_KIND) == T1_R || known_supervisory(block.pcb))
		return guard_passes();
	return guard_refuses("a supervisory block", "nobody knows what it does");
}

static void clear_command(struct guard_t1 *t1)
{
	memset(t1->command, 0, t1->command_len);
	t1->command_len = 0;
}

static void forget_chain(struct guard_t1 *t1)
{
	t1->chaining = t1->certain = t1->doubt = t1->restores = t1->last_linked = false;
	clear_command(t1);
	t1->last_len = 0;
}

/* An authentication of which no success was read when the next thing is asked for has failed, for all we know. */
static void next_thing(struct guard_t1 *t1)
{
	if (t1->velocity == VELOCITY_SENT)
		t1->velocity = VELOCITY_SPENT;
}

static void join(struct guard_t1 *t1, struct rbuf inf)
{
	struct wbuf command = wbuf_to(t1->command, sizeof(t1->command));

	command.len = t1->command_len;
	wbuf_put(&command, inf.at, rbuf_left(&inf));
	t1->command_len = command.len;
	t1->last_joined = true;
}

/* Whether it got there or not, a command that spends an authentication may have. */
static void count_authentication(struct guard_t1 *t1, const struct t1_block *block)
{
	uint8_t command[GUARD_COMMAND_MAX];
	struct wbuf all = wbuf_to(command, sizeof(command));

	next_thing(t1);
	if (!more_comes(block) && joined(t1, block->inf, &all) &&
		se050_effect_of(rbuf_from(command, all.len)).spends_velocity)
		t1->velocity = VELOCITY_SENT;
}

static void took_information(struct guard_t1 *t1, struct rbuf bytes, const struct t1_block *block, bool well)
{
	if (!t1->doubt || !is_again(t1, bytes)) {
		count_authentication(t1, block);
		t1->last_linked = t1->chaining || more_comes(block);
		t1->last_joined = false;
		t1->last_len = rbuf_left(&bytes);
		rbuf_copy(&bytes, t1->last, t1->last_len);
	}
	t1->certain = t1->restores = false;
	t1->doubt = !well && t1->last_linked;
	t1->chaining = well ? more_comes(block) : t1->last_linked;
	if (well && !t1->chaining)
		clear_command(t1);
	else if (well && !t1->last_joined)
		join(t1, block->inf);
}

void guard_t1_written(struct guard_t1 *t1, struct rbuf bytes, bool well)
{
	struct t1_block block;

	t1->frame_len = 0;
	if (t1_block_parse(bytes, &block) != T1_ACKNOWLEDGED) {
		t1->restores = t1->chaining && t1->certain;
		t1->certain = false;
		return;
	}
	if (is_information(&block)) {
		took_information(t1, bytes, &block, well);
		return;
	}
	if ((block.pcb & T1_KIND) == T1_R || block.pcb & T1_S_ANSWER)
		return;
	next_thing(t1);
	if (well)
		forget_chain(t1);
	else
		t1->certain = false;
}

/* What the chip has taken that the guard thought was lost. */
static void join_last(struct guard_t1 *t1)
{
	struct t1_block block;

	if (!t1->last_joined && t1_block_parse(rbuf_from(t1->last, t1->last_len), &block) == T1_ACKNOWLEDGED)
		join(t1, block.inf);
}

static void heard_receipt(struct guard_t1 *t1, uint8_t pcb)
{
	struct rbuf last = rbuf_from(t1->last, t1->last_len);
	bool expected = pcb & T1_R_NUMBER, number;
	uint8_t error = pcb & T1_R_ERROR;

	rbuf_u8(&last);
	number = rbuf_u8(&last) & T1_I_NUMBER;
	if (t1->last_len == 0)
		return;
	if (error == T1_ACKNOWLEDGED && t1->chaining && expected != number) {
		join_last(t1);
		t1->certain = true;
		t1->doubt = false;
	} else if (error == T1_ERROR_CRC && t1->restores && expected != number) {
		t1->certain = true;
	} else if (error == T1_ERROR_CRC && expected == number) {
		/* It wants the same again. */
		t1->chaining = t1->last_linked;
		t1->doubt = true;
		t1->certain = false;
	} else {
		t1->certain = false;
	}
	t1->restores = false;
}

static void heard_answer(struct guard_t1 *t1, const struct t1_block *block)
{
	struct rbuf inf = block->inf;
	size_t len = rbuf_left(&inf);

	if (t1->velocity != VELOCITY_SENT || more_comes(block))
		return;
	rbuf_bytes(&inf, len < 2 ? len : len - 2);
	t1->velocity = rbuf_be16(&inf) == 0x9000 ? VELOCITY_WHOLE : VELOCITY_SPENT;
}

static bool frame_whole(const struct guard_t1 *t1)
{
	size_t size = t1_block_size(rbuf_from(t1->frame, t1->frame_len));

	return t1->frame_len == sizeof(t1->frame) || (size > 0 && t1->frame_len >= size);
}

void guard_t1_read(struct guard_t1 *t1, struct rbuf bytes)
{
	struct t1_block block;

	/* What follows a block is none. */
	if (frame_whole(t1))
		return;
	while (rbuf_left(&bytes) > 0 && !frame_whole(t1)) {
		uint8_t byte = rbuf_u8(&bytes);

		/* A part that has nothing yet may be read as ff. */
		if (t1->frame_len > 0 || byte == T1_NAD_TO_HOST)
			t1->frame[t1->frame_len++] = byte;
	}
	if (!frame_whole(t1) ||
		t1_block_parse(rbuf_from(t1->frame, t1->frame_len), &block) != T1_ACKNOWLEDGED ||
		block.nad != T1_NAD_TO_HOST)
		return;
	if (is_information(&block))
		heard_answer(t1, &block);
	else if ((block.pcb & T1_KIND) == T1_R)
		heard_receipt(t1, block.pcb);
}
