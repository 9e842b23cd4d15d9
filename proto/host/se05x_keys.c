/* proto/host/se05x_keys.c: what the keys of an SE05x do. */
#include "se05x_keys.h"

#include <errno.h>

#include "se05x_ask.h"

enum {
	RSA_NO_PADDING = 0x0c,
};

static const struct algorithm {
	enum se05x_algorithm algorithm;
	const char *hash;
	size_t digest; /* of ECDSA: what the command carries */
	bool pss;
} algorithms[] = {
	{ SE05X_ECDSA_SHA1, "SHA1", 20, false },
	{ SE05X_ECDSA_SHA224, "SHA224", 28, false },
	{ SE05X_ECDSA_SHA256, "SHA256", 32, false },
	{ SE05X_ECDSA_SHA384, "SHA384", 48, false },
	{ SE05X_ECDSA_SHA512, "SHA512", 64, false },
	{ SE05X_RSA_PKCS1_SHA1, "SHA1", 0, false },
	{ SE05X_RSA_PKCS1_SHA224, "SHA224", 0, false },
	{ SE05X_RSA_PKCS1_SHA256, "SHA256", 0, false },
	{ SE05X_RSA_PKCS1_SHA384, "SHA384", 0, false },
	{ SE05X_RSA_PKCS1_SHA512, "SHA512", 0, false },
	{ SE05X_RSA_PSS_SHA1, "SHA1", 0, true },
	{ SE05X_RSA_PSS_SHA224, "SHA224", 0, true },
	{ SE05X_RSA_PSS_SHA256, "SHA256", 0, true },
	{ SE05X_RSA_PSS_SHA384, "SHA384", 0, true },
	{ SE05X_RSA_PSS_SHA512, "SHA512", 0, true },
};

enum {
	ALGORITHMS = sizeof(algorithms) / sizeof(algorithms[0]),
};

static const struct algorithm *find(enum se05x_algorithm algorithm)
{
	for (size_t i = 0; i < ALGORITHMS; i++)
		if (algorithms[i].algorithm == algorithm)
			return &algorithms[i];
	return NULL;
}

const char *se05x_algorithm_hash(enum se05x_algorithm algorithm)
{
	const struct algorithm *found = find(algorithm);

	return found ? found->hash : NULL;
}

bool se05x_algorithm_is_pss(enum se05x_algorithm algorithm)
{
	const struct algorithm *found = find(algorithm);

	return found && found->pss;
}

static void begin(struct se05x_ask *ask, uint32_t id, uint8_t algorithm, struct rbuf input)
{
	se05x_ask_begin(ask);
	se05x_ask_u32(ask, TAG_1, id);
	se05x_ask_u8(ask, TAG_2, algorithm);
	tlv_put(&ask->tlvs, TAG_3, input.at, rbuf_left(&input));
}

int se05x_sign(struct se05x_host *host, uint32_t id, enum se05x_algorithm algorithm, struct rbuf input,
	struct wbuf *signature)
{
	struct se05x_ask ask;

	begin(&ask, id, (uint8_t)algorithm, input);
	return se05x_ask_copy(host, &ask, INS_CRYPTO, P1_SIGNATURE, P2_SIGN, signature);
}

int se05x_sign_digest(struct se05x_host *host, uint32_t id, struct rbuf digest, struct wbuf *signature)
{
	for (size_t i = 0; i < ALGORITHMS; i++)
		if (algorithms[i].digest == rbuf_left(&digest) && algorithms[i].digest > 0)
			return se05x_sign(host, id, algorithms[i].algorithm, digest, signature);
	return -EINVAL;
}

int se05x_verify(struct se05x_host *host, uint32_t id, enum se05x_algorithm algorithm, struct rbuf input,
	struct rbuf signature, bool *good)
{
	struct se05x_ask ask;
	uint8_t result;
	int rc;

	begin(&ask, id, (uint8_t)algorithm, input);
	tlv_put(&ask.tlvs, TAG_5, signature.at, rbuf_left(&signature));
	rc = se05x_ask_number(host, &ask, INS_CRYPTO, P1_SIGNATURE, P2_VERIFY, &result);
	if (rc < 0)
		return rc;
	*good = result == RESULT_SUCCESS;
	return result == RESULT_SUCCESS || result == RESULT_FAILURE ? 0 : -EPROTO;
}

int se05x_rsa_private(struct se05x_host *host, uint32_t id, struct rbuf block, struct wbuf *out)
{
	struct se05x_ask ask;

	begin(&ask, id, RSA_NO_PADDING, block);
	return se05x_ask_copy(host, &ask, INS_CRYPTO, P1_RSA, P2_DECRYPT_ONESHOT, out);
}

int se05x_ecdh(struct se05x_host *host, uint32_t id, struct rbuf peer, struct wbuf *secret)
{
	struct se05x_ask ask;

	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, id);
	tlv_put(&ask.tlvs, TAG_2, peer.at, rbuf_left(&peer));
	return se05x_ask_copy(host, &ask, INS_CRYPTO, P1_EC, P2_DH, secret);
}

int se05x_random(struct se05x_host *host, size_t len, struct wbuf *out)
{
	size_t before = out->len;
	struct se05x_ask ask;
	int rc;

	if (len == 0 || len > UINT16_MAX)
		return -EINVAL;
	se05x_ask_begin(&ask);
	se05x_ask_u16(&ask, TAG_1, (uint16_t)len);
	rc = se05x_ask_copy(host, &ask, INS_MANAGE, P1_DEFAULT, P2_RANDOM, out);
	return rc == 0 && out->len - before != len ? -EPROTO : rc;
}
