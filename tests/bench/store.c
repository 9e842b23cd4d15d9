/* tests/bench/store.c: a command whose change must be durable, beside one pwrite and fdatasync. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "atecc.h"
#include "bench.h"
#include "board.h"
#include "crc.h"
#include "cursor.h"

enum {
	SECTOR = 512,
	SECTORS = 256,
};

struct durable {
	struct board *board;
	struct atecc *chip;
	uint32_t turn;
	int fd; /* the baseline's file, written once from end to end */
};

/* Write of four bytes into the config zone of a blank part, other ones each time. */
static void write_once(struct durable *durable)
{
	uint8_t bytes[1 + ATCA_PACKET_MIN + 4];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct bus_seat *seat = &durable->board->bus.seats[0];
	uint32_t turn = ++durable->turn;

	wbuf_u8(&w, ATCA_WORD_COMMAND);
	wbuf_u8(&w, ATCA_PACKET_MIN + 4);
	wbuf_u8(&w, ATCA_WRITE);
	wbuf_u8(&w, 0x00);
	wbuf_le16(&w, 0x0005);
	wbuf_le32(&w, turn);
	wbuf_le16(&w, crc16_atca(bytes + 1, w.len - 1));
	atecc_model.select(durable->chip, &seat->env, ATCA_ADDRESS_DEFAULT, false);
	atecc_model.write(durable->chip, &seat->env, bytes, w.len);
	atecc_model.stop(durable->chip, &seat->env);
	if (durable->chip->io.out[1] != ATCA_SUCCESS)
		bench_fail("Write is answered with status %02x", durable->chip->io.out[1]);
}

static uint64_t run_chip(void *context, size_t n)
{
	uint64_t began = bench_now_ns();

	for (size_t i = 0; i < n; i++)
		write_once(context);
	return bench_now_ns() - began;
}

static uint64_t run_plain(void *context, size_t n)
{
	struct durable *durable = context;
	uint8_t sector[SECTOR];
	uint64_t began = bench_now_ns();

	for (size_t i = 0; i < n; i++) {
		uint32_t turn = ++durable->turn;

		memset(sector, (int)turn, sizeof(sector));
		if (pwrite(durable->fd, sector, sizeof(sector), (off_t)(turn % SECTORS) * SECTOR) != SECTOR ||
			fdatasync(durable->fd) < 0)
			bench_fail("cannot write in the working directory");
	}
	return bench_now_ns() - began;
}

static void prepare_plain(struct durable *durable, const char *path)
{
	static const uint8_t zeros[SECTOR * SECTORS];

	durable->fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (durable->fd < 0 || pwrite(durable->fd, zeros, sizeof(zeros), 0) != sizeof(zeros) ||
		fsync(durable->fd) < 0)
		bench_fail("cannot write %s", path);
}

static void prepare_chip(struct durable *durable, const char *path)
{
	static const struct board_options options = { .clock = CLOCK_INSTANT, .sync = STORE_SYNC_ALWAYS };
	char text[512];
	struct why why;

	snprintf(text, sizeof(text), "atecc608a,state=%s", path);
	if (board_new(&durable->board, &options, &why) < 0 || board_add_all(durable->board, text, &why) < 0 ||
		board_power(durable->board, &why) < 0)
		bench_fail("%s", why.text);
	durable->chip = durable->board->bus.seats[0].chip;
	atecc_model.sda_low(durable->chip, &durable->board->bus.seats[0].env, ATCA_WAKE_LOW_NS);
}

void bench_store(struct bench *bench)
{
	struct bench_row row = { .link = "process",
		.scenario = "store",
		.op = "a durable Write",
		.baseline = "pwrite and fdatasync",
		.want = "ratio 0.67" };
	struct durable durable = { .turn = 0 };
	char state[256], plain[256];

	if (!bench_wants(bench, &row))
		return;
	snprintf(state, sizeof(state), "%s/sesim-bench-%ld.nvm", bench->directory, (long)getpid());
	snprintf(plain, sizeof(plain), "%s/sesim-bench-%ld.raw", bench->directory, (long)getpid());
	prepare_chip(&durable, state);
	prepare_plain(&durable, plain);
	bench_compare(bench, &row, &(struct bench_side){ .run = run_chip, .context = &durable },
		&(struct bench_side){ .run = run_plain, .context = &durable });
	bench_print(bench, &row);
	close(durable.fd);
	board_free(durable.board);
	unlink(state);
	unlink(plain);
}
