/* tests/bench/trap.c: what a transaction costs a static program, whose system calls `sesim run` traps. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench.h"

struct client {
	const char *how; /* "" or "split" */
	char host[4200], shim[4200], program[4200];
};

/* The client itself says how long one took: what starting it takes does not count. */
static uint64_t run(void *context, size_t n)
{
	const struct client *c = context;
	char command[13000], line[64] = "";
	FILE *said;

	snprintf(command, sizeof(command), "'%s' --shim '%s' --trap -- '%s' time %zu %s 2>/dev/null", c->host,
		c->shim, c->program, n, c->how);
	said = popen(command, "r");
	if (!said || !fgets(line, sizeof(line), said) || pclose(said) != 0)
		bench_fail("%s fails", c->program);
	return strtoull(line, NULL, 10) * n;
}

void bench_trap(struct bench *bench)
{
	static const struct {
		const char *op;
		const char *how;
		const char *want;
	} rows[] = {
		{ "write 1, read 4: one I2C_RDWR", "", "at most 20 us" },
		{ "write 1, read 4: two calls", "split", NULL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bench_row row = { .link = "trap",
			.scenario = "transaction",
			.op = rows[i].op,
			.baseline = "none",
			.want = rows[i].want };
		struct client client = { .how = rows[i].how };

		if (!bench_wants(bench, &row))
			continue;
		bench_beside(client.host, sizeof(client.host), "../shim/shim_host");
		bench_beside(client.shim, sizeof(client.shim), "../../libsesim-i2c.so");
		bench_beside(client.program, sizeof(client.program), "../shim/trap_client");
		if (access(client.program, X_OK) < 0) {
			bench_say(bench, "not measured: no static program could be built here");
			return;
		}
		bench_compare(bench, &row, &(struct bench_side){ .run = run, .context = &client },
			&(struct bench_side){ 0 });
		bench_print(bench, &row);
	}
}
