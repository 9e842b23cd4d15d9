/* tests/unit/vector_walks_ec.c: ECDSA, points and ECDH on P-256. */
#include "vector_check.h"
#include "vector_walks.h"

#include "cmocka_all.h"

#include <openssl/evp.h>
#include <string.h>

/* The digest a P-256 signature is over: the leftmost 32 bytes, or the number padded in front (FIPS 186-4 6.4). */
static void digest_of(
	const struct vector_target *target, const struct vector_record *record, uint8_t digest[32])
{
	static const struct {
		const char *heading;
		const char *name;
	} hashes[] = {
		{ "P-256,SHA-1", "SHA1" },
		{ "P-256,SHA-224", "SHA224" },
		{ "P-256,SHA-256", NULL }, /* the target's own */
		{ "P-256,SHA-384", "SHA384" },
		{ "P-256,SHA-512", "SHA512" },
	};
	struct vector_value message;
	uint8_t whole[EVP_MAX_MD_SIZE];
	unsigned int len = 0;
	size_t i = 0;

	while (i < sizeof(hashes) / sizeof(hashes[0]) && !vector_under(record, hashes[i].heading))
		i++;
	if (i == sizeof(hashes) / sizeof(hashes[0]))
		fail_msg("%s:%zu: the heading names no hash", record->path, record->line);
	bytes_of(record, "Msg", &message);
	if (hashes[i].name == NULL) {
		assert_answered(record, "sha256",
			target->sha256(target->self, message.at, message.len, digest), VECTOR_DONE);
		return;
	}
	assert_int_equal(
		EVP_Digest(message.at, message.len, whole, &len, EVP_get_digestbyname(hashes[i].name), NULL),
		1);
	memset(digest, 0, 32);
	if (len >= 32)
		memcpy(digest, whole, 32);
	else
		memcpy(digest + 32 - len, whole, len);
}

size_t walk_ecdsa_sigver(const struct vector_target *target)
{
	struct vector_file file;
	size_t n;

	load_vectors(&file, "nist/ecdsa/SigVer_P256.rsp");
	for (n = 0; n < file.n; n++) {
		const struct vector_record *record = &file.records[n];
		uint8_t point[64], digest[32], signature[64];
		enum vector_answer answer;

		digest_of(target, record, digest);
		point_of(record, "Qx", "Qy", point);
		point_of(record, "R", "S", signature);
		answer = target->verify(target->self, point, digest, signature);
		if (is_good(record))
			assert_answered(record, "verify", answer, VECTOR_DONE);
		else if (what_is_wrong(record) != 4) /* 4 is "Q changed", which may take it off the curve */
			assert_answered(record, "verify", answer, VECTOR_NO);
		else if (answer != VECTOR_REFUSED)
			assert_answered(record, "verify", answer, VECTOR_NO);
	}
	vector_file_free(&file);
	return n;
}

size_t walk_ecdsa_siggen(const struct vector_target *target)
{
	struct vector_file file;
	size_t n;

	load_vectors(&file, "nist/ecdsa/SigGen_P256.txt");
	for (n = 0; n < file.n; n++) {
		const struct vector_record *record = &file.records[n];
		uint8_t d[32], point[64], computed[64], digest[32], signature[64];

		digest_of(target, record, digest);
		number_of(record, "d", d);
		point_of(record, "Qx", "Qy", point);
		point_of(record, "R", "S", signature);
		assert_answered(
			record, "public_key", target->public_key(target->self, d, computed), VECTOR_DONE);
		assert_same(record, "the public key of d", computed, point, 64);
		assert_answered(record, "verify", target->verify(target->self, point, digest, signature),
			VECTOR_DONE);
		digest[31] ^= 1;
		assert_answered(record, "verify of another digest",
			target->verify(target->self, point, digest, signature), VECTOR_NO);
	}
	vector_file_free(&file);
	return n;
}

size_t walk_ecdsa_key_pairs(const struct vector_target *target)
{
	struct vector_file file;
	size_t n = 0;

	load_vectors(&file, "nist/ecdsa/KeyPair.rsp");
	for (size_t i = 0; i < file.n; i++) {
		const struct vector_record *record = &file.records[i];
		uint8_t d[32], point[64], computed[64];

		if (!vector_under(record, "P-256") || vector_text(record, "d") == NULL)
			continue;
		number_of(record, "d", d);
		point_of(record, "Qx", "Qy", point);
		assert_answered(
			record, "public_key", target->public_key(target->self, d, computed), VECTOR_DONE);
		assert_same(record, "the public key of d", computed, point, 64);
		n++;
	}
	vector_file_free(&file);
	return n;
}

size_t walk_ecdsa_points(const struct vector_target *target)
{
	struct vector_file file;
	size_t n = 0;

	load_vectors(&file, "nist/ecdsa/PKV.rsp");
	for (size_t i = 0; i < file.n; i++) {
		const struct vector_record *record = &file.records[i];
		uint8_t point[64];

		if (!vector_under(record, "P-256"))
			continue;
		/* A coordinate out of range is 33 bytes in these, which no P-256 interface can be given. */
		if (!is_good(record) && what_is_wrong(record) == 1)
			continue;
		point_of(record, "Qx", "Qy", point);
		assert_answered(record, "check_point", target->check_point(target->self, point),
			is_good(record) ? VECTOR_DONE : VECTOR_REFUSED);
		n++;
	}
	vector_file_free(&file);
	return n;
}

size_t walk_ecdh_primitive(const struct vector_target *target)
{
	struct vector_file file;
	size_t n;

	load_vectors(&file, "nist/ecdh/ecccdh_P256.vec");
	for (n = 0; n < file.n; n++) {
		const struct vector_record *record = &file.records[n];
		uint8_t d[32], peer[65], z[32], x[32];

		number_of(record, "Secret", d);
		fixed_bytes_of(record, "CounterKey", peer, sizeof(peer));
		number_of(record, "K", z);
		assert_int_equal(peer[0], 0x04);
		assert_answered(record, "ecdh", target->ecdh(target->self, d, peer + 1, x), VECTOR_DONE);
		assert_same(record, "Z", x, z, 32);
	}
	vector_file_free(&file);
	return n;
}

/* What CAVS made wrong decides which step has to notice. */
static void check_validity(const struct vector_target *target, const struct vector_record *record)
{
	uint8_t d[32], own[64], peer[64], z[32], x[32], computed[64];
	enum {
		PEER_X = 1,
		PEER_Y = 2,
		OWN_X = 5,
		OWN_Y = 6,
		OWN_D = 7,
		SECRET = 8,
	};
	int wrong = is_good(record) ? 0 : what_is_wrong(record);

	number_of(record, "dsIUT", d);
	point_of(record, "QsIUTx", "QsIUTy", own);
	point_of(record, "QsCAVSx", "QsCAVSy", peer);
	number_of(record, "Z", z);
	if (wrong == PEER_X || wrong == PEER_Y) {
		assert_answered(record, "ecdh with a bad point", target->ecdh(target->self, d, peer, x),
			VECTOR_REFUSED);
		return;
	}
	assert_answered(record, "ecdh", target->ecdh(target->self, d, peer, x), VECTOR_DONE);
	assert_answered(record, "public_key", target->public_key(target->self, d, computed), VECTOR_DONE);
	if (wrong == OWN_X || wrong == OWN_Y)
		assert_answered(
			record, "check_point", target->check_point(target->self, own), VECTOR_REFUSED);
	else if (wrong == OWN_D)
		assert_memory_not_equal(computed, own, sizeof(own));
	else
		assert_same(record, "the public key of dsIUT", computed, own, 64);
	if (wrong == SECRET)
		assert_memory_not_equal(x, z, sizeof(z));
	else if (wrong == 0)
		assert_same(record, "Z", x, z, 32);
}

size_t walk_ecdh_validity(const struct vector_target *target)
{
	static const char *const names[] = {
		"nist/ecdh/KASValidityTest_ECCStaticUnified_NOKC_ZZOnly_init_P256.fax",
		"nist/ecdh/KASValidityTest_ECCStaticUnified_NOKC_ZZOnly_resp_P256.fax",
	};
	size_t n = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct vector_file file;

		load_vectors(&file, names[i]);
		for (size_t k = 0; k < file.n; k++, n++)
			check_validity(target, &file.records[k]);
		vector_file_free(&file);
	}
	return n;
}
