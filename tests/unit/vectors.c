/* tests/unit/vectors.c: the reader of published test vectors. */
#include "vectors.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reads the file into one NUL-terminated string. A NUL inside it would hide what follows. */
static int slurp(struct vector_file *file, struct why *why)
{
	FILE *in = fopen(file->path, "rb");
	size_t len;

	if (in == NULL)
		return why_errno(why, errno, "cannot open %s", file->path);
	file->text = malloc(VECTOR_FILE_MAX + 1);
	if (file->text == NULL) {
		fclose(in);
		return why_errno(why, ENOMEM, "cannot read %s", file->path);
	}
	len = fread(file->text, 1, VECTOR_FILE_MAX + 1, in);
	if (ferror(in)) {
		fclose(in);
		return why_errno(why, EIO, "cannot read %s", file->path);
	}
	fclose(in);
	if (len > VECTOR_FILE_MAX)
		return why_fail(why, EFBIG, "%s is larger than %d bytes, cut it into parts", file->path,
			VECTOR_FILE_MAX);
	file->text[len] = '\0';
	if (strlen(file->text) != len)
		return why_fail(why, EINVAL, "%s holds a NUL byte at %zu, it should be text", file->path,
			strlen(file->text));
	return 0;
}

/* Cuts white space at both ends, in place. */
static char *trim(char *text)
{
	size_t len;

	while (isspace((unsigned char)*text))
		text++;
	len = strlen(text);
	while (len > 0 && isspace((unsigned char)text[len - 1]))
		text[--len] = '\0';
	return text;
}

static struct vector_record *add_record(struct vector_file *file, const struct vector_record *group)
{
	/* Grown by doubling: the count is a power of two exactly when the array is full. */
	if ((file->n & (file->n - 1)) == 0) {
		size_t room = file->n == 0 ? 1 : 2 * file->n;
		struct vector_record *grown = realloc(file->records, room * sizeof(*grown));

		if (grown == NULL)
			return NULL;
		file->records = grown;
	}
	file->records[file->n] = *group;
	return &file->records[file->n++];
}

static int add_heading(struct vector_record *group, char *line, struct why *why)
{
	size_t len = strlen(line);

	if (line[len - 1] != ']')
		return why_fail(
			why, EINVAL, "%s:%zu: a heading has no closing ']'", group->path, group->line);
	if (group->n_headings == VECTOR_HEADINGS_MAX)
		return why_fail(why, EINVAL, "%s:%zu: more than %d headings in a group", group->path,
			group->line, VECTOR_HEADINGS_MAX);
	line[len - 1] = '\0';
	group->headings[group->n_headings++] = trim(line + 1);
	return 0;
}

static int add_field(struct vector_record *record, size_t number, char *line, struct why *why)
{
	char *equals = strchr(line, '=');
	struct vector_field field = { .line = number };

	if (equals == NULL)
		return why_fail(why, EINVAL, "%s:%zu: no '=' in a line that is neither comment nor heading",
			record->path, number);
	*equals = '\0';
	field.name = trim(line);
	field.value = trim(equals + 1);
	if (*field.name == '\0')
		return why_fail(why, EINVAL, "%s:%zu: nothing before the '='", record->path, number);
	if (vector_text(record, field.name) != NULL)
		return why_fail(why, EINVAL, "%s:%zu: %s is twice in one record, a blank line parts records",
			record->path, number, field.name);
	if (record->n_fields == VECTOR_FIELDS_MAX)
		return why_fail(why, EINVAL, "%s:%zu: more than %d fields in a record", record->path, number,
			VECTOR_FIELDS_MAX);
	record->fields[record->n_fields++] = field;
	return 0;
}

static int parse(struct vector_file *file, struct why *why)
{
	struct vector_record group = { .path = file->path };
	struct vector_record *record = NULL;
	bool used = false; /* a record stands under the group, so the next heading starts another */
	char *next = file->text;
	int rc = 0;

	for (size_t number = 1; rc == 0 && next != NULL; number++) {
		char *line = next, *end = strchr(line, '\n');

		next = end == NULL ? NULL : end + 1;
		if (end != NULL)
			*end = '\0';
		line = trim(line);
		if (*line == '#')
			continue;
		group.line = number;
		if (*line == '\0') {
			record = NULL;
		} else if (*line == '[') {
			record = NULL;
			if (used)
				group.n_headings = 0;
			used = false;
			rc = add_heading(&group, line, why);
		} else {
			if (record == NULL)
				record = add_record(file, &group);
			used = true;
			if (record == NULL)
				rc = why_errno(why, ENOMEM, "cannot read %s", file->path);
			else
				rc = add_field(record, number, line, why);
		}
	}
	return rc;
}

int vector_file_read(struct vector_file *file, const char *path, struct why *why)
{
	int rc;

	*file = (struct vector_file){ .path = strdup(path) };
	if (file->path == NULL)
		return why_errno(why, ENOMEM, "cannot read %s", path);
	rc = slurp(file, why);
	if (rc == 0)
		rc = parse(file, why);
	if (rc == 0 && file->n == 0)
		rc = why_fail(why, EINVAL, "%s holds no record", path);
	if (rc < 0)
		vector_file_free(file);
	return rc;
}

void vector_file_free(struct vector_file *file)
{
	free(file->records);
	free(file->text);
	free(file->path);
	*file = (struct vector_file){ 0 };
}

bool vector_under(const struct vector_record *record, const char *heading)
{
	for (size_t i = 0; i < record->n_headings; i++)
		if (strcmp(record->headings[i], heading) == 0)
			return true;
	return false;
}

static const struct vector_field *find(const struct vector_record *record, const char *name)
{
	for (size_t i = 0; i < record->n_fields; i++)
		if (strcmp(record->fields[i].name, name) == 0)
			return &record->fields[i];
	return NULL;
}

const char *vector_text(const struct vector_record *record, const char *name)
{
	const struct vector_field *field = find(record, name);

	return field == NULL ? NULL : field->value;
}

/* Finds a field whose value is made of the given characters only. */
static int get(const struct vector_record *record, const char *name, const char *alphabet, const char *what,
	const struct vector_field **field, struct why *why)
{
	size_t good;

	*field = find(record, name);
	if (*field == NULL)
		return why_fail(
			why, ENOENT, "%s:%zu: the record has no %s", record->path, record->line, name);
	good = strspn((*field)->value, alphabet);
	if ((*field)->value[good] != '\0')
		return why_fail(why, EINVAL, "%s:%zu: %s is not %s: '%c' at %zu", record->path,
			(*field)->line, name, what, (*field)->value[good], good);
	return 0;
}

static const char hex_digits[] = "0123456789abcdefABCDEF";

static uint8_t digit(char c)
{
	return (uint8_t)(isdigit((unsigned char)c) ? c - '0' : (c | 0x20) - 'a' + 10);
}

int vector_bytes(const struct vector_record *record, const char *name, uint8_t *out, size_t size, size_t *len,
	struct why *why)
{
	const struct vector_field *field;
	int rc = get(record, name, hex_digits, "hex", &field, why);
	size_t digits;

	if (rc < 0)
		return rc;
	digits = strlen(field->value);
	if (digits % 2 != 0)
		return why_fail(why, EINVAL, "%s:%zu: %s has %zu hex digits, bytes take an even count",
			record->path, field->line, name, digits);
	if (digits / 2 > size)
		return why_fail(why, ENOSPC, "%s:%zu: %s is %zu bytes, there is room for %zu", record->path,
			field->line, name, digits / 2, size);
	for (size_t i = 0; i < digits / 2; i++)
		out[i] = (uint8_t)(digit(field->value[2 * i]) << 4 | digit(field->value[2 * i + 1]));
	*len = digits / 2;
	return 0;
}

int vector_number(
	const struct vector_record *record, const char *name, uint8_t *out, size_t size, struct why *why)
{
	const struct vector_field *field;
	int rc = get(record, name, hex_digits, "hex", &field, why);
	const char *value;
	size_t digits;

	if (rc < 0)
		return rc;
	if (*field->value == '\0')
		return why_fail(why, EINVAL, "%s:%zu: %s is empty, a number takes a digit", record->path,
			field->line, name);
	value = field->value + strspn(field->value, "0");
	digits = strlen(value);
	if (digits > 2 * size)
		return why_fail(why, ENOSPC, "%s:%zu: %s takes %zu bytes, there is room for %zu",
			record->path, field->line, name, (digits + 1) / 2, size);
	memset(out, 0, size);
	for (size_t i = 0; i < digits; i++) {
		uint8_t *byte = &out[size - 1 - i / 2];

		*byte = (uint8_t)(*byte | digit(value[digits - 1 - i]) << (i % 2 == 0 ? 0 : 4));
	}
	return 0;
}

int vector_integer(const struct vector_record *record, const char *name, size_t *out, struct why *why)
{
	const struct vector_field *field;
	int rc = get(record, name, "0123456789", "a decimal integer", &field, why);

	if (rc < 0)
		return rc;
	if (*field->value == '\0' || strlen(field->value) > 9)
		return why_fail(
			why, EINVAL, "%s:%zu: %s should have 1 to 9 digits", record->path, field->line, name);
	*out = strtoul(field->value, NULL, 10);
	return 0;
}
