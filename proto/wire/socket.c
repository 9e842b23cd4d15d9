/* proto/wire/socket.c: the bytes of the bus socket's messages (docs/WIRE.md). */
#include "socket.h"

/* A string in a field of fixed size: cut to fit, zeros behind. */
static void put_text(struct wbuf *w, const char *text, size_t field)
{
	size_t len = strnlen(text, field);

	wbuf_put(w, text, len);
	wbuf_fill(w, 0, field - len);
}

/* text has room for field + 1. */
static void get_text(struct rbuf *r, char *text, size_t field)
{
	rbuf_copy(r, text, field);
	text[field] = '\0';
}

void wire_put_header(struct wbuf *w, uint16_t type, uint32_t id, uint32_t handle)
{
	wbuf_le16(w, type);
	wbuf_le16(w, 0);
	wbuf_le32(w, id);
	wbuf_le32(w, handle);
}

struct wire_header wire_get_header(struct rbuf *r)
{
	struct wire_header header = { 0 };

	header.type = rbuf_le16(r);
	if (rbuf_le16(r) != 0)
		r->bad = true;
	header.id = rbuf_le32(r);
	header.handle = rbuf_le32(r);
	return header;
}

void wire_put_hello(struct wbuf *w, const struct wire_hello *hello)
{
	wbuf_le32(w, WIRE_MAGIC);
	wbuf_le16(w, hello->version);
	wbuf_le16(w, hello->role);
	wbuf_put(w, hello->key, sizeof(hello->key));
}

struct wire_hello wire_get_hello(struct rbuf *r)
{
	struct wire_hello hello = { 0 };

	if (rbuf_le32(r) != WIRE_MAGIC)
		r->bad = true;
	hello.version = rbuf_le16(r);
	hello.role = rbuf_le16(r);
	rbuf_copy(r, hello.key, sizeof(hello.key));
	return hello;
}

void wire_put_welcome(struct wbuf *w, const struct wire_welcome *welcome)
{
	wbuf_le32(w, WIRE_MAGIC);
	wbuf_le16(w, welcome->version);
	wbuf_le16(w, welcome->flags);
	wbuf_le16(w, welcome->clock);
	wbuf_le16(w, welcome->n_parts);
	wbuf_le32(w, welcome->speed_hz);
	wbuf_le32(w, welcome->functionality);
	wbuf_le32(w, welcome->nack_errno);
	wbuf_le32(w, welcome->message_max);
	wbuf_le32(w, 0);
	put_text(w, welcome->adapter, sizeof(welcome->adapter) - 1);
}

struct wire_welcome wire_get_welcome(struct rbuf *r)
{
	struct wire_welcome welcome = { 0 };

	if (rbuf_le32(r) != WIRE_MAGIC)
		r->bad = true;
	welcome.version = rbuf_le16(r);
	welcome.flags = rbuf_le16(r);
	welcome.clock = rbuf_le16(r);
	welcome.n_parts = rbuf_le16(r);
	welcome.speed_hz = rbuf_le32(r);
	welcome.functionality = rbuf_le32(r);
	welcome.nack_errno = rbuf_le32(r);
	welcome.message_max = rbuf_le32(r);
	rbuf_le32(r);
	get_text(r, welcome.adapter, sizeof(welcome.adapter) - 1);
	if (welcome.n_parts > WIRE_PARTS_MAX)
		r->bad = true;
	return welcome;
}

void wire_put_part(struct wbuf *w, const struct wire_part *part)
{
	wbuf_le16(w, part->address);
	wbuf_le16(w, part->serial_len);
	put_text(w, part->kind, sizeof(part->kind) - 1);
	put_text(w, part->profile, sizeof(part->profile) - 1);
	wbuf_put(w, part->serial, sizeof(part->serial));
}

struct wire_part wire_get_part(struct rbuf *r)
{
	struct wire_part part = { 0 };

	part.address = rbuf_le16(r);
	part.serial_len = rbuf_le16(r);
	get_text(r, part.kind, sizeof(part.kind) - 1);
	get_text(r, part.profile, sizeof(part.profile) - 1);
	rbuf_copy(r, part.serial, sizeof(part.serial));
	if (part.serial_len > sizeof(part.serial))
		r->bad = true;
	return part;
}

void wire_put_result(struct wbuf *w, const struct wire_result *result)
{
	wbuf_le32(w, (uint32_t)result->rc);
	wbuf_le16(w, result->outcome);
	wbuf_le16(w, result->done);
	wbuf_le32(w, result->nacked_at);
	wbuf_le64(w, result->now_ns);
}

struct wire_result wire_get_result(struct rbuf *r)
{
	struct wire_result result = { 0 };

	result.rc = (int32_t)rbuf_le32(r);
	result.outcome = rbuf_le16(r);
	result.done = rbuf_le16(r);
	result.nacked_at = rbuf_le32(r);
	result.now_ns = rbuf_le64(r);
	return result;
}

void wire_put_smbus(struct wbuf *w, const struct wire_smbus *smbus)
{
	wbuf_u8(w, smbus->read_write);
	wbuf_u8(w, smbus->command);
	wbuf_le16(w, smbus->size);
	wbuf_put(w, smbus->data, sizeof(smbus->data));
}

struct wire_smbus wire_get_smbus(struct rbuf *r)
{
	struct wire_smbus smbus = { 0 };

	smbus.read_write = rbuf_u8(r);
	smbus.command = rbuf_u8(r);
	smbus.size = rbuf_le16(r);
	rbuf_copy(r, smbus.data, sizeof(smbus.data));
	return smbus;
}

void wire_put_transfer_head(struct wbuf *w, const struct i2c_message *msgs, size_t n)
{
	wbuf_le16(w, (uint16_t)n);
	wbuf_le16(w, 0);
	for (size_t i = 0; i < n; i++) {
		wbuf_le16(w, msgs[i].addr);
		wbuf_le16(w, msgs[i].flags);
		wbuf_le16(w, msgs[i].len);
		wbuf_le16(w, 0);
	}
}

void wire_put_transfer(struct wbuf *w, const struct i2c_message *msgs, size_t n)
{
	wire_put_transfer_head(w, msgs, n);
	for (size_t i = 0; i < n; i++)
		if (!(msgs[i].flags & I2C_READ))
			wbuf_put(w, msgs[i].bytes, msgs[i].len);
}

/* Bytes an answer carries for one message. */
static size_t read_room(const struct i2c_message *m)
{
	if (!(m->flags & I2C_READ))
		return 0;
	return (size_t)m->len + (m->flags & I2C_RECV_LEN ? I2C_COUNTED_MAX : 0);
}

size_t wire_transfer_reads(const struct i2c_message *msgs, size_t n)
{
	size_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += read_room(&msgs[i]);
	return sum;
}

size_t wire_get_transfer(struct rbuf *r, struct i2c_message *msgs, struct wbuf *answer)
{
	size_t n = rbuf_le16(r);

	if (rbuf_le16(r) != 0 || n > I2C_MESSAGES_MAX) {
		r->bad = true;
		return 0;
	}
	for (size_t i = 0; i < n; i++) {
		msgs[i].addr = rbuf_le16(r);
		msgs[i].flags = rbuf_le16(r);
		msgs[i].len = rbuf_le16(r);
		if (rbuf_le16(r) != 0 || msgs[i].len > I2C_MESSAGE_MAX)
			r->bad = true;
	}
	for (size_t i = 0; i < n && !rbuf_bad(r); i++) {
		if (msgs[i].flags & I2C_READ) {
			size_t room = read_room(&msgs[i]);

			msgs[i].bytes = wbuf_room(answer, room);
			if (msgs[i].bytes && room > 0)
				memset(msgs[i].bytes, 0, room);
		} else {
			msgs[i].bytes = (uint8_t *)rbuf_bytes(r, msgs[i].len); /* a bus only reads these */
		}
	}
	if (wbuf_bad(answer))
		r->bad = true;
	return rbuf_bad(r) ? 0 : n;
}

void wire_put_set(struct wbuf *w, uint32_t setting, uint64_t value)
{
	wbuf_le32(w, setting);
	wbuf_le64(w, value);
}
