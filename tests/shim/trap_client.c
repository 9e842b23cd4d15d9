/*
 * tests/shim/trap_client.c: a program that a library cannot be put into: linked statically, and every access to the bus
 * is a system call of its own.
 *
 *	trap_client serial		the serial number of the ATECC at 60
 *	trap_client atr			the answer to reset of the SE05x at 48
 *	trap_client errno ADDRESS	what reading there fails with
 *	trap_client kill		a child dies in the middle of a long read; what comes after works
 *	trap_client leave FILE		leaves a child behind, which tells FILE what it finds when the bus is gone
 *	trap_client time COUNT [split]	nanoseconds for a write of 1 and a read of 4 bytes, by one call or by two
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	ATECC = 0x60,
	SE050 = 0x48,
};

static int open_bus(void)
{
	long fd = syscall(SYS_openat, AT_FDCWD, "/dev/i2c-1", O_RDWR | O_CLOEXEC, 0);

	if (fd < 0) {
		perror("/dev/i2c-1");
		exit(1);
	}
	return (int)fd;
}

static void set_address(int fd, unsigned long address)
{
	if (syscall(SYS_ioctl, fd, I2C_SLAVE, address) < 0) {
		perror("I2C_SLAVE");
		exit(1);
	}
}

static void pause_ms(long ms)
{
	const struct timespec time = { .tv_nsec = ms * 1000000 };

	nanosleep(&time, NULL);
}

static void show(const unsigned char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		printf("%02x", bytes[i]);
	printf("\n");
}

/* Read of 32 bytes at word 0 of the configuration zone: the serial number is bytes 0 to 3 and 8 to 12 of it. */
static int serial(void)
{
	static const unsigned char wake = 0, read_config[] = { 0x03, 0x07, 0x02, 0x80, 0, 0, 0x09, 0xad };
	unsigned char answer[35] = { 0 };
	int fd = open_bus();

	set_address(fd, 0);
	syscall(SYS_write, fd, &wake, 1); /* nobody acknowledges it */
	pause_ms(2);
	set_address(fd, ATECC);
	if (syscall(SYS_read, fd, answer, 4) != 4 || answer[1] != 0x11)
		return 2;
	if (syscall(SYS_write, fd, read_config, sizeof(read_config)) != sizeof(read_config))
		return 3;
	pause_ms(5);
	if (syscall(SYS_read, fd, answer, sizeof(answer)) != sizeof(answer) || answer[0] != sizeof(answer))
		return 4;
	memmove(answer + 5, answer + 9, 5);
	show(answer + 1, 9);
	return 0;
}

/* T=1 over I2C: S(RESYNC) and its answer, then S(interface soft reset), whose answer is the ATR. */
static int atr(void)
{
	static const unsigned char reset[] = { 0x5a, 0xcf, 0x00, 0x37, 0x7f };
	unsigned char answer[64] = { 0 };
	int fd = open_bus();

	set_address(fd, SE050);
	if (syscall(SYS_write, fd, reset, sizeof(reset)) != sizeof(reset))
		return 2;
	for (int i = 0; i < 100 && syscall(SYS_read, fd, answer, 3) != 3; i++)
		pause_ms(1);
	if (answer[0] != 0xa5 || answer[1] != 0xef || answer[2] > sizeof(answer) - 5)
		return 3;
	if (syscall(SYS_read, fd, answer + 3, answer[2] + 2) != answer[2] + 2)
		return 4;
	show(answer + 3, answer[2]);
	return 0;
}

static int failure(unsigned long address)
{
	unsigned char byte;
	int fd = open_bus();

	set_address(fd, address);
	errno = 0;
	syscall(SYS_read, fd, &byte, 1);
	printf("%s\n", strerrorname_np(errno));
	return 0;
}

static int measure(long count, int split)
{
	unsigned char reg = 0, value[4];
	struct i2c_msg msgs[] = { { .addr = SE050, .len = 1, .buf = &reg },
		{ .addr = SE050, .flags = I2C_M_RD, .len = 4, .buf = value } };
	struct i2c_rdwr_ioctl_data both = { msgs, 2 };
	struct timespec start, end;
	int fd = open_bus();

	set_address(fd, SE050);
	clock_gettime(CLOCK_MONOTONIC, &start);
	for (long i = 0; i < count; i++) {
		if (split ? syscall(SYS_write, fd, &reg, 1) != 1 || syscall(SYS_read, fd, value, 4) != 4
			  : syscall(SYS_ioctl, fd, I2C_RDWR, &both) != 2)
			return 1;
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("%ld\n", ((end.tv_sec - start.tv_sec) * 1000000000l + end.tv_nsec - start.tv_nsec) / count);
	return 0;
}

static int killed(void)
{
	static unsigned char bytes[8192];
	int fd = open_bus();
	pid_t pid;

	set_address(fd, SE050);
	pid = fork();
	if (pid == 0) {
		syscall(SYS_read, fd, bytes, sizeof(bytes));
		_exit(0);
	}
	pause_ms(50);
	if (pid < 0 || kill(pid, SIGKILL) < 0 || waitpid(pid, NULL, 0) != pid)
		return 1;
	return syscall(SYS_read, fd, bytes, 4) == 4 ? 0 : 2;
}

static int leave(const char *path)
{
	int fd = open_bus();
	FILE *file;

	set_address(fd, SE050);
	if (fork() != 0)
		return 0;
	while (getppid() != 1 && syscall(SYS_ioctl, fd, I2C_SLAVE, SE050) == 0)
		pause_ms(5);
	file = fopen(path, "w");
	if (!file)
		return 1;
	errno = 0;
	syscall(SYS_ioctl, fd, I2C_SLAVE, SE050);
	fprintf(file, "%s ", strerrorname_np(errno));
	errno = 0;
	syscall(SYS_openat, AT_FDCWD, "/dev/i2c-1", O_RDWR, 0);
	fprintf(file, "%s ", strerrorname_np(errno));
	fprintf(file, "%s\n", syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR, 0) >= 0 ? "fine" : "bad");
	fclose(file);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "serial") == 0)
		return serial();
	if (argc == 2 && strcmp(argv[1], "atr") == 0)
		return atr();
	if (argc == 3 && strcmp(argv[1], "errno") == 0)
		return failure(strtoul(argv[2], NULL, 16));
	if (argc >= 3 && strcmp(argv[1], "time") == 0)
		return measure(strtol(argv[2], NULL, 10), argc > 3);
	if (argc == 2 && strcmp(argv[1], "kill") == 0)
		return killed();
	if (argc == 3 && strcmp(argv[1], "leave") == 0)
		return leave(argv[2]);
	return 64;
}
