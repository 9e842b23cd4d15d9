/* tests/conformance/t1_supervisory.c: the S-blocks of T=1 over I2C: resets, RESYNC, block sizes, ABORT, power. */
#include <stdio.h>
#include <string.h>

#include "se05x_cases.h"
#include "t1_say.h"

#define EVIDENCE "docs/reference/se050-evidence.md "
#define SELECT_IOT "00a4040010 a0000003965453000000010300000000"
#define SELECTED "a5 00 09 .............. 90 00"
#define ANY_STATUS_0 "a5 00 02 ...."
#define ANY_STATUS_1 "a5 40 02 ...."
/* A command that no application has. */
#define NO_COMMAND "8011000000"

/* The 35 bytes, field by field; the historical bytes are text. */
static void atr_tells_the_times(struct conform *c, const struct conform_case *self)
{
	t1_begin(c);
	t1_say(c, "5a c7 00",
		"a5 e7 23 00 a000000396 04 03e8 00fe 02 0b 03e8 .. 01 ...... 0064 .... 0a "
		"....................");
	(void)self;
}

static void atr_is_the_one_seen(struct conform *c, const struct conform_case *self)
{
	uint8_t seen[40], found[40];

	(void)self;
	t1_begin(c);
	t1_hex(c, "a5 e7 23 00a0000003960403e800fe020b03e808010000000064 0000 0a4a434f5034204154504f 2a 8d",
		seen, sizeof(seen));
	t1_send(c, "5a c7 00");
	if (t1_read(c, found, sizeof(found)) && memcmp(found, seen, sizeof(seen)) != 0)
		conform_fail(c, "the answer to GET ATR is another one than of the part that was recorded");
}

static void atr_leaves_numbers_alone(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 00 05" NO_COMMAND, ANY_STATUS_0);
	t1_send(c, "5a c7 00");
	t1_expect(c, "a5 e7 23 ...................... ........................ ........................");
	t1_say(c, "5a 40 05" NO_COMMAND, ANY_STATUS_1 "|" ANY_STATUS_0);
}

static bool take_atr(struct conform *c, const char *request, uint8_t pcb, uint8_t atr[64], size_t *len)
{
	uint8_t bytes[T1_BLOCK_MAX];
	struct t1_block block;

	if (!t1_send(c, request) || !t1_next(c, bytes, &block))
		return false;
	*len = rbuf_left(&block.inf);
	if (block.pcb != pcb || *len > 64)
		conform_fail(c, "%s is answered with PCB %02x and %zu bytes", request, block.pcb, *len);
	else
		rbuf_copy(&block.inf, atr, *len);
	return conform_well(c);
}

static void soft_reset_answers_the_atr(struct conform *c, const struct conform_case *self)
{
	uint8_t atr[64], again[64];
	size_t len = 0, again_len = 0;

	(void)self;
	t1_begin(c);
	if (take_atr(c, "5a c7 00", 0xe7, atr, &len) && take_atr(c, "5a cf 00", 0xef, again, &again_len) &&
		(len != again_len || memcmp(atr, again, len) != 0))
		conform_fail(c, "the soft reset's ATR is another one than GET ATR's");
}

static void soft_reset_starts_the_numbers(struct conform *c, const struct conform_case *self)
{
	uint8_t atr[64];
	size_t len;

	(void)self;
	t1_begin(c);
	t1_say(c, "5a 00 05" NO_COMMAND, ANY_STATUS_0);
	take_atr(c, "5a cf 00", 0xef, atr, &len);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
	t1_say(c, "5a 60 02 8011", "a5 80 00");
	take_atr(c, "5a cf 00", 0xef, atr, &len);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void soft_reset_restores_the_block_size(struct conform *c, const struct conform_case *self)
{
	uint8_t atr[64];
	size_t len = 0;

	(void)self;
	t1_begin(c);
	t1_say(c, "5a c1 01 04", "a5 e1 01 04");
	take_atr(c, "5a cf 00", 0xef, atr, &len);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void soft_reset_deselects(struct conform *c, const struct conform_case *self)
{
	uint8_t atr[64];
	size_t len;

	(void)self;
	t1_begin(c);
	take_atr(c, "5a cf 00", 0xef, atr, &len);
	t1_say(c, "5a 00 05 8004002000", "a5 00 02 6d00");
}

static void chip_reset_is_as_power_on(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[T1_BLOCK_MAX];
	struct t1_block block;

	(void)self;
	t1_begin(c);
	t1_say(c, "5a c1 01 04", "a5 e1 01 04");
	t1_send(c, "5a c6 00");
	if (!t1_next(c, bytes, &block))
		return;
	if (block.pcb != 0xe6)
		conform_fail(c, "CHIP RESET is answered with PCB %02x", block.pcb);
	link_wait(c->link, 5000000);
	t1_say(c, "5a 00 05 8004002000", "a5 00 02 6d00");
	t1_say(c, "5a 40 15" SELECT_IOT, "a5 40 09 .............. 90 00");
}

static void resync_starts_the_numbers(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
	t1_say(c, "5a c0 00", "a5 e0 00");
	t1_say(c, "5a 00 05" NO_COMMAND, ANY_STATUS_0);
	t1_say(c, "5a 40 05" NO_COMMAND, ANY_STATUS_1);
	t1_say(c, "5a 00 05" NO_COMMAND, ANY_STATUS_0);
	t1_say(c, "5a c0 00", "a5 e0 00");
	t1_say(c, "5a 00 05" NO_COMMAND, ANY_STATUS_0);
}

static void resync_drops_the_hosts_chain(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 20 02 8011", "a5 90 00");
	t1_say(c, "5a c0 00", "a5 e0 00");
	/* Joined with the link before it would be another command. */
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void resync_drops_the_parts_chain(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a c1 01 04", "a5 e1 01 04");
	t1_say(c, "5a 00 15" SELECT_IOT, "a5 20 04 ........");
	t1_say(c, "5a c0 00", "a5 e0 00");
	t1_say(c, "5a 90 00", "a5 82 00|a5 92 00");
	t1_say(c, "5a c1 01 fe", "a5 e1 01 fe");
	t1_say(c, "5a 00 05" NO_COMMAND, ANY_STATUS_0);
}

static void resync_forgets_the_last_block(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
	t1_say(c, "5a c0 00", "a5 e0 00");
	/* What may come again is the response at most. */
	t1_say(c, "5a 80 00", "a5 82 00|a5 e0 00");
}

static void resync_keeps_the_selection(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a c0 00", "a5 e0 00");
	/* The issuer's domain has no such command: 6d00. The applet answers, or wants its channel. */
	t1_say(c, "5a 00 05 8004002000",
		"a5 00 0b 4107 .............. 9000|a5 00 0d 41820007 .............. 9000|"
		"a5 00 02 69..");
}

static void ifs_is_repeated_in_the_answer(struct conform *c, const struct conform_case *self)
{
	char request[24], answer[24];

	(void)self;
	t1_begin(c);
	for (unsigned int size = 1; size <= 254 && conform_well(c); size += size < 4 || size > 250 ? 1 : 13) {
		snprintf(request, sizeof(request), "5a c1 01 %02x", size);
		snprintf(answer, sizeof(answer), "a5 e1 01 %02x", size);
		t1_say(c, request, answer);
	}
	t1_say(c, "5a c1 01 fe", "a5 e1 01 fe");
}

static void ifs_of_0_and_255_are_refused(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a c1 01 06", "a5 e1 01 06");
	t1_say(c, "5a c1 01 00", "a5 82 00|a5 92 00");
	t1_say(c, "5a c1 01 ff", "a5 82 00|a5 92 00");
	/* And the size stays. */
	t1_say(c, "5a 00 15" SELECT_IOT, "a5 20 06 ............");
	t1_say(c, "5a 90 00", "a5 40 03 .. 90 00");
}

static void ifs_survives_resync(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a c1 01 08", "a5 e1 01 08");
	t1_say(c, "5a c0 00", "a5 e0 00");
	t1_say(c, "5a 00 15" SELECT_IOT, "a5 20 08 .............. 90");
	t1_say(c, "5a 90 00", "a5 40 01 00");
}

static void ifs_within_a_chain(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a c1 01 03", "a5 e1 01 03");
	t1_say(c, "5a 00 15" SELECT_IOT, "a5 20 03 ......");
	t1_say(c, "5a c1 01 fe", "a5 e1 01 fe");
	t1_say(c, "5a 90 00", "a5 40 06 ........ 90 00");
}

static void end_of_session(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 00 05" NO_COMMAND, ANY_STATUS_0);
	t1_say(c, "5a 60 02 8011", "a5 80 00");
	t1_say(c, "5a c5 00", "a5 e5 00");
	t1_silent(c);
	/* A part that loses the first frame at wake-up asks for it again with an R-block. */
	t1_send(c, "5a c0 00");
	t1_expect(c, "a5 e0 00|a5 81 00|a5 82 00");
	t1_say(c, "5a c0 00", "a5 e0 00");
}

static void end_of_session_starts_the_numbers(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
	t1_say(c, "5a c5 00", "a5 e5 00");
	t1_send(c, "5a 00 15" SELECT_IOT);
	if (!t1_expect(c, SELECTED "|a5 81 00|a5 82 00"))
		return;
	t1_say(c, "5a c0 00", "a5 e0 00");
}

static void deep_power_down(struct conform *c, const struct conform_case *self)
{
	bool se052;

	(void)self;
	/* An SE052 tells itself by a minor version of 10 and on (hex). */
	se052 = c->se05x.version[0] == 7 && c->se05x.version[1] >= 0x10;
	t1_begin(c);
	if (!se052) {
		t1_say(c, "5a df 00", "a5 82 00|a5 92 00");
		t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
		return;
	}
	t1_say(c, "5a c1 01 04", "a5 e1 01 04");
	t1_say(c, "5a df 00", "a5 ff 00");
	t1_silent(c);
	link_wait(c->link, 5000000);
	t1_say(c, "5a 00 05 8004002000", "a5 00 02 6d00");
	t1_say(c, "5a 40 15" SELECT_IOT, "a5 40 09 .............. 90 00");
}

static void abort_drops_the_hosts_chain(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 20 02 8011", "a5 90 00");
	t1_say(c, "5a c2 00", "a5 e2 00");
	t1_say(c, "5a 40 15" SELECT_IOT, SELECTED);
}

static void abort_drops_the_parts_chain(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a c1 01 04", "a5 e1 01 04");
	t1_say(c, "5a 00 15" SELECT_IOT, "a5 20 04 ........");
	t1_say(c, "5a c2 00", "a5 e2 00");
	t1_say(c, "5a 90 00", "a5 82 00|a5 92 00");
	t1_say(c, "5a 40 05" NO_COMMAND, ANY_STATUS_1);
}

static void abort_without_a_chain(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a c2 00", "a5 e2 00|a5 82 00|a5 92 00");
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void power_off_forgets_the_link(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a c1 01 04", "a5 e1 01 04");
	t1_send(c, "5a 00 15" SELECT_IOT);
	link_act(c->link, LINK_POWER_OFF, c->address);
	link_act(c->link, LINK_POWER_ON, c->address);
	link_wait(c->link, 5000000);
	t1_silent(c);
	t1_say(c, "5a 00 05 8004002000", "a5 00 02 6d00");
	t1_say(c, "5a 40 15" SELECT_IOT, "a5 40 09 .............. 90 00");
}

static void without_power_nobody_answers(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[5];

	(void)self;
	t1_begin(c);
	link_act(c->link, LINK_POWER_OFF, c->address);
	if (link_write(c->link, c->address, "\x5a\xc0\x00\xff\xfc", 5) == 0 ||
		link_read(c->link, c->address, bytes, sizeof(bytes)) == 0)
		conform_fail(c, "a part without power acknowledges its address");
	link_act(c->link, LINK_POWER_ON, c->address);
	link_wait(c->link, 5000000);
	t1_say(c, "5a c0 00", "a5 e0 00");
}

#define S_BLOCKS EVIDENCE "1.3; UM11225 1.2 table 10"

static const struct conform_case cases[] = {
	{ .id = "T1-ATR-01",
		.rule = "the ATR tells protocol version 0, NXP's id, BWT 1000 ms, IFSC 254, MPOT 1 ms and "
			"SEGT 100 us",
		.source = EVIDENCE "1.4; AN12436 2.4 1",
		.parts = PART_SE05X,
		.run = atr_tells_the_times },
	{ .id = "T1-ATR-02",
		.rule = "GET ATR answers the 35 bytes that a physical SE050 sent, CRC and all",
		.source = "docs/reference/se050-evidence.md 1.4, seen on a part",
		.evidence = BY_SILICON,
		.parts = PART_SE05X,
		.run = atr_is_the_one_seen },
	{ .id = "T1-ATR-03",
		.rule = "GET ATR leaves the block numbers of the host as they are",
		.source = EVIDENCE "1.3",
		.evidence = BY_HOST,
		.parts = PART_SE05X,
		.run = atr_leaves_numbers_alone },
	{ .id = "T1-RESET-01",
		.rule = "INTERFACE SOFT RESET answers EF with the ATR",
		.source = S_BLOCKS,
		.parts = PART_SE05X,
		.run = soft_reset_answers_the_atr },
	{ .id = "T1-RESET-02",
		.rule = "INTERFACE SOFT RESET sets the block numbers to 0 and drops chains",
		.source = S_BLOCKS,
		.parts = PART_SE05X,
		.run = soft_reset_starts_the_numbers },
	{ .id = "T1-RESET-03",
		.rule = "INTERFACE SOFT RESET restores the block size of 254",
		.source = EVIDENCE "1.3",
		.parts = PART_SE05X,
		.run = soft_reset_restores_the_block_size },
	{ .id = "T1-RESET-04",
		.rule = "INTERFACE SOFT RESET deselects the applet",
		.source = EVIDENCE "1.3 (open)",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = soft_reset_deselects },
	{ .id = "T1-CHIPRESET-01",
		.rule = "CHIP RESET answers E6 and leaves the part as after power-on: issuer domain "
			"selected, numbers 0, blocks of 254",
		.source = EVIDENCE "1.3; comments of NXP's plug-and-trust",
		.evidence = BY_HOST,
		.parts = PART_SE05X,
		.run = chip_reset_is_as_power_on },
	{ .id = "T1-RESYNC-01",
		.rule = "RESYNC answers E0 and sets the block numbers of both ends to 0",
		.source = S_BLOCKS,
		.parts = PART_SE05X,
		.run = resync_starts_the_numbers },
	{ .id = "T1-RESYNC-02",
		.rule = "RESYNC drops a chain of the host",
		.source = EVIDENCE "1.2, 1.3",
		.parts = PART_SE05X,
		.run = resync_drops_the_hosts_chain },
	{ .id = "T1-RESYNC-03",
		.rule = "RESYNC drops what is left of a chained answer",
		.source = EVIDENCE "1.2, 1.3",
		.parts = PART_SE05X,
		.run = resync_drops_the_parts_chain },
	{ .id = "T1-RESYNC-04",
		.rule = "after RESYNC the answer before it cannot be asked for again",
		.source = EVIDENCE "1.2; ISO/IEC 7816-3 11.6",
		.parts = PART_SE05X,
		.run = resync_forgets_the_last_block },
	{ .id = "T1-RESYNC-05",
		.rule = "RESYNC keeps the applet selected",
		.source = EVIDENCE "1.3: hosts resume by RESYNC alone",
		.evidence = BY_HOST,
		.parts = PART_SE05X,
		.run = resync_keeps_the_selection },
	{ .id = "T1-IFS-01",
		.rule = "IFS with a size of 1 to 254 is answered with the same size",
		.source = S_BLOCKS,
		.parts = PART_SE05X,
		.run = ifs_is_repeated_in_the_answer },
	{ .id = "T1-IFS-02",
		.rule = "IFS with 0 or 255 is an error and the size stays",
		.source = EVIDENCE "1.3; ISO/IEC 7816-3 11.4.2",
		.parts = PART_SE05X,
		.run = ifs_of_0_and_255_are_refused },
	{ .id = "T1-IFS-03",
		.rule = "RESYNC keeps the block size",
		.source = EVIDENCE "1.3 (open)",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = ifs_survives_resync },
	{ .id = "T1-IFS-04",
		.rule = "a new block size within a chained answer holds from the next block on",
		.source = EVIDENCE "1.3; ISO/IEC 7816-3 11.4.2",
		.parts = PART_SE05X,
		.run = ifs_within_a_chain },
	{ .id = "T1-END-01",
		.rule = "END OF APDU SESSION answers E5, drops chains, and the part wakes with the next "
			"frame",
		.source = S_BLOCKS "; SE050 data sheet 3.8 5.1, table 14",
		.parts = PART_SE05X,
		.run = end_of_session },
	{ .id = "T1-END-02",
		.rule = "END OF APDU SESSION sets the block numbers to 0",
		.source = S_BLOCKS,
		.parts = PART_SE05X,
		.run = end_of_session_starts_the_numbers },
	{ .id = "T1-SLEEP-01",
		.rule = "DEEP POWER DOWN is of the SE052 alone, where nothing is kept; other parts do not "
			"know it",
		.source = EVIDENCE "1.3; SE050 data sheet 3.8 5.2",
		.evidence = BY_HOST,
		.parts = PART_SE05X,
		.run = deep_power_down },
	{ .id = "T1-ABORT-01",
		.rule = "ABORT drops the host's chain, and the numbers go on",
		.source = S_BLOCKS,
		.parts = PART_SE05X,
		.run = abort_drops_the_hosts_chain },
	{ .id = "T1-ABORT-02",
		.rule = "ABORT drops the rest of an answer and the host has the turn",
		.source = EVIDENCE "1.3; ISO/IEC 7816-3 11.6",
		.parts = PART_SE05X,
		.run = abort_drops_the_parts_chain },
	{ .id = "T1-ABORT-03",
		.rule = "ABORT without a chain changes nothing",
		.source = EVIDENCE "1.3 (open)",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = abort_without_a_chain },
	{ .id = "T1-POWER-01",
		.rule = "at power-on no block waits, numbers are 0, blocks have 254 bytes and the issuer "
			"domain is selected",
		.source = EVIDENCE "1.3, 2.1",
		.parts = PART_SE05X,
		.needs = NEED_POWER,
		.run = power_off_forgets_the_link },
	{ .id = "T1-POWER-02",
		.rule = "a part without power acknowledges nothing, and serves again when it has power",
		.source = "SE050 data sheet 3.8 5.2",
		.parts = PART_SE05X,
		.needs = NEED_POWER,
		.run = without_power_nobody_answers },
};

void t1_supervisory_cases(struct conform_list *list)
{
	conform_list_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
