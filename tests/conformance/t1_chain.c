/* tests/conformance/t1_chain.c: I-blocks of T=1 over I2C: numbers, chains both ways, repeats. */
#include <stdio.h>
#include <string.h>

#include "se05x_cases.h"
#include "t1_say.h"

#define EVIDENCE "docs/reference/se050-evidence.md "
#define SELECT_IOT "00a4040010 a0000003965453000000010300000000"
#define SELECT_ISSUER "00a4040000"
#define IDENTIFY "80ca00fe02df2800"
#define SELECTED "a5 00 09 .............. 90 00"
#define SELECTED_1 "a5 40 09 .............. 90 00"
#define NO_COMMAND "8011000000"

enum {
	SELECT_BYTES = 0x15,
	IDENTITY_MAX = 254,
};

/* The card's identity, a long answer, whole; the issuer's domain stays selected and numbers are 0. */
static size_t identity(struct conform *c, uint8_t whole[IDENTITY_MAX])
{
	uint8_t bytes[T1_BLOCK_MAX];
	struct t1_block block;
	size_t len;

	t1_begin(c);
	t1_send(c, "5a 00 05" SELECT_ISSUER);
	if (!t1_next(c, bytes, &block))
		return 0;
	t1_send(c, "5a 40 08" IDENTIFY);
	if (!t1_next(c, bytes, &block))
		return 0;
	len = rbuf_left(&block.inf);
	rbuf_copy(&block.inf, whole, len);
	if (len < 20 || block.pcb != 0x40)
		conform_fail(c, "the part does not identify itself: PCB %02x, %zu bytes", block.pcb, len);
	t1_say(c, "5a c0 00", "a5 e0 00");
	return len;
}

static void both_ends_count(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	for (int i = 0; i < 3; i++) {
		t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
		t1_say(c, "5a 40 15" SELECT_IOT, SELECTED_1);
	}
}

/* Had the second command been run, the applet would no longer be selected. */
static void repeated_command_is_not_run_again(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
	t1_say(c, "5a 00 05" SELECT_ISSUER, SELECTED "|a5 92 00");
	t1_say(c, "5a 40 05 8004002000",
		"a5 40 0b 4107 .............. 9000|a5 40 0d 41820007 .............. 9000|"
		"a5 40 02 69..");
}

static void chain_is_acknowledged(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 20 07 00a4040010a000", "a5 90 00");
	t1_silent(c);
	t1_say(c, "5a 60 07 00039654530000", "a5 80 00");
	t1_say(c, "5a 00 08 0001030000000000", SELECTED);
	t1_say(c, "5a 60 07 00a4040010a000", "a5 80 00");
	t1_say(c, "5a 00 0f 00039654530000 0001030000000000", SELECTED_1);
}

static void links_of_every_size(struct conform *c, const struct conform_case *self)
{
	uint8_t command[SELECT_BYTES];

	(void)self;
	t1_begin(c);
	t1_hex(c, SELECT_IOT, command, sizeof(command));
	for (size_t size = 1; size <= SELECT_BYTES && conform_well(c); size++) {
		struct rbuf r = rbuf_from(command, sizeof(command));
		unsigned int number = 0;

		t1_say(c, "5a c0 00", "a5 e0 00");
		while (rbuf_left(&r) > size && conform_well(c)) {
			struct rbuf part = rbuf_take(&r, size);

			t1_send_bytes(c, (uint8_t)(T1_I_MORE | number << 6), part.at, size);
			number ^= 1;
			t1_expect(c, number ? "a5 90 00" : "a5 80 00");
		}
		t1_send_bytes(c, (uint8_t)(number << 6), r.at, rbuf_left(&r));
		t1_expect(c, SELECTED);
	}
}

static void empty_link(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 20 00", "a5 90 00|a5 82 00");
	t1_say(c, "5a c0 00", "a5 e0 00");
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void repeated_link_counts_once(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 20 07 00a4040010a000", "a5 90 00");
	t1_say(c, "5a 20 07 00a4040010a000", "a5 90 00");
	t1_say(c, "5a 40 0f 00039654530000 0001030000000000", SELECTED);
}

/* Every size an answer can be cut into. */
static void answers_in_blocks_of_every_size(struct conform *c, const struct conform_case *self)
{
	uint8_t whole[IDENTITY_MAX];
	size_t len = identity(c, whole);

	(void)self;
	for (unsigned int size = 1; size <= 80 && conform_well(c); size += size < 12 ? 1 : 7) {
		uint8_t bytes[T1_BLOCK_MAX], joined[IDENTITY_MAX];
		struct wbuf w = wbuf_to(joined, sizeof(joined));
		struct t1_block block = { .pcb = T1_I_MORE };
		unsigned int number = 0;
		char hex[24], answer[24];

		snprintf(hex, sizeof(hex), "5a c1 01 %02x", size);
		snprintf(answer, sizeof(answer), "a5 e1 01 %02x", size);
		t1_say(c, hex, answer);
		t1_say(c, "5a c0 00", "a5 e0 00");
		t1_send(c, "5a 00 08" IDENTIFY);
		for (; block.pcb & T1_I_MORE && conform_well(c); number ^= 1) {
			if (number || w.len > 0)
				t1_send(c, number ? "5a 90 00" : "5a 80 00");
			if (!t1_next(c, bytes, &block))
				return;
			if ((block.pcb & ~(unsigned int)T1_I_MORE) != number << 6)
				conform_fail(c, "a link of the answer has PCB %02x", block.pcb);
			if (block.pcb & T1_I_MORE ? rbuf_left(&block.inf) != size
						  : rbuf_left(&block.inf) > size)
				conform_fail(c, "a block has %zu bytes under a size of %u",
					rbuf_left(&block.inf), size);
			wbuf_put(&w, block.inf.at, rbuf_left(&block.inf));
		}
		if (conform_well(c) && (w.len != len || memcmp(joined, whole, len) != 0))
			conform_fail(c, "the answer in blocks of %u is another one", size);
	}
}

static void next_block_is_asked_for(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a c1 01 03", "a5 e1 01 03");
	t1_say(c, "5a 00 15" SELECT_IOT, "a5 20 03 ......");
	t1_silent(c);
	t1_say(c, "5a 90 00", "a5 60 03 ......");
	t1_say(c, "5a 80 00", "a5 00 03 .. 90 00");
	t1_say(c, "5a 40 15" SELECT_IOT, "a5 60 03 ......");
	t1_say(c, "5a 80 00", "a5 20 03 ......");
	t1_say(c, "5a 90 00", "a5 40 03 .. 90 00");
}

static void wrong_number_repeats_the_block(struct conform *c, const struct conform_case *self)
{
	uint8_t v[SE05X_VERSION];
	char first[40], second[40];

	(void)self;
	memcpy(v, c->se05x.version, sizeof(v));
	snprintf(first, sizeof(first), "a5 20 03 %02x%02x%02x", v[0], v[1], v[2]);
	snprintf(second, sizeof(second), "a5 60 03 %02x%02x%02x", v[3], v[4], v[5]);
	t1_begin(c);
	t1_say(c, "5a c1 01 03", "a5 e1 01 03");
	t1_say(c, "5a 00 15" SELECT_IOT, first);
	t1_say(c, "5a 80 00", first);
	t1_say(c, "5a 90 00", second);
	t1_say(c, "5a 90 00", second);
	t1_say(c, "5a 80 00", "a5 00 03 .. 90 00");
}

static void error_block_repeats_the_block(struct conform *c, const struct conform_case *self)
{
	uint8_t v[SE05X_VERSION];
	char first[40], second[40];

	(void)self;
	memcpy(v, c->se05x.version, sizeof(v));
	snprintf(first, sizeof(first), "a5 20 03 %02x%02x%02x", v[0], v[1], v[2]);
	snprintf(second, sizeof(second), "a5 60 03 %02x%02x%02x", v[3], v[4], v[5]);
	t1_begin(c);
	t1_say(c, "5a c1 01 03", "a5 e1 01 03");
	t1_say(c, "5a 00 15" SELECT_IOT, first);
	t1_say(c, "5a 81 00", first);
	t1_say(c, "5a 82 00", first);
	t1_say(c, "5a 90 00", second);
	t1_say(c, "5a 91 00", second);
	t1_say(c, "5a 92 00", second);
	t1_say(c, "5a 80 00", "a5 00 03 .. 90 00");
}

/* More than any command of any applet has. */
static void endless_chain_is_refused_at_its_end(struct conform *c, const struct conform_case *self)
{
	uint8_t inf[T1_INF_MAX] = { 0 };

	(void)self;
	t1_begin(c);
	for (unsigned int i = 0; i < 300 && conform_well(c); i++) {
		t1_send_bytes(c, i % 2 ? 0x60 : 0x20, inf, sizeof(inf));
		t1_expect(c, i % 2 ? "a5 80 00" : "a5 90 00");
	}
	t1_say(c, "5a 00 01 00", "a5 00 02 6700");
	t1_say(c, "5a 40 15" SELECT_IOT, SELECTED_1);
}

/* Blocks that have no place in a chain leave it as it is. */
static void chain_survives_what_does_not_belong(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 20 03 00a404", "a5 90 00");
	t1_say(c, "5a e3 01 01", "a5 92 00|a5 91 00");
	t1_say(c, "5a e0 00", "a5 92 00|a5 91 00");
	t1_say(c, "5a 84 00", "a5 92 00|a5 91 00");
	t1_write(c, "5a 40 02 0000 0000");
	t1_expect(c, "a5 91 00|a5 92 00");
	t1_say(c, "5a c1 01 fe", "a5 e1 01 fe");
	t1_say(c, "5a 40 12 0010 a0000003965453000000010300000000", SELECTED);
}

static void acknowledgement_in_the_hosts_chain(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 20 03 00a404", "a5 90 00");
	t1_say(c, "5a 80 00", "a5 90 00");
	t1_say(c, "5a 40 12 0010 a0000003965453000000010300000000", SELECTED);
}

static void answer_is_asked_for_again(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
	for (int i = 0; i < 5; i++) {
		t1_say(c, "5a 81 00", SELECTED);
		t1_say(c, "5a 82 00", SELECTED);
	}
	/* Also after the part has complained in between. */
	t1_write(c, "5a 00");
	t1_expect(c, "a5 92 00|a5 91 00");
	t1_say(c, "5a 82 00", SELECTED);
	t1_say(c, "5a 40 15" SELECT_IOT, SELECTED_1);
}

static void response_is_asked_for_again(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a c1 01 20", "a5 e1 01 20");
	t1_say(c, "5a 81 00", "a5 e1 01 20|a5 82 00");
	t1_say(c, "5a c7 00",
		"a5 e7 23 .............................................................. ........");
	t1_say(c, "5a c2 00", "a5 e2 00|a5 82 00");
	t1_say(c, "5a c1 01 fe", "a5 e1 01 fe");
}

static void nothing_to_repeat(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 90 00", "a5 82 00|a5 e0 00");
	t1_say(c, "5a 00 05" NO_COMMAND, "a5 00 02 ....");
	t1_say(c, "5a 90 00", "a5 92 00|a5 00 02 ....");
	t1_say(c, "5a 91 00", "a5 92 00|a5 00 02 ....");
	t1_say(c, "5a 40 05" NO_COMMAND, "a5 40 02 ....");
}

/* Lc and Le in each way that ISO/IEC 7816-4 has, and wrong ones. */
static void commands_in_every_encoding(struct conform *c, const struct conform_case *self)
{
	static const char *const same[] = { "5a 00 07 80ca00fe02df28", "5a 00 08 80ca00fe02df2800",
		"5a 00 09 80ca00fe000002df28", "5a 00 0b 80ca00fe000002df280000" };
	uint8_t whole[IDENTITY_MAX], bytes[T1_BLOCK_MAX];
	size_t len = identity(c, whole);
	struct t1_block block;

	(void)self;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		t1_say(c, "5a c0 00", "a5 e0 00");
		if (!t1_send(c, same[i]) || !t1_next(c, bytes, &block))
			return;
		if (rbuf_left(&block.inf) != len || memcmp(block.inf.at, whole, len) != 0)
			conform_fail(c, "%s is answered with another identity", same[i]);
	}
}

static void commands_of_wrong_length(struct conform *c, const struct conform_case *self)
{
	static const char *const wrong[] = { "5a 00 01 80", "5a 00 03 80ca9f", "5a 00 07 80ca00fe03df28",
		"5a 00 08 80ca00fe01df2800", "5a 00 09 80ca00fe000003df28", "5a 00 0a 80ca00fe000002df2800" };

	(void)self;
	t1_begin(c);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		t1_say(c, "5a c0 00", "a5 e0 00");
		t1_say(c, wrong[i], "a5 00 02 6700");
	}
}

static void empty_command(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 00 00", "a5 00 02 6700|a5 82 00");
}

#define I_BLOCKS EVIDENCE "1.2, 1.3; ISO/IEC 7816-3 11.6"

static const struct conform_case cases[] = {
	{ .id = "T1-NUMBER-01",
		.rule = "host and part each count their own I-blocks, 0 and 1 in turn",
		.source = I_BLOCKS,
		.parts = PART_SE05X,
		.run = both_ends_count },
	{ .id = "T1-NUMBER-02",
		.rule = "an I-block with the number of the last one is answered as before and not run again",
		.source = I_BLOCKS,
		.parts = PART_SE05X,
		.run = repeated_command_is_not_run_again },
	{ .id = "T1-CHAIN-01",
		.rule = "each link of the host's chain is acknowledged with the number expected next, and "
			"runs nothing",
		.source = I_BLOCKS "; UM11225 2.1.1.2.2; seen on a part",
		.evidence = BY_SILICON,
		.parts = PART_SE05X,
		.run = chain_is_acknowledged },
	{ .id = "T1-CHAIN-02",
		.rule = "a command may come in links of any size",
		.source = I_BLOCKS,
		.parts = PART_SE05X,
		.run = links_of_every_size },
	{ .id = "T1-CHAIN-03",
		.rule = "a link without bytes is acknowledged or refused, and leaves no trace",
		.source = EVIDENCE "1.3 (open)",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = empty_link },
	{ .id = "T1-CHAIN-04",
		.rule = "a link that is repeated is acknowledged again and joined once",
		.source = I_BLOCKS,
		.parts = PART_SE05X,
		.run = repeated_link_counts_once },
	{ .id = "T1-CHAIN-05",
		.rule = "an answer longer than the block size comes in full blocks and a last one",
		.source = I_BLOCKS "; UM11225 table 10",
		.parts = PART_SE05X,
		.run = answers_in_blocks_of_every_size },
	{ .id = "T1-CHAIN-06",
		.rule = "each block of a chained answer comes after the acknowledgement that asks for it",
		.source = I_BLOCKS "; UM11225 2.1.1.2.2",
		.parts = PART_SE05X,
		.run = next_block_is_asked_for },
	{ .id = "T1-CHAIN-07",
		.rule = "an acknowledgement with the number of the block just sent repeats it",
		.source = I_BLOCKS,
		.parts = PART_SE05X,
		.run = wrong_number_repeats_the_block },
	{ .id = "T1-CHAIN-08",
		.rule = "an error block with the number of the block just sent repeats it",
		.source = I_BLOCKS,
		.parts = PART_SE05X,
		.run = error_block_repeats_the_block },
	{ .id = "T1-CHAIN-09",
		.rule = "a chain longer than any command is acknowledged to its end and answered 6700",
		.source = EVIDENCE "1.3 (open)",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = endless_chain_is_refused_at_its_end },
	{ .id = "T1-CHAIN-10",
		.rule = "blocks that do not belong to it leave the host's chain as it is",
		.source = I_BLOCKS,
		.parts = PART_SE05X,
		.run = chain_survives_what_does_not_belong },
	{ .id = "T1-CHAIN-11",
		.rule = "an acknowledgement while the host's own chain is open repeats the part's "
			"acknowledgement",
		.source = I_BLOCKS,
		.parts = PART_SE05X,
		.run = acknowledgement_in_the_hosts_chain },
	{ .id = "T1-REPEAT-01",
		.rule = "an error block after an answer brings the answer again, as often as it comes",
		.source = I_BLOCKS "; UM11225 2.1.1.2.2",
		.parts = PART_SE05X,
		.run = answer_is_asked_for_again },
	{ .id = "T1-REPEAT-02",
		.rule = "an error block after the response of an S-block brings it again or is an error",
		.source = EVIDENCE "1.3 (open)",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = response_is_asked_for_again },
	{ .id = "T1-REPEAT-03",
		.rule = "an R-block that asks for nothing that was sent is an error and stays one",
		.source = EVIDENCE "1.3 (open)",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = nothing_to_repeat },
	{ .id = "T1-APDU-01",
		.rule = "Lc may be short or extended, and Le be there or not",
		.source = EVIDENCE "1.3; AN12413 2.12 4.1.2; ISO/IEC 7816-4 5.1",
		.parts = PART_SE05X,
		.run = commands_in_every_encoding },
	{ .id = "T1-APDU-02",
		.rule = "a command whose length fields and length disagree is answered 6700",
		.source = EVIDENCE "2.5; GlobalPlatform Card Specification 2.3.1 table 11-10",
		.parts = PART_SE05X,
		.run = commands_of_wrong_length },
	{ .id = "T1-APDU-03",
		.rule = "an empty command is answered 6700 or is an error",
		.source = EVIDENCE "1.3 (open)",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = empty_command },
};

void t1_chain_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
