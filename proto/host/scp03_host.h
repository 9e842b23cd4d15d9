/*
 * proto/host/scp03_host.h: the host's side of GlobalPlatform's Secure Channel Protocol 03 (Amendment D 1.1.1), with
 * 128-bit keys.
 *
 * It writes and reads APDUs; who carries them is the caller's matter. Functions return 0 or a negative errno: -EPROTO for
 * an answer that is none of this protocol, -EACCES for a cryptogram or a MAC that does not verify, -ENOSPC for too small
 * a buffer, -EIO when OpenSSL fails.
 */
#ifndef SESIM_HOST_SCP03_HOST_H
#define SESIM_HOST_SCP03_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "apdu.h"
#include "cursor.h"

enum {
	SCP03_HOST_KEY = 16,
	SCP03_HOST_CHALLENGE = 8,
};

/* Plain bytes: a channel can be put away and resumed. */
struct scp03_host {
	uint8_t level;
	bool counts_all; /* the card counts commands without data too: from applet 4.3.0 on, and in applet sessions */
	uint32_t counter;
	uint8_t s_enc[SCP03_HOST_KEY];
	uint8_t s_mac[SCP03_HOST_KEY];
	uint8_t s_rmac[SCP03_HOST_KEY];
	uint8_t chain[16];
	uint8_t cryptogram[8]; /* the host's */
};

/* INITIALIZE UPDATE. */
void scp03_host_initialize(
	struct wbuf *command, uint8_t key_version, const uint8_t challenge[SCP03_HOST_CHALLENGE]);

/* Takes its answer, without status: session keys, and whether the card has the same. */
int scp03_host_update(struct scp03_host *host, const uint8_t enc[SCP03_HOST_KEY],
	const uint8_t mac[SCP03_HOST_KEY], const uint8_t challenge[SCP03_HOST_CHALLENGE], struct rbuf answer);

/* EXTERNAL AUTHENTICATE at this level; the channel is open once the card says 9000. */
int scp03_host_authenticate(struct scp03_host *host, uint8_t level, struct wbuf *command);

/* A command with the level's protection. */
int scp03_host_wrap(struct scp03_host *host, const struct apdu *apdu, struct wbuf *command);

/* An answer with its status at the end: its data to out. An error status comes without protection. */
int scp03_host_unwrap(struct scp03_host *host, struct rbuf answer, struct wbuf *out, uint16_t *status);

#endif
