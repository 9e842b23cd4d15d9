/* proto/host/atca_ask.c: one command of an ATECC from an unknown state. */
#include "atca_ask.h"

#include <errno.h>

enum {
	TRIES = 3,
};

static int wake(const struct atca_host *host)
{
	struct atca_answer answer;
	int rc;

	(void)atca_host_idle(host); /* one that sleeps does not hear it */
	rc = atca_host_wake(host, &answer);
	return rc == 0 && answer.status != ATCA_AFTER_WAKE ? -EPROTO : rc;
}

int atca_ask(struct atca_host *host, enum atca_opcode opcode, uint8_t param1, uint16_t param2,
	const void *data, size_t len, size_t expect, struct atca_answer *answer)
{
	struct atca_answer own;
	int rc = 0;

	answer = answer ? answer : &own;
	*answer = (struct atca_answer){ .status = ATCA_SUCCESS };
	for (int i = 0; i < TRIES; i++) {
		host->may_have_run = false;
		rc = wake(host);
		if (rc == 0) {
			rc = atca_host_command(host, opcode, param1, param2, data, len, answer);
			host->may_have_run = rc != -ENXIO; /* its address alone was not acknowledged */
		}
		(void)atca_host_idle(host);
		if (rc < 0)
			return rc;
		host->status = answer->status;
		if (answer->status != ATCA_CRC_ERROR)
			break;
		host->may_have_run = false;
	}
	if (host->status != ATCA_SUCCESS)
		return -EREMOTEIO;
	return answer->len == (expect > 0 ? expect : 1) ? 0 : -EPROTO;
}

int atca_may_alter(const struct atca_host *host)
{
	return host->link->info.simulated || host->irreversible_allowed ? 0 : -EPERM;
}
