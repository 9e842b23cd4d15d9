/* tests/unit/test_se050_commit.c: a command that the state file cannot take never happened, in RAM neither, and is told. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "object.h"
#include "se050_fixture.h"
#include "store.h"

/* The store of these tests: which commit fails, and what it holds. */
struct store {
	int fails_at; /* 1: the next one */
	uint8_t *image;
	size_t size;
	int told;
};

int __wrap_store_commit_ranges(
	struct store *store, const void *image, const struct store_range *ranges, size_t n, struct why *why);
const uint8_t *__wrap_store_image(const struct store *store);

int __wrap_store_commit_ranges(
	struct store *store, const void *image, const struct store_range *ranges, size_t n, struct why *why)
{
	(void)ranges;
	(void)n;
	if (--store->fails_at == 0)
		return why_fail(why, ENOSPC, "the disk is full");
	memcpy(store->image, image, store->size);
	return 0;
}

const uint8_t *__wrap_store_image(const struct store *store)
{
	return store->image;
}

static void tell(void *context, const char *sentence)
{
	struct store *store = context;

	assert_string_equal(sentence, "the disk is full");
	store->told++;
}

struct fixture {
	struct se050_fixture *part;
	struct store store;
	struct chip_trouble trouble;
};

static void begin(struct fixture *f)
{
	struct bus_seat *seat;

	memset(f, 0, sizeof(*f));
	f->part = se_new("se050c");
	seat = &f->part->board->bus.seats[0];
	f->store.size = f->part->board->parts[0]->model.nv_size;
	f->store.image = malloc(f->store.size);
	assert_non_null(f->store.image);
	memcpy(f->store.image, &f->part->chip->nv, f->store.size);
	f->trouble = (struct chip_trouble){ tell, &f->store };
	seat->env.store = &f->store;
	seat->env.trouble = &f->trouble;
	se_select(f->part);
}

static void end(struct fixture *f)
{
	f->part->board->bus.seats[0].env.store = NULL;
	free(f->store.image);
	se_free(f->part);
}

/* The answer's status; everything before and after the command is as the store has it. */
static void fails(struct fixture *f, int commit, const char *command)
{
	struct se050_applet applet = f->part->chip->applet;

	f->store.fails_at = commit;
	f->store.told = 0;
	assert_apdu(f->part, command, "6f00");
	assert_int_equal(f->store.told, 1);
	assert_memory_equal(&f->part->chip->nv, f->store.image, f->store.size);
	assert_memory_equal(&f->part->chip->applet.ram, &applet.ram, sizeof(applet.ram));
}

static void a_transient_key_survives_its_failed_deletion(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	assert_apdu(f.part, "8081030018 410420000001 4310 000102030405060708090a0b0c0d0e0f", "9000");
	fails(&f, 1, "8004002806 410420000001");
	/* FIPS 197 C.1. */
	assert_apdu(f.part, "80030e371b 410420000001 42010e 4310 00112233445566778899aabbccddeeff",
		"41820010 69c4e0d86a7b0430d8cdb78070b4c55a 9000");
	end(&f);
}

static void a_transient_key_keeps_its_value_when_the_new_one_fails(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f);
	assert_apdu(f.part, "8081030018 410420000001 4310 000102030405060708090a0b0c0d0e0f", "9000");
	fails(&f, 1, "8001030018 410420000001 4310 ffffffffffffffffffffffffffffffff");
	assert_apdu(f.part, "80030e371b 410420000001 42010e 4310 00112233445566778899aabbccddeeff",
		"41820010 69c4e0d86a7b0430d8cdb78070b4c55a 9000");
	end(&f);
}

/* The attempt is stored first, and given back after success: that second commit fails. */
static void a_session_is_not_open_when_its_verification_failed(void **state)
{
	struct fixture f;
	struct se_session session;
	uint8_t answer[16], verify[] = { 0x80, 0x04, 0x00, 0x2c, 0x06, 0x41, 0x04, 0x01, 0x02, 0x03, 0x04 };
	static const uint8_t version[] = { 0x80, 0x04, 0x00, 0x20 };

	(void)state;
	begin(&f);
	assert_apdu(f.part, "8041070010 12020003 41047da00001 4204 01020304", "9000");
	se_session_create(f.part, &session, 0x7da00001);
	for (int commit = 1; commit <= 2; commit++) {
		f.store.fails_at = commit;
		assert_int_equal(
			se_process(f.part, &session, verify, sizeof(verify), answer, sizeof(answer)), 2);
		assert_memory_equal(answer, "\x6f\x00", 2);
		/* Not open: nothing but the handshake. */
		assert_int_equal(
			se_process(f.part, &session, version, sizeof(version), answer, sizeof(answer)), 2);
		assert_memory_equal(answer, "\x69\x82", 2);
	}
	/* The second failure cost the attempt that the first commit stored. */
	assert_int_equal(object_look(f.part->chip, 0x7da00001)->attempts, 1);
	f.store.fails_at = 0;
	assert_int_equal(se_process(f.part, &session, verify, sizeof(verify), answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x90\x00", 2);
	assert_int_equal(object_look(f.part->chip, 0x7da00001)->attempts, 0);
	end(&f);
}

/* AN12413 3.6.5: a session ends with its own object, but not when that stayed. */
static void a_session_outlives_the_failed_deletion_of_its_object(void **state)
{
	struct fixture f;
	struct se_session session;
	uint8_t answer[32], verify[] = { 0x80, 0x04, 0x00, 0x2c, 0x06, 0x41, 0x04, 0x01, 0x02, 0x03, 0x04 };
	static const uint8_t delete[] = { 0x80, 0x04, 0x00, 0x28, 0x06, 0x41, 0x04, 0x7d, 0xa0, 0x00, 0x01 };

	(void)state;
	begin(&f);
	assert_apdu(f.part, "8041070017 1109 087da0000100040000 41047da00001 4204 01020304", "9000");
	se_session_create(f.part, &session, 0x7da00001);
	assert_int_equal(se_process(f.part, &session, verify, sizeof(verify), answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x90\x00", 2);
	f.store.fails_at = 1;
	assert_int_equal(se_process(f.part, &session, delete, sizeof(delete), answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x6f\x00", 2);
	f.store.fails_at = 0;
	assert_int_equal(se_process(f.part, &session, delete, sizeof(delete), answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x90\x00", 2);
	assert_int_equal(se_process(f.part, &session, delete, sizeof(delete), answer, sizeof(answer)), 2);
	assert_memory_equal(answer, "\x69\x85", 2);
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_transient_key_survives_its_failed_deletion),
		cmocka_unit_test(a_transient_key_keeps_its_value_when_the_new_one_fails),
		cmocka_unit_test(a_session_is_not_open_when_its_verification_failed),
		cmocka_unit_test(a_session_outlives_the_failed_deletion_of_its_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
