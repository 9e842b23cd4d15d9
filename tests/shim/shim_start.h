/* tests/shim/shim_start.h: starts a program as a user would and keeps what it says. */
#ifndef SESIM_TESTS_SHIM_START_H
#define SESIM_TESTS_SHIM_START_H

#include <stddef.h>
#include <sys/types.h>

enum {
	SAID_MAX = 16384,
	START_SECONDS = 60, /* after which it is killed, and the test fails */
};

struct started {
	pid_t pid;
	int out; /* pipes from its standard output and error */
	int err;
	char said[SAID_MAX];       /* on standard output, ended by a zero */
	char complained[SAID_MAX]; /* on standard error */
};

/* argv ends with NULL; so does env, of NAME=VALUE to be set besides, which may be NULL. */
void start(struct started *s, const char *const argv[], const char *const env[]);

/* Waits until it has said so on standard output. */
void expect_said(struct started *s, const char *text);

/* Reads all it says until nobody is left to say anything, and waits for it. Returns its status as a shell gives it. */
int finish(struct started *s);

/* start and finish */
int run_program(struct started *s, const char *const argv[], const char *const env[]);

#endif
