/* sim/cli/bench_atecc.c: what is timed of an ATECC. */
#include <errno.h>
#include <string.h>

#include "atca_keys.h"
#include "atca_memory.h"
#include "atca_trust.h"
#include "bench_part.h"

enum {
	POLL_NS = 500000,
	WAKES_BELOW_HZ = 150000, /* nine bits of zero to address 0: 60 us */
	NONCE_FIXED = 0x03,
	SIGN_EXTERNAL = 0x80,
	VERIFY_EXTERNAL = 0x02,
	KEY_P256 = 0x0004,
	GEN_KEY_PUBLIC = 0x00,
	GEN_KEY_PRIVATE = 0x04,
	SHA_START = 0x00,
	SHA_END = 0x02,
	ZONE_DATA = 0x02,
	BLOCK = 0x80, /* bit: 32 bytes, not 4 */
	LOCK_CONFIG_UNCHECKED = 0x80,
	LOCK_DATA_UNCHECKED = 0x81,
	UNLOCKED = 0x55,
	LOCK_DATA = 86, /* of the configuration */
	LOCK_CONFIG = 87,
	SLOT_CONFIG = 20,
	SLOT_LOCKED = 88,
	KEY_CONFIG = 96,
	/* The slots of the life that a blank part is given. */
	SLOT_KEY = 0,
	SLOT_SPARE = 1,
	SLOT_DATA = 8,
	SLOT_AES = 9,
	SLOT_CERTIFICATE = 10,
	CERTIFICATE = 72,
};

/* SlotConfig and KeyConfig (atecc608.md 2.4): a key that signs and agrees in plain, data free to read and write, AES. */
static const struct {
	uint8_t slot, slot_config[2], key_config[2];
} life[] = {
	{ SLOT_KEY, { 0x87, 0x20 }, { 0x33, 0x00 } },
	{ SLOT_SPARE, { 0x87, 0x20 }, { 0x33, 0x00 } },
	{ SLOT_DATA, { 0x00, 0x00 }, { 0x3c, 0x00 } },
	{ SLOT_AES, { 0x00, 0x00 }, { 0x38, 0x00 } },
	{ SLOT_CERTIFICATE, { 0x00, 0x00 }, { 0x3c, 0x00 } },
};

static int give_life(struct bench_part *part, struct why *why)
{
	struct atca_host *host = &part->atca;
	uint8_t config[ATCA_CONFIG_BYTES], bytes[3 * ATCA_BLOCK];
	int rc = atca_read_config(host, config);

	memset(bytes, 0x5a, sizeof(bytes));
	for (size_t i = 0; i < sizeof(life) / sizeof(life[0]); i++) {
		memcpy(config + SLOT_CONFIG + 2 * life[i].slot, life[i].slot_config, 2);
		memcpy(config + KEY_CONFIG + 2 * life[i].slot, life[i].key_config, 2);
	}
	if (rc == 0)
		rc = atca_write_config(host, config);
	if (rc == 0)
		rc = atca_ask(host, ATCA_LOCK, LOCK_CONFIG_UNCHECKED, 0, NULL, 0, 0, NULL);
	if (rc == 0)
		rc = atca_generate(host, SLOT_KEY, part->point + 1);
	if (rc == 0)
		rc = atca_write_slot(host, SLOT_AES, 0, bytes, ATCA_BLOCK);
	if (rc == 0)
		rc = atca_write_slot(host, SLOT_CERTIFICATE, 0, bytes, sizeof(bytes));
	if (rc == 0)
		rc = atca_ask(host, ATCA_LOCK, LOCK_DATA_UNCHECKED, 0, NULL, 0, 0, NULL);
	return bench_told(part, rc, "it cannot be given a configuration, a key and a certificate", why);
}

/* A slot that is written by anybody in plain: not secret, no WriteConfig, no private key, not locked. */
static unsigned find_data_slot(const uint8_t *config)
{
	for (unsigned i = 0; i < ATCA_SLOTS; i++) {
		unsigned slot = (i + SLOT_DATA) % ATCA_SLOTS;
		bool unlocked = config[SLOT_LOCKED + slot / 8] >> slot % 8 & 1;
		bool is_private = config[KEY_CONFIG + 2 * slot] & 1;

		if (unlocked && !is_private && !(config[SLOT_CONFIG + 2 * slot] & 0x80) &&
			(config[SLOT_CONFIG + 2 * slot + 1] & 0xf0) == 0)
			return slot;
	}
	return 0;
}

static void look_for_key(struct bench_part *part, bool locked)
{
	int rc;

	part->key = part->wishes->has_key ? part->wishes->key : SLOT_KEY;
	if (!locked) {
		snprintf(part->no_key, sizeof(part->no_key),
			"the part is not locked, and a key signs only then");
		return;
	}
	rc = part->key < ATCA_SLOTS ? atca_public_key(&part->atca, part->key, part->point + 1) : -EINVAL;
	part->has_key = rc == 0;
	if (rc == -EREMOTEIO)
		snprintf(part->no_key, sizeof(part->no_key),
			"slot %u has no key that tells its public half (status %02x): --key SLOT",
			(unsigned)part->key, (unsigned)part->atca.status);
	else if (rc < 0)
		snprintf(part->no_key, sizeof(part->no_key), "slot %u has no key that answers",
			(unsigned)part->key);
}

int bench_atecc_open(struct bench_part *part, struct why *why)
{
	uint8_t config[ATCA_CONFIG_BYTES];
	bool locked;
	int rc;

	part->atca = atca_host_make(part->link, part->subject.address);
	part->atca.poll_ns = POLL_NS;
	part->point[0] = 0x04;
	rc = atca_read_config(&part->atca, config);
	if (rc == -ETIMEDOUT && part->link->info.speed_hz > WAKES_BELOW_HZ)
		return why_fail(why, ETIMEDOUT,
			"the part does not wake: at %u Hz a byte does not hold SDA low for long enough",
			part->link->info.speed_hz);
	if (rc < 0)
		return bench_told(part, rc, "its configuration is not read", why);
	part->was_blank = part->keeps && config[LOCK_CONFIG] == UNLOCKED;
	locked = config[LOCK_CONFIG] != UNLOCKED && config[LOCK_DATA] != UNLOCKED;
	if (part->was_blank) {
		rc = give_life(part, why);
		if (rc == 0)
			rc = atca_read_config(&part->atca, config);
		locked = rc == 0;
		part->has_aes = true;
	}
	if (rc < 0)
		return rc;
	look_for_key(part, locked);
	part->data_slot = locked ? find_data_slot(config) : 0;
	part->may_create = part->was_blank || part->wishes->has_spare;
	part->spare = part->wishes->has_spare ? part->wishes->spare : SLOT_SPARE;
	return 0;
}

int bench_atecc_close(struct bench_part *part, struct why *why)
{
	(void)why;
	(void)atca_host_idle(&part->atca);
	return 0;
}

/* One command of a part that is awake; expect: bytes of the answer, 0 for nothing but success. */
static int ask(struct bench_part *part, enum atca_opcode opcode, uint8_t param1, uint16_t param2,
	const void *data, size_t len, size_t expect, struct why *why)
{
	int rc = atca_host_command(&part->atca, opcode, param1, param2, data, len, &part->answer);

	if (rc == 0 && part->answer.status != ATCA_SUCCESS)
		return why_fail(why, EREMOTEIO, "the part refuses it with status %02x",
			(unsigned)part->answer.status);
	if (rc == 0 && part->answer.len != (expect ? expect : 1))
		return why_fail(why, EBADMSG, "an answer of %zu bytes, not %zu", part->answer.len, expect);
	return bench_told(part, rc, "the operation fails", why);
}

static int awake(struct bench_part *part, struct why *why)
{
	int rc;

	(void)atca_host_idle(&part->atca); /* one that sleeps does not hear it */
	rc = atca_host_wake(&part->atca, &part->answer);
	return bench_told(part, rc, "it does not wake", why);
}

static int idle(struct bench_part *part, struct why *why)
{
	return bench_told(part, atca_host_idle(&part->atca), "it does not go to idle", why);
}

/* A digest in TempKey. */
static int loaded(struct bench_part *part, struct why *why)
{
	int rc = awake(part, why);

	return rc < 0 ? rc : ask(part, ATCA_NONCE, NONCE_FIXED, 0, part->peer->digest, BENCH_DIGEST, 0, why);
}

static int asleep(struct bench_part *part, struct why *why)
{
	(void)why;
	(void)atca_host_idle(&part->atca);
	return 0;
}

static int do_wake(struct bench_part *part, struct why *why)
{
	return bench_told(part, atca_host_wake(&part->atca, &part->answer), "it does not wake", why);
}

static int do_info(struct bench_part *part, struct why *why)
{
	return ask(part, ATCA_INFO, 0, 0, NULL, 0, 4, why);
}

static int do_random(struct bench_part *part, struct why *why)
{
	return ask(part, ATCA_RANDOM, 0, 0, NULL, 0, 32, why);
}

static int do_nonce(struct bench_part *part, struct why *why)
{
	return ask(part, ATCA_NONCE, NONCE_FIXED, 0, part->peer->digest, BENCH_DIGEST, 0, why);
}

static int do_read_4(struct bench_part *part, struct why *why)
{
	return ask(part, ATCA_READ, 0, 0, NULL, 0, 4, why);
}

static int do_read_32(struct bench_part *part, struct why *why)
{
	return ask(part, ATCA_READ, BLOCK, 0, NULL, 0, 32, why);
}

static int do_sha(struct bench_part *part, struct why *why)
{
	int rc = ask(part, ATCA_SHA, SHA_START, 0, NULL, 0, 0, why);

	return rc < 0 ? rc
		      : ask(part, ATCA_SHA, SHA_END, BENCH_DIGEST, part->peer->digest, BENCH_DIGEST, 32, why);
}

static int do_counter(struct bench_part *part, struct why *why)
{
	return ask(part, ATCA_COUNTER, 0, 0, NULL, 0, 4, why);
}

static int do_public(struct bench_part *part, struct why *why)
{
	return ask(part, ATCA_GEN_KEY, GEN_KEY_PUBLIC, (uint16_t)part->key, NULL, 0, ATCA_POINT, why);
}

static int do_create(struct bench_part *part, struct why *why)
{
	return ask(part, ATCA_GEN_KEY, GEN_KEY_PRIVATE, (uint16_t)part->spare, NULL, 0, ATCA_POINT, why);
}

static int do_sign(struct bench_part *part, struct why *why)
{
	int rc = ask(part, ATCA_SIGN, SIGN_EXTERNAL, (uint16_t)part->key, NULL, 0, ATCA_SIGNATURE, why);

	if (rc == 0) {
		memcpy(part->signature, part->answer.data, ATCA_SIGNATURE);
		part->signature_len = ATCA_SIGNATURE;
	}
	return rc;
}

static int signed_well(struct bench_part *part, struct why *why)
{
	int rc = idle(part, why);

	return rc < 0 ? rc : bench_check_signature(part, why);
}

static int do_verify(struct bench_part *part, struct why *why)
{
	uint8_t data[ATCA_SIGNATURE + ATCA_POINT];

	memcpy(data, part->peer->raw, ATCA_SIGNATURE);
	memcpy(data + ATCA_SIGNATURE, part->peer->point + 1, ATCA_POINT);
	return ask(part, ATCA_VERIFY, VERIFY_EXTERNAL, KEY_P256, data, sizeof(data), 0, why);
}

static int do_ecdh(struct bench_part *part, struct why *why)
{
	return ask(part, ATCA_ECDH, 0, (uint16_t)part->key, part->peer->point + 1, ATCA_POINT, 32, why);
}

static int do_aes(struct bench_part *part, struct why *why)
{
	return ask(part, ATCA_AES, 0, SLOT_AES, part->peer->digest, 16, 16, why);
}

/* What is written is what stands there. */
static int block_known(struct bench_part *part, struct why *why)
{
	int rc = awake(part, why);

	if (rc == 0)
		rc = ask(part, ATCA_READ, BLOCK | ZONE_DATA, (uint16_t)(part->data_slot << 3), NULL, 0, 32,
			why);
	if (rc == 0)
		memcpy(part->block, part->answer.data, sizeof(part->block));
	return rc;
}

static int do_write(struct bench_part *part, struct why *why)
{
	return ask(part, ATCA_WRITE, BLOCK | ZONE_DATA, (uint16_t)(part->data_slot << 3), part->block,
		sizeof(part->block), 0, why);
}

static int do_boot(struct bench_part *part, struct why *why)
{
	uint8_t bytes[ATCA_PART_SERIAL];
	int rc = atca_revision(&part->atca, bytes);

	if (rc == 0)
		rc = atca_read_serial(&part->atca, bytes);
	return bench_told(part, rc, "it does not tell its revision and serial number", why);
}

/* A Trust part's two compressed certificates and keys; of a blank part what its life has in their place. */
static int do_certificate(struct bench_part *part, struct why *why)
{
	uint8_t bytes[CERTIFICATE];
	struct atca_trust trust;
	int rc = do_boot(part, why);

	if (rc < 0)
		return rc;
	if (!part->was_blank)
		return atca_trust_read(&part->atca, &trust, why);
	rc = atca_read_slot(&part->atca, SLOT_CERTIFICATE, 0, bytes, sizeof(bytes));
	return bench_told(part, rc, "its certificate is not read", why);
}

static int do_sign_whole(struct bench_part *part, struct why *why)
{
	int rc = atca_sign(&part->atca, part->key, part->peer->digest, part->signature);

	part->signature_len = ATCA_SIGNATURE;
	return bench_told(part, rc, "it does not sign", why);
}

static int check(struct bench_part *part, struct why *why)
{
	return bench_check_signature(part, why);
}

static int blank(struct bench_part *part, struct why *why)
{
	return bench_part_restore(part, 0, why);
}

static int lived(struct bench_part *part, struct why *why)
{
	int rc = bench_part_restore(part, 1, why);

	return rc < 0 ? rc
		      : bench_told(
				part, atca_public_key(&part->atca, SLOT_KEY, part->point + 1), "no key", why);
}

const struct bench_op bench_atecc_ops[] = {
	{ "commands", "wake", 0, asleep, do_wake, idle },
	{ "commands", "Info", 0, awake, do_info, idle },
	{ "commands", "Random", 0, awake, do_random, idle },
	{ "commands", "Nonce", 0, awake, do_nonce, idle },
	{ "commands", "Read, 4 bytes", 0, awake, do_read_4, idle },
	{ "commands", "Read, 32 bytes", 0, awake, do_read_32, idle },
	{ "commands", "SHA, start and end", 0, awake, do_sha, idle },
	{ "commands", "Counter, read", 0, awake, do_counter, idle },
	{ "commands", "GenKey, public", BENCH_NEEDS_KEY, awake, do_public, idle },
	{ "commands", "GenKey, create", BENCH_NEEDS_WRITES | BENCH_NEEDS_SPARE, awake, do_create, idle },
	{ "commands", "Sign", BENCH_NEEDS_KEY, loaded, do_sign, signed_well },
	{ "commands", "Verify, external", 0, loaded, do_verify, idle },
	{ "commands", "ECDH", BENCH_NEEDS_KEY, awake, do_ecdh, idle },
	{ "commands", "AES, encrypt", BENCH_NEEDS_AES, awake, do_aes, idle },
	{ "commands", "Write, 32 bytes", BENCH_NEEDS_WRITES | BENCH_NEEDS_DATA, block_known, do_write, idle },
	{ "boot", "open", 0, asleep, do_boot, NULL },
	{ "boot", "open, read certificate", 0, asleep, do_certificate, NULL },
	{ "sign", "sign a digest", BENCH_NEEDS_KEY, asleep, do_sign_whole, check },
	{ "tls", "handshake", BENCH_NEEDS_KEY, bench_tls_before, bench_tls_run, NULL },
	{ "provision", "provision", BENCH_NEEDS_WRITES | BENCH_NEEDS_LIFE, blank, give_life, lived },
};

const size_t bench_n_atecc_ops = sizeof(bench_atecc_ops) / sizeof(bench_atecc_ops[0]);
