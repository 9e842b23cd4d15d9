/* fuzz/canary.c: secrets of which no eight bytes in a row may leave a chip. */
#include "canary.h"

#include <string.h>

#include "hash.h"

static size_t hashed(uint64_t window)
{
	return (size_t)((window * UINT64_C(0x9e3779b97f4a7c15)) >> 32) % CANARY_TABLE;
}

static uint64_t window_at(const uint8_t *bytes)
{
	uint64_t window;

	memcpy(&window, bytes, sizeof(window));
	return window;
}

static void insert(struct canaries *canaries, uint64_t window, unsigned int owner)
{
	size_t at = hashed(window);

	while (canaries->window[at] != 0)
		at = (at + 1) % CANARY_TABLE;
	canaries->window[at] = window;
	canaries->owner[at] = (uint8_t)owner;
}

void canaries_make(struct canaries *canaries, size_t (*size_of)(unsigned int owner))
{
	memset(canaries, 0, sizeof(*canaries));
	for (unsigned int owner = 0; owner < CANARY_OWNERS; owner++) {
		uint8_t *bytes = canaries->bytes[owner];
		uint8_t name[] = { 'c', 'a', 'n', 'a', 'r', 'y', (uint8_t)owner, 0 };

		for (size_t at = 0; at < CANARY_OWNER_BYTES; at += SHA256_BYTES) {
			name[sizeof(name) - 1] = (uint8_t)(at / SHA256_BYTES);
			sha256_bytes(name, sizeof(name), bytes + at);
		}
		for (size_t at = 0; at + CANARY_WINDOW <= size_of(owner); at++)
			insert(canaries, window_at(bytes + at), owner);
	}
}

bool canary_find(
	const struct canaries *canaries, const uint8_t *bytes, size_t len, unsigned int *owner, size_t *at)
{
	for (*at = 0; *at + CANARY_WINDOW <= len; ++*at) {
		uint64_t window = window_at(bytes + *at);

		for (size_t i = hashed(window); canaries->window[i] != 0; i = (i + 1) % CANARY_TABLE) {
			if (canaries->window[i] == window) {
				*owner = canaries->owner[i];
				return true;
			}
		}
	}
	return false;
}
