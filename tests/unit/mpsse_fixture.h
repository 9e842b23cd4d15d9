/* tests/unit/mpsse_fixture.h: a bus with two toys at 48 and 60 behind an MPSSE in software, and what it was told. */
#ifndef SESIM_TESTS_MPSSE_FIXTURE_H
#define SESIM_TESTS_MPSSE_FIXTURE_H

#include "mpsse_engine.h"
#include "toy_chip.h"

struct mpsse_fixture {
	struct bus bus;
	struct toy toys[2];
	struct wires wires;
	struct mpsse_engine engine;
	struct mpsse_port engine_port;
	struct mpsse mpsse;
	struct mpsse_options options;
	struct why why;
	/* What a host that errs does: this opcode with its two bytes, or alone, becomes that one; 0: nothing. */
	uint8_t from, to;
	size_t trips;     /* pieces of commands that were said */
	struct wbuf tape; /* all commands since it was cleared */
	uint8_t room[1 << 16];
};

/* Not opened yet: faults may be set. */
struct mpsse_fixture *mpsse_fixture_new(const char *options);
int mpsse_fixture_open(struct mpsse_fixture *f);
void mpsse_fixture_free(struct mpsse_fixture *f);

/* new and open; the test fails if it does not. Its bus has 1000000 Hz and looks at no stretching. */
int mpsse_setup(void **state);
int mpsse_teardown(void **state);

/* One message. Returns 0 or as mpsse_transfer(). */
int mpsse_write(struct mpsse_fixture *f, uint16_t addr, const char *hex);
int mpsse_read(struct mpsse_fixture *f, uint16_t addr, uint8_t *bytes, size_t len);

/* The commands since the tape was cleared are these. */
void assert_commands(const struct mpsse_fixture *f, const char *hex);
/* Nothing was fought over, no edge was where none may be. */
void assert_clean(const struct mpsse_fixture *f);

#endif
