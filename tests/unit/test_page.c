/* tests/unit/test_page.c: an HTML page stands alone, is well-formed and shows any text as text. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "markup_check.h"
#include "page.h"
#include "plot.h"

struct fixture {
	char *text;
	size_t size;
	FILE *out;
	struct page page;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	f->out = open_memstream(&f->text, &f->size);
	assert_non_null(f->out);
	f->page = page_begin(f->out, "A <page> & \"more\"");
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	fclose(f->out);
	free(f->text);
	free(f);
	return 0;
}

/* Ends the page, which must be well-formed. */
static void end(struct fixture *f)
{
	char what[128];

	assert_int_equal(page_end(&f->page), 0);
	if (!markup_valid(f->text, what, sizeof(what)))
		fail_msg("not well-formed: %s", what);
}

static size_t count(const char *text, const char *word)
{
	size_t n = 0;

	for (; (text = strstr(text, word)) != NULL; text += strlen(word))
		n++;
	return n;
}

static const char *const hostile[] = {
	"</title><script>alert(1)</script>",
	"\"><img src=x onerror=alert(1)>",
	"' onmouseover='alert(1)",
	"]]></pre></details></table></svg><h1>",
	"&lt;already&gt; &#x41; & &amp",
	"<!-- <![CDATA[",
	"%s%n%d",
};

/* Every way text gets into a page. */
static void write_everywhere(struct page *page, const char *text)
{
	const struct plot_spread spread = { 1000, 2000, 3000 };
	const struct plot_spreads spreads = { text, &text, 1, &text, 1, &spread };
	const double part = 1, times[] = { 1000, 2000, 3000 };
	const struct plot_shares shares = { text, &text, 1, &text, 1, &part };
	const struct plot_curve curve = { text, times, 3 };

	page_heading(page, 2, text, text);
	page_text(page, "%s", text);
	page_facts_begin(page);
	page_fact(page, text, "%s", text);
	page_facts_end(page);
	page_table_begin(page, &text, 1, true);
	page_row_begin(page, PAGE_GOOD);
	page_cell(page, PAGE_BAD, "%s", text);
	page_cell_to(page, PAGE_DOUBT, text, "%s", text);
	page_row_end(page);
	page_table_end(page);
	page_fold_begin(page, PAGE_BAD, NULL, text);
	page_fold_text(page, "%s", text);
	page_fold_end(page);
	plot_spreads(page, &spreads);
	plot_shares(page, &shares);
	plot_curves(page, text, &curve, 1);
}

static void hostile_text_is_shown_as_text(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++)
		write_everywhere(&f->page, hostile[i]);
	end(f);
	assert_int_equal(count(f->text, "<script"), 1);
	assert_int_equal(count(f->text, "<img"), 0);
	assert_int_equal(count(f->text, "<h1"), 1);
	assert_int_equal(count(f->text, "onmouseover=\'"), 0);
	assert_non_null(strstr(f->text, "<title>A &lt;page&gt; &amp; &quot;more&quot;</title>"));
	assert_non_null(strstr(f->text, "&amp;lt;already&amp;gt; &amp;#x41; &amp; &amp;amp"));
	assert_non_null(strstr(f->text, "<p>%s%n%d</p>"));
}

static void what_cannot_be_shown_is_told(void **state)
{
	struct fixture *f = *state;

	page_text(&f->page, "%s", "\x1b[31m|\x07|\x7f|\r|\xc2\x85");
	page_text(&f->page, "%s", "\xff|\xc0\xaf|\xed\xa0\x80|\xf4\x90\x80\x80|\xe2\x82");
	page_text(&f->page, "%s",
		"a\xe2\x80\xae"
		"b|\xe2\x81\xa7|\xef\xbb\xbf|\xef\xbf\xbf");
	page_text(&f->page, "%s", "gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x94\x91\tx");
	end(f);
	assert_non_null(strstr(f->text, "<p>\\x1b[31m|\\x07|\\x7f|\\x0d|\\xc2\\x85</p>"));
	assert_non_null(
		strstr(f->text, "<p>\\xff|\\xc0\\xaf|\\xed\\xa0\\x80|\\xf4\\x90\\x80\\x80|\\xe2\\x82</p>"));
	assert_non_null(strstr(f->text, "<p>a\\u202eb|\\u2067|\\ufeff|\\uffff</p>"));
	assert_non_null(strstr(f->text, "<p>gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x94\x91\tx</p>"));
}

static void a_page_stands_alone(void **state)
{
	static const char *const words[] = { " src=", "@import", "url(", "<link", "<iframe", "<base",
		"<form" };
	struct fixture *f = *state;

	write_everywhere(&f->page, "https://example.org");
	end(f);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		assert_int_equal(count(f->text, words[i]), 0);
	/* The one address in markup is a name space, which nobody fetches. */
	assert_int_equal(count(f->text, "=\"http:"), 1);
	assert_non_null(strstr(f->text, "default-src 'none'"));
}

static void cells_lead_to_folds(void **state)
{
	static const char *const columns[] = { "id", "part" };
	struct fixture *f = *state;

	page_table_begin(&f->page, columns, 2, false);
	page_row_begin(&f->page, PAGE_PLAIN);
	page_cell(&f->page, PAGE_PLAIN, "ATCA-NONCE-%02d", 3);
	page_cell_to(&f->page, PAGE_BAD, "ATCA-NONCE-03 \"x", "fail");
	page_row_end(&f->page);
	page_table_end(&f->page);
	page_fold_begin(&f->page, PAGE_BAD, "ATCA-NONCE-03 \"x", "a trace");
	page_fold_text(&f->page, "\n> %02x\n", 0x60u);
	page_fold_end(&f->page);
	end(f);
	assert_non_null(strstr(f->text, "<tr><td>ATCA-NONCE-03</td><td class=\"bad\"><a "
					"href=\"#ATCA-NONCE-03x\">fail</a></td></tr>"));
	assert_non_null(
		strstr(f->text, "<details class=\"bad\" id=\"ATCA-NONCE-03x\"><summary>a trace</summary>"
				"<pre>\n\n&gt; 60\n</pre></details>"));
}

static void text_of_any_length_is_written_whole(void **state)
{
	struct fixture *f = *state;
	char *text = malloc(200001);

	assert_non_null(text);
	memset(text, '<', 200000);
	text[200000] = '\0';
	page_text(&f->page, "%s", text);
	free(text);
	end(f);
	assert_int_equal(count(f->text, "&lt;"), 200002);
}

static void times_are_told_with_three_digits(void **state)
{
	static const struct {
		double us;
		const char *text;
	} rows[] = {
		{ 0, "-" },
		{ -1, "-" },
		{ 0.14, "0.14 us" },
		{ 9.996, "10.0 us" },
		{ 12.34, "12.3 us" },
		{ 99.96, "100 us" },
		{ 999.4, "999 us" },
		{ 999.6, "1.00 ms" },
		{ 45600, "45.6 ms" },
		{ 999499, "999 ms" },
		{ 999600, "1.00 s" },
		{ 2.5e8, "250 s" },
	};
	char text[PLOT_TIME_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(plot_time(text, rows[i].us), rows[i].text);
}

/* What follows the nth `before` in text, as a number. */
static double number_after(const char *text, const char *before, size_t nth)
{
	do
		text = strstr(text, before) + strlen(before);
	while (nth-- > 0);
	return strtod(text, NULL);
}

static void bars_are_as_long_as_their_times(void **state)
{
	static const char *const series[] = { "one", "two" }, *const groups[] = { "a" };
	static const struct plot_spread near[] = { { 1000, 2000, 4000 }, { 2000, 2000, 2000 } };
	static const struct plot_spreads plot = { "near", series, 2, groups, 1, near };
	struct fixture *f = *state;
	const char *bars;

	plot_spreads(&f->page, &plot);
	end(f);
	bars = strstr(f->text, "<g>");
	assert_non_null(bars);
	assert_float_equal(number_after(bars, "width=\"", 0), 82.0 / 4, 0.02); /* to p50 */
	assert_float_equal(number_after(bars, "width=\"", 1), 82.0 / 4, 0.02); /* from there to p99 */
	assert_float_equal(number_after(bars, "x2=\"", 0), 82, 0.02);          /* the longest */
	assert_float_equal(number_after(bars, "width=\"", 2), 82.0 / 2, 0.02);
	assert_null(strstr(f->text, "logarithmic"));
}

static void times_far_apart_have_a_logarithmic_axis(void **state)
{
	static const char *const series[] = { "one" }, *const groups[] = { "a", "b" };
	static const struct plot_spread far[] = { { 1000, 1000, 1000 }, { 100000, 100000, 100000 } };
	static const struct plot_spreads plot = { "far", series, 1, groups, 2, far };
	struct fixture *f = *state;
	const char *bars;

	plot_spreads(&f->page, &plot);
	end(f);
	bars = strstr(f->text, "<g>");
	assert_non_null(bars);
	/* From 100 us to 100 ms, three decades. */
	assert_float_equal(number_after(bars, "width=\"", 0), 82.0 / 3, 0.02);
	assert_float_equal(number_after(bars, "width=\"", 2), 82, 0.02);
	assert_non_null(strstr(f->text, "logarithmic"));
}

/* None, nothing to compare, one that took no time: all are drawn somehow. */
static void plots_of_nothing_are_well_formed(void **state)
{
	static const char *const names[] = { "one" };
	static const struct plot_spread none = { 0 };
	static const double zero[] = { 0, 0, 0 };
	struct fixture *f = *state;

	plot_spreads(&f->page, &(struct plot_spreads){ "none", names, 1, names, 1, &none });
	plot_spreads(&f->page, &(struct plot_spreads){ "empty", NULL, 0, NULL, 0, NULL });
	plot_shares(&f->page, &(struct plot_shares){ "none", names, 1, names, 1, zero });
	plot_curves(&f->page, "zero", &(struct plot_curve){ "zero", zero, 3 }, 1);
	plot_curves(&f->page, "none", &(struct plot_curve){ "none", NULL, 0 }, 1);
	end(f);
	assert_null(strstr(f->text, "nan"));
	assert_null(strstr(f->text, "inf%"));
}

/* The checker itself: what it must not take for well-formed. */
static void the_checker_finds_what_is_not_well_formed(void **state)
{
	static const char *const bad[] = {
		"",
		"text",
		"<a>",
		"<a></b>",
		"<a><b></a></b>",
		"<a/><b/>",
		"<a x=1/>",
		"<a x=\"1/>",
		"<a x=\"1\" x=\"2\"/>",
		"<a>&</a>",
		"<a>&nosuch;</a>",
		"<a x=\"<\"/>",
		"<a>\x01</a>",
		"<a>\xff</a>",
		"<a></a>more",
		"<a>]]></a>",
		"<a b/>",
		"<a",
	};
	static const char *const good[] = {
		"<a/>",
		"<!DOCTYPE html>\n<a x=\"1\" y='2'>t &amp; &#39; &gt;<b/>\n</a>\n",
	};
	char what[128];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (markup_valid(bad[i], what, sizeof(what)))
			fail_msg("taken for well-formed: %s", bad[i]);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(markup_valid(good[i], what, sizeof(what)));
}

static void a_page_that_cannot_be_written_is_told(void **state)
{
	FILE *full = fopen("/dev/full", "w");
	struct page page;

	(void)state;
	assert_non_null(full);
	page = page_begin(full, "lost");
	assert_int_equal(page_end(&page), -EIO);
	fclose(full);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(hostile_text_is_shown_as_text, setup, teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_shown_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(a_page_stands_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(cells_lead_to_folds, setup, teardown),
		cmocka_unit_test_setup_teardown(text_of_any_length_is_written_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(bars_are_as_long_as_their_times, setup, teardown),
		cmocka_unit_test_setup_teardown(times_far_apart_have_a_logarithmic_axis, setup, teardown),
		cmocka_unit_test_setup_teardown(plots_of_nothing_are_well_formed, setup, teardown),
		cmocka_unit_test(times_are_told_with_three_digits),
		cmocka_unit_test(the_checker_finds_what_is_not_well_formed),
		cmocka_unit_test(a_page_that_cannot_be_written_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
