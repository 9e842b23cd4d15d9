/*
 * proto/wire/socket.h: the messages of the bus socket, between a server and the shim, the links and
 * whoever else speaks to it. docs/WIRE.md is the specification; the names here are its names.
 *
 * A message is one packet of a SOCK_SEQPACKET socket, or a u32 length and that many bytes on TCP. All
 * numbers are little endian; errno values are Linux's. Put functions append to a cursor, get functions
 * take from one; the caller tests the cursor once at the end.
 */
#ifndef SESIM_WIRE_SOCKET_H
#define SESIM_WIRE_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cursor.h"
#include "i2c.h"

enum {
	WIRE_MAGIC = 0x43324953, /* "SI2C" */
	WIRE_VERSION = 1,
	WIRE_TOKEN_SIZE = 16,
	WIRE_KEY_SIZE = 16,
	WIRE_LENGTH_SIZE = 4,  /* before each message on TCP */
	WIRE_HEADER_SIZE = 12, /* type, reserved, id, handle */
	WIRE_RESULT_SIZE = WIRE_HEADER_SIZE + 20,
	WIRE_HELLO_SIZE = WIRE_HEADER_SIZE + 8 + WIRE_KEY_SIZE,
	WIRE_WELCOME_SIZE = WIRE_HEADER_SIZE + 80, /* without its parts */
	WIRE_PART_SIZE = 72,
	WIRE_PARTS_MAX = 112,
	WIRE_WELCOME_MAX = WIRE_WELCOME_SIZE + WIRE_PARTS_MAX * WIRE_PART_SIZE,
	WIRE_TRANSFER_ENTRY = 8,
	WIRE_TRANSFER_HEAD_MAX = WIRE_HEADER_SIZE + 4 + I2C_MESSAGES_MAX * WIRE_TRANSFER_ENTRY,
	WIRE_SMBUS_DATA = 34, /* union i2c_smbus_data: count, 32 bytes, PEC */
	WIRE_REASON_MAX = 256,
	/* The largest message either way: a TRANSFER that writes all it may. */
	WIRE_MESSAGE_MAX = WIRE_TRANSFER_HEAD_MAX + I2C_MESSAGES_MAX * (I2C_MESSAGE_MAX + I2C_COUNTED_MAX),
};

/* What a message is. Requests have the top bit clear, answers have it set. */
enum wire_type {
	/* the first message of a connection */
	WIRE_HELLO = 0x0001,
	/* role data */
	WIRE_OPEN = 0x0010,
	WIRE_CLOSE = 0x0011,
	WIRE_SET = 0x0012,
	WIRE_READ = 0x0013,
	WIRE_WRITE = 0x0014,
	WIRE_TRANSFER = 0x0015,
	WIRE_SMBUS = 0x0016,
	/* either role */
	WIRE_WAIT = 0x0020,
	/* role control */
	WIRE_POWER = 0x0030,
	WIRE_RESET = 0x0031,
	WIRE_SNAPSHOT = 0x0032,
	WIRE_RESTORE = 0x0033,
	WIRE_FAULT = 0x0034,
	WIRE_STATS = 0x0035,
	WIRE_SHUTDOWN = 0x0036,
	/* answers */
	WIRE_WELCOME = 0x8001,
	WIRE_RESULT = 0x8002,
	WIRE_REFUSED = 0x8003, /* a sentence; the server closes the connection behind it */
};

enum wire_role {
	WIRE_ROLE_DATA = 1,
	WIRE_ROLE_CONTROL = 2,
};

/* What became of a transaction, in the bus's words; RESULT.rc is what an i2c-dev user sees of it. */
enum wire_outcome {
	WIRE_OK,
	WIRE_ADDRESS_NACK,
	WIRE_DATA_NACK,
	WIRE_ARBITRATION_LOST,
	WIRE_TIMEOUT,
	WIRE_NOT_RUN, /* no transaction was run: rc says why */
};

enum wire_clock {
	WIRE_CLOCK_INSTANT,
	WIRE_CLOCK_VIRTUAL,
	WIRE_CLOCK_REAL,
};

enum wire_welcome_flag {
	WIRE_SIMULATED = 0x0001, /* absent: what is behind this connection is real */
	WIRE_NACKS_ALIKE =
		0x0002, /* an address NACK may have been a data byte's: real adapters tell them not apart */
};

/* What SET sets: the kernel's ioctl numbers. */
enum wire_setting {
	WIRE_SET_RETRIES = 0x0701,
	WIRE_SET_TIMEOUT = 0x0702, /* in units of 10 ms */
	WIRE_SET_SLAVE = 0x0703,
	WIRE_SET_TENBIT = 0x0704,
	WIRE_SET_SLAVE_FORCE = 0x0706,
	WIRE_SET_PEC = 0x0708,
};

/* id is the sender's and comes back in the answer; handle names an open description, 0 for none. */
struct wire_header {
	uint16_t type;
	uint32_t id;
	uint32_t handle;
};

/* version is the highest the client speaks. key is zeros unless the server's URL has one. */
struct wire_hello {
	uint16_t version;
	uint16_t role;
	uint8_t key[WIRE_KEY_SIZE];
};

/* One part on the bus. Strings are zero-padded, and ended by a zero once they were read. */
struct wire_part {
	uint16_t address; /* 7-bit */
	uint16_t serial_len;
	char kind[17]; /* "atecc608", "se050" */
	char profile[33];
	uint8_t serial[20];
};

struct wire_welcome {
	uint16_t version; /* spoken from here on */
	uint16_t flags;   /* enum wire_welcome_flag */
	uint16_t clock;   /* enum wire_clock */
	uint16_t n_parts; /* follow, WIRE_PART_SIZE each */
	uint32_t speed_hz;
	uint32_t functionality; /* I2C_FUNCS */
	uint32_t nack_errno;    /* for an address nobody acknowledged */
	uint32_t message_max;   /* the largest message this server takes or sends here */
	char adapter[49];       /* its name in /sys/class/i2c-dev/i2c-N/name */
};

/* now_ns is the bus's time at the end of the transaction. Data read follows it. */
struct wire_result {
	int32_t rc; /* as the ioctl, read or write would give: a count, 0 or -errno */
	uint16_t outcome;
	uint16_t done;      /* messages that went through */
	uint32_t nacked_at; /* WIRE_DATA_NACK: bytes acknowledged before it */
	uint64_t now_ns;
};

/* As struct i2c_smbus_ioctl_data, with the data itself. */
struct wire_smbus {
	uint8_t read_write; /* 1 reads */
	uint8_t command;
	uint16_t size; /* I2C_SMBUS_QUICK to I2C_SMBUS_I2C_BLOCK_DATA */
	uint8_t data[WIRE_SMBUS_DATA];
};

void wire_put_header(struct wbuf *w, uint16_t type, uint32_t id, uint32_t handle);
struct wire_header wire_get_header(struct rbuf *r);

void wire_put_hello(struct wbuf *w, const struct wire_hello *hello);
/* Marks the cursor bad when the magic is another's. */
struct wire_hello wire_get_hello(struct rbuf *r);

void wire_put_welcome(struct wbuf *w, const struct wire_welcome *welcome);
struct wire_welcome wire_get_welcome(struct rbuf *r);
void wire_put_part(struct wbuf *w, const struct wire_part *part);
struct wire_part wire_get_part(struct rbuf *r);

void wire_put_result(struct wbuf *w, const struct wire_result *result);
struct wire_result wire_get_result(struct rbuf *r);

void wire_put_smbus(struct wbuf *w, const struct wire_smbus *smbus);
struct wire_smbus wire_get_smbus(struct rbuf *r);

/*
 * A TRANSFER's body: how many messages and what each is, then the bytes of the written ones one after
 * another. wire_put_transfer_head() leaves the bytes to a caller who sends them from where they lie.
 */
void wire_put_transfer_head(struct wbuf *w, const struct i2c_message *msgs, size_t n);
void wire_put_transfer(struct wbuf *w, const struct i2c_message *msgs, size_t n);

/*
 * What an answer to these messages carries behind RESULT: len of each that reads, and I2C_COUNTED_MAX
 * more of one with I2C_RECV_LEN.
 */
size_t wire_transfer_reads(const struct i2c_message *msgs, size_t n);

/*
 * Takes a TRANSFER's body apart into msgs[I2C_MESSAGES_MAX]. Written bytes stay where they are; read
 * ones get their place in `answer` in the order they come back. Returns the number of messages; the
 * cursor is bad when the body is not whole, there are too many messages or one is too long.
 */
size_t wire_get_transfer(struct rbuf *r, struct i2c_message *msgs, struct wbuf *answer);

/* A SET's body. */
void wire_put_set(struct wbuf *w, uint32_t setting, uint64_t value);

#endif
