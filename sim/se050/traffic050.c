/* sim/se050/traffic050.c: what host and SE05x say to each other: T=1 blocks put together to commands. */
#include "traffic050.h"

#include <string.h>

#include "apdu_text.h"

static const struct {
	uint8_t pcb;
	const char *name;
} supervisory[] = {
	{ T1_S_RESYNC, "RESYNC" },
	{ T1_S_IFS, "IFS" },
	{ T1_S_ABORT, "ABORT" },
	{ T1_S_WTX, "WTX" },
	{ T1_S_END_OF_SESSION, "END OF APDU SESSION" },
	{ T1_S_CHIP_RESET, "CHIP RESET" },
	{ T1_S_GET_ATR, "GET ATR" },
	{ T1_S_SOFT_RESET, "INTERFACE SOFT RESET" },
	{ T1_S_DEEP_POWER_DOWN, "DEEP POWER DOWN" },
};

static const char *supervisory_name(uint8_t pcb)
{
	for (size_t i = 0; i < sizeof(supervisory) / sizeof(supervisory[0]); i++)
		if (supervisory[i].pcb == (pcb & ~T1_S_ANSWER))
			return supervisory[i].name;
	return "unknown S-block";
}

static void tell(const struct se050_traffic *t, const struct traffic_listener *to, uint64_t time_ns,
	const struct line *line)
{
	to->line(to->context, time_ns, t->address, line->text);
}

static void tell_command(struct se050_traffic *t, const struct traffic_listener *to, bool answered)
{
	struct line line = { .len = 0 };

	if (answered && to->exchange)
		to->exchange(to->context, t->address, rbuf_from(t->command, t->command_len),
			rbuf_from(t->answer, t->answer_len));
	apdu_text_command(&line, rbuf_from(t->command, t->command_len));
	if (answered) {
		line_say(&line, " -> ");
		apdu_text_answer(&line, rbuf_from(t->answer, t->answer_len));
	} else {
		line_say(&line, " (no answer)");
	}
	tell(t, to, t->begun_ns, &line);
	t->pending = false;
}

static void tell_request(struct se050_traffic *t, const struct traffic_listener *to, struct rbuf *answer)
{
	struct line line = { .len = 0 };

	if (answer && to->exchange)
		to->exchange(to->context, t->address, rbuf_from(&t->request, 1), *answer);
	line_say(&line, "%s", supervisory_name(t->request));
	if (!answer)
		line_say(&line, " (no answer)");
	else if (rbuf_left(answer) > 0) {
		line_say(&line, " -> ");
		line_hex(&line, *answer);
	}
	tell(t, to, t->begun_ns, &line);
	t->request = 0;
}

static void add(uint8_t *to, size_t *len, struct rbuf more)
{
	size_t n = rbuf_left(&more), room = TRAFFIC_APDU_MAX - *len;

	n = n < room ? n : room;
	rbuf_copy(&more, to + *len, n);
	*len += n;
}

static void host_information(struct se050_traffic *t, const struct traffic_listener *to, uint64_t time_ns,
	const struct t1_block *block)
{
	struct line line = { .len = 0 };

	if (t->host_sent && (t->host_pcb & T1_I_NUMBER) == (block->pcb & T1_I_NUMBER) &&
		(t->pending || t->chaining)) {
		line_say(&line, "the host sends its block again");
		tell(t, to, time_ns, &line);
		return;
	}
	if (t->pending)
		tell_command(t, to, false);
	if (!t->chaining) {
		t->begun_ns = time_ns;
		t->command_len = 0;
	}
	t->host_len = t->command_len;
	add(t->command, &t->command_len, block->inf);
	t->host_len = t->command_len - t->host_len;
	t->host_pcb = block->pcb;
	t->host_sent = true;
	t->chaining = block->pcb & T1_I_MORE;
	t->pending = !t->chaining;
	t->answer_len = t->last_len = 0;
}

/* An R-block of the host: an acknowledgement in the chip's chain, or a wish to have its block again. */
static void host_receipt(struct se050_traffic *t, const struct traffic_listener *to, uint64_t time_ns,
	const struct t1_block *block)
{
	struct line line = { .len = 0 };
	uint8_t error = block->pcb & T1_R_ERROR;

	if (error == T1_ACKNOWLEDGED)
		return;
	line_say(&line, "the host asks for the last block again (%s)",
		error == T1_ERROR_CRC ? "CRC" : "another error");
	tell(t, to, time_ns, &line);
	t->answer_len -= t->last_len;
	t->last_len = 0;
}

static void host_request(struct se050_traffic *t, const struct traffic_listener *to, uint64_t time_ns,
	const struct t1_block *block)
{
	if (block->pcb & T1_S_ANSWER)
		return;
	if (t->pending)
		tell_command(t, to, false);
	if (t->request)
		tell_request(t, to, NULL);
	t->chaining = false;
	t->host_sent = false;
	t->begun_ns = time_ns;
	t->request = block->pcb;
}

bool se050_traffic_write(struct se050_traffic *t, const struct traffic_listener *to, uint64_t time_ns,
	const uint8_t *bytes, size_t len)
{
	struct line line = { .len = 0 };
	struct t1_block block;

	if (len == 0 || (!t->met && bytes[0] != T1_NAD_TO_CHIP))
		return false;
	t->frame_len = 0;
	t->frame_told = false;
	t->host_last = false;
	if (t1_block_parse(rbuf_from(bytes, len), &block) != T1_ACKNOWLEDGED || block.nad != T1_NAD_TO_CHIP) {
		if (!t->met)
			return false;
		line_say(&line, "a broken block of the host: ");
		line_hex(&line, rbuf_from(bytes, len));
		tell(t, to, time_ns, &line);
		return true;
	}
	t->met = true;
	t->host_last = !(block.pcb & T1_NOT_I);
	if (t->host_last)
		host_information(t, to, time_ns, &block);
	else if ((block.pcb & T1_KIND) == T1_R)
		host_receipt(t, to, time_ns, &block);
	else
		host_request(t, to, time_ns, &block);
	return true;
}

/* The chip wants the host's last block again: of its chain the links before that one stay. */
static void forget_refused(struct se050_traffic *t)
{
	if (t->host_last && (t->pending || t->chaining)) {
		t->command_len -= t->host_len;
		t->chaining = t->command_len > 0;
	}
	t->pending = t->host_last = t->host_sent = false;
}

static void chip_block(struct se050_traffic *t, const struct traffic_listener *to, uint64_t time_ns,
	const struct t1_block *block)
{
	struct line line = { .len = 0 };
	struct rbuf inf = block->inf;

	if (!(block->pcb & T1_NOT_I)) {
		add(t->answer, &t->answer_len, inf);
		t->last_len = rbuf_left(&inf);
		if (!(block->pcb & T1_I_MORE) && t->pending)
			tell_command(t, to, true);
		return;
	}
	if ((block->pcb & T1_KIND) == T1_S && block->pcb & T1_S_ANSWER) {
		if (t->request)
			tell_request(t, to, &inf);
		return;
	}
	if ((block->pcb & T1_KIND) == T1_R && (block->pcb & T1_R_ERROR) == T1_ACKNOWLEDGED)
		return;
	if ((block->pcb & T1_KIND) == T1_S) {
		line_say(&line, "the chip asks: %s ", supervisory_name(block->pcb));
		line_hex(&line, inf);
	} else {
		line_say(&line, "the chip asks for the last block again (%s)",
			(block->pcb & T1_R_ERROR) == T1_ERROR_CRC ? "CRC" : "another error");
		forget_refused(t);
	}
	tell(t, to, time_ns, &line);
}

bool se050_traffic_read(struct se050_traffic *t, const struct traffic_listener *to, uint64_t time_ns,
	const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	struct line line = { .len = 0 };
	struct t1_block block;
	size_t size;

	if (!t->met)
		return false;
	if (t->frame_told)
		return true;
	while (rbuf_left(&r) > 0) {
		size = t1_block_size(rbuf_from(t->frame, t->frame_len));
		if ((size > 0 && t->frame_len == size) || t->frame_len == sizeof(t->frame))
			break;
		t->frame[t->frame_len++] = rbuf_u8(&r);
	}
	size = t1_block_size(rbuf_from(t->frame, t->frame_len));
	if (size == 0 || t->frame_len < size)
		return true;
	t->frame_told = true;
	if (t1_block_parse(rbuf_from(t->frame, t->frame_len), &block) == T1_ACKNOWLEDGED) {
		chip_block(t, to, time_ns, &block);
		return true;
	}
	line_say(&line, "a broken block of the chip: ");
	line_hex(&line, rbuf_from(t->frame, t->frame_len));
	tell(t, to, time_ns, &line);
	return true;
}

void se050_traffic_end(struct se050_traffic *t, const struct traffic_listener *to)
{
	if (t->pending)
		tell_command(t, to, false);
	if (t->request)
		tell_request(t, to, NULL);
}
