/* fuzz/atca_steps.c: an input of the sequence target, taken apart into steps. */
#include "atca_steps.h"

#include <string.h>

#include "atca_packet.h"
#include "atca_seal.h"

static bool next_step(struct rbuf *r, struct step *step)
{
	size_t len;

	if (rbuf_left(r) < 2)
		return false;
	step->kind = (enum step_kind)(rbuf_u8(r) % STEP_KINDS);
	len = rbuf_u8(r);
	step->len = (uint8_t)(len < rbuf_left(r) ? len : rbuf_left(r));
	rbuf_copy(r, step->bytes, step->len);
	return true;
}

void steps_parse(struct steps *steps, const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);

	rbuf_copy(&r, steps->header, sizeof(steps->header));
	steps->n = 0;
	while (steps->n < STEPS_MAX && next_step(&r, &steps->step[steps->n]))
		steps->n++;
}

size_t steps_build(const struct steps *steps, uint8_t *bytes, size_t max)
{
	struct wbuf w = wbuf_to(bytes, max);

	wbuf_put(&w, steps->header, sizeof(steps->header));
	for (size_t i = 0; i < steps->n && wbuf_left(&w) >= 2u + steps->step[i].len; i++) {
		wbuf_u8(&w, (uint8_t)steps->step[i].kind);
		wbuf_u8(&w, steps->step[i].len);
		wbuf_put(&w, steps->step[i].bytes, steps->step[i].len);
	}
	return w.len;
}

/* What the steps before a command asked to be done to its packet. */
struct edits {
	bool edited;
	bool sealed;
	size_t n_pastes;
	struct paste {
		uint8_t answer, from, to, len;
	} paste[4];
};

static void note_paste(struct edits *edits, struct rbuf *r)
{
	if (edits->n_pastes == sizeof(edits->paste) / sizeof(edits->paste[0]))
		return;
	edits->paste[edits->n_pastes++] = (struct paste){
		.answer = rbuf_u8(r), .from = rbuf_u8(r), .to = rbuf_u8(r), .len = rbuf_u8(r)
	};
	edits->edited = true;
}

static void paste(const struct atca_run *run, const struct paste *paste, uint8_t *packet, size_t len)
{
	size_t back = paste->answer % ATCA_ANSWERS + 1u;
	const struct atca_answer *answer = &run->answers[(run->n_answers - back) % ATCA_ANSWERS];
	size_t n = paste->len;

	if (run->n_answers < back || paste->from >= answer->len || paste->to >= len)
		return;
	if (n > answer->len - (size_t)paste->from)
		n = answer->len - (size_t)paste->from;
	if (n > len - paste->to)
		n = len - paste->to;
	memcpy(packet + paste->to, answer->bytes + paste->from, n);
}

static void run_command(struct atca_run *run, struct step *step, struct edits *edits)
{
	for (size_t i = 0; i < edits->n_pastes; i++)
		paste(run, &edits->paste[i], step->bytes, step->len);
	if (edits->sealed)
		atca_seal(&run->chip, step->bytes, step->len);
	if (edits->edited)
		step->len = (uint8_t)atca_repair(step->bytes, step->len, sizeof(step->bytes));
	atca_run_command(run, step->bytes, step->len);
	*edits = (struct edits){ 0 };
}

static void run_step(struct atca_run *run, struct step *step, struct edits *edits)
{
	struct rbuf r = rbuf_from(step->bytes, step->len);

	switch (step->kind) {
	case STEP_COMMAND:
		run_command(run, step, edits);
		break;
	case STEP_WRITE:
		atca_run_write(run, step->bytes, step->len);
		break;
	case STEP_READ:
		atca_run_read(run, rbuf_u8(&r));
		break;
	case STEP_SDA_LOW:
		atca_run_sda_low(run, rbuf_u8(&r) * UINT64_C(1000));
		break;
	case STEP_POWER:
		atca_run_power_cycle(run);
		break;
	case STEP_WAIT:
		atca_run_wait(run, rbuf_le32(&r) * UINT64_C(1000));
		break;
	case STEP_PASTE:
		note_paste(edits, &r);
		break;
	case STEP_SEAL:
		edits->sealed = edits->edited = true;
		break;
	case STEP_SELF_TEST:
		run->chip.inject_self_test = rbuf_u8(&r);
		break;
	case STEP_KINDS:
		break;
	}
}

void steps_run(struct atca_run *run, const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	struct edits edits = { 0 };
	struct step step;

	atca_run_begin(run, &r);
	for (size_t n = 0; n < STEPS_MAX && next_step(&r, &step); n++)
		run_step(run, &step, &edits);
}
