/* sim/se050/write.h: what every command that writes a secure object has in common (AN12413 4.7.1). */
#ifndef SESIM_SE050_WRITE_H
#define SESIM_SE050_WRITE_H

#include "command050.h"
#include "cost.h"

/*
 * Decides whether the object of TAG_1 may be written. `as` describes it as it will be: class, detail, bits, value_len,
 * fixed_len, tag_len, origin, and in cost and ram_cost the vendor's figures; the rest is filled in from the command.
 * An object that exists must be of one of `classes`, be as long, and allow `right`; its policy stays what it is.
 */
enum se05x_status write_check(const struct se050 *chip, const struct se050_call *call,
	struct se050_object *as, uint32_t classes, uint32_t right);

/* The object to write to, made when it is not there. `as`: as write_check() left it. */
struct se050_object *write_object(
	struct se050 *chip, const struct se050_call *call, const struct se050_object *as);

/* The figures of cost.h as fields of `as`. */
static inline void write_cost(struct se050_object *as, struct se050_cost cost)
{
	as->cost = cost.nvm;
	as->ram_cost = cost.ram;
}

/* The command's INS asks for a transient object. Means nothing when the object exists. */
static inline bool write_transient(const struct se050_call *call)
{
	return call->apdu.ins & INS_TRANSIENT;
}

#endif
