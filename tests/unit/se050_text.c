/* tests/unit/se050_text.c: commands of the SE05x as text. */
#include "se050_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "apdu.h"
#include "cmocka_all.h"
#include "tlv.h"

enum {
	FIELD_CLA,
	FIELD_INS,
	FIELD_P1,
	FIELD_P2,
};

void text_set(struct text_variables *variables, const char *name, const uint8_t *bytes, size_t len)
{
	struct text_variable *v = variables->at;

	while (v < variables->at + variables->n && strcmp(v->name, name) != 0)
		v++;
	if (v == variables->at + variables->n)
		variables->n++;
	if (variables->n > TEXT_VARIABLES || strlen(name) >= sizeof(v->name) || len > sizeof(v->bytes))
		fail_msg("no room for variable %s", name);
	memset(v, 0, sizeof(*v));
	memcpy(v->name, name, strlen(name));
	memcpy(v->bytes, bytes, len);
	v->len = len;
}

static struct rbuf variable(const struct text_variables *variables, const char *name, size_t len)
{
	for (size_t i = 0; i < variables->n; i++)
		if (strlen(variables->at[i].name) == len && memcmp(variables->at[i].name, name, len) == 0)
			return rbuf_from(variables->at[i].bytes, variables->at[i].len);
	fail_msg("no variable %s", name);
	return rbuf_from(NULL, 0);
}

void text_value(const struct text_variables *variables, const char *name, uint8_t *bytes, size_t len)
{
	struct rbuf value = variable(variables, name, strlen(name));

	assert_int_equal(rbuf_left(&value), len);
	memcpy(bytes, value.at, len);
}

static unsigned int digit(char c)
{
	return isdigit((unsigned char)c) ? (unsigned int)(c - '0')
					 : (unsigned int)(tolower((unsigned char)c) - 'a' + 10);
}

static bool is_hex(char c)
{
	return isxdigit((unsigned char)c) != 0;
}

static size_t hex_run(const char *text)
{
	size_t n = 0;

	while (is_hex(text[n]))
		n++;
	return n;
}

static void hex_bytes(const char *digits, size_t n, struct wbuf *out)
{
	if (n % 2 != 0)
		fail_msg("odd digits: %s", digits);
	for (size_t i = 0; i < n; i += 2)
		wbuf_u8(out, (uint8_t)(digit(digits[i]) << 4 | digit(digits[i + 1])));
}

static size_t decimal(const char **at)
{
	char *end;
	size_t n = strtoul(*at, &end, 10);

	if (end == *at)
		fail_msg("a number is due: %s", *at);
	*at = end;
	return n;
}

static void read_command(
	const char **at, const struct text_variables *variables, struct text_command *command);
static void read_items(const char **at, const struct text_variables *variables, struct text_command *command);
static void write_items(const struct text_command *command, struct wbuf *w);

static void nested(const char **at, const struct text_variables *variables, char close, struct wbuf *out)
{
	struct text_command *inner = calloc(1, sizeof(*inner));
	uint8_t bytes[TEXT_APDU_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	assert_non_null(inner);
	if (close == '}') {
		read_command(at, variables, inner);
		w.len = text_write(inner, bytes, sizeof(bytes));
	} else {
		read_items(at, variables, inner);
		write_items(inner, &w);
	}
	if (**at != close)
		fail_msg("%c is due: %s", close, *at);
	(*at)++;
	wbuf_put(out, bytes, w.len);
	free(inner);
}

/* What stands behind a term. */
static void modify(const char **at, uint8_t *bytes, size_t *len)
{
	while (**at == '~' || **at == '<' || **at == '>') {
		char what = *(*at)++;
		size_t n;

		if (what == '~' && **at == '-') {
			(*at)++;
			n = *len - 1;
		} else {
			n = decimal(at);
		}
		assert_true(n <= *len && (what != '~' || n < *len));
		if (what == '~') {
			bytes[n] ^= 1;
		} else if (what == '<') {
			*len = n;
		} else {
			memmove(bytes, bytes + n, *len - n);
			*len -= n;
		}
	}
}

static void read_term(const char **at, const struct text_variables *variables, struct wbuf *out)
{
	size_t begin = out->len, len;

	if (**at == '$') {
		const char *name = ++*at;
		struct rbuf value;

		while (isalnum((unsigned char)**at))
			(*at)++;
		value = variable(variables, name, (size_t)(*at - name));
		wbuf_put(out, value.at, rbuf_left(&value));
	} else if (**at == '{' || **at == '[') {
		char close = **at == '{' ? '}' : ']';

		(*at)++;
		nested(at, variables, close, out);
	} else {
		size_t n = hex_run(*at), times = 1;
		const char *digits = *at;

		*at += n;
		if (**at == '*') {
			(*at)++;
			times = decimal(at);
		}
		while (times-- > 0)
			hex_bytes(digits, n, out);
	}
	assert_false(wbuf_bad(out));
	len = out->len - begin;
	modify(at, out->at + begin, &len);
	out->len = begin + len;
}

/* Into the pool. Returns the item, without a tag. */
static struct text_item read_value(
	const char **at, const struct text_variables *variables, struct text_command *command)
{
	uint8_t bytes[TEXT_APDU_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct text_item item = { .at = command->used };

	read_term(at, variables, &w);
	while (**at == '+') {
		(*at)++;
		read_term(at, variables, &w);
	}
	assert_true(w.len <= sizeof(command->pool) - command->used);
	memcpy(command->pool + command->used, bytes, w.len);
	command->used += w.len;
	item.len = w.len;
	return item;
}

static void skip_spaces(const char **at)
{
	while (isspace((unsigned char)**at))
		(*at)++;
}

static uint16_t read_tag(const char **at, size_t *digits)
{
	uint8_t tag[2] = { 0 };
	struct wbuf w = wbuf_to(tag, sizeof(tag));

	*digits = hex_run(*at);
	if (*digits != 2 && *digits != 4)
		fail_msg("a tag is due: %s", *at);
	hex_bytes(*at, *digits, &w);
	*at += *digits;
	return (uint16_t)(*digits == 2 ? tag[0] : tag[0] << 8 | tag[1]);
}

static struct text_item read_item(
	const char **at, const struct text_variables *variables, struct text_command *command)
{
	size_t digits;
	uint16_t tag = read_tag(at, &digits);
	struct text_item item;

	if (**at != ':')
		fail_msg(": is due: %s", *at);
	(*at)++;
	item = read_value(at, variables, command);
	item.tag = tag;
	return item;
}

static void add(struct text_command *command, size_t where, struct text_item item)
{
	assert_true(command->n < TEXT_ITEMS_MAX);
	memmove(command->items + where + 1, command->items + where,
		(command->n - where) * sizeof(command->items[0]));
	command->items[where] = item;
	command->n++;
}

static void make_raw(struct text_command *command, struct text_item item)
{
	command->raw = true;
	command->n = 1;
	command->items[0] = item;
}

static bool ends(char c)
{
	return c == 0 || c == '}' || c == ']';
}

static void read_items(const char **at, const struct text_variables *variables, struct text_command *command)
{
	for (skip_spaces(at); !ends(**at); skip_spaces(at)) {
		if (**at == '=') {
			(*at)++;
			make_raw(command, read_value(at, variables, command));
		} else {
			add(command, command->n, read_item(at, variables, command));
		}
	}
}

static void read_command(
	const char **at, const struct text_variables *variables, struct text_command *command)
{
	struct wbuf w = wbuf_to(command->header, sizeof(command->header));
	size_t n;

	skip_spaces(at);
	n = hex_run(*at);
	if (n != 6 && n != 8)
		fail_msg("INS P1 P2 are due: %s", *at);
	if (n == 6)
		wbuf_u8(&w, 0x80);
	hex_bytes(*at, n, &w);
	*at += n;
	read_items(at, variables, command);
}

void text_read(struct text_command *command, const char *text, const struct text_variables *variables)
{
	const char *at = text;

	memset(command, 0, sizeof(*command));
	read_command(&at, variables, command);
	if (*at)
		fail_msg("what is this: %s", at);
}

struct text_item *text_find(struct text_command *command, uint16_t tag, size_t n)
{
	for (size_t i = 0; i < command->n; i++)
		if (command->items[i].tag == tag && !command->raw && n-- == 0)
			return &command->items[i];
	return NULL;
}

bool text_has(const struct text_command *command, uint16_t tag)
{
	for (size_t i = 0; i < command->n; i++)
		if (command->items[i].tag == tag && !command->raw)
			return true;
	return false;
}

static struct text_item pooled(struct text_command *command, uint16_t tag, const uint8_t *bytes, size_t len)
{
	struct text_item item = { .tag = tag, .at = command->used, .len = len };

	assert_true(len <= sizeof(command->pool) - command->used);
	if (len > 0)
		memcpy(command->pool + command->used, bytes, len);
	command->used += len;
	return item;
}

static void set_item(struct text_command *command, struct text_item item)
{
	struct text_item *there = text_find(command, item.tag, 0);

	if (there)
		*there = item;
	else
		add(command, command->n, item);
}

void text_put(struct text_command *command, uint16_t tag, const uint8_t *bytes, size_t len)
{
	set_item(command, pooled(command, tag, bytes, len));
}

void text_append(struct text_command *command, uint16_t tag, const uint8_t *bytes, size_t len)
{
	add(command, command->n, pooled(command, tag, bytes, len));
}

void text_drop(struct text_command *command, uint16_t tag)
{
	struct text_item *item = text_find(command, tag, 0);

	if (!item) {
		fail_msg("no %02x to take away", tag);
		return;
	}
	command->n--;
	memmove(item, item + 1, (size_t)(command->items + command->n - item) * sizeof(*item));
}

const uint8_t *text_bytes(const struct text_command *command, const struct text_item *item)
{
	return command->pool + item->at;
}

static bool edit_header(const char **at, struct text_command *command)
{
	static const struct {
		const char *name;
		size_t field;
	} fields[] = { { "cla=", FIELD_CLA }, { "ins=", FIELD_INS }, { "p1=", FIELD_P1 },
		{ "p2=", FIELD_P2 } };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		size_t len = strlen(fields[i].name);
		struct wbuf w = wbuf_to(command->header + fields[i].field, 1);

		if (strncmp(*at, fields[i].name, len) != 0)
			continue;
		hex_bytes(*at + len, 2, &w);
		*at += len + 2;
		return true;
	}
	return false;
}

static void edit_once(const char **at, struct text_command *command, const struct text_variables *variables)
{
	char what = **at;

	if (edit_header(at, command))
		return;
	if (strncmp(*at, "lc+1", 4) == 0 || strncmp(*at, "tail", 4) == 0) {
		command->long_lc |= **at == 'l';
		command->tail |= **at == 't';
		*at += 4;
		return;
	}
	if (what == '+' || what == '^' || what == '-' || what == '=')
		(*at)++;
	if (what == '-') {
		size_t digits;

		text_drop(command, read_tag(at, &digits));
	} else if (what == '=') {
		make_raw(command, read_value(at, variables, command));
	} else {
		struct text_item item = read_item(at, variables, command);

		if (what == '+')
			add(command, command->n, item);
		else if (what == '^')
			add(command, 0, item);
		else
			set_item(command, item);
	}
}

void text_edit(struct text_command *command, const char *edits, const struct text_variables *variables)
{
	const char *at = edits;

	skip_spaces(&at);
	if (*at == '!') {
		text_read(command, at + 1, variables);
		return;
	}
	for (; *at; skip_spaces(&at))
		edit_once(&at, command, variables);
}

static void write_item(const struct text_command *command, const struct text_item *item, bool cut,
	bool long_83, struct wbuf *w)
{
	size_t len = item->len + (cut ? 1 : 0);

	if (long_83) {
		assert_true(item->tag <= 0xff);
		wbuf_u8(w, (uint8_t)item->tag);
		wbuf_u8(w, 0x83);
		wbuf_u8(w, 0);
		wbuf_u8(w, (uint8_t)(len >> 8));
		wbuf_u8(w, (uint8_t)len);
	} else {
		tlv_head(w, item->tag, len);
	}
	wbuf_put(w, command->pool + item->at, item->len);
}

static void write_items(const struct text_command *command, struct wbuf *w)
{
	for (size_t i = 0; i < command->n; i++)
		write_item(command, &command->items[i], command->cut && i + 1 == command->n,
			command->long_83 && i == 0, w);
}

size_t text_write(const struct text_command *command, uint8_t *apdu, size_t cap)
{
	uint8_t data[TEXT_APDU_MAX];
	struct wbuf d = wbuf_to(data, sizeof(data)), w = wbuf_to(apdu, cap);
	struct apdu out = { .cla = command->header[FIELD_CLA],
		.ins = command->header[FIELD_INS],
		.p1 = command->header[FIELD_P1],
		.p2 = command->header[FIELD_P2] };

	if (command->raw)
		wbuf_put(&d, command->pool + command->items[0].at, command->items[0].len);
	else
		write_items(command, &d);
	assert_false(wbuf_bad(&d));
	out.data = rbuf_from(data, d.len);
	apdu_write(&w, &out);
	if (command->long_lc && d.len > 0)
		apdu[d.len > APDU_LC_SHORT_MAX ? APDU_HEADER + 2 : APDU_HEADER]++;
	if (command->tail)
		wbuf_put(&w, "\x01\x02\x03", 3);
	assert_false(wbuf_bad(&w));
	return w.len;
}
