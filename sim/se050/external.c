/*
 * sim/se050/external.c: ImportExternalObject: an ECKey handshake, the write command it protects, and the MAC of the
 * answer, all in one (AN12413 3.2.9, 4.7.2).
 */
#include "external.h"

#include <openssl/crypto.h>

#include "nv.h"
#include "session.h"

/* UNCERTAIN (SE05X-U-68): that the data are the three TLVs alone, without the command that brings them in a session. */
enum se05x_status external_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *host = call_object(call, TAG_IMPORT_KEY);
	struct apdu inner;

	if (!(host->flags & OBJECT_AUTHENTICATES))
		return SW_CONDITIONS;
	if (host->attempts_max > 0 && host->attempts >= host->attempts_max)
		return SW_NOT_ALLOWED;
	if (!apdu_parse(call_value(call, TAG_1), &inner))
		return SW_WRONG_LENGTH;
	return session_eckey_alone_check(chip, call_value(call, TAG_IMPORT_AUTHENTICATION), host->id);
}

/* WriteECKey to WritePCR, of an object that is not transient and is not to be. */
static bool may_come_so(struct se050 *chip, const struct apdu *apdu)
{
	uint8_t kind = apdu->p1 & (uint8_t)~P1_PAIR;
	struct rbuf data = apdu->data;
	const struct se050_object *object = NULL;
	struct tlv tlv;

	while (rbuf_left(&data) > 0 && tlv_next(&data, &tlv))
		if (tlv.tag == TAG_1)
			object = object_look(chip, rbuf_be32(&tlv.value));
	if (apdu->ins & INS_TRANSIENT || (object && object->flags & OBJECT_TRANSIENT))
		return false;
	return (apdu->ins & ~INS_AUTHENTICATES) == INS_WRITE && kind >= P1_EC && kind <= P1_PCR &&
	       (apdu->p2 == P2_DEFAULT || apdu->p2 == P2_RAW);
}

/* UNCERTAIN (SE05X-U-69): that policies see the host's key as the user. */
static enum se05x_status run_inner(
	struct se050 *chip, struct se050_call *call, struct scp03 *channel, struct wbuf *answer)
{
	static const uint8_t securing = SCP03_C_MAC | SCP03_C_DECRYPTION;
	struct se050_call inner = { .env = call->env, .place = IN_APPLET };
	uint8_t plain[SE050_COMMAND_MAX];
	struct wbuf scratch = wbuf_to(plain, sizeof(plain));
	enum se05x_status status;

	inner.user.id = call_object(call, TAG_IMPORT_KEY)->id;
	inner.user.secured = call->user.secured || (channel->level & securing) == securing;
	if (!apdu_parse(call_value(call, TAG_1), &inner.apdu))
		return SW_WRONG_DATA;
	status = scp03_unwrap(call->env->crypto, channel, &inner.apdu, &scratch);
	if (status == SW_OK && !may_come_so(chip, &inner.apdu))
		status = SW_CONDITIONS;
	if (status == SW_OK)
		status = se050_dispatch(chip, &inner, answer);
	call->takes_ns += inner.takes_ns;
	OPENSSL_cleanse(plain, sizeof(plain));
	return status;
}

/* The answer has a MAC whatever the level (AN12413 table 103). */
enum se05x_status external_import(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	const uint32_t host = call_object(call, TAG_IMPORT_KEY)->id;
	uint8_t bytes[SE050_DATA_MAX];
	struct wbuf answer = wbuf_to(bytes, sizeof(bytes));
	struct scp03 channel;
	enum se05x_status status =
		session_eckey_alone(chip, call, call_value(call, TAG_IMPORT_AUTHENTICATION), host, &channel);

	if (status != SW_OK)
		return status;
	/* The host has shown its key: what follows is no failed attempt any more. */
	session_return_attempts(chip, call);
	status = run_inner(chip, call, &channel, &answer);
	if (status == SW_OK) {
		channel.level |= SCP03_R_MAC;
		if (scp03_wrap(call->env->crypto, &channel, bytes, answer.len, status, out) < 0)
			status = SW_FAILURE;
	} else if (nv_commit(chip, call->env) != SW_OK) {
		status = SW_FAILURE;
	}
	OPENSSL_cleanse(&channel, sizeof(channel));
	return status;
}
