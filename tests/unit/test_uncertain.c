/* tests/unit/test_uncertain.c: every UNCERTAIN in the sources has its row in the published list, and every row its place. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "uncertain.h"

enum {
	ID_LEN = 9, /* ATCA-U-01 */
	RULES_MAX = 100,
};

/* Which rows were met; the folders read. */
struct scan {
	bool met[RULES_MAX];
	size_t files;
};

static size_t row_of(const char *id)
{
	for (size_t i = 0; i < atecc_n_uncertain; i++)
		if (strncmp(atecc_uncertain[i].id, id, ID_LEN) == 0)
			return i;
	return atecc_n_uncertain;
}

/* "UNCERTAIN (ATCA-U-nn)", the only way to write it. */
static void scan_file(struct scan *scan, const char *path)
{
	FILE *file = fopen(path, "re");
	char line[512];

	if (!file)
		fail_msg("cannot open %s", path);
	while (fgets(line, sizeof(line), file)) {
		for (const char *at = line; (at = strstr(at, "ATCA-U-")); at += ID_LEN) {
			size_t row = row_of(at);

			if (row == atecc_n_uncertain)
				fail_msg("%s: %.9s is not in the list", path, at);
			scan->met[row] = true;
		}
	}
	fclose(file);
	scan->files++;
}

static void scan_folder(struct scan *scan, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[1024];

	if (!dir)
		fail_msg("cannot open %s", folder);
	while ((entry = readdir(dir))) {
		size_t len = strlen(entry->d_name);

		if (len < 3 || strcmp(entry->d_name, "uncertain.c") == 0 ||
			(strcmp(entry->d_name + len - 2, ".c") != 0 &&
				strcmp(entry->d_name + len - 2, ".h") != 0))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		scan_file(scan, path);
	}
	closedir(dir);
}

static void ids_are_unique_and_in_order(void **state)
{
	(void)state;
	assert_true(atecc_n_uncertain > 0 && atecc_n_uncertain < RULES_MAX);
	for (size_t i = 0; i < atecc_n_uncertain; i++) {
		char id[32];

		snprintf(id, sizeof(id), "ATCA-U-%02zu", i + 1);
		assert_string_equal(atecc_uncertain[i].id, id);
	}
}

static void the_list_and_the_sources_agree(void **state)
{
	struct scan scan = { .files = 0 };

	(void)state;
	scan_folder(&scan, SESIM_SOURCES "/sim/atecc608");
	scan_folder(&scan, SESIM_SOURCES "/sim/profiles");
	assert_true(scan.files > 40);
	for (size_t i = 0; i < atecc_n_uncertain; i++)
		if (!scan.met[i])
			fail_msg("no source has %s", atecc_uncertain[i].id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_are_unique_and_in_order),
		cmocka_unit_test(the_list_and_the_sources_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
