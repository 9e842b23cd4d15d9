/* tests/conformance/se05x_rows.c: what no other file comes by: AEAD under P1 12, logical channels. */
#include "se05x_cases.h"
#include "se05x_curves.h"

#define HEADERS "comments of NXP's plug-and-trust 9721d64; docs/reference/se050-evidence.md 3.2"

enum {
	FEATURE_AES = 0x0080,
	KEY = SAY_IDS | 1,
	OBJECT = SAY_CRYPTO | 1,
};

/* Test case 3 of the GCM specification without its last block's end: 16 bytes, no associated data but one byte. */
static void under_12(struct conform *c, const struct conform_case *self)
{
	struct said sealed, said;
	struct rbuf out, tag;

	(void)self;
	if (suite_fips(c)) {
		conform_skip(c, "a part in FIPS mode takes no vectors from outside");
		return;
	}
	say(c, "9000", "010300 41:%i 43:feffe9928665731c6d6a8f9467308308", (uint32_t)KEY);
	if (!say_ask(c, &sealed,
		    "031237 41:%i 42:b0 43:d9313225f88406e5a55909c5aff5269a 44:00 "
		    "45:cafebabefacedbaddecaf888",
		    (uint32_t)KEY) ||
		!said_value(c, &sealed, TAG_1, &out) || !said_value(c, &sealed, TAG_2, &tag))
		return;
	said_is(c, &sealed, TAG_1, "\x42\x83\x1e\xc2\x21\x77\x74\x24\x4b\x72\x21\xb7\x84\xd0\xd4\x9c", 16);
	if (say_ask(c, &said, "031238 41:%i 42:b0 43:%b 44:00 45:cafebabefacedbaddecaf888 46:%b",
		    (uint32_t)KEY, out.at, rbuf_left(&out), tag.at, rbuf_left(&tag)))
		said_is(c, &said, TAG_2, "\x01", 1);
	say(c, "9000", "011000 41:%h 42:04 43:b0", (unsigned int)OBJECT);
	say(c, "9000", "031242 41:%i 42:%h 45:cafebabefacedbaddecaf888", (uint32_t)KEY, (unsigned int)OBJECT);
	say(c, "9000", "03120c 42:%h 44:00", (unsigned int)OBJECT);
	if (say_ask(c, &said, "03120c 42:%h 43:d9313225f88406e5a55909c5aff5269a", (unsigned int)OBJECT))
		said_is(c, &said, TAG_1, out.at, rbuf_left(&out));
	if (say_ask(c, &said, "03120d 42:%h", (unsigned int)OBJECT))
		said_is(c, &said, TAG_2, tag.at, rbuf_left(&tag));
	say(c, "9000", "031243 41:%i 42:%h 45:cafebabefacedbaddecaf888", (uint32_t)KEY, (unsigned int)OBJECT);
	say(c, "9000", "03120c 42:%h 44:00", (unsigned int)OBJECT);
	if (say_ask(c, &said, "03120c 42:%h 43:%b", (unsigned int)OBJECT, out.at, rbuf_left(&out)))
		said_is(c, &said, TAG_1, "\xd9\x31\x32\x25\xf8\x84\x06\xe5\xa5\x59\x09\xc5\xaf\xf5\x26\x9a",
			16);
	if (say_ask(c, &said, "03120d 42:%h 46:%b", (unsigned int)OBJECT, tag.at, rbuf_left(&tag)))
		said_is(c, &said, TAG_2, "\x01", 1);
}

/* UNCERTAIN what it says; hosts use it in one optional path only. */
static void channels(struct conform *c, const struct conform_case *self)
{
	(void)self;
	say(c, "6881|6a81|6d00|9000", "00700000");
}

static const struct conform_case cases[] = {
	{ .id = "SE05X-AEADONESHOT-50",
		.rule = "AEAD commands are understood under P1 12 as under 11",
		.source = HEADERS,
		.evidence = BY_HOST,
		.class = CONFORM_WRITES,
		.parts = PART_APPLET_7,
		.features = FEATURE_AES,
		.run = under_12 },
	{ .id = "SE05X-MANAGECHANNEL-50",
		.rule = "there is no logical channel but the basic one",
		.source = "GlobalPlatform Card Specification 2.3.1 11.7; docs/reference/se050-evidence.md 2",
		.evidence = BY_GUESS,
		.class = CONFORM_SAFE,
		.parts = PART_SE05X,
		.needs = NEED_PLAIN,
		.run = channels },
};

void se05x_row_cases(struct conform_list *list)
{
	say_add(list, cases, sizeof(cases) / sizeof(cases[0]));
}
