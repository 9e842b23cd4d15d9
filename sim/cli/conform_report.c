/* sim/cli/conform_report.c: what a conformance run found, as text, TAP, JUnit's XML and JSON. */
#include "conform_report.h"

#include <string.h>

#include "json.h"

static void print_serial(FILE *out, const struct conform_report *report)
{
	for (size_t i = 0; i < report->serial_len; i++)
		fprintf(out, "%02x", report->serial[i]);
}

static void print_failure(FILE *out, const struct conform_result *result)
{
	fprintf(out, "FAILED %s: %s\n  rule: %s\n  source: %s%s\n", result->of->id, result->reason,
		result->of->rule, result->of->evidence == BY_GUESS ? "UNCERTAIN; " : "", result->of->source);
}

/* Reasons for which cases were skipped, each once with how many. */
static void print_skipped(FILE *out, const struct conform_report *report)
{
	for (size_t i = 0; i < report->n; i++) {
		const struct conform_result *first = &report->results[i];
		size_t n = 1;
		bool told = false;

		if (first->outcome != CONFORM_SKIP)
			continue;
		for (size_t k = 0; k < i && !told; k++)
			told = report->results[k].outcome == CONFORM_SKIP &&
			       strcmp(report->results[k].reason, first->reason) == 0;
		if (told)
			continue;
		for (size_t k = i + 1; k < report->n; k++)
			n += report->results[k].outcome == CONFORM_SKIP &&
			     strcmp(report->results[k].reason, first->reason) == 0;
		fprintf(out, "%6zu skipped: %s\n", n, first->reason);
	}
}

void conform_report_text(FILE *out, const struct conform_about *about, bool verbose)
{
	const struct conform_report *report = about->report;

	fprintf(out, "%s: %s, serial number ", about->link, report->called);
	print_serial(out, report);
	fprintf(out, ", %s%s\n", report->simulated ? "simulated" : "real",
		report->recognised ? "" : "; its state was not recognised");
	for (size_t i = 0; verbose && i < report->n; i++)
		fprintf(out, "%-4s  %s: %s%s%s\n", conform_outcome_names[report->results[i].outcome],
			report->results[i].of->id, report->results[i].of->rule,
			report->results[i].reason[0] ? ": " : "", report->results[i].reason);
	for (size_t i = 0; i < report->n; i++)
		if (report->results[i].outcome == CONFORM_FAIL)
			print_failure(out, &report->results[i]);
	print_skipped(out, report);
	fprintf(out, "%s: %zu passed, %zu failed, %zu skipped", about->chip, report->passed, report->failed,
		report->skipped);
	if (report->uncertain_failed > 0)
		fprintf(out, "; of the failed ones %zu are of rules that nobody but us states",
			report->uncertain_failed);
	fprintf(out, "\n");
	if (report->changed[0])
		fprintf(out, "changed for ever: %s\n", report->changed);
	else if (!report->simulated)
		fprintf(out, "nothing that cannot be undone was sent\n");
	if (report->lost)
		fprintf(out, "the part was lost after %zu of %zu cases\n", report->n, report->wanted);
}

/* A failure that is counted apart: the rule may be what is wrong. */
static bool is_guess(const struct conform_result *result)
{
	return result->outcome == CONFORM_FAIL && result->of->evidence == BY_GUESS;
}

/* In TAP # begins a directive. */
static void tap_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '#')
			fputc('\\', out);
		fputc(*text, out);
	}
}

void conform_report_tap(FILE *out, const struct conform_about *about)
{
	const struct conform_report *report = about->report;

	fprintf(out, "TAP version 13\n1..%zu\n", report->lost ? report->wanted : report->n);
	for (size_t i = 0; i < report->n; i++) {
		const struct conform_result *result = &report->results[i];

		fprintf(out, "%s %zu - %s ", result->outcome == CONFORM_FAIL ? "not ok" : "ok", i + 1,
			result->of->id);
		tap_text(out, result->of->rule);
		if (result->outcome == CONFORM_SKIP)
			fprintf(out, " # SKIP %s", result->reason);
		else if (is_guess(result))
			fprintf(out, " # TODO nobody but us states this rule");
		fputc('\n', out);
		if (result->outcome == CONFORM_FAIL)
			fprintf(out, "# %s\n# source: %s\n", result->reason, result->of->source);
	}
	if (report->failed > 0)
		fprintf(out, "# %zu failed, of which %zu are of rules that nobody but us states\n",
			report->failed, report->uncertain_failed);
	if (report->lost)
		fprintf(out, "Bail out! the part was lost\n");
}

static void xml_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		default:
			/* The rest of the controls has no place in XML. */
			fputc((unsigned char)*text < 0x20 && *text != '\n' && *text != '\t' ? '?' : *text,
				out);
		}
	}
}

static void junit_case(FILE *out, const struct conform_about *about, const struct conform_result *result)
{
	fprintf(out, "  <testcase classname=\"%s\" name=\"%s\" time=\"%llu.%06llu\"", about->chip,
		result->of->id, (unsigned long long)(result->took_ns / 1000000000u),
		(unsigned long long)(result->took_ns / 1000 % 1000000));
	if (result->outcome == CONFORM_PASS) {
		fputs("/>\n", out);
		return;
	}
	fprintf(out, ">\n    <%s message=\"", result->outcome == CONFORM_SKIP ? "skipped" : "failure");
	xml_text(out, result->reason);
	if (result->outcome == CONFORM_SKIP) {
		fputs("\"/>\n  </testcase>\n", out);
		return;
	}
	fputs(is_guess(result) ? "\" type=\"uncertain\">" : "\" type=\"rule\">", out);
	xml_text(out, result->of->rule);
	fputs("\nsource: ", out);
	xml_text(out, result->of->source);
	fputc('\n', out);
	if (result->trace)
		xml_text(out, result->trace);
	fputs("</failure>\n  </testcase>\n", out);
}

void conform_report_junit(FILE *out, const struct conform_about *about)
{
	const struct conform_report *report = about->report;

	fprintf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"sesim conform ");
	xml_text(out, about->chip);
	fprintf(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%d\" skipped=\"%zu\">\n", report->n,
		report->failed, report->lost, report->skipped);
	fputs("  <properties>\n    <property name=\"link\" value=\"", out);
	xml_text(out, about->link);
	fputs("\"/>\n    <property name=\"part\" value=\"", out);
	xml_text(out, report->called);
	fputs("\"/>\n    <property name=\"serial\" value=\"", out);
	print_serial(out, report);
	fprintf(out, "\"/>\n    <property name=\"uncertain_failures\" value=\"%zu\"/>\n  </properties>\n",
		report->uncertain_failed);
	for (size_t i = 0; i < report->n; i++)
		junit_case(out, about, &report->results[i]);
	fputs("</testsuite>\n", out);
}

void conform_report_json(FILE *out, const struct conform_about *about)
{
	const struct conform_report *report = about->report;
	struct json json = json_to(out);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_string(&json, "link", about->link);
	json_bool(&json, "simulated", report->simulated);
	json_string(&json, "chip", about->chip);
	json_string(&json, "part", report->called);
	json_hex(&json, "serial", report->serial, report->serial_len);
	json_bool(&json, "recognised", report->recognised);
	json_bool(&json, "lost", report->lost);
	json_string(&json, "changed", report->changed);
	json_open(&json, "cases", '[');
	for (size_t i = 0; i < report->n; i++) {
		const struct conform_result *result = &report->results[i];

		json_open(&json, NULL, '{');
		json_string(&json, "id", result->of->id);
		json_string(&json, "class", conform_class_names[result->of->class]);
		json_string(&json, "result", conform_outcome_names[result->outcome]);
		json_string(&json, "reason", result->reason);
		json_string(&json, "source", result->of->source);
		json_string(&json, "rule", result->of->rule);
		json_string(&json, "evidence", conform_evidence_names[result->of->evidence]);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_number(&json, "passed", report->passed);
	json_number(&json, "failed", report->failed);
	json_number(&json, "uncertain_failed", report->uncertain_failed);
	json_number(&json, "skipped", report->skipped);
	json_close(&json, '}');
}
