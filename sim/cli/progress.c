/* sim/cli/progress.c: a line on a terminal that tells what takes so long. */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

static void tell(void *context, const char *what)
{
	(void)context;
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r\033[Kmaking %s...", what);
}

struct part_progress progress_line(void)
{
	return (struct part_progress){ .tell = tell };
}

void progress_end(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}
