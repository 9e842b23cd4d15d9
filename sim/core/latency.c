/* sim/core/latency.c: how long a command takes, as data. */
#include "latency.h"

#include <stdio.h>
#include <string.h>

bool latency_kind_from(const char *word, enum latency_kind *kind)
{
	static const char *const words[] = {
		[LATENCY_NONE] = "none",
		[LATENCY_TYPICAL] = "typical",
		[LATENCY_MAX] = "max",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(word, words[i]) == 0) {
			*kind = (enum latency_kind)i;
			return true;
		}
	}
	return false;
}

const char *latency_evidence_name(enum latency_evidence evidence)
{
	static const char *const names[] = {
		[LATENCY_NO_FIGURE] = "none",
		[LATENCY_MEASURED] = "measured",
		[LATENCY_VENDOR_TYPICAL] = "vendor typical",
		[LATENCY_VENDOR_MAXIMUM] = "vendor maximum",
		[LATENCY_BOUND] = "bound",
		[LATENCY_ESTIMATED] = "estimated",
	};

	return names[evidence];
}

const char *latency_text(const struct latency_figure figures[LATENCY_KINDS], char text[LATENCY_TEXT_MAX])
{
	const struct latency_figure *typical = &figures[LATENCY_TYPICAL], *max = &figures[LATENCY_MAX];

	if (!typical->source || !max->source)
		snprintf(text, LATENCY_TEXT_MAX, "none");
	else if (strcmp(typical->source, max->source) != 0)
		snprintf(text, LATENCY_TEXT_MAX, "typical %s: %s; maximum %s: %s",
			latency_evidence_name(typical->evidence), typical->source,
			latency_evidence_name(max->evidence), max->source);
	else if (typical->evidence != max->evidence)
		snprintf(text, LATENCY_TEXT_MAX, "%s, %s: %s", latency_evidence_name(typical->evidence),
			latency_evidence_name(max->evidence), max->source);
	else
		snprintf(text, LATENCY_TEXT_MAX, "%s: %s", latency_evidence_name(max->evidence), max->source);
	return text;
}
