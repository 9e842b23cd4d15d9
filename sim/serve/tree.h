/*
 * sim/serve/tree.h: a folder that lists I2C adapters, as some of /sys do, for a command that the shim shows it to.
 * Adapters that the machine really has stay in the list.
 */
#ifndef SESIM_SERVE_TREE_H
#define SESIM_SERVE_TREE_H

#include "why.h"

/* Fills `folder`, which is empty. name is the adapter's. Returns 0 or -errno. */
int tree_make(const char *folder, unsigned bus, const char *name, struct why *why);

/* Removes the folder and what tree_make() put there. */
void tree_remove(const char *folder);

#endif
