/* sim/serve/adapter.h: the adapter an i2c-dev user believes to have: its abilities, limits and errnos. */
#ifndef SESIM_SERVE_ADAPTER_H
#define SESIM_SERVE_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bus.h"
#include "socket.h"

/* A make of adapter. */
struct adapter_model {
	const char *name; /* what --adapter takes */
	uint32_t functionality;
	int address_nack; /* errno, positive */
	int data_nack;
	bool read_last_only; /* one reading message a transaction, the last */
};

struct adapter {
	const struct adapter_model *model;
	int nack_errno;   /* nack_errno=, 0: the model's */
	uint32_t retries; /* after a lost arbitration; of the adapter, not of a file, as in the kernel */
	uint32_t timeout; /* kept for who sets it: this bus never hangs */
};

/* The model by its name, NULL if there is none. "generic" is the first. */
const struct adapter_model *adapter_find(const char *name);

/* "ENXIO", "EREMOTEIO" or "EIO" as a number, 0 for any other word. */
int adapter_nack_errno_from(const char *word);

/* The errno for an address nobody acknowledged. */
int adapter_nack_errno(const struct adapter *adapter);

/*
 * Runs one transaction as the kernel's i2c_transfer() over this adapter. result gets what the bus says
 * and, as rc, what the kernel would return: n, or -errno. WIRE_NOT_RUN: it was refused unrun.
 */
void adapter_transfer(const struct adapter *adapter, struct bus *bus, struct i2c_message *msgs, size_t n,
	struct wire_result *result);

#endif
