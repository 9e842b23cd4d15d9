/*
 * sim/cli/conform_resume.h: what a conformance run has found so far, in a file: kept as it goes, so that a run that was cut
 * off goes on where it ended.
 *
 * Text, a case a line: id, outcome and reason, separated by tabs. Its head says of which part it is, by profile and, unless it is
 * simulated, serial number; another part's file is refused, and one that is none is left as it is.
 */
#ifndef SESIM_CLI_CONFORM_RESUME_H
#define SESIM_CLI_CONFORM_RESUME_H

#include <stdio.h>

#include "conform_run.h"

struct conform_resume;

/*
 * Opens or makes the file; chip is the profile that the run is about. Returns 0, -EINVAL for a file that is none or of
 * another part, or another negative errno, with a sentence.
 */
int conform_resume_open(struct conform_resume **out, const char *path, const char *chip, struct why *why);
/* Which part it is turned out to be: another serial number is refused with -EINVAL. Once, before anything is added. */
int conform_resume_part(struct conform_resume *resume, const struct conform_report *report, struct why *why);
/* For conform_options.known, with the resume as context. What was skipped is not known: another run may do it. */
bool conform_resume_known(const struct conform_resume *resume, const char *id, struct conform_result *result);
/* One more case. */
void conform_resume_add(struct conform_resume *resume, const struct conform_result *result);
/* Cases that were known when it was opened. */
size_t conform_resume_count(const struct conform_resume *resume);
/* -errno when not all could be written. */
int conform_resume_close(struct conform_resume *resume);

#endif
