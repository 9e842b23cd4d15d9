/* tests/unit/test_part.c: parts as the command line names them, and their state files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "atecc.h"
#include "board.h"
#include "cmocka_all.h"
#include "part_kind.h"
#include "zones.h"

static int parse(struct part_spec *spec, const char *text, struct why *why)
{
	return part_parse(spec, text, strlen(text), why);
}

static void assert_refused(const char *text, const char *sentence)
{
	struct part_spec spec;
	struct why why = { "" };

	assert_true(parse(&spec, text, &why) < 0);
	assert_string_equal(why.text, sentence);
}

/* INTERFACES: CHIP := PROFILE[@ADDR7][,key=value]... */
static void a_profile_alone_is_a_part(void **state)
{
	struct part_spec spec;

	(void)state;
	assert_int_equal(parse(&spec, "atecc608a", NULL), 0);
	assert_string_equal(spec.profile->name, "atecc608a");
	assert_int_equal(spec.address, 0x60);
	assert_int_equal(spec.given, 0);
	part_spec_clear(&spec);
}

static void address_and_keys_are_taken_in_any_order(void **state)
{
	static const uint8_t serial[9] = { 0x01, 0x23, 1, 2, 3, 4, 5, 6, 0xee };
	static const uint8_t rev[4] = { 0, 0, 0x60, 1 };
	struct part_spec spec;

	(void)state;
	assert_int_equal(
		parse(&spec, "atecc608a@6A,rev=00006001,serial=0123010203040506EE,state=a b=c.nvm", NULL), 0);
	assert_int_equal(spec.address, 0x6a);
	assert_string_equal(spec.state, "a b=c.nvm");
	assert_memory_equal(spec.serial, serial, sizeof(serial));
	assert_memory_equal(spec.rev, rev, sizeof(rev));
	assert_int_equal(spec.given, PART_ADDRESS | PART_STATE | PART_SERIAL | PART_REV);
	part_spec_clear(&spec);
	assert_int_equal(parse(&spec, "atecc608a,rev=6001", NULL), 0);
	assert_memory_equal(spec.rev, rev, sizeof(rev));
	part_spec_clear(&spec);
}

static void a_bad_profile_is_refused_in_a_sentence(void **state)
{
	(void)state;
	assert_refused("atecc608", "there is no profile \"atecc608\": did you mean atecc608a?");
	assert_refused("se950d", "there is no profile \"se950d\": did you mean se050d?");
	assert_refused("tpm", "there is no profile \"tpm\": \"sesim chip profiles\" lists them");
	assert_refused("", "a chip begins with its profile: PROFILE[@ADDR][,key=value]...");
	assert_refused("@60", "a chip begins with its profile: PROFILE[@ADDR][,key=value]...");
	assert_refused(",state=x", "a chip begins with its profile: PROFILE[@ADDR][,key=value]...");
}

static void a_bad_address_is_refused_in_a_sentence(void **state)
{
	static const char *const addresses[] = { "", "6g", "0x60", "c0", "07", "78", "060000060", "-1" };
	char text[64], sentence[256];

	(void)state;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		snprintf(text, sizeof(text), "atecc608a@%s", addresses[i]);
		snprintf(sentence, sizeof(sentence),
			"\"@%s\" is no address: it is 7-bit, in hex, from @08 to @77 (8-bit C0 is @60)",
			addresses[i]);
		assert_refused(text, sentence);
	}
	assert_refused("se050c@49", "se050c answers at 48 and nowhere else, not at 49");
}

static void a_bad_key_is_refused_in_a_sentence(void **state)
{
	(void)state;
	assert_refused("atecc608a,sate=x", "atecc608a has no \"sate=\": did you mean state=?");
	assert_refused("atecc608a,colour=red",
		"atecc608a has no \"colour=\": it takes state=, serial=, rev=, batch= and names=");
	assert_refused("atecc608a,oef=A1F4",
		"oef= is not for atecc608a: it takes state=, serial=, rev=, batch= and names=");
	assert_refused("atecc608a,scp03=a:b:c",
		"scp03= is not for atecc608a: it takes state=, serial=, rev=, batch= and names=");
	assert_refused("atecc608a,memory=1",
		"memory= is not for atecc608a: it takes state=, serial=, rev=, batch= and names=");
	assert_refused("se050c,rev=6002",
		"rev= is not for se050c: it takes state=, serial=, oef=, scp03=, memory=, batch= and rsa=");
	assert_refused("atecc608a,state", "state wants a value: state=FILE");
	assert_refused("atecc608a,state=", "state wants a value: state=FILE");
	assert_refused(
		"atecc608a,", "atecc608a has no \"=\": it takes state=, serial=, rev=, batch= and names=");
	assert_refused("atecc608a,state=x,state=y", "state= is given twice");
}

static void a_bad_value_is_refused_in_a_sentence(void **state)
{
	char text[PART_STATE_MAX + 64] = "atecc608a,state=";

	(void)state;
	assert_refused("atecc608a,serial=0123",
		"\"0123\" is no serial number of an ATECC: it is 9 bytes, 18 hex digits");
	assert_refused("atecc608a,serial=0123010203040506ex",
		"\"0123010203040506ex\" is no serial number of an ATECC: it is 9 bytes, 18 hex digits");
	assert_refused("atecc608a,rev=6.2", "\"6.2\" is no RevNum: it is 8 hex digits, as in rev=00006002");
	assert_refused("atecc608a,rev=00005000", "rev=00005000 is not of an ATECC608A but of an ATECC508A");
	assert_refused("atecc608a,rev=00006003", "rev=00006003 is not of an ATECC608A but of an ATECC608B");
	assert_refused("atecc608b,rev=12346003", "rev=12346003 is not of an ATECC608B");
	memset(text + strlen(text), 'x', PART_STATE_MAX);
	assert_refused(text, "the name of the state file is longer than 1023 characters");
	assert_refused("atecc608a,names=sesim",
		"names= is for parts that come with certificates, which an atecc608a does not");
	assert_refused("atecc608b-tngtls,names=mine", "\"mine\" is no kind of names: names=template for "
						      "those of the host's templates, names=sesim for "
						      "our own");
	assert_refused("atecc608b-tngtls,batch=", "batch wants a value: batch=KEYFILE");
}

struct fixture {
	char folder[64];
	char path[128];
	struct rng rng;
	struct part_options options;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	snprintf(f->folder, sizeof(f->folder), "/tmp/sesim-part-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->path, sizeof(f->path), "%s/a.nvm", f->folder);
	rng_seed(&f->rng, 1);
	f->options = (struct part_options){ .rng = &f->rng, .sync = STORE_SYNC_NEVER };
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	unlink(f->path);
	rmdir(f->folder);
	free(f);
	return 0;
}

/* Opens "PROFILE...,state=PATH". */
static int open_text(struct fixture *f, struct part **part, const char *text, struct why *why)
{
	struct part_spec spec;
	char whole[256];
	int rc;

	snprintf(whole, sizeof(whole), "%s,state=%s", text, f->path);
	assert_int_equal(parse(&spec, whole, NULL), 0);
	rc = part_open(part, &spec, &f->options, why);
	part_spec_clear(&spec);
	return rc;
}

static void a_fresh_part_is_written_with_address_serial_and_revision(void **state)
{
	struct fixture *f = *state;
	struct part *part;
	const struct atecc *chip;

	assert_int_equal(open_text(f, &part, "atecc608a@35,rev=00006001,serial=012311223344556601", NULL), 0);
	part_free(part);
	assert_int_equal(part_peek(&part, f->path, NULL, NULL), 0);
	chip = part->chip;
	assert_int_equal(chip->nv.config[CONFIG_I2C_ADDRESS], 0x6a);
	assert_memory_equal(chip->nv.config, "\x01\x23\x11\x22\x00\x00\x60\x01\x33\x44\x55\x66\x01", 13);
	assert_int_equal(part_address(part), 0x35);
	part_free(part);
}

static void a_state_file_that_differs_from_what_is_asked_is_refused(void **state)
{
	static const struct {
		const char *text, *sentence;
	} rows[] = {
		{ "atecc608b", "holds an atecc608a, not an atecc608b" },
		{ "atecc608a@61", "is of a part at 60: leave out @61, or take another file" },
		{ "atecc608a,serial=0123112233445566ee",
			"is of a part with another serial number: leave out serial=, or take another file" },
		{ "atecc608a,rev=00006001", "is of a part with another RevNum than rev= says" },
	};
	struct fixture *f = *state;
	struct part *part;
	struct why why;
	char sentence[512];

	assert_int_equal(open_text(f, &part, "atecc608a", NULL), 0);
	part_free(part);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(open_text(f, &part, rows[i].text, &why), -EINVAL);
		assert_null(part);
		snprintf(sentence, sizeof(sentence), "state file %s %s", f->path, rows[i].sentence);
		assert_string_equal(why.text, sentence);
	}
	assert_int_equal(open_text(f, &part, "se050c", &why), -EINVAL);
	assert_int_equal(open_text(f, &part, "atecc608a@60", &why), 0);
	part_free(part);
}

static void a_state_file_has_one_user_at_a_time(void **state)
{
	struct fixture *f = *state;
	struct part *part, *second;
	struct why why;

	assert_int_equal(open_text(f, &part, "atecc608a", NULL), 0);
	assert_int_equal(open_text(f, &second, "atecc608a", &why), -EBUSY);
	part_free(part);
	assert_int_equal(open_text(f, &second, "atecc608a", &why), 0);
	part_free(second);
}

static void serial_numbers_come_from_the_seed_and_the_address(void **state)
{
	struct fixture *f = *state;
	struct part_spec here, there;
	struct part *parts[4];
	uint8_t serials[4][PART_SERIAL_MAX];

	assert_int_equal(parse(&here, "atecc608a", NULL), 0);
	assert_int_equal(parse(&there, "atecc608a@61", NULL), 0);
	for (size_t i = 0; i < 4; i++) {
		rng_seed(&f->rng, i == 3 ? 2 : 1);
		assert_int_equal(part_open(&parts[i], i == 1 ? &there : &here, &f->options, NULL), 0);
		assert_int_equal(part_serial(parts[i], serials[i]), 9);
		assert_memory_equal(serials[i], "\x01\x23", 2);
		assert_int_equal(serials[i][8], 0xee);
		part_free(parts[i]);
	}
	assert_memory_equal(serials[0], serials[2], 9);
	assert_memory_not_equal(serials[0], serials[1], 9);
	assert_memory_not_equal(serials[0], serials[3], 9);
	part_spec_clear(&here);
	part_spec_clear(&there);
}

static const struct board_options board_defaults = { .clock = CLOCK_INSTANT };

static void a_board_takes_several_chips_and_refuses_two_at_one_address(void **state)
{
	struct wire_part described[2];
	struct board *board;
	struct why why;

	(void)state;
	assert_int_equal(board_new(&board, &board_defaults, NULL), 0);
	assert_int_equal(board_add_all(board, "", &why), 0);
	assert_int_equal(board_add_all(board, "se050c+atecc608a@61", &why), 0);
	assert_int_equal(board->n_parts, 2);
	board_describe(board, described);
	assert_string_equal(described[0].kind, "se050");
	assert_int_equal(described[0].address, 0x48);
	assert_int_equal(described[0].serial_len, 18);
	assert_string_equal(described[1].profile, "atecc608a");
	assert_int_equal(described[1].address, 0x61);
	assert_int_equal(board_add_all(board, "atecc508a@61", &why), -EADDRINUSE);
	assert_string_equal(why.text,
		"two chips at address 61, an atecc608a and an atecc508a: move one, as in atecc508a@62");
	assert_int_equal(board_add_all(board, "atecc508a+", &why), -EINVAL);
	assert_int_equal(board_add_all(board, "+", &why), -EINVAL);
	board_free(board);
}

/* A blank part on a board wakes and answers Info. */
static void a_part_on_a_board_is_alive(void **state)
{
	uint8_t info[] = { 0x03, 0x07, 0x30, 0x00, 0x00, 0x00, 0x03, 0x5d }, answer[7], zero = 0;
	struct i2c_message wake = { .addr = 0, .len = 1, .bytes = &zero };
	struct i2c_message command = { .addr = 0x60, .len = sizeof(info), .bytes = info };
	struct i2c_message reading = {
		.addr = 0x60, .flags = I2C_READ, .len = sizeof(answer), .bytes = answer
	};
	struct board *board;
	size_t done;

	(void)state;
	assert_int_equal(board_new(&board, &board_defaults, NULL), 0);
	assert_int_equal(board_add_all(board, "atecc608a", NULL), 0);
	assert_int_equal(board_power(board, NULL), 0);
	bus_transfer(&board->bus, &wake, 1, &done);
	assert_int_equal(bus_transfer(&board->bus, &command, 1, &done), 1);
	assert_int_equal(bus_transfer(&board->bus, &reading, 1, &done), 1);
	assert_memory_equal(answer, "\x07\x00\x00\x60\x02\x80\x38", 7);
	board_free(board);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_profile_alone_is_a_part),
		cmocka_unit_test(address_and_keys_are_taken_in_any_order),
		cmocka_unit_test(a_bad_profile_is_refused_in_a_sentence),
		cmocka_unit_test(a_bad_address_is_refused_in_a_sentence),
		cmocka_unit_test(a_bad_key_is_refused_in_a_sentence),
		cmocka_unit_test(a_bad_value_is_refused_in_a_sentence),
		cmocka_unit_test_setup_teardown(
			a_fresh_part_is_written_with_address_serial_and_revision, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_state_file_that_differs_from_what_is_asked_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_state_file_has_one_user_at_a_time, setup, teardown),
		cmocka_unit_test_setup_teardown(
			serial_numbers_come_from_the_seed_and_the_address, setup, teardown),
		cmocka_unit_test(a_board_takes_several_chips_and_refuses_two_at_one_address),
		cmocka_unit_test(a_part_on_a_board_is_alive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
