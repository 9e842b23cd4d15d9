/* tests/conformance/atca_text.c: the words of a conversation with an ATECC, and what its expressions come to. */
#include "atca_text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atca_compute.h"
#include "crc.h"

enum {
	ARGUMENTS = 3,
};

bool atca_text_wrong(struct atca_talk *talk, const struct atca_text *text, const char *what)
{
	conform_fail(
		talk->c, "the script is wrong: %s at \"%.*s\"", what, (int)(text->end - text->at), text->at);
	return false;
}

void atca_text_skip(struct atca_text *text)
{
	while (text->at < text->end && isspace((unsigned char)*text->at))
		text->at++;
}

bool atca_text_char(struct atca_text *text, char c)
{
	atca_text_skip(text);
	if (text->at == text->end || *text->at != c)
		return false;
	text->at++;
	return true;
}

bool atca_text_name(struct atca_text *text, char name[ATCA_TALK_NAME])
{
	size_t n = 0;

	atca_text_skip(text);
	while (text->at < text->end && n + 1 < ATCA_TALK_NAME &&
		(isalnum((unsigned char)*text->at) || *text->at == '_'))
		name[n++] = *text->at++;
	name[n] = '\0';
	return n > 0;
}

bool atca_text_decimal(struct atca_text *text, size_t *value)
{
	atca_text_skip(text);
	if (text->at == text->end || !isdigit((unsigned char)*text->at))
		return false;
	for (*value = 0; text->at < text->end && isdigit((unsigned char)*text->at); text->at++)
		*value = *value * 10 + (size_t)(*text->at - '0');
	return true;
}

static bool append(struct atca_talk *talk, struct atca_text *text, struct atca_talk_bytes *to,
	const void *bytes, size_t len)
{
	if (len > sizeof(to->at) - to->len)
		return atca_text_wrong(talk, text, "too many bytes");
	memcpy(to->at + to->len, bytes, len);
	to->len += len;
	return true;
}

static int digit(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Two digits, and *n behind them. */
bool atca_text_hex(struct atca_talk *talk, struct atca_text *text, struct atca_talk_bytes *to)
{
	int high = digit(text->at[0]), low = text->end - text->at > 1 ? digit(text->at[1]) : -1;
	size_t times = 1;
	uint8_t byte;

	if (high < 0 || low < 0)
		return atca_text_wrong(talk, text, "no two hex digits");
	byte = (uint8_t)(high << 4 | low);
	text->at += 2;
	if (text->at < text->end && *text->at == '*') {
		text->at++;
		if (!atca_text_decimal(text, &times))
			return atca_text_wrong(talk, text, "no number behind *");
	}
	for (; times > 0; times--)
		if (!append(talk, text, to, &byte, 1))
			return false;
	return true;
}

static const struct atca_talk_bytes *variable(const struct atca_talk *talk, const char *name)
{
	for (size_t i = 0; i < talk->n; i++)
		if (strcmp(talk->variables[i].name, name) == 0)
			return &talk->variables[i].value;
	return NULL;
}

static bool take_variable(struct atca_talk *talk, struct atca_text *text, struct atca_talk_bytes *to)
{
	const struct atca_talk_bytes *value;
	size_t offset = 0, len;
	char name[ATCA_TALK_NAME];

	if (!atca_text_name(text, name))
		return atca_text_wrong(talk, text, "no name");
	value = variable(talk, name);
	if (!value)
		return atca_text_wrong(talk, text, "an unknown variable ends");
	len = value->len;
	if (text->at < text->end && *text->at == '[') {
		text->at++;
		if (!atca_text_decimal(text, &offset) || !atca_text_char(text, ':') ||
			!atca_text_decimal(text, &len) || !atca_text_char(text, ']'))
			return atca_text_wrong(talk, text, "no [offset:length]");
	}
	if (offset > value->len || len > value->len - offset)
		return atca_text_wrong(talk, text, "a piece that the variable has not");
	return append(talk, text, to, value->at + offset, len);
}

typedef int computes(const struct atca_talk_bytes *args, struct atca_talk_bytes *out);

static int f_sha(const struct atca_talk_bytes *args, struct atca_talk_bytes *out)
{
	out->len = COMPUTE_DIGEST;
	return compute_sha256(args[0].at, args[0].len, out->at);
}

static int f_hmac(const struct atca_talk_bytes *args, struct atca_talk_bytes *out)
{
	out->len = COMPUTE_DIGEST;
	return compute_hmac(args[0].at, args[0].len, args[1].at, args[1].len, out->at);
}

static int f_aes(const struct atca_talk_bytes *args, struct atca_talk_bytes *out)
{
	out->len = COMPUTE_BLOCK;
	return args[0].len == 16 && args[1].len == 16 ? compute_aes128(args[0].at, args[1].at, out->at)
						      : -EINVAL;
}

static int f_xor(const struct atca_talk_bytes *args, struct atca_talk_bytes *out)
{
	if (args[0].len != args[1].len)
		return -EINVAL;
	out->len = args[0].len;
	for (size_t i = 0; i < out->len; i++)
		out->at[i] = args[0].at[i] ^ args[1].at[i];
	return 0;
}

static int f_point(const struct atca_talk_bytes *args, struct atca_talk_bytes *out)
{
	out->len = COMPUTE_POINT;
	return args[0].len == 32 ? compute_point(args[0].at, out->at) : -EINVAL;
}

static int f_sign(const struct atca_talk_bytes *args, struct atca_talk_bytes *out)
{
	out->len = COMPUTE_SIGNATURE;
	return args[0].len == 32 && args[1].len == 32 ? compute_sign(args[0].at, args[1].at, out->at)
						      : -EINVAL;
}

static int f_ecdh(const struct atca_talk_bytes *args, struct atca_talk_bytes *out)
{
	out->len = 32;
	return args[0].len == 32 && args[1].len == 64 ? compute_ecdh(args[0].at, args[1].at, out->at)
						      : -EINVAL;
}

static int f_crc(const struct atca_talk_bytes *args, struct atca_talk_bytes *out)
{
	struct wbuf w = wbuf_to(out->at, sizeof(out->at));

	wbuf_le16(&w, crc16_atca(args[0].at, args[0].len));
	out->len = w.len;
	return 0;
}

/* Four bytes little endian, and one more. */
static int f_next(const struct atca_talk_bytes *args, struct atca_talk_bytes *out)
{
	struct rbuf r = rbuf_from(args[0].at, args[0].len);
	struct wbuf w = wbuf_to(out->at, sizeof(out->at));

	wbuf_le32(&w, rbuf_le32(&r) + 1);
	out->len = w.len;
	return rbuf_bad(&r) ? -EINVAL : 0;
}

/* Word address, count, what is given, checksum. */
static int f_packet(const struct atca_talk_bytes *args, struct atca_talk_bytes *out)
{
	struct wbuf w = wbuf_to(out->at, sizeof(out->at));

	wbuf_u8(&w, ATCA_WORD_COMMAND);
	wbuf_u8(&w, (uint8_t)(args[0].len + 3));
	wbuf_put(&w, args[0].at, args[0].len);
	wbuf_le16(&w, crc16_atca(out->at + 1, w.len - 1));
	out->len = w.len;
	return wbuf_bad(&w) ? -EINVAL : 0;
}

/* P_SHA256, 64 bytes of it: pieces are taken with a variable. */
static int f_prf(const struct atca_talk_bytes *args, struct atca_talk_bytes *out)
{
	out->len = 64;
	return compute_prf(args[0].at, args[0].len, args[1].at, args[1].len, out->at, out->len);
}

struct function {
	const char *name;
	size_t args;
	computes *compute;
};

static const struct function functions[] = {
	{ "sha", 1, f_sha },
	{ "hmac", 2, f_hmac },
	{ "aes", 2, f_aes },
	{ "xor", 2, f_xor },
	{ "point", 1, f_point },
	{ "sign", 2, f_sign },
	{ "ecdh", 2, f_ecdh },
	{ "crc", 1, f_crc },
	{ "prf", 2, f_prf },
	{ "packet", 1, f_packet },
	{ "next", 1, f_next },
};

/* The function whose name and bracket come next; NULL: none does. */
static const struct function *take_function(struct atca_text *text)
{
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		size_t len = strlen(functions[i].name);

		if ((size_t)(text->end - text->at) > len && strncmp(text->at, functions[i].name, len) == 0 &&
			text->at[len] == '(') {
			text->at += len + 1;
			return &functions[i];
		}
	}
	return NULL;
}

static bool take_call(struct atca_talk *talk, struct atca_text *text, const struct function *function,
	struct atca_talk_bytes *to, unsigned int depth)
{
	struct atca_talk_bytes *args = calloc(ARGUMENTS + 1, sizeof(*args)), *out;
	bool good = args;

	if (!args)
		return atca_text_wrong(talk, text, "no memory");
	out = &args[ARGUMENTS];
	for (size_t i = 0; good && i < function->args; i++)
		good = (i == 0 || atca_text_char(text, ',')) &&
		       atca_text_expression(talk, text, &args[i], depth + 1);
	if (good && !atca_text_char(text, ')'))
		good = atca_text_wrong(talk, text, "no )");
	if (good && function->compute(args, out) < 0)
		good = atca_text_wrong(talk, text, "nothing to compute with");
	if (good)
		good = append(talk, text, to, out->at, out->len);
	free(args);
	return good || atca_text_wrong(talk, text, "no argument");
}

bool atca_text_expression(
	struct atca_talk *talk, struct atca_text *text, struct atca_talk_bytes *to, unsigned int depth)
{
	if (depth > 4)
		return atca_text_wrong(talk, text, "too deep");
	for (;;) {
		const struct function *function;
		bool good;

		atca_text_skip(text);
		if (text->at == text->end || strchr("=!>:,)|", *text->at))
			return true;
		function = take_function(text);
		if (function)
			good = take_call(talk, text, function, to, depth);
		else if (*text->at == '$' && text->at++)
			good = take_variable(talk, text, to);
		else
			good = atca_text_hex(talk, text, to);
		if (!good)
			return false;
	}
}

const char *atca_text_shown(const uint8_t *bytes, size_t len, char text[2 * ATCA_TEXT_SHOWN + 8])
{
	size_t n = len < ATCA_TEXT_SHOWN ? len : ATCA_TEXT_SHOWN;

	text[0] = '\0';
	for (size_t i = 0; i < n; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	if (n < len)
		snprintf(text + 2 * n, 4, "...");
	return text;
}
