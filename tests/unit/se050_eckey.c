/* tests/unit/se050_eckey.c: the host's half of an ECKey session, by OpenSSL alone. */
#include "se050_eckey.h"

#include "cmocka_all.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <string.h>

#include "curve.h"
#include "object.h"
#include "tlv.h"

enum { EPHEMERAL = 0xee };

struct host_key se_eckey_key(uint8_t n)
{
	uint8_t d[32] = { 0x6d, 0x2f, 0x43, 0x2f, 0x8a, 0x2f, 0x45, 0xec };

	d[31] = n;
	return host_key_from(d);
}

struct host_key se_eckey_ephemeral(void)
{
	return se_eckey_key(EPHEMERAL);
}

void se_eckey_object(struct se050_fixture *f, uint32_t id, const struct host_key *key, uint16_t attempts)
{
	static const uint8_t policy[9] = { 8, 0, 0, 0, 0, 0, 0x20, 0, 0 };
	struct se050_object as = { .kind = RECORD_OBJECT,
		.id = id,
		.class = CLASS_EC_PUBLIC,
		.detail = CURVE_P256,
		.flags = OBJECT_AUTHENTICATES,
		.origin = ORIGIN_EXTERNAL,
		.attempts_max = attempts,
		.value_len = 65,
		.policy_len = sizeof(policy),
		.cost = 220 };
	uint8_t *value =
		object_change(f->chip, object_create(f->chip, &as, rbuf_from(policy, sizeof(policy))));

	value[0] = 0x04;
	memcpy(value + 1, key->point, sizeof(key->point));
}

static void cmac(const uint8_t key[16], const uint8_t *bytes, size_t len, uint8_t mac[16])
{
	EVP_MAC *kind = EVP_MAC_fetch(NULL, "CMAC", NULL);
	EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(kind);
	OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string(
					OSSL_MAC_PARAM_CIPHER, (char[]){ "AES-128-CBC" }, 0),
		OSSL_PARAM_construct_end() };
	size_t n;

	assert_int_equal(EVP_MAC_init(ctx, key, 16, params), 1);
	assert_int_equal(EVP_MAC_update(ctx, bytes, len), 1);
	assert_int_equal(EVP_MAC_final(ctx, mac, &n, 16), 1);
	EVP_MAC_CTX_free(ctx);
	EVP_MAC_free(kind);
}

static void put_signature(struct wbuf *out, const struct host_key *key, const uint8_t *bytes, size_t len)
{
	uint8_t digest[32], rs[64], *der = NULL;
	ECDSA_SIG *sig = ECDSA_SIG_new();
	int n;

	assert_int_equal(EVP_Digest(bytes, len, digest, NULL, EVP_sha256(), NULL), 1);
	host_sign(key, digest, rs);
	ECDSA_SIG_set0(sig, BN_bin2bn(rs, 32, NULL), BN_bin2bn(rs + 32, 32, NULL));
	n = i2d_ECDSA_SIG(sig, &der);
	assert_true(n > 0);
	tlv_put(out, 0x5f37, der, (size_t)n);
	OPENSSL_free(der);
	ECDSA_SIG_free(sig);
}

/* A6 and 7F49, which are signed, and of which the receipt is a MAC. */
static size_t put_body(const struct host_key *ephemeral, uint8_t level, uint8_t *body, size_t cap)
{
	static const uint8_t aid[] = { 0xa0, 0x00, 0x00, 0x03, 0x96, 0x54, 0x53, 0x00, 0x00, 0x00, 0x01, 0x03,
		0x00, 0x00, 0x00, 0x00 };
	uint8_t inner[200], scp[] = { 0xab, 0x01, level };
	struct wbuf b = wbuf_to(body, cap), w = wbuf_to(inner, sizeof(inner));

	tlv_put(&w, 0x4f, aid, sizeof(aid));
	tlv_put(&w, 0x90, scp, sizeof(scp));
	tlv_put(&w, 0x80, "\x88", 1);
	tlv_put(&w, 0x81, "\x10", 1);
	tlv_put(&b, 0xa6, inner, w.len);
	w.len = 0;
	tlv_head(&w, 0xb0, 65);
	wbuf_u8(&w, 0x04);
	wbuf_put(&w, ephemeral->point, 64);
	tlv_put(&w, 0xf0, "\x03", 1);
	tlv_put(&b, 0x7f49, inner, w.len);
	return b.len;
}

size_t se_eckey_handshake(const struct host_key *key, const struct host_key *ephemeral, uint8_t level,
	uint8_t *command, size_t cap)
{
	uint8_t body[300];
	struct wbuf b = wbuf_to(body, sizeof(body)), c = wbuf_to(command, cap);
	struct apdu apdu = { .cla = 0x84, .ins = 0x88 };

	b.len = put_body(ephemeral, level, body, sizeof(body));
	put_signature(&b, key, body, b.len);
	apdu.data = rbuf_from(body, b.len);
	apdu_write(&c, &apdu);
	return c.len;
}

static void derive(const uint8_t master[16], uint8_t constant, uint8_t out[16])
{
	uint8_t input[16] = { 0 };

	input[11] = constant;
	input[14] = 0x80;
	input[15] = 1;
	cmac(master, input, sizeof(input), out);
}

/* SHA-256(counter from 3.6.0 on, x, DR, 01, level, 88, 10). */
static struct digest master_key(
	const struct se050_fixture *f, const struct digest *x, const uint8_t *dr, uint8_t level)
{
	uint8_t info[] = { 0x01, level, 0x88, 0x10 };

	if (se050_version(f->chip) >= 0x030600)
		return host_sha256("00000001 %32 %16 %4", x->at, dr, info);
	return host_sha256("%32 %16 %4", x->at, dr, info);
}

void se_eckey_channel(const struct se050_fixture *f, struct scp03_host *host, uint32_t own_id,
	const uint8_t dr[16], uint8_t level)
{
	struct host_key ephemeral = se_eckey_ephemeral();
	struct rbuf own = curve_public(f->chip, object_look(f->chip, own_id));
	struct digest x = host_ecdh(&ephemeral, own.at + 1), master = master_key(f, &x, dr, level);

	memset(host, 0, sizeof(*host));
	host->level = level;
	host->counts_all = true;
	derive(master.at, 0x04, host->s_enc);
	derive(master.at, 0x06, host->s_mac);
	derive(master.at, 0x07, host->s_rmac);
	derive(master.at, 0x08, host->chain);
}

void se_session_eckey(struct se050_fixture *f, struct se_session *session, uint32_t id,
	const struct host_key *key, uint8_t level)
{
	struct host_key ephemeral = se_eckey_ephemeral();
	uint8_t command[400], body[300], answer[64], receipt[16];
	size_t len;

	se_session_create(f, session, id);
	len = se_eckey_handshake(key, &ephemeral, level, command, sizeof(command));
	len = se_process(f, session, command, len, answer, sizeof(answer));
	assert_int_equal(len, 38);
	assert_memory_equal(answer, "\x85\x10", 2);
	assert_memory_equal(answer + 18, "\x86\x10", 2);
	session->secure = true;
	se_eckey_channel(f, &session->host, ID_ECKEY_SESSION, answer + 2, level);
	len = put_body(&ephemeral, level, body, sizeof(body));
	cmac(session->host.s_rmac, body, len, receipt);
	assert_memory_equal(answer + 20, receipt, 16);
}
