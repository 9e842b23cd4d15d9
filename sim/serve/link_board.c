/* sim/serve/link_board.c: the URL sim:CHIP+CHIP..., a bus in this process with those chips on it. */
#include "link_board.h"

static struct board *board_of(struct bus *bus)
{
	return (struct board *)((char *)bus - offsetof(struct board, bus));
}

static int build(struct link_sim_builder *builder, const char *chips, struct bus **bus,
	struct wire_part *parts, struct why *why)
{
	struct link_board *self = (struct link_board *)builder;
	struct board *board;
	int rc = board_new(&board, &self->options, why);

	if (rc < 0)
		return rc;
	rc = board_add_all(board, chips, why);
	if (rc == 0)
		rc = board_power(board, why);
	if (rc < 0) {
		board_free(board);
		return rc;
	}
	board_describe(board, parts);
	*bus = &board->bus;
	return (int)board->n_parts;
}

static void drop(struct link_sim_builder *builder, struct bus *bus)
{
	(void)builder;
	board_free(board_of(bus));
}

struct link_board link_board_make(const struct board_options *options)
{
	return (struct link_board){ .builder = { .build = build, .drop = drop }, .options = *options };
}
