/*
 * sim/se050/se050.h: an SE050 as a value.
 *
 * So far the link layer's first two answers: RESYNC and GET ATR. Any other block is not answered,
 * as if the part were busy for ever; the whole protocol and the card behind it are to come.
 */
#ifndef SESIM_SE050_SE050_H
#define SESIM_SE050_SE050_H

#include <stdint.h>

#include "chip.h"
#include "t1.h"

enum {
	SE050_LAYOUT = 1,
	SE050_UNIQUE_ID = 18,
};

/* What outlives power. */
struct se050_nv {
	uint8_t unique_id[SE050_UNIQUE_ID];
};

/* The link layer: a block coming in, a block going out. */
struct se050_link {
	uint8_t in[T1_BLOCK_MAX + 1];
	uint16_t in_len;
	uint8_t out[T1_BLOCK_MAX];
	uint16_t out_len;
	uint16_t out_at; /* the read pointer; survives STOP */
};

struct se050 {
	struct se050_nv nv;
	struct se050_link link;
};

extern const struct chip_model se050_model;

#endif
