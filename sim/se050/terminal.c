/* sim/se050/terminal.c: the card as a terminal reaches it: reset and whole APDUs, without T=1 and I2C. */
#include "terminal.h"

#include "card.h"
#include "t1_slave.h"

size_t terminal_reset(void *state, struct chip_env *env, uint8_t *atr, size_t cap)
{
	struct se050 *chip = state;
	struct wbuf out = wbuf_to(atr, cap);

	(void)env;
	t1_reset(&chip->link);
	card_reset(chip);
	t1_put_atr(&out);
	return out.len;
}

/* What is longer than the part's buffer is refused as by T=1: by its length. */
size_t terminal_command(void *state, struct chip_env *env, const uint8_t *command, size_t len,
	uint8_t *answer, size_t cap, uint64_t *takes_ns)
{
	struct wbuf out = wbuf_to(answer, cap);

	*takes_ns = card_run(state, env, rbuf_from(command, len > SE050_COMMAND_MAX ? 0 : len), &out);
	return out.len;
}
