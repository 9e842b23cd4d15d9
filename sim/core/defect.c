/* sim/core/defect.c: the declared defects by name. */
#include "defect.h"

struct plant {
	const char *kind;
	const char *sentence;
};

static const struct plant plants[PLANTS] = {
#define PLANT(symbol, of, text) [symbol] = { .kind = (of), .sentence = (text) },
#include "defect_plants.h"
#undef PLANT
};

const char *defect_kind(enum defect_plant plant)
{
	return plant > PLANT_NONE && plant < PLANTS ? plants[plant].kind : NULL;
}

const char *defect_sentence(enum defect_plant plant)
{
	return plant > PLANT_NONE && plant < PLANTS ? plants[plant].sentence : NULL;
}

void defect_note(struct defect_seen *seen, const void *row, uint16_t status)
{
	for (size_t i = 0; i < seen->n; i++)
		if (seen->rows[i].row == row && seen->rows[i].status == status)
			return;
	if (seen->n < DEFECT_SIGHTS)
		seen->rows[seen->n++] = (struct defect_sight){ row, status };
}
