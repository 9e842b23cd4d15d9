/*
 * sim/serve/trap.h: the bus for programs that no library is loaded into: their system calls are watched by seccomp's
 * user notification (Linux 5.14), and those that concern /dev/i2c-N are answered here.
 *
 *	trap_possible() before; trap_install() in the child that becomes the command, trap_take() in its parent;
 *	then trap_step() whenever trap_fd() is readable and trap_resume() whenever the server has done something.
 *	trap_free() leaves somebody behind who answers those that go on without a bus.
 *
 * A descriptor of the bus is one end of a socket pair, in a window of numbers from TRAP_FIRST: the filter lets reads
 * and writes of all others pass at full speed. What it is, is told by the socket's inode, so it may be inherited,
 * copied, closed and replaced as any other; that its last copy is gone is seen at the other end.
 */
#ifndef SESIM_SERVE_TRAP_H
#define SESIM_SERVE_TRAP_H

#include <stdbool.h>
#include <sys/types.h>

#include "server.h"
#include "why.h"

enum {
	TRAP_FIRST = 900,
	TRAP_END = 964, /* below what the shim keeps for itself */
};

struct trap;

struct trap_options {
	unsigned bus;       /* N of /dev/i2c-N */
	const char *folder; /* shown where /sys lists adapters (tree.h) */
	/* Told in a sentence, once of each kind, what the command could not be given; NULL: nobody. */
	void (*warn)(void *context, const char *sentence);
	void *warn_context;
};

/* Whether this machine and this process can do it. Returns 0 or -errno. */
int trap_possible(struct why *why);

/*
 * In the child, which must not open files afterwards before it executes: puts the filter on, which is there for
 * good, and sends its listener through a socket, or what failed.
 */
void trap_install(int to);

/* In the parent: takes the listener, and serves what comes through it. Returns 0 or -errno. */
int trap_take(struct trap **out, int from, pid_t command, struct server *server,
	const struct trap_options *options, struct why *why);

/* Readable when a system call waits. -1 while no more of them can be taken. */
int trap_fd(const struct trap *trap);

/* Takes one system call and answers it, or lets it wait for its turn on the bus. */
void trap_step(struct trap *trap);

/* Answers those whose turn has come. */
void trap_resume(struct trap *trap);

/* The bus is gone: what concerns it is ENODEV from now on. */
void trap_over(struct trap *trap);

/* Where some of those it watches live on, a process stays until they end: their bus is gone (ENODEV), all else works. */
void trap_free(struct trap *trap);

#endif
