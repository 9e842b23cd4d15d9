/* sim/se050/des_limit.c: how many blocks a DES key serves on FIPS parts. */
#include "des_limit.h"

#include <openssl/crypto.h>

#include "crypto_des.h"
#include "nv.h"

/*
 * UNCERTAIN (SE05X-U-23): a command's data count as whole blocks, and the command that reaches the limit is still
 * answered.
 */
enum se05x_status des_limit_count(
	struct se050 *chip, const struct se050_call *call, uint32_t key_id, size_t len)
{
	struct se050_object *key = object_find(chip, key_id);

	if (!chip->nv.identity.fips || !key || key->class != CLASS_DES)
		return SW_OK;
	key->blocks += (uint32_t)((len + DES_BLOCK - 1) / DES_BLOCK);
	object_touch(chip, key);
	if (key->blocks >= DES_LIMIT_BLOCKS) {
		OPENSSL_cleanse(object_change(chip, key), key->value_len);
		key->blocks = DES_LIMIT_BLOCKS;
		key->flags |= OBJECT_SPENT;
	}
	return nv_commit(chip, call->env);
}
