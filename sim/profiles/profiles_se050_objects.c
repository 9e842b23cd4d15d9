/*
 * sim/profiles/profiles_se050_objects.c: what the factory put into SE05x parts (AN12436 tables 4, 7 to 12, 15; AN12413
 * 3.2.5).
 *
 * Certificates are files of the right size, with nothing in them. New rows go to the end: which simulated RSA key a part
 * has depends on its row.
 */
#include "profiles_data.h"

enum {
	EC_PAIR = 0x01,
	EC_PUBLIC = 0x03,
	RSA_PAIR_CRT = 0x05,
	AES = 0x09,
	BINARY = 0x0b,
	P256 = 0x03,
	EXTERNAL = 1,
	PROVISIONED = 3,
	WITH_EC = VARIANT_A | VARIANT_C | VARIANT_D | VARIANT_E | VARIANT_F,
	WITH_CLOUD = VARIANT_C | VARIANT_E | VARIANT_F,
	WITH_RSA = VARIANT_B | VARIANT_C | VARIANT_F,
	WITH_RSA_CLOUD = VARIANT_C | VARIANT_F,
};

/* Everybody: READ. */
static const uint8_t readable[] = { 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x20, 0x00, 0x00 };
/* Everybody: READ, ATTESTATION. */
static const uint8_t attests[] = { 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x20, 0x80, 0x00 };
/* Everybody: WRAP. */
static const uint8_t wraps[] = { 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0x00, 0x00 };
/* 7FFF0204: WRITE, DELETE. */
static const uint8_t features[] = { 0x08, 0x7f, 0xff, 0x02, 0x04, 0x00, 0x14, 0x00, 0x00 };
/* F0000020: READ, WRITE. */
static const uint8_t connectivity[] = { 0x08, 0xf0, 0x00, 0x00, 0x20, 0x00, 0x30, 0x00, 0x00 };
/* F0000020: READ, WRITE; everybody: READ. */
static const uint8_t connectivity_certificate[] = { 0x08, 0xf0, 0x00, 0x00, 0x20, 0x00, 0x30, 0x00, 0x00,
	0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x20, 0x00, 0x00 };
/* F0000020: READ, WRITE, GEN; everybody: SIGN, VERIFY, KA, ENC, DEC, READ. */
static const uint8_t connectivity_key[] = { 0x08, 0xf0, 0x00, 0x00, 0x20, 0x00, 0x38, 0x00, 0x00, 0x08, 0x00,
	0x00, 0x00, 0x00, 0x1f, 0x20, 0x00, 0x00 };

#define POLICY(bytes) .policy = (bytes), .policy_len = sizeof(bytes)
#define EC_KEY(number, kind, who)                                                           \
	.id = (number), .class = (kind), .detail = P256, .size = 32, .origin = PROVISIONED, \
	.variants = (who), .source = "AN12436 table 15"
#define RSA_KEY(number, bytes, who)                                                                       \
	.id = (number), .class = RSA_PAIR_CRT, .size = (bytes), .origin = PROVISIONED, .variants = (who), \
	.source = "AN12436 table 15"
#define CERTIFICATE(number, bytes, who)                                                             \
	.id = (number), .class = BINARY, .size = (bytes), .origin = EXTERNAL, .value = VALUE_ZEROS, \
	.variants = (who), .source = "AN12436 table 15"

/* In the tables of all parts as reserved, and nowhere else. */
#define RESERVED                                                                                      \
	.class = EC_PUBLIC, .detail = P256, .size = 32, .authenticates = true, .origin = PROVISIONED, \
	.variants = VARIANT_ALL, .source = "AN12436 tables 7 to 12; UNCERTAIN (SE05X-U-17): what it is"

const struct profile_se050_object profile_se050_objects[] = {
	{ .id = 0x7fff0206,
		.class = BINARY,
		.size = 18,
		.origin = PROVISIONED,
		POLICY(readable),
		.value = VALUE_UNIQUE_ID,
		.variants = VARIANT_ALL,
		.source = "AN12436 table 15" },
	{ EC_KEY(0x7fff0201, EC_PAIR, VARIANT_ALL), .authenticates = true },
	{ EC_KEY(0x7fff0202, EC_PAIR, VARIANT_ALL), .authenticates = true },
	{ EC_KEY(0x7fff0204, EC_PUBLIC, VARIANT_ALL), .authenticates = true },
	{ .id = 0x7fff0207,
		.class = AES,
		.size = 16,
		.authenticates = true,
		.origin = PROVISIONED,
		.variants = VARIANT_F,
		.source = "AN12436 2.1; UNCERTAIN (SE05X-U-15): that it is an AES key" },
	{ .id = 0x7fff020b,
		.class = BINARY,
		.size = 1024,
		.origin = PROVISIONED,
		POLICY(features),
		.value = VALUE_ZEROS,
		.variants = VARIANT_E,
		.source = "AN12436 table 15; UNCERTAIN (SE05X-U-16): which parts have it" },
	{ .id = 0xf0003394,
		.class = AES,
		.size = 32,
		.origin = PROVISIONED,
		.tag_len = 0x10,
		POLICY(wraps),
		.variants = VARIANT_E,
		.source = "AN12436 table 15; UNCERTAIN (SE05X-U-16): which parts have it" },
	{ EC_KEY(0xf0000020, EC_PUBLIC, VARIANT_ALL), .authenticates = true, POLICY(connectivity) },
	{ EC_KEY(0xf0000012, EC_PAIR, WITH_EC), POLICY(attests) },
	{ EC_KEY(0xf0000000, EC_PAIR, WITH_EC), POLICY(connectivity_key) },
	{ EC_KEY(0xf0000002, EC_PAIR, WITH_EC), POLICY(connectivity_key) },
	{
		EC_KEY(0xf0000100, EC_PAIR, WITH_CLOUD),
	},
	{
		EC_KEY(0xf0000102, EC_PAIR, WITH_CLOUD),
	},
	{ RSA_KEY(0xf0000010, 256, WITH_RSA), POLICY(attests) },
	{ RSA_KEY(0xf0000004, 256, VARIANT_B), POLICY(connectivity_key) },
	{ RSA_KEY(0xf0000006, 256, VARIANT_B), POLICY(connectivity_key) },
	{
		RSA_KEY(0xf0000110, 256, WITH_RSA_CLOUD),
	},
	{
		RSA_KEY(0xf0000112, 256, WITH_RSA_CLOUD),
	},
	{
		RSA_KEY(0xf0000120, 512, WITH_RSA_CLOUD),
	},
	{
		RSA_KEY(0xf0000122, 512, WITH_RSA_CLOUD),
	},
	{ CERTIFICATE(0xf0000001, 470, WITH_EC), POLICY(connectivity_certificate) },
	{ CERTIFICATE(0xf0000003, 470, WITH_EC), POLICY(connectivity_certificate) },
	/* UNCERTAIN (SE05X-U-18): their size; F0000011 holds an RSA-2048 key too. */
	{ CERTIFICATE(0xf0000005, 863, VARIANT_B), POLICY(connectivity_certificate) },
	{ CERTIFICATE(0xf0000007, 863, VARIANT_B), POLICY(connectivity_certificate) },
	{ CERTIFICATE(0xf0000011, 863, WITH_RSA_CLOUD) },
	{ CERTIFICATE(0xf0000013, 467, WITH_CLOUD) },
	{ CERTIFICATE(0xf0000101, 549, WITH_CLOUD) },
	{ CERTIFICATE(0xf0000103, 549, WITH_CLOUD) },
	{ CERTIFICATE(0xf0000111, 1206, WITH_RSA_CLOUD) },
	{ CERTIFICATE(0xf0000113, 1206, WITH_RSA_CLOUD) },
	{ CERTIFICATE(0xf0000121, 1462, WITH_RSA_CLOUD) },
	{ CERTIFICATE(0xf0000123, 1462, WITH_RSA_CLOUD) },
	{ .id = 0x7fff0209, RESERVED },
	{ .id = 0xf0000030, RESERVED },
};

const size_t n_profile_se050_objects = sizeof(profile_se050_objects) / sizeof(profile_se050_objects[0]);
