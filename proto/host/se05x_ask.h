/* proto/host/se05x_ask.h: commands of the SE05x's applet as TLVs, and values out of their answers. */
#ifndef SESIM_HOST_SE05X_ASK_H
#define SESIM_HOST_SE05X_ASK_H

#include "se05x_host.h"
#include "tlv.h"

/* A command being written, and then its answer. Begin with se05x_ask_begin(). */
struct se05x_ask {
	uint8_t out[SE05X_DATA_MAX];
	uint8_t in[SE05X_DATA_MAX];
	struct wbuf tlvs;
	struct wbuf answer;
};

void se05x_ask_begin(struct se05x_ask *ask);

static inline void se05x_ask_u8(struct se05x_ask *ask, uint8_t tag, uint8_t value)
{
	tlv_put(&ask->tlvs, tag, &value, 1);
}

static inline void se05x_ask_u16(struct se05x_ask *ask, uint8_t tag, uint16_t value)
{
	tlv_head(&ask->tlvs, tag, 2);
	wbuf_be16(&ask->tlvs, value);
}

static inline void se05x_ask_u32(struct se05x_ask *ask, uint8_t tag, uint32_t value)
{
	tlv_head(&ask->tlvs, tag, 4);
	wbuf_be32(&ask->tlvs, value);
}

/* Left out when it is empty. */
static inline void se05x_ask_bytes(struct se05x_ask *ask, uint8_t tag, struct rbuf bytes)
{
	if (rbuf_left(&bytes) > 0)
		tlv_put(&ask->tlvs, tag, bytes.at, rbuf_left(&bytes));
}

/* Runs it; an answer without data is all that is expected. */
int se05x_ask_do(struct se05x_host *host, struct se05x_ask *ask, uint8_t ins, uint8_t p1, uint8_t p2);

/* Runs it, with Le; the answer's TLVs stay in the ask, for se05x_ask_value(). */
int se05x_ask_run(struct se05x_host *host, struct se05x_ask *ask, uint8_t ins, uint8_t p1, uint8_t p2);

/* The value of the answer's first TLV with this tag; -EPROTO when there is none, or the answer is no list of TLVs. */
int se05x_ask_value(const struct se05x_ask *ask, uint16_t tag, struct rbuf *value);

/* The same, of len bytes. */
int se05x_ask_exactly(const struct se05x_ask *ask, uint16_t tag, size_t len, struct rbuf *value);

/* Both: what TAG_1 has, copied; -ENOSPC when there is no room for it. */
int se05x_ask_copy(struct se05x_host *host, struct se05x_ask *ask, uint8_t ins, uint8_t p1, uint8_t p2,
	struct wbuf *out);
int se05x_ask_number(
	struct se05x_host *host, struct se05x_ask *ask, uint8_t ins, uint8_t p1, uint8_t p2, uint8_t *number);

#endif
