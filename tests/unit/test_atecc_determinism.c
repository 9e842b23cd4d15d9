/*
 * tests/unit/test_atecc_determinism.c: one seed, one history: the same bytes, whatever is in the key cache, however often
 * the host idles, and from any snapshot on.
 */
#include "atecc_fixture.h"

#include "cmocka_all.h"

#include <stdlib.h>
#include <string.h>

/* Something of every family; what they answer is not the matter here. */
static const char *const script[] = {
	"1b 00 0000",
	"16 00 0000 a5*20",
	"41 80 0200",
	"40 04 0200",
	"40 00 0200",
	"16 03 0000 5a*32",
	"40 08 0200",
	"41 00 0200",
	"16 43 0000 11*32",
	"41 a0 0200",
	"16 00 0000 a5*20",
	"15 02 0400",
	"02 82 0800",
	"16 00 0000 a5*20",
	"1c 00 0900",
	"16 23 0000 77*64",
	"51 00 ffff 00*16",
	"51 c0 ffff 00*16",
	"51 40 0a00 33*16",
	"56 14 0000 01010010 5a*16",
	"56 50 0000 02000010 5a*16",
	"47 00 0000",
	"47 01 0300 616263",
	"47 02 0000",
	"47 04 0400",
	"47 02 0100 61",
	"40 04 ffff",
	"24 01 0100",
	"08 00 0400 00*32",
	"28 00 0400 00*77",
	"16 03 0000 5a*32",
	"45 00 0f00 11*64",
	"80 05 0000 00*32 11*64",
	"77 3d 0000",
	"12 82 6000 99*32",
	"02 82 6000",
	"17 92 0000",
	"1b 01 0000",
};

enum {
	STEPS = sizeof(script) / sizeof(script[0]),
};

static void play(struct atecc_fixture *f, size_t from, size_t to, struct bytes answers[STEPS])
{
	for (size_t i = from; i < to; i++)
		answers[i] = run(f, script[i]);
}

static void assert_same(const struct bytes a[STEPS], const struct bytes b[STEPS], size_t from)
{
	for (size_t i = from; i < STEPS; i++) {
		if (a[i].len == b[i].len && memcmp(a[i].at, b[i].at, a[i].len) == 0)
			continue;
		print_error("step %zu: %s\n", i, script[i]);
		assert_bytes(a[i].at, a[i].len, &b[i]);
	}
}

struct run_of {
	void *state;
	struct atecc_fixture *f;
	struct bytes answers[STEPS];
};

static struct run_of *begin(void)
{
	struct run_of *r = calloc(1, sizeof(*r));

	assert_non_null(r);
	locked_608a(&r->state);
	r->f = r->state;
	return r;
}

static void end(struct run_of *r)
{
	atecc_tear_down(&r->state);
	free(r);
}

static void one_seed_gives_the_same_bytes(void **state)
{
	struct run_of *a = begin(), *b = begin();

	(void)state;
	play(a->f, 0, STEPS, a->answers);
	play(b->f, 0, STEPS, b->answers);
	assert_same(a->answers, b->answers, 0);
	assert_memory_equal(&a->f->chip->nv, &b->f->chip->nv, sizeof(a->f->chip->nv));
	end(a);
	end(b);
}

static void another_seed_gives_other_random_bytes(void **state)
{
	struct run_of *a = begin(), *b = begin();

	(void)state;
	rng_seed(&b->f->rng, 609);
	play(a->f, 0, 4, a->answers);
	play(b->f, 0, 4, b->answers);
	for (size_t i = 0; i < 4; i++)
		assert_memory_not_equal(a->answers[i].at, b->answers[i].at, a->answers[i].len);
	end(a);
	end(b);
}

static void dropping_the_key_cache_before_every_command_changes_nothing(void **state)
{
	struct run_of *a = begin(), *b = begin();

	(void)state;
	b->f->drop_cache = true;
	play(a->f, 0, STEPS, a->answers);
	play(b->f, 0, STEPS, b->answers);
	assert_same(a->answers, b->answers, 0);
	end(a);
	end(b);
}

static void idling_between_commands_changes_nothing(void **state)
{
	struct run_of *a = begin(), *b = begin();

	(void)state;
	/* the long watchdog, to get through without */
	set_config(a->f, CONFIG_CHIP_MODE, "04");
	set_config(b->f, CONFIG_CHIP_MODE, "04");
	b->f->stay_awake = true;
	play(a->f, 0, STEPS, a->answers);
	play(b->f, 0, STEPS, b->answers);
	assert_same(a->answers, b->answers, 0);
	end(a);
	end(b);
}

/* Whatever is under way at the cut: a hash, an HMAC, a chain of GenDigs, an authorisation. */
static void from_any_snapshot_it_goes_on_the_same(void **state)
{
	struct run_of *a = begin();
	struct bytes again[STEPS];

	(void)state;
	for (size_t cut = 0; cut < STEPS; cut++) {
		struct atecc snapshot;

		end(a);
		a = begin();
		play(a->f, 0, cut, a->answers);
		snapshot = *a->f->chip;
		play(a->f, cut, STEPS, a->answers);
		*a->f->chip = snapshot;
		play(a->f, cut, STEPS, again);
		assert_same(again, a->answers, cut);
	}
	end(a);
}

static void a_clone_goes_on_as_the_original_would(void **state)
{
	struct run_of *a = begin(), *b = begin();

	(void)state;
	play(a->f, 0, 23, a->answers); /* in the middle of a hash */
	*b->f->chip = *a->f->chip;
	play(a->f, 23, STEPS, a->answers);
	play(b->f, 23, STEPS, b->answers);
	assert_same(a->answers, b->answers, 23);
	end(a);
	end(b);
}

static void an_hmac_and_a_gen_dig_chain_survive_a_snapshot(void **state)
{
	struct atecc_fixture *f = *state;
	struct digest tk = host_nonce_fixed(f, known_key);
	struct atecc snapshot;

	assert_status(f, ATCA_SUCCESS, "47 04 0400");
	assert_status(f, ATCA_SUCCESS, "47 01 0300 616263");
	tk = host_gen_dig(f, 4, &tk, NULL);
	snapshot = *f->chip;
	for (int i = 0; i < 3; i++) {
		struct digest next = tk;

		for (int k = 0; k < 3; k++)
			next = host_gen_dig(f, 12, &next, NULL);
		assert_tempkey(f, next);
		assert_answer(f, "47 c2 0100 64", "%32", host_hmac(known_key, 32, "61626364").at);
		*f->chip = snapshot;
	}
}

/* DESIGN.md: a reopened chip never repeats, and two chips never share a key. */
static void a_new_power_up_repeats_nothing(void **state)
{
	struct atecc_fixture *f = *state;
	uint8_t seen[8][32];

	for (size_t i = 0; i < 8; i++) {
		struct bytes random = assert_length(f, 32, "1b 00 0000");

		memcpy(seen[i], random.at, 32);
		for (size_t k = 0; k < i; k++)
			assert_memory_not_equal(seen[i], seen[k], 32);
		host_power_cycle(f);
	}
}

static void parts_with_other_serial_numbers_or_addresses_share_no_key(void **state)
{
	struct run_of *a = begin(), *b = begin(), *c = begin();

	(void)state;
	set_config(b->f, CONFIG_SN_4_8, "89abcdee");
	c->f->seat->env.address = 0x61;
	play(a->f, 0, 4, a->answers);
	play(b->f, 0, 4, b->answers);
	play(c->f, 0, 4, c->answers);
	assert_memory_not_equal(a->answers[0].at, b->answers[0].at, 32);
	assert_memory_not_equal(a->answers[0].at, c->answers[0].at, 32);
	assert_memory_not_equal(a->answers[3].at, b->answers[3].at, 64);
	assert_memory_not_equal(a->answers[3].at, c->answers[3].at, 64);
	end(a);
	end(b);
	end(c);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(one_seed_gives_the_same_bytes),
	cmocka_unit_test(another_seed_gives_other_random_bytes),
	cmocka_unit_test(dropping_the_key_cache_before_every_command_changes_nothing),
	cmocka_unit_test(idling_between_commands_changes_nothing),
	cmocka_unit_test(from_any_snapshot_it_goes_on_the_same),
	cmocka_unit_test(a_clone_goes_on_as_the_original_would),
	ON(locked_608a, an_hmac_and_a_gen_dig_chain_survive_a_snapshot),
	ON(locked_608a, a_new_power_up_repeats_nothing),
	cmocka_unit_test(parts_with_other_serial_numbers_or_addresses_share_no_key),
};

int main(void)
{
	return cmocka_run_group_tests(tests, NULL, NULL);
}
