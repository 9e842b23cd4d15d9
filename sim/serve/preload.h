/*
 * sim/serve/preload.h: will the loader put the shim before a command, and if not, why?
 *
 * Follows the command as the system will start it: through PATH, the first line of a script, env(1) and
 * its options, and a dynamic loader named as the command.
 */
#ifndef SESIM_SERVE_PRELOAD_H
#define SESIM_SERVE_PRELOAD_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

enum preload_obstacle {
	PRELOAD_STATIC,
	PRELOAD_OTHER_MACHINE, /* another ELF class, byte order or processor */
	PRELOAD_OTHER_LIBC,
	PRELOAD_GO, /* dynamic, but makes its own system calls */
	PRELOAD_SETUID,
	PRELOAD_CAPABILITIES,
	PRELOAD_ENVIRONMENT, /* env -i and its like */
	PRELOAD_APPARMOR,
};

enum {
	PRELOAD_FINDINGS_MAX = 8,
	PRELOAD_SENTENCE_MAX = 512,
};

/* certain: it will be so now; else only under the circumstances the sentence names. */
struct preload_finding {
	enum preload_obstacle obstacle;
	bool certain;
	char sentence[PRELOAD_SENTENCE_MAX];
};

struct preload_report {
	char program[PATH_MAX]; /* the file that is started in the end; "" when there is none */
	char runtime[PATH_MAX]; /* the shared sanitizer runtime that has to come first; "" */
	size_t n_findings;
	struct preload_finding findings[PRELOAD_FINDINGS_MAX];
};

/* Whether trapped system calls (trap.h) give the program its bus in spite of it. */
bool preload_trap_helps(const struct preload_report *report, const struct preload_finding *finding);

/* What an obstacle is, said of a program: "is statically linked". */
const char *preload_cause(enum preload_obstacle obstacle);

/* Where the system tells of AppArmor; tests have their own. NULL: the usual places. */
struct preload_places {
	const char *profiles; /* /sys/kernel/security/apparmor/profiles: loaded ones, one a line */
	const char *current;  /* /proc/self/attr/apparmor/current: what confines us, and what we start */
	const char *policy;   /* /etc/apparmor.d: a file for each program, its path with dots */
};

/* argv as execvp() takes it. Never fails: what cannot be found or read is not reported on. */
void preload_look(
	struct preload_report *report, const char *const argv[], const struct preload_places *places);

#endif
