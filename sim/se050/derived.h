/* sim/se050/derived.h: where a derived secret goes: out, or from 7.2 on into the object that TAG_7 names. */
#ifndef SESIM_SE050_DERIVED_H
#define SESIM_SE050_DERIVED_H

#include "command050.h"

/* Whether a value of len bytes can go into that object, which keeps its size. */
enum se05x_status derived_fits(const struct se050 *chip, const struct se050_object *target, size_t len);

/* The same for TAG_7; without it no key that went in (TAG_1, TAG_6) may forbid that what comes of it leaves. */
enum se05x_status derived_check(const struct se050 *chip, const struct se050_call *call, size_t len);

/* Into TAG_7, or out. derived_check() has agreed. */
void derived_deliver(struct se050 *chip, const struct se050_call *call, const uint8_t *bytes, size_t len,
	struct wbuf *out);

#endif
