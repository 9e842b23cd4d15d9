/* sim/cli/version.c: sesim version. */
#include <openssl/crypto.h>
#include <stdbool.h>

#include "cli.h"
#include "json.h"
#include "socket.h"
#include "store_log.h"

static const char help[] =
	"usage: sesim version [--json]\n"
	"\n"
	"Tells the versions of sesim, of the OpenSSL it runs with (which --seed depends on), of the bus\n"
	"socket's protocol and of the state files it writes.\n"
	"\n"
	"  --json    one JSON object\n"
	"\n"
	"example:\n"
	"  sesim version --json\n";

static void print_json(void)
{
	struct json json = json_to(stdout);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_string(&json, "sesim", SESIM_VERSION);
	json_string(&json, "openssl", OpenSSL_version(OPENSSL_FULL_VERSION_STRING));
	json_number(&json, "wire", WIRE_VERSION);
	json_number(&json, "state", LOG_VERSION);
	json_close(&json, '}');
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option options[] = { { "json", no_argument, NULL, 'j' }, { 0 } };
	bool as_json = false;
	int status, code;

	while ((code = cli_option(command, argc, argv, options, &status)) >= 0)
		as_json = true;
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 0, 0);
	if (status != CLI_GOOD)
		return status;
	if (as_json)
		print_json();
	else
		printf("sesim %s\nOpenSSL %s\nbus socket protocol %d\nstate file format %d\n", SESIM_VERSION,
			OpenSSL_version(OPENSSL_FULL_VERSION_STRING), WIRE_VERSION, LOG_VERSION);
	return CLI_GOOD;
}

const struct cli_command cli_version = {
	.name = "version",
	.summary = "versions of sesim and of what it depends on",
	.help = help,
	.run = run,
};
