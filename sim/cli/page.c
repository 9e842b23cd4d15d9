/* sim/cli/page.c: one HTML page on a stream, piece by piece. */
#include "page.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Nothing is loaded: the policy says so to the browser as well. */
static const char head[] = "<meta charset=\"utf-8\"/>\n"
			   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
			   "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
			   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
			   "style-src 'unsafe-inline'; "
			   "script-src 'unsafe-inline'\"/>\n";

static const char style[] =
	":root{--page:#fff;--text:#1c2024;--quiet:#5a636d;--line:#d5dae0;--shade:#f3f5f7;"
	"--good:#dff3e3;--good-text:#14532d;--bad:#fde2e1;--bad-text:#8f1512;--skip:#eceef1;--skip-text:#"
	"555d66;"
	"--doubt:#fdf0cf;--doubt-text:#6b4a00;--link:#0b5cad;"
	"--s0:#0072b2;--s1:#d55e00;--s2:#009e73;--s3:#b0568c;--s4:#8c6d1f;--s5:#5b5b9e}\n"
	"@media "
	"(prefers-color-scheme:dark){:root{--page:#14171a;--text:#e4e7ea;--quiet:#9aa4ae;--line:#363d44;"
	"--shade:#1e2327;--good:#143822;--good-text:#a5e3b8;--bad:#4a1a1a;--bad-text:#ffb9b4;--skip:#262b30;"
	"--skip-text:#a3acb5;--doubt:#40330f;--doubt-text:#f2d98b;--link:#7cb8f2;"
	"--s0:#56b4e9;--s1:#f0913a;--s2:#2fc48d;--s3:#e39cc4;--s4:#d8c45a;--s5:#a7a7e8}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;padding:1rem;max-width:76rem;background:var(--page);color:var(--text);"
	"font:1rem/1.45 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}\n"
	"h1{font-size:1.5rem;line-height:1.2;margin:.5rem 0 1rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}"
	"h3{font-size:1rem;margin:1.5rem 0 .5rem}p{max-width:46rem;margin:.5rem 0}a{color:var(--link)}\n"
	"dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem 1rem;margin:.5rem 0}"
	"dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}\n"
	".wide{overflow:auto;max-height:85vh;border:1px solid var(--line);border-radius:.3rem;margin:.5rem "
	"0}\n"
	"table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}"
	"th,td{padding:.3rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}"
	"tr:last-child td{border-bottom:0}"
	"thead th{position:sticky;top:0;background:var(--shade);font-weight:600}td{overflow-wrap:break-word}"
	"tbody td:first-child{white-space:nowrap}td.long{min-width:17rem}"
	"td.number{text-align:right;white-space:nowrap}td a{color:inherit}\n"
	"td.good{background:var(--good);color:var(--good-text)}td.bad{background:var(--bad);color:var(--bad-"
	"text)}"
	"td.skipped{background:var(--skip);color:var(--skip-text)}"
	"td.doubt{background:var(--doubt);color:var(--doubt-text)}\n"
	"details{border:1px solid var(--line);border-left-width:.3rem;border-radius:.3rem;margin:.4rem 0}"
	"details.good{border-left-color:var(--good-text)}details.bad{border-left-color:var(--bad-text)}"
	"details.doubt{border-left-color:var(--doubt-text)}"
	"summary{cursor:pointer;padding:.35rem .6rem;overflow-wrap:anywhere}"
	"pre{margin:0;padding:.5rem .6rem;background:var(--shade);overflow-x:auto;"
	"font:.8rem/1.4 ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace}\n"
	".choose{display:flex;flex-wrap:wrap;gap:.4rem 1rem;align-items:center;margin:.5rem "
	"0;font-size:.875rem}"
	".choose input[type=search]{flex:1 1 12rem;max-width:24rem;padding:.3rem .5rem;font:inherit;"
	"color:inherit;background:var(--page);border:1px solid var(--line);border-radius:.3rem}\n"
	"figure{margin:1rem 0}figure "
	"p{font-size:.8rem;color:var(--quiet)}figcaption{font-weight:600;margin-bottom:.3rem}"
	".key{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.8rem;margin:.2rem 0 .4rem;padding:0;"
	"list-style:none}.key li{overflow-wrap:anywhere}.key "
	"svg{display:inline-block;width:.8rem;height:.8rem;"
	"vertical-align:-.1rem;margin-right:.35rem}\n"
	"svg{display:block;width:100%;overflow:visible}svg text{font-size:12px;fill:var(--text)}"
	"svg text.quiet{fill:var(--quiet);font-size:11px}svg .grid{stroke:var(--line)}svg .curve{fill:none;"
	"stroke-width:2;vector-effect:non-scaling-stroke}\n"
	".f0{fill:var(--s0)}.f1{fill:var(--s1)}.f2{fill:var(--s2)}.f3{fill:var(--s3)}.f4{fill:var(--s4)}"
	".f5{fill:var(--s5)}.l0{stroke:var(--s0)}.l1{stroke:var(--s1)}.l2{stroke:var(--s2)}.l3{stroke:var(--"
	"s3)}"
	".l4{stroke:var(--s4)}.l5{stroke:var(--s5)}.pale{opacity:.4}\n"
	"@media (max-width:30rem){dl{grid-template-columns:minmax(0,1fr)}dd{margin:0 0 .3rem .8rem}}\n"
	"@media print{.wide{max-height:none}.choose{display:none}}\n";

/* Neither < nor & stands in it, so that it is the same to a reader of HTML and of XML. */
static const char script[] =
	"document.querySelectorAll('table.choice').forEach(function(table){\n"
	"var marks=[],rows=Array.from(table.tBodies[0].rows);\n"
	"rows.forEach(function(row){var m=row.className||'plain';if(marks.indexOf(m)===-1)marks.push(m)});\n"
	"var bar=document.createElement('div');bar.className='choose';\n"
	"var word=document.createElement('input');word.type='search';word.placeholder='only rows with this "
	"word';\n"
	"word.setAttribute('aria-label','only rows with this word');bar.append(word);\n"
	"var boxes=marks.length===1?[]:marks.map(function(m){var label=document.createElement('label'),\n"
	"box=document.createElement('input');box.type='checkbox';box.checked=true;box.value=m;\n"
	"label.append(box,' '+m);bar.append(label);return box});\n"
	"var count=document.createElement('span');count.setAttribute('role','status');bar.append(count);\n"
	"function choose(){var w=word.value.toLowerCase(),shown=0;\n"
	"var off=boxes.filter(function(b){return !b.checked}).map(function(b){return b.value});\n"
	"rows.forEach(function(row){var hide=off.indexOf(row.className||'plain')!==-1||\n"
	"row.textContent.toLowerCase().indexOf(w)===-1;row.hidden=hide;if(!hide)shown++});\n"
	"count.textContent=shown+' of '+rows.length}\n"
	"bar.addEventListener('input',choose);table.parentNode.before(bar);choose()});\n"
	"function unfold(){var at=document.getElementById(location.hash.slice(1));\n"
	"if(at){if(at.tagName==='DETAILS')at.open=true;at.scrollIntoView()}}\n"
	"addEventListener('hashchange',unfold);if(location.hash)unfold();\n";

static const char no_memory[] = "(no memory for this text)";

enum {
	LONG_TEXT = 48,
};

static const char *const marks[] = {
	[PAGE_PLAIN] = "",
	[PAGE_GOOD] = "good",
	[PAGE_BAD] = "bad",
	[PAGE_SKIPPED] = "skipped",
	[PAGE_DOUBT] = "doubt",
	[PAGE_NUMBER] = "number",
};

/* The bytes of the UTF-8 character there, its number in *code; 0 when there is none that may be shown. */
static size_t character(const unsigned char *at, uint32_t *code)
{
	static const struct {
		unsigned char mask, lead;
		size_t len;
		uint32_t least;
	} forms[] = {
		{ 0x80, 0x00, 1, 0 },
		{ 0xe0, 0xc0, 2, 0x80 },
		{ 0xf0, 0xe0, 3, 0x800 },
		{ 0xf8, 0xf0, 4, 0x10000 },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if ((at[0] & forms[i].mask) != forms[i].lead)
			continue;
		*code = at[0] & (unsigned char)~forms[i].mask;
		for (size_t n = 1; n < forms[i].len; n++) {
			if ((at[n] & 0xc0) != 0x80)
				return 0;
			*code = *code << 6 | (at[n] & 0x3f);
		}
		if (*code < forms[i].least || *code > 0x10ffff || (*code >= 0xd800 && *code <= 0xdfff))
			return 0;
		return forms[i].len;
	}
	return 0;
}

static bool is_control(uint32_t code)
{
	return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7f && code < 0xa0);
}

/* Marks that turn the direction of writing, line separators, and what XML does not allow. */
static bool misleads(uint32_t code)
{
	return (code >= 0x200e && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
	       (code >= 0x2066 && code <= 0x2069) || code == 0xfeff || (code & 0xfffe) == 0xfffe;
}

static const char *entity(uint32_t code)
{
	switch (code) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void page_escaped(struct page *page, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	while (*at) {
		uint32_t code;
		size_t len = character(at, &code);

		if (len == 0 || is_control(code)) {
			for (size_t i = 0; i < (len ? len : 1); i++)
				fprintf(page->out, "\\x%02x", at[i]);
		} else if (misleads(code)) {
			fprintf(page->out, "\\u%04x", (unsigned)code);
		} else if (len == 1 && entity(code)) {
			fputs(entity(code), page->out);
		} else {
			fwrite(at, 1, len, page->out);
		}
		at += len ? len : 1;
	}
}

static void escaped_format(struct page *page, const char *format, va_list args)
{
	char *text;

	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	page_escaped(page, text ? text : no_memory);
	free(text);
}

/* ` id="..."` of what of it is harmless in an address. */
static void write_id(struct page *page, const char *before, const char *id)
{
	fputs(before, page->out);
	for (; *id; id++)
		if ((*id >= 'a' && *id <= 'z') || (*id >= 'A' && *id <= 'Z') || (*id >= '0' && *id <= '9') ||
			*id == '-' || *id == '_')
			putc(*id, page->out);
	putc('"', page->out);
}

/* What is so long that it is broken into lines keeps a readable width. */
static void cell_format(
	struct page *page, enum page_mark mark, const char *id, const char *format, va_list args)
{
	char *text;
	bool is_long;

	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	is_long = text && strlen(text) > LONG_TEXT;
	fprintf(page->out, "<td");
	if (is_long || mark != PAGE_PLAIN)
		fprintf(page->out, " class=\"%s%s%s\"", marks[mark], is_long && mark != PAGE_PLAIN ? " " : "",
			is_long ? "long" : "");
	if (id)
		write_id(page, "><a href=\"#", id);
	putc('>', page->out);
	page_escaped(page, text ? text : no_memory);
	fputs(id ? "</a></td>" : "</td>", page->out);
	free(text);
}

static void write_mark(struct page *page, enum page_mark mark)
{
	if (mark != PAGE_PLAIN)
		fprintf(page->out, " class=\"%s\"", marks[mark]);
}

struct page page_begin(FILE *out, const char *title)
{
	struct page page = { .out = out };

	fprintf(out,
		"<!DOCTYPE html>\n<html lang=\"en\" "
		"xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n%s<title>",
		head);
	page_escaped(&page, title);
	fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>", style);
	page_escaped(&page, title);
	fputs("</h1>\n", out);
	return page;
}

int page_end(struct page *page)
{
	fprintf(page->out, "<script>\n%s</script>\n</body>\n</html>\n", script);
	return fflush(page->out) != 0 || ferror(page->out) ? -EIO : 0;
}

void page_heading(struct page *page, int level, const char *id, const char *text)
{
	fprintf(page->out, "<h%d", level);
	if (id)
		write_id(page, " id=\"", id);
	putc('>', page->out);
	page_escaped(page, text);
	fprintf(page->out, "</h%d>\n", level);
}

void page_text(struct page *page, const char *format, ...)
{
	va_list args;

	fputs("<p>", page->out);
	va_start(args, format);
	escaped_format(page, format, args);
	va_end(args);
	fputs("</p>\n", page->out);
}

void page_facts_begin(struct page *page)
{
	fputs("<dl>\n", page->out);
}

void page_fact(struct page *page, const char *name, const char *format, ...)
{
	va_list args;

	fputs("<dt>", page->out);
	page_escaped(page, name);
	fputs("</dt><dd>", page->out);
	va_start(args, format);
	escaped_format(page, format, args);
	va_end(args);
	fputs("</dd>\n", page->out);
}

void page_facts_end(struct page *page)
{
	fputs("</dl>\n", page->out);
}

void page_table_begin(struct page *page, const char *const *columns, size_t n, bool filter)
{
	fprintf(page->out, "<div class=\"wide\"><table%s>\n<thead><tr>", filter ? " class=\"choice\"" : "");
	for (size_t i = 0; i < n; i++) {
		fputs("<th scope=\"col\">", page->out);
		page_escaped(page, columns[i]);
		fputs("</th>", page->out);
	}
	fputs("</tr></thead>\n<tbody>\n", page->out);
}

void page_row_begin(struct page *page, enum page_mark mark)
{
	fputs("<tr", page->out);
	write_mark(page, mark);
	putc('>', page->out);
}

void page_cell(struct page *page, enum page_mark mark, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	cell_format(page, mark, NULL, format, args);
	va_end(args);
}

void page_cell_to(struct page *page, enum page_mark mark, const char *id, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	cell_format(page, mark, id, format, args);
	va_end(args);
}

void page_row_end(struct page *page)
{
	fputs("</tr>\n", page->out);
}

void page_table_end(struct page *page)
{
	fputs("</tbody>\n</table></div>\n", page->out);
}

void page_fold_begin(struct page *page, enum page_mark mark, const char *id, const char *title)
{
	fputs("<details", page->out);
	write_mark(page, mark);
	if (id)
		write_id(page, " id=\"", id);
	fputs("><summary>", page->out);
	page_escaped(page, title);
	/* A line end right after <pre> is not shown. */
	fputs("</summary><pre>\n", page->out);
}

void page_fold_text(struct page *page, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	escaped_format(page, format, args);
	va_end(args);
}

void page_fold_end(struct page *page)
{
	fputs("</pre></details>\n", page->out);
}
