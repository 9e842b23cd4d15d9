/* sim/se050/rsa_cipher.c: RSAEncrypt and RSADecrypt (AN12413 4.11.3). */
#include <openssl/crypto.h>

#include "rsa.h"

/* By the algorithm's number (AN12413 table 32). */
struct rsa_cipher_row {
	uint8_t algorithm;
	uint8_t scheme; /* enum rsa_scheme */
};

static const struct rsa_cipher_row cipher_rows[] = {
	{ 0x0c, RSA_PLAIN },
	{ 0x0a, RSA_PKCS1 },
	{ 0x0f, RSA_OAEP },
};

/* NULL: no such algorithm. */
static const struct rsa_cipher_row *row_of(const struct se050_call *call)
{
	for (size_t i = 0; i < sizeof(cipher_rows) / sizeof(cipher_rows[0]); i++)
		if (cipher_rows[i].algorithm == call_number(call, TAG_2))
			return &cipher_rows[i];
	return NULL;
}

static size_t bytes_of(const struct se050_call *call)
{
	return call_object(call, TAG_1)->bits / 8u;
}

/* UNCERTAIN (SE05X-U-85): without padding the number is as long as the modulus; a shorter one is refused. */
enum se05x_status rsa_encrypt_check(const struct se050 *chip, struct se050_call *call)
{
	const struct rsa_cipher_row *row = row_of(call);
	struct rbuf data = call_value(call, TAG_3);

	(void)chip;
	if (!row || rbuf_left(&data) > rsa_message_max(row->scheme, bytes_of(call)))
		return SW_CONDITIONS;
	return row->scheme == RSA_PLAIN && rbuf_left(&data) != bytes_of(call) ? SW_CONDITIONS : SW_OK;
}

enum se05x_status rsa_encrypt(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct rng_stream stream = se050_stream(chip, call);
	struct rsa_key key = rsa_key_of(chip, call_object(call, TAG_1), false);
	struct rbuf data = call_value(call, TAG_3);
	uint8_t bytes[RSA_BYTES_MAX];
	int rc = crypto_rsa_encrypt(
		call->env->crypto, &stream, &key, row_of(call)->scheme, data.at, rbuf_left(&data), bytes);

	if (rc == 0)
		answer_bytes(out, TAG_1, bytes, key.bytes);
	return rsa_status(rc);
}

enum se05x_status rsa_decrypt_check(const struct se050 *chip, struct se050_call *call)
{
	struct rbuf data = call_value(call, TAG_3);

	(void)chip;
	return row_of(call) && rbuf_left(&data) == bytes_of(call) ? SW_OK : SW_CONDITIONS;
}

enum se05x_status rsa_decrypt(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct rsa_key key = rsa_key_of(chip, call_object(call, TAG_1), true);
	struct rbuf data = call_value(call, TAG_3);
	uint8_t message[RSA_BYTES_MAX];
	size_t len = 0;
	int rc = crypto_rsa_decrypt(call->env->crypto, &key, row_of(call)->scheme, data.at, message, &len);

	if (rc == 0)
		answer_bytes(out, TAG_1, message, len);
	OPENSSL_cleanse(message, sizeof(message));
	return rsa_status(rc);
}
