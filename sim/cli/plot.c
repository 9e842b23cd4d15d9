/* sim/cli/plot.c: plots of times in a page: inline SVG, in the page's colours. */
#include "plot.h"

#include <math.h>
#include <stdbool.h>

enum {
	BAR = 11, /* heights, in pixels */
	BAR_STEP = 15,
	GROUP_TITLE = 18,
	GROUP_GAP = 8,
	AXIS = 20,
	CURVE_HEIGHT = 180,
	PLOT_WIDTH = 82, /* per cent; the rest is for the numbers at the bars' ends */
	LOG_FROM = 30,   /* the longest so many times the shortest: a logarithmic axis */
	TICKS_MAX = 12,
	SHARES_FROM = 3, /* other colours than those of series */
};

/* What a time is told in, from `from` us on. */
struct unit {
	double from, unit;
	const char *name;
};

/* Where on an axis a time is, from 0 to 1. */
struct axis {
	bool log;
	double low, high;
};

static const struct unit units[] = {
	{ 999500, 1e6, "s" },
	{ 999.5, 1e3, "ms" },
	{ 0, 1, "us" },
};

static const struct unit *unit_of(double us)
{
	const struct unit *unit = units;

	while (us < unit->from)
		unit++;
	return unit;
}

const char *plot_time(char text[PLOT_TIME_MAX], double us)
{
	double value;

	if (!(us > 0)) {
		snprintf(text, PLOT_TIME_MAX, "-");
		return text;
	}
	value = us / unit_of(us)->unit;
	snprintf(text, PLOT_TIME_MAX, "%.*f %s",
		value < 9.995   ? 2
		: value < 99.95 ? 1
				: 0,
		value, unit_of(us)->name);
	return text;
}

static struct axis axis_over(double shortest, double longest)
{
	struct axis axis = { .log = shortest > 0 && longest / shortest >= LOG_FROM, .high = longest };

	if (axis.log) {
		axis.low = pow(10, floor(log10(shortest) - 0.05));
		axis.high = pow(10, ceil(log10(longest)));
	}
	if (!(axis.high > 0))
		axis.high = 1;
	return axis;
}

static double axis_at(const struct axis *axis, double us)
{
	double at;

	if (!(us > 0))
		return 0;
	at = axis->log ? log(us / axis->low) / log(axis->high / axis->low) : us / axis->high;
	return at < 0 ? 0 : at > 1 ? 1 : at;
}

/* Round times along it: decades, or steps of 1, 2 or 5. Returns how many. */
static size_t axis_ticks(const struct axis *axis, double ticks[TICKS_MAX])
{
	size_t n = 0;
	double step;

	if (axis->log) {
		int decades = (int)lround(log10(axis->high / axis->low));
		int every = 1 + decades / 5;

		for (int i = 0; i <= decades && n < TICKS_MAX; i += every)
			ticks[n++] = axis->low * pow(10, i);
		return n;
	}
	step = pow(10, floor(log10(axis->high / 4)));
	if (axis->high / step > 25)
		step *= 10;
	else if (axis->high / step > 10)
		step *= 5;
	else if (axis->high / step > 5)
		step *= 2;
	while (n < TICKS_MAX && (double)(n + 1) * step <= axis->high * 1.0001) {
		ticks[n] = (double)(n + 1) * step;
		n++;
	}
	return n;
}

static void write_figure(struct page *page, const char *title)
{
	fputs("<figure><figcaption>", page->out);
	page_escaped(page, title);
	fputs("</figcaption>\n", page->out);
}

static void write_svg(struct page *page, const char *title, size_t height)
{
	fprintf(page->out, "<svg role=\"img\" height=\"%zu\"><title>", height);
	page_escaped(page, title);
	fputs("</title>\n", page->out);
}

static void write_key(struct page *page, size_t i, const char *name)
{
	fprintf(page->out,
		"<li><svg aria-hidden=\"true\"><rect class=\"f%zu\" width=\"100%%\" height=\"100%%\"/>"
		"</svg>",
		i % PLOT_SERIES_MAX);
	page_escaped(page, name);
	fputs("</li>", page->out);
}

/* The colours' names. */
static void write_keys(struct page *page, const char *const *names, size_t n, size_t first)
{
	fputs("<ul class=\"key\">", page->out);
	for (size_t i = 0; i < n; i++)
		write_key(page, first + i, names[i]);
	fputs("</ul>\n", page->out);
}

static void write_axis(struct page *page, const struct axis *axis, double width, size_t height)
{
	double ticks[TICKS_MAX];
	size_t n = axis_ticks(axis, ticks);

	for (size_t i = 0; i < n; i++) {
		const struct unit *unit = unit_of(ticks[i]);
		double x = axis_at(axis, ticks[i]) * width;

		fprintf(page->out,
			"<line class=\"grid\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"0\" y2=\"%zu\"/>"
			"<text class=\"quiet\" x=\"%.2f%%\" y=\"%zu\" text-anchor=\"%s\">%g %s</text>\n",
			x, x, height, x, height + 14,
			x < 4    ? "start"
			: x > 96 ? "end"
				 : "middle",
			ticks[i] / unit->unit, unit->name);
	}
}

static void write_spread(
	struct page *page, const struct axis *axis, const struct plot_spread *value, size_t series, size_t y)
{
	double p50 = axis_at(axis, value->p50_us) * PLOT_WIDTH;
	double p99 = axis_at(axis, value->p99_us) * PLOT_WIDTH;
	double max = axis_at(axis, value->max_us) * PLOT_WIDTH;
	char median[PLOT_TIME_MAX], tail[PLOT_TIME_MAX], most[PLOT_TIME_MAX];

	if (!(value->p50_us > 0))
		return;
	p99 = p99 < p50 ? p50 : p99;
	max = max < p99 ? p99 : max;
	plot_time(median, value->p50_us);
	fprintf(page->out,
		"<g><title>p50 %s, p99 %s, max %s</title><rect class=\"f%zu\" y=\"%zu\" width=\"%.2f%%\" "
		"height=\"%d\"/><rect class=\"f%zu pale\" x=\"%.2f%%\" y=\"%zu\" width=\"%.2f%%\" "
		"height=\"%d\"/>"
		"<line class=\"l%zu\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%zu\" y2=\"%zu\"/>",
		median, plot_time(tail, value->p99_us), plot_time(most, value->max_us), series, y, p50, BAR,
		series, p50, y, p99 - p50, BAR, series, p99, max, y + BAR / 2, y + BAR / 2);
	fprintf(page->out, "<text x=\"%.2f%%\" dx=\"6\" y=\"%zu\">%s</text></g>\n", max, y + BAR - 1, median);
}

static struct axis axis_of_spreads(const struct plot_spreads *plot)
{
	double shortest = 0, longest = 0;

	for (size_t i = 0; i < plot->n_groups * plot->n_series; i++) {
		const struct plot_spread *value = &plot->values[i];

		if (!(value->p50_us > 0))
			continue;
		if (!(shortest > 0) || value->p50_us < shortest)
			shortest = value->p50_us;
		longest = fmax(longest, fmax(value->p50_us, fmax(value->p99_us, value->max_us)));
	}
	return axis_over(shortest, longest);
}

void plot_spreads(struct page *page, const struct plot_spreads *plot)
{
	const struct axis axis = axis_of_spreads(plot);
	const size_t group = GROUP_TITLE + plot->n_series * BAR_STEP + GROUP_GAP;
	const size_t height = plot->n_groups * group;

	write_figure(page, plot->title);
	write_keys(page, plot->series, plot->n_series, 0);
	write_svg(page, plot->title, height + AXIS);
	write_axis(page, &axis, PLOT_WIDTH, height);
	for (size_t i = 0; i < plot->n_groups; i++) {
		fprintf(page->out, "<text x=\"0\" y=\"%zu\">", i * group + GROUP_TITLE - 5);
		page_escaped(page, plot->groups[i]);
		fputs("</text>\n", page->out);
		for (size_t n = 0; n < plot->n_series; n++)
			write_spread(page, &axis, &plot->values[i * plot->n_series + n], n % PLOT_SERIES_MAX,
				i * group + GROUP_TITLE + n * BAR_STEP);
	}
	fprintf(page->out,
		"</svg>\n<p>A bar ends at the median, its paler part at p99, its line at the "
		"longest%s.</p></figure>\n",
		axis.log ? "; the axis is logarithmic" : "");
}

static void write_shares(struct page *page, const double *values, size_t n, size_t y)
{
	double sum = 0, x = 0;

	for (size_t i = 0; i < n; i++)
		sum += values[i] > 0 ? values[i] : 0;
	for (size_t i = 0; i < n && sum > 0; i++) {
		double width = values[i] > 0 ? values[i] / sum * 100 : 0;

		fprintf(page->out,
			"<rect class=\"f%zu\" x=\"%.2f%%\" y=\"%zu\" width=\"%.2f%%\" "
			"height=\"%d\"><title>%.1f %%</title>"
			"</rect>\n",
			(SHARES_FROM + i) % PLOT_SERIES_MAX, x, y, width, BAR, width);
		x += width;
	}
}

void plot_shares(struct page *page, const struct plot_shares *plot)
{
	size_t y = 0;

	for (size_t i = 0; i < plot->n_rows; i++)
		y += plot->rows[i][0] ? GROUP_TITLE + GROUP_GAP + BAR_STEP : BAR_STEP;
	write_figure(page, plot->title);
	write_keys(page, plot->parts, plot->n_parts, SHARES_FROM);
	write_svg(page, plot->title, y);
	y = 0;
	for (size_t i = 0; i < plot->n_rows; i++) {
		if (plot->rows[i][0]) {
			y += GROUP_TITLE;
			if (i > 0)
				y += GROUP_GAP;
			fprintf(page->out, "<text x=\"0\" y=\"%zu\">", y - 5);
			page_escaped(page, plot->rows[i]);
			fputs("</text>\n", page->out);
		}
		write_shares(page, plot->values + i * plot->n_parts, plot->n_parts, y);
		y += BAR_STEP;
	}
	fputs("</svg></figure>\n", page->out);
}

/* Steps in a box of 1000 by 1000 that is stretched to the plot; the lines keep their width. */
static void write_curve(struct page *page, const struct axis *axis, const struct plot_curve *curve, size_t i)
{
	double was = 0;

	fprintf(page->out, "<polyline class=\"curve l%zu\" points=\"", i % PLOT_SERIES_MAX);
	for (size_t k = 0; k < curve->n; k++) {
		double x = axis_at(axis, curve->sorted_us[k]) * 1000;
		double y = (double)(k + 1) / (double)curve->n;

		fprintf(page->out, "%.1f,%.1f %.1f,%.1f ", x, 1000 - was * 1000, x, 1000 - y * 1000);
		was = y;
	}
	fputs("1000,0\"/>\n", page->out);
}

void plot_curves(struct page *page, const char *title, const struct plot_curve *curves, size_t n)
{
	double shortest = 0, longest = 0;
	struct axis axis;

	for (size_t i = 0; i < n; i++) {
		if (curves[i].n == 0)
			continue;
		if (!(shortest > 0) || curves[i].sorted_us[0] < shortest)
			shortest = curves[i].sorted_us[0];
		longest = fmax(longest, curves[i].sorted_us[curves[i].n - 1]);
	}
	axis = axis_over(shortest, longest);
	write_figure(page, title);
	fputs("<ul class=\"key\">", page->out);
	for (size_t i = 0; i < n; i++)
		write_key(page, i, curves[i].name);
	fputs("</ul>\n", page->out);
	write_svg(page, title, CURVE_HEIGHT + AXIS);
	write_axis(page, &axis, 100, CURVE_HEIGHT);
	for (int i = 1; i <= 4; i++)
		fprintf(page->out,
			"<line class=\"grid\" x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\"/>"
			"<text class=\"quiet\" x=\"2\" y=\"%d\">%d %%</text>\n",
			CURVE_HEIGHT * (4 - i) / 4, CURVE_HEIGHT * (4 - i) / 4,
			CURVE_HEIGHT * (4 - i) / 4 + 12, i * 25);
	fprintf(page->out, "<svg height=\"%d\" viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\">\n",
		CURVE_HEIGHT);
	for (size_t i = 0; i < n; i++)
		if (curves[i].n > 0)
			write_curve(page, &axis, &curves[i], i);
	fputs("</svg></svg></figure>\n", page->out);
}
