/*
 * tests/conformance/talk_text.h: a command of the SE05x as a person writes it, edits of it, and its bytes.
 *
 * 	010600 41:00200001 43:0004 44:00*4	INS P1 P2 (or CLA before them; 80 otherwise), then TLVs
 * 	80500000 =1122334455667788		raw data
 *
 * A value is one or more terms joined by +: hex digits; hex*N, the digits N times; $name, a variable; {a command}, its
 * bytes; [TLVs], theirs. Behind a term: ~N flips the lowest bit of byte N (from 0; N alone - is the last byte), <N takes
 * the first N bytes, >N leaves them out.
 *
 * An edit is a list of: tag:value sets a TLV's value (adds it at the end when it is not there), +tag:value adds one at
 * the end, ^tag:value at the front, -tag takes it away, cla= ins= p1= p2= set a byte of the header, =value makes the data
 * raw, lc+1 makes Lc one too large, tail puts bytes behind it all; or !command puts another command in its place.
 */
#ifndef SESIM_TALK_TEXT_H
#define SESIM_TALK_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cursor.h"

enum {
	TEXT_ITEMS_MAX = 20,
	TEXT_POOL = 4096,
	TEXT_VARIABLES = 28,
	TEXT_VALUE_MAX = 1100,
	TEXT_APDU_MAX = 2048,
};

struct text_variables {
	bool full; /* there was no room for one */
	size_t n;
	struct text_variable {
		char name[12];
		size_t len;
		uint8_t bytes[TEXT_VALUE_MAX];
	} at[TEXT_VARIABLES];
};

void text_set(struct text_variables *variables, const char *name, const uint8_t *bytes, size_t len);
/* A variable that has exactly len bytes; false: there is none. */
bool text_value(const struct text_variables *variables, const char *name, uint8_t *bytes, size_t len);

struct text_item {
	uint16_t tag;
	size_t at; /* in the pool */
	size_t len;
};

struct text_command {
	uint8_t header[4];
	bool raw;
	size_t n; /* items; raw: one without a tag */
	struct text_item items[TEXT_ITEMS_MAX];
	size_t used;
	uint8_t pool[TEXT_POOL];
	bool cut;          /* the last length runs past the data */
	bool long_83;      /* the first length takes four bytes */
	bool long_lc;      /* Lc is one more than the data */
	bool tail;         /* bytes behind the data that are no Le */
	char trouble[100]; /* why the text is no command; empty: it is one */
};

/* Text that is none leaves its trouble. */
void text_read(struct text_command *command, const char *text, const struct text_variables *variables);
void text_edit(struct text_command *command, const char *edits, const struct text_variables *variables);
/* The n-th item with this tag, from 0; NULL: there is none. */
struct text_item *text_find(struct text_command *command, uint16_t tag, size_t n);
bool text_has(const struct text_command *command, uint16_t tag);
/* Sets or adds. */
void text_put(struct text_command *command, uint16_t tag, const uint8_t *bytes, size_t len);
void text_append(struct text_command *command, uint16_t tag, const uint8_t *bytes, size_t len);
void text_drop(struct text_command *command, uint16_t tag);
const uint8_t *text_bytes(const struct text_command *command, const struct text_item *item);

/* The APDU; 0: it does not fit. */
size_t text_write(const struct text_command *command, uint8_t *apdu, size_t cap);

#endif
