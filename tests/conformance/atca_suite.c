/* tests/conformance/atca_suite.c: the configurations that the suite gives a blank ATECC. */
#include "atca_suite.h"

#include <errno.h>
#include <string.h>

#include "atca_memory.h"

unsigned int atca_suite_before(unsigned int phase)
{
	static const unsigned int before[ATCA_PHASES] = {
		[ATCA_A_LOCKED] = ATCA_A_CONFIG,
		[ATCA_B_LOCKED] = ATCA_B_CONFIG,
	};

	return phase < ATCA_PHASES ? before[phase] : 0;
}

const char *atca_suite_change(unsigned int phase)
{
	return phase == ATCA_A_CONFIG || phase == ATCA_B_CONFIG
		       ? "the configuration zone was written and locked"
		       : "the data zone was written and locked";
}

enum atca_phase atca_suite_phase(const struct conform *c, const uint8_t config[128], bool data_locked)
{
	(void)c;
	(void)config;
	(void)data_locked;
	return ATCA_BLANK;
}

int atca_suite_prepare(struct conform *c, unsigned int phase, struct why *why)
{
	(void)c;
	return why_fail(why, EOPNOTSUPP, "the suite has no configuration for phase %u yet", phase);
}
