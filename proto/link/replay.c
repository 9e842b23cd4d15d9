/* proto/link/replay.c: says again over a link what a recording's host said, and compares the answers. */
#include "replay.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The next line without its end. Returns its length, -1 at the end of the file. */
static ssize_t read_line(struct replay *replay)
{
	ssize_t len = getline(&replay->line, &replay->line_cap, replay->file);

	if (len < 0)
		return -1;
	replay->line_number++;
	if (len > 0 && replay->line[len - 1] == '\n')
		replay->line[--len] = '\0';
	return len;
}

static int read_header(struct replay *replay, struct why *why)
{
	if (read_line(replay) < 0 || strcmp(replay->line, RECORDING_FIRST_LINE) != 0)
		return why_fail(why, EINVAL, "%s is no recording: its first line is not \"%s\"", replay->path,
			RECORDING_FIRST_LINE);
	while (read_line(replay) > 0) {
		if (replay->line[0] == '#')
			continue;
		if (replay->n_header == REPLAY_HEADER_MAX)
			return why_fail(why, EINVAL, "%s has more than %d header lines", replay->path,
				REPLAY_HEADER_MAX);
		replay->header[replay->n_header] = strdup(replay->line);
		if (!replay->header[replay->n_header])
			return why_errno(why, ENOMEM, "no memory for %s", replay->path);
		replay->n_header++;
	}
	return 0;
}

int replay_open(struct replay *replay, const char *path, struct why *why)
{
	int rc = 0;

	memset(replay, 0, sizeof(*replay));
	snprintf(replay->path, sizeof(replay->path), "%s", path);
	replay->file = fopen(path, "re");
	if (!replay->file)
		return why_errno(why, errno, "cannot read the recording %s", path);
	replay->expected = malloc(RECORDING_BYTES_MAX);
	replay->got = malloc(RECORDING_BYTES_MAX);
	if (!replay->expected || !replay->got)
		rc = why_errno(why, ENOMEM, "no memory for the recording %s", path);
	if (rc == 0)
		rc = read_header(replay, why);
	if (rc < 0)
		replay_close(replay);
	return rc;
}

void replay_close(struct replay *replay)
{
	if (replay->file)
		fclose(replay->file);
	for (size_t i = 0; i < replay->n_header; i++)
		free(replay->header[i]);
	free(replay->line);
	free(replay->expected);
	free(replay->got);
	memset(replay, 0, sizeof(*replay));
}

const char *replay_header(const struct replay *replay, const char *key, size_t nth)
{
	size_t len = strlen(key);

	for (size_t i = 0; i < replay->n_header; i++) {
		const char *line = replay->header[i];

		if (strncmp(line, key, len) == 0 && line[len] == ' ' && nth-- == 0)
			return line + len + 1;
	}
	return NULL;
}

int replay_next(struct replay *replay, struct recording_transaction *t, struct why *why)
{
	struct why cause;
	ssize_t len;

	do {
		len = read_line(replay);
		if (len < 0) {
			if (!ferror(replay->file))
				return 0;
			why_errno(why, EIO, "cannot read %s", replay->path);
			return -EIO;
		}
	} while (len == 0 || replay->line[0] == '#');
	if (recording_get(t, replay->line, (size_t)len, replay->expected, &cause) < 0) {
		why_fail(why, EINVAL, "%s, line %zu: %s", replay->path, replay->line_number, cause.text);
		return -EINVAL;
	}
	return 1;
}

/* The same messages for the link: what is written stays where it is, what is read goes to `got`. */
static void prepare(struct replay *replay, const struct recording_transaction *t, struct i2c_message *msgs)
{
	struct wbuf got = wbuf_to(replay->got, RECORDING_BYTES_MAX);

	for (size_t i = 0; i < t->n; i++) {
		const struct i2c_message *m = &t->messages[i];

		msgs[i] = *m;
		if (!(m->flags & I2C_READ))
			continue;
		msgs[i].bytes =
			wbuf_room(&got, m->len + (m->flags & I2C_RECV_LEN ? (size_t)I2C_COUNTED_MAX : 0));
		/* A counted read was asked for without the bytes it turned out to count, but with room for any. */
		if (m->flags & I2C_RECV_LEN && i < t->done && m->len > 0 && m->bytes[0] <= I2C_COUNTED_MAX &&
			m->bytes[0] < m->len)
			msgs[i].len = (uint16_t)(m->len - m->bytes[0]);
	}
}

/* Whether what happened is what was recorded; read bytes are compared as far as the transaction got. */
static bool same(const struct recording_transaction *a, const struct recording_transaction *b)
{
	if (a->outcome != b->outcome || a->done != b->done ||
		(a->outcome == WIRE_DATA_NACK && a->nacked_at != b->nacked_at))
		return false;
	for (size_t i = 0; i < a->done && i < a->n; i++)
		if (a->messages[i].flags & I2C_READ &&
			(a->messages[i].len != b->messages[i].len ||
				(a->messages[i].len > 0 && memcmp(a->messages[i].bytes, b->messages[i].bytes,
								   a->messages[i].len) != 0)))
			return false;
	return true;
}

/* One line of a recording as text, with long messages and long transactions cut. */
static void describe(char *text, size_t size, const struct recording_transaction *t)
{
	enum { SHOWN_BYTES = 32, SHOWN_MESSAGES = 3 };
	struct recording_transaction cut = *t;
	struct wbuf w = wbuf_to(text, size - 1);

	if (cut.n > SHOWN_MESSAGES)
		cut.n = SHOWN_MESSAGES;
	for (size_t i = 0; i < cut.n; i++)
		if ((i < t->done || !(cut.messages[i].flags & I2C_READ)) && cut.messages[i].len > SHOWN_BYTES)
			cut.messages[i].len = SHOWN_BYTES;
	recording_put(&w, &cut);
	/* Its last character is the line's end. */
	text[w.len > 0 ? w.len - !wbuf_bad(&w) : 0] = '\0';
}

static void report_difference(const struct replay *replay, const struct recording_transaction *expected,
	const struct recording_transaction *got, struct replay_report *report)
{
	char a[300], b[300];

	describe(a, sizeof(a), expected);
	describe(b, sizeof(b), got);
	report->line = replay->line_number;
	snprintf(report->difference, sizeof(report->difference), "%s, line %zu: recorded %s, now %s",
		replay->path, replay->line_number, a, b);
}

static int wait_until(struct link *link, const struct recording_transaction *t, uint64_t *last_ns)
{
	uint64_t since = link->info.clock == WIRE_CLOCK_VIRTUAL ? link->now_ns : *last_ns;

	*last_ns = t->time_ns;
	if (link->info.clock == WIRE_CLOCK_INSTANT || t->time_ns <= since)
		return 0;
	return link_wait(link, t->time_ns - since);
}

int replay_run(struct replay *replay, struct link *link, struct replay_report *report, struct why *why)
{
	struct recording_transaction expected, got;
	uint64_t last_ns = 0;
	int rc;

	memset(report, 0, sizeof(*report));
	while ((rc = replay_next(replay, &expected, why)) > 0) {
		got = expected;
		rc = wait_until(link, &expected, &last_ns);
		if (rc == 0) {
			prepare(replay, &expected, got.messages);
			rc = link_transfer(link, got.messages, got.n, &got.done);
		}
		got.outcome = link_outcome(rc);
		got.nacked_at = link->nacked_at;
		if (got.outcome == WIRE_NOT_RUN)
			return why_errno(why, rc, "%s, line %zu cannot be replayed", replay->path,
				replay->line_number);
		if (!same(&expected, &got)) {
			report_difference(replay, &expected, &got, report);
			return 1;
		}
		report->transactions++;
	}
	return rc;
}
