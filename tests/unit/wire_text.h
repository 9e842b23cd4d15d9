/* tests/unit/wire_text.h: bytes written as a person reads them on the wire. */
#ifndef SESIM_TESTS_WIRE_TEXT_H
#define SESIM_TESTS_WIRE_TEXT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
	uint8_t at[512];
	size_t len;
};

/*
 * "08 40 0000 00*11 %32 %w": hex pairs, spaces where they help; `ab*n` repeats a byte n times; %n
 * takes a pointer to n bytes, %c a byte, %w 16 bits and %d 32 bits little endian, %b a pointer to struct bytes.
 * Anything else, or more than fits, fails the test.
 */
struct bytes wire(const char *text, ...);
void wire_append(struct bytes *to, const char *text, va_list *args);

/* Fails at file and line, showing both and where they part. */
void assert_bytes_at(
	const char *file, int line, const uint8_t *found, size_t len, const struct bytes *expected);
#define assert_bytes(found, len, expected) assert_bytes_at(__FILE__, __LINE__, (found), (len), (expected))

#endif
