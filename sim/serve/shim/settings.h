/* sim/serve/shim/settings.h: what `sesim run` left in the environment. */
#ifndef SESIM_SHIM_SETTINGS_H
#define SESIM_SHIM_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/un.h>

#include "socket.h"

enum {
	SETTINGS_MINORS = 1 << 20, /* as many as a device number has */
	SETTINGS_TREE_MAX = 256,
};

/*
 * SESIM_SOCKET (unix:PATH or unix:@NAME, with ",key=HEX" behind it), SESIM_BUS (N of /dev/i2c-N) and SESIM_TREE
 * (a folder that is shown where /sys lists adapters; may be missing).
 */
struct settings {
	bool on; /* there is a bus; else every function passes through */
	struct sockaddr_un address;
	size_t address_len;
	uint8_t key[WIRE_KEY_SIZE];
	unsigned bus;
	char name[24]; /* "i2c-1" */
	char node[32]; /* "/dev/i2c-1" */
	char tree[SETTINGS_TREE_MAX];
	size_t tree_len; /* 0: none */
};

/* Read once, when the library is loaded: a program may clear its environment afterwards. */
const struct settings *settings(void);

#endif
