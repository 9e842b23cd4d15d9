/* sim/cli/man.h: manual pages, made from what --help says. */
#ifndef SESIM_CLI_MAN_H
#define SESIM_CLI_MAN_H

#include <stddef.h>

#include "cli.h"

/* name: as the user writes it, "sesim chip show". */
void man_of_command(const char *name, const struct cli_command *command);
void man_of_list(const char *name, const char *about, const struct cli_command *const *commands, size_t n);

#endif
