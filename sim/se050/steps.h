/*
 * sim/se050/steps.h: operations in several steps: their state in RAM, and the key they go on with.
 *
 * A state is one plain struct, copied out, worked on, and kept again when the step succeeded: a refused step changes
 * nothing. The key's bytes stay in the object, so that deleting it ends the operation.
 */
#ifndef SESIM_SE050_STEPS_H
#define SESIM_SE050_STEPS_H

#include "command050.h"

/* Whether a state of that many bytes could be kept for a crypto object: SW_OK or SW_NO_MEMORY. */
enum se05x_status steps_check_room(const struct se050 *chip, const struct se050_object *object, size_t len);
/* Keeps it, after steps_check_room() or steps_look(). */
void steps_keep(struct se050 *chip, const struct se050_object *object, const void *state, size_t len);
/* False: nothing was begun. */
bool steps_look(const struct se050 *chip, const struct se050_object *object, void *state, size_t len);
void steps_forget(struct se050 *chip, const struct se050_object *object);

void step_key_note(
	const struct se050 *chip, const struct se050_object *object, uint32_t right, struct step_key *key);
/*
 * The key's bytes for another step. SW_CONDITIONS: it is not there any more, or not the one that it was; the policy is
 * asked again.
 */
enum se05x_status step_key_value(const struct se050 *chip, const struct se050_call *call,
	const struct step_key *key, struct rbuf *value);

#endif
