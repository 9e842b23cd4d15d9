/* tests/conformance/se05x_manage.c: the card, and management of the applet that can be undone. */
#include <string.h>

#include "ossl.h"
#include "se05x_cases.h"
#include "se05x_channel.h"
#include "se05x_curves.h"

#define AN "AN12413 2.12 "
#define EVIDENCE "docs/reference/se050-evidence.md "
#define HEADERS "comments of NXP's plug-and-trust 9721d64"
#define SELECT_IOT "00a40400 =a0000003965453000000010300000000 le"

enum {
	FEATURE_I2CM = 0x2000,
	ID = SAY_IDS | 1,
};

static void version(struct conform *c, const struct conform_case *self)
{
	struct said said;

	(void)self;
	if (say_ask(c, &said, "040020"))
		said_is(c, &said, TAG_1, c->se05x.version, SE05X_VERSION);
	if (c->part != PART_APPLET_7 && say_ask(c, &said, "040021"))
		said_is(c, &said, TAG_1, c->se05x.version, SE05X_VERSION);
}

static void selection(struct conform *c, const struct conform_case *self)
{
	(void)self;
	channel_none(c);
	channel_say(c, "6a82", "00a40400 =a000000396545300000001030000ff le");
	/* What was selected stays so. */
	channel_say(c, c->profile->platform_scp ? "6982|6985|6986" : "41:* 9000", "80040020");
	channel_say(c, "=* 9000", "00a40400 le");
	channel_say(c, "6d00", "80040020");
	channel_say(c, "=.............. 9000", SELECT_IOT);
	channel_say(c, "6a86|6a81|6a82", "00a40000 =a0000003965453000000010300000000");
}

static void identity(struct conform *c, const struct conform_case *self)
{
	(void)self;
	channel_none(c);
	channel_say(c, "=* 9000", "00a40400 le");
	channel_say(c,
		"=fe45df2842+010c+..*12+0208+..*8+0318+..*24+0501+..+0701+..+0808+2e5ad88409c9badb 9000",
		"80ca00fe =df28 le");
	channel_say(c, "=9f7f2a+4790d3214700+..*36 9000", "80ca9f7f le");
	channel_say(c, "6a88|6985|6a86", "80ca1234 le");
}

static void timestamp(struct conform *c, const struct conform_case *self)
{
	struct said first, second;

	(void)self;
	if (!say_ask(c, &first, "04003d") || !said_as(c, &first, "41:..*12 9000", "GetTimestamp"))
		return;
	link_wait(c->link, 300000000);
	if (say_ask(c, &second, "04003d") && memcmp(second.bytes, first.bytes, second.len) < 0)
		conform_fail(c, "a time stamp is before the one before it");
	if (conform_well(c) && c->conditions & NEED_MODELLED_TIME &&
		memcmp(second.bytes, first.bytes, second.len) == 0)
		conform_fail(c, "a time stamp stands still for 0.3 s");
}

static bool memory(struct conform *c, unsigned int kind, uint32_t *left)
{
	struct said said;
	struct rbuf value;

	if (!say_ask(c, &said, "040022 41:%c", kind) || !said_value(c, &said, TAG_1, &value))
		return false;
	/* Two bytes; an SE052 tells four. */
	*left = rbuf_left(&value) == 4 ? rbuf_be32(&value) : rbuf_be16(&value);
	if (rbuf_bad(&value))
		conform_fail(c, "free memory of no number");
	return conform_well(c);
}

static void free_memory(struct conform *c, const struct conform_case *self)
{
	uint32_t before = 0, with = 0, after = 0;

	(void)self;
	for (unsigned int kind = 1; kind <= 3; kind++)
		memory(c, kind, &before);
	say(c, "6985|6a80", "040022 41:04");
	say(c, "6985|6a80", "040022 41:00");
	/* RAM is small: a key takes some and gives it back. */
	if (!memory(c, 3, &before))
		return;
	for (uint32_t i = 0; i < 8; i++)
		say(c, "9000", "810300 41:%i 43:00*32", ID + i);
	memory(c, 3, &with);
	for (uint32_t i = 0; i < 8; i++)
		say(c, "9000", "040028 41:%i", ID + i);
	/* Freed with the next command. */
	say(c, "41:* 9000", "040020");
	memory(c, 3, &after);
	if (conform_well(c) && before < 0x7fff && (with >= before || after != before))
		conform_fail(c, "transient memory is %u, %u with eight keys, %u without them again", before,
			with, after);
}

static void random_bytes(struct conform *c, const struct conform_case *self)
{
	static const unsigned int lens[] = { 1, 2, 15, 16, 32, 100, 200 };
	struct said a, b;

	(void)self;
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		struct rbuf value;

		if (say_ask(c, &a, "040049 41:%h ext le", lens[i]) && said_value(c, &a, TAG_1, &value) &&
			rbuf_left(&value) != lens[i])
			conform_fail(c, "%zu random bytes, not %u", rbuf_left(&value), lens[i]);
	}
	if (say_ask(c, &a, "040049 41:0020") && say_ask(c, &b, "040049 41:0020") &&
		memcmp(a.bytes, b.bytes, a.len) == 0)
		conform_fail(c, "the same random bytes twice");
	say(c, "6a80|6985|6700", "040049");
}

static bool bytes_are(
	struct conform *c, const struct said *said, const char *what, const void *expected, size_t len)
{
	return said_equal(c, what, said->bytes, said->len, expected, len);
}

static void numbers_have_short_lengths(struct conform *c, const struct conform_case *self)
{
	struct said said;

	(void)self;
	say(c, "9000", "010600 41:%i 43:0102", (uint32_t)ID);
	if (say_ask(c, &said, "040027 41:%i", (uint32_t)ID))
		bytes_are(c, &said, "CheckObjectExists", "\x41\x01\x01", 3);
	if (say_ask(c, &said, "020026 41:%i", (uint32_t)ID))
		bytes_are(c, &said, "ReadType", "\x41\x01\x0b\x42\x01\x01", 6);
	if (say_ask(c, &said, "020007 41:%i", (uint32_t)ID))
		bytes_are(c, &said, "ReadSize", "\x41\x02\x01\x02", 4);
}

static void read_state(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "41:....02 9000", "02005b");
}

static void self_test(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "41:01 9000", "040058 41:fe01");
	say(c, "6985|6a80", "040058 41:0000");
	say(c, "6a80|6985|6700", "040058");
}

static void extended_version(struct conform *c, const struct conform_case *self)
{
	struct said said;
	struct rbuf value;

	(void)self;
	if (!say_ask(c, &said, "040021") || !said_value(c, &said, TAG_1, &value))
		return;
	if (rbuf_left(&value) != 37)
		conform_fail(c, "the extended version has %zu bytes, not 37", rbuf_left(&value));
	said_equal(c, "its beginning", rbuf_bytes(&value, 5), 5, c->se05x.version, 5);
}

static void guarded(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "6982|6985|6986", "04003e 41:02 42:01");
	say(c, "6982|6985|6986", "040052 41:01");
	say(c, "6982|6985|6986", "04003f 41:0000");
	say(c, "6982|6985|6986", "04002a");
	if (c->part == PART_APPLET_7)
		say(c, "6982|6985|6986", "040057 41:01 42:01");
	say(c, "41:..*7 9000", "040020");
}

static void i2c_master(struct conform *c, const struct conform_case *self)
{
	static const uint8_t set[256];

	(void)self;
	/* Nobody has the reserved address 7f: configured, and not acknowledged. */
	say(c, "41:015a0301 9000", "030030 41:010002+7f00+030003+10abcd");
	say(c, "41:ff.. 9000", "030030 41:010003+7f0000");
	say(c, "41:ff.. 9000", "030030 41:990001+00");
	say(c, "41:ff.. 9000", "030030 41:010002+7f00+030010+10");
	say(c, "6985", "030030 41:%b ext", set, sizeof(set));
	say(c, "6a80|6985|6700", "030030");
}

/* AN12413 table 248: structural errors are told in the answer, but for sets that are too long (table 15). */
static void shortest_set(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "41:ff.. 9000", "030030 41:01");
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CASE(name, fact, from, by, of, on, wants, code)                                                      \
	{                                                                                                    \
		.id = "SE05X-" name, .rule = fact, .source = from, .evidence = by, .class = of, .parts = on, \
		.features = wants, .run = code                                                               \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	CASE("GETVERSION-01", "GetVersion answers what SELECT answers", AN "4.19.1, 4.3.33", BY_DOCUMENT,
		CONFORM_SAFE, PART_SE05X, 0, version),
	CASE("GETEXTVERSION-01", "from 7.2 on the extended version has 37 bytes and begins as the other",
		HEADERS, BY_HOST, CONFORM_SAFE, PART_APPLET_7, 0, extended_version),
	CASE("SELECT-01",
		"a selection by a name that is not there is 6A82 and changes nothing; the issuer's domain "
		"has no applet command",
		EVIDENCE "2.1; seen on parts", BY_SILICON, CONFORM_SAFE, PART_SE05X, 0, selection),
	CASE("GETDATA-01", "the card identifies itself under DF28 and tells its production data under 9F7F",
		"AN12436 2.4 1; seen on parts", BY_SILICON, CONFORM_SAFE, PART_SE05X, 0, identity),
	CASE("GETTIMESTAMP-01", "a time stamp has 12 bytes and rises", AN "3.9, 4.19.2", BY_DOCUMENT,
		CONFORM_SAFE, PART_SE05X, 0, timestamp),
	CASE("GETFREEMEMORY-01", "there are three kinds of memory; transient keys take some and give it back",
		AN "4.19.3, 4.7.4.5", BY_DOCUMENT, CONFORM_WRITES, PART_SE05X, 0x0080, free_memory),
	CASE("GETRANDOM-01", "as many random bytes as were asked for, others each time", AN "4.19.4",
		BY_DOCUMENT, CONFORM_SAFE, PART_SE05X, 0, random_bytes),
	CASE("TLV-02", "results, types and sizes come with a length of one byte",
		EVIDENCE "3.1: hosts take no other", BY_HOST, CONFORM_WRITES, PART_SE05X, 0,
		numbers_have_short_lengths),
	CASE("TRIGGERSELFTEST-01", "from 7.2 on a self-test can be asked for", HEADERS, BY_HOST, CONFORM_SAFE,
		PART_APPLET_7, 0, self_test),
	CASE("MANAGEMENT-01",
		"outside their own sessions lock state, channel request, features and deletion of all are "
		"refused",
		AN "table 284, 4.6, 4.19.5", BY_DOCUMENT, CONFORM_SAFE, PART_SE05X, 0, guarded),
	CASE("I2CM-01",
		"a set is run up to where nobody answers, a set with a fault is told as FF, a long one "
		"refused",
		AN "4.17, table 248", BY_DOCUMENT, CONFORM_IRREVERSIBLE, PART_SE05X, FEATURE_I2CM,
		i2c_master),
	CASE("I2CM-02", "a set of one byte has a structural error, which its answer tells",
		AN "4.17, table 248", BY_DOCUMENT, CONFORM_IRREVERSIBLE, PART_SE05X, FEATURE_I2CM,
		shortest_set),
	{ .id = "SE05X-READSTATE-01",
		.rule = "from 7.2 on the state tells that the platform channel is not required",
		.source = HEADERS,
		.evidence = BY_HOST,
		.parts = PART_APPLET_7,
		.needs = NEED_PLAIN,
		.run = read_state },
};

void se05x_manage_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
