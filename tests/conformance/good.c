/* tests/conformance/good.c: finds commands that succeed. */
#include "good.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const struct se050_goods *const lists[] = { &good_sessions, &good_objects, &good_curves, &good_crypto,
	&good_keys_used };

const struct se050_good *good_number(size_t i)
{
	for (size_t l = 0; l < sizeof(lists) / sizeof(lists[0]); l++) {
		if (i < lists[l]->n)
			return &lists[l]->at[i];
		i -= lists[l]->n;
	}
	return NULL;
}

/* The next word of a list; its length, 0 at the end. */
static size_t next_word(const char **list, const char **word)
{
	size_t len;

	*list += strspn(*list, ", ");
	*word = *list;
	len = strcspn(*list, ",");
	*list += len;
	return len;
}

static bool has_word(const struct se050_good *good, const char *wanted, size_t len)
{
	const char *list = good->words, *word;
	size_t n;

	while ((n = next_word(&list, &word)) > 0)
		if (n == len && strncmp(word, wanted, len) == 0)
			return true;
	return false;
}

bool good_has_word(const struct se050_good *good, const char *word)
{
	return has_word(good, word, strlen(word));
}

static bool has_words(const struct se050_good *good, const char *words)
{
	const char *word;
	size_t n;

	while (words && (n = next_word(&words, &word)) > 0)
		if (*word == '!' ? has_word(good, word + 1, n - 1) : !has_word(good, word, n))
			return false;
	return true;
}

/* The tag stands at the outer level of the command's text. */
static bool has_tag(const struct se050_good *good, uint8_t tag)
{
	char text[4];
	int depth = 0;

	snprintf(text, sizeof(text), "%02x:", tag);
	for (const char *at = good->text; *at; at++) {
		if (*at == '[' || *at == '{')
			depth++;
		else if (*at == ']' || *at == '}')
			depth--;
		else if (depth == 0 && at > good->text && isspace((unsigned char)at[-1]) &&
			 strncmp(at, text, 3) == 0)
			return true;
	}
	return false;
}

static bool fits(const struct se050_good *good, const char *command, const char *words, const uint8_t *tags)
{
	if (strcmp(good->command, command) != 0 || !has_words(good, words))
		return false;
	for (; tags && *tags; tags++)
		if (!has_tag(good, *tags))
			return false;
	return true;
}

int good_next(const char *command, const char *words, const uint8_t *tags, int after)
{
	const struct se050_good *good;

	for (int i = after + 1; (good = good_number((size_t)i)); i++)
		if (fits(good, command, words, tags))
			return i;
	return -1;
}

int good_find(const char *command, const char *words, const uint8_t *tags)
{
	int first = good_next(command, words, tags, -1);

	for (int i = first; i >= 0; i = good_next(command, words, tags, i))
		if (!good_has_word(good_number((size_t)i), "7.2"))
			return i;
	return first;
}

bool good_knows(const char *command, const char *word)
{
	const struct se050_good *good;

	for (size_t i = 0; (good = good_number(i)); i++)
		if (strcmp(good->command, command) == 0 && good_has_word(good, word))
			return true;
	return false;
}

static const char *last(const char *text, const char *word)
{
	const char *at = NULL;

	for (const char *next = text; next && (next = strstr(next, word)); next++)
		at = next;
	return at;
}

bool good_is_inside(const struct se050_good *good)
{
	static const char *const opens[] = { ".create", ".userid", ".aes", ".credential", ".in " };
	const char *out = last(good->setup, ".out");

	for (size_t i = 0; i < sizeof(opens) / sizeof(opens[0]); i++) {
		const char *in = last(good->setup, opens[i]);

		if (in && (!out || in > out))
			return true;
	}
	return false;
}

bool good_is_irreversible(const struct se050_good *good)
{
	return strstr(good->command, "PUT KEY") || (good->setup && strstr(good->setup, ".credential "));
}
