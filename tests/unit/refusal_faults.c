/* tests/unit/refusal_faults.c: the ways a good command is broken. */
#include "refusal_faults.h"

#include <string.h>

#include "cmocka_all.h"

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

	assert_non_null(item);
	memcpy(bytes, text_bytes(command, item), item->len);
	text_append(command, plan->tag, bytes, item->len);
}

static void resize(struct text_command *command, uint8_t tag, size_t size)
{
	const struct text_item *item = text_find(command, tag, 0);
	uint8_t bytes[TEXT_VALUE_MAX] = { 0 };

	assert_true(item && size <= sizeof(bytes));
	memcpy(bytes, text_bytes(command, item), item->len < size ? item->len : size);
	text_put(command, tag, bytes, size);
}

void fault_resize(struct text_command *command, const struct plan *plan)
{
	resize(command, plan->tag, plan->size);
}

void fault_byte_short(struct text_command *command, const struct plan *plan)
{
	const struct text_item *item = text_find(command, plan->tag, 0);

	assert_true(item && item->len > 0);
	resize(command, plan->tag, item->len - 1);
}

void fault_byte_long(struct text_command *command, const struct plan *plan)
{
	const struct text_item *item = text_find(command, plan->tag, 0);

	assert_non_null(item);
	resize(command, plan->tag, item->len + 1);
}

void fault_swap(struct text_command *command, const struct plan *plan)
{
	struct text_item *a = text_find(command, plan->tag, 0), *b = text_find(command, plan->tag_2, 0), item;

	assert_true(a && b);
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
	assert_true(command->n > 0);
	command->cut = true;
}

void fault_lencode(struct text_command *command, const struct plan *plan)
{
	(void)plan;
	assert_true(command->n > 0);
	command->long_83 = true;
}

void fault_zero(struct text_command *command, const struct plan *plan)
{
	const struct text_item *item = text_find(command, plan->tag, 0);

	assert_non_null(item);
	memset(command->pool + item->at, 0, item->len);
}
