/*
 * tests/unit/test_faults.c: whatever call fails in the middle of a sequence of commands, the chip stays a legal one.
 *
 * The sequences are the fuzzer's corpus, and its oracles watch each command: a locked zone does not change, a
 * refusal changes nothing but what its row names, no secret leaves. They end the program when one does not hold.
 */
#include "cmocka_all.h"

#include <dirent.h>
#include <errno.h>
#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atca_steps.h"
#include "faults.h"
#include "flash.h"
#include "limited.h"
#include "store.h"

enum {
	MANY = 1 << 30, /* calls, of which none will be the last */
	SEQUENCES_MAX = 1024,
};

struct sequence {
	uint8_t *bytes;
	size_t len;
};

struct corpus {
	struct sequence sequence[SEQUENCES_MAX];
	size_t n;
};

static int read_corpus(void **state)
{
	struct corpus *corpus = calloc(1, sizeof(*corpus));
	DIR *folder = opendir(SESIM_CORPUS);

	if (!corpus || !folder)
		return -1;
	for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
		struct sequence *sequence = &corpus->sequence[corpus->n];
		char path[4096];
		FILE *file;

		if (entry->d_name[0] == '.' || corpus->n == SEQUENCES_MAX)
			continue;
		snprintf(path, sizeof(path), "%s/%s", SESIM_CORPUS, entry->d_name);
		file = fopen(path, "rb");
		sequence->bytes = malloc(STEPS_BYTES_MAX);
		if (!file || !sequence->bytes)
			return -1;
		sequence->len = fread(sequence->bytes, 1, STEPS_BYTES_MAX, file);
		fclose(file);
		corpus->n++;
	}
	closedir(folder);
	*state = corpus;
	return corpus->n > 0 ? 0 : -1;
}

static int free_corpus(void **state)
{
	struct corpus *corpus = *state;

	for (size_t i = 0; i < corpus->n; i++)
		free(corpus->sequence[i].bytes);
	free(corpus);
	crypto_free(atca_world()->crypto);
	return 0;
}

static void run_sequence(struct atca_run *run, const struct sequence *sequence)
{
	run->drops_cache = true; /* else what an earlier run kept decides how many calls there are */
	crypto_drop_cache(atca_world()->crypto);
	steps_run(run, sequence->bytes, sequence->len);
	assert_int_equal(ERR_peek_error(), 0);
}

/* The sequence with its nth call failing, for every n; then once more with none, which hears what it heard at first. */
static size_t fail_each(const struct sequence *sequence, size_t *left)
{
	struct atca_run whole, run;
	size_t calls;

	*left = MANY;
	run_sequence(&whole, sequence);
	calls = MANY - *left;
	for (size_t n = 1; n <= calls; n++) {
		*left = n;
		run_sequence(&run, sequence);
		*left = 0;
	}
	*left = 0;
	run_sequence(&run, sequence);
	atca_run_compare(&whole, &run);
	return calls;
}

static void fail_each_of_all(const struct corpus *corpus, size_t *left, size_t least)
{
	size_t failures = 0;

	for (size_t i = 0; i < corpus->n; i++)
		failures += fail_each(&corpus->sequence[i], left);
	assert_int_equal(crypto_unbound_draws(atca_world()->crypto), 0);
	print_message("           %zu failures\n", failures);
	assert_true(failures >= least);
}

static void every_sequence_survives_each_failing_call(void **state)
{
	fail_each_of_all(*state, &faults()->calls_left, 1000);
}

static void every_sequence_survives_each_failing_allocation(void **state)
{
	fail_each_of_all(*state, &faults()->allocations_left, 1000);
}

static const char path[] = "/state";

static struct store_label label_of_chip(void)
{
	struct store_label label = { .layout = ATECC_LAYOUT, .size = sizeof(struct atecc_nv) };

	snprintf(label.kind, sizeof(label.kind), "%s", atecc_model.kind);
	snprintf(label.profile, sizeof(label.profile), "fuzz");
	return label;
}

/* A state file of the chip that the sequence begins with. */
static void open_store(struct flash *flash, const struct sequence *sequence)
{
	struct rbuf r = rbuf_from(sequence->bytes, sequence->len);
	struct atca_world *world = atca_world();
	struct atecc_nv nv = world->starts[rbuf_u8(&r) % ATCA_STARTS].chip.nv;
	struct store_label label = label_of_chip();

	flash_init(flash, 1);
	assert_int_equal(store_create(&flash->io, path, &label, &nv, NULL), 0);
	assert_int_equal(
		store_open(&flash->io, path, STORE_SYNC_ALWAYS, &label, &nv, &world->store, NULL), 0);
}

static void close_store(void)
{
	store_close(atca_world()->store);
	atca_world()->store = NULL;
}

static bool locked(const struct atecc_nv *nv, size_t at)
{
	return nv->config[at] != CONFIG_UNLOCKED;
}

/* What the file gives back is the chip, or the chip as the write that failed would have left it: never an earlier one. */
static void assert_nothing_is_given_back(const struct atecc_nv *kept, const struct atecc_nv *lived)
{
	assert_true(locked(kept, CONFIG_LOCK_CONFIG) || !locked(lived, CONFIG_LOCK_CONFIG));
	assert_true(locked(kept, CONFIG_LOCK_VALUE) || !locked(lived, CONFIG_LOCK_VALUE));
	if (!locked(lived, CONFIG_LOCK_CONFIG))
		return; /* till then counters and slot locks can be written at will */
	for (size_t at = CONFIG_COUNTER_0; at < CONFIG_USE_LOCK; at += COUNTER_BYTES)
		assert_true(counter_decode(kept->config + at) >= counter_decode(lived->config + at));
	for (size_t at = CONFIG_SLOT_LOCKED; at < CONFIG_CHIP_OPTIONS; at++)
		assert_int_equal(kept->config[at] & ~lived->config[at], 0);
}

static void assert_file_is_legal(const struct flash *flash, const struct atecc *chip, bool failed)
{
	struct store_label label = label_of_chip();
	struct atecc_nv kept;

	assert_int_equal(store_read(&flash->io, path, &label, &kept, NULL), 0);
	assert_nothing_is_given_back(&kept, &chip->nv);
	if (!failed)
		assert_memory_equal(&kept, &chip->nv, sizeof(kept));
}

/* With the nth write, sync or truncation of its state file failing, 0: none. Returns how many there were. */
static size_t run_stored(const struct sequence *sequence, size_t n)
{
	struct flash flash;
	struct atca_run run;
	size_t before;

	open_store(&flash, sequence);
	before = flash.ops;
	if (n > 0)
		flash.fail_at = before + n;
	flash.fail_errno = EIO;
	flash.fail_keeps = n * 37 % FLASH_SECTOR;
	run_sequence(&run, sequence);
	n = flash.ops - before;
	close_store();
	assert_file_is_legal(&flash, &run.chip, flash.fail_at > 0);
	flash_free(&flash);
	return n;
}

static void every_sequence_survives_each_failing_write(void **state)
{
	const struct corpus *corpus = *state;
	size_t failures = 0;

	for (size_t i = 0; i < corpus->n; i++) {
		size_t writes = run_stored(&corpus->sequence[i], 0);

		for (size_t n = 1; n <= writes; n++)
			run_stored(&corpus->sequence[i], n);
		failures += writes;
	}
	print_message("           %zu failures\n", failures);
	assert_true(failures >= 200);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sequence_survives_each_failing_call),
		cmocka_unit_test(every_sequence_survives_each_failing_write),
		cmocka_unit_test(every_sequence_survives_each_failing_allocation),
	};

	if (!faults_in_openssl())
		return 2;
	return cmocka_run_group_tests(tests, read_corpus, free_corpus);
}
