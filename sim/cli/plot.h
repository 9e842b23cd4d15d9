/*
 * sim/cli/plot.h: plots of times in a page: inline SVG, in the page's colours.
 *
 * Lengths are per cent of the page's width and text is beside the bars' ends or above them, so the same plot
 * is read on a screen and on a phone. All times are microseconds; what is not above 0 is not drawn.
 */
#ifndef SESIM_CLI_PLOT_H
#define SESIM_CLI_PLOT_H

#include <stddef.h>

#include "page.h"

enum {
	PLOT_SERIES_MAX = 6, /* that many colours; a seventh begins again */
	PLOT_TIME_MAX = 24,
};

/* "0.14 us", "12.3 us", "1.23 ms", "45.6 s"; "-" for none. */
const char *plot_time(char text[PLOT_TIME_MAX], double us);

/* A bar to p50, paler to p99, a line to max. */
struct plot_spread {
	double p50_us, p99_us, max_us;
};

/* For each group one bar a series; a logarithmic axis when the times are far apart. */
struct plot_spreads {
	const char *title;
	const char *const *series;
	size_t n_series;
	const char *const *groups;
	size_t n_groups;
	const struct plot_spread *values; /* n_groups times n_series */
};
void plot_spreads(struct page *page, const struct plot_spreads *plot);

/* For each row a whole bar in parts of 1, which add up to it. One without a name, "", belongs to the row above it. */
struct plot_shares {
	const char *title;
	const char *const *parts;
	size_t n_parts;
	const char *const *rows;
	size_t n_rows;
	const double *values; /* n_rows times n_parts */
};
void plot_shares(struct page *page, const struct plot_shares *plot);

/* How many of a series' runs took at most so long. */
struct plot_curve {
	const char *name;
	const double *sorted_us;
	size_t n;
};
void plot_curves(struct page *page, const char *title, const struct plot_curve *curves, size_t n);

#endif
