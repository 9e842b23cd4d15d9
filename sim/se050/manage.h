/* sim/se050/manage.h: the part's own state: version, memory, time, chance, locks, features (AN12413 4.6, 4.19). */
#ifndef SESIM_SE050_MANAGE_H
#define SESIM_SE050_MANAGE_H

#include "command050.h"

enum {
	TIMESTAMP = 12,
	/* What SetLockState, SetPlatformSCPRequest and DisableObjCreation take. */
	LOCK_TRANSIENT = 1,
	LOCK_PERSISTENT = 2,
	SCP_REQUIRED = 1,
	SCP_NOT_REQUIRED = 2,
	RESTRICT_MODES = 2,
};

/* The time stamp now: four bytes that count power cycles in which it was asked for, eight that count milliseconds.
 * A command that uses it writes non-volatile memory. */
void manage_timestamp(struct se050 *chip, const struct chip_env *env, uint8_t stamp[TIMESTAMP]);

/* Handlers of table_manage.c. */
enum se05x_status manage_version(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status manage_version_extended(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status manage_time(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status manage_memory_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status manage_memory(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status manage_random_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status manage_random(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status manage_lock(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status manage_platform_scp(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status manage_features_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status manage_features(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status manage_restrict(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status manage_state(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status manage_self_test_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status manage_self_test(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status manage_delete_all(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
