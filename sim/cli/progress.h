/* sim/cli/progress.h: a line on a terminal that tells what takes so long. */
#ifndef SESIM_CLI_PROGRESS_H
#define SESIM_CLI_PROGRESS_H

#include "part.h"

/* Tells of it on standard error where that is a terminal, else nowhere. */
struct part_progress progress_line(void);
/* Takes the line away. */
void progress_end(void);

#endif
