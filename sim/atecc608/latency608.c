/* sim/atecc608/latency608.c: how long each ATECC command takes: the figures of vectors/latency/atecc.tsv. */
#include "latency608.h"

#include "zones.h"

enum {
	CHIP_MODE_LONG_WATCHDOG = 0x04,
};

/* ChipMode bits 7 to 3: 00, 05 and 0D are the published dividers. */
static enum latency_column column_of(const struct atecc *chip)
{
	if (atecc_silicon(&chip->nv)->on == ON_508A)
		return LATENCY_508A;
	switch (chip->nv.config[CONFIG_CHIP_MODE] >> 3) {
	case 0x05:
		return LATENCY_608_DIVIDER_5;
	case 0x0d:
		return LATENCY_608_DIVIDER_D;
	default:
		return LATENCY_608_DIVIDER_0;
	}
}

const struct latency_figure *atecc_latency(const struct atecc *chip, const struct atecc_command *command)
{
	static const struct latency_figure none[LATENCY_KINDS];

	return command->opcode < LATENCY_ROWS ? atecc_latencies[column_of(chip)][command->opcode] : none;
}

uint64_t atecc_latency_ns(
	const struct atecc *chip, const struct atecc_command *command, enum latency_kind kind)
{
	return atecc_latency(chip, command)[kind].us * UINT64_C(1000);
}

/* All parts wake alike. */
uint64_t atecc_wake_ns(enum latency_kind kind, bool post)
{
	return atecc_latencies[LATENCY_608_DIVIDER_0][post ? ATCA_WAKE_SELF_TEST : ATCA_WAKE][kind].us *
	       UINT64_C(1000);
}

/* Typical (SUM 608B table 2-2); ChipMode bit 2: 10 s nominal (DS20005927A table 2-5). */
uint64_t atecc_watchdog_ns(const struct atecc *chip)
{
	if (chip->nv.config[CONFIG_CHIP_MODE] & CHIP_MODE_LONG_WATCHDOG)
		return UINT64_C(10000000000);
	return atecc_silicon(&chip->nv)->watchdog_ms * UINT64_C(1000000);
}
