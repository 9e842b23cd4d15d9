/*
 * proto/wire/recording.h: bus traffic as text, a transaction a line (docs/RECORDINGS.md): what a driver said
 * and what it was answered, for a person to read and for a test to say again.
 */
#ifndef SESIM_WIRE_RECORDING_H
#define SESIM_WIRE_RECORDING_H

#include <stddef.h>
#include <stdint.h>

#include "cursor.h"
#include "i2c.h"
#include "socket.h"
#include "why.h"

#define RECORDING_FIRST_LINE "sesim-recording 1"

enum {
	/* Bytes of all messages together, and the longest line with its end and a zero. */
	RECORDING_BYTES_MAX = I2C_MESSAGES_MAX * (I2C_MESSAGE_MAX + I2C_COUNTED_MAX),
	RECORDING_LINE_MAX = 2 * RECORDING_BYTES_MAX + I2C_MESSAGES_MAX * 32 + 128,
};

/*
 * One transaction. The bytes of messages that read are what was answered; those of message `done` and
 * later, when it ended there, are not known, only their len.
 */
struct recording_transaction {
	uint64_t time_ns; /* when it began */
	struct i2c_message messages[I2C_MESSAGES_MAX];
	size_t n;
	size_t done;
	size_t nacked_at; /* WIRE_DATA_NACK: bytes acknowledged before it */
	enum wire_outcome outcome;
};

/* Appends a line, with its end. The cursor is bad when it does not fit. */
void recording_put(struct wbuf *w, const struct recording_transaction *t);

/*
 * Takes a line (len bytes, without its end) apart. Bytes go to bytes[RECORDING_BYTES_MAX], with
 * I2C_COUNTED_MAX to spare behind a counted read. Returns 0, or -EINVAL and what is wrong with it.
 */
int recording_get(
	struct recording_transaction *t, const char *line, size_t len, uint8_t *bytes, struct why *why);

#endif
