/* fuzz/se050_mutate.c: changing inputs of the sequence targets. */
#include <string.h>

#include "fuzz.h"
#include "se050_compose.h"
#include "se050_steps.h"

/* Room for a new step before `at`; NULL when there is none. */
static struct se050_step *insert(struct se050_steps *steps, size_t at)
{
	if (steps->n == SE050_STEPS_MAX)
		return NULL;
	memmove(&steps->step[at + 1], &steps->step[at], (steps->n - at) * sizeof(steps->step[0]));
	steps->n++;
	steps->step[at].kind = SE050_COMMAND;
	steps->step[at].len = 0;
	return &steps->step[at];
}

static void erase(struct se050_steps *steps, size_t at)
{
	steps->n--;
	memmove(&steps->step[at], &steps->step[at + 1], (steps->n - at) * sizeof(steps->step[0]));
}

static uint32_t version_of(const struct se050_steps *steps)
{
	const struct se050_world *world = se050_world();

	return se050_version(world->starts[steps->header[0] % world->n_starts].chip);
}

static void put_command(
	struct se050_step *step, const struct se050_steps *steps, bool card, struct dice *dice)
{
	step->kind = dice_roll(dice, 8) ? SE050_COMMAND : SE050_APDU;
	step->len = se050_compose_any(
		version_of(steps), card && dice_roll(dice, 4), dice, step->bytes, sizeof(step->bytes));
}

static void put_select(struct se050_step *step)
{
	static const uint8_t select[] = { 0x00, 0xa4, 0x04, 0x00, 0x10, 0xa0, 0x00, 0x00, 0x03, 0x96, 0x54,
		0x53, 0x00, 0x00, 0x00, 0x01, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00 };

	step->kind = SE050_APDU;
	step->len = sizeof(select);
	memcpy(step->bytes, select, sizeof(select));
}

static void put_other(struct se050_step *step, struct dice *dice)
{
	struct wbuf w = wbuf_to(step->bytes, sizeof(step->bytes));

	step->kind = (enum se050_step_kind)(SE050_READ + dice_roll(dice, SE050_STEP_KINDS - SE050_READ));
	wbuf_be32(&w, (uint32_t)dice_roll(dice, (size_t)1 << (4 + dice_roll(dice, 24))));
	step->len = w.len;
}

/* A supervisory block or an R-block, sound but for one in eight. */
static void put_block(struct se050_step *step, struct dice *dice)
{
	static const uint8_t pcbs[] = { 0x80, 0x81, 0x82, 0x90, 0x91, 0x92, 0xc0, 0xc1, 0xc2, 0xc5, 0xc6,
		0xc7, 0xcf, 0xdf, 0xe3, 0x00, 0x20, 0x40, 0x60 };
	static const uint8_t inf[8] = { 0x20, 0x01 };
	struct wbuf w = wbuf_to(step->bytes, sizeof(step->bytes));

	step->kind = SE050_BLOCK;
	t1_block_write(&w, T1_NAD_TO_CHIP, pcbs[dice_roll(dice, sizeof(pcbs))], inf, dice_roll(dice, 3));
	step->len = w.len;
	if (dice_roll(dice, 8) == 0)
		step->len = LLVMFuzzerMutate(step->bytes, step->len, sizeof(step->bytes));
}

static void insert_something(struct se050_steps *steps, bool card, struct dice *dice)
{
	struct se050_step *step = insert(steps, dice_roll(dice, steps->n + 1));

	if (!step)
		return;
	switch (dice_roll(dice, 16)) {
	case 0:
		put_select(step);
		break;
	case 1:
		put_other(step, dice);
		break;
	case 2:
		put_block(step, dice);
		break;
	default:
		put_command(step, steps, card, dice);
		break;
	}
}

static void change_step(struct se050_step *step, struct dice *dice)
{
	step->len = LLVMFuzzerMutate(step->bytes, step->len, sizeof(step->bytes));
	if (step->kind <= SE050_APDU && dice_roll(dice, 16) != 0)
		step->len = se050_repair(step->bytes, step->len, sizeof(step->bytes));
}

static void mutate(struct se050_steps *steps, bool card, struct dice *dice)
{
	size_t at = steps->n > 0 ? dice_roll(dice, steps->n) : 0;
	struct se050_step *room;

	switch (steps->n == 0 ? 0 : dice_roll(dice, 10)) {
	case 0:
	case 1:
	case 2:
		insert_something(steps, card, dice);
		break;
	case 3:
		erase(steps, at);
		break;
	case 4:
		room = insert(steps, at);
		if (room)
			*room = steps->step[at + 1];
		break;
	case 5:
		LLVMFuzzerMutate(steps->header, sizeof(steps->header), sizeof(steps->header));
		break;
	default:
		change_step(&steps->step[at], dice);
		break;
	}
}

size_t se050_steps_mutate(uint8_t *bytes, size_t len, size_t max, bool card, unsigned int seed)
{
	struct dice dice = dice_from(seed);
	struct se050_steps steps;

	se050_steps_parse(&steps, bytes, len);
	for (size_t n = 1 + dice_roll(&dice, 3); n > 0; n--)
		mutate(&steps, card, &dice);
	return se050_steps_build(&steps, bytes, max);
}

size_t se050_steps_cross(const uint8_t *one, size_t one_len, const uint8_t *other, size_t other_len,
	uint8_t *out, size_t max, unsigned int seed)
{
	struct dice dice = dice_from(seed);
	struct se050_steps first, second;
	size_t from;

	se050_steps_parse(&first, one, one_len);
	se050_steps_parse(&second, other, other_len);
	first.n = dice_roll(&dice, first.n + 1);
	from = dice_roll(&dice, second.n + 1);
	while (from < second.n && first.n < SE050_STEPS_MAX)
		first.step[first.n++] = second.step[from++];
	return se050_steps_build(&first, out, max);
}
