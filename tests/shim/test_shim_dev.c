/* tests/shim/test_shim_dev.c: read, write and ioctl on a fake descriptor answer as drivers/i2c/i2c-dev.c (Linux 6.1). */
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "shim_client.h"

#define assert_fails(call, error)               \
	do {                                    \
		errno = 0;                      \
		assert_int_equal(call, -1);     \
		assert_int_equal(errno, error); \
	} while (0)

static int setup(void **state)
{
	static int fd;

	fd = open_toy(TOY);
	*state = &fd;
	return 0;
}

static int teardown(void **state)
{
	return close(*(int *)*state);
}

static int fd_of(void **state)
{
	return *(int *)*state;
}

static void a_written_register_reads_back(void **state)
{
	assert_int_equal(put_register(fd_of(state), 0x10, 0xa5), 0);
	assert_int_equal(get_register(fd_of(state), 0x10), 0xa5);
}

static void the_slave_address_starts_at_zero(void **state)
{
	int fd = open("/dev/i2c-1", O_RDWR);
	uint8_t byte;

	(void)state;
	assert_fails(read(fd, &byte, 1), ENXIO);
	close(fd);
}

static void slave_takes_seven_bits_and_ten_only_with_tenbit(void **state)
{
	int fd = fd_of(state);

	assert_fails(ioctl(fd, I2C_SLAVE, 0x80), EINVAL);
	assert_int_equal(ioctl(fd, I2C_SLAVE, 0x7f), 0);
	assert_int_equal(ioctl(fd, I2C_TENBIT, 1), 0);
	assert_int_equal(ioctl(fd, I2C_SLAVE, 0x3ff), 0);
	assert_fails(ioctl(fd, I2C_SLAVE, 0x400), EINVAL);
	assert_int_equal(ioctl(fd, I2C_TENBIT, 0), 0);
	assert_int_equal(ioctl(fd, I2C_SLAVE_FORCE, TOY), 0);
	assert_int_equal(put_register(fd, 1, 2), 0);
}

static void retries_timeout_and_pec_are_taken(void **state)
{
	assert_int_equal(ioctl(fd_of(state), I2C_RETRIES, 3), 0);
	assert_int_equal(ioctl(fd_of(state), I2C_TIMEOUT, 100), 0);
	assert_fails(ioctl(fd_of(state), I2C_TIMEOUT, 1ul << 31), EINVAL);
	assert_int_equal(ioctl(fd_of(state), I2C_PEC, 1), 0);
	assert_int_equal(ioctl(fd_of(state), I2C_PEC, 0), 0);
}

static void an_address_nobody_has_is_enxio(void **state)
{
	uint8_t byte = 0;

	assert_int_equal(ioctl(fd_of(state), I2C_SLAVE, NOBODY), 0);
	assert_fails(write(fd_of(state), &byte, 1), ENXIO);
	assert_fails(read(fd_of(state), &byte, 1), ENXIO);
}

static void functions_are_those_of_i2c_and_smbus_emulation(void **state)
{
	unsigned long funcs = ~0ul;

	assert_int_equal(ioctl(fd_of(state), I2C_FUNCS, &funcs), 0);
	assert_int_equal(funcs & I2C_FUNC_I2C, I2C_FUNC_I2C);
	assert_int_equal(funcs & I2C_FUNC_SMBUS_QUICK, I2C_FUNC_SMBUS_QUICK);
	assert_int_equal(funcs >> 32, 0);
	assert_fails(ioctl(fd_of(state), I2C_FUNCS, NULL), EFAULT);
}

static void any_other_ioctl_is_enotty(void **state)
{
	int dummy[64];

	assert_fails(ioctl(fd_of(state), 0x0709, dummy), ENOTTY);
	assert_fails(ioctl(fd_of(state), 0x5401 /* TCGETS */, dummy), ENOTTY);
	assert_false(isatty(fd_of(state)));
}

static void close_on_exec_can_be_set_by_ioctl(void **state)
{
	assert_int_equal(ioctl(fd_of(state), FIONCLEX), 0);
	assert_int_equal(fcntl(fd_of(state), F_GETFD), 0);
	assert_int_equal(ioctl(fd_of(state), FIOCLEX), 0);
	assert_int_equal(fcntl(fd_of(state), F_GETFD), FD_CLOEXEC);
}

/* read and write cut silently */
static void more_than_8192_bytes_are_cut_to_8192(void **state)
{
	static uint8_t bytes[10000];

	memset(bytes, 0x55, sizeof(bytes));
	assert_int_equal(read(fd_of(state), bytes, sizeof(bytes)), 8192);
	assert_int_equal(bytes[8192], 0x55);
	memset(bytes, 0, sizeof(bytes));
	/* register ff refuses, and pointer 0 and 253 bytes stop before it; so set the pointer only, in a long write */
	assert_fails(write(fd_of(state), bytes, sizeof(bytes)), EIO);
}

static void a_null_pointer_is_efault(void **state)
{
	void *volatile nowhere = NULL;

	assert_fails(read(fd_of(state), nowhere, 4), EFAULT);
	assert_fails(write(fd_of(state), nowhere, 4), EFAULT);
	assert_fails(ioctl(fd_of(state), I2C_RDWR, nowhere), EFAULT);
	assert_fails(ioctl(fd_of(state), I2C_SMBUS, nowhere), EFAULT);
}

static void what_was_opened_to_read_is_not_written(void **state)
{
	int reader = open("/dev/i2c-1", O_RDONLY), writer = open("/dev/i2c-1", O_WRONLY);
	uint8_t byte = 0;

	(void)state;
	assert_int_equal(ioctl(reader, I2C_SLAVE, TOY), 0);
	assert_int_equal(ioctl(writer, I2C_SLAVE, TOY), 0);
	assert_fails(write(reader, &byte, 1), EBADF);
	assert_fails(read(writer, &byte, 1), EBADF);
	assert_int_equal(write(writer, &byte, 1), 1);
	assert_int_equal(read(reader, &byte, 1), 1);
	assert_int_equal(fcntl(reader, F_GETFL) & O_ACCMODE, O_RDONLY);
	assert_int_equal(fcntl(writer, F_GETFL) & O_ACCMODE, O_WRONLY);
	close(reader);
	close(writer);
}

static void rdwr_ignores_the_slave_address_and_returns_the_number_of_messages(void **state)
{
	uint8_t set[] = { 0x20, 0x11, 0x22, 0x33 }, pointer = 0x21, got[2];
	struct i2c_msg msgs[] = {
		{ .addr = OTHER_TOY, .flags = 0, .len = sizeof(set), .buf = set },
		{ .addr = OTHER_TOY, .flags = 0, .len = 1, .buf = &pointer },
		{ .addr = OTHER_TOY, .flags = I2C_M_RD, .len = sizeof(got), .buf = got },
	};
	struct i2c_rdwr_ioctl_data rdwr = { .msgs = msgs, .nmsgs = 3 };

	assert_int_equal(ioctl(fd_of(state), I2C_SLAVE, NOBODY), 0);
	assert_int_equal(ioctl(fd_of(state), I2C_RDWR, &rdwr), 3);
	assert_memory_equal(got, ((uint8_t[]){ 0x22, 0x33 }), 2);
}

static void several_reads_in_one_transaction_each_get_their_bytes(void **state)
{
	uint8_t set[] = { 0, 1, 2, 3, 4, 5, 6 }, at[] = { 0, 3 }, first[2], second[3];
	struct i2c_msg msgs[] = {
		{ .addr = TOY, .len = sizeof(set), .buf = set },
		{ .addr = TOY, .len = 1, .buf = &at[0] },
		{ .addr = TOY, .flags = I2C_M_RD, .len = sizeof(first), .buf = first },
		{ .addr = TOY, .len = 1, .buf = &at[1] },
		{ .addr = TOY, .flags = I2C_M_RD, .len = sizeof(second), .buf = second },
	};
	struct i2c_rdwr_ioctl_data rdwr = { .msgs = msgs, .nmsgs = 5 };

	assert_int_equal(ioctl(fd_of(state), I2C_RDWR, &rdwr), 5);
	assert_memory_equal(first, ((uint8_t[]){ 1, 2 }), 2);
	assert_memory_equal(second, ((uint8_t[]){ 4, 5, 6 }), 3);
}

static void rdwr_takes_1_to_42_messages_of_at_most_8192_bytes(void **state)
{
	static uint8_t room[42][8192];
	struct i2c_msg msgs[43];
	struct i2c_rdwr_ioctl_data rdwr = { .msgs = msgs, .nmsgs = 43 };

	for (size_t i = 0; i < 43; i++)
		msgs[i] = (struct i2c_msg){ .addr = TOY, .flags = I2C_M_RD, .len = 1, .buf = room[i % 42] };
	assert_fails(ioctl(fd_of(state), I2C_RDWR, &rdwr), EINVAL);
	rdwr.nmsgs = 0;
	assert_fails(ioctl(fd_of(state), I2C_RDWR, &rdwr), EINVAL);
	rdwr.nmsgs = 42;
	assert_int_equal(ioctl(fd_of(state), I2C_RDWR, &rdwr), 42);
	for (size_t i = 0; i < 42; i++)
		msgs[i].len = 8192;
	assert_int_equal(ioctl(fd_of(state), I2C_RDWR, &rdwr), 42);
	for (size_t i = 0; i < 42; i++)
		msgs[i].flags = 0;
	assert_fails(
		ioctl(fd_of(state), I2C_RDWR, &rdwr), EIO); /* it came there whole: register ff refused */
	msgs[41].len = 8193;
	assert_fails(ioctl(fd_of(state), I2C_RDWR, &rdwr), EINVAL);
	rdwr.msgs = NULL;
	assert_fails(ioctl(fd_of(state), I2C_RDWR, &rdwr), EINVAL);
}

static void a_refused_transaction_leaves_the_buffers_alone(void **state)
{
	uint8_t got[4] = { 1, 2, 3, 4 };
	struct i2c_msg msgs[] = {
		{ .addr = TOY, .flags = I2C_M_RD, .len = 4, .buf = got },
		{ .addr = NOBODY, .flags = I2C_M_RD, .len = 4, .buf = got },
	};
	struct i2c_rdwr_ioctl_data rdwr = { .msgs = msgs, .nmsgs = 2 };

	assert_fails(ioctl(fd_of(state), I2C_RDWR, &rdwr), ENXIO);
	assert_memory_equal(got, ((uint8_t[]){ 1, 2, 3, 4 }), 4);
}

static int smbus(int fd, uint8_t read_write, uint8_t command, uint32_t size, union i2c_smbus_data *data)
{
	struct i2c_smbus_ioctl_data args = {
		.read_write = read_write, .command = command, .size = size, .data = data
	};

	return ioctl(fd, I2C_SMBUS, &args);
}

static void smbus_words_and_blocks_go_to_the_registers(void **state)
{
	union i2c_smbus_data data = { .word = 0x3412 };

	assert_int_equal(smbus(fd_of(state), I2C_SMBUS_WRITE, 0x30, I2C_SMBUS_WORD_DATA, &data), 0);
	assert_int_equal(get_register(fd_of(state), 0x31), 0x34);
	data.word = 0;
	assert_int_equal(smbus(fd_of(state), I2C_SMBUS_READ, 0x30, I2C_SMBUS_WORD_DATA, &data), 0);
	assert_int_equal(data.word, 0x3412);
	memset(&data, 0, sizeof(data));
	data.block[0] = 2;
	assert_int_equal(smbus(fd_of(state), I2C_SMBUS_READ, 0x30, I2C_SMBUS_I2C_BLOCK_DATA, &data), 0);
	assert_memory_equal(data.block, ((uint8_t[]){ 2, 0x12, 0x34 }), 3);
}

static void smbus_quick_finds_who_is_there(void **state)
{
	assert_int_equal(smbus(fd_of(state), I2C_SMBUS_WRITE, 0, I2C_SMBUS_QUICK, NULL), 0);
	assert_int_equal(ioctl(fd_of(state), I2C_SLAVE, NOBODY), 0);
	assert_fails(smbus(fd_of(state), I2C_SMBUS_WRITE, 0, I2C_SMBUS_QUICK, NULL), ENXIO);
}

static void smbus_refuses_an_unknown_size_and_missing_data(void **state)
{
	union i2c_smbus_data data = { 0 };

	assert_fails(smbus(fd_of(state), I2C_SMBUS_READ, 0, I2C_SMBUS_I2C_BLOCK_DATA + 1, &data), EINVAL);
	assert_fails(smbus(fd_of(state), 2, 0, I2C_SMBUS_BYTE, &data), EINVAL);
	assert_fails(smbus(fd_of(state), I2C_SMBUS_READ, 0, I2C_SMBUS_BYTE_DATA, NULL), EINVAL);
}

/* A union on the stack is not read or written beyond what the size uses: ASan sees to that with this one. */
static void smbus_byte_data_touches_one_byte(void **state)
{
	uint8_t *one = test_malloc(1);

	*one = 0x77;
	assert_int_equal(
		smbus(fd_of(state), I2C_SMBUS_WRITE, 5, I2C_SMBUS_BYTE_DATA, (union i2c_smbus_data *)one), 0);
	*one = 0;
	assert_int_equal(
		smbus(fd_of(state), I2C_SMBUS_READ, 5, I2C_SMBUS_BYTE_DATA, (union i2c_smbus_data *)one), 0);
	assert_int_equal(*one, 0x77);
	test_free(one);
}

static void readv_and_writev_are_one_transaction_a_part(void **state)
{
	uint8_t set[] = { 0x40, 9 }, point[] = { 0x40 }, first, rest[2];
	const struct iovec out[] = { { set, 2 }, { point, 1 } };
	const struct iovec in[] = { { &first, 1 }, { rest, 2 } };
	volatile int negative = -1;

	assert_int_equal(writev(fd_of(state), out, 2), 3);
	assert_int_equal(readv(fd_of(state), in, 2), 3);
	assert_int_equal(first, 9);
	assert_int_equal(writev(fd_of(state), out, 0), 0);
	assert_fails(writev(fd_of(state), out, negative), EINVAL);
}

static void there_is_no_position(void **state)
{
	uint8_t byte;

	assert_fails(lseek(fd_of(state), 0, SEEK_SET), ESPIPE);
	assert_int_equal(put_register(fd_of(state), 7, 0x70), 0);
	assert_int_equal(pwrite(fd_of(state), "\7", 1, 1000), 1);
	assert_int_equal(pread(fd_of(state), &byte, 1, 5), 1);
	assert_int_equal(byte, 0x70);
	assert_fails(pread(fd_of(state), &byte, 1, -1), EINVAL);
}

static void a_call_that_succeeds_leaves_errno_alone(void **state)
{
	errno = EDOM;
	assert_int_equal(put_register(fd_of(state), 1, 1), 0);
	assert_int_equal(get_register(fd_of(state), 1), 1);
	assert_int_equal(errno, EDOM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_written_register_reads_back, setup, teardown),
		cmocka_unit_test(the_slave_address_starts_at_zero),
		cmocka_unit_test_setup_teardown(
			slave_takes_seven_bits_and_ten_only_with_tenbit, setup, teardown),
		cmocka_unit_test_setup_teardown(retries_timeout_and_pec_are_taken, setup, teardown),
		cmocka_unit_test_setup_teardown(an_address_nobody_has_is_enxio, setup, teardown),
		cmocka_unit_test_setup_teardown(
			functions_are_those_of_i2c_and_smbus_emulation, setup, teardown),
		cmocka_unit_test_setup_teardown(any_other_ioctl_is_enotty, setup, teardown),
		cmocka_unit_test_setup_teardown(close_on_exec_can_be_set_by_ioctl, setup, teardown),
		cmocka_unit_test_setup_teardown(more_than_8192_bytes_are_cut_to_8192, setup, teardown),
		cmocka_unit_test_setup_teardown(a_null_pointer_is_efault, setup, teardown),
		cmocka_unit_test(what_was_opened_to_read_is_not_written),
		cmocka_unit_test_setup_teardown(
			rdwr_ignores_the_slave_address_and_returns_the_number_of_messages, setup, teardown),
		cmocka_unit_test_setup_teardown(
			several_reads_in_one_transaction_each_get_their_bytes, setup, teardown),
		cmocka_unit_test_setup_teardown(
			rdwr_takes_1_to_42_messages_of_at_most_8192_bytes, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_refused_transaction_leaves_the_buffers_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(smbus_words_and_blocks_go_to_the_registers, setup, teardown),
		cmocka_unit_test_setup_teardown(smbus_quick_finds_who_is_there, setup, teardown),
		cmocka_unit_test_setup_teardown(
			smbus_refuses_an_unknown_size_and_missing_data, setup, teardown),
		cmocka_unit_test_setup_teardown(smbus_byte_data_touches_one_byte, setup, teardown),
		cmocka_unit_test_setup_teardown(readv_and_writev_are_one_transaction_a_part, setup, teardown),
		cmocka_unit_test_setup_teardown(there_is_no_position, setup, teardown),
		cmocka_unit_test_setup_teardown(a_call_that_succeeds_leaves_errno_alone, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
