/* sim/atecc608/message.h: the pieces that the chip's SHA-256 messages are made of. */
#ifndef SESIM_ATECC_MESSAGE_H
#define SESIM_ATECC_MESSAGE_H

#include "command.h"

/* Opcode, param1, param2 and the serial number's fixed bytes SN[8], SN[0], SN[1]: seven bytes. */
static inline void message_command(struct wbuf *w, const struct atecc *chip, const struct atecc_call *call)
{
	wbuf_u8(w, call->opcode);
	wbuf_u8(w, call->param1);
	wbuf_le16(w, call->param2);
	wbuf_u8(w, chip->nv.config[CONFIG_SN_4_8 + 4]);
	wbuf_put(w, chip->nv.config + CONFIG_SN_0_3, 2);
}

/* SN[8], SN[4..7] or zeros, SN[0..1], SN[2..3] or zeros: nine bytes. */
static inline void message_serial(struct wbuf *w, const struct atecc *chip, bool whole)
{
	static const uint8_t zeros[4];

	wbuf_u8(w, chip->nv.config[CONFIG_SN_4_8 + 4]);
	wbuf_put(w, whole ? chip->nv.config + CONFIG_SN_4_8 : zeros, 4);
	wbuf_put(w, chip->nv.config + CONFIG_SN_0_3, 2);
	wbuf_put(w, whole ? chip->nv.config + CONFIG_SN_0_3 + 2 : zeros, 2);
}

#endif
