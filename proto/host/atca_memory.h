/*
 * proto/host/atca_memory.h: the three zones of an ATECC: reading, writing, in plain and encrypted, and locking.
 *
 * Errors as in atca_ask.h; -EINVAL for a place that the part has not.
 */
#ifndef SESIM_HOST_ATCA_MEMORY_H
#define SESIM_HOST_ATCA_MEMORY_H

#include "atca_ask.h"
#include "cursor.h"

enum {
	ATCA_CONFIG_BYTES = 128,
	ATCA_OTP_BYTES = 64,
	ATCA_SLOTS = 16,
	ATCA_BLOCK = 32,
	ATCA_PART_SERIAL = 9,
};

int atca_read_config(struct atca_host *host, uint8_t config[ATCA_CONFIG_BYTES]);
int atca_read_otp(struct atca_host *host, uint8_t otp[ATCA_OTP_BYTES]);
/* The part's serial number: config 0 to 3 and 8 to 12. */
int atca_read_serial(struct atca_host *host, uint8_t serial[ATCA_PART_SERIAL]);
/* Info: 00 00 60 02 of an ATECC608A. */
int atca_revision(struct atca_host *host, uint8_t revision[4]);

/* Bytes that a slot has; 0: there is no such slot. */
size_t atca_slot_bytes(unsigned slot);

/* Any part of a slot that may be read in plain. */
int atca_read_slot(struct atca_host *host, unsigned slot, size_t offset, void *bytes, size_t len);
/* Any part of a slot that may be written in plain: offset and len are multiples of 4, of secret slots of 32. */
int atca_write_slot(struct atca_host *host, unsigned slot, size_t offset, const void *bytes, size_t len);

/*
 * One block of a slot that leaves the part, or reaches it, only under the key of another slot: the host computes what the
 * part computes from it and a fresh random number.
 */
struct atca_transport_key {
	unsigned slot;                    /* ReadKey or WriteKey of the other */
	const uint8_t *key;               /* 32 bytes */
	uint8_t number[20];               /* the host's own, random */
	uint8_t serial[ATCA_PART_SERIAL]; /* of the part */
};
/* With a random number, and the serial number that the part tells. */
int atca_transport_make(
	struct atca_host *host, unsigned slot, const uint8_t key[ATCA_BLOCK], struct atca_transport_key *out);
int atca_read_encrypted(struct atca_host *host, unsigned slot, size_t block,
	const struct atca_transport_key *key, uint8_t bytes[ATCA_BLOCK]);
int atca_write_encrypted(struct atca_host *host, unsigned slot, size_t block,
	const struct atca_transport_key *key, const uint8_t bytes[ATCA_BLOCK]);

/* Bytes 16 to 83 and 88 to 127 of a part that is not locked. */
int atca_write_config(struct atca_host *host, const uint8_t config[ATCA_CONFIG_BYTES]);
/* One block of OTP of a part that is not locked. */
int atca_write_otp(struct atca_host *host, size_t block, const uint8_t bytes[ATCA_BLOCK]);

/* For good: the part refuses unless the zone's contents are these. */
int atca_lock_config(struct atca_host *host, const uint8_t config[ATCA_CONFIG_BYTES]);
/* contents: all slots but those of private keys, in order and whole, and OTP. */
int atca_lock_data(struct atca_host *host, struct rbuf contents);
int atca_lock_slot(struct atca_host *host, unsigned slot);

#endif
