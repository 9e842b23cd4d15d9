/* tests/unit/test_cli_trust.c: sesim chip on pre-provisioned ATECCs, by the real program. */
#include <stdio.h>
#include <string.h>

#include "cli_fixture.h"
#include "cmocka_all.h"

static void assert_says(const struct cli_fixture *f, const char *words)
{
	if (!strstr(f->result.out, words))
		print_error("\"%s\" is not in:\n%s", words, f->result.out);
	assert_non_null(strstr(f->result.out, words));
}

static void a_trust_part_says_that_it_is_simulated(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip show atecc608b-tngtls");
	assert_says(f, "SIMULATED: no vendor signed these. Signer id ffff is reserved");
	assert_says(f, "the public batch's: anybody can make its keys");
	assert_says(f, "device, slot 10: of the key in slot 0; from 2025-01-01T00:00:00Z for 28 years");
	assert_says(f,
		"signer ffff, template 3, chain 0, format 0; signed over the names of the host's template");
	sesim_good(f, "chip show atecc608b-tnglora");
	assert_says(f, "device, slot 8 from byte 72: of the key in slot 1");
	assert_says(f,
		"signer, slot 8 from byte 144: of the signer's key; from 2025-01-01T00:00:00Z for 31 years");
	sesim_good(f, "chip show atecc608b");
	assert_null(strstr(f->result.out, "SIMULATED"));
}

static void json_tells_the_certificates(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip new atecc608b-tngtls,names=sesim %/a.nvm --serial 7");
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "simulated", "true");
	assert_json(f, "public_batch", "true");
	assert_json(f, "certificates[0].name", "signer");
	assert_json(f, "certificates[0].slot", "12");
	assert_json(f, "certificates[1].name", "device");
	assert_json(f, "certificates[1].slot", "10");
	assert_json(f, "certificates[1].offset", "0");
	assert_json(f, "certificates[1].signature", "sesim");
	assert_json(f, "certificates[1].begins", "2025-01-01T00:00:00Z");
	assert_json(f, "certificates[1].years", "28");
	assert_json(f, "certificates[1].signer_id", "ffff");
	assert_json(f, "certificates[1].template", "3");
}

/* Of what was written to it afterwards nothing is claimed. */
static void a_changed_certificate_is_told(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip new atecc608b-tflxtls %/a.nvm --serial 7");
	sesim_good(f, "chip set %/a.nvm slots[10].data[5]=00");
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "certificates[1].signature", "broken");
	sesim_good(f, "chip show %/a.nvm");
	assert_says(f, "not what its signer signed at the factory");
}

static void a_part_of_a_batch_is_made_again_and_is_not_the_public_one(void **state)
{
	struct cli_fixture *f = *state;
	char key[512], once[64], again[64];
	FILE *file;

	path_in(f, key, sizeof(key), "key");
	file = fopen(key, "we");
	assert_non_null(file);
	fputs("3a7f6c1e58b2d4900f1c2b3a49586776\n", file);
	fclose(file);
	sesim_good(f, "chip new atecc608b-tngtls,batch=%/key %/a.nvm --serial 7");
	sesim_good(f, "chip new atecc608b-tngtls,serial=012300000000000701,batch=%/key %/b.nvm");
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "public_batch", "false");
	assert_json(f, "certificates[0].signature", "unverified");
	assert_json(f, "certificates[1].signature", "template");
	json_at(f->result.out, "certificates[1].serial", once, sizeof(once));
	sesim_json(f, "chip show %/b.nvm --json");
	json_at(f->result.out, "certificates[1].serial", again, sizeof(again));
	assert_string_equal(once, again);
	sesim_refuses(f, "chip new atecc608b-tngtls,batch=%/none %/c.nvm", "cannot open the batch key");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_trust_part_says_that_it_is_simulated, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(json_tells_the_certificates, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(a_changed_certificate_is_told, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_part_of_a_batch_is_made_again_and_is_not_the_public_one, cli_setup, cli_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
