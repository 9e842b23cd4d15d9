/* proto/wire/recording.c: bus traffic as text, a transaction a line (docs/RECORDINGS.md). */
#include "recording.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "hex.h"

/* Words for outcomes; one with a number behind it ends in @. */
static const char *const outcome_words[] = {
	[WIRE_ADDRESS_NACK] = "address-nack",
	[WIRE_DATA_NACK] = "data-nack@",
	[WIRE_ARBITRATION_LOST] = "arbitration-lost",
	[WIRE_TIMEOUT] = "timeout",
};

enum { OUTCOME_WORDS = sizeof(outcome_words) / sizeof(outcome_words[0]) };

/* Flags of a message, a letter each behind W or R. */
static const struct {
	char letter;
	uint16_t flag;
} flag_letters[] = { { 't', I2C_TEN_BIT }, { 'l', I2C_RECV_LEN }, { 'n', I2C_NO_START } };

enum { FLAG_LETTERS = sizeof(flag_letters) / sizeof(flag_letters[0]) };

static void put_text(struct wbuf *w, const char *text)
{
	wbuf_put(w, text, strlen(text));
}

static void put_number(struct wbuf *w, uint64_t value, int width)
{
	char digits[21];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
		width--;
	} while (value > 0 || width > 0);
	wbuf_put(w, digits + at, sizeof(digits) - at);
}

static void put_hex(struct wbuf *w, const uint8_t *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		wbuf_u8(w, (uint8_t)digits[bytes[i] >> 4]);
		wbuf_u8(w, (uint8_t)digits[bytes[i] & 15]);
	}
}

/* ADDR W|R BYTES: "-" for none, "?LEN" for bytes that were asked for and did not come. */
static void put_message(struct wbuf *w, const struct i2c_message *m, bool known)
{
	const uint8_t address[2] = { (uint8_t)(m->addr >> 8), (uint8_t)m->addr };

	wbuf_u8(w, ' ');
	put_hex(w, m->addr > 0xff ? address : address + 1, m->addr > 0xff ? 2 : 1);
	put_text(w, m->flags & I2C_READ ? " R" : " W");
	for (size_t i = 0; i < FLAG_LETTERS; i++)
		if (m->flags & flag_letters[i].flag)
			wbuf_u8(w, (uint8_t)flag_letters[i].letter);
	wbuf_u8(w, ' ');
	if (m->flags & I2C_READ && !known) {
		wbuf_u8(w, '?');
		put_number(w, m->len, 1);
	} else if (m->len == 0) {
		wbuf_u8(w, '-');
	} else {
		put_hex(w, m->bytes, m->len);
	}
}

/* Behind the message it ended in. */
static void put_outcome(struct wbuf *w, const struct recording_transaction *t)
{
	if (t->outcome == WIRE_OK || (size_t)t->outcome >= OUTCOME_WORDS)
		return;
	put_text(w, " ! ");
	put_text(w, outcome_words[t->outcome]);
	if (t->outcome == WIRE_DATA_NACK)
		put_number(w, t->nacked_at, 1);
}

void recording_put(struct wbuf *w, const struct recording_transaction *t)
{
	put_number(w, t->time_ns / 1000, 1);
	wbuf_u8(w, '.');
	put_number(w, t->time_ns % 1000, 3);
	for (size_t i = 0; i < t->n; i++) {
		if (i > 0)
			put_text(w, " +");
		put_message(w, &t->messages[i], i < t->done);
		if (i == t->done)
			put_outcome(w, t);
	}
	wbuf_u8(w, '\n');
}

/* The next word of a line: a cursor over it, empty at the end. Words are separated by blanks. */
static struct rbuf next_word(struct rbuf *line)
{
	struct rbuf ahead = *line;
	size_t len = 0;

	while (rbuf_left(line) > 0) {
		ahead = *line;
		if (rbuf_u8(&ahead) != ' ')
			break;
		*line = ahead;
	}
	ahead = *line;
	while (rbuf_left(&ahead) > 0 && rbuf_u8(&ahead) != ' ')
		len++;
	return rbuf_take(line, len);
}

static bool word_is(struct rbuf word, const char *text)
{
	size_t len = strlen(text);

	return rbuf_left(&word) == len && memcmp(rbuf_bytes(&word, len), text, len) == 0;
}

/* Decimal digits up to the end of the word or to `end`, which is taken as well; -1: none or too many. */
static int64_t get_number(struct rbuf *word, char end, int64_t max)
{
	int64_t value = 0;
	bool digits = false;

	while (rbuf_left(word) > 0) {
		char c = (char)rbuf_u8(word);

		if (end && c == end)
			return digits ? value : -1;
		if (c < '0' || c > '9' || value > (max - (c - '0')) / 10)
			return -1;
		value = value * 10 + (c - '0');
		digits = true;
	}
	return digits && !end ? value : -1;
}

/* Appends the bytes a word spells. False when it does not spell any, or more than fit. */
static bool get_hex(struct rbuf *word, struct wbuf *bytes)
{
	size_t len = rbuf_left(word);
	uint8_t *to = wbuf_room(bytes, len / 2);

	return to && hex_bytes((const char *)rbuf_bytes(word, len), len, to, len / 2) >= 0;
}

static bool get_address(struct rbuf *word, uint16_t *addr)
{
	uint8_t bytes[2];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	if (rbuf_left(word) == 0 || !get_hex(word, &w))
		return false;
	*addr = w.len == 2 ? (uint16_t)(bytes[0] << 8 | bytes[1]) : bytes[0];
	return *addr <= 0x3ff;
}

static bool get_flags(struct rbuf *word, uint16_t *flags)
{
	uint8_t direction = rbuf_u8(word);

	*flags = direction == 'R' ? I2C_READ : 0;
	while (rbuf_left(word) > 0) {
		uint8_t c = rbuf_u8(word);
		size_t i = 0;

		while (i < FLAG_LETTERS && (uint8_t)flag_letters[i].letter != c)
			i++;
		if (i == FLAG_LETTERS)
			return false;
		*flags |= flag_letters[i].flag;
	}
	return direction == 'R' || direction == 'W';
}

/* Bytes, "-" or "?LEN". known is false for the last. */
static bool get_bytes(struct rbuf *word, struct i2c_message *m, struct wbuf *bytes, bool *known)
{
	size_t before = bytes->len;
	struct rbuf ahead = *word;

	*known = true;
	m->bytes = bytes->at + before;
	m->len = 0;
	if (word_is(*word, "-"))
		return true;
	if (rbuf_left(word) > 0 && rbuf_u8(&ahead) == '?') {
		int64_t len = get_number(&ahead, '\0', I2C_MESSAGE_MAX);

		*known = false;
		if (len < 0 || !(m->flags & I2C_READ) || !wbuf_room(bytes, (size_t)len))
			return false;
		m->len = (uint16_t)len;
		return true;
	}
	if (rbuf_left(word) == 0 || !get_hex(word, bytes) ||
		bytes->len - before >
			(size_t)I2C_MESSAGE_MAX + (m->flags & I2C_RECV_LEN ? I2C_COUNTED_MAX : 0))
		return false;
	m->len = (uint16_t)(bytes->len - before);
	return true;
}

static bool get_outcome(struct rbuf *word, struct recording_transaction *t)
{
	for (size_t i = WIRE_ADDRESS_NACK; i < OUTCOME_WORDS; i++) {
		struct rbuf rest = *word;
		size_t len = strlen(outcome_words[i]);
		int64_t n;

		t->outcome = (enum wire_outcome)i;
		if (i != WIRE_DATA_NACK && word_is(*word, outcome_words[i]))
			return true;
		if (i != WIRE_DATA_NACK || rbuf_left(word) <= len ||
			memcmp(rbuf_bytes(&rest, len), outcome_words[i], len) != 0)
			continue;
		n = get_number(&rest, '\0', I2C_MESSAGE_MAX);
		t->nacked_at = (size_t)n;
		return n >= 0;
	}
	return false;
}

static bool get_time(struct rbuf *word, uint64_t *ns)
{
	int64_t us = get_number(word, '.', INT64_MAX / 1000 - 1);
	size_t digits = rbuf_left(word);
	int64_t rest = get_number(word, '\0', 999);

	*ns = (uint64_t)us * 1000 + (uint64_t)rest;
	return us >= 0 && rest >= 0 && digits == 3;
}

/* One message and, if the transaction ended in it, how. Returns what is wrong, or NULL. */
static const char *get_message(
	struct rbuf *r, struct recording_transaction *t, struct wbuf *bytes, struct rbuf *word)
{
	struct i2c_message *m = &t->messages[t->n];
	struct rbuf addr = next_word(r), flags = next_word(r), data = next_word(r);
	bool ended = t->outcome != WIRE_OK, known;

	if (!get_address(&addr, &m->addr) || !get_flags(&flags, &m->flags) ||
		!get_bytes(&data, m, bytes, &known))
		return "it has a message that is none: 60 W 0307, 60 R 0411 and 60 R ?4 are";
	t->n++;
	*word = next_word(r);
	if (word_is(*word, "!") && !ended) {
		*word = next_word(r);
		if (!get_outcome(word, t))
			return "what follows its ! is neither address-nack, data-nack@N, arbitration-lost "
			       "nor timeout";
		*word = next_word(r);
		return NULL;
	}
	if (!known && !ended)
		return "it has a read without bytes that did not fail";
	t->done += !ended;
	return NULL;
}

int recording_get(
	struct recording_transaction *t, const char *line, size_t len, uint8_t *bytes, struct why *why)
{
	struct rbuf r = rbuf_from(line, len);
	struct wbuf w = wbuf_to(bytes, RECORDING_BYTES_MAX);
	struct rbuf word = next_word(&r);
	const char *wrong = NULL;

	memset(t, 0, sizeof(*t));
	if (!get_time(&word, &t->time_ns))
		return why_fail(why, EINVAL, "it does not begin with a time in microseconds, as in 1234.567");
	do {
		wrong = t->n == I2C_MESSAGES_MAX ? "it has more than 42 messages"
						 : get_message(&r, t, &w, &word);
	} while (!wrong && word_is(word, "+"));
	if (!wrong && rbuf_left(&word) > 0)
		wrong = "its messages are not joined by +";
	return wrong ? why_fail(why, EINVAL, "%s", wrong) : 0;
}
