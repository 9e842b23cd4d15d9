/* sim/cli/record_import.h: logs of Linux's i2c tracepoints as recordings. */
#ifndef SESIM_CLI_RECORD_IMPORT_H
#define SESIM_CLI_RECORD_IMPORT_H

#include "ftrace.h"

struct record_import {
	const char *name; /* of the command, for sentences */
	const char *logs[FTRACE_SOURCES_MAX];
	size_t n_logs;
	const char *formats; /* the folder with events' format files; NULL: none */
	struct ftrace_format format;
	int32_t adapter; /* -1: the only one */
	const char *recording;
	const char *trace;
};

/* Returns what to exit with, after a sentence when it is not CLI_GOOD. */
int record_import_run(struct record_import *import);

#endif
