/* sim/atecc608/gen_key.c: GenKey and PrivWrite: private keys come in, public keys come out. */
#include <openssl/crypto.h>
#include <string.h>

#include "commands.h"
#include "crypto.h"
#include "message.h"
#include "policy.h"
#include "zones.h"

enum {
	MODE_CREATE = 0x04,
	MODE_DIGEST = 0x08,
	KEY_IS_TEMPKEY = 0xffff,
	OTHER_DATA_BYTES = 3,
	PLAIN_BYTES = 36,
	MAC_BYTES = 32,
	PRIV_WRITE_ENCRYPTED = 0x40,
};

static enum atca_status from_crypto(int rc)
{
	return rc == 0 ? ATCA_SUCCESS : ATCA_ECC_FAULT;
}

/* A P-256 private key, kept secret (DS20005927A 9.7). */
static bool slot_is_private_key(const struct atecc *chip, unsigned int slot)
{
	struct key_config key = key_config(chip, slot);

	return key.is_private && key.key_type == KEY_TYPE_P256 && slot_config(chip, slot).is_secret;
}

static bool may_create(const struct atecc *chip, unsigned int slot)
{
	if (slot_locked(chip, slot))
		return false;
	return !data_locked(chip) || slot_config(chip, slot).write_config & WRITE_BIT_13;
}

static bool may_tell_public(const struct atecc *chip, const struct atecc_call *call, unsigned int slot)
{
	return private_key_there(chip, call, slot) && (!data_locked(chip) || key_config(chip, slot).pub_info);
}

enum atca_status gen_key_check(const struct atecc *chip, struct atecc_call *call)
{
	bool digest = call->param1 & MODE_DIGEST;
	bool create = call->param1 & MODE_CREATE;

	/* Into TempKey on the 608 only; OtherData belongs to that alone. */
	if (call->param2 == KEY_IS_TEMPKEY)
		return atecc_silicon(&chip->nv)->on == ON_508A ? ATCA_PARSE_ERROR : ATCA_SUCCESS;
	if (rbuf_left(&call->data) > 0)
		return ATCA_PARSE_ERROR;
	if (!slot_is_private_key(chip, call->param2))
		return ATCA_EXECUTION_ERROR;
	if (create ? !may_create(chip, call->param2) : !may_tell_public(chip, call, call->param2))
		return ATCA_EXECUTION_ERROR;
	if (digest && (!call->tempkey.valid || call->tempkey.private_key))
		return ATCA_EXECUTION_ERROR;
	return key_usable(chip, call, call->param2, digest ? USE_GEN_KEY_DIGEST : USE_GEN_KEY);
}

/* 128 bytes: TempKey, the command or OtherData, the serial number, 25 zeros, the key (LORA-B 5.2.2). */
static void public_digest(const struct atecc *chip, struct atecc_call *call, const uint8_t command[3],
	const uint8_t point[P256_POINT])
{
	uint8_t message[128];
	struct wbuf w = wbuf_to(message, sizeof(message));
	uint8_t digest[SHA256_BYTES];

	wbuf_put(&w, call->tempkey.value, 32);
	wbuf_u8(&w, call->opcode);
	wbuf_put(&w, command, 3);
	wbuf_u8(&w, chip->nv.config[CONFIG_SN_4_8 + 4]);
	wbuf_put(&w, chip->nv.config + CONFIG_SN_0_3, 2);
	wbuf_fill(&w, 0, 25);
	wbuf_put(&w, point, P256_POINT);
	sha256_bytes(message, w.len, digest);
	call->next = tempkey_load(digest, sizeof(digest), call->tempkey.input);
	call->next.no_mac = call->tempkey.no_mac;
	call->next.gen_key = true;
	call->next.key_id = call->param2 & 0x0f;
}

static enum atca_status create_in_tempkey(
	struct atecc_call *call, struct rng_stream *stream, uint8_t point[P256_POINT])
{
	uint8_t d[P256_BYTES];
	enum atca_status status = from_crypto(crypto_p256_generate(call->env->crypto, stream, d, point));

	if (status == ATCA_SUCCESS) {
		call->next = tempkey_load(d, sizeof(d), false);
		call->next.private_key = true;
	}
	OPENSSL_cleanse(d, sizeof(d));
	return status;
}

static enum atca_status create_in_slot(
	struct atecc *chip, struct atecc_call *call, struct rng_stream *stream, uint8_t point[P256_POINT])
{
	uint8_t *slot = slot_room(chip, call->param2);

	memset(slot, 0, slot_size(call->param2));
	return from_crypto(crypto_p256_generate(call->env->crypto, stream, slot + 4, point));
}

enum atca_status gen_key_run(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	struct rng_stream stream = atecc_stream(chip, call);
	uint8_t point[P256_POINT];
	uint8_t command[3];
	struct wbuf w = wbuf_to(command, sizeof(command));
	enum atca_status status;

	if (call->param2 == KEY_IS_TEMPKEY)
		status = create_in_tempkey(call, &stream, point);
	else if (call->param1 & MODE_CREATE)
		status = create_in_slot(chip, call, &stream, point);
	else
		status = from_crypto(crypto_p256_public(
			call->env->crypto, &stream, slot_private_key(chip, call->param2), point));
	if (status != ATCA_SUCCESS)
		return status;
	if (call->param1 & MODE_DIGEST) {
		wbuf_u8(&w, call->param1);
		wbuf_le16(&w, call->param2);
		public_digest(chip, call, command, point);
	}
	wbuf_put(out, point, sizeof(point));
	return ATCA_SUCCESS;
}

/* A stored public key: only its authorisation counts, not its validity (DS20005927A 9.7). */
enum atca_status gen_key_public_check(const struct atecc *chip, struct atecc_call *call)
{
	if (!slot_holds_public_key(chip, call->param2))
		return ATCA_EXECUTION_ERROR;
	return key_usable(chip, call, call->param2, USE_PUBLIC_DIGEST);
}

enum atca_status gen_key_public(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t point[P256_POINT];
	uint8_t other_data[OTHER_DATA_BYTES];

	(void)out;
	slot_public_key(chip, call->param2, point);
	rbuf_copy(&call->data, other_data, sizeof(other_data));
	public_digest(chip, call, other_data, point);
	return ATCA_SUCCESS;
}

/* DS20005927A 9.14; before the data lock neither WriteConfig nor TempKey's origin counts. */
enum atca_status priv_write_check(const struct atecc *chip, struct atecc_call *call)
{
	struct slot_config slot = slot_config(chip, call->param2);
	bool encrypted = call->param1 & PRIV_WRITE_ENCRYPTED;

	call->uses_tempkey = encrypted;
	if (!key_config(chip, call->param2).is_private || !slot.is_secret || slot_locked(chip, call->param2))
		return ATCA_EXECUTION_ERROR;
	if (encrypted && (!call->tempkey.valid || call->tempkey.private_key))
		return ATCA_EXECUTION_ERROR;
	if (!data_locked(chip))
		return ATCA_SUCCESS;
	if (!encrypted || !(slot.write_config & WRITE_ENCRYPTED))
		return ATCA_EXECUTION_ERROR;
	return tempkey_from_gen_dig(call, slot.write_key) ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR;
}

/* The first 32 bytes are XORed with TempKey, the last four with its digest. */
static void unmask(const struct atecc_call *call, uint8_t plain[PLAIN_BYTES])
{
	uint8_t more[SHA256_BYTES];

	sha256_bytes(call->tempkey.value, 32, more);
	for (size_t i = 0; i < 32; i++)
		plain[i] ^= call->tempkey.value[i];
	for (size_t i = 32; i < PLAIN_BYTES; i++)
		plain[i] ^= more[i - 32];
	OPENSSL_cleanse(more, sizeof(more));
}

static bool priv_write_mac_good(
	const struct atecc *chip, struct atecc_call *call, const uint8_t plain[PLAIN_BYTES])
{
	uint8_t message[96];
	struct wbuf w = wbuf_to(message, sizeof(message));
	uint8_t expected[SHA256_BYTES];
	uint8_t mac[MAC_BYTES];

	rbuf_copy(&call->data, mac, sizeof(mac));
	wbuf_put(&w, call->tempkey.value, 32);
	message_command(&w, chip, call);
	wbuf_fill(&w, 0, 21);
	wbuf_put(&w, plain, PLAIN_BYTES);
	sha256_bytes(message, w.len, expected);
	OPENSSL_cleanse(message, sizeof(message));
	return CRYPTO_memcmp(mac, expected, sizeof(mac)) == 0;
}

/* Four pad bytes and the number; a number that is no key is refused. */
enum atca_status priv_write_run(struct atecc *chip, struct atecc_call *call, struct wbuf *out)
{
	uint8_t plain[PLAIN_BYTES];
	enum atca_status status = ATCA_SUCCESS;

	(void)out;
	rbuf_copy(&call->data, plain, sizeof(plain));
	if (call->uses_tempkey) {
		unmask(call, plain);
		if (!priv_write_mac_good(chip, call, plain))
			status = ATCA_EXECUTION_ERROR;
	}
	if (status == ATCA_SUCCESS && crypto_p256_check_private(call->env->crypto, plain + 4) < 0)
		status = ATCA_EXECUTION_ERROR;
	if (status == ATCA_SUCCESS) {
		memset(slot_room(chip, call->param2), 0, slot_size(call->param2));
		memcpy(slot_room(chip, call->param2) + 4, plain + 4, P256_BYTES);
	}
	OPENSSL_cleanse(plain, sizeof(plain));
	return status;
}
