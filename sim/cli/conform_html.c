/* sim/cli/conform_html.c: what conformance runs found, as one page: requirement by part, and the trace of each failure. */
#include <stdlib.h>
#include <string.h>

#include "conform_report.h"
#include "page.h"

enum {
	COLUMNS_MAX = 24,
	COLUMNS_FIXED = 4,
};

static const struct conform_result *result_of(const struct conform_about *about, const char *id)
{
	for (size_t i = 0; i < about->report->n; i++)
		if (strcmp(about->report->results[i].of->id, id) == 0)
			return &about->report->results[i];
	return NULL;
}

static void facts(struct page *page, const struct conform_about *about)
{
	const struct conform_report *report = about->report;
	char serial[2 * CONFORM_SERIAL_MAX + 1] = "";

	for (size_t i = 0; i < report->serial_len; i++)
		snprintf(serial + 2 * i, 3, "%02x", report->serial[i]);
	page_heading(page, 2, NULL, about->chip);
	page_facts_begin(page);
	page_fact(page, "Link", "%s (%s)", about->link, report->simulated ? "simulated" : "real");
	page_fact(page, "Part", "%s", report->called);
	page_fact(page, "Serial number", "%s", serial);
	page_fact(page, "Result", "%zu passed, %zu failed, %zu skipped", report->passed, report->failed,
		report->skipped);
	if (!report->recognised)
		page_fact(page, "State", "not recognised: the part was only read");
	if (report->changed[0])
		page_fact(page, "Changed for ever", "%s", report->changed);
	if (report->lost)
		page_fact(page, "Lost", "after %zu of %zu cases", report->n, report->wanted);
	page_facts_end(page);
}

static void anchor(char out[160], const char *id, size_t column)
{
	snprintf(out, 160, "%s-%zu", id, column);
}

static void cell(struct page *page, const struct conform_result *result, size_t column)
{
	char to[160];

	if (!result) {
		page_cell(page, PAGE_PLAIN, "not run");
		return;
	}
	anchor(to, result->of->id, column);
	switch (result->outcome) {
	case CONFORM_PASS:
		page_cell(page, result->of->evidence == BY_GUESS ? PAGE_DOUBT : PAGE_GOOD, "%s",
			result->of->evidence == BY_GUESS ? "pass, uncertain" : "pass");
		break;
	case CONFORM_FAIL:
		page_cell_to(page, PAGE_BAD, to, "FAIL");
		break;
	default:
		page_cell(page, PAGE_SKIPPED, "skipped: %s", result->reason);
	}
}

static enum page_mark mark_of(const struct conform_result *result)
{
	if (!result || result->outcome == CONFORM_SKIP)
		return PAGE_SKIPPED;
	return result->outcome == CONFORM_FAIL ? PAGE_BAD : PAGE_GOOD;
}

/* Whether an earlier subject's list has the case, so that it was told already. */
static bool told(const struct conform_about *abouts, size_t before, const char *id)
{
	for (size_t i = 0; i < before; i++)
		if (result_of(&abouts[i], id))
			return true;
	return false;
}

static void requirements(struct page *page, const struct conform_about *abouts, size_t n)
{
	const char *columns[COLUMNS_FIXED + COLUMNS_MAX] = { "Requirement", "Fact", "Source", "Class" };

	for (size_t i = 0; i < n; i++)
		columns[COLUMNS_FIXED + i] = abouts[i].chip;
	page_heading(page, 2, "requirements", "Requirements");
	page_table_begin(page, columns, COLUMNS_FIXED + n, true);
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < abouts[k].report->n; i++) {
			const struct conform_result *result = &abouts[k].report->results[i];
			const struct conform_case *of = result->of;

			if (told(abouts, k, of->id))
				continue;
			page_row_begin(page, mark_of(result));
			page_cell(page, PAGE_PLAIN, "%s", of->id);
			page_cell(page, PAGE_PLAIN, "%s", of->rule);
			page_cell(page, of->evidence == BY_GUESS ? PAGE_DOUBT : PAGE_PLAIN, "%s (%s)",
				of->source, conform_evidence_names[of->evidence]);
			page_cell(page, PAGE_PLAIN, "%s", conform_class_names[of->class]);
			for (size_t at = 0; at < n; at++)
				cell(page, at == k ? result : result_of(&abouts[at], of->id), at);
			page_row_end(page);
		}
	page_table_end(page);
}

static void failures(struct page *page, const struct conform_about *abouts, size_t n)
{
	bool any = false;

	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < abouts[k].report->n; i++) {
			const struct conform_result *result = &abouts[k].report->results[i];
			char to[160], title[CONFORM_REASON_MAX + 200];

			if (result->outcome != CONFORM_FAIL)
				continue;
			if (!any)
				page_heading(page, 2, "failures", "Failures");
			any = true;
			anchor(to, result->of->id, k);
			snprintf(title, sizeof(title), "%s on %s: %s", result->of->id, abouts[k].chip,
				result->reason);
			page_fold_begin(page, PAGE_BAD, to, title);
			page_fold_text(page, "%s", result->trace ? result->trace : "no traffic was kept\n");
			page_fold_end(page);
		}
}

int conform_report_html(FILE *out, const struct conform_about *abouts, size_t n)
{
	struct page page = page_begin(out, "sesim conform");

	n = n < COLUMNS_MAX ? n : COLUMNS_MAX;
	for (size_t i = 0; i < n; i++)
		facts(&page, &abouts[i]);
	failures(&page, abouts, n);
	requirements(&page, abouts, n);
	return page_end(&page);
}
