/* sim/atecc608/tempkey_sets.h: what a command that sets TempKey leaves in its flags. For the reference, and tested. */
#ifndef SESIM_ATECC_TEMPKEY_SETS_H
#define SESIM_ATECC_TEMPKEY_SETS_H

#include <stddef.h>

#include "silicon.h"

enum tempkey_flag {
	FLAG_CLEARED,
	FLAG_SET,
	FLAG_KEPT,
	FLAG_SET_BY_KEY, /* 1 when the slot's NoMac is, else kept */
};

/* Valid is 1 after all of them. */
struct tempkey_set {
	const char *when;
	enum atecc_revisions on;
	enum tempkey_flag source;
	enum tempkey_flag gen_dig;
	enum tempkey_flag gen_key;
	enum tempkey_flag no_mac;
	size_t size; /* bytes of TempKey that hold something */
	const char *evidence;
};

extern const struct tempkey_set tempkey_sets[];
extern const size_t tempkey_n_sets;

#endif
