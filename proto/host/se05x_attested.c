/* proto/host/se05x_attested.c: reads that a key of the part signs. */
#include "se05x_attested.h"

#include <errno.h>
#include <openssl/rsa.h>

#include "se05x_ask.h"

enum {
	SHA256_DIGEST = 32,
	SIGNS_TLVS_FROM = 7, /* of the applet's version */
};

/* From 7.2 on the command is signed too: as it is without protection, Lc in three bytes, no Le. */
static int add_command(struct wbuf *message, const struct se05x_ask *ask)
{
	const struct apdu apdu = { .cla = CLA_PROPRIETARY,
		.ins = INS_READ | INS_ATTEST,
		.extended = true,
		.data = rbuf_from(ask->out, ask->tlvs.len) };
	uint8_t bytes[SE05X_DATA_MAX];
	struct wbuf command = wbuf_to(bytes, sizeof(bytes));
	uint8_t *digest = wbuf_room(message, SHA256_DIGEST);

	apdu_write(&command, &apdu);
	if (wbuf_bad(&command) || !digest)
		return -ENOSPC;
	return EVP_Digest(bytes, command.len, digest, NULL, EVP_sha256(), NULL) == 1 ? 0 : -EIO;
}

/* A TLV of the answer: where it goes, and what of it is signed. */
static void take(struct se05x_attested *out, struct wbuf *kept, struct wbuf *message, const struct tlv *tlv,
	struct rbuf whole, bool tlvs)
{
	uint8_t *at = wbuf_room(kept, rbuf_left(&tlv->value));
	struct rbuf value = rbuf_from(at, at ? rbuf_left(&tlv->value) : 0);

	if (at && rbuf_left(&value) > 0)
		memcpy(at, tlv->value.at, rbuf_left(&value));
	switch (tlv->tag) {
	case TAG_1:
		out->value = value;
		break;
	case TAG_2:
		*(tlvs ? &out->unique_id : &out->attributes) = value;
		break;
	case TAG_3:
		*(tlvs ? &out->attributes : &out->timestamp) = value;
		break;
	case TAG_4:
		if (tlvs)
			out->size = rbuf_be16(&value);
		break;
	case TAG_5:
		out->unique_id = value;
		break;
	case TAG_TIMESTAMP:
		out->timestamp = value;
		break;
	}
	wbuf_put(message, tlvs ? whole.at : tlv->value.at, rbuf_left(tlvs ? &whole : &tlv->value));
}

static int take_apart(
	const struct se05x_ask *ask, bool tlvs, struct se05x_attested *out, struct wbuf *message)
{
	struct rbuf r = rbuf_from(ask->in, ask->answer.len);
	struct wbuf kept = wbuf_to(out->bytes, sizeof(out->bytes));
	uint16_t before = 0;

	while (rbuf_left(&r) > 0) {
		const uint8_t *from = r.at;
		struct tlv tlv;
		uint8_t *at;

		/* In their order, each once: what is signed before 7.2 has no tags. */
		if (!tlv_next(&r, &tlv) || tlv.tag <= before)
			return -EPROTO;
		before = tlv.tag;
		if (tlv.tag != (tlvs ? TAG_SIGNATURE : TAG_6)) {
			take(out, &kept, message, &tlv, rbuf_from(from, (size_t)(r.at - from)), tlvs);
			continue;
		}
		at = wbuf_room(&kept, rbuf_left(&tlv.value));
		if (!at || rbuf_left(&r) > 0)
			return -EPROTO;
		memcpy(at, tlv.value.at, rbuf_left(&tlv.value));
		out->signature = rbuf_from(at, rbuf_left(&tlv.value));
	}
	return wbuf_bad(&kept) || wbuf_bad(message) ? -ENOSPC : 0;
}

static int check(const struct se05x_ask *ask, bool tlvs, const struct se05x_attester *by,
	const struct se05x_attested *out)
{
	struct rbuf freshness;

	if (rbuf_left(&out->signature) == 0 || rbuf_left(&out->timestamp) != SE05X_TIMESTAMP ||
		rbuf_left(&out->unique_id) != SE05X_UNIQUE_ID_BYTES || rbuf_left(&out->attributes) == 0)
		return -EPROTO;
	if (tlvs) /* it is in the command, which is signed */
		return 0;
	if (se05x_ask_exactly(ask, TAG_4, SE05X_FRESHNESS, &freshness) < 0 ||
		memcmp(freshness.at, by->freshness, SE05X_FRESHNESS) != 0)
		return -EPROTO;
	return 0;
}

static int run(struct se05x_host *host, struct se05x_ask *ask, const struct se05x_attester *by,
	struct se05x_attested *out)
{
	bool tlvs = host->version[0] >= SIGNS_TLVS_FROM;
	struct wbuf message = wbuf_to(out->message, sizeof(out->message));
	int rc;

	memset(out, 0, sizeof(*out));
	se05x_ask_u32(ask, TAG_5, by->key);
	se05x_ask_u8(ask, TAG_6, (uint8_t)by->algorithm);
	tlv_put(&ask->tlvs, TAG_7, by->freshness, SE05X_FRESHNESS);
	rc = se05x_ask_run(host, ask, INS_READ | INS_ATTEST, P1_DEFAULT, P2_DEFAULT);
	if (rc == 0 && tlvs)
		rc = add_command(&message, ask);
	if (rc == 0)
		rc = take_apart(ask, tlvs, out, &message);
	out->message_len = message.len;
	return rc == 0 ? check(ask, tlvs, by, out) : rc;
}

int se05x_read_attested(
	struct se05x_host *host, uint32_t id, const struct se05x_attester *by, struct se05x_attested *out)
{
	struct se05x_ask ask;

	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, id);
	return run(host, &ask, by, out);
}

int se05x_read_rsa_attested(struct se05x_host *host, uint32_t id, uint8_t component,
	const struct se05x_attester *by, struct se05x_attested *out)
{
	struct se05x_ask ask;

	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, id);
	se05x_ask_u8(&ask, TAG_4, component);
	return run(host, &ask, by, out);
}

int se05x_attested_verify(
	struct rbuf message, struct rbuf signature, enum se05x_algorithm algorithm, EVP_PKEY *key)
{
	const char *hash = se05x_algorithm_hash(algorithm);
	EVP_MD_CTX *context;
	EVP_PKEY_CTX *padding;
	int rc = -EIO, verdict;

	if (!hash && algorithm != SE05X_EDDSA)
		return -EINVAL;
	context = EVP_MD_CTX_new();
	if (!context || EVP_DigestVerifyInit_ex(context, &padding, hash, NULL, NULL, key, NULL) != 1)
		goto end;
	if (se05x_algorithm_is_pss(algorithm) &&
		(EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PSS_PADDING) != 1 ||
			EVP_PKEY_CTX_set_rsa_pss_saltlen(padding, RSA_PSS_SALTLEN_DIGEST) != 1))
		goto end;
	verdict = EVP_DigestVerify(
		context, signature.at, rbuf_left(&signature), message.at, rbuf_left(&message));
	rc = verdict == 1 ? 0 : -EACCES; /* a negative one is of a signature that is none */
end:
	EVP_MD_CTX_free(context);
	return rc;
}
