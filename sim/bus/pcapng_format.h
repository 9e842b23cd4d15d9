/* sim/bus/pcapng_format.h: what the writer and the reader of traces agree on; for them alone. */
#ifndef SESIM_BUS_PCAPNG_FORMAT_H
#define SESIM_BUS_PCAPNG_FORMAT_H

#include "socket.h"

/* draft-ietf-opsawg-pcapng, sections 3 and 4. */
enum {
	PCAPNG_SECTION = 0x0a0d0d0a,
	PCAPNG_MAGIC = 0x1a2b3c4d,
	PCAPNG_INTERFACE = 1,
	PCAPNG_PACKET = 6,
	PCAPNG_OPT_END = 0,
	PCAPNG_OPT_COMMENT = 1,
	PCAPNG_OPT_NAME = 2,
	PCAPNG_OPT_APPLICATION = 4,
	PCAPNG_OPT_RESOLUTION = 9,
	PCAPNG_I2C_HEADER = 5, /* bus number and flags, before the address byte */
};

/* A comment: "transaction 5, message 1 of 2: address not acknowledged, 4 bytes asked for". */
#define PCAPNG_TRANSACTION "transaction "
#define PCAPNG_MESSAGE ", message "
#define PCAPNG_OF " of "
#define PCAPNG_SAYS ": "
#define PCAPNG_AFTER " after " /* behind a data NACK: N bytes */
#define PCAPNG_ASKED ", "      /* behind a read that failed: N bytes asked for */

static const char *const pcapng_outcomes[] = {
	[WIRE_OK] = "acknowledged",
	[WIRE_ADDRESS_NACK] = "address not acknowledged",
	[WIRE_DATA_NACK] = "data not acknowledged",
	[WIRE_ARBITRATION_LOST] = "arbitration lost",
	[WIRE_TIMEOUT] = "timeout",
};

#endif
