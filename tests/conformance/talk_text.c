/* tests/conformance/talk_text.c: commands of the SE05x as text. */
#include "talk_text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "apdu.h"
#include "tlv.h"

enum {
	FIELD_CLA,
	FIELD_INS,
	FIELD_P1,
	FIELD_P2,
};

/* The first trouble counts; nothing more is read then. */
static void wrong(struct text_command *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void wrong(struct text_command *command, const char *format, ...)
{
	va_list args;

	if (command->trouble[0])
		return;
	va_start(args, format);
	vsnprintf(command->trouble, sizeof(command->trouble), format, args);
	va_end(args);
}

static bool good_so_far(struct text_command *command, bool condition, const char *what)
{
	if (!condition)
		wrong(command, "%s", what);
	return command->trouble[0] == 0;
}

void text_set(struct text_variables *variables, const char *name, const uint8_t *bytes, size_t len)
{
	struct text_variable *v = variables->at;

	while (v < variables->at + variables->n && strcmp(v->name, name) != 0)
		v++;
	if (v == variables->at + TEXT_VARIABLES || strlen(name) >= sizeof(v->name) ||
		len > sizeof(v->bytes)) {
		variables->full = true;
		return;
	}
	if (v == variables->at + variables->n)
		variables->n++;
	memset(v, 0, sizeof(*v));
	memcpy(v->name, name, strlen(name));
	if (len > 0)
		memcpy(v->bytes, bytes, len);
	v->len = len;
}

/* .at is NULL when there is none. */
static struct rbuf variable(const struct text_variables *variables, const char *name, size_t len)
{
	for (size_t i = 0; i < variables->n; i++)
		if (strlen(variables->at[i].name) == len && memcmp(variables->at[i].name, name, len) == 0)
			return rbuf_from(variables->at[i].bytes, variables->at[i].len);
	return rbuf_from(NULL, 0);
}

bool text_value(const struct text_variables *variables, const char *name, uint8_t *bytes, size_t len)
{
	struct rbuf value = variable(variables, name, strlen(name));

	if (!value.at || rbuf_left(&value) != len)
		return false;
	memcpy(bytes, value.at, len);
	return true;
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

static void hex_bytes(struct text_command *command, const char *digits, size_t n, struct wbuf *out)
{
	if (n % 2 != 0)
		wrong(command, "odd digits: %.30s", digits);
	for (size_t i = 0; i + 1 < n; i += 2)
		wbuf_u8(out, (uint8_t)(digit(digits[i]) << 4 | digit(digits[i + 1])));
}

static size_t decimal(struct text_command *command, const char **at)
{
	char *end;
	size_t n = strtoul(*at, &end, 10);

	if (end == *at)
		wrong(command, "a number is due: %.30s", *at);
	*at = end;
	return n;
}

static void read_command(
	const char **at, const struct text_variables *variables, struct text_command *command);
static void read_items(const char **at, const struct text_variables *variables, struct text_command *command);
static void write_items(const struct text_command *command, struct wbuf *w);

static void nested(struct text_command *command, const char **at, const struct text_variables *variables,
	char close, struct wbuf *out)
{
	struct text_command *inner = calloc(1, sizeof(*inner));
	uint8_t bytes[TEXT_APDU_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	if (!inner) {
		wrong(command, "no memory");
		return;
	}
	if (close == '}') {
		read_command(at, variables, inner);
		w.len = text_write(inner, bytes, sizeof(bytes));
	} else {
		read_items(at, variables, inner);
		write_items(inner, &w);
	}
	if (inner->trouble[0])
		wrong(command, "%s", inner->trouble);
	else if (**at != close)
		wrong(command, "%c is due: %.30s", close, *at);
	else
		(*at)++;
	wbuf_put(out, bytes, w.len);
	free(inner);
}

/* What stands behind a term. */
static void modify(struct text_command *command, const char **at, uint8_t *bytes, size_t *len)
{
	while (!command->trouble[0] && (**at == '~' || **at == '<' || **at == '>')) {
		char what = *(*at)++;
		size_t n;

		if (what == '~' && **at == '-') {
			(*at)++;
			n = *len - 1;
		} else {
			n = decimal(command, at);
		}
		if (!good_so_far(command, n <= *len && (what != '~' || n < *len), "a byte that is not there"))
			return;
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

static void read_term(struct text_command *command, const char **at, const struct text_variables *variables,
	struct wbuf *out)
{
	size_t begin = out->len, len;

	if (**at == '$') {
		const char *name = ++*at;
		struct rbuf value;

		while (isalnum((unsigned char)**at))
			(*at)++;
		value = variable(variables, name, (size_t)(*at - name));
		if (!value.at)
			wrong(command, "no variable %.*s", (int)(*at - name), name);
		wbuf_put(out, value.at, rbuf_left(&value));
	} else if (**at == '{' || **at == '[') {
		char close = **at == '{' ? '}' : ']';

		(*at)++;
		nested(command, at, variables, close, out);
	} else {
		size_t n = hex_run(*at), times = 1;
		const char *digits = *at;

		*at += n;
		if (**at == '*') {
			(*at)++;
			times = decimal(command, at);
		}
		while (times-- > 0)
			hex_bytes(command, digits, n, out);
	}
	if (!good_so_far(command, !wbuf_bad(out), "too long a value"))
		return;
	len = out->len - begin;
	modify(command, at, out->at + begin, &len);
	out->len = begin + len;
}

/* Into the pool. Returns the item, without a tag. */
static struct text_item read_value(
	const char **at, const struct text_variables *variables, struct text_command *command)
{
	uint8_t bytes[TEXT_APDU_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct text_item item = { .at = command->used };

	read_term(command, at, variables, &w);
	while (**at == '+' && !command->trouble[0]) {
		(*at)++;
		read_term(command, at, variables, &w);
	}
	if (!good_so_far(command, !wbuf_bad(&w) && w.len <= sizeof(command->pool) - command->used,
		    "too long a value"))
		return item;
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

static uint16_t read_tag(struct text_command *command, const char **at, size_t *digits)
{
	uint8_t tag[2] = { 0 };
	struct wbuf w = wbuf_to(tag, sizeof(tag));

	*digits = hex_run(*at);
	if (*digits != 2 && *digits != 4) {
		wrong(command, "a tag is due: %.30s", *at);
		return 0;
	}
	hex_bytes(command, *at, *digits, &w);
	*at += *digits;
	return (uint16_t)(*digits == 2 ? tag[0] : tag[0] << 8 | tag[1]);
}

static struct text_item read_item(
	const char **at, const struct text_variables *variables, struct text_command *command)
{
	size_t digits;
	uint16_t tag = read_tag(command, at, &digits);
	struct text_item item = { 0 };

	if (**at != ':')
		wrong(command, ": is due: %.30s", *at);
	if (command->trouble[0])
		return item;
	(*at)++;
	item = read_value(at, variables, command);
	item.tag = tag;
	return item;
}

static void add(struct text_command *command, size_t where, struct text_item item)
{
	if (!good_so_far(command, command->n < TEXT_ITEMS_MAX, "too many TLVs"))
		return;
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
	for (skip_spaces(at); !ends(**at) && !command->trouble[0]; skip_spaces(at)) {
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
	if (n != 6 && n != 8) {
		wrong(command, "INS P1 P2 are due: %.30s", *at);
		return;
	}
	if (n == 6)
		wbuf_u8(&w, 0x80);
	hex_bytes(command, *at, n, &w);
	*at += n;
	read_items(at, variables, command);
}

void text_read(struct text_command *command, const char *text, const struct text_variables *variables)
{
	const char *at = text;

	memset(command, 0, sizeof(*command));
	if (variables->full)
		wrong(command, "no room for another variable");
	read_command(&at, variables, command);
	if (*at)
		wrong(command, "what is this: %.30s", at);
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

	if (!good_so_far(command, len <= sizeof(command->pool) - command->used, "too long a value"))
		return item;
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
		wrong(command, "no %02x to take away", tag);
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
		hex_bytes(command, *at + len, 2, &w);
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

		uint16_t tag = read_tag(command, at, &digits);

		text_drop(command, tag);
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
	for (; *at && !command->trouble[0]; skip_spaces(&at))
		edit_once(&at, command, variables);
}

static void write_item(const struct text_command *command, const struct text_item *item, bool cut,
	bool long_83, struct wbuf *w)
{
	size_t len = item->len + (cut ? 1 : 0);

	if (long_83) {
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
	out.data = rbuf_from(data, d.len);
	apdu_write(&w, &out);
	if (command->long_lc && d.len > 0)
		apdu[d.len > APDU_LC_SHORT_MAX ? APDU_HEADER + 2 : APDU_HEADER]++;
	if (command->tail)
		wbuf_put(&w, "\x01\x02\x03", 3);
	return wbuf_bad(&d) || wbuf_bad(&w) ? 0 : w.len;
}
