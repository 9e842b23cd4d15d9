/* sim/se050/keys.c: writing AES, DES and HMAC keys, plain or wrapped. */
#include "keys.h"

#include <openssl/crypto.h>
#include <string.h>

#include "crypto.h"
#include "write.h"

/* A kind of key, by P1. */
struct key_row {
	uint8_t p1;
	uint8_t class;
	uint8_t min, step;
	uint16_t max;
};

static const struct key_row key_rows[] = {
	{ P1_AES, CLASS_AES, 16, 8, 32 },
	{ P1_DES, CLASS_DES, 8, 8, 24 },
	{ P1_HMAC, CLASS_HMAC, 1, 1, SYMMETRIC_KEY_MAX },
};

enum {
	AES_AUTHENTICATION_KEY = 16,
	FIPS_HMAC_MIN = 14, /* 112 bits */
	FIPS_DES = 24,
};

static const struct key_row *row_of(const struct se050_call *call)
{
	const struct key_row *row = key_rows;

	while (row->p1 != call->apdu.p1)
		row++;
	return row;
}

/* FIPS parts have no weak keys (evidence 3.8). */
static bool length_fits(const struct se050 *chip, const struct key_row *row, size_t len)
{
	if (len < row->min || len > row->max || (len - row->min) % row->step != 0)
		return false;
	if (!chip->nv.identity.fips)
		return true;
	return row->class == CLASS_DES ? len == FIPS_DES : row->class != CLASS_HMAC || len >= FIPS_HMAC_MIN;
}

/*
 * The key as it will be stored. RFC 3394 2.2.2 by its index method; the check value tells whether it was this
 * key-encryption key. Returns SW_OK with *len bytes in key.
 */
static enum se05x_status unwrap(
	struct crypto *crypto, struct rbuf kek, struct rbuf wrapped, uint8_t *key, size_t *len)
{
	static const uint8_t check[KEY_WRAP_MORE] = { 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6 };
	size_t n = rbuf_left(&wrapped) / 8 - 1;
	uint8_t block[AES_BLOCK];
	bool same;

	rbuf_copy(&wrapped, block, 8);
	rbuf_copy(&wrapped, key, n * 8);
	for (size_t t = 6 * n; t > 0; t--) {
		uint8_t *r = key + (t - 1) % n * 8;

		block[7] ^= (uint8_t)t;
		block[6] ^= (uint8_t)(t >> 8);
		memcpy(block + 8, r, 8);
		if (crypto_aes_decrypt(crypto, kek.at, rbuf_left(&kek), block, block) < 0)
			return SW_FAILURE;
		memcpy(r, block + 8, 8);
	}
	*len = n * 8;
	same = CRYPTO_memcmp(block, check, sizeof(check)) == 0;
	OPENSSL_cleanse(block, sizeof(block)); /* bytes of the key */
	return same ? SW_OK : SW_CONDITIONS;
}

static enum se05x_status plain_key(
	const struct se050 *chip, const struct se050_call *call, uint8_t *key, size_t *len)
{
	struct rbuf value = call_value(call, TAG_3);
	const struct se050_object *kek = call_object(call, TAG_2);

	if (!kek) {
		*len = rbuf_left(&value);
		if (*len > SYMMETRIC_KEY_MAX)
			return SW_CONDITIONS;
		rbuf_copy(&value, key, *len);
		return SW_OK;
	}
	/* Two blocks of eight at least, or there is nothing to unwrap. */
	if (rbuf_left(&value) < 3 * 8 || rbuf_left(&value) % 8 != 0 ||
		rbuf_left(&value) > SYMMETRIC_KEY_MAX + KEY_WRAP_MORE)
		return SW_CONDITIONS;
	return unwrap(call->env->crypto, object_value(chip, kek), value, key, len);
}

static struct se050_object describe(const struct se050_call *call, size_t len)
{
	const struct key_row *row = row_of(call);
	struct se050_object as = {
		.class = row->class,
		.origin = ORIGIN_EXTERNAL,
		.value_len = (uint32_t)len,
		.tag_len = (uint16_t)(call_number(call, row->class == CLASS_AES ? TAG_4 : TAG_5)),
	};

	write_cost(&as, cost_of_bytes(row->class, write_transient(call), len));
	return as;
}

enum se05x_status keys_symmetric_check(const struct se050 *chip, struct se050_call *call)
{
	const struct key_row *row = row_of(call);
	uint8_t key[SYMMETRIC_KEY_MAX];
	struct se050_object as;
	enum se05x_status status;
	size_t len;

	if (!call_object(call, TAG_1) && call->apdu.ins & INS_AUTHENTICATES && row->class != CLASS_AES)
		return SW_CONDITIONS;
	status = plain_key(chip, call, key, &len);
	OPENSSL_cleanse(key, sizeof(key));
	if (status != SW_OK)
		return status;
	if (!length_fits(chip, row, len))
		return SW_CONDITIONS;
	if (!call_object(call, TAG_1) && call->apdu.ins & INS_AUTHENTICATES && len != AES_AUTHENTICATION_KEY)
		return SW_CONDITIONS;
	as = describe(call, len);
	return write_check(chip, call, &as, 1u << row->class, RIGHT_WRITE);
}

enum se05x_status keys_symmetric(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t key[SYMMETRIC_KEY_MAX];
	size_t len = 0;
	enum se05x_status status = plain_key(chip, call, key, &len);
	struct se050_object as = describe(call, len);

	(void)out;
	if (status == SW_OK)
		status = write_check(chip, call, &as, 1u << as.class, RIGHT_WRITE);
	if (status == SW_OK)
		memcpy(object_change(chip, write_object(chip, call, &as)), key, len);
	OPENSSL_cleanse(key, sizeof(key));
	return status;
}
