/* tests/unit/se050_proof.c: attested answers taken apart, and verified by OpenSSL as a host does. */
#include "se050_proof.h"

#include "cmocka_all.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdio.h>
#include <string.h>

void take_apart(struct proof *p)
{
	struct rbuf r = rbuf_from(p->answer.at, p->answer.len - 2);

	assert_true(p->answer.len > 2);
	assert_memory_equal(p->answer.at + p->answer.len - 2, "\x90\x00", 2);
	for (p->n = 0; rbuf_left(&r) > 0; p->n++) {
		assert_true(p->n < 8);
		p->signed_len = p->answer.len - 2 - rbuf_left(&r);
		assert_true(tlv_next(&r, &p->tlvs[p->n]));
	}
}

void attest(struct se050_fixture *f, struct proof *p, const char *command)
{
	p->command.len = se_hex(command, p->command.at, sizeof(p->command.at));
	p->answer.len = se_apdu(f, p->command.at, p->command.len, p->answer.at, sizeof(p->answer.at));
	take_apart(p);
}

void assert_tags(const struct proof *p, const char *tags)
{
	uint8_t expected[8];
	size_t n = se_hex(tags, expected, sizeof(expected));

	assert_int_equal(p->n, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(p->tlvs[i].tag, expected[i]);
}

struct rbuf value_of(const struct proof *p, uint8_t tag)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->tlvs[i].tag == tag)
			return p->tlvs[i].value;
	fail_msg("no tag %02x", tag);
	return rbuf_from(NULL, 0);
}

void assert_value(const struct proof *p, uint8_t tag, const char *hex)
{
	uint8_t expected[600];
	size_t len = se_hex(hex, expected, sizeof(expected));
	struct rbuf value = value_of(p, tag);

	assert_int_equal(rbuf_left(&value), len);
	assert_memory_equal(value.at, expected, len);
}

/* What a host of 3.x hashes: the values but the signature's. */
static void values_of(const struct proof *p, struct bytes_of *message)
{
	struct wbuf w = wbuf_to(message->at, sizeof(message->at));

	for (size_t i = 0; i + 1 < p->n; i++)
		wbuf_put(&w, p->tlvs[i].value.at, rbuf_left(&p->tlvs[i].value));
	message->len = w.len;
}

/* And of 7.2: the digest of the command, Lc extended, no Le, and the TLVs with lengths of three bytes. */
static void tlvs_of(const struct proof *p, struct bytes_of *message)
{
	uint8_t command[1300] = { 0x80 };
	struct apdu apdu;
	size_t len;

	assert_true(apdu_parse(rbuf_from(p->command.at, p->command.len), &apdu));
	len = rbuf_left(&apdu.data);
	memcpy(command + 1, p->command.at + 1, 3);
	command[5] = (uint8_t)(len >> 8);
	command[6] = (uint8_t)len;
	memcpy(command + 7, apdu.data.at, len);
	assert_int_equal(EVP_Digest(command, 7 + len, message->at, NULL, EVP_sha256(), NULL), 1);
	memcpy(message->at + 32, p->answer.at, p->signed_len);
	message->len = 32 + p->signed_len;
	for (size_t i = 0; i < p->n; i++) {
		struct rbuf value = p->tlvs[i].value;

		assert_int_equal(value.at[-3], 0x82);
		assert_int_equal(value.at[-4], p->tlvs[i].tag);
		assert_int_equal(value.at[-2] << 8 | value.at[-1], rbuf_left(&value));
	}
}

bool ec_verifies(const char *group, const char *digest, const uint8_t *point, size_t point_len,
	const struct bytes_of *message, struct rbuf signature)
{
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)(uintptr_t)group, 0),
		OSSL_PARAM_construct_octet_string(
			OSSL_PKEY_PARAM_PUB_KEY, (void *)(uintptr_t)point, point_len),
		OSSL_PARAM_construct_end(),
	};
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	EVP_PKEY *key = NULL;
	bool good;

	assert_int_equal(EVP_PKEY_fromdata_init(ctx), 1);
	assert_int_equal(EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params), 1);
	assert_int_equal(EVP_DigestVerifyInit_ex(md, NULL, digest, NULL, NULL, key, NULL), 1);
	good = EVP_DigestVerify(md, signature.at, rbuf_left(&signature), message->at, message->len) == 1;
	EVP_MD_CTX_free(md);
	EVP_PKEY_free(key);
	EVP_PKEY_CTX_free(ctx);
	return good;
}

size_t read_public(struct se050_fixture *f, uint32_t key, uint8_t *answer, size_t cap)
{
	uint8_t ask[16];
	char hex[40];

	snprintf(hex, sizeof(hex), "8002000006 4104%08x", key);
	return se_apdu(f, ask, se_hex(hex, ask, sizeof(ask)), answer, cap);
}

void message_of(struct se050_fixture *f, const struct proof *p, struct bytes_of *message)
{
	if (f->chip->nv.identity.version[0] >= 7)
		tlvs_of(p, message);
	else
		values_of(p, message);
}

void assert_proven_by(
	struct se050_fixture *f, const struct proof *p, uint32_t key, const char *group, const char *digest)
{
	struct rbuf signature = p->tlvs[p->n - 1].value;
	uint8_t answer[200];
	struct rbuf r = rbuf_from(answer, read_public(f, key, answer, sizeof(answer)) - 2);
	struct bytes_of message;
	struct tlv point;

	assert_true(tlv_next(&r, &point));
	message_of(f, p, &message);
	assert_true(ec_verifies(group, digest, point.value.at, rbuf_left(&point.value), &message, signature));
	message.at[message.len - 1] ^= 1;
	assert_false(
		ec_verifies(group, digest, point.value.at, rbuf_left(&point.value), &message, signature));
}

void assert_proven(struct se050_fixture *f, const struct proof *p)
{
	assert_proven_by(f, p, 0xf0000012, "P-256", "SHA256");
}
