/* tests/conformance/vectors_text.h: files of vectors/, in the program; made by the build. */
#ifndef SESIM_CONFORM_VECTORS_TEXT_H
#define SESIM_CONFORM_VECTORS_TEXT_H

#include <stddef.h>

struct vectors_text {
	const char *at; /* ends in a 0 that len does not count */
	size_t len;
};

extern const struct vectors_text vectors_refusals, vectors_policy_matrix, vectors_silicon;

#endif
