/* tests/bench/se050_host.h: an SE05x in memory and a host that speaks T=1 to it, for its benches. */
#ifndef SESIM_BENCH_SE050_HOST_H
#define SESIM_BENCH_SE050_HOST_H

#include "board.h"
#include "scp03_host.h"
#include "se050.h"

enum {
	SE_FRAME_MAX = 5 + 254,
	SE_ANSWER_MAX = 1024,
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
	uint8_t block[SE_FRAME_MAX];   /* the last one of an answer, as it came */
	uint8_t answer[SE_ANSWER_MAX]; /* with its status */
	size_t answer_len;
};

/* A part with the applet selected, in the platform channel at level 33 when it is to be secure. */
void se_host_open(struct se_host *host, const char *part, bool secure);
void se_host_close(struct se_host *host);

/* The block of a command of at most 254 bytes; protected when the channel is open: then in the order of sending. */
void se_host_frame(struct se_host *host, const struct apdu *apdu, struct se_frame *frame);

/* Sends it and reads the answer as hosts do: three bytes, then the rest; and acknowledges what is chained. */
void se_host_send(struct se_host *host, const struct se_frame *frame);

/* Fails unless the answer's status is 9000. */
void se_host_expect(const struct se_host *host, const char *what);

/* Sends a command and expects success. Its data without status and protection is in data. */
size_t se_host_run(struct se_host *host, const struct apdu *apdu, uint8_t data[SE_ANSWER_MAX]);

#endif
