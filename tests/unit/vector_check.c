/* tests/unit/vector_check.c: what the walks over published vectors share. */
#include "vector_check.h"

#include "cmocka_all.h"

#include <stdio.h>
#include <string.h>

void load_vectors(struct vector_file *file, const char *name)
{
	char path[512];
	struct why why;

	snprintf(path, sizeof(path), "%s/%s", SESIM_VECTORS, name);
	if (vector_file_read(file, path, &why) < 0)
		fail_msg("%s", why.text);
}

void bytes_of(const struct vector_record *record, const char *name, struct vector_value *out)
{
	struct why why;

	if (vector_bytes(record, name, out->at, sizeof(out->at), &out->len, &why) < 0)
		fail_msg("%s", why.text);
}

void fixed_bytes_of(const struct vector_record *record, const char *name, uint8_t *out, size_t size)
{
	struct vector_value bytes;

	bytes_of(record, name, &bytes);
	if (bytes.len != size)
		fail_msg("%s:%zu: %s is %zu bytes, it should be %zu", record->path, record->line, name,
			bytes.len, size);
	memcpy(out, bytes.at, size);
}

void number_of(const struct vector_record *record, const char *name, uint8_t out[32])
{
	struct why why;

	if (vector_number(record, name, out, 32, &why) < 0)
		fail_msg("%s", why.text);
}

void text_of(const struct vector_record *record, const char *name, struct vector_value *out)
{
	const char *text = vector_text(record, name);

	if (text == NULL || strlen(text) > sizeof(out->at))
		fail_msg("%s:%zu: the record has no text %s", record->path, record->line, name);
	out->len = strlen(text);
	memcpy(out->at, text, out->len);
}

void point_of(const struct vector_record *record, const char *x, const char *y, uint8_t point[64])
{
	number_of(record, x, point);
	number_of(record, y, point + 32);
}

void append_bytes(struct vector_value *to, const void *bytes, size_t len)
{
	assert_true(len <= sizeof(to->at) - to->len);
	memcpy(to->at + to->len, bytes, len);
	to->len += len;
}

/* NIST's verdict: "P (0 )", or "F (" and the number of what was made wrong. */
bool is_good(const struct vector_record *record)
{
	const char *result = vector_text(record, "Result");

	if (result == NULL || (*result != 'P' && *result != 'F'))
		fail_msg("%s:%zu: the record has no Result of P or F", record->path, record->line);
	return *result == 'P';
}

int what_is_wrong(const struct vector_record *record)
{
	int reason = -1;

	if (sscanf(vector_text(record, "Result"), "%*c (%d", &reason) != 1)
		fail_msg("%s:%zu: the Result gives no reason", record->path, record->line);
	return reason;
}

static void hex(char *out, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
	out[2 * len] = '\0';
}

void assert_same(const struct vector_record *record, const char *what, const uint8_t *got,
	const uint8_t *wanted, size_t len)
{
	char g[2 * 128 + 1], w[2 * 128 + 1];

	assert_true(len <= 128);
	if (memcmp(got, wanted, len) == 0)
		return;
	hex(g, got, len);
	hex(w, wanted, len);
	fail_msg("%s:%zu: %s\n got    %s\n wanted %s", record->path, record->line, what, g, w);
}

void assert_answered(const struct vector_record *record, const char *what, enum vector_answer got,
	enum vector_answer wanted)
{
	static const char *const names[] = { "done", "no", "refused", "cannot" };

	if (got != wanted)
		fail_msg("%s:%zu: %s answered %s, it should answer %s", record->path, record->line, what,
			names[got], names[wanted]);
}
