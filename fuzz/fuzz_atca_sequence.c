/* fuzz/fuzz_atca_sequence.c: commands, time, power, idle, sleep and wake, one after the other. */
#include <string.h>

#include "atca_packet.h"
#include "atca_steps.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct atca_run run = { .drops_cache = false };
	struct atca_run again = { .drops_cache = true };

	if (len > STEPS_BYTES_MAX)
		return -1;
	steps_run(&run, bytes, len);
	if (atca_run_twice(bytes, len)) {
		steps_run(&again, bytes, len);
		atca_run_compare(&run, &again);
	}
	return 0;
}

/* Room for a new step before `at`; NULL when there is none. */
static struct step *insert(struct steps *steps, size_t at)
{
	if (steps->n == STEPS_MAX)
		return NULL;
	memmove(&steps->step[at + 1], &steps->step[at], (steps->n - at) * sizeof(steps->step[0]));
	steps->n++;
	steps->step[at] = (struct step){ .kind = STEP_COMMAND };
	return &steps->step[at];
}

static void erase(struct steps *steps, size_t at)
{
	steps->n--;
	memmove(&steps->step[at], &steps->step[at + 1], (steps->n - at) * sizeof(steps->step[0]));
}

static void put_command(struct step *step, struct dice *dice)
{
	step->kind = STEP_COMMAND;
	step->len = (uint8_t)atca_compose_any(ON_ALL, dice, step->bytes, sizeof(step->bytes));
}

/* Idle or sleep, and awake again. */
static void put_word(struct step *step, struct dice *dice)
{
	step->kind = STEP_WRITE;
	step->len = 1;
	memset(step->bytes, dice_roll(dice, 2) ? ATCA_WORD_IDLE : ATCA_WORD_SLEEP, 1);
}

static void put_wake(struct step *step)
{
	step->kind = STEP_SDA_LOW;
	step->len = 1;
	memset(step->bytes, 80, 1);
}

static void put_paste(struct step *step, struct dice *dice)
{
	struct wbuf w = wbuf_to(step->bytes, sizeof(step->bytes));

	step->kind = STEP_PASTE;
	step->len = 4;
	wbuf_u8(&w, (uint8_t)dice_roll(dice, ATCA_ANSWERS));
	wbuf_u8(&w, (uint8_t)(dice_roll(dice, 2) * 32));
	wbuf_u8(&w, (uint8_t)(5 + 32 * dice_roll(dice, 4))); /* into the data: it begins at 5 */
	wbuf_u8(&w, (uint8_t)(32 << dice_roll(dice, 2)));
}

static void put_other(struct step *step, struct dice *dice)
{
	struct wbuf w = wbuf_to(step->bytes, sizeof(step->bytes));

	step->kind = (enum step_kind)dice_roll(dice, STEP_KINDS);
	step->len = 4;
	wbuf_le32(&w, (uint32_t)dice_roll(dice, (size_t)1 << (4 + dice_roll(dice, 18))));
}

static void insert_something(struct steps *steps, struct dice *dice)
{
	size_t at = dice_roll(dice, steps->n + 1);
	struct step *step = insert(steps, at);

	if (!step)
		return;
	switch (dice_roll(dice, 12)) {
	case 0:
		put_word(step, dice);
		step = insert(steps, at + 1);
		if (step)
			put_wake(step);
		break;
	case 1:
		put_paste(step, dice);
		break;
	case 2:
		step->kind = STEP_SEAL;
		break;
	case 3:
		put_other(step, dice);
		break;
	default:
		put_command(step, dice);
		break;
	}
}

static void change_step(struct step *step, struct dice *dice)
{
	step->len = (uint8_t)LLVMFuzzerMutate(step->bytes, step->len, sizeof(step->bytes));
	if (step->kind == STEP_COMMAND && dice_roll(dice, 16) != 0)
		step->len = (uint8_t)atca_repair(step->bytes, step->len, sizeof(step->bytes));
}

static void mutate(struct steps *steps, struct dice *dice)
{
	size_t at = steps->n > 0 ? dice_roll(dice, steps->n) : 0;
	struct step copy;
	struct step *room;

	switch (steps->n == 0 ? 0 : dice_roll(dice, 10)) {
	case 0:
	case 1:
	case 2:
		insert_something(steps, dice);
		break;
	case 3:
		erase(steps, at);
		break;
	case 4:
		copy = steps->step[at];
		room = insert(steps, dice_roll(dice, steps->n + 1));
		if (room)
			*room = copy;
		break;
	case 5:
		LLVMFuzzerMutate(steps->header, sizeof(steps->header), sizeof(steps->header));
		break;
	default:
		change_step(&steps->step[at], dice);
		break;
	}
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed)
{
	struct dice dice = dice_from(seed);
	struct steps steps;

	steps_parse(&steps, bytes, len);
	for (size_t n = 1 + dice_roll(&dice, 3); n > 0; n--)
		mutate(&steps, &dice);
	return steps_build(&steps, bytes, max);
}

/* The beginning of one, the end of the other. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_len, const uint8_t *other, size_t other_len,
	uint8_t *out, size_t max, unsigned int seed)
{
	struct dice dice = dice_from(seed);
	struct steps first;
	struct steps second;
	size_t from;

	steps_parse(&first, one, one_len);
	steps_parse(&second, other, other_len);
	first.n = dice_roll(&dice, first.n + 1);
	from = dice_roll(&dice, second.n + 1);
	while (from < second.n && first.n < STEPS_MAX)
		first.step[first.n++] = second.step[from++];
	return steps_build(&first, out, max);
}
