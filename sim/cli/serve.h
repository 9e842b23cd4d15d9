/* sim/cli/serve.h: a bus behind sockets: what `sesim serve` does, for others that have a bus of another kind. */
#ifndef SESIM_CLI_SERVE_H
#define SESIM_CLI_SERVE_H

#include "bus_options.h"
#include "cli.h"
#include "lend.h"

enum { SERVE_LISTEN_MAX = 8 };

struct serve_options {
	struct bus_options bus;
	struct link_options links;
	struct lend_options lend;
	const char *urls[SERVE_LISTEN_MAX];
	size_t n_urls;
	bool allow_remote;
	int ready_fd; /* -1: nobody is told when it is up */
};

/* Makes the bus and serves it until a signal or a control client ends it. Returns what to exit with, after a sentence. */
int serve_bus(const struct serve_options *options);

/*
 * Opens the bus that bus.link_url names, which is bus.link then, to be closed by the caller; a real one is behind the
 * guard. Returns CLI_GOOD, or what to exit with after a sentence.
 */
int serve_open(struct serve_options *options);

/* Values of --listen, --allow-irreversible, --part and --ready-fd. CLI_GOOD, or CLI_USAGE after a sentence. */
int serve_take_listen(struct serve_options *options, const char *url);
int serve_take_allowed(struct serve_options *options, const char *serial);
int serve_take_part(struct serve_options *options, const char *value);
int serve_take_ready_fd(struct serve_options *options, const char *value);

#endif
