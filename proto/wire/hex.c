/* proto/wire/hex.c: bytes as people and command lines write them. */
#include "hex.h"

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int hex_bytes(const char *digits, size_t len, uint8_t *bytes, size_t cap)
{
	if (len % 2 != 0 || len / 2 > cap)
		return -1;
	for (size_t i = 0; i < len / 2; i++) {
		int high = nibble(digits[2 * i]);
		int low = nibble(digits[2 * i + 1]);

		if (high < 0 || low < 0)
			return -1;
		bytes[i] = (uint8_t)(high << 4 | low);
	}
	return (int)(len / 2);
}

bool hex_number(const char *digits, size_t len, uint32_t *value)
{
	uint32_t number = 0;

	if (len < 1 || len > 8)
		return false;
	for (size_t i = 0; i < len; i++) {
		int digit = nibble(digits[i]);

		if (digit < 0)
			return false;
		number = number << 4 | (uint32_t)digit;
	}
	*value = number;
	return true;
}

void hex_text(char *text, const uint8_t *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		*text++ = digits[bytes[i] >> 4];
		*text++ = digits[bytes[i] & 0x0f];
	}
	*text = '\0';
}
