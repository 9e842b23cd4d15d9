/* tests/unit/markup_check.c: is it well-formed XML, of the part of it that our pages use? */
#include "markup_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	DEPTH_MAX = 32,
	NAME_MAX_LEN = 32,
	ATTRIBUTES_MAX = 16,
};

struct markup {
	const char *at;
	const char *why;
	size_t depth;
	char open[DEPTH_MAX][NAME_MAX_LEN];
};

static bool wrong(struct markup *m, const char *why)
{
	if (!m->why)
		m->why = why;
	return false;
}

static void skip_space(struct markup *m)
{
	m->at += strspn(m->at, " \t\r\n");
}

static bool take(struct markup *m, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(m->at, word, len) != 0)
		return false;
	m->at += len;
	return true;
}

static bool take_name(struct markup *m, char name[NAME_MAX_LEN])
{
	size_t len = strspn(m->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-:");

	if (len == 0 || len >= NAME_MAX_LEN)
		return wrong(m, "no name");
	memcpy(name, m->at, len);
	name[len] = '\0';
	m->at += len;
	return true;
}

static bool take_reference(struct markup *m)
{
	static const char *const names[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&apos;" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (take(m, names[i]))
			return true;
	if (take(m, "&#") && *m->at >= '0' && *m->at <= '9') {
		m->at += strspn(m->at, "0123456789");
		if (take(m, ";"))
			return true;
	}
	return wrong(m, "an & that begins no reference");
}

/* One character that is neither markup nor a reference. */
static bool take_character(struct markup *m)
{
	const unsigned char *c = (const unsigned char *)m->at;
	size_t len = c[0] < 0x80 ? 1 : c[0] >= 0xc2 && c[0] < 0xe0 ? 2 : (c[0] & 0xf0) == 0xe0 ? 3 : 4;

	if (c[0] < 0x20 && c[0] != '\n' && c[0] != '\t' && c[0] != '\r')
		return wrong(m, "a control character");
	if ((c[0] >= 0x80 && c[0] < 0xc2) || c[0] > 0xf4)
		return wrong(m, "not UTF-8");
	for (size_t i = 1; i < len; i++)
		if ((c[i] & 0xc0) != 0x80)
			return wrong(m, "not UTF-8");
	m->at += len;
	return true;
}

static bool take_attribute(struct markup *m, char names[ATTRIBUTES_MAX][NAME_MAX_LEN], size_t *n)
{
	char quote;

	if (*n == ATTRIBUTES_MAX || !take_name(m, names[*n]))
		return wrong(m, "not an attribute");
	for (size_t i = 0; i < *n; i++)
		if (strcmp(names[i], names[*n]) == 0)
			return wrong(m, "an attribute twice");
	(*n)++;
	if (!take(m, "=") || (*m->at != '"' && *m->at != '\''))
		return wrong(m, "an attribute without a quoted value");
	quote = *m->at++;
	while (*m->at != quote) {
		if (*m->at == '<' || *m->at == '\0')
			return wrong(m, "an attribute that does not end");
		if (*m->at == '&' ? !take_reference(m) : !take_character(m))
			return false;
	}
	m->at++;
	return true;
}

static bool take_start(struct markup *m)
{
	char names[ATTRIBUTES_MAX][NAME_MAX_LEN];
	size_t n = 0;

	if (m->depth == DEPTH_MAX || !take_name(m, m->open[m->depth]))
		return wrong(m, "no element, or too deep");
	for (;;) {
		const char *before = m->at;

		skip_space(m);
		if (take(m, "/>"))
			return true;
		if (take(m, ">")) {
			m->depth++;
			return true;
		}
		if (before == m->at || !take_attribute(m, names, &n))
			return wrong(m, "not a tag");
	}
}

static bool take_end(struct markup *m)
{
	char name[NAME_MAX_LEN];

	if (!take_name(m, name) || !take(m, ">"))
		return wrong(m, "not an end tag");
	if (m->depth == 0 || strcmp(m->open[m->depth - 1], name) != 0)
		return wrong(m, "an end tag of another element");
	m->depth--;
	return true;
}

static bool take_piece(struct markup *m)
{
	if (take(m, "</"))
		return take_end(m);
	if (take(m, "<"))
		return take_start(m);
	if (*m->at == '&')
		return take_reference(m);
	if (strncmp(m->at, "]]>", 3) == 0)
		return wrong(m, "]]> in text");
	return *m->at != '\0' ? take_character(m) : wrong(m, "it ends inside of an element");
}

bool markup_valid(const char *text, char *what, size_t size)
{
	struct markup m = { .at = text };
	bool good;

	take(&m, "<!DOCTYPE html>");
	skip_space(&m);
	good = take(&m, "<") ? take_start(&m) : wrong(&m, "no element");
	while (good && m.depth > 0)
		good = take_piece(&m);
	skip_space(&m);
	if (good && *m.at != '\0')
		good = wrong(&m, "something behind the element");
	if (!good)
		snprintf(what, size, "%s, at \"%.40s\"", m.why, m.at);
	return good;
}
