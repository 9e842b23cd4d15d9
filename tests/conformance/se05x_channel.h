/* tests/conformance/se05x_channel.h: the platform channel step by step, for cases about it. */
#ifndef SESIM_CONFORM_SE05X_CHANNEL_H
#define SESIM_CONFORM_SE05X_CHANNEL_H

#include "se05x_say.h"

/* SELECT of the applet in plain: no channel is open behind it. */
bool channel_none(struct conform *c);

/* INITIALIZE UPDATE with the profile's key version; the host has its session keys behind it. */
bool channel_update(struct conform *c, struct scp03_host *host);
/* The same with these keys; -EACCES when the card's cryptogram is of others, which does not fail the case. */
int channel_update_with(struct conform *c, struct scp03_host *host, const uint8_t *enc, const uint8_t *mac);

/* All of it, from channel_none() on; what is said goes through it then, down to level 01. */
bool channel_open(struct conform *c, uint8_t level);

/* An APDU as it is, whatever channel is open; its answer with the status taken apart. */
bool channel_raw(struct conform *c, const uint8_t *command, size_t len, struct said *to);
bool channel_say(struct conform *c, const char *answer, const char *command, ...);

/* A command protected by the host's channel, its bytes in wrapped for the case to spoil or send. */
size_t channel_wrap(struct conform *c, uint8_t *wrapped, size_t cap, const char *command);

#endif
