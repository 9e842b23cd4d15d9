/*
 * tests/consumer/consumer.c: a stranger's program on the installed libsesim: knows sesim.h and nothing else of us.
 * Exits with the number of the line where something was not as the header says.
 */
#include <errno.h>
#include <sesim.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void demand(bool good, int line)
{
	if (good)
		return;
	fprintf(stderr, "consumer.c:%d\n", line);
	exit(1);
}
#define DEMAND(condition) demand((condition), __LINE__)

static int one(struct sesim_bus *bus, uint16_t addr, uint16_t flags, void *bytes, uint16_t len)
{
	struct sesim_message message = { .addr = addr, .flags = flags, .len = len, .bytes = bytes };

	return sesim_bus_transfer(bus, &message, 1, NULL);
}

static void wake(struct sesim_bus *bus)
{
	uint8_t zero = 0;

	DEMAND(one(bus, 0, 0, &zero, 1) == -ENXIO);
	sesim_bus_advance(bus, 1500000);
}

/* Random (1b) on a part whose config zone is unlocked, and Info. */
static void assert_info(struct sesim_bus *bus, uint16_t addr)
{
	uint8_t info[] = { 0x03, 0x07, 0x30, 0x00, 0x00, 0x00, 0x03, 0x5d }, answer[7];

	DEMAND(one(bus, addr, 0, info, sizeof(info)) == 1);
	sesim_bus_advance(bus, 5000000);
	DEMAND(one(bus, addr, SESIM_READ, answer, sizeof(answer)) == 1);
	DEMAND(memcmp(answer, "\x07\x00\x00\x60\x02\x80\x38", sizeof(answer)) == 0);
}

static void a_part_answers(void)
{
	const struct sesim_options options = {
		.clock = SESIM_CLOCK_VIRTUAL, .latency = SESIM_LATENCY_MAX, .seeded = true, .seed = 1
	};
	uint8_t info[] = { 0x03, 0x07, 0x30, 0x00, 0x00, 0x00, 0x03, 0x5d }, serial[9];
	struct sesim_error error;
	struct sesim_bus *bus;
	struct sesim_part *part, *second;

	DEMAND(sesim_bus_new(&bus, &options, &error) == 0);
	DEMAND(sesim_bus_add(bus, "atecc608a", &part, &error) == 0);
	DEMAND(sesim_bus_add(bus, "atecc608b", &second, &error) == -EADDRINUSE);
	DEMAND(strstr(error.text, "two chips at address 60") != NULL);
	DEMAND(sesim_bus_add(bus, "atecc609a", NULL, NULL) == -EINVAL);
	DEMAND(sesim_bus_add(bus, "atecc608a@61", &second, &error) == 0);
	DEMAND(strcmp(sesim_part_profile(part), "atecc608a") == 0);
	DEMAND(sesim_part_address(second) == 0x61);
	DEMAND(sesim_part_serial(part, serial, sizeof(serial)) == sizeof(serial));
	DEMAND(serial[0] == 0x01 && serial[1] == 0x23 && serial[8] == 0xee);
	wake(bus);
	assert_info(bus, 0x60);
	assert_info(bus, 0x61);
	/* Busy: not acknowledged until the time has come. */
	DEMAND(one(bus, 0x60, 0, info, sizeof(info)) == 1);
	DEMAND(one(bus, 0x60, SESIM_READ, serial, 4) == -ENXIO);
	sesim_part_power(second, false);
	DEMAND(one(bus, 0x61, SESIM_READ, serial, 4) == -ENXIO);
	DEMAND(sesim_bus_now(bus) > 6500000);
	sesim_bus_free(bus);
}

static void a_state_is_a_value(void)
{
	struct sesim_snapshot *asleep, *awake, *again;
	struct sesim_engine *engine;
	struct sesim_bus *bus, *other;
	struct sesim_part *part, *copy;

	DEMAND(sesim_engine_new(&engine, NULL) == 0);
	DEMAND(sesim_bus_new(&bus, &(struct sesim_options){ .engine = engine }, NULL) == 0);
	DEMAND(sesim_bus_new(&other, &(struct sesim_options){ .engine = engine }, NULL) == 0);
	DEMAND(sesim_bus_add(bus, "atecc608a", &part, NULL) == 0);
	DEMAND(sesim_part_snapshot(part, &asleep) == 0);
	wake(bus);
	DEMAND(sesim_part_snapshot(part, &awake) == 0);
	DEMAND(!sesim_snapshot_equal(asleep, awake));
	DEMAND(sesim_part_restore(part, asleep) == 0);
	DEMAND(one(bus, 0x60, SESIM_READ, (uint8_t[4]){ 0 }, 4) == -ENXIO);
	DEMAND(sesim_part_restore(part, awake) == 0);
	DEMAND(sesim_part_clone(part, other, &copy, NULL) == 0);
	DEMAND(sesim_part_clone(part, bus, &copy, NULL) == -EADDRINUSE);
	DEMAND(sesim_part_clone(part, other, &copy, NULL) == -EADDRINUSE);
	assert_info(other, 0x60);
	DEMAND(sesim_part_snapshot(part, &again) == 0);
	DEMAND(sesim_snapshot_equal(awake, again));
	assert_info(bus, 0x60);
	sesim_snapshot_free(asleep);
	sesim_snapshot_free(awake);
	sesim_snapshot_free(again);
	sesim_bus_free(bus);
	sesim_bus_free(other);
	sesim_engine_free(engine);
}

/* The measure: 10,000 chips in a process, at most 64 KiB each. */
static size_t resident(void)
{
	long pages = 0, unused;
	FILE *file = fopen("/proc/self/statm", "r");

	DEMAND(file && fscanf(file, "%ld %ld", &unused, &pages) == 2);
	fclose(file);
	return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void ten_thousand_chips_fit(void)
{
	enum { CHIPS = 10000 };
	static struct sesim_bus *buses[CHIPS];
	struct sesim_engine *engine;
	struct sesim_options options = { .seeded = true };
	size_t before;

	DEMAND(sesim_engine_new(&engine, NULL) == 0);
	options.engine = engine;
	before = resident();
	for (size_t i = 0; i < CHIPS; i++) {
		DEMAND(sesim_bus_new(&buses[i], &options, NULL) == 0);
		DEMAND(sesim_bus_add(buses[i], "atecc608a", NULL, NULL) == 0);
	}
	printf("%zu bytes a chip\n", (resident() - before) / CHIPS);
#ifndef SESIM_SANITIZED
	DEMAND((resident() - before) / CHIPS <= 65536);
#endif
	wake(buses[CHIPS - 1]);
	assert_info(buses[CHIPS - 1], 0x60);
	for (size_t i = 0; i < CHIPS; i++)
		sesim_bus_free(buses[i]);
	sesim_engine_free(engine);
}

int main(void)
{
	char version[32];

	snprintf(version, sizeof(version), "%d.%d.", SESIM_VERSION_MAJOR, SESIM_VERSION_MINOR);
	DEMAND(strncmp(sesim_version(), version, strlen(version)) == 0);
	a_part_answers();
	a_state_is_a_value();
	ten_thousand_chips_fit();
	return 0;
}
