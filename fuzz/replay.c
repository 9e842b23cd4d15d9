/*
 * fuzz/replay.c: a fuzz target without libFuzzer: runs every file of the folders and files it is given, each
 * of them also as a few mutants.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

enum {
	INPUT_MAX = 1 << 16,
	MUTANTS = 4,
};

/* Turns over one bit, by a rule that needs no state. */
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t len, size_t max)
{
	size_t sum = len;

	for (size_t i = 0; i < len; i++)
		sum = sum * 31 + bytes[i];
	if (len < max && (len == 0 || sum % 7 == 0))
		bytes[len++] = (uint8_t)sum;
	else if (len > 0)
		bytes[sum % len] ^= (uint8_t)(1u << sum / len % 8);
	return len;
}

/* In a buffer of exactly that size, so that an over-read is seen. */
static void run_exactly(const uint8_t *bytes, size_t len)
{
	uint8_t *copy = malloc(len > 0 ? len : 1);

	if (!copy)
		fuzz_fail("no memory");
	memcpy(copy, bytes, len);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
}

static void run_mutants(uint8_t *bytes, size_t len)
{
	for (unsigned int seed = 0; seed < MUTANTS; seed++) {
		len = LLVMFuzzerCustomMutator(bytes, len, INPUT_MAX, seed);
		run_exactly(bytes, len);
	}
}

static size_t run_file(const char *path)
{
	uint8_t *bytes = malloc(INPUT_MAX);
	FILE *file = fopen(path, "rb");
	size_t len;

	if (!bytes || !file)
		fuzz_fail("cannot open %s: %s", path, strerror(errno));
	len = fread(bytes, 1, INPUT_MAX, file);
	fclose(file);
	run_exactly(bytes, len);
	run_mutants(bytes, len);
	free(bytes);
	return 1;
}

static size_t run_path(const char *path)
{
	DIR *folder = opendir(path);
	size_t n = 0;

	if (!folder)
		return run_file(path);
	for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
		char name[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		n += run_file(name);
	}
	closedir(folder);
	return n;
}

int main(int argc, char **argv)
{
	size_t n = 0;

	for (int i = 1; i < argc; i++)
		n += run_path(argv[i]);
	if (n == 0) {
		fprintf(stderr, "%s: no corpus file to run\n", argv[0]);
		return 2;
	}
	printf("%zu files\n", n);
	return 0;
}
