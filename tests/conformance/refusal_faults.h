/* tests/conformance/refusal_faults.h: the ways a good command is broken. Each takes the plan's tag, tag_2 and size. */
#ifndef SESIM_CONFORM_REFUSAL_FAULTS_H
#define SESIM_CONFORM_REFUSAL_FAULTS_H

#include "refusal_plan.h"

void fault_no_data(struct text_command *command, const struct plan *plan);
void fault_drop(struct text_command *command, const struct plan *plan);
void fault_twice(struct text_command *command, const struct plan *plan);
void fault_resize(struct text_command *command, const struct plan *plan); /* cut, or zeros behind */
/* The same number, when it is one, in another length: zeros before it. */
void fault_resize_front(struct text_command *command, const struct plan *plan);
void fault_byte_short(struct text_command *command, const struct plan *plan);
void fault_byte_long(struct text_command *command, const struct plan *plan);
void fault_swap(struct text_command *command, const struct plan *plan);
void fault_extra(struct text_command *command, const struct plan *plan);
void fault_cut(struct text_command *command, const struct plan *plan);
void fault_lencode(struct text_command *command, const struct plan *plan);
void fault_zero(struct text_command *command, const struct plan *plan); /* as long as it was */

#endif
