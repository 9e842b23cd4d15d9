/* sim/cli/talk.c: what host and chip say at one address, whichever chip it is. */
#include "talk.h"

#include <stdio.h>
#include <string.h>

void talk_at(struct talk *talk, uint8_t address)
{
	memset(talk, 0, sizeof(*talk));
	talk->atecc.address = talk->se050.address = address;
}

static void take(uint8_t *to, size_t *len, struct rbuf bytes)
{
	*len = rbuf_left(&bytes) < TRAFFIC_APDU_MAX ? rbuf_left(&bytes) : TRAFFIC_APDU_MAX;
	rbuf_copy(&bytes, to, *len);
}

static void take_exchange(void *context, uint8_t address, struct rbuf command, struct rbuf answer)
{
	struct talk *talk = context;

	(void)address;
	talk->done = true;
	take(talk->command, &talk->command_len, command);
	take(talk->answer, &talk->answer_len, answer);
}

static void take_line(void *context, uint64_t time_ns, uint8_t address, const char *text)
{
	struct talk *talk = context;

	(void)time_ns;
	(void)address;
	snprintf(talk->text, sizeof(talk->text), "%s", text);
}

bool talk_hear(struct talk *talk, uint64_t time_ns, const struct i2c_message *m)
{
	const struct traffic_listener listener = {
		.line = take_line, .exchange = take_exchange, .context = talk
	};

	if (m->flags & I2C_READ)
		return atecc_traffic_read(&talk->atecc, &listener, time_ns, m->bytes, m->len) ||
		       se050_traffic_read(&talk->se050, &listener, time_ns, m->bytes, m->len);
	return atecc_traffic_write(&talk->atecc, &listener, time_ns, m->bytes, m->len) ||
	       se050_traffic_write(&talk->se050, &listener, time_ns, m->bytes, m->len);
}

enum talk_kind talk_kind(const struct talk *talk)
{
	if (talk->atecc.met)
		return TALK_ATECC;
	return talk->se050.met ? TALK_SE05X : TALK_UNKNOWN;
}

bool talk_pending(const struct talk *talk, struct rbuf *command)
{
	if (talk->atecc.pending)
		*command = rbuf_from(talk->atecc.command, talk->atecc.command_len);
	else
		*command = rbuf_from(talk->se050.command, talk->se050.command_len);
	return talk->atecc.pending || talk->se050.pending;
}

size_t talk_lacks(const struct talk *talk)
{
	const struct se050_traffic *t = &talk->se050;
	size_t size = t1_block_size(rbuf_from(t->frame, t->frame_len));

	return t->met && !t->frame_told && size > t->frame_len ? size - t->frame_len : 0;
}

bool talk_wants_time(const struct talk *talk, uint8_t *multiplier)
{
	const struct se050_traffic *t = &talk->se050;
	struct t1_block block;
	struct rbuf inf;

	if (!t->frame_told || t1_block_parse(rbuf_from(t->frame, t->frame_len), &block) != T1_ACKNOWLEDGED ||
		block.pcb != T1_S_WTX)
		return false;
	inf = block.inf;
	*multiplier = rbuf_u8(&inf);
	return true;
}
