/* sim/se050/crypto_object.c: descriptors of multi-step operations. */
#include "crypto_object.h"

#include "rules.h"

/* AN12413 tables 31, 36, 38 and 289, less what they call not supported. UNCERTAIN (SE05X-U-19): AEAD's memory. */
static const struct crypto_kind kinds[] = {
	{ CONTEXT_DIGEST, 0x01, 108, 112, 0, 0 },
	{ CONTEXT_DIGEST, 0x04, 108, 128, 0, 0 },
	{ CONTEXT_DIGEST, 0x05, 108, 208, 0, 0 },
	{ CONTEXT_DIGEST, 0x06, 108, 224, 0, 0 },
	{ CONTEXT_DIGEST, 0x07, 108, 112, 0, 0 },
	{ CONTEXT_CIPHER, 0x01, 116, 16, FEATURE_DES, 0 },
	{ CONTEXT_CIPHER, 0x02, 116, 16, FEATURE_DES, 0 },
	{ CONTEXT_CIPHER, 0x03, 116, 16, FEATURE_DES, 0 },
	{ CONTEXT_CIPHER, 0x05, 116, 16, FEATURE_DES, 0 },
	{ CONTEXT_CIPHER, 0x0d, 116, 32, FEATURE_AES, 0 },
	{ CONTEXT_CIPHER, 0x0e, 116, 32, FEATURE_AES, 0 },
	{ CONTEXT_CIPHER, 0x16, 116, 48, FEATURE_AES, 0 },
	{ CONTEXT_CIPHER, 0x17, 116, 32, FEATURE_AES, 0 },
	{ CONTEXT_CIPHER, 0xf0, 116, 32, FEATURE_AES, 0 },
	{ CONTEXT_MAC, 0x03, 112, 16, FEATURE_DES, 0 },
	{ CONTEXT_MAC, 0x04, 112, 16, FEATURE_DES, 0 },
	{ CONTEXT_MAC, 0x05, 112, 16, FEATURE_DES, 0 },
	{ CONTEXT_MAC, 0x06, 112, 16, FEATURE_DES, 0 },
	{ CONTEXT_MAC, 0x13, 112, 16, FEATURE_DES, 0 },
	{ CONTEXT_MAC, 0x14, 112, 16, FEATURE_DES, 0 },
	{ CONTEXT_MAC, 0x2f, 112, 16, FEATURE_DES, 0 },
	{ CONTEXT_MAC, 0x30, 112, 16, FEATURE_DES, 0 },
	{ CONTEXT_MAC, 0x7a, 116, 16, FEATURE_DES, 0 },
	{ CONTEXT_MAC, 0x18, 112, 224, FEATURE_HMAC, 0 },
	{ CONTEXT_MAC, 0x19, 112, 288, FEATURE_HMAC, 0 },
	{ CONTEXT_MAC, 0x1a, 112, 416, FEATURE_HMAC, 0 },
	{ CONTEXT_MAC, 0x1b, 112, 544, FEATURE_HMAC, 0 },
	{ CONTEXT_MAC, 0x31, 116, 32, FEATURE_AES, 0 },
	{ CONTEXT_MAC, 0x66, 116, 32, FEATURE_AES, 0 },
	{ CONTEXT_AEAD, 0xb0, 116, 96, FEATURE_AES, 0x070200 },
	{ CONTEXT_AEAD, 0xf3, 116, 96, FEATURE_AES, 0x070200 },
	{ CONTEXT_AEAD, 0xf4, 116, 96, FEATURE_AES, 0x070200 },
};

const struct crypto_kind *crypto_kind_find(const struct se050 *chip, uint8_t context, uint8_t subtype)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].context == context && kinds[i].subtype == subtype &&
			se050_version(chip) >= kinds[i].since)
			return &kinds[i];
	return NULL;
}

static bool describe(const struct se050 *chip, const struct se050_call *call, struct se050_object *as)
{
	const struct crypto_kind *kind =
		crypto_kind_find(chip, (uint8_t)call_number(call, TAG_2), (uint8_t)call_number(call, TAG_3));
	uint16_t config =
		(uint16_t)(chip->nv.identity.applet_config[0] << 8 | chip->nv.identity.applet_config[1]);

	if (!kind || (config & kind->features) != kind->features)
		return false;
	*as = (struct se050_object){
		.kind = RECORD_CRYPTO,
		.id = call_number(call, TAG_1),
		.class = kind->context,
		.detail = kind->subtype,
		.owner = call->user.id,
		.cost = kind->nvm,
	};
	return true;
}

/* UNCERTAIN (SE05X-U-01): what the document does not support is refused here, not at the first use. */
enum se05x_status crypto_object_create_check(const struct se050 *chip, struct se050_call *call)
{
	struct se050_object as;

	if (crypto_object_look(chip, (uint16_t)call_number(call, TAG_1)) || !describe(chip, call, &as))
		return SW_CONDITIONS;
	return object_fits(chip, &as) ? SW_OK : SW_NO_MEMORY;
}

enum se05x_status crypto_object_create(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_object as;

	(void)out;
	if (!describe(chip, call, &as))
		return SW_CONDITIONS;
	object_create(chip, &as, rbuf_from(NULL, 0));
	return SW_OK;
}

/* Hosts want the TLV also when there is nothing in it. */
enum se05x_status crypto_object_list(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = NULL;
	uint8_t bytes[SE050_DATA_MAX];
	struct wbuf list = wbuf_to(bytes, (se050_payload_max(chip) - 4) / 4 * 4);

	(void)call;
	while (wbuf_left(&list) >= 4 && (object = object_next(chip, RECORD_CRYPTO, object)) != NULL) {
		wbuf_be16(&list, (uint16_t)object->id);
		wbuf_u8(&list, object->class);
		wbuf_u8(&list, object->detail);
	}
	answer_bytes(out, TAG_1, bytes, list.len);
	return SW_OK;
}

enum se05x_status crypto_object_delete(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)out;
	object_delete(chip, call_object(call, TAG_1));
	return SW_OK;
}
