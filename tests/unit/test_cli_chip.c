/* tests/unit/test_cli_chip.c: sesim chip and sesim version, by the real program. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "cli_fixture.h"

/* A whole file's bytes, to be freed. */
static char *contents(const struct cli_fixture *f, const char *name, size_t *len)
{
	char path[128];
	struct stat st;
	char *bytes;
	int fd;

	path_in(f, path, sizeof(path), name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	*len = (size_t)st.st_size;
	bytes = malloc(*len + 1);
	assert_non_null(bytes);
	assert_int_equal(read(fd, bytes, *len), (ssize_t)*len);
	close(fd);
	return bytes;
}

static void the_json_checker_knows_json(void **state)
{
	static const char *const bad[] = { "", "{", "{}}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "01",
		"\"\\x\"", "\"a", "{a:1}", "tru", "[1 2]", "1.", "{\"a\":1 \"b\":2}", "\"\n\"" };
	static const char good[] = " {\"a\" : [1, {\"b\":\"x\\\"\\u00e9\"}, []], \"c\":{}, \"d\":true} ";
	char text[32];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(json_valid(bad[i]));
	assert_true(json_valid(good));
	json_at(good, "a[1].b", text, sizeof(text));
	assert_string_equal(text, "x\\\"\\u00e9");
	json_at(good, "d", text, sizeof(text));
	assert_string_equal(text, "true");
	json_at(good, "a[3]", text, sizeof(text));
	assert_string_equal(text, "");
	assert_int_equal(json_count(good, "a"), 3);
	assert_int_equal(json_count(good, ""), 3);
	assert_int_equal(json_count(good, "d"), -1);
}

static void version_tells_all_that_a_run_depends_on(void **state)
{
	struct cli_fixture *f = *state;

	sesim_json(f, "version --json");
	assert_json(f, "sesim", SESIM_VERSION);
	assert_json(f, "wire", "1");
	assert_json(f, "state", "1");
	assert_int_equal(json_count(f->result.out, ""), 5);
	sesim_good(f, "version");
	assert_non_null(strstr(f->result.out, "sesim " SESIM_VERSION "\n"));
	sesim_good(f, "--version");
	assert_non_null(strstr(f->result.out, "sesim " SESIM_VERSION "\n"));
}

static void every_command_has_help_with_an_example(void **state)
{
	static const char *const lines[] = { "chip profiles --help", "chip new --help", "chip show -h",
		"chip set --help", "chip commands --help", "version --help" };
	struct cli_fixture *f = *state;

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		sesim_good(f, lines[i]);
		assert_int_equal(strncmp(f->result.out, "usage: sesim ", 13), 0);
		assert_non_null(strstr(f->result.out, "\nexample"));
	}
	sesim_good(f, "--help");
	sesim_good(f, "chip --help");
}

/* A page for each, with its options and examples. */
static void manual_pages_come_from_the_help(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip new --man");
	assert_ptr_equal(strstr(f->result.out, ".TH SESIM\\-CHIP\\-NEW 1 "), f->result.out);
	assert_non_null(strstr(f->result.out, "\n.SH OPTIONS\n.TP\n.B \\-\\-serial N\n"));
	assert_non_null(strstr(f->result.out, "\n.SH EXAMPLES\n.nf\nsesim chip new atecc608a device.nvm\n"));
	sesim_good(f, "--man");
	assert_non_null(strstr(f->result.out, "\n.BR sesim\\-chip (1)\n"));
}

/* INTERFACES: exit status 2 is usage or a bad file. */
static void a_wrong_command_line_is_one_sentence_and_status_2(void **state)
{
	struct cli_fixture *f = *state;

	sesim_refuses(f, "chp", "there is no command \"chp\": did you mean chip?");
	sesim_refuses(f, "teleport", "there is no command \"teleport\": \"sesim --help\" lists them");
	sesim_refuses(f, "chip shw", "did you mean show?");
	sesim_refuses(f, "chip show", "usage: sesim chip show FILE|PROFILE [--json]");
	sesim_refuses(f, "chip show a b", "\"b\" is one word too many");
	sesim_refuses(f, "chip show --jsn", "there is no option --jsn: did you mean --json?");
	sesim_refuses(f, "chip show -x", "there is no option -x");
	sesim_refuses(f, "chip show --json=1 atecc608a", "--json takes no value");
	sesim_refuses(f, "chip new --serial", "--serial wants a value");
	sesim_refuses(f, "chip commands atecc608", "did you mean atecc608a?");
	sesim_refuses(f, "version now", "\"now\" is one word too many");
	sesim(f, "");
	assert_int_equal(f->result.status, 2);
	sesim(f, "chip");
	assert_int_equal(f->result.status, 2);
}

static void profiles_are_listed_for_people_and_machines(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip profiles");
	assert_non_null(strstr(f->result.out, "atecc608a              60  ATECC608A, blank\n"));
	sesim_json(f, "chip profiles --json");
	assert_json(f, "profiles[1].name", "atecc608a");
	assert_json(f, "profiles[1].address", "60");
}

/* Blank parts as seen: RevNum, OTPmode and LastKeyUse of the 508A. */
static void blank_parts_differ_as_their_silicon_does(void **state)
{
	struct cli_fixture *f = *state;
	char config[300];

	sesim_json(f, "chip show atecc608a --json");
	assert_json(f, "profile", "atecc608a");
	assert_json(f, "revision", "00006002");
	assert_json(f, "address", "60");
	assert_json(f, "locks.config", "unlocked");
	assert_json(f, "locks.data", "unlocked");
	assert_json(f, "counters.0", "0");
	assert_json(f, "slots[8].size", "416");
	assert_json(f, "slots[0].private", "true");
	assert_json(f, "chip_options.post", "false");
	assert_int_equal(json_count(f->result.out, "slots"), 16);
	json_at(f->result.out, "zones.config", config, sizeof(config));
	assert_int_equal(strlen(config), 256);
	assert_memory_equal(config + 2 * 68, "00000000000000000000000000000000", 32);
	sesim_json(f, "chip show atecc608b --json");
	assert_json(f, "revision", "00006003");
	sesim_json(f, "chip show atecc508a --json");
	assert_json(f, "revision", "00005000");
	assert_json(f, "chip_options", "");
	json_at(f->result.out, "zones.config", config, sizeof(config));
	assert_memory_equal(config + 2 * 18, "55", 2);
	assert_memory_equal(config + 2 * 68, "ffffffffffffffffffffffffffffffff", 32);
}

static void show_says_in_words_what_slots_are_for(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip show atecc608a");
	assert_non_null(strstr(f->result.out,
		"P-256 private key; signs external messages; signs internal messages; ECDH, "
		"into slot 3; public key can be had; GenKey may replace it; lockable"));
	assert_non_null(strstr(f->result.out, "SHA key or data; read encrypted with key 4; never written"));
	assert_non_null(strstr(f->result.out, "secret: ff throughout"));
}

/* DS20005927A tables 2-6 to 2-11. SlotConfig and KeyConfig as in the config zone, low byte first. */
static void a_slot_s_words_follow_its_configuration(void **state)
{
	static const struct {
		unsigned int slot;
		const char *slot_config, *key_config, *words;
	} rows[] = {
		{ 0, "8123", "3300",
			"P-256 private key; signs external messages; public key can be had; GenKey may "
			"replace it; "
			"lockable" },
		{ 1, "8c43", "1100", "P-256 private key; ECDH, into slot 1; PrivWrite encrypted with key 3" },
		{ 1, "0400", "0100", "private key of the reserved type 0; unusable: IsSecret is 0; ECDH" },
		{ 3, "c3f5", "1a01",
			"AES keys; KDF may write it; read encrypted with key 3; written encrypted with key "
			"5; "
			"DeriveKey from key 5; DeriveKey wants a MAC" },
		{ 4, "9f20", "5c00",
			"SHA key or data; never read; never written; DeriveKey rolls it; not for MAC; wants "
			"a "
			"random nonce" },
		{ 5, "af8f", "9c16",
			"SHA key or data; never read; never written; limited use; wants authorisation by key "
			"6; "
			"wants the persistent latch" },
		{ 6, "4000", "1000",
			"P-256 public key, for which it is too short; never read (EncryptRead without "
			"IsSecret); written in clear" },
		{ 9, "0010", "1200",
			"P-256 public key; to be validated before use, now not valid; read in clear; written "
			"in "
			"clear unless a valid public key" },
		{ 10, "0000", "2c00", "reserved type 3; read in clear; written in clear; lockable" },
	};
	struct cli_fixture *f = *state;
	char line[256], path[32], words[512];

	sesim_good(f, "chip new atecc608a %/a.nvm");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(line, sizeof(line), "chip set %%/a.nvm zones.config[%u]=%s zones.config[%u]=%s",
			20 + 2 * rows[i].slot, rows[i].slot_config, 96 + 2 * rows[i].slot,
			rows[i].key_config);
		sesim_good(f, line);
		sesim_json(f, "chip show %/a.nvm --json");
		snprintf(path, sizeof(path), "slots[%u].words", rows[i].slot);
		json_at(f->result.out, path, words, sizeof(words));
		assert_string_equal(words, rows[i].words);
	}
	sesim_good(f, "chip set %/a.nvm slots[9].valid=true slots[9].lock=locked");
	sesim_good(f, "chip show %/a.nvm");
	assert_non_null(strstr(f->result.out, "to be validated before use, now valid; "));
	assert_non_null(strstr(f->result.out, "unless a valid public key; locked\n"));
}

static void chip_options_and_secure_boot_are_told(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip new atecc608a %/a.nvm");
	sesim_good(f,
		"chip set %/a.nvm chip_options.post=true chip_options.io_key=1 chip_options.io_key_slot=6 "
		"chip_options.kdf_aes=true secure_boot.mode=3 secure_boot.persist=true "
		"secure_boot.random_nonce=true "
		"secure_boot.digest_slot=7 secure_boot.key_slot=15");
	sesim_good(f, "chip show %/a.nvm");
	assert_non_null(strstr(
		f->result.out, "0760: power-on self test on; IO protection key on, slot 6; KDF's AES on"));
	assert_non_null(strstr(f->result.out,
		"1bf7: FullDig; public key in slot 15, digest or signature in slot 7; sets the "
		"persistent latch; wants a random nonce"));
}

/* 22 commands on the 608, 20 on the 508A (DS20005927A table 9-4). */
static void commands_are_those_of_the_silicon(void **state)
{
	struct cli_fixture *f = *state;

	sesim_json(f, "chip commands atecc608a --json");
	assert_json(f, "profile", "atecc608a");
	assert_int_equal(json_count(f->result.out, "commands"), 22);
	assert_json(f, "commands[0].name", "AES");
	assert_json(f, "commands[0].opcode", "51");
	assert_json(f, "commands[0].needs[0]", "aes_enable");
	assert_json(f, "commands[0].latency_class", "aes");
	assert_json(f, "commands[0].supported", "true");
	assert_json(f, "commands[2].name", "Counter");
	assert_json(f, "commands[2].params[1].param1", "01");
	assert_json(f, "commands[2].params[1].param2.high", "1");
	assert_json(f, "commands[2].may_reveal", "false");
	assert_null(strstr(f->result.out, "\"Pause\""));
	sesim_json(f, "chip commands atecc508a --json");
	assert_int_equal(json_count(f->result.out, "commands"), 20);
	assert_non_null(strstr(f->result.out, "\"Pause\""));
	assert_null(strstr(f->result.out, "\"KDF\""));
	sesim_good(f, "chip commands atecc608a");
	assert_non_null(strstr(f->result.out, "\n24  Counter (LORA-B 5.1.1; DS20005927A 9.3)\n"));
}

static void a_new_part_is_as_asked_for(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip new atecc608a@35,rev=00006001 %/a.nvm --serial 258");
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "serial", "0123000000000102ee");
	assert_json(f, "address", "35");
	assert_json(f, "revision", "00006001");
	sesim_good(f, "chip new atecc608b %/b.nvm --serial 0123a1b2c3d4e5f601");
	sesim_json(f, "chip show %/b.nvm --json");
	assert_json(f, "serial", "0123a1b2c3d4e5f601");
	assert_json(f, "profile", "atecc608b");
}

static void assert_same_contents(const struct cli_fixture *f, const char *one, const char *other)
{
	size_t len, len_other;
	char *bytes = contents(f, one, &len);
	char *bytes_other = contents(f, other, &len_other);

	assert_int_equal(len, len_other);
	assert_memory_equal(bytes, bytes_other, len);
	free(bytes);
	free(bytes_other);
}

static void a_seed_makes_the_same_part_again(void **state)
{
	struct cli_fixture *f = *state;
	char first[32];

	sesim_good(f, "chip new atecc608a %/a.nvm --seed 7");
	sesim_good(f, "chip new atecc608a %/b.nvm --seed 7 --serial auto");
	sesim_good(f, "chip new atecc608a %/c.nvm");
	assert_same_contents(f, "a.nvm", "b.nvm");
	sesim_json(f, "chip show %/a.nvm --json");
	json_at(f->result.out, "serial", first, sizeof(first));
	sesim_json(f, "chip show %/b.nvm --json");
	assert_json(f, "serial", first);
	sesim_json(f, "chip show %/c.nvm --json");
	assert_null(strstr(f->result.out, first));
}

static void an_existing_file_is_never_overwritten(void **state)
{
	struct cli_fixture *f = *state;
	size_t len, len_after;
	char *before, *after;

	sesim_good(f, "chip new atecc608a %/a.nvm");
	before = contents(f, "a.nvm", &len);
	sesim_refuses(f, "chip new atecc608a %/a.nvm", "exists");
	after = contents(f, "a.nvm", &len_after);
	assert_int_equal(len, len_after);
	assert_memory_equal(before, after, len);
	free(before);
	free(after);
}

static void a_new_part_that_cannot_be_is_refused(void **state)
{
	struct cli_fixture *f = *state;

	sesim_refuses(f, "chip new atecc608a %/a.nvm --batch keys", "cannot open the batch key keys");
	sesim_refuses(f, "chip new atecc608a %/a.nvm --batch /dev/null", "too little for a secret");
	sesim_refuses(f, "chip new atecc608a %/a.nvm --rsa own", "rsa= is not for atecc608a");
	sesim_refuses(f, "chip new se050a %/a.nvm --rsa mine", "says not where RSA keys are from");
	sesim_refuses(f, "chip new atecc608a %/a.nvm --serial x", "\"x\" is no serial number");
	sesim_refuses(f, "chip new atecc608a %/a.nvm --serial 281474976710656", "is no serial number");
	sesim_refuses(f, "chip new atecc608a,state=x %/a.nvm", "leave out state=");
	sesim_refuses(f, "chip new atecc608a,serial=0123000000000102ee %/a.nvm --serial 1", "given twice");
	sesim_refuses(f, "chip new atecc608a %/a.nvm --seed soon", "--seed takes a number");
	sesim_refuses(f, "chip new atecc608a %/no/such/folder/a.nvm", "No such file or directory");
	sesim_refuses(f, "chip show %/a.nvm", "No such file or directory");
}

/* INTERFACES: a known profile name wins, ./name forces a file. */
static void a_profile_name_wins_over_a_file(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip new atecc508a %/atecc608a");
	sesim_json(f, "chip show %/atecc608a --json");
	assert_json(f, "profile", "atecc508a");
	assert_int_equal(chdir(f->folder), 0);
	sesim_json(f, "chip show atecc608a --json");
	assert_json(f, "profile", "atecc608a");
	sesim_json(f, "chip show ./atecc608a --json");
	assert_json(f, "profile", "atecc508a");
	assert_int_equal(chdir("/"), 0);
}

static void set_does_what_hardware_cannot(void **state)
{
	struct cli_fixture *f = *state;

	sesim_good(f, "chip new atecc608a %/a.nvm --serial 1");
	sesim_good(f,
		"chip set %/a.nvm locks.config=locked locks.data=locked slots[8].lock=locked "
		"counters[0]=2097151 "
		"counters.1=0x20 otp[62]=abcd zones.config[16]=6a slots[2].data[1]=010203 "
		"chip_options.io_key_slot=6 "
		"slots[4].no_mac=true slots[4].write_config=5 serial=0123000000000002ee "
		"slots[0].private_key=0000000000000000000000000000000000000000000000000000000000000001");
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "locks.config", "locked");
	assert_json(f, "locks.data", "locked");
	assert_json(f, "slots[8].lock", "locked");
	assert_json(f, "slots[9].lock", "unlocked");
	assert_json(f, "counters.0", "2097151");
	assert_json(f, "counters.1", "32");
	assert_json(f, "address", "35");
	assert_json(f, "chip_options.io_key_slot", "6");
	assert_json(f, "slots[4].no_mac", "true");
	assert_json(f, "slots[4].write_config", "5");
	assert_json(f, "slots[4].write_key", "15");
	assert_json(f, "serial", "0123000000000002ee");
	assert_json(f, "slots[2].data",
		"ff010203ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
	assert_json(f, "slots[0].data",
		"000000000000000000000000000000000000000000000000000000000000000000000001");
	sesim_good(f, "chip set %/a.nvm locks.config=unlocked address=44");
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "locks.config", "unlocked");
	assert_json(f, "address", "44");
}

/* A point on P-256: its generator (FIPS 186-4 D.1.2.3). */
static void set_loads_public_keys_and_their_validity(void **state)
{
	static const char point[] = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
				    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
	struct cli_fixture *f = *state;
	char line[512];

	sesim_good(f, "chip new atecc608a %/a.nvm");
	sesim_refuses(f, "chip set %/a.nvm slots[9].public_key=00", "slot 9 is not configured for one");
	snprintf(line, sizeof(line),
		"chip set %%/a.nvm slots[9].key_type=4 slots[9].pub_info=1 slots[9].public_key=%s", point);
	sesim_good(f, line);
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "slots[9].public_key", point);
	assert_json(f, "slots[9].valid", "false");
	sesim_good(f, "chip set %/a.nvm slots[9].valid=true");
	sesim_json(f, "chip show %/a.nvm --json");
	assert_json(f, "slots[9].valid", "true");
	sesim_refuses(f,
		"chip set %/a.nvm slots[9].public_key="
		"00000000000000000000000000000000000000000000000000000000000000010000000000000000000000000000"
		"000"
		"000000000000000000000000000000001",
		"takes a point on P-256");
}

static void set_does_all_or_nothing(void **state)
{
	struct cli_fixture *f = *state;
	size_t len, len_after;
	char *before, *after;

	sesim_good(f, "chip new atecc608a %/a.nvm");
	before = contents(f, "a.nvm", &len);
	sesim_refuses(f, "chip set %/a.nvm locks.config=locked counters[0]=2097152", "takes 0 to 2097151");
	after = contents(f, "a.nvm", &len_after);
	assert_int_equal(len, len_after);
	assert_memory_equal(before, after, len);
	free(before);
	free(after);
}

static void a_key_or_value_that_is_none_is_refused_with_what_is_right(void **state)
{
	static const char *const rows[][2] = {
		{ "x", "\"x\" is no KEY=VALUE" },
		{ "=x", "\"=x\" is no KEY=VALUE" },
		{ "lcks.config=locked", "did you mean locks.config?" },
		{ "locks.confg=locked", "did you mean locks.config?" },
		{ "colour=red", "\"sesim chip show --json\" has them all" },
		{ "config=00", "\"sesim chip show --json\" has them all" },
		{ "a..b=1", "there is no key \"a..b\"" },
		{ "slots[=1", "there is no key \"slots[\"" },
		{ "locks.config[0]=locked", "there is no key \"locks.config[0]\"" },
		{ "counters[2]=0", "there is no key \"counters[2]\"" },
		{ "slots[2].dta=00", "did you mean slots[2].data?" },
		{ "slots[16].data=00", "up to slots[15]" },
		{ "slots[3].private_key=00", "slot 3 is not configured for one" },
		{ "slots[0].private_key=0000000000000000000000000000000000000000000000000000000000000000",
			"takes a private key of P-256" },
		{ "slots[0].words=x", "it follows from other keys" },
		{ "profile=atecc608b", "profile cannot be set" },
		{ "locks.config=open", "takes locked or unlocked, not \"open\"" },
		{ "slots[0].is_secret=maybe", "takes true or false, not \"maybe\"" },
		{ "slots[0].key_type=8", "takes 0 to 7, not \"8\"" },
		{ "otp=00", "takes 64 bytes, not 1" },
		{ "otp[63]=0000", "takes 1 bytes at most, not 2" },
		{ "otp[64]=00", "takes 0 bytes at most, not 1" },
		{ "otp[0]=0x", "takes hex digits" },
		{ "serial=01", "takes 9 bytes, 18 hex digits" },
		{ "address=78", "takes a 7-bit address in hex" },
	};
	struct cli_fixture *f = *state;
	char line[256];

	sesim_good(f, "chip new atecc608a %/a.nvm");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(line, sizeof(line), "chip set %%/a.nvm %s", rows[i][0]);
		sesim_refuses(f, line, rows[i][1]);
	}
	sesim_good(f, "chip new atecc508a %/b.nvm");
	sesim_refuses(f, "chip set %/b.nvm chip_options.post=true", "an ATECC508A has none");
}

static void a_damaged_file_is_refused_and_left_alone(void **state)
{
	struct cli_fixture *f = *state;
	char path[128], *before, *after;
	size_t len, len_after;
	int fd;

	sesim_good(f, "chip new atecc608a %/a.nvm");
	path_in(f, path, sizeof(path), "a.nvm");
	fd = open(path, O_WRONLY | O_CLOEXEC);
	assert_int_equal(pwrite(fd, "x", 1, 700), 1);
	close(fd);
	before = contents(f, "a.nvm", &len);
	sesim_refuses(f, "chip show %/a.nvm", "a.nvm");
	sesim_refuses(f, "chip set %/a.nvm locks.config=locked", "a.nvm");
	after = contents(f, "a.nvm", &len_after);
	assert_int_equal(len, len_after);
	assert_memory_equal(before, after, len);
	free(before);
	free(after);
	fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	assert_int_equal(write(fd, "hello\n", 6), 6);
	close(fd);
	sesim_refuses(f, "chip show %/a.nvm", "a.nvm");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_json_checker_knows_json),
		cmocka_unit_test_setup_teardown(
			version_tells_all_that_a_run_depends_on, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			every_command_has_help_with_an_example, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(manual_pages_come_from_the_help, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_wrong_command_line_is_one_sentence_and_status_2, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			profiles_are_listed_for_people_and_machines, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			blank_parts_differ_as_their_silicon_does, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			show_says_in_words_what_slots_are_for, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_slot_s_words_follow_its_configuration, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			chip_options_and_secure_boot_are_told, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(commands_are_those_of_the_silicon, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(a_new_part_is_as_asked_for, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(a_seed_makes_the_same_part_again, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			an_existing_file_is_never_overwritten, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_new_part_that_cannot_be_is_refused, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(a_profile_name_wins_over_a_file, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(set_does_what_hardware_cannot, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			set_loads_public_keys_and_their_validity, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(set_does_all_or_nothing, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_key_or_value_that_is_none_is_refused_with_what_is_right, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_damaged_file_is_refused_and_left_alone, cli_setup, cli_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
