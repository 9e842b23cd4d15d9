/* tests/unit/vectors.h: published test vectors, read from the files under vectors/. */
#ifndef SESIM_TESTS_VECTORS_H
#define SESIM_TESTS_VECTORS_H

#include "why.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The form is NIST's: `# comment`, `[heading]`, `Name = value`, and a blank line between records.
 * Headings with no record between them make one group, which holds for every record up to the next
 * heading. A value may be empty, and stays text until one of the getters below reads it as
 * something; names are unique in a record. The file owns all text; records live until it is freed.
 */
enum {
	VECTOR_FILE_MAX = 1 << 20,
	VECTOR_FIELDS_MAX = 24,
	VECTOR_HEADINGS_MAX = 8,
};

struct vector_field {
	const char *name;
	const char *value;
	size_t line;
};

struct vector_record {
	const char *path;
	size_t line; /* of its first field, from 1 */
	size_t n_headings;
	const char *headings[VECTOR_HEADINGS_MAX];
	size_t n_fields;
	struct vector_field fields[VECTOR_FIELDS_MAX];
};

struct vector_file {
	char *path;
	char *text;
	size_t n;
	struct vector_record *records;
};

/* Reads a whole file. Returns 0, or a negative errno and a sentence that names file and line. */
int vector_file_read(struct vector_file *file, const char *path, struct why *why);

void vector_file_free(struct vector_file *file);

/* Whether the record stands under this heading, the text between the brackets. */
bool vector_under(const struct vector_record *record, const char *heading);

/* The field's text, or NULL when the record has none of that name. */
const char *vector_text(const struct vector_record *record, const char *name);

/*
 * The field as bytes in hex, as long as they come (*len of at most size); as a big-endian number of
 * exactly size bytes, padded in front (an odd digit count is a number, but not bytes); and as a
 * decimal integer. Each returns 0, -ENOENT for a missing field, -EINVAL for a value that is not
 * that, or -ENOSPC when size is too small for it.
 */
int vector_bytes(const struct vector_record *record, const char *name, uint8_t *out, size_t size, size_t *len,
	struct why *why);
int vector_number(
	const struct vector_record *record, const char *name, uint8_t *out, size_t size, struct why *why);
int vector_integer(const struct vector_record *record, const char *name, size_t *out, struct why *why);

#endif
