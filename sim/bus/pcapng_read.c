/* sim/bus/pcapng_read.c: reads traces back, transaction by transaction. */
#include "pcapng.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pcapng_format.h"

/* A packet of a trace, and what its comment says. */
struct packet {
	uint64_t time_ns;
	struct i2c_message message; /* bytes in the reader's block */
	uint64_t transaction;       /* 0: no comment of ours */
	size_t index, of;           /* from 1 */
	enum wire_outcome outcome;
	size_t nacked_at;
};

static int bad(const struct pcapng_reader *reader, struct why *why, const char *what)
{
	why_fail(why, EINVAL, "%s is no trace of an I2C bus: %s", reader->path, what);
	return -EINVAL;
}

/* Reads one block into the reader's buffer. Returns its length without the trailing one, 0 at the end. */
static int read_block(struct pcapng_reader *reader, uint32_t *type, size_t *len, struct why *why)
{
	size_t got = fread(reader->block, 1, 8, reader->file);
	struct rbuf r = rbuf_from(reader->block, got);
	uint32_t total;

	if (got == 0 && feof(reader->file))
		return 0;
	*type = rbuf_le32(&r);
	total = rbuf_le32(&r);
	if (rbuf_bad(&r) || total < 12 || total % 4 != 0 || total > PCAPNG_BLOCK_MAX)
		return bad(reader, why, "a block in it has no sensible length");
	if (fread(reader->block + 8, 1, total - 8, reader->file) != total - 8)
		return bad(reader, why, "it ends in the middle of a block");
	*len = total - 4;
	return 1;
}

/* The next option: its code, and its value; PCAPNG_OPT_END at the end. */
static uint16_t next_option(struct rbuf *r, struct rbuf *value)
{
	uint16_t code, len;

	if (rbuf_left(r) < 4)
		return PCAPNG_OPT_END;
	code = rbuf_le16(r);
	len = rbuf_le16(r);
	*value = rbuf_take(r, len);
	rbuf_take(r, (4u - len % 4u) % 4u);
	return rbuf_bad(r) ? PCAPNG_OPT_END : code;
}

static void take_text(struct rbuf *value, char *text, size_t size)
{
	size_t len = rbuf_left(value) < size - 1 ? rbuf_left(value) : size - 1;

	rbuf_copy(value, text, len);
	text[len] = '\0';
}

static int take_section(struct pcapng_reader *reader, size_t len, struct why *why)
{
	struct rbuf r = rbuf_from(reader->block + 8, len - 8), value;
	uint16_t code;

	if (rbuf_le32(&r) != PCAPNG_MAGIC)
		return bad(reader, why, "it is of the other byte order, or none");
	rbuf_take(&r, 12);
	reader->n_interfaces = 0;
	while ((code = next_option(&r, &value)) != PCAPNG_OPT_END)
		if (code == PCAPNG_OPT_COMMENT)
			take_text(&value, reader->comment, sizeof(reader->comment));
	return 0;
}

static int take_interface(struct pcapng_reader *reader, size_t len, struct why *why)
{
	struct rbuf r = rbuf_from(reader->block + 8, len - 8), value;
	size_t i = reader->n_interfaces;
	uint16_t code;

	if (i == PCAPNG_INTERFACES_MAX)
		return bad(reader, why, "it has too many interfaces");
	reader->interfaces[i].link_type = rbuf_le16(&r);
	reader->interfaces[i].ticks_per_second = 1000000;
	rbuf_take(&r, 6);
	while ((code = next_option(&r, &value)) != PCAPNG_OPT_END) {
		uint8_t power;

		if (code != PCAPNG_OPT_RESOLUTION)
			continue;
		power = rbuf_u8(&value);
		if (power > 9)
			return bad(reader, why, "its times are neither in ns nor anything coarser");
		for (reader->interfaces[i].ticks_per_second = 1; power > 0; power--)
			reader->interfaces[i].ticks_per_second *= 10;
	}
	reader->n_interfaces++;
	return rbuf_bad(&r) ? bad(reader, why, "an interface in it is cut short") : 0;
}

/* Takes a literal and the decimal number behind it off a text. False when they are not there. */
static bool take_number(const char **text, const char *literal, uint64_t max, uint64_t *number)
{
	size_t len = strlen(literal);
	char *end;

	if (strncmp(*text, literal, len) != 0 || (*text)[len] < '0' || (*text)[len] > '9')
		return false;
	errno = 0;
	*number = strtoull(*text + len, &end, 10);
	*text = end;
	return errno == 0 && *number <= max;
}

/* What our writer says of a packet; another's comments say nothing here. */
static void take_comment(struct rbuf *value, struct packet *packet)
{
	char text[128];
	const char *at = text;
	uint64_t transaction, index, of, number;

	take_text(value, text, sizeof(text));
	if (!take_number(&at, PCAPNG_TRANSACTION, UINT64_MAX, &transaction) ||
		!take_number(&at, PCAPNG_MESSAGE, I2C_MESSAGES_MAX, &index) ||
		!take_number(&at, PCAPNG_OF, I2C_MESSAGES_MAX, &of) || index == 0 || index > of ||
		strncmp(at, PCAPNG_SAYS, strlen(PCAPNG_SAYS)) != 0)
		return;
	at += strlen(PCAPNG_SAYS);
	packet->transaction = transaction;
	packet->index = (size_t)index;
	packet->of = (size_t)of;
	for (size_t i = 0; i < sizeof(pcapng_outcomes) / sizeof(pcapng_outcomes[0]); i++) {
		const char *rest = at + strlen(pcapng_outcomes[i]);

		if (strncmp(at, pcapng_outcomes[i], strlen(pcapng_outcomes[i])) != 0)
			continue;
		packet->outcome = (enum wire_outcome)i;
		if (i == WIRE_DATA_NACK && take_number(&rest, PCAPNG_AFTER, I2C_MESSAGE_MAX, &number))
			packet->nacked_at = (size_t)number;
		if (i != WIRE_OK && packet->message.flags & I2C_READ &&
			take_number(&rest, PCAPNG_ASKED, I2C_MESSAGE_MAX, &number))
			packet->message.len = (uint16_t)number;
	}
}

/* Returns 1, 0 for a packet that is no message of a bus, or a negative errno. */
static int take_packet(const struct pcapng_reader *reader, size_t len, struct packet *packet, struct why *why)
{
	struct rbuf r = rbuf_from(reader->block + 8, len - 8), data, value;
	uint32_t interface = rbuf_le32(&r);
	uint64_t ticks = (uint64_t)rbuf_le32(&r) << 32;
	uint32_t captured;
	uint16_t code;
	uint8_t bus, address;

	memset(packet, 0, sizeof(*packet));
	ticks |= rbuf_le32(&r);
	captured = rbuf_le32(&r);
	rbuf_le32(&r);
	data = rbuf_take(&r, captured);
	rbuf_take(&r, (4u - captured % 4u) % 4u);
	if (rbuf_bad(&r) || interface >= reader->n_interfaces)
		return bad(reader, why, "a packet in it is cut short or of no interface");
	if (reader->interfaces[interface].link_type != PCAPNG_LINKTYPE_I2C_LINUX)
		return 0;
	packet->time_ns = ticks * (1000000000u / reader->interfaces[interface].ticks_per_second);
	bus = rbuf_u8(&data);
	packet->message.flags = (uint16_t)rbuf_be32(&data);
	address = rbuf_u8(&data);
	if (bus & 0x80) /* an event of the adapter */
		return 0;
	if (rbuf_bad(&data) || rbuf_left(&data) > I2C_MESSAGE_MAX + I2C_COUNTED_MAX)
		return bad(reader, why, "a packet in it is no I2C message");
	packet->message.addr = address >> 1;
	packet->message.flags = (uint16_t)((packet->message.flags & ~I2C_READ) | (address & I2C_READ));
	packet->message.len = (uint16_t)rbuf_left(&data);
	packet->message.bytes = (uint8_t *)rbuf_bytes(&data, rbuf_left(&data)); /* the block's own */
	while ((code = next_option(&r, &value)) != PCAPNG_OPT_END)
		if (code == PCAPNG_OPT_COMMENT)
			take_comment(&value, packet);
	return 1;
}

/* The next packet, or the one that was read ahead. Returns 1, 0 at the end, or a negative errno. */
static int next_packet(struct pcapng_reader *reader, struct packet *packet, struct why *why)
{
	uint32_t type = PCAPNG_PACKET;
	size_t len = reader->ahead_len;
	int rc;

	for (;;) {
		if (!reader->ahead) {
			rc = read_block(reader, &type, &len, why);
			if (rc <= 0)
				return rc;
		}
		reader->ahead = false;
		rc = 0;
		if (type == PCAPNG_PACKET) {
			reader->ahead_len = len;
			rc = take_packet(reader, len, packet, why);
			if (rc != 0)
				return rc;
		} else if (type == PCAPNG_SECTION) {
			rc = take_section(reader, len, why);
		} else if (type == PCAPNG_INTERFACE) {
			rc = take_interface(reader, len, why);
		}
		if (rc < 0)
			return rc;
	}
}

/* Adds a packet to a transaction; its bytes move to the reader's own. */
static int add_packet(struct pcapng_reader *reader, struct recording_transaction *t,
	const struct packet *packet, struct wbuf *bytes, struct why *why)
{
	struct i2c_message *m = &t->messages[t->n++];
	bool came = packet->outcome == WIRE_OK || !(packet->message.flags & I2C_READ);

	*m = packet->message;
	m->bytes = wbuf_room(bytes, m->len);
	if (!m->bytes)
		return bad(reader, why, "a transaction in it is longer than any may be");
	if (came && packet->message.bytes)
		memcpy(m->bytes, packet->message.bytes, m->len);
	if (packet->outcome != WIRE_OK) {
		t->outcome = packet->outcome;
		t->nacked_at = packet->nacked_at;
	} else {
		t->done++;
	}
	return 0;
}

int pcapng_read(struct pcapng_reader *reader, struct recording_transaction *t, struct why *why)
{
	struct wbuf bytes = wbuf_to(reader->bytes, RECORDING_BYTES_MAX);
	struct packet packet = { .time_ns = 0 };
	uint64_t number;
	int rc = next_packet(reader, &packet, why);

	memset(t, 0, sizeof(*t));
	if (rc <= 0)
		return rc;
	t->time_ns = packet.time_ns;
	number = packet.transaction;
	for (;;) {
		rc = add_packet(reader, t, &packet, &bytes, why);
		if (rc < 0)
			return rc;
		if (number == 0 || packet.outcome != WIRE_OK || packet.index == packet.of)
			return 1;
		rc = next_packet(reader, &packet, why);
		if (rc <= 0)
			return rc < 0 ? rc : 1;
		if (packet.transaction != number || t->n == I2C_MESSAGES_MAX) {
			reader->ahead = true;
			return 1;
		}
	}
}

int pcapng_read_open(struct pcapng_reader *reader, const char *path, struct why *why)
{
	uint32_t type = 0;
	size_t len = 0;
	int rc;

	memset(reader, 0, sizeof(*reader));
	snprintf(reader->path, sizeof(reader->path), "%s", path);
	reader->file = fopen(path, "re");
	if (!reader->file)
		return why_errno(why, errno, "cannot read the trace %s", path);
	reader->block = malloc(PCAPNG_BLOCK_MAX);
	reader->bytes = malloc(RECORDING_BYTES_MAX);
	if (!reader->block || !reader->bytes) {
		pcapng_read_close(reader);
		return why_errno(why, ENOMEM, "no memory for the trace %s", path);
	}
	rc = read_block(reader, &type, &len, why);
	if (rc == 0 || (rc > 0 && type != PCAPNG_SECTION))
		rc = bad(reader, why, "it does not begin as pcapng does");
	else if (rc > 0)
		rc = take_section(reader, len, why);
	if (rc < 0)
		pcapng_read_close(reader);
	return rc;
}

void pcapng_read_close(struct pcapng_reader *reader)
{
	if (reader->file)
		fclose(reader->file);
	free(reader->block);
	free(reader->bytes);
	reader->file = NULL;
	reader->block = reader->bytes = NULL;
}
