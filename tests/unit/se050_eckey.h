/* tests/unit/se050_eckey.h: the host's half of an ECKey session, by OpenSSL alone (AN12413 3.6.3.3, 4.5.4). */
#ifndef SESIM_TESTS_SE050_ECKEY_H
#define SESIM_TESTS_SE050_ECKEY_H

#include "host_crypto.h"
#include "se050_fixture.h"

/* A key of the host. */
struct host_key se_eckey_key(uint8_t n);

/* The one that se_session_eckey() and se_eckey_channel() take for the handshake. */
struct host_key se_eckey_ephemeral(void);

/* Its public half as an authentication object with so many attempts; by hand. */
void se_eckey_object(struct se050_fixture *f, uint32_t id, const struct host_key *key, uint16_t attempts);

/* ECKeySessionInternalAuthenticate, signed by this key. Returns its length. */
size_t se_eckey_handshake(const struct host_key *key, const struct host_key *ephemeral, uint8_t level,
	uint8_t *command, size_t cap);

/*
 * The channel that comes of a handshake with se_eckey_ephemeral(), with the public half of the key own_id of the part and
 * its random dr.
 */
void se_eckey_channel(const struct se050_fixture *f, struct scp03_host *host, uint32_t own_id,
	const uint8_t dr[16], uint8_t level);

/* The whole of a session of this object, at this level; the receipt is checked. */
void se_session_eckey(struct se050_fixture *f, struct se_session *session, uint32_t id,
	const struct host_key *key, uint8_t level);

#endif
