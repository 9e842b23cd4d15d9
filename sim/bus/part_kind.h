/* sim/bus/part_kind.h: what part.c must know of each kind of chip. A kind is a row here and a file. */
#ifndef SESIM_BUS_PART_KIND_H
#define SESIM_BUS_PART_KIND_H

#include "part.h"

/* What a fresh part is made with. */
struct part_factory {
	struct crypto *crypto; /* NULL: there is none */
	struct ca *ca;         /* the authorities of its batch */
	const struct part_progress *progress;
};

struct part_kind {
	const struct chip_model *model;
	const char *name;   /* in sentences: "an ATECC" */
	uint32_t layout;    /* of its non-volatile bytes */
	size_t serial_len;  /* what serial= takes */
	size_t serial_free; /* how many bytes of it differ from part to part */
	unsigned int keys;  /* bits of part_key it takes */
	const char *keys_text;
	/* How many non-volatile bytes a fresh part has, and a model with so many; NULL: as the model says. */
	size_t (*nv_size)(const struct part_spec *spec);
	bool (*resize)(struct chip_model *model, size_t nv_size);
	/* Whether a fresh part holds what only a crypto engine makes; NULL: none does. */
	bool (*wants_crypto)(const struct part_spec *spec);
	/*
	 * The non-volatile bytes of a fresh part; the serial's free bytes are taken from `free_bytes`. Without
	 * an engine it gets everything but what only an engine makes.
	 */
	int (*make)(void *chip, const struct part_spec *spec, const uint8_t *free_bytes,
		const struct part_factory *factory, struct why *why);
	/* Whether a part is of that batch; NULL: it cannot be told. */
	bool (*of_batch)(const void *chip, const char *profile, const struct batch *batch);
	uint8_t (*address)(const void *chip);
	void (*serial)(const void *chip, uint8_t *serial);
	/* What only this kind can tell: whether values of spec fit the profile (chip NULL) or the chip. */
	int (*fits)(const void *chip, const struct part_spec *spec, struct why *why);
};

extern const struct part_kind part_kind_atecc;
extern const struct part_kind part_kind_se050;

/* The kind that a profile or a state file names; NULL if there is none. */
const struct part_kind *part_kind_find(const char *name);

/* Whether a part of that spec, when it is made, wants a crypto engine. */
bool part_wants_crypto(const struct part_spec *spec);

/* Sets spec's serial number to the one that a fresh part with these free bytes has. */
int part_number(struct part_spec *spec, const uint8_t *free_bytes, struct why *why);

#endif
