/* tests/unit/test_se050_certificate.c: the certificates that SE05x come with, read as hosts do and judged by OpenSSL. */
#include "cmocka_all.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certificate.h"
#include "der.h"
#include "factory.h"
#include "object.h"
#include "part.h"
#include "rsa.h"
#include "curve.h"
#include "se050_fixture.h"

enum {
	FILE_MAX = 2048,
	SERIALS = 1000,
};

/* Which certificate is of which key, and how long its file is (AN12436 table 15). */
struct row {
	uint32_t file, key;
	size_t size;
	bool absent; /* parameters of its signature: on the real ones of which the bytes are public */
};

static const struct row rows[] = {
	{ 0xf0000001, 0xf0000000, 470, true },
	{ 0xf0000003, 0xf0000002, 470, true },
	{ 0xf0000005, 0xf0000004, 863, false },
	{ 0xf0000007, 0xf0000006, 863, false },
	{ 0xf0000011, 0xf0000010, 863, false },
	{ 0xf0000013, 0xf0000012, 467, true },
	{ 0xf0000101, 0xf0000100, 549, false },
	{ 0xf0000103, 0xf0000102, 549, false },
	{ 0xf0000111, 0xf0000110, 1206, false },
	{ 0xf0000113, 0xf0000112, 1206, false },
	{ 0xf0000121, 0xf0000120, 1462, false },
	{ 0xf0000123, 0xf0000122, 1462, false },
};
static const size_t n_rows = sizeof(rows) / sizeof(rows[0]);

static const char *const variants[] = { "se050a", "se050b", "se050c", "se050d", "se050e", "se050f",
	"se050-dev", "se051a", "se051c", "a5000", "se052" };
static const size_t n_variants = sizeof(variants) / sizeof(variants[0]);

struct world {
	struct crypto *crypto;
	struct rng rng;
	struct batch private;
	struct ca ca; /* of the private batch: its RSA keys are searched for once */
};

static struct part *make(struct world *w, const char *text, uint64_t number, bool private)
{
	const struct part_options options = { .rng = &w->rng,
		.sync = STORE_SYNC_NEVER,
		.crypto = w->crypto,
		.batch = private ? &w->private : NULL,
		.ca = private ? &w->ca : NULL };
	struct part_spec spec;
	struct part *part = NULL;
	struct why why = { "" };
	char digits[24];

	if (part_parse(&spec, text, strlen(text), &why) < 0)
		fail_msg("%s", why.text);
	snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);
	if (part_set_serial(&spec, digits, &why) < 0 || part_open(&part, &spec, &options, &why) < 0)
		fail_msg("%s", why.text);
	part_spec_clear(&spec);
	return part;
}

static struct se050 *chip_of(struct part *part)
{
	object_index(part->chip);
	return part->chip;
}

static void finish(struct world *w, struct se050 *chip)
{
	factory_make_keys(chip, w->crypto);
	assert_true(factory_make_certificates(chip, w->crypto, NULL));
}

/* Its certificate, and nothing but zeros behind; NULL when the part has no such file. */
static X509 *certificate_of(const struct se050 *chip, uint32_t id, size_t *der_len)
{
	const struct se050_object *file = object_look(chip, id);
	struct rbuf value;
	const unsigned char *at;
	X509 *x;

	if (!file)
		return NULL;
	assert_false(file->flags & OBJECT_FACTORY);
	value = object_value(chip, file);
	*der_len = der_length(value);
	at = value.at;
	x = d2i_X509(NULL, &at, (long)rbuf_left(&value));
	assert_non_null(x);
	assert_int_equal(at - value.at, *der_len);
	for (size_t i = *der_len; i < rbuf_left(&value); i++)
		assert_int_equal(value.at[i], 0);
	return x;
}

/* The public key is that of the key's object. */
static void assert_key(const struct se050 *chip, uint32_t id, X509 *x)
{
	const struct se050_object *key = object_look(chip, id);
	EVP_PKEY *public = X509_get0_pubkey(x);
	struct rbuf expected;
	uint8_t bytes[600];
	size_t len = 0;
	BIGNUM *n = NULL;

	assert_non_null(key);
	assert_non_null(public);
	if (EC_KEYS >> key->class & 1) {
		expected = curve_public(chip, key);
		assert_int_equal(EVP_PKEY_get_octet_string_param(
					 public, OSSL_PKEY_PARAM_PUB_KEY, bytes, sizeof(bytes), &len),
			1);
	} else {
		expected = rsa_part(chip, key, COMPONENT_MODULUS);
		assert_int_equal(EVP_PKEY_get_bn_param(public, OSSL_PKEY_PARAM_RSA_N, &n), 1);
		len = (size_t)BN_bn2bin(n, bytes);
		BN_free(n);
	}
	assert_int_equal(len, rbuf_left(&expected));
	assert_memory_equal(bytes, expected.at, len);
}

static X509 *authority_certificate(struct world *w, struct ca *ca, const struct profile *profile,
	const struct profile_authority *authority)
{
	struct certificate_maker maker = certificate_maker(profile, ca, w->crypto, NAMES_TEMPLATE);
	uint8_t der[FILE_MAX];
	struct wbuf out = wbuf_to(der, sizeof(der));
	const unsigned char *at = der;
	X509 *x;

	assert_int_equal(certificate_of_authority(&maker, authority, &out), 0);
	x = d2i_X509(NULL, &at, (long)out.len);
	assert_non_null(x);
	return x;
}

static const struct profile_certificate *described(const struct profile *profile, uint32_t file)
{
	for (size_t i = 0; i < profile->n_certificates; i++)
		if (profile->certificates[i].at == file)
			return &profile->certificates[i];
	return NULL;
}

/* By a host that trusts the chain's root alone. */
static bool verifies(struct world *w, struct ca *ca, const struct profile *profile, uint32_t file, X509 *leaf,
	bool as_client)
{
	const struct profile_authority *signer = described(profile, file)->signer;
	X509 *intermediate = authority_certificate(w, ca, profile, signer);
	X509 *root = authority_certificate(w, ca, profile, signer->certificate.signer);
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *chain = sk_X509_new_null();
	X509_VERIFY_PARAM *param;
	bool good;

	assert_true(sk_X509_push(chain, intermediate) > 0);
	assert_int_equal(X509_STORE_add_cert(store, root), 1);
	assert_int_equal(X509_STORE_CTX_init(ctx, store, leaf, chain), 1);
	param = X509_STORE_CTX_get0_param(ctx);
	X509_VERIFY_PARAM_set_time(param, 1767225600); /* 2026-01-01 */
	X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_CHECK_SS_SIGNATURE);
	if (as_client)
		assert_int_equal(X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_SSL_CLIENT), 1);
	good = X509_verify_cert(ctx) == 1;
	sk_X509_free(chain);
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	X509_free(intermediate);
	X509_free(root);
	return good;
}

/* In the signed part and around it. Where no real one is known: NULL also with ECDSA (observed.md). */
static void assert_parameters(const struct se050 *chip, const struct row *row, X509 *x)
{
	static const uint8_t ecdsa[] = { 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02, 0x05,
		0x00 };
	static const uint8_t rsa[] = { 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05,
		0x00 };
	bool by_rsa = X509_get_signature_nid(x) == NID_sha256WithRSAEncryption;
	const uint8_t *what = by_rsa ? rsa : ecdsa;
	size_t n = by_rsa ? sizeof(rsa) : sizeof(ecdsa), found = 0;
	struct rbuf value = object_value(chip, object_look(chip, row->file));

	for (size_t i = 0; i + n <= rbuf_left(&value); i++)
		found += memcmp(value.at + i, what, n) == 0;
	assert_int_equal(found, row->absent ? 0 : 2);
}

static void assert_names(const struct se050 *chip, X509 *x)
{
	char subject[300], issuer[300], uid[2 * SE050_UNIQUE_ID + 1];

	for (size_t i = 0; i < SE050_UNIQUE_ID; i++)
		snprintf(uid + 2 * i, 3, "%02X", chip->nv.unique_id[i]);
	X509_NAME_oneline(X509_get_subject_name(x), subject, sizeof(subject));
	X509_NAME_oneline(X509_get_issuer_name(x), issuer, sizeof(issuer));
	assert_non_null(strstr(subject, uid));
	assert_non_null(strstr(subject, "SIMULATED"));
	assert_non_null(strstr(issuer, "CN=SIMULATED"));
	assert_null(strstr(subject, "NXP"));
	assert_null(strstr(issuer, "NXP"));
}

static void judge(struct world *w, struct ca *ca, struct part *part, const char *name)
{
	const struct profile *profile = part->profile;
	struct se050 *chip = chip_of(part);
	size_t n = 0, len;

	for (size_t i = 0; i < n_rows; i++) {
		X509 *x = certificate_of(chip, rows[i].file, &len);

		if (!x)
			continue;
		n++;
		assert_int_equal(object_look(chip, rows[i].file)->value_len, rows[i].size);
		assert_key(chip, rows[i].key, x);
		assert_names(chip, x);
		assert_parameters(chip, &rows[i], x);
		if (!verifies(w, ca, profile, rows[i].file, x, true))
			fail_msg("%s: %08x does not verify", name, rows[i].file);
		X509_free(x);
	}
	assert_int_equal(n, profile->n_certificates);
}

/* AN12436 3.11, table 15. */
static void every_variants_certificates_are_of_its_keys_and_verify(void **state)
{
	struct world *w = *state;
	struct batch everybodys = batch_public();
	struct ca ca;

	ca_open(&ca, &everybodys);
	for (size_t i = 0; i < n_variants; i++) {
		struct part *part = make(w, variants[i], 4711, false);

		finish(w, chip_of(part));
		assert_int_equal(part->profile->n_certificates > 0, 1);
		judge(w, &ca, part, variants[i]);
		part_free(part);
	}
	ca_close(&ca);
}

static void a_private_batchs_part_leaves_with_all_of_it_signed_by_its_own(void **state)
{
	struct world *w = *state;
	struct part *part = make(w, "se050e", 4711, true);
	struct batch everybodys = batch_public();
	struct ca ca;
	size_t len;
	X509 *x;

	judge(w, &w->ca, part, "se050e");
	x = certificate_of(chip_of(part), 0xf0000101, &len);
	ca_open(&ca, &everybodys);
	assert_false(verifies(w, &ca, part->profile, 0xf0000101, x, true));
	ca_close(&ca);
	X509_free(x);
	part_free(part);
}

/* Their keys are searched for: 2048 bits three times, and the authorities'. */
static void a_private_batchs_part_has_rsa_keys_of_its_own(void **state)
{
	struct world *w = *state;
	struct part *part = make(w, "se050b", 1, true), *other = make(w, "se050b", 2, true);
	struct part *again = make(w, "se050b", 1, true), *known = make(w, "se050b,rsa=pool", 1, true);
	struct rbuf n, n_other, n_known;

	judge(w, &w->ca, part, "se050b");
	judge(w, &w->ca, known, "se050b,rsa=pool");
	assert_memory_equal(part->chip, again->chip, part->model.size);
	n = rsa_part(chip_of(part), object_look(part->chip, 0xf0000004), COMPONENT_MODULUS);
	n_other = rsa_part(chip_of(other), object_look(other->chip, 0xf0000004), COMPONENT_MODULUS);
	n_known = rsa_part(chip_of(known), object_look(known->chip, 0xf0000004), COMPONENT_MODULUS);
	assert_memory_not_equal(n.at, n_other.at, 256);
	assert_memory_not_equal(n.at, n_known.at, 256);
	part_free(part);
	part_free(other);
	part_free(again);
	part_free(known);
}

/* AN12436 3.14: a file's size is the same on all parts, whatever an ECDSA signature's length. */
static void no_certificate_is_longer_than_its_file(void **state)
{
	static const char *const kinds[] = { "se050e", "se050a" };
	struct world *w = *state;
	size_t shortest = SIZE_MAX, longest = 0;

	for (uint64_t n = 0; n < SERIALS; n++) {
		struct part *part = make(w, kinds[n % 2], n, false);
		struct se050 *chip = chip_of(part);
		const struct se050_object *object = NULL;

		assert_true(factory_make_certificates(chip, w->crypto, NULL));
		while ((object = object_next(chip, RECORD_OBJECT, object)) != NULL) {
			struct rbuf value = object_value(chip, object);
			size_t len;

			if (object->id != 0xf0000001)
				continue;
			len = der_length(value);
			assert_true(len > 0 && len <= 470);
			shortest = len < shortest ? len : shortest;
			longest = len > longest ? len : longest;
		}
		part_free(part);
	}
	assert_int_equal(longest, 470);
	assert_true(shortest < longest);
}

/* Whoever has such a key could sign for its siblings. */
static void no_key_in_a_part_is_an_authoritys_and_no_two_authorities_share_one(void **state)
{
	struct world *w = *state;
	struct batch everybodys = batch_public();
	struct ca ca;

	ca_open(&ca, &everybodys);
	for (size_t i = 0; i < n_variants; i++)
		for (uint64_t number = 0; number < 4; number++) {
			struct part *part = make(w, variants[i], number, false);
			const struct profile *profile = part->profile;
			X509 *authorities[16];
			size_t len;

			finish(w, chip_of(part));
			assert_in_range(profile->n_authorities, 1, 16);
			for (size_t j = 0; j < profile->n_authorities; j++) {
				authorities[j] =
					authority_certificate(w, &ca, profile, &profile->authorities[j]);
				for (size_t k = 0; k < j; k++)
					assert_int_not_equal(EVP_PKEY_eq(X509_get0_pubkey(authorities[j]),
								     X509_get0_pubkey(authorities[k])),
						1);
			}
			for (size_t j = 0; j < n_rows; j++) {
				X509 *x = certificate_of(chip_of(part), rows[j].file, &len);

				for (size_t k = 0; x && k < profile->n_authorities; k++)
					assert_int_not_equal(EVP_PKEY_eq(X509_get0_pubkey(x),
								     X509_get0_pubkey(authorities[k])),
						1);
				X509_free(x);
			}
			for (size_t j = 0; j < profile->n_authorities; j++)
				X509_free(authorities[j]);
			part_free(part);
		}
	ca_close(&ca);
}

/* docs/FACTORY.md: all that is made follows from batch, profile and number. */
static void parts_of_two_profiles_share_no_key(void **state)
{
	struct world *w = *state;
	struct part *parts[2] = { make(w, "se050e", 7, true), make(w, "se051a", 7, true) };
	struct rbuf keys[2];

	for (size_t i = 0; i < 2; i++)
		keys[i] = object_value(chip_of(parts[i]), object_look(chip_of(parts[i]), 0xf0000100));
	assert_int_equal(rbuf_left(&keys[0]), rbuf_left(&keys[1]));
	assert_memory_not_equal(keys[0].at, keys[1].at, rbuf_left(&keys[0]));
	assert_memory_not_equal(
		chip_of(parts[0])->nv.factory_secret, chip_of(parts[1])->nv.factory_secret, 32);
	part_free(parts[0]);
	part_free(parts[1]);
}

static void parts_differ_in_keys_and_serial_numbers_of_certificates(void **state)
{
	struct world *w = *state;
	struct part *one = make(w, "se050e", 1, false), *two = make(w, "se050e", 2, false);
	struct part *private = make(w, "se050e", 1, true);
	size_t len;
	X509 *a, *b, *c;

	finish(w, chip_of(one));
	finish(w, chip_of(two));
	a = certificate_of(one->chip, 0xf0000101, &len);
	b = certificate_of(two->chip, 0xf0000101, &len);
	c = certificate_of(chip_of(private), 0xf0000101, &len);
	assert_int_not_equal(ASN1_INTEGER_cmp(X509_get0_serialNumber(a), X509_get0_serialNumber(b)), 0);
	assert_int_not_equal(EVP_PKEY_eq(X509_get0_pubkey(a), X509_get0_pubkey(b)), 1);
	assert_int_not_equal(EVP_PKEY_eq(X509_get0_pubkey(a), X509_get0_pubkey(c)), 1);
	X509_free(a);
	X509_free(b);
	X509_free(c);
	part_free(one);
	part_free(two);
	part_free(private);
}

/* The value of a file, read as hosts do: in pieces, the length of the DER first. */
static size_t read_file(struct se050_fixture *f, uint32_t id, size_t size, uint8_t *to)
{
	size_t at = 0;

	while (at < size) {
		size_t want = size - at < 200 ? size - at : 200, n;
		uint8_t command[64], answer[300];
		struct wbuf w = wbuf_to(command, sizeof(command));

		wbuf_be32(&w, 0x80020000);
		wbuf_u8(&w, 14);
		wbuf_u8(&w, 0x41);
		wbuf_u8(&w, 4);
		wbuf_be32(&w, id);
		wbuf_u8(&w, 0x42);
		wbuf_u8(&w, 2);
		wbuf_be16(&w, (uint16_t)at);
		wbuf_u8(&w, 0x43);
		wbuf_u8(&w, 2);
		wbuf_be16(&w, (uint16_t)want);
		wbuf_u8(&w, 0);
		n = se_apdu(f, command, w.len, answer, sizeof(answer));
		assert_int_equal(n, want + 4 + 2);
		memcpy(to + at, answer + 4, want);
		at += want;
	}
	return at;
}

#define SERIAL_TEXT "se050c,serial=0400500100000000000000000000000000c4"

/* When a certificate is made, and what happened before, cannot be told from it. */
static void the_order_of_access_and_what_was_changed_before_make_no_difference(void **state)
{
	struct world *w = *state;
	static uint8_t forward[12][FILE_MAX], back[12][FILE_MAX];
	struct se050_fixture *f;
	struct part *part;

	f = se_new(SERIAL_TEXT);
	se_select(f);
	for (size_t i = 0; i < n_rows; i++)
		if (object_look(f->chip, rows[i].file))
			read_file(f, rows[i].file, rows[i].size, forward[i]);
	se_free(f);

	f = se_new(SERIAL_TEXT);
	se_select(f);
	/* The keys may be deleted by anybody (default policy). */
	assert_apdu(f, "80 04 00 28 06 4104f0000100", "9000");
	assert_apdu(f, "80 04 00 28 06 4104f0000120", "9000");
	for (size_t i = n_rows; i-- > 0;) {
		if (!object_look(f->chip, rows[i].file))
			continue;
		crypto_drop_cache(f->board->crypto);
		read_file(f, rows[i].file, rows[i].size, back[i]);
	}
	se_free(f);
	assert_memory_equal(forward, back, sizeof(forward));

	part = make(w, "se050c", 0xc4, false);
	assert_true(factory_make_certificates(chip_of(part), w->crypto, NULL));
	for (size_t i = 0; i < n_rows; i++) {
		const struct se050_object *file = object_look(part->chip, rows[i].file);
		struct rbuf value;

		if (!file)
			continue;
		value = object_value(part->chip, file);
		assert_memory_equal(value.at, forward[i], rows[i].size);
	}
	part_free(part);
}

static void a_power_cut_makes_no_difference(void **state)
{
	uint8_t before[FILE_MAX], after[FILE_MAX];
	struct se050_fixture *f = se_new(SERIAL_TEXT);

	(void)state;
	se_select(f);
	read_file(f, 0xf0000101, 549, before);
	se_free(f);
	f = se_new(SERIAL_TEXT);
	se_select(f);
	se_power_cycle(f);
	read_file(f, 0xf0000101, 549, after);
	se_power_cycle(f);
	assert_memory_equal(before, after, 549);
	read_file(f, 0xf0000101, 549, after);
	assert_memory_equal(before, after, 549);
	se_free(f);
}

static void size_type_and_existence_are_told_without_making_it(void **state)
{
	struct se050_fixture *f = se_new(SERIAL_TEXT);

	(void)state;
	se_select(f);
	assert_apdu(f, "80 02 00 07 06 4104f0000101 00", "4102 0225 9000");
	assert_apdu(f, "80 02 00 26 06 4104f0000101 00", "4101 0b 4201 01 9000");
	assert_apdu(f, "80 04 00 27 06 4104f0000101 00", "4101 01 9000");
	assert_true(object_look(f->chip, 0xf0000101)->flags & OBJECT_FACTORY);
	assert_apdu(f, "80 04 00 28 06 4104f0000101", "9000");
	assert_null(object_look(f->chip, 0xf0000101));
	se_free(f);
}

/* A piece is written into the certificate as it would have been read. */
static void a_write_into_one_finds_the_rest_of_it(void **state)
{
	uint8_t plain[FILE_MAX], written[FILE_MAX];
	struct se050_fixture *f = se_new(SERIAL_TEXT);

	(void)state;
	se_select(f);
	read_file(f, 0xf0000101, 549, plain);
	se_free(f);
	f = se_new(SERIAL_TEXT);
	se_select(f);
	assert_apdu(f, "80 01 06 00 0e 4104f0000101 42020220 4402aabb", "9000");
	read_file(f, 0xf0000101, 549, written);
	plain[0x220] = 0xaa;
	plain[0x221] = 0xbb;
	assert_memory_equal(plain, written, 549);
	se_free(f);
}

static int start(void **state)
{
	static struct world world;
	struct why why;

	*state = &world;
	rng_seed(&world.rng, 1);
	assert_int_equal(batch_of(&world.private, rbuf_from("a secret of tests", 17), "key", &why), 0);
	ca_open(&world.ca, &world.private);
	return crypto_new(&world.crypto, &why);
}

static int stop(void **state)
{
	struct world *w = *state;

	crypto_free(w->crypto);
	ca_close(&w->ca);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_variants_certificates_are_of_its_keys_and_verify),
		cmocka_unit_test(a_private_batchs_part_leaves_with_all_of_it_signed_by_its_own),
		cmocka_unit_test(a_private_batchs_part_has_rsa_keys_of_its_own),
		cmocka_unit_test(no_certificate_is_longer_than_its_file),
		cmocka_unit_test(no_key_in_a_part_is_an_authoritys_and_no_two_authorities_share_one),
		cmocka_unit_test(parts_of_two_profiles_share_no_key),
		cmocka_unit_test(parts_differ_in_keys_and_serial_numbers_of_certificates),
		cmocka_unit_test(the_order_of_access_and_what_was_changed_before_make_no_difference),
		cmocka_unit_test(a_power_cut_makes_no_difference),
		cmocka_unit_test(size_type_and_existence_are_told_without_making_it),
		cmocka_unit_test(a_write_into_one_finds_the_rest_of_it),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
