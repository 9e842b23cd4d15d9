/* sim/profiles/profile_text.c: the words of a profile file, and memory that lives as long as the profile. */
#include "profile_text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"

enum {
	BLOCK = 16 * 1024,
	SHOWN_MAX = 60,
};

struct block {
	struct block *before;
	size_t used, size;
	max_align_t bytes[];
};

struct arena {
	struct block *last;
};

struct arena *arena_new(void)
{
	return calloc(1, sizeof(struct arena));
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	while (arena->last) {
		struct block *before = arena->last->before;

		free(arena->last);
		arena->last = before;
	}
	free(arena);
}

static size_t rounded(size_t size)
{
	const size_t step = sizeof(max_align_t);

	return (size + step - 1) / step * step;
}

void *arena_take(struct arena *arena, size_t size)
{
	struct block *block = arena->last;
	size_t need = rounded(size);
	uint8_t *at;

	if (!block || block->size - block->used < need) {
		size_t room = need > BLOCK ? need : BLOCK;

		block = malloc(sizeof(*block) + room);
		if (!block)
			return NULL;
		*block = (struct block){ .before = arena->last, .size = room };
		arena->last = block;
	}
	at = (uint8_t *)block->bytes + block->used;
	block->used += need;
	memset(at, 0, need);
	return at;
}

void *arena_copy(struct arena *arena, const void *bytes, size_t size)
{
	void *copy = arena_take(arena, size);

	if (copy && size > 0)
		memcpy(copy, bytes, size);
	return copy;
}

const char *arena_string(struct arena *arena, struct span span)
{
	char *string = arena_take(arena, span.len + 1);

	if (string && span.len > 0)
		memcpy(string, span.at, span.len);
	return string;
}

bool span_is(struct span span, const char *word)
{
	return strlen(word) == span.len && memcmp(word, span.at, span.len) == 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct span span_trimmed(struct span span)
{
	while (span.len > 0 && is_blank(span.at[0])) {
		span.at++;
		span.len--;
	}
	while (span.len > 0 && is_blank(span.at[span.len - 1]))
		span.len--;
	return span;
}

struct span span_word(struct span *rest)
{
	struct span word = span_trimmed(*rest);
	size_t len = 0;

	while (len < word.len && !is_blank(word.at[len]))
		len++;
	*rest = span_trimmed((struct span){ word.at + len, word.len - len });
	word.len = len;
	return word;
}

struct span span_cut(struct span *rest, char end)
{
	const char *at = rest->len > 0 ? memchr(rest->at, end, rest->len) : NULL;
	struct span head = { rest->at, at ? (size_t)(at - rest->at) : rest->len };

	if (!at)
		*rest = (struct span){ rest->at + rest->len, 0 };
	else
		*rest = (struct span){ rest->at + head.len + 1, rest->len - head.len - 1 };
	return head;
}

int span_shown(struct span span)
{
	return (int)(span.len < SHOWN_MAX ? span.len : SHOWN_MAX);
}

bool span_number(struct span span, size_t max, size_t *number)
{
	*number = 0;
	if (span.len == 0 || span.len > 9)
		return false;
	for (size_t i = 0; i < span.len; i++) {
		if (span.at[i] < '0' || span.at[i] > '9')
			return false;
		*number = *number * 10 + (size_t)(span.at[i] - '0');
	}
	return *number <= max;
}

int span_bytes(struct span span, uint8_t *bytes, size_t cap)
{
	size_t n = 0;

	for (span = span_trimmed(span); span.len > 0; span = span_trimmed(span)) {
		if (n == cap || span.len < 2 || hex_bytes(span.at, 2, bytes + n, 1) != 1)
			return -1;
		n++;
		span.at += 2;
		span.len -= 2;
	}
	return (int)n;
}

bool span_hex(struct span span, size_t digits, uint32_t *number)
{
	return span.len == digits && hex_number(span.at, span.len, number);
}

bool span_yes_or_no(struct span span, bool *yes)
{
	*yes = span_is(span, "yes");
	return *yes || span_is(span, "no");
}

bool span_quoted(struct span span, struct span *inside)
{
	if (span.len < 2 || span.at[0] != '"' || span.at[span.len - 1] != '"')
		return false;
	*inside = (struct span){ span.at + 1, span.len - 2 };
	return memchr(inside->at, '"', inside->len) == NULL;
}

int mark_fail(const struct mark *mark, struct why *why, const char *format, ...)
{
	char sentence[sizeof(why->text)];
	va_list list;

	va_start(list, format);
	vsnprintf(sentence, sizeof(sentence), format, list);
	va_end(list);
	return why_fail(why, EINVAL, "%s:%zu: %s", mark->file, mark->line, sentence);
}
