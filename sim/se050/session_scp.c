/* sim/se050/session_scp.c: AESKey sessions: SCP03 with one object's key (AN12413 3.6.3.2, 4.5.3). */
#include <openssl/crypto.h>
#include <string.h>

#include "session.h"

enum {
	AES_KEY_LEN = 16,
	KEY_INFO_I = 0x60, /* seen on parts: R-MAC and R-ENCRYPTION */
	DIVERSIFICATION = 10,
};

static const struct se050_object *key_of(const struct se050 *chip, const struct se050_call *call)
{
	const struct se050_object *object = object_look(chip, call->session->authenticator);

	return object && object->class == CLASS_AES && object->value_len == AES_KEY_LEN ? object : NULL;
}

enum se05x_status session_initialize_check(const struct se050 *chip, struct se050_call *call)
{
	return key_of(chip, call) ? SW_OK : SW_CONDITIONS;
}

/* The one key is ENC and MAC key; there is no key version and nothing is diversified. */
enum se05x_status session_initialize(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct scp03 *channel = &call->session->channel;
	struct rbuf key = object_value(chip, key_of(chip, call));
	uint8_t card[SCP03_CHALLENGE], cryptogram[SCP03_CRYPTOGRAM];

	se050_random(chip, call, card, sizeof(card));
	channel->counts_all = true;
	if (scp03_initialise(call->env->crypto, channel, key.at, key.at, rbuf_left(&key), call->apdu.data.at,
		    card, cryptogram) < 0)
		return SW_FAILURE;
	wbuf_fill(out, 0, DIVERSIFICATION);
	wbuf_u8(out, 0);
	wbuf_u8(out, 0x03);
	wbuf_u8(out, KEY_INFO_I);
	wbuf_put(out, card, sizeof(card));
	wbuf_put(out, cryptogram, sizeof(cryptogram));
	return SW_OK;
}

enum se05x_status session_authenticate_check(const struct se050 *chip, struct se050_call *call)
{
	if (!key_of(chip, call) || call->session->channel.state != SCP_INITIALISED)
		return SW_CONDITIONS;
	return scp03_is_level(call->apdu.p1) ? SW_OK : SW_WRONG_P1_P2;
}

enum se05x_status session_authenticate(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	enum se05x_status status =
		scp03_authenticate(call->env->crypto, &call->session->channel, &call->apdu);

	(void)chip;
	(void)out;
	if (status == SW_OK)
		session_open(call->session);
	else
		session_fail(call->session);
	return status;
}
