/* tests/conformance/se05x_sessions.c: sessions of each kind, the host's computations by plain OpenSSL. */
#include "se05x_session.h"

#include <string.h>

#include "ossl.h"
#include "tlv.h"

const char session_scalar[] = "6d2f432f8a2f45ecd582847ec083bbebc23f1df4f0dd2a6fb81a24e7b6d54c7f";

static const char ephemeral[] = "0f56db78ca460b055c500064824bed999a25aaf48ebb519ac201537b85479813";
static const uint8_t challenge[SCP03_HOST_CHALLENGE] = { 0x73, 0x65, 0x73, 0x73, 0x69, 0x6f, 0x6e, 0x21 };

static EVP_PKEY *pair(const char *scalar)
{
	uint8_t bytes[32];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));

	for (const char *p = scalar; p[0] && p[1]; p += 2) {
		unsigned int high = (unsigned int)(p[0] > '9' ? p[0] - 'a' + 10 : p[0] - '0');
		unsigned int low = (unsigned int)(p[1] > '9' ? p[1] - 'a' + 10 : p[1] - '0');

		wbuf_u8(&w, (uint8_t)(high << 4 | low));
	}
	return ossl_ec_pair("P-256", bytes, w.len);
}

bool session_make_user(struct conform *c, unsigned int attempts)
{
	if (attempts > 0)
		return say(c, "9000", "410700 11:" SESSION_POLICY " 12:%h 41:%i 42:" SESSION_USER, attempts,
			SESSION_USER_ID);
	return say(c, "9000", "410700 11:" SESSION_POLICY " 41:%i 42:" SESSION_USER, SESSION_USER_ID);
}

bool session_make_aes(struct conform *c, unsigned int attempts)
{
	if (attempts > 0)
		return say(c, "9000", "410300 11:0800000000+00040000 12:%h 41:%i 43:" SESSION_KEY, attempts,
			SESSION_AES_ID);
	return say(c, "9000", "410300 11:0800000000+00040000 41:%i 43:" SESSION_KEY, SESSION_AES_ID);
}

bool session_make_ec(struct conform *c, unsigned int attempts)
{
	EVP_PKEY *key = pair(session_scalar);
	struct ossl_bytes point;
	bool made = ossl_ec_point(key, &point);

	EVP_PKEY_free(key);
	if (!made) {
		conform_fail(c, "the host's OpenSSL has no P-256");
		return false;
	}
	if (attempts > 0)
		return say(c, "9000", "412100 11:" SESSION_POLICY " 12:%h 41:%i 42:03 44:%b", attempts,
			SESSION_EC_ID, point.at, point.len);
	return say(c, "9000", "412100 11:" SESSION_POLICY " 41:%i 42:03 44:%b", SESSION_EC_ID, point.at,
		point.len);
}

bool session_begin(struct conform *c, struct say_session *s, uint32_t id)
{
	struct said said;
	struct rbuf value;

	memset(s, 0, sizeof(*s));
	if (!say_ask(c, &said, "04001b 41:%i", id) || !said_value(c, &said, TAG_1, &value))
		return false;
	if (rbuf_left(&value) != sizeof(s->id))
		conform_fail(c, "a session's id has %zu bytes, not 8", rbuf_left(&value));
	rbuf_copy(&value, s->id, sizeof(s->id));
	return conform_well(c);
}

bool session_user(struct conform *c, struct say_session *s)
{
	return session_begin(c, s, SESSION_USER_ID) && say_in(c, s, "9000", "04002c 41:" SESSION_USER);
}

bool session_handshake(
	struct conform *c, struct say_session *s, const char *key, uint8_t level, uint16_t *status)
{
	uint8_t bytes[64], k[SCP03_HOST_KEY];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes)), kw = wbuf_to(k, sizeof(k));
	struct said said;
	struct apdu apdu;

	for (const char *p = key; p[0] && p[1]; p += 2)
		wbuf_u8(&kw, (uint8_t)((p[0] > '9' ? p[0] - 'a' + 10 : p[0] - '0') << 4 |
				       (p[1] > '9' ? p[1] - 'a' + 10 : p[1] - '0')));
	s->secure = false;
	memset(&s->host, 0, sizeof(s->host));
	/* In a session every command counts, on every applet. */
	s->host.counts_all = true;
	if (!say_ask_in(c, s, &said, "80500000 =%b", challenge, sizeof(challenge)))
		return false;
	/* That the card's cryptogram is of another key is for the part to find, too. */
	scp03_host_update(&s->host, k, k, challenge, rbuf_from(said.bytes, said.len));
	if (scp03_host_authenticate(&s->host, level, &w) < 0 || !apdu_parse(rbuf_from(bytes, w.len), &apdu)) {
		conform_fail(c, "the host's OpenSSL does not make a MAC");
		return false;
	}
	if (!say_process(c, s, &apdu, &said))
		return false;
	*status = said.status;
	s->secure = said.status == SW_OK;
	return true;
}

bool session_aes(struct conform *c, struct say_session *s, uint8_t level)
{
	uint16_t status;

	if (!session_begin(c, s, SESSION_AES_ID) || !session_handshake(c, s, SESSION_KEY, level, &status))
		return false;
	if (status != SW_OK)
		conform_fail(c, "an AESKey session at level %02x is refused with %04x", level, status);
	return conform_well(c);
}

static void put(struct wbuf *w, uint16_t tag, const uint8_t *bytes, size_t len)
{
	tlv_put(w, tag, bytes, len);
}

size_t session_internal(struct conform *c, const char *scalar, uint8_t level, uint8_t *data, size_t cap)
{
	static const uint8_t aid[] = { 0xa0, 0x00, 0x00, 0x03, 0x96, 0x54, 0x53, 0x00, 0x00, 0x00, 0x01, 0x03,
		0x00, 0x00, 0x00, 0x00 };
	const uint8_t scp[] = { 0xab, 0x01, level }, type = 0x88, len = 0x10, curve = 0x03;
	uint8_t inner[160];
	struct wbuf out = wbuf_to(data, cap), w = wbuf_to(inner, sizeof(inner));
	EVP_PKEY *own = pair(ephemeral), *signer = pair(scalar);
	struct ossl_bytes point, signature;

	put(&w, 0x4f, aid, sizeof(aid));
	put(&w, 0x90, scp, sizeof(scp));
	put(&w, 0x80, &type, 1);
	put(&w, 0x81, &len, 1);
	put(&out, 0xa6, inner, w.len);
	w.len = 0;
	if (!ossl_ec_point(own, &point))
		conform_fail(c, "the host's OpenSSL has no P-256");
	put(&w, 0xb0, point.at, point.len);
	put(&w, 0xf0, &curve, 1);
	put(&out, 0x7f49, inner, w.len);
	if (!ossl_sign(signer, "SHA256", false, data, out.len, &signature))
		conform_fail(c, "the host's OpenSSL does not sign");
	put(&out, 0x5f37, signature.at, signature.len);
	EVP_PKEY_free(own);
	EVP_PKEY_free(signer);
	return conform_well(c) && !wbuf_bad(&out) ? out.len : 0;
}

static void derive(const uint8_t master[16], uint8_t constant, uint8_t to[16])
{
	uint8_t input[16] = { 0 };
	struct ossl_bytes out;

	input[11] = constant;
	input[14] = 0x80;
	input[15] = 1;
	if (ossl_mac("CMAC", "AES-128-CBC", master, 16, input, sizeof(input), &out))
		memcpy(to, out.at, 16);
}

bool session_keys(
	struct conform *c, struct scp03_host *host, uint32_t object, const uint8_t random[16], uint8_t level)
{
	uint8_t input[96];
	struct wbuf w = wbuf_to(input, sizeof(input));
	struct said said;
	struct rbuf point;
	EVP_PKEY *own, *peer;
	struct ossl_bytes secret, hash;
	bool agreed;

	if (!say_ask(c, &said, "020000 41:%i", object) || !said_value(c, &said, TAG_1, &point))
		return false;
	own = pair(ephemeral);
	peer = ossl_ec_public("P-256", point.at, rbuf_left(&point));
	agreed = ossl_derive(own, peer, &secret);
	EVP_PKEY_free(own);
	EVP_PKEY_free(peer);
	if (!agreed) {
		conform_fail(c, "object %08x is no key on P-256", object);
		return false;
	}
	if (say_version(c, 3, 6, 0))
		wbuf_put(&w, "\0\0\0\1", 4);
	wbuf_put(&w, secret.at, secret.len);
	wbuf_put(&w, random, 16);
	wbuf_u8(&w, 0x01);
	wbuf_u8(&w, level);
	wbuf_put(&w, "\x88\x10", 2);
	ossl_digest("SHA256", input, w.len, &hash);
	memset(host, 0, sizeof(*host));
	derive(hash.at, 0x04, host->s_enc);
	derive(hash.at, 0x06, host->s_mac);
	derive(hash.at, 0x07, host->s_rmac);
	derive(hash.at, 0x08, host->chain);
	host->level = level;
	host->counts_all = true;
	return conform_well(c);
}

bool session_derive(struct conform *c, struct say_session *s, uint8_t level, const struct said *answer)
{
	struct rbuf random, receipt;

	if (!said_value(c, answer, 0x85, &random) || !said_value(c, answer, 0x86, &receipt))
		return false;
	if (rbuf_left(&random) != 16 || rbuf_left(&receipt) != 16) {
		conform_fail(c, "the answer of INTERNAL AUTHENTICATE has other lengths than 16");
		return false;
	}
	s->secure = session_keys(c, &s->host, 0x7fff0201, random.at, level);
	return s->secure;
}

bool session_ec(struct conform *c, struct say_session *s, uint8_t level)
{
	uint8_t data[320];
	struct ossl_bytes expected;
	struct said said;
	struct rbuf receipt, r;
	struct tlv tlv;
	size_t len;

	if (!session_begin(c, s, SESSION_EC_ID))
		return false;
	len = session_internal(c, session_scalar, level, data, sizeof(data));
	if (!say_ask_in(c, s, &said, "84880000 =%b", data, len) || !session_derive(c, s, level, &said))
		return false;
	/* The receipt covers the first two TLVs. */
	r = rbuf_from(data, len);
	tlv_next(&r, &tlv);
	tlv_next(&r, &tlv);
	ossl_mac("CMAC", "AES-128-CBC", s->host.s_rmac, 16, data, len - rbuf_left(&r), &expected);
	return said_value(c, &said, 0x86, &receipt) &&
	       said_equal(c, "the receipt", receipt.at, rbuf_left(&receipt), expected.at, expected.len);
}
