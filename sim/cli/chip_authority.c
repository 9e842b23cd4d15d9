/* sim/cli/chip_authority.c: sesim chip authority: who signed the certificates in a part. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch_file.h"
#include "authority.h"
#include "base64.h"
#include "cli.h"
#include "json.h"
#include "part.h"

static const char help[] = "usage: sesim chip authority PROFILE [--batch KEYFILE] [--root] [--json]\n"
			   "\n"
			   "Prints the certificates of the simulated authorities that signed what parts of "
			   "PROFILE hold, roots first,\n"
			   "as PEM with a comment before each: what openssl verify -CAfile takes. Without "
			   "--batch they are those of\n"
			   "the public batch, whose keys everybody has.\n"
			   "\n"
			   "  --batch KEYFILE   the secret of the batch that the parts are of\n"
			   "  --root            only roots, which nobody else signed\n"
			   "  --json            one JSON object\n"
			   "\n"
			   "example:\n"
			   "  sesim chip authority se050c --root >root.pem\n";

struct wish {
	const char *key_file;
	bool root, json;
};

static void print_text(const struct wish *wish, const struct authorities *all, const struct profile *profile)
{
	for (size_t i = 0; i < all->n; i++)
		if (!wish->root || authority_is_root(all->at[i].of))
			authority_print(stdout, &all->at[i], profile);
}

static void print_json(const struct wish *wish, const struct authorities *all, const struct profile *profile)
{
	struct json json = json_to(stdout);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_string(&json, "profile", profile->name);
	json_bool(&json, "simulated", true);
	json_open(&json, "authorities", '[');
	for (size_t i = 0; i < all->n; i++) {
		const struct profile_authority *of = all->at[i].of;
		bool root = authority_is_root(of);

		if (wish->root && !root)
			continue;
		json_open(&json, NULL, '{');
		json_string(&json, "name", of->name);
		json_bool(&json, "root", root);
		if (!root)
			json_string(&json, "signer", of->certificate.signer->name);
		json_string_begin(&json, "pem");
		pem_print(stdout, "CERTIFICATE", all->at[i].der, "\\n");
		json_string_end(&json);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
}

/* With an engine of its own. */
static int issue(
	struct authorities *all, const struct part_spec *spec, const struct batch *batch, struct why *why)
{
	struct certificate_maker maker;
	struct crypto *crypto;
	struct ca ca;
	int rc = crypto_new(&crypto, why);

	if (rc < 0)
		return rc;
	ca_open(&ca, batch);
	maker = certificate_maker(spec->profile, &ca, crypto, spec->names);
	rc = authorities_of(all, spec->profile, &maker, why);
	ca_close(&ca);
	crypto_free(crypto);
	return rc;
}

static int print(const char *chip, const struct wish *wish, struct why *why)
{
	struct batch batch = batch_public();
	struct authorities *all;
	struct part_spec spec;
	int rc = part_parse(&spec, chip, strlen(chip), why);

	if (rc == 0 && spec.profile->n_authorities == 0)
		rc = why_fail(why, EINVAL,
			"nobody signs anything in an %s: it leaves the factory without certificates",
			spec.profile->name);
	if (rc == 0 && wish->key_file && spec.given & PART_BATCH)
		rc = why_fail(why, EINVAL, "the batch is given twice: by batch= and by --batch");
	if (rc == 0 && (wish->key_file || spec.given & PART_BATCH))
		rc = batch_read(&batch, wish->key_file ? wish->key_file : spec.batch, why);
	if (rc < 0) {
		part_spec_clear(&spec);
		return rc;
	}
	all = malloc(sizeof(*all));
	if (!all) {
		explicit_bzero(&batch, sizeof(batch));
		part_spec_clear(&spec);
		return why_errno(why, ENOMEM, "no memory for certificates");
	}
	rc = issue(all, &spec, &batch, why);
	explicit_bzero(&batch, sizeof(batch));
	if (rc == 0 && wish->json)
		print_json(wish, all, spec.profile);
	else if (rc == 0)
		print_text(wish, all, spec.profile);
	free(all);
	part_spec_clear(&spec);
	return rc;
}

static int run(const struct cli_command *command, int argc, char **argv)
{
	static const struct option options[] = {
		{ "batch", required_argument, NULL, 'b' },
		{ "root", no_argument, NULL, 'r' },
		{ "json", no_argument, NULL, 'j' },
		{ 0 },
	};
	struct wish wish = { .key_file = NULL };
	struct why why;
	int status, code;

	while ((code = cli_option(command, argc, argv, options, &status)) >= 0) {
		if (code == 'b')
			wish.key_file = optarg;
		else if (code == 'r')
			wish.root = true;
		else
			wish.json = true;
	}
	if (code == CLI_STOP)
		return status;
	status = cli_words(command, argc, argv, 1, 1);
	if (status != CLI_GOOD)
		return status;
	if (print(argv[optind], &wish, &why) < 0)
		return cli_tell(argv[0], &why, CLI_USAGE);
	return CLI_GOOD;
}

const struct cli_command cli_chip_authority = {
	.name = "authority",
	.summary = "who signed the certificates in a part",
	.help = help,
	.run = run,
};
