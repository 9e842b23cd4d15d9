/* sim/core/chip.c: what every chip does with its surroundings. */
#include "chip.h"

#include <errno.h>
#include <string.h>

#include "store.h"
#include "why.h"

static int commit(const struct chip_env *env, const void *image, const struct store_range *ranges, size_t n)
{
	struct why why = { "" };
	int rc;

	if (!env->store)
		return 0;
	rc = ranges ? store_commit_ranges(env->store, image, ranges, n, &why)
		    : store_commit(env->store, image, &why);
	if (rc < 0 && env->trouble)
		env->trouble->tell(env->trouble->context, why.text);
	return rc;
}

int chip_commit_ranges(
	const struct chip_env *env, const void *image, const struct store_range *ranges, size_t n)
{
	struct chip_cut *cut = env->cut;
	int rc;

	if (!cut || cut->struck || cut->left == 0)
		return cut && cut->struck ? -EIO : commit(env, image, ranges, n);
	cut->struck = --cut->left == 0;
	if (cut->struck && !cut->after)
		return -EIO;
	rc = commit(env, image, ranges, n);
	if (rc == 0)
		memcpy(cut->durable, image, cut->size);
	return cut->struck ? -EIO : rc;
}

int chip_commit(const struct chip_env *env, const void *image)
{
	return chip_commit_ranges(env, image, NULL, 0);
}
