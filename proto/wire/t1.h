/* proto/wire/t1.h: blocks of T=1 over I2C, as UM11225 has it: NAD, PCB, LEN, INF, CRC. */
#ifndef SESIM_WIRE_T1_H
#define SESIM_WIRE_T1_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cursor.h"

enum {
	T1_ADDRESS_DEFAULT = 0x48, /* 7-bit */
	T1_NAD_TO_CHIP = 0x5a,
	T1_NAD_TO_HOST = 0xa5,
	T1_INF_MAX = 254,
	T1_HEADER = 3,
	T1_CRC = 2,
	T1_BLOCK_MAX = T1_HEADER + T1_INF_MAX + T1_CRC,
};

/* PCB of the supervisory blocks; the answer has bit 6 set as well. */
enum t1_supervisory {
	T1_S_RESYNC = 0xc0,
	T1_S_GET_ATR = 0xc7,
	T1_S_ANSWER = 0x20,
};

struct t1_block {
	uint8_t nad;
	uint8_t pcb;
	struct rbuf inf;
};

/* How many bytes the block that starts here will have; 0 while its LEN has not come. */
size_t t1_block_size(struct rbuf bytes);

/* Takes one whole block apart. Returns false when its length or its CRC is wrong. */
bool t1_block_parse(struct rbuf bytes, struct t1_block *block);

void t1_block_write(struct wbuf *w, uint8_t nad, uint8_t pcb, const void *inf, size_t len);

#endif
