/* tests/unit/wire_text.c: bytes written as a person reads them on the wire. */
#include "wire_text.h"

#include "cmocka_all.h"

#include <stdlib.h>
#include <string.h>

static void put(struct bytes *to, const void *from, size_t n)
{
	if (n > sizeof(to->at) - to->len)
		fail_msg("more than %zu bytes in one text", sizeof(to->at));
	memcpy(to->at + to->len, from, n);
	to->len += n;
}

static void put_le(struct bytes *to, uint32_t value, size_t n)
{
	for (; n > 0; n--, value >>= 8) {
		uint8_t byte = (uint8_t)value;

		put(to, &byte, 1);
	}
}

/* What follows a per cent sign; returns where the text goes on. */
static const char *put_argument(struct bytes *to, const char *p, va_list *args)
{
	const struct bytes *bytes;
	char *end;
	size_t n;

	switch (*p) {
	case 'c':
		put_le(to, va_arg(*args, unsigned int), 1);
		return p + 1;
	case 'w':
		put_le(to, va_arg(*args, unsigned int), 2);
		return p + 1;
	case 'd':
		put_le(to, va_arg(*args, uint32_t), 4);
		return p + 1;
	case 'b':
		bytes = va_arg(*args, const struct bytes *);
		put(to, bytes->at, bytes->len);
		return p + 1;
	default:
		n = strtoul(p, &end, 10);
		if (end == p)
			fail_msg("no such argument: %%%s", p);
		put(to, va_arg(*args, const uint8_t *), n);
		return end;
	}
}

static const char *put_hex(struct bytes *to, const char *p)
{
	char pair[3] = { p[0], p[0] ? p[1] : '\0', '\0' };
	char *end;
	uint8_t byte = (uint8_t)strtoul(pair, &end, 16);
	unsigned long times = 1;

	if (end != pair + 2)
		fail_msg("no byte: %s", p);
	p += 2;
	if (*p == '*') {
		times = strtoul(p + 1, &end, 10);
		p = end;
	}
	for (; times > 0; times--)
		put(to, &byte, 1);
	return p;
}

void wire_append(struct bytes *to, const char *text, va_list *args)
{
	for (const char *p = text; *p;) {
		if (*p == ' ')
			p++;
		else if (*p == '%')
			p = put_argument(to, p + 1, args);
		else
			p = put_hex(to, p);
	}
}

struct bytes wire(const char *text, ...)
{
	struct bytes made = { .len = 0 };
	va_list args;

	va_start(args, text);
	wire_append(&made, text, &args);
	va_end(args);
	return made;
}

static void print_bytes(const char *label, const uint8_t *bytes, size_t len)
{
	print_error("%s", label);
	for (size_t i = 0; i < len; i++)
		print_error("%02x", bytes[i]);
	print_error(" (%zu)\n", len);
}

void assert_bytes_at(
	const char *file, int line, const uint8_t *found, size_t len, const struct bytes *expected)
{
	size_t same = 0;

	if (len == expected->len && memcmp(found, expected->at, len) == 0)
		return;
	while (same < len && same < expected->len && found[same] == expected->at[same])
		same++;
	print_bytes("found    ", found, len);
	print_bytes("expected ", expected->at, expected->len);
	print_error("they part at byte %zu\n", same);
	_fail(file, line);
}
