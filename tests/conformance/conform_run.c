/* tests/conformance/conform_run.c: runs the cases of a part over a link. */
#include "conform_run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "conform_traffic.h"

enum {
	SNAPSHOT_FOUND = 6, /* the part as it was found */
	SNAPSHOT_CASE = 7,  /* a phase's beginning */
	NAMED_UNDONE = 8,
};

struct run {
	const struct conform_options *options;
	struct conform_report *report;
	const struct conform_family *family;
	struct traffic *traffic;
	struct conform c;
	unsigned int phase;
	bool found;    /* there is a snapshot of the part as it was found */
	bool broken;   /* the part did not get to the phase although it was to */
	size_t undone; /* cases that cannot be undone and were run on a real part */
};

static const char *const need_reasons[] = {
	[0] = "its configuration zone is locked",
	[1] = "its configuration zone is not locked",
	[2] = "its data zone is locked",
	[3] = "its data zone is not locked",
	[4] = "its configuration is not the suite's",
	[5] = "this lot has no AES",
	[6] = "this lot has AES",
	[8] = "it takes commands through its platform channel only",
	[9] = "the keys of its platform channel are not known",
	[16] = "the link is not known to be simulated",
	[17] = "power cannot be cut through this link",
	[18] = "this link does not tell the bus's own time",
	[19] = "without snapshots the part does not come back from it",
	[20] = "no faults can be put on this link",
};

/* Why a case does not apply to the part as it is; NULL: it does. */
static const char *unmet(const struct run *run, const struct conform_case *of)
{
	unsigned int missing = of->needs & ~run->c.conditions;

	if (run->report->snapshots)
		missing &= ~(unsigned int)NEED_SNAPSHOT;
	if (!run->options->any_part && !(of->parts & run->c.part))
		return "it is about other parts";
	if (!run->options->any_part && of->features & ~run->c.features)
		return "the part's configuration leaves this feature out";
	if (of->not_simulated && run->options->link->info.simulated)
		return "the simulator lacks it, and says so";
	if (of->phase != run->phase)
		return "it is of another phase";
	for (size_t i = 0; i < sizeof(need_reasons) / sizeof(need_reasons[0]); i++)
		if (missing & 1u << i && need_reasons[i])
			return need_reasons[i];
	return missing ? "the part is in another state" : NULL;
}

/* Why a case must not be run on this part; NULL: it may. */
static const char *forbidden(const struct run *run, const struct conform_case *of)
{
	if (of->class == CONFORM_SAFE || run->options->link->info.simulated)
		return NULL;
	if (!run->c.recognised)
		return "the part's state was not recognised, so it is only read";
	if (of->class == CONFORM_WRITES && !run->options->allow_writes && !run->c.alters)
		return "it writes; --allow-writes allows it";
	if (of->class == CONFORM_IRREVERSIBLE && !run->c.alters)
		return "it cannot be undone; --i-will-lose-this-part SERIAL allows it";
	return NULL;
}

static void account(struct conform_report *report, const struct conform_result *result)
{
	if (result->outcome == CONFORM_PASS)
		report->passed++;
	else if (result->outcome == CONFORM_SKIP)
		report->skipped++;
	else
		report->failed++;
	if (result->outcome == CONFORM_FAIL && result->of->evidence == BY_GUESS)
		report->uncertain_failed++;
}

static void finish(struct run *run, struct conform_result *result)
{
	account(run->report, result);
	if (run->options->progress)
		run->options->progress(
			run->options->context, result->of, run->report->n, run->report->wanted, result);
	run->report->n++;
}

static int begin_case(struct run *run)
{
	int rc;

	if (run->report->snapshots) {
		rc = link_act(run->c.link, LINK_RESTORE, SNAPSHOT_CASE);
		if (rc < 0)
			return rc;
	}
	return run->family->begin(&run->c);
}

static void run_case(struct run *run, const struct conform_case *of, struct conform_result *result)
{
	struct conform *c = &run->c;
	uint64_t began;
	int rc;

	traffic_begin(run->traffic);
	c->outcome = CONFORM_PASS;
	c->reason[0] = '\0';
	rc = begin_case(run);
	began = c->link->now_ns;
	if (rc < 0)
		conform_fail(c, "the part does not get ready: %s", strerror(-rc));
	else
		of->run(c, of);
	run->family->end(c);
	if (traffic_held_back(run->traffic)) {
		c->outcome = CONFORM_SKIP;
		snprintf(c->reason, sizeof(c->reason),
			"it sends what would change a part that breaks the rule; %s allows it",
			run->options->allow_writes ? "--i-will-lose-this-part SERIAL"
						   : "--allow-writes or more");
	}
	result->outcome = c->outcome;
	snprintf(result->reason, sizeof(result->reason), "%s", c->reason);
	result->took_ns = c->link->now_ns - began;
	if (c->outcome == CONFORM_FAIL)
		result->trace = traffic_text(run->traffic);
}

/* The run, for those who are told that a case passed. */
struct conform_again {
	struct run *run;
};

enum conform_outcome conform_again(
	struct conform_again *again, const struct conform_case *of, const char *focus, char *why)
{
	struct conform_result result = { .of = of };

	again->run->c.focus = focus;
	run_case(again->run, of, &result);
	again->run->c.focus = NULL;
	free(result.trace);
	snprintf(why, CONFORM_REASON_MAX, "%s", result.reason);
	return result.outcome;
}

static void changed(struct run *run, const char *what)
{
	size_t used = strlen(run->report->changed);

	snprintf(run->report->changed + used, sizeof(run->report->changed) - used, "%s%s",
		used > 0 ? ", " : "", what);
}

static void one(struct run *run, const struct conform_case *of)
{
	const struct conform_options *options = run->options;
	struct conform_result *result = &run->report->results[run->report->n];
	const char *reason = unmet(run, of);

	*result = (struct conform_result){ .of = of };
	if (options->known && options->known(options->context, of->id, result)) {
		result->of = of;
		result->carried = true;
		finish(run, result);
		return;
	}
	if (!reason)
		reason = forbidden(run, of);
	if (reason) {
		result->outcome = CONFORM_SKIP;
		snprintf(result->reason, sizeof(result->reason), "%s", reason);
		finish(run, result);
		return;
	}
	if (options->progress)
		options->progress(options->context, of, run->report->n, run->report->wanted, NULL);
	if (of->class == CONFORM_IRREVERSIBLE && !run->options->link->info.simulated &&
		++run->undone <= NAMED_UNDONE)
		changed(run, of->id);
	run_case(run, of, result);
	if (traffic_lost(run->traffic)) {
		run->report->lost = true;
		free(result->trace);
		result->trace = NULL;
		return; /* it tells nothing of the part */
	}
	finish(run, result);
	if (result->outcome == CONFORM_PASS && run->report->snapshots && options->passed)
		options->passed(options->context, &(struct conform_again){ run }, of);
}

static bool wanted(const struct run *run, const struct conform_case *of)
{
	return !run->options->only || conform_matches(run->options->only, of->id);
}

static bool any_wanted_in(const struct run *run, unsigned int phase)
{
	for (size_t i = 0; i < run->report->list.n; i++)
		if (run->report->list.at[i].phase == phase &&
			(run->options->any_part || run->report->list.at[i].parts & run->c.part) &&
			wanted(run, &run->report->list.at[i]))
			return true;
	return false;
}

/* The cases of a phase: safe ones first, those that cannot be undone last. */
static void run_phase(struct run *run)
{
	const struct conform_list *list = &run->report->list;

	run->report->snapshots = !run->options->keeps_snapshots_off &&
				 link_act(run->options->link, LINK_SNAPSHOT, SNAPSHOT_CASE) == 0;
	run->c.snapshots = run->report->snapshots;
	for (int class = 0; class < CONFORM_CLASSES; class ++)
		for (size_t i = 0; i < list->n && !run->report->lost; i++)
			if (list->at[i].phase == run->phase && (int)list->at[i].class == class &&
				wanted(run, &list->at[i]))
				one(run, &list->at[i]);
	if (run->report->snapshots && !run->report->lost)
		link_act(run->options->link, LINK_RESTORE, SNAPSHOT_CASE);
}

/* Cases of phases that the part is past, or does not get to. */
static void skip_phase(struct run *run, unsigned int phase, const char *reason)
{
	const struct conform_list *list = &run->report->list;

	for (size_t i = 0; i < list->n; i++) {
		struct conform_result *result = &run->report->results[run->report->n];

		if (list->at[i].phase != phase || !wanted(run, &list->at[i]))
			continue;
		*result = (struct conform_result){ .of = &list->at[i], .outcome = CONFORM_SKIP };
		if (run->broken && list->at[i].parts & run->c.part)
			result->outcome = CONFORM_FAIL;
		if (run->options->known &&
			run->options->known(run->options->context, list->at[i].id, result)) {
			result->of = &list->at[i];
			result->carried = true;
		} else {
			snprintf(result->reason, sizeof(result->reason), "%s",
				list->at[i].parts & run->c.part ? reason : "it is about other parts");
		}
		finish(run, result);
	}
}

/* One step further, for ever. */
static bool advance(struct run *run, unsigned int phase, struct why *reason)
{
	struct conform *c = &run->c;
	int rc;

	c->outcome = CONFORM_PASS;
	c->reason[0] = '\0';
	rc = run->family->prepare(c, phase, reason);
	/* Whatever became of it: it was begun. */
	if (!run->report->simulated)
		changed(run, run->family->change(phase));
	run->report->lost = traffic_lost(run->traffic);
	if (rc == 0)
		rc = run->family->identify(c, reason);
	if (rc < 0)
		return false;
	if (run->family->phase(c) == phase)
		return true;
	why_fail(reason, EPROTO, "the part did not become what it was to be");
	return false;
}

/* From the phase the part is in to this one; with snapshots, from the phase it was found in. */
static bool reach(struct run *run, unsigned int phase, struct why *reason)
{
	unsigned int path[8];
	size_t steps = 0;

	if (run->family->phase(&run->c) == phase)
		return true;
	if (run->found && link_act(run->options->link, LINK_RESTORE, SNAPSHOT_FOUND) == 0 &&
		run->family->identify(&run->c, reason) < 0)
		return false;
	for (unsigned int at = phase; at != run->family->phase(&run->c); at = run->family->before(at)) {
		if (at == 0 || steps == sizeof(path) / sizeof(path[0])) {
			why_fail(reason, EPERM, "%s",
				phase == 0 ? "the part is locked already"
					   : "the part is locked with another configuration");
			return false;
		}
		path[steps++] = at;
	}
	if (steps > 0 && !run->c.alters)
		why_fail(reason, EPERM,
			"the part is not locked that far; --i-will-lose-this-part SERIAL locks it");
	else if (steps > 0 && !run->c.recognised)
		why_fail(reason, EPERM, "the part's state was not recognised, so it is only read");
	else {
		while (steps > 0 && advance(run, path[steps - 1], reason))
			steps--;
		run->broken = steps > 0;
		return steps == 0;
	}
	return false;
}

static void run_phases(struct run *run)
{
	struct why reason;

	run->found = !run->options->keeps_snapshots_off &&
		     link_act(run->options->link, LINK_SNAPSHOT, SNAPSHOT_FOUND) == 0;
	for (unsigned int phase = 0; phase < run->family->phases && !run->report->lost; phase++) {
		run->broken = false;
		if (!any_wanted_in(run, phase))
			skip_phase(run, phase, "it is about other parts");
		else if (!reach(run, phase, &reason) && !run->report->lost)
			skip_phase(run, phase, reason.text);
		else if (!run->report->lost) {
			run->phase = phase;
			run_phase(run);
		}
	}
	if (run->undone > NAMED_UNDONE)
		changed(run, "and what more cases did that cannot be undone");
	if (run->found && !run->report->lost)
		link_act(run->options->link, LINK_RESTORE, SNAPSHOT_FOUND);
}

static void serial_text(char own[2 * CONFORM_SERIAL_MAX + 1], const struct conform *c)
{
	own[0] = '\0';
	for (size_t i = 0; i < c->serial_len; i++)
		snprintf(own + 2 * i, 3, "%02x", c->serial[i]);
}

/* Who is there, and what may be done to it. */
static int meet(struct run *run, struct why *why)
{
	const struct conform_options *options = run->options;
	struct conform *c = &run->c;
	char own[2 * CONFORM_SERIAL_MAX + 1];
	int rc = run->family->identify(c, why);

	if (rc < 0)
		return rc;
	serial_text(own, c);
	if (options->lose && (c->serial_len == 0 || strcasecmp(own, options->lose) != 0))
		return why_fail(
			why, EPERM, "the part that may be lost is %s, but %s is there", options->lose, own);
	c->alters = options->link->info.simulated || options->lose;
	c->atca.irreversible_allowed = c->alters;
	c->se05x.irreversible_allowed = c->alters;
	memcpy(run->report->called, c->called, sizeof(run->report->called));
	memcpy(run->report->serial, c->serial, sizeof(run->report->serial));
	run->report->serial_len = c->serial_len;
	run->report->recognised = c->recognised;
	run->report->simulated = options->link->info.simulated;
	return options->met ? options->met(options->context, run->report, why) : 0;
}

/* Whatever a case says of itself, a real part gets nothing that it was not given up for. */
static void hold_back(struct run *run)
{
	enum conform_class allowed = CONFORM_SAFE;

	if (run->c.alters)
		allowed = CONFORM_IRREVERSIBLE;
	else if (run->options->allow_writes)
		allowed = CONFORM_WRITES;
	if (!run->c.recognised && !run->report->simulated)
		allowed = CONFORM_SAFE;
	if (allowed < CONFORM_IRREVERSIBLE)
		traffic_allow(run->traffic, &(struct traffic_leave){ .judge = run->options->judge,
						    .kind = run->family->kind,
						    .config = run->c.has_config ? run->c.config : NULL,
						    .allowed = allowed });
}

static int make(struct run *run, struct why *why)
{
	const struct conform_options *options = run->options;
	int rc;

	if (!options->link->info.simulated && !options->judge)
		return why_fail(why, EINVAL, "nobody judges what is sent to a part that may be real");
	rc = conform_cases(options->profile->kind, &run->report->list, why);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < run->report->list.n; i++)
		run->report->wanted += wanted(run, &run->report->list.at[i]);
	if (run->report->wanted == 0)
		return why_fail(why, EINVAL, "no case is called %s; --list tells their names", options->only);
	run->family = conform_family(options->profile->kind);
	run->report->results = calloc(run->report->list.n + 1, sizeof(*run->report->results));
	run->traffic = traffic_over(options->link);
	if (!run->report->results || !run->traffic)
		return why_fail(why, ENOMEM, "no memory for the cases");
	run->c.link = traffic_link(run->traffic);
	run->c.address = options->address;
	run->c.profile = options->profile;
	return 0;
}

static void end(struct run *run, struct conform_report *report, int rc)
{
	if (run->family && run->family->drop)
		run->family->drop(&run->c);
	traffic_free(run->traffic);
	if (rc < 0)
		conform_report_free(report);
}

static int begin(struct run *run, struct why *why)
{
	int rc = make(run, why);

	return rc == 0 ? meet(run, why) : rc;
}

int conform_run(const struct conform_options *options, struct conform_report *report, struct why *why)
{
	struct run run = { .options = options, .report = report };
	int rc;

	memset(report, 0, sizeof(*report));
	rc = begin(&run, why);
	if (rc == 0) {
		hold_back(&run);
		run_phases(&run);
	}
	end(&run, report, rc);
	return rc;
}

int conform_meet(const struct conform_options *options, struct conform_report *report, struct why *why)
{
	struct run run = { .options = options, .report = report };
	int rc;

	memset(report, 0, sizeof(*report));
	rc = begin(&run, why);
	end(&run, report, rc);
	return rc;
}

void conform_report_free(struct conform_report *report)
{
	for (size_t i = 0; i < report->n; i++)
		free(report->results[i].trace);
	free(report->results);
	conform_list_free(&report->list);
	memset(report, 0, sizeof(*report));
}
