/* tests/conformance/desfire_card.c: a MIFARE DESFire EV2 card, played by OpenSSL. */
#include "desfire_card.h"

#include <string.h>

#include "ossl.h"

const uint8_t card_capabilities[CARD_CAPABILITIES] = { 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0xa1, 0xa2, 0xa3,
	0xa4, 0xa5, 0xa6 };

static const uint8_t zeros[16];

static bool cbc(const uint8_t key[CARD_KEY], const uint8_t *iv, bool encrypts, const uint8_t *in, size_t len,
	uint8_t *out)
{
	struct ossl_bytes bytes;

	if (!ossl_cipher("AES-128-CBC", key, iv, encrypts, in, len, &bytes) || bytes.len != len)
		return false;
	memcpy(out, bytes.at, len);
	return true;
}

static bool cmac(const uint8_t key[CARD_KEY], const uint8_t *in, size_t len, uint8_t out[16])
{
	struct ossl_bytes bytes;

	if (!ossl_mac("CMAC", "AES-128-CBC", key, CARD_KEY, in, len, &bytes) || bytes.len != 16)
		return false;
	memcpy(out, bytes.at, 16);
	return true;
}

bool card_challenge(struct desfire_card *card, const uint8_t key[CARD_KEY], bool more, uint8_t challenge[16])
{
	uint8_t next = (uint8_t)(card->rnd_b[0] + 0x3d);

	memcpy(card->key, key, CARD_KEY);
	for (size_t i = 0; i < sizeof(card->rnd_b); i++)
		card->rnd_b[i] = (uint8_t)(next + 0x1f * i);
	if (!more)
		for (size_t i = 0; i < sizeof(card->ti); i++)
			card->ti[i] = (uint8_t)(0xc1 + next + i);
	card->more = more;
	return cbc(key, zeros, true, card->rnd_b, sizeof(card->rnd_b), challenge);
}

/* Bytes are numbered from the last one, 0, as the documents do: SV = label 0001 0080 A[15..14] (A[13..8] ^ B[15..10]) B[9..0] A[7..0]. */
static bool session_key(const struct desfire_card *card, uint8_t first, uint8_t second, uint8_t out[16])
{
	uint8_t vector[32] = { first, second, 0x00, 0x01, 0x00, 0x80 };

	vector[6] = card->rnd_a[15 - 15];
	vector[7] = card->rnd_a[15 - 14];
	for (size_t i = 0; i <= 13 - 8; i++)
		vector[8 + i] = card->rnd_a[15 - 13 + i] ^ card->rnd_b[15 - 15 + i];
	memcpy(vector + 14, card->rnd_b + 15 - 9, 10);
	memcpy(vector + 24, card->rnd_a + 15 - 7, 8);
	return cmac(card->key, vector, sizeof(vector), out);
}

bool card_answer(struct desfire_card *card, const uint8_t sent[CARD_READER], uint8_t *answer, size_t *len)
{
	uint8_t plain[CARD_READER], out[CARD_ANSWER_MAX], *a;

	if (!cbc(card->key, zeros, false, sent, CARD_READER, plain) || plain[31] != card->rnd_b[0] ||
		memcmp(plain + 16, card->rnd_b + 1, 15) != 0)
		return false;
	memcpy(card->rnd_a, plain, 16);
	*len = card->more ? 16 : 32;
	a = card->more ? out : out + sizeof(card->ti);
	if (!card->more) {
		memcpy(out, card->ti, sizeof(card->ti));
		memcpy(out + sizeof(card->ti) + 16, card_capabilities, CARD_CAPABILITIES);
		card->counter = 0;
	}
	memcpy(a, card->rnd_a + 1, 15);
	a[15] = card->rnd_a[0];
	return session_key(card, 0xa5, 0x5a, card->enc) && session_key(card, 0x5a, 0xa5, card->mac) &&
	       cbc(card->key, zeros, true, out, *len, answer);
}

/* Bytes 14, 12 and so on to 0 of the CMAC, counted from the last one. */
static bool mac_of(const struct desfire_card *card, uint8_t code, uint16_t counter, const uint8_t *data,
	size_t len, uint8_t mac[CARD_MAC])
{
	uint8_t bytes[80] = { code, (uint8_t)counter, (uint8_t)(counter >> 8) }, whole[16];

	if (len > sizeof(bytes) - 7)
		return false;
	memcpy(bytes + 3, card->ti, sizeof(card->ti));
	if (len > 0)
		memcpy(bytes + 7, data, len);
	if (!cmac(card->mac, bytes, 7 + len, whole))
		return false;
	for (size_t i = 0; i < CARD_MAC; i++)
		mac[i] = whole[15 - (14 - 2 * i)];
	return true;
}

bool card_change(struct desfire_card *card, const uint8_t *command, size_t len, const uint8_t *sent,
	size_t sent_len, uint8_t data[CARD_KEY_DATA], uint8_t mac[CARD_MAC])
{
	uint8_t covered[8 + CARD_KEY_DATA], vector[16] = { 0xa5, 0x5a }, iv[16], expected[CARD_MAC];

	if (len < 1 || len > 8 || sent_len != CARD_KEY_DATA + CARD_MAC)
		return false;
	memcpy(covered, command + 1, len - 1);
	memcpy(covered + len - 1, sent, CARD_KEY_DATA);
	if (!mac_of(card, command[0], card->counter, covered, len - 1 + CARD_KEY_DATA, expected) ||
		memcmp(expected, sent + CARD_KEY_DATA, CARD_MAC) != 0)
		return false;
	memcpy(vector + 2, card->ti, sizeof(card->ti));
	vector[6] = (uint8_t)card->counter;
	vector[7] = (uint8_t)(card->counter >> 8);
	card->counter++;
	return cbc(card->enc, zeros, true, vector, sizeof(vector), iv) &&
	       cbc(card->enc, iv, false, sent, CARD_KEY_DATA, data) &&
	       mac_of(card, 0x00, card->counter, NULL, 0, mac);
}

/* CRC32NK: the register of IEEE 802.3's CRC as it is in the end. */
static uint32_t crc_of(const uint8_t *bytes, size_t len)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < 8 * len; i++) {
		uint32_t bit = (crc ^ (uint32_t)(bytes[i / 8] >> i % 8)) & 1;

		crc = crc >> 1 ^ (bit ? 0xedb88320 : 0);
	}
	return crc;
}

bool card_key_in(
	const uint8_t data[CARD_KEY_DATA], const uint8_t *old, uint8_t key[CARD_KEY], uint8_t *version)
{
	size_t at = CARD_KEY;

	for (size_t i = 0; i < CARD_KEY; i++)
		key[i] = data[i] ^ (old ? old[i] : 0);
	*version = data[at++];
	for (uint32_t crc = old ? crc_of(key, CARD_KEY) : 0, i = 0; old && i < 4; i++, crc >>= 8)
		if (data[at++] != (uint8_t)crc)
			return false;
	if (data[at++] != 0x80)
		return false;
	while (at < CARD_KEY_DATA && data[at] == 0)
		at++;
	return at == CARD_KEY_DATA;
}

static void twice(uint8_t block[16])
{
	uint8_t high = block[0] & 0x80;

	for (size_t i = 0; i < 16; i++)
		block[i] = (uint8_t)(block[i] << 1 | (i < 15 ? block[i + 1] >> 7 : 0));
	if (high)
		block[15] ^= 0x87;
}

/* A CMAC over 01 and the input, padded to two blocks whatever it has: with K2 then, with K1 when it fills them. */
bool card_diversified(const uint8_t master[CARD_KEY], const uint8_t *input, size_t len, uint8_t key[CARD_KEY])
{
	uint8_t blocks[32] = { 0x01 }, subkey[16], out[32];

	if (len < 1 || len > 31 || !cbc(master, zeros, true, zeros, 16, subkey))
		return false;
	memcpy(blocks + 1, input, len);
	if (len < 31)
		blocks[1 + len] = 0x80;
	twice(subkey);
	if (len < 31)
		twice(subkey);
	for (size_t i = 0; i < 16; i++)
		blocks[16 + i] ^= subkey[i];
	if (!cbc(master, zeros, true, blocks, sizeof(blocks), out))
		return false;
	memcpy(key, out + 16, CARD_KEY);
	return true;
}
