/*
 * proto/host/atca_host.h: the smallest driver of an ATECC that is complete: wake, commands, idle, sleep.
 *
 * It keeps the part awake between commands until told otherwise. Each function returns 0 or a negative errno
 * of the link; -ETIMEDOUT when the part does not answer in time, -EBADMSG when what it answers has a
 * wrong checksum again and again, -EPROTO when it is no answer of an ATECC.
 */
#ifndef SESIM_HOST_ATCA_HOST_H
#define SESIM_HOST_ATCA_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "atca.h"
#include "link.h"

struct atca_host {
	struct link *link; /* borrowed */
	uint16_t address;
	uint64_t wake_ns;          /* from the wake pulse to the first read */
	uint64_t poll_ns;          /* between two looks for an answer */
	uint64_t patience_ns;      /* how long to look for one */
	bool irreversible_allowed; /* atca_ask.h: on a real part too */
	enum atca_status status;   /* the same: of the newest command */
	bool may_have_run; /* the same: of the newest command of atca_ask.h, when that ended in an error */
};

struct atca_answer {
	enum atca_status status; /* ATCA_SUCCESS as well when there are data */
	size_t len;              /* of data: 1, the status itself, when that is all there is */
	uint8_t data[ATCA_ANSWER_MAX];
};

/* The times that all parts keep to. */
struct atca_host atca_host_make(struct link *link, uint16_t address);

/* Pulls SDA low for long enough by a zero to address 0, and reads what the part says then. */
int atca_host_wake(const struct atca_host *host, struct atca_answer *answer);

/* Sends a command without waiting for its answer. */
int atca_host_send(const struct atca_host *host, enum atca_opcode opcode, uint8_t param1, uint16_t param2,
	const void *data, size_t len);

/* Looks for an answer until it is there; each look begins at the first byte of it. */
int atca_host_receive(const struct atca_host *host, struct atca_answer *answer);

/* Both. */
int atca_host_command(const struct atca_host *host, enum atca_opcode opcode, uint8_t param1, uint16_t param2,
	const void *data, size_t len, struct atca_answer *answer);

int atca_host_idle(const struct atca_host *host);
int atca_host_sleep(const struct atca_host *host);

#endif
