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
		if (seen->rows[i].row == row && seen->rows[i].status == status) {
			seen->rows[i].times++;
			return;
		}
	if (seen->n < DEFECT_SIGHTS)
		seen->rows[seen->n++] = (struct defect_sight){ row, status, 1 };
}

static bool is_refusal(const struct defect_sight *sight, uint16_t success)
{
	return sight->status != DEFECT_CONSIDERED && sight->status != DEFECT_NOT_FOUND &&
	       sight->status != success;
}

static const void *row_meant(const struct defect_sight *sight, const struct defect *defect)
{
	return defect->row && sight->row == defect->instead ? defect->row : sight->row;
}

static unsigned int times_in(
	const struct defect_seen *seen, const struct defect_sight *like, const struct defect *defect)
{
	unsigned int times = 0;

	for (size_t i = 0; i < seen->n; i++)
		if (row_meant(&seen->rows[i], defect) == row_meant(like, defect) &&
			seen->rows[i].status == like->status)
			times += seen->rows[i].times;
	return times;
}

/* Of what is in a: whether successes, or refusals, are as many in b. */
static bool as_many(const struct defect_seen *a, const struct defect_seen *b, const struct defect *defect,
	uint16_t success, bool refusals)
{
	for (size_t i = 0; i < a->n; i++)
		if ((refusals ? is_refusal(&a->rows[i], success) : a->rows[i].status == success) &&
			times_in(a, &a->rows[i], defect) != times_in(b, &a->rows[i], defect))
			return false;
	return true;
}

bool defect_moves_refusals(const struct defect_seen *as_it_is, const struct defect_seen *changed,
	const struct defect *defect, uint16_t success)
{
	if (!as_many(as_it_is, changed, defect, success, false) ||
		!as_many(changed, as_it_is, defect, success, false))
		return false;
	return !as_many(as_it_is, changed, defect, success, true) ||
	       !as_many(changed, as_it_is, defect, success, true);
}
