/* sim/cli/conform_board.c: the conformance suite on a part in this process, to which a defect is lent. */
#include "conform_board.h"

#include <errno.h>
#include <string.h>

#include "board.h"
#include "conform_subject.h"
#include "link_sim.h"

static int over_link(struct board *board, struct link *link, const char *url, const struct defect *defect,
	void (*begin)(void *context, const struct conform_profile *profile),
	const struct conform_options *with, struct why *why)
{
	struct conform_options options = *with;
	struct conform_subject subject;
	struct conform_report report;
	int rc = conform_subject_find(&subject, link, url, NULL, why);

	if (rc == 0) {
		begin(with->context, &subject.profile);
		options.link = link;
		options.profile = &subject.profile;
		options.address = subject.address;
		for (size_t i = 0; i < board->bus.n_seats; i++)
			board->bus.seats[i].env.defect = defect;
		rc = conform_run(&options, &report, why);
		if (rc == 0)
			conform_report_free(&report);
	}
	conform_subject_clear(&subject);
	return rc;
}

int conform_on_board(const char *url, const struct defect *defect,
	void (*begin)(void *context, const struct conform_profile *profile),
	const struct conform_options *with, struct why *why)
{
	const struct board_options options = {
		.clock = CLOCK_VIRTUAL, .latency = LATENCY_TYPICAL, .seeded = true, .seed = 5
	};
	struct wire_part parts[WIRE_PARTS_MAX];
	struct board *board;
	struct link *link;
	int rc;

	if (strncmp(url, "sim:", 4) != 0)
		return why_fail(why, EINVAL, "this wants parts in this process, sim:CHIP, not %s", url);
	rc = board_new(&board, &options, why);
	if (rc < 0)
		return rc;
	rc = board_add_all(board, url + 4, why);
	if (rc == 0)
		rc = board_power(board, why);
	if (rc == 0) {
		board_describe(board, parts);
		rc = link_over_bus(&link, &board->bus, parts, board->n_parts, why);
	}
	if (rc == 0) {
		rc = over_link(board, link, url, defect, begin, with, why);
		link_close(link);
	}
	board_free(board);
	return rc;
}
