/*
 * tests/shim/shim_host.c: what `sesim run` does, with two toy chips at 48 and 60.
 *
 *	shim_host --shim FILE [--bus N] [--adapter NAME] [--real-clock] [--trap|--no-trap] [--listen URL] -- COMMAND...
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter.h"
#include "run.h"
#include "server.h"
#include "toy_chip.h"

struct host {
	struct bus bus;
	struct toy toys[2];
	struct wire_part parts[2];
	struct chip_env env;
	struct server *server;
	struct server_options options;
};

static void say(void *context, const char *sentence)
{
	(void)context;
	fprintf(stderr, "shim_host: %s\n", sentence);
}

static int make_bus(
	struct host *host, enum clock_mode clock, const char *url, const char *listen, struct why *why)
{
	static const uint8_t addresses[] = { 0x48, 0x60 };
	int rc;

	bus_init(&host->bus, clock, I2C_SPEED_DEFAULT);
	for (size_t i = 0; i < 2; i++) {
		host->toys[i] = toy_make(addresses[i]);
		host->parts[i] = (struct wire_part){ .address = addresses[i], .kind = "toy" };
		bus_attach(&host->bus, &toy_model, &host->toys[i], &host->env);
	}
	rc = server_new(&host->server, &host->bus, host->parts, 2, &host->options, why);
	if (rc == 0)
		rc = server_listen(host->server, url, false, why);
	if (rc == 0 && listen)
		rc = server_listen(host->server, listen, false, why);
	return rc;
}

int main(int argc, char **argv)
{
	static const struct option names[] = {
		{ "shim", required_argument, NULL, 's' },
		{ "bus", required_argument, NULL, 'b' },
		{ "adapter", required_argument, NULL, 'a' },
		{ "real-clock", no_argument, NULL, 'r' },
		{ "listen", required_argument, NULL, 'l' },
		{ "trap", no_argument, NULL, 't' },
		{ "no-trap", no_argument, NULL, 'n' },
		{ 0 },
	};
	struct run_options options = { .bus = RUN_BUS_DEFAULT, .warn = say };
	static struct host host;
	const char *listen = NULL;
	enum clock_mode clock = CLOCK_INSTANT;
	struct run run;
	struct why why;
	int rc;

	for (int c; (c = getopt_long(argc, argv, "+", names, NULL)) >= 0;) {
		if (c == 's')
			options.shim = optarg;
		else if (c == 'b')
			options.bus = (unsigned)atoi(optarg);
		else if (c == 'a')
			host.options.adapter = adapter_find(optarg);
		else if (c == 'r')
			clock = CLOCK_REAL;
		else if (c == 'l')
			listen = optarg;
		else if (c == 't')
			options.trap = RUN_TRAP_ALWAYS;
		else if (c == 'n')
			options.trap = RUN_TRAP_NEVER;
		else
			return 2;
	}
	if (optind == argc)
		return 2;
	options.command = (const char *const *)argv + optind;
	rc = run_prepare(&run, &options, &why);
	if (rc == 0)
		rc = make_bus(&host, clock, run.url, listen, &why);
	if (rc == 0)
		rc = run_start(&run, host.server, &why);
	if (rc == 0)
		rc = run_attend(&run, host.server, &why);
	if (rc < 0) {
		say(NULL, why.text);
		rc = RUN_FAILED;
	}
	run_end(&run);
	server_free(host.server);
	return rc;
}
