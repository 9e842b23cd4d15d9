/* sim/atecc608/sha.c: SHA: SHA-256 and HMAC over several commands, and the context out and in. */
#include <openssl/crypto.h>
#include <string.h>

#include "commands.h"
#include "policy.h"
#include "zones.h"

enum {
	TARGET_MASK = 0xc0,
	TARGET_TEMPKEY = 0x00,
	TARGET_MSG_DIG_BUF = 0x40,
	KEY_IS_TEMPKEY = 0xffff,
	CONTEXT_FIXED_BYTES = 36,
};

static void sha_forget(struct atecc *chip)
{
	memset(&chip->sram.sha, 0, sizeof(chip->sram.sha));
	memset(&chip->sram.sha_outer, 0, sizeof(chip->sram.sha_outer));
	memset(&chip->sram.sha_trail, 0, sizeof(chip->sram.sha_trail));
	chip->sram.sha_mode = SHA_IDLE;
}

/* Any error and any other command ends a hash (DS20005927A 9.17), an opcode that it does not have among them; a broken packet is
 * none (2.5.1). */
void sha_after(struct atecc *chip, const struct atecc_call *call, enum atca_status status)
{
	if (atecc_silicon(&chip->nv)->on == ON_508A && (call->opcode != ATCA_SHA || status != ATCA_SUCCESS))
		sha_forget(chip);
}

/* On the 508A the context lies in TempKey, which is no key meanwhile (DS20005927A 9.17). */
static void context_takes_tempkey(struct atecc *chip)
{
	if (atecc_silicon(&chip->nv)->on == ON_508A)
		memset(&chip->sram.tempkey, 0, sizeof(chip->sram.tempkey));
}

enum atca_status sha_start(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	(void)call;
	(void)out;
	sha_forget(chip);
	sha256_init(&chip->sram.sha);
	chip->sram.sha_mode = SHA_PLAIN;
	context_takes_tempkey(chip);
	return ATCA_SUCCESS;
}

/* param2 says the length once more (LORA-B 5.1.8). UNCERTAIN (ATCA-U-06): one that differs is a parse error. */
enum atca_status sha_length_check(const struct atecc *chip, struct atecc_call *call)
{
	(void)chip;
	return call->param2 == rbuf_left(&call->data) ? ATCA_SUCCESS : ATCA_PARSE_ERROR;
}

/* More blocks than a certificate has are not told apart. */
static void trail_block(struct atecc_sha_trail *trail)
{
	if (trail->blocks < UINT8_MAX)
		trail->blocks++;
}

enum atca_status sha_update(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	size_t len = rbuf_left(&call->data);

	(void)out;
	trail_block(&chip->sram.sha_trail);
	sha256_update(&chip->sram.sha, rbuf_bytes(&call->data, len), len);
	return ATCA_SUCCESS;
}

enum atca_status sha_public_check(const struct atecc *chip, struct atecc_call *call)
{
	return slot_holds_public_key(chip, call->param2) ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;
}

/* A stored public key as 64 bytes of message. */
enum atca_status sha_public(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct atecc_sha_trail *trail = &chip->sram.sha_trail;
	uint8_t point[64];

	(void)out;
	/* UNCERTAIN (ATCA-U-10): blocks are counted from 0, and the End does not count. */
	trail->has_public = true;
	trail->public_slot = (uint8_t)call->param2;
	trail->public_block = trail->blocks;
	trail_block(trail);
	slot_public_key(chip, call->param2, point);
	sha256_update(&chip->sram.sha, point, sizeof(point));
	return ATCA_SUCCESS;
}

enum atca_status sha_hmac_start_check(const struct atecc *chip, struct atecc_call *call)
{
	if (call->param2 == KEY_IS_TEMPKEY) {
		if (atecc_silicon(&chip->nv)->on == ON_508A)
			return ATCA_PARSE_ERROR;
		call->uses_tempkey = true;
		return call->tempkey.valid && !call->tempkey.private_key ? ATCA_SUCCESS
									 : ATCA_EXECUTION_ERROR;
	}
	if (key_config(chip, call->param2).is_private || slot_config(chip, call->param2).no_mac)
		return ATCA_EXECUTION_ERROR;
	return key_usable(chip, call, call->param2, USE_HMAC);
}

enum atca_status sha_hmac_start(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct hmac_sha256 hmac;

	(void)out;
	if (call->param2 == KEY_IS_TEMPKEY)
		hmac_sha256_init(&hmac, call->tempkey.value, call->tempkey.wide ? 64 : 32);
	else
		hmac_sha256_init(&hmac, slot_bytes(chip, call->param2), 32);
	sha_forget(chip);
	chip->sram.sha = hmac.inner;
	chip->sram.sha_outer = hmac.outer;
	chip->sram.sha_mode = SHA_HMAC;
	context_takes_tempkey(chip);
	OPENSSL_cleanse(&hmac, sizeof(hmac));
	return ATCA_SUCCESS;
}

/* The 508A ends an HMAC by mode 05 and a hash by 02; the 608 ends both by 02 (LORA-B 5.1.8.2). */
enum atca_status sha_end_check(const struct atecc *chip, struct atecc_call *call)
{
	bool hmac_end = (call->param1 & 0x07) == 0x05;

	if (atecc_silicon(&chip->nv)->on == ON_508A && hmac_end != (chip->sram.sha_mode == SHA_HMAC))
		return ATCA_EXECUTION_ERROR;
	return sha_length_check(chip, call);
}

enum atca_status sha_end(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct atecc_sram *sram = &chip->sram;
	uint8_t *digest = wbuf_room(out, SHA256_BYTES);

	struct atecc_sha_trail trail = sram->sha_trail;
	size_t len = rbuf_left(&call->data);

	sha256_update(&sram->sha, rbuf_bytes(&call->data, len), len);
	if (sram->sha_mode == SHA_HMAC) {
		struct hmac_sha256 hmac = { .inner = sram->sha, .outer = sram->sha_outer };

		hmac_sha256_final(&hmac, digest);
	} else {
		sha256_final(&sram->sha, digest);
	}
	sha_forget(chip);
	trail.ended = true;
	sram->sha_trail = trail;
	switch (call->param1 & TARGET_MASK) {
	case TARGET_TEMPKEY:
		call->next = tempkey_load(digest, SHA256_BYTES, true); /* flags as after Nonce (204 8.5.16) */
		break;
	case TARGET_MSG_DIG_BUF:
		memset(sram->msg_dig_buf, 0, sizeof(sram->msg_dig_buf));
		memcpy(sram->msg_dig_buf, digest, SHA256_BYTES);
		sram->msg_dig_len = SHA256_BYTES;
		break;
	default:
		break;
	}
	return ATCA_SUCCESS;
}

/* Plain hashes only, between Start and End; reading leaves it valid (LORA-B 5.1.8.3). */
enum atca_status sha_read_context_check(const struct atecc *chip, struct atecc_call *call)
{
	(void)call;
	return chip->sram.sha_mode == SHA_PLAIN ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;
}

enum atca_status sha_read_context(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	const struct sha256 *sha = &chip->sram.sha;

	(void)call;
	wbuf_le32(out, (uint32_t)sha->total);
	for (size_t i = 0; i < 8; i++)
		wbuf_le32(out, sha->h[i]);
	wbuf_put(out, sha->pending, sha->total % SHA256_BLOCK);
	return ATCA_SUCCESS;
}

/*
 * Not while an HMAC is under way; the length must be what the total inside says. UNCERTAIN
 * (ATCA-U-31): it needs no Start before it.
 */
enum atca_status sha_write_context_check(const struct atecc *chip, struct atecc_call *call)
{
	struct rbuf r = call->data;
	uint32_t total = rbuf_le32(&r);

	if (chip->sram.sha_mode == SHA_HMAC)
		return ATCA_EXECUTION_ERROR;
	if (rbuf_left(&call->data) != CONTEXT_FIXED_BYTES + total % SHA256_BLOCK)
		return ATCA_PARSE_ERROR;
	return sha_length_check(chip, call);
}

enum atca_status sha_write_context(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct sha256 *sha = &chip->sram.sha;

	(void)out;
	sha_forget(chip);
	sha->total = rbuf_le32(&call->data);
	for (size_t i = 0; i < 8; i++)
		sha->h[i] = rbuf_le32(&call->data);
	rbuf_copy(&call->data, sha->pending, rbuf_left(&call->data));
	chip->sram.sha_mode = SHA_PLAIN;
	return ATCA_SUCCESS;
}
