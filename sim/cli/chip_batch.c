/* sim/cli/chip_batch.c: sesim chip batch: a reel of parts, with what tells of them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "batch_file.h"
#include "cli.h"
#include "json.h"
#include "reel_make.h"

static const char help[] =
	"usage: sesim chip batch PROFILE FOLDER --count N --batch KEYFILE [OPTION...]\n"
	"\n"
	"Makes a reel of parts as they leave the vendor's line: FOLDER/SERIAL.nvm each, manifest.json with\n"
	"their certificates and public keys, authorities.pem with who signed them, and the file that\n"
	"customers of the real parts get (docs/FACTORY.md). Refused when FOLDER has anything in it; a "
	"FOLDER\n"
	"without manifest.json is not finished.\n"
	"\n"
	"All of it follows from KEYFILE, PROFILE and the numbers: whoever has KEYFILE can make every key\n"
	"again. Any file of 16 bytes and more will do: openssl rand -hex 32 >KEYFILE\n"
	"\n"
	"  --count N         how many parts, 1 to 1000000\n"
	"  --batch KEYFILE   the secret of the batch\n"
	"  --first N         serial number of the first one; 1 unless told\n"
	"  --jobs N          how many workers; one a processor unless told. The outcome is the same\n"
	"  --rsa pool|own    RSA keys of SE05x parts: known to everybody, or searched for each, which takes\n"
	"                    seconds a part; own unless told\n"
	"  --names WHOSE     which names the certificates of a pre-provisioned ATECC are signed over: "
	"template\n"
	"                    or sesim; template unless told\n"
	"  --json            tell what was made as one JSON object\n"
	"\n"
	"examples:\n"
	"  sesim chip batch atecc608a-tngtls reel --count 1000 --batch batch.key\n"
	"  sesim chip batch se050c reel --count 1000 --rsa pool --batch batch.key\n";

struct wish {
	struct reel_order order;
	const char *key_file, *rsa, *names;
	bool json;
};

/* A number from min to max, or a sentence. */
static int take_number(
	const char *name, const char *option, const char *text, uint64_t min, uint64_t max, uint64_t *number)
{
	if (cli_number(text, number) && *number >= min && *number <= max)
		return CLI_GOOD;
	return cli_say(name, CLI_USAGE, "%s takes a number from %llu to %llu, not \"%s\"", option,
		(unsigned long long)min, (unsigned long long)max, text);
}

enum {
	SERIAL_NUMBERS_BITS = 48, /* part_set_serial() */
};

static int take_option(const char *name, int code, struct wish *wish)
{
	uint64_t number = 0;
	int status = CLI_GOOD;

	switch (code) {
	case 'b':
		wish->key_file = optarg;
		break;
	case 'r':
		wish->rsa = optarg;
		break;
	case 'n':
		wish->names = optarg;
		break;
	case 'j':
		wish->json = true;
		break;
	case 'c':
		status = take_number(name, "--count", optarg, 1, REEL_COUNT_MAX, &wish->order.count);
		break;
	case 'f':
		status = take_number(name, "--first", optarg, 0, ((uint64_t)1 << SERIAL_NUMBERS_BITS) - 1,
			&wish->order.first);
		break;
	case 'w':
		status = take_number(name, "--jobs", optarg, 1, REEL_JOBS_MAX, &number);
		wish->order.jobs = (unsigned int)number;
		break;
	}
	return status;
}

static unsigned int processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	if (n < 1)
		return 1;
	return n < REEL_JOBS_MAX ? (unsigned int)n : REEL_JOBS_MAX;
}

static void tell_text(const struct wish *wish, const struct reel_result *made)
{
	const struct reel_order *order = &wish->order;

	printf("%s: %llu parts of %s, batch %s\n", order->folder, (unsigned long long)order->count,
		order->spec.profile->name, made->batch);
	if (made->certificates == 0)
		printf("the factory puts no certificate into an %s: the manifest tells serial numbers%s\n",
			order->spec.profile->name, made->keys > 0 ? " and public keys" : " alone");
	printf("%s/manifest.json%s%s%s\n", order->folder, made->vendors ? ", " : "",
		made->vendors ? made->vendors : "", made->certificates > 0 ? ", authorities.pem" : "");
}

static void tell_json(const struct wish *wish, const struct reel_result *made)
{
	const struct reel_order *order = &wish->order;
	struct json json = json_to(stdout);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_string(&json, "folder", order->folder);
	json_string(&json, "profile", order->spec.profile->name);
	json_string(&json, "batch", made->batch);
	json_bool(&json, "simulated", true);
	json_number(&json, "first", order->first);
	json_number(&json, "parts", order->count);
	json_number(&json, "public_keys", made->keys);
	json_number(&json, "certificates", made->certificates);
	json_close(&json, '}');
}

/* What is wrong with the wish before anything is made. */
static int check(const char *name, struct wish *wish)
{
	struct reel_order *order = &wish->order;

	if (order->count == 0)
		return cli_say(name, CLI_USAGE, "--count N is missing: how many parts");
	if (!wish->key_file)
		return cli_say(name, CLI_USAGE,
			"--batch KEYFILE is missing: openssl rand -hex 32 >KEYFILE makes one");
	if ((order->first + order->count - 1) >> SERIAL_NUMBERS_BITS != 0)
		return cli_say(name, CLI_USAGE,
			"serial numbers end at 2^%d - 1: --first %llu is too high for %llu parts",
			SERIAL_NUMBERS_BITS, (unsigned long long)order->first,
			(unsigned long long)order->count);
	return CLI_GOOD;
}

static int fill_spec(struct part_spec *spec, const struct wish *wish, struct why *why)
{
	int rc = 0;

	if (spec->given & PART_BATCH)
		return why_fail(why, EINVAL, "the batch is given twice: by batch= and by --batch");
	if (spec->given & (PART_STATE | PART_SERIAL))
		return why_fail(why, EINVAL, "every part has its own number and state file: leave out %s=",
			spec->given & PART_STATE ? "state" : "serial");
	if (wish->rsa)
		rc = part_set_key(spec, "rsa", wish->rsa, why);
	if (rc == 0 && wish->names)
		rc = part_set_key(spec, "names", wish->names, why);
	return rc;
}

static int make(const char *chip, struct wish *wish, struct reel_result *made, struct why *why)
{
	struct reel_order *order = &wish->order;
	struct batch batch;
	int rc = part_parse(&order->spec, chip, strlen(chip), why);

	if (rc < 0)
		return rc;
	rc = fill_spec(&order->spec, wish, why);
	if (rc == 0)
		rc = batch_read(&batch, wish->key_file, why);
	order->batch = &batch;
	if (rc == 0)
		rc = reel_make(order, made, why);
	explicit_bzero(&batch, sizeof(batch));
	order->batch = NULL;
	return rc;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option options[] = {
		{ "count", required_argument, NULL, 'c' },
		{ "batch", required_argument, NULL, 'b' },
		{ "first", required_argument, NULL, 'f' },
		{ "jobs", required_argument, NULL, 'w' },
		{ "rsa", required_argument, NULL, 'r' },
		{ "names", required_argument, NULL, 'n' },
		{ "json", no_argument, NULL, 'j' },
		{ 0 },
	};
	struct wish wish = { .order = {
				     .first = 1, .jobs = processors(), .progress = isatty(STDERR_FILENO) } };
	struct reel_result made = { .vendors = NULL };
	struct why why;
	int status, code;

	while ((code = cli_option(command, argc, argv, options, &status)) >= 0) {
		status = take_option(argv[0], code, &wish);
		if (status != CLI_GOOD)
			return status;
	}
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 2, 2);
	if (status == CLI_GOOD)
		status = check(argv[0], &wish);
	if (status != CLI_GOOD)
		return status;
	wish.order.folder = argv[optind + 1];
	if (make(argv[optind], &wish, &made, &why) < 0)
		status = cli_tell(argv[0], &why, CLI_USAGE);
	else if (wish.json)
		tell_json(&wish, &made);
	else
		tell_text(&wish, &made);
	part_spec_clear(&wish.order.spec);
	return status;
}

const struct cli_command cli_chip_batch = {
	.name = "batch",
	.summary = "make a reel of parts, with manifests",
	.help = help,
	.run = run,
};
