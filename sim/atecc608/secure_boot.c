/* sim/atecc608/secure_boot.c: SecureBoot: a code digest against a public key, or against what was stored. */
#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>

#include "commands.h"
#include "defect.h"
#include "crypto.h"
#include "io_protect.h"
#include "policy.h"
#include "zones.h"

enum {
	MODE_MASK = 0x07,
	MODE_FULL = 0x05,
	MODE_FULL_STORE = 0x06,
	MODE_FULL_COPY = 0x07,
	MODE_FORBID = 0x40,
	MODE_MAC = 0x80,
	CONFIG_FULL_SIG = 2,
	CONFIG_FULL_DIG = 3,
	DIGEST_BYTES = 32,
};

static uint8_t mode_of(const struct atecc_call *call)
{
	return call->param1 & MODE_MASK;
}

/* FullStore compares with what FullCopy stored; a signature needs 64 bytes of slot (TFLX-A 5.2.3). */
static bool stores(const struct atecc *chip, const struct atecc_call *call)
{
	struct secure_boot_config config = secure_boot_config(chip);

	if (mode_of(call) == MODE_FULL)
		return true;
	if (mode_of(call) == MODE_FULL_COPY && !slot_takes_result(chip, config.digest_slot))
		return false;
	if (config.mode == CONFIG_FULL_DIG)
		return !key_config(chip, config.digest_slot).is_private;
	return config.mode == CONFIG_FULL_SIG && !key_config(chip, config.digest_slot).is_private &&
	       slot_size(config.digest_slot) >= P256_SIGNATURE;
}

enum atca_status secure_boot_check(const struct atecc *chip, struct atecc_call *call)
{
	struct secure_boot_config config = secure_boot_config(chip);
	bool store_digest = mode_of(call) == MODE_FULL_STORE && config.mode == CONFIG_FULL_DIG;

	call->uses_tempkey = call->param1 & MODE_MAC;
	if (chip->power.secure_boot_forbidden || !stores(chip, call))
		return ATCA_EXECUTION_ERROR;
	if (!store_digest && !slot_holds_public_key(chip, config.key_slot))
		return ATCA_EXECUTION_ERROR;
	if (!call->uses_tempkey)
		return ATCA_SUCCESS;
	if (!chip_options(chip).io_key || !call->tempkey.valid || call->tempkey.private_key)
		return ATCA_EXECUTION_ERROR;
	return config.random_nonce && call->tempkey.input ? ATCA_EXECUTION_ERROR : ATCA_SUCCESS;
}

/* K = SHA-256(IO protection key, the nonce in TempKey): hides the digest, then keys the MAC. */
static void transport_key(const struct atecc *chip, const struct atecc_call *call, uint8_t key[SHA256_BYTES])
{
	uint8_t message[64];
	struct wbuf w = wbuf_to(message, sizeof(message));

	wbuf_put(&w, io_protection_key(chip), 32);
	wbuf_put(&w, call->tempkey.value, 32);
	sha256_bytes(message, w.len, key);
	OPENSSL_cleanse(message, sizeof(message));
}

static void answer_mac(const struct atecc_call *call, const uint8_t key[SHA256_BYTES],
	const uint8_t digest[DIGEST_BYTES], const uint8_t *signature, struct wbuf *out)
{
	uint8_t message[32 + DIGEST_BYTES + P256_SIGNATURE + 4];
	struct wbuf w = wbuf_to(message, sizeof(message));

	wbuf_put(&w, key, SHA256_BYTES);
	wbuf_put(&w, digest, DIGEST_BYTES);
	if (signature)
		wbuf_put(&w, signature, P256_SIGNATURE);
	wbuf_u8(&w, call->opcode);
	wbuf_u8(&w, call->param1);
	wbuf_le16(&w, call->param2);
	sha256_bytes(message, w.len, wbuf_room(out, SHA256_BYTES));
}

static enum atca_status verify(struct atecc *chip, struct atecc_call *call,
	const uint8_t digest[DIGEST_BYTES], const uint8_t *signature)
{
	unsigned int key_slot = secure_boot_config(chip).key_slot;
	uint8_t point[P256_POINT];
	int rc;

	slot_public_key(chip, key_slot, point);
	rc = crypto_p256_verify(call->env->crypto, point, digest, signature);
	if (rc == 0)
		return ATCA_SUCCESS;
	return rc == -EBADMSG ? ATCA_MISCOMPARE : ATCA_EXECUTION_ERROR;
}

/* Full and FullCopy bring a signature; FullStore has it, or the digest itself, in the chip. */
static enum atca_status judge(struct atecc *chip, struct atecc_call *call, const uint8_t digest[DIGEST_BYTES],
	const uint8_t **signature, uint8_t sent[P256_SIGNATURE])
{
	struct secure_boot_config config = secure_boot_config(chip);
	const uint8_t *stored = slot_bytes(chip, config.digest_slot);

	if (mode_of(call) == MODE_FULL_STORE && config.mode == CONFIG_FULL_DIG) {
		*signature = NULL;
		return CRYPTO_memcmp(digest, stored, DIGEST_BYTES) == 0 ? ATCA_SUCCESS : ATCA_MISCOMPARE;
	}
	*signature = stored;
	if (mode_of(call) != MODE_FULL_STORE) {
		rbuf_copy(&call->data, sent, P256_SIGNATURE);
		*signature = sent;
	}
	return verify(chip, call, digest, *signature);
}

static void copy_to_slot(struct atecc *chip, const uint8_t digest[DIGEST_BYTES], const uint8_t *signature)
{
	struct secure_boot_config config = secure_boot_config(chip);
	uint8_t *slot = slot_room(chip, config.digest_slot);

	if (config.mode == CONFIG_FULL_DIG)
		memcpy(slot, digest, DIGEST_BYTES);
	else
		memcpy(slot, signature, P256_SIGNATURE);
}

enum atca_status secure_boot_run(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t digest[DIGEST_BYTES];
	uint8_t sent[P256_SIGNATURE];
	uint8_t key[SHA256_BYTES] = { 0 };
	const uint8_t *signature;
	enum atca_status status;

	rbuf_copy(&call->data, digest, sizeof(digest));
	if (call->uses_tempkey) {
		transport_key(chip, call, key);
		for (size_t i = 0; i < sizeof(digest); i++)
			digest[i] ^= key[i];
	}
	status = judge(chip, call, digest, &signature, sent);
	if (status == ATCA_SUCCESS) {
		if (mode_of(call) == MODE_FULL_COPY)
			copy_to_slot(chip, digest, signature);
		if (secure_boot_config(chip).persist && !defect_planted(call->env, PLANT_ATCA_BOOT_NO_LATCH))
			chip->power.latch = true;
		if (call->uses_tempkey)
			answer_mac(call, key, digest, signature, out);
	}
	/* UNCERTAIN (ATCA-U-12): a failure leaves the latch; mode bit 6 bars the command whatever the result. */
	if (call->param1 & MODE_FORBID && !defect_planted(call->env, PLANT_ATCA_BOOT_NOT_FORBIDDEN))
		chip->power.secure_boot_forbidden = true;
	OPENSSL_cleanse(key, sizeof(key));
	return status;
}
