/* sim/profiles/profile_parse.c: a profile file taken apart into sections and keys (docs/PROFILES.md). */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "profile_draft.h"

enum {
	LINE_MAX_LEN = 1000,
	INCLUDES_MAX = 4, /* deep */
};

int draft_fail(struct draft *draft, const char *format, ...)
{
	char sentence[sizeof(draft->why->text)];
	va_list list;

	va_start(list, format);
	vsnprintf(sentence, sizeof(sentence), format, list);
	va_end(list);
	return mark_fail(&draft->here, draft->why, "%s", sentence);
}

int draft_no_memory(struct draft *draft)
{
	return why_errno(draft->why, ENOMEM, "no memory for the profile %s", draft->here.file);
}

int draft_string(struct draft *draft, struct span value, const char **to)
{
	*to = arena_string(draft->arena, value);
	return *to ? 0 : draft_no_memory(draft);
}

/* --- the head: what stands above the first section */

/* What an included profile says of itself is not said of the one that includes it. */
static bool is_included(const struct draft *draft)
{
	return draft->depth > 0;
}

int draft_check_name(struct draft *draft, struct span value)
{
	for (size_t i = 0; i < value.len; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", value.at[i]))
			return draft_fail(draft,
				"the name \"%.*s\" has a '%c': it is made of letters, digits, -, _ and .",
				span_shown(value), value.at, value.at[i]);
	return 0;
}

static int take_name(struct draft *draft, struct span value)
{
	int rc;

	if (value.len > PROFILE_NAME_MAX)
		return draft_fail(
			draft, "the name has %zu characters: it is %d at most", value.len, PROFILE_NAME_MAX);
	rc = draft_check_name(draft, value);
	return rc < 0 || is_included(draft) ? rc : draft_string(draft, value, &draft->as.name);
}

static int take_kind(struct draft *draft, struct span value)
{
	const bool atecc = span_is(value, "atecc608");

	if (!atecc && !span_is(value, "se050"))
		return draft_fail(draft, "there is no kind \"%.*s\": it is atecc608 or se050",
			span_shown(value), value.at);
	if (draft->as.kind && !span_is(value, draft->as.kind))
		return draft_fail(draft, "this is of kind %.*s, and what includes it of kind %s",
			span_shown(value), value.at, draft->as.kind);
	if (draft->as.kind)
		return 0;
	if (atecc)
		draft->atecc = arena_take(draft->arena, sizeof(*draft->atecc));
	else
		draft->se050 = arena_take(draft->arena, sizeof(*draft->se050));
	if (!draft->atecc && !draft->se050)
		return draft_no_memory(draft);
	if (draft->atecc)
		draft->atecc->as.fill = 0xff;
	draft->as.kind = atecc ? "atecc608" : "se050";
	return 0;
}

static int take_summary(struct draft *draft, struct span value)
{
	return is_included(draft) ? 0 : draft_string(draft, value, &draft->as.summary);
}

static int take_source(struct draft *draft, struct span value)
{
	return is_included(draft) && draft->as.source ? 0 : draft_string(draft, value, &draft->as.source);
}

static int take_address(struct draft *draft, struct span value)
{
	uint32_t address;

	if (!span_hex(value, 2, &address) || address < 0x08 || address > 0x77)
		return draft_fail(draft,
			"\"%.*s\" is no address: it is 7-bit, two hex digits from 08 to 77 (8-bit C0 is 60)",
			span_shown(value), value.at);
	if (is_included(draft) && draft->has_address)
		return 0;
	draft->as.address = (uint8_t)address;
	draft->has_address = true;
	draft->address_mark = draft->here;
	return 0;
}

static const struct draft_key head_keys[] = {
	{ "name", take_name, 0 },
	{ "kind", take_kind, 0 },
	{ "summary", take_summary, 0 },
	{ "source", take_source, 0 },
	{ "address", take_address, 0 },
};

static const struct draft_section head = {
	.name = "the head", .keys = head_keys, .n_keys = sizeof(head_keys) / sizeof(head_keys[0])
};

/* Behind an include, until the next section begins. */
static const struct draft_section nowhere = { .name = "nothing" };

/* --- sections */

static int missing_key(struct draft *draft, const char *name)
{
	struct draft at = *draft;

	at.here = draft->section_mark;
	return draft_fail(&at, "[%s] lacks the key \"%s\"", draft->section->name, name);
}

static int close_section(struct draft *draft)
{
	const struct draft_section *section = draft->section;
	const struct mark here = draft->here;
	int rc;

	for (size_t i = 0; i < section->n_keys; i++)
		if (section->keys[i].flags & KEY_NEEDED && !(draft->given >> i & 1))
			return missing_key(draft, section->keys[i].name);
	rc = section->close ? section->close(draft) : 0;
	if (rc == 0)
		draft->here = here;
	return rc;
}

static int open_section(struct draft *draft, const struct draft_section *section, struct span argument)
{
	if (section->kind && !draft->as.kind)
		return draft_fail(draft, "[%s] stands before the line that says the kind: kind = %s",
			section->name, section->kind);
	if (section->kind && strcmp(section->kind, draft->as.kind) != 0)
		return draft_fail(draft, "[%s] is not for the kind %s", section->name, draft->as.kind);
	if (section->names && argument.len == 0)
		return draft_fail(
			draft, "[%s] wants a name: [%s %s]", section->name, section->name, section->names);
	if (!section->names && argument.len > 0)
		return draft_fail(draft, "[%s] has no name: \"%.*s\" is too much", section->name,
			span_shown(argument), argument.at);
	draft->section = section;
	draft->section_mark = draft->here;
	draft->given = 0;
	return section->open ? section->open(draft, argument) : 0;
}

static const struct draft_section *find_section(
	const struct draft_section *sections, size_t n, struct span name)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(name, sections[i].name))
			return &sections[i];
	return NULL;
}

static int take_header(struct draft *draft, struct span line)
{
	struct span inside = { line.at + 1, line.len - 2 };
	struct span argument = inside, name;
	const struct draft_section *section;
	int rc;

	if (line.len < 2 || line.at[line.len - 1] != ']')
		return draft_fail(draft, "a section's line ends in ']'");
	name = span_word(&argument);
	rc = close_section(draft);
	if (rc < 0)
		return rc;
	section = find_section(profile_sections_atecc, 3, name);
	if (!section)
		section = find_section(profile_sections_se050, 3, name);
	if (!section)
		section = find_section(profile_sections_certificate, 2, name);
	if (!section)
		return draft_fail(draft,
			"there is no section [%.*s]: there are config, otp and slots (atecc608), identity, "
			"ordering "
			"and object (se050), authority and certificate",
			span_shown(name), name.at);
	return open_section(draft, section, argument);
}

static int unknown_key(struct draft *draft, struct span key)
{
	char known[400];
	size_t len = 0;

	if (draft->section == &nowhere)
		return draft_fail(draft, "\"%.*s\" stands in no section", span_shown(key), key.at);
	known[0] = '\0';
	for (size_t i = 0; i < draft->section->n_keys && len < sizeof(known); i++)
		len += (size_t)snprintf(known + len, sizeof(known) - len, "%s%s", i > 0 ? ", " : "",
			draft->section->keys[i].name);
	return draft_fail(draft, "%s has no key \"%.*s\": it has %s%s", draft->section->name, span_shown(key),
		key.at, draft->section->row ? "numbers, " : "", known);
}

static int take_key(struct draft *draft, struct span key, struct span value)
{
	const struct draft_section *section = draft->section;

	if (section->row && key.len > 0 && key.at[0] >= '0' && key.at[0] <= '9')
		return section->row(draft, key, value);
	for (size_t i = 0; i < section->n_keys; i++) {
		const struct draft_key *known = &section->keys[i];

		if (!span_is(key, known->name))
			continue;
		if (draft->given >> i & 1 && !(known->flags & KEY_AGAIN))
			return draft_fail(draft, "%s is given twice", known->name);
		draft->given |= UINT32_C(1) << i;
		return known->take(draft, value);
	}
	return unknown_key(draft, key);
}

/* --- lines */

static int take_text(struct draft *draft, const char *file, const char *text, size_t len);

const struct profile_text *profile_text_find(const struct profile_library *library, struct span name)
{
	for (size_t i = 0; i < library->n; i++)
		if (span_is(name, library->texts[i].name))
			return &library->texts[i];
	return NULL;
}

static int take_include(struct draft *draft, struct span name)
{
	const struct profile_text *text = profile_text_find(draft->library, name);
	const struct mark here = draft->here;
	const uint32_t given = draft->given;
	const bool in_head = draft->section == &head;
	int rc;

	if (!text)
		return draft_fail(draft,
			"there is nothing built in named \"%.*s\" to include: it is a profile's or a "
			"fragment's name",
			span_shown(name), name.at);
	if (draft->depth == INCLUDES_MAX)
		return draft_fail(draft, "includes are more than %d deep: %s includes itself", INCLUDES_MAX,
			text->name);
	rc = close_section(draft);
	if (rc < 0)
		return rc;
	draft->depth++;
	draft->section = &head;
	draft->given = 0;
	rc = take_text(draft, text->name, text->at, text->len);
	if (rc == 0)
		rc = close_section(draft);
	draft->depth--;
	draft->here = here;
	/* The head goes on behind an include; a section does not. */
	draft->section = in_head ? &head : &nowhere;
	draft->given = in_head ? given : 0;
	return rc;
}

/* Up to a # that is outside quotation marks and has a blank before it. */
static struct span without_comment(struct span line)
{
	bool quoted = false;

	if (line.len == 0 || !memchr(line.at, '#', line.len))
		return span_trimmed(line);
	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] == '"')
			quoted = !quoted;
		if (line.at[i] == '#' && !quoted &&
			(i == 0 || line.at[i - 1] == ' ' || line.at[i - 1] == '\t')) {
			line.len = i;
			break;
		}
	}
	return span_trimmed(line);
}

static int check_characters(struct draft *draft, struct span line)
{
	for (size_t i = 0; i < line.len; i++) {
		const unsigned char c = (unsigned char)line.at[i];

		if ((c < 0x20 && c != '\t') || c > 0x7e)
			return draft_fail(draft,
				"byte %02x at column %zu is no printable ASCII: a profile is plain text", c,
				i + 1);
	}
	return 0;
}

static int take_line(struct draft *draft, struct span line)
{
	struct span value, key, word;
	int rc;

	if (line.len > 0 && line.at[line.len - 1] == '\r')
		line.len--;
	if (line.len > LINE_MAX_LEN)
		return draft_fail(
			draft, "the line has %zu characters: %d are the most", line.len, LINE_MAX_LEN);
	if (memchr(line.at, '\0', line.len))
		return draft_fail(draft, "the line holds a zero byte: a profile is plain text");
	line = without_comment(line);
	rc = check_characters(draft, line);
	if (rc < 0 || line.len == 0)
		return rc;
	if (line.at[0] == '[')
		return take_header(draft, line);
	value = line;
	key = span_cut(&value, '=');
	if (key.len == line.len) {
		value = line;
		word = span_word(&value);
		if (span_is(word, "include") && value.len > 0)
			return take_include(draft, value);
		return draft_fail(draft, "\"%.*s\" is neither key = value nor [section] nor include NAME",
			span_shown(line), line.at);
	}
	key = span_trimmed(key);
	value = span_trimmed(value);
	if (value.len == 0)
		return draft_fail(draft, "%.*s has no value", span_shown(key), key.at);
	return take_key(draft, key, value);
}

static int take_text(struct draft *draft, const char *file, const char *text, size_t len)
{
	struct span rest = { text, len };
	int rc = 0;

	draft->here = (struct mark){ .file = file };
	while (rc == 0 && rest.len > 0) {
		draft->here.line++;
		rc = take_line(draft, span_cut(&rest, '\n'));
	}
	return rc;
}

/* --- the end */

static int check_head(struct draft *draft)
{
	draft->here.line = 1;
	if (!draft->as.name)
		return draft_fail(draft, "the profile has no name: name = NAME");
	if (!draft->as.kind)
		return draft_fail(draft, "the profile has no kind: kind = atecc608, or kind = se050");
	if (!draft->as.summary)
		return draft_fail(draft, "the profile has no summary: summary = a few words on the part");
	if (!draft->as.source)
		return draft_fail(draft, "the profile has no source: source = where its bytes are from");
	return 0;
}

int profile_parse_with(const struct profile_library *library, const struct profile **out, const char *file,
	const char *text, size_t len, struct why *why)
{
	struct why nobody;
	struct draft draft = { .why = why ? why : &nobody, .library = library, .section = &head };
	const char *named;
	int rc;

	*out = NULL;
	draft.arena = arena_new();
	draft.here.file = file;
	draft.section_mark = draft.here;
	if (!draft.arena)
		return draft_no_memory(&draft);
	named = arena_string(draft.arena, (struct span){ file, strlen(file) });
	rc = named ? take_text(&draft, named, text, len) : draft_no_memory(&draft);
	if (rc == 0)
		rc = close_section(&draft);
	if (rc == 0)
		rc = check_head(&draft);
	if (rc == 0)
		rc = profile_check_certificates(&draft);
	if (rc == 0)
		rc = profile_finish_certificates(&draft);
	if (rc == 0)
		rc = draft.atecc ? profile_finish_atecc(&draft) : profile_finish_se050(&draft);
	if (rc == 0) {
		rc = profile_finish(out, &draft.as, draft.arena);
		if (rc < 0)
			draft_no_memory(&draft);
	}
	if (rc < 0)
		arena_free(draft.arena);
	return rc;
}
