/* sim/cli/conform_report.h: what a conformance run found, for people and for machines. */
#ifndef SESIM_CLI_CONFORM_REPORT_H
#define SESIM_CLI_CONFORM_REPORT_H

#include <stdio.h>

#include "conform_run.h"

/* What a report is of. */
struct conform_about {
	const char *link; /* its URL */
	const char *chip; /* the profile's name */
	const struct conform_report *report;
};

/* A summary: what failed and why, what was skipped and why, what was changed. verbose: every case. */
void conform_report_text(FILE *out, const struct conform_about *about, bool verbose);
/* Test Anything Protocol, version 13. */
void conform_report_tap(FILE *out, const struct conform_about *about);
/* JUnit's XML, one suite for each subject. */
void conform_report_junit(FILE *out, const struct conform_about *about);
void conform_report_json(FILE *out, const struct conform_about *about);
/* One page that stands alone: every requirement, the trace of each failure. several: a column each. */
int conform_report_html(FILE *out, const struct conform_about *abouts, size_t n);

#endif
