/* tests/unit/test_uncertain.c: every UNCERTAIN in the sources has its row in the published lists, and every row its place. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "uncertain.h"
#include "uncertain050.h"

enum {
	RULES_MAX = 100,
};

/* A chip's list, and where its ids stand. */
struct list {
	const char *prefix;
	const char *folders[3];
	size_t n;
	const char *ids[RULES_MAX];
	bool met[RULES_MAX];
	size_t files;
};

static struct list atecc_list(void)
{
	struct list list = { .prefix = "ATCA-U-", .folders = { "/sim/atecc608" }, .n = atecc_n_uncertain };

	for (size_t i = 0; i < list.n && i < RULES_MAX; i++)
		list.ids[i] = atecc_uncertain[i].id;
	return list;
}

static struct list se050_list(void)
{
	struct list list = { .prefix = "SE05X-U-", .folders = { "/sim/se050" }, .n = se050_n_uncertain };

	for (size_t i = 0; i < list.n && i < RULES_MAX; i++)
		list.ids[i] = se050_uncertain[i].id;
	return list;
}

static size_t row_of(const struct list *list, const char *id, size_t len)
{
	for (size_t i = 0; i < list->n; i++)
		if (strlen(list->ids[i]) == len && strncmp(list->ids[i], id, len) == 0)
			return i;
	return list->n;
}

/* "UNCERTAIN (ATCA-U-nn)", the only way to write it in a comment. */
static void scan_line(struct list *list, const char *path, const char *line)
{
	size_t prefix = strlen(list->prefix);
	const char *mark = strstr(line, "UNCERTAIN:");

	if (mark)
		fail_msg("%s: an UNCERTAIN without its id: %s", path, line);
	for (const char *at = line; (at = strstr(at, list->prefix)); at += prefix) {
		size_t len = prefix + strspn(at + prefix, "0123456789");
		size_t row = row_of(list, at, len);

		if (row == list->n)
			fail_msg("%s: %.*s is not in the list", path, (int)len, at);
		list->met[row] = true;
	}
}

static void scan_file(struct list *list, const char *path)
{
	FILE *file = fopen(path, "re");
	char line[512];

	if (!file)
		fail_msg("cannot open %s", path);
	while (fgets(line, sizeof(line), file))
		scan_line(list, path, line);
	fclose(file);
	list->files++;
}

static bool is_source(const char *name)
{
	static const char *const endings[] = { ".c", ".h", ".profile", ".fragment" };
	const char *ending = strrchr(name, '.');

	if (!ending || strncmp(name, "uncertain", 9) == 0)
		return false;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (strcmp(ending, endings[i]) == 0)
			return true;
	return false;
}

static void scan_folder(struct list *list, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[1024];

	if (!dir)
		fail_msg("cannot open %s", folder);
	while ((entry = readdir(dir))) {
		if (!is_source(entry->d_name))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		scan_file(list, path);
	}
	closedir(dir);
}

static void check_order(const struct list *list)
{
	assert_true(list->n > 0 && list->n < RULES_MAX);
	for (size_t i = 0; i < list->n; i++)
		assert_int_equal(strncmp(list->ids[i], list->prefix, strlen(list->prefix)), 0);
	for (size_t i = 1; i < list->n; i++)
		if (strcmp(list->ids[i - 1], list->ids[i]) >= 0)
			fail_msg("%s stands before %s", list->ids[i - 1], list->ids[i]);
}

static void check_places(struct list *list)
{
	char folder[512];

	for (size_t i = 0; i < 3 && list->folders[i]; i++) {
		snprintf(folder, sizeof(folder), "%s%s", SESIM_SOURCES, list->folders[i]);
		scan_folder(list, folder);
	}
	assert_true(list->files > 40);
	for (size_t i = 0; i < list->n; i++)
		if (!list->met[i])
			fail_msg("no source has %s", list->ids[i]);
}

static void the_atecc_s_list_and_its_sources_agree(void **state)
{
	struct list list = atecc_list();

	(void)state;
	list.folders[1] = "/sim/profiles";
	list.folders[2] = "/sim/profiles/data";
	check_order(&list);
	check_places(&list);
}

static void the_se050_s_list_and_its_sources_agree(void **state)
{
	struct list list = se050_list();

	(void)state;
	list.folders[1] = "/sim/profiles";
	list.folders[2] = "/sim/profiles/data";
	check_order(&list);
	check_places(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_atecc_s_list_and_its_sources_agree),
		cmocka_unit_test(the_se050_s_list_and_its_sources_agree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
