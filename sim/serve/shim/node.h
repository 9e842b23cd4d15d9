/* sim/serve/shim/node.h: /dev/i2c-N as a file. All return 0 (or a descriptor) or -errno. */
#ifndef SESIM_SHIM_NODE_H
#define SESIM_SHIM_NODE_H

#include <sys/stat.h>

int node_open(int flags);
int node_access(int mode);
void node_stat(struct stat *st);
void node_statx(struct statx *stx);

/* A descriptor that open() just gave: is it the real /dev/i2c-N, reached by a path we did not know for ours? */
int node_instead_of(int fd, int flags);

#endif
