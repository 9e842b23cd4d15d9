/* tests/unit/vector_check.h: reading vectors inside a cmocka test; what is wrong fails it by file and line. */
#ifndef SESIM_TESTS_VECTOR_CHECK_H
#define SESIM_TESTS_VECTOR_CHECK_H

#include "vector_walks.h"
#include "vectors.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vector_value {
	size_t len;
	uint8_t at[4096];
};

void load_vectors(struct vector_file *file, const char *name);
void bytes_of(const struct vector_record *record, const char *name, struct vector_value *out);
void fixed_bytes_of(const struct vector_record *record, const char *name, uint8_t *out, size_t size);
void number_of(const struct vector_record *record, const char *name, uint8_t out[32]);
void text_of(const struct vector_record *record, const char *name, struct vector_value *out);
void point_of(const struct vector_record *record, const char *x, const char *y, uint8_t point[64]);
void append_bytes(struct vector_value *to, const void *bytes, size_t len);
/* NIST's verdict: "P (0 )", or "F (" and the number of what was made wrong. */
bool is_good(const struct vector_record *record);
int what_is_wrong(const struct vector_record *record);
void assert_same(const struct vector_record *record, const char *what, const uint8_t *got,
	const uint8_t *wanted, size_t len);
void assert_answered(const struct vector_record *record, const char *what, enum vector_answer got,
	enum vector_answer wanted);

#endif
