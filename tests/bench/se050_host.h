/* tests/bench/se050_host.h: an SE05x in memory and a host that speaks T=1 to it, for its benches. */
#ifndef SESIM_BENCH_SE050_HOST_H
#define SESIM_BENCH_SE050_HOST_H

#include "board.h"
#include "scp03_host.h"
#include "se050.h"

enum {
	SE_FRAME_MAX = 5 + 254,
	SE_ANSWER_MAX = 254,
};

/* One I-block, and the number it goes out under. */
struct se_frame {
	uint8_t bytes[2][SE_FRAME_MAX]; /* with N(S) 0 and 1 */
	size_t len;
};

struct se_host {
	struct board *board;
	struct se050 *chip;
	struct chip_env env;
	bool number; /* N(S) of the next block */
	bool secure;
	struct scp03_host channel;
	uint8_t answer[SE_FRAME_MAX];
	size_t answer_len; /* of its INF, status and all */
};

/* A part with the applet selected, in the platform channel at level 33 when it is to be secure. */
void se_host_open(struct se_host *host, const char *part, bool secure);
void se_host_close(struct se_host *host);

/* The block of a command of at most 254 bytes; protected when the channel is open: then in the order of sending. */
void se_host_frame(struct se_host *host, const struct apdu *apdu, struct se_frame *frame);

/* Sends it and reads the answer as hosts do: three bytes, then the rest. */
static inline void se_host_send(struct se_host *host, const struct se_frame *frame)
{
	static const uint16_t address = 0x48;

	host->env.now_ns += 1000000;
	se050_model.select(host->chip, &host->env, address, false);
	se050_model.write(host->chip, &host->env, frame->bytes[host->number], frame->len);
	se050_model.stop(host->chip, &host->env);
	host->number = !host->number;
	host->env.now_ns += 1000000;
	se050_model.select(host->chip, &host->env, address, true);
	se050_model.read(host->chip, &host->env, host->answer, 3);
	se050_model.stop(host->chip, &host->env);
	host->answer_len = host->answer[2];
	se050_model.select(host->chip, &host->env, address, true);
	se050_model.read(host->chip, &host->env, host->answer + 3, host->answer_len + 2);
	se050_model.stop(host->chip, &host->env);
}

/* Fails unless the answer's status is 9000. */
void se_host_expect(const struct se_host *host, const char *what);

/* Sends a command and expects success. Its data without status and protection is in data. */
size_t se_host_run(struct se_host *host, const struct apdu *apdu, uint8_t data[SE_ANSWER_MAX]);

#endif
