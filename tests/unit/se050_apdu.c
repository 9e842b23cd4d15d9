/* tests/unit/se050_apdu.c: keys and crypto objects of an SE05x, and what a host computes for symmetric keys. */
#include "se050_apdu.h"

#include <openssl/evp.h>
#include <string.h>

#include "cmocka_all.h"

static void write_key(
	struct se050_fixture *f, struct se_command *command, uint32_t id, const uint8_t *key, size_t len)
{
	struct se_answer answer;

	se_put_number(command, 0x41, 4, id);
	se_put(command, 0x43, key, len);
	answer = se_run(f, command);
	assert_status(answer, 0x9000);
}

void se_write_key(struct se050_fixture *f, uint8_t p1, uint32_t id, const uint8_t *key, size_t len)
{
	struct se_command command = se_command_of(0x01, p1, 0);

	write_key(f, &command, id, key, len);
}

void se_write_key_policy(
	struct se050_fixture *f, uint8_t p1, uint32_t id, const uint8_t *key, size_t len, uint32_t header)
{
	const uint8_t policy[9] = { 8, 0, 0, 0, 0, (uint8_t)(header >> 24), (uint8_t)(header >> 16),
		(uint8_t)(header >> 8), (uint8_t)header };
	struct se_command command = se_command_of(0x01, p1, 0);

	se_put(&command, 0x11, policy, sizeof(policy));
	write_key(f, &command, id, key, len);
}

void se_delete(struct se050_fixture *f, uint32_t id)
{
	struct se_command command = se_command_of(0x04, 0x00, 0x28);
	struct se_answer answer;

	se_put_number(&command, 0x41, 4, id);
	answer = se_run(f, &command);
	assert_status(answer, 0x9000);
}

void se_create_crypto(struct se050_fixture *f, uint16_t id, uint8_t context, uint8_t subtype)
{
	struct se_command command = se_command_of(0x01, 0x10, 0x00);
	struct se_answer answer;

	se_put_number(&command, 0x41, 2, id);
	se_put_number(&command, 0x42, 1, context);
	se_put_number(&command, 0x43, 1, subtype);
	answer = se_run(f, &command);
	assert_status(answer, 0x9000);
}

void host_cipher(const char *name, const uint8_t *key, size_t key_len, const uint8_t *iv, bool encrypts,
	const uint8_t *in, uint8_t *out, size_t len)
{
	EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, name, NULL);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	uint8_t wide[32];
	int n = 0;

	assert_non_null(cipher);
	for (size_t i = 0; i < sizeof(wide); i++)
		wide[i] = key[i % key_len];
	assert_int_equal(EVP_CipherInit_ex2(ctx, cipher, wide, iv, encrypts, NULL), 1);
	EVP_CIPHER_CTX_set_padding(ctx, 0);
	assert_int_equal(EVP_CipherUpdate(ctx, out, &n, in, (int)len), 1);
	assert_int_equal(n, len);
	EVP_CIPHER_CTX_free(ctx);
	EVP_CIPHER_free(cipher);
}

void host_aead(const char *name, const uint8_t *key, const uint8_t *iv, size_t iv_len, const uint8_t *aad,
	size_t aad_len, const uint8_t *in, uint8_t *out, size_t len, uint8_t *tag, size_t tag_len)
{
	EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, name, NULL);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	bool ccm = strstr(name, "CCM") != NULL;
	uint8_t rest[16];
	int n = 0;

	assert_non_null(cipher);
	assert_int_equal(EVP_EncryptInit_ex(ctx, cipher, NULL, NULL, NULL), 1);
	assert_int_equal(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, (int)iv_len, NULL), 1);
	if (ccm)
		assert_int_equal(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, (int)tag_len, NULL), 1);
	assert_int_equal(EVP_EncryptInit_ex(ctx, NULL, NULL, key, iv), 1);
	if (ccm)
		assert_int_equal(EVP_EncryptUpdate(ctx, NULL, &n, NULL, (int)len), 1);
	if (aad_len > 0)
		assert_int_equal(EVP_EncryptUpdate(ctx, NULL, &n, aad, (int)aad_len), 1);
	assert_int_equal(EVP_EncryptUpdate(ctx, out, &n, in, (int)len), 1);
	assert_int_equal(EVP_EncryptFinal_ex(ctx, rest, &n), 1);
	assert_int_equal(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, (int)tag_len, tag), 1);
	EVP_CIPHER_CTX_free(ctx);
	EVP_CIPHER_free(cipher);
}
