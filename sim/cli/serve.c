/* sim/cli/serve.c: sesim serve: a bus behind a socket. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "serve.h"

static const char help[] =
	"usage: sesim serve [--chip CHIP]... --listen URL... [OPTION...]\n"
	"       sesim serve --link URL --listen URL... [OPTION...]\n"
	"\n"
	"Puts chips on a bus and serves it at a socket (docs/WIRE.md), until a signal or a control client "
	"ends it. A\n"
	"unix socket is its owner's alone. TCP binds the loopback only, unless --allow-remote is given: "
	"whoever\n"
	"reaches the port controls the bus.\n"
	"\n"
	"With --link it lends another bus: one of this machine (i2c:/dev/i2c-1), or one that somebody lends. "
	"A\n"
	"simulated one passes as it is. On a real one, what the command tables know to take nothing away "
	"passes;\n"
	"what cannot be undone (locks, counters, keys of an ATECC, attempts at authentication, ...), what "
	"comes\n"
	"in pieces and what nobody knows is refused with a NACK, and told. docs/LINKS.md says it all.\n"
	"\n"
	"  --listen URL       unix:PATH, unix:@NAME or tcp:HOST:PORT (port 0: any); ,key=HEX asks clients "
	"for it\n"
	"                     jrcp:HOST:PORT[;address=HEX] gives NXP's socket builds (JRCP v1) bare APDUs to "
	"the "
	"SE05x\n"
	"  --link URL         the bus to lend:\n" LINK_URL_HELP "  --allow-irreversible SERIAL\n"
	"                     on a real bus: the part that says so may be changed for ever, by whoever "
	"connects\n"
	"  --part ADDR7       on a real bus: where a part is, if not at 60, 58, 35, 36, 59 (ATECC) or 48 "
	"(SE05x)\n"
	"  --allow-remote     let TCP be reached from other machines\n"
	"  --ready-fd N       write the URLs, a line each, to descriptor N when all is up, and close it\n"
	"  --spin US          look for requests this long before sleeping: faster, and costs a processor "
	"(0)\n"
	"\n" BUS_OPTION_HELP
	"  --clock KIND       how time passes: real, instant (commands are done at once) or virtual (real)\n"
	"\n"
	"examples:\n"
	"  sesim serve --chip atecc608a,state=device.nvm --listen unix:/tmp/bus.sock\n"
	"  sesim serve --chip se050e --listen unix:/tmp/bus.sock --listen jrcp:127.0.0.1:8050\n"
	"  sesim serve --link i2c:/dev/i2c-1 --listen tcp:127.0.0.1:7816\n"
	"  sesim serve --chip se050c --chip atecc608a --listen tcp:127.0.0.1:7816 --clock instant\n";

enum {
	OPTION_LISTEN = 0x200,
	OPTION_ALLOW_REMOTE,
	OPTION_READY_FD,
	OPTION_SPIN,
	OPTION_LINK,
	OPTION_ALLOW_IRREVERSIBLE,
	OPTION_PART,
	URL_MAX = 512,
};

static void note(void *context, const char *sentence)
{
	fprintf(stderr, "%s: %s\n", (const char *)context, sentence);
}

int serve_take_listen(struct serve_options *options, const char *url)
{
	if (options->n_urls == SERVE_LISTEN_MAX)
		return cli_say(
			options->bus.name, CLI_USAGE, "it listens at %d places at most", SERVE_LISTEN_MAX);
	options->urls[options->n_urls++] = url;
	return CLI_GOOD;
}

static int take_link(struct serve_options *options, const char *url)
{
	if (options->bus.link_url)
		return cli_say(options->bus.name, CLI_USAGE, "it lends one bus: --link comes once");
	options->bus.link_url = url;
	return CLI_GOOD;
}

int serve_take_allowed(struct serve_options *options, const char *serial)
{
	size_t digits = strspn(serial, "0123456789abcdefABCDEF");

	if (digits == 0 || serial[digits] != '\0' || digits % 2 != 0)
		return cli_say(options->bus.name, CLI_USAGE,
			"--allow-irreversible takes a part's serial number in hex, not \"%s\"", serial);
	if (options->lend.n_allowed == LEND_ALLOWED_MAX)
		return cli_say(options->bus.name, CLI_USAGE, "--allow-irreversible comes %d times at most",
			LEND_ALLOWED_MAX);
	options->lend.allowed[options->lend.n_allowed++] = serial;
	return CLI_GOOD;
}

int serve_take_part(struct serve_options *options, const char *value)
{
	char *end;
	unsigned long address = strtoul(value, &end, 16);

	if (value[0] == '\0' || *end != '\0' || address < 0x08 || address > 0x77)
		return cli_say(options->bus.name, CLI_USAGE,
			"--part takes a 7-bit address in hex, 08 to 77, not \"%s\"", value);
	if (options->lend.n_places == GUARD_PARTS_MAX)
		return cli_say(
			options->bus.name, CLI_USAGE, "--part comes %d times at most", GUARD_PARTS_MAX);
	options->lend.places[options->lend.n_places++] = (uint16_t)address;
	return CLI_GOOD;
}

int serve_take_ready_fd(struct serve_options *options, const char *value)
{
	uint64_t number;

	if (!cli_number(value, &number) || number > 65535 || fcntl((int)number, F_GETFD) < 0)
		return cli_say(options->bus.name, CLI_USAGE, "--ready-fd %s is no open descriptor", value);
	options->ready_fd = (int)number;
	return CLI_GOOD;
}

static int take(struct serve_options *options, int code, const char *value)
{
	uint64_t number;

	switch (code) {
	case OPTION_LINK:
		return take_link(options, value);
	case OPTION_ALLOW_IRREVERSIBLE:
		return serve_take_allowed(options, value);
	case OPTION_PART:
		return serve_take_part(options, value);
	case OPTION_LISTEN:
		return serve_take_listen(options, value);
	case OPTION_ALLOW_REMOTE:
		options->allow_remote = true;
		return CLI_GOOD;
	case OPTION_READY_FD:
		return serve_take_ready_fd(options, value);
	case OPTION_SPIN:
		if (!cli_number(value, &number) || number > 1000000)
			return cli_say(options->bus.name, CLI_USAGE,
				"--spin takes 0 to 1000000 us, not \"%s\"", value);
		options->bus.server.spin_us = (uint32_t)number;
		return CLI_GOOD;
	default:
		return bus_options_take(&options->bus, code, value);
	}
}

/* Listens, and says where; a port that the system chose is told. */
static int listen_at(struct server *server, const struct serve_options *options, struct why *why)
{
	char lines[SERVE_LISTEN_MAX * URL_MAX];
	size_t n = 0;

	for (size_t i = 0; i < options->n_urls; i++) {
		const char *url = options->urls[i];
		size_t len = strcspn(url, ",;");
		int rc = server_listen(server, url, options->allow_remote, why);

		if (rc < 0)
			return rc;
		if (strncmp(url, "unix:", 5) != 0)
			n += (size_t)snprintf(lines + n, sizeof(lines) - n, "%.*s:%u\n",
				(int)(strrchr(url, ':') - url), url, server_port(server));
		else
			n += (size_t)snprintf(lines + n, sizeof(lines) - n, "%.*s\n", (int)len, url);
		if (n >= sizeof(lines))
			return why_fail(why, ENAMETOOLONG, "the URLs to listen at are too long");
	}
	fputs(lines, stderr);
	if (options->ready_fd >= 0 &&
		(write(options->ready_fd, lines, n) != (ssize_t)n || close(options->ready_fd) < 0))
		return why_errno(why, errno, "cannot write to --ready-fd %d", options->ready_fd);
	return 0;
}

/* A thread that waits for the signals that end a server. */
struct ending {
	struct server *server;
	sigset_t signals;
	pthread_t thread;
};

static void *wait_for_end(void *context)
{
	struct ending *ending = context;
	int signal;

	sigwait(&ending->signals, &signal);
	server_stop(ending->server);
	return NULL;
}

static int serve_until_ended(struct server *server, struct why *why)
{
	struct ending ending = { .server = server };
	sigset_t kept;
	int rc;

	sigemptyset(&ending.signals);
	sigaddset(&ending.signals, SIGINT);
	sigaddset(&ending.signals, SIGTERM);
	sigaddset(&ending.signals, SIGHUP);
	sigaddset(&ending.signals, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &ending.signals, &kept);
	rc = pthread_create(&ending.thread, NULL, wait_for_end, &ending);
	if (rc != 0)
		return why_errno(why, rc, "cannot wait for signals");
	rc = server_run(server);
	pthread_kill(ending.thread, SIGUSR1); /* if it still waits */
	pthread_join(ending.thread, NULL);
	pthread_sigmask(SIG_SETMASK, &kept, NULL);
	return rc < 0 ? why_errno(why, rc, "the server failed") : 0;
}

static void lost(void *server)
{
	server_stop(server);
}

int serve_bus(const struct serve_options *options)
{
	const char *name = options->bus.name;
	struct server *server = NULL;
	struct bus_up up;
	struct why why;
	int rc, status = CLI_GOOD;

	if (bus_up_make(&up, &options->bus, &why) < 0)
		return cli_tell(name, &why, CLI_USAGE);
	rc = bus_up_serve(&server, &up, &options->bus, &why);
	if (rc == 0 && up.board)
		rc = board_power(up.board, &why);
	up.relay.lost = lost;
	up.relay.context = server;
	if (rc == 0)
		rc = listen_at(server, options, &why);
	if (rc == 0 && serve_until_ended(server, &why) < 0)
		status = cli_tell(name, &why, CLI_DEVICE);
	else if (rc < 0)
		status = cli_tell(name, &why, CLI_USAGE);
	if (up.relay.gone)
		status = cli_say(name, CLI_DEVICE, "%s is lost: it was unplugged, or its server has ended",
			options->bus.link_url);
	server_free(server);
	if (bus_up_end(&up, &why) < 0)
		return cli_tell(name, &why, CLI_USAGE);
	return status;
}

/* What simulates parts, and a link, which has its own. */
static const char *in_the_way(const struct bus_options *bus)
{
	if (bus->n_chips > 0)
		return "--chip";
	if (bus->n_behind > 0)
		return "--behind";
	if (bus->repeated_start_hangs)
		return "--erratum";
	return bus->fault ? "--fault" : NULL;
}

/* The bus is opened, its parts asked, and a real one behind the guard. */
int serve_open(struct serve_options *options)
{
	const char *url = options->bus.link_url, *other = in_the_way(&options->bus);
	int status;

	if (other)
		return cli_say(options->bus.name, CLI_USAGE,
			"--link lends a bus as it is: %s goes to the server that simulates it", other);
	options->links = link_options_make(options->bus.name, options->bus.board.clock);
	options->links.board = options->bus.board;
	options->links.latency_given = options->bus.latency_given;
	status = link_options_open(&options->links, &options->bus.link, url);
	if (status != CLI_GOOD)
		return status;
	options->lend.name = options->bus.name;
	options->lend.note = note;
	options->lend.note_context = (void *)options->bus.name;
	status = lend_guard(&options->bus.link, url, &options->lend);
	if (status != CLI_GOOD)
		link_close(options->bus.link);
	return status;
}

static int lend(struct serve_options *options)
{
	int status = serve_open(options);

	if (status != CLI_GOOD)
		return status;
	status = serve_bus(options);
	link_close(options->bus.link);
	return status;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option names[] = {
		BUS_OPTION_ROWS,
		{ "listen", required_argument, NULL, OPTION_LISTEN },
		{ "allow-remote", no_argument, NULL, OPTION_ALLOW_REMOTE },
		{ "link", required_argument, NULL, OPTION_LINK },
		{ "allow-irreversible", required_argument, NULL, OPTION_ALLOW_IRREVERSIBLE },
		{ "part", required_argument, NULL, OPTION_PART },
		{ "ready-fd", required_argument, NULL, OPTION_READY_FD },
		{ "spin", required_argument, NULL, OPTION_SPIN },
		{ 0 },
	};
	struct serve_options options = { .bus = bus_options_make(argv[0], CLOCK_REAL), .ready_fd = -1 };
	int status, code;

	options.bus.server.note = note;
	options.bus.server.note_context = argv[0];
	while ((code = cli_option(command, argc, argv, names, &status)) >= 0)
		if (take(&options, code, optarg) != CLI_GOOD)
			return CLI_USAGE;
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 0, 0);
	if (status != CLI_GOOD)
		return status;
	if (options.n_urls == 0)
		return cli_say(argv[0], CLI_USAGE,
			"it has to listen somewhere: --listen unix:PATH or --listen tcp:HOST:PORT");
	if (!options.bus.link_url && (options.lend.n_allowed > 0 || options.lend.n_places > 0))
		return cli_say(argv[0], CLI_USAGE, "--allow-irreversible and --part are for --link");
	return options.bus.link_url ? lend(&options) : serve_bus(&options);
}

const struct cli_command cli_serve = {
	.name = "serve",
	.summary = "serve a bus with chips at a socket",
	.help = help,
	.run = run,
};
