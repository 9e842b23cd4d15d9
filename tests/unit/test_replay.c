/* tests/unit/test_replay.c: sesim replay: a recording made on one link is said again on others, by the real program. */
#include "cmocka_all.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atca_keys.h"
#include "atca_memory.h"
#include "cli_fixture.h"
#include "host_link.h"
#include "link_record.h"
#include "se05x_keys.h"
#include "se05x_objects.h"

enum {
	LINE = 1024,
	KEY_ID = 0x10002000,
	FILE_ID = 0x10002001,
};

/* What a host says, over a link that is being recorded. */
struct recorded {
	struct host_link *f;
	struct link *inner;
	struct record_file file;
};

static void begin(struct recorded *r, const struct cli_fixture *cli, const char *part, const char *name)
{
	const char *header[1];
	char path[LINE], chip[64];

	path_in(cli, path, sizeof(path), name);
	snprintf(chip, sizeof(chip), "chip %s", part);
	header[0] = chip;
	r->f = host_link_new(part);
	r->inner = r->f->link;
	assert_int_equal(record_file_open(&r->file, path, header, 1, NULL), 0);
	assert_int_equal(link_watch(&r->f->link, r->inner, &r->file.watcher, NULL), 0);
	r->f->at.link = r->f->link;
}

static void end(struct recorded *r)
{
	assert_int_equal(record_file_close(&r->file, NULL), 0);
	host_link_free(r->f);
}

/* Of everything that differs from part to part and from time to time something. */
static void record_atecc(struct cli_fixture *f, const char *part)
{
	uint8_t config[ATCA_CONFIG_BYTES], bytes[64];
	struct atca_answer answer;
	struct recorded r;
	struct atca_host *host;

	begin(&r, f, part, "atecc.txt");
	host = &r.f->atca;
	*host = atca_host_make(r.f->link, ATCA_ADDRESS_DEFAULT);
	assert_int_equal(link_read(r.f->link, ATCA_ADDRESS_DEFAULT, bytes, 4), -ENXIO); /* asleep */
	assert_int_equal(atca_revision(host, bytes), 0);
	assert_int_equal(atca_read_config(host, config), 0);
	assert_int_equal(atca_host_wake(host, &answer), 0);
	assert_int_equal(atca_host_command(host, ATCA_RANDOM, 0, 0, NULL, 0, &answer), 0);
	assert_int_equal(atca_host_command(host, ATCA_SHA, 0, 0, NULL, 0, &answer), 0);
	assert_int_equal(atca_host_command(host, ATCA_SHA, 2, 3, "abc", 3, &answer), 0);
	memset(bytes, 0x5a, 32);
	assert_int_equal(atca_host_command(host, ATCA_NONCE, 3, 0, bytes, 32, &answer), 0);
	assert_int_equal(atca_host_command(host, ATCA_COUNTER, 0, 0, NULL, 0, &answer), 0);
	/* An error is an answer, too. */
	assert_int_equal(atca_host_command(host, ATCA_READ, 0, 0x7fff, NULL, 0, &answer), 0);
	assert_int_equal(atca_host_sleep(host), 0);
	end(&r);
}

static void record_se05x(struct cli_fixture *f)
{
	static const uint8_t digest[32] = { 1, 2, 3 };
	const struct se05x_write plain = { .attempts = 0 };
	uint8_t bytes[256], id[SE05X_UNIQUE_ID_BYTES];
	struct wbuf out = wbuf_to(bytes, sizeof(bytes));
	struct recorded r;

	begin(&r, f, "se050c", "se050.txt");
	assert_int_equal(se05x_host_open(&r.f->se05x, &r.f->port), 0);
	assert_int_equal(se05x_unique_id(&r.f->se05x, id), 0);
	assert_int_equal(se05x_generate_ec(&r.f->se05x, KEY_ID, SE05X_P256, &plain), 0);
	assert_int_equal(se05x_read(&r.f->se05x, KEY_ID, &out), 0);
	/* Many: of signatures in DER some are a byte longer than others. */
	for (int i = 0; i < 8; i++) {
		out.len = 0;
		assert_int_equal(
			se05x_sign_digest(&r.f->se05x, KEY_ID, rbuf_from(digest, sizeof(digest)), &out), 0);
	}
	assert_int_equal(se05x_write_file(&r.f->se05x, FILE_ID, sizeof(digest),
				 rbuf_from(digest, sizeof(digest)), &plain),
		0);
	out.len = 0;
	assert_int_equal(se05x_read_part(&r.f->se05x, FILE_ID, 0, 32, &out), 0);
	assert_int_equal(se05x_delete(&r.f->se05x, KEY_ID), 0);
	assert_int_equal(se05x_delete(&r.f->se05x, FILE_ID), 0);
	end(&r);
}

/* Runs the line, on which each % is the fixture's folder, and looks at its status. */
static void replay(struct cli_fixture *f, const char *line, int status)
{
	sesim(f, line);
	if (f->result.status != status)
		fail_msg("sesim %s: %d\n%s%s", line, f->result.status, f->result.out, f->result.err);
}

static void replay_on_every_link(struct cli_fixture *f, const char *chip, const char *name)
{
	char line[LINE], ready[LINE];
	int server;

	snprintf(line, sizeof(line), "replay %%/%s --link sim:%s --seed 99", name, chip);
	replay(f, line, 0);
	assert_non_null(strstr(f->result.out, "but for what is random or the part's own"));
	snprintf(line, sizeof(line), "replay %%/%s --link sim:%s --clock virtual --latency typical --seed 5",
		name, chip);
	replay(f, line, 0);
	snprintf(line, sizeof(line), "serve --chip %s --listen unix:%s/bus.sock --ready-fd 3", chip,
		f->folder);
	server = program_start(line, ready, sizeof(ready));
	snprintf(line, sizeof(line), "replay %%/%s --link unix:%%/bus.sock --fast", name);
	replay(f, line, 0);
	assert_int_equal(program_end(server, SIGTERM), 0);
	snprintf(line, sizeof(line), "run --chip %s -- %s replay %%/%s --link i2c:/dev/i2c-1 --fast", chip,
		SESIM_PROGRAM, name);
	replay(f, line, 0);
	snprintf(line, sizeof(line), "replay %%/%s --link mpsse:%s --seed 3", name, chip);
	replay(f, line, 0);
}

static void a_recording_of_an_atecc_is_the_same_on_every_link(void **state)
{
	struct cli_fixture *f = *state;

	record_atecc(f, "atecc608a");
	replay_on_every_link(f, "atecc608a", "atecc.txt");
	/* The part is in the header. */
	replay(f, "replay %/atecc.txt", 0);
}

static void a_recording_of_an_se05x_is_the_same_on_every_link(void **state)
{
	struct cli_fixture *f = *state;

	record_se05x(f);
	replay_on_every_link(f, "se050c", "se050.txt");
}

static void another_part_differs_in_what_it_is(void **state)
{
	struct cli_fixture *f = *state;

	record_atecc(f, "atecc608a");
	replay(f, "replay %/atecc.txt --link sim:atecc608b", 1);
	assert_non_null(strstr(f->result.out, "recorded Info"));
	assert_non_null(strstr(f->result.out, "-> 00006002"));
	assert_non_null(strstr(f->result.out, "now      Info"));
	assert_non_null(strstr(f->result.out, "-> 00006003"));
	replay(f, "replay %/atecc.txt --link sim:atecc608b --mask 60\tInfo\t* --mask *\tRead\t4-15", 0);
	replay(f, "replay %/atecc.txt --link sim:atecc608b --keep-going --json", 1);
	assert_json(f, "result", "differs");
	assert_json(f, "differences[0].address", "60");
	assert_json(f, "simulated", "true");
	replay(f, "replay %/atecc.txt --link sim:se050c", 1);
}

static void write_file(const struct cli_fixture *f, const char *name, const char *text)
{
	char path[LINE];
	FILE *file;

	path_in(f, path, sizeof(path), name);
	file = fopen(path, "we");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* A MAC over the chip's nonce is worth nothing to a chip that has another. */
static void what_follows_from_chance_is_not_said_again(void **state)
{
	struct cli_fixture *f = *state;
	uint8_t data[77] = { 0 };
	struct atca_answer answer;
	struct recorded r;

	begin(&r, f, "atecc608a-tngtls", "nonce.txt");
	r.f->atca = atca_host_make(r.f->link, 0x35);
	assert_int_equal(atca_host_wake(&r.f->atca, &answer), 0);
	assert_int_equal(atca_host_command(&r.f->atca, ATCA_NONCE, 0, 0, data, 20, &answer), 0);
	assert_int_equal(atca_host_command(&r.f->atca, ATCA_CHECK_MAC, 1, 5, data, 77, &answer), 0);
	end(&r);
	replay(f, "replay %/nonce.txt --link sim:atecc608a-tngtls --seed 11", 0);
	replay(f, "replay %/nonce.txt --link sim:atecc608a-tngtls --seed 12", 2);
	assert_non_null(
		strstr(f->result.err, "the host made it from the chip's nonce, which is another one now"));
}

static void what_is_no_recording_is_refused(void **state)
{
	struct cli_fixture *f = *state;

	sesim_refuses(f, "replay %/nonesuch --link sim:atecc608a", "cannot read the recording");
	write_file(f, "none.txt", "sesim-recording 1\n\n1.000 60 W 0g\n");
	replay(f, "replay %/none.txt --link sim:atecc608a", 2);
	assert_non_null(strstr(f->result.err, "line 3: it has a message that is none"));
	write_file(f, "none.txt", "sesim-recording 1\n\n1.000 60 W 00\n");
	sesim_refuses(f, "replay %/none.txt", "name a bus with --link");
	write_file(f, "empty.txt", "sesim-recording 1\nchip atecc608a\n\n");
	replay(f, "replay %/empty.txt", 2);
	assert_non_null(strstr(f->result.err, "holds no transaction"));
	write_file(f, "masks", "60 Counter *\n# a comment\n60 x\n");
	sesim_refuses(f, "replay %/empty.txt --masks %/masks", "masks, line 3: \"60 x\" is no mask");
	replay(f, "replay %/empty.txt --link unix:%/nonesuch", 3);
}

static const char short_text[] = "sesim-recording 1\n"
				 "chip atecc608a\n"
				 "\n"
				 "0.000 60 R ?4 ! address-nack\n"
				 "10.000 00 W 00 ! address-nack\n"
				 "1510.000 60 R 04113343\n"
				 "2080.000 60 W 030730000000035d\n"
				 "2090.000 60 R ?1 ! address-nack\n"
				 "2560.000 60 R 07\n"
				 "2570.000 60 R 000060028038\n"
				 "3000.000 60 W 01\n";

static void a_driver_that_says_the_same_is_answered_the_same(void **state)
{
	struct cli_fixture *f = *state;
	char line[LINE], ready[LINE];
	int server;

	write_file(f, "short.txt", short_text);
	/* Its polls are fewer, at the device; and here, at the socket. */
	snprintf(line, sizeof(line),
		"replay %%/short.txt --as-chip -- %s replay %%/short.txt --link i2c:/dev/i2c-1",
		SESIM_PROGRAM);
	replay(f, line, 0);
	assert_non_null(strstr(f->result.err, "8 transactions played as recorded"));
	snprintf(line, sizeof(line), "replay %s/short.txt --as-chip --listen unix:%s/bus.sock --ready-fd 3",
		f->folder, f->folder);
	server = program_start(line, ready, sizeof(ready));
	replay(f, "replay %/short.txt --link unix:%/bus.sock", 0);
	assert_int_equal(program_end(server, 0), 0); /* ends with the recording */
}

static void the_first_deviation_of_a_driver_is_told(void **state)
{
	struct cli_fixture *f = *state;
	char line[LINE];

	write_file(f, "short.txt", short_text);
	write_file(f, "other.txt",
		"sesim-recording 1\n\n0.000 00 W 00 ! address-nack\n1510.000 60 R 04113343\n2080.000 60 W "
		"03071b0000002446\n");
	snprintf(line, sizeof(line),
		"replay %%/short.txt --as-chip -- %s replay %%/other.txt --link i2c:/dev/i2c-1 --patience 5",
		SESIM_PROGRAM);
	replay(f, line, 1);
	assert_non_null(strstr(f->result.err,
		"short.txt, line 7: expected 60 W 030730000000035d, the driver says 60 W 03071b0000002446"));
	replay(f, "replay %/short.txt --as-chip -- true", 1);
	assert_non_null(strstr(f->result.err, "short.txt, line 6: 60 R ?4 was not said"));
	replay(f, "replay %/short.txt --as-chip -- sh -c exit\t42", 42);
	sesim_refuses(f, "replay %/short.txt --as-chip", "somebody has to use the chips");
	sesim_refuses(f, "replay %/nonesuch --as-chip -- true", "cannot read the recording");
}

static char *text_of(const struct cli_fixture *f, const char *name)
{
	static const size_t cap = 1 << 16;
	char path[LINE], *text = calloc(1, cap);
	FILE *file;

	path_in(f, path, sizeof(path), name);
	file = fopen(path, "re");
	assert_non_null(text);
	assert_non_null(file);
	assert_true(fread(text, 1, cap - 1, file) > 0);
	fclose(file);
	return text;
}

static void a_bus_over_any_link_is_recorded_with_what_it_is(void **state)
{
	struct cli_fixture *f = *state;
	char line[LINE], ready[LINE], *text;
	int server;

	write_file(f, "short.txt", short_text);
	snprintf(line, sizeof(line),
		"record --link sim:atecc608a,serial=0123000000000005ee --seed 3 --out %%/a.txt --pcapng "
		"%%/a.pcapng -- %s replay "
		"%%/short.txt --link i2c:/dev/i2c-1",
		SESIM_PROGRAM);
	replay(f, line, 0);
	text = text_of(f, "a.txt");
	assert_non_null(strstr(text, "\nseed 3\n"));
	assert_non_null(strstr(text, "\ndate 20"));
	assert_non_null(strstr(text, "\nlink sim:atecc608a"));
	assert_non_null(strstr(text, "\nsimulated yes\n"));
	assert_non_null(strstr(text, "\npart 60 atecc608a 0123000000000005ee\n"));
	assert_non_null(strstr(text, " 60 W 030730000000035d\n"));
	free(text);
	replay(f, "replay %/a.txt --link sim:atecc608a", 0);
	replay(f, "trace %/a.pcapng", 0);
	assert_non_null(strstr(f->result.out, "Info        00 revision"));
	/* A server's bus, lent on, is recorded in the middle. The last word is its key, which is not written down. */
	snprintf(line, sizeof(line),
		"record --link mpsse:atecc608a --out %s/b.txt --listen unix:%s/bus.sock --ready-fd 3",
		f->folder, f->folder);
	server = program_start(line, ready, sizeof(ready));
	replay(f, "replay %/short.txt --link unix:%/bus.sock", 0);
	assert_int_equal(program_end(server, SIGTERM), 0);
	replay(f, "replay %/b.txt --link sim:atecc608a", 0);
}

static void record_refuses_what_makes_no_recording(void **state)
{
	struct cli_fixture *f = *state;

	sesim_refuses(f, "record --link sim:atecc608a -- true", "it has to write somewhere");
	sesim_refuses(f, "record --out %/a.txt -- true", "there is nothing to record");
	sesim_refuses(f, "record --link sim:atecc608a --out %/a.txt", "somebody has to use the bus");
	sesim_refuses(f, "record --import %/x --link sim:atecc608a --out %/a.txt", "without a bus");
	sesim_refuses(f, "record --import %/x --out %/a.txt", "cannot read");
	replay(f, "record --link unix:%/nonesuch --out %/a.txt -- true", 3);
	write_file(f, "log", "a-1 [0] . 1.0: i2c_write: i2c-1 #0 a=060 f=0000 l=2 [03]\n");
	sesim_refuses(f, "record --import %/log --out %/a.txt", "per_cpu/cpuN/trace_pipe_raw");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_recording_of_an_atecc_is_the_same_on_every_link, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_recording_of_an_se05x_is_the_same_on_every_link, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(another_part_differs_in_what_it_is, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			what_follows_from_chance_is_not_said_again, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(what_is_no_recording_is_refused, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_driver_that_says_the_same_is_answered_the_same, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			the_first_deviation_of_a_driver_is_told, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			a_bus_over_any_link_is_recorded_with_what_it_is, cli_setup, cli_teardown),
		cmocka_unit_test_setup_teardown(
			record_refuses_what_makes_no_recording, cli_setup, cli_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
