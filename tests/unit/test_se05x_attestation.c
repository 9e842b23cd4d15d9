/* tests/unit/test_se05x_attestation.c: what a physical SE050 attested, checked by the host's verifier. */
#include <errno.h>
#include <openssl/x509.h>

#include "chain.h"
#include "cmocka_all.h"
#include "se05x_attested.h"
#include "vectors.h"

enum {
	KEYS = 2,
	IN_2024 = 1710000000,
	IN_2036 = 2090000000,
};

struct bytes {
	uint8_t at[1024];
	size_t len;
};

struct files {
	struct vector_file attested;
	struct vector_file chain;
};

static struct bytes field(const struct vector_record *record, const char *name)
{
	struct bytes b;

	assert_int_equal(vector_bytes(record, name, b.at, sizeof(b.at), &b.len, NULL), 0);
	return b;
}

static struct rbuf of(const struct bytes *b)
{
	return rbuf_from(b->at, b->len);
}

static int open_files(void **state)
{
	static struct files files;
	struct why why;

	if (vector_file_read(&files.attested, SESIM_VECTORS "/other/attest/se050.txt", &why) < 0 ||
		vector_file_read(&files.chain, SESIM_VECTORS "/other/certificates/se050.txt", &why) < 0)
		fail_msg("%s", why.text);
	assert_int_equal(files.attested.n, KEYS);
	assert_int_equal(files.chain.n, 1);
	*state = &files;
	return 0;
}

static int close_files(void **state)
{
	struct files *files = *state;

	vector_file_free(&files->attested);
	vector_file_free(&files->chain);
	return 0;
}

/* AN12413 3.2.7.2: value, attributes, time, freshness, unique id, one after the other. */
static struct bytes message(const struct vector_record *record)
{
	static const char *const names[] = { "Point", "Attributes", "Timestamp", "Freshness", "UniqueId" };
	struct bytes all = { .len = 0 };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct bytes part = field(record, names[i]);

		memcpy(all.at + all.len, part.at, part.len);
		all.len += part.len;
	}
	return all;
}

static void a_physical_part_s_attestation_verifies(void **state)
{
	const struct files *files = *state;
	struct bytes der = field(&files->chain.records[0], "Certificate");
	const unsigned char *at = der.at;
	X509 *certificate = d2i_X509(NULL, &at, (long)der.len);
	EVP_PKEY *key = X509_get0_pubkey(certificate);

	for (size_t i = 0; i < KEYS; i++) {
		struct bytes m = message(&files->attested.records[i]);
		struct bytes signature = field(&files->attested.records[i], "Signature");
		struct rbuf s = of(&signature);

		assert_int_equal(se05x_attested_verify(of(&m), s, SE05X_ECDSA_SHA256, key), 0);
		assert_int_equal(se05x_attested_verify(of(&m), s, SE05X_ECDSA_SHA384, key), -EACCES);
		m.at[m.len - 1] ^= 1;
		assert_int_equal(se05x_attested_verify(of(&m), s, SE05X_ECDSA_SHA256, key), -EACCES);
	}
	X509_free(certificate);
}

/* Its authorities write NULL where RFC 5758 3.2 wants no parameters. */
static void its_certificate_leads_to_the_root(void **state)
{
	const struct files *files = *state;
	const struct vector_record *record = &files->chain.records[0];
	struct bytes device = field(record, "Certificate"), between = field(record, "Intermediate");
	struct bytes root = field(record, "Root");

	assert_int_equal(chain_verify(of(&device), of(&between), of(&root), IN_2024, NULL), 0);
	assert_int_equal(chain_verify(of(&device), of(&between), of(&root), IN_2036, NULL), -EACCES);
	assert_int_equal(chain_verify(of(&device), rbuf_from(NULL, 0), of(&root), IN_2024, NULL), -EACCES);
	device.at[device.len - 1] ^= 1;
	assert_int_equal(chain_verify(of(&device), of(&between), of(&root), IN_2024, NULL), -EACCES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_physical_part_s_attestation_verifies),
		cmocka_unit_test(its_certificate_leads_to_the_root),
	};

	return cmocka_run_group_tests(tests, open_files, close_files);
}
