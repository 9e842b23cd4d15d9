/* tests/unit/cli_fixture.h: the real program on files in a folder of its own. */
#ifndef SESIM_TESTS_CLI_FIXTURE_H
#define SESIM_TESTS_CLI_FIXTURE_H

#include <stddef.h>

#include "json_check.h"
#include "program.h"

struct cli_fixture {
	char folder[64];
	struct program_result result;
};

/* cmocka's setup and teardown; *state becomes the fixture. */
int cli_setup(void **state);
int cli_teardown(void **state);

/* Runs a line in which each % is the fixture's folder. */
void sesim(struct cli_fixture *f, const char *line);
/* Exit status 0, and nothing on standard error. */
void sesim_good(struct cli_fixture *f, const char *line);
/* Exit status 2, nothing on standard output, and one sentence that begins "sesim" and holds `words`. */
void sesim_refuses(struct cli_fixture *f, const char *line, const char *words);
/* Good, and JSON of schema 1. */
void sesim_json(struct cli_fixture *f, const char *line);
/* The newest output's value at a path (json_check.h). */
void assert_json(struct cli_fixture *f, const char *path, const char *value);

void path_in(const struct cli_fixture *f, char *path, size_t size, const char *name);

#endif
