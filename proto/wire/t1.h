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
	T1_LEN_RESERVED = 255, /* ISO/IEC 7816-3 11.4.2 */
};

/* Bits of PCB: the kind of block, and what each kind carries (ISO/IEC 7816-3 11.3.2). */
enum t1_pcb {
	T1_NOT_I = 0x80,
	T1_I_NUMBER = 0x40,
	T1_I_MORE = 0x20,
	T1_I_FREE = 0x1f, /* always 0 */
	T1_KIND = 0xc0,
	T1_R = 0x80,
	T1_R_NUMBER = 0x10,
	T1_R_FREE = 0x2c, /* always 0 */
	T1_R_ERROR = 0x03,
	T1_S = 0xc0,
	T1_S_ANSWER = 0x20,
	T1_S_CODE = 0x1f,
};

/* What an R-block complains of. */
enum t1_error {
	T1_ACKNOWLEDGED = 0,
	T1_ERROR_CRC = 1,
	T1_ERROR_OTHER = 2,
};

/* PCB of the supervisory requests (UM11225 table 10); the response has T1_S_ANSWER as well. */
enum t1_supervisory {
	T1_S_RESYNC = 0xc0,
	T1_S_IFS = 0xc1,
	T1_S_ABORT = 0xc2,
	T1_S_WTX = 0xc3,
	T1_S_END_OF_SESSION = 0xc5,
	T1_S_CHIP_RESET = 0xc6,
	T1_S_GET_ATR = 0xc7,
	T1_S_SOFT_RESET = 0xcf,
	T1_S_DEEP_POWER_DOWN = 0xdf,
};

struct t1_block {
	uint8_t nad;
	uint8_t pcb;
	struct rbuf inf;
};

/* How many bytes the block that starts here will have; 0 while its LEN has not come. */
size_t t1_block_size(struct rbuf bytes);

/* Takes one whole block apart, no byte more: T1_ACKNOWLEDGED, or what an R-block says of it. */
enum t1_error t1_block_parse(struct rbuf bytes, struct t1_block *block);

void t1_block_write(struct wbuf *w, uint8_t nad, uint8_t pcb, const void *inf, size_t len);

#endif
