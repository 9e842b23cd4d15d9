/*
 * tests/conformance/good.h: for every command of the SE05x, commands that succeed and what they want beforehand.
 *
 * Forms, sizes, classes and values are from AN12413 and docs/reference/se050-evidence.md section 3, never from the
 * command table.
 */
#ifndef SESIM_CONFORM_GOOD_H
#define SESIM_CONFORM_GOOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The part is an SE050C; with the word 7.2 an SE051C, with SE050F an SE050F that does not ask for its platform channel. */
struct se050_good {
	const char *command; /* as vectors/refusals.tsv names it */
	const char *words;   /* what this one is, in the words of the same file, separated by commas */
	const char *setup;   /* scripts of talk.h */
	const char *text;    /* the command, as talk_text.h has it */
};

struct se050_goods {
	const struct se050_good *at;
	size_t n;
};

extern const struct se050_goods good_sessions, good_objects, good_curves, good_crypto, good_keys_used;

/* Good for themselves alone, not to be broken: no number is theirs. */
extern const struct se050_goods good_bounds;

/* All of them, by number; NULL behind the last. */
const struct se050_good *good_number(size_t i);

/*
 * The next one behind number `after` (-1 begins) of this command with all these words and tags (0 ends them). words: separated
 * by commas, may be NULL; one beginning with ! must not be there. -1: there is none.
 */
int good_next(const char *command, const char *words, const uint8_t *tags, int after);
/* The first one; one of 7.2 only when that is a word, or no other fits. */
int good_find(const char *command, const char *words, const uint8_t *tags);
/* Whether any of this command has the word. */
bool good_knows(const char *command, const char *word);
bool good_has_word(const struct se050_good *good, const char *word);
/* Its set-up leaves the conversation in a session. */
bool good_is_inside(const struct se050_good *good);
/* It, or its set-up, does what nothing undoes: the part must be one that may be lost. */
bool good_is_irreversible(const struct se050_good *good);

#endif
