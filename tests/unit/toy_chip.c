/* tests/unit/toy_chip.c: a chip as simple as can be, for tests of what is around chips. */
#include "toy_chip.h"

#include <string.h>

enum {
	REGISTER_KEPT = 0x80, /* and above: non-volatile, 80 is kept[0] */
	REGISTER_BUSY = 0xfe,
	REGISTER_REFUSES = 0xff,
};

struct toy toy_make(uint8_t address)
{
	return (struct toy){ .address = address };
}

static void toy_power_on(void *chip, struct chip_env *env)
{
	struct toy *toy = chip;

	(void)env;
	memset(toy->lost, 0, sizeof(toy->lost));
	toy->pointer = 0;
	toy->busy_until_ns = 0;
}

static void toy_power_off(void *chip, struct chip_env *env)
{
	(void)chip;
	(void)env;
}

static bool toy_select(void *chip, struct chip_env *env, uint16_t addr, bool read)
{
	struct toy *toy = chip;

	(void)read;
	toy->now_ns = env->now_ns;
	toy->pointed = false;
	return addr == toy->address && env->now_ns >= toy->busy_until_ns;
}

static uint8_t *cell(struct toy *toy, uint8_t reg)
{
	return reg >= REGISTER_KEPT ? &toy->kept[reg - REGISTER_KEPT] : &toy->lost[reg % sizeof(toy->lost)];
}

static size_t toy_write(void *chip, struct chip_env *env, const uint8_t *bytes, size_t len)
{
	struct toy *toy = chip;

	for (size_t i = 0; i < len; i++) {
		if (!toy->pointed) {
			toy->pointer = bytes[i];
			toy->pointed = true;
			continue;
		}
		if (toy->pointer == REGISTER_REFUSES)
			return i;
		if (toy->pointer == REGISTER_BUSY)
			toy->busy_until_ns = env->now_ns + bytes[i] * 1000000ull;
		*cell(toy, toy->pointer++) = bytes[i];
	}
	return len;
}

static void toy_read(void *chip, struct chip_env *env, uint8_t *bytes, size_t len)
{
	struct toy *toy = chip;

	(void)env;
	for (size_t i = 0; i < len; i++)
		bytes[i] = *cell(toy, toy->pointer++);
}

static void toy_stop(void *chip, struct chip_env *env)
{
	(void)env;
	((struct toy *)chip)->stops++;
}

static void toy_sda_low(void *chip, struct chip_env *env, uint64_t low_ns)
{
	(void)env;
	((struct toy *)chip)->sda_low_ns = low_ns;
}

static uint64_t toy_ready_at(const void *chip)
{
	return ((const struct toy *)chip)->busy_until_ns;
}

const struct chip_model toy_model = {
	.kind = "toy",
	.size = sizeof(struct toy),
	.nv_size = 128,
	.power_on = toy_power_on,
	.power_off = toy_power_off,
	.select = toy_select,
	.write = toy_write,
	.read = toy_read,
	.stop = toy_stop,
	.sda_low = toy_sda_low,
	.ready_at = toy_ready_at,
};
