/* proto/wire/apdu.h: command APDUs of ISO/IEC 7816-4, all cases, short and extended. */
#ifndef SESIM_WIRE_APDU_H
#define SESIM_WIRE_APDU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cursor.h"

enum {
	APDU_HEADER = 4,
	APDU_LC_SHORT_MAX = 255,
	APDU_LE_SHORT_MAX = 256,
	APDU_LE_EXTENDED_MAX = 65536,
};

/* Borrows its data. */
struct apdu {
	uint8_t cla;
	uint8_t ins;
	uint8_t p1;
	uint8_t p2;
	bool extended; /* the length fields' form; a command without any is short */
	bool has_le;
	uint32_t le; /* 0 when there is none */
	struct rbuf data;
};

/*
 * Takes a command apart. Returns false when its length fields and its length disagree. Header, 00, 00
 * counts as extended with Le alone: hosts of the SE050 send that (docs/reference/se050-evidence.md).
 */
bool apdu_parse(struct rbuf bytes, struct apdu *apdu);

/* CLA, INS, P1, P2 and Lc, as a command with len bytes of data begins; no Lc when len is 0. */
void apdu_header_write(struct wbuf *w, const struct apdu *apdu, size_t len);

/* The whole command: header, data, and Le where there is one. Extended when asked or when the data needs it. */
void apdu_write(struct wbuf *w, const struct apdu *apdu);

#endif
