/* tests/unit/test_atecc_compressed.c: the compressed certificate's 72 bytes (atecc608.md 11.3). */
#include "cmocka_all.h"

#include <openssl/evp.h>
#include <string.h>

#include "compressed.h"
#include "hex.h"

/* Fields a device certificate of 2018 has: 8 November 2018, 05:00, for 28 years. */
static struct compressed certificate_of_2018(void)
{
	return (struct compressed){ .year = 2018,
		.month = 11,
		.day = 8,
		.hour = 5,
		.years = 28,
		.signer_id = 0xffff,
		.template_id = 3,
		.chain_id = 0,
		.sn_source = SN_FROM_PUBLIC_KEY };
}

static void assert_tail(const struct compressed *certificate, const char *hex)
{
	uint8_t bytes[COMPRESSED_BYTES], expected[8];

	assert_true(compressed_encode(certificate, bytes));
	assert_int_equal(hex_bytes(hex, strlen(hex), expected, sizeof(expected)), sizeof(expected));
	assert_memory_equal(bytes, certificate->signature, 64);
	assert_memory_equal(bytes + 64, expected, sizeof(expected));
}

static void assert_same(const struct compressed *one, const struct compressed *other)
{
	assert_memory_equal(one->signature, other->signature, sizeof(one->signature));
	assert_int_equal(one->year, other->year);
	assert_int_equal(one->month, other->month);
	assert_int_equal(one->day, other->day);
	assert_int_equal(one->hour, other->hour);
	assert_int_equal(one->years, other->years);
	assert_int_equal(one->signer_id, other->signer_id);
	assert_int_equal(one->template_id, other->template_id);
	assert_int_equal(one->chain_id, other->chain_id);
	assert_int_equal(one->sn_source, other->sn_source);
	assert_int_equal(one->format, other->format);
}

/* 10010 1011 01000 00101 11100: the dates' 5, 4, 5, 5 and 5 bits */
static void fields_are_packed_from_the_top(void **state)
{
	struct compressed certificate = certificate_of_2018();

	(void)state;
	memset(certificate.signature, 0x5a, 64);
	assert_tail(&certificate, "95a0bcffff30a000");
	certificate.signer_id = 0x1234;
	certificate.template_id = 4;
	certificate.chain_id = 7;
	assert_tail(&certificate, "95a0bc123447a000");
}

static void formats_1_and_2_have_two_bits_more_of_years(void **state)
{
	struct compressed certificate = certificate_of_2018();

	(void)state;
	certificate.format = 1;
	assert_tail(&certificate, "95a0bcffff30a100");
	certificate.format = 2;
	certificate.year = 2000 + 0x60 + 1;
	certificate.years = 0x20 + 2;
	assert_tail(&certificate, "0da0a2ffff30a2d0");
}

static void every_date_comes_back(void **state)
{
	static const uint8_t days[] = { 1, 28, 29, 30, 31 };
	static const uint8_t spans[] = { 0, 1, 28, 31, 32, 127 };
	uint8_t bytes[COMPRESSED_BYTES];
	unsigned int n = 0;

	(void)state;
	for (uint8_t format = 0; format <= 2; format++)
		for (uint16_t year = 2000; year <= 2127; year++)
			for (uint8_t month = 1; month <= 12; month++)
				for (size_t i = 0; i < sizeof(days) * sizeof(spans); i++) {
					struct compressed in = certificate_of_2018(), out;

					in.format = format;
					in.year = year;
					in.month = month;
					in.day = days[i % sizeof(days)];
					in.hour = (uint8_t)(i % 24);
					in.years = spans[i / sizeof(days)];
					if (!compressed_encode(&in, bytes))
						continue;
					assert_true(compressed_decode(bytes, &out));
					assert_same(&in, &out);
					n++;
				}
	/* 53 of the days tried exist in a year, 54 in a leap one. Format 0 has 32 years and 4 of the spans. */
	assert_int_equal(n, 4 * (32 * 53 + 8) + 2 * 6 * (128 * 53 + 31));
}

static void what_has_no_bits_is_refused(void **state)
{
	static const struct {
		size_t at;
		uint16_t value;
		size_t size;
	} bad[] = {
		{ offsetof(struct compressed, year), 1999, 2 },
		{ offsetof(struct compressed, year), 2032, 2 },
		{ offsetof(struct compressed, month), 0, 1 },
		{ offsetof(struct compressed, month), 13, 1 },
		{ offsetof(struct compressed, day), 0, 1 },
		{ offsetof(struct compressed, day), 31, 1 }, /* of November */
		{ offsetof(struct compressed, hour), 24, 1 },
		{ offsetof(struct compressed, years), 32, 1 },
		{ offsetof(struct compressed, template_id), 16, 1 },
		{ offsetof(struct compressed, chain_id), 16, 1 },
		{ offsetof(struct compressed, sn_source), 16, 1 },
		{ offsetof(struct compressed, format), 3, 1 },
	};
	uint8_t bytes[COMPRESSED_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct compressed certificate = certificate_of_2018();

		memcpy((uint8_t *)&certificate + bad[i].at, &bad[i].value, bad[i].size);
		assert_false(compressed_encode(&certificate, bytes));
	}
}

/* What an empty slot holds */
static void no_certificate_is_told_from_one(void **state)
{
	uint8_t bytes[COMPRESSED_BYTES];
	struct compressed certificate;

	(void)state;
	memset(bytes, 0, sizeof(bytes));
	assert_false(compressed_decode(bytes, &certificate));
	memset(bytes, 0xff, sizeof(bytes));
	assert_false(compressed_decode(bytes, &certificate));
}

/* SHA-256 by OpenSSL; the dates as the certificate has them, one byte more from format 1 on */
static void serial_number_is_the_digest_of_key_and_dates(void **state)
{
	uint8_t bytes[COMPRESSED_BYTES], message[64 + 4], digest[32], serial[COMPRESSED_SERIAL];

	(void)state;
	for (uint8_t format = 0; format <= 2; format++) {
		struct compressed certificate = certificate_of_2018();

		certificate.format = format;
		certificate.years = format ? 60 : 28;
		assert_true(compressed_encode(&certificate, bytes));
		memset(message, 0x11 + format, 64);
		memcpy(message + 64, bytes + 64, 3);
		message[67] = bytes[71];
		assert_int_equal(message[67], format ? 0x10 : 0);
		assert_int_equal(
			EVP_Q_digest(NULL, "SHA256", NULL, message, format ? 68 : 67, digest, NULL), 1);
		compressed_serial(bytes, message, serial);
		assert_memory_equal(serial + 1, digest + 1, 15);
		assert_int_equal(serial[0], (digest[0] & 0x3f) | 0x40);
	}
}

/* A serial number is positive, and 16 bytes long: its top bits are 01 whatever the digest's are. */
static void serial_number_has_sixteen_bytes(void **state)
{
	struct compressed certificate = certificate_of_2018();
	uint8_t bytes[COMPRESSED_BYTES], point[64] = { 0 }, serial[COMPRESSED_SERIAL];

	(void)state;
	assert_true(compressed_encode(&certificate, bytes));
	for (unsigned int i = 0; i < 256; i++) {
		point[5] = (uint8_t)i;
		compressed_serial(bytes, point, serial);
		assert_int_equal(serial[0] & 0xc0, 0x40);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_packed_from_the_top),
		cmocka_unit_test(formats_1_and_2_have_two_bits_more_of_years),
		cmocka_unit_test(every_date_comes_back),
		cmocka_unit_test(what_has_no_bits_is_refused),
		cmocka_unit_test(no_certificate_is_told_from_one),
		cmocka_unit_test(serial_number_is_the_digest_of_key_and_dates),
		cmocka_unit_test(serial_number_has_sixteen_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
