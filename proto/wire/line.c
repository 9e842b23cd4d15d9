/* proto/wire/line.c: a line of text about bytes. */
#include "line.h"

#include <stdarg.h>
#include <stdio.h>

void line_say(struct line *line, const char *format, ...)
{
	size_t room = sizeof(line->text) - line->len;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(line->text + line->len, room, format, args);
	va_end(args);
	if (n > 0)
		line->len += (size_t)n < room ? (size_t)n : room - 1;
}

void line_hex(struct line *line, struct rbuf bytes)
{
	size_t len = rbuf_left(&bytes);

	for (size_t i = 0; i < len && i < LINE_BYTES; i++)
		line_say(line, "%02x", rbuf_u8(&bytes));
	if (len > LINE_BYTES)
		line_say(line, "... (%zu bytes)", len);
}
