/* fuzz/atca_packet.c: command packets, made from the chip's own table. */
#include "atca_packet.h"

#include "crc.h"
#include "zones.h"

enum {
	COUNT_MAX = 255,
};

size_t atca_repair(uint8_t *packet, size_t len, size_t max)
{
	struct wbuf w = wbuf_to(packet, max);

	if (len < ATCA_PACKET_MIN) {
		w.len = len < max ? len : max;
		wbuf_fill(&w, 0, ATCA_PACKET_MIN - len);
		len = ATCA_PACKET_MIN;
	}
	if (wbuf_bad(&w) || len > COUNT_MAX)
		return len < max ? len : max;
	w.len = 0;
	wbuf_u8(&w, (uint8_t)len);
	w.len = len - 2;
	wbuf_le16(&w, crc16_atca(packet, len - 2));
	return len;
}

static uint16_t an_address(struct dice *dice, uint8_t param1)
{
	uint16_t any = (uint16_t)dice_roll(dice, 0x10000);

	switch (param1 & 0x03) {
	case ZONE_CONFIG:
		return any % 0x20;
	case ZONE_OTP:
		return any % 0x10;
	default:
		/* Word, slot, block: most slots have one or two blocks. */
		return (uint16_t)(any & 0x7f) |
		       (uint16_t)((dice_roll(dice, 4) ? any >> 8 & 1 : any >> 8 & 0x0f) << 8);
	}
}

static uint16_t a_param2(struct dice *dice, const struct atecc_param2 *param2, uint8_t param1)
{
	uint16_t slot = (uint16_t)dice_roll(dice, ATECC_SLOTS);

	switch (param2->kind) {
	case PARAM2_EXACTLY:
		return param2->low;
	case PARAM2_EITHER:
		return dice_roll(dice, 2) ? param2->low : param2->high;
	case PARAM2_RANGE:
		return (uint16_t)(param2->low + dice_roll(dice, (size_t)(param2->high - param2->low) + 1));
	case PARAM2_SLOT:
		return slot;
	case PARAM2_SLOT_LOW_4:
		return dice_roll(dice, 4) ? slot : (uint16_t)(dice_roll(dice, 0x1000) << 4 | slot);
	case PARAM2_SLOT_OR_FFFF:
		return dice_roll(dice, 3) ? slot : 0xffff;
	case PARAM2_ADDRESS:
		return an_address(dice, param1);
	case PARAM2_ANY:
		break;
	}
	/* Slots in both bytes are what most forms without a bound mean by it. */
	return dice_roll(dice, 4) ? (uint16_t)(dice_roll(dice, 2) * dice_roll(dice, ATECC_SLOTS) << 8 | slot)
				  : (uint16_t)dice_roll(dice, 0x10000);
}

static size_t a_length(struct dice *dice, const struct atecc_data *data)
{
	if (data->max <= data->min || data->step == 0)
		return data->min;
	return data->min + data->step * dice_roll(dice, (size_t)(data->max - data->min) / data->step + 1);
}

static void put_data(struct dice *dice, struct wbuf *w, size_t len)
{
	size_t pattern = dice_roll(dice, 4);
	uint8_t any = (uint8_t)dice_roll(dice, 256);

	for (size_t i = 0; i < len; i++) {
		if (pattern == 0)
			wbuf_u8(w, 0);
		else if (pattern == 1)
			wbuf_u8(w, any);
		else
			wbuf_u8(w, (uint8_t)dice_roll(dice, 256));
	}
}

size_t atca_compose(const struct atecc_command *command, const struct atecc_form *form, struct dice *dice,
	uint8_t *packet, size_t max)
{
	struct wbuf w = wbuf_to(packet, max);
	uint8_t param1 = (uint8_t)(form->mode | (dice_roll(dice, 256) & form->free));
	uint16_t param2 = a_param2(dice, &form->param2, param1);
	size_t len = a_length(dice, &form->data);

	/* Where param2 says the length once more, hosts have it right. */
	if (form->param2.kind == PARAM2_RANGE && form->param2.high == form->data.max && form->data.max > 0)
		param2 = (uint16_t)len;
	wbuf_u8(&w, 0);
	wbuf_u8(&w, command->opcode);
	wbuf_u8(&w, param1);
	wbuf_le16(&w, param2);
	put_data(dice, &w, len);
	wbuf_fill(&w, 0, 2);
	return wbuf_bad(&w) ? 0 : atca_repair(packet, w.len, max);
}

size_t atca_compose_any(enum atecc_revisions on, struct dice *dice, uint8_t *packet, size_t max)
{
	size_t n = 0;
	size_t chosen;

	for (size_t i = 0; i < atecc_n_commands; i++)
		n += atecc_commands[i].on & on ? atecc_commands[i].n_forms : 0;
	chosen = dice_roll(dice, n);
	for (size_t i = 0; i < atecc_n_commands; i++) {
		const struct atecc_command *command = &atecc_commands[i];

		if (!(command->on & on))
			continue;
		if (chosen < command->n_forms)
			return atca_compose(command, &command->forms[chosen], dice, packet, max);
		chosen -= command->n_forms;
	}
	return 0;
}
