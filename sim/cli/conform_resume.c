/* sim/cli/conform_resume.c: what a conformance run has found so far, in a file. */
#include "conform_resume.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIRST_LINE "sesim-conform 1"

enum {
	ID_MAX = 120,
	HEAD_LINES = 3, /* what it is, of which kind of part, of which part */
	SERIAL_TEXT = 2 * CONFORM_SERIAL_MAX + 1,
};

struct known {
	char id[ID_MAX];
	enum conform_outcome outcome;
	char reason[CONFORM_REASON_MAX];
};

struct conform_resume {
	FILE *file;
	char chip[200];
	char serial[SERIAL_TEXT]; /* hex, or "simulated"; empty in a file that begins */
	struct known *known;
	size_t n, cap;
	int error;
};

static bool take_outcome(const char *word, enum conform_outcome *outcome)
{
	for (int i = 0; i < CONFORM_OUTCOMES; i++)
		if (strcmp(word, conform_outcome_names[i]) == 0) {
			*outcome = (enum conform_outcome)i;
			return true;
		}
	return false;
}

/* "ID\tOUTCOME\tREASON" */
static int take_line(struct conform_resume *resume, char *line)
{
	char *outcome = strchr(line, '\t'), *reason = outcome ? strchr(outcome + 1, '\t') : NULL;
	struct known known;

	if (!reason)
		return -EINVAL;
	*outcome++ = '\0';
	*reason++ = '\0';
	if (line[0] == '\0' || strlen(line) >= ID_MAX || !take_outcome(outcome, &known.outcome))
		return -EINVAL;
	snprintf(known.id, sizeof(known.id), "%s", line);
	snprintf(known.reason, sizeof(known.reason), "%s", reason);
	if (resume->n == resume->cap) {
		size_t cap = resume->cap * 2 + 64;
		struct known *at = realloc(resume->known, cap * sizeof(*at));

		if (!at)
			return -ENOMEM;
		resume->known = at;
		resume->cap = cap;
	}
	resume->known[resume->n++] = known;
	return 0;
}

/* The beginning of a run may have been cut off anywhere: then the line is the beginning of what it was to be. */
static bool is_head(struct conform_resume *resume, size_t number, const char *line, bool whole)
{
	char about[220];

	if (number == HEAD_LINES) {
		static const char word[] = "serial ";

		if (!whole)
			return strncmp(word, line, strlen(line)) == 0 ||
			       strncmp(word, line, strlen(word)) == 0;
		if (strncmp(word, line, strlen(word)) != 0 || strlen(line) >= strlen(word) + SERIAL_TEXT)
			return false;
		snprintf(resume->serial, sizeof(resume->serial), "%s", line + strlen(word));
		return resume->serial[0] != '\0';
	}
	if (number == 1)
		snprintf(about, sizeof(about), FIRST_LINE);
	else
		snprintf(about, sizeof(about), "chip %s", resume->chip);
	return whole ? strcmp(line, about) == 0 : strncmp(line, about, strlen(line)) == 0;
}

static int refuse_head(const struct conform_resume *resume, size_t number, const char *path, const char *line,
	struct why *why)
{
	if (number == 2 && strncmp(line, "chip ", 5) == 0)
		return why_fail(why, EINVAL, "%s is of another part than %s: its second line is \"%.100s\"",
			path, resume->chip, line);
	return why_fail(why, EINVAL, "%s is no file of --resume: its line %zu is not \"%s\"", path, number,
		number == 1   ? FIRST_LINE
		: number == 2 ? "chip PROFILE"
			      : "serial HEX");
}

/* A last line that was cut off is dropped: it was being written when the run ended. end: where the file is whole. */
static int take_all(struct conform_resume *resume, const char *path, long *end, struct why *why)
{
	char *line = NULL;
	size_t cap = 0, number = 0;
	int rc = 0;
	ssize_t len;

	*end = 0;
	while (rc == 0 && (len = getline(&line, &cap, resume->file)) > 0) {
		bool whole = line[len - 1] == '\n';

		number++;
		len -= whole;
		line[len] = '\0';
		if (number <= HEAD_LINES &&
			(strlen(line) != (size_t)len || !is_head(resume, number, line, whole)))
			rc = refuse_head(resume, number, path, line, why);
		else if (number > HEAD_LINES && whole &&
			 (strlen(line) != (size_t)len || take_line(resume, line) < 0))
			rc = why_fail(why, EINVAL,
				"%s:%zu: no line of a case: ID, pass, fail or skip, and a reason, "
				"separated by tabs",
				path, number);
		if (whole && number >= HEAD_LINES)
			*end = ftell(resume->file);
	}
	free(line);
	if (rc == 0 && ferror(resume->file))
		rc = why_errno(why, EIO, "%s cannot be read", path);
	return rc;
}

int conform_resume_open(struct conform_resume **out, const char *path, const char *chip, struct why *why)
{
	struct conform_resume *resume = calloc(1, sizeof(*resume));
	long end;
	int rc = 0;

	*out = NULL;
	if (!resume)
		return why_fail(why, ENOMEM, "no memory for %s", path);
	snprintf(resume->chip, sizeof(resume->chip), "%s", chip);
	resume->file = fopen(path, "a+");
	if (!resume->file) {
		rc = why_errno(why, errno, "%s cannot be opened", path);
		free(resume);
		return rc;
	}
	rewind(resume->file);
	rc = take_all(resume, path, &end, why);
	if (rc == 0 && ftruncate(fileno(resume->file), end) != 0)
		rc = why_errno(why, errno, "%s cannot be written", path);
	if (rc < 0) {
		conform_resume_close(resume);
		return rc;
	}
	fseek(resume->file, 0, SEEK_END);
	*out = resume;
	return 0;
}

int conform_resume_part(struct conform_resume *resume, const struct conform_report *report, struct why *why)
{
	char serial[SERIAL_TEXT] = "simulated";

	/* Simulated parts are made anew, with another number each time. */
	for (size_t i = 0; !report->simulated && i < report->serial_len; i++)
		snprintf(serial + 2 * i, 3, "%02x", report->serial[i]);
	if (!resume->serial[0]) {
		fprintf(resume->file, FIRST_LINE "\nchip %s\nserial %s\n", resume->chip, serial);
		return 0;
	}
	if (strcmp(resume->serial, serial) == 0)
		return 0;
	return why_fail(why, EINVAL, "the file of --resume is of the part %s, but %s is there",
		resume->serial, serial);
}

bool conform_resume_known(const struct conform_resume *resume, const char *id, struct conform_result *result)
{
	for (size_t i = 0; i < resume->n; i++) {
		if (resume->known[i].outcome == CONFORM_SKIP || strcmp(resume->known[i].id, id) != 0)
			continue;
		result->outcome = resume->known[i].outcome;
		snprintf(result->reason, sizeof(result->reason), "%s", resume->known[i].reason);
		return true;
	}
	return false;
}

static bool has_line(const struct conform_resume *resume, const char *id)
{
	for (size_t i = 0; i < resume->n; i++)
		if (strcmp(resume->known[i].id, id) == 0)
			return true;
	return false;
}

void conform_resume_add(struct conform_resume *resume, const struct conform_result *result)
{
	if (result->outcome == CONFORM_SKIP && has_line(resume, result->of->id))
		return;
	if (fprintf(resume->file, "%s\t%s\t%s\n", result->of->id, conform_outcome_names[result->outcome],
		    result->reason) < 0 ||
		fflush(resume->file) != 0)
		resume->error = errno;
}

size_t conform_resume_count(const struct conform_resume *resume)
{
	return resume->n;
}

int conform_resume_close(struct conform_resume *resume)
{
	int rc = -resume->error;

	if (fclose(resume->file) != 0 && rc == 0)
		rc = -errno;
	free(resume->known);
	free(resume);
	return rc;
}
