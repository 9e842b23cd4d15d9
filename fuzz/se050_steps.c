/* fuzz/se050_steps.c: an input of the sequence targets: taken apart, and run. */
#include "se050_steps.h"

#include <string.h>

#include "fuzz.h"
#include "se050_compose.h"

static bool next_step(struct rbuf *r, struct se050_step *step)
{
	size_t len;

	if (rbuf_left(r) < 3)
		return false;
	step->kind = (enum se050_step_kind)(rbuf_u8(r) % SE050_STEP_KINDS);
	len = rbuf_be16(r);
	if (len > rbuf_left(r))
		len = rbuf_left(r);
	step->len = len < SE050_STEP_BYTES ? len : SE050_STEP_BYTES;
	rbuf_copy(r, step->bytes, step->len);
	rbuf_bytes(r, len - step->len);
	return true;
}

void se050_steps_parse(struct se050_steps *steps, const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);

	rbuf_copy(&r, steps->header, sizeof(steps->header));
	steps->n = 0;
	while (steps->n < SE050_STEPS_MAX && next_step(&r, &steps->step[steps->n]))
		steps->n++;
}

size_t se050_steps_build(const struct se050_steps *steps, uint8_t *bytes, size_t max)
{
	struct wbuf w = wbuf_to(bytes, max);

	wbuf_put(&w, steps->header, sizeof(steps->header));
	for (size_t i = 0; i < steps->n && wbuf_left(&w) >= 3 + steps->step[i].len; i++) {
		wbuf_u8(&w, (uint8_t)steps->step[i].kind);
		wbuf_be16(&w, (uint16_t)steps->step[i].len);
		wbuf_put(&w, steps->step[i].bytes, steps->step[i].len);
	}
	return w.len;
}

/* What the steps before a command asked to be copied into it. */
struct pastes {
	size_t n;
	struct {
		uint8_t answer, from, to, len;
	} paste[4];
};

static void note_paste(struct pastes *pastes, struct rbuf *r)
{
	if (pastes->n == sizeof(pastes->paste) / sizeof(pastes->paste[0]))
		return;
	pastes->paste[pastes->n].answer = rbuf_u8(r);
	pastes->paste[pastes->n].from = rbuf_u8(r);
	pastes->paste[pastes->n].to = rbuf_u8(r);
	pastes->paste[pastes->n++].len = rbuf_u8(r);
}

static void paste(const struct se050_run *run, const struct pastes *pastes, struct se050_step *step)
{
	for (size_t i = 0; i < pastes->n; i++) {
		size_t back = pastes->paste[i].answer % SE050_ANSWERS + 1u;
		const struct se050_answer *answer = &run->answers[(run->n_answers - back) % SE050_ANSWERS];
		size_t from = pastes->paste[i].from, to = pastes->paste[i].to, n = pastes->paste[i].len;

		if (run->n_answers < back || from >= answer->len || to >= step->len)
			continue;
		n = n < answer->len - from ? n : answer->len - from;
		n = n < step->len - to ? n : step->len - to;
		memcpy(step->bytes + to, answer->bytes + from, n);
	}
}

static void run_step(struct se050_run *run, struct se050_step *step, struct pastes *pastes)
{
	struct rbuf r = rbuf_from(step->bytes, step->len);

	switch (step->kind) {
	case SE050_COMMAND:
	case SE050_APDU:
		paste(run, pastes, step);
		pastes->n = 0;
		if (step->kind == SE050_COMMAND)
			se050_run_command(run, step->bytes, step->len);
		else
			se050_run_apdu(run, step->bytes, step->len);
		break;
	case SE050_BLOCK:
		se050_run_block(run, step->bytes, step->len);
		break;
	case SE050_READ:
		se050_run_read(run, rbuf_u8(&r));
		break;
	case SE050_POWER:
		se050_run_power_cycle(run);
		break;
	case SE050_WAIT:
		se050_run_wait(run, rbuf_be32(&r) * UINT64_C(1000000));
		break;
	case SE050_PASTE:
		note_paste(pastes, &r);
		break;
	case SE050_STEP_KINDS:
		break;
	}
}

static void run_all(
	struct se050_run *run, enum se050_starts starts, bool drops_cache, const uint8_t *bytes, size_t len)
{
	struct rbuf r = rbuf_from(bytes, len);
	struct pastes pastes = { 0 };
	struct se050_step step;

	run->drops_cache = drops_cache;
	se050_run_begin(run, starts, &r);
	for (size_t n = 0; n < SE050_STEPS_MAX && next_step(&r, &step); n++)
		run_step(run, &step, &pastes);
}

int se050_steps_test(enum se050_starts starts, const uint8_t *bytes, size_t len)
{
	struct se050_result one, other;
	struct se050_run run;

	if (len > SE050_STEPS_BYTES)
		return -1;
	run_all(&run, starts, false, bytes, len);
	if (!se050_run_twice(bytes, len))
		return 0;
	one = se050_run_result(&run);
	run_all(&run, starts, true, bytes, len);
	other = se050_run_result(&run);
	if (one.heard != other.heard)
		fuzz_fail("the same input gave other answers with the key cache dropped");
	if (one.chip != other.chip)
		fuzz_fail("the same input left another chip with the key cache dropped");
	return 0;
}
