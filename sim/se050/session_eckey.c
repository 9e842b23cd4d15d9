/*
 * sim/se050/session_eckey.c: ECKey sessions: an ephemeral key of the host, the part's static one (AN12413 3.6.3.3,
 * 4.5.4). P-256 on both sides.
 */
#include <openssl/crypto.h>
#include <string.h>

#include "card.h"
#include "crypto.h"
#include "curve.h"
#include "der.h"
#include "hash.h"
#include "rules.h"
#include "session.h"

enum {
	TAG_CONTROL = 0xa6,
	TAG_AID = 0x4f,
	TAG_SCP = 0x90,
	TAG_KEY_TYPE = 0x80,
	TAG_KEY_LENGTH = 0x81,
	TAG_KEY_ID = 0x83,
	TAG_PUBLIC = 0x7f49,
	TAG_SIGNATURE_OF_HOST = 0x5f37,
	TAG_POINT = 0xb0,
	TAG_CURVE = 0xf0,
	TAG_DR = 0x85,
	TAG_RECEIPT = 0x86,
	SCP_ID_ECKEY = 0xab,
	KEY_TYPE_AES = 0x88,
	SESSION_KEY = 16,
	POINT = 1 + P256_POINT,
	DERIVE_ENC = 0x04,
	DERIVE_MAC = 0x06,
	DERIVE_RMAC = 0x07,
	DERIVE_CHAIN = 0x08,
	KEY_ID_IMPORT = 0x02,
};

/* The host's half of the handshake, taken apart. */
struct handshake {
	struct rbuf control;   /* the whole TLV A6 */
	struct rbuf public;    /* the whole TLV 7F49 */
	struct rbuf point;     /* 04, x, y */
	struct rbuf signature; /* DER */
	uint8_t level;
};

/* X and Y of 04, X, Y; of a length that was checked. */
static const uint8_t *coordinates(struct rbuf point)
{
	rbuf_u8(&point);
	return rbuf_bytes(&point, P256_POINT);
}

/* A TLV with this tag, and the bytes of the whole of it. */
static bool take(struct rbuf *r, uint16_t tag, struct tlv *tlv, struct rbuf *whole)
{
	struct rbuf start = *r;

	if (!tlv_next(r, tlv) || tlv->tag != tag)
		return false;
	if (whole)
		*whole = rbuf_take(&start, rbuf_left(&start) - rbuf_left(r));
	return true;
}

static bool take_byte(struct rbuf *r, uint16_t tag, uint8_t value)
{
	struct tlv tlv;

	return take(r, tag, &tlv, NULL) && rbuf_left(&tlv.value) == 1 && rbuf_u8(&tlv.value) == value;
}

static bool read_control(struct rbuf r, struct handshake *h)
{
	struct tlv tlv;

	if (!take(&r, TAG_AID, &tlv, NULL) || !card_is_applet(tlv.value))
		return false;
	if (!take(&r, TAG_SCP, &tlv, NULL) || rbuf_u8(&tlv.value) != SCP_ID_ECKEY)
		return false;
	/* AB, 01, level; a level of 00 is not allowed here. */
	if (rbuf_u8(&tlv.value) != 0x01)
		return false;
	h->level = rbuf_u8(&tlv.value);
	return !rbuf_bad(&tlv.value) && rbuf_left(&tlv.value) == 0 && h->level != 0 &&
	       scp03_is_level(h->level) && take_byte(&r, TAG_KEY_TYPE, KEY_TYPE_AES) &&
	       take_byte(&r, TAG_KEY_LENGTH, SESSION_KEY) && rbuf_left(&r) == 0;
}

static bool read_public(struct rbuf r, struct handshake *h)
{
	struct tlv tlv;

	if (!take(&r, TAG_POINT, &tlv, NULL) || rbuf_left(&tlv.value) != POINT)
		return false;
	h->point = tlv.value;
	return rbuf_u8(&tlv.value) == 0x04 && take_byte(&r, TAG_CURVE, CURVE_P256) && rbuf_left(&r) == 0;
}

static bool read_handshake(struct rbuf r, struct handshake *h)
{
	struct tlv control, public, signature;

	if (!take(&r, TAG_CONTROL, &control, &h->control) || !take(&r, TAG_PUBLIC, &public, &h->public) ||
		!take(&r, TAG_SIGNATURE_OF_HOST, &signature, NULL) || rbuf_left(&r) > 0)
		return false;
	h->signature = signature.value;
	return read_control(control.value, h) && read_public(public.value, h);
}

/* The host's key: an authentication object. */
static struct rbuf host_key(const struct se050 *chip, uint32_t id)
{
	const struct se050_object *object = object_look(chip, id);

	if (!object || object->detail != CURVE_P256 || !(EC_PUBLICS >> object->class & 1))
		return rbuf_from(NULL, 0);
	return curve_public(chip, object);
}

static struct rbuf own_key(const struct se050 *chip, uint32_t id)
{
	const struct se050_object *object = object_look(chip, id);

	if (!object || object->detail != CURVE_P256)
		return rbuf_from(NULL, 0);
	return curve_private(chip, object);
}

enum se05x_status session_eckey_check(const struct se050 *chip, struct se050_call *call)
{
	const struct se050_object *host = object_look(chip, call->session->authenticator);
	struct handshake h;

	/* They may have gone since the session was created: ImportExternalObject spends them too. */
	if (host && host->attempts_max > 0 && host->attempts >= host->attempts_max)
		return SW_NOT_ALLOWED;
	if (!host_key(chip, call->session->authenticator).at || !own_key(chip, ID_ECKEY_SESSION).at)
		return SW_CONDITIONS;
	return read_handshake(call->apdu.data, &h) ? SW_OK : SW_WRONG_DATA;
}

static bool signature_good(
	const struct se050 *chip, const struct se050_call *call, uint32_t host, const struct handshake *h)
{
	uint8_t digest[SHA256_BYTES], rs[P256_SIGNATURE];
	struct sha256 hash;

	sha256_init(&hash);
	sha256_update(&hash, h->control.at, rbuf_left(&h->control));
	sha256_update(&hash, h->public.at, rbuf_left(&h->public));
	sha256_final(&hash, digest);
	return der_signature_read(h->signature, P256_BYTES, rs) &&
	       crypto_p256_verify(call->env->crypto, coordinates(host_key(chip, host)), digest, rs) == 0;
}

/* SHA-256(counter, shared x, DR.SE, 01, level, 88, 10), its first half (AN12413 3.6.3.3). */
static void master_key(const struct se050 *chip, const uint8_t x[P256_BYTES], const uint8_t *dr,
	uint8_t level, uint8_t master[SHA256_BYTES])
{
	static const uint8_t counter[4] = { 0, 0, 0, 1 };
	uint8_t info[] = { 0x01, level, KEY_TYPE_AES, SESSION_KEY };
	struct sha256 hash;

	sha256_init(&hash);
	if (se050_rule(chip, RULE_ECKEY_COUNTER))
		sha256_update(&hash, counter, sizeof(counter));
	sha256_update(&hash, x, P256_BYTES);
	sha256_update(&hash, dr, SESSION_KEY);
	sha256_update(&hash, info, sizeof(info));
	sha256_final(&hash, master);
	OPENSSL_cleanse(&hash, sizeof(hash));
}

static int derive_channel(struct crypto *crypto, struct scp03 *channel, const uint8_t *master)
{
	const struct {
		uint8_t constant;
		uint8_t *to;
	} keys[] = { { DERIVE_ENC, channel->s_enc }, { DERIVE_MAC, channel->s_mac },
		{ DERIVE_RMAC, channel->s_rmac }, { DERIVE_CHAIN, channel->chain } };
	int rc = 0;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && rc == 0; i++)
		rc = scp03_derive(
			crypto, master, SESSION_KEY, keys[i].constant, NULL, 0, SESSION_KEY * 8, keys[i].to);
	return rc;
}

static int make_receipt(struct crypto *crypto, const struct scp03 *channel, const struct handshake *h,
	uint8_t receipt[AES_BLOCK])
{
	struct aes_cmac cmac = { .pending_len = 0 };
	int rc = crypto_cmac_update(
		crypto, channel->s_rmac, SESSION_KEY, &cmac, h->control.at, rbuf_left(&h->control));

	if (rc == 0)
		rc = crypto_cmac_update(
			crypto, channel->s_rmac, SESSION_KEY, &cmac, h->public.at, rbuf_left(&h->public));
	if (rc == 0)
		rc = crypto_cmac_final(crypto, channel->s_rmac, SESSION_KEY, &cmac, receipt);
	return rc;
}

/* The channel as the handshake makes it; 0, or a negative errno: -EINVAL for a point off the curve. */
static int open_channel(struct se050 *chip, const struct se050_call *call, const struct handshake *h,
	uint32_t own, const uint8_t dr[SESSION_KEY], struct scp03 *channel)
{
	struct rng_stream stream = se050_stream(chip, call);
	uint8_t x[P256_BYTES], master[SHA256_BYTES];
	int rc;

	memset(channel, 0, sizeof(*channel));
	rc = crypto_p256_ecdh(call->env->crypto, &stream, own_key(chip, own).at, coordinates(h->point), x);
	if (rc == 0) {
		master_key(chip, x, dr, h->level, master);
		rc = derive_channel(call->env->crypto, channel, master);
	}
	channel->key_len = SESSION_KEY;
	channel->counts_all = true;
	channel->level = h->level;
	channel->state = SCP_OPEN;
	OPENSSL_cleanse(x, sizeof(x));
	OPENSSL_cleanse(master, sizeof(master));
	return rc;
}

enum se05x_status session_eckey(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	struct se050_session *session = call->session;
	uint8_t dr[SESSION_KEY], receipt[AES_BLOCK];
	struct scp03 channel;
	struct handshake h;

	if (!read_handshake(call->apdu.data, &h) || !signature_good(chip, call, session->authenticator, &h)) {
		session_fail(session);
		return SW_CONDITIONS;
	}
	se050_random(chip, call, dr, sizeof(dr));
	if (open_channel(chip, call, &h, ID_ECKEY_SESSION, dr, &channel) < 0 ||
		make_receipt(call->env->crypto, &channel, &h, receipt) < 0) {
		session_fail(session);
		return SW_CONDITIONS;
	}
	tlv_put(out, TAG_DR, dr, sizeof(dr));
	tlv_put(out, TAG_RECEIPT, receipt, sizeof(receipt));
	session->channel = channel;
	session_open(session);
	OPENSSL_cleanse(&channel, sizeof(channel));
	return SW_OK;
}

enum se05x_status session_eckey_alone_check(const struct se050 *chip, struct rbuf data, uint32_t host)
{
	struct handshake h;

	if (!host_key(chip, host).at || !own_key(chip, ID_EXTERNAL_IMPORT).at)
		return SW_CONDITIONS;
	return read_handshake(data, &h) ? SW_OK : SW_WRONG_DATA;
}

enum se05x_status session_eckey_alone(struct se050 *chip, const struct se050_call *call, struct rbuf data,
	uint32_t host, struct scp03 *channel)
{
	static const uint8_t zeros[SESSION_KEY];
	struct handshake h;

	if (!read_handshake(data, &h) || !signature_good(chip, call, host, &h))
		return SW_CONDITIONS;
	return open_channel(chip, call, &h, ID_EXTERNAL_IMPORT, zeros, channel) < 0 ? SW_CONDITIONS : SW_OK;
}

/* A6 { 83 { key id, key version } }: 02 is the import key, anything else the session key (AN12413 4.5.4.2). */
static bool read_key_id(struct rbuf r, uint32_t *id)
{
	struct tlv control, key;

	if (!take(&r, TAG_CONTROL, &control, NULL) || rbuf_left(&r) > 0 ||
		!take(&control.value, TAG_KEY_ID, &key, NULL) || rbuf_left(&key.value) != 2)
		return false;
	*id = rbuf_u8(&key.value) == KEY_ID_IMPORT ? ID_EXTERNAL_IMPORT : ID_ECKEY_SESSION;
	return true;
}

enum se05x_status session_eckey_public_check(const struct se050 *chip, struct se050_call *call)
{
	uint32_t id;

	if (!host_key(chip, call->session->authenticator).at)
		return SW_CONDITIONS;
	if (!read_key_id(call->apdu.data, &id))
		return SW_WRONG_DATA;
	return own_key(chip, id).at ? SW_OK : SW_CONDITIONS;
}

/* The public key, and a signature over that TLV by the same pair. UNCERTAIN (SE05X-U-13): over all of it. */
enum se05x_status session_eckey_public(struct se050 *chip, struct se050_call *call, struct wbuf *out)
{
	static const uint8_t curve = CURVE_P256;
	uint8_t body[POINT + 8], digest[SHA256_BYTES], rs[P256_SIGNATURE], der[DER_SIGNATURE_MAX];
	struct wbuf public = wbuf_to(body, sizeof(body)), signature = wbuf_to(der, sizeof(der));
	struct rng_stream stream = se050_stream(chip, call);
	size_t start = out->len;
	struct rbuf point;
	uint32_t id = 0;

	if (!read_key_id(call->apdu.data, &id))
		return SW_WRONG_DATA;
	point = curve_public(chip, object_look(chip, id));
	tlv_put(&public, TAG_POINT, point.at, rbuf_left(&point));
	tlv_put(&public, TAG_CURVE, &curve, 1);
	tlv_put(out, TAG_PUBLIC, body, public.len);
	sha256_bytes(out->at + start, out->len - start, digest);
	if (crypto_p256_sign(call->env->crypto, &stream, own_key(chip, id).at, digest, rs) < 0)
		return SW_FAILURE;
	der_signature_write(&signature, rs, P256_BYTES);
	tlv_put(out, TAG_SIGNATURE_OF_HOST, der, signature.len);
	return SW_OK;
}
