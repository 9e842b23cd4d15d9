/* tests/unit/powered.h: an ATECC whose non-volatile memory is a state file. */
#ifndef SESIM_TESTS_POWERED_H
#define SESIM_TESTS_POWERED_H

#include "atecc_fixture.h"
#include "flash.h"
#include "store.h"

enum {
	POWERED_EXHAUSTIVE = 16, /* outcomes of a power cut that are all tried */
};

/* On a medium in memory. */
extern const char powered_path[];

struct powered {
	struct atecc_fixture *f;
	struct store *store;
	struct why why;
};

/* A second chip that shares the first one's engine. */
struct atecc_fixture *second_fixture(const struct atecc_fixture *f);
void second_free(struct atecc_fixture *g);

/* Makes the file, of f's chip. */
void make_file(struct atecc_fixture *f, const struct store_io *io, const char *file);
/* Opens the file and powers the chip that is in it; and without a word to the chip, the end. */
void power_up(struct powered *p, const struct store_io *io, const char *file);
void power_down(struct powered *p);

/* What the file on a medium holds. */
struct atecc_nv nv_on(const struct flash *flash);

#endif
