/* sim/se050/inspect.h: what can be learnt of objects, and reading them (AN12413 4.7.3, 4.7.4). */
#ifndef SESIM_SE050_INSPECT_H
#define SESIM_SE050_INSPECT_H

#include "command050.h"

/* The type of an object as this applet version tells it. */
uint8_t inspect_type(const struct se050 *chip, const struct se050_object *object);

/* The attributes of an object as this applet version codes them (evidence 3.5). */
void inspect_attributes(const struct se050 *chip, const struct se050_object *object, struct wbuf *out);
enum { INSPECT_ATTRIBUTES_MAX = 20 + POLICY_MAX };

/*
 * The value that ReadObject answers for the parameters of `call`: offset, length, RSA component. Anything but SW_OK is
 * the command's status.
 */
enum se05x_status inspect_value(const struct se050 *chip, const struct se050_call *call,
	const struct se050_object *object, struct rbuf *value);

/* The size that ReadSize answers; 0: it has none to tell. */
size_t inspect_size(const struct se050_object *object);

/* Handlers of table_objects.c. */
enum se05x_status inspect_exists(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status inspect_read_type(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status inspect_size_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status inspect_read_size(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status inspect_list(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status inspect_read_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status inspect_read(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status inspect_read_attributes(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status inspect_delete_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status inspect_delete(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
