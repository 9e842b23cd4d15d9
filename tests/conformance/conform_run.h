/* tests/conformance/conform_run.h: runs the cases of a part over a link, safely, and tells what became of each. */
#ifndef SESIM_CONFORM_RUN_H
#define SESIM_CONFORM_RUN_H

#include "conform.h"

struct conform_result {
	const struct conform_case *of;
	enum conform_outcome outcome;
	char reason[CONFORM_REASON_MAX]; /* empty when it passed */
	char *trace;      /* of a failure: a recording's lines (docs/RECORDINGS.md); NULL: none */
	uint64_t took_ns; /* of the bus's time */
	bool carried;     /* from a report that is resumed */
};

struct conform_report;

/* The moment behind a case that passed. */
struct conform_again;

/* A command as it goes to a part of this kind: of an ATECC opcode, param1, param2 and data; of an SE05x an APDU. */
struct conform_command {
	const char *kind;
	const uint8_t *config; /* of an ATECC: its configuration zone; NULL: not known */
	struct rbuf bytes;
	bool whole; /* else the beginning of one */
};

struct conform_effect {
	enum conform_class class; /* that a case needs which sends it */
	bool known;               /* it is a command of this kind of part */
};

/* Who knows what a command leaves behind in a part that takes it. The suite does not: it has no list of commands. */
struct conform_judge {
	struct conform_effect (*effect)(void *context, const struct conform_command *command);
	void *context;
};

struct conform_options {
	const struct conform_judge *judge; /* what a real part gets goes past it; NULL: simulated ones only */
	struct link *link;                 /* the caller's */
	uint16_t address;
	const struct conform_profile *profile;
	bool allow_writes; /* on a real link */
	const char *lose;  /* the serial number, in hex, of the part that may be lost; NULL: none may */
	const char *only;  /* patterns with * separated by commas; NULL: all cases */
	bool keeps_snapshots_off; /* one case after the other, as on a real part */
	bool any_part;            /* cases about other parts too: what differs between two parts */
	/* Told before and after each case; NULL: nobody. result is NULL before. */
	void (*progress)(void *context, const struct conform_case *of, size_t number, size_t total,
		const struct conform_result *result);
	void *context;
	/* Told after a case that passed where there are snapshots; it may call conform_again(). NULL: nobody. */
	void (*passed)(void *context, struct conform_again *again, const struct conform_case *of);
	/* Told who is there before anything is run; a negative errno and a sentence end the run. NULL: nobody. */
	int (*met)(void *context, const struct conform_report *report, struct why *why);
	/* What an earlier run found of a case: true when it need not be run again. NULL: everything is run. */
	bool (*known)(void *context, const char *id, struct conform_result *result);
};

/* What a run found, and what it was of. */
struct conform_report {
	struct conform_list list; /* what the results point into */
	struct conform_result *results;
	size_t wanted; /* cases that were asked for */
	size_t n;      /* fewer than that when the part was lost */
	size_t passed, failed, skipped;
	size_t uncertain_failed; /* of those failed: nobody but us says so */
	char called[64];
	uint8_t serial[CONFORM_SERIAL_MAX];
	size_t serial_len;
	bool simulated;
	bool recognised;
	bool snapshots;    /* each case began from the same state */
	bool lost;         /* the part or the link went away; the results end there */
	char changed[512]; /* what the run has changed for ever; empty: nothing */
};

/*
 * Returns 0 when the run came to its end or the part was lost on the way (report->lost), else a negative errno and a
 * sentence: -ENODEV when nobody answers, -ENXIO for another part than the profile says, -EINVAL for a pattern that fits no
 * case, -EPERM for a serial number that is not the part's.
 */
int conform_run(const struct conform_options *options, struct conform_report *report, struct why *why);
/* The beginning of it: who is there, without any case. Returns the same. */
int conform_meet(const struct conform_options *options, struct conform_report *report, struct why *why);
/* The same case once more, from the same beginning; focus as in struct conform. why: CONFORM_REASON_MAX characters, what failed. */
enum conform_outcome conform_again(
	struct conform_again *again, const struct conform_case *of, const char *focus, char *why);
void conform_report_free(struct conform_report *report);

/* All cases of a kind, without any part. */
int conform_cases(const char *kind, struct conform_list *list, struct why *why);

/* Whether a pattern list has the id. */
bool conform_matches(const char *patterns, const char *id);

extern const char *const conform_class_names[CONFORM_CLASSES];
extern const char *const conform_evidence_names[CONFORM_EVIDENCE];
extern const char *const conform_outcome_names[CONFORM_OUTCOMES];

#endif
