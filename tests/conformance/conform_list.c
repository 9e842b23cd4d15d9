/* tests/conformance/conform_list.c: the list of cases that families add to, and what cases say of themselves. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conform_run.h"
#include "seen.h"
#include "vectors_text.h"

const char *const conform_class_names[CONFORM_CLASSES] = {
	[CONFORM_SAFE] = "safe",
	[CONFORM_WRITES] = "writes",
	[CONFORM_IRREVERSIBLE] = "irreversible",
};

const char *const conform_evidence_names[CONFORM_EVIDENCE] = {
	[BY_DOCUMENT] = "document",
	[BY_SILICON] = "silicon",
	[BY_HOST] = "host",
	[BY_GUESS] = "uncertain",
};

const char *const conform_outcome_names[CONFORM_OUTCOMES] = {
	[CONFORM_PASS] = "pass",
	[CONFORM_FAIL] = "fail",
	[CONFORM_SKIP] = "skip",
};

void conform_list_add(struct conform_list *list, const struct conform_case *cases, size_t n)
{
	if (list->n + n > list->cap) {
		size_t cap = list->cap * 2 > list->n + n ? list->cap * 2 : list->n + n + 64;
		struct conform_case *at = realloc(list->at, cap * sizeof(*at));

		if (!at) {
			list->failed = true;
			return;
		}
		list->at = at;
		list->cap = cap;
	}
	memcpy(list->at + list->n, cases, n * sizeof(*cases));
	list->n += n;
}

const char *conform_list_text(struct conform_list *list, const char *format, ...)
{
	char *text = NULL;
	va_list args;

	if (list->n_texts == list->cap_texts) {
		size_t cap = list->cap_texts * 2 + 64;
		char **texts = realloc(list->texts, cap * sizeof(*texts));

		if (!texts) {
			list->failed = true;
			return "";
		}
		list->texts = texts;
		list->cap_texts = cap;
	}
	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	if (!text) {
		list->failed = true;
		return "";
	}
	list->texts[list->n_texts++] = text;
	return text;
}

void conform_list_free(struct conform_list *list)
{
	for (size_t i = 0; i < list->n_texts; i++)
		free(list->texts[i]);
	free(list->texts);
	free(list->at);
	memset(list, 0, sizeof(*list));
}

static void tell(struct conform *c, enum conform_outcome outcome, const char *format, va_list args)
{
	if (c->outcome != CONFORM_PASS)
		return;
	c->outcome = outcome;
	vsnprintf(c->reason, sizeof(c->reason), format, args);
}

void conform_fail(struct conform *c, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tell(c, CONFORM_FAIL, format, args);
	va_end(args);
}

void conform_skip(struct conform *c, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tell(c, CONFORM_SKIP, format, args);
	va_end(args);
}

bool conform_well(const struct conform *c)
{
	return c->outcome == CONFORM_PASS;
}

/* One pattern of len characters, * for any. Of several stars only the last one may have to take more. */
static bool fits(const char *pattern, size_t len, const char *id)
{
	const char *star = NULL, *taken = NULL, *end = pattern + len;

	while (*id) {
		if (pattern < end && *pattern == '*') {
			star = ++pattern;
			taken = id;
		} else if (pattern < end && *pattern == *id) {
			pattern++;
			id++;
		} else if (star) {
			pattern = star;
			id = ++taken;
		} else {
			return false;
		}
	}
	while (pattern < end && *pattern == '*')
		pattern++;
	return pattern == end;
}

bool conform_matches(const char *patterns, const char *id)
{
	for (;;) {
		size_t len = strcspn(patterns, ",");

		if (fits(patterns, len, id))
			return true;
		if (patterns[len] == '\0')
			return false;
		patterns += len + 1;
	}
}

const struct conform_family *conform_family(const char *kind)
{
	static const struct conform_family *const families[] = { &conform_atca, &conform_se05x };

	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (strcmp(families[i]->kind, kind) == 0)
			return families[i];
	return NULL;
}

/* Two cases of one name would be one line in every report. */
static int check_ids(const struct conform_list *list, struct why *why)
{
	for (size_t i = 0; i < list->n; i++)
		for (size_t k = 0; k < i; k++)
			if (list->at[i].id[0] == list->at[k].id[0] &&
				strcmp(list->at[i].id, list->at[k].id) == 0)
				return why_fail(why, EINVAL, "two cases are called %s", list->at[i].id);
	return 0;
}

/* What was seen on parts counts for more than what was read. */
static int promote(struct conform_list *list, struct why *why)
{
	struct silicon silicon;
	int rc = silicon_read(&silicon, vectors_silicon.at, vectors_silicon.len, why);

	if (rc == 0)
		rc = silicon_promote(&silicon, list, why);
	silicon_free(&silicon);
	return rc < 0 ? rc : 0;
}

int conform_cases(const char *kind, struct conform_list *list, struct why *why)
{
	const struct conform_family *family = conform_family(kind);
	int rc;

	memset(list, 0, sizeof(*list));
	if (!family)
		return why_fail(why, EINVAL, "there are no cases for a part of kind %s", kind);
	family->list(list);
	if (list->failed) {
		conform_list_free(list);
		return why_fail(why, ENOMEM, "no memory for the list of cases");
	}
	rc = promote(list, why);
	if (rc == 0)
		rc = check_ids(list, why);
	if (rc < 0)
		conform_list_free(list);
	return rc;
}
