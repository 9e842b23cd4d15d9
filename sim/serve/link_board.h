/* sim/serve/link_board.h: the URL sim:CHIP+CHIP..., a bus in this process with those chips on it. */
#ifndef SESIM_SERVE_LINK_BOARD_H
#define SESIM_SERVE_LINK_BOARD_H

#include "board.h"
#include "link_sim.h"

struct link_board {
	struct link_sim_builder builder;
	struct board_options options;
};

/* What link_scheme_sim() needs to open such URLs: builder of the result, which stays where it is. */
struct link_board link_board_make(const struct board_options *options);

#endif
