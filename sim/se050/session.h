/* sim/se050/session.h: who is speaking: applet sessions, and what they and the platform channel protect. */
#ifndef SESIM_SE050_SESSION_H
#define SESIM_SE050_SESSION_H

#include "command050.h"

enum {
	PLATFORM_SCP_REQUIRED = 1,
	TRANSPORT_LOCKED = 1,
};

/* The platform channel has MAC and encryption both ways: what SetPlatformSCPRequest asks for. */
bool session_platform_protected(const struct se050 *chip);
/* Commands of this session come with C-MAC and C-DECRYPTION, its own or the platform's: what REQUIRE_SM asks for. */
bool session_secured(const struct se050 *chip, const struct se050_session *session);
bool session_transport_locked(const struct se050 *chip);

/*
 * Counts a failure of the session's authentication object, or that of TAG_IMPORT_KEY, beforehand. Returns whether
 * anything was counted.
 */
bool session_spend_attempt(struct se050 *chip, const struct se050_call *call);
/* It was none. */
void session_return_attempts(struct se050 *chip, const struct se050_call *call);

/* The handshake succeeded, or failed for good. */
void session_open(struct se050_session *session);
void session_fail(struct se050_session *session);
/* Ends it: nothing of it stays, nor of its crypto objects' states. */
void session_close(struct se050 *chip, struct se050_session *session);

/* Rows of session_table.c: checks, then effects. */
enum se05x_status session_create_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status session_create(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status session_policy_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status session_policy(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status session_refresh_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status session_end(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status session_user_id_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status session_user_id(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status session_process(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status session_initialize_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status session_initialize(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status session_authenticate_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status session_authenticate(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status session_eckey_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status session_eckey(struct se050 *chip, struct se050_call *call, struct wbuf *out);
/*
 * The ECKey handshake without a session, for ImportExternalObject: `data` is the host's half, `host` its key. The
 * part's random is zeros, its key 7FFF0202, so what was said once can be said again (AN12413 3.2.9).
 */
enum se05x_status session_eckey_alone_check(const struct se050 *chip, struct rbuf data, uint32_t host);
enum se05x_status session_eckey_alone(struct se050 *chip, const struct se050_call *call, struct rbuf data,
	uint32_t host, struct scp03 *channel);
enum se05x_status session_eckey_public_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status session_eckey_public(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
