/* tests/unit/profile_refused.h: profiles that must be refused, with the line and the reason. */
#ifndef SESIM_TESTS_PROFILE_REFUSED_H
#define SESIM_TESTS_PROFILE_REFUSED_H

#include <stddef.h>

/* The text with `find` replaced by `put`; the error stands `below` lines below the first of what was put. */
struct wrong {
	const char *find, *put; /* find NULL: behind the end */
	int below;
	const char *reason; /* how it begins */
};

void assert_refused(const char *text, size_t len, size_t line, const char *reason);
void assert_all_refused(const char *base, const struct wrong *rows, size_t n);
size_t lines_before(const char *text, const char *at);

#define REFUSED(base, rows) assert_all_refused(base, rows, sizeof(rows) / sizeof((rows)[0]))

#endif
