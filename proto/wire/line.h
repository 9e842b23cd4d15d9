/* proto/wire/line.h: a line of text about bytes, bounded; and who wants to hear such lines. */
#ifndef SESIM_WIRE_LINE_H
#define SESIM_WIRE_LINE_H

#include <stddef.h>
#include <stdint.h>

#include "cursor.h"

enum {
	LINE_MAX_TEXT = 1024,
	LINE_BYTES = 40, /* of a string of bytes that are shown; the rest is counted */
};

/* Starts as zeros. What does not fit is left out. */
struct line {
	char text[LINE_MAX_TEXT];
	size_t len;
};

__attribute__((format(printf, 2, 3))) void line_say(struct line *line, const char *format, ...);
/* The first LINE_BYTES as hex digits, and how many there are if there are more. */
void line_hex(struct line *line, struct rbuf bytes);

/*
 * Told of each line of a conversation on a bus; what it is given lasts for the call. exchange: NULL, or told before the
 * line of a command that was answered, with the bytes of both: of an ATECC its packets, of an SE05x its APDUs or, of
 * an S-block, its PCB and what came back in the response.
 */
struct traffic_listener {
	void (*line)(void *context, uint64_t time_ns, uint8_t address, const char *text);
	void (*exchange)(void *context, uint8_t address, struct rbuf command, struct rbuf answer);
	void *context;
};

#endif
