/* tests/unit/program.h: running the real `sesim` program and seeing what it says. */
#ifndef SESIM_TESTS_PROGRAM_H
#define SESIM_TESTS_PROGRAM_H

#include <stddef.h>

enum {
	PROGRAM_WORDS = 24,
	PROGRAM_OUTPUT = 1 << 18,
};

/* What became of a run. 128 + n: ended by signal n. */
struct program_result {
	int status;
	char out[PROGRAM_OUTPUT];
	char err[PROGRAM_OUTPUT];
};

/*
 * Runs the program named by SESIM_PROGRAM with the words of `line`, separated by single spaces, and waits for its
 * end, 60 seconds at most. Fails the test when that cannot be done.
 */
void program_run(struct program_result *result, const char *line);

/*
 * Starts the same with descriptor 3 a pipe, and reads a line of it (without its end, at most size - 1 characters)
 * within 60 seconds. Standard error goes nowhere. Returns the process.
 */
int program_start(const char *line, char *ready, size_t size);

/* Sends the signal and waits for the end; status as above. */
int program_end(int pid, int signal);

#endif
