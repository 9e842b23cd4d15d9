/*
 * sim/bus/pcapng.h: bus traffic as Wireshark opens it: pcapng, link type 209 (I2C with Linux's pseudo
 * header), a packet a message. That link type has no place for an acknowledge: what became of a
 * message stands in its packet's comment.
 */
#ifndef SESIM_BUS_PCAPNG_H
#define SESIM_BUS_PCAPNG_H

#include <stdio.h>

#include "bus.h"
#include "recording.h"
#include "why.h"

enum {
	PCAPNG_LINKTYPE_I2C_LINUX = 209,
	PCAPNG_COMMENT_MAX = 1024,
	PCAPNG_INTERFACES_MAX = 16,
	/* The longest block taken or made: one message with its comments. */
	PCAPNG_BLOCK_MAX = 65536,
};

/* A watcher that writes a trace. */
struct pcapng_writer {
	struct bus_watcher watcher;
	FILE *file;
	uint8_t *block;        /* PCAPNG_BLOCK_MAX */
	uint64_t transactions; /* so far */
	int error;             /* of the first write that failed */
};

/*
 * Makes a trace and begins to watch. comment says what the bus is (seed, profiles, versions). Each
 * transaction is in the file when its answer goes out. Returns 0 or a negative errno.
 */
int pcapng_open(struct pcapng_writer *writer, struct bus *bus, const char *path, const char *comment,
	struct why *why);

/* Stops watching and closes. Returns 0, or a negative errno when not all of it was written. */
int pcapng_close(struct pcapng_writer *writer, struct bus *bus, struct why *why);

/* The same for what passes elsewhere: pcapng_put() adds a transaction. */
int pcapng_begin(struct pcapng_writer *writer, const char *path, const char *comment, struct why *why);
void pcapng_put(struct pcapng_writer *writer, const struct recording_transaction *t);
int pcapng_end(struct pcapng_writer *writer, struct why *why);

/* A trace that is read. Foreign ones of that link type will do: a packet is a transaction there. */
struct pcapng_reader {
	FILE *file;
	char path[256];
	char comment[PCAPNG_COMMENT_MAX + 1]; /* of the section */
	struct {
		uint16_t link_type;
		uint64_t ticks_per_second;
	} interfaces[PCAPNG_INTERFACES_MAX];
	size_t n_interfaces;
	uint8_t *block; /* PCAPNG_BLOCK_MAX */
	uint8_t *bytes; /* RECORDING_BYTES_MAX, of the transaction that was read */
	bool ahead;     /* block holds a packet that begins the next transaction */
	size_t ahead_len;
};

int pcapng_read_open(struct pcapng_reader *reader, const char *path, struct why *why);

/* The next transaction, valid until the call after. Returns 1, 0 at the end, or a negative errno. */
int pcapng_read(struct pcapng_reader *reader, struct recording_transaction *t, struct why *why);

void pcapng_read_close(struct pcapng_reader *reader);

#endif
