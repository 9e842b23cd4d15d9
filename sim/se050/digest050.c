/* sim/se050/digest050.c: digests, in one step and in several. */
#include "digest050.h"

#include "crypto_object.h"

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

enum se05x_status digest_init_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *object = call_object(call, TAG_2);
	enum digest_kind kind;

	if (!digest_find(object->detail, &kind))
		return SW_CONDITIONS;
	return crypto_state_fits(chip, object, sizeof(struct hash)) ? SW_OK : SW_NO_MEMORY;
}

enum se05x_status digest_init(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_object *object = call_object(call, TAG_2);
	struct ram_record *state;
	enum digest_kind kind;

	(void)out;
	if (!digest_find(object->detail, &kind))
		return SW_CONDITIONS;
	state = crypto_state_open(chip, object, sizeof(struct hash), 0);
	if (!state)
		return SW_NO_MEMORY;
	hash_init((struct hash *)ram_bytes(state), kind);
	return SW_OK;
}

enum se05x_status digest_check(const struct se050 *chip, struct se050_call *call)
{
	return ram_look(chip, RAM_CRYPTO, call_object(call, TAG_2)->id) ? SW_OK : SW_CONDITIONS;
}

/* The running digest with the command's data in it. */
static struct hash *take_data(struct se050 *chip, const struct se050_call *call)
{
	struct ram_record *state = ram_find(chip, RAM_CRYPTO, call_object(call, TAG_2)->id);
	struct rbuf data = call_value(call, TAG_3);
	struct hash *hash;

	if (!state)
		return NULL;
	hash = (struct hash *)ram_bytes(state);
	hash_update(hash, data.at, rbuf_left(&data));
	return hash;
}

enum se05x_status digest_update(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)out;
	return take_data(chip, call) ? SW_OK : SW_CONDITIONS;
}

/* UNCERTAIN: like ciphers, whose Final leads back to the state after Init (AN12413 4.12.3), the next digest is open. */
enum se05x_status digest_final(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct hash *hash = take_data(chip, call);
	uint8_t digest[DIGEST_BYTES_MAX];
	enum digest_kind kind;

	if (!hash)
		return SW_CONDITIONS;
	kind = (enum digest_kind)hash->kind;
	hash_final(hash, digest);
	hash_init(hash, kind);
	answer_bytes(out, TAG_1, digest, digest_size(kind));
	return SW_OK;
}

enum se05x_status digest_oneshot_check(const struct se050 *chip, struct se050_call *call)
{
	enum digest_kind kind;

	(void)chip;
	return digest_find((uint8_t)call_number(call, TAG_1), &kind) ? SW_OK : SW_CONDITIONS;
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
