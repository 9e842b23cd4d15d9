/* sim/serve/shim/real.c: the functions behind ours. */
#include "real.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#define REAL_ROW(name, type, parameters) { #name, offsetof(struct real, name) },

static void look_up(struct real *all)
{
	static const struct {
		const char *name;
		size_t at;
	} rows[] = { REAL_FUNCTIONS(REAL_ROW) };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		void *found = dlsym(RTLD_NEXT, rows[i].name);

		memcpy((char *)all + rows[i].at, &found, sizeof(found));
	}
	dlerror(); /* what we did not find is nothing the program should hear of */
}

const struct real *real(void)
{
	static struct real kept;
	static atomic_bool ready;

	/* Threads that are here at once write the same. */
	if (!atomic_load_explicit(&ready, memory_order_acquire)) {
		look_up(&kept);
		atomic_store_explicit(&ready, 1, memory_order_release);
	}
	return &kept;
}

__attribute__((constructor)) static void look_up_early(void)
{
	real();
}
