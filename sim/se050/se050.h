/* sim/se050/se050.h: an SE050 as a value. Evidence: docs/reference/se050-evidence.md. */
#ifndef SESIM_SE050_SE050_H
#define SESIM_SE050_SE050_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chip.h"
#include "desfire_key.h"
#include "scp03.h"
#include "t1.h"

enum {
	SE050_LAYOUT = 2, /* version of struct se050_nv and the objects behind it, in a state file */
	SE050_UNIQUE_ID = 18,
	/* For objects, when nothing else is asked for (data sheet). UNCERTAIN (SE05X-U-25): the factory's count too. */
	SE050_MEMORY = 50 * 1024,
	SE050_RAM = 8192,
	SE050_COMMAND_MAX = 1040, /* the longest APDU buffer of any applet, with header and length fields */
	SE050_ANSWER_MAX = 1088,
	SE050_KEY_SETS = 4,
	SE050_SESSIONS = 2, /* besides the default one */
	SE050_SESSION_ID = 8,
	SE050_CURVES = 17, /* Weierstrass ones, id 1 to 11 hex */
	SE050_VELOCITY = 60,
};

/* What tells one kind of part from another, as the factory wrote it (evidence 2.1, 2.2). */
struct se050_identity {
	uint8_t version[3]; /* of the applet: decides behaviour (rules.h) */
	uint8_t applet_config[2];
	uint8_t secure_box[2];
	uint8_t extended_features[30]; /* 7.2 */
	uint8_t configuration[12];     /* bytes 2 and 3: the OEF id */
	uint8_t patch[8];
	uint8_t build[24];
	uint8_t fips;
	uint8_t pre_personalisation;
	uint8_t rom[8];
	uint8_t cplc[42];
	uint8_t diversification[10];   /* what INITIALIZE UPDATE answers first */
	uint8_t deep_power_down;       /* 1: the link knows it (SE052) */
	uint8_t refuses_factory_reset; /* 1: nobody can make object 7FFF0205 (seen on the development kit) */
	uint8_t spare[7];
};

/* One set of platform keys: ENC, MAC, DEK. */
struct se050_key_set {
	uint8_t version; /* 0: there is none */
	uint8_t length;  /* of each key: 16 or 32 */
	uint8_t spare[6];
	uint8_t key[3][SCP03_KEY_MAX];
};

/*
 * What outlives power, with the objects that follow it: the bytes of a state file. No padding; numbers in the
 * machine's order, which is little endian.
 */
struct se050_nv {
	uint8_t unique_id[SE050_UNIQUE_ID];
	uint8_t spare[6];
	struct se050_identity identity;
	uint8_t factory_secret[32]; /* the keys that the factory made are derived from it */
	struct se050_key_set key_sets[SE050_KEY_SETS];
	uint8_t velocity;             /* platform authentications that may fail yet */
	uint8_t lock_state;           /* persistent transport lock: 1 locked, anything else open */
	uint8_t platform_scp;         /* 1: applet commands want it */
	uint8_t restriction;          /* of object creation (7.2): 0, 1 new objects, 2 all */
	uint8_t curves[SE050_CURVES]; /* bits of enum se050_curve_state, by curve id less 1 */
	uint8_t montgomery_created;   /* bit (id - 40): curves 41 and 43 (7.2) */
	uint8_t spare2[2];
	uint32_t restarts;  /* power-ups under a seed: keys the random stream */
	uint32_t time_high; /* the persistent part of the time stamp */
	uint32_t heap_size; /* bytes behind this struct */
	uint32_t heap_used; /* up to here there are records, free ones among them */
	uint32_t heap_cost; /* what the objects cost by the vendor's figures; heap_size is the limit */
	uint32_t heap_records;
	uint32_t heap_transients; /* records with something in RAM */
	uint32_t spare3;
};

static_assert(sizeof(struct se050_nv) % 8 == 0, "objects behind it are aligned to 8");

/* What the link layer does with the turn. */
enum se050_turn {
	TURN_HOST, /* nothing, or a block to be fetched */
	TURN_BUSY, /* a command runs; its answer is in `answer` already */
	TURN_WTX,  /* the request for more time is out, its response due */
};

/* T=1 and its buffers. Interface soft reset clears it. */
struct se050_link {
	/* I2C: the block coming in, and the last block sent, which stays for repeats. */
	uint8_t in[T1_BLOCK_MAX + 1];
	uint16_t in_len; /* may exceed any block by one: too long */
	uint8_t out[T1_BLOCK_MAX];
	uint16_t out_len;
	uint16_t out_at; /* the read pointer; survives STOP */
	uint8_t sent_pcb;
	bool sent; /* a block went out since the last RESYNC */

	uint8_t expected; /* N(S) of the host's next I-block */
	uint8_t next;     /* N(S) of the chip's next I-block */
	uint8_t ifsd;     /* INF the host takes */

	bool linked;       /* the last I-block had another to follow */
	bool command_lost; /* longer than any command */
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

/* The I2C pads. Power-off clears it. */
struct se050_pads {
	bool addressed; /* since the last STOP */
	bool hung;
};

/* How the part is made to behave, beside what it is: a simulator's own, set from outside, kept over power. */
struct se050_options {
	bool repeated_start_hangs; /* the erratum of observed parts */
	uint64_t wtx_after_ns;     /* 0: half of BWT */
	bool forced_challenge;     /* the platform channel's card challenge is this one */
	uint8_t challenge[SCP03_CHALLENGE];
};

enum se050_application {
	APPLICATION_ISSUER_DOMAIN,
	APPLICATION_SUPPLEMENTARY_DOMAIN,
	APPLICATION_IOT,
};

/* The card. Any reset and any selection clears it (evidence 2.1). */
struct se050_card {
	enum se050_application selected;
	struct scp03 channel; /* platform SCP03 */
	uint8_t dek[32];      /* what sensitive data is under in the channel: the DEK it was opened with */
	uint8_t dek_length;
};

enum se050_session_state {
	SESSION_FREE,
	SESSION_CREATED, /* the handshake is due; nothing else works, not even closing (AN12413 3.6.3.1) */
	SESSION_FAILED,  /* the handshake was tried and failed: only a reset or a new session helps */
	SESSION_OPEN,
};

/* An applet session. Closing, deselection and reset clear it. */
struct se050_session {
	enum se050_session_state state;
	uint8_t id[SE050_SESSION_ID]; /* never all zero */
	uint32_t authenticator;       /* id of the object it was opened with: the user */
	bool used; /* had a command after its handshake: ExchangeSessionData comes too late */
	bool refreshable;
	uint16_t commands_max; /* 0: no limit */
	uint16_t commands;
	struct scp03 channel; /* AESKey and ECKey sessions; its state is SCP_NONE otherwise */
};

/* Which key an operation in several steps was begun with, and what it is used for (steps.h). */
enum {
	STEP_MARK = 16,
};

struct step_key {
	uint32_t id;
	uint32_t right;          /* 0: the policy is not asked */
	uint8_t mark[STEP_MARK]; /* a digest of its value, class and policy */
};

enum desfire_state {
	DESFIRE_NONE,
	DESFIRE_FIRST, /* the card's answer of DFAuthenticateFirst is due */
	DESFIRE_AGAIN, /* the same of DFAuthenticateNonFirst */
	DESFIRE_OPEN,
};

/* MIFARE DESFire (AN12413 4.15). */
struct se050_desfire {
	uint8_t state; /* enum desfire_state */
	bool changing; /* a DFChangeKeyPart1 went before */
	uint32_t owner;
	struct step_key key;
	uint8_t rnd_a[DESFIRE_RANDOM]; /* while an answer is due */
	uint8_t rnd_b[DESFIRE_RANDOM];
	struct desfire_transaction transaction;
};

/*
 * RAM that objects have: values of transient objects, states of crypto objects. Records one after another
 * (ram.c); `cost` is what they cost by the vendor's figures.
 */
struct se050_ram {
	uint16_t used;
	uint16_t cost;
	uint8_t spare[4];
	_Alignas(8) uint8_t bytes[SE050_RAM];
};

/* What deselection of the applet clears. */
struct se050_applet {
	struct se050_session sessions[SE050_SESSIONS];
	bool transport_unlocked; /* the transient transport lock is open */
	uint8_t restriction;     /* of object creation, the transient one (7.2) */
	bool tls_random_set;
	uint8_t tls_random[32];
	struct se050_desfire desfire;
	struct se050_ram ram;
};

/* What only power-off clears. */
struct se050_power {
	uint64_t commands; /* since power-up: keys the random stream */
	uint32_t draws;    /* of the command under way */
	bool timed;        /* the persistent part of the time stamp has been counted up */
	uint64_t since_ns; /* when power came */
	/* Bytes of the heap changed by the command under way; from == until: none. */
	uint32_t touched_from;
	uint32_t touched_until;
};

/*
 * The whole chip: plain bytes. From nv on they outlive power; behind it nv.heap_size bytes of objects, and behind
 * those the index by id, which power-on rebuilds.
 */
struct se050 {
	struct se050_link link;
	struct se050_pads pads;
	struct se050_options options;
	struct se050_card card;
	struct se050_applet applet;
	struct se050_power power;
	struct se050_nv nv;
	uint8_t heap[];
};

static_assert(offsetof(struct se050, heap) % 8 == 0, "records are aligned to 8");

extern const struct chip_model se050_model;

/* How many non-volatile bytes a part with so much memory for objects has. */
size_t se050_nv_size(size_t memory);

/* Makes model one of a part with nv_size non-volatile bytes. Returns false when no part has so many. */
bool se050_resize(struct chip_model *model, size_t nv_size);

/* The applet's version as 0xMMmmpp. */
static inline uint32_t se050_version(const struct se050 *chip)
{
	const uint8_t *version = chip->nv.identity.version;

	return (uint32_t)version[0] << 16 | (uint32_t)version[1] << 8 | version[2];
}

#endif
