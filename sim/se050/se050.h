/* sim/se050/se050.h: an SE050 as a value. Evidence: docs/reference/se050-evidence.md. */
#ifndef SESIM_SE050_SE050_H
#define SESIM_SE050_SE050_H

#include <stdbool.h>
#include <stdint.h>

#include "chip.h"
#include "t1.h"

enum {
	SE050_LAYOUT = 1,
	SE050_UNIQUE_ID = 18,
	SE050_COMMAND_MAX = 1040, /* the longest APDU buffer of any applet, with header and length fields */
	SE050_ANSWER_MAX = 1088,
};

/* What tells one kind of part from another, as the factory wrote it (evidence 2.1, 2.2). */
struct se050_identity {
	uint8_t version[3]; /* of the applet */
	uint8_t applet_config[2];
	uint8_t secure_box[2];
	uint8_t configuration[12]; /* bytes 2 and 3: the OEF id */
	uint8_t patch[8];
	uint8_t build[24];
	uint8_t fips;
	uint8_t pre_personalisation;
	uint8_t rom[8];
	uint8_t cplc[42];
};

/* What outlives power. */
struct se050_nv {
	uint8_t unique_id[SE050_UNIQUE_ID];
	struct se050_identity identity;
};

/* What the link layer does with the turn. */
enum se050_turn {
	TURN_HOST, /* nothing, or a block to be fetched */
	TURN_BUSY, /* a command runs; its answer is in `answer` already */
	TURN_WTX,  /* the request for more time is out, its response due */
};

/* T=1 and the two buffers below it. Interface soft reset clears it. */
struct se050_link {
	/* I2C: the block coming in, and the last block sent, which stays for repeats. */
	uint8_t in[T1_BLOCK_MAX + 1];
	uint16_t in_len; /* may exceed the buffer by one: too long */
	uint8_t out[T1_BLOCK_MAX];
	uint16_t out_len;
	uint16_t out_at; /* the read pointer; survives STOP */
	uint8_t sent_pcb;
	bool sent; /* a block went out since the last RESYNC */

	uint8_t expected; /* N(S) of the host's next I-block */
	uint8_t next;     /* N(S) of the chip's next I-block */
	uint8_t ifsd;     /* INF the host takes */

	bool command_lost; /* it is longer than any command */
	uint16_t command_len;
	uint8_t command[SE050_COMMAND_MAX];

	bool answered;      /* an I-block went out that the host may ask for again */
	uint16_t answer_at; /* where that block begins, and its INF */
	uint8_t answer_block;
	uint16_t answer_len;
	uint8_t answer[SE050_ANSWER_MAX];

	enum se050_turn turn;
	uint64_t done_ns;  /* TURN_BUSY, TURN_WTX: when the command will have run */
	uint64_t wtx_ns;   /* TURN_BUSY: when the chip asks for more time, if the command still runs */
	uint64_t quiet_ns; /* no read is acknowledged before: the guard time after a write */
};

/* How the part is made to behave, beside what it is: a simulator's own, set from outside, kept over power. */
struct se050_options {
	bool repeated_start_hangs; /* the erratum of observed parts */
	uint64_t wtx_after_ns;     /* 0: half of BWT */
};

/* The I2C pads. Power-off clears it. */
struct se050_pads {
	bool addressed; /* since the last STOP */
	bool wrote;
	bool hung;
};

enum se050_application {
	APPLICATION_ISSUER_DOMAIN,
	APPLICATION_SUPPLEMENTARY_DOMAIN,
	APPLICATION_IOT,
};

/* The card. Any reset clears it. */
struct se050_card {
	enum se050_application selected;
};

/* The whole chip: plain bytes, nv first. */
struct se050 {
	struct se050_nv nv;
	struct se050_link link;
	struct se050_pads pads;
	struct se050_card card;
	struct se050_options options;
};

extern const struct chip_model se050_model;

#endif
