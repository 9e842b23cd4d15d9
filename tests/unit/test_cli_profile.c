/* tests/unit/test_cli_profile.c: profiles that users write, from the command line. */
#include <stdio.h>
#include <string.h>

#include "cli_fixture.h"
#include "cmocka_all.h"
#include "profile_texts.h"

static void write_file(const struct cli_fixture *f, const char *name, const char *text)
{
	char path[256];
	FILE *file;

	path_in(f, path, sizeof(path), name);
	file = fopen(path, "we");
	assert_non_null(file);
	assert_int_equal(fputs(text, file) < 0, 0);
	assert_int_equal(fclose(file), 0);
}

static void remove_file(const struct cli_fixture *f, const char *name)
{
	char path[256];

	path_in(f, path, sizeof(path), name);
	assert_int_equal(remove(path), 0);
}

static void a_path_is_taken_where_a_profile_is(void **state)
{
	struct cli_fixture *f = *state;

	write_file(f, "acme.profile", acme_lock);
	sesim_json(f, "chip show %/acme.profile --json");
	assert_json(f, "profile", "acme-lock");
	sesim_good(f, "chip commands %/acme.profile");
	assert_non_null(strstr(f->result.out, "acme-lock: the ATECC608B in an Acme lock"));
	sesim_good(f, "run --chip %/acme.profile -- true");
	sesim_good(f, "run --chip %/acme.profile@36,serial=0123000000000000ee -- true");
	sesim_good(f, "chip new %/acme.profile %/a.nvm --serial 7");
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "profile", "acme-lock");
	assert_json(f, "serial", "012300000000000701");
	assert_json(f, "slots[5].data",
		"303230303030303030303037000000000000000000000000000000000000000000000000");
}

/* Nothing but the label's name is looked at: all that the profile said is in the part. */
static void a_part_reopens_without_its_profile(void **state)
{
	struct cli_fixture *f = *state;

	write_file(f, "acme.profile", acme_meter);
	sesim_good(f, "chip new %/acme.profile %/a.nvm --serial 7");
	remove_file(f, "acme.profile");
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "profile", "acme-meter");
	sesim_good(f, "chip show %/a.nvm");
	assert_non_null(strstr(f->result.out, "acme-meter: made from a user's profile"));
	sesim_good(f, "run --chip acme-meter,state=%/a.nvm -- true");
	sesim_good(f, "run --chip acme-meter,oef=ABCD,state=%/a.nvm -- true");
	sesim_refuses(f, "run --chip acme-meter,state=%/a.nvm,oef=A200 -- true",
		"is of a part with OEF id abcd: leave out oef=a200");
	sesim_refuses(
		f, "run --chip acme-meter,state=%/none.nvm -- true", "there is no profile \"acme-meter\"");
	sesim_refuses(f, "run --chip acme-lock,state=%/a.nvm -- true", "there is no profile \"acme-lock\"");
	sesim_refuses(f, "run --chip acme-meter -- true", "there is no profile \"acme-meter\"");
	sesim_refuses(f, "chip new acme-meter,state=%/a.nvm %/b.nvm", "leave out state=");
	sesim_refuses(f, "chip show acme-meter,state=%/a.nvm", "acme-meter,state=");
	sesim_refuses(f, "chip commands acme-meter,state=%/a.nvm",
		"a part of acme-meter is made from its profile's file: name that, as ./acme-meter.profile");
	sesim_refuses(f, "run --chip se050c,state=%/a.nvm -- true", "holds an acme-meter, not an se050c");
}

static void an_atecc_reopens_without_its_profile(void **state)
{
	struct cli_fixture *f = *state;

	write_file(f, "acme.profile", acme_lock);
	sesim_good(f, "run --chip %/acme.profile,state=%/a.nvm -- true");
	sesim_good(f, "run --chip %/acme.profile,state=%/a.nvm -- true");
	remove_file(f, "acme.profile");
	sesim_good(f, "run --chip acme-lock,state=%/a.nvm,rev=00006003 -- true");
	sesim_refuses(f, "run --chip acme-lock,state=%/a.nvm,rev=00006002 -- true", "another RevNum");
	sesim_refuses(f, "run --chip acme-lock@36,state=%/a.nvm -- true", "is of a part at 35");
}

static void a_part_of_another_profile_is_refused(void **state)
{
	struct cli_fixture *f = *state;

	write_file(f, "acme.profile", acme_lock);
	sesim_good(f, "chip new atecc608b %/a.nvm");
	sesim_refuses(
		f, "run --chip %/acme.profile,state=%/a.nvm -- true", "holds an atecc608b, not an acme-lock");
}

static void a_wrong_profile_is_one_sentence_with_file_and_line(void **state)
{
	struct cli_fixture *f = *state;
	char sentence[300];

	write_file(f, "acme.profile",
		"name = acme\nkind = atecc608\nsummary = s\nsource = s\n[slots]\n16 = key\n");
	snprintf(sentence, sizeof(sentence), "%s/acme.profile:6: \"16\" is no slot: there are 0 to 15",
		f->folder);
	sesim_refuses(f, "chip new %/acme.profile %/a.nvm", sentence);
	sesim_refuses(f, "chip show %/acme.profile", sentence);
	sesim_refuses(f, "run --chip %/acme.profile -- true", sentence);
	sesim_refuses(f, "chip show %/none.profile", "cannot open the profile");
	sesim_refuses(f, "chip new %/none %/a.nvm", "cannot open the profile");
	sesim_refuses(f, "chip new %/. %/a.nvm", "is no regular file, so no profile");
	sesim_refuses(f, "chip new /dev/zero %/a.nvm", "is no regular file, so no profile");
}

static void a_built_in_name_is_not_given_again(void **state)
{
	struct cli_fixture *f = *state;

	write_file(
		f, "mine.profile", "name = se050c\nkind = se050\nsummary = s\nsource = s\ninclude se050e\n");
	sesim_refuses(f, "chip show %/mine.profile",
		"mine.profile: the name se050c is a built-in profile's: give the file's another");
}

static void objects_that_do_not_fit_are_told(void **state)
{
	struct cli_fixture *f = *state;
	char text[2048] = "name = big\nkind = se050\nsummary = s\nsource = s\ninclude se050c\n";
	size_t n = strlen(text);

	for (unsigned int i = 0; i < 20; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"[object 300000%02X]\nclass = binary\nsize = 32000\nvalue = zeros\n", i);
	write_file(f, "big.profile", text);
	sesim_refuses(f, "chip new %/big.profile,memory=100K %/a.nvm",
		"object 30000002 of big does not fit in 102400 bytes of memory: give it more, as in "
		"memory=4M");
	sesim_good(f, "chip new %/big.profile,memory=4M %/a.nvm");
}

static void replace(char *to, size_t size, const char *text, const char *find, const char *put)
{
	const char *at = strstr(text, find);

	assert_non_null(at);
	snprintf(to, size, "%.*s%s%s", (int)(at - text), text, put, at + strlen(find));
}

/* How long it is depends on the key and the names: it is known when one is made. */
static void a_certificate_that_does_not_fit_is_told_with_its_line(void **state)
{
	struct cli_fixture *f = *state;
	char text[8192], name[700] = "";

	replace(text, sizeof(text), acme_meter, "size   = 700", "size   = 300");
	write_file(f, "acme.profile", text);
	sesim_refuses(f, "chip new %/acme.profile %/a.nvm",
		"acme.profile:47: certificate meter may have 387 bytes, and its object 10000001 has 300: "
		"give it shorter names, or the object more bytes");
	for (size_t i = 0; i < 8; i++)
		snprintf(name + strlen(name), sizeof(name) - strlen(name),
			"/OU=abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789");
	snprintf(text, sizeof(text),
		"%s[object 20000000]\nclass = rsa-pair-crt\nbits = 4096\n"
		"[object 20000001]\nclass = binary\nsize = 4000\nvalue = certificate\n"
		"[certificate long]\nobject = 20000001\nkey = 20000000\nsigner = acme-root\n"
		"issuer = %s\nsubject = %s\nextension = subject-alt-name directory \"%s\"\n",
		acme_meter, name, name, name);
	write_file(f, "acme.profile", text);
	sesim_refuses(f, "chip new %/acme.profile %/a.nvm",
		"acme.profile:62: certificate long is longer than 2048 bytes");
}

/* The factory knows the public part. */
static void a_private_key_alone_has_a_certificate_too(void **state)
{
	struct cli_fixture *f = *state;
	char text[8192];

	replace(text, sizeof(text), acme_meter, "ec-pair", "ec-private");
	write_file(f, "acme.profile", text);
	sesim_good(f, "chip new %/acme.profile %/a.nvm --serial 1");
	sesim_good(f, "chip show %/a.nvm");
}

static void a_huge_file_is_no_profile(void **state)
{
	struct cli_fixture *f = *state;
	char path[256];
	FILE *file;

	path_in(f, path, sizeof(path), "big.profile");
	file = fopen(path, "we");
	assert_non_null(file);
	assert_int_equal(fseek(file, 300 * 1024, SEEK_SET), 0);
	assert_int_equal(fputc('\n', file), '\n');
	assert_int_equal(fclose(file), 0);
	sesim_refuses(f, "chip show %/big.profile", "big.profile is longer than 256 KiB, so no profile");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_path_is_taken_where_a_profile_is, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(a_part_reopens_without_its_profile, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			an_atecc_reopens_without_its_profile, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_part_of_another_profile_is_refused, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_wrong_profile_is_one_sentence_with_file_and_line, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(a_built_in_name_is_not_given_again, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(objects_that_do_not_fit_are_told, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_certificate_that_does_not_fit_is_told_with_its_line, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_private_key_alone_has_a_certificate_too, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(a_huge_file_is_no_profile, cli_setup, cli_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
