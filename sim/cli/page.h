/*
 * sim/cli/page.h: one HTML page on a stream, piece by piece.
 *
 * The page stands alone: no resource from elsewhere, nothing that needs the script in it to be read, light or
 * dark as the reader has it, wide tables scroll on a phone. It is well-formed as XML too. All text is
 * escaped: control characters, what is not UTF-8 and marks that turn the direction of writing show as \x1b,
 * \xff, \u202e. The caller keeps to the grammar: what begins ends, cells in rows, rows in tables.
 */
#ifndef SESIM_CLI_PAGE_H
#define SESIM_CLI_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct page {
	FILE *out;
};

/* How a cell or a fold is coloured. The text must tell it too. */
enum page_mark {
	PAGE_PLAIN,
	PAGE_GOOD,
	PAGE_BAD,
	PAGE_SKIPPED,
	PAGE_DOUBT,  /* a rule nobody has evidence for */
	PAGE_NUMBER, /* plain, to the right */
};

struct page page_begin(FILE *out, const char *title);
/* Returns 0, or -EIO when not all of it could be written; out stays open. */
int page_end(struct page *page);

/* level 2 or 3; id, NULL or what links lead to: letters, digits, - and _ of it are kept. */
void page_heading(struct page *page, int level, const char *id, const char *text);
void page_text(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A list of names and values. */
void page_facts_begin(struct page *page);
void page_fact(struct page *page, const char *name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void page_facts_end(struct page *page);

/* filter: with a script allowed, readers can choose rows by a word and by their mark. */
void page_table_begin(struct page *page, const char *const *columns, size_t n, bool filter);
void page_row_begin(struct page *page, enum page_mark mark);
void page_cell(struct page *page, enum page_mark mark, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* A cell that leads to the heading or fold with that id. */
void page_cell_to(struct page *page, enum page_mark mark, const char *id, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void page_row_end(struct page *page);
void page_table_end(struct page *page);

/* Text as it is, unfolded by a click on its title. Between begin and end it may be written in pieces. */
void page_fold_begin(struct page *page, enum page_mark mark, const char *id, const char *title);
void page_fold_text(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));
void page_fold_end(struct page *page);

/* Text with everything escaped, for those who write markup of their own (plot.c). */
void page_escaped(struct page *page, const char *text);

#endif
