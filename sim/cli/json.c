/* sim/cli/json.c: one JSON object on a stream, member by member. */
#include "json.h"

#include <math.h>

struct json json_to(FILE *out)
{
	return (struct json){ .out = out };
}

struct json json_tight_to(FILE *out)
{
	return (struct json){ .out = out, .tight = true };
}

/* Up to what must be escaped. */
static size_t plain_length(const char *text)
{
	size_t n = 0;

	while ((unsigned char)text[n] >= 0x20 && text[n] != '"' && text[n] != '\\')
		n++;
	return n;
}

static void quote(struct json *json, const char *text)
{
	putc('"', json->out);
	while (*text) {
		size_t plain = plain_length(text);
		unsigned char c = (unsigned char)text[plain];

		fwrite(text, 1, plain, json->out);
		text += plain + (c != 0);
		if (c == '"' || c == '\\')
			fprintf(json->out, "\\%c", c);
		else if (c == '\n')
			fputs("\\n", json->out);
		else if (c != 0)
			fprintf(json->out, "\\u%04x", c);
	}
	putc('"', json->out);
}

/* Comma, line end, indentation, key: what comes before any member. */
static void begin(struct json *json, const char *key)
{
	if (json->more)
		putc(',', json->out);
	if (json->depth > 0 && !json->tight)
		fprintf(json->out, "\n%*s", (int)json->depth * 2, "");
	json->more = true;
	if (key) {
		quote(json, key);
		fputs(json->tight ? ":" : ": ", json->out);
	}
}

void json_open(struct json *json, const char *key, char bracket)
{
	begin(json, key);
	putc(bracket, json->out);
	json->depth++;
	json->more = false;
}

void json_close(struct json *json, char bracket)
{
	json->depth--;
	if (json->more && !json->tight)
		fprintf(json->out, "\n%*s", (int)json->depth * 2, "");
	putc(bracket, json->out);
	json->more = true;
	if (json->depth == 0 && !json->tight)
		putc('\n', json->out);
}

void json_string(struct json *json, const char *key, const char *text)
{
	begin(json, key);
	quote(json, text);
}

void json_hex(struct json *json, const char *key, const uint8_t *bytes, size_t len)
{
	begin(json, key);
	putc('"', json->out);
	for (size_t i = 0; i < len; i++)
		fprintf(json->out, "%02x", bytes[i]);
	putc('"', json->out);
}

void json_number(struct json *json, const char *key, uint64_t number)
{
	begin(json, key);
	fprintf(json->out, "%llu", (unsigned long long)number);
}

void json_decimal(struct json *json, const char *key, double number)
{
	begin(json, key);
	fprintf(json->out, "%.3f", isfinite(number) ? number : 0);
}

void json_bool(struct json *json, const char *key, bool value)
{
	begin(json, key);
	fputs(value ? "true" : "false", json->out);
}

void json_string_begin(struct json *json, const char *key)
{
	begin(json, key);
	putc('"', json->out);
}

void json_string_end(struct json *json)
{
	putc('"', json->out);
}
