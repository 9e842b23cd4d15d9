/*
 * tests/unit/se050_refusals.h: the lines of vectors/refusals.tsv for a command, and the wrong commands they speak of.
 *
 * What a line says in the file's few words is made of a good command; what it says in prose a test does itself. Either
 * way the answer must be of the accepted set, and a refused command must have changed nothing.
 */
#ifndef SESIM_TESTS_SE050_REFUSALS_H
#define SESIM_TESTS_SE050_REFUSALS_H

#include "se050_apdu.h"

struct se_refusal {
	char id[80];
	char command[48];
	char situation[200]; /* up to " @ " */
	uint16_t accepted[8];
	size_t n_accepted;
};

/* The lengths that a TLV of the command may have. */
struct se_bound {
	uint8_t tag;
	size_t min, max;
};

struct se_good {
	const char *command; /* as the file calls it */
	struct se_command (*make)(void);
	void (*prepare)(struct se050_fixture *f); /* what has to be before it; or NULL */
	const struct se_bound *bounds;
	size_t n_bounds;
};

/* A line in prose: arranges it and gives its command, which is then sent. */
struct se_prose {
	const char *id;
	struct se_command (*arrange)(struct se050_fixture *f);
};

struct se_refusal_test {
	int (*set_up)(void **state);
	int (*tear_down)(void **state);
	const struct se_good *goods;
	size_t n_goods;
	const struct se_prose *prose;
	size_t n_prose;
};

/* Every line of these commands; each on a part of its own. Returns how many lines have a trial here; test_se050_refusals has them all. */
size_t se_refusals_check(const struct se_refusal_test *test);

/* A command with another value in a TLV that it has; without the TLV. */
struct se_command se_with(struct se_command command, uint8_t tag, const void *bytes, size_t len);
struct se_command se_with_number(struct se_command command, uint8_t tag, size_t size, uint32_t number);
struct se_command se_without(struct se_command command, uint8_t tag);

#endif
