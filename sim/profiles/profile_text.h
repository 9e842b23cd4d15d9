/*
 * sim/profiles/profile_text.h: the words of a profile file, and memory that lives as long as the profile. For the files
 * of this folder only.
 */
#ifndef SESIM_PROFILES_PROFILE_TEXT_H
#define SESIM_PROFILES_PROFILE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "why.h"

/* A piece of a line, without a zero behind it. */
struct span {
	const char *at;
	size_t len;
};

/* Where something stood, for errors. */
struct mark {
	const char *file;
	size_t line;
};

/* Memory that is given back all at once. */
struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena);
/* Zeros; NULL: there is no memory. */
void *arena_take(struct arena *arena, size_t size);
void *arena_copy(struct arena *arena, const void *bytes, size_t size);
/* With a zero behind it. */
const char *arena_string(struct arena *arena, struct span span);

bool span_is(struct span span, const char *word);
struct span span_trimmed(struct span span);
/* Cuts off the first word; rest begins at the next. Empty at the end. */
struct span span_word(struct span *rest);
/* Cuts off what stands before the first `end`, which is dropped; all of it when there is none. */
struct span span_cut(struct span *rest, char end);
/* How much of it a sentence shows. */
int span_shown(struct span span);

/* Decimal, up to max. */
bool span_number(struct span span, size_t max, size_t *number);
/* Hex digits in pairs, blanks between bytes. Returns how many bytes, or -1: no hex, or more than cap of them. */
int span_bytes(struct span span, uint8_t *bytes, size_t cap);
/* Exactly so many digits. */
bool span_hex(struct span span, size_t digits, uint32_t *number);
bool span_yes_or_no(struct span span, bool *yes);
/* Takes the quotation marks off. */
bool span_quoted(struct span span, struct span *inside);

/* Writes "FILE:LINE: " and the sentence; returns -EINVAL. */
int mark_fail(const struct mark *mark, struct why *why, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
