/* tests/conformance/refusal_plan.c: situations of vectors/refusals.tsv as things to do. */
#include "refusal_plan.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "refusal_faults.h"
#include "good.h"
#include "se05x.h"

void plan_word(struct plan *plan, const char *word)
{
	size_t n = strlen(plan->words);

	if (n + strlen(word) + 2 >= sizeof(plan->words)) {
		plan->too_long = true;
		return;
	}
	sprintf(plan->words + n, "%s%s", n > 0 ? "," : "", word);
}

void plan_line(char *script, const char *format, ...)
{
	size_t n = strlen(script);
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(script + n, PLAN_SCRIPT_MAX - n, format, args);
	va_end(args);
	n += (size_t)len;
	if (len >= 0 && n + 2 < PLAN_SCRIPT_MAX)
		memcpy(script + n, ";", 2);
	else
		memcpy(script, ".too-long;",
			sizeof(".too-long;")); /* no directive: whoever runs it is told */
}

static void need_tag(struct plan *plan, uint8_t tag)
{
	size_t n = 0;

	while (n + 1 < PLAN_TAGS && plan->tags[n])
		n++;
	if (n + 1 < PLAN_TAGS)
		plan->tags[n] = tag;
	else
		plan->too_long = true;
}

/* What a pattern's % stood for. */
struct found {
	uint8_t tags[2];
	size_t n_tags;
	size_t number;
	const char *rest;
};

/* %T a tag (T41), %N a number, %R the rest. */
static bool like(const char *text, const char *pattern, struct found *found)
{
	memset(found, 0, sizeof(*found));
	for (; *pattern; pattern++) {
		char *end;

		if (*pattern != '%') {
			if (*pattern != *text++)
				return false;
			continue;
		}
		pattern++;
		if (*pattern == 'R') {
			found->rest = text;
			return *text != 0;
		}
		if (*pattern == 'T') {
			char digits[3] = { 0 };

			if (*text != 'T' || !isxdigit((unsigned char)text[1]) ||
				!isxdigit((unsigned char)text[2]) || found->n_tags == 2)
				return false;
			memcpy(digits, text + 1, 2);
			found->tags[found->n_tags++] = (uint8_t)strtoul(digits, NULL, 16);
			text += 3;
			continue;
		}
		if (!isdigit((unsigned char)*text))
			return false;
		found->number = strtoul(text, &end, 10);
		text = end;
	}
	return *text == 0;
}

/* Hex digits and spaces only: written without spaces. */
static bool plain_hex(const char *text, char *hex)
{
	for (; *text; text++) {
		if (isspace((unsigned char)*text))
			continue;
		if (!isxdigit((unsigned char)*text))
			return false;
		*hex++ = *text;
	}
	*hex = 0;
	return true;
}

/* "exactly 4 bytes", "at most 16 bytes": the bound that the row's reason states. */
static bool stated_bound(const struct refusal *row, const char *most, size_t *bound)
{
	static const char exactly[] = "exactly ";
	const char *at = strstr(row->reason, exactly);

	at = at ? at + strlen(exactly) : strstr(row->reason, most);
	if (!at)
		return false;
	while (*at && !isdigit((unsigned char)*at))
		at++;
	*bound = strtoul(at, NULL, 10);
	return *bound > 0;
}

typedef bool fault_maker(const struct refusal *row, struct plan *plan, const struct found *found);

static bool as_it_is(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	(void)plan;
	(void)found;
	return true;
}

static bool no_data(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	(void)found;
	plan->fault = fault_no_data;
	return true;
}

static bool with_tag(struct plan *plan, const struct found *found,
	void (*fault)(struct text_command *, const struct plan *))
{
	plan->fault = fault;
	plan->tag = found->tags[0];
	need_tag(plan, plan->tag);
	return true;
}

static bool drop(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	return with_tag(plan, found, fault_drop);
}

static bool twice(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	return with_tag(plan, found, fault_twice);
}

static bool resized(struct plan *plan, const struct found *found, size_t size)
{
	plan->size = size;
	return with_tag(plan, found, fault_resize);
}

static bool empty(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	return resized(plan, found, 0);
}

static bool too_short(const struct refusal *row, struct plan *plan, const struct found *found)
{
	size_t bound;

	return stated_bound(row, "at least ", &bound) && resized(plan, found, bound - 1);
}

static bool too_long(const struct refusal *row, struct plan *plan, const struct found *found)
{
	size_t bound;

	return stated_bound(row, "at most ", &bound) && resized(plan, found, bound + 1);
}

static bool of_bytes(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	return resized(plan, found, found->number);
}

static bool byte_short(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	return with_tag(plan, found, fault_byte_short);
}

static bool byte_long(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	return with_tag(plan, found, fault_byte_long);
}

static bool swap(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	plan->tag_2 = found->tags[1];
	need_tag(plan, plan->tag_2);
	return with_tag(plan, found, fault_swap);
}

static bool extra(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	plan->tag = found->tags[0];
	plan->fault = fault_extra;
	return true;
}

static bool cut(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	(void)found;
	plan->fault = fault_cut;
	return true;
}

static bool lencode(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	(void)found;
	plan->fault = fault_lencode;
	return true;
}

static bool value(const struct refusal *row, struct plan *plan, const struct found *found)
{
	char hex[100];

	(void)row;
	if (strcmp(found->rest, "zero") == 0) {
		plan->tag = found->tags[0];
		need_tag(plan, plan->tag);
		plan->fault = fault_zero;
		return true;
	}
	if (strlen(found->rest) >= sizeof(hex) || !plain_hex(found->rest, hex))
		return false;
	need_tag(plan, found->tags[0]);
	plan_line(plan->edit, "%02x:%s", found->tags[0], hex);
	return true;
}

/* "T41 7FFF0206". */
static bool set(const struct refusal *row, struct plan *plan, const struct found *found)
{
	char hex[20];

	(void)row;
	if (strlen(found->rest) != 8 || !plain_hex(found->rest, hex))
		return false;
	need_tag(plan, found->tags[0]);
	plan_line(plan->edit, "%02x:%s", found->tags[0], hex);
	return true;
}

static bool header(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	if (strlen(found->rest) != strcspn(found->rest, " ") + 3)
		return false;
	plan_line(plan->edit, "%.*s=%s", (int)strcspn(found->rest, " "), found->rest,
		found->rest + strcspn(found->rest, " ") + 1);
	return true;
}

static bool instruction(const struct refusal *row, struct plan *plan, const struct found *found)
{
	if (strlen(found->rest) != 2)
		return false;
	plan_line(plan->edit, "ins=%s", found->rest);
	/* The flags mean nothing when the object exists (AN12413 table 18). */
	if (good_knows(row->command, "object is new"))
		plan_word(plan, "object is new");
	return true;
}

static bool no_object(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	need_tag(plan, found->tags[0]);
	plan_line(plan->edit, "%02x:00207777", found->tags[0]);
	return true;
}

static bool other_object(struct plan *plan, uint8_t tag, const char *class)
{
	need_tag(plan, tag);
	plan_line(plan->setup, ".make 00200077 %s", class);
	plan_line(plan->edit, "%02x:00200077", tag);
	return true;
}

static bool key_of_class(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	return other_object(plan, found->tags[0], found->rest);
}

/* A transient object survives that the applet is deselected, its value does not (AN12413 3.2.2.2). */
static bool cleared_key(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	need_tag(plan, found->tags[0]);
	plan_line(plan->before, ".make 00200077 %s; .select", found->rest);
	plan_line(plan->edit, "%02x:00200077", found->tags[0]);
	return true;
}

static bool another_class(const struct refusal *row, struct plan *plan, const struct found *found)
{
	return other_object(
		plan, found->tags[0], strcmp(row->command, "WriteBinary") == 0 ? "AES" : "binary");
}

static bool policy_with(const struct refusal *row, struct plan *plan, const struct found *found)
{
	const char *open = strchr(found->rest, '(');

	/* Authentication objects have rules of their own from 3.4.0 on. */
	if (!strstr(row->state, "authentication object") &&
		good_find(row->command, "!authentication object", NULL) >= 0)
		plan_word(plan, "!authentication object");
	need_tag(plan, TAG_POLICY);
	if (!open || strlen(open) != 10)
		return false;
	plan_line(plan->edit, "11:0800000000%.8s", open + 1);
	return true;
}

static bool policy_edit(struct plan *plan, const char *policy)
{
	need_tag(plan, TAG_POLICY);
	plan_line(plan->edit, "11:%s", policy);
	return true;
}

static bool policy_reserved(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	(void)found;
	return policy_edit(plan, "080000000000000001");
}

static bool policy_bare(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	(void)found;
	return policy_edit(plan, "080000000000010000");
}

static bool policy_surplus(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	(void)found;
	return policy_edit(plan, "0c000000000004000000000030");
}

static bool policy_cut(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	(void)found;
	return policy_edit(plan, "090000000000040000");
}

static bool policy_seven(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	(void)found;
	return policy_edit(plan, "0700000000000400");
}

static bool policy_again(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	(void)found;
	plan_line(plan->edit, "^11:080000000000040000");
	return true;
}

/* Which TLV names the crypto object: CreateCryptoObject and its like have it first. */
static const char *crypto_tag(const struct refusal *row)
{
	return strstr(row->command, "CryptoObject") ? "41" : "42";
}

static bool no_crypto_object(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)found;
	plan_line(plan->edit, "%s:7777", crypto_tag(row));
	return true;
}

static bool crypto_of_context(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)found;
	plan_line(plan->setup, "011000 41:0099 %s",
		strncmp(row->command, "Digest", 6) == 0 ? "42:03 43:19" : "42:01 43:04");
	plan_line(plan->edit, "%s:0099", crypto_tag(row));
	return true;
}

static bool crypto_of_user(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)found;
	plan_line(plan->setup, "410700 41:00a00077 42:c001020304; .userid 00a00077 c001020304;"
			       "011000 41:0098 42:$context 43:$subtype; .out");
	plan_line(plan->edit, "%s:0098", crypto_tag(row));
	return true;
}

static bool without_init(const struct refusal *row, struct plan *plan, const struct found *found)
{
	if (!strstr(found->rest, "Init"))
		return false;
	plan_line(plan->setup, "011000 41:0097 42:$context 43:$subtype");
	plan_line(plan->edit, "%s:0097", crypto_tag(row));
	return true;
}

static bool outside(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	(void)found;
	plan_line(plan->setup, ".out");
	plan->spoils = true;
	return true;
}

static bool other_session(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	(void)found;
	plan_line(plan->setup, ".out; 410700 41:00a00077 42:c001020304; .userid 00a00077 c001020304");
	plan->spoils = true;
	return true;
}

static bool used(const struct refusal *row, struct plan *plan, const struct found *found)
{
	(void)row;
	(void)found;
	/* In another role the object does not need what its use needs. */
	plan_word(plan, "!attesting key of ReadObject");
	return plan->policy_class[0] != 0;
}

/* "WriteECKey update", "CipherInit encrypt": a word of the good command. */
static bool a_word(const struct refusal *row, struct plan *plan, const struct found *found)
{
	if (plan->policy_class[0] == 0 || !good_knows(row->command, found->rest))
		return false;
	plan_word(plan, found->rest);
	return true;
}

static const struct pattern {
	const char *text;
	fault_maker *make;
} patterns[] = {
	{ "no data", no_data },
	{ "drop %T", drop },
	{ "twice %T", twice },
	{ "empty %T", empty },
	{ "short %T", too_short },
	{ "long %T", too_long },
	{ "%T of %N bytes", of_bytes },
	{ "%T of %N byte", of_bytes },
	{ "%T one byte short", byte_short },
	{ "%T one byte long", byte_long },
	{ "%T one byte longer than the digest", byte_long },
	{ "%T one byte shorter than the digest", byte_short },
	{ "swap %T %T", swap },
	{ "extra %T", extra },
	{ "cut", cut },
	{ "lencode 83", lencode },
	{ "value %T %R", value },
	{ "header %R", header },
	{ "INS %R", instruction },
	{ "no %T", drop },
	{ "%T names no object", no_object },
	{ "%T names a key of class %R", key_of_class },
	{ "%T names a key without its value, %R", cleared_key },
	{ "%T names an object of another class", another_class },
	{ "T11 with header 00000001", policy_reserved },
	{ "T11 with REQUIRE_PCR_VALUE and no extension", policy_bare },
	{ "T11 with an extension no rule asks for", policy_surplus },
	{ "T11 whose entry runs past the set", policy_cut },
	{ "T11 whose entry length is 7", policy_seven },
	{ "T11 with %R", policy_with },
	{ "T11", policy_again },
	{ "%T %R", set },
	{ "crypto object that does not exist", no_crypto_object },
	{ "crypto object of another context", crypto_of_context },
	{ "crypto object of another user", crypto_of_user },
	{ "without %R", without_init },
	{ "outside a session", outside },
	{ "inside a session", other_session },
	{ "in a session of another object", other_session },
	{ "use", used },
	{ "%R", a_word },
};

bool plan_make(const struct refusal *row, struct plan *plan)
{
	memset(plan, 0, sizeof(*plan));
	if (!plan_states(row, plan))
		return false;
	if (row->fault[0] == 0)
		return as_it_is(row, plan, NULL);
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct found found;

		if (like(row->fault, patterns[i].text, &found))
			return patterns[i].make(row, plan, &found) && !plan->too_long;
	}
	return false;
}

void plan_apply(const struct plan *plan, struct text_command *command, const struct text_variables *variables)
{
	char edits[PLAN_SCRIPT_MAX];

	memcpy(edits, plan->edit, sizeof(edits));
	for (char *at = edits; (at = strchr(at, ';'));)
		*at = ' ';
	text_edit(command, edits, variables);
	if (plan->fault)
		plan->fault(command, plan);
}
