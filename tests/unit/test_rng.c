/* tests/unit/test_rng.c: seeded streams, and the system's randomness in blocks. */
#include "cmocka_all.h"

#include <errno.h>
#include <openssl/evp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cursor.h"
#include "rng.h"

/* How the wrapped getrandom behaves; the linker's seam leaves no other place for it. */
static enum { SYSTEM_WHOLE, SYSTEM_IN_PIECES, SYSTEM_REFUSES } the_system;
static size_t system_calls;

ssize_t __real_getrandom(void *to, size_t len, unsigned int flags);
ssize_t __wrap_getrandom(void *to, size_t len, unsigned int flags);

ssize_t __wrap_getrandom(void *to, size_t len, unsigned int flags)
{
	system_calls++;
	if (the_system == SYSTEM_REFUSES) {
		errno = ENOSYS;
		return -1;
	}
	if (the_system == SYSTEM_IN_PIECES && system_calls % 2 == 1) {
		errno = EINTR;
		return -1;
	}
	if (the_system == SYSTEM_IN_PIECES && len > 100)
		len = 100;
	return __real_getrandom(to, len, flags);
}

static int whole_system(void **state)
{
	(void)state;
	the_system = SYSTEM_WHOLE;
	system_calls = 0;
	return 0;
}

static const struct rng_purpose one_purpose = {
	.address = 0x60,
	.serial = { 0x01, 0x23, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 0xee },
	.restarts = 2,
	.command = 3,
	.purpose = 4,
};

static void first_bytes(uint64_t seed, const struct rng_purpose *purpose, uint8_t *out, size_t len)
{
	struct rng rng;
	struct rng_stream stream;

	rng_seed(&rng, seed);
	stream = rng_open(&rng, purpose);
	rng_bytes(&stream, out, len);
}

/* --seed promises the same bytes on every machine: rng.h's formula, written here a second time. */
static void a_seeded_stream_is_the_documented_hash(void **state)
{
	uint8_t message[47], bytes[3 * 32], expected[32];

	(void)state;
	first_bytes(0x1122334455667788, &one_purpose, bytes, sizeof(bytes));
	for (uint32_t block = 0; block < 3; block++) {
		struct wbuf w = wbuf_to(message, sizeof(message));

		wbuf_le64(&w, 0x1122334455667788);
		wbuf_u8(&w, one_purpose.address);
		wbuf_put(&w, one_purpose.serial, 18);
		wbuf_le32(&w, one_purpose.restarts);
		wbuf_le64(&w, one_purpose.command);
		wbuf_le32(&w, one_purpose.purpose);
		wbuf_le32(&w, block);
		assert_int_equal(w.len, sizeof(message));
		assert_int_equal(
			EVP_Q_digest(NULL, "SHA256", NULL, message, sizeof(message), expected, NULL), 1);
		assert_memory_equal(bytes + (size_t)32 * block, expected, sizeof(expected));
	}
}

static void bytes_do_not_depend_on_how_they_are_asked_for(void **state)
{
	uint8_t whole[500], pieces[500];

	(void)state;
	first_bytes(5, &one_purpose, whole, sizeof(whole));
	for (size_t piece = 1; piece < 100; piece++) {
		struct rng rng;
		struct rng_stream stream;

		rng_seed(&rng, 5);
		stream = rng_open(&rng, &one_purpose);
		for (size_t at = 0; at < sizeof(pieces); at += piece)
			rng_bytes(&stream, pieces + at,
				piece < sizeof(pieces) - at ? piece : sizeof(pieces) - at);
		assert_memory_equal(pieces, whole, sizeof(whole));
	}
}

static void a_draw_from_one_stream_does_not_shift_another(void **state)
{
	struct rng_purpose other_purpose = one_purpose;
	struct rng rng;
	struct rng_stream one, other;
	uint8_t alone[100], among[100], others[100];

	(void)state;
	first_bytes(5, &one_purpose, alone, sizeof(alone));
	other_purpose.purpose++;
	rng_seed(&rng, 5);
	one = rng_open(&rng, &one_purpose);
	other = rng_open(&rng, &other_purpose);
	for (size_t i = 0; i < sizeof(among); i++) {
		rng_bytes(&one, among + i, 1);
		rng_bytes(&other, others + i, 1 + i % 7 % (sizeof(others) - i));
	}
	assert_memory_equal(among, alone, sizeof(alone));
}

static int compare_blocks(const void *a, const void *b)
{
	return memcmp(a, b, 16);
}

static void assert_all_differ(uint8_t (*blocks)[16], size_t n)
{
	qsort(blocks, n, sizeof(blocks[0]), compare_blocks);
	for (size_t i = 1; i < n; i++)
		assert_memory_not_equal(blocks[i - 1], blocks[i], sizeof(blocks[i]));
}

static void every_part_of_the_purpose_and_the_seed_makes_another_stream(void **state)
{
	uint8_t blocks[8 + 18 * 8 + 32 + 64 + 32 + 64 + 1][16];
	size_t n = 0;

	(void)state;
	first_bytes(9, &one_purpose, blocks[n++], 16);
	for (size_t bit = 0; bit < 64; bit++)
		first_bytes(9 ^ (uint64_t)1 << bit, &one_purpose, blocks[n++], 16);
	for (size_t bit = 0; bit < 8; bit++) {
		struct rng_purpose p = one_purpose;

		p.address ^= (uint8_t)(1 << bit);
		first_bytes(9, &p, blocks[n++], 16);
	}
	for (size_t bit = 0; bit < (size_t)18 * 8; bit++) {
		struct rng_purpose p = one_purpose;

		p.serial[bit / 8] ^= (uint8_t)(1 << bit % 8);
		first_bytes(9, &p, blocks[n++], 16);
	}
	for (size_t bit = 0; bit < 32; bit++) {
		struct rng_purpose p = one_purpose;

		p.restarts ^= (uint32_t)1 << bit;
		first_bytes(9, &p, blocks[n++], 16);
		p = one_purpose;
		p.purpose ^= (uint32_t)1 << bit;
		first_bytes(9, &p, blocks[n++], 16);
	}
	for (size_t bit = 0; bit < 64; bit++) {
		struct rng_purpose p = one_purpose;

		p.command ^= (uint64_t)1 << bit;
		first_bytes(9, &p, blocks[n++], 16);
	}
	assert_int_equal(n, sizeof(blocks) / sizeof(blocks[0]));
	assert_all_differ(blocks, n);
}

/* Two chips, each opened ten times, each time a hundred commands of two blocks. */
static void no_chip_repeats_and_no_two_share(void **state)
{
	static uint8_t blocks[2 * 10 * 100 * 2][16];
	struct rng rng;
	size_t n = 0;

	(void)state;
	rng_seed(&rng, 1);
	for (uint8_t chip = 0; chip < 2; chip++)
		for (uint32_t restarts = 0; restarts < 10; restarts++)
			for (uint64_t command = 0; command < 100; command++) {
				const struct rng_purpose purpose = { .address = (uint8_t)(0x60 + chip),
					.serial = { 1, 0x23 },
					.restarts = restarts,
					.command = command };
				struct rng_stream stream = rng_open(&rng, &purpose);
				uint8_t draw[32];

				rng_bytes(&stream, draw, sizeof(draw));
				memcpy(blocks[n++], draw, 16);
				memcpy(blocks[n++], draw + 16, 16);
			}
	assert_all_differ(blocks, n);
}

static void without_a_seed_equal_purposes_draw_different_bytes(void **state)
{
	static uint8_t blocks[2000][16];
	struct rng rng[2];

	(void)state;
	rng_system(&rng[0]);
	rng_system(&rng[1]);
	for (size_t i = 0; i < 2000; i++) {
		struct rng_stream stream = rng_open(&rng[i % 2], &one_purpose);

		rng_bytes(&stream, blocks[i], sizeof(blocks[i]));
	}
	assert_all_differ(blocks, 2000);
}

static void the_systems_randomness_is_drawn_in_blocks_and_erased_as_used(void **state)
{
	static const uint8_t zeros[sizeof(((struct rng *)NULL)->pool)];
	struct rng rng, before;
	struct rng_stream stream;
	uint8_t bytes[2 * sizeof(rng.pool)];
	size_t used = 0;

	(void)state;
	rng_system(&rng);
	stream = rng_open(&rng, &one_purpose);
	rng_bytes(&stream, bytes, 1);
	used = 1;
	while (used + 37 <= sizeof(rng.pool)) {
		before = rng;
		rng_bytes(&stream, bytes, 37);
		assert_memory_equal(bytes, before.pool + used, 37);
		used += 37;
		assert_memory_equal(rng.pool, zeros, used);
		assert_memory_equal(rng.pool + used, before.pool + used, sizeof(rng.pool) - used);
		assert_int_equal(rng.pool_left, sizeof(rng.pool) - used);
	}
	assert_int_equal(system_calls, 1);
	rng_bytes(&stream, bytes, sizeof(bytes));
	assert_int_equal(system_calls, 3);
	assert_memory_not_equal(bytes, zeros, sizeof(rng.pool));
	/* The stream itself holds nothing back. */
	assert_memory_equal(stream.pending, zeros, sizeof(stream.pending));
}

static void a_seed_asks_the_system_for_nothing(void **state)
{
	uint8_t bytes[100];

	(void)state;
	the_system = SYSTEM_REFUSES;
	first_bytes(1, &one_purpose, bytes, sizeof(bytes));
	assert_int_equal(system_calls, 0);
}

/* getrandom(2): a signal may cut a request of more than 256 bytes short, or end it with EINTR */
static void a_signal_during_the_draw_leaves_no_gap(void **state)
{
	static const uint8_t zeros[16];
	struct rng rng;
	struct rng_stream stream;
	uint8_t bytes[1024];

	(void)state;
	the_system = SYSTEM_IN_PIECES;
	rng_system(&rng);
	stream = rng_open(&rng, &one_purpose);
	rng_bytes(&stream, bytes, sizeof(bytes));
	assert_true(system_calls > 20);
	for (size_t at = 0; at < sizeof(bytes); at += sizeof(zeros))
		assert_memory_not_equal(bytes + at, zeros, sizeof(zeros));
}

static void a_system_that_refuses_ends_the_process(void **state)
{
	int status;
	pid_t child = fork();

	(void)state;
	assert_true(child >= 0);
	if (child == 0) {
		const struct rlimit no_core = { 0, 0 };
		struct rng rng;
		struct rng_stream stream;
		uint8_t byte;

		setrlimit(RLIMIT_CORE, &no_core);
		signal(SIGABRT, SIG_DFL);
		the_system = SYSTEM_REFUSES;
		rng_system(&rng);
		stream = rng_open(&rng, &one_purpose);
		rng_bytes(&stream, &byte, 1);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_seeded_stream_is_the_documented_hash),
		cmocka_unit_test(bytes_do_not_depend_on_how_they_are_asked_for),
		cmocka_unit_test(a_draw_from_one_stream_does_not_shift_another),
		cmocka_unit_test(every_part_of_the_purpose_and_the_seed_makes_another_stream),
		cmocka_unit_test(no_chip_repeats_and_no_two_share),
		cmocka_unit_test_setup(without_a_seed_equal_purposes_draw_different_bytes, whole_system),
		cmocka_unit_test_setup(
			the_systems_randomness_is_drawn_in_blocks_and_erased_as_used, whole_system),
		cmocka_unit_test_setup_teardown(
			a_seed_asks_the_system_for_nothing, whole_system, whole_system),
		cmocka_unit_test_setup_teardown(
			a_signal_during_the_draw_leaves_no_gap, whole_system, whole_system),
		cmocka_unit_test_setup_teardown(
			a_system_that_refuses_ends_the_process, whole_system, whole_system),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
