/* sim/serve/shim/dev.c: what drivers/i2c/i2c-dev.c (Linux 6.1) does with read, write and ioctl. */
#include "dev.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <string.h>

#include "client.h"

enum {
	READABLE = 1,
	WRITABLE = 2,
};

/* What its open() allows. An O_PATH descriptor allows nothing, not even ioctl. */
static int rights(const struct fake *fake)
{
	static const int of[] = {
		[O_RDONLY] = READABLE, [O_WRONLY] = WRITABLE, [O_RDWR] = READABLE | WRITABLE
	};
	uint32_t mode = fake->flags & O_ACCMODE;

	return fake->flags & O_PATH || mode > O_RDWR ? 0 : of[mode];
}

static size_t cut(size_t len)
{
	return len < I2C_MESSAGE_MAX ? len : I2C_MESSAGE_MAX;
}

ssize_t dev_read(const struct fake *fake, void *bytes, size_t len)
{
	uint8_t count[4];
	struct wbuf w = wbuf_to(count, sizeof(count));
	struct iovec body[2] = { { 0 }, { .iov_base = count, .iov_len = sizeof(count) } };
	struct iovec answer[2] = { { 0 }, { .iov_base = bytes, .iov_len = cut(len) } };

	if (!(rights(fake) & READABLE))
		return -EBADF;
	if (!bytes && len > 0)
		return -EFAULT;
	wbuf_le32(&w, (uint32_t)cut(len));
	return client_request(fake, WIRE_READ, body, 2, answer, 2);
}

ssize_t dev_write(const struct fake *fake, const void *bytes, size_t len)
{
	struct iovec body[2] = { { 0 }, { .iov_base = (void *)bytes, .iov_len = cut(len) } };
	struct iovec answer[1];

	if (!(rights(fake) & WRITABLE))
		return -EBADF;
	if (!bytes && len > 0)
		return -EFAULT;
	return client_request(fake, WIRE_WRITE, body, 2, answer, 1);
}

static ssize_t each_part(const struct fake *fake, const struct iovec *parts, int n, int right,
	ssize_t (*one)(const struct fake *, const struct iovec *))
{
	size_t all = 0;
	ssize_t sum = 0;

	if (!(rights(fake) & right))
		return -EBADF;
	if (n < 0 || n > IOV_MAX)
		return -EINVAL;
	if (!parts && n > 0)
		return -EFAULT;
	for (int i = 0; i < n; i++) {
		all += parts[i].iov_len;
		if (parts[i].iov_len > SSIZE_MAX || all > SSIZE_MAX)
			return -EINVAL;
	}
	for (int i = 0; i < n && all > 0; i++) {
		ssize_t done = one(fake, &parts[i]);

		if (done < 0)
			return sum > 0 ? sum : done;
		sum += done;
		if ((size_t)done != parts[i].iov_len)
			break;
		all -= parts[i].iov_len;
	}
	return sum;
}

static ssize_t read_part(const struct fake *fake, const struct iovec *part)
{
	return dev_read(fake, part->iov_base, part->iov_len);
}

static ssize_t write_part(const struct fake *fake, const struct iovec *part)
{
	return dev_write(fake, part->iov_base, part->iov_len);
}

ssize_t dev_readv(const struct fake *fake, const struct iovec *parts, int n)
{
	return each_part(fake, parts, n, READABLE, read_part);
}

ssize_t dev_writev(const struct fake *fake, const struct iovec *parts, int n)
{
	return each_part(fake, parts, n, WRITABLE, write_part);
}

static int set(const struct fake *fake, unsigned request, void *argument)
{
	uint8_t bytes[12];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct iovec body[2] = { { 0 }, { .iov_base = bytes, .iov_len = sizeof(bytes) } };
	struct iovec answer[1];

	wire_put_set(&w, request, (uintptr_t)argument);
	return client_request(fake, WIRE_SET, body, 2, answer, 1);
}

static int get_functions(const struct fake *fake, unsigned request, void *argument)
{
	uint32_t funcs;
	int rc;

	(void)fake, (void)request;
	if (!argument)
		return -EFAULT;
	rc = client_functionality(&funcs);
	if (rc == 0)
		*(unsigned long *)argument = funcs;
	return rc;
}

/* The kernel's checks of one message, in its order. */
static int check_message(const struct i2c_msg *m)
{
	if (m->len > I2C_MESSAGE_MAX)
		return -EINVAL;
	if (!m->buf && m->len > 0)
		return -EFAULT;
	if (m->flags & I2C_M_RECV_LEN && (!(m->flags & I2C_M_RD) || m->len < 1 || m->buf[0] < 1 ||
						 m->len < m->buf[0] + I2C_SMBUS_BLOCK_MAX))
		return -EINVAL;
	return 0;
}

static int transfer(const struct fake *fake, unsigned request, void *argument)
{
	const struct i2c_rdwr_ioctl_data *rdwr = argument;
	struct i2c_message msgs[I2C_MESSAGES_MAX];
	uint8_t head[WIRE_TRANSFER_HEAD_MAX];
	struct wbuf w = wbuf_to(head, sizeof(head));
	struct iovec body[CLIENT_PARTS_MAX], answer[CLIENT_PARTS_MAX];
	size_t n_body = 2, n_answer = 1;

	(void)request;
	if (!rdwr)
		return -EFAULT;
	if (!rdwr->msgs || rdwr->nmsgs == 0 || rdwr->nmsgs > I2C_MESSAGES_MAX)
		return -EINVAL;
	for (size_t i = 0; i < rdwr->nmsgs; i++) {
		const struct i2c_msg *m = &rdwr->msgs[i];
		int rc = check_message(m);

		if (rc < 0)
			return rc;
		msgs[i] = (struct i2c_message){
			.addr = m->addr, .flags = m->flags, .len = m->len, .bytes = m->buf
		};
		if (m->flags & I2C_M_RECV_LEN)
			msgs[i].len = m->buf[0];
		if (m->flags & I2C_M_RD)
			answer[n_answer++] = (struct iovec){ m->buf, wire_transfer_reads(&msgs[i], 1) };
		else
			body[n_body++] = (struct iovec){ m->buf, m->len };
	}
	wire_put_transfer_head(&w, msgs, rdwr->nmsgs);
	body[1] = (struct iovec){ head, w.len };
	return client_request(fake, WIRE_TRANSFER, body, n_body, answer, n_answer);
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

static int smbus(const struct fake *fake, unsigned request, void *argument)
{
	const struct i2c_smbus_ioctl_data *args = argument;
	uint8_t bytes[4 + WIRE_SMBUS_DATA], back[WIRE_SMBUS_DATA];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct iovec body[2] = { { 0 }, { .iov_base = bytes, .iov_len = sizeof(bytes) } };
	struct iovec answer[2] = { { 0 }, { .iov_base = back, .iov_len = sizeof(back) } };
	struct wire_smbus s = { 0 };
	bool two_way, dataless;
	int rc;

	(void)request;
	if (!args)
		return -EFAULT;
	if (args->size > I2C_SMBUS_I2C_BLOCK_DATA || args->read_write > I2C_SMBUS_READ)
		return -EINVAL;
	two_way = args->size == I2C_SMBUS_PROC_CALL || args->size == I2C_SMBUS_BLOCK_PROC_CALL;
	dataless = args->size == I2C_SMBUS_QUICK ||
		   (args->size == I2C_SMBUS_BYTE && args->read_write == I2C_SMBUS_WRITE);
	if (!args->data && !dataless)
		return -EINVAL;
	s.read_write = args->read_write;
	s.command = args->command;
	s.size = (uint16_t)args->size;
	if (!dataless &&
		(two_way || args->size == I2C_SMBUS_I2C_BLOCK_DATA || args->read_write == I2C_SMBUS_WRITE))
		memcpy(s.data, args->data, smbus_bytes(args->size));
	wire_put_smbus(&w, &s);
	rc = client_request(fake, WIRE_SMBUS, body, 2, answer, 2);
	if (rc == 0 && !dataless && (two_way || args->read_write == I2C_SMBUS_READ))
		memcpy(args->data, back, smbus_bytes(args->size));
	return rc;
}

int dev_ioctl(const struct fake *fake, unsigned request, void *argument)
{
	static const struct {
		unsigned request;
		int (*answer)(const struct fake *fake, unsigned request, void *argument);
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

	if (fake->flags & O_PATH)
		return -EBADF;
	for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++)
		if (requests[i].request == request)
			return requests[i].answer(fake, request, argument);
	return -ENOTTY;
}
