/* tests/unit/powered.c: an ATECC whose non-volatile memory is a state file. */
#include "powered.h"

#include "cmocka_all.h"

#include <stdlib.h>
#include <string.h>

const char powered_path[] = "/atecc.nvm";

static struct store_label label_of_chip(void)
{
	return (struct store_label){ .kind = "atecc608",
		.profile = "atecc608a",
		.layout = ATECC_LAYOUT,
		.size = sizeof(struct atecc_nv) };
}

static void attach(struct powered *p)
{
	struct chip_env env = { .crypto = p->f->crypto,
		.rng = &p->f->rng,
		.store = p->store,
		.latency = LATENCY_NONE,
		.address = 0x60 };

	bus_init(&p->f->bus, CLOCK_INSTANT, 100000);
	p->f->seat = bus_attach(&p->f->bus, &atecc_model, p->f->chip, &env);
}

void power_up(struct powered *p, const struct store_io *io, const char *file)
{
	struct store_label label = label_of_chip();

	memset(p->f->chip, 0, sizeof(*p->f->chip));
	if (store_open(io, file, STORE_SYNC_ALWAYS, &label, &p->f->chip->nv, &p->store, &p->why) < 0)
		fail_msg("%s", p->why.text);
	attach(p);
}

void power_down(struct powered *p)
{
	store_close(p->store);
	p->store = NULL;
}

void make_file(struct atecc_fixture *f, const struct store_io *io, const char *file)
{
	struct store_label label = label_of_chip();
	struct why why;

	if (store_create(io, file, &label, &f->chip->nv, &why) < 0)
		fail_msg("%s", why.text);
}

struct atecc_fixture *second_fixture(const struct atecc_fixture *f)
{
	struct atecc_fixture *g = calloc(1, sizeof(*g));

	g->crypto = f->crypto;
	rng_seed(&g->rng, 608);
	g->chip = calloc(1, sizeof(*g->chip));
	return g;
}

void second_free(struct atecc_fixture *g)
{
	free(g->chip);
	free(g);
}

struct atecc_nv nv_on(const struct flash *flash)
{
	struct store_label label = label_of_chip();
	struct atecc_nv nv;
	struct why why;

	if (store_read(&flash->io, powered_path, &label, &nv, &why) < 0)
		fail_msg("%s", why.text);
	return nv;
}
