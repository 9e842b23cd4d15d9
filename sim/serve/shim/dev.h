/*
 * sim/serve/shim/dev.h: what drivers/i2c/i2c-dev.c does with read, write and ioctl. All return what the system
 * call would, with -errno for failure.
 */
#ifndef SESIM_SHIM_DEV_H
#define SESIM_SHIM_DEV_H

#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "fake.h"

ssize_t dev_read(const struct fake *fake, void *bytes, size_t len);
ssize_t dev_write(const struct fake *fake, const void *bytes, size_t len);

/* One transaction a part, as the kernel does for a driver without its own; ends at the first short one. */
ssize_t dev_readv(const struct fake *fake, const struct iovec *parts, int n);
ssize_t dev_writev(const struct fake *fake, const struct iovec *parts, int n);

int dev_ioctl(const struct fake *fake, unsigned request, void *argument);

#endif
