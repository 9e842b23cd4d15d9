/* tests/conformance/t1_say.c: raw blocks of T=1 over I2C. */
#include "t1_say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crc.h"

enum {
	POLL_NS = 1000000, /* MPOT of the ATR */
	BWT_POLLS = 1000,  /* BWT of the ATR, so many polls */
	GUARD_NS = 100000, /* SEGT of the ATR */
	FRAME_MAX = 8192,
	EXTENSIONS_MAX = 500,
};

static int nibble(char ch)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = ch ? strchr(digits, ch) : NULL;

	return at ? (int)(at - digits) : -1;
}

size_t t1_hex(struct conform *c, const char *hex, uint8_t *bytes, size_t cap)
{
	struct wbuf w = wbuf_to(bytes, cap);

	while (*hex) {
		uint8_t byte;
		char *end;

		if (*hex == ' ') {
			hex++;
			continue;
		}
		if (nibble(hex[0]) < 0 || nibble(hex[1]) < 0) {
			conform_fail(c, "the suite's own bytes are none: %s", hex);
			return 0;
		}
		byte = (uint8_t)(nibble(hex[0]) * 16 + nibble(hex[1]));
		hex += 2;
		if (*hex == '*') {
			wbuf_fill(&w, byte, strtoul(hex + 1, &end, 10));
			hex = end;
		} else {
			wbuf_u8(&w, byte);
		}
	}
	if (wbuf_bad(&w))
		conform_fail(c, "the suite's own bytes are too many");
	return w.len;
}

static bool write_bytes(struct conform *c, const uint8_t *bytes, size_t len)
{
	int rc;

	if (!conform_well(c))
		return false;
	rc = link_write(c->link, c->address, bytes, len);
	if (rc < 0)
		conform_fail(c, "a write of %zu bytes ends with %s", len, strerror(-rc));
	else
		link_wait(c->link, GUARD_NS);
	return rc == 0;
}

bool t1_write(struct conform *c, const char *hex)
{
	uint8_t *bytes = malloc(FRAME_MAX);
	bool written = false;

	if (bytes)
		written = write_bytes(c, bytes, t1_hex(c, hex, bytes, FRAME_MAX));
	else
		conform_fail(c, "no memory");
	free(bytes);
	return written;
}

bool t1_send(struct conform *c, const char *hex)
{
	uint8_t bytes[T1_BLOCK_MAX + 8];
	size_t len = t1_hex(c, hex, bytes, sizeof(bytes) - T1_CRC);
	uint16_t crc = crc16_x25(bytes, len);
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	w.len = len;
	wbuf_le16(&w, crc);
	return write_bytes(c, bytes, w.len);
}

bool t1_send_bytes(struct conform *c, uint8_t pcb, const uint8_t *inf, size_t len)
{
	uint8_t bytes[T1_BLOCK_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	t1_block_write(&w, T1_NAD_TO_CHIP, pcb, inf, len);
	return write_bytes(c, bytes, w.len);
}

bool t1_read(struct conform *c, uint8_t *bytes, size_t len)
{
	int rc;

	if (!conform_well(c))
		return false;
	rc = link_read(c->link, c->address, bytes, len);
	if (rc < 0 && rc != -ENXIO)
		conform_fail(c, "a read of %zu bytes ends with %s", len, strerror(-rc));
	return rc == 0;
}

static bool poll_header(struct conform *c, uint8_t bytes[T1_HEADER])
{
	for (int i = 0; i < BWT_POLLS && conform_well(c); i++) {
		if (t1_read(c, bytes, T1_HEADER))
			return true;
		link_wait(c->link, POLL_NS);
	}
	conform_fail(c, "no block comes within 1000 ms");
	return false;
}

bool t1_next(struct conform *c, uint8_t bytes[T1_BLOCK_MAX], struct t1_block *block)
{
	size_t size;

	if (!conform_well(c) || !poll_header(c, bytes))
		return false;
	size = t1_block_size(rbuf_from(bytes, T1_HEADER));
	if (size > T1_BLOCK_MAX || !t1_read(c, bytes + T1_HEADER, size - T1_HEADER)) {
		conform_fail(c, "the rest of the block %02x %02x %02x does not come", bytes[0], bytes[1],
			bytes[2]);
		return false;
	}
	if (t1_block_parse(rbuf_from(bytes, size), block) == T1_ACKNOWLEDGED)
		return true;
	conform_fail(c, "the part's block %02x %02x %02x has a wrong CRC", bytes[0], bytes[1], bytes[2]);
	return false;
}

static bool fits(const char *pattern, const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);

	while (*pattern && *pattern != '|') {
		if (*pattern == ' ') {
			pattern++;
			continue;
		}
		uint8_t byte = rbuf_u8(&r);

		if (rbuf_bad(&r))
			return false;
		if (pattern[0] != '.' && nibble(pattern[0]) * 16 + nibble(pattern[1]) != byte)
			return false;
		pattern += 2;
	}
	return rbuf_left(&r) == 0;
}

bool t1_expect(struct conform *c, const char *expected)
{
	uint8_t bytes[T1_BLOCK_MAX];
	struct t1_block block;
	char got[2 * 24 + 1] = "";
	size_t len;

	if (!t1_next(c, bytes, &block))
		return false;
	/* A slow part may ask for time; who wants to see that says so. */
	for (int i = 0; i < EXTENSIONS_MAX && block.pcb == T1_S_WTX && !strstr(expected, "a5 c3"); i++) {
		t1_send(c, "5a e3 01 01");
		if (!t1_next(c, bytes, &block))
			return false;
	}
	len = T1_HEADER + rbuf_left(&block.inf);
	for (const char *p = expected; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL)
		if (fits(p, bytes, len))
			return true;
	for (size_t i = 0; i < len && i < 24; i++)
		snprintf(got + 2 * i, 3, "%02x", bytes[i]);
	conform_fail(c, "the block that comes is %s, not %s", got, expected);
	return false;
}

bool t1_say(struct conform *c, const char *hex, const char *expected)
{
	return t1_send(c, hex) && t1_expect(c, expected);
}

bool t1_silent(struct conform *c)
{
	uint8_t bytes[T1_HEADER];

	if (!conform_well(c))
		return false;
	if (!t1_read(c, bytes, sizeof(bytes)))
		return conform_well(c);
	conform_fail(c, "a read is acknowledged with nothing to send: %02x %02x %02x", bytes[0], bytes[1],
		bytes[2]);
	return false;
}

bool t1_begin(struct conform *c)
{
	char answer[64];

	t1_say(c, "5a c0 00", "a5 e0 00");
	t1_say(c, "5a c1 01 fe", "a5 e1 01 fe");
	snprintf(answer, sizeof(answer), "a5 00 09 %02x%02x%02x%02x%02x%02x%02x 90 00", c->se05x.version[0],
		c->se05x.version[1], c->se05x.version[2], c->se05x.version[3], c->se05x.version[4],
		c->se05x.version[5], c->se05x.version[6]);
	t1_say(c, "5a 00 16 00a4040010 a0000003965453000000010300000000 00", answer);
	return t1_say(c, "5a c0 00", "a5 e0 00");
}
