/* tests/stories/door_connect.c: MQTT 3.1.1 section 3.1, MQTT 5.0 section 3.1. */
#include "door_connect.h"

#include <errno.h>
#include <stdbool.h>

enum {
	PACKET_CONNECT = 0x10,

	FLAG_USER = 0x80,
	FLAG_PASSWORD = 0x40,
	FLAG_WILL = 0x04,

	LEVEL_5 = 5,
};

/* The variable byte integer of MQTT 3.1.1 section 2.2.3: at most four bytes, the low seven bits first. */
static size_t read_length(struct rbuf *r)
{
	size_t value = 0;

	for (unsigned int shift = 0; shift < 28; shift += 7) {
		uint8_t byte = rbuf_u8(r);

		value |= (size_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return value;
	}
	r->bad = true;
	return 0;
}

static void write_length(struct wbuf *w, size_t value)
{
	do {
		uint8_t byte = value & 0x7f;

		value >>= 7;
		wbuf_u8(w, value ? byte | 0x80 : byte);
	} while (value);
}

int connect_length(const uint8_t *bytes, size_t len, size_t *total, struct why *why)
{
	struct rbuf r = rbuf_from(bytes, len);
	uint8_t type = rbuf_u8(&r);
	size_t rest;

	*total = 0;
	if (len == 0)
		return 0;
	if (type != PACKET_CONNECT)
		return why_fail(why, EPROTO, "the first packet is no MQTT CONNECT");
	rest = read_length(&r);
	if (rbuf_bad(&r))
		return len < 5 ? 0 : why_fail(why, EPROTO, "the CONNECT's length is not four bytes or fewer");
	*total = len - rbuf_left(&r) + rest;
	if (*total > CONNECT_MAX)
		return why_fail(
			why, EPROTO, "the CONNECT has %zu bytes, the door takes %d", *total, CONNECT_MAX);
	return 0;
}

/* Copies a field with a length of two bytes before it. */
static void copy_field(struct rbuf *r, struct wbuf *w)
{
	uint16_t len = rbuf_be16(r);
	struct rbuf field = rbuf_take(r, len);

	if (rbuf_bad(r))
		return;
	wbuf_be16(w, len);
	wbuf_put(w, field.at, rbuf_left(&field));
}

static void copy_properties(struct rbuf *r, struct wbuf *w)
{
	size_t len = read_length(r);
	struct rbuf properties = rbuf_take(r, len);

	if (rbuf_bad(r))
		return;
	write_length(w, len);
	wbuf_put(w, properties.at, rbuf_left(&properties));
}

int connect_rename(const uint8_t *bytes, size_t len, const char *name, struct wbuf *out, struct why *why)
{
	uint8_t body_bytes[CONNECT_MAX + 128];
	struct wbuf body = wbuf_to(body_bytes, sizeof(body_bytes));
	struct rbuf r = rbuf_from(bytes, len);
	size_t name_len = strlen(name);
	uint8_t level;
	uint8_t flags;

	rbuf_u8(&r);
	if (read_length(&r) != rbuf_left(&r) || rbuf_bad(&r))
		return why_fail(why, EPROTO, "the CONNECT's length is not that of its bytes");
	copy_field(&r, &body);
	level = rbuf_u8(&r);
	flags = rbuf_u8(&r);
	wbuf_u8(&body, level);
	wbuf_u8(&body, (uint8_t)((flags & ~FLAG_PASSWORD) | FLAG_USER));
	wbuf_be16(&body, rbuf_be16(&r));
	if (level == LEVEL_5)
		copy_properties(&r, &body);
	copy_field(&r, &body);
	if (flags & FLAG_WILL) {
		if (level == LEVEL_5)
			copy_properties(&r, &body);
		copy_field(&r, &body);
		copy_field(&r, &body);
	}
	if (flags & FLAG_USER)
		rbuf_take(&r, rbuf_be16(&r));
	if (flags & FLAG_PASSWORD)
		rbuf_take(&r, rbuf_be16(&r));
	if (rbuf_bad(&r) || rbuf_left(&r) != 0)
		return why_fail(why, EPROTO, "the CONNECT's fields do not fill it");
	wbuf_be16(&body, (uint16_t)name_len);
	wbuf_put(&body, name, name_len);

	wbuf_u8(out, PACKET_CONNECT);
	write_length(out, body.len);
	wbuf_put(out, body_bytes, body.len);
	if (wbuf_bad(&body) || wbuf_bad(out))
		return why_fail(why, EPROTO, "the CONNECT has no room for the name");
	return 0;
}
