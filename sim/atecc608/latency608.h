/* sim/atecc608/latency608.h: how long each ATECC command takes, as data. */
#ifndef SESIM_ATECC_LATENCY608_H
#define SESIM_ATECC_LATENCY608_H

#include "command.h"

/* With LATENCY_NONE nothing takes any time. */
uint64_t atecc_latency_ns(
	const struct atecc *chip, const struct atecc_command *command, enum latency_kind kind);
/* From the end of the wake pulse until the part answers. post: the power-on self test runs. */
uint64_t atecc_wake_ns(enum latency_kind kind, bool post);
/* From wake until the watchdog fires. */
uint64_t atecc_watchdog_ns(const struct atecc *chip);
/* The figures behind a row, for the reference: "typical/max ms" and their source. */
const char *atecc_latency_source(uint8_t opcode, enum atecc_revisions on);

#endif
