/* tests/unit/test_crypto_rsa.c: the engine's RSA against plain OpenSSL and NIST's signatures. */
#include "cmocka_all.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

#include "crypto_rsa.h"
#include "host_rsa.h"
#include "rsa_primes.h"
#include "vector_check.h"

static const size_t sizes[] = { 64, 128, 144, 256, 384, 512 };
enum { SIZES = sizeof(sizes) / sizeof(sizes[0]) };

static const struct {
	enum digest_kind kind;
	const char *name;
	size_t len;
} hashes[DIGEST_KINDS] = {
	{ DIGEST_SHA1, "SHA1", 20 },
	{ DIGEST_SHA224, "SHA224", 28 },
	{ DIGEST_SHA256, "SHA256", 32 },
	{ DIGEST_SHA384, "SHA384", 48 },
	{ DIGEST_SHA512, "SHA512", 64 },
};

static const char message[] = "what is signed, encrypted and so on";

struct fixture {
	struct crypto *crypto;
	struct rng rng;
	struct host_rsa host[SIZES];
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (!f || crypto_new(&f->crypto, NULL) < 0)
		return -1;
	rng_seed(&f->rng, 1);
	for (size_t i = 0; i < SIZES; i++)
		host_rsa_pool(&f->host[i], sizes[i], 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	bool clean = crypto_unbound_draws(f->crypto) == 0 && ERR_peek_error() == 0;

	for (size_t i = 0; i < SIZES; i++)
		host_rsa_free(&f->host[i]);
	crypto_free(f->crypto);
	free(f);
	return clean ? 0 : -1;
}

static struct rng_stream stream_of(struct fixture *f, uint32_t purpose)
{
	return rng_open(&f->rng, &(struct rng_purpose){ .purpose = purpose });
}

static struct rsa_key crt_of(const struct host_rsa *host)
{
	return (struct rsa_key){ .bytes = host->bytes,
		.p = host->p,
		.q = host->q,
		.dp = host->dp,
		.dq = host->dq,
		.q_inverse = host->q_inverse };
}

static struct rsa_key raw_of(const struct host_rsa *host)
{
	return (struct rsa_key){ .bytes = host->bytes, .n = host->n, .d = host->d };
}

static struct rsa_key public_of(const struct host_rsa *host)
{
	return (struct rsa_key){ .bytes = host->bytes, .n = host->n, .e = host->e };
}

static void signatures_of_every_size_and_algorithm_verify_both_ways(void **state)
{
	struct fixture *f = *state;
	size_t n = 0;

	for (size_t i = 0; i < SIZES; i++)
		for (size_t h = 0; h < 2 * DIGEST_KINDS; h++) {
			const struct host_rsa *host = &f->host[i];
			bool pss = h >= DIGEST_KINDS;
			size_t kind = h % DIGEST_KINDS;
			struct rsa_encoding as = { pss ? RSA_PSS : RSA_PKCS1, hashes[kind].kind,
				pss ? hashes[kind].len : 0 };
			struct rsa_key crt = crt_of(host), raw = raw_of(host), public = public_of(host);
			struct rng_stream stream = stream_of(f, 1);
			int salt = pss ? (int)as.salt : -1;
			uint8_t signature[512];

			if (!rsa_encoding_fits(&as, host->bytes)) {
				assert_int_equal(crypto_rsa_sign(f->crypto, &stream, &crt, &as, message,
							 sizeof(message), signature),
					-EINVAL);
				assert_int_equal(crypto_rsa_verify(f->crypto, &public, &as, message,
							 sizeof(message), signature),
					-EINVAL);
				continue;
			}
			n++;
			assert_int_equal(crypto_rsa_sign(f->crypto, &stream, h % 2 ? &crt : &raw, &as,
						 message, sizeof(message), signature),
				0);
			assert_true(host_rsa_verifies(
				host, hashes[kind].name, salt, message, sizeof(message), signature));
			host_rsa_sign(host, hashes[kind].name, salt, message, sizeof(message), signature);
			assert_int_equal(crypto_rsa_verify(f->crypto, &public, &as, message, sizeof(message),
						 signature),
				0);
			signature[host->bytes - 1] ^= 1;
			assert_int_equal(crypto_rsa_verify(f->crypto, &public, &as, message, sizeof(message),
						 signature),
				-EBADMSG);
		}
	/* Too small: 512 bits for SHA-384 up in PKCS#1, for SHA-256 up in PSS with such salts; there 1024 for SHA-512. */
	assert_int_equal(n, 60 - 2 - 3 - 1);
}

static void a_signature_not_below_the_modulus_does_not_verify(void **state)
{
	struct fixture *f = *state;
	struct rsa_key public = public_of(&f->host[1]);
	const struct rsa_encoding as = { RSA_PKCS1, DIGEST_SHA256, 0 };

	assert_int_equal(
		crypto_rsa_verify(f->crypto, &public, &as, message, sizeof(message), public.n), -EBADMSG);
}

static void ciphertexts_of_every_size_and_padding_decrypt_both_ways(void **state)
{
	static const struct {
		enum rsa_scheme scheme;
		int padding;
	} paddings[] = { { RSA_PKCS1, RSA_PKCS1_PADDING }, { RSA_OAEP, RSA_PKCS1_OAEP_PADDING },
		{ RSA_PLAIN, RSA_NO_PADDING } };
	struct fixture *f = *state;

	for (size_t i = 0; i < SIZES; i++)
		for (size_t p = 0; p < 3; p++) {
			const struct host_rsa *host = &f->host[i];
			struct rsa_key crt = crt_of(host), raw = raw_of(host), public = public_of(host);
			enum rsa_scheme scheme = paddings[p].scheme;
			size_t most = rsa_message_max(scheme, host->bytes), len;
			struct rng_stream stream = stream_of(f, 2);
			uint8_t text[513] = { 0x11, 0x22 }, out[512], back[512];

			memcpy(text + 2, message, 20);
			assert_int_equal(
				crypto_rsa_encrypt(f->crypto, &stream, &public, scheme, text, most, out), 0);
			assert_int_equal(host_rsa_decrypt(host, paddings[p].padding, out, back), most);
			assert_memory_equal(back, text, most);
			host_rsa_encrypt(host, paddings[p].padding, text, most, out);
			assert_int_equal(
				crypto_rsa_decrypt(f->crypto, i % 2 ? &crt : &raw, scheme, out, back, &len),
				0);
			assert_int_equal(len, most);
			assert_memory_equal(back, text, most);
			assert_int_equal(
				crypto_rsa_encrypt(f->crypto, &stream, &public, scheme, text, most + 1, out),
				-EINVAL);
			if (scheme == RSA_PLAIN) {
				assert_int_equal(crypto_rsa_encrypt(f->crypto, &stream, &public, scheme, text,
							 most - 1, out),
					-EINVAL);
				continue;
			}
			/* Empty; and what does not decode. */
			assert_int_equal(
				crypto_rsa_encrypt(f->crypto, &stream, &public, scheme, NULL, 0, out), 0);
			assert_int_equal(crypto_rsa_decrypt(f->crypto, &raw, scheme, out, back, &len), 0);
			assert_int_equal(len, 0);
			out[5] ^= 1;
			out[0] = 0;
			assert_int_equal(
				crypto_rsa_decrypt(f->crypto, &crt, scheme, out, back, &len), -EBADMSG);
		}
}

/* RFC 8017 7.1.2 3 g, 7.2.2 3: each thing that can be wrong with a padding. */
static void paddings_that_are_not_are_refused(void **state)
{
	struct fixture *f = *state;
	struct rsa_key raw = raw_of(&f->host[1]);
	uint8_t em[128], in[128], out[128];
	size_t len;

	for (size_t fault = 0; fault < 4; fault++) {
		memset(em, 0x77, sizeof(em));
		em[0] = 0;
		em[1] = fault == 0 ? 1 : 2;
		if (fault == 1)
			em[9] = 0; /* seven bytes of padding */
		if (fault == 2)
			em[10] = 0; /* eight: legal */
		host_rsa_encrypt(&f->host[1], RSA_NO_PADDING, em, sizeof(em), in);
		assert_int_equal(crypto_rsa_decrypt(f->crypto, &raw, RSA_PKCS1, in, out, &len),
			fault == 2 ? 0 : -EBADMSG);
	}
	assert_int_equal(crypto_rsa_decrypt(f->crypto, &raw, RSA_PKCS1, raw.n, out, &len), -ERANGE);
}

static void a_key_serves_only_what_its_components_allow(void **state)
{
	struct fixture *f = *state;
	const struct host_rsa *host = &f->host[1];
	struct rsa_key public = public_of(host), crt = crt_of(host), none = { .bytes = 128 };
	const uint8_t in[128] = { 0, 1 };
	uint8_t out[128];

	assert_int_equal(crypto_rsa_private(f->crypto, &public, in, out), -EINVAL);
	assert_int_equal(crypto_rsa_public(f->crypto, &crt, in, out), -EINVAL);
	none.d = host->d;
	assert_int_equal(crypto_rsa_private(f->crypto, &none, in, out), -EINVAL);
	crt.dq = NULL;
	assert_int_equal(crypto_rsa_private(f->crypto, &crt, in, out), -EINVAL);
	none = raw_of(host);
	none.bytes = 62;
	assert_int_equal(crypto_rsa_private(f->crypto, &none, in, out), -EINVAL);
	none.bytes = 514;
	assert_int_equal(crypto_rsa_private(f->crypto, &none, in, out), -EINVAL);
}

static void assert_no_key(struct fixture *f, const struct rsa_key *key)
{
	uint8_t out[512];
	const uint8_t in[512] = { 0, 1 };

	assert_int_equal(crypto_rsa_private(f->crypto, key, in, out), -EINVAL);
}

static void components_that_do_not_belong_together_are_no_key(void **state)
{
	struct fixture *f = *state;
	const struct host_rsa *host = &f->host[1];
	struct host_rsa other = *host;
	struct rsa_key key;

	/* Each number in turn is another one. e tells of dp and dq, n of the primes, the primes of their inverse. */
	for (size_t i = 0; i < 8; i++) {
		uint8_t *const number[] = { other.n, other.e, other.p, other.q, other.dp, other.dq,
			other.q_inverse, other.d };
		const size_t len[] = { 128, 4, 64, 64, 64, 64, 64, 128 };

		other = *host;
		number[i][len[i] - 1] ^= i == 7 ? 4 : 2;
		key = i == 7 ? raw_of(&other) : crt_of(&other);
		key.n = other.n;
		key.e = other.e;
		assert_no_key(f, &key);
	}
	/* Even, and too short. */
	other = *host;
	other.n[127] ^= 1;
	key = raw_of(&other);
	assert_no_key(f, &key);
	other = *host;
	other.n[0] &= 0x7f;
	key = raw_of(&other);
	assert_no_key(f, &key);
	other = *host;
	other.p[0] &= 0x3f;
	key = crt_of(&other);
	assert_no_key(f, &key);
	other = *host;
	other.e[3] = 0;
	key = raw_of(&other);
	key.e = other.e;
	assert_no_key(f, &key);
	memset(other.e, 0, sizeof(other.e));
	other.e[3] = 1;
	assert_no_key(f, &key);
	/* And as it was. */
	key = raw_of(host);
	key.e = host->e;
	assert_int_equal(crypto_rsa_private(f->crypto, &key, (const uint8_t[128]){ 0, 1 }, other.n), 0);
}

static void generated_keys_are_what_openssl_takes(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < 4; i++) {
		struct rng_stream stream = stream_of(f, 3);
		struct rsa_numbers key;
		struct host_rsa host;

		assert_int_equal(crypto_rsa_generate(f->crypto, &stream, sizes[i], &key), 0);
		host_rsa_from(&host, sizes[i], key.p, key.q);
		assert_memory_equal(host.n, key.n, sizes[i]);
		assert_memory_equal(host.d, key.d, sizes[i]);
		assert_memory_equal(host.e, key.e, RSA_EXPONENT);
		assert_memory_equal(host.dp, key.dp, sizes[i] / 2);
		assert_memory_equal(host.dq, key.dq, sizes[i] / 2);
		assert_memory_equal(host.q_inverse, key.q_inverse, sizes[i] / 2);
		assert_true(key.n[0] & 0x80);
		host_rsa_free(&host);
	}
}

static void a_seed_repeats_a_key_whatever_is_in_the_cache(void **state)
{
	struct fixture *f = *state;
	struct rsa_numbers key[3];
	uint8_t left[3][16];

	memset(key, 0, sizeof(key));
	for (uint32_t i = 0; i < 3; i++) {
		struct rng_stream stream = stream_of(f, 4 + i / 2);

		if (i == 1)
			crypto_drop_cache(f->crypto);
		assert_int_equal(crypto_rsa_generate(f->crypto, &stream, 64, &key[i]), 0);
		rng_bytes(&stream, left[i], sizeof(left[i]));
	}
	assert_memory_equal(&key[0], &key[1], sizeof(key[0]));
	assert_memory_equal(left[0], left[1], sizeof(left[0]));
	assert_memory_not_equal(key[0].n, key[2].n, 64);
	assert_int_equal(crypto_rsa_generate(f->crypto, &(struct rng_stream){ 0 }, 62, &key[0]), -EINVAL);
	assert_int_equal(crypto_rsa_generate(f->crypto, &(struct rng_stream){ 0 }, 514, &key[0]), -EINVAL);
	assert_int_equal(crypto_rsa_from_primes(f->crypto, 62, key[1].p, key[1].q, NULL, &key[0]), -EINVAL);
	assert_int_equal(crypto_rsa_from_primes(f->crypto, 514, key[1].p, key[1].q, NULL, &key[0]), -EINVAL);
}

static void more_keys_than_are_kept_work_as_well(void **state)
{
	struct fixture *f = *state;
	const struct rsa_encoding as = { RSA_PSS, DIGEST_SHA1, 20 };
	uint8_t first[24][64], again[24][64];
	struct host_rsa host;

	host_rsa_pool(&host, 64, 1);
	for (size_t round = 0; round < 2; round++)
		for (uint32_t i = 0; i < 24; i++) {
			struct rng_stream stream = stream_of(f, i);
			uint8_t padded[64];
			struct rsa_key key = raw_of(&host);

			/* Not a key that signs, but a different one each time. */
			memcpy(padded, host.d, sizeof(padded));
			padded[1] ^= (uint8_t)i;
			key.d = padded;
			if (round == 1 && i % 3 == 0)
				crypto_drop_cache(f->crypto);
			assert_int_equal(crypto_rsa_sign(f->crypto, &stream, &key, &as, message,
						 sizeof(message), round ? again[i] : first[i]),
				0);
		}
	assert_memory_equal(first, again, sizeof(first));
	assert_memory_not_equal(first[0], first[1], 64);
	host_rsa_free(&host);
}

static bool pick(size_t bytes, uint32_t nth, const uint8_t **p, const uint8_t **q)
{
	const struct rsa_primes *primes = bytes == 128 ? NULL : rsa_primes(bytes, nth);

	if (!primes)
		return false;
	*p = primes->p;
	*q = primes->q;
	return true;
}

static void a_pool_spares_the_search(void **state)
{
	static const struct rsa_pool pool = { pick };
	struct fixture *f = *state;
	size_t seen = 0;

	crypto_rsa_use_pool(f->crypto, &pool);
	for (uint32_t i = 0; i < 16; i++) {
		struct rng_stream stream = stream_of(f, i);
		struct rsa_numbers key;

		assert_int_equal(crypto_rsa_generate(f->crypto, &stream, 512, &key), 0);
		for (uint32_t n = 0; n < 4; n++)
			if (memcmp(key.p, rsa_primes(512, n)->p, 256) == 0)
				seen |= (size_t)1 << n;
	}
	assert_int_equal(seen, 0xf);
	/* None of this size: it is searched for. */
	a_seed_repeats_a_key_whatever_is_in_the_cache(state);
	crypto_rsa_use_pool(f->crypto, NULL);
	assert_null(rsa_primes(100, 0));
}

/* The pool's inverses are what plain OpenSSL works out; primes in the other order give the same key. */
static void a_pool_is_of_keys(void **state)
{
	static const size_t of[] = { 2, 2, 2, 8, 2, 4 };
	struct fixture *f = *state;

	for (size_t i = 0; i < SIZES; i++)
		for (uint32_t n = 0; n < of[i]; n++) {
			const struct rsa_primes *primes = rsa_primes(sizes[i], n);
			struct rsa_numbers given, found;
			struct host_rsa host;

			memset(&given, 0, sizeof(given));
			memset(&found, 0, sizeof(found));
			host_rsa_pool(&host, sizes[i], n);
			assert_memory_equal(primes->q_inverse, host.q_inverse, sizes[i] / 2);
			assert_int_equal(crypto_rsa_from_primes(f->crypto, sizes[i], primes->p, primes->q,
						 primes->q_inverse, &given),
				0);
			assert_int_equal(crypto_rsa_from_primes(
						 f->crypto, sizes[i], primes->q, primes->p, NULL, &found),
				0);
			assert_memory_equal(&given, &found, sizeof(given));
			assert_memory_equal(given.n, host.n, sizes[i]);
			host_rsa_free(&host);
		}
}

/* CAVP, PKCS#1 1.5 and PSS with an empty salt. */
static void check_vectors(struct fixture *f, const char *file_name, enum rsa_scheme scheme)
{
	struct vector_file file;
	struct vector_value n = { 0 }, m, s;
	uint8_t e[RSA_EXPONENT];
	size_t checked = 0;

	load_vectors(&file, file_name);
	for (size_t i = 0; i < file.n; i++) {
		const struct vector_record *record = &file.records[i];
		struct rsa_encoding as = { .scheme = scheme };
		struct why why;

		if (vector_text(record, "n")) {
			bytes_of(record, "n", &n);
			assert_int_equal(vector_number(record, "e", e, sizeof(e), &why), 0);
			continue;
		}
		bytes_of(record, "Msg", &m);
		bytes_of(record, "S", &s);
		assert_int_equal(s.len, n.len);
		while (strcmp(hashes[as.hash].name, vector_text(record, "SHAAlg")) != 0)
			as.hash++;
		assert_int_equal(
			crypto_rsa_verify(f->crypto, &(struct rsa_key){ .bytes = n.len, .n = n.at, .e = e },
				&as, m.at, m.len, s.at),
			0);
		m.at[0] ^= 1;
		assert_int_equal(
			crypto_rsa_verify(f->crypto, &(struct rsa_key){ .bytes = n.len, .n = n.at, .e = e },
				&as, m.at, m.len, s.at),
			-EBADMSG);
		checked++;
	}
	assert_int_equal(checked, 45);
	vector_file_free(&file);
}

static void the_published_signatures_verify(void **state)
{
	check_vectors(*state, "nist/rsa/SigGen15_186-3.rsp", RSA_PKCS1);
	check_vectors(*state, "nist/rsa/SigGenPSS_186-3.rsp", RSA_PSS);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(signatures_of_every_size_and_algorithm_verify_both_ways),
		cmocka_unit_test(a_signature_not_below_the_modulus_does_not_verify),
		cmocka_unit_test(ciphertexts_of_every_size_and_padding_decrypt_both_ways),
		cmocka_unit_test(paddings_that_are_not_are_refused),
		cmocka_unit_test(a_key_serves_only_what_its_components_allow),
		cmocka_unit_test(components_that_do_not_belong_together_are_no_key),
		cmocka_unit_test(generated_keys_are_what_openssl_takes),
		cmocka_unit_test(a_seed_repeats_a_key_whatever_is_in_the_cache),
		cmocka_unit_test(more_keys_than_are_kept_work_as_well),
		cmocka_unit_test(a_pool_spares_the_search),
		cmocka_unit_test(a_pool_is_of_keys),
		cmocka_unit_test(the_published_signatures_verify),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
