/*
 * proto/link/mpsse_i2c.h: I2C as the commands of an FT232H's MPSSE (FTDI AN_108, AN_113, DS_FT232H), in pieces.
 *
 * AD0 is SCL, AD1 and AD2 are both SDA, out and in. 9E makes AD0 and AD1 drive low only, 8C gives SDA a third of each
 * bit on either side of SCL's high. Every piece but the first leaves SCL low and SDA released, or says otherwise; each
 * says what it has the chip send back.
 */
#ifndef SESIM_LINK_MPSSE_I2C_H
#define SESIM_LINK_MPSSE_I2C_H

#include <stdbool.h>
#include <stdint.h>

#include "cursor.h"

enum mpsse_opcode {
	MPSSE_OUT_BYTES = 0x11, /* on the falling edge, MSB first, as all of these */
	MPSSE_OUT_BITS = 0x13,
	MPSSE_IN_BYTES = 0x20, /* on the rising edge */
	MPSSE_IN_BITS = 0x22,
	MPSSE_IN_BYTES_FALLING = 0x24,
	MPSSE_IN_BITS_FALLING = 0x26,
	MPSSE_SET_LOW = 0x80, /* the pins AD0 to AD7: value, direction */
	MPSSE_GET_LOW = 0x81,
	MPSSE_SET_HIGH = 0x82,
	MPSSE_GET_HIGH = 0x83,
	MPSSE_LOOPBACK_OFF = 0x85,
	MPSSE_DIVISOR = 0x86,
	MPSSE_FLUSH = 0x87, /* what is to be sent back goes now, not when the latency timer says */
	MPSSE_BASE_60MHZ = 0x8a,
	MPSSE_BASE_12MHZ = 0x8b,
	MPSSE_THREE_PHASES = 0x8c,
	MPSSE_TWO_PHASES = 0x8d,
	MPSSE_ADAPTIVE_ON = 0x96,
	MPSSE_ADAPTIVE_OFF = 0x97,
	MPSSE_DRIVE_ZERO = 0x9e,
	MPSSE_NO_OPCODE = 0xaa, /* to see where we are: the answer is FA AA */
	MPSSE_NO_OPCODE_2 = 0xab,
	MPSSE_BAD = 0xfa, /* comes back before an opcode that is none */
};

/* The pins of AD0 to AD7, in 80 and 81. */
enum mpsse_pin {
	MPSSE_SCL = 0x01,
	MPSSE_SDA_OUT = 0x02,
	MPSSE_SDA_IN = 0x04,
	MPSSE_SCL_ECHO = 0x80, /* GPIOL3, for adaptive clocking */
};

/* How fast. */
struct mpsse_pace {
	uint16_t divisor;
	uint8_t holds;     /* how often a command for the pins is repeated to last long enough */
	uint32_t speed_hz; /* what the divisor gives */
};

enum { MPSSE_SPEED_MIN = 5000, MPSSE_SPEED_MAX = 1000000 };

/* The fastest pace that is no faster than speed_hz. */
struct mpsse_pace mpsse_pace_for(uint32_t speed_hz);

/* Everything off, then the base clock, three phases, open drain, both wires released; answers FA AB. */
void mpsse_put_setup(struct wbuf *w, const struct mpsse_pace *pace);
/* Whether AD2 and AD7 are tied to where they belong; SDA moves while SCL is low. Answers pins three times: idle, SCL low, both low. */
void mpsse_put_wiring(struct wbuf *w, const struct mpsse_pace *pace);

/* The hardware waits for SCL while it clocks; it also does while nothing is clocked, so off between transactions. */
void mpsse_put_adaptive(struct wbuf *w, bool on);

/* START on an idle bus, which answers the pins before it, and in mid-transaction. SDA is left low. */
void mpsse_put_start(struct wbuf *w, const struct mpsse_pace *pace);
void mpsse_put_restart(struct wbuf *w, const struct mpsse_pace *pace);
/* STOP; both wires are released. Answers the pins. */
void mpsse_put_stop(struct wbuf *w, const struct mpsse_pace *pace);
/* Their second halves alone, with SCL high already: SDA falls, then SCL; both are released, which answers the pins. */
void mpsse_put_fall(struct wbuf *w, const struct mpsse_pace *pace);
void mpsse_put_idle(struct wbuf *w, const struct mpsse_pace *pace);
/* SDA low on an idle bus, and released again. Answers nothing. */
void mpsse_put_low(struct wbuf *w);
void mpsse_put_release(struct wbuf *w);

/* What is to be sent back goes at once. */
void mpsse_put_flush(struct wbuf *w);

/* A byte and its acknowledge bit. Answers one byte, bit 0 of which is that. */
void mpsse_put_send(struct wbuf *w, uint8_t byte);
/* Reads n bytes, acknowledging all, or all but the last. Answers n bytes. */
void mpsse_put_receive(struct wbuf *w, size_t n, bool last);

/* One bit by hand, so that SCL can be looked at: SDA as told, then SCL released and left so. Answers the pins. */
void mpsse_put_raise(struct wbuf *w, const struct mpsse_pace *pace, bool bit);
/* The pins once more. */
void mpsse_put_pins(struct wbuf *w);
/* SCL low again, and the seven bits that follow in a byte: sent, or read, when one byte with them in bits 6 to 0 comes back. */
void mpsse_put_send_rest(struct wbuf *w, const struct mpsse_pace *pace, uint8_t byte);
void mpsse_put_receive_rest(struct wbuf *w, const struct mpsse_pace *pace);
/* SCL low again after a bit by hand. */
void mpsse_put_lower(struct wbuf *w, const struct mpsse_pace *pace, bool bit);

/* Nine bits with SDA released, for whoever holds it. Answers nine bytes. */
void mpsse_put_nine(struct wbuf *w);
enum { MPSSE_NINE = 9 };

#endif
