/* sim/core/chip.c: what every chip does with its surroundings. */
#include "chip.h"

#include "store.h"
#include "why.h"

int chip_commit(const struct chip_env *env, const void *image)
{
	struct why why = { "" };
	int rc;

	if (!env->store)
		return 0;
	rc = store_commit(env->store, image, &why);
	if (rc < 0 && env->trouble)
		env->trouble->tell(env->trouble->context, why.text);
	return rc;
}
