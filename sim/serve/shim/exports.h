/*
 * sim/serve/shim/exports.h: what the files of exported functions share. Each of these functions has the name and
 * the meaning of libc's and asks, before it hands on to the next one of its name: is this the bus?
 */
#ifndef SESIM_SHIM_EXPORTS_H
#define SESIM_SHIM_EXPORTS_H

#include <errno.h>

#define EXPORT __attribute__((visibility("default")))

/* -errno as libc says it. */
static inline long answer(long rc)
{
	if (rc >= 0)
		return rc;
	errno = (int)-rc;
	return -1;
}

#endif
