/* tests/conformance/se05x_scp03.c: the platform channel (GlobalPlatform Amendment D 1.1.1), good and bad. */
#include <errno.h>
#include <string.h>

#include "ossl.h"
#include "se05x_cases.h"
#include "se05x_channel.h"

#define EVIDENCE "docs/reference/se050-evidence.md "
#define GET_VERSION "80040020"
#define VERSION "41:.............. 9000"
#define EXISTS "80040027 41:12345678"
#define MISSING "80020000 41:12345678"
#define NO_CHANNEL "6982|6985|6e00"
#define ABORTED "6982|6985"

/* The order makes the counter show: with data, without, refused with and without, and again. */
static void talk(struct conform *c)
{
	for (int i = 0; i < 2; i++) {
		say(c, "41:02 9000", EXISTS);
		say(c, VERSION, GET_VERSION);
		say(c, VERSION, GET_VERSION);
		say(c, "6985", MISSING);
		say(c, "41:01 9000", "80040027 41:7fff0206");
		/* Unknown P1: refused, and without data. */
		say(c, "6a86|6985|6a80|6d00", "80041f20");
		say(c, VERSION, GET_VERSION);
		say(c, "41:01 9000", "80040027 41:7fff0206");
	}
}

/* A part that wants its channel wants all of it. */
static void level(struct conform *c, const struct conform_case *self)
{
	uint8_t number = (uint8_t)self->number;

	if (!channel_open(c, number))
		return;
	if (c->profile->platform_scp && number != 0x33)
		say(c, "6982|6985|6986", GET_VERSION);
	else
		talk(c);
}

static void key_information(struct conform *c, const struct conform_case *self)
{
	uint8_t command[32];
	struct said first, second;
	struct rbuf a, b;
	size_t len = say_write(c, command, sizeof(command), "80500000 =0001020304050607");

	(void)self;
	channel_none(c);
	/* Version 00 is the first set there is. */
	if (!channel_raw(c, command, len, &first) || !channel_raw(c, command, len, &second))
		return;
	said_as(c, &first, "=..*10+0b03+..*17 9000", "INITIALIZE UPDATE");
	if (!conform_well(c))
		return;
	a = rbuf_from(first.bytes, first.len);
	b = rbuf_from(second.bytes, second.len);
	said_equal(c, "the diversification data", rbuf_bytes(&a, 13), 13, rbuf_bytes(&b, 13), 13);
	if (conform_well(c) && memcmp(a.at, b.at, 8) == 0)
		conform_fail(c, "the card's challenge is the same twice");
}

static void wrong_host_cryptogram(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[64];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct scp03_host host;
	struct said said;

	(void)self;
	channel_none(c);
	if (!channel_update(c, &host))
		return;
	host.cryptogram[0] ^= 1;
	scp03_host_authenticate(&host, 0x33, &w);
	if (channel_raw(c, bytes, w.len, &said))
		said_as(c, &said, "6300", "EXTERNAL AUTHENTICATE with a wrong cryptogram");
	channel_say(c, NO_CHANNEL, "84040020 =0011223344556677");
	/* Success brings the attempts back. */
	if (channel_open(c, 0x33))
		talk(c);
}

static void wrong_mac_of_authenticate(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[64];
	struct scp03_host host;
	struct said said;

	(void)self;
	for (size_t i = 0; i < 8; i++) {
		struct wbuf w = wbuf_to(bytes, sizeof(bytes));
		struct rbuf r;
		uint8_t spoiled[64];
		struct wbuf s = wbuf_to(spoiled, sizeof(spoiled));

		channel_none(c);
		if (!channel_update(c, &host))
			return;
		scp03_host_authenticate(&host, 0x33, &w);
		r = rbuf_from(bytes, w.len);
		wbuf_put(&s, rbuf_bytes(&r, 13 + i), 13 + i);
		wbuf_u8(&s, rbuf_u8(&r) ^ 0x80);
		wbuf_put(&s, r.at, rbuf_left(&r));
		if (channel_raw(c, spoiled, s.len, &said))
			said_as(c, &said, "6982|6300", "EXTERNAL AUTHENTICATE with a wrong MAC");
		/* It cannot be mended: a new beginning is needed. */
		if (channel_raw(c, bytes, w.len, &said))
			said_as(c, &said, "6982|6985", "the right one behind it");
	}
	if (channel_open(c, 0x33))
		talk(c);
}

static void other_keys(struct conform *c, const struct conform_case *self)
{
	static const uint8_t other[SCP03_HOST_KEY] = { 0x40, 0x41, 0x42, 0x43 };
	uint8_t bytes[64];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct scp03_host host;
	struct said said;

	(void)self;
	channel_none(c);
	if (channel_update_with(c, &host, other, other) != -EACCES) {
		conform_fail(c, "the card's cryptogram verifies under keys that are not its own");
		return;
	}
	scp03_host_authenticate(&host, 0x33, &w);
	if (channel_raw(c, bytes, w.len, &said))
		said_as(c, &said, "6982|6300", "EXTERNAL AUTHENTICATE under other keys");
	if (channel_open(c, 0x33))
		talk(c);
}

static void authenticate_comes_right_behind(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[64];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct scp03_host host;
	struct said said;

	(void)self;
	channel_none(c);
	channel_say(c, "6985|6982", "84823300 =00112233445566770011223344556677");
	if (!channel_update(c, &host))
		return;
	channel_say(c, "=.............. 9000", "00a40400 =a0000003965453000000010300000000 le");
	scp03_host_authenticate(&host, 0x33, &w);
	if (channel_raw(c, bytes, w.len, &said))
		said_as(c, &said, "6985|6982", "EXTERNAL AUTHENTICATE after a selection");
	if (channel_open(c, 0x33))
		talk(c);
}

static void unknown_key_version(struct conform *c, const struct conform_case *self)
{
	(void)self;
	channel_none(c);
	/* Seen on a 7.2 part: it answers all the same. */
	channel_say(c, c->part == PART_APPLET_7 ? "=* 6a88|9000" : "6a88", "80507100 =0001020304050607");
}

static void wrong_lengths(struct conform *c, const struct conform_case *self)
{
	struct scp03_host host;

	(void)self;
	channel_none(c);
	channel_say(c, "6700|6a80", "80500b00 =00010203040506");
	channel_say(c, "6700|6a80", "80500b00 =000102030405060708");
	channel_say(c, "6700|6a80", "80500b00");
	if (channel_update(c, &host))
		channel_say(c, "6700|6a80|6982", "84823300 =001122334455667700112233445566");
}

static void unknown_levels(struct conform *c, const struct conform_case *self)
{
	static const uint8_t levels[] = { 0x02, 0x10, 0x20, 0x23, 0x30, 0x31, 0x32, 0x34, 0x43, 0xff };

	(void)self;
	for (size_t i = 0; i < sizeof(levels); i++) {
		uint8_t bytes[64];
		struct wbuf w = wbuf_to(bytes, sizeof(bytes));
		struct scp03_host host;
		struct said said;

		channel_none(c);
		if (!channel_update(c, &host))
			return;
		scp03_host_authenticate(&host, levels[i], &w);
		if (channel_raw(c, bytes, w.len, &said))
			said_as(c, &said, "6a86", "EXTERNAL AUTHENTICATE at a level that is none");
	}
}

/* Behind an abort all is refused, until a new beginning. */
static void expect_aborted(struct conform *c)
{
	uint8_t bytes[64];
	struct said said;
	size_t len = channel_wrap(c, bytes, sizeof(bytes), EXISTS);

	if (channel_raw(c, bytes, len, &said))
		said_as(c, &said, ABORTED, "a good command behind an abort");
	channel_say(c, "6982|6985|6d00", GET_VERSION);
	if (channel_open(c, 0x33))
		talk(c);
}

static void wrong_mac(struct conform *c, const struct conform_case *self)
{
	static const uint8_t levels[] = { 0x01, 0x03, 0x13, 0x33 };

	(void)self;
	for (size_t i = 0; i < sizeof(levels); i++) {
		uint8_t good[64], bad[64];
		struct wbuf w = wbuf_to(bad, sizeof(bad));
		struct rbuf r;
		struct said said;
		size_t len;

		if (!channel_open(c, levels[i]))
			return;
		len = channel_wrap(c, good, sizeof(good), EXISTS);
		r = rbuf_from(good, len);
		/* In turn the first and the last byte that is sent of the MAC, the data, and the header. */
		wbuf_put(&w,
			rbuf_bytes(&r, i == 0   ? len - 8
				       : i == 1 ? len - 1
				       : i == 2 ? 6
						: 3),
			i == 0   ? len - 8
			: i == 1 ? len - 1
			: i == 2 ? 6
				 : 3);
		wbuf_u8(&w, rbuf_u8(&r) ^ 0x01);
		wbuf_put(&w, r.at, rbuf_left(&r));
		if (channel_raw(c, bad, w.len, &said))
			said_as(c, &said, ABORTED, "a command with a wrong MAC");
		expect_aborted(c);
	}
}

static void too_short_for_a_mac(struct conform *c, const struct conform_case *self)
{
	(void)self;
	if (!channel_open(c, 0x33))
		return;
	channel_say(c, "6982|6985|6700", "84040020 =00112233445566");
	expect_aborted(c);
}

static void plain_in_a_channel(struct conform *c, const struct conform_case *self)
{
	static const uint8_t levels[] = { 0x01, 0x03, 0x11, 0x13, 0x33 };

	(void)self;
	for (size_t i = 0; i < sizeof(levels); i++) {
		if (!channel_open(c, levels[i]))
			return;
		channel_say(c, ABORTED, EXISTS);
		expect_aborted(c);
	}
}

static void replayed_command(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[64];
	struct said said;
	size_t len;

	(void)self;
	if (!channel_open(c, 0x33))
		return;
	len = channel_wrap(c, bytes, sizeof(bytes), EXISTS);
	if (!channel_raw(c, bytes, len, &said) || !said_as(c, &said, "=* 9000", "a command"))
		return;
	if (channel_raw(c, bytes, len, &said))
		said_as(c, &said, ABORTED, "the same command again");
	expect_aborted(c);
}

/* Protected as level 33 wants it, but for the padding: a block of zeros has no 80. */
static void wrong_padding(struct conform *c, const struct conform_case *self)
{
	uint8_t block[16] = { 0 }, input[64];
	struct wbuf mac_of = wbuf_to(input, sizeof(input));
	struct ossl_bytes iv, cipher, mac;
	struct scp03_host *host = &c->se05x.channel;
	uint8_t command[64];
	struct wbuf w = wbuf_to(command, sizeof(command));
	struct said said;

	(void)self;
	if (!channel_open(c, 0x33))
		return;
	block[15] = 1; /* the counter of the first command */
	if (!ossl_cipher("AES-128-ECB", host->s_enc, NULL, true, block, sizeof(block), &iv)) {
		conform_fail(c, "the host's OpenSSL has no AES");
		return;
	}
	block[15] = 0;
	ossl_cipher("AES-128-CBC", host->s_enc, iv.at, true, block, sizeof(block), &cipher);
	wbuf_put(&mac_of, host->chain, sizeof(host->chain));
	wbuf_put(&mac_of, "\x84\x04\x00\x27\x18", 5);
	wbuf_put(&mac_of, cipher.at, cipher.len);
	ossl_mac("CMAC", "AES-128-CBC", host->s_mac, sizeof(host->s_mac), input, mac_of.len, &mac);
	wbuf_put(&w, "\x84\x04\x00\x27\x18", 5);
	wbuf_put(&w, cipher.at, cipher.len);
	wbuf_put(&w, mac.at, 8);
	if (channel_raw(c, command, w.len, &said))
		said_as(c, &said, ABORTED, "a command with wrong padding");
	expect_aborted(c);
}

static void refused_command_leaves_it_open(struct conform *c, const struct conform_case *self)
{
	(void)self;
	if (!channel_open(c, 0x33))
		return;
	for (int i = 0; i < 20; i++)
		say(c, "6985", MISSING);
	talk(c);
}

static void refusal_goes_bare(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[64];
	struct said said;
	size_t len;

	(void)self;
	if (!channel_open(c, 0x33))
		return;
	len = channel_wrap(c, bytes, sizeof(bytes), MISSING);
	if (channel_raw(c, bytes, len, &said))
		said_as(c, &said, "6985", "a refusal");
	talk(c);
}

static void answer_is_protected(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[64];
	struct said said;
	size_t len;

	(void)self;
	if (!channel_open(c, 0x33))
		return;
	len = channel_wrap(c, bytes, sizeof(bytes), EXISTS);
	if (channel_raw(c, bytes, len, &said) && (said.status != SW_OK || said.len != 24))
		conform_fail(c, "an answer of 3 bytes comes as %zu, not as a block and a MAC", said.len);
}

static void selection_ends_it(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[64];
	struct said said;
	size_t len;

	(void)self;
	if (!channel_open(c, 0x33))
		return;
	len = channel_wrap(c, bytes, sizeof(bytes), EXISTS);
	channel_say(c, "=.............. 9000", "00a40400 =a0000003965453000000010300000000 le");
	if (channel_raw(c, bytes, len, &said))
		said_as(c, &said, NO_CHANNEL, "a protected command after a selection");
	if (channel_open(c, 0x33))
		talk(c);
}

static void soft_reset_ends_it(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[64];
	struct said said;
	size_t len;

	(void)self;
	if (!channel_open(c, 0x33))
		return;
	len = channel_wrap(c, bytes, sizeof(bytes), EXISTS);
	if (t1_host_reset(&c->se05x.t1, NULL) < 0)
		conform_fail(c, "the soft reset fails");
	channel_say(c, "=.............. 9000", "00a40400 =a0000003965453000000010300000000 le");
	if (channel_raw(c, bytes, len, &said))
		said_as(c, &said, NO_CHANNEL, "a protected command after a soft reset");
	if (channel_open(c, 0x33))
		talk(c);
}

static void power_ends_it(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[64];
	struct said said;
	size_t len;

	(void)self;
	if (!channel_open(c, 0x33))
		return;
	len = channel_wrap(c, bytes, sizeof(bytes), EXISTS);
	link_act(c->link, LINK_POWER_OFF, c->address);
	link_act(c->link, LINK_POWER_ON, c->address);
	link_wait(c->link, 5000000);
	c->se05x.t1.out_of_step = true;
	channel_say(c, "=.............. 9000", "00a40400 =a0000003965453000000010300000000 le");
	if (channel_raw(c, bytes, len, &said))
		said_as(c, &said, NO_CHANNEL, "a protected command after a power cut");
}

static void resync_keeps_it(struct conform *c, const struct conform_case *self)
{
	(void)self;
	if (!channel_open(c, 0x33))
		return;
	for (int i = 0; i < 4; i++) {
		say(c, "41:02 9000", EXISTS);
		if (t1_host_resync(&c->se05x.t1) < 0)
			conform_fail(c, "RESYNC fails");
	}
	talk(c);
}

static void initialize_update_ends_it(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[64];
	struct scp03_host other;
	struct said said;
	size_t len;

	(void)self;
	if (!channel_open(c, 0x33))
		return;
	len = channel_wrap(c, bytes, sizeof(bytes), EXISTS);
	if (!channel_update(c, &other))
		return;
	if (channel_raw(c, bytes, len, &said))
		said_as(c, &said, NO_CHANNEL, "the old channel behind a new INITIALIZE UPDATE");
	if (channel_open(c, 0x33))
		talk(c);
}

static void protected_without_a_channel(struct conform *c, const struct conform_case *self)
{
	(void)self;
	channel_none(c);
	channel_say(c, NO_CHANNEL, "84040020 =0011223344556677");
}

static void security_domain_has_the_same_keys(struct conform *c, const struct conform_case *self)
{
	uint8_t bytes[64];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct scp03_host host;
	struct said said;

	(void)self;
	channel_none(c);
	channel_say(c, "=* 9000", "00a40400 =d276000085304a434f9003 le");
	if (!channel_update(c, &host))
		return;
	scp03_host_authenticate(&host, 0x33, &w);
	if (channel_raw(c, bytes, w.len, &said))
		said_as(c, &said, "9000", "EXTERNAL AUTHENTICATE of the security domain");
}

/* Blocks of both directions are chained below the channel. */
static void long_data_pass(struct conform *c, const struct conform_case *self)
{
	static const size_t lengths[] = { 1, 15, 16, 17, 200, 216, 217, 224, 239, 240, 241, 255, 256, 400,
		600 };
	uint8_t data[600];

	(void)self;
	for (size_t i = 0; i < sizeof(data); i++)
		memset(data + i, (int)(i * 7 + 1), 1);
	if (!channel_open(c, 0x33))
		return;
	say(c, "9000", "010600 41:%i 43:0258", SAY_IDS);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		struct said said;

		say(c, "9000", "010600 41:%i 44:%b", SAY_IDS, data, lengths[i]);
		if (say_ask(c, &said, "020000 41:%i 42:0000 43:%h ext le", SAY_IDS, (unsigned int)lengths[i]))
			said_is(c, &said, TAG_1, data, lengths[i]);
	}
}

#define D "GlobalPlatform Card Specification 2.3.1 Amendment D 1.1.1 "
/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CHANNEL(nr, fact, from, by, of, code, what)                                                 \
	{                                                                                           \
		.id = "SE05X-SCP03-" nr, .rule = fact, .source = from, .evidence = by, .class = of, \
		.parts = PART_SE05X, .needs = NEED_PLATFORM_KEYS, .run = code, .number = what       \
	}
#define LEVEL(nr, code)                                                                                      \
	CHANNEL(nr,                                                                                          \
		"a channel at level " #code " carries commands with, without data and refused ones in step", \
		EVIDENCE "2.3; " D "6.2", BY_SILICON, CONFORM_SAFE, level, code)
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	LEVEL("01", 0x00),
	LEVEL("02", 0x01),
	LEVEL("03", 0x03),
	LEVEL("04", 0x11),
	LEVEL("05", 0x13),
	LEVEL("06", 0x33),
	CHANNEL("07",
		"INITIALIZE UPDATE answers 29 bytes: diversification, key version 0B, 03, a new challenge, a "
		"cryptogram",
		EVIDENCE "2.3; " D "7.1.1", BY_SILICON, CONFORM_SAFE, key_information, 0),
	CHANNEL("08", "a wrong host cryptogram is answered 6300 and opens nothing", D "7.1.2", BY_DOCUMENT,
		CONFORM_IRREVERSIBLE, wrong_host_cryptogram, 0),
	CHANNEL("09",
		"a wrong MAC of EXTERNAL AUTHENTICATE opens nothing, and the right one behind it neither",
		EVIDENCE "2.3; " D "7.1.2", BY_DOCUMENT, CONFORM_IRREVERSIBLE, wrong_mac_of_authenticate, 0),
	CHANNEL("10", "under other keys neither side's cryptogram is good", D "6.2.2", BY_DOCUMENT,
		CONFORM_IRREVERSIBLE, other_keys, 0),
	CHANNEL("11", "EXTERNAL AUTHENTICATE wants INITIALIZE UPDATE right before it",
		EVIDENCE "2.3; GlobalPlatform Card Specification 2.3.1", BY_DOCUMENT, CONFORM_SAFE,
		authenticate_comes_right_behind, 0),
	CHANNEL("12", "a key version that is not there is answered 6A88", EVIDENCE "2.3; " D "7.1.1",
		BY_DOCUMENT, CONFORM_SAFE, unknown_key_version, 0),
	CHANNEL("13", "a challenge or a cryptogram of the wrong length is refused",
		EVIDENCE "2.3; GlobalPlatform Card Specification 2.3.1 table 11-10", BY_DOCUMENT,
		CONFORM_IRREVERSIBLE, wrong_lengths, 0),
	CHANNEL("14", "a security level that is none is answered 6A86", EVIDENCE "2.3; " D "7.1.2",
		BY_DOCUMENT, CONFORM_IRREVERSIBLE, unknown_levels, 0),
	CHANNEL("15",
		"a command with a wrong MAC is refused and aborts the channel until a new one is opened",
		EVIDENCE "2.3; " D "5.6", BY_DOCUMENT, CONFORM_IRREVERSIBLE, wrong_mac, 0),
	CHANNEL("16", "a protected command too short for its MAC aborts the channel", D "5.6", BY_DOCUMENT,
		CONFORM_IRREVERSIBLE, too_short_for_a_mac, 0),
	CHANNEL("17", "a plain command in a channel is refused and aborts it", EVIDENCE "2.3; " D "5.6",
		BY_DOCUMENT, CONFORM_IRREVERSIBLE, plain_in_a_channel, 0),
	CHANNEL("18", "a command sent twice is refused the second time and aborts the channel",
		D "5.6, 6.2.4", BY_DOCUMENT, CONFORM_IRREVERSIBLE, replayed_command, 0),
	CHANNEL("19", "wrong padding under a right MAC is refused and aborts the channel", D "5.6, 6.2.6",
		BY_DOCUMENT, CONFORM_IRREVERSIBLE, wrong_padding, 0),
	CHANNEL("20",
		"commands that are refused leave the channel open and its counter and chaining value in step",
		EVIDENCE "2.3; " D "5.6", BY_SILICON, CONFORM_SAFE, refused_command_leaves_it_open, 0),
	CHANNEL("21", "an error status goes without protection", EVIDENCE "2.3; " D "6.2.5", BY_SILICON,
		CONFORM_SAFE, refusal_goes_bare, 0),
	CHANNEL("22", "at level 33 an answer comes encrypted and with a MAC", D "6.2.5, 6.2.7", BY_DOCUMENT,
		CONFORM_SAFE, answer_is_protected, 0),
	CHANNEL("23", "a selection ends the channel",
		EVIDENCE "2.1, 2.3; GlobalPlatform Card Specification 2.3.1", BY_DOCUMENT, CONFORM_SAFE,
		selection_ends_it, 0),
	CHANNEL("24", "INTERFACE SOFT RESET and a selection end the channel", EVIDENCE "1.3 (open)", BY_GUESS,
		CONFORM_SAFE, soft_reset_ends_it, 0),
	CHANNEL("25", "RESYNC keeps the channel: its keys, counter and chaining value",
		EVIDENCE "1.3: hosts resume so", BY_HOST, CONFORM_SAFE, resync_keeps_it, 0),
	CHANNEL("26", "INITIALIZE UPDATE in an open channel ends it at once", EVIDENCE "2.3; " D "5.6",
		BY_DOCUMENT, CONFORM_SAFE, initialize_update_ends_it, 0),
	CHANNEL("27", "a protected command without a channel is refused", EVIDENCE "2.3", BY_DOCUMENT,
		CONFORM_SAFE, protected_without_a_channel, 0),
	CHANNEL("28", "the security domain that holds the applet has the same keys",
		"SE050 FIPS 140-2 policy 1.3 3.3", BY_DOCUMENT, CONFORM_SAFE,
		security_domain_has_the_same_keys, 0),
	CHANNEL("29", "data of every length pass a channel at level 33 both ways", EVIDENCE "2.3; " D "6.2",
		BY_DOCUMENT, CONFORM_WRITES, long_data_pass, 0),
	{ .id = "SE05X-SCP03-30",
		.rule = "a power cut ends the channel",
		.source = "SE050 FIPS 140-2 policy 1.3 3",
		.parts = PART_SE05X,
		.needs = NEED_PLATFORM_KEYS | NEED_POWER,
		.run = power_ends_it },
};

void se05x_scp03_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
