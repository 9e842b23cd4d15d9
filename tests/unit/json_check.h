/* tests/unit/json_check.h: is it JSON, and what is at a path in it? Strict, for our own outputs. */
#ifndef SESIM_TESTS_JSON_CHECK_H
#define SESIM_TESTS_JSON_CHECK_H

#include <stdbool.h>
#include <stddef.h>

/* Whether text is one JSON value and nothing else but space around it. */
bool json_valid(const char *text);

/*
 * The value at a path as in "slots[2].data", as it is written, strings without their quotes; "" when there is
 * none. text is valid. out holds at most size - 1 characters.
 */
void json_at(const char *text, const char *path, char *out, size_t size);

/* How many elements or members the value at path has; -1 when it is neither array nor object. */
int json_count(const char *text, const char *path);

#endif
