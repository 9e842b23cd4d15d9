/* sim/bus/board.c: a bus with everything on it that its chips need. */
#include "board.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#include "behind.h"
#include "part_kind.h"

int board_new(struct board **out, const struct board_options *options, struct why *why)
{
	struct board *board = calloc(1, sizeof(*board));

	*out = NULL;
	if (!board)
		return why_errno(why, ENOMEM, "no memory for a bus");
	if (options->seeded)
		rng_seed(&board->rng, options->seed);
	else
		rng_system(&board->rng);
	bus_init(&board->bus, options->clock, options->speed_hz ? options->speed_hz : I2C_SPEED_DEFAULT);
	board->crypto = options->crypto;
	board->part_options = (struct part_options){ .rng = &board->rng, .sync = options->sync };
	board->env = (struct chip_env){
		.rng = &board->rng,
		.latency = options->latency,
		.trouble = options->trouble,
	};
	*out = board;
	return 0;
}

/* Whether this kind of part can answer there at all. */
static bool can_move(const struct part *part, uint8_t address)
{
	const struct part_spec spec = { .profile = part->profile, .given = PART_ADDRESS, .address = address };
	struct why why;

	return part->kind->fits(NULL, &spec, &why) == 0;
}

static int two_at_one_address(const struct part *there, const struct part *part, struct why *why)
{
	const uint8_t address = part_address(part), next = (uint8_t)(address + 1);
	const struct part *mover = can_move(part, next) ? part : there;

	if (!can_move(mover, next))
		return why_fail(why, EADDRINUSE,
			"two chips at address %02x, an %s and an %s, which have no other", address,
			there->profile->name, part->profile->name);
	return why_fail(why, EADDRINUSE,
		"two chips at address %02x, an %s and an %s: move one, as in %s@%02x", address,
		there->profile->name, part->profile->name, mover->profile->name, next);
}

static const struct part *part_at(struct part *const *parts, size_t n, uint8_t address)
{
	for (size_t i = 0; i < n; i++)
		if (part_address(parts[i]) == address)
			return parts[i];
	return NULL;
}

/* Two parts with one address could have one serial number too, and then the same chance. */
static int check_room(const struct board *board, size_t n_parts, const struct part *part, struct why *why)
{
	const uint8_t address = part_address(part);
	const struct part *there = part_at(board->parts, board->n_parts, address);

	if (n_parts == BUS_CHIPS_MAX)
		return why_fail(why, ENOSPC, "a bus holds %d chips at most", BUS_CHIPS_MAX);
	if (!there && board->behind)
		there = part_at(board->behind->parts, board->behind->n_parts, address);
	return there ? two_at_one_address(there, part, why) : 0;
}

int board_place(struct board *board, struct part *part, struct why *why)
{
	int rc = check_room(board, board->n_parts, part, why);

	if (rc < 0)
		part_free(part);
	else
		board->parts[board->n_parts++] = part;
	return rc;
}

static int make_crypto(struct board *board, struct why *why)
{
	int rc;

	if (board->crypto)
		return 0;
	rc = crypto_new(&board->crypto, why);
	board->crypto_is_own = rc == 0;
	return rc;
}

/* The engine is slow to make, and made early only for a part that wants it. */
static int open_part(struct board *board, struct part **part, const struct part_spec *spec, struct why *why)
{
	int rc = part_wants_crypto(spec) ? make_crypto(board, why) : 0;

	if (rc < 0)
		return rc;
	board->part_options.crypto = board->crypto;
	rc = part_open(part, spec, &board->part_options, why);
	/* What signed for its batch has no business where the part is used. */
	if (board->crypto && spec->given & PART_BATCH)
		crypto_drop_cache(board->crypto);
	return rc;
}

int board_add(struct board *board, const char *text, size_t len, struct why *why)
{
	struct part_spec spec;
	struct part *part = NULL;
	int rc = part_parse(&spec, text, len, why);

	if (rc == 0)
		rc = open_part(board, &part, &spec, why);
	part_spec_clear(&spec);
	return part ? board_place(board, part, why) : rc;
}

static int make_behind(struct board *board, struct why *why)
{
	if (board->behind)
		return 0;
	board->behind = calloc(1, sizeof(*board->behind));
	if (!board->behind)
		return why_errno(why, ENOMEM, "no memory for a bus");
	behind_init(board->behind, board->bus.clock.mode);
	return 0;
}

int board_add_behind(struct board *board, const char *text, size_t len, struct why *why)
{
	struct part_spec spec;
	struct part *part = NULL;
	int rc = part_parse(&spec, text, len, why);

	if (rc == 0)
		rc = make_behind(board, why);
	if (rc == 0)
		rc = open_part(board, &part, &spec, why);
	part_spec_clear(&spec);
	if (rc == 0)
		rc = check_room(board, board->behind->n_parts, part, why);
	if (rc < 0)
		part_free(part);
	else
		board->behind->parts[board->behind->n_parts++] = part;
	return rc;
}

int board_add_all(struct board *board, const char *texts, struct why *why)
{
	int rc = 0;

	while (rc == 0 && *texts != '\0') {
		size_t len = strcspn(texts, "+");

		rc = board_add(board, texts, len, why);
		texts += len;
		if (*texts == '+' && texts[1] == '\0')
			return why_fail(why, EINVAL, "no chip is named behind the last +");
		if (*texts == '+')
			texts++;
	}
	return rc;
}

int board_power(struct board *board, struct why *why)
{
	size_t n = board->n_parts + (board->behind ? board->behind->n_parts : 0);
	int rc = 0;

	if (n > 0)
		rc = make_crypto(board, why);
	board->env.crypto = board->crypto;
	if (rc == 0 && board->behind) {
		board->env.masters = &board->behind->master;
		rc = behind_power(board->behind, &board->env, why);
	}
	for (size_t i = board->bus.n_seats; rc == 0 && i < board->n_parts; i++)
		rc = part_attach(board->parts[i], &board->bus, &board->env, why);
	return rc;
}

void board_describe(const struct board *board, struct wire_part *parts)
{
	for (size_t i = 0; i < board->n_parts; i++)
		part_describe(board->parts[i], &parts[i]);
}

void board_free(struct board *board)
{
	if (!board)
		return;
	bus_disarm(&board->bus);
	for (size_t i = 0; i < board->n_parts; i++)
		part_free(board->parts[i]);
	for (size_t i = 0; board->behind && i < board->behind->n_parts; i++)
		part_free(board->behind->parts[i]);
	free(board->behind);
	if (board->crypto_is_own)
		crypto_free(board->crypto);
	OPENSSL_cleanse(board, sizeof(*board));
	free(board);
}
