/*
 * sim/se050/platform.c: the platform channel and its keys. Sections: D = GlobalPlatform Amendment D 1.1.1, GP = its Card
 * Specification 2.3.1.
 */
#include "platform.h"

#include <openssl/crypto.h>
#include <string.h>

#include "crypto.h"
#include "rules.h"

enum {
	KEY_ENC,
	KEY_MAC,
	KEY_DEK,
	KEYS_OF_SET,
	SCP_ID = 0x03,
	KEY_TYPE_AES = 0x88,
	KCV = 3,
};

/* The set of this version; the first one for version 0. NULL: there is none. */
static const struct se050_key_set *set_of(const struct se050 *chip, uint8_t version)
{
	for (size_t i = 0; i < SE050_KEY_SETS; i++) {
		const struct se050_key_set *set = &chip->nv.key_sets[i];

		if (set->version != 0 && (version == 0 || set->version == version))
			return set;
	}
	return NULL;
}

/* A card whose tries are used up answers no more (FIPS policy 3.1). UNCERTAIN (SE05X-U-10): by 6983, "method blocked". */
enum se05x_status platform_initialize_check(const struct se050 *chip, struct se050_call *call)
{
	if (chip->nv.velocity == 0)
		return SW_BLOCKED;
	if (!set_of(chip, call->apdu.p1) && !se050_rule(chip, RULE_ANY_KEY_VERSION))
		return SW_NO_REFERENCE;
	return SW_OK;
}

/*
 * D 7.1.1. Whatever channel there was ends here. A version that is not there is answered from 7.2 on, with a
 * cryptogram of random keys that nobody can follow.
 */
enum se05x_status platform_initialize(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const struct se050_key_set *set = set_of(chip, call->apdu.p1);
	struct se050_key_set none = { .version = call->apdu.p1, .length = 16 };
	struct scp03 *channel = &chip->card.channel;
	uint8_t card[SCP03_CHALLENGE], cryptogram[SCP03_CRYPTOGRAM];

	if (!set) {
		se050_random(chip, call, none.key[0], sizeof(none.key));
		set = &none;
	}
	memset(channel, 0, sizeof(*channel));
	channel->counts_all = se050_rule(chip, RULE_SCP_COUNTS_ALL);
	memcpy(chip->card.dek, set->key[KEY_DEK], sizeof(chip->card.dek));
	chip->card.dek_length = set->length;
	if (chip->options.forced_challenge)
		memcpy(card, chip->options.challenge, sizeof(card));
	else
		se050_random(chip, call, card, sizeof(card));
	if (scp03_initialise(call->env->crypto, channel, set->key[KEY_ENC], set->key[KEY_MAC], set->length,
		    call->apdu.data.at, card, cryptogram) < 0)
		return SW_FAILURE;
	wbuf_put(out, chip->nv.identity.diversification, sizeof(chip->nv.identity.diversification));
	wbuf_u8(out, set->version);
	wbuf_u8(out, SCP_ID);
	wbuf_u8(out, 0); /* i, as parts have it: the challenge is random, without a counter */
	wbuf_put(out, card, sizeof(card));
	wbuf_put(out, cryptogram, sizeof(cryptogram));
	return SW_OK;
}

enum se05x_status platform_authenticate_check(const struct se050 *chip, struct se050_call *call)
{
	if (chip->card.channel.state != SCP_INITIALISED || chip->nv.velocity == 0)
		return SW_CONDITIONS;
	return scp03_is_level(call->apdu.p1) ? SW_OK : SW_WRONG_P1_P2;
}

enum se05x_status platform_authenticate(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	(void)out;
	return scp03_authenticate(call->env->crypto, &chip->card.channel, &call->apdu);
}

/* The keys of a PUT KEY, decrypted and checked. */
struct new_keys {
	struct se050_key_set set;
	uint8_t kcv[KEYS_OF_SET][KCV];
};

/* 88, length, length of the key, the key under the DEK, 03, its check value (D 7.2, GP 11.8.2.3). */
static enum se05x_status take_key(struct crypto *crypto, const struct se050_card *card, struct rbuf *data,
	struct new_keys *keys, size_t i)
{
	static const uint8_t ones[AES_BLOCK] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 };
	uint8_t type = rbuf_u8(data), outer = rbuf_u8(data), len = rbuf_u8(data);
	struct rbuf key = rbuf_take(data, len);
	uint8_t n = rbuf_u8(data);
	struct rbuf kcv = rbuf_take(data, n);
	uint8_t iv[AES_BLOCK] = { 0 }, block[AES_BLOCK];

	if (rbuf_bad(data))
		return SW_WRONG_DATA;
	if (type != KEY_TYPE_AES || (len != 16 && len != 32))
		return SW_ALGORITHM_UNKNOWN;
	if (outer != len + 1 || n != KCV || (i > 0 && len != keys->set.length))
		return SW_WRONG_DATA;
	keys->set.length = len;
	if (crypto_aes_cbc_decrypt(crypto, card->dek, card->dek_length, iv, key.at, keys->set.key[i], len) <
			0 ||
		crypto_aes_encrypt(crypto, keys->set.key[i], len, ones, block) < 0)
		return SW_FAILURE;
	memcpy(keys->kcv[i], block, KCV);
	return CRYPTO_memcmp(block, kcv.at, KCV) == 0 ? SW_OK : SW_KCV_WRONG;
}

static enum se05x_status take_keys(
	struct crypto *crypto, const struct se050_card *card, struct rbuf data, struct new_keys *keys)
{
	enum se05x_status status = SW_OK;

	memset(keys, 0, sizeof(*keys));
	keys->set.version = rbuf_u8(&data);
	for (size_t i = 0; i < KEYS_OF_SET && status == SW_OK; i++)
		status = take_key(crypto, card, &data, keys, i);
	if (status == SW_OK && (rbuf_left(&data) > 0 || keys->set.version == 0 || keys->set.version > 0x7f))
		status = SW_WRONG_DATA;
	return status;
}

/* Where the new set goes: over the one that P1 names, or into a free place. -1: there is none. */
static int place_for(const struct se050 *chip, uint8_t replaced)
{
	for (int i = 0; i < SE050_KEY_SETS; i++)
		if (chip->nv.key_sets[i].version == replaced)
			return i;
	return -1;
}

enum se05x_status platform_put_key_check(const struct se050 *chip, struct se050_call *call)
{
	uint8_t replaced = call->apdu.p1, version;
	struct rbuf data = call->apdu.data;
	struct new_keys keys;
	enum se05x_status status;

	version = rbuf_u8(&data);
	if (chip->card.channel.state != SCP_OPEN)
		return SW_SECURITY_STATUS;
	if (replaced != 0 && !set_of(chip, replaced))
		return SW_NO_REFERENCE;
	status = take_keys(call->env->crypto, &chip->card, call->apdu.data, &keys);
	OPENSSL_cleanse(&keys, sizeof(keys));
	if (status != SW_OK)
		return status;
	/* Two sets of one version cannot be told apart. */
	if (version != replaced && set_of(chip, version))
		return SW_WRONG_DATA;
	return place_for(chip, replaced) < 0 ? SW_NO_MEMORY : SW_OK;
}

/*
 * All three or none. The open channel goes on as it was opened, its DEK too: NXP's own rotation writes new keys and
 * then the old ones again in one channel, both under the DEK of before.
 */
enum se05x_status platform_put_key(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	int place = place_for(chip, call->apdu.p1);
	struct new_keys keys;
	enum se05x_status status = take_keys(call->env->crypto, &chip->card, call->apdu.data, &keys);

	if (status == SW_OK && place >= 0) {
		chip->nv.key_sets[place] = keys.set;
		wbuf_u8(out, keys.set.version);
		wbuf_put(out, keys.kcv, sizeof(keys.kcv));
	}
	OPENSSL_cleanse(&keys, sizeof(keys));
	return status;
}
