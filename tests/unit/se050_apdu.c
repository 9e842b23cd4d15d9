/* tests/unit/se050_apdu.c: commands to an SE05x put together from TLVs, and what a host computes for symmetric keys. */
#include "se050_apdu.h"

#include <openssl/evp.h>
#include <string.h>

#include "apdu.h"
#include "cmocka_all.h"
#include "tlv.h"

struct se_command se_command(uint8_t ins, uint8_t p1, uint8_t p2)
{
	return (struct se_command){ .header = { 0x80, ins, p1, p2 } };
}

void se_put(struct se_command *command, uint8_t tag, const void *bytes, size_t len)
{
	struct wbuf w = wbuf_to(command->data, sizeof(command->data));

	w.len = command->len;
	tlv_put(&w, tag, bytes, len);
	assert_false(wbuf_bad(&w));
	command->len = w.len;
}

void se_put_number(struct se_command *command, uint8_t tag, size_t size, uint32_t number)
{
	uint8_t bytes[4];

	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(number >> 8 * (size - 1 - i));
	se_put(command, tag, bytes, size);
}

struct se_answer se_run_in(
	struct se050_fixture *f, struct se_session *session, const struct se_command *command)
{
	struct apdu apdu = { .cla = command->header[0],
		.ins = command->header[1],
		.p1 = command->header[2],
		.p2 = command->header[3],
		.data = rbuf_from(command->data, command->len) };
	uint8_t bytes[1500];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct se_answer answer;

	apdu_write(&w, &apdu);
	assert_false(wbuf_bad(&w));
	if (session)
		answer.len = se_process(f, session, bytes, w.len, answer.bytes, sizeof(answer.bytes));
	else
		answer.len = se_apdu(f, bytes, w.len, answer.bytes, sizeof(answer.bytes));
	assert_true(answer.len >= 2);
	answer.len -= 2;
	answer.status = (uint16_t)(answer.bytes[answer.len] << 8 | answer.bytes[answer.len + 1]);
	return answer;
}

struct se_answer se_run(struct se050_fixture *f, const struct se_command *command)
{
	return se_run_in(f, NULL, command);
}

struct rbuf se_value(const struct se_answer *answer, uint8_t tag)
{
	struct rbuf r = rbuf_from(answer->bytes, answer->len);
	struct tlv tlv;

	while (rbuf_left(&r) > 0) {
		assert_true(tlv_next(&r, &tlv));
		if (tlv.tag == tag)
			return tlv.value;
	}
	return rbuf_from(NULL, 0);
}

static void show(const char *what, const uint8_t *bytes, size_t len)
{
	print_error("%s", what);
	for (size_t i = 0; i < len; i++)
		print_error(" %02x", bytes[i]);
	print_error("\n");
}

void se_assert_value_is(const struct se_answer *answer, uint8_t tag, const void *wanted, size_t len,
	const char *file, int line)
{
	struct rbuf value = se_value(answer, tag);

	if (value.at && rbuf_left(&value) == len && (len == 0 || memcmp(value.at, wanted, len) == 0))
		return;
	print_error("TLV %02x, status %04x\n", tag, answer->status);
	show("expected", wanted, len);
	show("got     ", value.at, rbuf_left(&value));
	_fail(file, line);
}

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
	struct se_command command = se_command(0x01, p1, 0);

	write_key(f, &command, id, key, len);
}

void se_write_key_policy(
	struct se050_fixture *f, uint8_t p1, uint32_t id, const uint8_t *key, size_t len, uint32_t header)
{
	const uint8_t policy[9] = { 8, 0, 0, 0, 0, (uint8_t)(header >> 24), (uint8_t)(header >> 16),
		(uint8_t)(header >> 8), (uint8_t)header };
	struct se_command command = se_command(0x01, p1, 0);

	se_put(&command, 0x11, policy, sizeof(policy));
	write_key(f, &command, id, key, len);
}

void se_delete(struct se050_fixture *f, uint32_t id)
{
	struct se_command command = se_command(0x04, 0x00, 0x28);
	struct se_answer answer;

	se_put_number(&command, 0x41, 4, id);
	answer = se_run(f, &command);
	assert_status(answer, 0x9000);
}

void se_create_crypto(struct se050_fixture *f, uint16_t id, uint8_t context, uint8_t subtype)
{
	struct se_command command = se_command(0x01, 0x10, 0x00);
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
