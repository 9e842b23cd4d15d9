/* sim/cli/conform_judge.h: what a command leaves behind in a part, by the command tables: for conform_options.judge. */
#ifndef SESIM_CLI_CONFORM_JUDGE_H
#define SESIM_CLI_CONFORM_JUDGE_H

#include "conform_run.h"

extern const struct conform_judge conform_table_judge;

#endif
