/*
 * sim/serve/tree.h: the folders of /sys that list I2C adapters, made for a command that the shim shows them to.
 * Adapters that the machine really has stay in the list.
 */
#ifndef SESIM_SERVE_TREE_H
#define SESIM_SERVE_TREE_H

#include "why.h"

/* Makes it below `root`, an empty folder. name is the adapter's. Returns 0 or -errno. */
int tree_make(const char *root, unsigned bus, const char *name, struct why *why);

/* Removes root and all that is in it. */
void tree_remove(const char *root);

#endif
