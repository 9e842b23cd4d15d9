/*
 * sim/serve/shim/streams.h: stdio streams over the bus. stdio's own read and write do not pass through ours, so
 * such a stream is made of functions (fopencookie), and fileno() needs to be told what is behind it.
 */
#ifndef SESIM_SHIM_STREAMS_H
#define SESIM_SHIM_STREAMS_H

#include <stdio.h>

/* open()'s flags for an fopen() mode, or -EINVAL. */
int stream_flags(const char *mode);

/* A stream that owns fd. NULL, and errno, when there are too many or the memory is not to be had; fd stays open. */
FILE *stream_make(int fd, const char *mode);

/* The descriptor behind a stream of ours; -1 for any other. */
int stream_fd(const FILE *file);

#endif
