/* sim/serve/shim/fake.c: the descriptor a program holds instead of an open /dev/i2c-N. */
#include "fake.h"

#include <stdio.h>
#include <sys/mman.h>

#include "settings.h"
#include "sys.h"

enum {
	FAKE_MAGIC = 0x66693273, /* "s2if" */
	FAKE_SIZE = 4 + 4 + 4 + WIRE_TOKEN_SIZE,
	FAKE_SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE,
	FAKE_NO_EXEC = 0x0008, /* MFD_NOEXEC_SEAL, since Linux 6.3; some systems demand it */
};

static int memfd(const char *name, unsigned flags)
{
	long fd = sys_call(SYS_memfd_create, (long)name, flags | FAKE_NO_EXEC, 0, 0, 0);

	return (int)(fd == -EINVAL ? sys_call(SYS_memfd_create, (long)name, flags, 0, 0, 0) : fd);
}

int fake_create(const struct fake *fake, int flags)
{
	uint8_t bytes[FAKE_SIZE];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	char name[32];
	long rc;
	int fd;

	wbuf_le32(&w, FAKE_MAGIC);
	wbuf_le32(&w, fake->bus);
	wbuf_le32(&w, fake->flags);
	wbuf_le64(&w, fake->token[0]);
	wbuf_le64(&w, fake->token[1]);
	snprintf(name, sizeof(name), "sesim-i2c-%u", (unsigned)fake->bus);
	fd = memfd(name, MFD_ALLOW_SEALING | (flags & O_CLOEXEC ? MFD_CLOEXEC : 0));
	if (fd < 0)
		return fd;
	/* write(), so that the offset is at the end: a read that slips past the shim finds nothing. */
	rc = sys_call(SYS_write, fd, (long)bytes, (long)w.len, 0, 0);
	if (rc >= 0)
		rc = sys_fcntl(fd, F_ADD_SEALS, FAKE_SEALS);
	if (rc >= 0 && flags & (O_NONBLOCK | O_APPEND))
		rc = sys_fcntl(fd, F_SETFL, flags & (O_NONBLOCK | O_APPEND));
	if (rc >= 0)
		return fd;
	sys_close(fd);
	return (int)rc;
}

bool fake_from(int fd, struct fake *fake)
{
	uint8_t bytes[FAKE_SIZE];
	struct rbuf r = rbuf_from(bytes, sizeof(bytes));
	struct stat st;

	/* What is a plain file without a name, of this size, may be read without doing harm. */
	if (fd < 0 || !settings()->on || sys_fstat(fd, &st) < 0)
		return false;
	if (!S_ISREG(st.st_mode) || st.st_nlink != 0 || st.st_size != FAKE_SIZE)
		return false;
	if (sys_pread(fd, bytes, sizeof(bytes), 0) != FAKE_SIZE || rbuf_le32(&r) != FAKE_MAGIC)
		return false;
	if ((sys_fcntl(fd, F_GET_SEALS, 0) & FAKE_SEALS) != FAKE_SEALS)
		return false;
	fake->bus = rbuf_le32(&r);
	fake->flags = rbuf_le32(&r);
	fake->token[0] = rbuf_le64(&r);
	fake->token[1] = rbuf_le64(&r);
	return true;
}
