/* proto/provider/element_port.c: an SE05x's port with an end to its patience. */
#include "element_port.h"

#include <errno.h>
#include <time.h>

enum {
	SECONDS = 20, /* more than RSA-4096 takes on silicon */
	SILENCE_MAX =
		20, /* looks without an answer under a clock that stands still: nothing is ever busy there */
};

static time_t seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

void element_port_begin(struct element *chip)
{
	chip->until = seconds() + SECONDS;
	chip->silent = 0;
}

static bool stands_still(const struct element *chip)
{
	return chip->shared->link->info.clock == WIRE_CLOCK_INSTANT;
}

static int port_write(void *context, const uint8_t *bytes, size_t len)
{
	struct element *chip = context;

	chip->silent = 0;
	return seconds() > chip->until ? -ETIMEDOUT
				       : link_write(chip->shared->link, chip->address, bytes, len);
}

static int port_read(void *context, uint8_t *bytes, size_t len)
{
	struct element *chip = context;
	int rc;

	if (seconds() > chip->until || (stands_still(chip) && chip->silent > SILENCE_MAX))
		return -ETIMEDOUT;
	rc = link_read(chip->shared->link, chip->address, bytes, len);
	chip->silent = rc == -ENXIO ? chip->silent + 1 : 0;
	return rc;
}

static int port_wait(void *context, uint64_t ns)
{
	const struct element *chip = context;

	return stands_still(chip) ? 0 : link_wait(chip->shared->link, ns);
}

struct t1_port element_port(struct element *chip)
{
	return (struct t1_port){ .write = port_write, .read = port_read, .wait = port_wait, .context = chip };
}
