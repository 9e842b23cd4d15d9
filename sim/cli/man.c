/*
 * sim/cli/man.c: manual pages, made from what --help says.
 *
 * A help text is "usage: ...", paragraphs, rows "  --option VALUE    text" with their continuations, other indented
 * lines as they are, and at its end "example:" or "examples:" with indented lines.
 */
#include "man.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* What the lines before were. */
enum state {
	IN_TEXT,
	AFTER_TEXT, /* an empty line */
	IN_LITERAL,
	IN_OPTION,
};

static void put_char(int c)
{
	if (c == '\\')
		fputs("\\e", stdout);
	else if (c == '-')
		fputs("\\-", stdout);
	else
		putchar(c);
}

/* Len characters of text, with what roff would take for its own escaped. */
static void put(const char *text, size_t len)
{
	if (len > 0 && (text[0] == '.' || text[0] == '\''))
		fputs("\\&", stdout);
	for (size_t i = 0; i < len; i++)
		put_char(text[i]);
}

/* "sesim chip show" as "sesim-chip-show", or in capitals. */
static void put_page_name(const char *name, bool upper)
{
	static const char from[] = " abcdefghijklmnopqrstuvwxyz";
	static const char to[] = "-ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	for (; *name; name++) {
		const char *at = strchr(from, *name);

		put_char(at && (upper || *at == ' ') ? to[at - from] : *name);
	}
}

static void put_head(const char *name, const char *summary)
{
	fputs(".TH ", stdout);
	put_page_name(name, true);
	printf(" 1 \"\" \"sesim %s\" \"sesim\"\n.SH NAME\n", SESIM_VERSION);
	put_page_name(name, false);
	fputs(" \\- ", stdout);
	put(summary, strlen(summary));
	putchar('\n');
}

static enum state go_to(enum state from, enum state to)
{
	if (from == IN_LITERAL && to != IN_LITERAL)
		puts(".fi");
	if (from != IN_LITERAL && to == IN_LITERAL)
		puts(".nf");
	return to;
}

/* "  --option VALUE    text": where the text begins, len when the row has none. */
static size_t option_end(const char *line, size_t len)
{
	for (size_t i = 3; i + 1 < len; i++)
		if (line[i] == ' ' && line[i + 1] == ' ')
			return i;
	return len;
}

static void put_option(const char *line, size_t len)
{
	size_t end = option_end(line, len);

	fputs(".TP\n.B ", stdout);
	put(line + 2, end - 2);
	putchar('\n');
	while (end < len && line[end] == ' ')
		end++;
	if (end < len) {
		put(line + end, len - end);
		putchar('\n');
	}
}

static enum state put_line(enum state state, const char *line, size_t len, bool *options)
{
	size_t indent = strspn(line, " ");

	if (len == 0)
		return go_to(state, AFTER_TEXT);
	if (indent == 0 && (strncmp(line, "example:", len) == 0 || strncmp(line, "examples:", len) == 0)) {
		state = go_to(state, IN_TEXT);
		puts(".SH EXAMPLES");
		return state;
	}
	if (indent == 2 && line[2] == '-') {
		state = go_to(state, IN_OPTION);
		if (!*options)
			puts(".SH OPTIONS");
		*options = true;
		put_option(line, len);
		return state;
	}
	if (state == AFTER_TEXT) {
		puts(".PP");
		state = IN_TEXT;
	}
	if (indent > 0 && !(state == IN_OPTION && indent > 4))
		state = go_to(state, IN_LITERAL);
	put(line + indent, len - indent);
	putchar('\n');
	return state;
}

static void put_body(const char *text)
{
	enum state state = IN_TEXT;
	bool options = false;

	while (*text) {
		size_t len = strcspn(text, "\n");

		state = put_line(state, text, len, &options);
		text += len + (text[len] == '\n');
	}
	go_to(state, IN_TEXT);
}

void man_of_command(const char *name, const struct cli_command *command)
{
	static const char usage[] = "usage: ";
	const char *help = command->help + sizeof(usage) - 1;
	size_t len = strcspn(help, "\n");

	put_head(name, command->summary);
	puts(".SH SYNOPSIS");
	put(help, len);
	puts("\n.SH DESCRIPTION");
	put_body(help + len + strspn(help + len, "\n"));
	puts(".SH SEE ALSO\n.BR sesim (1)");
}

void man_of_list(const char *name, const char *about, const struct cli_command *const *commands, size_t n)
{
	put_head(name, about);
	puts(".SH SYNOPSIS");
	put(name, strlen(name));
	puts(" COMMAND [OPTION...]\n.SH COMMANDS");
	for (size_t i = 0; i < n; i++) {
		printf(".TP\n.BR ");
		put_page_name(name, false);
		printf("\\-%s (1)\n", commands[i]->name);
		put(commands[i]->summary, strlen(commands[i]->summary));
		putchar('\n');
	}
	puts(".SH EXIT STATUS\n"
	     "0 all well; 1 a case failed, or a comparison differs; 2 usage, or a bad file; 3 device missing "
	     "or\n"
	     "lost. The exit status of\n.BR sesim\\-run (1)\nis its command's.");
}
