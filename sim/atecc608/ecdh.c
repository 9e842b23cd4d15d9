/* sim/atecc608/ecdh.c: ECDH: a shared secret, to the host, to TempKey or to a slot. */
#include <openssl/crypto.h>
#include <string.h>

#include "commands.h"
#include "crypto.h"
#include "io_protect.h"
#include "policy.h"
#include "zones.h"

enum {
	MODE_TEMPKEY_KEY = 0x01,
	MODE_ENCRYPTED = 0x02,
	MODE_TARGET = 0x0c,
	TARGET_BY_SLOT = 0x00, /* the 508A's only way: ReadKey bit 3 decides */
	TARGET_SLOT = 0x04,
	TARGET_TEMPKEY = 0x08,
	TARGET_OUTPUT = 0x0c,
};

/* Where the secret goes, after the slot and ChipOptions have had their say. */
static uint8_t target_of(const struct atecc *chip, const struct atecc_call *call)
{
	uint8_t target = call->param1 & MODE_TARGET;

	if (target != TARGET_BY_SLOT)
		return target;
	return slot_config(chip, call->param2).read_key & PRIVATE_ECDH_TO_SLOT ? TARGET_SLOT : TARGET_OUTPUT;
}

/* From a slot the next odd one; from TempKey param2 names it (TFLX-A 5.2.1.2). */
static unsigned int target_slot(const struct atecc_call *call)
{
	return call->param1 & MODE_TEMPKEY_KEY ? call->param2 : call->param2 | 1u;
}

static bool encrypted(const struct atecc *chip, const struct atecc_call *call)
{
	return call->param1 & MODE_ENCRYPTED || chip_options(chip).ecdh_protection == PROTECTION_ENCRYPTED;
}

static enum atca_status target_check(const struct atecc *chip, const struct atecc_call *call)
{
	struct chip_options options = chip_options(chip);
	unsigned int slot = target_slot(call);

	switch (target_of(chip, call)) {
	case TARGET_SLOT:
		/* The 508A writes KeyID + 1, so KeyID must be even (DS20005927A 9.5). */
		if (atecc_silicon(&chip->nv)->on == ON_508A && call->param2 & 1)
			return ATCA_EXECUTION_ERROR;
		if (!slot_takes_result(chip, slot))
			return ATCA_EXECUTION_ERROR;
		break;
	case TARGET_OUTPUT:
		/* UNCERTAIN (ATCA-U-08): 2 keeps the result inside. */
		if (options.ecdh_protection == PROTECTION_INSIDE)
			return ATCA_EXECUTION_ERROR;
		if (encrypted(chip, call) && !options.io_key)
			return ATCA_EXECUTION_ERROR;
		break;
	default:
		break;
	}
	return options.ecdh_protection == PROTECTION_PROHIBITED ? ATCA_EXECUTION_ERROR : ATCA_SUCCESS;
}

enum atca_status ecdh_slot_check(const struct atecc *chip, struct atecc_call *call)
{
	struct key_config key = key_config(chip, call->param2);
	uint8_t permitted = slot_config(chip, call->param2).read_key;

	if (!key.is_private || key.key_type != KEY_TYPE_P256 || !private_key_there(chip, call, call->param2))
		return ATCA_EXECUTION_ERROR;
	if (data_locked(chip)) {
		bool to_slot = target_of(chip, call) == TARGET_SLOT;

		if (!(permitted & PRIVATE_ECDH))
			return ATCA_EXECUTION_ERROR;
		/* UNCERTAIN (ATCA-U-11): bit 3 binds the 608's explicit targets too, towards host and slot. */
		if (target_of(chip, call) != TARGET_TEMPKEY &&
			to_slot != !!(permitted & PRIVATE_ECDH_TO_SLOT))
			return ATCA_EXECUTION_ERROR;
	}
	if (target_check(chip, call) != ATCA_SUCCESS)
		return ATCA_EXECUTION_ERROR;
	return key_usable(chip, call, call->param2, USE_ECDH);
}

/* Only a key that GenKey made there (TFLX-A 5.2.1.2). UNCERTAIN (ATCA-U-21): and it is of use to nothing else. */
enum atca_status ecdh_tempkey_check(const struct atecc *chip, struct atecc_call *call)
{
	if (!call->tempkey.valid || !call->tempkey.private_key)
		return ATCA_EXECUTION_ERROR;
	return target_check(chip, call);
}

enum atca_status ecdh_run(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	const uint8_t *d =
		call->param1 & MODE_TEMPKEY_KEY ? call->tempkey.value : slot_private_key(chip, call->param2);
	struct rng_stream stream = atecc_stream(chip, call);
	uint8_t peer[P256_POINT];
	uint8_t secret[P256_BYTES];

	rbuf_copy(&call->data, peer, sizeof(peer));
	/* UNCERTAIN (ATCA-U-37): whether a point off the curve spends a use of the key; by then it is spent. */
	if (crypto_p256_ecdh(call->env->crypto, &stream, d, peer, secret) < 0)
		return ATCA_EXECUTION_ERROR;
	switch (target_of(chip, call)) {
	case TARGET_SLOT:
		memcpy(slot_room(chip, target_slot(call)), secret, sizeof(secret));
		break;
	case TARGET_TEMPKEY:
		call->next = tempkey_load(secret, sizeof(secret), true); /* UNCERTAIN (ATCA-U-09) */
		break;
	default:
		if (encrypted(chip, call))
			io_protect(chip, call, secret, sizeof(secret), out);
		else
			wbuf_put(out, secret, sizeof(secret));
		break;
	}
	OPENSSL_cleanse(secret, sizeof(secret));
	return ATCA_SUCCESS;
}
