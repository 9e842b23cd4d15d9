/*
 * sim/serve/run.h: a command with a bus of its own, which it finds at /dev/i2c-N and which ends with it.
 *
 *	run_prepare(), server_listen(run.url), run_start(), and, once the chips are on the bus, run_attend(); then
 *	run_end(), whatever failed. Starting the command early lets it load while the bus is made.
 */
#ifndef SESIM_SERVE_RUN_H
#define SESIM_SERVE_RUN_H

#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "server.h"
#include "trap.h"
#include "why.h"

enum {
	RUN_URL_MAX = 128,
	RUN_FOLDER_MAX = 224, /* as long as the shim takes */
	RUN_BUS_DEFAULT = 1,
	RUN_BUSES_MAX = 1 << 20, /* as many as a device number has */
	/* What run_attend() reports besides the command's own status and 128 + the signal that ended it. */
	RUN_FAILED = 125,
	RUN_NOT_EXECUTABLE = 126,
	RUN_NOT_FOUND = 127,
};

/* Whether the command's system calls are trapped (trap.h). */
enum run_trap {
	RUN_TRAP_IF_NEEDED, /* when the shim cannot be loaded into it */
	RUN_TRAP_ALWAYS,
	RUN_TRAP_NEVER,
};

struct run_options {
	const char *const *command; /* as execvp() takes it; not empty */
	unsigned bus;               /* N of /dev/i2c-N */
	const char *adapter_name;   /* in /sys/class/i2c-dev/i2c-N/name; NULL: "sesim" */
	const char *shim; /* libsesim-i2c.so; NULL: the one this program was built or installed with */
	enum run_trap trap;
	/* Told in a sentence what will keep the command from seeing the bus; NULL: nobody. */
	void (*warn)(void *context, const char *sentence);
	void *warn_context;
};

/* Everything in it is run.c's but url. */
struct run {
	char url[RUN_URL_MAX]; /* where the server has to listen */
	const char *const *command;
	unsigned bus;
	char folder[RUN_FOLDER_MAX]; /* what the command sees in /sys; "" while there is none */
	char **environment;
	bool traps;
	struct trap *trap; /* NULL: none */
	void (*warn)(void *context, const char *sentence);
	void *warn_context;
	pid_t pid;   /* 0: not started, or over */
	int signals; /* a signalfd; -1 */
	sigset_t kept_mask;
	struct sigaction kept_child_action;
};

/* Looks at the command, finds the shim, makes the environment. Returns 0 or -errno. */
int run_prepare(struct run *run, const struct run_options *options, struct why *why);

/*
 * Starts the command. It is killed if this process dies. One that cannot be executed says so on standard error
 * itself, and is reported by run_attend(). Returns 0 or -errno.
 */
int run_start(struct run *run, struct server *server, struct why *why);

/*
 * Serves the bus and passes signals on until the command ends; what it left running has no bus any more.
 * Returns the status to exit with, or -errno.
 */
int run_attend(struct run *run, struct server *server, struct why *why);

/* Kills the command if it still runs, and removes what run_prepare() made. */
void run_end(struct run *run);

/* Where the shim is, by the rule of run_options.shim. Returns 0 or -errno. */
int run_find_shim(char *path, size_t cap, struct why *why);

#endif
