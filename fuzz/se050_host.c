/* fuzz/se050_host.c: a host of an SE05x as fuzzing needs it. */
#include "se050_host.h"

#include <string.h>

#include "fuzz.h"
#include "t1.h"
#include "tlv.h"

enum {
	BYTE_NS = 23000, /* nine bits at 400 kHz */
	GUARD_NS = 200000,
	ROUNDS_MAX = 40,
};

/* FNV-1a. */
static void hear(struct se050_wire *wire, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		wire->heard = (wire->heard ^ bytes[i]) * UINT64_C(0x100000001b3);
}

/* Room that ends where the allocation does, so that a step beyond is seen. */
static uint8_t *at_the_edge(const struct se050_wire *wire, const uint8_t *bytes, size_t len)
{
	uint8_t *room;

	if (!wire->edge || len > SE050_EDGE)
		fuzz_fail("a transaction of %zu bytes", len);
	room = wire->edge + SE050_EDGE - len;
	if (bytes && len > 0)
		memcpy(room, bytes, len);
	return room;
}

void se050_wire_write(struct se050_wire *wire, const uint8_t *bytes, size_t len)
{
	bool acknowledged = wire->model->select(wire->chip, wire->env, T1_ADDRESS_DEFAULT, false);

	hear(wire, &(uint8_t){ acknowledged }, 1);
	wire->env->now_ns += BYTE_NS * (len + 1);
	if (!acknowledged)
		return;
	if (wire->model->write(wire->chip, wire->env, at_the_edge(wire, bytes, len), len) > len)
		fuzz_fail("more bytes acknowledged than were sent");
	wire->model->stop(wire->chip, wire->env);
}

bool se050_wire_read(struct se050_wire *wire, uint8_t *bytes, size_t len)
{
	uint8_t *room = at_the_edge(wire, NULL, len);
	bool acknowledged = wire->model->select(wire->chip, wire->env, T1_ADDRESS_DEFAULT, true);

	hear(wire, &(uint8_t){ acknowledged }, 1);
	wire->env->now_ns += BYTE_NS * (len + 1);
	if (!acknowledged)
		return false;
	wire->model->read(wire->chip, wire->env, room, len);
	wire->model->stop(wire->chip, wire->env);
	hear(wire, room, len);
	memcpy(bytes, room, len);
	return true;
}

/* A host waits as long as BWT for what is to come. */
static bool read_when_ready(struct se050_wire *wire, uint8_t *bytes, size_t len)
{
	uint64_t ready = wire->model->ready_at(wire->chip);

	wire->env->now_ns += GUARD_NS;
	if (ready > wire->env->now_ns)
		wire->env->now_ns = ready;
	return se050_wire_read(wire, bytes, len);
}

size_t se050_wire_block(struct se050_wire *wire, uint8_t block[T1_BLOCK_MAX])
{
	struct t1_block parsed;
	size_t size;

	if (!read_when_ready(wire, block, T1_HEADER))
		return 0;
	size = t1_block_size(rbuf_from(block, T1_HEADER));
	if (size < T1_HEADER + T1_CRC || size > T1_BLOCK_MAX)
		fuzz_fail("a block of %zu bytes", size);
	if (!se050_wire_read(wire, block + T1_HEADER, size - T1_HEADER))
		fuzz_fail("the chip broke a block off");
	if (t1_block_parse(rbuf_from(block, size), &parsed) != T1_ACKNOWLEDGED ||
		parsed.nad != T1_NAD_TO_HOST)
		fuzz_fail("the chip sent a broken block");
	return size;
}

static void send(struct se050_wire *wire, uint8_t pcb, const uint8_t *inf, size_t len)
{
	uint8_t block[T1_BLOCK_MAX];
	struct wbuf w = wbuf_to(block, sizeof(block));

	t1_block_write(&w, T1_NAD_TO_CHIP, pcb, inf, len);
	se050_wire_write(wire, block, w.len);
}

/* One block of the host and what the chip says to it, its requests for time granted. False: no sense in it. */
static bool exchange(struct se050_wire *wire, uint8_t pcb, const uint8_t *inf, size_t len, uint8_t *block,
	struct t1_block *parsed)
{
	size_t size;

	send(wire, pcb, inf, len);
	for (int round = 0; round < ROUNDS_MAX; round++) {
		size = se050_wire_block(wire, block);
		if (size == 0)
			return false;
		t1_block_parse(rbuf_from(block, size), parsed);
		if (parsed->pcb != T1_S_WTX)
			return true;
		send(wire, T1_S_WTX | T1_S_ANSWER, parsed->inf.at, rbuf_left(&parsed->inf));
	}
	return false;
}

size_t se050_wire_apdu(struct se050_wire *wire, struct se050_host *host, const uint8_t *command, size_t len,
	uint8_t *answer, size_t cap)
{
	uint8_t block[T1_BLOCK_MAX];
	struct t1_block parsed;
	struct wbuf out = wbuf_to(answer, cap);
	size_t at = 0;

	do {
		size_t n = len - at < T1_INF_MAX ? len - at : T1_INF_MAX;
		bool more = at + n < len;
		uint8_t pcb = (uint8_t)((host->number ? T1_I_NUMBER : 0) | (more ? T1_I_MORE : 0));

		if (!exchange(wire, pcb, command + at, n, block, &parsed))
			return 0;
		host->number ^= 1;
		at += n;
		if (more && parsed.pcb != (T1_R | (host->number ? T1_R_NUMBER : 0)))
			return 0;
	} while (at < len);
	for (int round = 0; round < ROUNDS_MAX && !(parsed.pcb & T1_NOT_I); round++) {
		uint8_t pcb = (uint8_t)(T1_R | (parsed.pcb & T1_I_NUMBER ? 0 : T1_R_NUMBER));

		wbuf_put(&out, parsed.inf.at, rbuf_left(&parsed.inf));
		if (!(parsed.pcb & T1_I_MORE))
			return wbuf_bad(&out) ? 0 : out.len;
		if (!exchange(wire, pcb, NULL, 0, block, &parsed))
			return 0;
	}
	return 0;
}

/* A command into its session, with the session's own protection. */
static bool in_session(struct se050_host *host, struct rbuf command, struct wbuf *out)
{
	uint8_t inner[HOST_APDU_MAX], data[HOST_APDU_MAX];
	struct wbuf w = wbuf_to(inner, sizeof(inner)), d = wbuf_to(data, sizeof(data));
	struct apdu apdu, process = { .cla = 0x80, .ins = 0x05 };

	if (host->has_channel) {
		if (!apdu_parse(command, &apdu) || scp03_host_wrap(&host->channel, &apdu, &w) < 0)
			return false;
	} else {
		wbuf_put(&w, command.at, rbuf_left(&command));
	}
	tlv_put(&d, 0x10, host->session_id, sizeof(host->session_id));
	tlv_put(&d, 0x41, inner, w.len);
	process.data = rbuf_from(data, d.len);
	process.extended = d.len > APDU_LC_SHORT_MAX;
	apdu_write(out, &process);
	return !wbuf_bad(out) && !wbuf_bad(&d) && !wbuf_bad(&w);
}

/* Takes a channel's protection off an answer, in place. */
static size_t unwrap(struct scp03_host *channel, uint8_t *answer, size_t len, size_t cap, uint16_t *status)
{
	uint8_t plain[HOST_APDU_MAX];
	struct wbuf w = wbuf_to(plain, sizeof(plain));

	if (scp03_host_unwrap(channel, rbuf_from(answer, len), &w, status) < 0 || w.len + 2 > cap) {
		*status = 0;
		return 0;
	}
	memcpy(answer, plain, w.len);
	w = (struct wbuf){ .at = answer, .len = w.len, .cap = cap };
	wbuf_be16(&w, *status);
	return w.len;
}

size_t se050_host_apdu(struct se050_wire *wire, struct se050_host *host, struct rbuf command, uint8_t *answer,
	size_t cap, uint16_t *status)
{
	uint8_t one[HOST_APDU_MAX + 64], other[HOST_APDU_MAX + 128];
	struct wbuf w = wbuf_to(one, sizeof(one)), v = wbuf_to(other, sizeof(other));
	struct rbuf sent = command;
	struct apdu apdu;
	size_t len;

	*status = 0;
	if (host->user != USER_NOBODY) {
		if (!in_session(host, command, &w))
			return 0;
		sent = rbuf_from(one, w.len);
	}
	if (host->has_platform) {
		if (!apdu_parse(sent, &apdu) || scp03_host_wrap(&host->platform, &apdu, &v) < 0)
			return 0;
		sent = rbuf_from(other, v.len);
	}
	len = se050_wire_apdu(wire, host, sent.at, rbuf_left(&sent), answer, cap);
	if (len < 2)
		return 0;
	*status = (uint16_t)(answer[len - 2] << 8 | answer[len - 1]);
	if (host->has_platform)
		len = unwrap(&host->platform, answer, len, cap, status);
	if (len >= 2 && host->user != USER_NOBODY && host->has_channel)
		len = unwrap(&host->channel, answer, len, cap, status);
	return len;
}
