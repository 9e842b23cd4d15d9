/*
 * tests/unit/test_se050_rsa_power.c: power goes at every write and sync while an RSA key is written component by
 * component, replaced, made anew or deleted half-way: the part comes back as it was before the command or after it,
 * and a host that only sees whether the object exists can always go on.
 */
#include "cmocka_all.h"

#include <stdlib.h>
#include <string.h>

#include "flash.h"
#include "object.h"
#include "rsa_fixture.h"
#include "store.h"

enum {
	EXHAUSTIVE = 16, /* outcomes of a power cut that are all tried */
	CHANCES = 20,    /* of more, so many */
	KEY = 0x10000001,
};

static const char path[] = "/se050.nvm";
static const char part[] = "se050c,state=/se050.nvm";
static const char message[] = "after the power came back";

struct life {
	struct se050_fixture *f;
	struct flash flash;
	struct host_rsa key;
	enum rsa_form form;
	size_t size;
	uint8_t *before, *begun,
		*found; /* images: the last commit that returned, the one under way, what a cut left */
	size_t cuts, old, new;
};

static const uint8_t *image_of(const struct life *life)
{
	return (const uint8_t *)&life->f->chip->nv;
}

static bool exists(struct se050_fixture *g)
{
	struct rsa_command command = rsa_command(0x04, 0, 0x27, KEY);

	assert_int_equal(rsa_run(g, &command), 0x9000);
	return command.answer[2] == 1;
}

/* The key signs what plain OpenSSL verifies; a public one verifies what that signed. */
static void assert_works(struct se050_fixture *g, const struct host_rsa *key, enum rsa_form form)
{
	struct rsa_command command = rsa_command(0x03, 0x0c, form == FORM_PUBLIC ? 0x0a : 0x09, KEY);
	uint8_t signature[64];

	host_rsa_sign(key, "SHA256", -1, message, sizeof(message), signature);
	rsa_add_number(&command, 0x42, 0x28, 1);
	rsa_add(&command, 0x43, message, sizeof(message));
	if (form == FORM_PUBLIC)
		rsa_add(&command, 0x45, signature, key->bytes);
	assert_int_equal(rsa_run(g, &command), 0x9000);
	if (form == FORM_PUBLIC)
		assert_memory_equal(command.answer, "\x41\x01\x01", 3);
	else
		assert_memory_equal(rsa_answer(&command).at, signature, key->bytes);
}

/* Writes all of it again, over whatever there is. */
static void host_goes_on(const struct life *life, struct se050_fixture *g)
{
	bool there = exists(g);

	for (size_t i = 0; rsa_forms[life->form].tags[i] != 0; i++) {
		struct rsa_command command = rsa_write_part(&life->key, life->form, KEY, i);

		if (there)
			command.p1 = 0x02;
		assert_int_equal(rsa_run(g, &command), 0x9000);
	}
	assert_works(g, &life->key, life->form);
}

static void cut(struct life *life, size_t way)
{
	struct store_label label = { .kind = "se050", .layout = SE050_LAYOUT, .size = life->size };
	struct flash copy;
	struct why why;
	struct se050_fixture *g;
	bool old, new;

	flash_clone(&copy, &life->flash);
	flash_crash(&copy, way, EXHAUSTIVE);
	if (store_read(&copy.io, path, &label, life->found, &why) < 0)
		fail_msg("%s", why.text);
	old = memcmp(life->found, life->before, life->size) == 0;
	new = memcmp(life->found, life->begun, life->size) == 0;
	assert_true(old || new);
	life->old += old && !new;
	life->new += new && !old;
	life->cuts++;
	g = se_new_on(part, &copy.io, life->f->board->crypto);
	se_select(g);
	host_goes_on(life, g);
	se_free(g);
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

static void step(struct life *life, struct rsa_command *command)
{
	assert_int_equal(rsa_run(life->f, command), 0x9000);
	assert_int_equal(flash_outcomes(&life->flash, EXHAUSTIVE), 1);
	memcpy(life->before, image_of(life), life->size);
	memcpy(life->begun, image_of(life), life->size);
}

static void life_begins(struct life *life, enum rsa_form form)
{
	memset(life, 0, sizeof(*life));
	life->form = form;
	host_rsa_pool(&life->key, 64, 0);
	flash_init(&life->flash, 7);
	life->f = se_new_on(part, &life->flash.io, NULL);
	life->size = life->f->board->parts[0]->model.nv_size;
	life->before = malloc(life->size);
	life->begun = malloc(life->size);
	life->found = malloc(life->size);
	assert_true(life->before && life->begun && life->found);
	memcpy(life->before, image_of(life), life->size);
	memcpy(life->begun, image_of(life), life->size);
	life->flash.moment = at_every_moment;
	life->flash.context = life;
	se_select(life->f);
}

static void life_ends(struct life *life)
{
	print_message("%s: %zu cuts, %zu left the commit before, %zu the one begun\n",
		rsa_forms[life->form].name, life->cuts, life->old, life->new);
	assert_true(life->old > 0 && life->new > 0);
	life->flash.moment = NULL;
	se_free(life->f);
	flash_free(&life->flash);
	host_rsa_free(&life->key);
	free(life->before);
	free(life->begun);
	free(life->found);
}

static void write_key(struct life *life, const struct host_rsa *key)
{
	for (size_t i = 0; rsa_forms[life->form].tags[i] != 0; i++) {
		struct rsa_command command = rsa_write_part(key, life->form, KEY, i);

		step(life, &command);
	}
}

static void power_goes_between_and_in_components(void **state)
{
	(void)state;
	for (enum rsa_form form = 0; form < FORMS; form++) {
		struct host_rsa other;
		struct life life;

		life_begins(&life, form);
		host_rsa_pool(&other, 64, 1);
		write_key(&life, &other);
		assert_works(life.f, &other, form);
		/* Another key in its place, component by component. */
		write_key(&life, &life.key);
		assert_works(life.f, &life.key, form);
		host_rsa_free(&other);
		life_ends(&life);
	}
}

static void power_goes_while_a_key_is_made_or_deleted(void **state)
{
	struct rsa_command command;
	struct life life;

	(void)state;
	life_begins(&life, FORM_PAIR_CRT);
	command = rsa_command(0x01, 0x62, 0, KEY);
	rsa_add_number(&command, 0x42, 512, 2);
	step(&life, &command);
	step(&life, &command); /* anew */
	command = rsa_command(0x04, 0, 0x28, KEY);
	step(&life, &command);
	/* Half-way. */
	for (size_t parts = 1; parts < 7; parts += 2) {
		for (size_t i = 0; i < parts; i++) {
			command = rsa_write_part(&life.key, FORM_PAIR_CRT, KEY, i);
			step(&life, &command);
		}
		command = rsa_command(0x04, 0, 0x28, KEY);
		step(&life, &command);
		assert_false(exists(life.f));
	}
	life_ends(&life);
}

/* What a snapshot holds goes on as the part did: between any two components, transient keys too. */
static void a_snapshot_between_components_goes_on(void **state)
{
	struct se050_fixture *f = se_new("se050c");
	size_t size = f->board->parts[0]->model.size;
	uint8_t *snapshot = malloc(size);
	struct host_rsa key;

	(void)state;
	assert_non_null(snapshot);
	host_rsa_pool(&key, 64, 0);
	se_select(f);
	for (size_t transient = 0; transient < 2; transient++)
		for (size_t at = 1; at < 7; at++) {
			uint8_t flags = transient ? 0x80 : 0;
			struct rsa_command command;
			uint8_t number = 0;

			for (size_t round = 0; round < 2; round++) {
				for (size_t i = round == 0 ? 0 : at; i < 7; i++) {
					if (round == 0 && i == at) {
						memcpy(snapshot, f->chip, size);
						number = f->number;
					}
					command = rsa_write_part(&key, FORM_PAIR_CRT, KEY, i);
					command.ins |= flags;
					assert_int_equal(rsa_run(f, &command), 0x9000);
				}
				assert_works(f, &key, FORM_PAIR_CRT);
				if (round == 0) {
					command = rsa_command(0x04, 0, 0x28, KEY);
					assert_int_equal(rsa_run(f, &command), 0x9000);
					memcpy(f->chip, snapshot, size);
					f->number = number;
				}
			}
			command = rsa_command(0x04, 0, 0x28, KEY);
			assert_int_equal(rsa_run(f, &command), 0x9000);
		}
	host_rsa_free(&key);
	free(snapshot);
	se_free(f);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(power_goes_between_and_in_components),
		cmocka_unit_test(power_goes_while_a_key_is_made_or_deleted),
		cmocka_unit_test(a_snapshot_between_components_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
