/*
 * sim/atecc608/latency608.c: how long each ATECC command takes, as data.
 *
 * 608: no public document gives times. The maxima are the waits of hosts that do not poll, by clock
 * divider (atecc608.md 1.10); typical is estimated as half. 508A: DS20005927A table 9-4.
 */
#include "latency608.h"

#include "zones.h"

struct latency_row {
	uint8_t opcode;
	uint16_t max_ms[3]; /* 608 at clock divider 0, 5, D */
	uint16_t typical_508_us;
	uint16_t max_508_ms;
};

static const struct latency_row rows[] = {
	{ ATCA_AES, { 27, 27, 27 }, 0, 0 },
	{ ATCA_CHECK_MAC, { 40, 40, 40 }, 5000, 13 },
	{ ATCA_COUNTER, { 25, 25, 25 }, 5000, 20 },
	{ ATCA_DERIVE_KEY, { 50, 50, 50 }, 2000, 50 },
	{ ATCA_ECDH, { 75, 172, 531 }, 38000, 58 },
	{ ATCA_GEN_DIG, { 25, 35, 35 }, 5000, 11 },
	{ ATCA_GEN_KEY, { 115, 215, 653 }, 11000, 115 },
	{ ATCA_HMAC, { 0, 0, 0 }, 13000, 23 },
	{ ATCA_INFO, { 5, 5, 5 }, 100, 1 },
	{ ATCA_KDF, { 165, 165, 165 }, 0, 0 },
	{ ATCA_LOCK, { 35, 35, 35 }, 8000, 32 },
	{ ATCA_MAC, { 55, 55, 55 }, 5000, 14 },
	{ ATCA_NONCE, { 20, 20, 20 }, 100, 7 },
	{ ATCA_PAUSE, { 0, 0, 0 }, 100, 3 },
	{ ATCA_PRIV_WRITE, { 50, 50, 50 }, 800, 48 },
	{ ATCA_RANDOM, { 23, 23, 23 }, 1000, 23 },
	{ ATCA_READ, { 5, 5, 5 }, 100, 1 },
	{ ATCA_SECURE_BOOT, { 80, 160, 480 }, 0, 0 },
	{ ATCA_SELF_TEST, { 250, 625, 2324 }, 0, 0 },
	{ ATCA_SHA, { 36, 42, 75 }, 7000, 9 },
	{ ATCA_SIGN, { 115, 220, 665 }, 42000, 50 },
	{ ATCA_UPDATE_EXTRA, { 10, 10, 10 }, 8000, 10 },
	{ ATCA_VERIFY, { 105, 295, 1085 }, 38000, 58 },
	{ ATCA_WRITE, { 45, 45, 45 }, 7000, 26 },
};

enum {
	CHIP_MODE_LONG_WATCHDOG = 0x04,
};

static const struct latency_row *find(uint8_t opcode)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].opcode == opcode)
			return &rows[i];
	return NULL;
}

/* ChipMode bits 7 to 3: 00, 05 and 0D are the published dividers. */
static size_t clock_divider(const struct atecc *chip)
{
	switch (chip->nv.config[CONFIG_CHIP_MODE] >> 3) {
	case 0x05:
		return 1;
	case 0x0d:
		return 2;
	default:
		return 0;
	}
}

uint64_t atecc_latency_ns(
	const struct atecc *chip, const struct atecc_command *command, enum latency_kind kind)
{
	const struct latency_row *row;
	uint64_t max_us;

	if (kind == LATENCY_NONE)
		return 0;
	row = find(command->opcode);
	if (!row)
		return 0;
	if (atecc_silicon(&chip->nv)->on == ON_508A)
		return (kind == LATENCY_MAX ? row->max_508_ms * 1000u : row->typical_508_us) * UINT64_C(1000);
	max_us = row->max_ms[clock_divider(chip)] * UINT64_C(1000);
	return (kind == LATENCY_MAX ? max_us : max_us / 2) * 1000;
}

/* Physical parts answer between 0.28 and 0.72 ms; hosts wait tWHI, 1.5 ms, or 20 ms with POST (TFLX-A table 9-2). */
uint64_t atecc_wake_ns(enum latency_kind kind, bool post)
{
	if (kind == LATENCY_NONE)
		return 0;
	if (post)
		return UINT64_C(20000000);
	return kind == LATENCY_MAX ? UINT64_C(1500000) : UINT64_C(700000);
}

/* Typical (SUM 608B table 2-2); ChipMode bit 2: 10 s nominal (DS20005927A table 2-5). */
uint64_t atecc_watchdog_ns(const struct atecc *chip)
{
	if (chip->nv.config[CONFIG_CHIP_MODE] & CHIP_MODE_LONG_WATCHDOG)
		return UINT64_C(10000000000);
	return atecc_silicon(&chip->nv)->watchdog_ms * UINT64_C(1000000);
}

const char *atecc_latency_source(uint8_t opcode, enum atecc_revisions on)
{
	if (!find(opcode))
		return "none";
	return on == ON_508A ? "vendor typical and maximum, DS20005927A table 9-4"
			     : "bound (hosts' waits); typical estimated as half";
}
