/* sim/bus/batch_file.h: the file that holds a batch's secret. */
#ifndef SESIM_BUS_BATCH_FILE_H
#define SESIM_BUS_BATCH_FILE_H

#include "batch.h"

/* The batch of the KEYFILE of that name, by batch_of(). Returns 0 or a negative errno. */
int batch_read(struct batch *batch, const char *path, struct why *why);

#endif
