/* tests/conformance/refusal_faults.c: the ways a good command is broken. */
#include "refusal_faults.h"

#include <stdio.h>
#include <string.h>

static void broken(struct text_command *command)
{
	snprintf(command->trouble, sizeof(command->trouble), "nothing there that could be broken");
}

void fault_no_data(struct text_command *command, const struct plan *plan)
{
	(void)plan;
	command->n = 0;
	command->raw = false;
}

void fault_drop(struct text_command *command, const struct plan *plan)
{
	text_drop(command, plan->tag);
}

void fault_twice(struct text_command *command, const struct plan *plan)
{
	const struct text_item *item = text_find(command, plan->tag, 0);
	uint8_t bytes[TEXT_VALUE_MAX];

	if (!item) {
		broken(command);
		return;
	}
	memcpy(bytes, text_bytes(command, item), item->len);
	text_append(command, plan->tag, bytes, item->len);
}

static void resize(struct text_command *command, uint8_t tag, size_t size)
{
	const struct text_item *item = text_find(command, tag, 0);
	uint8_t bytes[TEXT_VALUE_MAX] = { 0 };

	if (!item || size > sizeof(bytes)) {
		broken(command);
		return;
	}
	memcpy(bytes, text_bytes(command, item), item->len < size ? item->len : size);
	text_put(command, tag, bytes, size);
}

void fault_resize(struct text_command *command, const struct plan *plan)
{
	resize(command, plan->tag, plan->size);
}

void fault_resize_front(struct text_command *command, const struct plan *plan)
{
	const struct text_item *item = text_find(command, plan->tag, 0);
	uint8_t bytes[TEXT_VALUE_MAX] = { 0 };
	size_t cut, more;

	if (!item || plan->size > sizeof(bytes)) {
		broken(command);
		return;
	}
	cut = item->len > plan->size ? item->len - plan->size : 0;
	more = item->len < plan->size ? plan->size - item->len : 0;
	memcpy(bytes + more, text_bytes(command, item) + cut, item->len - cut);
	text_put(command, plan->tag, bytes, plan->size);
}

void fault_byte_short(struct text_command *command, const struct plan *plan)
{
	const struct text_item *item = text_find(command, plan->tag, 0);

	if (!item || item->len == 0) {
		broken(command);
		return;
	}
	resize(command, plan->tag, item->len - 1);
}

void fault_byte_long(struct text_command *command, const struct plan *plan)
{
	const struct text_item *item = text_find(command, plan->tag, 0);

	if (!item) {
		broken(command);
		return;
	}
	resize(command, plan->tag, item->len + 1);
}

void fault_swap(struct text_command *command, const struct plan *plan)
{
	struct text_item *a = text_find(command, plan->tag, 0), *b = text_find(command, plan->tag_2, 0), item;

	if (!a || !b) {
		broken(command);
		return;
	}
	item = *a;
	*a = *b;
	*b = item;
}

void fault_extra(struct text_command *command, const struct plan *plan)
{
	static const uint8_t zero = 0;

	text_append(command, plan->tag, &zero, 1);
}

void fault_cut(struct text_command *command, const struct plan *plan)
{
	(void)plan;
	if (command->n == 0)
		broken(command);
	command->cut = true;
}

void fault_lencode(struct text_command *command, const struct plan *plan)
{
	(void)plan;
	if (command->n == 0)
		broken(command);
	command->long_83 = true;
}

void fault_zero(struct text_command *command, const struct plan *plan)
{
	const struct text_item *item = text_find(command, plan->tag, 0);

	if (!item) {
		broken(command);
		return;
	}
	memset(command->pool + item->at, 0, item->len);
}
