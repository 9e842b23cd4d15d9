/* tests/unit/json_check.c: is it JSON, and what is at a path in it? */
#include "json_check.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	DEPTH_MAX = 16,
};

/* Each skip_ function takes what it names and returns what stands behind it, NULL when it is not there. */
static const char *skip_value(const char *at, int depth);

static const char *skip_space(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

static const char *skip_string(const char *at)
{
	if (*at++ != '"')
		return NULL;
	for (; *at != '"'; at++) {
		if ((unsigned char)*at < 0x20)
			return NULL;
		if (*at != '\\')
			continue;
		at++;
		if (*at == 'u' && strspn(at + 1, "0123456789abcdefABCDEF") >= 4)
			at += 4;
		else if (*at == '\0' || !strchr("\"\\/bfnrt", *at))
			return NULL;
	}
	return at + 1;
}

/* Ours are never negative, and have no exponent. */
static const char *skip_number(const char *at)
{
	size_t digits = strspn(at, "0123456789");

	if (digits == 0 || (digits > 1 && *at == '0'))
		return NULL;
	at += digits;
	if (*at != '.')
		return at;
	digits = strspn(at + 1, "0123456789");
	return digits > 0 ? at + 1 + digits : NULL;
}

static const char *skip_word(const char *at)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < 3; i++)
		if (strncmp(at, words[i], strlen(words[i])) == 0)
			return at + strlen(words[i]);
	return NULL;
}

/* A member's key and colon; the element itself is next. */
static const char *skip_key(const char *at)
{
	at = skip_string(at);
	if (!at)
		return NULL;
	at = skip_space(at);
	return *at == ':' ? skip_space(at + 1) : NULL;
}

static const char *skip_list(const char *at, int depth)
{
	bool object = *at == '{';
	char end = object ? '}' : ']';

	at = skip_space(at + 1);
	if (*at == end)
		return at + 1;
	for (;;) {
		if (object)
			at = skip_key(at);
		at = at ? skip_value(at, depth + 1) : NULL;
		if (!at)
			return NULL;
		at = skip_space(at);
		if (*at == end)
			return at + 1;
		if (*at != ',')
			return NULL;
		at = skip_space(at + 1);
	}
}

static const char *skip_value(const char *at, int depth)
{
	if (depth > DEPTH_MAX)
		return NULL;
	if (*at == '{' || *at == '[')
		return skip_list(at, depth);
	if (*at == '"')
		return skip_string(at);
	if (*at >= '0' && *at <= '9')
		return skip_number(at);
	return skip_word(at);
}

bool json_valid(const char *text)
{
	const char *end = skip_value(skip_space(text), 0);

	return end && *skip_space(end) == '\0';
}

/* The member of that name, or the element of that number, of a valid list; NULL if there is none. */
static const char *find(const char *at, const char *name, size_t len, size_t index)
{
	bool object = *at == '{';

	for (at = skip_space(at + 1); *at != '}' && *at != ']'; at = skip_space(at)) {
		const char *value = object ? skip_key(at) : at;

		if (object ? strncmp(at + 1, name, len) == 0 && at[1 + len] == '"' : index-- == 0)
			return value;
		at = skip_space(skip_value(value, 0));
		if (*at == ',')
			at++;
	}
	return NULL;
}

static const char *walk(const char *text, const char *path)
{
	const char *at = skip_space(text);

	while (at && *path) {
		if (*path == '[') {
			char *end;
			size_t index = strtoul(path + 1, &end, 10);

			at = *at == '[' ? find(at, NULL, 0, index) : NULL;
			path = end + 1;
		} else {
			size_t len = strcspn(path, ".[");

			at = *at == '{' ? find(at, path, len, 0) : NULL;
			path += len;
		}
		if (*path == '.')
			path++;
	}
	return at;
}

void json_at(const char *text, const char *path, char *out, size_t size)
{
	const char *at = walk(text, path);
	const char *end = at ? skip_value(at, 0) : NULL;

	out[0] = '\0';
	if (!end)
		return;
	if (*at == '"') {
		at++;
		end--;
	}
	snprintf(out, size, "%.*s", (int)(end - at), at);
}

int json_count(const char *text, const char *path)
{
	const char *at = walk(text, path);
	int n = 0;

	if (!at || (*at != '{' && *at != '['))
		return -1;
	if (*at == '[') {
		while (find(at, NULL, 0, (size_t)n))
			n++;
		return n;
	}
	for (at = skip_space(at + 1); *at != '}'; at = skip_space(at)) {
		at = skip_space(skip_value(skip_key(at), 0));
		if (*at == ',')
			at++;
		n++;
	}
	return n;
}
