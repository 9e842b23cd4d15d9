/* sim/atecc608/traffic.h: what host and ATECC say to each other, a line a command. For traces. */
#ifndef SESIM_ATECC_TRAFFIC_H
#define SESIM_ATECC_TRAFFIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "atca.h"
#include "line.h"

/* The conversation at one address, as far as it was seen. Starts as zeros but for address. */
struct atecc_traffic {
	uint8_t address;
	bool met;     /* something of an ATECC was seen here */
	bool pending; /* a whole command is in `command`, and its line not yet told */
	uint64_t command_ns;
	uint8_t command[255];
	size_t command_len;
	uint8_t answer[255];
	size_t answer_len;
};

/*
 * A message that was acknowledged. They return false, and have told nothing, when it is none that host and ATECC
 * exchange. A command's line is told when its answer is whole, or when it is clear that it will not be read.
 */
bool atecc_traffic_write(struct atecc_traffic *t, const struct traffic_listener *to, uint64_t time_ns,
	const uint8_t *bytes, size_t len);
bool atecc_traffic_read(struct atecc_traffic *t, const struct traffic_listener *to, uint64_t time_ns,
	const uint8_t *bytes, size_t len);

/* Tells of a command that is still waiting for its answer. */
void atecc_traffic_end(struct atecc_traffic *t, const struct traffic_listener *to);

#endif
