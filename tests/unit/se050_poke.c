/* tests/unit/se050_poke.c: an SE05x changed from outside. */
#include "se050_poke.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "curve.h"
#include "object.h"
#include "session.h"

static uint32_t number(const char *text)
{
	return (uint32_t)strtoul(text, NULL, 16);
}

static void config(struct se050 *chip, const char *args)
{
	uint8_t *at = chip->nv.identity.applet_config;
	char *rest;
	unsigned long and = strtoul(args, &rest, 16), or = strtoul(rest, NULL, 16);
	unsigned long value = ((unsigned long)at[0] << 8 | at[1]) & and;

	value |= or ;
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void version(struct se050 *chip, const char *args)
{
	unsigned long value = strtoul(args, NULL, 16);

	for (size_t i = 0; i < 3; i++)
		chip->nv.identity.version[i] = (uint8_t)(value >> (16 - 8 * i));
}

static void scp(struct se050 *chip, const char *args)
{
	chip->nv.platform_scp = (uint8_t)strtoul(args, NULL, 16);
}

static void locked(struct se050 *chip, const char *args)
{
	(void)args;
	chip->nv.lock_state = TRANSPORT_LOCKED;
	chip->applet.transport_unlocked = false;
}

static void full(struct se050 *chip, const char *args)
{
	(void)args;
	chip->nv.heap_cost = chip->nv.heap_size;
}

static void forget(struct se050 *chip, const char *args)
{
	struct se050_object *object = object_find(chip, number(args));

	assert_non_null(object);
	object_delete(chip, object);
}

static void restriction(struct se050 *chip, const char *args)
{
	chip->nv.restriction = (uint8_t)strtoul(args, NULL, 16);
}

static void exhausted(struct se050 *chip, const char *args)
{
	struct se050_object *object = object_find(chip, number(args));

	assert_non_null(object);
	object->attempts = object->attempts_max;
}

static void velocity(struct se050 *chip, const char *args)
{
	chip->nv.velocity = (uint8_t)strtoul(args, NULL, 16);
}

static void fips(struct se050 *chip, const char *args)
{
	chip->nv.identity.fips = (uint8_t)strtoul(args, NULL, 16);
}

static void curve(struct se050 *chip, const char *args)
{
	chip->nv.curves[strtoul(args, NULL, 16) - 1] = CURVE_SET;
}

static void stranger(struct se050 *chip, const char *args)
{
	(void)args;
	chip->nv.factory_secret[0] ^= 1;
}

static const struct poke_row {
	const char *name;
	void (*run)(struct se050 *chip, const char *args);
} rows[] = {
	{ "config ", config },
	{ "version ", version },
	{ "scp ", scp },
	{ "locked", locked },
	{ "full", full },
	{ "forget ", forget },
	{ "restrict ", restriction },
	{ "exhausted ", exhausted },
	{ "velocity ", velocity },
	{ "fips ", fips },
	{ "curve ", curve },
	{ "stranger", stranger },
};

void poke(struct se050 *chip, const char *what)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t len = strlen(rows[i].name);

		if (strncmp(what, rows[i].name, len) == 0) {
			rows[i].run(chip, what + len);
			return;
		}
	}
	fail_msg("what is to be changed: %s", what);
}
