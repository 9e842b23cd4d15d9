/* tests/conformance/se05x_session.h: authentication objects of the suite, and sessions of each kind. */
#ifndef SESIM_CONFORM_SE05X_SESSION_H
#define SESIM_CONFORM_SE05X_SESSION_H

#include "se05x_say.h"

#define SESSION_USER "c0ffee0102030405"
#define SESSION_KEY "404142434445464748494a4b4c4d4e4f"
/* Reading and deleting, for all: what an authentication object of the suite allows. */
#define SESSION_POLICY "0800000000+00240000"

enum {
	SESSION_USER_ID = SAY_IDS | 0xf001,
	SESSION_AES_ID = SAY_IDS | 0xf002,
	SESSION_EC_ID = SAY_IDS | 0xf003,
};

/* With so many attempts, 0: no limit. */
bool session_make_user(struct conform *c, unsigned int attempts);
bool session_make_aes(struct conform *c, unsigned int attempts);
/* The public half of the scalar session_scalar; its pair when pair is set. */
bool session_make_ec(struct conform *c, unsigned int attempts);

/* CreateSession. */
bool session_begin(struct conform *c, struct say_session *s, uint32_t id);
/* All of it. */
bool session_user(struct conform *c, struct say_session *s);
bool session_aes(struct conform *c, struct say_session *s, uint8_t level);
bool session_ec(struct conform *c, struct say_session *s, uint8_t level);

/* INITIALIZE UPDATE and EXTERNAL AUTHENTICATE in a session with this key; what the second said is in status. */
bool session_handshake(
	struct conform *c, struct say_session *s, const char *key, uint8_t level, uint16_t *status);

/* The data of INTERNAL AUTHENTICATE, signed by scalar over an ephemeral point; returns how many bytes. */
size_t session_internal(struct conform *c, const char *scalar, uint8_t level, uint8_t *data, size_t cap);
/* Keys of a channel with a key of the part, and this random (AN12413 3.6.3.3). */
bool session_keys(
	struct conform *c, struct scp03_host *host, uint32_t object, const uint8_t random[16], uint8_t level);
/* Session keys out of its answer (AN12413 3.6.3.3). */
bool session_derive(struct conform *c, struct say_session *s, uint8_t level, const struct said *answer);

extern const char session_scalar[];

#endif
