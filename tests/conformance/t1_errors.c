/* tests/conformance/t1_errors.c: frames of T=1 over I2C that are none, and how blocks are read. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "crc.h"
#include "se05x_cases.h"
#include "se05x_say.h"
#include "t1_say.h"

#define EVIDENCE "docs/reference/se050-evidence.md "
#define SELECT_IOT "00a4040010 a0000003965453000000010300000000"
#define SELECTED "a5 00 09 .............. 90 00"
#define SELECTED_1 "a5 40 09 .............. 90 00"
#define SOME_ERROR "a5 82 00|a5 81 00"
#define SOME_ERROR_1 "a5 92 00|a5 91 00"
#define NO_COMMAND "8011000000"

enum {
	FRAME = 0x15 + T1_HEADER + T1_CRC, /* of SELECT */
	LONG_READ = 260,
	MPOT_NS = 1000000,
	BWT_NS = 1000000000,
};

static size_t select_frame(struct conform *c, uint8_t frame[FRAME])
{
	struct wbuf w = wbuf_to(frame, FRAME);

	w.len = t1_hex(c, "5a 00 15" SELECT_IOT, frame, FRAME - T1_CRC);
	wbuf_le16(&w, crc16_x25(frame, w.len));
	return w.len;
}

static bool write_bytes(struct conform *c, const uint8_t *bytes, size_t len)
{
	int rc = conform_well(c) ? link_write(c->link, c->address, bytes, len) : -ECANCELED;

	if (rc < 0 && rc != -ECANCELED)
		conform_fail(c, "a write of %zu bytes ends with %s", len, strerror(-rc));
	link_wait(c->link, 100000);
	return rc == 0;
}

static void wrong_crc(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_write(c, "5a c0 00 ff fd");
	t1_expect(c, "a5 81 00");
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
	t1_write(c, "5a 40 00 00 00");
	t1_expect(c, "a5 91 00");
	t1_say(c, "5a 40 15" SELECT_IOT, SELECTED_1);
}

/* The issuer's domain is selected first: the applet answers only if a spoiled SELECT has run. */
static void any_bit_wrong(struct conform *c, const struct conform_case *self)
{
	uint8_t frame[FRAME], got[5], issuer[T1_BLOCK_MAX];
	struct t1_block block;
	size_t len = select_frame(c, frame);

	(void)self;
	t1_begin(c);
	t1_send(c, "5a 00 05 00a4040000");
	t1_next(c, issuer, &block);
	t1_say(c, "5a c0 00", "a5 e0 00");
	for (size_t bit = 0; bit < 8 * len && conform_well(c); bit++) {
		struct rbuf head, rest;
		uint8_t spoiled[FRAME];
		struct wbuf w = wbuf_to(spoiled, sizeof(spoiled));

		rest = rbuf_from(frame, len);
		head = rbuf_take(&rest, bit / 8);
		wbuf_put(&w, head.at, rbuf_left(&head));
		wbuf_u8(&w, (uint8_t)(rbuf_u8(&rest) ^ 1u << bit % 8));
		wbuf_put(&w, rest.at, rbuf_left(&rest));
		write_bytes(c, spoiled, w.len);
		if (!t1_read(c, got, sizeof(got)) || memcmp(got, "\xa5\x81\x00", 3) == 0 ||
			memcmp(got, "\xa5\x82\x00", 3) == 0)
			continue;
		conform_fail(c, "a SELECT with bit %zu wrong is answered %02x %02x %02x", bit, got[0], got[1],
			got[2]);
	}
	t1_say(c, "5a 00 05 8004002000", "a5 00 02 6d00");
}

static void frame_in_two_writes(struct conform *c, const struct conform_case *self)
{
	uint8_t frame[FRAME];
	size_t len = select_frame(c, frame);

	(void)self;
	t1_begin(c);
	for (size_t cut = 1; cut < len && conform_well(c); cut++) {
		struct rbuf rest = rbuf_from(frame, len), head = rbuf_take(&rest, cut);

		write_bytes(c, head.at, cut);
		t1_expect(c, SOME_ERROR);
		write_bytes(c, rest.at, rbuf_left(&rest));
		t1_expect(c, SOME_ERROR);
	}
	write_bytes(c, frame, len);
	t1_expect(c, SELECTED);
}

static void short_frames(struct conform *c, const struct conform_case *self)
{
	static const char *const frames[] = { "5a", "5a c0", "5a c0 00", "5a c0 00 ff",
		"5a 00 05 80110000 00" };

	(void)self;
	t1_begin(c);
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
		t1_write(c, frames[i]);
		t1_expect(c, SOME_ERROR);
	}
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void malformed_frame_seen(struct conform *c, const struct conform_case *self)
{
	uint8_t got[5];

	(void)self;
	t1_begin(c);
	t1_write(c, "5a 00 00");
	if (t1_read(c, got, sizeof(got)) && memcmp(got, "\xa5\x82\x00\xda\x4f", sizeof(got)) != 0)
		conform_fail(c, "a frame without CRC is answered %02x %02x %02x", got[0], got[1], got[2]);
}

static void bytes_behind(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_write(c, "5a c0 00 ff fc 00");
	t1_expect(c, SOME_ERROR "|a5 e0 00");
	t1_write(c, "5a c0 00 ff fc 5a c7 00 f7 b1");
	t1_expect(c, SOME_ERROR "|a5 e0 00");
	t1_silent(c);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void oversize_frame(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_write(c, "5a*300");
	t1_expect(c, SOME_ERROR);
	t1_write(c, "5a*4000");
	t1_expect(c, SOME_ERROR);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void length_255(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_send(c, "5a 00 ff 00*255");
	t1_expect(c, SOME_ERROR);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void wrong_node_address(struct conform *c, const struct conform_case *self)
{
	static const char *const frames[] = { "5b c0 00", "a5 e0 00", "00 c0 00", "5b 00 05" NO_COMMAND,
		"a5 00 05" NO_COMMAND };

	(void)self;
	t1_begin(c);
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++)
		t1_say(c, frames[i], "a5 82 00|00 82 00");
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void blocks_of_no_kind(struct conform *c, const struct conform_case *self)
{
	static const char *const frames[] = { "5a 01 05" NO_COMMAND, "5a 10 05" NO_COMMAND, "5a 84 00",
		"5a 88 00", "5a a0 00", "5a 80 01 00" };

	(void)self;
	t1_begin(c);
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++)
		t1_say(c, frames[i], "a5 82 00");
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void unknown_requests(struct conform *c, const struct conform_case *self)
{
	static const char *const frames[] = { "5a c4 00", "5a c8 00", "5a ce 00", "5a d0 00", "5a de 00" };

	(void)self;
	t1_begin(c);
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++)
		t1_say(c, frames[i], "a5 82 00");
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void requests_of_wrong_length(struct conform *c, const struct conform_case *self)
{
	static const char *const frames[] = { "5a c0 01 00", "5a c1 00", "5a c1 02 2020", "5a c2 01 00",
		"5a c5 01 00", "5a c6 01 00", "5a c7 01 00", "5a cf 01 00" };

	(void)self;
	t1_begin(c);
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++)
		t1_say(c, frames[i], "a5 82 00");
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void responses_unasked(struct conform *c, const struct conform_case *self)
{
	static const char *const frames[] = { "5a e0 00", "5a e1 01 fe", "5a e2 00", "5a e3 01 01" };

	(void)self;
	t1_begin(c);
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++)
		t1_say(c, frames[i], "a5 82 00");
	t1_say(c, "5a c3 01 01", "a5 82 00");
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

static void errors_name_the_expected_number(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_write(c, "5a 00");
	t1_expect(c, SOME_ERROR);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
	t1_write(c, "5a 00");
	t1_expect(c, SOME_ERROR_1);
	t1_say(c, "5a 40 15" SELECT_IOT, SELECTED_1);
	t1_write(c, "5a 00");
	t1_expect(c, SOME_ERROR);
	t1_say(c, "5a 20 02 00a4", "a5 90 00");
	t1_write(c, "5a 00");
	t1_expect(c, SOME_ERROR_1);
}

static void nothing_to_read(struct conform *c, const struct conform_case *self)
{
	uint8_t byte;

	(void)self;
	t1_begin(c);
	t1_silent(c);
	if (t1_read(c, &byte, 1))
		conform_fail(c, "a read of one byte is acknowledged with nothing to send");
	t1_say(c, "5a c0 00", "a5 e0 00");
	t1_silent(c);
}

static bool read_exactly(struct conform *c, const char *expected)
{
	uint8_t want[64], got[64];
	size_t len = t1_hex(c, expected, want, sizeof(want));

	if (!t1_read(c, got, len))
		conform_fail(c, "a read of %zu bytes is not acknowledged", len);
	return said_equal(c, "what is read", got, len, want, len);
}

static void block_over_several_reads(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_send(c, "5a c1 01 fe");
	read_exactly(c, "a5 e1");
	read_exactly(c, "01");
	read_exactly(c, "fe e0 64");
	t1_silent(c);
	t1_send(c, "5a c0 00");
	read_exactly(c, "a5 e0 00");
	read_exactly(c, "3f 19");
	t1_silent(c);
	t1_send(c, "5a c0 00");
	read_exactly(c, "a5");
	read_exactly(c, "e0");
	read_exactly(c, "00");
	read_exactly(c, "3f");
	read_exactly(c, "19");
	t1_silent(c);
}

static void long_read_is_padded(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[LONG_READ];

	(void)self;
	t1_begin(c);
	t1_send(c, "5a c0 00");
	if (!t1_read(c, bytes, sizeof(bytes)))
		conform_fail(c, "a read of 260 bytes is not acknowledged");
	else if (memcmp(bytes, "\xa5\xe0\x00\x3f\x19", 5) != 0)
		conform_fail(
			c, "a read of 260 bytes begins with %02x %02x %02x", bytes[0], bytes[1], bytes[2]);
	for (size_t i = 5; i < sizeof(bytes) && conform_well(c); i++)
		if (bytes[i] != 0xff)
			conform_fail(c, "byte %zu, behind the block, is %02x", i, bytes[i]);
	/* It is gone. */
	t1_silent(c);
}

static void write_discards_the_answer(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_send(c, "5a c1 01 fe");
	t1_say(c, "5a c0 00", "a5 e0 00");
	t1_silent(c);
	/* Half of it read makes no difference. */
	t1_send(c, "5a c7 00");
	read_exactly(c, "a5 e7");
	t1_say(c, "5a c0 00", "a5 e0 00");
	t1_silent(c);
}

static void discarded_answer_can_be_asked_for(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
	t1_write(c, "00");
	t1_expect(c, SOME_ERROR_1);
	t1_say(c, "5a 80 00", SELECTED);
	t1_say(c, "5a 82 00", SELECTED);
}

static void other_addresses(struct conform *c, const struct conform_case *self)
{
	static const uint8_t resync[] = { 0x5a, 0xc0, 0x00, 0xff, 0xfc };
	static const uint16_t others[] = { 0x08, 0x47, 0x49, 0x4a, 0x77 };

	(void)self;
	if (c->link->info.n_parts != 1) {
		conform_skip(c, "the link does not say that the part is alone on its bus");
		return;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i] != c->address &&
			link_write(c->link, others[i], resync, sizeof(resync)) != -ENXIO)
			conform_fail(c, "address %02x is acknowledged", others[i]);
	t1_begin(c);
}

/* The bus's own time: from the write's STOP on. */
static void command_takes_its_time(struct conform *c, const struct conform_case *self)
{
	uint8_t header[T1_HEADER] = { 0 };
	uint64_t began;
	int refused = 0;

	(void)self;
	t1_begin(c);
	t1_send(c, "5a 00 15" SELECT_IOT);
	began = c->link->now_ns;
	while (conform_well(c) && !t1_read(c, header, sizeof(header))) {
		refused++;
		link_wait(c->link, MPOT_NS);
		if (c->link->now_ns - began > BWT_NS)
			conform_fail(c, "nothing comes within BWT");
	}
	if (header[1] != 0x00 && header[1] != T1_S_WTX)
		conform_fail(c, "a block with PCB %02x comes after %d reads that were not acknowledged",
			header[1], refused);
}

static void read_within_the_guard_time(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[5];

	(void)self;
	t1_begin(c);
	/* No wait between STOP and START. */
	if (conform_well(c) && link_write(c->link, c->address, "\x5a\xc0\x00\xff\xfc", 5) < 0)
		conform_fail(c, "RESYNC is not taken");
	if (!t1_read(c, bytes, sizeof(bytes))) {
		link_wait(c->link, 100000);
		if (!t1_read(c, bytes, sizeof(bytes)))
			conform_fail(c, "a block that was asked for within SEGT is lost");
	}
	said_equal(c, "the block", bytes, sizeof(bytes), "\xa5\xe0\x00\x3f\x19", 5);
}

static void write_within_the_guard_time(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	if (conform_well(c) && link_write(c->link, c->address, "\x5a\xc7\x00\xf7\xb1", 5) < 0)
		conform_fail(c, "GET ATR is not taken");
	t1_say(c, "5a c0 00", "a5 e0 00");
}

/* Something that takes long: a pair of 2048 bits. */
static bool begin_a_long_command(struct conform *c)
{
	uint8_t command[64];
	size_t len = say_write(c, command, sizeof(command), "816200 41:%i 42:0800", SAY_IDS);

	return len > 0 && t1_send_bytes(c, 0x00, command, len);
}

/* The next block, and whether it asks for time. */
static bool asks_for_time(struct conform *c)
{
	uint8_t bytes[T1_BLOCK_MAX];
	struct t1_block block;
	struct rbuf inf;

	if (!t1_next(c, bytes, &block))
		return false;
	inf = block.inf;
	if (block.pcb == T1_S_WTX && (rbuf_left(&inf) != 1 || rbuf_u8(&inf) == 0))
		conform_fail(c, "a request for time has %zu bytes", rbuf_left(&block.inf));
	return block.pcb == T1_S_WTX && conform_well(c);
}

static void long_command_asks_for_time(struct conform *c, const struct conform_case *self)
{
	uint64_t since;
	int asked = 0;

	(void)self;
	t1_begin(c);
	begin_a_long_command(c);
	since = c->link->now_ns;
	while (asks_for_time(c)) {
		if (c->link->now_ns - since > BWT_NS)
			conform_fail(c, "silence for longer than BWT");
		asked++;
		t1_silent(c);
		t1_send(c, asked % 2 ? "5a e3 01 01" : "5a e3 01 05");
		since = c->link->now_ns;
	}
	if (asked == 0)
		conform_skip(c, "nothing took longer than BWT");
}

static void request_for_time_is_repeated(struct conform *c, const struct conform_case *self)
{
	static const char *const others[] = { "5a e3 00", "5a e3 02 0101", "5a 82 00",
		("5a 40 05" NO_COMMAND), "5a c7 00", "5b e3 01 01" };

	(void)self;
	t1_begin(c);
	begin_a_long_command(c);
	if (!asks_for_time(c)) {
		conform_skip(c, "nothing took longer than BWT");
		return;
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		t1_say(c, others[i], "a5 c3 01 ..|a5 82 00|a5 92 00");
	t1_send(c, "5a e3 01 01");
	t1_expect(c, "a5 c3 01 ..|a5 00 02 ....");
}

static void resync_ends_the_wait(struct conform *c, const struct conform_case *self)
{
	(void)self;
	t1_begin(c);
	begin_a_long_command(c);
	if (!asks_for_time(c)) {
		conform_skip(c, "nothing took longer than BWT");
		return;
	}
	t1_say(c, "5a c0 00", "a5 e0 00");
	link_wait(c->link, BWT_NS);
	t1_silent(c);
	t1_say(c, "5a 00 15" SELECT_IOT, SELECTED);
}

#define FRAMES EVIDENCE "1.3; ISO/IEC 7816-3 11.6"
#define TIMES EVIDENCE "1.4; UM11225 1.2; ATR"

static const struct conform_case cases[] = {
	{ .id = "T1-NAK-01",
		.rule = "a frame with a wrong CRC is answered by an R-block with error 1, and changes "
			"nothing",
		.source = FRAMES ".3.2.2; UM11225 2.1.1.2.2",
		.parts = PART_SE05X,
		.run = wrong_crc },
	{ .id = "T1-NAK-02",
		.rule = "a frame with any one bit wrong is not run",
		.source = FRAMES,
		.parts = PART_SE05X,
		.run = any_bit_wrong },
	{ .id = "T1-NAK-03",
		.rule = "a frame in two writes is two broken frames, wherever it is cut",
		.source = EVIDENCE "1.3 (open); UM11225 2",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = frame_in_two_writes },
	{ .id = "T1-NAK-04",
		.rule = "a frame shorter than its length says is answered by an error block, and changes "
			"nothing",
		.source = FRAMES,
		.parts = PART_SE05X,
		.run = short_frames },
	{ .id = "T1-NAK-05",
		.rule = "a malformed frame on a fresh link is answered A5 82 00 DA 4F",
		.source = EVIDENCE "1.3, seen on a part",
		.evidence = BY_SILICON,
		.parts = PART_SE05X,
		.run = malformed_frame_seen },
	{ .id = "T1-NAK-06",
		.rule = "bytes behind a frame make it broken or are dropped, and are no second frame",
		.source = EVIDENCE "1.3 (open)",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = bytes_behind },
	{ .id = "T1-NAK-07",
		.rule = "a frame longer than any is answered by an error block",
		.source = FRAMES,
		.parts = PART_SE05X,
		.run = oversize_frame },
	{ .id = "T1-NAK-08",
		.rule = "a length of 255 is reserved and an error",
		.source = EVIDENCE "1.3; ISO/IEC 7816-3 11.4.2",
		.parts = PART_SE05X,
		.run = length_255 },
	{ .id = "T1-NAK-09",
		.rule = "a frame whose NAD is not 5A is an error and runs nothing",
		.source = EVIDENCE "1.3; UM11225 1.2 revision list",
		.parts = PART_SE05X,
		.run = wrong_node_address },
	{ .id = "T1-NAK-10",
		.rule = "a PCB of no kind of block is an error",
		.source = EVIDENCE "1.3; ISO/IEC 7816-3 11.3.2.2",
		.parts = PART_SE05X,
		.run = blocks_of_no_kind },
	{ .id = "T1-NAK-11",
		.rule = "an S-request that the part does not know is an error",
		.source = EVIDENCE "1.3 (open)",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = unknown_requests },
	{ .id = "T1-NAK-12",
		.rule = "an S-request of the wrong length is an error and does nothing",
		.source = FRAMES "; UM11225 table 10",
		.parts = PART_SE05X,
		.run = requests_of_wrong_length },
	{ .id = "T1-NAK-13",
		.rule = "an S-response that nobody asked for, and a WTX request of the host, are errors",
		.source = FRAMES,
		.parts = PART_SE05X,
		.run = responses_unasked },
	{ .id = "T1-NAK-14",
		.rule = "an error block names the number that is expected next",
		.source = EVIDENCE "1.2; ISO/IEC 7816-3 11.6; seen on a part: 82 of a fresh one",
		.parts = PART_SE05X,
		.run = errors_name_the_expected_number },
	{ .id = "T1-READ-01",
		.rule = "a read with nothing to send is not acknowledged",
		.source = EVIDENCE "1.3: hosts drain until a read fails",
		.evidence = BY_HOST,
		.parts = PART_SE05X,
		.run = nothing_to_read },
	{ .id = "T1-READ-02",
		.rule = "a block may be read in pieces: the next read goes on where the last one ended",
		.source = EVIDENCE "1.3; seen on a part",
		.evidence = BY_SILICON,
		.parts = PART_SE05X,
		.run = block_over_several_reads },
	{ .id = "T1-READ-03",
		.rule = "a read past the end of a block gives FF, and the block is gone",
		.source = EVIDENCE "1.3: hosts read 260 bytes",
		.evidence = BY_HOST,
		.parts = PART_SE05X,
		.run = long_read_is_padded },
	{ .id = "T1-READ-04",
		.rule = "a new frame drops an answer that was not read, or not wholly",
		.source = EVIDENCE "1.3 (open)",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = write_discards_the_answer },
	{ .id = "T1-READ-05",
		.rule = "an answer that a broken frame drove out of the buffer can be asked for again",
		.source = FRAMES,
		.parts = PART_SE05X,
		.run = discarded_answer_can_be_asked_for },
	{ .id = "T1-ADDRESS-01",
		.rule = "the part acknowledges its own address alone",
		.source = "SE050 data sheet 3.8 4.1",
		.parts = PART_SE05X,
		.run = other_addresses },
	{ .id = "T1-BUSY-01",
		.rule = "while a command runs reads are not acknowledged, and its answer or a request for "
			"time comes within BWT",
		.source = TIMES,
		.parts = PART_SE05X,
		.needs = NEED_MODELLED_TIME,
		.run = command_takes_its_time },
	{ .id = "T1-GUARD-01",
		.rule = "a read within SEGT of the STOP loses nothing",
		.source = EVIDENCE "1.4 (open)",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = read_within_the_guard_time },
	{ .id = "T1-GUARD-02",
		.rule = "a write within SEGT of the STOP is taken",
		.source = EVIDENCE "1.4 (open)",
		.evidence = BY_GUESS,
		.parts = PART_SE05X,
		.run = write_within_the_guard_time },
	{ .id = "T1-WTX-01",
		.rule = "a command longer than BWT asks for time within each BWT until it is done",
		.source = EVIDENCE "1.3, 1.4; UM11225 table 10",
		.class = CONFORM_WRITES,
		.parts = PART_SE05X,
		.needs = NEED_PLAIN | NEED_MODELLED_TIME,
		.features = 0x0040,
		.run = long_command_asks_for_time },
	{ .id = "T1-WTX-02",
		.rule = "anything but its response repeats a request for time, or is an error, and the "
			"command goes on",
		.source = EVIDENCE "1.3; ISO/IEC 7816-3 11.6",
		.class = CONFORM_WRITES,
		.parts = PART_SE05X,
		.needs = NEED_PLAIN | NEED_MODELLED_TIME,
		.features = 0x0040,
		.run = request_for_time_is_repeated },
	{ .id = "T1-WTX-03",
		.rule = "RESYNC while a response to WTX is due ends the wait; the answer does not come any "
			"more",
		.source = EVIDENCE "1.3 (open)",
		.evidence = BY_GUESS,
		.class = CONFORM_WRITES,
		.parts = PART_SE05X,
		.needs = NEED_PLAIN | NEED_MODELLED_TIME,
		.features = 0x0040,
		.run = resync_ends_the_wait },
};

void t1_error_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
