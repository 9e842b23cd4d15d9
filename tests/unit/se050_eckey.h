/* tests/unit/se050_eckey.h: the host's half of an ECKey session, by OpenSSL alone (AN12413 3.6.3.3, 4.5.4). */
#ifndef SESIM_TESTS_SE050_ECKEY_H
#define SESIM_TESTS_SE050_ECKEY_H

#include "host_crypto.h"
#include "se050_fixture.h"

/* A key of the host. */
struct host_key se_eckey_key(uint8_t n);

/* Its public half as an authentication object with so many attempts; by hand. */
void se_eckey_object(struct se050_fixture *f, uint32_t id, const struct host_key *key, uint16_t attempts);

/* ECKeySessionInternalAuthenticate, signed by this key. Returns its length. */
size_t se_eckey_handshake(const struct host_key *key, const struct host_key *ephemeral, uint8_t level,
	uint8_t *command, size_t cap);

/* The whole of a session of this object, at this level; the receipt is checked. */
void se_session_eckey(struct se050_fixture *f, struct se_session *session, uint32_t id,
	const struct host_key *key, uint8_t level);

#endif
