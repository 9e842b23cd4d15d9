/* tests/unit/test_x509.c: certificates and authorities, read and verified by OpenSSL's own X.509. */
#include "cmocka_all.h"

#include <errno.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "ca.h"
#include "der.h"

struct fixture {
	struct crypto *crypto;
	struct ca ca;
};

static const struct x509_rdn root_rdns[] = {
	{ X509_ORGANIZATION, X509_UTF8, "sesim SIMULATED" },
	{ X509_COMMON_NAME, X509_UTF8, "SIMULATED root" },
};
static const struct x509_rdn leaf_rdns[] = {
	{ X509_COUNTRY, X509_PRINTABLE, "XX" },
	{ X509_STATE, X509_UTF8, "a state" },
	{ X509_LOCALITY, X509_UTF8, "a place" },
	{ X509_ORGANIZATION, X509_UTF8, "sesim SIMULATED" },
	{ X509_UNIT, X509_UTF8, "a unit" },
	{ X509_COMMON_NAME, X509_UTF8, "a leaf" },
	{ X509_SERIAL_NUMBER, X509_PRINTABLE, "0123" },
};
static const struct x509_name leaf_name = { leaf_rdns, 7 };

static const struct x509_extension root_extensions[] = {
	{ .kind = X509_BASIC_CONSTRAINTS, .critical = true, .ca = true, .path_length = 0 },
	{ .kind = X509_KEY_USAGE, .critical = true, .bits = 1 << X509_KEY_CERT_SIGN | 1 << X509_CRL_SIGN },
	{ .kind = X509_SUBJECT_KEY_ID },
};

static const struct x509_certificate root_template = {
	.serial = { (const uint8_t *)"\x01", 1, false },
	.issuer = { root_rdns, 2 },
	.subject = { root_rdns, 2 },
	.begin = { 2025, 1, 1, 0, 0, 0 },
	.end = { 2050, 1, 1, 0, 0, 0 },
	.extensions = root_extensions,
	.n_extensions = 3,
};

static X509 *parse(const uint8_t *der, size_t len)
{
	const unsigned char *at = der;
	X509 *x = d2i_X509(NULL, &at, (long)len);

	assert_non_null(x);
	assert_ptr_equal(at, der + len);
	return x;
}

/* OpenSSL writes what it understood; DER is unique, so that must be what it read. */
static void assert_der(X509 *x, const uint8_t *der, size_t len)
{
	unsigned char *again = NULL;
	X509 *copy = X509_dup(x);
	int n;

	assert_non_null(copy);
	assert_int_equal(i2d_re_X509_tbs(copy, NULL) > 0, 1);
	n = i2d_X509(copy, &again);
	assert_int_equal(n, len);
	assert_memory_equal(again, der, len);
	OPENSSL_free(again);
	X509_free(copy);
}

static X509 *issue(struct fixture *f, const struct ca_authority *authority, const struct x509_certificate *c,
	uint8_t *der, size_t *len)
{
	struct wbuf w = wbuf_to(der, 4096);
	X509 *x;

	assert_int_equal(ca_issue(&f->ca, f->crypto, authority, c, &w), 0);
	*len = w.len;
	x = parse(der, w.len);
	assert_der(x, der, w.len);
	return x;
}

static X509 *issue_root(struct fixture *f, const struct ca_authority *authority)
{
	struct x509_certificate c = root_template;
	struct ca_public public;
	uint8_t der[4096];
	size_t len;

	assert_int_equal(ca_public_key(&f->ca, f->crypto, authority, &public), 0);
	c.key = public.key;
	return issue(f, authority, &c, der, &len);
}

static bool verifies(X509 *leaf, X509 *root)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	bool good;

	assert_int_equal(X509_STORE_add_cert(store, root), 1);
	assert_int_equal(
		X509_STORE_set_flags(store, X509_V_FLAG_X509_STRICT | X509_V_FLAG_CHECK_SS_SIGNATURE), 1);
	assert_int_equal(X509_STORE_CTX_init(ctx, store, leaf, NULL), 1);
	good = X509_verify_cert(ctx) == 1;
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	return good;
}

/* Every kind of authority signs itself and a P-256 leaf with all extensions. */
static void every_kind_of_authority_signs_what_openssl_verifies(void **state)
{
	static const struct ca_authority authorities[] = { { "p256", CA_P256 }, { "p384", CA_P384 },
		{ "p521", CA_P521 }, { "rsa2048", CA_RSA2048 }, { "rsa3072", CA_RSA3072 },
		{ "rsa4096", CA_RSA4096 } };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(authorities) / sizeof(authorities[0]); i++) {
		X509 *root = issue_root(f, &authorities[i]), *leaf;
		struct ca_public signer, own;
		uint8_t id[X509_KEY_ID], der[4096];
		const struct x509_extension extensions[] = {
			{ .kind = X509_BASIC_CONSTRAINTS, .path_length = -1 },
			{ .kind = X509_KEY_USAGE, .critical = true, .bits = 1 << X509_DIGITAL_SIGNATURE },
			{ .kind = X509_EXTENDED_KEY_USAGE, .bits = 1 << X509_CLIENT_AUTH },
			{ .kind = X509_SUBJECT_KEY_ID },
			{ .kind = X509_AUTHORITY_KEY_ID, .key_id = rbuf_from(id, sizeof(id)) },
		};
		struct x509_certificate c = root_template;
		size_t len;

		assert_int_equal(ca_public_key(&f->ca, f->crypto, &authorities[i], &signer), 0);
		assert_int_equal(
			ca_public_key(&f->ca, f->crypto, &(struct ca_authority){ "leaf", CA_P256 }, &own), 0);
		x509_key_id(&signer.key, id);
		c.subject = leaf_name;
		c.key = own.key;
		c.extensions = extensions;
		c.n_extensions = 5;
		c.signature.null_parameters = i % 2;
		leaf = issue(f, &authorities[i], &c, der, &len);
		assert_true(verifies(root, root));
		assert_true(verifies(leaf, root));
		assert_int_equal(X509_check_issued(root, leaf), X509_V_OK);
		assert_int_equal(X509_get_key_usage(leaf), KU_DIGITAL_SIGNATURE);
		assert_int_equal(X509_get_extended_key_usage(leaf), XKU_SSL_CLIENT);
		X509_free(leaf);
		X509_free(root);
	}
}

static void names_dates_and_serial_are_read_back(void **state)
{
	struct fixture *f = *state;
	static const struct ca_authority authority = { "p256", CA_P256 };
	struct x509_certificate c = root_template;
	struct ca_public public;
	uint8_t der[4096];
	size_t len;
	char text[200];
	BIGNUM *serial;
	X509 *x;

	assert_int_equal(ca_public_key(&f->ca, f->crypto, &authority, &public), 0);
	c.key = public.key;
	c.subject = leaf_name;
	c.end = x509_no_end;
	c.serial = rbuf_from("\x00\x00\x84\x00\x50", 5);
	x = issue(f, &authority, &c, der, &len);
	X509_NAME_oneline(X509_get_subject_name(x), text, sizeof(text));
	assert_string_equal(
		text, "/C=XX/ST=a state/L=a place/O=sesim SIMULATED/OU=a unit/CN=a leaf/serialNumber=0123");
	assert_string_equal((const char *)ASN1_STRING_get0_data(X509_get0_notBefore(x)), "250101000000Z");
	assert_string_equal((const char *)ASN1_STRING_get0_data(X509_get0_notAfter(x)), "99991231235959Z");
	assert_int_equal(ASN1_STRING_type(X509_get0_notAfter(x)), V_ASN1_GENERALIZEDTIME);
	serial = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x), NULL);
	assert_int_equal(BN_get_word(serial), 0x840050);
	BN_free(serial);
	X509_free(x);
}

/* RFC 5280 4.1.2.5 */
static void times_are_utc_through_2049_and_generalized_from_2050(void **state)
{
	struct fixture *f = *state;
	static const struct ca_authority authority = { "p256", CA_P256 };
	struct x509_certificate c = root_template;
	struct ca_public public;
	uint8_t der[4096];
	size_t len;
	X509 *x;

	assert_int_equal(ca_public_key(&f->ca, f->crypto, &authority, &public), 0);
	c.key = public.key;
	c.begin = (struct x509_time){ 2049, 12, 31, 23, 59, 59 };
	c.end = (struct x509_time){ 2050, 1, 1, 0, 0, 0 };
	x = issue(f, &authority, &c, der, &len);
	assert_int_equal(ASN1_STRING_type(X509_get0_notBefore(x)), V_ASN1_UTCTIME);
	assert_int_equal(ASN1_STRING_type(X509_get0_notAfter(x)), V_ASN1_GENERALIZEDTIME);
	X509_free(x);
}

static size_t count(const uint8_t *der, size_t len, const uint8_t *what, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i + n <= len; i++)
		found += memcmp(der + i, what, n) == 0;
	return found;
}

/* observed.md: NXP's have it; RFC 5758 3.2 forbids it. */
static void ecdsa_parameters_are_null_only_when_asked_for(void **state)
{
	static const uint8_t with[] = { 0x30, 0x0c, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03,
		0x02, 0x05, 0x00 };
	static const uint8_t without[] = { 0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03,
		0x02 };
	static const struct ca_authority authority = { "p256", CA_P256 };
	struct fixture *f = *state;
	struct x509_certificate c = root_template;
	struct ca_public public;
	uint8_t der[4096];
	size_t len;

	assert_int_equal(ca_public_key(&f->ca, f->crypto, &authority, &public), 0);
	c.key = public.key;
	c.signature.null_parameters = true;
	X509_free(issue(f, &authority, &c, der, &len));
	assert_int_equal(count(der, len, with, sizeof(with)), 2);
	assert_int_equal(count(der, len, without, sizeof(without)), 0);
	c.signature.null_parameters = false;
	X509_free(issue(f, &authority, &c, der, &len));
	assert_int_equal(count(der, len, with, sizeof(with)), 0);
	assert_int_equal(count(der, len, without, sizeof(without)), 2);
}

static void alternative_names_and_raw_extensions_are_read_back(void **state)
{
	static const struct x509_general_name names[] = {
		{ .kind = X509_GENERAL_DNS, .text = "part.invalid" },
		{ .kind = X509_GENERAL_URI, .text = "urn:sesim:simulated" },
		{ .kind = X509_GENERAL_EMAIL, .text = "a@part.invalid" },
		{ .kind = X509_GENERAL_DIRECTORY, .name = { leaf_rdns + 6, 1 } },
	};
	static const uint8_t oid[] = { 0x55, 0x1d, 0x20 },
			     value[] = { 0x30, 0x06, 0x30, 0x04, 0x06, 0x02, 0x2a, 0x03 };
	const struct x509_extension extensions[] = {
		{ .kind = X509_SUBJECT_ALT_NAME, .names = names, .n_names = 4 },
		{ .kind = X509_RAW,
			.oid = rbuf_from(oid, sizeof(oid)),
			.value = rbuf_from(value, sizeof(value)) },
	};
	static const struct ca_authority authority = { "p256", CA_P256 };
	struct fixture *f = *state;
	struct x509_certificate c = root_template;
	struct ca_public public;
	GENERAL_NAMES *read;
	CERTIFICATEPOLICIES *policies;
	uint8_t der[4096];
	size_t len;
	X509 *x;

	assert_int_equal(ca_public_key(&f->ca, f->crypto, &authority, &public), 0);
	c.key = public.key;
	c.extensions = extensions;
	c.n_extensions = 2;
	x = issue(f, &authority, &c, der, &len);
	read = X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);
	assert_int_equal(sk_GENERAL_NAME_num(read), 4);
	for (int i = 0; i < 4; i++)
		assert_int_equal(sk_GENERAL_NAME_value(read, i)->type, names[i].kind);
	GENERAL_NAMES_free(read);
	policies = X509_get_ext_d2i(x, NID_certificate_policies, NULL, NULL);
	assert_int_equal(sk_POLICYINFO_num(policies), 1);
	CERTIFICATEPOLICIES_free(policies);
	X509_free(x);
}

/* One, two and three bytes of length, and each side of their borders. */
static void lengths_are_the_shortest_at_every_size(void **state)
{
	uint8_t bytes[70000], filler[66000];
	(void)state;

	memset(filler, 0x55, sizeof(filler));
	for (size_t len = 0; len < 66000; len += len < 300 || (len > 65500 && len < 65540) ? 1 : 997) {
		struct wbuf w = wbuf_to(bytes, sizeof(bytes));
		size_t begin;

		wbuf_u8(&w, 0xee);
		begin = der_begin(&w);
		wbuf_put(&w, filler, len);
		der_end(&w, DER_OCTET_STRING, begin);
		if (len > 65535) {
			assert_true(wbuf_bad(&w));
			continue;
		}
		assert_int_equal(w.len, 3 + (len > 127 ? 1u : 0u) + (len > 255 ? 1u : 0u) + len);
		assert_int_equal(bytes[0], 0xee);
		assert_int_equal(bytes[2], len > 255 ? 0x82 : len > 127 ? 0x81 : len);
		assert_memory_equal(bytes + w.len - len, filler, len);
	}
}

static void what_does_not_fit_is_told(void **state)
{
	static const struct ca_authority authority = { "p256", CA_P256 };
	struct fixture *f = *state;
	struct x509_certificate c = root_template;
	struct ca_public public;
	uint8_t der[4096];
	size_t len;

	assert_int_equal(ca_public_key(&f->ca, f->crypto, &authority, &public), 0);
	c.key = public.key;
	X509_free(issue(f, &authority, &c, der, &len));
	for (size_t room = 0; room < len; room++) {
		struct wbuf w = wbuf_to(der, room);

		assert_int_equal(ca_issue(&f->ca, f->crypto, &authority, &c, &w), -ENOSPC);
	}
}

static void a_certificate_comes_again_and_another_content_has_another_nonce(void **state)
{
	static const struct ca_authority authority = { "p256", CA_P256 };
	struct fixture *f = *state;
	uint8_t a[RSA_BYTES_MAX], b[RSA_BYTES_MAX];
	size_t len;

	assert_int_equal(ca_sign(&f->ca, f->crypto, &authority, "x", 1, a, &len), 0);
	assert_int_equal(len, 64);
	crypto_drop_cache(f->crypto);
	assert_int_equal(ca_sign(&f->ca, f->crypto, &authority, "x", 1, b, &len), 0);
	assert_memory_equal(a, b, 64);
	assert_int_equal(ca_sign(&f->ca, f->crypto, &authority, "y", 1, b, &len), 0);
	assert_memory_not_equal(a, b, 32);
}

static void a_name_too_long_or_empty_is_refused(void **state)
{
	static const struct ca_authority nameless = { "", CA_P256 };
	static const struct ca_authority longest = { "12345678901234567890123456789012345678901234567",
		CA_P256 };
	static const struct ca_authority longer = { "123456789012345678901234567890123456789012345678",
		CA_P256 };
	struct fixture *f = *state;
	struct ca_public public;

	assert_int_equal(ca_public_key(&f->ca, f->crypto, &longest, &public), 0);
	assert_int_equal(ca_public_key(&f->ca, f->crypto, &longer, &public), -EINVAL);
	assert_int_equal(ca_public_key(&f->ca, f->crypto, &nameless, &public), -EINVAL);
}

/* Its RSA keys are searched for and kept. */
static void another_batch_has_other_authorities(void **state)
{
	static const struct ca_authority authorities[] = { { "p256", CA_P256 }, { "rsa2048", CA_RSA2048 } };
	struct fixture *f = *state;
	struct ca other;
	struct batch batch;
	struct why why;

	assert_int_equal(batch_of(&batch, rbuf_from("0123456789abcdef", 16), "key", &why), 0);
	ca_open(&other, &batch);
	for (size_t i = 0; i < 2; i++) {
		struct ca_public public, again, everybodys;

		assert_int_equal(ca_public_key(&other, f->crypto, &authorities[i], &public), 0);
		assert_int_equal(ca_public_key(&other, f->crypto, &authorities[i], &again), 0);
		assert_int_equal(ca_public_key(&f->ca, f->crypto, &authorities[i], &everybodys), 0);
		assert_memory_equal(public.point, again.point, sizeof(public.point));
		assert_memory_equal(public.modulus, again.modulus, sizeof(public.modulus));
		if (public.key.rsa)
			assert_memory_not_equal(public.modulus, everybodys.modulus, 256);
		else
			assert_memory_not_equal(public.point, everybodys.point, 64);
	}
	ca_close(&other);
}

static int start(void **state)
{
	static struct fixture fixture;
	struct batch batch = batch_public();
	struct why why;

	*state = &fixture;
	ca_open(&fixture.ca, &batch);
	return crypto_new(&fixture.crypto, &why);
}

static int stop(void **state)
{
	struct fixture *f = *state;

	crypto_free(f->crypto);
	ca_close(&f->ca);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_authority_signs_what_openssl_verifies),
		cmocka_unit_test(names_dates_and_serial_are_read_back),
		cmocka_unit_test(times_are_utc_through_2049_and_generalized_from_2050),
		cmocka_unit_test(ecdsa_parameters_are_null_only_when_asked_for),
		cmocka_unit_test(alternative_names_and_raw_extensions_are_read_back),
		cmocka_unit_test(lengths_are_the_shortest_at_every_size),
		cmocka_unit_test(what_does_not_fit_is_told),
		cmocka_unit_test(a_certificate_comes_again_and_another_content_has_another_nonce),
		cmocka_unit_test(a_name_too_long_or_empty_is_refused),
		cmocka_unit_test(another_batch_has_other_authorities),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
