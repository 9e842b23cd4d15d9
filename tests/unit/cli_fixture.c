/* tests/unit/cli_fixture.c: the real program on files in a folder of its own. */
#include "cli_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"

void sesim(struct cli_fixture *f, const char *line)
{
	char whole[2048];
	size_t n = 0;

	for (; *line && n < sizeof(whole) - sizeof(f->folder); line++) {
		if (*line == '%')
			n += (size_t)snprintf(whole + n, sizeof(whole) - n, "%s", f->folder);
		else
			whole[n++] = *line;
	}
	whole[n] = '\0';
	program_run(&f->result, whole);
}

void sesim_good(struct cli_fixture *f, const char *line)
{
	sesim(f, line);
	if (f->result.status != 0)
		print_error("sesim %s: %s", line, f->result.err);
	assert_int_equal(f->result.status, 0);
	assert_string_equal(f->result.err, "");
}

void sesim_refuses(struct cli_fixture *f, const char *line, const char *words)
{
	sesim(f, line);
	assert_int_equal(f->result.status, 2);
	assert_string_equal(f->result.out, "");
	if (!strstr(f->result.err, words))
		print_error("sesim %s: %s", line, f->result.err);
	assert_non_null(strstr(f->result.err, words));
	assert_int_equal(strncmp(f->result.err, "sesim", 5), 0);
	assert_ptr_equal(strchr(f->result.err, '\n'), f->result.err + strlen(f->result.err) - 1);
}

void assert_json(struct cli_fixture *f, const char *path, const char *value)
{
	char text[4096];

	json_at(f->result.out, path, text, sizeof(text));
	assert_string_equal(text, value);
}

void sesim_json(struct cli_fixture *f, const char *line)
{
	sesim_good(f, line);
	assert_true(json_valid(f->result.out));
	assert_json(f, "schema", "1");
}

int cli_setup(void **state)
{
	struct cli_fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	snprintf(f->folder, sizeof(f->folder), "/tmp/sesim-cli-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	*state = f;
	return 0;
}

void path_in(const struct cli_fixture *f, char *path, size_t size, const char *name)
{
	snprintf(path, size, "%s/%s", f->folder, name);
}

int cli_teardown(void **state)
{
	static const char *const names[] = { "a.nvm", "b.nvm", "c.nvm", "atecc608a" };
	struct cli_fixture *f = *state;
	char path[128];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		path_in(f, path, sizeof(path), names[i]);
		unlink(path);
	}
	rmdir(f->folder);
	free(f);
	return 0;
}
