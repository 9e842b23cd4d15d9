/*
 * tests/shim/shim_probe.c: a small program that other tests start, plain or built in all ways there are. It ends with 0
 * when what it was asked is so, and says on standard error what is not.
 *
 *	shim_probe node                       /dev/i2c-1 opens, and a register keeps what is written
 *	shim_probe has FD REGISTER VALUE      an inherited descriptor reads so
 *	shim_probe closed FD                  the descriptor is not open
 *	shim_probe receive SOCKET REGISTER VALUE   the same with a descriptor sent through a listening socket
 *	shim_probe outlive                    kills its parent, which serves the bus, and expects ENODEV from everything
 *	shim_probe outlive-in-transfer        the same, killed in the middle of a long transfer
 *	shim_probe nobody                     says the errno of an address nobody has
 *	shim_probe overflow                   reads two bytes into one, which a sanitizer should see
 *	shim_probe environment                says what LD_PRELOAD is
 *	shim_probe again                      says "ready", and after SIGTERM expects that another server is there
 *	shim_probe status N | signal N        ends so
 *	shim_probe tell N                     says "ready", waits for signal N and ends with 0
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
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { TOY = 0x48 };

static int fail(const char *what)
{
	fprintf(stderr, "shim_probe: %s: %s\n", what, strerror(errno));
	return 1;
}

static int open_toy(void)
{
	int fd = open("/dev/i2c-1", O_RDWR);

	return fd >= 0 && ioctl(fd, I2C_SLAVE, TOY) == 0 ? fd : -1;
}

static int expect_register(int fd, uint8_t reg, uint8_t value)
{
	uint8_t got;

	if (write(fd, &reg, 1) != 1)
		return fail("write");
	if (read(fd, &got, 1) != 1)
		return fail("read");
	errno = 0;
	return got == value ? 0 : fail("another value");
}

static int node(char **args)
{
	const uint8_t set[] = { 0x66, 0x99 };
	int fd = open_toy();

	(void)args;
	if (fd < 0)
		return fail("/dev/i2c-1");
	if (write(fd, set, sizeof(set)) != sizeof(set))
		return fail("write");
	return expect_register(fd, set[0], set[1]);
}

static int has(char **args)
{
	return expect_register(atoi(args[0]), (uint8_t)atoi(args[1]), (uint8_t)atoi(args[2]));
}

static int closed(char **args)
{
	return fcntl(atoi(args[0]), F_GETFD) == -1 && errno == EBADF ? 0 : fail("open");
}

static int receive(char **args)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	char byte;
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };
	int s = socket(AF_UNIX, SOCK_STREAM, 0), fd;

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", args[0]);
	if (connect(s, (struct sockaddr *)&address, sizeof(address)) < 0 || recvmsg(s, &message, 0) != 1)
		return fail("receive");
	if (!CMSG_FIRSTHDR(&message))
		return fail("no descriptor");
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return expect_register(fd, (uint8_t)atoi(args[1]), (uint8_t)atoi(args[2]));
}

static int nobody(char **args)
{
	int fd = open_toy();

	(void)args;
	if (fd < 0 || ioctl(fd, I2C_SLAVE, TOY + 1) < 0)
		return fail("/dev/i2c-1");
	errno = 0;
	if (write(fd, "", 1) >= 0)
		return fail("somebody");
	printf("%d\n", errno);
	return 0;
}

/* The size is not to be known when this is compiled. */
static int overflow(char **args)
{
	volatile size_t one = 1;
	uint8_t *bytes = malloc(one);
	int fd = open_toy();

	(void)args;
	if (fd < 0 || !bytes || read(fd, bytes, one + 1) < 0)
		return fail("read");
	free(bytes);
	return 0;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int is_gone(const char *what, long rc)
{
	if (rc == -1 && errno == ENODEV)
		return 0;
	return fail(what);
}

/* Everything that may be asked of a bus that is gone. */
static int expect_gone(int fd)
{
	uint8_t bytes[4] = { 0 };
	struct i2c_msg msg = { .addr = TOY, .len = 1, .buf = bytes };
	struct i2c_rdwr_ioctl_data rdwr = { .msgs = &msg, .nmsgs = 1 };
	unsigned long funcs;
	int bad = 0;

	for (int i = 0; i < 2; i++) {
		bad |= is_gone("write", write(fd, bytes, 1));
		bad |= is_gone("read", read(fd, bytes, 1));
		bad |= is_gone("I2C_SLAVE", ioctl(fd, I2C_SLAVE, TOY));
		bad |= is_gone("I2C_RDWR", ioctl(fd, I2C_RDWR, &rdwr));
		bad |= is_gone("I2C_FUNCS", ioctl(fd, I2C_FUNCS, &funcs));
		bad |= is_gone("open", open("/dev/i2c-1", O_RDWR));
		bad |= is_gone("fopen", fopen("/dev/i2c-1", "r") ? 0 : -1);
	}
	if (close(fd) < 0)
		bad |= fail("close");
	return bad;
}

static void report(int bad)
{
	printf("%s\n", bad ? "bad" : "gone as it should");
	fflush(stdout);
}

/* SIGPIPE has its default action here: one of them would end this before it reports. */
static int outlive(char **args)
{
	int fd = open_toy();

	(void)args;
	prctl(PR_SET_PDEATHSIG, 0);
	alarm(20);
	if (fd < 0)
		return fail("/dev/i2c-1");
	kill(getppid(), SIGKILL);
	while (getppid() != 1 && write(fd, "", 1) == 1)
		;
	report(expect_gone(fd));
	return 0;
}

static int outlive_in_transfer(char **args)
{
	static uint8_t bytes[8192];
	int fd = open_toy(), bad;
	pid_t server = getppid();
	double start;

	(void)args;
	prctl(PR_SET_PDEATHSIG, 0);
	alarm(20);
	if (fd < 0)
		return fail("/dev/i2c-1");
	if (fork() == 0) {
		usleep(200 * 1000);
		kill(server, SIGKILL);
		_exit(0);
	}
	start = seconds();
	bad = is_gone("read", read(fd, bytes, sizeof(bytes)));
	if (seconds() - start < 0.1 || seconds() - start > 0.6) /* the whole takes 0.74 s */
		bad |= fail("not then");
	report(bad | expect_gone(fd));
	return 0;
}

static int environment(char **args)
{
	(void)args;
	printf("LD_PRELOAD=%s\n", getenv("LD_PRELOAD"));
	return 0;
}

static int status(char **args)
{
	return atoi(args[0]);
}

static int end_by_signal(char **args)
{
	raise(atoi(args[0]));
	return 1;
}

static int tell(char **args)
{
	sigset_t set;
	int got, n = atoi(args[0]);

	sigemptyset(&set);
	sigaddset(&set, n);
	sigprocmask(SIG_BLOCK, &set, NULL);
	printf("ready\n");
	fflush(stdout);
	alarm(20);
	return sigwait(&set, &got) == 0 && got == n ? 0 : 1;
}

/* What was open is gone with the old server; what is opened now is with the new one. */
static int again(char **args)
{
	int fd = open_toy();
	char sigterm[] = "15", *until[] = { sigterm };

	if (fd < 0)
		return fail("/dev/i2c-1");
	if (tell(until) != 0)
		return 1;
	if (write(fd, "", 1) != -1 || errno != ENODEV)
		return fail("write");
	return node(args);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int args;
		int (*run)(char **args);
	} commands[] = {
		{ "node", 0, node },
		{ "has", 3, has },
		{ "closed", 1, closed },
		{ "receive", 3, receive },
		{ "nobody", 0, nobody },
		{ "overflow", 0, overflow },
		{ "outlive", 0, outlive },
		{ "outlive-in-transfer", 0, outlive_in_transfer },
		{ "again", 0, again },
		{ "environment", 0, environment },
		{ "status", 1, status },
		{ "signal", 1, end_by_signal },
		{ "tell", 1, tell },
	};

	for (size_t i = 0; argc > 1 && i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(argv[1], commands[i].name) == 0 && argc == 2 + commands[i].args)
			return commands[i].run(argv + 2);
	fprintf(stderr, "shim_probe: see its source for what it can be asked\n");
	return 99;
}
