/*
 * sim/atecc608/command.h: what a row of the command table says, and one command under way.
 *
 * Dispatcher, trace decoder, fuzz mutator, `sesim chip commands` and docs/reference read the same table.
 */
#ifndef SESIM_ATECC_COMMAND_H
#define SESIM_ATECC_COMMAND_H

#include "atecc.h"
#include "cursor.h"
#include "silicon.h"
#include "tempkey.h"

struct atecc_call;

/* Bounds of param2. */
enum atecc_param2_kind {
	PARAM2_EXACTLY, /* low */
	PARAM2_EITHER,  /* low or high */
	PARAM2_RANGE,   /* low to high */
	PARAM2_ANY,
	PARAM2_SLOT,       /* 0 to 15 */
	PARAM2_SLOT_LOW_4, /* bits 3..0 are the slot, all 16 are hashed */
	PARAM2_SLOT_OR_FFFF,
	PARAM2_ADDRESS, /* of the zone that param1 names */
};

struct atecc_param2 {
	enum atecc_param2_kind kind;
	uint16_t low;
	uint16_t high;
};

/* Lengths of the data field: min, min + step, ... max. step 0: min only. */
struct atecc_data {
	uint8_t min;
	uint8_t max;
	uint8_t step;
};

/* What the chip's state must be, checked before the form's own check; else 0F. */
enum atecc_needs {
	NEEDS_CONFIG_LOCKED = 1 << 0,
	NEEDS_DATA_LOCKED = 1 << 1,
	NEEDS_TEMPKEY = 1 << 2,      /* Valid, and no private key in it */
	NEEDS_AES_ENABLE = 1 << 3,   /* config byte 13; else 03, as seen on parts */
	NEEDS_SOURCE_MATCH = 1 << 4, /* mode bit 2 equals TempKey.SourceFlag */
	NEEDS_IO_KEY = 1 << 5,       /* ChipOptions bit 1 */
	NEEDS_SECURE_BOOT = 1 << 6,  /* SecureBoot mode not 0 */
	NEEDS_SHA_STARTED = 1 << 7,
};

/* What running spends, durable before any secret is compared or used. */
enum atecc_consumes {
	CONSUMES_LIMITED_USE = 1 << 0,   /* Counter0 or LastKeyUse, when the slot says so */
	CONSUMES_AUTHORISATION = 1 << 1, /* AuthValid, when the key needs it; on refusal too */
	CONSUMES_MSG_DIG_BUF = 1 << 2,
};

/* What it takes away from a part that nobody can bring back (irreversible.h). Every form that writes says something. */
enum atecc_undoing {
	UNDO_NOT_NEEDED,
	UNDO_NEVER,
	UNDO_ANEW,      /* what was there is gone, and another can be put there */
	UNDO_BY_SLOT,   /* a slot that is no key's and can be read is written back */
	UNDO_BY_TARGET, /* not needed unless the result goes to a slot, over what was there */
};

/* One mode, or a group of modes alike in everything stated here. */
struct atecc_form {
	const char *name;
	const char *spec; /* NULL: the command's */
	uint8_t mode;     /* param1 */
	uint8_t free;     /* bits of param1 that may be either */
	struct atecc_param2 param2;
	struct atecc_data data;
	enum atecc_revisions on; /* 0: wherever the command is */
	unsigned int needs;
	unsigned int consumes;
	enum tempkey_rule tempkey;
	bool may_reveal; /* its answer may hold bytes of a slot as they are */
	bool writes;     /* non-volatile memory */
	enum atecc_undoing undo;
	/* Decides and changes nothing but the call. NULL: nothing more to decide. */
	enum atca_status (*check)(const struct atecc *chip, struct atecc_call *call);
	/* All or nothing. Anything but ATCA_SUCCESS leaves non-volatile memory as it was. */
	enum atca_status (*run)(struct atecc *chip, struct atecc_call *call, struct wbuf *out);
};

struct atecc_command {
	uint8_t opcode;
	const char *name;
	const char *spec;
	enum atecc_revisions on;
	enum tempkey_508_group tempkey_508;
	const struct atecc_form *forms;
	size_t n_forms;
};

/* One command under way. */
struct atecc_call {
	const struct atecc_command *command;
	const struct atecc_form *form;
	struct chip_env *env;
	uint8_t opcode;
	uint8_t param1;
	uint16_t param2;
	struct rbuf data;
	unsigned int draws;           /* random streams opened so far */
	struct atecc_tempkey tempkey; /* as it was when the command came */
	struct atecc_tempkey next;    /* what a command that sets TempKey leaves in it */
	bool uses_tempkey;            /* TEMPKEY_BY_POLICY: it does */
	/* Written by check for consume: */
	uint16_t limited_slots; /* a bit each: slots of which a use is spent */
	bool uses_authorisation;
	bool goes_idle; /* Pause: no answer, and idle at once */
};

/* The table, in the order of the documents. */
extern const struct atecc_command atecc_commands[];
extern const size_t atecc_n_commands;

/* NULL when this silicon has no such command, or no form of it with this param1. */
const struct atecc_command *atecc_command_find(uint8_t opcode, enum atecc_revisions on);
const struct atecc_form *atecc_form_find(
	const struct atecc_command *command, uint8_t param1, enum atecc_revisions on);

/* The random stream of the next draw of this command. */
struct rng_stream atecc_stream(const struct atecc *chip, struct atecc_call *call);
/* Random bytes as the chip has them: ff ff 00 00 repeated while the config zone is unlocked (LORA-B 5.1.5). */
void atecc_random(const struct atecc *chip, struct atecc_call *call, uint8_t *out, size_t len);

#endif
