/*
 * tests/conformance/t1_say.h: raw blocks of T=1 over I2C, in hex, spaces as you like; ab*n is a byte n times.
 *
 * t1_host is not used: what is tested here is what it would mend. Blocks that are expected are written without CRC,
 * alternatives joined by |, with .. for a byte that may be any; each is read as hosts do, header first, while the part may
 * say that it is busy. After a case has failed nothing is done and false is returned.
 */
#ifndef SESIM_CONFORM_T1_SAY_H
#define SESIM_CONFORM_T1_SAY_H

#include "conform.h"

/* RESYNC, so that both numbers are 0, with the default block size and the applet selected in plain. */
bool t1_begin(struct conform *c);

/* One write of these bytes; or of a block, its CRC put behind it. */
bool t1_write(struct conform *c, const char *hex);
bool t1_send(struct conform *c, const char *hex);
bool t1_send_bytes(struct conform *c, uint8_t pcb, const uint8_t *inf, size_t len);

/* One read of len bytes: false when it is not acknowledged. Any other trouble fails the case. */
bool t1_read(struct conform *c, uint8_t *bytes, size_t len);

/* The next block; take fails the case when there is none within BWT. */
bool t1_next(struct conform *c, uint8_t bytes[T1_BLOCK_MAX], struct t1_block *block);
bool t1_expect(struct conform *c, const char *expected);

/* t1_send() and t1_expect(). */
bool t1_say(struct conform *c, const char *hex, const char *expected);

/* A read is not acknowledged. */
bool t1_silent(struct conform *c);

/* Hex to bytes; returns how many. */
size_t t1_hex(struct conform *c, const char *hex, uint8_t *bytes, size_t cap);

#endif
