/* tests/conformance/refusal_cases.c: finds cases written by hand. */
#include "refusal_cases.h"

#include <string.h>

static const struct refusal_case_list *const lists[] = { &cases_any, &cases_sessions, &cases_objects,
	&cases_crypto };

const struct refusal_case *case_number(size_t i)
{
	for (size_t l = 0; l < sizeof(lists) / sizeof(lists[0]); l++) {
		if (i < lists[l]->n)
			return &lists[l]->at[i];
		i -= lists[l]->n;
	}
	return NULL;
}

const struct refusal_case *case_find(const char *id, size_t n)
{
	const struct refusal_case *found;

	for (size_t i = 0; (found = case_number(i)); i++)
		if (strcmp(found->id, id) == 0 && n-- == 0)
			return found;
	return NULL;
}
