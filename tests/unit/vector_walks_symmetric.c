/* tests/unit/vector_walks_symmetric.c: AES, GCM, SHA-256, HMAC and what is derived with it. */
#include "vector_check.h"
#include "vector_walks.h"

#include "cmocka_all.h"

#include <string.h>

static void check_aes(const struct vector_target *target, const struct vector_record *record)
{
	struct vector_value plain, cipher;
	uint8_t key[16], out[16];

	fixed_bytes_of(record, "KEY", key, sizeof(key));
	bytes_of(record, "PLAINTEXT", &plain);
	bytes_of(record, "CIPHERTEXT", &cipher);
	assert_int_equal(plain.len, cipher.len);
	assert_int_equal(plain.len % 16, 0);
	for (size_t i = 0; i < plain.len; i += 16) {
		if (vector_under(record, "ENCRYPT")) {
			assert_answered(record, "aes_encrypt",
				target->aes_encrypt(target->self, key, plain.at + i, out), VECTOR_DONE);
			assert_same(record, "the ciphertext", out, cipher.at + i, 16);
		} else {
			assert_true(vector_under(record, "DECRYPT"));
			assert_answered(record, "aes_decrypt",
				target->aes_decrypt(target->self, key, cipher.at + i, out), VECTOR_DONE);
			assert_same(record, "the plaintext", out, plain.at + i, 16);
		}
	}
}

size_t walk_aes_ecb(const struct vector_target *target)
{
	static const char *const names[] = {
		"nist/aes/ECBGFSbox128.rsp",
		"nist/aes/ECBKeySbox128.rsp",
		"nist/aes/ECBVarKey128.rsp",
		"nist/aes/ECBVarTxt128.rsp",
		"nist/aes/ECBMMT128.rsp",
	};
	size_t n = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct vector_file file;

		load_vectors(&file, names[i]);
		for (size_t k = 0; k < file.n; k++) {
			if (target->aes_decrypt == NULL && vector_under(&file.records[k], "DECRYPT"))
				continue;
			check_aes(target, &file.records[k]);
			n++;
		}
		vector_file_free(&file);
	}
	return n;
}

/* GHASH one step at a time: y = (y xor block) * h. A short block is padded with zeros. */
static void ghash(const struct vector_target *target, const struct vector_record *record, const uint8_t h[16],
	const uint8_t *bytes, size_t len, uint8_t y[16])
{
	for (size_t at = 0; at < len; at += 16) {
		uint8_t x[16];

		memcpy(x, y, 16);
		for (size_t i = 0; i < 16 && at + i < len; i++)
			x[i] ^= bytes[at + i];
		assert_answered(
			record, "ghash_multiply", target->ghash_multiply(target->self, h, x, y), VECTOR_DONE);
	}
}

static void ghash_lengths(const struct vector_target *target, const struct vector_record *record,
	const uint8_t h[16], size_t a, size_t c, uint8_t y[16])
{
	uint8_t block[16] = { 0 };

	for (size_t i = 0; i < 8; i++) {
		block[7 - i] = (uint8_t)(8 * (uint64_t)a >> 8 * i);
		block[15 - i] = (uint8_t)(8 * (uint64_t)c >> 8 * i);
	}
	ghash(target, record, h, block, 16, y);
}

/* GCM encryption (SP 800-38D 7.1) built from single blocks and single products. */
static void check_gcm(const struct vector_target *target, const struct vector_record *record,
	const char *plain_name, const char *cipher_name)
{
	static const uint8_t zero[16];
	struct vector_value iv, plain, aad, cipher;
	uint8_t key[16], tag[16], h[16], counter[16] = { 0 }, first[16], stream[16], y[16] = { 0 };

	fixed_bytes_of(record, "Key", key, sizeof(key));
	fixed_bytes_of(record, "Tag", tag, sizeof(tag));
	bytes_of(record, "IV", &iv);
	bytes_of(record, "AAD", &aad);
	bytes_of(record, plain_name, &plain);
	bytes_of(record, cipher_name, &cipher);
	assert_int_equal(plain.len, cipher.len);
	assert_answered(record, "aes_encrypt", target->aes_encrypt(target->self, key, zero, h), VECTOR_DONE);
	if (iv.len == 12) {
		memcpy(counter, iv.at, 12);
		counter[15] = 1;
	} else {
		ghash(target, record, h, iv.at, iv.len, counter);
		ghash_lengths(target, record, h, 0, iv.len, counter);
	}
	assert_answered(
		record, "aes_encrypt", target->aes_encrypt(target->self, key, counter, first), VECTOR_DONE);
	for (size_t at = 0; at < plain.len; at += 16) {
		for (size_t i = 15; i >= 12 && ++counter[i] == 0; i--)
			;
		assert_answered(record, "aes_encrypt",
			target->aes_encrypt(target->self, key, counter, stream), VECTOR_DONE);
		for (size_t i = 0; i < 16 && at + i < plain.len; i++)
			plain.at[at + i] ^= stream[i];
	}
	assert_memory_equal(plain.at, cipher.at, cipher.len);
	ghash(target, record, h, aad.at, aad.len, y);
	ghash(target, record, h, cipher.at, cipher.len, y);
	ghash_lengths(target, record, h, aad.len, cipher.len, y);
	for (size_t i = 0; i < 16; i++)
		y[i] ^= first[i];
	assert_same(record, "the tag", y, tag, 16);
}

size_t walk_gcm(const struct vector_target *target)
{
	struct vector_file file;
	size_t n = 0;

	load_vectors(&file, "nist/gcm/gcm-spec_128.txt");
	for (size_t i = 0; i < file.n; i++, n++)
		check_gcm(target, &file.records[i], "Plaintext", "Ciphertext");
	vector_file_free(&file);
	load_vectors(&file, "nist/gcm/gcmEncryptExtIV128.rsp");
	for (size_t i = 0; i < file.n; i++, n++)
		check_gcm(target, &file.records[i], "PT", "CT");
	vector_file_free(&file);
	return n;
}

size_t walk_sha256(const struct vector_target *target)
{
	static const char *const names[] = { "nist/sha/SHA256ShortMsg.rsp", "nist/sha/SHA256LongMsg.rsp" };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct vector_file file;

		load_vectors(&file, names[i]);
		for (size_t k = 0; k < file.n; k++, n++) {
			const struct vector_record *record = &file.records[k];
			struct vector_value message;
			uint8_t digest[32], wanted[32];
			size_t bits = 0;
			struct why why;

			if (vector_integer(record, "Len", &bits, &why) < 0)
				fail_msg("%s", why.text);
			bytes_of(record, "Msg", &message);
			fixed_bytes_of(record, "MD", wanted, sizeof(wanted));
			/* No message is written as one zero byte of length 0. */
			assert_int_equal(message.len, bits == 0 ? 1 : bits / 8);
			assert_answered(record, "sha256",
				target->sha256(target->self, message.at, bits / 8, digest), VECTOR_DONE);
			assert_same(record, "MD", digest, wanted, 32);
		}
		vector_file_free(&file);
	}
	return n;
}

/* SHAVS 6.4: a thousand digests, each over the three before it, give the next seed. */
size_t walk_sha256_monte(const struct vector_target *target, size_t checkpoints)
{
	struct vector_file file;
	uint8_t seed[32], wanted[32];
	size_t n = 0;

	load_vectors(&file, "nist/sha/SHA256Monte.rsp");
	fixed_bytes_of(&file.records[0], "Seed", seed, sizeof(seed));
	for (size_t k = 1; k < file.n && n < checkpoints; k++, n++) {
		const struct vector_record *record = &file.records[k];
		uint8_t three[96];

		for (size_t i = 0; i < 3; i++)
			memcpy(three + 32 * i, seed, 32);
		for (size_t i = 0; i < 1000; i++) {
			assert_answered(record, "sha256",
				target->sha256(target->self, three, sizeof(three), seed), VECTOR_DONE);
			memmove(three, three + 32, 64);
			memcpy(three + 64, seed, 32);
		}
		fixed_bytes_of(record, "MD", wanted, sizeof(wanted));
		assert_same(record, "MD", seed, wanted, 32);
	}
	vector_file_free(&file);
	return n;
}

/* One HMAC; the published one may be cut short. Returns 1 when the target could take it. */
static size_t check_hmac(const struct vector_target *target, const struct vector_record *record,
	const struct vector_value *message, const char *mac_name)
{
	struct vector_value key, wanted;
	uint8_t mac[32];
	enum vector_answer answer;

	bytes_of(record, "Key", &key);
	bytes_of(record, mac_name, &wanted);
	assert_in_range(wanted.len, 10, 32);
	answer = target->hmac(target->self, key.at, key.len, message->at, message->len, mac);
	if (answer == VECTOR_CANNOT)
		return 0;
	assert_answered(record, "hmac", answer, VECTOR_DONE);
	assert_same(record, mac_name, mac, wanted.at, wanted.len);
	return 1;
}

size_t walk_hmac(const struct vector_target *target)
{
	struct vector_file file;
	struct vector_value message;
	size_t n = 0;

	load_vectors(&file, "nist/hmac/HMAC_cavs.txt");
	for (size_t i = 0; i < file.n; i++) {
		if (!vector_under(&file.records[i], "SHA-256"))
			continue;
		bytes_of(&file.records[i], "Msg", &message);
		n += check_hmac(target, &file.records[i], &message, "Mac");
	}
	vector_file_free(&file);
	load_vectors(&file, "nist/hmac/HMAC_examples.txt");
	for (size_t i = 0; i < file.n; i++) {
		text_of(&file.records[i], "TextString", &message);
		n += check_hmac(target, &file.records[i], &message, "Mac");
	}
	vector_file_free(&file);
	load_vectors(&file, "rfc/hmac/rfc4231_sha256.txt");
	for (size_t i = 0; i < file.n; i++) {
		bytes_of(&file.records[i], "Msg", &message);
		n += check_hmac(target, &file.records[i], &message, "MD");
	}
	vector_file_free(&file);
	return n;
}

static void check_hkdf(const struct vector_target *target, const struct vector_record *record)
{
	struct vector_value ikm, salt, info, okm;
	uint8_t prk[32], wanted[32], got[128];

	bytes_of(record, "IKM", &ikm);
	bytes_of(record, "salt", &salt);
	bytes_of(record, "info", &info);
	bytes_of(record, "OKM", &okm);
	fixed_bytes_of(record, "PRK", wanted, sizeof(wanted));
	assert_true(okm.len <= sizeof(got));
	assert_answered(record, "hkdf_extract",
		target->hkdf_extract(target->self, salt.at, salt.len, ikm.at, ikm.len, prk), VECTOR_DONE);
	assert_same(record, "PRK", prk, wanted, 32);
	assert_answered(record, "hkdf_expand",
		target->hkdf_expand(target->self, wanted, info.at, info.len, got, okm.len), VECTOR_DONE);
	assert_same(record, "OKM", got, okm.at, okm.len);
}

size_t walk_hkdf(const struct vector_target *target)
{
	struct vector_file file;
	size_t n;

	load_vectors(&file, "rfc/kdf/rfc5869_hkdf_sha256.txt");
	for (n = 0; n < file.n; n++)
		check_hkdf(target, &file.records[n]);
	vector_file_free(&file);
	return n;
}

static void check_prf(const struct vector_target *target, const struct vector_record *record)
{
	struct vector_value secret, seed, salt, wanted;
	uint8_t out[128];
	size_t len;

	bytes_of(record, "Secret", &secret);
	if (vector_text(record, "LabelString") != NULL)
		text_of(record, "LabelString", &seed);
	else
		bytes_of(record, "Label", &seed);
	bytes_of(record, "Salt", &salt);
	append_bytes(&seed, salt.at, salt.len);
	bytes_of(record, "Output", &wanted);
	len = wanted.len;
	assert_true(len <= sizeof(out));
	assert_answered(record, "prf",
		target->prf(target->self, secret.at, secret.len, seed.at, seed.len, out, &len), VECTOR_DONE);
	assert_in_range(len, 32, wanted.len);
	assert_same(record, "Output", out, wanted.at, len);
}

size_t walk_prf(const struct vector_target *target)
{
	struct vector_file file;
	size_t n = 0;

	load_vectors(&file, "rfc/kdf/tls12_prf.vec");
	for (size_t i = 0; i < file.n; i++) {
		if (!vector_under(&file.records[i], "TLS-12-PRF(HMAC(SHA-256))"))
			continue;
		check_prf(target, &file.records[i]);
		n++;
	}
	vector_file_free(&file);
	load_vectors(&file, "nist/kdf/tls12_prf_cavp.txt");
	for (size_t i = 0; i < file.n; i++, n++)
		check_prf(target, &file.records[i]);
	vector_file_free(&file);
	return n;
}
