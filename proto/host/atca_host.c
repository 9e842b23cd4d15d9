/* proto/host/atca_host.c: the smallest driver of an ATECC that is complete (LORA-B 7; TNGTLS-B 7). */
#include "atca_host.h"

#include <errno.h>
#include <string.h>

#include "crc.h"
#include "cursor.h"

enum {
	CHECKSUM_TRIES = 3,
	GENERAL_CALL = 0,
};

static const uint64_t wake_ns = 1500000; /* tWHI, LORA-B table 10-2 */
static const uint64_t poll_ns = 2000000;
static const uint64_t patience_ns = 2500000000; /* more than any command takes */

struct atca_host atca_host_make(struct link *link, uint16_t address)
{
	return (struct atca_host){ .link = link,
		.address = address,
		.wake_ns = wake_ns,
		.poll_ns = poll_ns,
		.patience_ns = patience_ns };
}

/* Takes count, bytes and checksum of a whole answer apart. */
static int take_answer(const uint8_t *bytes, size_t len, struct atca_answer *answer)
{
	struct rbuf r = rbuf_from(bytes, len);
	uint16_t crc;

	if (len < ATCA_ANSWER_MIN || len > ATCA_ANSWER_MAX)
		return -EPROTO;
	rbuf_u8(&r);
	answer->len = len - ATCA_ANSWER_MIN + 1;
	rbuf_copy(&r, answer->data, answer->len);
	crc = rbuf_le16(&r);
	if (rbuf_bad(&r) || rbuf_left(&r) > 0)
		return -EPROTO;
	if (crc != crc16_atca(bytes, len - 2))
		return -EBADMSG;
	r = rbuf_from(answer->data, answer->len);
	answer->status = answer->len == 1 ? (enum atca_status)rbuf_u8(&r) : ATCA_SUCCESS;
	return 0;
}

/* One look: to the first byte of the answer, its count, the rest of it. */
static int look(const struct atca_host *host, struct atca_answer *answer)
{
	static const uint8_t rewind = ATCA_WORD_RESET;
	uint8_t bytes[ATCA_ANSWER_MAX] = { 0 };
	struct rbuf first = rbuf_from(bytes, 1);
	size_t count;
	int rc = link_write(host->link, host->address, &rewind, 1);

	if (rc == 0)
		rc = link_read(host->link, host->address, bytes, 1);
	if (rc < 0)
		return rc;
	count = rbuf_u8(&first);
	if (count < ATCA_ANSWER_MIN || count > sizeof(bytes))
		return -EPROTO;
	rc = link_read(host->link, host->address, bytes + 1, count - 1);
	return rc < 0 ? rc : take_answer(bytes, count, answer);
}

int atca_host_receive(const struct atca_host *host, struct atca_answer *answer)
{
	int bad = 0, rc;

	memset(answer, 0, sizeof(*answer));
	/* At least one look, and none that waits without an end under a clock that stands still. */
	for (uint64_t waited = 0;; waited += host->poll_ns) {
		rc = look(host, answer);
		if (rc == -EBADMSG && ++bad < CHECKSUM_TRIES)
			continue;
		if (rc != -ENXIO && rc != -EIO)
			return rc;
		if (waited >= host->patience_ns)
			return -ETIMEDOUT;
		rc = link_wait(host->link, host->poll_ns);
		if (rc < 0)
			return rc;
	}
}

int atca_host_wake(const struct atca_host *host, struct atca_answer *answer)
{
	uint8_t bytes[ATCA_ANSWER_MIN];
	int rc = link_write(host->link, GENERAL_CALL, "\0", 1);

	memset(answer, 0, sizeof(*answer));
	if (rc < 0 && rc != -ENXIO && rc != -EIO) /* nobody answers address 0, and nobody needs to */
		return rc;
	rc = link_wait(host->link, host->wake_ns);
	if (rc == 0)
		rc = link_read(host->link, host->address, bytes, sizeof(bytes));
	if (rc == -ENXIO)
		return -ETIMEDOUT;
	return rc < 0 ? rc : take_answer(bytes, sizeof(bytes), answer);
}

int atca_host_send(const struct atca_host *host, enum atca_opcode opcode, uint8_t param1, uint16_t param2,
	const void *data, size_t len)
{
	uint8_t bytes[1 + ATCA_PACKET_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	wbuf_u8(&w, ATCA_WORD_COMMAND);
	wbuf_u8(&w, (uint8_t)(ATCA_PACKET_MIN + len));
	wbuf_u8(&w, (uint8_t)opcode);
	wbuf_u8(&w, param1);
	wbuf_le16(&w, param2);
	wbuf_put(&w, data, len);
	if (wbuf_bad(&w))
		return -EINVAL;
	wbuf_le16(&w, crc16_atca(bytes + 1, w.len - 1)); /* from the count on */
	return wbuf_bad(&w) ? -EINVAL : link_write(host->link, host->address, bytes, w.len);
}

int atca_host_command(const struct atca_host *host, enum atca_opcode opcode, uint8_t param1, uint16_t param2,
	const void *data, size_t len, struct atca_answer *answer)
{
	int rc = atca_host_send(host, opcode, param1, param2, data, len);

	return rc < 0 ? rc : atca_host_receive(host, answer);
}

static int word(const struct atca_host *host, enum atca_word word_address)
{
	const uint8_t byte = (uint8_t)word_address;

	return link_write(host->link, host->address, &byte, 1);
}

int atca_host_idle(const struct atca_host *host)
{
	return word(host, ATCA_WORD_IDLE);
}

int atca_host_sleep(const struct atca_host *host)
{
	return word(host, ATCA_WORD_SLEEP);
}
