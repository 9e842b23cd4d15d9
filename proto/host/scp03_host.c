/* proto/host/scp03_host.c: the host's side of Secure Channel Protocol 03. Sections: D = Amendment D 1.1.1. */
#include "scp03_host.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

enum {
	BLOCK = 16,
	MAC_SENT = 8,
	LEVEL_C_MAC = 0x01,
	LEVEL_C_ENC = 0x02,
	LEVEL_R_MAC = 0x10,
	LEVEL_R_ENC = 0x20,
	DATA_MAX = 1100,
};

/* A piece of what is MACed. */
struct piece {
	const void *at;
	size_t len;
};

static int cmac(const uint8_t *key, const struct piece *pieces, size_t n, uint8_t out[BLOCK])
{
	OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(
					OSSL_MAC_PARAM_CIPHER, (char[]){ "AES-128-CBC" }, 0),
		OSSL_PARAM_construct_end() };
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "CMAC", NULL);
	EVP_MAC_CTX *ctx = mac ? EVP_MAC_CTX_new(mac) : NULL;
	bool good = ctx && EVP_MAC_init(ctx, key, SCP03_HOST_KEY, params) == 1;
	size_t len = 0;

	for (size_t i = 0; good && i < n; i++)
		good = EVP_MAC_update(ctx, pieces[i].at, pieces[i].len) == 1;
	good = good && EVP_MAC_final(ctx, out, &len, BLOCK) == 1 && len == BLOCK;
	EVP_MAC_CTX_free(ctx);
	EVP_MAC_free(mac);
	return good ? 0 : -EIO;
}

/* AES-128, whole blocks, in place: CBC, or one block of ECB with a vector of zeros. */
static int cbc(const uint8_t *key, const uint8_t iv[BLOCK], uint8_t *bytes, size_t len, bool encrypts)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int done = 0;
	bool good = ctx && EVP_CipherInit_ex2(ctx, EVP_aes_128_cbc(), key, iv, encrypts, NULL) == 1 &&
		    EVP_CIPHER_CTX_set_padding(ctx, 0) == 1 &&
		    EVP_CipherUpdate(ctx, bytes, &done, bytes, (int)len) == 1 && (size_t)done == len;

	EVP_CIPHER_CTX_free(ctx);
	return good ? 0 : -EIO;
}

/* D 4.1.5: label of eleven zeros and the constant, 00, length in bits, counter, context. */
static int derive(const uint8_t *key, uint8_t constant, uint8_t bits, const uint8_t *host,
	const uint8_t *card, uint8_t *out)
{
	uint8_t head[16] = { 0 }, mac[BLOCK];
	const struct piece pieces[] = { { head, sizeof(head) }, { host, SCP03_HOST_CHALLENGE },
		{ card, SCP03_HOST_CHALLENGE } };
	int rc;

	head[11] = constant;
	head[14] = bits;
	head[15] = 1;
	rc = cmac(key, pieces, 3, mac);
	memcpy(out, mac, bits / 8u);
	return rc;
}

void scp03_host_initialize(
	struct wbuf *command, uint8_t key_version, const uint8_t challenge[SCP03_HOST_CHALLENGE])
{
	struct apdu apdu = { .cla = 0x80, .ins = 0x50, .p1 = key_version };

	apdu.data = rbuf_from(challenge, SCP03_HOST_CHALLENGE);
	apdu_write(command, &apdu);
}

int scp03_host_update(struct scp03_host *host, const uint8_t enc[SCP03_HOST_KEY],
	const uint8_t mac[SCP03_HOST_KEY], const uint8_t challenge[SCP03_HOST_CHALLENGE], struct rbuf answer)
{
	uint8_t card[SCP03_HOST_CHALLENGE], cryptogram[8], expected[8];
	bool counts_all = host->counts_all;
	int rc;

	rbuf_bytes(&answer, 10 + 3);
	rbuf_copy(&answer, card, sizeof(card));
	rbuf_copy(&answer, cryptogram, sizeof(cryptogram));
	if (rbuf_bad(&answer))
		return -EPROTO;
	memset(host, 0, sizeof(*host));
	host->counts_all = counts_all;
	rc = derive(enc, 0x04, 128, challenge, card, host->s_enc);
	if (rc == 0)
		rc = derive(mac, 0x06, 128, challenge, card, host->s_mac);
	if (rc == 0)
		rc = derive(mac, 0x07, 128, challenge, card, host->s_rmac);
	if (rc == 0)
		rc = derive(host->s_mac, 0x00, 64, challenge, card, expected);
	if (rc == 0)
		rc = derive(host->s_mac, 0x01, 64, challenge, card, host->cryptogram);
	if (rc == 0 && memcmp(expected, cryptogram, sizeof(expected)) != 0)
		rc = -EACCES;
	return rc;
}

/* Header, data and its MAC; the chain goes on with it (D 6.2.4). */
static int send_with_mac(struct scp03_host *host, const struct apdu *apdu, const uint8_t *data, size_t len,
	struct wbuf *command)
{
	uint8_t head[8];
	struct wbuf w = wbuf_to(head, sizeof(head));
	struct piece pieces[] = { { host->chain, BLOCK }, { head, 0 }, { data, len } };
	int rc;

	apdu_header_write(&w, apdu, len + MAC_SENT);
	pieces[1].len = w.len;
	rc = cmac(host->s_mac, pieces, 3, host->chain);
	wbuf_put(command, head, w.len);
	wbuf_put(command, data, len);
	wbuf_put(command, host->chain, MAC_SENT);
	if (apdu->has_le && apdu->extended)
		wbuf_be16(command, (uint16_t)apdu->le);
	else if (apdu->has_le)
		wbuf_u8(command, (uint8_t)apdu->le);
	if (rc == 0 && wbuf_bad(command))
		rc = -ENOSPC;
	return rc;
}

int scp03_host_authenticate(struct scp03_host *host, uint8_t level, struct wbuf *command)
{
	struct apdu apdu = { .cla = 0x84, .ins = 0x82, .p1 = level };

	host->level = level;
	return send_with_mac(host, &apdu, host->cryptogram, sizeof(host->cryptogram), command);
}

static int vector(const struct scp03_host *host, bool of_answer, uint8_t iv[BLOCK])
{
	static const uint8_t zeros[BLOCK];
	uint32_t counter = host->counter;

	memset(iv, 0, BLOCK);
	for (int i = BLOCK - 1; i >= BLOCK - 4; i--, counter >>= 8)
		iv[i] = (uint8_t)counter;
	if (of_answer)
		iv[0] |= 0x80;
	return cbc(host->s_enc, zeros, iv, BLOCK, true);
}

int scp03_host_wrap(struct scp03_host *host, const struct apdu *apdu, struct wbuf *command)
{
	struct apdu secure = *apdu;
	uint8_t data[DATA_MAX], iv[BLOCK];
	size_t len = rbuf_left(&apdu->data);
	int rc = 0;

	if (!(host->level & LEVEL_C_MAC)) {
		apdu_write(command, apdu);
		return wbuf_bad(command) ? -ENOSPC : 0;
	}
	if (len + BLOCK > sizeof(data))
		return -ENOSPC;
	secure.cla |= 0x04;
	if (len > 0)
		memcpy(data, apdu->data.at, len);
	if (host->counts_all || len > 0)
		host->counter++;
	if (host->level & LEVEL_C_ENC && len > 0) {
		data[len++] = 0x80;
		while (len % BLOCK != 0)
			data[len++] = 0;
		rc = vector(host, false, iv);
		if (rc == 0)
			rc = cbc(host->s_enc, iv, data, len, true);
	}
	if (len + MAC_SENT > APDU_LC_SHORT_MAX)
		secure.extended = true;
	return rc == 0 ? send_with_mac(host, &secure, data, len, command) : rc;
}

/* Takes the R-MAC off and checks it (D 6.2.5). */
static int check_mac(const struct scp03_host *host, struct rbuf *data, uint16_t status)
{
	uint8_t sw[2] = { (uint8_t)(status >> 8), (uint8_t)status }, mac[BLOCK];
	struct rbuf all = *data, body;
	struct piece pieces[3] = { { host->chain, BLOCK }, { NULL, 0 }, { sw, sizeof(sw) } };
	int rc;

	if (rbuf_left(&all) < MAC_SENT)
		return -EPROTO;
	body = rbuf_take(&all, rbuf_left(&all) - MAC_SENT);
	pieces[1] = (struct piece){ body.at, rbuf_left(&body) };
	rc = cmac(host->s_rmac, pieces, 3, mac);
	if (rc == 0 && CRYPTO_memcmp(mac, all.at, MAC_SENT) != 0)
		rc = -EACCES;
	*data = body;
	return rc;
}

int scp03_host_unwrap(struct scp03_host *host, struct rbuf answer, struct wbuf *out, uint16_t *status)
{
	uint8_t plain[DATA_MAX], iv[BLOCK];
	struct rbuf data, end = answer;
	size_t len;
	int rc = 0;

	if (rbuf_left(&answer) < 2)
		return -EPROTO;
	data = rbuf_take(&end, rbuf_left(&answer) - 2);
	*status = rbuf_be16(&end);
	if (*status != 0x9000 && *status >> 8 != 0x62 && *status >> 8 != 0x63)
		return rbuf_left(&data) == 0 ? 0 : -EPROTO;
	if (host->level & LEVEL_R_MAC)
		rc = check_mac(host, &data, *status);
	len = rbuf_left(&data);
	if (rc < 0 || len > sizeof(plain))
		return rc < 0 ? rc : -ENOSPC;
	rbuf_copy(&data, plain, len);
	if (host->level & LEVEL_R_ENC && len > 0) {
		if (len % BLOCK != 0)
			return -EPROTO;
		rc = vector(host, true, iv);
		if (rc == 0)
			rc = cbc(host->s_enc, iv, plain, len, false);
		while (len > 0 && plain[len - 1] == 0)
			len--;
		if (rc == 0 && (len == 0 || plain[len - 1] != 0x80))
			rc = -EPROTO;
		len -= len > 0;
	}
	wbuf_put(out, plain, len);
	if (rc == 0 && wbuf_bad(out))
		rc = -ENOSPC;
	return rc;
}
