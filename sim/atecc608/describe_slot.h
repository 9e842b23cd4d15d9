/* sim/atecc608/describe_slot.h: what a slot's configuration means, in words. */
#ifndef SESIM_ATECC_DESCRIBE_SLOT_H
#define SESIM_ATECC_DESCRIBE_SLOT_H

#include <stddef.h>

#include "atecc.h"

enum {
	DESCRIBE_SLOT_MAX = 640, /* no slot's words are longer */
};

/* Phrases separated by "; ". What they say of reading, writing and use holds once the data zone is locked. */
void describe_slot(char *text, size_t size, const struct atecc *chip, unsigned int slot);

#endif
