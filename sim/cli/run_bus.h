/* sim/cli/run_bus.h: a command with a bus: what `sesim run` does, for others that have a bus of another kind. */
#ifndef SESIM_CLI_RUN_BUS_H
#define SESIM_CLI_RUN_BUS_H

#include "bus_options.h"
#include "run.h"

/* Makes the bus and runs the command on it. Returns what `sesim run` exits with, after a sentence. */
int run_on_bus(const char *name, const struct run_options *options, const struct bus_options *bus);

#endif
