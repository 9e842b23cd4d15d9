/*
 * sim/se050/irreversible050.h: whether a command takes something from a part that nobody can bring back.
 *
 * What counts: locks, the platform's keys and demands, deletion of everything, counters, attempts at authentication,
 * authentication objects, objects that can never be deleted again, and whatever cannot be seen or is not known. What does
 * not: an object's value, written or deleted as its policy allows.
 */
#ifndef SESIM_SE050_IRREVERSIBLE050_H
#define SESIM_SE050_IRREVERSIBLE050_H

#include <stdbool.h>

#include "cursor.h"

struct se050_effect {
	const char *name;     /* of the command, or what it is taken for */
	const char *reason;   /* why it is irreversible: "its transport lock stays", NULL: it is not */
	bool spends_velocity; /* one of the card's authentications, given back by success */
	bool known;           /* a row of the table fits it */
	bool hidden;          /* what it carries is not seen */
	bool writes;          /* memory that stays */
	bool for_ever;        /* beyond an object's own value: the row says so */
};

/* A whole command APDU. */
struct se050_effect se050_effect_of(struct rbuf command);

/* The first bytes of one, of which more is to come: as much as can be said, and irreversible when that is too little. */
struct se050_effect se050_effect_of_beginning(struct rbuf bytes);

#endif
