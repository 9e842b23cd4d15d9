/* sim/cli/replay_chip.h: the chips of a recording, played to a driver. */
#ifndef SESIM_CLI_REPLAY_CHIP_H
#define SESIM_CLI_REPLAY_CHIP_H

#include "serve.h"

/* To this command, or, when it is NULL, at serve's URLs. Returns what to exit with, after a sentence. */
int replay_chip_run(struct serve_options *serve, const char *path, const char *const *command);

#endif
