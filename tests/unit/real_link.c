/* tests/unit/real_link.c: a simulated bus that says it is real, and the guard around it. */
#include "real_link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "part_kind.h"
#include "zones.h"

struct liar {
	struct link link;
	struct link *inner;
};

static int liar_transfer(struct link *link, struct i2c_message *msgs, size_t n, size_t *done)
{
	struct liar *self = (struct liar *)link;
	int rc = link_transfer(self->inner, msgs, n, done);

	link->nacked_at = self->inner->nacked_at;
	link->now_ns = self->inner->now_ns;
	return rc;
}

static int liar_wait(struct link *link, uint64_t ns)
{
	return link_wait(((struct liar *)link)->inner, ns);
}

static void liar_close(struct link *link)
{
	link_close(((struct liar *)link)->inner);
	free(link);
}

static const struct link_ops liar_ops = {
	.transfer = liar_transfer,
	.wait = liar_wait,
	.close = liar_close,
};

struct link *real_link(struct host_link *f)
{
	struct liar *self = calloc(1, sizeof(*self));

	assert_non_null(self);
	assert_int_equal(link_over_bus(&self->inner, &f->board->bus, NULL, 0, NULL), 0);
	self->link.info = self->inner->info;
	self->link.info.simulated = false;
	self->link.ops = &liar_ops;
	return &self->link;
}

static void note(void *context, const char *sentence)
{
	struct real_guard *g = context;

	snprintf(g->note, sizeof(g->note), "%s", sentence);
	g->notes++;
}

static bool is_atecc(const struct part *part)
{
	return part->kind == &part_kind_atecc;
}

static void know(struct real_guard *g, const struct part *part, bool allows)
{
	struct guard_part *known = &g->options.parts[g->options.n_parts++];
	struct wire_part wire;

	part_describe(part, &wire);
	known->address = wire.address;
	known->kind = is_atecc(part) ? GUARD_ATECC : GUARD_SE05X;
	known->allowed = allows;
	snprintf(known->serial, sizeof(known->serial), "%02x%02x", wire.serial[0], wire.serial[1]);
	if (!is_atecc(part))
		return;
	known->has_config = true;
	memcpy(known->config, ((const struct atecc *)part->chip)->nv.config, sizeof(known->config));
}

struct real_guard *real_guard_new(const char *parts, bool knows, bool allows)
{
	struct real_guard *g = calloc(1, sizeof(*g));

	assert_non_null(g);
	g->f = host_link_new(parts);
	g->options.note = note;
	g->options.note_context = g;
	for (size_t i = 0; knows && i < g->f->board->n_parts; i++)
		know(g, g->f->board->parts[i], allows);
	assert_int_equal(link_guard(&g->link, real_link(g->f), &g->options, NULL), 0);
	assert_false(g->link->info.simulated);
	return g;
}

void real_guard_free(struct real_guard *g)
{
	link_close(g->link);
	host_link_free(g->f);
	free(g);
}

struct atecc_kept atecc_kept(const struct real_guard *g, size_t part)
{
	const struct atecc *chip = g->f->board->parts[part]->chip;
	struct atecc_kept kept = { .len = 0 };
	struct wbuf w = wbuf_to(kept.bytes, sizeof(kept.bytes));

	wbuf_put(&w, chip->nv.config, sizeof(chip->nv.config));
	wbuf_put(&w, chip->nv.otp, sizeof(chip->nv.otp));
	for (unsigned int slot = 0; slot < ATECC_SLOTS; slot++) {
		const struct slot_config s = slot_config(chip, slot);
		const struct key_config k = key_config(chip, slot);

		if (!data_locked(chip) || s.is_secret || s.encrypt_read || k.is_private ||
			k.key_type != KEY_TYPE_OTHER)
			wbuf_put(&w, slot_bytes(chip, slot), slot_size(slot));
	}
	assert_false(wbuf_bad(&w));
	kept.len = w.len;
	return kept;
}
