/*
 * tests/stacks/replay_stack.c: replay_stack RECORDING...
 *
 * Sends again what a real driver stack said to a part, and demands the answers of then, byte for byte. The bus is
 * made anew from the recording's header: same parts, same seed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "link_sim.h"
#include "replay.h"

static int put_up(struct board **board, const struct replay *replay, struct why *why)
{
	const char *seed = replay_header(replay, "seed", 0);
	const char *clock = replay_header(replay, "clock", 0);
	const char *speed = replay_header(replay, "speed", 0);
	const char *latency = replay_header(replay, "latency", 0);
	struct board_options options = { .seeded = seed != NULL };
	const char *chip;
	int rc;

	if (!seed || !clock || !clock_mode_from(clock, &options.clock))
		return why_fail(why, 22, "%s has no seed or no clock in its header", replay->path);
	options.seed = strtoull(seed, NULL, 0);
	if (speed)
		options.speed_hz = (uint32_t)strtoul(speed, NULL, 10);
	if (latency && !latency_kind_from(latency, &options.latency))
		return why_fail(why, 22, "%s has an unknown latency in its header", replay->path);
	rc = board_new(board, &options, why);
	for (size_t i = 0; rc == 0 && (chip = replay_header(replay, "chip", i)); i++)
		rc = board_add(*board, chip, strlen(chip), why);
	return rc == 0 ? board_power(*board, why) : rc;
}

static int replay_file(const char *path, struct why *why)
{
	struct replay replay;
	struct replay_report report = { 0 };
	struct board *board = NULL;
	struct link *link = NULL;
	struct wire_part parts[WIRE_PARTS_MAX];
	int rc = replay_open(&replay, path, why);

	if (rc < 0)
		return rc;
	rc = put_up(&board, &replay, why);
	if (rc == 0) {
		board_describe(board, parts);
		rc = link_over_bus(&link, &board->bus, parts, board->n_parts, why);
	}
	if (rc == 0)
		rc = replay_run(&replay, link, &report, why);
	if (rc == 1)
		why_fail(why, 1, "line %zu differs: %s", report.line, report.difference);
	if (rc == 0)
		printf("%s: %zu transactions answered as recorded\n",
			replay_header(&replay, "note", 0) ? replay_header(&replay, "note", 0) : path,
			report.transactions);
	/* A recording that is empty would agree with anything. */
	if (rc == 0 && report.transactions == 0)
		rc = why_fail(why, 22, "%s holds no transaction", path);
	link_close(link);
	board_free(board);
	replay_close(&replay);
	return rc;
}

int main(int argc, char **argv)
{
	struct why why = { "" };

	if (argc < 2) {
		fputs("usage: replay_stack RECORDING...\n", stderr);
		return 2;
	}
	for (int i = 1; i < argc; i++) {
		if (replay_file(argv[i], &why) != 0) {
			fprintf(stderr, "replay_stack: %s: %s\n", argv[i], why.text);
			return 1;
		}
	}
	return 0;
}
