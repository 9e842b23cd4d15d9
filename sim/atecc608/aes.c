/* sim/atecc608/aes.c: AES: one block with a key of the chip, and the Galois field product of GCM. */
#include <openssl/crypto.h>
#include <string.h>

#include "commands.h"
#include "crypto.h"
#include "policy.h"
#include "zones.h"

enum {
	KEY_IS_TEMPKEY = 0xffff,
	MODE_DECRYPT = 0x01,
	KEYS_IN_A_SLOT_MAX = 4,
};

static size_t key_offset(const struct atecc_call *call)
{
	return (call->param1 >> 6) * (size_t)AES128_KEY;
}

/* Up to four keys a slot, as many as fit (TFLX-A 5.3.1). */
enum atca_status aes_check(const struct atecc *chip, struct atecc_call *call)
{
	size_t end = key_offset(call) + AES128_KEY;

	if (call->param2 == KEY_IS_TEMPKEY) {
		if (!call->tempkey.valid || call->tempkey.private_key)
			return ATCA_EXECUTION_ERROR;
		return end <= (call->tempkey.wide ? 64u : 32u) ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;
	}
	/* UNCERTAIN (ATCA-U-07): a slot's key before the config lock, seen as 03 on a part. */
	if (!config_locked(chip))
		return ATCA_PARSE_ERROR;
	if (key_config(chip, call->param2).is_private ||
		key_config(chip, call->param2).key_type != KEY_TYPE_AES || end > slot_size(call->param2))
		return ATCA_EXECUTION_ERROR;
	return key_usable(chip, call, call->param2, USE_AES);
}

enum atca_status aes_run(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	const uint8_t *key =
		call->param2 == KEY_IS_TEMPKEY ? call->tempkey.value : slot_bytes(chip, call->param2);
	uint8_t block[AES_BLOCK];
	uint8_t result[AES_BLOCK];
	int rc;

	rbuf_copy(&call->data, block, sizeof(block));
	if (call->param1 & MODE_DECRYPT)
		rc = crypto_aes128_decrypt(call->env->crypto, key + key_offset(call), block, result);
	else
		rc = crypto_aes128_encrypt(call->env->crypto, key + key_offset(call), block, result);
	if (rc < 0)
		return ATCA_EXECUTION_ERROR;
	wbuf_put(out, result, sizeof(result));
	return ATCA_SUCCESS;
}

enum atca_status aes_gfm(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t h[AES_BLOCK];
	uint8_t in[AES_BLOCK];

	(void)chip;
	rbuf_copy(&call->data, h, sizeof(h));
	rbuf_copy(&call->data, in, sizeof(in));
	crypto_ghash_multiply(h, in, wbuf_room(out, AES_BLOCK));
	return ATCA_SUCCESS;
}
