/*
 * tests/unit/test_se050_power.c: an SE050 loses power at every write and sync of its state file, and comes back as it
 * was before the command under way or after it; a host can always go on.
 *
 * What compares secrets is behind a seam (--wrap), so the tests see the moment at which an attempt begins to use one.
 */
#include "cmocka_all.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto.h"
#include "flash.h"
#include "object.h"
#include "se050_eckey.h"
#include "store.h"

#define AES_KEY "404142434445464748494a4b4c4d4e4f"
#define GET_VERSION "80040020"
#define VERSION "41820007 XXXXXXXXXXXXXX 9000"

enum {
	EXHAUSTIVE = 16, /* outcomes of a power cut that are all tried */
	CHANCES = 24,    /* of more, so many */
	USER_ID = 0x7da00001,
	AES_ID = 0x7da00002,
	EC_ID = 0x7da00003,
};

static const char path[] = "/se050.nvm";
static const char part[] = "se050c,state=/se050.nvm";

struct life {
	struct se050_fixture *f;
	struct flash flash;
	size_t size;     /* of an image: struct se050_nv and the heap */
	uint8_t *before; /* the last commit that returned */
	uint8_t *begun;  /* and the one under way: the same between commands */
	uint8_t *found;
	size_t cuts;
	size_t old;
	size_t new;
	/* What a host does with the part that comes back; every so many cuts. */
	void (*goes_on)(struct life *life, struct se050_fixture *g);
	size_t every;
	/* Of attempts: the moment they are watched at. */
	uint32_t watched;
	size_t uses;
};

static const uint8_t *image_of(const struct life *life)
{
	return (const uint8_t *)&life->f->chip->nv;
}

/* What the medium holds. */
static void read_image(const struct flash *flash, uint8_t *image, size_t size)
{
	struct store_label label = { .kind = "se050", .layout = SE050_LAYOUT, .size = size };
	struct why why;

	if (store_read(&flash->io, path, &label, image, &why) < 0)
		fail_msg("%s", why.text);
}

static void cut(struct life *life, size_t way)
{
	struct flash copy;
	bool old, new;

	flash_clone(&copy, &life->flash);
	flash_crash(&copy, way, EXHAUSTIVE);
	read_image(&copy, life->found, life->size);
	old = memcmp(life->found, life->before, life->size) == 0;
	new = memcmp(life->found, life->begun, life->size) == 0;
	assert_true(old || new);
	life->old += old && !new;
	life->new += new && !old;
	if (life->cuts++ % life->every == 0) {
		struct se050_fixture *g = se_new_on(part, &copy.io, life->f->board->crypto);

		se_select(g);
		life->goes_on(life, g);
		se_free(g);
	}
	flash_free(&copy);
}

static void at_every_moment(struct flash *flash, enum flash_op op, bool after, void *context)
{
	struct life *life = context;
	size_t outcomes = flash_outcomes(flash, EXHAUSTIVE);

	/* A write begins a commit, so the one before has returned. */
	if ((op == FLASH_WRITE || op == FLASH_STAGE) && !after &&
		memcmp(image_of(life), life->begun, life->size) != 0) {
		memcpy(life->before, life->begun, life->size);
		memcpy(life->begun, image_of(life), life->size);
	}
	for (size_t way = 0; way < (outcomes <= EXHAUSTIVE ? outcomes : CHANCES); way++)
		cut(life, way);
}

/* The answer is there: nothing is undecided any more. */
static void settle(struct life *life)
{
	assert_int_equal(flash_outcomes(&life->flash, EXHAUSTIVE), 1);
	memcpy(life->before, image_of(life), life->size);
	memcpy(life->begun, image_of(life), life->size);
	cut(life, 0);
}

#define step(life, command, answer)                      \
	do {                                             \
		assert_apdu((life)->f, command, answer); \
		settle(life);                            \
	} while (0)
#define step_in(life, session, command, answer)                   \
	do {                                                      \
		assert_in((life)->f, (session), command, answer); \
		settle(life);                                     \
	} while (0)

static void life_begins(
	struct life *life, void (*goes_on)(struct life *, struct se050_fixture *), size_t every)
{
	memset(life, 0, sizeof(*life));
	flash_init(&life->flash, 50);
	life->f = se_new_on(part, &life->flash.io, NULL);
	life->size = life->f->board->parts[0]->model.nv_size;
	life->before = malloc(life->size);
	life->begun = malloc(life->size);
	life->found = malloc(life->size);
	assert_true(life->before && life->begun && life->found);
	memcpy(life->before, image_of(life), life->size);
	memcpy(life->begun, image_of(life), life->size);
	life->goes_on = goes_on;
	life->every = every;
	life->flash.moment = at_every_moment;
	life->flash.context = life;
	se_select(life->f);
}

static void life_ends(struct life *life)
{
	print_message("%zu cuts: %zu left the commit before, %zu the one begun\n", life->cuts, life->old,
		life->new);
	life->flash.moment = NULL;
	se_free(life->f);
	flash_free(&life->flash);
	free(life->before);
	free(life->begun);
	free(life->found);
}

/* Every object that the list names is there with its attributes, and there is room to make and delete another. */
static void objects_are_whole(struct life *life, struct se050_fixture *g)
{
	const struct se050_object *object = NULL;

	(void)life;
	assert_apdu(g, GET_VERSION, VERSION);
	while ((object = object_next(g->chip, RECORD_OBJECT, object)) != NULL) {
		char hex[40];

		snprintf(hex, sizeof(hex), "8004002706 4104%08x", object->id);
		assert_apdu(g, hex, "410101 9000");
	}
	assert_apdu(g, "8001060010 4104000000ff 43020004 440401020304", "9000");
	assert_apdu(g, "8002000006 4104000000ff", "41820004 01020304 9000");
	assert_apdu(g, "8004002806 4104000000ff", "9000");
}

static void objects_of_every_kind(struct life *life)
{
	step(life, "8041070011 12020005 41047da00001 4205c001020304", "9000");
	step(life, "8041030018 41047da00002 4310" AES_KEY, "9000");
	step(life, "800106001b 1109 08 00000000 00340000 410400000010 43020400 440401020304", "9000");
	step(life, "8001060010 410400000010 42020100 44040a0b0c0d", "9000");
	step(life, "800108000a 410400000011 42020002", "9000");
	for (int i = 0; i < 20; i++)
		step(life, "8001080006 410400000011", "9000");
	step(life,
		"8001090028 410400000012 4220 "
		"0000000000000000000000000000000000000000000000000000000000000000",
		"9000");
	step(life, "8001090009 410400000012 430161", "9000");
	step(life, "8001090006 410400000012", "9000");
	step(life, "8001610009 410400000013 420103", "9000");
	step(life, "8001610009 410400000013 420103", "9000");
	step(life, "8001030018 410400000014 4310" AES_KEY, "9000");
	step(life, "8001050018 410400000015 4310" AES_KEY, "9000");
	step(life, "8081060010 410400000016 43020004 440401020304", "9000");
	step(life, "800110000a 41020007 420101 430104", "9000");
	step(life, "800b0b0403 410104", "6d00");
	step(life, "80010b0403 410104", "9000");
	step(life, "80040b2803 410104", "9000");
	step(life, "8004003d", "4182000c 00000001XXXXXXXXXXXXXXXX 9000");
	step(life, "8004102804 41020007", "9000");
	step(life, "8004002806 410400000010", "9000");
	step(life, "8001060010 410400000017 43020100 440401020304", "9000");
	step(life, "8004002806 410400000013", "9000");
}

static void a_part_cut_anywhere_comes_back_before_or_after_the_command(void **state)
{
	struct life life;
	struct se_session s;

	(void)state;
	life_begins(&life, objects_are_whole, 3);
	objects_of_every_kind(&life);
	se_session_create(life.f, &s, USER_ID);
	step_in(&life, &s, "8004002c07 4105 c001020305", "6985");
	se_session_create(life.f, &s, USER_ID);
	step_in(&life, &s, "8004002c07 4105 c001020304", "9000");
	step_in(&life, &s, "8004001c", "9000");
	/* Past a compaction of the file. */
	for (int i = 0; i < 120; i++)
		step(&life, "8001080006 410400000011", "9000");
	assert_true(life.old > 400 && life.new > 400);
	life_ends(&life);
}

/* PUT KEY of three keys, fill and the two after it, in a channel of its own: its DEK is the one it was opened with. */
static void put_key(struct se050_fixture *f, uint8_t fill)
{
	const struct se050_key_set *set = &f->chip->nv.key_sets[0];
	char hex[400], *at = hex + sprintf(hex, "80d80b8146 0b");
	uint8_t ones[16];

	se_select(f);
	se_open_channel(f, 0x33);
	memset(ones, 1, sizeof(ones));
	for (unsigned int i = 0; i < 3; i++) {
		uint8_t key[16], wrapped[16], check[16];

		memset(key, (int)(fill + i), sizeof(key));
		host_aes128(set->key[2], key, wrapped);
		host_aes128(key, ones, check);
		at += sprintf(at, " 881110");
		for (size_t k = 0; k < 16; k++)
			at += sprintf(at, "%02x", wrapped[k]);
		at += sprintf(at, "03%02x%02x%02x", check[0], check[1], check[2]);
	}
	assert_secure(f, hex, "0b XXXXXX XXXXXX XXXXXX 9000");
}

static bool keys_are(const struct se050_fixture *f, uint8_t fill)
{
	for (unsigned int i = 0; i < 3; i++)
		for (size_t k = 0; k < 16; k++)
			if (f->chip->nv.key_sets[0].key[i][k] != (uint8_t)(fill + i))
				return false;
	return true;
}

enum {
	KEYS_OLD = 0x40,
	KEYS_NEW = 0x60,
	KEYS_LATER = 0x20,
};

/* All keys old or all new; with these the host opens its channel, and changes them again. */
static void the_channel_opens(struct life *life, struct se050_fixture *g)
{
	bool old = keys_are(g, KEYS_OLD), new = keys_are(g, KEYS_NEW);

	(void)life;
	assert_true(old || new);
	put_key(g, KEYS_LATER);
	assert_true(keys_are(g, KEYS_LATER));
	se_select(g);
	se_open_channel(g, 0x33);
	assert_secure(g, GET_VERSION, VERSION);
}

static void put_key_is_all_or_nothing_and_the_channel_always_opens(void **state)
{
	struct life life;

	(void)state;
	life_begins(&life, objects_are_whole, 1000);
	put_key(life.f, KEYS_OLD);
	settle(&life);
	life.goes_on = the_channel_opens;
	life.every = 1;
	life.old = life.new = 0;
	for (int i = 0; i < 3; i++) {
		put_key(life.f, KEYS_NEW);
		settle(&life);
		assert_true(keys_are(life.f, KEYS_NEW));
		put_key(life.f, KEYS_OLD);
		settle(&life);
	}
	assert_true(life.old > 0 && life.new > 0);
	life_ends(&life);
}

/* Nothing has been deleted, or everything; the host deletes once more, or goes on to make its objects. */
static void everything_is_there_or_nothing(struct life *life, struct se050_fixture *g)
{
	bool there = object_look(g->chip, ID_FACTORY_RESET) != NULL;
	struct se_session s;

	(void)life;
	for (uint32_t id = 0x20; id < 0x30; id++)
		assert_true((object_look(g->chip, id) != NULL) == there);
	assert_true((g->chip->nv.curves[2] != 0) == there);
	assert_non_null(object_look(g->chip, ID_UNIQUE_ID));
	assert_non_null(object_look(g->chip, 0xf0000012));
	if (there) {
		se_session_aes(g, &s, ID_FACTORY_RESET, AES_KEY, 0x33);
		s.secure = false;
		assert_int_equal(s.host.level, 0x33);
		se_select(g);
		se_session_aes(g, &s, ID_FACTORY_RESET, AES_KEY, 0x00);
		assert_in(g, &s, "8004002a", "9000");
	}
	assert_apdu(g, "8001610009 410400000020 420103", "6985");
	assert_apdu(g, "8041030018 41047fff0205 4310" AES_KEY, "9000");
	assert_apdu(g, "8001060010 410400000020 43020004 440401020304", "9000");
	assert_apdu(g, "8002000006 410400000020", "41820004 01020304 9000");
}

static void delete_all_is_all_or_nothing(void **state)
{
	struct se_session s;
	struct life life;

	(void)state;
	life_begins(&life, objects_are_whole, 100000);
	assert_apdu(life.f, "8041030018 41047fff0205 4310" AES_KEY, "9000");
	for (unsigned int id = 0x20; id < 0x30; id++) {
		char hex[600], *at = hex;

		at += sprintf(hex, "80010600d5 4104%08x 430200c8 4481c8", id);
		for (unsigned int i = 0; i < 0xc8; i++)
			at += sprintf(at, "%02x", (id * 31 + i * 7 + 1) & 0xff);
		assert_apdu(life.f, hex, "9000");
	}
	settle(&life);
	life.goes_on = everything_is_there_or_nothing;
	life.every = 1;
	life.old = life.new = 0;
	se_session_aes(life.f, &s, ID_FACTORY_RESET, AES_KEY, 0x00);
	assert_in(life.f, &s, "8004002a", "9000");
	settle(&life);
	assert_true(life.old > 0 && life.new > 0);
	life_ends(&life);
}

/* Who watches the secrets being used; the wrapped functions have no other way to know. */
static struct life *watching;

/* The attempt that is about to be decided has been counted, and no power cut takes that back. */
static void secret_is_used(void)
{
	struct life *life = watching;
	const struct se050_object *now;
	struct flash copy;
	struct se050_fixture *g;

	if (!life || life->watched == 0)
		return;
	watching = NULL;
	now = object_look(life->f->chip, life->watched);
	flash_clone(&copy, &life->flash);
	flash_crash(&copy, 0, 0);
	g = se_new_on(part, &copy.io, life->f->board->crypto);
	assert_int_equal(object_look(g->chip, life->watched)->attempts, now->attempts);
	assert_true(now->attempts > 0);
	life->uses++;
	se_free(g);
	flash_free(&copy);
	watching = life;
}

int __real_CRYPTO_memcmp(const void *a, const void *b, size_t len);
int __wrap_CRYPTO_memcmp(const void *a, const void *b, size_t len);
int __real_crypto_p256_verify(struct crypto *crypto, const uint8_t point[64], const uint8_t digest[32],
	const uint8_t signature[64]);
int __wrap_crypto_p256_verify(struct crypto *crypto, const uint8_t point[64], const uint8_t digest[32],
	const uint8_t signature[64]);

int __wrap_CRYPTO_memcmp(const void *a, const void *b, size_t len)
{
	secret_is_used();
	return __real_CRYPTO_memcmp(a, b, len);
}

int __wrap_crypto_p256_verify(
	struct crypto *crypto, const uint8_t point[64], const uint8_t digest[32], const uint8_t signature[64])
{
	secret_is_used();
	return __real_crypto_p256_verify(crypto, point, digest, signature);
}

/* A wrong handshake of the object. */
static void try_wrong(struct life *life, uint32_t id)
{
	struct se050_fixture *f = life->f;
	struct host_key wrong = se_eckey_key(2);
	uint8_t command[400], answer[64];
	struct se_session s;
	size_t len;

	se_session_create(f, &s, id);
	if (id == AES_ID)
		assert_in(f, &s, "8050000008 1122334455667788",
			"00000000000000000000 000360 XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX 9000");
	life->watched = id;
	if (id == USER_ID) {
		assert_in(f, &s, "8004002c07 4105 c001020305", "6985");
	} else if (id == AES_ID) {
		assert_in(f, &s, "8482330010 00112233445566770011223344556677", "6982");
	} else {
		len = se_eckey_handshake(&wrong, &wrong, 0x33, command, sizeof(command));
		assert_int_equal(se_process(f, &s, command, len, answer, sizeof(answer)), 2);
		assert_memory_equal(answer, "\x69\x85", 2);
	}
	life->watched = 0;
}

/* However often power goes while attempts are decided, there are no more of them than were given. */
static void attempts_are_counted_before_the_secret_is_used(void **state)
{
	static const uint32_t ids[] = { USER_ID, AES_ID, EC_ID };
	struct host_key key = se_eckey_key(1);
	struct life life;

	(void)state;
	life_begins(&life, objects_are_whole, 50);
	assert_apdu(life.f, "8041070011 12020005 41047da00001 4205c001020304", "9000");
	assert_apdu(life.f, "804103001c 12020005 41047da00002 4310" AES_KEY, "9000");
	se_eckey_object(life.f, EC_ID, &key, 5);
	assert_apdu(life.f, "8001060010 410400000020 43020004 440401020304", "9000");
	settle(&life);
	watching = &life;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		char create[40];
		size_t uses = life.uses;

		snprintf(create, sizeof(create), "8004001b06 4104%08x", ids[i]);
		for (unsigned int n = 1; n <= 5; n++) {
			try_wrong(&life, ids[i]);
			settle(&life);
			assert_int_equal(object_look(life.f->chip, ids[i])->attempts, n);
			se_power_cycle(life.f);
			settle(&life);
			assert_int_equal(object_look(life.f->chip, ids[i])->attempts, n);
		}
		assert_apdu(life.f, create, "6986");
		assert_true(life.uses >= uses + 5);
	}
	watching = NULL;
	assert_true(life.old > 0 && life.new > 0);
	life_ends(&life);
}

/* The tries at the platform channel too (FIPS policy 3.1). */
static void platform_authentications_are_counted_before_the_secret_is_used(void **state)
{
	struct life life;

	(void)state;
	life_begins(&life, objects_are_whole, 50);
	for (unsigned int n = 1; n <= 5; n++) {
		assert_apdu(life.f, "80500b0008 1122334455667788",
			"XXXXXXXXXXXXXXXXXXXX 0b0300 XXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXX 9000");
		assert_apdu(life.f, "8482330010 00112233445566770011223344556677", "6982");
		settle(&life);
		assert_int_equal(life.f->chip->nv.velocity, SE050_VELOCITY - n);
		se_power_cycle(life.f);
		settle(&life);
		assert_int_equal(life.f->chip->nv.velocity, SE050_VELOCITY - n);
	}
	assert_true(life.old > 0 && life.new > 0);
	life_ends(&life);
}

/* A disk that is full once: the command says so, all is as it was, and what was asked for is done when it is asked for again. */
static void a_failing_store_changes_nothing(void **state)
{
	static const struct {
		const char *command, *good;
	} commands[] = {
		{ "8001060010 410400000020 43020004 440401020304", "9000" },
		{ "8001610009 410400000021 420103", "9000" },
		{ "8001080006 410400000011", "9000" },
		{ "8004002806 410400000011", "9000" },
		{ "8022000021 41047fff0206 4504f0000012 460121 4710 00112233445566778899aabbccddeeff", NULL },
		{ "8004003d", "4182000c00000001XXXXXXXXXXXXXXXX 9000" },
		{ "80010b0403 410104", "9000" },
		{ "8081060010 410400000022 43020004 440401020304", "9000" },
		{ "8004002806 410400000022", NULL },
	};
	struct life life;

	(void)state;
	life_begins(&life, objects_are_whole, 1000);
	assert_apdu(life.f, "800108000a 410400000011 42020002", "9000");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		settle(&life);
		life.flash.moment = NULL;
		life.flash.fail_at = life.flash.ops + 1;
		life.flash.fail_errno = ENOSPC;
		assert_apdu(life.f, commands[i].command, "6f00");
		assert_memory_equal(image_of(&life), life.before, life.size);
		life.flash.fail_at = 0;
		life.flash.moment = at_every_moment;
		settle(&life);
		if (commands[i].good)
			assert_apdu(life.f, commands[i].command, commands[i].good);
	}
	/* A transient one whose deletion failed has room for a value as before. */
	assert_apdu(life.f, "8081060010 410400000022 42020000 440405060708", "9000");
	assert_apdu(life.f, "8002000006 410400000022", "41820004 05060708 9000");
	life_ends(&life);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_part_cut_anywhere_comes_back_before_or_after_the_command),
		cmocka_unit_test(put_key_is_all_or_nothing_and_the_channel_always_opens),
		cmocka_unit_test(delete_all_is_all_or_nothing),
		cmocka_unit_test(attempts_are_counted_before_the_secret_is_used),
		cmocka_unit_test(a_failing_store_changes_nothing),
		cmocka_unit_test(platform_authentications_are_counted_before_the_secret_is_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
