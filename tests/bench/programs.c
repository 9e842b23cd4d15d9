/* tests/bench/programs.c: what takes other programs: `sesim run` over a command, and the fuzzers. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

int bench_call(char *const argv[])
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		int nowhere = open("/dev/null", O_RDWR);

		dup2(nowhere, 1);
		dup2(nowhere, 2);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return 127;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static uint64_t run(void *context, size_t n)
{
	uint64_t began = bench_now_ns();

	for (size_t i = 0; i < n; i++)
		if (bench_call(context) != 0)
			bench_fail("%s fails", *(char **)context);
	return bench_now_ns() - began;
}

void bench_beside(char *path, size_t cap, const char *name)
{
	char self[3072];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;

	self[len > 0 ? len : 0] = 0;
	slash = strrchr(self, '/');
	if (slash)
		*slash = 0;
	snprintf(path, cap, "%s/%s", self, name);
}

void bench_run(struct bench *bench)
{
	struct bench_row row = { .link = "process",
		.scenario = "sesim run",
		.op = "-- true, beyond true",
		.baseline = "true",
		.want = "at most 10 ms" };
	char sesim[4096];
	char *alone[] = { "true", NULL };
	char *on_a_bus[] = { sesim, "run", "--chip", "atecc608a", "--", "true", NULL };

	if (!bench_wants(bench, &row))
		return;
	bench_beside(sesim, sizeof(sesim), "../../sesim");
	if (bench_call(on_a_bus) != 0) {
		bench_say(bench, "not measured: `%s run` does not work", sesim);
		return;
	}
	bench_compare(bench, &row, &(struct bench_side){ .run = run, .context = on_a_bus },
		&(struct bench_side){ .run = run, .context = alone });
	/* What it costs beyond the command itself is what counts. */
	row.p50_us -= 1e6 / row.baseline_per_second;
	row.p99_us -= 1e6 / row.baseline_per_second;
	bench_print(bench, &row);
	bench_say(bench, "%54s %.2f ms more", "", row.p50_us / 1000);
}

static double processor_seconds(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Inputs a second of one processor's time: fuzzing so many more takes so much longer. */
static void bench_target(struct bench *bench, const char *target, const char *op, const char *flag,
	const char *want, unsigned long runs)
{
	struct bench_row row = {
		.link = "fuzz", .scenario = target, .op = op, .baseline = "none", .want = want
	};
	char program[4200], name[128], few[64], many[64];
	char found[300], make[1024];
	double begun, half;
	char *argv[] = { program, "-entropic=0", "-max_len=4096", "-seed=1", few, found, (char *)flag, NULL };

	if (!bench_wants(bench, &row))
		return;
	snprintf(name, sizeof(name), "../../../fuzz/fuzz/fuzz_%s", target);
	bench_beside(program, sizeof(program), name);
	if (access(program, X_OK) < 0) {
		bench_say(bench, "not measured: fuzz %s; `./x fuzz %s 1` builds it", target, target);
		return;
	}
	snprintf(found, sizeof(found), "%s/sesim-bench-fuzz-%ld", bench->directory, (long)getpid());
	snprintf(make, sizeof(make), "rm -rf '%s' && mkdir '%s'", found, found);
	snprintf(few, sizeof(few), "-runs=%lu", runs);
	snprintf(many, sizeof(many), "-runs=%lu", 2 * runs);
	if (system(make) != 0 || bench_call(argv) != 0) /* finds what it then begins with */
		bench_fail("%s fails", program);
	begun = processor_seconds();
	if (bench_call(argv) != 0)
		bench_fail("%s fails", program);
	half = processor_seconds() - begun;
	argv[4] = many;
	if (bench_call(argv) != 0)
		bench_fail("%s fails", program);
	row.per_second = (double)runs / (processor_seconds() - begun - 2 * half);
	row.p50_us = 1e6 / row.per_second;
	bench_print(bench, &row);
	snprintf(make, sizeof(make), "rm -rf '%s'", found);
	if (system(make) != 0)
		bench_fail("cannot remove %s", found);
}

void bench_fuzz(struct bench *bench)
{
	bench_target(bench, "atca_packet", "packets", NULL, "30,000 a second", 200000);
	bench_target(bench, "atca_sequence", "sequences, symmetric", "--symmetric", "10,000 a second", 60000);
	bench_target(bench, "atca_sequence", "sequences of all commands", NULL, NULL, 30000);
	bench_target(bench, "se050_block", "blocks", NULL, "30,000 a second", 100000);
	bench_target(bench, "se050_apdu", "APDUs, symmetric", "--symmetric", "30,000 a second", 60000);
	bench_target(bench, "se050_sequence", "sequences, symmetric", "--symmetric", "3,000 a second", 10000);
}
