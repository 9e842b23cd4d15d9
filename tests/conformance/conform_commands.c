/* tests/conformance/conform_commands.c: the commands in what is written to a part. */
#include "conform_commands.h"

#include <string.h>

#include "atca.h"
#include "crc.h"
#include "se05x.h"

enum {
	ATCA_LEAST = 7,
	ATCA_HEADER = 5, /* count, opcode, param1, param2 */
	CRC_BYTES = 2,
};

/* As much as there is room for: what a command is stands at its beginning. */
static void append(struct conform_commands *c, struct rbuf bytes)
{
	size_t room = sizeof(c->bytes) - c->len, len = rbuf_left(&bytes);

	len = len < room ? len : room;
	rbuf_copy(&bytes, c->bytes + c->len, len);
	c->len += len;
}

static void forget(struct conform_commands *c)
{
	c->more = false;
	c->len = 0;
}

/* A packet from its count on. wanting: it is not whole yet. Without a good checksum it is none. */
static enum conform_class packet(const struct conform_judge *judge, const char *kind, const uint8_t *config,
	struct rbuf bytes, bool *wanting)
{
	size_t have = rbuf_left(&bytes);
	struct rbuf r = bytes, body;
	uint8_t count = rbuf_u8(&r);

	*wanting = count >= ATCA_LEAST && have < count;
	if (count < ATCA_LEAST || have < ATCA_HEADER)
		return CONFORM_SAFE;
	body = rbuf_take(&r, (*wanting ? have : count - (size_t)CRC_BYTES) - 1);
	if (!*wanting && crc16_atca(bytes.at, count - (size_t)CRC_BYTES) != rbuf_le16(&r))
		return CONFORM_SAFE;
	return judge
		->effect(judge->context,
			&(struct conform_command){
				.kind = kind, .config = config, .bytes = body, .whole = !*wanting })
		.class;
}

static enum conform_class of_atecc(struct conform_commands *c, const struct conform_judge *judge,
	const char *kind, const uint8_t *config, struct rbuf r)
{
	enum conform_class alone, joined = CONFORM_SAFE;
	uint8_t word = rbuf_u8(&r);
	bool wanting;

	if (rbuf_bad(&r) || word != ATCA_WORD_COMMAND) {
		forget(c);
		return CONFORM_SAFE;
	}
	/* Whether the part still has the piece before nobody knows. */
	alone = packet(judge, kind, config, r, &wanting);
	if (c->more) {
		append(c, r);
		joined = packet(judge, kind, config, rbuf_from(c->bytes, c->len), &c->more);
	} else {
		forget(c);
		append(c, r);
		c->more = wanting;
	}
	return alone > joined ? alone : joined;
}

static struct conform_effect judged(
	const struct conform_judge *judge, const char *kind, struct rbuf bytes, bool whole)
{
	return judge->effect(
		judge->context, &(struct conform_command){ .kind = kind, .bytes = bytes, .whole = whole });
}

/* Information in a block: a command, its beginning, or more of it. */
static enum conform_class information(struct conform_commands *c, const struct conform_judge *judge,
	const char *kind, struct rbuf inf, bool more)
{
	struct conform_effect alone = judged(judge, kind, inf, !more), joined;
	struct rbuf inf_at = inf;

	if (!c->more) {
		forget(c);
		append(c, inf);
		c->more = more;
		return alone.class;
	}
	/* For a part that has dropped the chain this begins a command; most are nothing then. */
	if (!alone.known || !(rbuf_u8(&inf_at) & CLA_PROPRIETARY))
		alone.class = CONFORM_SAFE;
	append(c, inf);
	c->more = more;
	if (more)
		return alone.class;
	joined = judged(judge, kind, rbuf_from(c->bytes, c->len), c->len < sizeof(c->bytes));
	return alone.class > joined.class ? alone.class : joined.class;
}

static enum conform_class of_se05x(
	struct conform_commands *c, const struct conform_judge *judge, const char *kind, struct rbuf message)
{
	size_t len = rbuf_left(&message);
	struct t1_block block;

	if (t1_block_parse(message, &block) != T1_ACKNOWLEDGED || block.nad != T1_NAD_TO_CHIP)
		return CONFORM_SAFE;
	if (block.pcb & T1_NOT_I) {
		if ((block.pcb & T1_KIND) == T1_S && !(block.pcb & T1_S_ANSWER)) {
			forget(c);
			c->last_len = 0;
		}
		return CONFORM_SAFE;
	}
	if (c->last_len == len && memcmp(c->last, message.at, len) == 0)
		return c->last_class;
	memcpy(c->last, message.at, len);
	c->last_len = len;
	c->last_class = information(c, judge, kind, block.inf, block.pcb & T1_I_MORE);
	return c->last_class;
}

enum conform_class conform_commands_class(struct conform_commands *commands,
	const struct conform_judge *judge, const char *kind, const uint8_t *config, struct rbuf message)
{
	return strcmp(kind, conform_atca.kind) == 0 ? of_atecc(commands, judge, kind, config, message)
						    : of_se05x(commands, judge, kind, message);
}
