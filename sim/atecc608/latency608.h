/* sim/atecc608/latency608.h: how long each ATECC command takes, as data (vectors/latency/atecc.tsv). */
#ifndef SESIM_ATECC_LATENCY608_H
#define SESIM_ATECC_LATENCY608_H

#include "command.h"

/* What the figures depend on. */
enum latency_column {
	LATENCY_508A,
	LATENCY_608_DIVIDER_0,
	LATENCY_608_DIVIDER_5,
	LATENCY_608_DIVIDER_D,
	LATENCY_COLUMNS,
};

/* Rows of the table that are no command's, at numbers that are no opcode. */
enum {
	ATCA_WAKE = 0x00,
	ATCA_WAKE_SELF_TEST = 0x03,
	LATENCY_ROWS = ATCA_SECURE_BOOT + 1,
};

extern const struct latency_figure atecc_latencies[LATENCY_COLUMNS][LATENCY_ROWS][LATENCY_KINDS];

/* The figures of a command on that part. */
const struct latency_figure *atecc_latency(const struct atecc *chip, const struct atecc_command *command);

/* With LATENCY_NONE nothing takes any time. */
uint64_t atecc_latency_ns(
	const struct atecc *chip, const struct atecc_command *command, enum latency_kind kind);
/* From the end of the wake pulse until the part answers. post: the power-on self test runs. */
uint64_t atecc_wake_ns(enum latency_kind kind, bool post);
/* From wake until the watchdog fires. */
uint64_t atecc_watchdog_ns(const struct atecc *chip);

#endif
