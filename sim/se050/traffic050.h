/* sim/se050/traffic050.h: what host and SE05x say to each other, a line a command. For traces. */
#ifndef SESIM_SE050_TRAFFIC050_H
#define SESIM_SE050_TRAFFIC050_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "line.h"
#include "t1.h"

enum {
	TRAFFIC_APDU_MAX = 1100, /* longer ones are cut */
};

/* The conversation at one address, as far as it was seen. Starts as zeros but for address. */
struct se050_traffic {
	uint8_t address;
	bool met;         /* a block of T=1 was seen here */
	bool pending;     /* a command is whole, and its line not yet told */
	bool chaining;    /* more of the command is to come */
	uint8_t request;  /* PCB of the S request that waits for its response; 0: none */
	uint8_t host_pcb; /* of the host's last I-block */
	bool host_sent;
	bool host_last; /* the last that the host wrote was an I-block: what the chip refuses is that */
	uint64_t begun_ns;
	uint8_t command[TRAFFIC_APDU_MAX];
	size_t command_len;
	size_t host_len; /* of the command, from the host's last I-block */
	uint8_t answer[TRAFFIC_APDU_MAX];
	size_t answer_len;
	size_t last_len;             /* of the answer, from the chip's last I-block */
	uint8_t frame[T1_BLOCK_MAX]; /* the chip's block, as far as it was read */
	size_t frame_len;
	bool frame_told;
};

/*
 * A message that was acknowledged. They return false, and have told nothing, when it is none that host and SE05x
 * exchange. A command's line is told when its answer is whole, or when it is clear that none will come.
 */
bool se050_traffic_write(struct se050_traffic *t, const struct traffic_listener *to, uint64_t time_ns,
	const uint8_t *bytes, size_t len);
bool se050_traffic_read(struct se050_traffic *t, const struct traffic_listener *to, uint64_t time_ns,
	const uint8_t *bytes, size_t len);

/* Tells of a command that is still waiting for its answer. */
void se050_traffic_end(struct se050_traffic *t, const struct traffic_listener *to);

#endif
