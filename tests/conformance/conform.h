/*
 * tests/conformance/conform.h: what a conformance case is, and what it runs with.
 *
 * One case is one requirement: a fact that a document, a part or a host vouches for, and the steps that show whether a
 * part keeps to it, whatever link it is behind. Cases know the part by what it says over the link alone; what they expect
 * is from the documents, never from the simulator's command tables.
 */
#ifndef SESIM_CONFORM_H
#define SESIM_CONFORM_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "atca_host.h"
#include "atca_memory.h"
#include "link.h"
#include "peer.h"
#include "se05x_link.h"
#include "se05x_host.h"
#include "why.h"

struct conform;
struct conform_case;

enum conform_class {
	CONFORM_SAFE,         /* leaves nothing behind */
	CONFORM_WRITES,       /* writes, and cleans up after itself */
	CONFORM_IRREVERSIBLE, /* locks, counters, attempts, key rotation, lock state, DeleteAll */
	CONFORM_CLASSES,
};

/* What vouches for a fact. */
enum conform_evidence {
	BY_DOCUMENT,
	BY_SILICON, /* seen on a part */
	BY_HOST,    /* a vendor's host asserts it */
	BY_GUESS,   /* UNCERTAIN: counted apart */
	CONFORM_EVIDENCE,
};

/* Which parts a case is for: a set. */
enum conform_part {
	PART_508A = 1 << 0,
	PART_608A = 1 << 1,
	PART_608B = 1 << 2,
	PART_608 = PART_608A | PART_608B,
	PART_ATECC = PART_508A | PART_608,
	PART_APPLET_3 = 1 << 8, /* applet 3.1 to 3.6: SE050 */
	PART_APPLET_4 = 1 << 9, /* 4.x to 6.x: SE051 of the early kind */
	PART_APPLET_7 = 1 << 10,
	PART_SE05X = PART_APPLET_3 | PART_APPLET_4 | PART_APPLET_7,
};

/* What has to be so for a case to run: a set. Otherwise it is skipped, with the reason. */
enum conform_need {
	/* of an ATECC */
	NEED_CONFIG_UNLOCKED = 1 << 0,
	NEED_CONFIG_LOCKED = 1 << 1,
	NEED_DATA_UNLOCKED = 1 << 2,
	NEED_DATA_LOCKED = 1 << 3,
	NEED_SUITE_CONFIG = 1 << 4, /* its configuration is the suite's (atca_suite.h) */
	NEED_AES =
		1
		<< 5, /* AES_Enable is set; cases that use AES without saying so are skipped where it is not */
	NEED_NO_AES = 1 << 6,
	/* of an SE05x */
	NEED_PLAIN = 1 << 8,         /* commands are taken outside the platform channel */
	NEED_PLATFORM_KEYS = 1 << 9, /* and the keys of that channel are known */
	/* of the link */
	NEED_SIMULATED = 1 << 16,
	NEED_POWER = 1 << 17,         /* power can be cut */
	NEED_MODELLED_TIME = 1 << 18, /* link->now_ns is the bus's own time, to the bit */
	NEED_SNAPSHOT = 1 << 19,      /* the part comes back from what the case does to it */
	NEED_FAULTS = 1 << 20,        /* faults can be put on the wires: link_fault() */
};

enum conform_outcome {
	CONFORM_PASS,
	CONFORM_FAIL,
	CONFORM_SKIP,
	CONFORM_OUTCOMES,
};

struct conform_case {
	const char *id;     /* ATCA-NONCE-03; stable for ever */
	const char *rule;   /* the fact, one sentence, lower case, no full stop */
	const char *source; /* document, revision, section */
	enum conform_evidence evidence;
	enum conform_class class;
	unsigned int parts; /* enum conform_part */
	unsigned int needs; /* enum conform_need */
	uint16_t features;  /* of an SE05x: bits of AppletConfig that must be set */
	uint8_t phase;      /* enum atca_phase; 0 for an SE05x */
	bool not_simulated; /* the simulator says itself that it lacks this: skipped there */
	const char *
		covers; /* the commands it is about, "Nonce" or "ReadObject, WriteBinary"; NULL: what the id says */
	void (*run)(struct conform *c, const struct conform_case *self);
	const void *data; /* run's own: what one of many alike is about */
	size_t number;
};

/* A list that families add to. */
struct conform_list {
	struct conform_case *at;
	size_t n, cap;
	char **texts; /* what conform_list_text() made */
	size_t n_texts, cap_texts;
	bool failed; /* out of memory */
};

void conform_list_add(struct conform_list *list, const struct conform_case *cases, size_t n);
/* A string that lives as long as the list. */
const char *conform_list_text(struct conform_list *list, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void conform_list_free(struct conform_list *list);

/* What the part is said to be: of the profile that the link or --chip names. Borrows. */
struct conform_profile {
	const char *name;
	const char *kind; /* "atecc608", "se050" */
	const uint8_t
		*config; /* of an ATECC as delivered: 128 bytes, those of the serial number not looked at */
	uint8_t version[3]; /* of an SE05x's applet */
	uint16_t applet_config;
	bool platform_scp; /* the applet is reached through the platform channel only */
	bool has_keys;
	uint8_t key_version;
	uint8_t keys[3][SCP03_HOST_KEY]; /* ENC, MAC, DEK */
	struct peer_credentials credentials;
};

enum {
	CONFORM_REASON_MAX = 400,
	CONFORM_SERIAL_MAX = 20,
};

/* The run: what cases get. */
struct conform {
	struct link *link; /* over the user's: keeps what passes for the trace of a failure */
	uint16_t address;
	const struct conform_profile *profile;
	/* What the part says it is; found out before each phase. */
	unsigned int part;       /* one bit of enum conform_part */
	unsigned int conditions; /* enum conform_need */
	uint16_t features;
	uint8_t serial[CONFORM_SERIAL_MAX];
	size_t serial_len;
	char called[64]; /* "ATECC608A, revision 00006002" */
	bool recognised; /* its state is one that the suite knows; else it is only read */
	bool has_config; /* of an ATECC: `config` is its configuration zone */
	uint8_t config[ATCA_CONFIG_BYTES];
	bool alters; /* irreversible steps are allowed */
	bool snapshots; /* the part goes back to how a case found it by itself; a case may take snapshots 0 to 5 */
	/* Hosts, at the beginning of each case: an ATECC awake, an SE05x's applet selected. */
	struct atca_host atca;
	struct se05x_link at;
	struct se05x_host se05x;
	void *family_state; /* the family's own */
	/* The one command that matters: a case about every command may leave out others. NULL: all do. */
	const char *focus;
	/* Of the case under way. */
	enum conform_outcome outcome;
	char reason[CONFORM_REASON_MAX];
};

/* The first reason counts. A case returns after it told one. */
void conform_fail(struct conform *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
void conform_skip(struct conform *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Whether the case may go on. */
bool conform_well(const struct conform *c);

/* What the link can do: its part of c->conditions. */
void conform_link_conditions(struct conform *c);

/* Kinds of parts. */
struct conform_family {
	const char *kind; /* as in struct conform_profile */
	unsigned int phases;
	/* Finds out what the part is and in which state; -ENODEV when nobody is there, -ENXIO when it is another part. */
	int (*identify)(struct conform *c, struct why *why);
	/* The phase that a phase begins from. 0 is as delivered. */
	unsigned int (*before)(unsigned int phase);
	/*
	 * Brings the part from the phase before into this one, for ever; only called when that is allowed. Returns 0, or a
	 * negative errno and the reason why this part does not get there.
	 */
	int (*prepare)(struct conform *c, unsigned int phase, struct why *why);
	/* What that changed, for a person to read. */
	const char *(*change)(unsigned int phase);
	/* In which phase the part is. */
	unsigned int (*phase)(const struct conform *c);
	/* Before and after each case. */
	int (*begin)(struct conform *c);
	void (*end)(struct conform *c);
	void (*list)(struct conform_list *list);
	void (*drop)(struct conform *c); /* family_state; NULL: there is none */
};

extern const struct conform_family conform_atca;
extern const struct conform_family conform_se05x;

/* By the kind of a profile; NULL: there is none. */
const struct conform_family *conform_family(const char *kind);

#endif
