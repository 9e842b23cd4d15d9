/* sim/cli/bench_html.c: what benchmarks across links found, as a page with plots. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bench_report.h"
#include "page.h"
#include "plot.h"

static const char *const parts_of_time[] = { "bus", "chip", "host" };

enum { PARTS_OF_TIME = 3, TITLE = 160 };

/* What the plots of one scenario borrow. */
struct plotted {
	const char *series[BENCH_LINKS_MAX];
	const char **groups;
	struct plot_spread *spreads;
	const char **label_of;
	double *shares;
	size_t n_groups, n_shares;
};

static void plotted_free(struct plotted *p)
{
	free(p->groups);
	free(p->spreads);
	free(p->label_of);
	free(p->shares);
}

static bool plotted_alloc(struct plotted *p, size_t rows, size_t columns)
{
	*p = (struct plotted){ .groups = calloc(rows, sizeof(*p->groups)),
		.spreads = calloc(rows * columns, sizeof(*p->spreads)),
		.label_of = calloc(rows * columns, sizeof(*p->label_of)),
		.shares = calloc(rows * columns * PARTS_OF_TIME, sizeof(*p->shares)) };
	return p->groups && p->spreads && p->label_of && p->shares;
}

static bool is_measured(const struct bench_row *row, size_t columns)
{
	for (size_t i = 0; i < columns; i++)
		if (row->cells[i].samples.n > 0)
			return true;
	return false;
}

static void add_row(struct plotted *p, const struct bench_report *report, const struct bench_row *row)
{
	if (!is_measured(row, report->n_columns))
		return;
	for (size_t i = 0; i < report->n_columns; i++) {
		const struct bench_samples *samples = &row->cells[i].samples;
		const struct bench_shares shares = bench_shares_of(samples);
		const double values[PARTS_OF_TIME] = { shares.bus, shares.chip, shares.host };

		p->spreads[p->n_groups * report->n_columns + i] =
			(struct plot_spread){ bench_percentile(samples, 50), bench_percentile(samples, 99),
				bench_percentile(samples, 100) };
		p->label_of[p->n_shares] = i == 0 ? row->name : "";
		memcpy(p->shares + p->n_shares * PARTS_OF_TIME, values, sizeof(values));
		p->n_shares++;
	}
	p->groups[p->n_groups++] = row->name;
}

/* The runs of its last operation, when they differ: how they are spread. */
static void put_curves(struct page *page, const struct bench_report *report, const struct bench_row *row)
{
	struct plot_curve curves[BENCH_LINKS_MAX];
	char title[TITLE];
	size_t n = 0;
	bool spread = false;

	for (size_t i = 0; i < report->n_columns; i++) {
		const struct bench_samples *samples = &row->cells[i].samples;

		curves[n++] = (struct plot_curve){ report->columns[i].label, samples->totals, samples->n };
		spread = spread || bench_percentile(samples, 100) > bench_percentile(samples, 1);
	}
	snprintf(title, sizeof(title), "%s: how many of the runs took at most so long", row->name);
	if (spread)
		plot_curves(page, title, curves, n);
}

static bool put_plots(struct page *page, const struct bench_report *report, size_t from, size_t to)
{
	struct plotted p;

	if (!plotted_alloc(&p, to - from, report->n_columns)) {
		plotted_free(&p);
		return false;
	}
	for (size_t i = 0; i < report->n_columns; i++)
		p.series[i] = report->columns[i].label;
	for (size_t r = from; r < to; r++)
		add_row(&p, report, &report->rows[r]);
	if (p.n_groups > 0) {
		const struct plot_spreads spreads = { "Time", p.series, report->n_columns, p.groups,
			p.n_groups, p.spreads };
		const struct plot_shares shares = { "Where it goes, link by link", parts_of_time,
			PARTS_OF_TIME, p.label_of, p.n_shares, p.shares };

		page_heading(page, 2, report->rows[from].scenario, report->rows[from].scenario);
		plot_spreads(page, &spreads);
		plot_shares(page, &shares);
		if (strcmp(report->rows[from].scenario, "commands") != 0)
			put_curves(page, report, &report->rows[to - 1]);
	}
	plotted_free(&p);
	return true;
}

static void put_cell(
	struct page *page, const struct bench_report *report, const struct bench_row *row, size_t i)
{
	const struct bench_samples *samples = &row->cells[i].samples;
	const struct bench_sample mean = bench_mean(samples);
	const struct bench_shares shares = bench_shares_of(samples);
	char text[PLOT_TIME_MAX];

	page_row_begin(page, PAGE_PLAIN);
	page_cell(page, PAGE_PLAIN, "%s", row->name);
	page_cell(page, PAGE_PLAIN, "%s", report->columns[i].label);
	page_cell(page, PAGE_NUMBER, "%s", plot_time(text, bench_percentile(samples, 50)));
	page_cell(page, PAGE_NUMBER, "%s", plot_time(text, bench_percentile(samples, 99)));
	page_cell(page, PAGE_NUMBER, "%s", plot_time(text, bench_percentile(samples, 100)));
	page_cell(page, PAGE_NUMBER, "%.2f", bench_ratio(row, i));
	page_cell(page, PAGE_NUMBER, "%zu", mean.transactions);
	page_cell(page, PAGE_NUMBER, "%zu", mean.looks);
	page_cell(page, PAGE_NUMBER, "%zu", mean.written);
	page_cell(page, PAGE_NUMBER, "%zu", mean.read);
	page_cell(page, PAGE_NUMBER, "%.0f / %.0f / %.0f", shares.bus * 100, shares.chip * 100,
		shares.host * 100);
	page_cell(page, PAGE_NUMBER, "%zu", samples->n);
	page_row_end(page);
}

static void put_table(struct page *page, const struct bench_report *report)
{
	static const char *const columns[] = { "operation", "link", "p50", "p99", "longest", "ratio",
		"transactions", "of them looks", "bytes written", "bytes read", "bus / chip / host, %",
		"runs" };

	page_heading(page, 2, "figures", "All figures");
	page_text(page, "Ratio: the median over that of the first link. Transactions and bytes are of one "
			"run; a look is a "
			"transaction whose address the part does not acknowledge yet.");
	page_table_begin(page, columns, sizeof(columns) / sizeof(columns[0]), true);
	for (size_t r = 0; r < report->n_rows; r++)
		for (size_t i = 0; i < report->n_columns; i++)
			if (report->rows[r].cells[i].samples.n > 0)
				put_cell(page, report, &report->rows[r], i);
	page_table_end(page);
}

static size_t count_left_out(const struct bench_report *report)
{
	size_t n = 0;

	for (size_t r = 0; r < report->n_rows; r++)
		for (size_t i = 0; i < report->n_columns; i++)
			n += report->rows[r].cells[i].op && report->rows[r].cells[i].stopped;
	return n;
}

static void put_left_out(struct page *page, const struct bench_report *report)
{
	static const char *const columns[] = { "operation", "link", "reason" };

	if (count_left_out(report) == 0)
		return;
	page_heading(page, 2, "left-out", "Left out");
	page_table_begin(page, columns, sizeof(columns) / sizeof(columns[0]), false);
	for (size_t r = 0; r < report->n_rows; r++)
		for (size_t i = 0; i < report->n_columns; i++) {
			const struct bench_cell *cell = &report->rows[r].cells[i];

			if (!cell->op || !cell->stopped)
				continue;
			page_row_begin(page, cell->wrong ? PAGE_BAD : PAGE_SKIPPED);
			page_cell(page, PAGE_PLAIN, "%s, %s", report->rows[r].scenario, report->rows[r].name);
			page_cell(page, PAGE_PLAIN, "%s", report->columns[i].label);
			page_cell(page, cell->wrong ? PAGE_BAD : PAGE_SKIPPED, "%s", cell->reason);
			page_row_end(page);
		}
	page_table_end(page);
}

static void put_links(struct page *page, const struct bench_report *report)
{
	page_facts_begin(page);
	for (size_t i = 0; i < report->n_columns; i++) {
		const struct bench_column *column = &report->columns[i];

		page_fact(page, column->label, "%s; %s%s%s", column->part, column->about,
			column->note[0] ? ". " : "", column->note);
	}
	page_facts_end(page);
	page_text(page, "The operations take turns on the links. Bus: transactions that move something. "
			"Chip: pauses and "
			"looks while the part is busy. Host: this machine's time outside of the link, by its "
			"own clock.");
}

int bench_report_html(FILE *out, const struct bench_report *report)
{
	struct page page = page_begin(out, "Benchmark across links");
	bool good = true;
	size_t to;

	put_links(&page, report);
	for (size_t from = 0; from < report->n_rows; from = to) {
		for (to = from + 1; to < report->n_rows; to++)
			if (strcmp(report->rows[to].scenario, report->rows[from].scenario) != 0)
				break;
		good = put_plots(&page, report, from, to) && good;
	}
	put_table(&page, report);
	put_left_out(&page, report);
	return page_end(&page) < 0 || !good ? -EIO : 0;
}
