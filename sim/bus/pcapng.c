/* sim/bus/pcapng.c: writes bus traffic as pcapng, link type 209. */
#include "pcapng.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bus_record.h"
#include "pcapng_format.h"

static void begin_block(struct wbuf *w, uint32_t type)
{
	wbuf_le32(w, type);
	wbuf_le32(w, 0); /* the length, see end_block() */
}

/* Writes the length at both ends, as the format wants it. */
static void end_block(struct wbuf *w)
{
	struct wbuf length = wbuf_to(w->at + 4, 4);

	wbuf_le32(&length, (uint32_t)w->len + 4);
	wbuf_le32(w, (uint32_t)w->len + 4);
}

static void pad(struct wbuf *w)
{
	wbuf_fill(w, 0, (4 - w->len % 4) % 4);
}

static void put_option(struct wbuf *w, uint16_t code, const void *value, size_t len)
{
	wbuf_le16(w, code);
	wbuf_le16(w, (uint16_t)len);
	wbuf_put(w, value, len);
	pad(w);
}

static void write_block(struct pcapng_writer *writer, struct wbuf *w)
{
	end_block(w);
	if (wbuf_bad(w) || fwrite(w->at, 1, w->len, writer->file) != w->len)
		writer->error = writer->error ? writer->error : wbuf_bad(w) ? EOVERFLOW : errno;
}

static void write_section(struct pcapng_writer *writer, const char *comment)
{
	static const char application[] = "sesim";
	struct wbuf w = wbuf_to(writer->block, PCAPNG_BLOCK_MAX);

	begin_block(&w, PCAPNG_SECTION);
	wbuf_le32(&w, PCAPNG_MAGIC);
	wbuf_le16(&w, 1);
	wbuf_le16(&w, 0);
	wbuf_fill(&w, 0xff, 8); /* the section's length is not known */
	put_option(&w, PCAPNG_OPT_COMMENT, comment, strnlen(comment, PCAPNG_COMMENT_MAX));
	put_option(&w, PCAPNG_OPT_APPLICATION, application, strlen(application));
	put_option(&w, PCAPNG_OPT_END, NULL, 0);
	write_block(writer, &w);
}

static void write_interface(struct pcapng_writer *writer)
{
	static const char name[] = "i2c-1";
	static const uint8_t nanoseconds = 9;
	struct wbuf w = wbuf_to(writer->block, PCAPNG_BLOCK_MAX);

	begin_block(&w, PCAPNG_INTERFACE);
	wbuf_le16(&w, PCAPNG_LINKTYPE_I2C_LINUX);
	wbuf_le16(&w, 0);
	wbuf_le32(&w, 0); /* packets are whole */
	put_option(&w, PCAPNG_OPT_NAME, name, strlen(name));
	put_option(&w, PCAPNG_OPT_RESOLUTION, &nanoseconds, 1);
	put_option(&w, PCAPNG_OPT_END, NULL, 0);
	write_block(writer, &w);
}

/* What became of message i, in words that pcapng_read() takes back. */
static void describe(char *text, size_t size, const struct pcapng_writer *writer,
	const struct recording_transaction *t, size_t i)
{
	const struct i2c_message *m = &t->messages[i];
	int used = snprintf(text, size,
		PCAPNG_TRANSACTION "%llu" PCAPNG_MESSAGE "%zu" PCAPNG_OF "%zu" PCAPNG_SAYS "%s",
		(unsigned long long)writer->transactions, i + 1, t->n,
		pcapng_outcomes[i < t->done ? WIRE_OK : t->outcome]);

	text += used;
	size -= (size_t)used;
	if (i < t->done)
		return;
	if (t->outcome == WIRE_DATA_NACK)
		snprintf(text, size, PCAPNG_AFTER "%zu bytes", t->nacked_at);
	else if (m->flags & I2C_READ)
		snprintf(text, size, PCAPNG_ASKED "%u bytes asked for", m->len);
}

static void write_message(struct pcapng_writer *writer, const struct recording_transaction *t, size_t i)
{
	const struct i2c_message *m = &t->messages[i];
	bool read = m->flags & I2C_READ;
	size_t len = read && i >= t->done ? 0 : m->len;
	struct wbuf w = wbuf_to(writer->block, PCAPNG_BLOCK_MAX);
	char comment[128];

	begin_block(&w, PCAPNG_PACKET);
	wbuf_le32(&w, 0); /* the interface */
	wbuf_le32(&w, (uint32_t)(t->time_ns >> 32));
	wbuf_le32(&w, (uint32_t)t->time_ns);
	wbuf_le32(&w, (uint32_t)(PCAPNG_I2C_HEADER + 1 + len));
	wbuf_le32(&w, (uint32_t)(PCAPNG_I2C_HEADER + 1 + len));
	wbuf_u8(&w, 1); /* bus 1, a message and no event */
	wbuf_be32(&w, m->flags);
	wbuf_u8(&w, (uint8_t)(m->addr << 1 | read));
	if (len > 0)
		wbuf_put(&w, m->bytes, len);
	pad(&w);
	describe(comment, sizeof(comment), writer, t, i);
	put_option(&w, PCAPNG_OPT_COMMENT, comment, strlen(comment));
	put_option(&w, PCAPNG_OPT_END, NULL, 0);
	write_block(writer, &w);
}

void pcapng_put(struct pcapng_writer *writer, const struct recording_transaction *t)
{
	writer->transactions++;
	for (size_t i = 0; i < t->n && i <= t->done; i++)
		write_message(writer, t, i);
	if (fflush(writer->file) != 0 && !writer->error)
		writer->error = errno;
}

static void trace_transaction(struct bus_watcher *watcher, const struct bus_event *event)
{
	const struct recording_transaction t = bus_record_of(event);

	pcapng_put((struct pcapng_writer *)watcher, &t);
}

int pcapng_begin(struct pcapng_writer *writer, const char *path, const char *comment, struct why *why)
{
	*writer = (struct pcapng_writer){ .watcher = { .transaction = trace_transaction } };
	writer->block = malloc(PCAPNG_BLOCK_MAX);
	if (!writer->block)
		return why_errno(why, ENOMEM, "no memory for a trace");
	writer->file = fopen(path, "we");
	if (!writer->file) {
		free(writer->block);
		return why_errno(why, errno, "cannot write the trace %s", path);
	}
	write_section(writer, comment);
	write_interface(writer);
	fflush(writer->file);
	return 0;
}

int pcapng_end(struct pcapng_writer *writer, struct why *why)
{
	int error = writer->error;

	if (fclose(writer->file) != 0 && !error)
		error = errno;
	free(writer->block);
	writer->file = NULL;
	writer->block = NULL;
	return error ? why_errno(why, error, "the trace is not whole") : 0;
}

int pcapng_open(
	struct pcapng_writer *writer, struct bus *bus, const char *path, const char *comment, struct why *why)
{
	int rc = pcapng_begin(writer, path, comment, why);

	if (rc == 0)
		bus_watch(bus, &writer->watcher);
	return rc;
}

int pcapng_close(struct pcapng_writer *writer, struct bus *bus, struct why *why)
{
	bus_unwatch(bus, &writer->watcher);
	return pcapng_end(writer, why);
}
