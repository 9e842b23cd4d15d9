/* tests/bench/main.c: sesim-bench: every speed of this project beside its baseline. Reports, never judges. */
#include <stdio.h>
#include <string.h>

#include "bench.h"

static const char usage[] =
	"usage: sesim-bench [--json] [--quick] [--only TEXT] [--directory DIR]\n"
	"\n"
	"  --json           one JSON object\n"
	"  --quick          everything once, to see that it works; the numbers mean nothing\n"
	"  --only TEXT      rows with TEXT in one of their names: Sign, 508A, unix:\n"
	"  --directory DIR  where sockets and state files are made; the present one unless told\n";

int main(int argc, char **argv)
{
	struct bench bench = { .directory = "." };

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0) {
			bench.json = true;
		} else if (strcmp(argv[i], "--quick") == 0) {
			bench.quick = true;
		} else if (strcmp(argv[i], "--only") == 0 && i + 1 < argc) {
			bench.only = argv[++i];
		} else if (strcmp(argv[i], "--directory") == 0 && i + 1 < argc) {
			bench.directory = argv[++i];
		} else {
			fputs(usage, strcmp(argv[i], "--help") == 0 ? stdout : stderr);
			return strcmp(argv[i], "--help") == 0 ? 0 : 2;
		}
	}
	bench_begin(&bench);
	bench_commands(&bench);
	bench_se050(&bench);
	bench_memory(&bench);
	bench_se050_memory(&bench);
	bench_store(&bench);
	bench_socket(&bench);
	bench_tls(&bench);
	bench_run(&bench);
	bench_trap(&bench);
	bench_reel(&bench);
	if (!bench.quick)
		bench_fuzz(&bench);
	bench_end(&bench);
	return 0;
}
