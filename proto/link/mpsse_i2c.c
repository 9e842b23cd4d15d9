/* proto/link/mpsse_i2c.c: I2C as the commands of an FT232H's MPSSE, in pieces. */
#include "mpsse_i2c.h"

/* Bits of AD0 and AD1 together. A one in the value of an open-drain pin releases it. */
enum {
	BOTH_LOW = 0,
	SCL_HIGH = MPSSE_SCL,
	SDA_HIGH = MPSSE_SDA_OUT,
	BOTH_HIGH = MPSSE_SCL | MPSSE_SDA_OUT,
	OUTPUTS = MPSSE_SCL | MPSSE_SDA_OUT,
};

enum {
	/*
	 * UNCERTAIN: how long a command for the pins takes at least; FTDI does not say, half a microsecond has been
	 * measured on its kin.
	 */
	PIN_COMMAND_NS = 200,
	HOLD_MAX_NS = 5300, /* the standard mode's longest, tBUF and tSU;STA 4.7 us, and some */
};

struct mpsse_pace mpsse_pace_for(uint32_t speed_hz)
{
	/* Three phases of half a period of the undivided clock each: 60 MHz / 3 / (1 + divisor). */
	uint32_t divisor = (20000000u + speed_hz - 1) / speed_hz - 1;
	uint32_t hold_ns = 530000000u / speed_hz;

	if (divisor > UINT16_MAX)
		divisor = UINT16_MAX;
	if (hold_ns > HOLD_MAX_NS)
		hold_ns = HOLD_MAX_NS;
	return (struct mpsse_pace){ .divisor = (uint16_t)divisor,
		.holds = (uint8_t)((hold_ns + PIN_COMMAND_NS - 1) / PIN_COMMAND_NS),
		.speed_hz = 20000000u / (1 + divisor) };
}

static void put_opcode(struct wbuf *w, enum mpsse_opcode opcode)
{
	wbuf_u8(w, (uint8_t)opcode);
}

static void put_pins(struct wbuf *w, uint8_t value, uint8_t outputs)
{
	put_opcode(w, MPSSE_SET_LOW);
	wbuf_u8(w, value);
	wbuf_u8(w, outputs);
}

static void hold_pins(struct wbuf *w, const struct mpsse_pace *pace, uint8_t value)
{
	for (size_t i = 0; i < pace->holds; i++)
		put_pins(w, value, OUTPUTS);
}

void mpsse_put_setup(struct wbuf *w, const struct mpsse_pace *pace)
{
	put_opcode(w, MPSSE_BASE_60MHZ);
	put_opcode(w, MPSSE_ADAPTIVE_OFF);
	put_opcode(w, MPSSE_THREE_PHASES);
	put_opcode(w, MPSSE_LOOPBACK_OFF);
	put_opcode(w, MPSSE_DRIVE_ZERO);
	wbuf_u8(w, OUTPUTS);
	wbuf_u8(w, 0);
	put_opcode(w, MPSSE_DIVISOR);
	wbuf_le16(w, pace->divisor);
	put_pins(w, BOTH_HIGH, OUTPUTS);
	put_opcode(w, MPSSE_SET_HIGH);
	wbuf_u8(w, 0);
	wbuf_u8(w, 0);
	put_opcode(w, MPSSE_NO_OPCODE_2);
	put_opcode(w, MPSSE_FLUSH);
}

/* What the wires are, with AD0 an input while it is looked at: then it is nobody's but the bus's. */
static void look(struct wbuf *w, uint8_t value)
{
	put_pins(w, value | SCL_HIGH, OUTPUTS & ~MPSSE_SCL);
	put_opcode(w, MPSSE_GET_LOW);
	put_pins(w, value | SCL_HIGH, OUTPUTS);
}

void mpsse_put_wiring(struct wbuf *w, const struct mpsse_pace *pace)
{
	hold_pins(w, pace, BOTH_HIGH);
	look(w, BOTH_HIGH);
	hold_pins(w, pace, SDA_HIGH);
	put_opcode(w, MPSSE_GET_LOW);
	hold_pins(w, pace, BOTH_LOW);
	put_opcode(w, MPSSE_GET_LOW);
	hold_pins(w, pace, SDA_HIGH);
	hold_pins(w, pace, BOTH_HIGH);
	put_opcode(w, MPSSE_FLUSH);
}

void mpsse_put_fall(struct wbuf *w, const struct mpsse_pace *pace)
{
	hold_pins(w, pace, SCL_HIGH);
	put_pins(w, BOTH_LOW, OUTPUTS);
}

void mpsse_put_start(struct wbuf *w, const struct mpsse_pace *pace)
{
	look(w, BOTH_HIGH);
	mpsse_put_fall(w, pace);
}

void mpsse_put_adaptive(struct wbuf *w, bool on)
{
	put_opcode(w, on ? MPSSE_ADAPTIVE_ON : MPSSE_ADAPTIVE_OFF);
}

void mpsse_put_restart(struct wbuf *w, const struct mpsse_pace *pace)
{
	hold_pins(w, pace, SDA_HIGH);
	hold_pins(w, pace, BOTH_HIGH);
	mpsse_put_fall(w, pace);
}

void mpsse_put_idle(struct wbuf *w, const struct mpsse_pace *pace)
{
	hold_pins(w, pace, BOTH_HIGH);
	look(w, BOTH_HIGH);
	put_opcode(w, MPSSE_FLUSH);
}

void mpsse_put_stop(struct wbuf *w, const struct mpsse_pace *pace)
{
	put_pins(w, SDA_HIGH, OUTPUTS); /* SCL may be high after a bit by hand */
	hold_pins(w, pace, BOTH_LOW);
	hold_pins(w, pace, SCL_HIGH);
	mpsse_put_idle(w, pace);
}

void mpsse_put_low(struct wbuf *w)
{
	put_pins(w, SCL_HIGH, OUTPUTS);
}

void mpsse_put_release(struct wbuf *w)
{
	put_pins(w, BOTH_HIGH, OUTPUTS);
}

void mpsse_put_send(struct wbuf *w, uint8_t byte)
{
	put_opcode(w, MPSSE_OUT_BYTES);
	wbuf_le16(w, 0);
	wbuf_u8(w, byte);
	put_pins(w, SDA_HIGH, OUTPUTS);
	put_opcode(w, MPSSE_IN_BITS);
	wbuf_u8(w, 0);
}

/* The host's own acknowledge bit; SDA is released behind it, lest it stay low while the next commands come. */
static void acknowledge(struct wbuf *w, bool ack)
{
	put_opcode(w, MPSSE_OUT_BITS);
	wbuf_u8(w, 0);
	wbuf_u8(w, ack ? 0x00 : 0x80);
	put_pins(w, SDA_HIGH, OUTPUTS);
}

void mpsse_put_receive(struct wbuf *w, size_t n, bool last)
{
	for (size_t i = 0; i < n; i++) {
		put_opcode(w, MPSSE_IN_BYTES);
		wbuf_le16(w, 0);
		acknowledge(w, i + 1 < n || !last);
	}
}

void mpsse_put_flush(struct wbuf *w)
{
	put_opcode(w, MPSSE_FLUSH);
}

void mpsse_put_pins(struct wbuf *w)
{
	put_opcode(w, MPSSE_GET_LOW);
	put_opcode(w, MPSSE_FLUSH);
}

void mpsse_put_raise(struct wbuf *w, const struct mpsse_pace *pace, bool bit)
{
	uint8_t sda = bit ? SDA_HIGH : BOTH_LOW;

	hold_pins(w, pace, sda);
	for (size_t i = 0; i < pace->holds; i++)
		put_pins(w, sda | SCL_HIGH, OUTPUTS & ~MPSSE_SCL);
	mpsse_put_pins(w);
}

void mpsse_put_lower(struct wbuf *w, const struct mpsse_pace *pace, bool bit)
{
	hold_pins(w, pace, bit ? SDA_HIGH : BOTH_LOW);
}

void mpsse_put_send_rest(struct wbuf *w, const struct mpsse_pace *pace, uint8_t byte)
{
	mpsse_put_lower(w, pace, byte >> 7);
	put_opcode(w, MPSSE_OUT_BITS);
	wbuf_u8(w, 6);
	wbuf_u8(w, (uint8_t)(byte << 1));
	put_pins(w, SDA_HIGH, OUTPUTS);
}

void mpsse_put_receive_rest(struct wbuf *w, const struct mpsse_pace *pace)
{
	mpsse_put_lower(w, pace, true);
	put_opcode(w, MPSSE_IN_BITS);
	wbuf_u8(w, 6);
}

void mpsse_put_nine(struct wbuf *w)
{
	put_pins(w, SDA_HIGH, OUTPUTS);
	for (size_t i = 0; i < MPSSE_NINE; i++) {
		put_opcode(w, MPSSE_IN_BITS);
		wbuf_u8(w, 0);
	}
	put_opcode(w, MPSSE_FLUSH);
}
