/* tests/unit/link_contract.h: what every link promises, as one table of cases that each kind of link runs. */
#ifndef SESIM_TESTS_LINK_CONTRACT_H
#define SESIM_TESTS_LINK_CONTRACT_H

#include <stddef.h>

#include "link.h"

/* What a way to two toys at 48 and 60 has; what it has not it promises nothing of. */
enum contract_has {
	HAS_REPEATED_START = 1 << 0, /* simulated: a real one would too, but SE05x hang on it */
	HAS_CLOCK = 1 << 1,          /* time passes, so a toy can be busy */
	HAS_ACTS = 1 << 2,
	HAS_NO_ACTS = 1 << 3,
	HAS_FAULTS = 1 << 4,
	HAS_UNPLUG = 1 << 5,
	HAS_LONG_UNPLUG = 1 << 6, /* a transaction takes real time: it can go away in the middle */
	HAS_PARTS = 1 << 7,       /* the handshake names them */
};

struct contract {
	struct link *link;
	unsigned int has;
	/* The bus errs by this script from now on. */
	void (*fault)(struct contract *contract, const char *script);
	/* The other end goes away, now or in a moment. */
	void (*unplug)(struct contract *contract);
	void (*unplug_soon)(struct contract *contract);
	void *context;
};

struct contract_row {
	const char *name;
	unsigned int needs;
	void (*run)(struct contract *contract);
};

extern const struct contract_row contract_rows[];
extern const size_t contract_n_rows;

/*
 * Runs the rows whose needs it has as tests of cmocka, each with a link of its own. open is given `way` and fills in a
 * contract (has is set), close takes it down again. Returns the number of failed tests.
 */
struct contract_way {
	const char *name;
	unsigned int has;
	int number; /* the caller's */
	void (*open)(struct contract *contract, const struct contract_way *way);
	void (*close)(struct contract *contract);
};
int contract_run(const struct contract_way *ways, size_t n);

#endif
