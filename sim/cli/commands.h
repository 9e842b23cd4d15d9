/* sim/cli/commands.h: how a kind of chip shows its command table. */
#ifndef SESIM_CLI_COMMANDS_H
#define SESIM_CLI_COMMANDS_H

#include "json.h"
#include "latency.h"
#include "part_kind.h"

struct commands_printer {
	const struct part_kind *kind;
	void (*json)(const struct part *part);
	void (*text)(const struct part *part);
	void (*markdown)(const struct part *part); /* a page of docs/reference */
};

/* "latency": the figures of a command, their kinds and sources. */
void json_latency(struct json *json, const struct latency_figure figures[LATENCY_KINDS]);

extern const struct commands_printer commands_atecc;
extern const struct commands_printer commands_se050;

#endif
