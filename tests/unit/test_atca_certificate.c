/* tests/unit/test_atca_certificate.c: certificates rebuilt from compressed ones: real parts' and our own. */
#include <errno.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <stdio.h>

#include "atca_certificate.h"
#include "chain.h"
#include "cmocka_all.h"
#include "vectors.h"

enum {
	FORMATS = 3,
	ALWAYS = 1600000000, /* September 2020: between the dates of all of them */
};

/* Compared with what a table here says of each, worked out by hand from the dates that OpenSSL prints. */
static const struct real {
	const char *serial; /* of the part, empty: the signer's of the one before */
	uint16_t signer_id;
	unsigned year, month, day, hour, years;
	const char *dates; /* 24 bits: 5, 4, 5, 5, 5 */
} reals[] = {
	{ "012361FD5EBDAA0601", 0xf600, 2019, 3, 29, 18, 28, "\x99\xf6\x5c" },
	{ "", 0xf600, 2018, 12, 14, 19, 31, "\x96\x3a\x7f" },
	{ "0123AA24BEF7983D01", 0x2720, 2019, 12, 10, 20, 28, "\x9e\x2a\x9c" },
	{ "", 0x2720, 2018, 12, 14, 20, 31, "\x96\x3a\x9f" },
	{ "01238CB07DCD507001", 0xf620, 2020, 11, 10, 18, 28, "\xa5\xaa\x5c" },
	{ "", 0xf620, 2018, 12, 14, 19, 31, "\x96\x3a\x7f" },
};

enum {
	REALS = sizeof(reals) / sizeof(reals[0]),
};

/* One certificate of the file. */
struct one {
	const struct atca_template *of;
	const struct real *real;
	uint8_t der[ATCA_CERTIFICATE_MAX];
	size_t len;
	uint8_t part[ATCA_PART_SERIAL_BYTES];
	char eui[ATCA_EUI_MAX];
	size_t eui_len;
	uint8_t point[ATCA_POINT_BYTES];
};

struct fixture {
	struct one ones[REALS];
	uint8_t root[ATCA_CERTIFICATE_MAX];
	size_t root_len;
	uint8_t root_point[ATCA_POINT_BYTES];
};

static void take(const struct vector_record *record, struct one *one, const struct real *real)
{
	const struct atca_chain_template *chain = atca_template_named(record->headings[0]);
	const char *kind = vector_text(record, "Kind"), *serial = vector_text(record, "Serial");
	const char *eui = vector_text(record, "EUI");
	size_t len;

	assert_non_null(chain);
	one->of = strcmp(kind, "device") == 0 ? chain->device : chain->signer;
	one->real = real;
	assert_int_equal(vector_bytes(record, "Certificate", one->der, sizeof(one->der), &one->len, NULL), 0);
	assert_string_equal(serial ? serial : "", real->serial);
	if (serial)
		assert_int_equal(vector_bytes(record, "Serial", one->part, sizeof(one->part), &len, NULL), 0);
	one->eui_len = eui ? strlen(eui) : 0;
	if (eui)
		memcpy(one->eui, eui, one->eui_len);
	assert_int_equal(atca_certificate_point(rbuf_from(one->der, one->len), one->point), 0);
}

static int set_up(void **state)
{
	static struct fixture f;
	struct vector_file file;
	struct why why;

	if (vector_file_read(&file, SESIM_VECTORS "/other/certificates/trust.txt", &why) < 0)
		fail_msg("%s", why.text);
	assert_int_equal(file.n, REALS + 1);
	for (size_t i = 0; i < REALS; i++)
		take(&file.records[i], &f.ones[i], &reals[i]);
	assert_int_equal(
		vector_bytes(&file.records[REALS], "Certificate", f.root, sizeof(f.root), &f.root_len, NULL),
		0);
	assert_int_equal(atca_certificate_point(rbuf_from(f.root, f.root_len), f.root_point), 0);
	vector_file_free(&file);
	*state = &f;
	return 0;
}

/* Of the certificate behind this one in the file: its signer's key; the root's of a signer. */
static const uint8_t *authority(const struct fixture *f, size_t i)
{
	return i % 2 == 0 ? f->ones[i + 1].point : f->root_point;
}

static struct atca_certificate from(const struct fixture *f, size_t i, const uint8_t *compressed)
{
	const struct one *one = &f->ones[i];

	return (struct atca_certificate){
		.of = one->of,
		.compressed = compressed,
		.point = one->point,
		.authority = authority(f, i),
		.serial = i % 2 == 0 ? one->part : NULL,
		.eui = one->eui_len > 0 ? one->eui : NULL,
		.eui_len = one->eui_len,
	};
}

static void real_certificates_have_this_compressed_form(void **state)
{
	const struct fixture *f = *state;

	for (size_t i = 0; i < REALS; i++) {
		const struct one *one = &f->ones[i];
		uint8_t compressed[ATCA_COMPRESSED_BYTES];
		struct atca_compressed parsed;

		assert_int_equal(
			atca_certificate_compress(one->of, 0, rbuf_from(one->der, one->len), compressed), 0);
		assert_int_equal(atca_compressed_parse(compressed, &parsed), 0);
		assert_memory_equal(compressed + 64, one->real->dates, 3);
		assert_int_equal(parsed.year, one->real->year);
		assert_int_equal(parsed.month, one->real->month);
		assert_int_equal(parsed.day, one->real->day);
		assert_int_equal(parsed.hour, one->real->hour);
		assert_int_equal(parsed.expire_years, one->real->years);
		assert_int_equal(parsed.signer_id, one->real->signer_id);
		assert_int_equal(compressed[69], one->of->template_id << 4);
		assert_int_equal(compressed[70], 0xa0);
		assert_int_equal(compressed[71], 0);
	}
}

/* The whole DER holds the serial number at the same place in each: 16 bytes from the 15th on. */
static void real_serial_numbers_follow_the_rule(void **state)
{
	const struct fixture *f = *state;

	for (size_t i = 0; i < REALS; i++) {
		const struct one *one = &f->ones[i];
		uint8_t compressed[ATCA_COMPRESSED_BYTES], serial[ATCA_SERIAL_BYTES];

		atca_certificate_compress(one->of, 0, rbuf_from(one->der, one->len), compressed);
		assert_int_equal(atca_compressed_serial(compressed, one->point, serial), 0);
		assert_memory_equal(serial, one->der + 15, ATCA_SERIAL_BYTES);
	}
}

/* Of this one the fields are public, not the signature: what can be said without it. */
static void a_seventh_certificate_s_fields_agree(void **state)
{
	struct atca_compressed fields = { .serial_source = ATCA_FROM_KEY_HASH };
	const struct vector_record *record;
	uint8_t compressed[ATCA_COMPRESSED_BYTES], point[ATCA_POINT_BYTES];
	uint8_t published[ATCA_SERIAL_BYTES], serial[ATCA_SERIAL_BYTES];
	struct vector_file file;
	unsigned end, id;
	size_t len;

	(void)state;
	assert_int_equal(vector_file_read(&file, SESIM_VECTORS "/other/certificates/fields.txt", NULL), 0);
	assert_int_equal(file.n, 1);
	record = &file.records[0];
	assert_int_equal(sscanf(vector_text(record, "NotBefore"), "%u-%u-%u %u", &fields.year, &fields.month,
				 &fields.day, &fields.hour),
		4);
	assert_int_equal(sscanf(vector_text(record, "NotAfter"), "%u", &end), 1);
	assert_int_equal(sscanf(vector_text(record, "Issuer"), "Crypto Authentication Signer %x", &id), 1);
	assert_int_equal(vector_bytes(record, "PublicKey", point, sizeof(point), &len, NULL), 0);
	assert_int_equal(vector_bytes(record, "SerialNumber", published, sizeof(published), &len, NULL), 0);
	fields.expire_years = end - fields.year;
	fields.signer_id = (uint16_t)id;
	assert_int_equal(atca_compressed_write(&fields, compressed), 0);
	assert_memory_equal(compressed + 64, "\x99\x84\x5c\x2d\x20", 5);
	assert_int_equal(atca_compressed_serial(compressed, point, serial), 0);
	assert_memory_equal(serial, published, sizeof(serial));
	vector_file_free(&file);
}

static void real_certificates_are_rebuilt_byte_for_byte(void **state)
{
	const struct fixture *f = *state;

	for (size_t i = 0; i < REALS; i++) {
		const struct one *one = &f->ones[i];
		uint8_t compressed[ATCA_COMPRESSED_BYTES], der[ATCA_CERTIFICATE_MAX];
		struct wbuf out = wbuf_to(der, sizeof(der));
		struct atca_certificate c = from(f, i, compressed);

		atca_certificate_compress(one->of, 0, rbuf_from(one->der, one->len), compressed);
		assert_int_equal(atca_certificate_build(&c, &out), 0);
		assert_int_equal(out.len, one->len);
		assert_memory_equal(der, one->der, one->len);
		/* What is signed is a part of it, and a signer's template knows its root. */
		if (i % 2 == 1)
			c.authority = NULL;
		out = wbuf_to(der, sizeof(der));
		assert_int_equal(atca_certificate_tbs(&c, &out), 0);
		assert_memory_equal(der, one->der + 4, out.len);
		out = wbuf_to(der, one->len - 1);
		assert_int_equal(atca_certificate_build(&c, &out), -ENOSPC);
	}
}

static void real_chains_lead_to_the_root(void **state)
{
	const struct fixture *f = *state;
	struct rbuf root = rbuf_from(f->root, f->root_len), nothing = { 0 };
	struct why why;

	for (size_t i = 0; i < REALS; i += 2) {
		struct rbuf device = rbuf_from(f->ones[i].der, f->ones[i].len);
		struct rbuf signer = rbuf_from(f->ones[i + 1].der, f->ones[i + 1].len);
		size_t other = (i + 3) % REALS;
		struct rbuf wrong = rbuf_from(f->ones[other].der, f->ones[other].len);
		int64_t now = i == 4 ? 1700000000 : ALWAYS;

		assert_int_equal(chain_verify(device, signer, root, now, &why), 0);
		assert_int_equal(chain_verify(device, nothing, signer, now, &why), 0);
		assert_int_equal(chain_verify(device, wrong, root, now, &why), -EACCES);
		assert_int_equal(chain_verify(device, nothing, root, now, &why), -EACCES);
		assert_int_equal(chain_verify(device, signer, wrong, now, &why), -EACCES);
		assert_int_equal(chain_verify(device, signer, root, 1500000000, &why), -EACCES);
		assert_non_null(strstr(why.text, "not yet valid"));
		assert_int_equal(chain_verify(device, signer, root, 3000000000, &why), -EACCES);
		assert_non_null(strstr(why.text, "expired"));
		assert_int_equal(chain_verify(device, root, nothing, now, &why), -EINVAL);
	}
}

/* Bits outside the signed part are refused by the rebuild, all others by the chain. */
static void any_bit_of_a_compressed_certificate_counts(void **state)
{
	const struct fixture *f = *state;
	struct rbuf signer = rbuf_from(f->ones[3].der, f->ones[3].len);
	uint8_t compressed[ATCA_COMPRESSED_BYTES], der[ATCA_CERTIFICATE_MAX];
	struct atca_certificate c = from(f, 2, compressed);
	size_t refused = 0;

	atca_certificate_compress(c.of, 0, rbuf_from(f->ones[2].der, f->ones[2].len), compressed);
	for (size_t bit = 0; bit < sizeof(compressed) * 8; bit++) {
		struct wbuf out = wbuf_to(der, sizeof(der));
		int rc;

		compressed[bit / 8] ^= (uint8_t)(1 << bit % 8);
		rc = atca_certificate_build(&c, &out);
		refused += rc == -EINVAL;
		if (rc == 0)
			rc = chain_verify(rbuf_from(der, out.len), (struct rbuf){ 0 }, signer, ALWAYS, NULL);
		assert_true(rc == -EINVAL || rc == -EACCES);
		compressed[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_in_range(refused, 22, 60);
}

/* A key of our own and a certificate that it signs for itself, as a part's factory would make one. */
static EVP_PKEY *new_key(uint8_t point[ATCA_POINT_BYTES])
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	uint8_t whole[65];
	size_t len;

	assert_int_equal(
		EVP_PKEY_get_octet_string_param(key, "encoded-pub-key", whole, sizeof(whole), &len), 1);
	memcpy(point, whole + 1, ATCA_POINT_BYTES);
	return key;
}

/* r and s of a signature over the certificate's signed part, into the compressed form. */
static void sign(EVP_PKEY *key, const struct atca_certificate *c, uint8_t compressed[ATCA_COMPRESSED_BYTES])
{
	uint8_t tbs[ATCA_CERTIFICATE_MAX], der[80];
	struct wbuf out = wbuf_to(tbs, sizeof(tbs));
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	const unsigned char *at = der;
	size_t len = sizeof(der);
	ECDSA_SIG *signature;

	assert_int_equal(atca_certificate_tbs(c, &out), 0);
	assert_int_equal(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key), 1);
	assert_int_equal(EVP_DigestSign(context, der, &len, tbs, out.len), 1);
	signature = d2i_ECDSA_SIG(NULL, &at, (long)len);
	BN_bn2binpad(ECDSA_SIG_get0_r(signature), compressed, 32);
	BN_bn2binpad(ECDSA_SIG_get0_s(signature), compressed + 32, 32);
	ECDSA_SIG_free(signature);
	EVP_MD_CTX_free(context);
}

static void every_template_and_format_comes_back(void **state)
{
	static const char *const names[] = { "tngtls-2", "tngtls-3", "tflxtls-4", "tnglora-2", "tnglora-4" };
	uint8_t device_point[ATCA_POINT_BYTES], signer_point[ATCA_POINT_BYTES];
	EVP_PKEY *device = new_key(device_point), *signer = new_key(signer_point);
	static const uint8_t part[ATCA_PART_SERIAL_BYTES] = { 0x01, 0x23, 0xff, 2, 3, 4, 5, 6, 0x01 };

	(void)state;
	for (size_t i = 0; i < 5 * FORMATS * 2; i++) {
		const struct atca_chain_template *chain = atca_template_named(names[i % 5]);
		struct atca_compressed fields = {
			.year = 2000 + (unsigned)i % (i / 5 % FORMATS == 0 ? 32 : 50),
			.month = 1 + (unsigned)i % 12,
			.day = 28,
			.hour = (unsigned)i % 24,
			.expire_years = i % 4 == 0 ? 0 : 31,
			.signer_id = 0xffff,
			.template_id = chain->device->template_id,
			.serial_source = ATCA_FROM_KEY_HASH,
			.format = (uint8_t)(i / 5 % FORMATS),
		};
		uint8_t compressed[ATCA_COMPRESSED_BYTES], again[ATCA_COMPRESSED_BYTES];
		uint8_t der[ATCA_CERTIFICATE_MAX], second[ATCA_CERTIFICATE_MAX];
		struct wbuf out = wbuf_to(der, sizeof(der)), more = wbuf_to(second, sizeof(second));
		struct atca_certificate c = { .of = chain->device,
			.names = i < 15 ? ATCA_NAMES_SESIM : ATCA_NAMES_TEMPLATE,
			.compressed = compressed,
			.point = device_point,
			.authority = signer_point,
			.serial = part,
			.eui = chain->device->eui_len > 0 ? "0004A30000000000" : NULL,
			.eui_len = chain->device->eui_len };

		assert_int_equal(atca_compressed_write(&fields, compressed), 0);
		sign(signer, &c, compressed);
		assert_int_equal(atca_certificate_build(&c, &out), 0);
		assert_int_equal(
			atca_certificate_compress(c.of, fields.format, rbuf_from(der, out.len), again), 0);
		assert_memory_equal(again, compressed, sizeof(again));
		c.compressed = again;
		assert_int_equal(atca_certificate_build(&c, &more), 0);
		assert_int_equal(more.len, out.len);
		assert_memory_equal(second, der, out.len);
	}
	EVP_PKEY_free(device);
	EVP_PKEY_free(signer);
}

/* Numbers by chance, most of them no points and no signatures: what is built comes back, and nothing else is built. */
static void whatever_is_built_comes_back(void **state)
{
	const struct atca_template *of = atca_template_named("tngtls-3")->device;
	uint64_t chance = UINT64_C(0x9e3779b97f4a7c15);
	size_t built = 0;

	(void)state;
	for (size_t i = 0; i < 20000; i++) {
		uint8_t bytes[ATCA_COMPRESSED_BYTES + ATCA_POINT_BYTES + ATCA_POINT_BYTES +
			      ATCA_PART_SERIAL_BYTES];
		uint8_t der[ATCA_CERTIFICATE_MAX], again[ATCA_COMPRESSED_BYTES];
		struct wbuf out = wbuf_to(der, sizeof(der));
		struct atca_compressed parsed;
		struct atca_certificate c = { .of = of,
			.compressed = bytes,
			.point = bytes + ATCA_COMPRESSED_BYTES,
			.authority = bytes + ATCA_COMPRESSED_BYTES + ATCA_POINT_BYTES,
			.serial = bytes + ATCA_COMPRESSED_BYTES + 2 * ATCA_POINT_BYTES,
			.eui = "0123456789AB",
			.eui_len = 12 };
		int rc;

		for (size_t k = 0; k < sizeof(bytes); k++) {
			chance ^= chance << 13;
			chance ^= chance >> 7;
			chance ^= chance << 17;
			bytes[k] = (uint8_t)(chance >> 32);
		}
		bytes[69] = (uint8_t)(of->template_id << 4);
		bytes[70] = (uint8_t)(0xa0 | i % 3);
		bytes[71] &= i % 3 ? 0xf0 : 0;
		rc = atca_certificate_build(&c, &out);
		if (rc < 0) {
			assert_int_equal(rc, -EINVAL);
			continue;
		}
		built++;
		assert_int_equal(atca_compressed_parse(bytes, &parsed), 0);
		if (parsed.month == 2 && parsed.day == 29) /* its end may be no date */
			continue;
		assert_int_equal(
			atca_certificate_compress(of, (unsigned)i % 3, rbuf_from(der, out.len), again), 0);
		assert_memory_equal(again, bytes, sizeof(again));
	}
	assert_in_range(built, 2000, 15000);
}

static void names_of_ours_say_that_they_are_simulated(void **state)
{
	const struct fixture *f = *state;
	uint8_t compressed[ATCA_COMPRESSED_BYTES], der[ATCA_CERTIFICATE_MAX];

	for (size_t i = 0; i < REALS; i++) {
		struct atca_certificate c = from(f, i, compressed);
		struct wbuf out = wbuf_to(der, sizeof(der));
		size_t ours = 0;

		atca_certificate_compress(c.of, 0, rbuf_from(f->ones[i].der, f->ones[i].len), compressed);
		c.names = ATCA_NAMES_SESIM;
		assert_int_equal(atca_certificate_build(&c, &out), 0);
		for (size_t k = 0; k + 9 <= out.len; k++) {
			ours += memcmp(der + k, "SIMULATED", 9) == 0;
			assert_memory_not_equal(der + k, "Microchip", 9);
		}
		assert_int_equal(ours, 4);
		/* No root is claimed: its key must be given. */
		c.authority = NULL;
		assert_int_equal(atca_certificate_build(&c, &out), -EINVAL);
	}
}

static void selectors_name_templates(void **state)
{
	static const char *const pairs[][2] = { { "wdNxAjae", "tngtls-2" }, { "Rsuy5YJh", "tngtls-2" },
		{ "KQp2ZkD8", "tngtls-3" }, { "x6tjuZMy", "tngtls-3" }, { "MKMwyhP1", "tflxtls-4" },
		{ "BxZvm6q2", "tnglora-2" }, { "jsMu7iYO", "tnglora-4" }, { "09qJNxI3", "tnglora-4" } };

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		const struct atca_chain_template *chain = atca_template_select((const uint8_t *)pairs[i][0]);

		assert_non_null(chain);
		assert_string_equal(chain->name, pairs[i][1]);
		assert_ptr_equal(chain, atca_template_named(pairs[i][1]));
	}
	assert_null(atca_template_select((const uint8_t *)"x6tjuZMz"));
	assert_null(atca_template_named("tngtls"));
}

static void what_is_no_compressed_certificate_is_refused(void **state)
{
	const struct fixture *f = *state;
	uint8_t good[ATCA_COMPRESSED_BYTES];
	struct atca_compressed parsed;
	/* Byte and what it becomes: month 0, 13, day 0, 30th of February, hour 24, format 3, reserved bits. */
	static const struct {
		uint8_t at;
		uint8_t bytes[3];
		size_t n;
	} wrong[] = { { 64, { 0x98, 0x06, 0x5c }, 3 }, { 64, { 0x9e, 0xaa, 0x9c }, 3 },
		{ 64, { 0x9e, 0x02, 0x9c }, 3 }, { 64, { 0x99, 0x7a, 0x5c }, 3 },
		{ 64, { 0x9e, 0x2b, 0x1c }, 3 }, { 70, { 0xa3 }, 1 }, { 71, { 0x01 }, 1 },
		{ 71, { 0x10 }, 1 }, { 71, { 0x80 }, 1 }, { 70, { 0xa1, 0x08 }, 2 } };

	atca_certificate_compress(f->ones[2].of, 0, rbuf_from(f->ones[2].der, f->ones[2].len), good);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		uint8_t bytes[ATCA_COMPRESSED_BYTES];

		memcpy(bytes, good, sizeof(bytes));
		memcpy(bytes + wrong[i].at, wrong[i].bytes, wrong[i].n);
		assert_int_equal(atca_compressed_parse(bytes, &parsed), -EINVAL);
	}
}

static void what_the_form_has_no_room_for_is_refused(void **state)
{
	static const struct atca_compressed fits = {
		.year = 2031, .month = 12, .day = 31, .hour = 23, .expire_years = 31, .template_id = 15
	};
	uint8_t bytes[ATCA_COMPRESSED_BYTES];
	struct atca_compressed c = fits;

	(void)state;
	assert_int_equal(atca_compressed_write(&c, bytes), 0);
	c.year = 2032;
	assert_int_equal(atca_compressed_write(&c, bytes), -ERANGE);
	c.format = 1;
	assert_int_equal(atca_compressed_write(&c, bytes), 0);
	c.year = 2127;
	c.expire_years = 127;
	assert_int_equal(atca_compressed_write(&c, bytes), 0);
	c.expire_years = 128;
	assert_int_equal(atca_compressed_write(&c, bytes), -ERANGE);
	c = fits;
	c.year = 1999;
	assert_int_equal(atca_compressed_write(&c, bytes), -ERANGE);
	c = fits;
	c.format = 3;
	assert_int_equal(atca_compressed_write(&c, bytes), -ERANGE);
	c = fits;
	c.template_id = 16;
	assert_int_equal(atca_compressed_write(&c, bytes), -ERANGE);
}

static void wrong_inputs_are_refused(void **state)
{
	const struct fixture *f = *state;
	uint8_t compressed[ATCA_COMPRESSED_BYTES], der[ATCA_CERTIFICATE_MAX], point[ATCA_POINT_BYTES];
	const struct atca_certificate good = from(f, 2, compressed);
	struct wbuf out = wbuf_to(der, sizeof(der));
	struct atca_certificate c = good;

	atca_certificate_compress(c.of, 0, rbuf_from(f->ones[2].der, f->ones[2].len), compressed);
	c.serial = NULL;
	assert_int_equal(atca_certificate_build(&c, &out), -EINVAL);
	c = good;
	c.eui_len = 11;
	assert_int_equal(atca_certificate_build(&c, &out), -EINVAL);
	c = good;
	c.authority = NULL;
	assert_int_equal(atca_certificate_build(&c, &out), -EINVAL);
	c = good;
	c.of = atca_template_named("tngtls-2")->device;
	assert_int_equal(atca_certificate_build(&c, &out), -EINVAL);
	assert_int_equal(
		atca_certificate_compress(good.of, 0, rbuf_from(f->ones[2].der, 100), compressed), -EINVAL);
	assert_int_equal(atca_certificate_point(rbuf_from("\x30\x00", 2), point), -EINVAL);
	/* A root has no signer's id in its names. */
	assert_int_equal(
		atca_certificate_compress(good.of, 0, rbuf_from(f->root, f->root_len), compressed), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(real_certificates_have_this_compressed_form),
		cmocka_unit_test(real_serial_numbers_follow_the_rule),
		cmocka_unit_test(a_seventh_certificate_s_fields_agree),
		cmocka_unit_test(real_certificates_are_rebuilt_byte_for_byte),
		cmocka_unit_test(real_chains_lead_to_the_root),
		cmocka_unit_test(any_bit_of_a_compressed_certificate_counts),
		cmocka_unit_test(every_template_and_format_comes_back),
		cmocka_unit_test(whatever_is_built_comes_back),
		cmocka_unit_test(names_of_ours_say_that_they_are_simulated),
		cmocka_unit_test(selectors_name_templates),
		cmocka_unit_test(what_is_no_compressed_certificate_is_refused),
		cmocka_unit_test(what_the_form_has_no_room_for_is_refused),
		cmocka_unit_test(wrong_inputs_are_refused),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
