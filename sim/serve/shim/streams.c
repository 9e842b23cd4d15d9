/* sim/serve/shim/streams.c: stdio streams over the bus. */
#include "streams.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#include "client.h"
#include "dev.h"
#include "real.h"

enum {
	STREAMS_MAX = 16,
	STREAM_BUFFER = 4096, /* st_blksize: what stdio reads at once from a device */
};

/* A place in the table. taken by a compare-and-exchange; file is set once the stream is whole. */
struct stream {
	FILE *_Atomic file;
	int fd;
	atomic_bool taken;
	char buffer[STREAM_BUFFER];
};

static struct stream *streams(void)
{
	static struct stream kept[STREAMS_MAX];

	return kept;
}

int stream_flags(const char *mode)
{
	int flags;

	switch (mode[0]) {
	case 'r':
		flags = O_RDONLY;
		break;
	case 'w':
		flags = O_WRONLY | O_CREAT | O_TRUNC;
		break;
	case 'a':
		flags = O_WRONLY | O_CREAT | O_APPEND;
		break;
	default:
		return -EINVAL;
	}
	for (const char *c = mode + 1; *c && *c != ','; c++) {
		if (*c == '+')
			flags = (flags & ~O_ACCMODE) | O_RDWR;
		else if (*c == 'x')
			flags |= O_EXCL;
		else if (*c == 'e')
			flags |= O_CLOEXEC;
	}
	return flags;
}

static ssize_t read_stream(void *cookie, char *to, size_t len)
{
	const struct stream *s = cookie;
	struct fake fake;
	ssize_t rc = fake_from(s->fd, &fake) ? dev_read(&fake, to, len) : -EBADF;

	if (rc >= 0)
		return rc;
	errno = (int)-rc;
	return -1;
}

/* All of it, as stdio expects of a file; 0 is its word for failure. */
static ssize_t write_stream(void *cookie, const char *from, size_t len)
{
	const struct stream *s = cookie;
	struct fake fake;
	size_t done = 0;

	while (done < len) {
		ssize_t rc = fake_from(s->fd, &fake) ? dev_write(&fake, from + done, len - done) : -EBADF;

		if (rc <= 0) {
			errno = rc < 0 ? (int)-rc : EIO;
			break;
		}
		done += (size_t)rc;
	}
	return (ssize_t)done;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the type is fopencookie's */
static int seek_stream(void *cookie, off64_t *to, int whence)
{
	(void)cookie, (void)to, (void)whence;
	errno = ESPIPE;
	return -1;
}

static int close_stream(void *cookie)
{
	struct stream *s = cookie;
	struct fake fake;
	int fd = s->fd;

	atomic_store(&s->file, NULL);
	atomic_store(&s->taken, 0);
	if (fake_from(fd, &fake))
		client_closed(fake.token);
	return real()->close(fd);
}

static struct stream *free_place(void)
{
	struct stream *all = streams();

	for (size_t i = 0; i < STREAMS_MAX; i++) {
		_Bool taken = 0;

		if (atomic_compare_exchange_strong(&all[i].taken, &taken, 1))
			return &all[i];
	}
	return NULL;
}

FILE *stream_make(int fd, const char *mode)
{
	static const cookie_io_functions_t functions = {
		.read = read_stream,
		.write = write_stream,
		.seek = seek_stream,
		.close = close_stream,
	};
	struct stream *s = free_place();
	FILE *file;

	if (!s) {
		errno = EMFILE;
		return NULL;
	}
	s->fd = fd;
	file = fopencookie(s, mode, functions);
	if (!file) {
		atomic_store(&s->taken, 0);
		return NULL;
	}
	setvbuf(file, s->buffer, _IOFBF, sizeof(s->buffer));
	atomic_store(&s->file, file);
	return file;
}

int stream_fd(const FILE *file)
{
	const struct stream *all = streams();

	for (size_t i = 0; file && i < STREAMS_MAX; i++)
		if (atomic_load_explicit(&all[i].file, memory_order_acquire) == file)
			return all[i].fd;
	return -1;
}
