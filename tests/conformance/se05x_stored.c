/* tests/conformance/se05x_stored.c: files, counters, PCRs, keys as objects, lists, crypto objects. */
#include <string.h>

#include "ossl.h"
#include "se05x_cases.h"
#include "se05x_curves.h"

#define AN "AN12413 2.12 "
#define EVIDENCE "docs/reference/se050-evidence.md "
#define HEADERS "comments of NXP's plug-and-trust 9721d64"

enum {
	FEATURE_HMAC = 0x0010,
	FEATURE_AES = 0x0080,
	FEATURE_DES = 0x0100,
	ID = SAY_IDS | 1,
};

static const uint8_t abc[] = { 0x61, 0x62, 0x63 }, de[] = { 0x64, 0x65 };

static void file_in_parts(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "010600 41:%i 43:0008 44:01020304", (uint32_t)ID);
	say(c, "41:0102030400000000 9000", "020000 41:%i", (uint32_t)ID);
	say(c, "9000", "010600 41:%i 42:0004 44:05060708", (uint32_t)ID);
	say(c, "41:0102030405060708 9000", "020000 41:%i", (uint32_t)ID);
	say(c, "41:030405 9000", "020000 41:%i 42:0002 43:0003", (uint32_t)ID);
	say(c, "41:010203 9000", "020000 41:%i 43:0003", (uint32_t)ID);
	say(c, "41:0008 9000", "020007 41:%i", (uint32_t)ID);
	say(c, "41:0b 42:01 9000", "020026 41:%i", (uint32_t)ID);
	say(c, "6a80", "010600 41:%i 42:0005 44:05060708", (uint32_t)ID);
	say(c, "6985", "020000 41:%i 42:0006 43:0003", (uint32_t)ID);
	say(c, "41:0102030405060708 9000", "020000 41:%i", (uint32_t)ID);
	conform_se05x.begin(c);
	say(c, "41:0102030405060708 9000", "020000 41:%i", (uint32_t)ID);
	say(c, "9000", "040028 41:%i", (uint32_t)ID);
	say(c, "6985", "020000 41:%i", (uint32_t)ID);
	say(c, "41:02 9000", "040027 41:%i", (uint32_t)ID);
}

static void file_of_no_size(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "6a80|6985", "010600 41:%i 43:0003 44:01020304", (uint32_t)ID);
	say(c, "6a80|6985", "010600 41:%i", (uint32_t)ID);
	say(c, "6a80|6985", "010600 41:%i 43:0000", (uint32_t)ID);
	say(c, "6a80|6985", "010600 41:%i 43:8000", (uint32_t)ID);
	say(c, "6985", "010600 41:00000000 43:0010");
	say(c, "41:02 9000", "040027 41:%i", (uint32_t)ID);
}

static void large_file(struct conform *c, const struct conform_case *self)
{
	uint8_t data[500];

	(void)self;
	for (size_t i = 0; i < sizeof(data); i++)
		memset(data + i, (int)(i * 13 + (i >> 8)), 1);
	say(c, "9000", "010600 41:%i 43:1000", (uint32_t)ID);
	for (unsigned int at = 0; at < 4000; at += 500)
		say(c, "9000", "010600 41:%i 42:%h 44:%b", (uint32_t)ID, at, data, sizeof(data));
	for (unsigned int at = 0; at < 4000; at += 500) {
		struct said said;

		if (say_ask(c, &said, "020000 41:%i 42:%h 43:01f4 ext le", (uint32_t)ID, at))
			said_is(c, &said, TAG_1, data, sizeof(data));
	}
	say(c, "41:00*96 9000", "020000 41:%i 42:0fa0 43:0060", (uint32_t)ID);
	say(c, "41:1000 9000", "020007 41:%i", (uint32_t)ID);
}

static void transient_file(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "810600 41:%i 43:0004 44:01020304", (uint32_t)ID);
	say(c, "41:0b 42:02 9000", "020026 41:%i", (uint32_t)ID);
	say(c, "41:01020304 9000", "020000 41:%i", (uint32_t)ID);
	conform_se05x.begin(c);
	say(c, "41:00000000 9000", "020000 41:%i", (uint32_t)ID);
	say(c, "41:0004 9000", "020007 41:%i", (uint32_t)ID);
}

static void power_cut_in(struct conform *c)
{
	link_act(c->link, LINK_POWER_OFF, c->address);
	link_act(c->link, LINK_POWER_ON, c->address);
	link_wait(c->link, 5000000);
	if (conform_se05x.begin(c) < 0)
		conform_fail(c, "the part does not come back after a power cut");
}

static void power(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "010600 41:%i 43:0004 44:01020304", (uint32_t)ID);
	say(c, "9000", "810600 41:%i 43:0004 44:01020304", (uint32_t)ID + 1);
	say(c, "9000", "010800 41:%i 43:0007", (uint32_t)ID + 2);
	power_cut_in(c);
	say(c, "41:01020304 9000", "020000 41:%i", (uint32_t)ID);
	say(c, "41:00000000 9000", "020000 41:%i", (uint32_t)ID + 1);
	say(c, "9000", "010800 41:%i", (uint32_t)ID + 2);
	power_cut_in(c);
	say(c, "41:0008 9000", "020000 41:%i", (uint32_t)ID + 2);
}

static void counter(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "010800 41:%i 42:0002", (uint32_t)ID);
	say(c, "41:0000 9000", "020000 41:%i", (uint32_t)ID);
	say(c, "9000", "010800 41:%i", (uint32_t)ID);
	say(c, "41:0001 9000", "020000 41:%i", (uint32_t)ID);
	say(c, "9000", "010800 41:%i", (uint32_t)ID);
	say(c, "41:0002 9000", "020000 41:%i", (uint32_t)ID);
	say(c, "9000", "010800 41:%i 43:00ff", (uint32_t)ID);
	say(c, "9000", "010800 41:%i", (uint32_t)ID);
	say(c, "41:0100 9000", "020000 41:%i", (uint32_t)ID);
	say(c, "6985", "010800 41:%i 43:00ff", (uint32_t)ID);
	say(c, "9000", "010800 41:%i 43:fffe", (uint32_t)ID);
	say(c, "9000", "010800 41:%i", (uint32_t)ID);
	say(c, "41:ffff 9000", "020000 41:%i", (uint32_t)ID);
	say(c, "6985|6a80", "010800 41:%i", (uint32_t)ID);
	say(c, "6985|6a80", "010800 41:%i 43:00", (uint32_t)ID);
	say(c, "41:ffff 9000", "020000 41:%i", (uint32_t)ID);
	say(c, "41:0d 42:01 9000", "020026 41:%i", (uint32_t)ID);
	say(c, "41:0002 9000", "020007 41:%i", (uint32_t)ID);
}

static void counters_of_every_size(struct conform *c, const struct conform_case *self)
{
	(void)self;
	for (unsigned int size = 1; size <= 8 && conform_well(c); size++) {
		const uint8_t zeros[8] = { 0 }, one[8] = { [7] = 1 };
		struct said said;

		say(c, "9000", "010800 41:%i 42:%h", (uint32_t)ID, size);
		if (say_ask(c, &said, "020000 41:%i", (uint32_t)ID))
			said_is(c, &said, TAG_1, zeros, size);
		say(c, "9000", "010800 41:%i", (uint32_t)ID);
		if (say_ask(c, &said, "020000 41:%i", (uint32_t)ID))
			said_is(c, &said, TAG_1, one + 8 - size, size);
		say(c, "9000", "040028 41:%i", (uint32_t)ID);
	}
	say(c, "6a80|6985", "010800 41:%i 42:0000", (uint32_t)ID);
	say(c, "6a80|6985", "010800 41:%i 42:0009", (uint32_t)ID);
	say(c, "6a80|6985", "010800 41:%i", (uint32_t)ID);
	say(c, "9000", "010800 41:%i 43:0102030405060708", (uint32_t)ID);
	say(c, "41:0102030405060708 9000", "020000 41:%i", (uint32_t)ID);
}

static void pcr(struct conform *c, const struct conform_case *self)
{
	uint8_t input[64] = { 0 };
	struct ossl_bytes first, second;

	(void)self;
	memcpy(input + 32, abc, sizeof(abc));
	ossl_digest("SHA256", input, 35, &first);
	memcpy(input, first.at, 32);
	memcpy(input + 32, de, sizeof(de));
	ossl_digest("SHA256", input, 34, &second);
	say(c, "9000", "010900 41:%i 42:00*32", (uint32_t)ID);
	say(c, "9000", "010900 41:%i 43:616263", (uint32_t)ID);
	for (int i = 0; i < 2; i++) {
		struct said said;

		if (say_ask(c, &said, "020000 41:%i", (uint32_t)ID))
			said_is(c, &said, TAG_1, i == 0 ? first.at : second.at, 32);
		if (i == 0)
			say(c, "9000", "010900 41:%i 43:6465", (uint32_t)ID);
	}
	say(c, "41:0020 9000", "020007 41:%i", (uint32_t)ID);
	say(c, "41:0f 42:01 9000", "020026 41:%i", (uint32_t)ID);
	say(c, "9000", "010900 41:%i", (uint32_t)ID);
	say(c, "41:00*32 9000", "020000 41:%i", (uint32_t)ID);
	say(c, "6a80|6985", "010900 41:%i", (uint32_t)ID + 1);
	say(c, "6a80|6985", "010900 41:%i 43:61", (uint32_t)ID + 1);
}

/* REQUIRE_PCR_VALUE: 00010000, the PCR and its value behind the header. */
static void pcr_gates(struct conform *c, const struct conform_case *self)
{
	uint8_t input[35] = { 0 };
	struct ossl_bytes value;

	(void)self;
	memcpy(input + 32, abc, sizeof(abc));
	ossl_digest("SHA256", input, sizeof(input), &value);
	say(c, "9000", "010900 41:%i 42:00*32", (uint32_t)ID);
	say(c, "9000", "010600 11:2c+00000000+00250000+%i+%b 41:%i 43:0004 44:01020304", (uint32_t)ID,
		value.at, (size_t)32, (uint32_t)ID + 1);
	say(c, "6986|6982", "020000 41:%i 42:0000 43:0004", (uint32_t)ID + 1);
	say(c, "6986|6982", "040028 41:%i", (uint32_t)ID + 1);
	say(c, "9000", "010900 41:%i 43:616263", (uint32_t)ID);
	say(c, "41:01020304 9000", "020000 41:%i 42:0000 43:0004", (uint32_t)ID + 1);
	say(c, "9000", "010900 41:%i 43:616263", (uint32_t)ID);
	say(c, "6986|6982", "020000 41:%i 42:0000 43:0004", (uint32_t)ID + 1);
	/* Back at its beginning and on to the value: or the file could not be deleted. */
	say(c, "9000", "010900 41:%i", (uint32_t)ID);
	say(c, "9000", "010900 41:%i 43:616263", (uint32_t)ID);
	say(c, "9000", "040028 41:%i", (uint32_t)ID + 1);
}

/* An id in the list, by the filter; offsets count ids. */
static bool listed(struct conform *c, unsigned int filter, uint32_t id, unsigned int *all)
{
	bool found = false;

	*all = 0;
	for (unsigned int offset = 0; conform_well(c);) {
		struct said said;
		struct rbuf more, ids;

		if (!say_ask(c, &said, "020025 41:%h 42:%c", offset, filter) ||
			!said_value(c, &said, TAG_1, &more) || !said_value(c, &said, TAG_2, &ids))
			return false;
		for (; rbuf_left(&ids) >= 4; offset++) {
			(*all)++;
			found |= rbuf_be32(&ids) == id;
		}
		if (rbuf_u8(&more) == NO_MORE)
			break;
	}
	return found;
}

static void list(struct conform *c, const struct conform_case *self)
{
	unsigned int before, after, of_kind;

	(void)self;
	listed(c, 0xff, ID, &before);
	for (uint32_t i = 0; i < 5; i++)
		say(c, "9000", "010600 41:%i 43:0004", ID + i);
	say(c, "9000", "010800 41:%i 42:0002", (uint32_t)ID + 9);
	if (!listed(c, 0xff, ID + 4, &after) || after != before + 6)
		conform_fail(c, "the list of all has %u ids, %u before six were made", after, before);
	if (!listed(c, 0x0d, ID + 9, &of_kind))
		conform_fail(c, "a counter is not in the list of counters");
	if (listed(c, 0x0d, ID, &of_kind))
		conform_fail(c, "a file is in the list of counters");
	if (!listed(c, 0x0b, ID, &of_kind))
		conform_fail(c, "a file is not in the list of files");
	say(c, "41:01 42: 9000", "020025 41:%h 42:ff", after);
	say(c, "9000", "040028 41:%i", (uint32_t)ID + 2);
	if (listed(c, 0xff, ID + 2, &after))
		conform_fail(c, "a deleted object is in the list");
}

static void key_sizes(struct conform *c, const struct conform_case *self)
{
	static const struct {
		const char *write;
		unsigned int len;
		bool well;
		uint16_t feature;
	} keys[] = { { "010300 41:%i 43:%b", 16, true, FEATURE_AES },
		{ "010300 41:%i 43:%b", 24, true, FEATURE_AES },
		{ "010300 41:%i 43:%b", 32, true, FEATURE_AES },
		{ "010300 41:%i 43:%b", 15, false, FEATURE_AES },
		{ "010300 41:%i 43:%b", 8, false, FEATURE_AES },
		{ "010300 41:%i 43:%b", 33, false, FEATURE_AES },
		{ "010400 41:%i 43:%b", 24, true, FEATURE_DES },
		{ "010400 41:%i 43:%b", 23, false, FEATURE_DES },
		{ "010400 41:%i 43:%b", 32, false, FEATURE_DES },
		{ "010500 41:%i 43:%b", 14, true, FEATURE_HMAC },
		{ "010500 41:%i 43:%b", 64, true, FEATURE_HMAC },
		{ "010500 41:%i 43:%b", 256, true, FEATURE_HMAC },
		{ "010500 41:%i 43:%b", 257, false, FEATURE_HMAC } };
	uint8_t value[257];

	(void)self;
	memset(value, 0x3c, sizeof(value));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct said said;
		uint8_t size[2] = { (uint8_t)(keys[i].len >> 8), (uint8_t)keys[i].len };

		if (keys[i].feature & ~c->features)
			continue;
		if (!keys[i].well) {
			say(c, "6985|6a80", keys[i].write, (uint32_t)ID, value, (size_t)keys[i].len);
			say(c, "41:02 9000", "040027 41:%i", (uint32_t)ID);
			continue;
		}
		say(c, "9000", keys[i].write, (uint32_t)ID, value, (size_t)keys[i].len);
		if (say_ask(c, &said, "020007 41:%i", (uint32_t)ID))
			said_is(c, &said, TAG_1, size, 2);
		/* Never read, whatever its policy. */
		say(c, "6985|6986", "020000 41:%i", (uint32_t)ID);
		say(c, "9000", "040028 41:%i", (uint32_t)ID);
	}
}

static void rewritten_key(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "010300 41:%i 43:00*16", (uint32_t)ID);
	say(c, "41:66e94bd4ef8a2c3b884cfa59ca342b2e 9000", "030e37 41:%i 42:0e 43:00*16", (uint32_t)ID);
	say(c, "9000", "010300 41:%i 43:80+00*15", (uint32_t)ID);
	say(c, "41:0edd33d3c621e546455bd8ba1418bec8 9000", "030e37 41:%i 42:0e 43:00*16", (uint32_t)ID);
	say(c, "6985|6a80", "010300 41:%i 43:00*24", (uint32_t)ID);
	say(c, "6985|6a80", "010600 41:%i 43:0010 44:00", (uint32_t)ID);
	say(c, "41:0edd33d3c621e546455bd8ba1418bec8 9000", "030e37 41:%i 42:0e 43:00*16", (uint32_t)ID);
	say(c, "41:09 42:01 9000", "020026 41:%i", (uint32_t)ID);
}

/* RFC 3394 4.1, and 4.6 for keys of 256 bits. */
static void wrapped_keys(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "010300 41:%i 43:000102030405060708090a0b0c0d0e0f", (uint32_t)ID);
	say(c, "9000", "010300 41:%i 42:%i 43:1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5",
		(uint32_t)ID + 1, (uint32_t)ID);
	/* 00112233445566778899aabbccddeeff encrypts zeros to this. */
	say(c, "41:fde4fbae4a09e020eff722969f83832b 9000", "030e37 41:%i 42:0e 43:00*16", (uint32_t)ID + 1);
	say(c, "6985|6a80", "010300 41:%i 42:%i 43:1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe4",
		(uint32_t)ID + 2, (uint32_t)ID);
	say(c, "41:02 9000", "040027 41:%i", (uint32_t)ID + 2);
	say(c, "9000", "010300 11:0800000000+13140000 41:%i 43:000102030405060708090a0b0c0d0e0f",
		(uint32_t)ID + 3);
	say(c, "6986", "010300 41:%i 42:%i 43:1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5",
		(uint32_t)ID + 2, (uint32_t)ID + 3);
}

static void policy_stays(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "010600 11:0800000000+00240000 41:%i 43:0004 44:01020304", (uint32_t)ID);
	say(c, "6986", "010600 41:%i 44:05", (uint32_t)ID);
	/* Another policy with an object that is there changes nothing. */
	say(c, "6986|6a80|6985", "010600 11:0800000000+00340000 41:%i 44:05", (uint32_t)ID);
	say(c, "6986", "010600 41:%i 44:05", (uint32_t)ID);
	say(c, "41:01020304 9000", "020000 41:%i", (uint32_t)ID);
	/* Nor has one that was deleted left anything. */
	say(c, "9000", "040028 41:%i", (uint32_t)ID);
	say(c, "9000", "010600 41:%i 43:0004 44:01020304", (uint32_t)ID);
	say(c, "9000", "010600 41:%i 44:05", (uint32_t)ID);
}

static void delete_right(struct conform *c, const struct conform_case *self)
{
	(void)self;
	/* Deletable by nobody but the UserID, which everybody knows. */
	say(c, "9000", "410700 11:0800000000+00240000 41:%i 42:c0ffee01", (uint32_t)ID + 5);
	say(c, "9000", "010600 11:0800000000+00300000+08+%i+00040000 41:%i 43:0004", (uint32_t)ID + 5,
		(uint32_t)ID);
	say(c, "6986", "040028 41:%i", (uint32_t)ID);
	say(c, "41:01 9000", "040027 41:%i", (uint32_t)ID);
	{
		struct said said;
		struct rbuf id;

		if (!say_ask(c, &said, "04001b 41:%i", (uint32_t)ID + 5) || !said_value(c, &said, TAG_1, &id))
			return;
		say(c, "9000", "050000 10:%b 41:8004002c06+4104+c0ffee01", id.at, (size_t)8);
		say(c, "9000", "050000 10:%b 41:8004002806+4104+%i", id.at, (size_t)8, (uint32_t)ID);
	}
	say(c, "6986", "040028 41:7fff0206");
	say(c, "6985", "040028 41:%i", (uint32_t)ID);
}

static void user_ids(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "410700 11:0800000000+00240000 41:%i 42:0102030405", (uint32_t)ID);
	say(c, "6985|6986", "410700 41:%i 42:0102030405", (uint32_t)ID);
	say(c, "6985|6986", "020000 41:%i", (uint32_t)ID);
	say(c, "41:0c 42:01 9000", "020026 41:%i", (uint32_t)ID);
	say(c, "6985|6a80", "010700 41:%i 42:01020304", (uint32_t)ID + 1);
	say(c, "6985|6a80", "410700 12:0100 41:%i 42:0102030405", (uint32_t)ID + 1);
	say(c, "6985|6a80", "410700 41:%i 42:00*17", (uint32_t)ID + 1);
	if (say_version(c, 3, 4, 0))
		say(c, "6985|6a80", "410700 41:%i 42:010203", (uint32_t)ID + 1);
	say(c, "41:02 9000", "040027 41:%i", (uint32_t)ID + 1);
}

static void crypto_objects(struct conform *c, const struct conform_case *self)
{
	struct said said;
	struct rbuf before, after;

	(void)self;
	if (!say_ask(c, &said, "021025") || !said_value(c, &said, TAG_1, &before))
		return;
	if (rbuf_left(&before) != 0)
		conform_skip(c, "there are crypto objects already");
	say(c, "9000", "011000 41:7c01 42:01 43:04");
	say(c, "6985", "011000 41:7c01 42:01 43:04");
	say(c, "9000", "011000 41:7cff 42:02 43:0d");
	if (say_ask(c, &said, "021025") && said_value(c, &said, TAG_1, &after))
		said_equal(c, "the list of crypto objects", after.at, rbuf_left(&after),
			"\x7c\x01\x01\x04\x7c\xff\x02\x0d", 8);
	say(c, "6985|6a80", "011000 41:7c02 42:01 43:09");
	say(c, "6985|6a80", "011000 41:7c02 42:05 43:01");
	say(c, "9000", "041028 41:7c01");
	say(c, "6985", "041028 41:7c01");
	conform_se05x.begin(c);
	say(c, "41:7cff020d 9000", "021025");
	say(c, "9000", "041028 41:7cff");
	say(c, "41: 9000", "021025");
}

static void attributes(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "010600 11:0800000000+00340000 41:%i 43:0008", (uint32_t)ID);
	say(c, "43:20c00001+0b+01+0000+00000000+0000+08+00000000+00340000+01+00000000 9000", "02003b 41:%i",
		(uint32_t)ID);
	say(c, "9000", "410300 11:0800000000+00240000 12:0003 41:%i 43:00*16 4b:00000007", (uint32_t)ID + 1);
	say(c, "43:20c00002+09+02+0000+00000000+0003+08+00000000+00240000+01+00000007 9000", "02003b 41:%i",
		(uint32_t)ID + 1);
	say(c, "9000", "010600 11:0800000000+00140000 41:%i 43:0008", (uint32_t)ID + 2);
	say(c, "6986", "02003b 41:%i", (uint32_t)ID + 2);
	/* An update names the policy that is stored, or is refused. */
	say(c, "9000", "010600 15:0800000000+00340000 41:%i 42:0000 44:01020304", (uint32_t)ID);
	say(c, "6a80|6985", "010600 15:0800000000+00240000 41:%i 42:0000 44:05060708", (uint32_t)ID);
	say(c, "41:0102030400000000 9000", "020000 41:%i", (uint32_t)ID);
}

/* Table 13, from the attributes: what an object may do that was made without a policy. */
static void default_policies(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "9000", "010600 41:%i 43:0004", (uint32_t)ID);
	say(c, "43:20c00001+0b+01+0000+00000000+0000+08+00000000+00340000+01+00000000 9000", "02003b 41:%i",
		(uint32_t)ID);
	say(c, "9000", "010800 41:%i 42:0004", (uint32_t)ID + 1);
	say(c, "43:20c00002+0d+01+0000+00000000+0000+08+00000000+00340000+01+00000000 9000", "02003b 41:%i",
		(uint32_t)ID + 1);
	say(c, "9000", "010900 41:%i 42:00*32", (uint32_t)ID + 2);
	say(c, "43:20c00003+0f+01+0000+00000000+0000+08+00000000+00340000+01+00000000 9000", "02003b 41:%i",
		(uint32_t)ID + 2);
}

static void malformed(struct conform *c, const struct conform_case *self)
{
	static const char *const wrong[] = { "040027", "040027 41:000000", "040027 41:0000000000",
		"040027 41:00000001 41:00000001", "040027 41:00000001 7e:00", "040027 =410500000001",
		"040027 42:00000001", "040027 =41", "040027 =4104", "040027 =418000000001" };

	(void)self;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		say(c, "6a80|6985|6700", wrong[i]);
	say(c, "41:02 9000", "040027 =41820004+20c00099");
	say(c, "41:02 9000", "040027 =418104+20c00099");
}

static void unknown_commands(struct conform *c, const struct conform_case *self)
{
	static const char *const wrong[] = { "1f0000", "070000", "0400ff", "04ff20", "02ff00", "03ff00",
		"01ff00" };

	(void)self;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		say(c, "6d00|6985|6a86|6a80", wrong[i]);
}

/* NOLINTBEGIN(bugprone-macro-parentheses): they are joined with literals */
#define CASE(name, fact, from, by, of, on, wants, code)                                                      \
	{                                                                                                    \
		.id = "SE05X-" name, .rule = fact, .source = from, .evidence = by, .class = of, .parts = on, \
		.features = wants, .run = code                                                               \
	}
#define WRITES(name, fact, from, code) \
	CASE(name, fact, AN from, BY_DOCUMENT, CONFORM_WRITES, PART_SE05X, 0, code)
/* NOLINTEND(bugprone-macro-parentheses) */

static const struct conform_case cases[] = {
	CASE("WRITEBINARY-01",
		"a file is written and read in parts, keeps its size, and is refused past its end",
		AN "4.7.1.4, 4.7.3.1; seen on parts", BY_SILICON, CONFORM_WRITES, PART_SE05X, 0,
		file_in_parts),
	WRITES("WRITEBINARY-02",
		"a file without a size, of none or too large a one, or too small for its data is not made",
		"4.7.1.4", file_of_no_size),
	WRITES("WRITEBINARY-03", "a file of 4096 bytes is written and read in pieces of 500",
		"4.7.1.4, 4.7.3.1", large_file),
	WRITES("WRITEBINARY-04", "a transient file is zeros again after a selection", "3.2.2.2",
		transient_file),
	{ .id = "SE05X-WRITEBINARY-05",
		.rule = "files and counters are kept over a power cut, transient values are not",
		.source = AN "3.2.2",
		.class = CONFORM_WRITES,
		.parts = PART_SE05X,
		.needs = NEED_POWER,
		.run = power },
	WRITES("WRITECOUNTER-01", "a counter rises by one, is set upwards alone, and stays at its maximum",
		"4.7.1.6, 3.2.1.7", counter),
	WRITES("WRITECOUNTER-02", "counters have one to eight bytes", "4.7.1.6, 3.2.1.7",
		counters_of_every_size),
	WRITES("WRITEPCR-01",
		"a PCR is the SHA-256 of its value and what extends it, and goes back to its first value",
		"4.7.1.7, 3.2.1.8", pcr),
	WRITES("WRITEPCR-02",
		"an object that requires a PCR's value is closed, for deletion too, while the value is "
		"another",
		"3.7, 6.1, table 50", pcr_gates),
	WRITES("READIDLIST-01",
		"the list has each object once, by its type, by an offset in ids; what is deleted is gone",
		"4.7.4.3", list),
	WRITES("WRITESYMMKEY-01",
		"AES, DES and HMAC keys have the sizes of the document and no others, and are never read",
		"4.7.1.3, 3.2.1", key_sizes),
	CASE("WRITESYMMKEY-02", "a key takes another value of its size, and no other object", AN "4.7.1.3",
		BY_DOCUMENT, CONFORM_WRITES, PART_SE05X, FEATURE_AES, rewritten_key),
	CASE("WRITESYMMKEY-03", "a key wrapped by RFC 3394 is unwrapped by a key that may",
		"RFC 3394 4.1; " AN "4.7.1.3", BY_DOCUMENT, CONFORM_WRITES, PART_SE05X, FEATURE_AES,
		wrapped_keys),
	WRITES("POLICY-50", "a policy cannot be changed by another write of the object", "3.7.1",
		policy_stays),
	CASE("DELETESECUREOBJECT-01", "deleting wants its right, and what the factory keeps is not deleted",
		AN "4.7.4.5; seen on parts", BY_SILICON, CONFORM_WRITES, PART_SE05X, 0, delete_right),
	WRITES("WRITEUSERID-01",
		"a UserID is never changed nor read, is an authentication object, and has its sizes",
		"4.7.1.5, 3.2.1.9", user_ids),
	WRITES("CREATECRYPTOOBJECT-01",
		"crypto objects are made once, listed, kept over a selection and deleted", "4.9, 3.3",
		crypto_objects),
	CASE("READOBJECTATTRIBUTES-01",
		"from 7.2 on attributes tell id, class, limits, owner, policy, origin and version",
		HEADERS "; " EVIDENCE "3.5", BY_HOST, CONFORM_WRITES, PART_APPLET_7, FEATURE_AES, attributes),
	CASE("READOBJECTATTRIBUTES-02", "objects made without a policy have the default one of their class",
		AN "3.7.3, table 13", BY_DOCUMENT, CONFORM_WRITES, PART_APPLET_7, 0, default_policies),
	CASE("TLV-01",
		"TLVs missing, doubled, unknown, cut or of the wrong length are refused; longer lengths are "
		"taken",
		AN "4.1.3, 4.1.4; seen on parts", BY_SILICON, CONFORM_SAFE, PART_SE05X, 0, malformed),
	CASE("HEADER-01", "unknown INS, P1 and P2 are refused", EVIDENCE "2.5", BY_DOCUMENT, CONFORM_SAFE,
		PART_SE05X, 0, unknown_commands),
};

void se05x_stored_cases(struct conform_list *list_of)
{
	say_add(list_of, cases, sizeof(cases) / sizeof(cases[0]));
}
