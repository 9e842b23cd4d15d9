/* sim/core/latency.c: how long a command takes, as data. */
#include "latency.h"

#include <string.h>

bool latency_kind_from(const char *word, enum latency_kind *kind)
{
	static const char *const words[] = {
		[LATENCY_NONE] = "none",
		[LATENCY_TYPICAL] = "typical",
		[LATENCY_MAX] = "max",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(word, words[i]) == 0) {
			*kind = (enum latency_kind)i;
			return true;
		}
	}
	return false;
}
