/* sim/serve/shim/entry_io.c: reading, writing and ioctl. */
#include <stdarg.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dev.h"
#include "exports.h"
#include "real.h"

/* The fortified forms, which <unistd.h> declares for fortified programs only. */
ssize_t __read_chk(int fd, void *bytes, size_t len, size_t room);
ssize_t __pread_chk(int fd, void *bytes, size_t len, off_t at, size_t room);
ssize_t __pread64_chk(int fd, void *bytes, size_t len, off64_t at, size_t room);

EXPORT ssize_t read(int fd, void *bytes, size_t len)
{
	struct fake fake;

	if (fake_from(fd, &fake))
		return answer(dev_read(&fake, bytes, len));
	return real()->read(fd, bytes, len);
}

/* A count beyond the room is libc's to end the program for. */
EXPORT ssize_t __read_chk(int fd, void *bytes, size_t len, size_t room)
{
	struct fake fake;

	if (len <= room && fake_from(fd, &fake))
		return answer(dev_read(&fake, bytes, len));
	return real()->__read_chk(fd, bytes, len, room);
}

/* i2c-dev has no position: it reads and writes alike wherever one wants. */
EXPORT ssize_t pread(int fd, void *bytes, size_t len, off_t at)
{
	struct fake fake;

	if (at >= 0 && fake_from(fd, &fake))
		return answer(dev_read(&fake, bytes, len));
	return real()->pread(fd, bytes, len, at);
}

EXPORT ssize_t pread64(int fd, void *bytes, size_t len, off64_t at)
{
	struct fake fake;

	if (at >= 0 && fake_from(fd, &fake))
		return answer(dev_read(&fake, bytes, len));
	return real()->pread64(fd, bytes, len, at);
}

EXPORT ssize_t __pread_chk(int fd, void *bytes, size_t len, off_t at, size_t room)
{
	struct fake fake;

	if (len <= room && at >= 0 && fake_from(fd, &fake))
		return answer(dev_read(&fake, bytes, len));
	return real()->__pread_chk(fd, bytes, len, at, room);
}

EXPORT ssize_t __pread64_chk(int fd, void *bytes, size_t len, off64_t at, size_t room)
{
	struct fake fake;

	if (len <= room && at >= 0 && fake_from(fd, &fake))
		return answer(dev_read(&fake, bytes, len));
	return real()->__pread64_chk(fd, bytes, len, at, room);
}

EXPORT ssize_t readv(int fd, const struct iovec *parts, int n)
{
	struct fake fake;

	if (fake_from(fd, &fake))
		return answer(dev_readv(&fake, parts, n));
	return real()->readv(fd, parts, n);
}

EXPORT ssize_t write(int fd, const void *bytes, size_t len)
{
	struct fake fake;

	if (fake_from(fd, &fake))
		return answer(dev_write(&fake, bytes, len));
	return real()->write(fd, bytes, len);
}

EXPORT ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	struct fake fake;

	if (at >= 0 && fake_from(fd, &fake))
		return answer(dev_write(&fake, bytes, len));
	return real()->pwrite(fd, bytes, len, at);
}

EXPORT ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
	struct fake fake;

	if (at >= 0 && fake_from(fd, &fake))
		return answer(dev_write(&fake, bytes, len));
	return real()->pwrite64(fd, bytes, len, at);
}

EXPORT ssize_t writev(int fd, const struct iovec *parts, int n)
{
	struct fake fake;

	if (fake_from(fd, &fake))
		return answer(dev_writev(&fake, parts, n));
	return real()->writev(fd, parts, n);
}

EXPORT off_t lseek(int fd, off_t to, int whence)
{
	struct fake fake;

	if (fake_from(fd, &fake))
		return answer(-ESPIPE);
	return real()->lseek(fd, to, whence);
}

EXPORT off64_t lseek64(int fd, off64_t to, int whence)
{
	struct fake fake;

	if (fake_from(fd, &fake))
		return answer(-ESPIPE);
	return real()->lseek64(fd, to, whence);
}

/* What the kernel answers for every file before a driver is asked. */
static bool is_generic(unsigned request)
{
	return request == FIOCLEX || request == FIONCLEX || request == FIONBIO || request == FIOASYNC;
}

EXPORT int ioctl(int fd, unsigned long request, ...)
{
	struct fake fake;
	va_list args;
	void *argument;

	va_start(args, request);
	argument = va_arg(args, void *);
	va_end(args);
	if (!is_generic((unsigned)request) && fake_from(fd, &fake))
		return (int)answer(dev_ioctl(&fake, (unsigned)request, argument));
	return real()->ioctl(fd, request, argument);
}
