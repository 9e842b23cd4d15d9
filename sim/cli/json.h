/*
 * sim/cli/json.h: one JSON object on a stream, member by member.
 *
 * A key of NULL is for elements of an array, and for the outermost object. The caller keeps to the
 * grammar: a key in objects, none in arrays, everything opened is closed.
 */
#ifndef SESIM_CLI_JSON_H
#define SESIM_CLI_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct json {
	FILE *out;
	unsigned int depth;
	bool more;  /* something stands before, at this depth */
	bool tight; /* no space and no line end anywhere */
};

struct json json_to(FILE *out);
struct json json_tight_to(FILE *out);
void json_open(struct json *json, const char *key, char bracket); /* '{' or '[' */
void json_close(struct json *json, char bracket); /* '}' or ']'; a line end after the outermost */
void json_string(struct json *json, const char *key, const char *text);
void json_hex(struct json *json, const char *key, const uint8_t *bytes, size_t len);
void json_number(struct json *json, const char *key, uint64_t number);
/* Not a whole number; three digits behind the point, 0 for what is no number. */
void json_decimal(struct json *json, const char *key, double number);
void json_bool(struct json *json, const char *key, bool value);

/* A string in pieces: what the caller prints to json->out between the two, escaped where it must be. */
void json_string_begin(struct json *json, const char *key);
void json_string_end(struct json *json);

#endif
