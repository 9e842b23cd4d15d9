/*
 * tests/unit/trust_fixture.h: a pre-provisioned ATECC on a bus, read by commands as a host does it.
 *
 * Answers are what the part gives; nothing is looked up behind its back but by chip.
 */
#ifndef SESIM_TESTS_TRUST_FIXTURE_H
#define SESIM_TESTS_TRUST_FIXTURE_H

#include "atca_host.h"
#include "atecc.h"
#include "board.h"
#include "host_x509.h"

/* Where one kind of part holds what: a host's definition of it. */
struct trust_place {
	const char *profile;
	uint8_t address; /* 7-bit */
	const char *otp; /* the first 8 bytes: which definition a host takes */
	const struct host_template *device;
	unsigned int key_slot;
	unsigned int device_slot, device_at; /* of the compressed certificate */
	unsigned int signer_key_slot;        /* 72 bytes, from its beginning */
	unsigned int signer_slot, signer_at;
	unsigned int address_slot; /* of the EUI in ASCII */
	size_t address_len;        /* 0: there is none */
};

extern const struct trust_place trust_places[];
extern const size_t n_trust_places;
const struct trust_place *trust_place(const char *profile);

struct trust_part {
	const struct trust_place *place;
	struct board *board;
	struct link *link;
	struct atca_host host;
	const struct atecc *chip; /* the back door */
};

/* rest: behind the profile, as in ",serial=.."; awake. */
struct trust_part trust_open(const struct trust_place *place, const char *rest);
void trust_close(struct trust_part *part);

/* The status that a command has; data, when there are any, go to answer. */
enum atca_status trust_command(struct trust_part *part, enum atca_opcode opcode, uint8_t param1,
	uint16_t param2, const void *data, size_t len, struct atca_answer *answer);

/* Bytes of a slot, which can be read in clear. */
void trust_read(struct trust_part *part, unsigned int slot, size_t at, size_t len, uint8_t *bytes);
/* GenKey's public key of a private slot. */
void trust_public_key(struct trust_part *part, unsigned int slot, uint8_t point[64]);
void trust_serial(struct trust_part *part, uint8_t serial[9]);

/* What a host reads to put the two certificates together. */
void trust_device(struct trust_part *part, struct host_pieces *pieces);
void trust_signer(struct trust_part *part, struct host_pieces *pieces);

#endif
