/* sim/cli/bench_report.c: what benchmarks across links found, as text, JSON and tab-separated values. */
#include "bench_report.h"

#include <string.h>

#include "json.h"
#include "plot.h"

double bench_ratio(const struct bench_row *row, size_t column)
{
	double first = bench_percentile(&row->cells[0].samples, 50);

	return first > 0 ? bench_percentile(&row->cells[column].samples, 50) / first : 0;
}

static double per_second(const struct bench_samples *samples)
{
	return samples->sum.total > 0 ? (double)samples->n * 1e6 / samples->sum.total : 0;
}

static const char *ratio_text(char text[16], double ratio)
{
	if (ratio > 0)
		snprintf(text, 16, ratio < 100 ? "%.2f" : "%.0f", ratio);
	else
		snprintf(text, 16, "-");
	return text;
}

static void print_cell(FILE *out, const struct bench_row *row, size_t column)
{
	const struct bench_samples *samples = &row->cells[column].samples;
	const struct bench_sample mean = bench_mean(samples);
	const struct bench_shares shares = bench_shares_of(samples);
	char p50[PLOT_TIME_MAX], p99[PLOT_TIME_MAX], max[PLOT_TIME_MAX], ratio[16];

	fprintf(out, "  %-26s %zu %6zu  %9s %9s %9s  %6s  %5zu %6zu  %3.0f %4.0f %4.0f\n",
		column == 0 || !row->cells[0].op ? row->name : "", column + 1, samples->n,
		plot_time(p50, bench_percentile(samples, 50)), plot_time(p99, bench_percentile(samples, 99)),
		plot_time(max, bench_percentile(samples, 100)), ratio_text(ratio, bench_ratio(row, column)),
		mean.transactions, mean.written + mean.read, shares.bus * 100, shares.chip * 100,
		shares.host * 100);
}

static void print_links(FILE *out, const struct bench_report *report)
{
	for (size_t i = 0; i < report->n_columns; i++) {
		const struct bench_column *column = &report->columns[i];

		fprintf(out, "%zu  %s: %s; %s\n", i + 1, column->url, column->part, column->about);
		if (column->note[0])
			fprintf(out, "   %s\n", column->note);
	}
}

static void print_left_out(FILE *out, const struct bench_report *report)
{
	const char *title = "\nleft out:\n";

	for (size_t r = 0; r < report->n_rows; r++)
		for (size_t i = 0; i < report->n_columns; i++) {
			const struct bench_row *row = &report->rows[r];

			if (!row->cells[i].op || !row->cells[i].stopped)
				continue;
			fprintf(out, "%s  %s, %s on %zu: %s\n", title, row->scenario, row->name, i + 1,
				row->cells[i].reason);
			title = "";
		}
}

void bench_report_text(FILE *out, const struct bench_report *report)
{
	const char *scenario = "";

	print_links(out, report);
	for (size_t r = 0; r < report->n_rows; r++) {
		const struct bench_row *row = &report->rows[r];

		for (size_t i = 0; i < report->n_columns; i++) {
			if (row->cells[i].samples.n == 0)
				continue;
			if (strcmp(scenario, row->scenario) != 0)
				fprintf(out,
					"\n%-28s link runs       p50       p99       max   ratio  trans  "
					"bytes  "
					"bus%% chip host\n",
					row->scenario);
			scenario = row->scenario;
			print_cell(out, row, i);
		}
	}
	print_left_out(out, report);
}

static void put_row(
	struct json *json, const struct bench_report *report, const struct bench_row *row, size_t i)
{
	const struct bench_samples *samples = &row->cells[i].samples;
	const struct bench_sample mean = bench_mean(samples);
	const struct bench_shares shares = bench_shares_of(samples);

	json_open(json, NULL, '{');
	json_string(json, "link", report->columns[i].url);
	json_string(json, "scenario", row->scenario);
	json_string(json, "op", row->name);
	json_string(json, "part", report->columns[i].part);
	json_string(json, "baseline", report->columns[0].url);
	json_decimal(json, "per_second", per_second(samples));
	json_decimal(json, "ratio", bench_ratio(row, i));
	json_decimal(json, "p50_us", bench_percentile(samples, 50));
	json_decimal(json, "p99_us", bench_percentile(samples, 99));
	json_decimal(json, "max_us", bench_percentile(samples, 100));
	json_decimal(json, "mean_us", mean.total);
	json_number(json, "runs", samples->n);
	json_number(json, "transactions", mean.transactions);
	json_number(json, "looks", mean.looks);
	json_number(json, "bytes_written", mean.written);
	json_number(json, "bytes_read", mean.read);
	json_decimal(json, "bus_us", mean.bus);
	json_decimal(json, "chip_us", mean.chip);
	json_decimal(json, "host_us", mean.host);
	json_decimal(json, "bus_share", shares.bus);
	json_decimal(json, "chip_share", shares.chip);
	json_decimal(json, "host_share", shares.host);
	json_string(json, "clock", report->columns[i].modelled ? "modelled" : "machine");
	json_string(json, "host_clock", "machine");
	json_close(json, '}');
}

static void put_left_out(
	struct json *json, const struct bench_report *report, const struct bench_row *row, size_t i)
{
	json_open(json, NULL, '{');
	json_string(json, "link", report->columns[i].url);
	json_string(json, "scenario", row->scenario);
	json_string(json, "op", row->name);
	json_bool(json, "wrong", row->cells[i].wrong);
	json_string(json, "reason", row->cells[i].reason);
	json_close(json, '}');
}

static void put_links(struct json *json, const struct bench_report *report)
{
	json_open(json, "links", '[');
	for (size_t i = 0; i < report->n_columns; i++) {
		json_open(json, NULL, '{');
		json_string(json, "link", report->columns[i].url);
		json_string(json, "part", report->columns[i].part);
		json_bool(json, "simulated", report->columns[i].simulated);
		json_string(json, "clock", report->columns[i].modelled ? "modelled" : "machine");
		json_string(json, "about", report->columns[i].about);
		json_string(json, "note", report->columns[i].note);
		json_close(json, '}');
	}
	json_close(json, ']');
}

void bench_report_json(FILE *out, const struct bench_report *report)
{
	struct json json = json_to(out);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	put_links(&json, report);
	json_open(&json, "rows", '[');
	for (size_t r = 0; r < report->n_rows; r++)
		for (size_t i = 0; i < report->n_columns; i++)
			if (report->rows[r].cells[i].samples.n > 0)
				put_row(&json, report, &report->rows[r], i);
	json_close(&json, ']');
	json_open(&json, "left_out", '[');
	for (size_t r = 0; r < report->n_rows; r++)
		for (size_t i = 0; i < report->n_columns; i++)
			if (report->rows[r].cells[i].op && report->rows[r].cells[i].stopped)
				put_left_out(&json, report, &report->rows[r], i);
	json_close(&json, ']');
	json_close(&json, '}');
}

void bench_report_tsv(FILE *out, const struct bench_report *report)
{
	fprintf(out, "link\tscenario\top\tbaseline\tper_second\tratio\tp50_us\tp99_us\tmax_"
		     "us\truns\ttransactions\t"
		     "looks\tbytes_written\tbytes_read\tbus_us\tchip_us\thost_us\tclock\n");
	for (size_t r = 0; r < report->n_rows; r++)
		for (size_t i = 0; i < report->n_columns; i++) {
			const struct bench_row *row = &report->rows[r];
			const struct bench_samples *samples = &row->cells[i].samples;
			const struct bench_sample mean = bench_mean(samples);

			if (samples->n == 0)
				continue;
			fprintf(out,
				"%s\t%s\t%s\t%s\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%zu\t%zu\t%zu\t%zu\t%zu\t%."
				"3f\t%.3f\t%.3f\t%s\n",
				report->columns[i].url, row->scenario, row->name, report->columns[0].url,
				per_second(samples), bench_ratio(row, i), bench_percentile(samples, 50),
				bench_percentile(samples, 99), bench_percentile(samples, 100), samples->n,
				mean.transactions, mean.looks, mean.written, mean.read, mean.bus, mean.chip,
				mean.host, report->columns[i].modelled ? "modelled" : "machine");
		}
}
