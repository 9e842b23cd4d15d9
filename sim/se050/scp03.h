/*
 * sim/se050/scp03.h: GlobalPlatform's Secure Channel Protocol 03 on the card's side (Amendment D 1.1.1).
 *
 * The platform channel and every AESKey or ECKey session of the applet is one struct scp03.
 */
#ifndef SESIM_SE050_SCP03_H
#define SESIM_SE050_SCP03_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "apdu.h"
#include "cursor.h"
#include "se05x.h"

struct crypto;

enum {
	SCP03_KEY_MAX = 32,
	SCP03_CHALLENGE = 8,
	SCP03_CRYPTOGRAM = 8,
	SCP03_MAC = 8, /* what travels of it */
};

/* Bits of the security level (D 7.1.2). */
enum scp03_level {
	SCP03_C_MAC = 0x01,
	SCP03_C_DECRYPTION = 0x02,
	SCP03_R_MAC = 0x10,
	SCP03_R_ENCRYPTION = 0x20,
	SCP03_FULL = 0x33,
};

enum scp03_state {
	SCP_NONE,
	SCP_INITIALISED, /* EXTERNAL AUTHENTICATE must come next */
	SCP_OPEN,
	SCP_ABORTED, /* every command is refused until a new beginning (D 5.6) */
};

/* Plain bytes. */
struct scp03 {
	enum scp03_state state;
	uint8_t level;
	uint8_t key_len;
	bool counts_all; /* commands without data count too (applets from 4.3.0, and all sessions) */
	uint32_t counter;
	uint8_t s_enc[SCP03_KEY_MAX];
	uint8_t s_mac[SCP03_KEY_MAX];
	uint8_t s_rmac[SCP03_KEY_MAX];
	uint8_t chain[16]; /* the MAC chaining value */
	uint8_t host_cryptogram[SCP03_CRYPTOGRAM];
};

/* Everything that a security level may be (D 7.1.2). */
bool scp03_is_level(uint8_t level);

/*
 * The first half of the opening: session keys from the static ENC and MAC keys and both challenges. Writes the
 * card's cryptogram. All of these functions return 0, or a negative errno when the crypto engine fails.
 */
int scp03_initialise(struct crypto *crypto, struct scp03 *channel, const uint8_t *enc, const uint8_t *mac,
	size_t key_len, const uint8_t host[SCP03_CHALLENGE], const uint8_t card[SCP03_CHALLENGE],
	uint8_t cryptogram[SCP03_CRYPTOGRAM]);

/*
 * The second half: EXTERNAL AUTHENTICATE, CLA as it came. SW_OK opens the channel at level P1; anything else
 * closes it.
 */
enum se05x_status scp03_authenticate(struct crypto *crypto, struct scp03 *channel, const struct apdu *apdu);

/*
 * Takes the protection of a command off, in `scratch`, which the result borrows: at least as long as its data. The
 * level asks for what must be there. Anything but SW_OK aborts the channel.
 */
enum se05x_status scp03_unwrap(
	struct crypto *crypto, struct scp03 *channel, struct apdu *apdu, struct wbuf *scratch);

/*
 * Adds an answer's protection: data, then status. An error goes bare (D 6.2.5). `answer` and data must not
 * overlap.
 */
int scp03_wrap(struct crypto *crypto, const struct scp03 *channel, const uint8_t *data, size_t len,
	enum se05x_status status, struct wbuf *answer);

/* How long an answer with len bytes of data becomes under this level, without its status. */
size_t scp03_wrapped_size(const struct scp03 *channel, size_t len);

/* The key derivation function of D 4.1.5: bits of output, at most 256. */
int scp03_derive(struct crypto *crypto, const uint8_t *key, size_t key_len, uint8_t constant,
	const uint8_t *context, size_t context_len, unsigned int bits, uint8_t *out);

#endif
