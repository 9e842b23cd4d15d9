/* proto/wire/why.c: the one sentence a user reads when something outside a chip goes wrong. */
#include "why.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int why_fail(struct why *why, int errnum, const char *format, ...)
{
	va_list args;

	if (why) {
		va_start(args, format);
		vsnprintf(why->text, sizeof(why->text), format, args);
		va_end(args);
	}
	return errnum > 0 ? -errnum : errnum;
}

int why_errno(struct why *why, int errnum, const char *format, ...)
{
	int positive = errnum > 0 ? errnum : -errnum;
	va_list args;

	if (why) {
		char words[128] = "";
		size_t used;

		va_start(args, format);
		vsnprintf(why->text, sizeof(why->text), format, args);
		va_end(args);
		used = strlen(why->text);
		snprintf(why->text + used, sizeof(why->text) - used, ": %s",
			strerror_r(positive, words, sizeof(words)));
	}
	return -positive;
}
