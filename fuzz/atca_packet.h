/* fuzz/atca_packet.h: command packets, made from the chip's own table. */
#ifndef SESIM_FUZZ_ATCA_PACKET_H
#define SESIM_FUZZ_ATCA_PACKET_H

#include <stddef.h>
#include <stdint.h>

#include "command.h"
#include "dice.h"

/* Sets count and CRC; a packet too short for them grows by what is missing. Returns the length, at most max. */
size_t atca_repair(uint8_t *packet, size_t len, size_t max);

/* A packet of this form with param1, param2 and data as its row has them. Returns its length, 0 if max is too short. */
size_t atca_compose(const struct atecc_command *command, const struct atecc_form *form, struct dice *dice,
	uint8_t *packet, size_t max);

/* The same with any command of that silicon. */
size_t atca_compose_any(enum atecc_revisions on, struct dice *dice, uint8_t *packet, size_t max);

#endif
