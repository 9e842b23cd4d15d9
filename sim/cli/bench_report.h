/* sim/cli/bench_report.h: what benchmarks across links found, and the ways in which it is written. */
#ifndef SESIM_CLI_BENCH_REPORT_H
#define SESIM_CLI_BENCH_REPORT_H

#include <stdio.h>

#include "bench_part.h"
#include "bench_samples.h"

enum { BENCH_LINKS_MAX = 6 };

/* One operation on one link. */
struct bench_cell {
	const struct bench_op *op; /* NULL: that kind of part has none of the name */
	bool stopped;              /* reason says why */
	bool wrong;                /* and it is that an answer was wrong */
	char reason[BENCH_REASON];
	struct bench_samples samples;
};

struct bench_row {
	const char *scenario, *name;
	struct bench_cell cells[BENCH_LINKS_MAX];
};

/* What is there of one link, once it is closed as well. */
struct bench_column {
	const char *url;
	char label[160];         /* the same, with the part where several are behind one */
	char part[64];           /* "atecc608a at 60" */
	char about[160];         /* what the times are */
	char note[BENCH_REASON]; /* what was done to the part, what it lacks; "" for nothing */
	bool simulated, modelled;
};

struct bench_report {
	const struct bench_column *columns; /* the first is what the others are compared with */
	size_t n_columns;
	struct bench_row *rows;
	size_t n_rows;
};

/* p50 over that of the first link; 0: there is none. */
double bench_ratio(const struct bench_row *row, size_t column);

void bench_report_text(FILE *out, const struct bench_report *report);
void bench_report_json(FILE *out, const struct bench_report *report);
void bench_report_tsv(FILE *out, const struct bench_report *report);
/* Returns 0 or -EIO. */
int bench_report_html(FILE *out, const struct bench_report *report);

#endif
