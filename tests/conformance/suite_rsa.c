/* tests/conformance/suite_rsa.c: RSA keys of the suite; `openssl genrsa` made the primes. */
#include "suite_rsa.h"

#include <stdio.h>

#include <openssl/bn.h>

const size_t suite_rsa_bits[SUITE_RSA_SIZES] = { 512, 1024, 1152, 2048, 3072, 4096 };

static const char *const primes[SUITE_RSA_SIZES][2] = {
	{ "d91fd3d8b4bdd6b9d800af482672bfb520c022bd790acb480ae70e5a7f75d331",
		"d8e3f10c51db3a77449cc7a1e7913dfcd8f8120dda0b34417005e346b907221f" },
	{ "e9ace151dd1af552c306e2be22345292b2f681dd8162070728452c48b0e6efc0e3d36db06b68a755d52b3421197d0280"
	  "bbce6614ce67636562f7d93090ba7273",
		"e45e6ae3eb40916f98bbb2555f5ea5e47ac332d9c9be5dfb4d8de1cc8aecb528df086a193bda0ae24f973d648320"
		"a4a5"
		"7df8eb54144ff07587ebefccdf04d8dd" },
	{ "e80f2285e1e2ea7b9b19bf22ae48c4642f6641f699754f5308a998d7cc2127ea2a16296a721db2c959ce00731804216d"
	  "75ee663d0a2fd6121589b3bd7ed9a177faee8735e01ca8fb",
		"c5fca2395474d8996ac48833b7e88deccbedf2b750922cee357f1b9174e1a93c90642d305a9ae252f61b1fbfaa39"
		"498c"
		"624a10f59dc5885e3b476b924881a1a4e2489266ebd610bd" },
	{ "ebf91f6a2d7b38e2286d7e75e76e4a7f0755db91d812ac0a7b290d1eb7c489374800426eaa81027a0fe1f07ef2853d70"
	  "638a0e2a8b192a13a5f6c93d2ef2b384cfb8ff9be59d5a8896325a0db755c3b72f21412466de71a02e909af051eb67c1"
	  "9ff9f0db8b03a1dd35baa259e009024895a3b0f91033a3f32528bf6341be1ae5",
		"e63374bf8ba7abf417370e06485861ca342495e768ecaf6609e3e1210fd92511b7d12a0ac57928218c5aaa4a7663"
		"9c75"
		"267b9c2945a1cbb0d2237c1c1d12f6927280e1e5f05d8776dbc813277b737488c6129ed59da082a98fe896345b46"
		"928c"
		"f4494aa0e1f253ffe68f8e3f7825140c6b20cc6aad7ad06066f218312b61a6a3" },
	{ "fa89a656a07f1feb0bcf428b5c579728f0e251dc520454dc4ffcbda204bc14db0c57e9ee19c6268129deb368ff67f0cb"
	  "b26feb08eb4673fca9eec12463255ba54d411aa8289ecee8fd429ae25402ea2de9f39524dd7a770e1bfa93ce44cc60dc"
	  "210724525a7a8448b8c448c219e2e7824cbf9759c603868c76ecf620e768296ab1fe8b9c9f5cd3c00e55ced503c6041a"
	  "ef41a50cb82e617ea447809be034b84dd6410d7bf7ef0aa0fc9bad044a7337ae050de8f5fddcb70cd7bc25ef8733f3d1",
		"f3604c8dc2d923209aa71f85033b864600f9a217430f6c1bda641475b0bb19ac74f3916ffb61b5639748ce4f2a60"
		"4211"
		"cc0b0e3411d7eed0329ff8b23e25bb738e48cb607806013360cfcd294332b6d9d6910bd14159963c52e82a24e90a"
		"8880"
		"7298c31181d7cf7ea10bd7499af7bfde910e129bd0208b1ca692666687844c78d4227421a174078d29bf405e8208"
		"63fe"
		"24caf6f9f74b2d227c4efe59afc2df96e394ea03794c605e575c92f6af5ee466f2424114be9776e45bcb27c1d19c"
		"b839" },
	{ "dbf5322b4216b6af112668526de2008e6494edbd1868d99287c04606d4a0d5750a3256174a8851b07ae150abf85eee0f"
	  "5420e17b160d8fe5fbad8c74d5f1b8d81bedf05e61274dd2eaf4790dfa06a4ddff209cd11957e0454311b973adf10696"
	  "d89f0845b393e8944c61785ea1d19a80b231e240c37b90975cae0077993fb9e774f14d2c775a839f59e75cb395b4d509"
	  "8f7bd364c6a86b5b40ac348f949974236ba5c5ff5861ba7bf59a6546742110a035de369f6800c8baf26770fd3ca182b3"
	  "36a235b14044ee701cf256b4bbaf009138907c99828ee669835ffe067857c6756e85857997e839a50e9897635f44ef7b"
	  "e2a39469dc4a1e7712d78923bacde027",
		"b6749a87107c4e358e82cc7528d766aa00d540dfc13e8a88acdc6662d1b26031efef16b41d5a088a6c7d7ab80af1"
		"ea9b"
		"78e48d6f64c1bf6320a7975912407980fb2997bcc2339cb2af01c898692d6c2d0afb0b0d5f5862062ab125073532"
		"46af"
		"ef5b278d1df898144752dc13e852fc7634af84f971f45bf5a303b69a9db50b87c69007ff54e29a9773750a464f0d"
		"3c05"
		"89ee2ec3a67e581d2dba9735568dc4f27af87b626d3a6a2c4c0e90fe45da78c05f4da0237d9b1244115ea8bdec70"
		"1bf8"
		"96e8af3ded00857ccf1b1d4ce1e11e8030d482bdb9b726b7245db9c71753a681dd5df5cb74b773ac010d4aa7babb"
		"ea89"
		"3e0fb8394e6b1995d11d8d5b01551dff" },
};

static bool number(const BIGNUM *of, size_t len, struct ossl_bytes *to)
{
	to->len = len;
	return BN_bn2binpad(of, to->at, (int)len) == (int)len;
}

/* The CRT's numbers; dp is d modulo p - 1. */
static bool residues(struct suite_rsa *key, const BIGNUM *p, const BIGNUM *q, const BIGNUM *d, BN_CTX *ctx)
{
	BIGNUM *one_less = BN_new(), *r = BN_new();
	size_t half = key->bits / 16;
	bool well = one_less && r && BN_sub(one_less, p, BN_value_one()) == 1 &&
		    BN_mod(r, d, one_less, ctx) == 1 && number(r, half, &key->dp) &&
		    BN_sub(one_less, q, BN_value_one()) == 1 && BN_mod(r, d, one_less, ctx) == 1 &&
		    number(r, half, &key->dq) && BN_mod_inverse(r, q, p, ctx) && number(r, half, &key->qinv);

	BN_free(one_less);
	BN_free(r);
	return well;
}

bool suite_rsa_make(struct conform *c, size_t bits, struct suite_rsa *key)
{
	BIGNUM *p = NULL, *q = NULL, *n = BN_new(), *e = BN_new(), *d = BN_new(), *phi = BN_new();
	BN_CTX *ctx = BN_CTX_new();
	bool well = false;

	key->bits = bits;
	for (size_t i = 0; i < SUITE_RSA_SIZES; i++) {
		if (suite_rsa_bits[i] != bits || !ctx || !n || !e || !d || !phi)
			continue;
		well = BN_hex2bn(&p, primes[i][0]) > 0 && BN_hex2bn(&q, primes[i][1]) > 0 &&
		       BN_mul(n, p, q, ctx) == 1 && BN_set_word(e, 65537) == 1 && BN_sub(phi, n, p) == 1 &&
		       BN_sub(phi, phi, q) == 1 && BN_add_word(phi, 1) == 1 &&
		       BN_mod_inverse(d, e, phi, ctx) && number(n, bits / 8, &key->n) &&
		       number(e, 3, &key->e) && number(d, bits / 8, &key->d) &&
		       number(p, bits / 16, &key->p) && number(q, bits / 16, &key->q) &&
		       residues(key, p, q, d, ctx);
	}
	BN_free(p);
	BN_free(q);
	BN_free(n);
	BN_free(e);
	BN_free(d);
	BN_free(phi);
	BN_CTX_free(ctx);
	if (!well)
		conform_fail(c, "the host's OpenSSL does not compute an RSA key of %zu bits", bits);
	return well;
}

struct form {
	uint8_t p1, p2;
	uint8_t tags[8]; /* in the order of hosts; 0 ends */
};

/* docs/reference/se050-evidence.md 3.2: the orders that were seen. */
static const struct form forms[] = {
	[RSA_CRT_PAIR] = { 0x62, 0x00, { TAG_3, TAG_4, TAG_5, TAG_6, TAG_7, TAG_8, TAG_10 } },
	[RSA_RAW_PAIR] = { 0x62, 0x4f, { TAG_8, TAG_9, TAG_10 } },
	[RSA_CRT_PRIVATE] = { 0x42, 0x00, { TAG_3, TAG_4, TAG_5, TAG_6, TAG_7 } },
	[RSA_RAW_PRIVATE] = { 0x42, 0x4f, { TAG_9, TAG_10 } },
	[RSA_PUBLIC] = { 0x22, 0x00, { TAG_8, TAG_10 } },
};

static const struct ossl_bytes *component(const struct suite_rsa *key, uint8_t tag)
{
	const struct ossl_bytes *const numbers[] = { &key->p, &key->q, &key->dp, &key->dq, &key->qinv,
		&key->e, &key->d, &key->n };

	return numbers[tag - TAG_3];
}

bool suite_rsa_write(struct conform *c, const struct suite_rsa *key, enum suite_rsa_form form, uint32_t id,
	const char *policy, bool transient)
{
	const struct form *of = &forms[form];
	unsigned int ins = transient ? INS_WRITE | INS_TRANSIENT : INS_WRITE;

	for (size_t i = 0; i < sizeof(of->tags) && of->tags[i]; i++) {
		const struct ossl_bytes *value = component(key, of->tags[i]);
		uint8_t header[3] = { (uint8_t)ins, i == 0 ? of->p1 : P1_RSA, of->p2 };
		char command[64];

		snprintf(command, sizeof(command), "%02x%02x%02x %s41:%%i %s%02x:%%b", header[0], header[1],
			header[2], i == 0 && policy ? "11:%s " : "", i == 0 ? "42:%h " : "", of->tags[i]);
		if (i == 0 && policy)
			say(c, "9000", command, policy, id, (unsigned int)key->bits, value->at, value->len);
		else if (i == 0)
			say(c, "9000", command, id, (unsigned int)key->bits, value->at, value->len);
		else
			say(c, "9000", command, id, value->at, value->len);
	}
	return conform_well(c);
}

EVP_PKEY *suite_rsa_public(const struct suite_rsa *key)
{
	return ossl_rsa_public(key->n.at, key->n.len, key->e.at, key->e.len);
}
