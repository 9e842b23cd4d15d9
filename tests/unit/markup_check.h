/* tests/unit/markup_check.h: is it well-formed XML, of the part of it that our pages use? */
#ifndef SESIM_TESTS_MARKUP_CHECK_H
#define SESIM_TESTS_MARKUP_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether text is an optional document type and one element: tags closed in order, attributes quoted and not
 * twice, only the five entities and decimal references, UTF-8 without control characters. what tells where not.
 */
bool markup_valid(const char *text, char *what, size_t size);

#endif
