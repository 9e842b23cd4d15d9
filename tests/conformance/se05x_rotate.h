/* tests/conformance/se05x_rotate.h: the platform channel's keys and their rotation. */
#ifndef SESIM_CONFORM_SE05X_ROTATE_H
#define SESIM_CONFORM_SE05X_ROTATE_H

#include "se05x_say.h"

extern const uint8_t rotate_new_keys[3][SCP03_HOST_KEY];

/* The security domain, and its channel under these keys at level 33; -EACCES: it has others. */
int rotate_channel(struct conform *c, const uint8_t keys[3][SCP03_HOST_KEY]);

/*
 * PUT KEY's data under dek, and what it is answered; spoil: with a wrong check value. A check value is the first three
 * bytes of sixteen 01 encrypted.
 */
bool rotate_data(struct conform *c, const uint8_t keys[3][SCP03_HOST_KEY], const uint8_t dek[SCP03_HOST_KEY],
	bool spoil, struct wbuf *data, struct wbuf *answer);

#endif
