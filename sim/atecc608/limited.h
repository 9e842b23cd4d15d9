/* sim/atecc608/limited.h: monotonic counters and limited use of keys. */
#ifndef SESIM_ATECC_LIMITED_H
#define SESIM_ATECC_LIMITED_H

#include <stdbool.h>
#include <stdint.h>

#include "atecc.h"

enum {
	COUNTER_MAX = 2097151, /* 2^21 - 1 (LORA-B 5.1.1) */
	COUNTER_BYTES = 8,
};

/* Counters lie encoded in the config zone: LinA, LinB, BinA, BinB, 16 bits big endian each (atecc608.md 2.5). */
uint32_t counter_decode(const uint8_t encoded[COUNTER_BYTES]);
void counter_encode(uint8_t encoded[COUNTER_BYTES], uint32_t value);
uint32_t counter_value(const struct atecc *chip, unsigned int id);
void counter_set(struct atecc *chip, unsigned int id, uint32_t value);

/* Whether a limited-use slot has a use left: Counter0 below its limit, or on a 508A's slot 15 LastKeyUse. */
bool limited_use_left(const struct atecc *chip, unsigned int slot);
/* Spends one of each counter that these slots (a bit each) are limited by. */
void limited_use_spend(struct atecc *chip, uint16_t slots);

#endif
