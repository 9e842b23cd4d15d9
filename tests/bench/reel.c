/* tests/bench/reel.c: making reels of parts, by the real program with a worker a processor. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"

enum {
	PARTS = 2000,
	PARTS_QUICK = 20,
	PATH_LEN = 4096,
};

static const char *const profiles[] = { "atecc608a", "atecc608a-tngtls", "se050a", "se050e" };

static void remove_all(const char *folder)
{
	char line[PATH_LEN + 16];

	snprintf(line, sizeof(line), "rm -rf '%s'", folder);
	if (system(line) != 0)
		bench_fail("cannot remove %s", folder);
}

/* The mean size of its state files. */
static double state_file_bytes(const char *folder)
{
	char path[PATH_LEN + 256];
	const struct dirent *entry;
	DIR *all = opendir(folder);
	double bytes = 0;
	size_t n = 0;

	if (!all)
		bench_fail("cannot open %s", folder);
	while ((entry = readdir(all))) {
		const char *end = strrchr(entry->d_name, '.');
		struct stat st;

		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (!end || strcmp(end, ".nvm") != 0 || stat(path, &st) < 0)
			continue;
		bytes += (double)st.st_size;
		n++;
	}
	closedir(all);
	return n > 0 ? bytes / (double)n : 0;
}

static void make_reel(struct bench *bench, char *sesim, const char *profile, char *key_file)
{
	struct bench_row row = { .link = "process",
		.scenario = "chip batch",
		.op = profile,
		.baseline = "none",
		.want = "334 a second" }; /* 20,000 in 60 seconds */
	size_t parts = bench->quick ? PARTS_QUICK : PARTS;
	char folder[PATH_LEN], count[24], name[64], op[96];
	struct bench_row size = { .link = "process", .scenario = "chip batch", .op = op, .baseline = "none" };
	char *argv[] = { sesim, "chip", "batch", name, folder, "--count", count, "--batch", key_file, NULL };
	uint64_t began, took;

	if (!bench_wants(bench, &row))
		return;
	snprintf(name, sizeof(name), "%s", profile);
	snprintf(count, sizeof(count), "%zu", parts);
	snprintf(folder, sizeof(folder), "%s/sesim-bench-reel-%ld", bench->directory, (long)getpid());
	began = bench_now_ns();
	if (bench_call(argv) != 0)
		bench_fail("%s chip batch %s fails", sesim, profile);
	took = bench_now_ns() - began;
	row.per_second = (double)parts * 1e9 / (double)took;
	row.p50_us = 1e6 / row.per_second;
	bench_print(bench, &row);
	snprintf(op, sizeof(op), "%s, a state file", profile);
	size.bytes = state_file_bytes(folder);
	bench_print(bench, &size);
	remove_all(folder);
}

void bench_reel(struct bench *bench)
{
	char sesim[PATH_LEN], key_file[PATH_LEN];
	FILE *key;

	bench_beside(sesim, sizeof(sesim), "../../sesim");
	if (access(sesim, X_OK) < 0) {
		bench_say(bench, "not measured: chip batch; there is no %s", sesim);
		return;
	}
	snprintf(key_file, sizeof(key_file), "%s/sesim-bench-%ld.key", bench->directory, (long)getpid());
	key = fopen(key_file, "w");
	if (!key || fputs("the key of a batch that nobody needs\n", key) < 0 || fclose(key) != 0)
		bench_fail("cannot write %s", key_file);
	for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++)
		make_reel(bench, sesim, profiles[i], key_file);
	unlink(key_file);
}
