/*
 * sim/core/defect.h: a defect planted into a chip, for a conformance suite to find.
 *
 * Lent to a chip by its surroundings (struct chip_env), never kept by it: NULL is the part as it is. Either a row of a command
 * table is another one, or a refusal of it has another status, or a handler does one of the declared wrong things.
 */
#ifndef SESIM_CORE_DEFECT_H
#define SESIM_CORE_DEFECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chip.h"

/* What handlers can be told to do wrong; defect.c says each in a sentence. */
enum defect_plant {
	PLANT_NONE,
#define PLANT(symbol, kind, sentence) symbol,
#include "defect_plants.h"
#undef PLANT
	PLANTS,
};

/* What was come by while a defect was lent: which rows, with what status, and which plants were looked for. */
struct defect_sight {
	const void *row;
	uint16_t status;
	unsigned int times;
};

enum {
	DEFECT_SIGHTS = 512,
	DEFECT_ELSEWHERE =
		0xfffc, /* a status: the command would be this row's, in another place or version */
	DEFECT_CONSIDERED = 0xfffd, /* a status: it was looked at whether the command is this row */
	DEFECT_NOT_FOUND = 0xfffe,  /* the same, and no row was found */
};

struct defect_seen {
	struct defect_sight rows[DEFECT_SIGHTS];
	size_t n;
	bool plants[PLANTS];
};

struct defect {
	const void *row;     /* NULL: no row is changed */
	const void *instead; /* of the same type */
	/* What refuses as `refuses` says `says` instead; of the row `of` alone. 0: nothing does. */
	const void *of;
	uint16_t refuses, says;
	enum defect_plant plant;
	struct defect_seen *seen; /* NULL: nobody keeps it */
};

/* Whether it is a status that a command ended with. */
static inline bool defect_ended(uint16_t status)
{
	return status < DEFECT_ELSEWHERE;
}

/* A row was considered, or ended with this status. */
void defect_note(struct defect_seen *seen, const void *row, uint16_t status);

/*
 * Whether commands ended well as often in both, but were refused with other statuses. success: the status of those that
 * ended well.
 */
bool defect_moves_refusals(
	const struct defect_seen *as_it_is, const struct defect_seen *changed, uint16_t success);

static inline void defect_see(const struct defect *defect, const void *row, uint16_t status)
{
	if (defect && defect->seen && row)
		defect_note(defect->seen, row, status);
}

/* The row that a dispatcher goes by. */
static inline const void *defect_row(const struct defect *defect, const void *row)
{
	return defect && defect->row == row ? defect->instead : row;
}

/* What a refusal of that row says. */
static inline uint16_t defect_status(const struct defect *defect, const void *row, uint16_t status)
{
	if (!defect)
		return status;
	defect_see(defect, row, status);
	return row && defect->of == row && defect->refuses == status ? defect->says : status;
}

static inline bool defect_planted(const struct chip_env *env, enum defect_plant plant)
{
	if (!env->defect)
		return false;
	if (env->defect->seen)
		env->defect->seen->plants[plant] = true;
	return env->defect->plant == plant;
}

/* The kind of chip a plant is in, "atecc608" or "se050", and what is wrong then. */
const char *defect_kind(enum defect_plant plant);
const char *defect_sentence(enum defect_plant plant);

#endif
