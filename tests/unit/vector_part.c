/* tests/unit/vector_part.c: the operations of the published vectors as commands of ATECC608A and ATECC508A. */
#include "vector_part.h"

#include "cmocka_all.h"

#include "atca.h"
#include "crc.h"
#include "crypto.h"
#include "cursor.h"
#include "zones.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	SLOT_PRIVATE = 0, /* d, by the back door */
	SLOT_AES = 9,     /* four 16-byte keys */
	SLOT_SECRET = 10, /* HMAC and KDF keys */
	FROM_TEMPKEY = 0xffff,
	ANSWER_MAX = 128,
};

/* Both zones locked, everything allowed that these vectors need and nothing else. */
static void configure(struct atecc *chip, uint16_t revision)
{
	static const struct {
		uint8_t at;
		uint8_t value;
	} bytes[] = {
		{ CONFIG_SN_0_3, 0x01 }, { CONFIG_SN_0_3 + 1, 0x23 }, { CONFIG_SN_4_8 + 4, 0xee },
		{ CONFIG_AES_ENABLE, 0x01 }, { CONFIG_I2C_ENABLE, 0x01 },
		{ CONFIG_I2C_ADDRESS, 2 * ATCA_ADDRESS_DEFAULT },
		/* Secret; external signing, ECDH with the secret answered in clear; GenKey. P-256, PubInfo. */
		{ CONFIG_SLOT_CONFIG + 2 * SLOT_PRIVATE, 0x80 | PRIVATE_EXTERNAL_SIGN | PRIVATE_ECDH },
		{ CONFIG_SLOT_CONFIG + 2 * SLOT_PRIVATE + 1, WRITE_BIT_13 << 4 },
		{ CONFIG_KEY_CONFIG + 2 * SLOT_PRIVATE, KEY_TYPE_P256 << 2 | 0x03 },
		/* Secret, never written. */
		{ CONFIG_SLOT_CONFIG + 2 * SLOT_AES, 0x8f }, { CONFIG_SLOT_CONFIG + 2 * SLOT_AES + 1, 0x8f },
		{ CONFIG_KEY_CONFIG + 2 * SLOT_AES, KEY_TYPE_AES << 2 },
		{ CONFIG_SLOT_CONFIG + 2 * SLOT_SECRET, 0x8f },
		{ CONFIG_SLOT_CONFIG + 2 * SLOT_SECRET + 1, 0x8f },
		{ CONFIG_KEY_CONFIG + 2 * SLOT_SECRET, KEY_TYPE_OTHER << 2 }, { CONFIG_SLOT_LOCKED, 0xff },
		{ CONFIG_SLOT_LOCKED + 1, 0xff }, { CONFIG_KDF_IV_LOC, 0xf0 },
		{ CONFIG_CHIP_OPTIONS, 0x04 }, /* KDF with AES */
	};

	for (size_t i = 0; i < sizeof(bytes) / sizeof(bytes[0]); i++)
		chip->nv.config[bytes[i].at] = bytes[i].value;
	chip->nv.config[CONFIG_REVISION + 2] = (uint8_t)(revision >> 8);
	chip->nv.config[CONFIG_REVISION + 3] = (uint8_t)revision;
}

static void fresh_time(struct part *part)
{
	uint64_t ready = atecc_model.ready_at(&part->chip);

	if (ready > part->env.now_ns)
		part->env.now_ns = ready;
}

static void wake(struct part *part)
{
	static const uint8_t after_wake[4] = { 0x04, ATCA_AFTER_WAKE, 0x33, 0x43 };
	uint8_t answer[4];

	atecc_model.sda_low(&part->chip, &part->env, ATCA_WAKE_LOW_NS);
	fresh_time(part);
	assert_true(atecc_model.select(&part->chip, &part->env, ATCA_ADDRESS_DEFAULT, true));
	atecc_model.read(&part->chip, &part->env, answer, sizeof(answer));
	atecc_model.stop(&part->chip, &part->env);
	assert_memory_equal(answer, after_wake, sizeof(after_wake));
}

/* Writes a command, reads its answer, checks count and CRC. Returns the bytes between them. */
static size_t transact(struct part *part, uint8_t opcode, uint8_t param1, uint16_t param2, const void *data,
	size_t len, uint8_t answer[ANSWER_MAX])
{
	uint8_t packet[1 + ATCA_PACKET_MAX], raw[ANSWER_MAX + 3];
	struct wbuf w = wbuf_to(packet, sizeof(packet));
	struct rbuf r;
	size_t count;

	wbuf_u8(&w, ATCA_WORD_COMMAND);
	wbuf_u8(&w, (uint8_t)(len + ATCA_PACKET_MIN));
	wbuf_u8(&w, opcode);
	wbuf_u8(&w, param1);
	wbuf_le16(&w, param2);
	wbuf_put(&w, data, len);
	wbuf_le16(&w, crc16_atca(packet + 1, w.len - 1));
	assert_false(wbuf_bad(&w));
	fresh_time(part);
	assert_true(atecc_model.select(&part->chip, &part->env, ATCA_ADDRESS_DEFAULT, false));
	assert_int_equal(atecc_model.write(&part->chip, &part->env, packet, w.len), w.len);
	atecc_model.stop(&part->chip, &part->env);
	fresh_time(part);
	assert_true(atecc_model.select(&part->chip, &part->env, ATCA_ADDRESS_DEFAULT, true));
	atecc_model.read(&part->chip, &part->env, raw, sizeof(raw));
	atecc_model.stop(&part->chip, &part->env);
	count = raw[0];
	assert_in_range(count, 4, sizeof(raw));
	r = rbuf_from(raw + count - 2, 2);
	assert_int_equal(rbuf_le16(&r), crc16_atca(raw, count - 2));
	memcpy(answer, raw + 1, count - 3);
	return count - 3;
}

/* A command that answers a status only. */
static enum atca_status command(
	struct part *part, uint8_t opcode, uint8_t param1, uint16_t param2, const void *data, size_t len)
{
	uint8_t answer[ANSWER_MAX];

	assert_int_equal(transact(part, opcode, param1, param2, data, len, answer), 1);
	return answer[0];
}

/* A command that answers so many bytes, or a status. */
static enum atca_status query(struct part *part, uint8_t opcode, uint8_t param1, uint16_t param2,
	const void *data, size_t len, uint8_t *out, size_t out_len)
{
	uint8_t answer[ANSWER_MAX];
	size_t n = transact(part, opcode, param1, param2, data, len, answer);

	if (n == 1) {
		assert_int_not_equal(answer[0], ATCA_SUCCESS);
		return answer[0];
	}
	assert_int_equal(n, out_len);
	memcpy(out, answer, out_len);
	return ATCA_SUCCESS;
}

static void must(
	struct part *part, uint8_t opcode, uint8_t param1, uint16_t param2, const void *data, size_t len)
{
	enum atca_status status = command(part, opcode, param1, param2, data, len);

	if (status != ATCA_SUCCESS)
		fail_msg("%02x %02x %04x answered %02x", opcode, param1, param2, status);
}

/* Nonce pass-through of 32 or 64 bytes into TempKey. */
static void load_tempkey(struct part *part, const uint8_t *value, size_t len)
{
	must(part, ATCA_NONCE, len == 64 ? 0x23 : 0x03, 0, value, len);
}

static void load_slot(struct part *part, unsigned int slot, size_t at, const uint8_t *value, size_t len)
{
	assert_true(at + len <= slot_size(slot));
	memcpy(slot_room(&part->chip, slot) + at, value, len);
}

/* What a status means for a key or point that was offered. */
static enum vector_answer answer(enum atca_status status)
{
	if (status == ATCA_SUCCESS)
		return VECTOR_DONE;
	if (status == ATCA_MISCOMPARE)
		return VECTOR_NO;
	assert_int_equal(status, ATCA_EXECUTION_ERROR);
	return VECTOR_REFUSED;
}

/* The message takes turns between TempKey and MsgDigBuf. */
static enum vector_answer part_verify(
	void *self, const uint8_t point[64], const uint8_t digest[32], const uint8_t signature[64])
{
	struct part *part = self;
	bool msg_dig_buf = !part->old && part->turn++ % 2;
	uint8_t data[128];

	memcpy(data, signature, 64);
	memcpy(data + 64, point, 64);
	must(part, ATCA_NONCE, msg_dig_buf ? 0x43 : 0x03, 0, digest, 32);
	return answer(
		command(part, ATCA_VERIFY, msg_dig_buf ? 0x22 : 0x02, KEY_TYPE_P256, data, sizeof(data)));
}

/* A signature of small numbers does not verify; a point off the curve does not get so far. */
static enum vector_answer part_check_point(void *self, const uint8_t point[64])
{
	static const uint8_t digest[32] = { 1 }, signature[64] = { [31] = 1, [63] = 1 };
	enum vector_answer verified = part_verify(self, point, digest, signature);

	assert_int_not_equal(verified, VECTOR_DONE);
	return verified == VECTOR_NO ? VECTOR_DONE : VECTOR_REFUSED;
}

static enum vector_answer part_public_key(void *self, const uint8_t d[32], uint8_t point[64])
{
	struct part *part = self;

	load_slot(part, SLOT_PRIVATE, 4, d, 32);
	return answer(query(part, ATCA_GEN_KEY, 0x00, SLOT_PRIVATE, NULL, 0, point, 64));
}

static enum vector_answer part_ecdh(void *self, const uint8_t d[32], const uint8_t peer[64], uint8_t x[32])
{
	struct part *part = self;

	load_slot(part, SLOT_PRIVATE, 4, d, 32);
	return answer(query(part, ATCA_ECDH, part->old ? 0x00 : 0x0c, SLOT_PRIVATE, peer, 64, x, 32));
}

/* The key takes turns between the slot and TempKey, and between their four blocks. */
static enum vector_answer part_aes(
	struct part *part, uint8_t mode, const uint8_t key[16], const uint8_t in[16], uint8_t out[16])
{
	unsigned int block = part->turn % 4;
	bool tempkey = part->turn++ / 4 % 2;
	uint8_t four[64] = { 0 };

	memcpy(four + 16 * block, key, 16);
	if (tempkey)
		load_tempkey(part, four, sizeof(four));
	else
		load_slot(part, SLOT_AES, 0, four, sizeof(four));
	return answer(query(part, ATCA_AES, (uint8_t)(block << 6 | mode), tempkey ? FROM_TEMPKEY : SLOT_AES,
		in, 16, out, 16));
}

static enum vector_answer part_encrypt(
	void *self, const uint8_t key[16], const uint8_t in[16], uint8_t out[16])
{
	return part_aes(self, 0x00, key, in, out);
}

static enum vector_answer part_decrypt(
	void *self, const uint8_t key[16], const uint8_t in[16], uint8_t out[16])
{
	return part_aes(self, 0x01, key, in, out);
}

static enum vector_answer part_multiply(void *self, const uint8_t h[16], const uint8_t x[16], uint8_t out[16])
{
	uint8_t data[32];

	memcpy(data, h, 16);
	memcpy(data + 16, x, 16);
	return answer(query(self, ATCA_AES, 0x03, 0, data, sizeof(data), out, 16));
}

/* Takes the context out, starts another hash, and puts it back. */
static void swap_context(struct part *part)
{
	uint8_t context[ANSWER_MAX];
	size_t len = transact(part, ATCA_SHA, 0x06, 0, NULL, 0, context);

	assert_in_range(len, 36, 99);
	must(part, ATCA_SHA, 0x00, 0, NULL, 0);
	must(part, ATCA_SHA, 0x01, 3, "abc", 3);
	must(part, ATCA_SHA, 0x07, (uint16_t)len, context, len);
}

/* Updates in pieces of `piece` bytes, then the end; on the 508A an HMAC has an end of its own, of less than a block. */
static enum vector_answer sha_rest(struct part *part, uint8_t end, const uint8_t *message, size_t len,
	size_t piece, bool swaps, uint8_t digest[32])
{
	while (len > piece || (part->old && len == piece)) {
		must(part, ATCA_SHA, 0x01, (uint16_t)piece, message, piece);
		message += piece;
		len -= piece;
		if (swaps)
			swap_context(part);
		swaps = false;
	}
	return answer(query(part, ATCA_SHA, end, (uint16_t)len, message, len, digest, 32));
}

static enum vector_answer part_sha256(void *self, const uint8_t *message, size_t len, uint8_t digest[32])
{
	struct part *part = self;
	size_t piece = part->old ? 64 : part->turn++ % 3 == 0 ? 23 : 63;

	must(part, ATCA_SHA, 0x00, 0, NULL, 0);
	return sha_rest(part, part->old ? 0x02 : 0xc2, message, len, piece, piece == 23, digest);
}

/* The key an HMAC of this key comes to: what is longer than a block is hashed first, the rest is zeros. */
static void hmac_key(struct part *part, const uint8_t *key, size_t len, uint8_t padded[64])
{
	memset(padded, 0, 64);
	if (len > 64)
		assert_int_equal(part_sha256(part, key, len, padded), VECTOR_DONE);
	else
		memcpy(padded, key, len);
}

/* A key of up to 32 bytes from slot and TempKey, both of which must agree, a longer one from TempKey. */
static enum vector_answer part_hmac(
	void *self, const uint8_t *key, size_t key_len, const uint8_t *message, size_t len, uint8_t mac[32])
{
	struct part *part = self;
	uint8_t padded[64], again[32];

	hmac_key(part, key, key_len, padded);
	load_tempkey(part, padded, 64);
	must(part, ATCA_SHA, 0x04, FROM_TEMPKEY, NULL, 0);
	assert_int_equal(sha_rest(part, 0xc2, message, len, 64, false, mac), VECTOR_DONE);
	if (key_len > 32 && key_len <= 64)
		return VECTOR_DONE;
	load_slot(part, SLOT_SECRET, 0, padded, 32);
	must(part, ATCA_SHA, 0x04, SLOT_SECRET, NULL, 0);
	assert_int_equal(sha_rest(part, 0xc2, message, len, 41, false, again), VECTOR_DONE);
	assert_memory_equal(mac, again, 32);
	return VECTOR_DONE;
}

/* The 508A knows slots only. */
static enum vector_answer part_hmac_508a(
	void *self, const uint8_t *key, size_t key_len, const uint8_t *message, size_t len, uint8_t mac[32])
{
	struct part *part = self;
	uint8_t padded[64];

	if (key_len > 32 && key_len <= 64)
		return VECTOR_CANNOT;
	hmac_key(part, key, key_len, padded);
	load_slot(part, SLOT_SECRET, 0, padded, 32);
	must(part, ATCA_SHA, 0x04, SLOT_SECRET, NULL, 0);
	return sha_rest(part, 0x05, message, len, 64, false, mac);
}

/* KDF: sources, targets and algorithms of param1; details (docs/reference/atecc608.md, KDF). */
enum {
	KDF_TEMPKEY = 0x00,
	KDF_SLOT = 0x02,
	KDF_OUTPUT = 0x10,
	KDF_PRF = 0x00,
	KDF_AES = 0x20,
	KDF_HKDF = 0x40,
	KDF_MESSAGE_MAX = 128,
	PRF_TARGET_64 = 0x100,
	HKDF_INPUT = 0x02,
	HKDF_ZERO_KEY = 0x04,
};

/* The key takes turns between TempKey and the slot. */
static enum vector_answer part_kdf(struct part *part, uint8_t algorithm, uint32_t details,
	const uint8_t key[64], const uint8_t *message, size_t len, uint8_t *out, size_t out_len)
{
	bool slot = part->turn++ % 2;
	uint16_t from = algorithm == KDF_AES ? SLOT_AES : SLOT_SECRET;
	uint8_t data[4 + KDF_MESSAGE_MAX];
	struct wbuf w = wbuf_to(data, sizeof(data));

	if (len > KDF_MESSAGE_MAX)
		return VECTOR_CANNOT;
	wbuf_le32(&w, details | (uint32_t)len << 24);
	wbuf_put(&w, message, len);
	if (slot)
		load_slot(part, from, 0, key, 64);
	else
		load_tempkey(part, key, 64);
	return answer(
		query(part, ATCA_KDF, (uint8_t)(algorithm | KDF_OUTPUT | (slot ? KDF_SLOT : KDF_TEMPKEY)),
			slot ? from : 0, data, w.len, out, out_len));
}

static enum vector_answer part_extract(
	void *self, const uint8_t *salt, size_t salt_len, const uint8_t *ikm, size_t len, uint8_t prk[32])
{
	uint8_t padded[64];

	if (salt_len > 32 && salt_len <= 64)
		return VECTOR_CANNOT;
	hmac_key(self, salt, salt_len, padded);
	if (salt_len == 0)
		memset(padded, 0xa5, sizeof(padded)); /* the zero key must not look at the source */
	return part_kdf(self, KDF_HKDF, salt_len == 0 ? HKDF_INPUT | HKDF_ZERO_KEY : HKDF_INPUT, padded, ikm,
		len, prk, 32);
}

/* RFC 5869 2.3, a KDF command for each block: T(i) = HMAC(PRK, T(i-1) || info || i). */
static enum vector_answer part_expand(
	void *self, const uint8_t prk[32], const uint8_t *info, size_t info_len, uint8_t *okm, size_t len)
{
	uint8_t key[64] = { 0 }, message[KDF_MESSAGE_MAX], block[32];

	memcpy(key, prk, 32);
	for (size_t at = 0; at < len; at += 32) {
		struct wbuf w = wbuf_to(message, sizeof(message));
		enum vector_answer rc;

		wbuf_put(&w, block, at == 0 ? 0 : sizeof(block));
		wbuf_put(&w, info, info_len);
		wbuf_u8(&w, (uint8_t)(at / 32 + 1));
		if (wbuf_bad(&w))
			return VECTOR_CANNOT;
		rc = part_kdf(self, KDF_HKDF, HKDF_INPUT, key, message, w.len, block, sizeof(block));
		if (rc != VECTOR_DONE)
			return rc;
		memcpy(okm + at, block, len - at < 32 ? len - at : 32);
	}
	return VECTOR_DONE;
}

/* Secrets of 16, 32, 48 or 64 bytes, output of 32 or 64. */
static enum vector_answer part_prf(void *self, const uint8_t *secret, size_t secret_len, const uint8_t *seed,
	size_t seed_len, uint8_t *out, size_t *len)
{
	uint8_t key[64] = { 0 }, derived[64];
	bool wide = *len > 32;
	enum vector_answer rc;

	if (secret_len == 0 || secret_len > 64 || secret_len % 16 != 0)
		return VECTOR_CANNOT;
	memcpy(key, secret, secret_len);
	rc = part_kdf(self, KDF_PRF, (uint32_t)(secret_len / 16 - 1) | (wide ? PRF_TARGET_64 : 0), key, seed,
		seed_len, derived, wide ? 64 : 32);
	if (rc != VECTOR_DONE)
		return rc;
	if (*len > sizeof(derived))
		*len = sizeof(derived);
	memcpy(out, derived, *len);
	return VECTOR_DONE;
}

/* KDF's AES: the block that details name of the key, then 16 zero bytes. */
enum vector_answer part_kdf_encrypt(void *self, const uint8_t key[16], const uint8_t in[16], uint8_t out[16])
{
	static const uint8_t zeros[16];
	struct part *part = self;
	unsigned int block = part->turn / 2 % 4;
	uint8_t four[64] = { 0 }, derived[32];
	enum vector_answer rc;

	memcpy(four + 16 * block, key, 16);
	rc = part_kdf(part, KDF_AES, block, four, in, 16, derived, sizeof(derived));
	assert_memory_equal(derived + 16, zeros, 16);
	memcpy(out, derived, 16);
	return rc;
}

struct part *part_new(uint16_t revision)
{
	struct part *part = calloc(1, sizeof(*part));
	struct why why;

	assert_non_null(part);
	rng_seed(&part->rng, 1);
	if (crypto_new(&part->crypto, &why) < 0)
		fail_msg("%s", why.text);
	part->old = revision < 0x6000;
	part->env = (struct chip_env){
		.crypto = part->crypto,
		.rng = &part->rng,
		.latency = LATENCY_NONE,
		.address = ATCA_ADDRESS_DEFAULT,
	};
	part->target = (struct vector_target){
		.self = part,
		.verify = part_verify,
		.check_point = part_check_point,
		.public_key = part_public_key,
		.ecdh = part_ecdh,
		.aes_encrypt = part_encrypt,
		.aes_decrypt = part_decrypt,
		.ghash_multiply = part_multiply,
		.sha256 = part_sha256,
		.hmac = part->old ? part_hmac_508a : part_hmac,
		.hkdf_extract = part_extract,
		.hkdf_expand = part_expand,
		.prf = part_prf,
	};
	configure(&part->chip, revision);
	atecc_model.power_on(&part->chip, &part->env);
	wake(part);
	return part;
}

void part_free(struct part *part)
{
	assert_int_equal(crypto_unbound_draws(part->crypto), 0);
	crypto_free(part->crypto);
	free(part);
}
