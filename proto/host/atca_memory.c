/* proto/host/atca_memory.c: the three zones of an ATECC (atecc608.md 2, 3; LORA-B 5.1.6, 5.1.10). */
#include "atca_memory.h"

#include <errno.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

#include "crc.h"

enum {
	ZONE_CONFIG = 0,
	ZONE_OTP = 1,
	ZONE_DATA = 2,
	ENCRYPTED = 0x40,
	WHOLE_BLOCK = 0x80,
	WORD = 4,
	DIGEST = 32,
	NUMBER = 20,
	NONCE_RANDOM = 0x00,
	LOCK_SLOT = 2,
	EXTRA_WORD = 84, /* config bytes that Write refuses */
	FIRST_WRITABLE = 16,
};

size_t atca_slot_bytes(unsigned slot)
{
	if (slot >= ATCA_SLOTS)
		return 0;
	return slot < 8 ? 36 : slot == 8 ? 416 : 72;
}

/* The second parameter for a byte of a zone; slot 0 but in the data zone. */
static uint16_t address(unsigned slot, size_t at)
{
	return (uint16_t)(slot << 3 | at % ATCA_BLOCK / WORD);
}

static uint16_t zone_address(uint8_t zone, unsigned slot, size_t at)
{
	size_t block = at / ATCA_BLOCK;

	return (uint16_t)(address(slot, at) | (zone == ZONE_DATA ? block << 8 : block << 3));
}

/* A block, or a word, that begins at this byte. */
static int read_piece(
	struct atca_host *host, uint8_t zone, unsigned slot, size_t at, size_t len, uint8_t bytes[ATCA_BLOCK])
{
	struct atca_answer answer;
	int rc = atca_ask(host, ATCA_READ, (uint8_t)(zone | (len == ATCA_BLOCK ? WHOLE_BLOCK : 0)),
		zone_address(zone, slot, at), NULL, 0, len, &answer);

	if (rc == 0)
		memcpy(bytes, answer.data, len);
	return rc;
}

static int write_piece(
	struct atca_host *host, uint8_t zone, unsigned slot, size_t at, size_t len, const uint8_t *bytes)
{
	return atca_ask(host, ATCA_WRITE, (uint8_t)(zone | (len == ATCA_BLOCK ? WHOLE_BLOCK : 0)),
		zone_address(zone, slot, at), bytes, len, 0, NULL);
}

/* Whole blocks where they are, words elsewhere: `at` is a multiple of 4. */
static size_t piece_at(size_t at, size_t left, size_t size)
{
	return at % ATCA_BLOCK == 0 && left >= ATCA_BLOCK && at + ATCA_BLOCK <= size ? ATCA_BLOCK : WORD;
}

static int read_bytes(
	struct atca_host *host, uint8_t zone, unsigned slot, size_t offset, uint8_t *to, size_t len)
{
	size_t size = zone == ZONE_DATA  ? atca_slot_bytes(slot)
		      : zone == ZONE_OTP ? ATCA_OTP_BYTES
					 : ATCA_CONFIG_BYTES;

	if (offset > size || len > size - offset)
		return -EINVAL;
	for (size_t done = 0; done < len;) {
		size_t at = offset + done - (offset + done) % WORD, skip = offset + done - at;
		size_t piece = piece_at(at, len - done + skip, size);
		size_t n = piece - skip < len - done ? piece - skip : len - done;
		uint8_t bytes[ATCA_BLOCK];
		int rc = read_piece(host, zone, slot, at, piece, bytes);

		if (rc < 0)
			return rc;
		memcpy(to + done, bytes + skip, n);
		done += n;
	}
	return 0;
}

int atca_read_config(struct atca_host *host, uint8_t config[ATCA_CONFIG_BYTES])
{
	return read_bytes(host, ZONE_CONFIG, 0, 0, config, ATCA_CONFIG_BYTES);
}

int atca_read_otp(struct atca_host *host, uint8_t otp[ATCA_OTP_BYTES])
{
	return read_bytes(host, ZONE_OTP, 0, 0, otp, ATCA_OTP_BYTES);
}

int atca_read_serial(struct atca_host *host, uint8_t serial[ATCA_PART_SERIAL])
{
	uint8_t block[ATCA_BLOCK];
	int rc = read_piece(host, ZONE_CONFIG, 0, 0, ATCA_BLOCK, block);

	if (rc < 0)
		return rc;
	memcpy(serial, block, 4);
	memcpy(serial + 4, block + 8, 5);
	return 0;
}

int atca_revision(struct atca_host *host, uint8_t revision[4])
{
	struct atca_answer answer;
	int rc = atca_ask(host, ATCA_INFO, 0, 0, NULL, 0, 4, &answer);

	if (rc == 0)
		memcpy(revision, answer.data, 4);
	return rc;
}

int atca_read_slot(struct atca_host *host, unsigned slot, size_t offset, void *bytes, size_t len)
{
	return read_bytes(host, ZONE_DATA, slot, offset, bytes, len);
}

/* A last block that is no whole one is written as such by words; secret slots take it padded. */
int atca_write_slot(struct atca_host *host, unsigned slot, size_t offset, const void *bytes, size_t len)
{
	size_t size = atca_slot_bytes(slot);
	const uint8_t *from = bytes;

	if (offset % WORD != 0 || len % WORD != 0 || offset > size)
		return -EINVAL;
	/* Whole blocks may reach beyond the end of a slot; the part drops what is behind it. */
	if (len > size - offset &&
		(offset % ATCA_BLOCK != 0 || len % ATCA_BLOCK != 0 || len - (size - offset) >= ATCA_BLOCK))
		return -EINVAL;
	for (size_t done = 0; done < len;) {
		size_t piece = piece_at(offset + done, len - done, SIZE_MAX - ATCA_BLOCK);
		int rc = write_piece(host, ZONE_DATA, slot, offset + done, piece, from + done);

		if (rc < 0)
			return rc;
		done += piece;
	}
	return 0;
}

static int sha256(const struct wbuf *message, uint8_t digest[DIGEST])
{
	if (wbuf_bad(message))
		return -ENOSPC;
	return EVP_Digest(message->at, message->len, digest, NULL, EVP_sha256(), NULL) == 1 ? 0 : -EIO;
}

/* What both sides have in common, and which part it is: serial number bytes 8, 0 and 1. */
static void put_serial(struct wbuf *w, const struct atca_transport_key *key)
{
	struct rbuf r = rbuf_from(key->serial, ATCA_PART_SERIAL);
	uint16_t first = rbuf_be16(&r);

	rbuf_bytes(&r, ATCA_PART_SERIAL - 3);
	wbuf_u8(w, rbuf_u8(&r));
	wbuf_be16(w, first);
}

/*
 * Nonce and GenDig, which leave the same 32 bytes on both sides (atecc608.md 6, 7.1). GenDig's four other bytes are what a
 * NoMac key wants hashed: with those of the command there is one message for every key.
 */
static int agree(struct atca_host *host, const struct atca_transport_key *key, uint8_t shared[DIGEST])
{
	const uint8_t other[] = { ATCA_GEN_DIG, ZONE_DATA, (uint8_t)key->slot, 0 };
	uint8_t message[96], nonce[DIGEST];
	struct wbuf w = wbuf_to(message, sizeof(message));
	struct atca_answer answer;
	int rc = atca_ask(host, ATCA_NONCE, NONCE_RANDOM, 0, key->number, NUMBER, DIGEST, &answer);

	if (rc < 0)
		return rc;
	wbuf_put(&w, answer.data, DIGEST);
	wbuf_put(&w, key->number, NUMBER);
	wbuf_u8(&w, ATCA_NONCE);
	wbuf_u8(&w, NONCE_RANDOM);
	wbuf_u8(&w, 0);
	rc = sha256(&w, nonce);
	if (rc == 0)
		rc = atca_ask(
			host, ATCA_GEN_DIG, ZONE_DATA, (uint16_t)key->slot, other, sizeof(other), 0, NULL);
	if (rc < 0)
		return rc;
	w = wbuf_to(message, sizeof(message));
	wbuf_put(&w, key->key, DIGEST);
	wbuf_put(&w, other, sizeof(other));
	put_serial(&w, key);
	wbuf_fill(&w, 0, 25);
	wbuf_put(&w, nonce, DIGEST);
	return sha256(&w, shared);
}

static void exclusive_or(uint8_t *to, const uint8_t *from)
{
	for (size_t i = 0; i < ATCA_BLOCK; i++)
		to[i] ^= from[i];
}

int atca_transport_make(
	struct atca_host *host, unsigned slot, const uint8_t key[ATCA_BLOCK], struct atca_transport_key *out)
{
	out->slot = slot;
	out->key = key;
	if (RAND_bytes(out->number, sizeof(out->number)) != 1)
		return -EIO;
	return atca_read_serial(host, out->serial);
}

int atca_read_encrypted(struct atca_host *host, unsigned slot, size_t block,
	const struct atca_transport_key *key, uint8_t bytes[ATCA_BLOCK])
{
	uint8_t shared[DIGEST];
	int rc;

	if (block * ATCA_BLOCK >= atca_slot_bytes(slot) || key->slot >= ATCA_SLOTS)
		return -EINVAL;
	rc = agree(host, key, shared);
	if (rc == 0)
		rc = read_piece(host, ZONE_DATA, slot, block * ATCA_BLOCK, ATCA_BLOCK, bytes);
	if (rc == 0)
		exclusive_or(bytes, shared);
	return rc;
}

int atca_write_encrypted(struct atca_host *host, unsigned slot, size_t block,
	const struct atca_transport_key *key, const uint8_t bytes[ATCA_BLOCK])
{
	const uint8_t param1 = ZONE_DATA | ENCRYPTED | WHOLE_BLOCK;
	uint8_t shared[DIGEST], message[96], data[ATCA_BLOCK + DIGEST];
	struct wbuf w = wbuf_to(message, sizeof(message));
	uint16_t param2;
	int rc;

	if (block * ATCA_BLOCK >= atca_slot_bytes(slot) || key->slot >= ATCA_SLOTS)
		return -EINVAL;
	param2 = zone_address(ZONE_DATA, slot, block * ATCA_BLOCK);
	rc = agree(host, key, shared);
	if (rc < 0)
		return rc;
	wbuf_put(&w, shared, DIGEST);
	wbuf_u8(&w, ATCA_WRITE);
	wbuf_u8(&w, param1);
	wbuf_le16(&w, param2);
	put_serial(&w, key);
	wbuf_fill(&w, 0, 25);
	wbuf_put(&w, bytes, ATCA_BLOCK);
	rc = sha256(&w, data + ATCA_BLOCK);
	if (rc < 0)
		return rc;
	memcpy(data, bytes, ATCA_BLOCK);
	exclusive_or(data, shared);
	return atca_ask(host, ATCA_WRITE, param1, param2, data, sizeof(data), 0, NULL);
}

int atca_write_config(struct atca_host *host, const uint8_t config[ATCA_CONFIG_BYTES])
{
	int rc = 0;

	for (size_t at = FIRST_WRITABLE; rc == 0 && at < ATCA_CONFIG_BYTES; at += WORD)
		if (at != EXTRA_WORD)
			rc = write_piece(host, ZONE_CONFIG, 0, at, WORD, config + at);
	return rc;
}

int atca_write_otp(struct atca_host *host, size_t block, const uint8_t bytes[ATCA_BLOCK])
{
	if (block * ATCA_BLOCK >= ATCA_OTP_BYTES)
		return -EINVAL;
	return write_piece(host, ZONE_OTP, 0, block * ATCA_BLOCK, ATCA_BLOCK, bytes);
}

static int lock(struct atca_host *host, uint8_t what, uint16_t checksum)
{
	int rc = atca_may_alter(host);

	return rc < 0 ? rc : atca_ask(host, ATCA_LOCK, what, checksum, NULL, 0, 0, NULL);
}

int atca_lock_config(struct atca_host *host, const uint8_t config[ATCA_CONFIG_BYTES])
{
	return lock(host, ZONE_CONFIG, crc16_atca(config, ATCA_CONFIG_BYTES));
}

int atca_lock_data(struct atca_host *host, struct rbuf contents)
{
	return lock(host, ZONE_OTP, crc16_atca(contents.at, rbuf_left(&contents)));
}

int atca_lock_slot(struct atca_host *host, unsigned slot)
{
	return slot >= ATCA_SLOTS ? -EINVAL : lock(host, (uint8_t)(LOCK_SLOT | slot << 2), 0);
}
