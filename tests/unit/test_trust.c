/* tests/unit/test_trust.c: what pre-provisioned ATECCs hold, as a host reads and judges it. */
#include "cmocka_all.h"

#include <openssl/evp.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "certificate.h"
#include "host_crypto.h"
#include "trust_fixture.h"

static const char vendor[] = "Microchip Technology Inc";
static const char ours[] = "sesim SIMULATED";

/* A part's two certificates, and the root's of its batch. */
struct chain {
	struct host_pieces device, signer;
	uint8_t device_der[HOST_CERTIFICATE_MAX], signer_der[HOST_CERTIFICATE_MAX],
		root_der[HOST_CERTIFICATE_MAX];
	size_t device_len, signer_len, root_len;
	uint8_t root[64];
};

/* The root is in no part: the batch's maker tells it. */
static void read_root(struct trust_part *part, enum certificate_names names, struct chain *chain)
{
	const struct profile *profile = part->board->parts[0]->profile;
	const struct batch batch = batch_public();
	struct wbuf der = wbuf_to(chain->root_der, sizeof(chain->root_der));
	struct certificate_maker maker;
	struct ca_public public;
	struct ca ca;

	ca_open(&ca, &batch);
	maker = certificate_maker(profile, &ca, part->board->crypto, names);
	assert_true(profile->n_authorities >= 2);
	assert_int_equal(certificate_of_authority(&maker, &profile->authorities[0], &der), 0);
	assert_int_equal(certificate_key_of(&maker, &profile->authorities[0], &public), 0);
	memcpy(chain->root, public.point, 64);
	chain->root_len = der.len;
	ca_close(&ca);
}

static void read_chain(const struct trust_place *place, struct chain *chain)
{
	struct trust_part part = trust_open(place, ",serial=0123456789abcdef01");

	memset(chain, 0, sizeof(*chain));
	trust_device(&part, &chain->device);
	trust_signer(&part, &chain->signer);
	read_root(&part, NAMES_TEMPLATE, chain);
	chain->signer_len = host_certificate(&host_signer_1, vendor, &chain->signer, NULL, chain->signer_der);
	chain->device_len = host_certificate(
		place->device, vendor, &chain->device, chain->signer.point, chain->device_der);
	trust_close(&part);
}

static X509 *x509_from(const uint8_t *der, size_t len)
{
	const uint8_t *at = der;
	X509 *x509 = d2i_X509(NULL, &at, (long)len);

	assert_non_null(x509);
	return x509;
}

/* X509_V_OK, or what is wrong. Others are not trusted, but may be in between. */
static int verify(X509 *leaf, X509 *trusted, X509 *other)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	STACK_OF(X509) *others = sk_X509_new_null();
	int result;

	X509_STORE_add_cert(store, trusted);
	X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
	if (other)
		sk_X509_push(others, other);
	assert_int_equal(X509_STORE_CTX_init(ctx, store, leaf, others), 1);
	X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(ctx), 1767225600); /* 2026-01-01 */
	result = X509_verify_cert(ctx) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(ctx);
	sk_X509_free(others);
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	return result;
}

/* Over exactly what the host's template gives (atecc608.md 11.3, 11.4) */
static void the_hosts_rebuilt_certificates_verify(void **state)
{
	struct chain chain;

	(void)state;
	for (size_t i = 0; i < n_trust_places; i++) {
		read_chain(&trust_places[i], &chain);
		assert_true(
			host_certificate_signed_by(chain.device_der, chain.device_len, chain.signer.point));
		assert_true(host_certificate_signed_by(chain.signer_der, chain.signer_len, chain.root));
		assert_true(host_certificate_signed_by(chain.root_der, chain.root_len, chain.root));
	}
}

static void the_chain_ends_at_the_simulated_signer(void **state)
{
	struct chain chain;

	(void)state;
	for (size_t i = 0; i < n_trust_places; i++) {
		X509 *device, *signer, *root;

		read_chain(&trust_places[i], &chain);
		device = x509_from(chain.device_der, chain.device_len);
		signer = x509_from(chain.signer_der, chain.signer_len);
		root = x509_from(chain.root_der, chain.root_len);
		assert_int_equal(verify(device, signer, NULL), X509_V_OK);
		/* Its name for its issuer is the template's, which our root never bears. */
		assert_int_equal(verify(device, root, signer), X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
		X509_free(device);
		X509_free(signer);
		X509_free(root);
	}
}

/* A byte of any field that the signature covers */
static void an_altered_compressed_certificate_verifies_no_more(void **state)
{
	static const size_t altered[] = { 0, 63, 64, 66, 68 };
	struct chain chain;
	size_t len;

	(void)state;
	read_chain(&trust_places[0], &chain);
	for (size_t i = 0; i < sizeof(altered) / sizeof(altered[0]); i++) {
		struct host_pieces pieces = chain.device;

		pieces.compressed[altered[i]] ^= 0x01;
		len = host_certificate(&host_device_3, vendor, &pieces, chain.signer.point, chain.device_der);
		assert_false(host_certificate_signed_by(chain.device_der, len, chain.signer.point));
	}
}

static void assert_date(const ASN1_TIME *time, const char *text)
{
	ASN1_TIME *expected = ASN1_TIME_new();

	assert_int_equal(ASN1_TIME_set_string_X509(expected, text), 1);
	assert_int_equal(ASN1_TIME_compare(time, expected), 0);
	ASN1_TIME_free(expected);
}

/* As long as the real ones: 28 years, the signer's 31 (atecc608.md 11.4); no clock is looked at. */
static void certificates_begin_at_a_fixed_date_and_last_as_the_real_ones(void **state)
{
	struct chain chain;

	(void)state;
	for (size_t i = 0; i < n_trust_places; i++) {
		X509 *device, *signer;

		read_chain(&trust_places[i], &chain);
		device = x509_from(chain.device_der, chain.device_len);
		signer = x509_from(chain.signer_der, chain.signer_len);
		assert_date(X509_get0_notBefore(device), "250101000000Z");
		assert_date(X509_get0_notAfter(device), "20530101000000Z");
		assert_date(X509_get0_notBefore(signer), "250101000000Z");
		assert_date(X509_get0_notAfter(signer), "20560101000000Z");
		X509_free(device);
		X509_free(signer);
	}
}

/* Signer id FFFF is reserved; template and chain are what the host's definition wants */
static void compressed_fields_are_those_of_the_definition(void **state)
{
	struct chain chain;

	(void)state;
	for (size_t i = 0; i < n_trust_places; i++) {
		const struct host_template *device = trust_places[i].device;
		const uint8_t device_tail[] = { 0xff, 0xff, (uint8_t)(device->id << 4), 0xa0, 0x00 };

		read_chain(&trust_places[i], &chain);
		assert_memory_equal(chain.device.compressed + 67, device_tail, sizeof(device_tail));
		assert_memory_equal(chain.signer.compressed + 67, "\xff\xff\x10\xa0\x00", 5);
	}
}

/* TNGTLS-B 2.3, TFLX-B 2.3, LORA-B 2.3 */
static void otp_selects_the_hosts_definition(void **state)
{
	static const uint8_t zeros[56];
	struct atca_answer answer;

	(void)state;
	for (size_t i = 0; i < n_trust_places; i++) {
		struct trust_part part = trust_open(&trust_places[i], "");

		assert_int_equal(trust_command(&part, ATCA_READ, 0x81, 0, NULL, 0, &answer), ATCA_SUCCESS);
		assert_memory_equal(answer.data, trust_places[i].otp, 8);
		assert_memory_equal(answer.data + 8, zeros, 24);
		assert_int_equal(trust_command(&part, ATCA_READ, 0x81, 8, NULL, 0, &answer), ATCA_SUCCESS);
		assert_memory_equal(answer.data, zeros, 32);
		assert_int_equal(
			trust_command(&part, ATCA_WRITE, 0x81, 0, zeros, 32, NULL), ATCA_EXECUTION_ERROR);
		trust_close(&part);
	}
}

/* 12 characters of an EUI-48, 16 of an EUI-64, upper case; nobody's: bit 1 of the first byte set, bit 0 clear */
static void addresses_are_local_and_of_the_serial_number(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_trust_places; i++) {
		struct host_pieces one, other;
		struct trust_part part = trust_open(&trust_places[i], ",serial=0123000000000101ee");
		unsigned int first;

		if (trust_places[i].address_len > 0) {
			trust_device(&part, &one);
			assert_int_equal(
				strspn(one.address, "0123456789ABCDEF"), trust_places[i].address_len);
			assert_int_equal(sscanf(one.address, "%2x", &first), 1);
			assert_int_equal(first & 3, 2);
			trust_close(&part);
			part = trust_open(&trust_places[i], ",serial=0123000000000102ee");
			trust_device(&part, &other);
			assert_string_not_equal(one.address, other.address);
		}
		trust_close(&part);
	}
}

/* The number in each private slot, by the back door, and the key that GenKey tells of it */
static void public_keys_are_those_of_the_private_slots(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_trust_places; i++) {
		struct trust_part part = trust_open(&trust_places[i], "");
		bool lora = trust_places[i].key_slot == 1;
		unsigned int first = lora ? 1 : 0, last = lora ? 1 : 4;

		for (unsigned int slot = first; slot <= last; slot++) {
			struct host_key key = host_key_from(part.chip->nv.data + 36 * slot + 4);
			uint8_t point[64];

			trust_public_key(&part, slot, point);
			assert_memory_equal(point, key.point, sizeof(point));
			assert_memory_equal(part.chip->nv.data + 36 * slot, "\0\0\0\0", 4);
		}
		trust_close(&part);
	}
}

static void a_part_is_made_again_byte_for_byte(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_trust_places; i++) {
		struct trust_part one = trust_open(&trust_places[i], ",serial=0123456789abcdef01");
		struct trust_part other = trust_open(&trust_places[i], ",serial=0123456789abcdef01");

		assert_memory_equal(&one.chip->nv, &other.chip->nv, offsetof(struct atecc_nv, restarts));
		trust_close(&one);
		trust_close(&other);
	}
}

/* Keys and secrets; not zeros, nor a text with zeros behind it. */
static bool is_secret_like(const uint8_t bytes[16])
{
	size_t distinct = 0;

	for (size_t i = 0; i < 16; i++)
		distinct += memchr(bytes, bytes[i], i) == NULL;
	return distinct > 9;
}

/* Whether 16 bytes like those of a key stand in both. */
static bool share(const uint8_t *a, const uint8_t *b, size_t len)
{
	for (size_t i = 0; i + 16 <= len; i++)
		for (size_t j = 0; j + 16 <= len; j++)
			if (memcmp(a + i, b + j, 16) == 0 && is_secret_like(a + i))
				return true;
	return false;
}

/* Of the data zone all but what is no secret: the signer's key and certificate, and the address. */
static size_t own_bytes(const struct trust_part *part, uint8_t bytes[ATECC_DATA_BYTES])
{
	size_t slot = 0, at = 0, n = 0;

	for (size_t i = 0; i < ATECC_DATA_BYTES; i++, at++) {
		const struct trust_place *place = part->place;
		size_t len = slot < 8 ? 36 : slot == 8 ? 416 : 72;

		if (at == len) {
			at = 0;
			slot++;
		}
		if ((slot == place->address_slot && at < place->address_len) ||
			(slot == place->signer_key_slot && at < 72) ||
			(slot == place->signer_slot && at >= place->signer_at && at < place->signer_at + 72))
			continue;
		bytes[n++] = part->chip->nv.data[i];
	}
	return n;
}

static void assert_nothing_shared(struct trust_part *one, struct trust_part *other)
{
	uint8_t a[ATECC_DATA_BYTES], b[ATECC_DATA_BYTES];
	size_t n = own_bytes(one, a);

	assert_int_equal(own_bytes(other, b), n);
	assert_false(share(a, b, n));
	trust_close(one);
	trust_close(other);
}

static void two_serial_numbers_share_no_key_and_no_secret(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_trust_places; i++) {
		struct trust_part one = trust_open(&trust_places[i], ",serial=0123456789abcdef01");
		struct trust_part other = trust_open(&trust_places[i], ",serial=0123456789abcdee01");

		assert_nothing_shared(&one, &other);
	}
}

static void write_file(char *path, const char *text)
{
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

/* The secret is in the key file alone: with another one all keys differ, the signer's too. */
static void another_batch_shares_nothing(void **state)
{
	char path[] = "/tmp/sesim-trust-XXXXXX", rest[128];
	struct trust_part one, other, again;
	struct host_pieces of_one, of_other;

	(void)state;
	write_file(path, "0123456789abcdef0123456789abcdef\n");
	snprintf(rest, sizeof(rest), ",serial=0123456789abcdef01,batch=%s", path);
	one = trust_open(&trust_places[0], ",serial=0123456789abcdef01");
	other = trust_open(&trust_places[0], rest);
	again = trust_open(&trust_places[0], rest);
	assert_memory_equal(&other.chip->nv, &again.chip->nv, offsetof(struct atecc_nv, restarts));
	trust_signer(&one, &of_one);
	trust_signer(&other, &of_other);
	assert_memory_not_equal(of_one.point, of_other.point, 64);
	trust_close(&again);
	assert_nothing_shared(&one, &other);
	unlink(path);
}

/* With names=sesim no name but ours stands anywhere, and the chain is whole. */
static void with_our_names_all_say_simulated(void **state)
{
	static const struct {
		const char *profile, *subject;
	} rows[] = {
		{ "atecc608b-tngtls", "sn%s SIMULATED" },
		{ "atecc608b-tflxtls", "%s ATECC SIMULATED" },
		{ "atecc608b-tnglora", "sn%s SIMULATED" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct trust_place *place = trust_place(rows[i].profile);
		struct trust_part part = trust_open(place, ",serial=0123456789abcdef01,names=sesim");
		struct host_template signer = host_signer_1, device = *place->device;
		struct chain chain;
		X509 *leaf, *middle, *root;

		trust_device(&part, &chain.device);
		trust_signer(&part, &chain.signer);
		read_root(&part, NAMES_SESIM, &chain);
		signer.issuer = "SIMULATED Root";
		signer.subject = device.issuer = "SIMULATED Signer %s";
		device.subject = rows[i].subject;
		signer.tbs_len = device.tbs_len = 0;
		chain.signer_len =
			host_certificate(&signer, ours, &chain.signer, chain.root, chain.signer_der);
		chain.device_len =
			host_certificate(&device, ours, &chain.device, chain.signer.point, chain.device_der);
		leaf = x509_from(chain.device_der, chain.device_len);
		middle = x509_from(chain.signer_der, chain.signer_len);
		root = x509_from(chain.root_der, chain.root_len);
		assert_int_equal(verify(leaf, root, middle), X509_V_OK);
		X509_free(leaf);
		X509_free(middle);
		X509_free(root);
		trust_close(&part);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_hosts_rebuilt_certificates_verify),
		cmocka_unit_test(the_chain_ends_at_the_simulated_signer),
		cmocka_unit_test(an_altered_compressed_certificate_verifies_no_more),
		cmocka_unit_test(certificates_begin_at_a_fixed_date_and_last_as_the_real_ones),
		cmocka_unit_test(compressed_fields_are_those_of_the_definition),
		cmocka_unit_test(otp_selects_the_hosts_definition),
		cmocka_unit_test(addresses_are_local_and_of_the_serial_number),
		cmocka_unit_test(public_keys_are_those_of_the_private_slots),
		cmocka_unit_test(a_part_is_made_again_byte_for_byte),
		cmocka_unit_test(two_serial_numbers_share_no_key_and_no_secret),
		cmocka_unit_test(another_batch_shares_nothing),
		cmocka_unit_test(with_our_names_all_say_simulated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
