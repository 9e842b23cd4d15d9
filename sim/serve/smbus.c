/*
 * sim/serve/smbus.c: SMBus transactions put together from plain messages, as i2c-core does for adapters
 * without SMBus hardware (SMBus 2.0 section 5.5; spec/attach 9 has the kernel's limits).
 */
#include "i2cdev.h"

#include <errno.h>
#include <string.h>

/* I2C_SMBUS_* sizes of <linux/i2c.h>. */
enum smbus_size {
	SMBUS_QUICK,
	SMBUS_BYTE,
	SMBUS_BYTE_DATA,
	SMBUS_WORD_DATA,
	SMBUS_PROC_CALL,
	SMBUS_BLOCK_DATA,
	SMBUS_I2C_BLOCK_BROKEN,
	SMBUS_BLOCK_PROC_CALL,
	SMBUS_I2C_BLOCK_DATA,
	SMBUS_SIZES,
};

enum { BLOCK_MAX = 32 };

/* One kind of transaction. Lengths are without PEC; a write's first byte is the command. */
struct smbus_kind {
	uint8_t write_len[2]; /* by direction: written to begin with, when asked to write or to read */
	uint8_t read_len;     /* read afterwards, when asked to read */
	bool always_reads;    /* the direction asked for does not matter */
	bool out_block;       /* a block goes out: the count, then its bytes */
	bool in_block;        /* a block comes in */
	bool has_pec;
	bool bare_block; /* the block has no count on the wire */
};

static const struct smbus_kind kinds[SMBUS_SIZES] = {
	[SMBUS_QUICK] = { .write_len = { 0, 0 } },
	[SMBUS_BYTE] = { .write_len = { 1, 0 }, .read_len = 1, .has_pec = true },
	[SMBUS_BYTE_DATA] = { .write_len = { 2, 1 }, .read_len = 1, .has_pec = true },
	[SMBUS_WORD_DATA] = { .write_len = { 3, 1 }, .read_len = 2, .has_pec = true },
	[SMBUS_PROC_CALL] = { .write_len = { 3, 3 }, .read_len = 2, .always_reads = true, .has_pec = true },
	[SMBUS_BLOCK_DATA] = { .write_len = { 1, 1 },
		.read_len = 1,
		.out_block = true,
		.in_block = true,
		.has_pec = true },
	[SMBUS_BLOCK_PROC_CALL] = { .write_len = { 1, 1 },
		.read_len = 1,
		.always_reads = true,
		.out_block = true,
		.in_block = true,
		.has_pec = true },
	[SMBUS_I2C_BLOCK_DATA] = { .write_len = { 1, 1 }, .out_block = true, .bare_block = true },
};

/* SMBus 2.0 5.4: x^8 + x^2 + x + 1, no reflection, start 0. */
static uint8_t pec_more(uint8_t crc, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = (uint8_t)(crc & 0x80 ? crc << 1 ^ 0x07 : crc << 1);
	}
	return crc;
}

/* The checksum over a message, its address byte included. */
static uint8_t pec_message(uint8_t crc, const struct i2c_message *m, size_t len)
{
	uint8_t address = (uint8_t)(m->addr << 1 | (m->flags & I2C_READ));

	return pec_more(pec_more(crc, &address, 1), m->bytes, len);
}

/* The messages of one transaction and what they carry. */
struct smbus_messages {
	struct i2c_message m[2];
	size_t n;
	uint8_t out[1 + 1 + BLOCK_MAX + 1];
	uint8_t in[2 + BLOCK_MAX + 1];
};

/* Puts together what is written: command, then byte, word or block. */
static int put_out(const struct smbus_kind *kind, const struct wire_smbus *smbus, bool reads, struct wbuf *w)
{
	size_t len = kind->write_len[reads];
	bool block = kind->out_block && (!reads || kind->always_reads);

	if (len > 0)
		wbuf_u8(w, smbus->command);
	if (len > 1)
		wbuf_put(w, smbus->data, len - 1);
	if (kind->out_block && smbus->data[0] > BLOCK_MAX && (block || kind->bare_block))
		return -EINVAL;
	if (block)
		wbuf_put(w, smbus->data + kind->bare_block, smbus->data[0] + (kind->bare_block ? 0u : 1u));
	return 0;
}

static int put_together(struct smbus_messages *t, const struct i2cdev_file *file,
	const struct smbus_kind *kind, const struct wire_smbus *smbus, bool reads)
{
	uint16_t flags = file->ten_bit ? I2C_TEN_BIT : 0;
	struct wbuf w = wbuf_to(t->out, sizeof(t->out));
	size_t in_len = kind->bare_block ? smbus->data[0] : kind->read_len;
	int rc = put_out(kind, smbus, reads, &w);

	if (rc < 0)
		return rc;
	t->n = 0;
	if (w.len > 0 || !reads || kind->read_len == 0)
		t->m[t->n++] = (struct i2c_message){
			.addr = file->address, .flags = flags, .len = (uint16_t)w.len, .bytes = t->out
		};
	if (smbus->size == SMBUS_QUICK) {
		t->m[0].flags |= reads ? I2C_READ : 0;
		return 0;
	}
	if (reads)
		t->m[t->n++] = (struct i2c_message){ .addr = file->address,
			.flags = (uint16_t)(flags | I2C_READ | (kind->in_block ? I2C_RECV_LEN : 0)),
			.len = (uint16_t)in_len,
			.bytes = t->in };
	return 0;
}

/* Adds the checksum to a transaction that only writes, or room for one to what is read. */
static uint8_t add_pec(struct smbus_messages *t)
{
	struct i2c_message *last = &t->m[t->n - 1];

	if (last->flags & I2C_READ) {
		last->len++;
		return t->n == 2 ? pec_message(0, &t->m[0], t->m[0].len) : 0;
	}
	t->out[last->len] = pec_message(0, last, last->len);
	last->len++;
	return 0;
}

/* Hands what was read to the caller. */
static void take_in(
	const struct smbus_kind *kind, struct wire_smbus *smbus, const struct i2c_message *last, size_t len)
{
	struct rbuf r = rbuf_from(last->bytes, len);

	if (kind->bare_block)
		rbuf_copy(&r, smbus->data + 1, len);
	else
		rbuf_copy(&r, smbus->data, len);
}

void i2cdev_smbus(const struct i2cdev_file *file, const struct adapter *adapter, struct bus *bus,
	struct wire_smbus *smbus, struct wire_result *result)
{
	struct smbus_messages t = { .n = 0 };
	const struct smbus_kind *kind;
	struct i2c_message *last;
	bool reads, pec;
	uint8_t partial = 0;
	size_t len;
	int rc;

	*result = (struct wire_result){ .rc = -EINVAL, .outcome = WIRE_NOT_RUN };
	if (smbus->size >= SMBUS_SIZES || smbus->read_write > 1)
		return;
	if (smbus->size == SMBUS_I2C_BLOCK_BROKEN) { /* always reads 32 bytes, whatever the count says */
		smbus->size = SMBUS_I2C_BLOCK_DATA;
		if (smbus->read_write)
			smbus->data[0] = BLOCK_MAX;
	}
	kind = &kinds[smbus->size];
	reads = smbus->read_write || kind->always_reads;
	rc = put_together(&t, file, kind, smbus, reads);
	if (rc < 0)
		return;
	pec = file->pec && kind->has_pec;
	if (pec)
		partial = add_pec(&t);
	last = &t.m[t.n - 1];
	adapter_transfer(adapter, bus, t.m, t.n, result);
	if (result->rc < 0)
		return;
	result->rc = 0;
	if (!(last->flags & I2C_READ))
		return;
	len = (size_t)last->len - pec;
	if (pec && pec_message(partial, last, len) != last->bytes[len])
		result->rc = -EBADMSG;
	else if (smbus->size != SMBUS_QUICK)
		take_in(kind, smbus, last, len);
}
