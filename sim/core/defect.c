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

static bool is_refusal(uint16_t status, uint16_t success)
{
	return defect_ended(status) && status != success;
}

/* Of whatever row. */
static unsigned int times_of(const struct defect_seen *seen, uint16_t status)
{
	unsigned int times = 0;

	for (size_t i = 0; i < seen->n; i++)
		if (seen->rows[i].status == status)
			times += seen->rows[i].times;
	return times;
}

/* Whether each refusal in a is in b as often. */
static bool refuses_alike(const struct defect_seen *a, const struct defect_seen *b, uint16_t success)
{
	for (size_t i = 0; i < a->n; i++)
		if (is_refusal(a->rows[i].status, success) &&
			times_of(a, a->rows[i].status) != times_of(b, a->rows[i].status))
			return false;
	return true;
}

bool defect_moves_refusals(
	const struct defect_seen *as_it_is, const struct defect_seen *changed, uint16_t success)
{
	return times_of(as_it_is, success) == times_of(changed, success) &&
	       (!refuses_alike(as_it_is, changed, success) || !refuses_alike(changed, as_it_is, success));
}
