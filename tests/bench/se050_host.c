/* tests/bench/se050_host.c: an SE05x in memory and a host that speaks T=1 to it. */
#include "se050_host.h"

#include <string.h>

#include "bench.h"
#include "crc.h"
#include "se05x.h"
#include "t1.h"

static const uint8_t applet[] = { 0xa0, 0x00, 0x00, 0x03, 0x96, 0x54, 0x53, 0x00, 0x00, 0x00, 0x01, 0x03,
	0x00, 0x00, 0x00, 0x00 };

static void put_frame(const uint8_t *inf, size_t len, struct se_frame *frame)
{
	if (len > T1_INF_MAX)
		bench_fail("a command has %zu bytes, a block holds %d", len, T1_INF_MAX);
	for (size_t number = 0; number < 2; number++) {
		struct wbuf w = wbuf_to(frame->bytes[number], SE_FRAME_MAX);

		wbuf_u8(&w, T1_NAD_TO_CHIP);
		wbuf_u8(&w, number ? T1_I_NUMBER : 0);
		wbuf_u8(&w, (uint8_t)len);
		wbuf_put(&w, inf, len);
		wbuf_le16(&w, crc16_x25(frame->bytes[number], w.len));
		frame->len = w.len;
	}
}

void se_host_frame(struct se_host *host, const struct apdu *apdu, struct se_frame *frame)
{
	uint8_t command[T1_INF_MAX];
	struct wbuf w = wbuf_to(command, sizeof(command));

	if (!host->secure)
		apdu_write(&w, apdu);
	else if (scp03_host_wrap(&host->channel, apdu, &w) < 0)
		bench_fail("cannot protect a command");
	put_frame(command, w.len, frame);
}

static void write_block(struct se_host *host, const uint8_t *block, size_t len)
{
	host->env.now_ns += 1000000;
	se050_model.select(host->chip, &host->env, T1_ADDRESS_DEFAULT, false);
	se050_model.write(host->chip, &host->env, block, len);
	se050_model.stop(host->chip, &host->env);
}

static void read_bytes(struct se_host *host, uint8_t *bytes, size_t len)
{
	se050_model.select(host->chip, &host->env, T1_ADDRESS_DEFAULT, true);
	se050_model.read(host->chip, &host->env, bytes, len);
	se050_model.stop(host->chip, &host->env);
}

static void read_block(struct se_host *host)
{
	size_t len;

	host->env.now_ns += 1000000;
	read_bytes(host, host->block, T1_HEADER);
	len = host->block[2];
	read_bytes(host, host->block + T1_HEADER, len + 2);
	if (host->answer_len + len > SE_ANSWER_MAX)
		bench_fail("an answer is too long");
	memcpy(host->answer + host->answer_len, host->block + T1_HEADER, len);
	host->answer_len += len;
}

void se_host_send(struct se_host *host, const struct se_frame *frame)
{
	static const uint8_t acknowledge[2][5] = { { T1_NAD_TO_CHIP, T1_R, 0x00, 0x99, 0xba },
		{ T1_NAD_TO_CHIP, T1_R | T1_R_NUMBER, 0x00, 0x08, 0x2f } };

	host->answer_len = 0;
	write_block(host, frame->bytes[host->number], frame->len);
	host->number = !host->number;
	read_block(host);
	while (!(host->block[1] & T1_NOT_I) && host->block[1] & T1_I_MORE) {
		write_block(host, acknowledge[!(host->block[1] & T1_I_NUMBER)], sizeof(acknowledge[0]));
		read_block(host);
	}
}

void se_host_expect(const struct se_host *host, const char *what)
{
	struct rbuf r = rbuf_from(host->answer, host->answer_len);
	size_t len = host->answer_len;

	if (len >= 2)
		rbuf_bytes(&r, len - 2);
	if (len < 2 || host->block[1] & T1_NOT_I || rbuf_be16(&r) != SW_OK)
		bench_fail("%s: no success", what);
}

/* Raw: the applet is not there yet, or the channel is only being opened. */
static void exchange(struct se_host *host, const uint8_t *command, size_t len, const char *what)
{
	struct se_frame frame;

	put_frame(command, len, &frame);
	se_host_send(host, &frame);
	se_host_expect(host, what);
}

static void open_channel(struct se_host *host)
{
	static const uint8_t challenge[SCP03_HOST_CHALLENGE] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	const struct se050_key_set *set = &host->chip->nv.key_sets[0];
	uint8_t command[64];
	struct wbuf w = wbuf_to(command, sizeof(command));

	scp03_host_initialize(&w, set->version, challenge);
	exchange(host, command, w.len, "INITIALIZE UPDATE");
	host->channel.counts_all = host->chip->nv.identity.version[0] >= 7;
	w.len = 0;
	if (scp03_host_update(&host->channel, set->key[0], set->key[1], challenge,
		    rbuf_from(host->answer, host->answer_len - 2)) < 0 ||
		scp03_host_authenticate(&host->channel, 0x33, &w) < 0)
		bench_fail("the channel does not open");
	exchange(host, command, w.len, "EXTERNAL AUTHENTICATE");
	host->secure = true;
}

void se_host_open(struct se_host *host, const char *part, bool secure)
{
	static const struct board_options options = { .clock = CLOCK_INSTANT, .seeded = true, .seed = 1 };
	struct apdu select = { .ins = CARD_SELECT, .p1 = 0x04, .data = rbuf_from(applet, sizeof(applet)) };
	uint8_t command[32];
	struct wbuf w = wbuf_to(command, sizeof(command));
	struct why why;

	memset(host, 0, sizeof(*host));
	if (board_new(&host->board, &options, &why) < 0 || board_add_all(host->board, part, &why) < 0 ||
		board_power(host->board, &why) < 0)
		bench_fail("%s", why.text);
	host->chip = host->board->parts[0]->chip;
	host->env = host->board->bus.seats[0].env;
	apdu_write(&w, &select);
	exchange(host, command, w.len, "SELECT");
	if (secure)
		open_channel(host);
}

void se_host_close(struct se_host *host)
{
	board_free(host->board);
}

size_t se_host_run(struct se_host *host, const struct apdu *apdu, uint8_t data[SE_ANSWER_MAX])
{
	struct wbuf out = wbuf_to(data, SE_ANSWER_MAX);
	struct se_frame frame;
	uint16_t status;

	se_host_frame(host, apdu, &frame);
	se_host_send(host, &frame);
	se_host_expect(host, "a command");
	if (!host->secure)
		wbuf_put(&out, host->answer, host->answer_len - 2);
	else if (scp03_host_unwrap(&host->channel, rbuf_from(host->answer, host->answer_len), &out, &status) <
		 0)
		bench_fail("an answer is not protected as it should be");
	return out.len;
}
