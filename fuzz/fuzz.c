/* fuzz/fuzz.c: how an oracle says that it does not hold. */
#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void fuzz_fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("oracle: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	abort();
}

/* Where memory was allocated is only asked for when a finding is run again: ASAN_OPTIONS=malloc_context_size=30. */
const char *__asan_default_options(void)
{
	return "malloc_context_size=0";
}
