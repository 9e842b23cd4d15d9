/* sim/se050/nv.c: making what was changed durable. */
#include "nv.h"

#include <string.h>

#include "object.h"
#include "store.h"

/* Back to what is stored: the header, and of the heap what was touched; and what goes along with either. */
static void revert(struct se050 *chip, const struct chip_env *env)
{
	const uint8_t *image = store_image(env->store);
	struct se050_power *power = &chip->power;
	uint32_t time_high = chip->nv.time_high;

	memcpy(&chip->nv, image, sizeof(chip->nv));
	power->timed &= chip->nv.time_high == time_high;
	memcpy(chip->heap + power->touched_from, image + sizeof(chip->nv) + power->touched_from,
		power->touched_until - power->touched_from);
	object_index(chip);
	object_reserve_ram(chip);
}

enum se05x_status nv_commit(struct se050 *chip, struct chip_env *env)
{
	struct se050_power *power = &chip->power;
	struct store_range ranges[] = {
		{ 0, sizeof(chip->nv) },
		{ sizeof(chip->nv) + power->touched_from, power->touched_until - power->touched_from },
	};
	size_t n = ranges[1].length > 0 ? 2 : 1;
	enum se05x_status status = SW_OK;

	if (chip_commit_ranges(env, &chip->nv, ranges, n) < 0) {
		/* Without a store power is going away, and what was durable comes back with it. */
		if (env->store)
			revert(chip, env);
		status = SW_FAILURE;
	}
	power->touched_from = power->touched_until = 0;
	return status;
}
