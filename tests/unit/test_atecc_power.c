/*
 * tests/unit/test_atecc_power.c: an ATECC loses power at every write and sync of its life, and comes back as a legal
 * chip: as it was before the command under way, or after it.
 */
#include "powered.h"

#include "cmocka_all.h"

#include <stdlib.h>
#include <string.h>

enum {
	LIMIT = 6, /* uses of the limited keys */
};

struct life {
	struct powered p;
	struct flash flash;
	struct atecc_nv before; /* the last commit that returned */
	struct atecc_nv begun;  /* and the one under way: the same between commands */
	struct bytes command;   /* under way */
	size_t cuts;
	size_t old;
	size_t new;
};

/* A reopened chip answers, says of itself what its memory says, and takes the interrupted command again. */
static void assert_alive(const struct life *life, struct flash *flash)
{
	struct powered q = { .f = second_fixture(life->p.f) };
	struct atecc *chip = q.f->chip;
	struct atecc_nv was;
	struct bytes answer;

	power_up(&q, &flash->io, powered_path);
	was = chip->nv;
	assert_answer(q.f, "30 00 0000", "00006002");
	assert_answer(q.f, "02 00 1500", "%4", chip->nv.config + CONFIG_USER_EXTRA);
	assert_answer(q.f, "24 00 0000", "%d", get_counter(q.f, 0));
	answer = run_bytes(q.f, &life->command);
	if (answer.len == 1 && answer.at[0] != ATCA_SUCCESS)
		assert_memory_equal(&chip->nv, &was, sizeof(was));
	for (size_t i = CONFIG_LOCK_VALUE; i < CONFIG_CHIP_OPTIONS; i++)
		assert_int_equal(chip->nv.config[i] & ~was.config[i], 0);
	power_down(&q);
	second_free(q.f);
}

static void cut(struct life *life, size_t way)
{
	struct flash copy;
	struct atecc_nv nv;
	bool old, new;

	flash_clone(&copy, &life->flash);
	flash_crash(&copy, way, POWERED_EXHAUSTIVE);
	nv = nv_on(&copy);
	old = memcmp(&nv, &life->before, sizeof(nv)) == 0;
	new = memcmp(&nv, &life->begun, sizeof(nv)) == 0;
	assert_true(old || new);
	life->old += old && !new;
	life->new += new && !old;
	if (life->cuts++ % 8 == 0 && life->command.len > 0)
		assert_alive(life, &copy);
	flash_free(&copy);
}

static void at_every_moment(struct flash *flash, enum flash_op op, bool after, void *context)
{
	struct life *life = context;
	const struct atecc_nv *now = &life->p.f->chip->nv;
	size_t outcomes = flash_outcomes(flash, POWERED_EXHAUSTIVE);

	/* A write begins a commit, so the one before has returned. */
	if ((op == FLASH_WRITE || op == FLASH_STAGE) && !after &&
		memcmp(now, &life->begun, sizeof(*now)) != 0) {
		life->before = life->begun;
		life->begun = *now;
	}
	for (size_t way = 0; way < (outcomes <= POWERED_EXHAUSTIVE ? outcomes : 6); way++)
		cut(life, way);
}

/* Runs a command and demands ATCA_SUCCESS or so many bytes; then nothing is undecided and all of it is there. */
static struct bytes step(struct life *life, size_t len, const char *text, ...)
{
	struct bytes answer;
	va_list args;

	va_start(args, text);
	life->command.len = 0;
	wire_append(&life->command, text, &args);
	va_end(args);
	answer = run_bytes(life->p.f, &life->command);
	if (answer.len != len || (len == 1 && answer.at[0] != ATCA_SUCCESS))
		fail_msg("%s: an answer of %zu bytes, first %02x", text, answer.len, answer.at[0]);
	assert_int_equal(flash_outcomes(&life->flash, POWERED_EXHAUSTIVE), 1);
	life->before = life->begun = life->p.f->chip->nv;
	cut(life, 0);
	return answer;
}

static struct life *life_begins(struct atecc_fixture *f)
{
	struct life *life = calloc(1, sizeof(*life));

	life->p.f = f;
	flash_init(&life->flash, 608);
	make_file(f, &life->flash.io, powered_path);
	life->before = life->begun = f->chip->nv;
	life->flash.moment = at_every_moment;
	life->flash.context = life;
	power_up(&life->p, &life->flash.io, powered_path);
	return life;
}

static void life_ends(struct life *life)
{
	print_message("%zu cuts: %zu left the commit before, %zu the one begun\n", life->cuts, life->old,
		life->new);
	power_down(&life->p);
	flash_free(&life->flash);
	free(life);
}

/* Slot 0 signs, limited by slot 10; 2 is written from outside; 3 holds a limited MAC key; 5 is derived from 3. */
static const char config_from_16[] =
	"c000a100 a720 8f0f 8720 af0f 8f0f 8333 8f0f 8720 0f0f 0f0f 0f0f 0f0f 0f0f 0f0f 0f0f 0f0f"
	" ffffffff 00000000 ffffffff 00000000 00*18 5555 ffff 0000 00*4"
	" 3300 1c00 3300 1c00 1c00 1c00 1c00 3300 1c00 1c00 1c00 1c00 1c00 1c00 1c00 1c00";

static void write_config(struct life *life)
{
	struct bytes config = wire(config_from_16);

	assert_int_equal(config.len, ATECC_CONFIG_BYTES - 16);
	for (size_t at = 16; at < ATECC_CONFIG_BYTES; at += 4)
		if (at != CONFIG_USER_EXTRA) /* and the locks: Write does not reach them */
			step(life, 1, "12 00 %w %4", (unsigned int)at / 4, config.at + at - 16);
	step(life, 1, "20 00 a500");
}

static void write_slots(struct life *life)
{
	struct host_key key = fixture_key(2);
	uint8_t block[32];

	for (unsigned int slot = 1; slot < ATECC_SLOTS; slot++) {
		if (slot == 2 || slot == 7)
			continue;
		memset(block, (int)(0x10 + slot), sizeof(block));
		step(life, 1, "12 82 %w %32", slot << 3, block);
	}
	step(life, 1, "12 82 5000 %d %d 00*24", LIMIT, LIMIT);
	step(life, 64, "40 04 0000");
	step(life, 1, "46 00 0200 00*4 %32 00*32", key.d);
	step(life, 64, "40 04 0700");
	step(life, 1, "12 81 0000 a5*32");
	step(life, 1, "12 81 0800 5a*32");
}

static void provision(struct life *life)
{
	write_config(life);
	step(life, 1, "17 80 0000");
	write_slots(life);
	step(life, 1, "17 81 0000");
	step(life, 1, "17 9e 0000"); /* slot 7 */
	step(life, 1, "20 01 5a00");
}

static void use(struct life *life)
{
	for (unsigned int i = 0; i < 40; i++)
		step(life, 4, "24 01 0100");
	step(life, 1, "16 03 0000 c3*32");
	step(life, 64, "41 80 0000");
	step(life, 32, "08 00 0300 c4*32");
	step(life, 1, "12 02 4000 01020304");
	step(life, 64, "40 04 0000");
	step(life, 32, "16 00 0000 d0*20");
	step(life, 1, "1c 00 0500");
}

static void a_part_cut_anywhere_in_its_life_comes_back_before_or_after_the_command(void **state)
{
	struct life *life = life_begins(*state);

	provision(life);
	use(life);
	for (unsigned int i = 0; i < 200; i++) /* past a compaction */
		step(life, 4, "24 01 0100");
	assert_true(life->old > 500 && life->new > 500);
	life_ends(life);
}

static void a_part_is_cut_at_its_power_up_too(void **state)
{
	struct life *life = life_begins(*state);
	struct atecc_nv found;

	for (unsigned int i = 0; i < 20; i++) {
		power_down(&life->p);
		life->before = life->begun;
		power_up(&life->p, &life->flash.io, powered_path);
		/* A seeded part counts its power-ups, so that it never draws the same twice. */
		found = nv_on(&life->flash);
		assert_int_equal(found.restarts[0], i + 3);
	}
	life_ends(life);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON(blank_608a, a_part_cut_anywhere_in_its_life_comes_back_before_or_after_the_command),
		ON(locked_608a, a_part_is_cut_at_its_power_up_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
