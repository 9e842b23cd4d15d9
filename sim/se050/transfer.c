/*
 * sim/se050/transfer.c: ExportObject and ImportObject: AES-256-CBC without padding and AES-128-CMAC, under keys that
 * each part has of its own (AN12413 3.2.8, 4.7.1.8, 4.7.3.2). What is inside a blob is nobody's business but ours:
 * id, class, curve, RSA component and size, length; the value; zeros up to a whole block; behind it the MAC of it all.
 */
#include "transfer.h"

#include <openssl/crypto.h>
#include <string.h>

#include "crypto.h"
#include "curve.h"
#include "hash.h"
#include "ram.h"
#include "rsa.h"
#include "rules.h"

enum {
	BLOB_KEY = 32,
	BLOB_MAC_KEY = 16,
	BLOB_HEAD = 11,
	BLOB_VALUE_MAX = 512, /* a component of RSA-4096 */
	BLOB_PLAIN_MAX = (BLOB_HEAD + BLOB_VALUE_MAX + AES_BLOCK - 1) / AES_BLOCK * AES_BLOCK,
};

/* The keys that blobs have, from what the factory gave this part alone. */
struct blob_keys {
	uint8_t cipher[BLOB_KEY];
	uint8_t mac[SHA256_BYTES]; /* the first BLOB_MAC_KEY bytes */
};

static void derive_key(const struct se050 *chip, uint8_t what, uint8_t key[SHA256_BYTES])
{
	static const char label[] = "object export";
	struct sha256 hash;

	sha256_init(&hash);
	sha256_update(&hash, label, sizeof(label));
	sha256_update(&hash, chip->nv.factory_secret, sizeof(chip->nv.factory_secret));
	sha256_update(&hash, &what, 1);
	sha256_final(&hash, key);
	OPENSSL_cleanse(&hash, sizeof(hash));
}

static struct blob_keys derive_keys(const struct se050 *chip)
{
	struct blob_keys keys;

	derive_key(chip, 1, keys.cipher);
	derive_key(chip, 2, keys.mac);
	return keys;
}

static size_t blob_plain_size(size_t len)
{
	return (BLOB_HEAD + len + AES_BLOCK - 1) / AES_BLOCK * AES_BLOCK;
}

static bool is_rsa(const struct se050_object *object)
{
	return RSA_KEYS >> object->class & 1;
}

/* How many bytes a blob of this object holds: all of its value, or one component of it. */
static size_t blob_len(const struct se050_call *call)
{
	const struct se050_object *object = call_object(call, TAG_1);

	if (!is_rsa(object))
		return object->value_len;
	return rsa_part_len((enum rsa_component)call_number(call, TAG_2), object->bits);
}

static void put_head(struct wbuf *w, const struct se050_call *call)
{
	const struct se050_object *object = call_object(call, TAG_1);

	wbuf_be32(w, object->id);
	wbuf_u8(w, object->class);
	wbuf_u8(w, object->detail);
	wbuf_u8(w, (uint8_t)call_number(call, TAG_2));
	wbuf_be16(w, object->bits);
	wbuf_be16(w, (uint16_t)blob_len(call));
}

static int mac_of(struct crypto *crypto, const struct blob_keys *keys, const uint8_t *bytes, size_t len,
	uint8_t mac[AES_BLOCK])
{
	struct aes_cmac cmac = { .pending_len = 0 };
	int rc = crypto_cmac_update(crypto, keys->mac, BLOB_MAC_KEY, &cmac, bytes, len);

	return rc < 0 ? rc : crypto_cmac_final(crypto, keys->mac, BLOB_MAC_KEY, &cmac, mac);
}

/* Of all keys that may, what concerns the object rather than the blob. */
static enum se05x_status check_object(const struct se050_call *call)
{
	const struct se050_object *object = call_object(call, TAG_1);

	if (!(object->flags & OBJECT_TRANSIENT))
		return SW_CONDITIONS;
	if (call_has(call, TAG_2) != is_rsa(object) || call_number(call, TAG_2) >= RSA_COMPONENTS)
		return SW_WRONG_DATA;
	if (is_rsa(object) && !(rsa_parts((enum se050_class)object->class) >> call_number(call, TAG_2) & 1))
		return SW_CONDITIONS;
	return SW_OK;
}

/* Seen on 3.1.1: P-384 can be exported, P-521 cannot. UNCERTAIN (SE05X-U-62): from which applet on it can. */
enum se05x_status transfer_export_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *object = call_object(call, TAG_1);

	if (EC_KEYS >> object->class & 1 && object->detail == CURVE_P521 &&
		!se050_rule(chip, RULE_EXPORTS_P521))
		return SW_CONDITIONS;
	return check_object(call);
}

enum se05x_status transfer_export(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_1);
	struct rbuf value = is_rsa(object) ? rsa_part(chip, object, call_number(call, TAG_2))
					   : object_value(chip, object);
	size_t size = blob_plain_size(blob_len(call));
	struct blob_keys keys = derive_keys(chip);
	uint8_t blob[BLOB_PLAIN_MAX + AES_BLOCK], iv[AES_BLOCK] = { 0 };
	struct wbuf w = wbuf_to(blob, size);
	int rc;

	put_head(&w, call);
	wbuf_put(&w, value.at, blob_len(call));
	wbuf_fill(&w, 0, wbuf_left(&w));
	rc = crypto_aes_cbc_encrypt(call->env->crypto, keys.cipher, BLOB_KEY, iv, blob, blob, size);
	if (rc == 0)
		rc = mac_of(call->env->crypto, &keys, blob, size, blob + size);
	if (rc == 0)
		answer_bytes(out, TAG_1, blob, size + AES_BLOCK);
	OPENSSL_cleanse(&keys, sizeof(keys));
	OPENSSL_cleanse(blob, sizeof(blob));
	return rc < 0 ? SW_FAILURE : SW_OK;
}

/* The value that a blob holds, decrypted into `plain`; SW_CONDITIONS when it is not of this object and this part. */
static enum se05x_status open_blob(const struct se050 *chip, const struct se050_call *call,
	uint8_t plain[BLOB_PLAIN_MAX], struct rbuf *value)
{
	struct rbuf blob = call_value(call, TAG_3), was;
	size_t size = blob_plain_size(blob_len(call));
	struct blob_keys keys;
	uint8_t mac[AES_BLOCK], head[BLOB_HEAD], iv[AES_BLOCK] = { 0 };
	struct wbuf w = wbuf_to(head, sizeof(head));
	enum se05x_status status = SW_CONDITIONS;

	if (rbuf_left(&blob) != size + AES_BLOCK)
		return SW_CONDITIONS;
	keys = derive_keys(chip);
	if (mac_of(call->env->crypto, &keys, blob.at, size, mac) < 0 ||
		crypto_aes_cbc_decrypt(call->env->crypto, keys.cipher, BLOB_KEY, iv, blob.at, plain, size) <
			0)
		status = SW_FAILURE;
	rbuf_bytes(&blob, size);
	put_head(&w, call);
	was = rbuf_from(plain, size);
	if (status != SW_FAILURE && CRYPTO_memcmp(mac, blob.at, AES_BLOCK) == 0 &&
		memcmp(rbuf_bytes(&was, sizeof(head)), head, sizeof(head)) == 0) {
		*value = rbuf_take(&was, blob_len(call));
		status = SW_OK;
	}
	OPENSSL_cleanse(&keys, sizeof(keys));
	return status;
}

/* Its value may be lost: it is what comes. */
enum se05x_status transfer_import_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *object = call_object(call, TAG_1);
	enum se05x_status status = check_object(call);
	uint8_t plain[BLOB_PLAIN_MAX];
	struct rbuf value;

	if (status == SW_OK)
		status = open_blob(chip, call, plain, &value);
	if (status == SW_OK && !ram_look(chip, RAM_OBJECT, object->id))
		status = SW_NO_MEMORY;
	OPENSSL_cleanse(plain, sizeof(plain));
	return status;
}

enum se05x_status transfer_import(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_object *object = call_object(call, TAG_1);
	uint8_t plain[BLOB_PLAIN_MAX];
	struct rbuf value;
	enum se05x_status status = open_blob(chip, call, plain, &value);

	(void)out;
	if (status == SW_OK && is_rsa(object))
		rsa_set_part(chip, object, (enum rsa_component)call_number(call, TAG_2), value);
	else if (status == SW_OK)
		rbuf_copy(&value, object_change(chip, object), blob_len(call));
	OPENSSL_cleanse(plain, sizeof(plain));
	return status;
}
