/* proto/host/atca_keys.c: what the keys of an ATECC do (atecc608.md 5, 6, 8; TNGTLS-B 5.2). */
#include "atca_keys.h"

#include <errno.h>
#include <openssl/evp.h>
#include <string.h>

#include "atca_memory.h"

enum {
	GEN_KEY_PUBLIC = 0x00,
	GEN_KEY_PRIVATE = 0x04,
	GEN_KEY_DIGEST = 0x08, /* bit: its digest to TempKey */
	NONCE_RANDOM = 0x00,
	NONCE_FIXED = 0x03,
	SIGN_EXTERNAL = 0x80,
	SIGN_INTERNAL = 0x40, /* with the whole serial number */
	VERIFY_STORED = 0x00,
	VERIFY_EXTERNAL = 0x02,
	KEY_P256 = 0x0004,
	ECDH_PLAIN = 0x00,
	NUMBER = 20,
	STORED = 72,
	PAD = 4,
	HALF = 32,
	SLOT_CONFIG = 20, /* of the configuration: two bytes a slot */
	SLOT_LOCKED = 88,
	KEY_CONFIG = 96,
	FLAG_GEN_KEY = 0x40,
};

static int gen_key(struct atca_host *host, uint8_t mode, unsigned slot, uint8_t point[ATCA_POINT])
{
	struct atca_answer answer;
	int rc = atca_ask(host, ATCA_GEN_KEY, mode, (uint16_t)slot, NULL, 0, ATCA_POINT, &answer);

	if (rc == 0)
		memcpy(point, answer.data, ATCA_POINT);
	return rc;
}

int atca_public_key(struct atca_host *host, unsigned slot, uint8_t point[ATCA_POINT])
{
	return gen_key(host, GEN_KEY_PUBLIC, slot, point);
}

int atca_generate(struct atca_host *host, unsigned slot, uint8_t point[ATCA_POINT])
{
	int rc = atca_may_alter(host);

	return rc < 0 ? rc : gen_key(host, GEN_KEY_PRIVATE, slot, point);
}

int atca_stored_key(struct atca_host *host, unsigned slot, uint8_t point[ATCA_POINT])
{
	uint8_t stored[STORED];
	int rc = atca_read_slot(host, slot, 0, stored, sizeof(stored));

	if (rc < 0)
		return rc;
	memcpy(point, stored + PAD, HALF);
	memcpy(point + HALF, stored + PAD + HALF + PAD, HALF);
	return 0;
}

int atca_store_key(struct atca_host *host, unsigned slot, const uint8_t point[ATCA_POINT])
{
	uint8_t stored[3 * ATCA_BLOCK] = { 0 };

	memcpy(stored + PAD, point, HALF);
	memcpy(stored + PAD + HALF + PAD, point + HALF, HALF);
	return atca_write_slot(host, slot, 0, stored, sizeof(stored));
}

/* A digest to TempKey. */
static int load(struct atca_host *host, const uint8_t digest[ATCA_DIGEST])
{
	return atca_ask(host, ATCA_NONCE, NONCE_FIXED, 0, digest, ATCA_DIGEST, 0, NULL);
}

static int sign(struct atca_host *host, uint8_t mode, unsigned slot, uint8_t signature[ATCA_SIGNATURE])
{
	struct atca_answer answer;
	int rc = atca_ask(host, ATCA_SIGN, mode, (uint16_t)slot, NULL, 0, ATCA_SIGNATURE, &answer);

	if (rc == 0)
		memcpy(signature, answer.data, ATCA_SIGNATURE);
	return rc;
}

int atca_sign(struct atca_host *host, unsigned slot, const uint8_t digest[ATCA_DIGEST],
	uint8_t signature[ATCA_SIGNATURE])
{
	int rc = load(host, digest);

	return rc == 0 ? sign(host, SIGN_EXTERNAL, slot, signature) : rc;
}

static int verify(struct atca_host *host, uint8_t mode, uint16_t param2, const uint8_t *data, size_t len,
	const uint8_t digest[ATCA_DIGEST], bool *good)
{
	int rc = load(host, digest);

	if (rc < 0)
		return rc;
	rc = atca_ask(host, ATCA_VERIFY, mode, param2, data, len, 0, NULL);
	*good = rc == 0;
	return rc == -EREMOTEIO && host->status == ATCA_MISCOMPARE ? 0 : rc;
}

int atca_verify(struct atca_host *host, const uint8_t digest[ATCA_DIGEST],
	const uint8_t signature[ATCA_SIGNATURE], const uint8_t point[ATCA_POINT], bool *good)
{
	uint8_t data[ATCA_SIGNATURE + ATCA_POINT];

	memcpy(data, signature, ATCA_SIGNATURE);
	memcpy(data + ATCA_SIGNATURE, point, ATCA_POINT);
	return verify(host, VERIFY_EXTERNAL, KEY_P256, data, sizeof(data), digest, good);
}

int atca_verify_stored(struct atca_host *host, unsigned slot, const uint8_t digest[ATCA_DIGEST],
	const uint8_t signature[ATCA_SIGNATURE], bool *good)
{
	return verify(host, VERIFY_STORED, (uint16_t)slot, signature, ATCA_SIGNATURE, digest, good);
}

static int sha256(const struct wbuf *message, uint8_t digest[ATCA_DIGEST])
{
	if (wbuf_bad(message))
		return -ENOSPC;
	return EVP_Digest(message->at, message->len, digest, NULL, EVP_sha256(), NULL) == 1 ? 0 : -EIO;
}

/* What the two messages have of the part. */
struct part {
	uint8_t config[ATCA_CONFIG_BYTES];
	uint8_t serial[ATCA_PART_SERIAL];
};

static void put_whole_serial(struct wbuf *w, const struct part *part)
{
	wbuf_put(w, part->serial + 8, 1);
	wbuf_put(w, part->serial + 4, 4);
	wbuf_put(w, part->serial, 4);
}

/* TempKey after GenKey with a digest (atecc608.md 8.1). */
static int key_digest(const struct part *part, const struct atca_statement *of,
	const uint8_t nonce[ATCA_DIGEST], uint8_t digest[ATCA_DIGEST])
{
	uint8_t message[128];
	struct wbuf w = wbuf_to(message, sizeof(message));

	wbuf_put(&w, nonce, ATCA_DIGEST);
	wbuf_u8(&w, ATCA_GEN_KEY);
	wbuf_u8(&w, GEN_KEY_PUBLIC | GEN_KEY_DIGEST);
	wbuf_le16(&w, (uint16_t)of->key);
	wbuf_put(&w, part->serial + 8, 1);
	wbuf_put(&w, part->serial, 2);
	wbuf_fill(&w, 0, 25);
	wbuf_put(&w, of->point, ATCA_POINT);
	return sha256(&w, digest);
}

/* What Sign makes of it (atecc608.md 8.3): the flags say GenKey, and a nonce that was random. */
static int statement_digest(
	const struct part *part, unsigned signer, struct atca_statement *of, const uint8_t key[ATCA_DIGEST])
{
	uint8_t message[55];
	struct wbuf w = wbuf_to(message, sizeof(message));

	wbuf_put(&w, key, ATCA_DIGEST);
	wbuf_u8(&w, ATCA_SIGN);
	wbuf_u8(&w, SIGN_INTERNAL);
	wbuf_le16(&w, (uint16_t)signer);
	wbuf_put(&w, part->config + SLOT_CONFIG + (size_t)2 * of->key, 2);
	wbuf_put(&w, part->config + KEY_CONFIG + (size_t)2 * of->key, 2);
	wbuf_u8(&w, (uint8_t)(FLAG_GEN_KEY | of->key));
	wbuf_le16(&w, 0);
	put_whole_serial(&w, part);
	wbuf_u8(&w, part->config[SLOT_LOCKED + of->key / 8] >> of->key % 8 & 1);
	wbuf_le16(&w, 0);
	return sha256(&w, of->digest);
}

int atca_attest(struct atca_host *host, unsigned signer, unsigned key, const uint8_t number[NUMBER],
	struct atca_statement *out)
{
	uint8_t message[ATCA_DIGEST + NUMBER + 3], nonce[ATCA_DIGEST], digest[ATCA_DIGEST];
	struct wbuf w = wbuf_to(message, sizeof(message));
	struct atca_answer answer;
	struct part part;
	int rc;

	if (key >= ATCA_SLOTS || signer >= ATCA_SLOTS)
		return -EINVAL;
	rc = atca_read_config(host, part.config);
	if (rc == 0)
		rc = atca_read_serial(host, part.serial);
	if (rc == 0)
		rc = atca_ask(host, ATCA_NONCE, NONCE_RANDOM, 0, number, NUMBER, ATCA_DIGEST, &answer);
	if (rc < 0)
		return rc;
	wbuf_put(&w, answer.data, ATCA_DIGEST);
	wbuf_put(&w, number, NUMBER);
	wbuf_u8(&w, ATCA_NONCE);
	wbuf_le16(&w, NONCE_RANDOM);
	out->key = key;
	rc = sha256(&w, nonce);
	if (rc == 0)
		rc = gen_key(host, GEN_KEY_PUBLIC | GEN_KEY_DIGEST, key, out->point);
	if (rc == 0)
		rc = key_digest(&part, out, nonce, digest);
	if (rc == 0)
		rc = statement_digest(&part, signer, out, digest);
	return rc == 0 ? sign(host, SIGN_INTERNAL, signer, out->signature) : rc;
}

int atca_ecdh(
	struct atca_host *host, unsigned slot, const uint8_t point[ATCA_POINT], uint8_t secret[ATCA_DIGEST])
{
	struct atca_answer answer;
	int rc = atca_ask(
		host, ATCA_ECDH, ECDH_PLAIN, (uint16_t)slot, point, ATCA_POINT, ATCA_DIGEST, &answer);

	if (rc == 0)
		memcpy(secret, answer.data, ATCA_DIGEST);
	return rc;
}

int atca_random(struct atca_host *host, uint8_t bytes[ATCA_DIGEST])
{
	struct atca_answer answer;
	int rc = atca_ask(host, ATCA_RANDOM, 0, 0, NULL, 0, ATCA_DIGEST, &answer);

	if (rc == 0)
		memcpy(bytes, answer.data, ATCA_DIGEST);
	return rc;
}

static int counter(struct atca_host *host, uint8_t mode, unsigned which, uint32_t *value)
{
	struct atca_answer answer;
	struct rbuf r;
	int rc = atca_ask(host, ATCA_COUNTER, mode, (uint16_t)which, NULL, 0, 4, &answer);

	if (rc < 0)
		return rc;
	r = rbuf_from(answer.data, 4);
	*value = rbuf_le32(&r);
	return 0;
}

int atca_counter(struct atca_host *host, unsigned which, uint32_t *value)
{
	return counter(host, 0, which, value);
}

int atca_count(struct atca_host *host, unsigned which, uint32_t *value)
{
	int rc = atca_may_alter(host);

	return rc < 0 ? rc : counter(host, 1, which, value);
}
