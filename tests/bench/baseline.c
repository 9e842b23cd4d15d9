/* tests/bench/baseline.c: the same OpenSSL work in a plain loop, by OpenSSL's fastest interface for each. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "baseline.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "crc.h"

struct baseline {
	enum baseline_kind kind;
	size_t bytes, answer_bytes;
	uint8_t in[512]; /* what the wire delivers */
	uint8_t out[512];
	EC_KEY *key, *other;
	const EC_GROUP *group;
	BN_CTX *scratch;
	EVP_CIPHER_CTX *aes;
	EVP_PKEY *rsa; /* NULL unless it is RSA that is compared */
	EVP_PKEY_CTX *rsa_signer;
	uint8_t point[64];     /* key's */
	uint8_t signature[64]; /* of in[0..31] by key */
};

static void must(bool done, const char *what)
{
	if (!done)
		bench_fail("OpenSSL cannot %s", what);
}

static void put_point(const EC_GROUP *group, const EC_POINT *point, uint8_t out[64], BN_CTX *scratch)
{
	uint8_t octets[65];

	must(EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, octets, sizeof(octets),
		     scratch) == sizeof(octets),
		"export a point");
	memcpy(out, octets + 1, 64);
}

static void frame(struct baseline *b)
{
	uint16_t crc = crc16_atca(b->in, b->bytes);
	struct wbuf w = wbuf_to(b->out, sizeof(b->out));

	wbuf_put(&w, b->in, b->answer_bytes);
	wbuf_le16(&w, (uint16_t)(crc ^ crc16_atca(b->out, w.len)));
}

static void sha(struct baseline *b)
{
	SHA256(b->in, b->bytes, b->out);
}

static void sha_two(struct baseline *b)
{
	SHA256(b->in, b->bytes, b->out);
	SHA256(b->in, 64, b->out + 32);
}

static void hmac(struct baseline *b)
{
	unsigned int len;

	HMAC(EVP_sha256(), b->point, 32, b->in, b->bytes, b->out, &len);
}

/* RFC 5246 5: A(1), then block and A(2), then block. */
static void prf(struct baseline *b)
{
	uint8_t message[32 + 512];
	unsigned int len;

	HMAC(EVP_sha256(), b->point, 32, b->in, b->bytes, message, &len);
	memcpy(message + 32, b->in, b->bytes);
	HMAC(EVP_sha256(), b->point, 32, message, 32 + b->bytes, b->out, &len);
	HMAC(EVP_sha256(), b->point, 32, message, 32, message, &len);
	HMAC(EVP_sha256(), b->point, 32, message, 32 + b->bytes, b->out + 32, &len);
}

static void aes(struct baseline *b)
{
	int len;

	EVP_CipherUpdate(b->aes, b->out, &len, b->in, 16);
}

static void sign(struct baseline *b)
{
	ECDSA_SIG *sig = ECDSA_do_sign(b->in, 32, b->key);

	must(sig && BN_bn2binpad(ECDSA_SIG_get0_r(sig), b->out, 32) == 32 &&
			BN_bn2binpad(ECDSA_SIG_get0_s(sig), b->out + 32, 32) == 32,
		"sign");
	ECDSA_SIG_free(sig);
}

static void verify_with(struct baseline *b, EC_KEY *key)
{
	ECDSA_SIG *sig = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(b->signature, 32, NULL);
	BIGNUM *s = BN_bin2bn(b->signature + 32, 32, NULL);

	must(sig && r && s && ECDSA_SIG_set0(sig, r, s) == 1 && ECDSA_do_verify(b->in, 32, sig, key) == 1,
		"verify");
	ECDSA_SIG_free(sig);
}

static void verify(struct baseline *b)
{
	verify_with(b, b->key);
}

/* A point of the wire; on the curve or refused. */
static EC_POINT *import(struct baseline *b)
{
	EC_POINT *point = EC_POINT_new(b->group);
	uint8_t octets[65] = { POINT_CONVERSION_UNCOMPRESSED };

	memcpy(octets + 1, b->point, 64);
	must(point && EC_POINT_oct2point(b->group, point, octets, sizeof(octets), b->scratch) == 1,
		"import a point");
	return point;
}

static void verify_external(struct baseline *b)
{
	EC_POINT *point = import(b);

	must(EC_KEY_set_public_key(b->other, point) == 1, "set a key");
	verify_with(b, b->other);
	EC_POINT_free(point);
}

static void generate(struct baseline *b)
{
	must(EC_KEY_generate_key(b->other) == 1, "generate a key");
	must(BN_bn2binpad(EC_KEY_get0_private_key(b->other), b->out + 64, 32) == 32, "export a key");
	put_point(b->group, EC_KEY_get0_public_key(b->other), b->out, b->scratch);
}

static void public_of(struct baseline *b)
{
	EC_POINT *point = EC_POINT_new(b->group);

	must(point && EC_POINT_mul(
			      b->group, point, EC_KEY_get0_private_key(b->key), NULL, NULL, b->scratch) == 1,
		"multiply");
	put_point(b->group, point, b->out, b->scratch);
	EC_POINT_free(point);
}

static void ecdh(struct baseline *b)
{
	EC_POINT *point = import(b);

	must(ECDH_compute_key(b->out, 32, point, b->key, NULL) == 32, "agree on a secret");
	EC_POINT_free(point);
}

static void rsa_sign(struct baseline *b)
{
	uint8_t digest[32];
	size_t len = sizeof(b->out);

	SHA256(b->in, b->bytes, digest);
	must(EVP_PKEY_sign(b->rsa_signer, b->out, &len, digest, sizeof(digest)) == 1, "sign with RSA");
}

static void begin_rsa(struct baseline *b)
{
	b->rsa = EVP_RSA_gen(2048);
	b->rsa_signer = b->rsa ? EVP_PKEY_CTX_new(b->rsa, NULL) : NULL;
	must(b->rsa_signer && EVP_PKEY_sign_init(b->rsa_signer) == 1 &&
			EVP_PKEY_CTX_set_rsa_padding(b->rsa_signer, RSA_PKCS1_PADDING) == 1 &&
			EVP_PKEY_CTX_set_signature_md(b->rsa_signer, EVP_sha256()) == 1,
		"begin RSA");
}

static void self_test(struct baseline *b)
{
	sign(b);
	verify(b);
	ecdh(b);
}

static const struct {
	const char *name;
	void (*once)(struct baseline *b);
} kinds[] = {
	[BASELINE_NONE] = { "none", NULL },
	[BASELINE_FRAME] = { "both CRCs and a copy", frame },
	[BASELINE_SHA] = { "SHA256", sha },
	[BASELINE_SHA_TWO] = { "SHA256 twice", sha_two },
	[BASELINE_HMAC] = { "HMAC", hmac },
	[BASELINE_PRF] = { "HMAC four times", prf },
	[BASELINE_AES] = { "EVP_CipherUpdate", aes },
	[BASELINE_SIGN] = { "ECDSA_do_sign", sign },
	[BASELINE_VERIFY] = { "ECDSA_do_verify", verify },
	[BASELINE_VERIFY_EXTERNAL] = { "import, ECDSA_do_verify", verify_external },
	[BASELINE_GENERATE] = { "EC_KEY_generate_key, export", generate },
	[BASELINE_PUBLIC] = { "EC_POINT_mul, export", public_of },
	[BASELINE_ECDH] = { "import, ECDH_compute_key", ecdh },
	[BASELINE_RSA_SIGN] = { "SHA256, EVP_PKEY_sign", rsa_sign },
	[BASELINE_SELF_TEST] = { "sign, verify, ECDH", self_test },
};

struct baseline *baseline_new(enum baseline_kind kind, size_t bytes, size_t answer_bytes)
{
	static const uint8_t aes_key[16] = { 1, 2, 3 };
	struct baseline *b = calloc(1, sizeof(*b));

	must(b, "begin");
	b->kind = kind;
	b->bytes = bytes;
	b->answer_bytes = answer_bytes;
	memset(b->in, 0x5a, sizeof(b->in));
	b->key = EC_KEY_new_by_curve_name(NID_X9_62_prime256v1);
	b->other = EC_KEY_new_by_curve_name(NID_X9_62_prime256v1);
	b->scratch = BN_CTX_new();
	b->aes = EVP_CIPHER_CTX_new();
	must(b->key && b->other && b->scratch && b->aes, "begin");
	b->group = EC_KEY_get0_group(b->key);
	must(EC_KEY_generate_key(b->key) == 1, "generate a key");
	put_point(b->group, EC_KEY_get0_public_key(b->key), b->point, b->scratch);
	sign(b);
	memcpy(b->signature, b->out, sizeof(b->signature));
	must(EVP_EncryptInit_ex(b->aes, EVP_aes_128_ecb(), NULL, aes_key, NULL) == 1, "begin AES");
	EVP_CIPHER_CTX_set_padding(b->aes, 0);
	if (kind == BASELINE_RSA_SIGN)
		begin_rsa(b);
	return b;
}

static uint64_t run(void *context, size_t n)
{
	struct baseline *b = context;
	uint64_t began = bench_busy_ns();

	for (size_t i = 0; i < n; i++)
		kinds[b->kind].once(b);
	return bench_busy_ns() - began;
}

struct bench_side baseline_side(struct baseline *baseline)
{
	return (struct bench_side){ .run = kinds[baseline->kind].once ? run : NULL, .context = baseline };
}

const char *baseline_name(enum baseline_kind kind)
{
	return kinds[kind].name;
}

void baseline_free(struct baseline *b)
{
	EVP_PKEY_CTX_free(b->rsa_signer);
	EVP_PKEY_free(b->rsa);
	EVP_CIPHER_CTX_free(b->aes);
	BN_CTX_free(b->scratch);
	EC_KEY_free(b->other);
	EC_KEY_free(b->key);
	free(b);
}
