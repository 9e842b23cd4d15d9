/* proto/host/t1_host.c: the host's side of T=1 over I2C. Rules: ISO/IEC 7816-3 11.6, docs/reference/se050-evidence.md 1. */
#include "t1_host.h"

#include <errno.h>

enum {
	TRIES = 3,         /* of one block, before RESYNC */
	BLOCKS_MAX = 1024, /* of an answer; four times what 64 KiB take */
	WTX_MAX = 500,     /* as the vendor's hosts allow */
	POLL_NS = 1000000, /* MPOT of the ATR */
	BWT_NS = 1000000000,
	GUARD_NS = 100000, /* SEGT of the ATR */
};

struct t1_host t1_host_make(const struct t1_port *port)
{
	return (struct t1_host){ .port = *port, .poll_ns = POLL_NS, .patience_ns = BWT_NS };
}

static int send(struct t1_host *host, uint8_t pcb, const void *inf, size_t len)
{
	uint8_t bytes[T1_BLOCK_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	int rc;

	t1_block_write(&w, T1_NAD_TO_CHIP, pcb, inf, len);
	rc = host->port.write(host->port.context, bytes, w.len);
	return rc == 0 ? host->port.wait(host->port.context, GUARD_NS) : rc;
}

/* The header when it is there. */
static int poll_header(struct t1_host *host, uint8_t bytes[T1_HEADER])
{
	uint64_t waited = 0;
	int rc;

	while ((rc = host->port.read(host->port.context, bytes, T1_HEADER)) == -ENXIO) {
		if (waited >= host->patience_ns)
			return -ETIMEDOUT;
		rc = host->port.wait(host->port.context, host->poll_ns);
		if (rc < 0)
			return rc;
		waited += host->poll_ns;
	}
	return rc;
}

/* One block of the part: -EBADMSG when it came broken. block borrows bytes. */
static int receive(struct t1_host *host, uint8_t bytes[T1_BLOCK_MAX], struct t1_block *block)
{
	size_t size;
	int rc = poll_header(host, bytes);

	if (rc < 0)
		return rc;
	size = t1_block_size(rbuf_from(bytes, T1_HEADER));
	if (size > T1_BLOCK_MAX)
		return -EBADMSG;
	rc = host->port.read(host->port.context, bytes + T1_HEADER, size - T1_HEADER);
	if (rc == -ENXIO)
		return -EBADMSG;
	if (rc < 0)
		return rc;
	if (t1_block_parse(rbuf_from(bytes, size), block) != T1_ACKNOWLEDGED || block->nad != T1_NAD_TO_HOST)
		return -EBADMSG;
	return 0;
}

/* What is still in the part's buffer from before. */
static void drain(struct t1_host *host)
{
	uint8_t bytes[T1_BLOCK_MAX];

	for (int i = 0; i < TRIES && host->port.read(host->port.context, bytes, sizeof(bytes)) == 0; i++)
		host->port.wait(host->port.context, GUARD_NS);
}

/* An S request and its response, several times if need be. */
static int supervise(struct t1_host *host, uint8_t request, struct wbuf *answer)
{
	uint8_t bytes[T1_BLOCK_MAX];
	struct t1_block block;
	int rc = -EBADMSG;

	for (int i = 0; i < TRIES; i++) {
		drain(host);
		rc = send(host, request, NULL, 0);
		if (rc == 0)
			rc = receive(host, bytes, &block);
		if (rc == 0 && block.pcb == (request | T1_S_ANSWER)) {
			if (answer)
				wbuf_put(answer, block.inf.at, rbuf_left(&block.inf));
			return 0;
		}
		if (rc == 0)
			rc = -EBADMSG;
		if (rc != -EBADMSG && rc != -ETIMEDOUT)
			return rc;
	}
	return rc;
}

static int begin_anew(struct t1_host *host, uint8_t request, struct wbuf *answer)
{
	int rc = supervise(host, request, answer);

	host->send = host->receive = 0;
	host->out_of_step = rc < 0;
	return rc;
}

int t1_host_reset(struct t1_host *host, struct wbuf *atr)
{
	return begin_anew(host, T1_S_SOFT_RESET, atr);
}

int t1_host_resync(struct t1_host *host)
{
	return begin_anew(host, T1_S_RESYNC, NULL);
}

int t1_host_end(struct t1_host *host)
{
	return begin_anew(host, T1_S_END_OF_SESSION, NULL);
}

/* A block under way: the host's last one, and how often it went wrong. */
struct turn {
	uint8_t pcb;
	const uint8_t *inf;
	size_t len;
	int errors;
	int extensions;
	bool first;                  /* nothing came yet since it was sent, and nothing was asked for */
	uint8_t bytes[T1_BLOCK_MAX]; /* the part's block */
	struct t1_block block;
};

/* After an acknowledgement the same one again: it asks for the block whether it was lost or came broken. */
static int ask_again(struct t1_host *host, struct turn *turn, enum t1_error error)
{
	if (++turn->errors > TRIES)
		return -EBADMSG;
	if (turn->pcb & T1_NOT_I)
		return send(host, turn->pcb, NULL, 0);
	return send(host, (uint8_t)(T1_R | (host->receive ? T1_R_NUMBER : 0) | error), NULL, 0);
}

/*
 * What an R-block says of the host's last block: 1, it is wanted again (its N(R) is that block's number, 7816-3 11.6.2.3);
 * 0, it was taken; or a negative errno. A part that has lost its power meanwhile asks for block 0, as one does that never got
 * it; they can be told apart only when this is the first thing that the part says after the block.
 */
static int heard_of(const struct turn *turn, uint8_t pcb)
{
	bool complains = (pcb & T1_R_ERROR) != T1_ACKNOWLEDGED, number = pcb & T1_R_NUMBER;

	if (turn->pcb & T1_NOT_I)
		return complains;
	if (number == ((turn->pcb & T1_I_NUMBER) != 0))
		return number || turn->first ? 1 : -ECONNRESET;
	return complains ? -ECONNRESET : 0;
}

/* Sends the turn's block and gets the part's I-block or acknowledgement, through errors and waiting. */
static int exchange(struct t1_host *host, struct turn *turn)
{
	int rc = send(host, turn->pcb, turn->inf, turn->len);

	turn->errors = turn->extensions = 0;
	turn->first = true;
	while (rc == 0) {
		rc = receive(host, turn->bytes, &turn->block);
		if (rc == 0 && (turn->block.pcb & T1_KIND) == T1_R) {
			rc = heard_of(turn, turn->block.pcb);
			if (rc <= 0)
				return rc;
			if (++turn->errors > TRIES)
				return -EBADMSG;
			rc = send(host, turn->pcb, turn->inf, turn->len);
			turn->first = true;
			continue;
		}
		turn->first = false;
		if (rc == -EBADMSG || rc == -ETIMEDOUT) {
			int failed = rc;

			rc = ask_again(host, turn, rc == -EBADMSG ? T1_ERROR_CRC : T1_ERROR_OTHER);
			if (rc == -EBADMSG)
				return failed;
			continue;
		}
		if (rc < 0)
			return rc;
		if (turn->block.pcb == T1_S_WTX) {
			if (++turn->extensions > WTX_MAX)
				return -ETIMEDOUT;
			rc = send(host, T1_S_WTX | T1_S_ANSWER, turn->block.inf.at,
				rbuf_left(&turn->block.inf));
			continue;
		}
		if ((turn->block.pcb & T1_KIND) == T1_S)
			return -EPROTO;
		if (!(turn->block.pcb & T1_I_NUMBER) == !host->receive)
			return 0;
		rc = ask_again(host, turn, T1_ERROR_OTHER);
	}
	return rc;
}

static int send_command(struct t1_host *host, struct turn *turn, const uint8_t *command, size_t len)
{
	size_t at = 0;
	int rc;

	do {
		bool more;

		turn->inf = command + at;
		turn->len = len - at < T1_INF_MAX ? len - at : T1_INF_MAX;
		more = at + turn->len < len;
		turn->pcb = (uint8_t)((host->send ? T1_I_NUMBER : 0) | (more ? T1_I_MORE : 0));
		host->may_have_run = !more;
		rc = exchange(host, turn);
		if (rc < 0)
			return rc;
		host->send ^= 1;
		at += turn->len;
		/* An I-block answers the last one, R the others. */
		if (more != ((turn->block.pcb & T1_KIND) == T1_R))
			return -EPROTO;
	} while (at < len);
	return 0;
}

static int receive_answer(struct t1_host *host, struct turn *turn, struct wbuf *answer)
{
	for (int i = 0; i < BLOCKS_MAX; i++) {
		int rc;

		wbuf_put(answer, turn->block.inf.at, rbuf_left(&turn->block.inf));
		host->receive ^= 1;
		if (!(turn->block.pcb & T1_I_MORE))
			return wbuf_bad(answer) ? -ENOSPC : 0;
		turn->pcb = (uint8_t)(T1_R | (host->receive ? T1_R_NUMBER : 0));
		turn->inf = NULL;
		turn->len = 0;
		rc = exchange(host, turn);
		if (rc < 0)
			return rc;
		if (turn->block.pcb & T1_NOT_I)
			return -EPROTO;
	}
	return -EPROTO;
}

int t1_host_apdu(struct t1_host *host, const uint8_t *command, size_t len, struct wbuf *answer)
{
	struct turn turn = { .pcb = 0 };
	int rc = 0;

	host->may_have_run = false;
	if (host->out_of_step)
		rc = t1_host_resync(host);
	if (rc == 0)
		rc = send_command(host, &turn, command, len);
	if (rc == 0)
		rc = receive_answer(host, &turn, answer);
	if (rc < 0 && rc != -ENOSPC)
		host->out_of_step = true;
	if (rc == 0)
		host->may_have_run = true;
	return rc;
}
