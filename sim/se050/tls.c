/* sim/se050/tls.c: what TLS 1.2 wants of a part (AN12413 4.16; from 7.2 on by the headers of hosts). */
#include "tls.h"

#include <openssl/crypto.h>
#include <string.h>

#include "derive.h"
#include "derived.h"
#include "ec_value.h"
#include "kdf050.h"
#include "rsa.h"

enum {
	TLS_RANDOM = 32,
	TLS_PRF_MAX = 512,
	TLS_PSK_MAX = 64,
	TLS_RSA_SECRET = 48,
	TLS_OTHER_MAX = RSA_BYTES_MAX, /* where RSA decrypts to */
	/* RFC 4279 2: the other secret and the key, two bytes of length before each. */
	TLS_PSK_OVERHEAD = 4,
	TLS_PRE_MASTER_MAX = TLS_PSK_OVERHEAD + EC_SECRET_MAX + TLS_PSK_MAX,
};

static_assert(TLS_PSK_MAX >= TLS_RSA_SECRET, "a pre-master secret of any kind has room");

enum se05x_status tls_random(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	se050_random(chip, call, chip->applet.tls_random, TLS_RANDOM);
	chip->applet.tls_random_set = true;
	answer_bytes(out, TAG_1, chip->applet.tls_random, TLS_RANDOM);
	return SW_OK;
}

/* 16, 32, 48, 64: what a pre-shared key, and the secret of the PRF, have. */
static bool is_secret_size(size_t len)
{
	return len > 0 && len <= TLS_PSK_MAX && len % 16 == 0;
}

/* No rule of 3.x opens a pre-shared key (AN12413 table 279), but any rule that closes an object does (6.1). */
static enum se05x_status check_psk(
	const struct se050 *chip, const struct se050_call *call, const struct se050_object *psk)
{
	struct rbuf value = object_value(chip, psk);
	enum se05x_status status = policy_check(chip, psk, &call->user, UINT32_MAX);

	if (psk->flags & OBJECT_TRANSIENT && psk->owner != call->user.id)
		return SW_CONDITIONS;
	if (status != SW_OK)
		return status;
	return is_secret_size(rbuf_left(&value)) ? SW_OK : SW_CONDITIONS;
}

/* How many bytes the key pair's part of the secret has; 0: there can be none. */
static size_t agreed_len(const struct se050 *chip, const struct se050_object *pair, struct rbuf peer)
{
	const struct se050_curve *curve = curve_find(pair->detail);

	if (RSA_KEYS >> pair->class & 1)
		return rbuf_left(&peer) == pair->bits / 8u ? TLS_RSA_SECRET : 0;
	if (!curve || curve->kind == CURVE_EDWARDS || !curve_usable(chip, curve) ||
		rbuf_left(&peer) != curve->public_len)
		return 0;
	return curve->field;
}

enum se05x_status tls_pre_master_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *psk = call_object(call, TAG_1), *pair = call_object(call, TAG_2);
	struct rbuf peer = call_value(call, TAG_4);
	size_t len = psk ? psk->value_len : 0, agreed = 0;
	enum se05x_status status = SW_OK;

	if (!psk && !pair)
		return SW_WRONG_DATA;
	if (psk)
		status = check_psk(chip, call, psk);
	if (status != SW_OK)
		return status;
	if (pair)
		agreed = agreed_len(chip, pair, peer);
	if (pair ? agreed == 0 : rbuf_left(&peer) > 0)
		return SW_CONDITIONS;
	if (psk)
		len += TLS_PSK_OVERHEAD + (pair ? agreed : len);
	else
		len = agreed;
	return derived_fits(chip, call_object(call, TAG_3), len);
}

/*
 * What RSA hides: 48 bytes, of which the first two are the version that the client offered. UNCERTAIN (SE05X-U-65): that
 * another version is refused; RFC 5246 7.4.7.1 has a server go on with chance.
 */
static enum se05x_status decrypted(
	struct se050 *chip, const struct se050_call *call, uint8_t other[TLS_OTHER_MAX])
{
	struct rsa_key key = rsa_key_of(chip, call_object(call, TAG_2), true);
	struct rbuf peer = call_value(call, TAG_4), version = call_value(call, TAG_6);
	size_t len = 0;
	int rc = crypto_rsa_decrypt(call->env->crypto, &key, RSA_PKCS1, peer.at, other, &len);

	if (rc < 0)
		return rsa_status(rc);
	if (len != TLS_RSA_SECRET || (version.at && memcmp(version.at, other, rbuf_left(&version)) != 0))
		return SW_CONDITIONS;
	return SW_OK;
}

/*
 * The key pair's part of the secret: RFC 8422 5.10, RFC 5246 8.1.1. UNCERTAIN (SE05X-U-70): X25519's is in the order
 * that the applet has it in.
 */
static enum se05x_status agree(
	struct se050 *chip, const struct se050_call *call, uint8_t other[TLS_OTHER_MAX])
{
	const struct se050_object *pair = call_object(call, TAG_2);
	struct rng_stream stream = se050_stream(chip, call);

	if (RSA_KEYS >> pair->class & 1)
		return decrypted(chip, call, other);
	return rsa_status(ec_value_agree(call->env->crypto, curve_find(pair->detail), &stream,
		curve_private(chip, pair), call_value(call, TAG_4), other));
}

/* RFC 4279 2: zeros where there is no other secret, as many as the key has. */
static void put_pre_master(
	struct wbuf *w, const struct se050 *chip, const struct se050_call *call, const uint8_t *other)
{
	const struct se050_object *psk = call_object(call, TAG_1), *pair = call_object(call, TAG_2);
	size_t agreed = pair ? agreed_len(chip, pair, call_value(call, TAG_4)) : 0;
	struct rbuf key;

	if (!psk) {
		wbuf_put(w, other, agreed);
		return;
	}
	key = object_value(chip, psk);
	wbuf_be16(w, (uint16_t)(pair ? agreed : rbuf_left(&key)));
	if (pair)
		wbuf_put(w, other, agreed);
	else
		wbuf_fill(w, 0, rbuf_left(&key));
	wbuf_be16(w, (uint16_t)rbuf_left(&key));
	wbuf_put(w, key.at, rbuf_left(&key));
}

enum se05x_status tls_pre_master(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_object *target = call_object(call, TAG_3);
	uint8_t other[TLS_OTHER_MAX], bytes[TLS_PRE_MASTER_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	enum se05x_status status = SW_OK;

	(void)out;
	if (call_object(call, TAG_2))
		status = agree(chip, call, other);
	if (status == SW_OK) {
		put_pre_master(&w, chip, call, other);
		memcpy(object_change(chip, target), bytes, target->value_len);
	}
	OPENSSL_cleanse(other, sizeof(other));
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return status;
}

/*
 * Whose random is given, and whether the client's comes first: in the master secret's seed it does, in the key block's
 * the server's does (RFC 5246 8.1, 6.3). The other one is the part's own.
 */
struct prf_row {
	uint8_t p2;
	bool given_first;
};

static const struct prf_row prf_rows[] = {
	{ P2_TLS_PRF_CLIENT_HELLO, true },
	{ P2_TLS_PRF_SERVER_HELLO, false },
	{ P2_TLS_PRF_CLIENT_RANDOM, false },
	{ P2_TLS_PRF_SERVER_RANDOM, true },
};

/* UNCERTAIN (SE05X-U-66): that secrets of TLSCalculatePreMasterSecret longer than 64 bytes are taken too. */
static bool is_prf_secret(const struct se050_object *secret)
{
	return is_secret_size(secret->value_len) || secret->value_len >= TLS_PSK_OVERHEAD + 2 * 16;
}

/* UNCERTAIN (SE05X-U-67): with both randoms given, ALLOW_KDF_EXT_RANDOM is asked for and TLSGenerateRandom is not. */
enum se05x_status tls_prf_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *secret = call_object(call, TAG_1);
	uint32_t len = call_number(call, TAG_5);
	bool both = call->apdu.p2 == P2_TLS_PRF_BOTH;
	enum digest_kind kind;
	enum se05x_status status = SW_OK;

	if (both)
		status = policy_check(chip, secret, &call->user, RIGHT_KDF_EXTERNAL_RANDOM);
	if (status != SW_OK)
		return status;
	if (!kdf050_digest(chip, call_number(call, TAG_2), &kind) || len == 0 || len > TLS_PRF_MAX ||
		!is_prf_secret(secret) || (!both && !chip->applet.tls_random_set))
		return SW_CONDITIONS;
	return derived_check(chip, call, len);
}

static struct rbuf prf_seed(const struct se050 *chip, const struct se050_call *call, struct wbuf *seed)
{
	struct rbuf given = call_value(call, TAG_4);
	bool given_first = true;

	for (size_t i = 0; i < sizeof(prf_rows) / sizeof(prf_rows[0]); i++)
		if (prf_rows[i].p2 == call->apdu.p2)
			given_first = prf_rows[i].given_first;
	if (call->apdu.p2 == P2_TLS_PRF_BOTH)
		return given;
	if (given_first)
		wbuf_put(seed, given.at, TLS_RANDOM);
	wbuf_put(seed, chip->applet.tls_random, TLS_RANDOM);
	if (!given_first)
		wbuf_put(seed, given.at, TLS_RANDOM);
	return rbuf_from(seed->at, seed->len);
}

/* The part's random is used up by it. */
enum se05x_status tls_prf(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	uint8_t bytes[TLS_PRF_MAX], randoms[2 * TLS_RANDOM];
	struct wbuf seed = wbuf_to(randoms, sizeof(randoms));
	size_t len = call_number(call, TAG_5);
	enum digest_kind kind = DIGEST_SHA256;

	if (!kdf050_digest(chip, call_number(call, TAG_2), &kind))
		return SW_CONDITIONS;
	derive_tls12(kind, object_value(chip, call_object(call, TAG_1)), call_value(call, TAG_3),
		prf_seed(chip, call, &seed), bytes, len);
	answer_bytes(out, TAG_1, bytes, len);
	if (call->apdu.p2 != P2_TLS_PRF_BOTH) {
		chip->applet.tls_random_set = false;
		memset(chip->applet.tls_random, 0, TLS_RANDOM);
	}
	OPENSSL_cleanse(bytes, sizeof(bytes));
	return SW_OK;
}
