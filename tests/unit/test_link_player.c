/* tests/unit/test_link_player.c: what a recording from anywhere must not do to who plays it. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "link_player.h"
#include "recording.h"

enum { COUNT = 0xc8 }; /* more than I2C_COUNTED_MAX */

/* A recording of one counted read, of `count` and as many bytes. */
static struct link *recorded_read(uint8_t count)
{
	char path[] = "/tmp/sesim-player-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");
	struct link *link = NULL;
	struct why why = { "" };

	assert_non_null(file);
	fprintf(file, "%s\n\n0.000 60 Rl %02x", RECORDING_FIRST_LINE, count);
	for (size_t i = 0; i < count; i++)
		fputs("5a", file);
	fputc('\n', file);
	assert_int_equal(fclose(file), 0);
	if (link_player_open(&link, path, NULL, &why) < 0)
		fail_msg("%s", why.text);
	unlink(path);
	return link;
}

/* As much room as a counted read of one byte has to have (i2c.h). */
static int read_counted(struct link *link, struct i2c_message *m)
{
	size_t done;

	*m = (struct i2c_message){
		.addr = 0x60, .flags = I2C_READ | I2C_RECV_LEN, .len = 1, .bytes = malloc(1 + I2C_COUNTED_MAX)
	};
	assert_non_null(m->bytes);
	return link_transfer(link, m, 1, &done);
}

static void a_counted_read_is_played_with_what_it_counts(void **state)
{
	struct link *link = recorded_read(I2C_COUNTED_MAX);
	struct i2c_message m;

	(void)state;
	assert_int_equal(read_counted(link, &m), 1);
	assert_int_equal(m.len, 1 + I2C_COUNTED_MAX);
	free(m.bytes);
	link_close(link);
}

static void a_count_that_no_host_takes_adds_nothing(void **state)
{
	struct link *link = recorded_read(COUNT);
	struct i2c_message m;

	(void)state;
	assert_int_equal(read_counted(link, &m), -ENXIO); /* what was asked for then was longer */
	assert_non_null(link_player_deviation(link));
	free(m.bytes);
	link_close(link);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_counted_read_is_played_with_what_it_counts),
		cmocka_unit_test(a_count_that_no_host_takes_adds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
