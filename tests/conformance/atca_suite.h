/*
 * tests/conformance/atca_suite.h: the configuration that the suite gives a blank ATECC: slots for what its cases want.
 */
#ifndef SESIM_CONFORM_ATCA_SUITE_H
#define SESIM_CONFORM_ATCA_SUITE_H

#include "atca_talk.h"
#include "conform.h"

/*
 * A part has one life: blank, then one of the configurations, then both zones locked. Where the link keeps snapshots the suite
 * lives all of them; else it is the first, or the one that is found.
 */
enum atca_phase {
	ATCA_BLANK,
	ATCA_A_CONFIG, /* the first configuration, locked */
	ATCA_A_LOCKED, /* the data zone too; other configurations than the suite's, Trust parts', count as this */
	ATCA_B_CONFIG,
	ATCA_B_LOCKED,
	ATCA_C_CONFIG,
	ATCA_C_LOCKED,
	ATCA_D_CONFIG,
	ATCA_D_LOCKED,
	ATCA_PHASES,
};

/* ATCA_BLANK: the configuration zone is none of the suite's, but for what the part itself changes in it. */
enum atca_phase atca_suite_phase(const struct conform *c, const uint8_t config[128], bool data_locked);

/* The rest of conform_family. */
unsigned int atca_suite_before(unsigned int phase);
const char *atca_suite_change(unsigned int phase);
/*
 * What is in it as variables of a script: known (slot 4), d0 and p0, private and public, and so on; s12: what slot 12 holds
 * from the data lock on, whole; otp.
 */
void atca_suite_variables(struct atca_talk *talk, unsigned int phase);

int atca_suite_prepare(struct conform *c, unsigned int phase, struct why *why);

#endif
