/* fuzz/atca_world.c: the chips that ATCA fuzzing starts from. */
#include "atca_world.h"

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "limited.h"
#include "policy.h"
#include "zones.h"

enum {
	CONFIG_OURS = CONFIG_I2C_ADDRESS, /* what a host writes begins here */
	OURS_BYTES = ATECC_CONFIG_BYTES - CONFIG_OURS,
	COUNT_LIMIT = 64,
	COUNT_START = 62, /* two uses left */
	COSTLY_MAX = 4,
	PUBLIC_FROM = 2, /* all stored public keys belong to this slot's private key */
};

/* A blank 608A (atecc608.md 2.7). */
static const uint8_t blank_config[OURS_BYTES] = { 0xc0, 0x00, 0x00, 0x00, 0x83, 0x20, 0x87, 0x20, 0x8f, 0x20,
	0xc4, 0x8f, 0x8f, 0x8f, 0x8f, 0x8f, 0x9f, 0x8f, 0xaf, 0x8f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xaf, 0x8f, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00,
	0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x55, 0x55, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x33, 0x00, 0x33, 0x00, 0x33, 0x00, 0x1c, 0x00, 0x1c, 0x00, 0x1c, 0x00, 0x1c, 0x00, 0x1c,
	0x00, 0x3c, 0x00, 0x3c, 0x00, 0x3c, 0x00, 0x3c, 0x00, 0x3c, 0x00, 0x3c, 0x00, 0x3c, 0x00, 0x1c,
	0x00 };

/* What the vendor library's own tests configure (atecc608-hosts.md 3). */
static const uint8_t test_config[OURS_BYTES] = { 0xc0, 0x00, 0xa1, 0x00, 0xaf, 0x2f, 0xc4, 0x44, 0x87, 0x20,
	0xc4, 0xf4, 0x8f, 0x0f, 0x0f, 0x0f, 0x9f, 0x8f, 0x83, 0x64, 0xc4, 0x44, 0xc4, 0x64, 0x0f, 0x0f, 0x0f,
	0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0x0f, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00,
	0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0x84, 0x03, 0xbc, 0x09, 0x69, 0x76, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x55, 0x55, 0xff, 0xff, 0x0e, 0x40, 0x00, 0x00,
	0x00, 0x00, 0x33, 0x00, 0x1c, 0x00, 0x13, 0x00, 0x1c, 0x00, 0x3c, 0x00, 0x3a, 0x10, 0x1c, 0x00, 0x33,
	0x00, 0x1c, 0x00, 0x1c, 0x00, 0x38, 0x00, 0x30, 0x00, 0x3c, 0x00, 0x3c, 0x00, 0x32, 0x00, 0x30,
	0x00 };

/*
 * What that one leaves out: keys that need a random nonce, an authorisation or the latch, a NoMac key, a roll
 * with a MAC, a CheckMac copy, protected outputs, POST, SecureBoot by signature.
 */
static const struct {
	uint16_t slot_config;
	uint16_t key_config;
} guarded_slots[ATECC_SLOTS] = {
	{ 0x2087, 0x1073 },                     /* P-256, ReqRandom, PersistentDisable */
	{ 0x44c4, 0x003c },                     /* sealed by slot 4 */
	{ 0x20a7, 0x04b3 },                     /* P-256, LimitedUse, ReqAuth by slot 4 */
	{ 0xa4c4, 0x003c },                     /* rolls with a MAC of slot 4 */
	{ 0x0f8f, 0x003c },                     /* authorises, seals, protects outputs */
	{ 0x44c4, 0x003e },                     /* KDF may write it */
	{ 0x4494, 0x007c },                     /* NoMac, ReqRandom */
	{ 0x448c, 0x0033 },                     /* P-256, PrivWrite, ECDH to slot 7 | 1 */
	{ 0x44c4, 0x001c }, { 0x44e4, 0x1038 }, /* AES, LimitedUse, PersistentDisable */
	{ 0x44c0, 0x0038 },                     /* AES, sealed by slot 0; here the count limit lies */
	{ 0x44c0, 0x003c },                     /* a CheckMac of slot 10 copies it */
	{ 0x0f0f, 0x003c },                     /* SecureBoot's signature */
	{ 0x0f0f, 0x0030 },                     /* SecureBoot's public key */
	{ 0x1f0f, 0x4032 }, /* public key, validated by a certificate of slot 15, written when invalid */
	{ 0x0f2f, 0x0030 }, /* public key, LimitedUse: LastKeyUse on a 508A */
};
enum { CERTIFICATE = 0x21 }; /* X509format: two blocks, the public key in the second */
static const uint8_t guarded_rest[] = { 0xff, 0x84, 0x1a, 0xdc, 0x09, 0x69, 0x76 }; /* from UseLock on */

static void put_guarded(uint8_t config[ATECC_CONFIG_BYTES])
{
	struct wbuf slots = wbuf_to(config + CONFIG_SLOT_CONFIG, 2 * ATECC_SLOTS);
	struct wbuf keys = wbuf_to(config + CONFIG_KEY_CONFIG, 2 * ATECC_SLOTS);
	struct wbuf from_locks = wbuf_to(config + CONFIG_SLOT_LOCKED, 4);

	for (size_t i = 0; i < ATECC_SLOTS; i++) {
		wbuf_le16(&slots, guarded_slots[i].slot_config);
		wbuf_le16(&keys, guarded_slots[i].key_config);
	}
	wbuf_le16(&from_locks, 0xfefd); /* slots 1 and 8 are locked */
	wbuf_le16(&from_locks, 0x4507); /* POST, IO key in slot 4, KDF with AES, both outputs encrypted */
	config[CONFIG_X509_FORMAT + 1] = CERTIFICATE;
	memcpy(config + CONFIG_USE_LOCK, guarded_rest, sizeof(guarded_rest));
}

enum config {
	CONFIG_BLANK,
	CONFIG_TEST,
	CONFIG_GUARDED,
};

enum locks {
	LOCKS_NONE,
	LOCKS_CONFIG,
	LOCKS_BOTH,
};

static void put_config(struct atecc *chip, uint16_t revision, enum config config, enum locks locks)
{
	static const uint8_t serial[9] = { 0x01, 0x23, 0xa5, 0x3c, 0x96, 0x0f, 0x5a, 0x69, 0xee };
	uint8_t *bytes = chip->nv.config;
	struct wbuf revnum = wbuf_to(bytes + CONFIG_REVISION + 2, 2);

	memcpy(bytes + CONFIG_OURS, config == CONFIG_BLANK ? blank_config : test_config, OURS_BYTES);
	if (config == CONFIG_GUARDED)
		put_guarded(bytes);
	memcpy(bytes + CONFIG_SN_0_3, serial, 4);
	memcpy(bytes + CONFIG_SN_4_8, serial + 4, 5);
	wbuf_be16(&revnum, revision);
	bytes[CONFIG_AES_ENABLE] = 0x01;
	bytes[CONFIG_I2C_ENABLE] = 0x61;
	if (atecc_silicon(&chip->nv)->on == ON_508A) {
		bytes[CONFIG_COUNT_MATCH] = CONFIG_UNLOCKED; /* OTPmode: consumption */
		memset(bytes + CONFIG_USE_LOCK, 0xff, CONFIG_LAST_KEY_USE_BYTES);
	} else if (bytes[CONFIG_COUNT_MATCH] & 1) {
		counter_set(chip, 0, COUNT_START);
	}
	if (locks >= LOCKS_CONFIG)
		bytes[CONFIG_LOCK_CONFIG] = 0;
	if (locks == LOCKS_BOTH)
		bytes[CONFIG_LOCK_VALUE] = 0;
}

static void put_public_key(struct atecc_nv *nv, unsigned int slot, const uint8_t point[P256_POINT])
{
	struct wbuf w = wbuf_to(nv->data + slot_offset(slot), slot_size(slot));

	wbuf_fill(&w, 0, 4);
	wbuf_put(&w, point, P256_BYTES);
	wbuf_fill(&w, 0, 4);
	wbuf_put(&w, point + P256_BYTES, P256_BYTES);
}

static void put_limit(struct atecc *chip)
{
	uint8_t match = chip->nv.config[CONFIG_COUNT_MATCH];
	struct wbuf w = wbuf_to(slot_room(chip, match >> 4), 8);

	if (atecc_silicon(&chip->nv)->on == ON_508A || !(match & 1))
		return;
	wbuf_le32(&w, COUNT_LIMIT);
	wbuf_le32(&w, COUNT_LIMIT);
}

static size_t secret_size(unsigned int owner)
{
	return owner < ATECC_SLOTS ? slot_size(owner) : SHA256_BYTES;
}

/* Private keys and secret slots are canaries, by the back door; the rest is known to everybody. */
static void put_data(struct atecc *chip, const struct canaries *canaries, const uint8_t point[P256_POINT])
{
	memset(chip->nv.otp, 0xff, sizeof(chip->nv.otp));
	for (unsigned int slot = 0; slot < ATECC_SLOTS; slot++) {
		struct key_config key = key_config(chip, slot);
		uint8_t *room = slot_room(chip, slot);

		memset(room, (int)slot, slot_size(slot));
		if (key.is_private) {
			memset(room, 0, slot_size(slot));
			memcpy(room + 4, canaries->bytes[slot], P256_BYTES);
		} else if (slot_config(chip, slot).is_secret) {
			memcpy(room, canaries->bytes[slot], slot_size(slot));
		} else if (slot > 8 && key.key_type == KEY_TYPE_P256) {
			put_public_key(&chip->nv, slot, point);
		}
	}
	put_limit(chip);
}

static void make_start(struct atca_world *world, struct atca_start *start, uint16_t revision,
	enum config config, enum locks locks)
{
	struct rng_purpose purpose = { 0 };
	struct rng_stream stream = rng_open(&world->rng, &purpose);
	struct chip_env env = { .crypto = world->crypto, .rng = &world->rng };
	uint8_t point[P256_POINT];

	if (crypto_p256_public(world->crypto, &stream, world->canaries.bytes[PUBLIC_FROM], point) < 0)
		fuzz_fail("a canary is no private key");
	put_config(&start->chip, revision, config, locks);
	put_data(&start->chip, &world->canaries, point);
	atecc_model.power_on(&start->chip, &env);
}

static struct atca_world *make_world(void)
{
	static const struct {
		const char *name;
		uint16_t revision;
	} silicon[] = { { "608A", 0x6002 }, { "608B", 0x6003 }, { "508A", 0x5000 } };
	static const struct {
		const char *config_name, *locks_name;
		enum config config;
		enum locks locks;
	} states[] = {
		{ "blank", "unlocked", CONFIG_BLANK, LOCKS_NONE },
		{ "test", "unlocked", CONFIG_TEST, LOCKS_NONE },
		{ "test", "config locked", CONFIG_TEST, LOCKS_CONFIG },
		{ "test", "locked", CONFIG_TEST, LOCKS_BOTH },
		{ "guarded", "unlocked", CONFIG_GUARDED, LOCKS_NONE },
		{ "guarded", "config locked", CONFIG_GUARDED, LOCKS_CONFIG },
		{ "guarded", "locked", CONFIG_GUARDED, LOCKS_BOTH },
	};
	size_t n_silicon = sizeof(silicon) / sizeof(silicon[0]);
	size_t n_states = sizeof(states) / sizeof(states[0]);
	struct atca_world *world = calloc(1, sizeof(*world));
	struct why why;

	if (!world || crypto_new(&world->crypto, &why) < 0)
		fuzz_fail("no crypto engine");
	world->edge = malloc(ATCA_EDGE);
	if (!world->edge)
		fuzz_fail("no memory");
	_Static_assert(
		sizeof(silicon) / sizeof(silicon[0]) * (sizeof(states) / sizeof(states[0])) == ATCA_STARTS,
		"ATCA_STARTS");
	world->costly_max = COSTLY_MAX;
	rng_seed(&world->rng, 1);
	canaries_make(&world->canaries, secret_size);
	for (size_t i = 0; i < ATCA_STARTS; i++) {
		world->starts[i].silicon = silicon[i / n_states % n_silicon].name;
		world->starts[i].config = states[i % n_states].config_name;
		world->starts[i].locks = states[i % n_states].locks_name;
		make_start(world, &world->starts[i], silicon[i / n_states].revision,
			states[i % n_states].config, states[i % n_states].locks);
	}
	return world;
}

struct atca_world *atca_world(void)
{
	static struct atca_world *world;

	if (!world)
		world = make_world();
	return world;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	for (int i = 1; i < *argc; i++)
		if (strcmp((*argv)[i], "--symmetric") == 0)
			atca_world()->costly_max = 0;
	return 0;
}
