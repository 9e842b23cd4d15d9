/* sim/serve/guard_atecc.c: what may be written to an ATECC: whole packets, and the words for its states. */
#include <stdio.h>

#include "atca.h"
#include "crc.h"
#include "guard_rules.h"
#include "irreversible.h"

struct guard_verdict guard_refuses(const char *command, const char *reason)
{
	struct guard_verdict verdict = { .reason = reason };

	snprintf(verdict.command, sizeof(verdict.command), "%s", command);
	return verdict;
}

/* The part's input takes a command in pieces (LORA-B 7.2): only whole ones are let through, so it never holds a piece. */
static struct guard_verdict packet(const struct guard_part *part, struct rbuf bytes)
{
	static const char name[] = "a command";
	struct rbuf r = bytes, body;
	size_t size = rbuf_left(&bytes);
	uint8_t count = rbuf_u8(&r), opcode, param1;
	const struct atecc_command *command;
	struct guard_verdict verdict;
	const char *mode;
	uint16_t param2, crc;

	if (size < ATCA_PACKET_MIN || count != size || count > ATCA_PACKET_MAX)
		return guard_refuses(name, "it does not come whole, in one write");
	body = rbuf_take(&r, size - 3);
	crc = rbuf_le16(&r);
	opcode = rbuf_u8(&body);
	param1 = rbuf_u8(&body);
	param2 = rbuf_le16(&body);
	/* The part answers FF, and nothing is run. */
	if (crc != crc16_atca(bytes.at, size - 2))
		return guard_passes();
	if (!atecc_irreversible(part->has_config ? part->config : NULL, opcode, param1, param2, &mode))
		return guard_passes();
	command = atecc_command_find(opcode, ON_ALL);
	verdict = guard_refuses("", command ? "it cannot be undone" : "nobody knows what it does");
	if (command)
		snprintf(verdict.command, sizeof(verdict.command), "%s, %s", command->name, mode);
	else
		snprintf(verdict.command, sizeof(verdict.command), "opcode %02x", opcode);
	return verdict;
}

struct guard_verdict guard_atecc_write(const struct guard_part *part, struct rbuf bytes)
{
	struct rbuf r = bytes;
	uint8_t word = rbuf_u8(&r);

	if (word == ATCA_WORD_COMMAND)
		return packet(part, r);
	if ((word == ATCA_WORD_SLEEP || word == ATCA_WORD_IDLE) && rbuf_left(&r) == 0)
		return guard_passes();
	return guard_refuses("bytes of no ATECC's", "nobody knows what they do");
}
