/* sim/se050/desfire_key.c: formulas of MIFARE DESFire EV2 with AES-128. */
#include "desfire_key.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>

#include "crc.h"

enum {
	DIVERSIFIES_AES128 = 0x01, /* AN10922 2.2 */
	TWO_BLOCKS = 2 * AES_BLOCK,
	MIXED = 6, /* bytes of both random numbers that a session vector has XORed */
	PADDING_BEGINS = 0x80,
};

/* The next subkey of a CMAC (NIST SP 800-38B 6.1). */
static void double_block(uint8_t block[AES_BLOCK])
{
	uint8_t carry = block[0] >> 7;

	for (size_t i = 0; i + 1 < AES_BLOCK; i++)
		block[i] = (uint8_t)(block[i] << 1 | block[i + 1] >> 7);
	block[AES_BLOCK - 1] = (uint8_t)(block[AES_BLOCK - 1] << 1 ^ (carry ? 0x87 : 0));
}

static void xor_block(uint8_t block[AES_BLOCK], const uint8_t with[AES_BLOCK])
{
	for (size_t i = 0; i < AES_BLOCK; i++)
		block[i] ^= with[i];
}

/*
 * A CMAC over two blocks always, however short the input: the subkey tells whether they were padded.
 */
int desfire_diversify(struct crypto *crypto, struct rbuf key, struct rbuf input, uint8_t out[AES128_KEY])
{
	uint8_t blocks[TWO_BLOCKS] = { DIVERSIFIES_AES128 }, subkey[AES_BLOCK] = { 0 }, chain[AES_BLOCK];
	size_t len = rbuf_left(&input);
	int rc;

	if (rbuf_left(&key) != AES128_KEY || len < 1 || len > DESFIRE_INPUT_MAX)
		return -EINVAL;
	memcpy(blocks + 1, input.at, len);
	if (len < DESFIRE_INPUT_MAX)
		blocks[1 + len] = PADDING_BEGINS;
	rc = crypto_aes128_encrypt(crypto, key.at, subkey, subkey);
	double_block(subkey);
	if (len < DESFIRE_INPUT_MAX)
		double_block(subkey);
	if (rc == 0)
		rc = crypto_aes128_encrypt(crypto, key.at, blocks, chain);
	if (rc == 0) {
		xor_block(chain, blocks + AES_BLOCK);
		xor_block(chain, subkey);
		rc = crypto_aes128_encrypt(crypto, key.at, chain, out);
	}
	OPENSSL_cleanse(subkey, sizeof(subkey));
	OPENSSL_cleanse(chain, sizeof(chain));
	return rc;
}

void desfire_rotate(const uint8_t in[DESFIRE_RANDOM], uint8_t out[DESFIRE_RANDOM])
{
	memcpy(out, in + 1, DESFIRE_RANDOM - 1);
	out[DESFIRE_RANDOM - 1] = in[0];
}

static int cmac(
	struct crypto *crypto, const uint8_t key[AES128_KEY], struct rbuf data, uint8_t mac[AES_BLOCK])
{
	struct aes_cmac run = { .pending_len = 0 };
	int rc = crypto_cmac_update(crypto, key, AES128_KEY, &run, data.at, rbuf_left(&data));

	if (rc == 0)
		rc = crypto_cmac_final(crypto, key, AES128_KEY, &run, mac);
	OPENSSL_cleanse(&run, sizeof(run));
	return rc;
}

/* A session key is the CMAC of a vector: label, counter 1, length 128, and both random numbers (AN12196 5.6). */
int desfire_session(struct crypto *crypto, const uint8_t key[AES128_KEY], const uint8_t a[DESFIRE_RANDOM],
	const uint8_t b[DESFIRE_RANDOM], struct desfire_transaction *transaction)
{
	uint8_t vector[TWO_BLOCKS], mixed[MIXED];
	struct wbuf w = wbuf_to(vector, sizeof(vector));
	int rc;

	for (size_t i = 0; i < MIXED; i++)
		mixed[i] = a[2 + i] ^ b[i];
	wbuf_be16(&w, 0xa55a);
	wbuf_be16(&w, 1);
	wbuf_be16(&w, 8 * AES128_KEY);
	wbuf_put(&w, a, 2);
	wbuf_put(&w, mixed, sizeof(mixed));
	wbuf_put(&w, b + MIXED, DESFIRE_RANDOM - MIXED);
	wbuf_put(&w, a + 2 + MIXED, DESFIRE_RANDOM - 2 - MIXED);
	rc = cmac(crypto, key, rbuf_from(vector, w.len), transaction->enc);
	vector[0] = 0x5a;
	vector[1] = 0xa5;
	if (rc == 0)
		rc = cmac(crypto, key, rbuf_from(vector, w.len), transaction->mac);
	OPENSSL_cleanse(vector, sizeof(vector));
	OPENSSL_cleanse(mixed, sizeof(mixed));
	return rc;
}

int desfire_encrypt(struct crypto *crypto, const struct desfire_transaction *transaction, const uint8_t *in,
	uint8_t *out, size_t len)
{
	uint8_t iv[AES_BLOCK] = { 0 };
	struct wbuf w = wbuf_to(iv, sizeof(iv));
	int rc;

	wbuf_be16(&w, 0xa55a);
	wbuf_put(&w, transaction->ti, DESFIRE_TI);
	wbuf_le16(&w, transaction->counter);
	rc = crypto_aes128_encrypt(crypto, transaction->enc, iv, iv);
	return rc < 0 ? rc : crypto_aes_cbc_encrypt(crypto, transaction->enc, AES128_KEY, iv, in, out, len);
}

/* Every second byte of the CMAC, the last one among them (AN12196 4). */
int desfire_mac(struct crypto *crypto, const struct desfire_transaction *transaction, uint8_t command,
	struct rbuf data, uint8_t mac[DESFIRE_MAC])
{
	uint8_t bytes[1 + 2 + DESFIRE_TI + DESFIRE_HEADER_MAX], whole[AES_BLOCK];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	int rc;

	wbuf_u8(&w, command);
	wbuf_le16(&w, transaction->counter);
	wbuf_put(&w, transaction->ti, DESFIRE_TI);
	wbuf_put(&w, data.at, rbuf_left(&data));
	if (wbuf_bad(&w))
		return -EINVAL;
	rc = cmac(crypto, transaction->mac, rbuf_from(bytes, w.len), whole);
	for (size_t i = 0; rc == 0 && i < DESFIRE_MAC; i++)
		mac[i] = whole[2 * i + 1];
	return rc;
}

void desfire_key_data(struct rbuf old, struct rbuf key, uint8_t version, uint8_t data[DESFIRE_KEY_DATA])
{
	struct wbuf w = wbuf_to(data, DESFIRE_KEY_DATA);
	bool replaces = rbuf_left(&old) == AES128_KEY;

	memset(data, 0, DESFIRE_KEY_DATA);
	wbuf_put(&w, key.at, rbuf_left(&key));
	wbuf_u8(&w, version);
	/* CRC-32 of IEEE 802.3 without its last inversion (AN12196 table 25, step 7). */
	if (replaces)
		wbuf_le32(&w, ~crc32_ieee(key.at, rbuf_left(&key)));
	wbuf_u8(&w, PADDING_BEGINS);
	if (replaces)
		xor_block(data, old.at);
}
