/* sim/bus/batch_file.c: the file that holds a batch's secret. */
#include "batch_file.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <unistd.h>

/* As much as there is and one byte more than is allowed; *len of it. */
static int read_all(int fd, struct wbuf *w)
{
	while (wbuf_left(w) > 0) {
		ssize_t n = read(fd, w->at + w->len, wbuf_left(w));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		w->len += (size_t)n;
	}
	return 0;
}

int batch_read(struct batch *batch, const char *path, struct why *why)
{
	uint8_t bytes[BATCH_FILE_MAX + 3]; /* room for a newline, and for what is too much */
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc;

	if (fd < 0)
		return why_errno(why, errno, "cannot open the batch key %s", path);
	rc = read_all(fd, &w);
	close(fd);
	if (rc < 0)
		why_errno(why, rc, "cannot read the batch key %s", path);
	else
		rc = batch_of(batch, rbuf_from(bytes, w.len), path, why);
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return rc;
}
