/* sim/se050/digest050.c: digests, in one step and in several. */
#include "digest050.h"

#include "steps.h"

struct digest_row {
	uint8_t number;
	uint8_t kind; /* enum digest_kind */
};

/* AN12413 table 35. Headers of hosts call 07 not supported; the document lists it like the others. */
static const struct digest_row rows[] = {
	{ 0x01, DIGEST_SHA1 },
	{ 0x04, DIGEST_SHA256 },
	{ 0x05, DIGEST_SHA384 },
	{ 0x06, DIGEST_SHA512 },
	{ 0x07, DIGEST_SHA224 },
};

bool digest_find(uint8_t number, enum digest_kind *kind)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].number == number) {
			*kind = (enum digest_kind)rows[i].kind;
			return true;
		}
	return false;
}

enum se05x_status digest_init(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_2);
	enum digest_kind kind;
	enum se05x_status status;
	struct hash hash;

	(void)out;
	if (!digest_find(object->detail, &kind))
		return SW_CONDITIONS;
	status = steps_check_room(chip, object, sizeof(hash));
	if (status != SW_OK)
		return status;
	hash_init(&hash, kind);
	steps_keep(chip, object, &hash, sizeof(hash));
	return SW_OK;
}

/* The running digest with the command's data in it; false: none was begun. */
static bool take_data(const struct se050 *chip, const struct se050_call *call, struct hash *hash)
{
	struct rbuf data = call_value(call, TAG_3);

	if (!steps_look(chip, call_object(call, TAG_2), hash, sizeof(*hash)))
		return false;
	hash_update(hash, data.at, rbuf_left(&data));
	return true;
}

enum se05x_status digest_update(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct hash hash;

	(void)out;
	if (!take_data(chip, call, &hash))
		return SW_CONDITIONS;
	steps_keep(chip, call_object(call, TAG_2), &hash, sizeof(hash));
	return SW_OK;
}

enum se05x_status digest_final(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t digest[DIGEST_BYTES_MAX];
	enum digest_kind kind;
	struct hash hash;

	if (!take_data(chip, call, &hash))
		return SW_CONDITIONS;
	kind = (enum digest_kind)hash.kind;
	hash_final(&hash, digest);
	answer_bytes(out, TAG_1, digest, digest_size(kind));
	/* UNCERTAIN (SE05X-U-20): back to after DigestInit. */
	hash_init(&hash, kind);
	steps_keep(chip, call_object(call, TAG_2), &hash, sizeof(hash));
	return SW_OK;
}

enum se05x_status digest_oneshot(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct rbuf data = call_value(call, TAG_2);
	uint8_t digest[DIGEST_BYTES_MAX];
	enum digest_kind kind;

	(void)chip;
	if (!digest_find((uint8_t)call_number(call, TAG_1), &kind))
		return SW_CONDITIONS;
	digest_bytes(kind, data.at, rbuf_left(&data), digest);
	answer_bytes(out, TAG_1, digest, digest_size(kind));
	return SW_OK;
}
