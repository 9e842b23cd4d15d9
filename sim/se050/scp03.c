/* sim/se050/scp03.c: Secure Channel Protocol 03 on the card's side. Sections: D = Amendment D 1.1.1. */
#include "scp03.h"

#include <openssl/crypto.h>
#include <string.h>

#include "crypto.h"

/* Derivation constants (D 4.1.5 table 4-1). */
enum {
	DERIVE_CARD_CRYPTOGRAM = 0x00,
	DERIVE_HOST_CRYPTOGRAM = 0x01,
	DERIVE_S_ENC = 0x04,
	DERIVE_S_MAC = 0x06,
	DERIVE_S_RMAC = 0x07,
	LABEL = 11, /* zeros before the constant */
	CONTEXT_MAX = 64,
};

bool scp03_is_level(uint8_t level)
{
	static const uint8_t levels[] = { 0x00, 0x01, 0x03, 0x11, 0x13, 0x33 };

	return memchr(levels, level, sizeof(levels)) != NULL;
}

int scp03_derive(struct crypto *crypto, const uint8_t *key, size_t key_len, uint8_t constant,
	const uint8_t *context, size_t context_len, unsigned int bits, uint8_t *out)
{
	size_t len = bits / 8;
	int rc = 0;

	for (uint8_t block = 1; rc == 0 && len > 0; block++) {
		uint8_t input[LABEL + 5 + CONTEXT_MAX] = { 0 }, mac[AES_BLOCK];
		struct wbuf w = wbuf_to(input, sizeof(input));
		struct aes_cmac cmac = { .pending_len = 0 };
		size_t n = len < AES_BLOCK ? len : AES_BLOCK;

		wbuf_fill(&w, 0, LABEL);
		wbuf_u8(&w, constant);
		wbuf_u8(&w, 0);
		wbuf_be16(&w, (uint16_t)bits);
		wbuf_u8(&w, block);
		wbuf_put(&w, context, context_len);
		rc = crypto_cmac_update(crypto, key, key_len, &cmac, input, w.len);
		if (rc == 0)
			rc = crypto_cmac_final(crypto, key, key_len, &cmac, mac);
		memcpy(out, mac, n);
		out += n;
		len -= n;
		OPENSSL_cleanse(mac, sizeof(mac));
	}
	return rc;
}

int scp03_initialise(struct crypto *crypto, struct scp03 *channel, const uint8_t *enc, const uint8_t *mac,
	size_t key_len, const uint8_t host[SCP03_CHALLENGE], const uint8_t card[SCP03_CHALLENGE],
	uint8_t cryptogram[SCP03_CRYPTOGRAM])
{
	bool counts_all = channel->counts_all;
	unsigned int bits = (unsigned int)key_len * 8;
	uint8_t context[2 * SCP03_CHALLENGE];
	int rc;

	memcpy(context, host, SCP03_CHALLENGE);
	memcpy(context + SCP03_CHALLENGE, card, SCP03_CHALLENGE);
	memset(channel, 0, sizeof(*channel));
	channel->counts_all = counts_all;
	channel->key_len = (uint8_t)key_len;
	rc = scp03_derive(crypto, enc, key_len, DERIVE_S_ENC, context, sizeof(context), bits, channel->s_enc);
	if (rc == 0)
		rc = scp03_derive(
			crypto, mac, key_len, DERIVE_S_MAC, context, sizeof(context), bits, channel->s_mac);
	if (rc == 0)
		rc = scp03_derive(
			crypto, mac, key_len, DERIVE_S_RMAC, context, sizeof(context), bits, channel->s_rmac);
	if (rc == 0)
		rc = scp03_derive(crypto, channel->s_mac, key_len, DERIVE_CARD_CRYPTOGRAM, context,
			sizeof(context), 8 * SCP03_CRYPTOGRAM, cryptogram);
	if (rc == 0)
		rc = scp03_derive(crypto, channel->s_mac, key_len, DERIVE_HOST_CRYPTOGRAM, context,
			sizeof(context), 8 * SCP03_CRYPTOGRAM, channel->host_cryptogram);
	if (rc == 0)
		channel->state = SCP_INITIALISED;
	else
		memset(channel, 0, sizeof(*channel));
	return rc;
}

/* The MAC of a command whose data is followed by it: chaining value, header, Lc as it came, data (D 6.2.4). */
static int command_mac(struct crypto *crypto, const struct scp03 *channel, const struct apdu *apdu,
	struct rbuf data, uint8_t mac[AES_BLOCK])
{
	struct aes_cmac cmac = { .pending_len = 0 };
	uint8_t header[APDU_HEADER + 3];
	struct wbuf w = wbuf_to(header, sizeof(header));
	int rc;

	apdu_header_write(&w, apdu, rbuf_left(&apdu->data));
	rc = crypto_cmac_update(
		crypto, channel->s_mac, channel->key_len, &cmac, channel->chain, sizeof(channel->chain));
	if (rc == 0)
		rc = crypto_cmac_update(crypto, channel->s_mac, channel->key_len, &cmac, header, w.len);
	if (rc == 0)
		rc = crypto_cmac_update(
			crypto, channel->s_mac, channel->key_len, &cmac, data.at, rbuf_left(&data));
	if (rc == 0)
		rc = crypto_cmac_final(crypto, channel->s_mac, channel->key_len, &cmac, mac);
	return rc;
}

/* Checks the MAC at the end of a command, moves the chain on, and leaves the data before it. */
static bool check_mac(
	struct crypto *crypto, struct scp03 *channel, const struct apdu *apdu, struct rbuf *data)
{
	uint8_t mac[AES_BLOCK];
	struct rbuf r = apdu->data, sent;

	if (rbuf_left(&r) < SCP03_MAC)
		return false;
	*data = rbuf_take(&r, rbuf_left(&r) - SCP03_MAC);
	sent = rbuf_take(&r, SCP03_MAC);
	if (command_mac(crypto, channel, apdu, *data, mac) < 0 || CRYPTO_memcmp(mac, sent.at, SCP03_MAC) != 0)
		return false;
	memcpy(channel->chain, mac, sizeof(channel->chain));
	return true;
}

enum se05x_status scp03_authenticate(struct crypto *crypto, struct scp03 *channel, const struct apdu *apdu)
{
	struct rbuf data;
	bool good;

	/* UNCERTAIN (SE05X-U-12): the MAC is looked at before the cryptogram. */
	if (!check_mac(crypto, channel, apdu, &data)) {
		memset(channel, 0, sizeof(*channel));
		return SW_SECURITY_STATUS;
	}
	good = rbuf_left(&data) == SCP03_CRYPTOGRAM &&
	       CRYPTO_memcmp(data.at, channel->host_cryptogram, SCP03_CRYPTOGRAM) == 0;
	if (!good) {
		memset(channel, 0, sizeof(*channel));
		return SW_CRYPTOGRAM_WRONG;
	}
	channel->state = SCP_OPEN;
	channel->level = apdu->p1;
	return SW_OK;
}

/* The initial vector: the counter encrypted, its first bit set for answers (D 6.2.6, 6.2.7). */
static int initial_vector(
	struct crypto *crypto, const struct scp03 *channel, bool answer, uint8_t iv[AES_BLOCK])
{
	uint8_t block[AES_BLOCK] = { answer ? 0x80 : 0 };
	struct wbuf w = wbuf_to(block + AES_BLOCK - 4, 4);

	wbuf_be32(&w, channel->counter);
	return crypto_aes_encrypt(crypto, channel->s_enc, channel->key_len, block, iv);
}

/* Decrypts and takes off 80 00... */
static bool decrypt(struct crypto *crypto, const struct scp03 *channel, struct rbuf data,
	struct wbuf *scratch, struct rbuf *plain)
{
	size_t len = rbuf_left(&data);
	size_t padding = 0;
	uint8_t *to = wbuf_room(scratch, len);
	uint8_t iv[AES_BLOCK];

	if (!to || initial_vector(crypto, channel, false, iv) < 0 ||
		crypto_aes_cbc_decrypt(crypto, channel->s_enc, channel->key_len, iv, data.at, to, len) < 0)
		return false;
	/* 80 and as many zeros as fill the block: a whole block of zeros is no padding (D 4.1.4, 5.6). */
	while (len > 0 && to[len - 1] == 0 && ++padding < AES_BLOCK)
		len--;
	if (len == 0 || to[len - 1] != 0x80)
		return false;
	*plain = rbuf_from(to, len - 1);
	return true;
}

enum se05x_status scp03_unwrap(
	struct crypto *crypto, struct scp03 *channel, struct apdu *apdu, struct wbuf *scratch)
{
	struct rbuf data = apdu->data;
	bool good = apdu->cla & CLA_SECURE && channel->level & SCP03_C_MAC &&
		    check_mac(crypto, channel, apdu, &data);
	bool counts = channel->counts_all || rbuf_left(&data) > 0;

	if (good && counts)
		channel->counter++;
	if (good && channel->level & SCP03_C_DECRYPTION && rbuf_left(&data) > 0)
		good = decrypt(crypto, channel, data, scratch, &data);
	if (!good) {
		memset(channel, 0, sizeof(*channel));
		channel->state = SCP_ABORTED;
		return SW_SECURITY_STATUS;
	}
	apdu->cla &= (uint8_t)~CLA_SECURE;
	apdu->data = data;
	return SW_OK;
}

size_t scp03_wrapped_size(const struct scp03 *channel, size_t len)
{
	if (channel->level & SCP03_R_ENCRYPTION && len > 0)
		len = (len / AES_BLOCK + 1) * AES_BLOCK;
	return len + (channel->level & SCP03_R_MAC ? SCP03_MAC : 0);
}

static int encrypt(struct crypto *crypto, const struct scp03 *channel, uint8_t *data, size_t len)
{
	uint8_t iv[AES_BLOCK];
	int rc = initial_vector(crypto, channel, true, iv);

	if (rc == 0)
		rc = crypto_aes_cbc_encrypt(crypto, channel->s_enc, channel->key_len, iv, data, data, len);
	return rc;
}

/* Chaining value, data as it goes out, status (D 6.2.5). */
static int answer_mac(struct crypto *crypto, const struct scp03 *channel, const uint8_t *data, size_t len,
	enum se05x_status status, uint8_t mac[AES_BLOCK])
{
	struct aes_cmac cmac = { .pending_len = 0 };
	uint8_t sw[2] = { (uint8_t)(status >> 8), (uint8_t)status };
	int rc = crypto_cmac_update(
		crypto, channel->s_rmac, channel->key_len, &cmac, channel->chain, sizeof(channel->chain));

	if (rc == 0)
		rc = crypto_cmac_update(crypto, channel->s_rmac, channel->key_len, &cmac, data, len);
	if (rc == 0)
		rc = crypto_cmac_update(crypto, channel->s_rmac, channel->key_len, &cmac, sw, sizeof(sw));
	if (rc == 0)
		rc = crypto_cmac_final(crypto, channel->s_rmac, channel->key_len, &cmac, mac);
	return rc;
}

static bool is_error(enum se05x_status status)
{
	return status != SW_OK && status >> 8 != 0x62 && status >> 8 != 0x63;
}

int scp03_wrap(struct crypto *crypto, const struct scp03 *channel, const uint8_t *data, size_t len,
	enum se05x_status status, struct wbuf *answer)
{
	size_t size = scp03_wrapped_size(channel, len);
	uint8_t *to;
	uint8_t mac[AES_BLOCK];
	int rc = 0;

	if (is_error(status))
		return 0;
	if (channel->level & SCP03_R_MAC)
		size -= SCP03_MAC;
	to = wbuf_room(answer, size);
	if (!to)
		return -1;
	if (len > 0)
		memcpy(to, data, len);
	if (size > len) {
		to[len] = 0x80;
		memset(to + len + 1, 0, size - len - 1);
		rc = encrypt(crypto, channel, to, size);
	}
	if (rc == 0 && channel->level & SCP03_R_MAC) {
		rc = answer_mac(crypto, channel, to, size, status, mac);
		wbuf_put(answer, mac, SCP03_MAC);
	}
	return rc;
}
