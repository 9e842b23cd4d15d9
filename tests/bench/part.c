/* tests/bench/part.c: an ATECC in memory, set up so that every command can succeed. */
#include "part.h"

#include <string.h>

#include "bench.h"
#include "cursor.h"
#include "silicon.h"
#include "zones.h"

static const struct {
	uint16_t slot_config;
	uint16_t key_config;
} slots[ATECC_SLOTS] = {
	{ 0x2087, 0x0033 },
	{ 0x0f0f, 0x003c },
	{ 0x208f, 0x0033 },
	{ 0x0f0f, 0x003e },
	{ 0x0f8f, 0x003c },
	{ 0x2f8f, 0x003c },
	{ 0xa48f, 0x003c },
	{ 0x44c4, 0x003c },
	{ 0x0f0f, 0x003c },
	{ 0x0f8f, 0x0038 },
	{ 0x448f, 0x0033 },
	{ 0x0f0f, 0x0030 },
	{ 0x0f0f, 0x003c },
	{ 0x1f0f, 0x0032 },
	{ 0x0faf, 0x003c },
	{ 0x0f0f, 0x0030 },
};

static void put_config(struct atecc *chip, uint16_t revision, enum bench_locks locks)
{
	static const uint8_t serial[9] = { 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xee };
	uint8_t *config = chip->nv.config;
	struct wbuf w = wbuf_to(config, ATECC_CONFIG_BYTES);

	wbuf_put(&w, serial, 4);
	wbuf_be32(&w, revision);
	wbuf_put(&w, serial + 4, 5);
	wbuf_u8(&w, 0x01); /* AES_Enable */
	wbuf_u8(&w, 0x61); /* I2C_Enable */
	w.len = CONFIG_I2C_ADDRESS;
	wbuf_u8(&w, ATCA_ADDRESS_DEFAULT << 1);
	w.len = CONFIG_SLOT_CONFIG;
	for (size_t i = 0; i < ATECC_SLOTS; i++)
		wbuf_le16(&w, slots[i].slot_config);
	wbuf_le32(&w, 0xffffffff); /* the counters: 0 */
	wbuf_le32(&w, 0);
	wbuf_le32(&w, 0xffffffff);
	wbuf_le32(&w, 0);
	w.len = CONFIG_VOLATILE_KEY;
	wbuf_u8(&w, 0x84);
	wbuf_le16(&w, 0xbc03); /* SecureBoot: FullDig, slots 11 and 12 */
	w.len = CONFIG_LOCK_VALUE;
	wbuf_u8(&w, locks == BENCH_LOCKED ? 0 : CONFIG_UNLOCKED);
	wbuf_u8(&w, locks >= BENCH_CONFIG_LOCKED ? 0 : CONFIG_UNLOCKED);
	wbuf_le16(&w, 0xffff); /* no slot is locked */
	wbuf_le16(&w, 0x4006); /* IO key in slot 4, KDF with AES */
	w.len = CONFIG_KEY_CONFIG;
	for (size_t i = 0; i < ATECC_SLOTS; i++)
		wbuf_le16(&w, slots[i].key_config);
	if (atecc_silicon(&chip->nv)->on == ON_508A) {
		config[CONFIG_COUNT_MATCH] = CONFIG_UNLOCKED; /* OTPmode: consumption */
		memset(config + CONFIG_USE_LOCK, 0xff, CONFIG_LAST_KEY_USE_BYTES);
	}
}

static void put_data(const struct bench_part *part, struct atecc *chip)
{
	for (unsigned int slot = 0; slot < ATECC_SLOTS; slot++) {
		struct key_config key = key_config(chip, slot);
		uint8_t *room = slot_room(chip, slot);

		memset(room, 0x5a, slot_size(slot));
		if (key.is_private) {
			memset(room, 0, slot_size(slot));
			memcpy(room + 4, part->d, sizeof(part->d));
		} else if (key.key_type == KEY_TYPE_P256) {
			memset(room, 0, slot_size(slot));
			memcpy(room + 4, part->point, 32);
			memcpy(room + 40, part->point + 32, 32);
		}
	}
}

static void put_tempkey(const struct bench_part *part, struct atecc_tempkey *tempkey, enum bench_tempkey what)
{
	static const struct atecc_tempkey flags[] = {
		[TK_NONE] = { .valid = false },
		[TK_RANDOM] = { .valid = true },
		[TK_INPUT] = { .valid = true, .input = true },
		[TK_GEN_DIG] = { .valid = true, .gen_dig = true, .key_id = 4 },
		[TK_GEN_KEY] = { .valid = true, .gen_key = true, .key_id = 13 },
		[TK_PRIVATE] = { .valid = true, .private_key = true },
	};

	*tempkey = flags[what];
	memset(tempkey->value, 0x5a, 32);
	if (what == TK_PRIVATE)
		memcpy(tempkey->value, part->d, sizeof(part->d));
}

static void put_sram(struct atecc_sram *sram, unsigned int what)
{
	static const uint8_t key[32] = { 1 };
	struct hmac_sha256 hmac;

	if (what & WITH_MSG_DIG) {
		sram->msg_dig_len = sizeof(sram->msg_dig_buf);
		memset(sram->msg_dig_buf, 0x5a, sizeof(sram->msg_dig_buf));
	}
	if (what & WITH_SHA) {
		sha256_init(&sram->sha);
		sram->sha_mode = SHA_PLAIN;
	}
	if (what & WITH_HMAC) {
		hmac_sha256_init(&hmac, key, sizeof(key));
		sram->sha = hmac.inner;
		sram->sha_outer = hmac.outer;
		sram->sha_mode = SHA_HMAC;
	}
}

/* Two blocks, the key in the second (DS20005927A 9.20). */
static void put_trail(struct atecc *chip)
{
	chip->nv.config[CONFIG_X509_FORMAT] = 0x21;
	chip->sram.sha_trail = (struct atecc_sha_trail){
		.ended = true, .has_public = true, .public_slot = 13, .public_block = 1, .blocks = 2
	};
}

struct chip_env bench_env(struct bench_part *part)
{
	return (struct chip_env){ .crypto = part->crypto,
		.rng = &part->rng,
		.latency = LATENCY_NONE,
		.address = ATCA_ADDRESS_DEFAULT };
}

void bench_chip(const struct bench_part *part, struct atecc *chip, uint16_t revision, enum bench_locks locks,
	enum bench_tempkey tempkey, unsigned int sram)
{
	struct rng rng = part->rng;
	struct chip_env env = { .crypto = part->crypto, .rng = &rng };

	memset(chip, 0, sizeof(*chip));
	put_config(chip, revision, locks);
	put_data(part, chip);
	atecc_model.power_on(chip, &env);
	atecc_model.sda_low(chip, &env, ATCA_WAKE_LOW_NS);
	put_tempkey(part, &chip->sram.tempkey, tempkey);
	put_sram(&chip->sram, sram);
	if (sram & WITH_TRAIL)
		put_trail(chip);
}

void bench_part_open(struct bench_part *part)
{
	struct rng_purpose purpose = { 0 };
	struct rng_stream stream;
	struct why why;

	if (crypto_new(&part->crypto, &why) < 0)
		bench_fail("%s", why.text);
	rng_seed(&part->rng, 1);
	stream = rng_open(&part->rng, &purpose);
	if (crypto_p256_generate(part->crypto, &stream, part->d, part->point) < 0)
		bench_fail("cannot generate a key");
}

void bench_part_close(struct bench_part *part)
{
	crypto_free(part->crypto);
}
