/* tests/unit/test_crypto_faults.c: whatever call fails, the engine answers an error or what is right. */
#include "cmocka_all.h"

#include <errno.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

#include "crypto_des.h"
#include "crypto_ec.h"
#include "crypto_edwards.h"
#include "crypto_rsa.h"
#include "faults.h"
#include "rsa_primes.h"
#include "rng.h"

/* What is asked of the engine, one field an operation; d, point and signature are made by the first ones. */
struct answers {
	uint8_t d[P256_BYTES], point[P256_POINT];
	uint8_t again[P256_POINT];
	uint8_t signature[P256_SIGNATURE];
	uint8_t x[P256_BYTES];
	/* On a curve of explicit parameters, and on Edwards and Montgomery curves. */
	uint8_t bn_d[32], bn_point[64], bn_rs[64], bn_xy[64], bn_sum[64], bn_s[32];
	struct ec_parameters bn;
	uint8_t ed_point[32], ed_signature[64], montgomery_u[32], montgomery_secret[32];
	uint8_t encrypted[AES_BLOCK], decrypted[AES_BLOCK];
	uint8_t des_encrypted[DES_BLOCK], des_decrypted[DES_BLOCK];
	struct rsa_numbers rsa;
	uint8_t rsa_crt[RSA_BYTES_MIN], rsa_raw[RSA_BYTES_MIN], rsa_public[RSA_BYTES_MIN];
};

struct subject {
	struct crypto *crypto;
	const struct answers *right; /* inputs of the later operations too */
};

static struct rng_stream stream_of(struct rng *rng, uint32_t purpose)
{
	rng_seed(rng, 1);
	return rng_open(rng, &(struct rng_purpose){ .purpose = purpose });
}

static int op_generate(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 1);

	return crypto_p256_generate(s->crypto, &stream, a->d, a->point);
}

static int op_public(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 2);

	return crypto_p256_public(s->crypto, &stream, s->right->d, a->again);
}

static int op_sign(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 3);

	return crypto_p256_sign(s->crypto, &stream, s->right->d, s->right->point, a->signature);
}

static int op_ecdh(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 4);

	return crypto_p256_ecdh(s->crypto, &stream, s->right->d, s->right->point, a->x);
}

static int op_encrypt(const struct subject *s, struct answers *a)
{
	return crypto_aes128_encrypt(s->crypto, s->right->d, s->right->point, a->encrypted);
}

static int op_decrypt(const struct subject *s, struct answers *a)
{
	return crypto_aes128_decrypt(s->crypto, s->right->d, s->right->point, a->decrypted);
}

static int op_des_encrypt(const struct subject *s, struct answers *a)
{
	return crypto_des_encrypt(s->crypto, s->right->d, DES_KEY_MAX, s->right->point, a->des_encrypted);
}

static int op_des_decrypt(const struct subject *s, struct answers *a)
{
	return crypto_des_decrypt(s->crypto, s->right->d, DES_KEY_MAX, s->right->point, a->des_decrypted);
}

static int op_check_private(const struct subject *s, struct answers *a)
{
	(void)a;
	return crypto_p256_check_private(s->crypto, s->right->d);
}

static int op_check_point(const struct subject *s, struct answers *a)
{
	(void)a;
	return crypto_p256_check_point(s->crypto, s->right->point);
}

static int op_check_no_point(const struct subject *s, struct answers *a)
{
	const uint8_t nowhere[P256_POINT] = { 1 };

	(void)a;
	return crypto_p256_check_point(s->crypto, nowhere);
}

static int op_verify(const struct subject *s, struct answers *a)
{
	(void)a;
	return crypto_p256_verify(s->crypto, s->right->point, s->right->point, s->right->signature);
}

static int op_verify_wrong(const struct subject *s, struct answers *a)
{
	(void)a;
	return crypto_p256_verify(s->crypto, s->right->point, s->right->d, s->right->signature);
}

static int op_bn_generate(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 5);

	return crypto_ec_generate(s->crypto, EC_BN256, &stream, a->bn_d, a->bn_point);
}

static int op_bn_sign(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 6);

	return crypto_ec_sign(s->crypto, EC_BN256, &stream, s->right->bn_d, s->right->point, 48, a->bn_rs);
}

static int op_bn_verify(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 7);

	(void)a;
	return crypto_ec_verify(
		s->crypto, EC_BN256, &stream, s->right->bn_point, s->right->point, 48, s->right->bn_rs);
}

static int op_bn_multiply(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 8);

	return crypto_ec_multiply(
		s->crypto, EC_BN256, &stream, s->right->bn_d, s->right->bn_point, a->bn_xy, a->bn_xy + 32);
}

static int op_bn_map(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 9);

	return crypto_ec_map(s->crypto, EC_BN256, &stream, s->right->bn_d, s->right->bn_xy, a->bn_sum);
}

static int op_bn_multiply_add(const struct subject *s, struct answers *a)
{
	return crypto_ec_multiply_add(
		s->crypto, EC_BN256, s->right->bn_d, s->right->point, 32, s->right->bn_rs, a->bn_s);
}

static int op_bn_parameters(const struct subject *s, struct answers *a)
{
	return crypto_ec_parameters(s->crypto, EC_BN256, &a->bn);
}

static int op_bn_check_private(const struct subject *s, struct answers *a)
{
	(void)a;
	return crypto_ec_check_private(s->crypto, EC_BN256, s->right->bn_d);
}

static int op_ed_public(const struct subject *s, struct answers *a)
{
	return crypto_ed25519_public(s->crypto, s->right->d, a->ed_point);
}

static int op_ed_sign(const struct subject *s, struct answers *a)
{
	return crypto_ed25519_sign(s->crypto, s->right->d, "abc", 3, a->ed_signature);
}

static int op_ed_verify(const struct subject *s, struct answers *a)
{
	(void)a;
	return crypto_ed25519_verify(s->crypto, s->right->ed_point, "abc", 3, s->right->ed_signature);
}

static int op_ed_verify_wrong(const struct subject *s, struct answers *a)
{
	(void)a;
	return crypto_ed25519_verify(s->crypto, s->right->ed_point, "abd", 3, s->right->ed_signature);
}

static int op_montgomery_public(const struct subject *s, struct answers *a)
{
	return crypto_montgomery_public(s->crypto, MONTGOMERY_X25519, s->right->d, a->montgomery_u);
}

static int op_montgomery_agree(const struct subject *s, struct answers *a)
{
	return crypto_montgomery_agree(
		s->crypto, MONTGOMERY_X25519, s->right->x, s->right->montgomery_u, a->montgomery_secret);
}

static int op_montgomery_nothing(const struct subject *s, struct answers *a)
{
	const uint8_t nothing[32] = { 0 };
	uint8_t secret[32];

	(void)a;
	return crypto_montgomery_agree(s->crypto, MONTGOMERY_X25519, s->right->x, nothing, secret);
}

#define PLACE(field) offsetof(struct answers, field), sizeof(((struct answers *)NULL)->field)
static int op_rsa_primes(const struct subject *s, struct answers *a)
{
	const struct rsa_primes *primes = rsa_primes(RSA_BYTES_MIN, 0);

	return crypto_rsa_from_primes(s->crypto, RSA_BYTES_MIN, primes->p, primes->q, NULL, &a->rsa);
}

static int op_rsa_crt(const struct subject *s, struct answers *a)
{
	const struct rsa_numbers *rsa = &s->right->rsa;
	struct rsa_key key = { .bytes = RSA_BYTES_MIN,
		.e = rsa->e,
		.p = rsa->p,
		.q = rsa->q,
		.dp = rsa->dp,
		.dq = rsa->dq,
		.q_inverse = rsa->q_inverse };

	return crypto_rsa_private(s->crypto, &key, s->right->rsa.d, a->rsa_crt);
}

static int op_rsa_raw(const struct subject *s, struct answers *a)
{
	const struct rsa_numbers *rsa = &s->right->rsa;
	struct rsa_key key = { .bytes = RSA_BYTES_MIN, .n = rsa->n, .e = rsa->e, .d = rsa->d };

	return crypto_rsa_private(s->crypto, &key, s->right->rsa.d, a->rsa_raw);
}

static int op_rsa_public(const struct subject *s, struct answers *a)
{
	struct rsa_key key = { .bytes = RSA_BYTES_MIN, .n = s->right->rsa.n, .e = s->right->rsa.e };

	return crypto_rsa_public(s->crypto, &key, s->right->rsa_crt, a->rsa_public);
}

static int op_rsa_generate(const struct subject *s, struct answers *a)
{
	struct rng rng;
	struct rng_stream stream = stream_of(&rng, 5);

	return crypto_rsa_generate(s->crypto, &stream, RSA_BYTES_MIN, &a->rsa);
}

#define ANSWER(field) PLACE(field), false, 0
#define LATE(field) PLACE(field), true, 0
#define NOTHING 0, 0, false, 0

static const struct operation {
	const char *name;
	int (*run)(const struct subject *subject, struct answers *answers);
	int right; /* what it returns when nothing fails */
	size_t at, len;
	bool late; /* what it needs is fetched at its first use, which may be lost with the call that failed before */
	int other; /* beside -EIO, what it returns when a call fails */
} operations[] = {
	{ "generate d", op_generate, 0, ANSWER(d) },
	{ "generate point", op_generate, 0, ANSWER(point) },
	{ "public", op_public, 0, ANSWER(again) },
	{ "sign", op_sign, 0, ANSWER(signature) },
	{ "ecdh", op_ecdh, 0, ANSWER(x) },
	{ "encrypt", op_encrypt, 0, ANSWER(encrypted) },
	{ "decrypt", op_decrypt, 0, ANSWER(decrypted) },
	{ "DES encrypt", op_des_encrypt, 0, ANSWER(des_encrypted) },
	{ "DES decrypt", op_des_decrypt, 0, ANSWER(des_decrypted) },
	{ "RSA from primes", op_rsa_primes, 0, ANSWER(rsa) },
	{ "RSA with primes", op_rsa_crt, 0, ANSWER(rsa_crt) },
	{ "RSA without", op_rsa_raw, 0, ANSWER(rsa_raw) },
	{ "RSA public", op_rsa_public, 0, ANSWER(rsa_public) },
	{ "check private", op_check_private, 0, NOTHING },
	{ "check point", op_check_point, 0, NOTHING },
	{ "check no point", op_check_no_point, -EINVAL, NOTHING },
	{ "verify", op_verify, 0, NOTHING },
	{ "verify wrong", op_verify_wrong, -EBADMSG, NOTHING },
	{ "BN generate", op_bn_generate, 0, LATE(bn_d) },
	{ "BN generate point", op_bn_generate, 0, LATE(bn_point) },
	{ "BN sign", op_bn_sign, 0, LATE(bn_rs) },
	{ "BN verify", op_bn_verify, 0, 0, 0, true, 0 },
	{ "BN multiply", op_bn_multiply, 0, LATE(bn_xy) },
	{ "BN map", op_bn_map, 0, LATE(bn_sum) },
	{ "BN multiply and add", op_bn_multiply_add, 0, LATE(bn_s) },
	{ "BN parameters", op_bn_parameters, 0, LATE(bn) },
	{ "BN check private", op_bn_check_private, 0, 0, 0, true, 0 },
	{ "Ed25519 public", op_ed_public, 0, LATE(ed_point) },
	{ "Ed25519 sign", op_ed_sign, 0, LATE(ed_signature) },
	{ "Ed25519 verify", op_ed_verify, 0, 0, 0, true, -EBADMSG },
	{ "Ed25519 verify wrong", op_ed_verify_wrong, -EBADMSG, 0, 0, true, 0 },
	{ "X25519 public", op_montgomery_public, 0, LATE(montgomery_u) },
	{ "X25519 agree", op_montgomery_agree, 0, LATE(montgomery_secret) },
	{ "X25519 agree on nothing", op_montgomery_nothing, -EINVAL, 0, 0, true, 0 },
};

enum {
	OPERATIONS = sizeof(operations) / sizeof(operations[0]),
	LATE_EACH = 32,
};

static int find_right_answers(void **state)
{
	struct answers *right = calloc(1, sizeof(*right));
	struct subject subject = { .right = right };

	if (!right || crypto_new(&subject.crypto, NULL) < 0)
		return -1;
	for (size_t i = 0; i < OPERATIONS; i++)
		if (operations[i].run(&subject, right) != operations[i].right)
			return -1;
	crypto_free(subject.crypto);
	*state = right;
	return 0;
}

static int forget_right_answers(void **state)
{
	free(*state);
	return 0;
}

static void assert_right(const struct operation *op, const struct subject *subject)
{
	struct answers got = { 0 };

	if (op->run(subject, &got) != op->right)
		fail_msg("%s does not come out right", op->name);
	assert_memory_equal((uint8_t *)&got + op->at, (const uint8_t *)subject->right + op->at, op->len);
}

/* The same, but what is fetched late may be lost for good. */
static void assert_right_or_lost(const struct operation *op, const struct subject *subject)
{
	struct answers got = { 0 };
	int rc = op->late ? op->run(subject, &got) : op->right;

	if (rc != -EIO && (op->other == 0 || rc != op->other))
		assert_right(op, subject);
}

/*
 * Each operation, with its nth call failing, for every n: an error or the right answer, no other error
 * than one that means OpenSSL, nothing in the queue; and the next time all is well.
 */
static size_t fail_each(const struct operation *op, const struct subject *subject, size_t *left, bool warm)
{
	size_t n = 0;
	bool reached;

	do {
		struct answers got = { 0 };
		int rc;

		n++;
		if (!warm)
			crypto_drop_cache(subject->crypto);
		*left = n;
		rc = op->run(subject, &got);
		reached = *left == 0;
		*left = 0;
		if (rc != op->right && rc != -EIO && (op->other == 0 || rc != op->other))
			fail_msg("%s with call %zu failing returns %d", op->name, n, rc);
		if (rc == op->right && memcmp((uint8_t *)&got + op->at,
					       (const uint8_t *)subject->right + op->at, op->len) != 0)
			fail_msg("%s with call %zu failing answers something else", op->name, n);
		if (ERR_peek_error() != 0)
			fail_msg("%s with call %zu failing leaves %s", op->name, n,
				ERR_error_string(ERR_peek_error(), NULL));
		assert_right(op, subject);
	} while (reached);
	return n - 1;
}

static void fail_each_of_each(const struct answers *right, size_t *left, bool warm, size_t least)
{
	struct subject subject = { .right = right };
	size_t failures = 0;

	assert_int_equal(crypto_new(&subject.crypto, NULL), 0);
	for (size_t i = 0; i < OPERATIONS; i++) {
		assert_right(&operations[i], &subject);
		failures += fail_each(&operations[i], &subject, left, warm);
	}
	assert_int_equal(crypto_unbound_draws(subject.crypto), 0);
	crypto_free(subject.crypto);
	print_message("           %zu failures\n", failures);
	assert_true(failures >= least);
}

static void every_operation_survives_each_failing_call(void **state)
{
	fail_each_of_each(*state, &faults()->calls_left, false, 40);
}

static void every_operation_survives_each_failing_call_with_a_warm_cache(void **state)
{
	fail_each_of_each(*state, &faults()->calls_left, true, 38);
}

static void every_operation_survives_each_failing_allocation(void **state)
{
	fail_each_of_each(*state, &faults()->allocations_left, false, 40);
}

/* Apart from the others, whose failing allocations it has too many of. */
static void generating_an_rsa_key_survives_each_failing_call(void **state)
{
	struct answers *right = calloc(1, sizeof(*right));
	struct subject subject = { .right = right };
	const struct operation op = { "RSA generate", op_rsa_generate, 0, ANSWER(rsa) };

	(void)state;
	assert_non_null(right);
	assert_int_equal(crypto_new(&subject.crypto, NULL), 0);
	assert_int_equal(op.run(&subject, right), 0);
	assert_true(fail_each(&op, &subject, &faults()->calls_left, true) > 10);
	crypto_free(subject.crypto);
	free(right);
}

static void fail_each_of_new(const struct answers *right, size_t *left, size_t least)
{
	size_t n = 0;
	bool reached;

	do {
		struct crypto *crypto;
		struct why why = { "" };
		int rc;

		*left = ++n;
		rc = crypto_new(&crypto, &why);
		reached = *left == 0;
		*left = 0;
		if (rc < 0) {
			assert_true(rc == -EIO || rc == -ENOMEM);
			assert_null(crypto);
			assert_true(strlen(why.text) > 0);
		}
		assert_int_equal(ERR_peek_error(), 0);
		/* Those that fetch late take their time: now and then is enough. */
		for (size_t i = 0; crypto && i < OPERATIONS; i++)
			if (!operations[i].late || n % LATE_EACH == 0)
				assert_right_or_lost(&operations[i], &(struct subject){ crypto, right });
		crypto_free(crypto);
	} while (reached);
	print_message("           %zu failures\n", n - 1);
	assert_true(n - 1 >= least);
}

static void setting_up_survives_each_failing_call(void **state)
{
	fail_each_of_new(*state, &faults()->calls_left, 15);
}

static void setting_up_survives_each_failing_allocation(void **state)
{
	faults()->openssl_leaks = true;
	fail_each_of_new(*state, &faults()->allocations_left, 100);
	faults()->openssl_leaks = false;
}

/* A curve's first use sets it up: with its nth call failing, in an engine that has not met it. */
static void fail_each_first_use(const struct answers *right, size_t *left, size_t n_uses, size_t least)
{
	static int (*const uses[])(const struct subject *, struct answers *) = { op_bn_sign, op_bn_verify,
		op_bn_multiply, op_bn_map, op_bn_multiply_add, op_bn_parameters, op_bn_check_private,
		op_bn_generate };
	size_t failures = 0;

	for (size_t i = 0; i < n_uses; i++) {
		bool reached;
		size_t n = 0;

		do {
			struct subject subject = { .right = right };
			struct answers got = { 0 };
			int rc;

			assert_int_equal(crypto_new(&subject.crypto, NULL), 0);
			*left = ++n;
			rc = uses[i](&subject, &got);
			reached = *left == 0;
			*left = 0;
			assert_true(rc == 0 || rc == -EIO);
			assert_int_equal(ERR_peek_error(), 0);
			if (uses[i](&subject, &got) != 0)
				fail_msg("use %zu with call %zu having failed fails again", i, n);
			crypto_free(subject.crypto);
			failures += reached;
		} while (reached);
	}
	print_message("           %zu failures\n", failures);
	assert_true(failures >= least);
}

static void a_curve_s_first_use_survives_each_failing_call(void **state)
{
	fail_each_first_use(*state, &faults()->calls_left, 8, 60);
}

static void a_curve_s_first_use_survives_each_failing_allocation(void **state)
{
	fail_each_first_use(*state, &faults()->allocations_left, 1, 60);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_operation_survives_each_failing_call),
		cmocka_unit_test(every_operation_survives_each_failing_call_with_a_warm_cache),
		cmocka_unit_test(generating_an_rsa_key_survives_each_failing_call),
		cmocka_unit_test(setting_up_survives_each_failing_call),
		cmocka_unit_test(every_operation_survives_each_failing_allocation),
		cmocka_unit_test(setting_up_survives_each_failing_allocation),
		cmocka_unit_test(a_curve_s_first_use_survives_each_failing_call),
		cmocka_unit_test(a_curve_s_first_use_survives_each_failing_allocation),
	};

	if (!faults_in_openssl())
		return 2;
	return cmocka_run_group_tests(tests, find_right_answers, forget_right_answers);
}
