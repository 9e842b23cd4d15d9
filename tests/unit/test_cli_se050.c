/* tests/unit/test_cli_se050.c: sesim chip on SE05x parts, by the real program. */
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

/* AN12436 tables 2 and 15, AN12413 table 5. */
static void a_fresh_part_shows_what_the_factory_put_in(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip show se050c");
	assert_says(f, "applet        3.1.1, AppletConfig 6fff, OEF id a200\n");
	assert_says(f, "\n7fff0206  binary file, 18 bytes, provisioned\n"
		       "          everybody else: READ\n"
		       "          04005001 ");
	assert_says(f, "\nf0000012  EC key pair, NIST P-256, provisioned\n"
		       "          everybody else: READ ATTESTATION\n"
		       "          made when the part first has power\n");
	assert_says(f, "\n7fff0204  EC public key, NIST P-256, opens sessions, provisioned\n");
	assert_says(f, "          user f0000020: READ WRITE GEN\n");
	assert_says(f, "DEK 4c2f75c6 a278a4ae e5c9af7c 50eea80c\n");
	assert_says(f, "curves        NIST P-256\n");
	sesim_good(f, "chip show se050b");
	assert_null(strstr(f->result.out, "f0000012"));
	sesim_good(f, "chip show se050f");
	assert_says(f, "platform SCP required");
}

static void the_same_for_machines(void **state)
{
	struct cli_fixture *f = *state;

	sesim_json(f, "chip show se050e --json");
	assert_json(f, "profile", "se050e");
	assert_json(f, "applet_version", "070200");
	assert_json(f, "applet_config", "3f9f");
	assert_json(f, "oef", "a921");
	assert_json(f, "locks.transport", "unlocked");
	assert_json(f, "locks.platform_scp", "not_required");
	assert_json(f, "locks.object_creation", "free");
	assert_json(f, "locks.authentications_left", "60");
	assert_json(f, "zones.persistent.size", "51200");
	assert_json(f, "scp03[0].version", "0b");
	assert_json(f, "scp03[0].enc", "d2db63e7a0a5aed72a6460c4dfdcaf64");
	assert_json(f, "objects[0].id", "7fff0206");
	assert_json(f, "objects[0].type", "0b");
	assert_json(f, "objects[0].origin", "provisioned");
	assert_json(f, "objects[0].policy[0]", "everybody else: READ");
	assert_json(f, "objects[0].size", "18");
	/* 7.2 tells a pair by its curve: P-256 is 29. */
	assert_json(f, "objects[1].id", "7fff0201");
	assert_json(f, "objects[1].type", "29");
	assert_json(f, "objects[1].authenticates", "true");
	assert_json(f, "objects[1].value", "");
	assert_json(f, "counters", "{}");
}

static void what_is_set_is_shown(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip new se050c %/a.nvm --seed 4");
	sesim_good(f, "chip set %/a.nvm locks.transport=locked locks.platform_scp=required "
		      "locks.authentications_left=7 locks.object_creation=no_new_objects "
		      "scp03[0].mac=000102030405060708090a0b0c0d0e0f objects[7fff0206].value[16]=abcd");
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "locks.transport", "locked");
	assert_json(f, "locks.platform_scp", "required");
	assert_json(f, "locks.object_creation", "no_new_objects");
	assert_json(f, "locks.authentications_left", "7");
	assert_json(f, "scp03[0].mac", "000102030405060708090a0b0c0d0e0f");
	sesim_good(f, "chip show %/a.nvm");
	assert_says(f, " abcd\n");
	assert_says(f, "transport lock locked; platform SCP required; object creation no_new_objects; "
		       "failures left of the platform channel 7\n");
	sesim_good(f, "chip set %/a.nvm serial=040050010102030405060708090a0b0c0d0e");
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "serial", "040050010102030405060708090a0b0c0d0e");
	assert_json(f, "objects[0].value", "040050010102030405060708090a0b0c0d0e");
	sesim_good(f, "chip set %/a.nvm locks.transport=unlocked locks.platform_scp=not_required");
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "locks.transport", "unlocked");
	assert_json(f, "locks.platform_scp", "not_required");
}

static void what_cannot_be_set_is_refused(void **state)
{
	static const char *const lines[][2] = {
		{ "locks.transport=open", "locks.transport is locked or unlocked, not \"open\"" },
		{ "locks.platform_scp=1", "locks.platform_scp is required or not_required, not \"1\"" },
		{ "locks.authentications_left=61", "takes a number up to 60, not \"61\"" },
		{ "locks.authentications_left=-1", "takes a number up to 60, not \"-1\"" },
		{ "locks.doors=1", "there is no key \"locks.doors\"" },
		{ "scp03[0].enc=00", "scp03[0].enc has 16 bytes, not 1" },
		{ "scp03[0].enc=xx", "scp03[0].enc takes hex" },
		{ "scp03[1].enc=00", "there is no key \"scp03[1].enc\"" },
		{ "scp03[0].kek=00", "there is no key \"scp03[0].kek\"" },
		{ "scp03[x].enc=00", "there is no key \"scp03[x].enc\"" },
		{ "objects[00000001].value=00", "the part has no object 00000001" },
		{ "objects[7fff0206].value[17]=0000", "object 7fff0206 has 18 bytes: 2 from byte 17 on" },
		{ "objects[7fff0206].value[99]=00", "object 7fff0206 has 18 bytes" },
		{ "objects[7fff0206].value=0", "takes hex" },
		{ "objects[7fff0206].valu=00", "there is no key" },
		{ "objects[7fff0206].value[1=00", "there is no key" },
		{ "objects[7fff0206].value]=00", "there is no key" },
		{ "objects[7fff0206].attempts=1", "takes a number up to 0" },
		{ "objects[f0000012].value=00", "it is made when the part is first used" },
		{ "objects[]=00", "there is no key" },
		{ "serial=04", "serial has 18 bytes, not 1" },
		{ "slots[0].data=00", "there is no key \"slots[0].data\"" },
		{ "nonsense", "\"nonsense\" is no assignment: KEY=VALUE" },
		{ "a.key.far.too.long.for.anything.that.a.part.could.possibly.have.inside=1",
			"there is no key" },
	};
	struct cli_fixture *f = *state;
	char line[256];

	sesim_good(f, "chip new se050c %/a.nvm --seed 4");
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		snprintf(line, sizeof(line), "chip set %%/a.nvm locks.transport=locked %s", lines[i][0]);
		sesim_refuses(f, line, lines[i][1]);
	}
	/* All or nothing. */
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "locks.transport", "unlocked");
}

/* By applet version: AN12413 4.3.3 for 3.x; AEAD, attributes and the self-test are of 7.2. */
static void commands_are_those_of_the_applet(void **state)
{
	struct cli_fixture *f = *state;

	sesim_json(f, "chip commands se050c --json");
	assert_json(f, "profile", "se050c");
	assert_json(f, "commands[0].name", "SELECT");
	assert_json(f, "commands[0].cla", "00");
	assert_json(f, "commands[0].ins", "a4");
	assert_json(f, "commands[0].p1", "04");
	assert_json(f, "commands[0].p2", "00");
	assert_json(f, "commands[0].in[0]", "domain");
	assert_json(f, "commands[0].supported", "true");
	assert_json(f, "commands[4].name", "EXTERNAL AUTHENTICATE");
	assert_json(f, "commands[4].consumes[0]", "velocity");
	assert_json(f, "commands[6].name", "CreateSession");
	assert_json(f, "commands[6].params[0].tag", "41");
	assert_json(f, "commands[6].params[0].min", "4");
	assert_json(f, "commands[6].needs[0]", "no_session");
	assert_json(f, "commands[6].latency_class", "lookup");
	assert_json(f, "commands[6].may_reveal", "false");
	assert_non_null(strstr(f->result.out, "\"ReadObject\""));
	assert_null(strstr(f->result.out, "\"ReadState\""));
	sesim_json(f, "chip commands se050e --json");
	assert_non_null(strstr(f->result.out, "\"ReadState\""));
	sesim_good(f, "chip commands se050c");
	assert_says(f, "\n80 02 00 00  ReadObject (AN12413 4.7.3.1), may reveal\n"
		       "    41 object, 4 bytes; policy READ\n"
		       "    42 offset, 2 bytes; optional\n");
	assert_says(f, "    needs a session of 7FFF0205\n");
	sesim_good(f, "chip commands se050c --markdown");
	assert_says(f, "# SE05x, applet 3.1.1\n");
	assert_says(
		f, "| 7FFF0206 | binary file, 18 bytes | 18 | no | provisioned | everybody else: READ |\n");
	assert_says(f, "\n## Not supported\n");
	assert_says(f, "\n## UNCERTAIN\n");
	sesim_refuses(f, "chip commands se050c --json --markdown", "two formats");
}

static void write_text(const struct cli_fixture *f, const char *name, const char *text)
{
	char path[200];
	FILE *file;

	path_in(f, path, sizeof(path), name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static size_t read_all(const struct cli_fixture *f, const char *name, char *to, size_t cap)
{
	char path[200];
	FILE *file;
	size_t n;

	path_in(f, path, sizeof(path), name);
	file = fopen(path, "r");
	assert_non_null(file);
	n = fread(to, 1, cap, file);
	fclose(file);
	return n;
}

/* Of batch, profile and serial number all of a state file follows. */
static void a_part_of_a_batch_is_the_same_file_each_time(void **state)
{
	static char one[200000], two[200000];
	struct cli_fixture *f = *state;
	size_t len;

	write_text(f, "k", "0123456789abcdef\n");
	write_text(f, "other", "0123456789abcdeX\n");
	sesim_good(f, "chip new se050e %/a.nvm --serial 7 --batch %/k");
	sesim_good(f, "chip new se050e,batch=%/k %/b.nvm --serial 7");
	sesim_good(f, "chip new se050e %/c.nvm --serial 7 --batch %/other");
	len = read_all(f, "a.nvm", one, sizeof(one));
	assert_int_equal(read_all(f, "b.nvm", two, sizeof(two)), len);
	assert_memory_equal(one, two, len);
	assert_int_equal(read_all(f, "c.nvm", two, sizeof(two)), len);
	assert_memory_not_equal(one, two, len);
	sesim_refuses(
		f, "run --chip se050e,state=%/a.nvm,batch=%/other -- true", "of a part of another batch");
	sesim_good(f, "run --chip se050e,state=%/a.nvm,batch=%/k -- true");
}

static void certificates_are_shown_that_no_host_has_read(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip new se050e %/a.nvm --serial 7");
	sesim_good(f, "chip show %/a.nvm");
	assert_says(f, "\nf0000101  binary file, 549 bytes, external\n"
		       "          everybody else: READ WRITE DELETE\n"
		       "          308202");
	sesim_good(f, "chip show se050c");
	assert_says(f, "\nf0000121  binary file, 1462 bytes, external\n"
		       "          everybody else: READ WRITE DELETE\n"
		       "          308205");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_fresh_part_shows_what_the_factory_put_in, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(the_same_for_machines, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(what_is_set_is_shown, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_set_is_refused, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(commands_are_those_of_the_applet, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_part_of_a_batch_is_the_same_file_each_time, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			certificates_are_shown_that_no_host_has_read, cli_setup, cli_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
