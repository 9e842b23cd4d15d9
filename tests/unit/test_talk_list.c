/* tests/unit/test_talk_list.c: the suite lists a part's objects by as many pages as there are. */
#include "cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "talk_tidy.h"

/* A part that answers the lists with pages handed in, and all else with 6985. */
struct paged {
	struct peer peer;
	const char *const *pages;
	size_t n_pages;
	size_t asked;
	size_t offsets[8];
};

static void answer_hex(struct wbuf *answer, const char *hex)
{
	for (unsigned int byte; sscanf(hex, "%2x", &byte) == 1; hex += 2)
		wbuf_u8(answer, (uint8_t)byte);
}

/* 80 02 00 25 07 41 02 OFFSET 42 01 ff */
static int paged_apdu(struct peer *peer, const uint8_t *command, size_t len, struct wbuf *answer)
{
	static const uint8_t lists[] = { 0x80, 0x02, 0x00, 0x25, 0x07, 0x41, 0x02 };
	struct paged *paged = (struct paged *)peer;
	struct rbuf r = rbuf_from(command, len);

	if (len < sizeof(lists) || memcmp(command, lists, sizeof(lists)) != 0) {
		answer_hex(answer, "6985");
		return 0;
	}
	rbuf_bytes(&r, sizeof(lists));
	assert_true(paged->asked < paged->n_pages);
	paged->offsets[paged->asked] = rbuf_be16(&r);
	answer_hex(answer, paged->pages[paged->asked++]);
	return 0;
}

static const struct peer_ops ops = { .apdu = paged_apdu };

static void list(struct paged *paged, const char *const *pages, size_t n_pages, struct tidy_list *found)
{
	struct talk talk;
	struct why why = { "" };

	*paged = (struct paged){
		.peer = { .ops = &ops, .version = { 3, 1, 1 } }, .pages = pages, .n_pages = n_pages
	};
	talk_begin(&talk, &paged->peer);
	if (talk_list(&talk, found, &why) < 0)
		fail_msg("%s", why.text);
	assert_int_equal(paged->asked, n_pages);
}

/* AN12413 table 47: 01 is all there are, 02 that more are to come. */
static void one_page_is_asked_for_once(void **state)
{
	static const char *const pages[] = { "41010142820004000000019000" };
	struct tidy_list found;
	struct paged paged;

	(void)state;
	list(&paged, pages, 1, &found);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.ids[0], 1);
}

static void pages_are_asked_for_while_there_are_more(void **state)
{
	static const char *const pages[] = { "4101024282000800000001000000029000",
		"41010242820004000000039000", "41010142820004f00000009000" };
	struct tidy_list found;
	struct paged paged;

	(void)state;
	list(&paged, pages, 3, &found);
	assert_int_equal(found.n, 4);
	assert_int_equal(found.ids[2], 3);
	assert_int_equal(found.ids[3], 0xf0000000);
	/* Offsets count ids. */
	assert_int_equal(paged.offsets[0], 0);
	assert_int_equal(paged.offsets[1], 2);
	assert_int_equal(paged.offsets[2], 3);
}

/* It would be asked for ever. */
static void a_page_of_nothing_is_the_last(void **state)
{
	static const char *const pages[] = { "410102428200009000" };
	struct tidy_list found;
	struct paged paged;

	(void)state;
	list(&paged, pages, 1, &found);
	assert_int_equal(found.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_page_is_asked_for_once),
		cmocka_unit_test(pages_are_asked_for_while_there_are_more),
		cmocka_unit_test(a_page_of_nothing_is_the_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
