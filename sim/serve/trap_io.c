/* sim/serve/trap_io.c: what drivers/i2c/i2c-dev.c (Linux 6.1) does with read, write and ioctl of a trapped command. */
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <string.h>
#include <sys/ioctl.h>

#include "trap_state.h"

enum {
	READABLE = 1,
	WRITABLE = 2,
};

/* What its open() allows. An O_PATH descriptor allows nothing, not even ioctl. */
static int rights(const struct trap_open *open)
{
	static const int of[] = {
		[O_RDONLY] = READABLE, [O_WRONLY] = WRITABLE, [O_RDWR] = READABLE | WRITABLE
	};
	uint32_t mode = open->flags & O_ACCMODE;

	return open->flags & O_PATH || mode > O_RDWR ? 0 : of[mode];
}

static size_t cut(uint64_t len)
{
	return len < I2C_MESSAGE_MAX ? (size_t)len : I2C_MESSAGE_MAX;
}

/* Each gets the bus in turn: those that came before, and the socket's clients. */
static bool must_wait(const struct trap *trap, const struct trap_call *call)
{
	return !local_may_run(trap->server) || (trap->n_waiting > 0 && !call->resumed);
}

/* One read(2) or write(2), whose right was looked at. */
static int64_t one_message(struct trap *trap, const struct trap_call *call, const struct trap_open *open,
	const struct iovec *piece, int right)
{
	struct wire_result result = { .rc = -EFAULT };
	struct iovec cut_piece = { piece->iov_base, cut(piece->iov_len) };
	struct adapter *adapter = local_adapter(trap->server);
	struct bus *bus = local_bus(trap->server);

	if (right == WRITABLE && target_gather(trap, call, &cut_piece, 1, trap->bytes) < 0)
		return -EFAULT;
	if (!target_waits(trap, call))
		return TRAP_SENT;
	if (right == WRITABLE)
		i2cdev_write(&open->file, adapter, bus, trap->bytes, cut_piece.iov_len, &result);
	else
		i2cdev_read(&open->file, adapter, bus, trap->bytes, cut_piece.iov_len, &result);
	trap->keep = local_ran(trap->server);
	if (right == READABLE && result.rc > 0 && target_scatter(trap, call, &cut_piece, 1, trap->bytes) < 0)
		return -EFAULT;
	return result.rc;
}

static int64_t one_piece(struct trap *trap, struct trap_call *call, int right)
{
	const __u64 *a = call->notif.data.args;
	const struct trap_open *open = target_open_file(trap, call, (int)a[0]);
	const struct iovec piece = target_piece(a[1], (size_t)a[2]);

	if (!open)
		return TRAP_PASS;
	if (!(rights(open) & right))
		return -EBADF;
	if (trap->over)
		return -ENODEV;
	if ((int64_t)a[2] < 0)
		return -EINVAL;
	return must_wait(trap, call) ? TRAP_LATER : one_message(trap, call, open, &piece, right);
}

int64_t trap_read(struct trap *trap, struct trap_call *call)
{
	return one_piece(trap, call, READABLE);
}

int64_t trap_write(struct trap *trap, struct trap_call *call)
{
	return one_piece(trap, call, WRITABLE);
}

/* i2c-dev has no position: it reads and writes alike wherever one wants. */
static bool has_position(const struct trap_call *call)
{
	return (int64_t)call->notif.data.args[3] >= 0;
}

int64_t trap_pread(struct trap *trap, struct trap_call *call)
{
	return has_position(call) ? one_piece(trap, call, READABLE) : -EINVAL;
}

int64_t trap_pwrite(struct trap *trap, struct trap_call *call)
{
	return has_position(call) ? one_piece(trap, call, WRITABLE) : -EINVAL;
}

/* How much they hold together, or -EINVAL. */
static int64_t sum_of(const struct iovec *pieces, size_t n)
{
	size_t all = 0;

	for (size_t i = 0; i < n; i++) {
		if (pieces[i].iov_len > SSIZE_MAX || pieces[i].iov_len > SSIZE_MAX - all)
			return -EINVAL;
		all += pieces[i].iov_len;
	}
	return (int64_t)all;
}

/*
 * One transaction a piece, as the kernel does for a driver without its own; ends at the first short one. Between two
 * of them others may have the bus: the call keeps how far it came.
 */
static int64_t each_piece(struct trap *trap, struct trap_call *call, int right)
{
	const __u64 *a = call->notif.data.args;
	const struct trap_open *open = target_open_file(trap, call, (int)a[0]);
	struct iovec pieces[IOV_MAX];
	size_t n = (size_t)a[2];

	if (!open)
		return TRAP_PASS;
	if (!(rights(open) & right))
		return -EBADF;
	if (trap->over)
		return -ENODEV;
	if (n > IOV_MAX)
		return -EINVAL;
	if (target_read(trap, call, a[1], pieces, n * sizeof(pieces[0])) < 0)
		return -EFAULT;
	if (sum_of(pieces, n) <= 0)
		return sum_of(pieces, n);
	while (call->part < n) {
		const struct iovec *piece = &pieces[call->part];
		int64_t done;

		if (piece->iov_len == 0) {
			call->part++;
			continue;
		}
		if (must_wait(trap, call))
			return TRAP_LATER;
		done = one_message(trap, call, open, piece, right);
		if (done < 0)
			return done == TRAP_SENT || call->bytes == 0 ? done : call->bytes;
		call->bytes += done;
		call->part++;
		if ((uint64_t)done != piece->iov_len)
			break;
	}
	return call->bytes;
}

int64_t trap_readv(struct trap *trap, struct trap_call *call)
{
	return each_piece(trap, call, READABLE);
}

int64_t trap_writev(struct trap *trap, struct trap_call *call)
{
	return each_piece(trap, call, WRITABLE);
}

int64_t trap_preadv(struct trap *trap, struct trap_call *call)
{
	return has_position(call) ? each_piece(trap, call, READABLE) : -EINVAL;
}

int64_t trap_pwritev(struct trap *trap, struct trap_call *call)
{
	return has_position(call) ? each_piece(trap, call, WRITABLE) : -EINVAL;
}

/* The same with flags, of which i2c-dev takes none, and with -1 for no position. */
static int64_t each_piece_flagged(struct trap *trap, struct trap_call *call, int right)
{
	const __u64 *a = call->notif.data.args;

	if (a[5] != 0)
		return target_open_file(trap, call, (int)a[0]) ? -EOPNOTSUPP : TRAP_PASS;
	return (int64_t)a[3] >= -1 ? each_piece(trap, call, right) : -EINVAL;
}

int64_t trap_preadv2(struct trap *trap, struct trap_call *call)
{
	return each_piece_flagged(trap, call, READABLE);
}

int64_t trap_pwritev2(struct trap *trap, struct trap_call *call)
{
	return each_piece_flagged(trap, call, WRITABLE);
}

int64_t trap_lseek(struct trap *trap, struct trap_call *call)
{
	return target_open_file(trap, call, (int)call->notif.data.args[0]) ? -ESPIPE : TRAP_PASS;
}

static int64_t set(struct trap *trap, struct trap_call *call, struct trap_open *open)
{
	const __u64 *a = call->notif.data.args;

	return i2cdev_set(&open->file, local_adapter(trap->server), (uint32_t)a[1], a[2]);
}

static int64_t get_functions(struct trap *trap, struct trap_call *call, struct trap_open *open)
{
	unsigned long functions = local_adapter(trap->server)->model->functionality;

	(void)open;
	return target_write(trap, call, call->notif.data.args[2], &functions, sizeof(functions));
}

/*
 * Takes the messages' bytes in, which the kernel copies whatever their direction. Returns 0, or what the first bad
 * message is refused with.
 */
static int64_t take_messages(struct trap *trap, const struct trap_call *call, const struct i2c_msg *from,
	size_t n, struct i2c_message *msgs)
{
	struct iovec pieces[I2C_MESSAGES_MAX];
	size_t good = 0, at = 0;

	while (good < n && from[good].len <= I2C_MESSAGE_MAX) {
		pieces[good] = (struct iovec){ from[good].buf, from[good].len };
		good++;
	}
	if (target_gather(trap, call, pieces, good, trap->bytes) < 0)
		return -EFAULT;
	/* The bus reads up to I2C_COUNTED_MAX behind such a message: each has its own room. */
	for (size_t i = good; i-- > 0;) {
		size_t start = i * I2C_COUNTED_MAX;

		at = 0;
		for (size_t j = 0; j < i; j++)
			at += from[j].len;
		memmove(trap->bytes + at + start, trap->bytes + at, from[i].len);
		msgs[i] = (struct i2c_message){ .addr = from[i].addr,
			.flags = from[i].flags,
			.len = from[i].len,
			.bytes = trap->bytes + at + start };
	}
	for (size_t i = 0; i < good; i++) {
		struct rbuf first = rbuf_from(msgs[i].bytes, msgs[i].len);
		uint8_t counted = rbuf_u8(&first);

		if (!(from[i].flags & I2C_M_RECV_LEN))
			continue;
		if (!(from[i].flags & I2C_M_RD) || counted < 1 || from[i].len < counted + I2C_SMBUS_BLOCK_MAX)
			return -EINVAL;
		msgs[i].len = counted;
	}
	return good == n ? 0 : -EINVAL;
}

static int64_t transfer(struct trap *trap, struct trap_call *call, struct trap_open *open)
{
	struct i2c_rdwr_ioctl_data rdwr;
	struct i2c_msg from[I2C_MESSAGES_MAX];
	struct i2c_message msgs[I2C_MESSAGES_MAX];
	struct wire_result result = { .rc = 0 };
	int64_t rc;

	(void)open; /* its addresses are in the messages */
	if (target_read(trap, call, call->notif.data.args[2], &rdwr, sizeof(rdwr)) < 0)
		return -EFAULT;
	if (!rdwr.msgs || rdwr.nmsgs == 0 || rdwr.nmsgs > I2C_MESSAGES_MAX)
		return -EINVAL;
	if (target_read(trap, call, (uintptr_t)rdwr.msgs, from, rdwr.nmsgs * sizeof(from[0])) < 0)
		return -EFAULT;
	rc = take_messages(trap, call, from, rdwr.nmsgs, msgs);
	if (rc < 0)
		return rc;
	if (must_wait(trap, call))
		return TRAP_LATER;
	if (!target_waits(trap, call))
		return TRAP_SENT;
	adapter_transfer(local_adapter(trap->server), local_bus(trap->server), msgs, rdwr.nmsgs, &result);
	if (result.outcome != WIRE_NOT_RUN)
		trap->keep = local_ran(trap->server);
	for (size_t i = 0; result.rc >= 0 && i < rdwr.nmsgs; i++)
		if (msgs[i].flags & I2C_READ &&
			target_write(trap, call, (uintptr_t)from[i].buf, msgs[i].bytes, msgs[i].len) < 0)
			return -EFAULT;
	return result.rc;
}

/* Bytes of union i2c_smbus_data that a size uses. */
static size_t smbus_bytes(uint32_t size)
{
	switch (size) {
	case I2C_SMBUS_BYTE:
	case I2C_SMBUS_BYTE_DATA:
		return sizeof(uint8_t);
	case I2C_SMBUS_WORD_DATA:
	case I2C_SMBUS_PROC_CALL:
		return sizeof(uint16_t);
	default:
		return sizeof(union i2c_smbus_data);
	}
}

static int64_t smbus(struct trap *trap, struct trap_call *call, struct trap_open *open)
{
	struct i2c_smbus_ioctl_data args;
	struct wire_smbus s = { 0 };
	struct wire_result result;
	bool two_way, dataless;
	uint32_t size;

	if (target_read(trap, call, call->notif.data.args[2], &args, sizeof(args)) < 0)
		return -EFAULT;
	if (args.size > I2C_SMBUS_I2C_BLOCK_DATA || args.read_write > I2C_SMBUS_READ)
		return -EINVAL;
	size = args.size;
	two_way = size == I2C_SMBUS_PROC_CALL || size == I2C_SMBUS_BLOCK_PROC_CALL;
	dataless = size == I2C_SMBUS_QUICK || (size == I2C_SMBUS_BYTE && args.read_write == I2C_SMBUS_WRITE);
	if (!args.data && !dataless)
		return -EINVAL;
	s.read_write = args.read_write;
	s.command = args.command;
	s.size = (uint16_t)size;
	if (!dataless &&
		(two_way || size == I2C_SMBUS_I2C_BLOCK_DATA || args.read_write == I2C_SMBUS_WRITE) &&
		target_read(trap, call, (uintptr_t)args.data, s.data, smbus_bytes(size)) < 0)
		return -EFAULT;
	if (must_wait(trap, call))
		return TRAP_LATER;
	if (!target_waits(trap, call))
		return TRAP_SENT;
	i2cdev_smbus(&open->file, local_adapter(trap->server), local_bus(trap->server), &s, &result);
	if (result.outcome != WIRE_NOT_RUN)
		trap->keep = local_ran(trap->server);
	if (result.rc == 0 && !dataless && (two_way || args.read_write == I2C_SMBUS_READ) &&
		target_write(trap, call, (uintptr_t)args.data, s.data, smbus_bytes(size)) < 0)
		return -EFAULT;
	return result.rc;
}

/* What the kernel answers for every file before a driver is asked. */
static bool is_generic(unsigned request)
{
	return request == FIOCLEX || request == FIONCLEX || request == FIONBIO || request == FIOASYNC;
}

int64_t trap_ioctl(struct trap *trap, struct trap_call *call)
{
	static const struct {
		unsigned request;
		int64_t (*answer)(struct trap *trap, struct trap_call *call, struct trap_open *open);
	} requests[] = {
		{ I2C_RDWR, transfer },
		{ I2C_SMBUS, smbus },
		{ I2C_SLAVE, set },
		{ I2C_SLAVE_FORCE, set },
		{ I2C_TENBIT, set },
		{ I2C_PEC, set },
		{ I2C_RETRIES, set },
		{ I2C_TIMEOUT, set },
		{ I2C_FUNCS, get_functions },
	};
	const __u64 *a = call->notif.data.args;
	struct trap_open *open = target_open_file(trap, call, (int)a[0]);

	if (!open || is_generic((unsigned)a[1]))
		return TRAP_PASS;
	if (open->flags & O_PATH)
		return -EBADF;
	if (trap->over)
		return -ENODEV;
	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		if (requests[i].request == (unsigned)a[1])
			return requests[i].answer(trap, call, open);
	return -ENOTTY;
}
