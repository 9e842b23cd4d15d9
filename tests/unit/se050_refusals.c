/* tests/unit/se050_refusals.c: the lines of vectors/refusals.tsv for a command, and the wrong commands they speak of. */
#include "se050_refusals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "tlv.h"

enum {
	LINE = 600,
	TLVS = 16,
	WORDS = 4,
};

/* A command in pieces. */
struct pieces {
	struct tlv tlv[TLVS];
	size_t n;
};

static struct pieces take_apart(const struct se_command *command)
{
	struct rbuf r = rbuf_from(command->data, command->len);
	struct pieces pieces = { .n = 0 };

	while (rbuf_left(&r) > 0) {
		assert_in_range(pieces.n, 0, TLVS - 2);
		assert_true(tlv_next(&r, &pieces.tlv[pieces.n++]));
	}
	return pieces;
}

static struct se_command put_together(const struct se_command *like, const struct pieces *pieces)
{
	struct se_command command = { .len = 0 };

	memcpy(command.header, like->header, sizeof(command.header));
	for (size_t i = 0; i < pieces->n; i++)
		se_put(&command, (uint8_t)pieces->tlv[i].tag, pieces->tlv[i].value.at,
			rbuf_left(&pieces->tlv[i].value));
	return command;
}

/* The pieces are bytes of the command that they replace. */
static void replace(struct se_command *command, const struct pieces *pieces)
{
	struct se_command other = put_together(command, pieces);

	memcpy(command, &other, sizeof(other));
}

static struct tlv *find(struct pieces *pieces, uint8_t tag)
{
	for (size_t i = 0; i < pieces->n; i++)
		if (pieces->tlv[i].tag == tag)
			return &pieces->tlv[i];
	return NULL;
}

static void drop(struct pieces *pieces, struct tlv *tlv)
{
	size_t at = (size_t)(tlv - pieces->tlv);

	memmove(tlv, tlv + 1, (pieces->n - at - 1) * sizeof(*tlv));
	pieces->n--;
}

struct se_command se_with(struct se_command command, uint8_t tag, const void *bytes, size_t len)
{
	struct pieces pieces = take_apart(&command);
	struct tlv *tlv = find(&pieces, tag);

	assert_non_null(tlv);
	tlv->value = rbuf_from(bytes, len);
	return put_together(&command, &pieces);
}

struct se_command se_with_number(struct se_command command, uint8_t tag, size_t size, uint32_t number)
{
	uint8_t bytes[4];

	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(number >> 8 * (size - 1 - i));
	return se_with(command, tag, bytes, size);
}

struct se_command se_without(struct se_command command, uint8_t tag)
{
	struct pieces pieces = take_apart(&command);
	struct tlv *tlv = find(&pieces, tag);

	assert_non_null(tlv);
	drop(&pieces, tlv);
	return put_together(&command, &pieces);
}

static void resize(struct tlv *tlv, size_t len, uint8_t *room)
{
	size_t old = rbuf_left(&tlv->value);

	memset(room, 0, len);
	memcpy(room, tlv->value.at, old < len ? old : len);
	tlv->value = rbuf_from(room, len);
}

/* The last TLV with a length field of its own kind in front of its value. */
static void head_of_last(
	struct se_command *command, const struct pieces *pieces, const uint8_t *head, size_t len)
{
	const struct tlv *last = &pieces->tlv[pieces->n - 1];
	struct pieces others = *pieces;
	struct se_command spoilt;
	struct wbuf w = wbuf_to(spoilt.data, sizeof(spoilt.data));

	others.n--;
	spoilt = put_together(command, &others);
	w.len = spoilt.len;
	wbuf_u8(&w, (uint8_t)last->tag);
	wbuf_put(&w, head, len);
	wbuf_put(&w, last->value.at, rbuf_left(&last->value));
	spoilt.len = w.len;
	memcpy(command, &spoilt, sizeof(spoilt));
}

static const struct se_bound *bound_of(const struct se_good *good, uint8_t tag)
{
	for (size_t i = 0; i < good->n_bounds; i++)
		if (good->bounds[i].tag == tag)
			return &good->bounds[i];
	fail_msg("%s: nobody says how long %02x may be", good->command, tag);
	return NULL;
}

/* Of the file's words with a tag. False: this good command has no such TLV. */
static bool spoil_tlv(const struct se_good *good, char *const *word, struct se_command *command)
{
	static uint8_t room[SE050_COMMAND_MAX];
	struct pieces pieces = take_apart(command);
	uint8_t tag = (uint8_t)strtoul(word[1] + 1, NULL, 16);
	struct tlv *tlv = find(&pieces, tag);

	if (!tlv)
		return false;
	if (strcmp(word[0], "drop") == 0) {
		drop(&pieces, tlv);
	} else if (strcmp(word[0], "twice") == 0) {
		pieces.tlv[pieces.n++] = *tlv;
	} else if (strcmp(word[0], "empty") == 0) {
		resize(tlv, 0, room);
	} else if (strcmp(word[0], "short") == 0) {
		resize(tlv, bound_of(good, tag)->min - 1, room);
	} else if (strcmp(word[0], "long") == 0) {
		resize(tlv, bound_of(good, tag)->max + 1, room);
	} else if (strcmp(word[0], "swap") == 0) {
		struct tlv *other = find(&pieces, (uint8_t)strtoul(word[2] + 1, NULL, 16)), kept = *tlv;

		*tlv = *other;
		*other = kept;
	} else if (strcmp(word[0], "value") == 0) {
		tlv->value = rbuf_from(room, se_hex(word[2], room, sizeof(room)));
	}
	replace(command, &pieces);
	return true;
}

static bool is_tag(const char *word)
{
	return strlen(word) == 3 && word[0] == 'T' && strspn(word + 1, "0123456789ABCDEF") == 2;
}

static bool speaks_of_tlv(char *const *word, size_t n)
{
	static const char *const one[] = { "drop", "twice", "empty", "short", "long" };

	for (size_t i = 0; n == 2 && i < sizeof(one) / sizeof(one[0]); i++)
		if (strcmp(word[0], one[i]) == 0 && is_tag(word[1]))
			return true;
	return n == 3 && is_tag(word[1]) &&
	       ((strcmp(word[0], "swap") == 0 && is_tag(word[2])) || strcmp(word[0], "value") == 0);
}

enum spoilt {
	SPOILT,
	NOT_THIS_ONE, /* the good command has no such TLV */
	PROSE,
};

static enum spoilt spoil(
	const struct se_good *good, const struct se_refusal *refusal, struct se_command *command)
{
	char text[sizeof(refusal->situation)], *word[WORDS], *rest = NULL;
	struct pieces pieces = take_apart(command);
	size_t n = 0;

	strcpy(text, refusal->situation);
	for (char *at = strtok_r(text, " ", &rest); at && n < WORDS; at = strtok_r(NULL, " ", &rest))
		word[n++] = at;
	if (speaks_of_tlv(word, n))
		return spoil_tlv(good, word, command) ? SPOILT : NOT_THIS_ONE;
	if (strcmp(refusal->situation, "no data") == 0) {
		command->len = 0;
	} else if (strcmp(refusal->situation, "extra T7E") == 0) {
		se_put(command, 0x7e, "", 1);
	} else if (strcmp(refusal->situation, "cut") == 0) {
		const uint8_t head = (uint8_t)(rbuf_left(&pieces.tlv[pieces.n - 1].value) + 1);

		head_of_last(command, &pieces, &head, 1);
	} else if (strcmp(refusal->situation, "lencode 83") == 0) {
		const uint8_t head[] = { 0x83, 0, 0, (uint8_t)rbuf_left(&pieces.tlv[pieces.n - 1].value) };

		head_of_last(command, &pieces, head, sizeof(head));
	} else {
		return PROSE;
	}
	return SPOILT;
}

/* What a refused command must leave as it is. */
struct kept {
	struct se050_applet applet;
	struct se050_nv nv;
	uint8_t heap[];
};

static struct kept *keep(const struct se050_fixture *f)
{
	struct kept *kept = malloc(sizeof(*kept) + f->chip->nv.heap_size);

	assert_non_null(kept);
	kept->applet = f->chip->applet;
	kept->nv = f->chip->nv;
	memcpy(kept->heap, f->chip->heap, f->chip->nv.heap_size);
	return kept;
}

static void assert_kept(
	const struct se050_fixture *f, const struct se_refusal *refusal, const struct kept *kept)
{
	if (memcmp(&kept->applet, &f->chip->applet, sizeof(kept->applet)) != 0 ||
		memcmp(&kept->nv, &f->chip->nv, sizeof(kept->nv)) != 0 ||
		memcmp(kept->heap, f->chip->heap, f->chip->nv.heap_size) != 0)
		fail_msg("%s: refused, and yet something changed", refusal->id);
}

static void assert_refused(
	struct se050_fixture *f, const struct se_refusal *refusal, const struct se_command *command)
{
	struct kept *kept = keep(f);
	struct se_answer answer = se_run(f, command);
	bool accepted = false;

	for (size_t i = 0; i < refusal->n_accepted; i++)
		accepted |= answer.status == refusal->accepted[i];
	if (!accepted)
		fail_msg("%s: %04x is not accepted", refusal->id, answer.status);
	if (answer.status != 0x9000)
		assert_kept(f, refusal, kept);
	free(kept);
}

static bool try_good(
	const struct se_refusal_test *test, const struct se_good *good, const struct se_refusal *refusal)
{
	struct se_command command = good->make();
	void *f = NULL;

	if (spoil(good, refusal, &command) != SPOILT)
		return false;
	test->set_up(&f);
	if (good->prepare)
		good->prepare(f);
	assert_refused(f, refusal, &command);
	test->tear_down(&f);
	return true;
}

static bool try_prose(const struct se_refusal_test *test, const struct se_refusal *refusal)
{
	for (size_t i = 0; i < test->n_prose; i++) {
		struct se_command command;
		void *f = NULL;

		if (strcmp(test->prose[i].id, refusal->id) != 0)
			continue;
		test->set_up(&f);
		command = test->prose[i].arrange(f);
		assert_refused(f, refusal, &command);
		test->tear_down(&f);
		return true;
	}
	return false;
}

/* Or a wrong command would be refused for something else. */
static void assert_good(const struct se_refusal_test *test, const struct se_good *good)
{
	struct se_command command = good->make();
	struct se_answer answer;
	void *f = NULL;

	test->set_up(&f);
	if (good->prepare)
		good->prepare(f);
	answer = se_run(f, &command);
	if (answer.status != 0x9000)
		fail_msg("the good %s answers %04x", good->command, answer.status);
	test->tear_down(&f);
}

static bool read_line(char *line, struct se_refusal *refusal)
{
	char *field[4], *rest = NULL, *at, *more;
	size_t n = 0;

	if (line[0] == '#')
		return false;
	for (at = strtok_r(line, "\t\n", &rest); at && n < 4; at = strtok_r(NULL, "\t\n", &rest))
		field[n++] = at;
	assert_int_equal(n, 4);
	more = strstr(field[2], "@ ");
	if (more)
		*(more == field[2] ? more : more - 1) = '\0';
	assert_true(strlen(field[0]) < sizeof(refusal->id) && strlen(field[1]) < sizeof(refusal->command));
	assert_true(strlen(field[2]) < sizeof(refusal->situation));
	strcpy(refusal->id, field[0]);
	strcpy(refusal->command, field[1]);
	strcpy(refusal->situation, field[2]);
	refusal->n_accepted = 0;
	for (at = strtok_r(field[3], " ", &rest); at; at = strtok_r(NULL, " ", &rest)) {
		assert_in_range(refusal->n_accepted, 0, 7);
		refusal->accepted[refusal->n_accepted++] = (uint16_t)strtoul(at, NULL, 16);
	}
	return true;
}

static bool is_of(const struct se_refusal_test *test, const struct se_refusal *refusal)
{
	for (size_t i = 0; i < test->n_goods; i++)
		if (strcmp(test->goods[i].command, refusal->command) == 0)
			return true;
	return false;
}

size_t se_refusals_check(const struct se_refusal_test *test)
{
	FILE *file = fopen(SESIM_VECTORS "/refusals.tsv", "r");
	char line[LINE];
	size_t lines = 0;

	assert_non_null(file);
	for (size_t i = 0; i < test->n_goods; i++)
		assert_good(test, &test->goods[i]);
	while (fgets(line, sizeof(line), file)) {
		struct se_refusal refusal;
		bool tried;

		if (!read_line(line, &refusal) || !is_of(test, &refusal))
			continue;
		tried = try_prose(test, &refusal);
		for (size_t i = 0; i < test->n_goods; i++)
			if (strcmp(test->goods[i].command, refusal.command) == 0)
				tried |= try_good(test, &test->goods[i], &refusal);
		/* test_se050_refusals tries them all. */
		lines += tried;
	}
	fclose(file);
	return lines;
}
