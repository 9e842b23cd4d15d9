/*
 * sim/se050/attest.h: answers that a key of the part signs (AN12413 3.2.7.2; se050-evidence.md 3.9).
 *
 * A command that attests has an attesting key, its algorithm under the next tag, and freshness under TAG_7.
 */
#ifndef SESIM_SE050_ATTEST_H
#define SESIM_SE050_ATTEST_H

#include "command050.h"

/* What is attested, beside time, freshness and the part's unique id. */
struct attest_subject {
	struct rbuf value;      /* .at NULL: left out */
	struct rbuf attributes; /* the same */
	uint16_t size;          /* from 7.2 on: of the object */
};

/*
 * Whether the key under this tag signs by that algorithm, and an answer with so many bytes of value and attributes
 * finds room.
 */
enum se05x_status attest_check(
	const struct se050 *chip, const struct se050_call *call, uint8_t key_tag, size_t len);

/* The whole answer. It counts the time stamp up: the row writes. */
enum se05x_status attest_answer(struct se050 *chip, struct se050_call *call, uint8_t key_tag,
	const struct attest_subject *subject, struct wbuf *out);

/* Handlers of table_objects.c, table_manage.c and table_i2cm.c. */
enum se05x_status attest_read_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status attest_read(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status attest_attributes_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status attest_attributes(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status attest_self_test_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status attest_self_test(struct se050 *chip, struct se050_call *call, struct wbuf *out);
enum se05x_status attest_i2cm_check(const struct se050 *chip, struct se050_call *call);
enum se05x_status attest_i2cm(struct se050 *chip, struct se050_call *call, struct wbuf *out);

#endif
