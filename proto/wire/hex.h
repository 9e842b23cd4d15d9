/* proto/wire/hex.h: bytes as people and command lines write them. */
#ifndef SESIM_WIRE_HEX_H
#define SESIM_WIRE_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads len hex digits, two a byte, of either case. Returns the number of bytes, or -1 when there is an odd
 * number of digits, anything else than digits, or more than cap bytes.
 */
int hex_bytes(const char *digits, size_t len, uint8_t *bytes, size_t cap);

/* One to eight hex digits as a number. Returns false for anything else. */
bool hex_number(const char *digits, size_t len, uint32_t *value);

/* Writes 2 * len lower-case digits and a zero. */
void hex_text(char *text, const uint8_t *bytes, size_t len);

#endif
